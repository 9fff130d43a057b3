"""A real server and a real browser, on the stores of `tests.pages.stores`."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.browser.server import CHROMIUM, WIDE, serving
from tests.pages.stores import Stores, samples, stores

__all__ = ["samples", "stores"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, **CHROMIUM}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "zh-CN", "viewport": WIDE}


@pytest.fixture(scope="session")
def server(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that shows the samples; the tests share it and change nothing."""
    log = tmp_path_factory.mktemp("server") / "log"
    with serving(stores.environment(stores.nothing, stores.samples), log) as address:
        yield address


@pytest.fixture(scope="session")
def tianjin(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that shows ledgers, answers and pilots of 2024."""
    log = tmp_path_factory.mktemp("tianjin") / "log"
    with serving(stores.environment(stores.tianjin, stores.samples), log) as address:
        yield address


@pytest.fixture
def fresh_server(stores: Stores, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Start a server that nobody has visited; with a folder, that is where its own data stand."""
    with ExitStack() as running:

        def start(own: Path = stores.nothing) -> str:
            return running.enter_context(serving(stores.environment(own, stores.samples), tmp_path / "log"))

        yield start
