"""A figure against the year before, the region around, all regions, published figures and targets."""

from typing import Any

import pytest

from data.errors import Refused
from metrics import comparison, published
from metrics.change import NO_YEAR_BEFORE
from metrics.comparison import Comparison, against, comparisons
from metrics.query import Filters
from metrics.registry import METRICS

ANSWERS = """
    firm | year | province | city   | county | industry | q7 | q13 | q9_1
    A    | 2022 | 140000   | 140100 | 140105 | 3        | 3  | 1   | 10
    A    | 2023 | 140000   | 140100 | 140105 | 3        | 1  | 1   | 20
    B    | 2023 | 140000   | 140100 | 140106 | 3        | 3  | 3   |
    C    | 2023 | 140000   | 140200 |        | 4        | 1  | 1   | 40
    D    | 2023 | 140000   | 140200 |        | 3        | 1  | 1   |
    E    | 2023 | 320000   | 320500 |        | 3        | 1  | 1   | 30
"""
TARGET = {"year": "2023", "each": "", "scope": "year", "source": "省局方案"}


def compared(drawn: Any, name: str, targets: Any = (), **where: Any) -> dict[str, Comparison]:
    """By kind; filters as `year=2023`."""
    filters = Filters.of(**{key: value if isinstance(value, list) else [value] for key, value in where.items()})
    return {one.kind: one for one in comparisons(drawn.reader, name, filters, targets)}


def test_values_in_hand_compare_as_those_that_are_asked_for(spec):
    drawn = spec(ANSWERS)
    for name in ("improvement_rate", "responses", "gain_revenue"):
        parent = compared(drawn, name, year=2023, city="140100")["parent"]
        told = against(name, Filters.of(year=[2023], city=["140100"]), parent.value, parent.other)
        assert told == parent._replace(against="")
    assert against("improvement_rate", Filters(), None, 0.5).reason == comparison.NO_VALUE


def test_a_rate_differs_from_the_region_around_by_points(spec):
    """140100: A of A, B; 140000: A, C, D of A–D; all: and E."""
    found = compared(spec(ANSWERS), "improvement_rate", year=2023, city="140100")
    parent, everywhere = found["parent"], found["all"]
    assert (parent.against, parent.value, parent.other, parent.difference) == ("140000", 0.5, 0.75, -0.25)
    assert (everywhere.against, everywhere.other, everywhere.difference) == ("", 0.8, pytest.approx(-0.3))
    assert (parent.unit, parent.is_better, parent.reason) == ("points", False, "")


def test_the_region_around_a_county_is_its_city(spec):
    found = compared(spec(ANSWERS), "improvement_rate", year=2023, county="140105", city="140100")
    assert (found["parent"].against, found["parent"].other) == ("140100", 0.5)


def test_other_filters_hold_on_both_sides(spec):
    found = compared(spec(ANSWERS), "improvement_rate", year=2023, city="140200", industry=3)
    assert (found["parent"].value, found["parent"].other) == (1, pytest.approx(2 / 3))


def test_a_count_is_a_share_of_the_region_around_and_never_better_than_it(spec):
    parent = compared(spec(ANSWERS), "responses", year=2023, city="140100")["parent"]
    assert (parent.unit, parent.value, parent.other, parent.difference) == ("share", 2, 4, 0.5)
    assert parent.is_better is None


def test_a_mean_of_percentages_differs_by_points_of_its_own(spec):
    parent = compared(spec(ANSWERS), "gain_revenue", year=2023, city="140100")["parent"]
    assert (parent.unit, parent.value, parent.other, parent.difference) == ("difference", 20, 30, -10)


def test_the_year_before_is_the_change_over_common_units(spec):
    before = compared(spec(ANSWERS), "improvement_rate", year=2023)["before"]
    assert (before.against, before.value, before.other, before.difference) == ("2022", 0.75, 0, 0.75)
    assert before.is_better is True
    assert compared(spec(ANSWERS), "responses", year=2022)["before"].reason == NO_YEAR_BEFORE


@pytest.mark.parametrize(
    ("where", "kind", "reason"),
    [
        ({"year": 2023}, "parent", comparison.IS_ALL),
        ({"year": 2023}, "all", comparison.IS_ALL),
        ({"year": 2023, "province": "140000"}, "parent", comparison.ABOVE_IS_ALL),
        ({"year": 2023, "city": ["140100", "140200"]}, "parent", comparison.ONE_REGION),
        ({"year": 2022, "city": "140200"}, "parent", comparison.NO_VALUE),
        ({"city": "140100"}, "before", comparison.ONE_YEAR),
        ({"year": [2022, 2023]}, "before", comparison.ONE_YEAR),
    ],
)
def test_where_there_is_nothing_to_compare_the_reason_stands(spec, where, kind, reason):
    found = compared(spec(ANSWERS), "improvement_rate", **where)[kind]
    assert (found.difference, found.reason, found.is_better) == (None, reason, None)


def test_nothing_is_no_base_for_a_share(spec):
    drawn = spec("firm | year | province | city | q3\nA | 2023 | 140000 | 140100 | 1")
    found = compared(drawn, "certified_after", year=2023, city="140100")["parent"]
    assert (found.value, found.other, found.difference, found.reason) == (0, 0, None, comparison.OF_NOTHING)


# --- published figures

ROUND = """
    firm | year | province | q13 | body
    A    | 2021 | 140000   | 1   | X
    B    | 2021 | 140000   | 3   | Y
    A    | 2023 | 140000   | 1   | X
    A    | 2024 | 140000   | 1   | X
"""


def test_a_rate_is_held_against_the_published_one_as_printed(spec):
    found = compared(spec(ROUND), "satisfaction_rate", year=2021)["published"]
    assert (found.value, found.other, found.difference) == (0.5, 0.974, pytest.approx(-0.474))
    assert (found.printed, found.rounding, found.unit) == ("97.4%", "truncated", "points")
    assert found.against


def test_a_count_is_a_share_of_the_published_one(spec):
    drawn = spec(ROUND, assisted="firm | body\nA | X\nB | Y\nC |")
    found = compared(drawn, "certification_bodies", year=2021)["published"]
    assert (found.value, found.other, found.difference) == (2, 127, pytest.approx(2 / 127))


@pytest.mark.parametrize(
    ("name", "year", "reason"),
    [("assisted_enterprises", 2023, published.SINCE_2023), ("assisted_enterprises", 2024, published.UNCLEAR)],
)
def test_a_published_figure_of_another_scope_is_shown_but_not_compared(spec, name, year, reason):
    drawn = spec(ROUND, assisted=f"firm | year\nA | {year}")
    found = compared(drawn, name, year=year)["published"]
    assert (found.value, found.difference, found.reason) == (1, None, reason)
    assert found.other and found.printed


def test_cumulative_tables_compare_with_cumulative_figures(spec):
    drawn = spec(statistics="province | year | policies\n140000 | 2021 | 53")
    found = compared(drawn, "policies", year=2021, province="140000")["published"]
    assert (found.difference, found.reason) == (pytest.approx(0.2), "")


def test_what_was_not_published_is_not_there(spec):
    assert "published" not in compared(spec(ROUND), "satisfaction_rate", year=2023)


# --- targets


@pytest.mark.parametrize(("value", "reached"), [("4", True), ("5", False), ("3", True)])
def test_a_target_is_reached_or_not_and_how_much_of_it_is_done(spec, value, reached):
    rows = [{**TARGET, "metric": "responses", "region": "140000", "value": value}]
    found = compared(spec(ANSWERS), "responses", rows, year=2023, province="140000")["target"]
    assert (found.against, found.value, found.difference) == ("省局方案", 4, pytest.approx(4 / int(value)))
    assert found.is_better is reached


def test_a_target_for_a_rate_is_missed_by_points(spec):
    rows = [{**TARGET, "metric": "improvement_rate", "region": "", "value": "0.9"}]
    found = compared(spec(ANSWERS), "improvement_rate", rows, year=2023)["target"]
    assert (found.unit, found.difference, found.is_better) == ("points", pytest.approx(-0.1), False)


def test_a_target_of_every_city_is_one_for_each_city_of_its_region(spec):
    rows = [{**TARGET, "metric": "responses", "region": "140000", "each": "city", "value": "2"}]
    drawn = spec(ANSWERS)
    assert compared(drawn, "responses", rows, year=2023, city="140100")["target"].is_better is True
    for elsewhere in ({"city": "320500"}, {"province": "140000"}, {"city": ["140100", "140200"]}, {}):
        assert "target" not in compared(drawn, "responses", rows, year=2023, **elsewhere)


def test_a_target_is_not_one_for_a_part_of_the_firms(spec):
    rows = [{**TARGET, "metric": "responses", "region": "140000", "value": "4"}]
    assert "target" not in compared(spec(ANSWERS), "responses", rows, year=2023, province="140000", industry=3)


@pytest.mark.parametrize("wrong", [{"value": "四家"}, {"value": "nan"}, {"value": ""}, {"scope": "累计"}])
def test_a_target_that_cannot_be_read_is_refused(spec, wrong):
    rows = [{**TARGET, "metric": "responses", "region": "140000", "value": "4", **wrong}]
    with pytest.raises(Refused):
        compared(spec(ANSWERS), "responses", rows, year=2023, province="140000")


@pytest.mark.parametrize("wrong", [{"year": "2022"}, {"metric": "improvement_rate"}, {"region": "320000"}])
def test_a_target_of_another_year_metric_or_region_is_not_there(spec, wrong):
    rows = [{**TARGET, "metric": "responses", "region": "140000", "value": "4", **wrong}]
    assert "target" not in compared(spec(ANSWERS), "responses", rows, year=2023, province="140000")


def test_a_target_of_a_year_is_not_held_against_a_cumulative_figure(spec):
    drawn = spec(statistics="province | year | trained_person_times\n340000 | 2022 | 7000")
    (found,) = [
        one
        for one in comparisons(drawn.reader, "trained_person_times", Filters.of(year=[2022], province=["340000"]))
        if one.kind == "target"
    ]
    assert (found.value, found.other, found.reason) == (7000, 6000, published.OF_A_YEAR)


# --- every metric


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_has_its_comparisons_even_in_an_empty_version(nothing, name):
    where: dict[str, Any] = {"indicator": "pass_rate"} if name.startswith("pilot_") else {}
    for one in compared(nothing, name, year=2021, province="140000", **where).values():
        assert (one.value, one.difference) == (None, None)
        assert one.reason


def test_pilots_means_differ_by_their_unit(spec):
    drawn = spec(
        pilot="pilot | province\nP | 120000\nQ | 140000",
        pilot_indicator="""
        pilot | indicator | before | after
        P     | pass_rate | 90     | 94
        Q     | pass_rate | 90     | 98
        P     | talents   |        | 30
        Q     | talents   |        | 50
        """,
    )
    rate = compared(drawn, "pilot_after", year=2021, province="120000", indicator="pass_rate")["all"]
    assert (rate.unit, rate.other, rate.difference, rate.is_better) == ("difference", 96, -2, False)
    people = compared(drawn, "pilot_after", year=2021, province="120000", indicator="talents")["all"]
    assert (people.unit, people.difference) == ("relative", pytest.approx(-0.25))


def test_an_unknown_metric_or_dimension_is_refused(spec):
    drawn = spec(ANSWERS)
    with pytest.raises(Refused):
        compared(drawn, "satisfactionrate", year=2023)
    with pytest.raises(Refused):
        compared(drawn, "policies", year=2023, industry=3)
