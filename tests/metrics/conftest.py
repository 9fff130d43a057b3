from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from data import warehouse
from data.samples import national_2021
from data.store import Store
from data.warehouse import Reader
from loaders import importing
from tests.metrics.drawing import Drawn, drawn, rows_of


@pytest.fixture
def spec(tmp_path: Path) -> Iterator[Callable[..., Drawn]]:
    """Draw a version: `spec(responses, assisted="…", statistics="…")`, each as text."""
    with ExitStack() as opened:

        def draw(responses: str = "", assisted: str = "", **others: str) -> Drawn:
            rows = {name: rows_of(text) for name, text in others.items()}
            made = drawn(tmp_path / "store", rows_of(responses), rows_of(assisted), **rows)
            opened.callback(made.reader.close)
            return made

        yield draw


@pytest.fixture(scope="session")
def national_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The national sample of 2021, written as the platform exports it and loaded as a clerk would."""
    folder = tmp_path_factory.mktemp("national")
    file = folder / national_2021.FILE
    national_2021.write(file)
    store = Store(folder / "store")
    (outcome,) = importing.load([file], store)
    assert outcome.status == "loaded", outcome.refusal
    return store


@pytest.fixture(scope="session")
def national(national_store: Store) -> Iterator[Reader]:
    """A reader of the national sample."""
    reader = warehouse.open(national_store, warehouse.ALL)
    yield reader
    reader.close()
