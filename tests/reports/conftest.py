"""Reports are about Tianjin in 2024, if nothing else is said."""

from collections.abc import Iterator

import pytest

from data.warehouse import Reader
from metrics.query import Filters
from reports import assessment
from reports.content import Report
from tests.conftest import reading
from tests.metrics.conftest import drawn_before, spec
from tests.reports.checked import report
from tests.stores import Stores

__all__ = ["drawn_before", "spec"]

TIANJIN = Filters.of(year=[2024], province=["120000"])


@pytest.fixture(scope="session")
def reader(stores: Stores) -> Iterator[Reader]:
    """A reader of the pilots, ledgers and answers of Tianjin in 2024."""
    yield from reading(stores.tianjin)


@pytest.fixture(scope="session")
def tianjin(reader: Reader) -> Report:
    return report(assessment, reader, TIANJIN)
