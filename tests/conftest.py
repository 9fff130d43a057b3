import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from data import warehouse
from data.store import Store
from data.warehouse import Reader
from tests.stores import Stores

settings.register_profile("unhurried", deadline=None, max_examples=20)  # a busy machine is not a wrong answer
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Stores:
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "stores"
    folder.mkdir(exist_ok=True)
    return Stores(folder)


@pytest.fixture(scope="session")
def national(stores: Stores) -> Iterator[Reader]:
    """A reader of the answers of the nation in 2021."""
    yield from reading(stores.national)


@pytest.fixture(scope="session")
def shanxi(stores: Stores) -> Iterator[Reader]:
    """A reader of the ledgers and answers of Shanxi in 2022."""
    yield from reading(stores.shanxi)


@pytest.fixture(scope="session")
def years(stores: Stores) -> Iterator[Reader]:
    """A reader of the answers of Jiangsu in three years."""
    yield from reading(stores.years)


@pytest.fixture(scope="session")
def every(stores: Stores) -> Iterator[Reader]:
    """A reader of all samples."""
    yield from reading(stores.every)


def reading(path: Path) -> Iterator[Reader]:
    """A reader of a store, closed at the end."""
    reader = warehouse.open(Store(path), warehouse.ALL)
    yield reader
    reader.close()
