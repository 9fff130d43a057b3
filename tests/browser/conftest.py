"""A real server and a real browser, on the stores of `tests.stores`."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.server import CHROMIUM, SECONDS, WIDE, serving
from tests.stores import Stores

expect.set_options(timeout=SECONDS * 1000)  # a busy machine is not a wrong answer


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, **CHROMIUM}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "zh-CN", "viewport": WIDE}


@pytest.fixture(scope="session")
def context(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """A browser that keeps the programs of the page from test to test, as a reader's does from visit to visit."""
    with browser.new_context(**browser_context_args) as context:
        context.set_default_timeout(SECONDS * 1000)
        yield context


@pytest.fixture(scope="session")
def tab(context: BrowserContext) -> Iterator[Page]:
    """A tab of that browser, whose process has the programs at hand."""
    with context.new_page() as tab:
        yield tab


@pytest.fixture
def page(context: BrowserContext, tab: Page) -> Iterator[Page]:
    """An empty page on a desk's screen; the server takes every visit for another reader."""
    context.clear_cookies()
    tab.set_viewport_size(WIDE)
    tab.emulate_media(color_scheme="light")
    yield tab
    tab.goto("about:blank")


@pytest.fixture(scope="session")
def server(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that shows the samples; the tests share it and change nothing."""
    log = tmp_path_factory.mktemp("server") / "log"
    with serving(stores.environment(stores.nothing, stores.national), log) as address:
        yield address


@pytest.fixture(scope="session")
def tianjin(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that shows ledgers, answers and pilots of 2024."""
    log = tmp_path_factory.mktemp("tianjin") / "log"
    with serving(stores.environment(stores.tianjin, stores.national), log) as address:
        yield address


@pytest.fixture
def fresh_server(stores: Stores, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Start a server that nobody has visited; with a folder, that is where its own data stand."""
    with ExitStack() as running:

        def start(own: Path = stores.nothing) -> str:
            return running.enter_context(serving(stores.environment(own, stores.national), tmp_path / "log"))

        yield start
