"""A store of Tianjin 2024 (ledgers, answers, pilots) and one of Jiangsu over three years, filled by the real loader."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data import warehouse
from data.samples import national_2021, tianjin_2024
from data.store import Store
from data.warehouse import Reader
from loaders import importing
from loaders.importing import Wanted
from metrics.query import Filters
from reports.assessment import report
from reports.content import Report
from tests.metrics.conftest import national, national_store, spec
from tests.pages.stores import over_years

__all__ = ["national", "national_store", "spec"]

TIANJIN = Filters.of(year=[2024], province=["120000"])


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("tianjin")
    (inbox := folder / "inbox").mkdir()
    importing.load(tianjin_2024.write(inbox), Store(folder / "store"), Wanted(region="120000"))
    return Store(folder / "store")


@pytest.fixture(scope="session")
def reader(store: Store) -> Iterator[Reader]:
    opened = warehouse.open(store, warehouse.ALL)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("years")
    export: Path = folder / national_2021.FILE
    national_2021.write(export)
    opened = warehouse.open(Store(over_years(folder, export)), warehouse.ALL)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def tianjin(reader: Reader) -> Report:
    return report(reader, 1, TIANJIN)
