"""All years up to one: each firm once by its last answer, different things once, units by their latest report."""

import re
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Refused
from metrics.core import CountDistinct
from metrics.query import compute
from metrics.registry import METRICS
from metrics.relations import RELATIONS, YEARLY
from tests.metrics.oracle import FIRMS, ORACLE, groups, so_far
from tests.metrics.test_query_properties import CASES, DIMENSIONS, VALUES, Case, figures, is_close, quietly

ANSWERS = """
    firm | year | city   | q3 | q9_1 | q13
    A    | 2021 | 140100 | 5  | 10   | 3
    A    | 2022 | 140200 | 2  |      | 1    # the last answer, in another city, with a blank
    B    | 2021 | 140100 | 1  | 20   | 1
    C    | 2023 | 140100 | 1  | 30   | 4
"""
LISTED = """
    firm | year | city   | industry | body
    A    | 2021 | 140100 | 3        | X
    A    | 2022 | 140200 | 4        | Y
    B    | 2022 | 140100 | 3        | X
    D    | 2023 | 140100 | 5        | X
"""
FILED = """
    province | year | policies
    140000   | 2021 | 3
    140000   | 2022 | 5
    320000   | 2021 | 10
"""


@pytest.fixture
def drawn(spec):
    return spec(ANSWERS, LISTED, statistics=FILED)


def test_a_rate_stands_on_the_last_answer_of_each_firm(drawn):
    assert drawn.rate("satisfaction_rate", cumulative=True, year=2021) == (1, 2)
    assert drawn.rate("satisfaction_rate", cumulative=True, year=2022) == (2, 2)
    assert drawn.rate("satisfaction_rate", cumulative=True, year=2023) == (2, 3)


def test_without_a_year_it_goes_up_to_the_newest(drawn):
    assert drawn.rate("satisfaction_rate", cumulative=True) == (2, 3)
    assert drawn.value("assisted_enterprises", cumulative=True) == 3


def test_a_year_without_data_has_all_before_it(drawn):
    assert drawn.value("assisted_enterprises", cumulative=True, year=2029) == 3
    assert drawn.value("assisted_enterprises", cumulative=True, year=2020) is None


def test_by_year_each_row_goes_up_to_its_year(drawn):
    assert drawn.by("responses", "year", cumulative=True) == {2021: 2, 2022: 2, 2023: 3}
    assert drawn.by("assisted_enterprises", "year", cumulative=True) == {2021: 1, 2022: 2, 2023: 3}
    assert drawn.by("policies", "year", cumulative=True) == {2021: 13, 2022: 15, 2023: 15}


def test_filtered_by_years_too_only_those_rows_are_shown(drawn):
    assert drawn.by("responses", "year", cumulative=True, year=[2022, 2023]) == {2022: 2, 2023: 3}


def test_a_blank_in_the_last_answer_does_not_bring_an_older_one_back(drawn):
    assert drawn.rate("gain_revenue", cumulative=True, year=2022) == (20, 1)


def test_a_firm_stands_where_its_last_answer_says(drawn):
    assert drawn.by("responses", "city", cumulative=True, year=2022) == {"140100": 1, "140200": 1}
    assert drawn.value("responses", cumulative=True, year=2022, city="140100") == 1
    assert drawn.value("certified_after", cumulative=True, year=2022) == 1


def test_different_things_are_counted_once_wherever_they_were(drawn):
    assert drawn.value("industries_covered", cumulative=True, year=2022) == 2
    assert drawn.value("certification_bodies", cumulative=True, year=2022) == 2
    assert drawn.by("assisted_enterprises", "city", cumulative=True, year=2022) == {"140100": 2, "140200": 1}


def test_a_ledger_firm_answered_if_it_did_in_any_of_the_years(spec):
    drawn = spec(
        "firm | year | q13\nA | 2022 | 1\nB | 2021 | 3\nB | 2022 | 2\nZ | 2022 | 1",
        "firm | year\nA | 2021\nB | 2021\nB | 2022\nC | 2022",
    )
    assert drawn.rate("response_rate", year=2022) == (1, 2)
    assert drawn.rate("response_rate", cumulative=True, year=2021) == (1, 2)
    assert drawn.rate("response_rate", cumulative=True, year=2022) == (2, 3)
    assert drawn.rate("satisfaction_rate_ledger", cumulative=True, year=2022) == (2, 3)


def test_of_units_the_latest_filing_counts_and_is_never_summed(drawn):
    assert drawn.value("policies", cumulative=True, year=2021) == 13
    assert drawn.value("policies", cumulative=True, year=2022) == 15
    assert drawn.value("policies", cumulative=True, year=2022, province="140000") == 5


def test_a_firm_has_the_pilots_it_had_at_its_last_answer(spec):
    drawn = spec(
        "firm | year\nA | 2021\nA | 2022\nB | 2021", pilot_member="pilot | firm | year\nP | A | 2021\nP | B | 2021"
    )
    assert drawn.by("responses", "pilot", cumulative=True) == {"P": 1, "none": 1}
    assert drawn.value("responses", cumulative=True, pilot="P") == 1


@pytest.mark.parametrize(
    ("name", "where", "said"),
    [
        ("responses", {"year": [2021, 2022]}, "--by year"),
        ("first_time_share", {}, "first_time_share"),
        ("pilot_after", {}, "--by indicator"),
    ],
)
def test_what_makes_no_sense_over_years_is_refused(drawn, name, where, said):
    with pytest.raises(Refused, match=said):
        drawn.frame(name, cumulative=True, **where)


def test_nothing_is_nothing_over_all_years(spec):
    drawn = spec()
    names = [n for n, one in METRICS.items() if not one.of_one_year and one.relation != "pilot_indicator"]
    assert drawn.frame(names, cumulative=True)["value"].isna().all()
    assert drawn.frame(names, ["year"], cumulative=True).empty


@pytest.mark.parametrize("name", RELATIONS)
def test_the_years_of_every_relation_are_years_of_the_version(name):
    """Else a row newer than all other relations would not count."""
    assert set(re.findall(r"FROM (\w+)", RELATIONS[name].sql)) <= set(YEARLY)


@quietly
@given(**CASES, data=st.data())
def test_cumulative_figures_are_what_pandas_makes_of_them(tmp_path_factory, answers, firms, seed, data):
    case = Case(tmp_path_factory.mktemp("random"), answers, firms, seed)
    year = data.draw(st.sampled_from([2021, 2022, 2023]), "year")
    with closing(case.drawn.reader):
        for relation, dimensions in DIMENSIONS.items():
            others = {d: some for d, some in VALUES[relation].items() if d != "year"}
            where = data.draw(st.sampled_from([{}, *({d: some} for d, some in others.items()), others]), "where")
            by = data.draw(st.lists(st.sampled_from(dimensions), max_size=2, unique=True), relation)
            if relation == "pilot_indicator" and "indicator" not in by:
                where = {**where, "indicator": ["quality_awards"]}
            names = [n for n, one in METRICS.items() if one.relation == relation and not one.of_one_year]
            found = figures(case.drawn.frame(names, by, cumulative=True, **where, year=year), by)
            tables = so_far(case.tables, year)
            for name in names:
                is_every = relation in FIRMS and isinstance(METRICS[name], CountDistinct)
                rows_by_key = groups(tables[relation + "_every" * is_every], by, where)
                assert found.get(name, {}).keys() == rows_by_key.keys(), name
                for key, rows in rows_by_key.items():
                    wanted = ORACLE[name].measure(rows)
                    assert all(map(is_close, found[name][key], wanted)), (name, key, found[name][key], wanted)


@quietly
@given(**CASES)
def test_firms_bodies_and_industries_never_grow_fewer(tmp_path_factory, answers, firms, seed):
    case = Case(tmp_path_factory.mktemp("random"), answers, firms, seed)
    with closing(case.drawn.reader):
        for name in ("assisted_enterprises", "certification_bodies", "industries_covered", "responses"):
            so_far_by_year = case.drawn.by(name, "year", cumulative=True)
            values = [so_far_by_year[year] for year in sorted(so_far_by_year)]
            assert values == sorted(values)
            last = compute(case.drawn.reader, [name], cumulative=True)["value"][0]
            assert not values or values[-1] == last
