"""Certification bodies: firms, satisfaction, and whether cities and bodies say the same."""

import pytest

from data.errors import Refused
from metrics.bodies import bodies, of_the_nation
from metrics.query import Filters
from tests.metrics.drawing import records

FIRMS = """
    firm | year | province | city   | industry | body
    A    | 2021 | 140000   | 140100 | 3        | CNCA-R-2002-001
    B    | 2021 | 140000   | 140200 | 3        | CNCA-R-2002-001
    C    | 2021 | 320000   | 320500 | 4        | CNCA-R-2002-001
    D    | 2021 | 140000   | 140100 | 4        | CNCA-R-2002-002
    E    | 2021 | 140000   | 140100 | 4        |
    G    | 2021 | 140000   | 140100 | 4        | CNCA-R-2002-001
    A    | 2022 | 140000   | 140100 | 3        | CNCA-R-2002-002
"""
ANSWERS = """
    firm | body            | city   | q13 | q14_6
    A    | CNCA-R-2002-001 | 140100 | 1   | true
    B    | CNCA-R-2002-001 | 140200 | 3   | false
    F    | 某认证公司      | 140200 | 1   | true
"""
# 001 names A, B, C and G; the city of 140100 names A with 001, D, and G with another body; 140200 and 320500 sent none.
LEDGERS = """
    firm | origin | sender          | body
    A    | city   | 140100          | CNCA-R-2002-001
    D    | city   | 140100          | CNCA-R-2002-002
    G    | city   | 140100          | CNCA-R-2002-002
    E    | city   | 140100          |
    A    | body   | CNCA-R-2002-001 | CNCA-R-2002-001
    A    | body   | CNCA-R-2002-001 | CNCA-R-2002-001    # named twice
    B    | body   | CNCA-R-2002-001 | CNCA-R-2002-001    # its city sent no ledger
    C    | body   | CNCA-R-2002-001 | CNCA-R-2002-001
    G    | body   | CNCA-R-2002-001 | CNCA-R-2002-001
    E    | body   | CNCA-R-2002-003 | CNCA-R-2002-003    # the city names no body
"""
NAMES = "body | name\nCNCA-R-2002-001 | 中国质量认证中心"


@pytest.fixture
def drawn(spec):
    return spec(ANSWERS, assisted=FIRMS, listing=LEDGERS, body=NAMES)


def by_body(drawn, **where):
    frame = bodies(drawn.reader, Filters.of(**{name: [value] for name, value in where.items()}))
    return {row["body"]: row for row in records(frame)}


def test_each_body_with_its_firms_places_and_industries(drawn):
    first = by_body(drawn, year=2021)["CNCA-R-2002-001"]
    assert first["name"] == "中国质量认证中心"
    assert (first["firms"], first["provinces"], first["cities"], first["industries"]) == (4, 2, 3, 2)


def test_over_years_a_firm_counts_once_with_each_of_its_bodies(drawn):
    assert by_body(drawn)["CNCA-R-2002-002"]["firms"] == 2
    assert by_body(drawn, year=2022)["CNCA-R-2002-002"]["firms"] == 1


def test_how_content_its_firms_are(drawn):
    rows = by_body(drawn, year=2021)
    first = rows["CNCA-R-2002-001"]
    assert (first["satisfaction_rate_numerator"], first["satisfaction_rate_denominator"]) == (1, 2)
    assert (first["satisfaction_rate"], first["satisfied_with_6"]) == (0.5, 0.5)
    assert rows["某认证公司"]["firms"] is None  # only answers name it
    assert rows["某认证公司"]["satisfaction_rate"] == 1
    assert rows["CNCA-R-2002-002"]["satisfaction_rate"] is None


def test_most_firms_come_first(drawn):
    assert list(by_body(drawn, year=2021))[:2] == ["CNCA-R-2002-001", "CNCA-R-2002-002"]


def test_a_bodys_own_ledger_against_those_of_the_cities(drawn):
    """Of A, B, C, G two are in a city that sent a ledger; it names both, one with the same body."""
    first = by_body(drawn, year=2021)["CNCA-R-2002-001"]
    counts = ("own_firms", "comparable_firms", "named_by_cities", "same_body")
    assert [first[name] for name in counts] == [4, 2, 2, 1]
    assert (first["named_share"], first["same_share"]) == (1, 0.5)


def test_a_city_that_names_no_body_does_not_agree(drawn):
    third = by_body(drawn, year=2021)["CNCA-R-2002-003"]
    assert (third["comparable_firms"], third["named_by_cities"], third["same_body"]) == (1, 1, 0)


def test_without_a_ledger_to_hold_it_against_there_is_no_share(drawn):
    first = by_body(drawn, year=2021, city="140200")["CNCA-R-2002-001"]
    assert (first["own_firms"], first["comparable_firms"], first["named_share"]) == (1, 0, None)
    assert by_body(drawn, year=2021)["CNCA-R-2002-002"]["own_firms"] is None


def test_filtered_by_body_there_is_that_one(drawn):
    assert list(by_body(drawn, year=2021, body="CNCA-R-2002-001")) == ["CNCA-R-2002-001"]


def test_the_share_of_the_nations_bodies(drawn):
    (found,) = of_the_nation(drawn.reader, Filters.of(year=[2021]))
    assert (found.value, found.other, found.difference) == (2, 127, pytest.approx(2 / 127))


def test_an_empty_version_has_no_bodies(spec):
    assert len(bodies(spec().reader)) == 0


def test_another_dimension_is_refused(drawn):
    with pytest.raises(Refused):
        by_body(drawn, sector="manufacturing")


@pytest.mark.parametrize(("pilot", "own", "same"), [("P", 2, 1), ("none", 1, 0), (("P", "Q"), 3, 1)])
def test_firms_of_pilots_and_of_none(spec, pilot, own, same):
    """A (in 140100, same body) and B are in P, C in Q; G, with another body, is in none."""
    members = "firm | pilot\nA | P\nA | Q\nB | P\nC | Q"
    reader = spec(ANSWERS, assisted=FIRMS, listing=LEDGERS, body=NAMES, pilot_member=members).reader
    asked = Filters.of(year=[2021], pilot=pilot if isinstance(pilot, tuple) else [pilot])
    first = {row["body"]: row for row in records(bodies(reader, asked))}["CNCA-R-2002-001"]
    assert (first["own_firms"], first["same_body"]) == (own, same)
