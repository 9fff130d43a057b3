"""A metric year by year, joined only between years that compare."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.reference import table
from metrics.query import Filters, compute
from metrics.series import GAP, UNITS, every_series, series
from tests.metrics.drawing import drawn

SAME = """
    firm | year | province | city   | q7 | q13
    A    | 2021 | 140000   | 140100 | 1  | 1
    B    | 2021 | 140000   | 140200 | 3  | 3
    A    | 2022 | 140000   | 140100 | 1  | 1
    B    | 2022 | 140000   | 140200 | 1  | 3
    A    | 2023 | 140000   | 140100 | 1  | 1
    B    | 2023 | 140000   | 140200 | 1  | 1
"""
(SATISFACTION,) = (row["reason"] for row in table("breaks") if row["metric"].startswith("satisfaction"))


def told(found) -> list[tuple[int, float, str]]:
    return [(one.year, one.value, one.reason) for one in found.points]


def test_several_metrics_at_once_are_each_as_by_itself(spec):
    names = ["assisted_enterprises", "satisfaction_rate", "improvement_rate", "industries_covered"]
    for where in (Filters(), Filters.of(province=["140000"]), Filters.of(city=["140200"], year=[2022])):
        reader = spec(SAME + "    C | 2023 | 320000 | 320500 | 3 | 3").reader
        assert every_series(reader, names, where) == {name: series(reader, name, where) for name in names}


def test_the_years_of_a_metric_are_joined_where_nothing_changed(spec):
    found = series(spec(SAME).reader, "improvement_rate")
    assert told(found) == [(2021, 0.5, ""), (2022, 1, ""), (2023, 1, "")]
    assert found.tail == found.points
    assert found.breaks == ()


def test_a_line_breaks_where_the_question_changed(spec):
    found = series(spec(SAME).reader, "satisfaction_rate")
    assert found.breaks == ((2021, 2022, SATISFACTION),)
    assert [one.year for one in found.tail] == [2022, 2023]


def test_a_line_breaks_where_a_province_joins(spec):
    found = series(spec(SAME + "    C | 2023 | 320000 | 320500 | 3 | 3").reader, "improvement_rate")
    assert found.breaks == ((2022, 2023, UNITS),)
    assert [one.year for one in found.tail] == [2023]


def test_within_a_province_a_line_breaks_where_a_city_joins_and_a_single_city_goes_on(spec):
    reader = spec(SAME + "    C | 2023 | 140000 | 140300 | 3 | 3").reader
    assert series(reader, "improvement_rate").breaks == ()  # the nation has the same province
    assert series(reader, "improvement_rate", Filters.of(province=["140000"])).breaks == ((2022, 2023, UNITS),)
    assert series(reader, "improvement_rate", Filters.of(city=["140100"])).breaks == ()


def test_firms_of_a_ledger_and_firms_that_only_answered_do_not_compare(spec):
    assisted = """
        firm | year | origin  | province
        A    | 2022 | answers | 140000
        A    | 2023 | ledger  | 140000
    """
    assert series(spec("", assisted).reader, "assisted_enterprises").breaks == ((2022, 2023, UNITS),)


def test_a_year_without_data_between_two_breaks_the_line(spec):
    rows = "\n".join(line for line in SAME.splitlines() if "2022" not in line)
    assert series(spec(rows).reader, "improvement_rate").breaks == ((2021, 2023, GAP),)


def test_a_series_up_to_a_year_leaves_out_the_later_ones(spec):
    found = series(spec(SAME).reader, "improvement_rate").until(2022)
    assert [one.year for one in found.points] == [2021, 2022]


@pytest.mark.parametrize("rows", ["", "firm | year | q7\n A | 2022 | 1"])
def test_no_year_and_one_year_make_no_line(spec, rows):
    found = series(spec(rows).reader, "improvement_rate")
    assert len(found.points) == (1 if rows else 0)
    assert found.breaks == ()


ANSWER = st.fixed_dictionaries(
    {
        "firm": st.sampled_from("ABCDE"),
        "year": st.integers(2021, 2024),
        "province": st.sampled_from(["140000", "320000"]),
        "q7": st.sampled_from([None, 1, 3]),
    }
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ANSWER, max_size=12, unique_by=lambda row: (row["firm"], row["year"])))
def test_every_point_is_what_compute_gives_and_joined_years_have_the_same_provinces(tmp_path_factory, rows):
    reader = drawn(tmp_path_factory.mktemp("drawn"), rows).reader
    try:
        points = series(reader, "improvement_rate").points
        for one in points:
            assert (
                one.value == compute(reader, ["improvement_rate"], where=Filters.of(year=[one.year]))["value"].iloc[0]
            )
        asked = {y: {r["province"] for r in rows if r["year"] == y and r["q7"]} for y in range(2021, 2025)}
        assert [one.year for one in points] == [year for year in asked if asked[year]]
        for before, after in pairwise(points):
            joined = after.year == before.year + 1 and asked[before.year] == asked[after.year]
            assert (after.reason == "") == joined
    finally:
        reader.close()
