"""A metric against the year before, over the units that both years have."""

import re

import pytest

from data.errors import Refused
from data.reference import table
from metrics.change import FROM_ZERO, NO_YEAR, NO_YEAR_BEFORE, SCOPE, Change, break_between, change
from metrics.query import Filters
from metrics.registry import METRICS
from tests.metrics.drawing import Drawn

ANSWERS = """
    firm | year | province | city   | county | q7 | q9_1
    A    | 2022 | 140000   | 140100 | 140105 | 1  | 10
    B    | 2022 | 140000   | 140200 | 140211 | 3  | 20
    C    | 2022 | 320000   | 320500 | 320505 | 1  |         # this province answers no more
    A    | 2023 | 140000   | 140100 | 140105 | 1  | 15
    B    | 2023 | 140000   | 140300 | 140311 | 1  | 20
    D    | 2023 | 650000   | 650100 | 650102 | 3  | 20      # this one is new
    E    | 2023 | 140000   | 140100 | 140106 | 3  |
    F    | 2023 |          |        |        | 3  | 90      # nobody knows where
"""


def changed(drawn: Drawn, name: str, year: int = 2023, **where: list[str]) -> Change:
    return change(drawn.reader, name, year, Filters.of(**where))


# --- the units


def test_a_change_stands_on_the_provinces_of_both_years(spec):
    found = changed(spec(ANSWERS), "improvement_rate")
    assert found.units == ("140000",)
    assert found.units_of_year == ("140000", "650000")
    assert (found.numerators, found.denominators) == ((1, 2), (2, 3))
    assert (found.before, found.after) == (0.5, 2 / 3)
    assert (found.kind, found.reason) == ("points", "")
    assert found.value == pytest.approx(1 / 6)


def test_within_one_province_the_units_are_its_cities(spec):
    found = changed(spec(ANSWERS), "improvement_rate", province=["140000"])
    assert found.units == ("140100",)
    assert found.units_of_year == ("140100", "140300")
    assert (found.before, found.after, found.value) == (1, 0.5, -0.5)


def test_of_several_provinces_the_units_are_the_provinces(spec):
    found = changed(spec(ANSWERS), "improvement_rate", province=["140000", "650000"])
    assert (found.units, found.units_of_year) == (("140000",), ("140000", "650000"))


def test_a_filtered_city_or_county_is_the_unit(spec):
    drawn = spec(ANSWERS)
    assert changed(drawn, "responses", city=["140100"]).units == ("140100",)
    assert changed(drawn, "responses", county=["140105", "140106"]).units == ("140105",)


def test_without_a_unit_in_both_years_nothing_compares(spec):
    found = changed(spec(ANSWERS), "improvement_rate", city=["140300"])
    assert (found.value, found.reason) == (None, NO_YEAR_BEFORE)
    drawn = spec(ANSWERS.replace("| 140100", "| 140200", 1).replace("| B    | 2022", "| G    | 2022"))
    found = changed(drawn, "improvement_rate", province=["140000"])
    assert (found.value, found.before, found.after, found.units, found.reason) == (None, None, None, (), SCOPE)
    assert (found.numerators, found.denominators) == ((None, None), (None, None))


def test_a_unit_without_a_value_is_not_there(spec):
    """Those of 320000 answered, but not this question."""
    assert changed(spec(ANSWERS), "gain_revenue", 2022).units_of_year == ("140000",)
    drawn = spec("firm | year | province | q7\nA | 2022 | 140000 | 1\nA | 2023 | 140000 |\nB | 2022 | 320000 | 1")
    assert changed(drawn, "improvement_rate").reason == NO_YEAR


def test_only_the_year_before_is_compared(spec):
    drawn = spec("firm | year | province | q7\nA | 2022 | 140000 | 1\nA | 2024 | 140000 | 1")
    found = changed(drawn, "improvement_rate", 2024)
    assert (found.value, found.reason) == (None, NO_YEAR_BEFORE)
    assert found.units_of_year == ("140000",)
    assert changed(drawn, "improvement_rate", 2023).reason == NO_YEAR


def test_the_years_of_the_filters_do_not_matter_and_the_others_do(spec):
    drawn = spec(ANSWERS)
    of_another_year = change(drawn.reader, "improvement_rate", 2023, Filters.of(year=[2019]))
    assert of_another_year == changed(drawn, "improvement_rate")
    drawn = spec(ANSWERS, pilot_member="pilot | firm | year\nP | A | 2022\nP | A | 2023")
    assert changed(drawn, "responses", pilot=["P"]).denominators == (None, None)
    assert changed(drawn, "responses", pilot=["P"]).numerators == (1, 1)


LISTED = """
    firm | year | province | origin
    A    | 2022 | 140000   | answers     # no ledger this year: those who answered stand in
    A    | 2023 | 140000   | ledger
    B    | 2023 | 140000   | ledger
    C    | 2022 | 320000   | ledger
    C    | 2023 | 320000   | ledger
    D    | 2023 | 320000   | ledger
"""


def test_firms_that_answered_do_not_compare_with_firms_of_a_ledger(spec):
    found = changed(spec(assisted=LISTED), "assisted_enterprises")
    assert found.units == ("320000",)
    assert found.units_of_year == ("140000", "320000")
    assert (found.before, found.after, found.value) == (1, 2, 1)
    assert changed(spec(assisted=LISTED), "assisted_enterprises", province=["140000"]).value is None


# --- what a change is


def test_a_count_changes_by_a_share_of_what_it_was(spec):
    drawn = spec(ANSWERS)
    found = changed(drawn, "responses", city=["140100"])
    assert (found.kind, found.before, found.after, found.value) == ("relative", 1, 2, 1)
    assert changed(drawn, "responses").value == 0.5


def test_from_nothing_there_is_no_rate_of_change(spec):
    drawn = spec("firm | year | province | q3\nA | 2022 | 140000 | 1\nA | 2023 | 140000 | 2")
    found = changed(drawn, "certified_after")
    assert (found.before, found.after, found.value, found.reason) == (0, 1, None, FROM_ZERO)
    assert changed(drawn, "certified_before").value == -1


def test_a_mean_of_percentages_changes_by_their_difference(spec):
    found = changed(spec(ANSWERS), "gain_revenue")
    assert (found.kind, found.before, found.after, found.value) == ("difference", 15, 17.5, 2.5)


def test_industries_covered_are_counted_over_the_common_units(spec):
    drawn = spec(
        assisted="""
        firm | year | province | industry
        A    | 2022 | 140000   | 3
        B    | 2022 | 150000   | 3
        A    | 2023 | 140000   | 3
        B    | 2023 | 150000   | 4
        C    | 2023 | 650000   | 5
        """
    )
    assert changed(drawn, "industries_covered")[4:6] == (1, 2)
    found = changed(drawn, "industry_coverage")
    assert (found.kind, found.value) == ("points", pytest.approx(1 / 39))


# --- statistics tables and pilots

FILED = """
    province | city   | year | policies
    140000   |        | 2022 | 10
    140000   | 140100 | 2022 | 4
    140000   | 140100 | 2023 | 6           # the province did not file again, this city did
    140000   | 140200 | 2023 | 9
    320000   |        | 2022 | 20
    320000   | 320500 | 2022 | 5
    320000   |        | 2023 | 26
    320000   | 320500 | 2023 | 7
"""


def test_cumulative_figures_change_by_what_the_year_added(spec):
    found = changed(spec(statistics=FILED), "policies", province=["320000"])
    assert (found.kind, found.before, found.after, found.value) == ("difference", 20, 26, 6)
    assert (found.units, found.units_of_year) == (("320000",), ("320000",))


def test_tables_are_compared_with_those_of_the_same_units(spec):
    found = changed(spec(statistics=FILED), "policies")
    assert found.units == ("140100", "320000")
    assert found.units_of_year == ("140100", "140200", "320000")
    assert (found.before, found.after, found.value) == (24, 32, 8)


def test_a_province_against_its_cities_does_not_compare(spec):
    drawn = spec(statistics="province | city | year | policies\n140000 | | 2022 | 9\n140000 | 140100 | 2023 | 5")
    found = changed(drawn, "policies")
    assert (found.value, found.reason, found.units_of_year) == (None, SCOPE, ("140100",))


def test_pilots_are_compared_with_themselves(spec):
    drawn = spec(
        pilot_indicator="""
        pilot | year | indicator    | before | after
        P     | 2022 | pass_rate    | 90     | 95
        Q     | 2022 | pass_rate    | 80     | 85
        P     | 2023 | pass_rate    | 95     | 97
        R     | 2023 | pass_rate    | 60     | 99
        P     | 2022 | output_value | 100    | 120
        P     | 2023 | output_value | 120    | 150
        """
    )
    found = changed(drawn, "pilot_after", indicator=["pass_rate"])
    assert (found.units, found.units_of_year) == (("P",), ("P", "R"))
    assert (found.kind, found.before, found.after, found.value) == ("difference", 95, 97, 2)
    assert changed(drawn, "pilot_after", indicator=["output_value"])[2:4] == ("relative", 0.25)
    found = changed(drawn, "pilot_change", indicator=["output_value"])
    assert (found.kind, found.value) == ("difference", pytest.approx(5))
    with pytest.raises(Refused):
        changed(drawn, "pilot_after")


# --- breaks

BOTH = """
    firm | year | province | q7 | q8_1 | q9_1 | q13 | q14_1
    A    | 2021 | 140000   | 1  | true | 10   | 1   | true
    A    | 2022 | 140000   | 1  | true | 12   | 1   | true
"""


@pytest.mark.parametrize(
    "name", ["satisfaction_rate", "satisfaction_rate_all", "satisfaction_level_4", "aspect_1", "gain_revenue_median"]
)
def test_over_a_break_there_is_no_change_but_its_reason(spec, name):
    found = changed(spec(BOTH), name, 2022)
    assert found.value is None
    assert found.reason.startswith("不可比：")
    assert found.before is not None and found.after is not None
    assert found.units == ("140000",)


@pytest.mark.parametrize("name", ["improvement_rate", "aspect_1_of_asked", "satisfied_with_1", "dissatisfied_with_1"])
def test_what_was_asked_alike_in_both_years_compares(spec, name):
    found = changed(spec(BOTH), name, 2022)
    assert (found.value, found.reason) == (0, "")


def test_a_break_lies_between_the_years_before_it_and_those_since(spec):
    assert break_between("gain_revenue", 2021, 2022) == break_between("gain_revenue", 2021, 2024) != ""
    assert break_between("gain_revenue", 2022, 2023) == break_between("gain_revenue", 2020, 2021) == ""


@pytest.mark.parametrize("row", table("breaks"), ids=lambda row: row["metric"])
def test_every_break_names_metrics_there_are_and_says_why(row):
    assert any(re.fullmatch(row["metric"], name) for name in METRICS)
    assert int(row["since"]) > 2020
    assert row["reason"].strip()


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_has_a_change_even_in_an_empty_version(nothing, name):
    where = {"indicator": ["pass_rate"]} if name.startswith("pilot_") else {}
    found = changed(nothing, name, 2023, **where)
    assert (found.value, found.units, found.reason) == (None, (), NO_YEAR)
