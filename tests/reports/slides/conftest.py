"""The deck of Tianjin 2024, of Jiangsu over years, and of the nation 2021."""

import pytest

from metrics.query import Filters
from reports.slides.content import Deck
from reports.slides.deck import deck
from tests.reports.conftest import TIANJIN

JIANGSU = Filters.of(year=[2023], province=["320000"])
NATION = Filters.of(year=[2021])


@pytest.fixture(scope="session")
def tianjin_deck(reader) -> Deck:
    return deck(reader, TIANJIN)


@pytest.fixture(scope="session")
def jiangsu_deck(years) -> Deck:
    return deck(years, JIANGSU)


@pytest.fixture(scope="session")
def national_deck(national) -> Deck:
    return deck(national, NATION)
