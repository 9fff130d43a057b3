"""How many of the 39 industries have assisted firms."""

import pytest

from data.reference import table
from metrics.coverage import INDUSTRIES

FIRMS = """
    firm | year | industry
    A    | 2021 | 3
    B    | 2021 | 3
    C    | 2021 | 33
    D    | 2022 | 3
    E    | 2022 |              # not known
"""


def test_an_industry_is_covered_once(spec):
    drawn = spec(assisted=FIRMS)
    assert drawn.value("industries_covered") == 2
    assert drawn.by("industries_covered", "year") == {2021: 2, 2022: 1}


def test_coverage_is_the_share_of_39(spec):
    drawn = spec(assisted=FIRMS)
    assert drawn.rate("industry_coverage") == (2, 39)
    assert drawn.value("industry_coverage") == pytest.approx(2 / 39, rel=1e-15)


def test_sector_is_that_of_the_industry(spec):
    drawn = spec(assisted=FIRMS)
    assert drawn.by("industries_covered", "sector") == {"manufacturing": 1, "other": 1, None: 0}


def test_no_firm_is_unknown_not_zero(spec):
    drawn = spec(assisted=FIRMS)
    for name in ("industries_covered", "industry_coverage"):
        assert drawn.value(name, year=2030) is None


def test_there_are_as_many_industries_as_the_share_says():
    assert len(table("industries")) == INDUSTRIES
