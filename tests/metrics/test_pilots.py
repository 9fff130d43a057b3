"""Indicators of pilots before and after the campaign."""

import pytest

from data.errors import Refused
from locales import translate
from metrics.query import Filters, compute

HALVES = """
    pilot | indicator    | before | after
    P     | pass_rate    | 95     | 98.5
    Q     | pass_rate    | 90     | 91.5
    R     | pass_rate    |        | 99      # was not measured before
    P     | output_value | 100    | 120
    Q     | output_value | 0      | 50
    R     | output_value | 1000   | 900
    P     | funding      |        | 30      # the table asks for one figure
"""


def test_over_pilots_figures_are_their_unweighted_mean(spec):
    drawn = spec(pilot_indicator=HALVES)
    assert drawn.rate("pilot_before", indicator="pass_rate") == (185, 2)
    assert drawn.value("pilot_before", indicator="pass_rate") == 92.5
    assert drawn.rate("pilot_after", indicator="pass_rate") == (289, 3)
    assert drawn.value("pilot_after", indicator="output_value") == pytest.approx(1070 / 3)


def test_percentages_change_by_percentage_points_among_those_with_both(spec):
    drawn = spec(pilot_indicator=HALVES)
    assert drawn.rate("pilot_change", indicator="pass_rate") == (5, 2)
    assert drawn.value("pilot_change", indicator="pass_rate") == 2.5


def test_amounts_change_by_percent(spec):
    drawn = spec(pilot_indicator=HALVES)
    changes = drawn.by("pilot_change", "pilot", indicator="output_value")
    assert changes["P"] == pytest.approx(20)
    assert changes["R"] == pytest.approx(-10)
    assert changes["Q"] is None  # there is no percentage of nothing
    assert drawn.rate("pilot_change", indicator="output_value") == (pytest.approx(10), 2)


def test_a_missing_before_gives_no_change_never_0(spec):
    drawn = spec(pilot_indicator=HALVES)
    for row in (
        drawn.row("pilot_change", indicator="funding"),
        drawn.row("pilot_change", indicator="pass_rate", pilot="R"),
    ):
        assert (row["numerator"], row["denominator"], row["value"], row["small"]) == (None, 0, None, True)


def test_by_pilot_and_indicator_every_figure_stands_alone(spec):
    drawn = spec(pilot_indicator=HALVES)
    found = drawn.by("pilot_after", "pilot", "indicator")
    assert found["P", "pass_rate"] == 98.5
    assert found["R", "output_value"] == 900
    assert len(found) == 7
    assert drawn.by("pilot_change", "indicator")["pass_rate"] == 2.5


def test_few_pilots_are_not_marked_small(spec):
    """They are all there are, not a sample."""
    row = spec(pilot_indicator=HALVES).row("pilot_after", indicator="pass_rate")
    assert (row["denominator"], row["small"], row["low"]) == (3, False, None)


@pytest.mark.parametrize("name", ["pilot_before", "pilot_after", "pilot_change"])
@pytest.mark.parametrize("where", [{}, {"indicator": ["pass_rate", "defect_rate"]}])
def test_several_indicators_are_not_made_one(spec, name, where):
    with pytest.raises(Refused) as refusal:
        compute(spec().reader, [name], ["pilot"], Filters.of(**where))
    assert "--by indicator" in translate(refusal.value.text, "zh", **refusal.value.values)


LEVELS = """
    pilot | indicator      | level  | before | after
    P     | quality_awards |        | 4      | 6
    P     | quality_awards | 国家级 | 1      | 1
    P     | quality_awards | 省级   | 3      | 5
    Q     | quality_awards |        | 2      | 2
"""


def test_without_a_level_the_whole_counts(spec):
    drawn = spec(pilot_indicator=LEVELS)
    assert drawn.rate("pilot_after", indicator="quality_awards") == (8, 2)
    assert drawn.by("pilot_after", "pilot", indicator="quality_awards") == {"P": 6, "Q": 2}


def test_by_level_only_the_parts_count(spec):
    drawn = spec(pilot_indicator=LEVELS)
    assert drawn.by("pilot_after", "level", indicator="quality_awards") == {"国家级": 1, "省级": 5}
    assert drawn.rate("pilot_before", indicator="quality_awards", level="省级") == (3, 1)


def test_several_levels_are_not_a_mean_over_pilots(spec):
    drawn = spec(pilot_indicator=LEVELS)
    with pytest.raises(Refused) as refusal:
        drawn.frame("pilot_after", indicator="quality_awards", level=["国家级", "省级"])
    assert refusal.value.values["dimension"] == "level"


YEARS = """
    pilot | year | indicator | before | after
    P     | 2021 | pass_rate | 90     | 95
    P     | 2022 | pass_rate | 95     | 97
    Q     | 2021 | pass_rate | 80     | 85
    Q     | 2022 | pass_rate |        | 86
"""


def test_over_years_the_latest_table_that_states_the_figure_counts(spec):
    drawn = spec(pilot_indicator=YEARS)
    assert drawn.by("pilot_after", "pilot", indicator="pass_rate") == {"P": 97, "Q": 86}
    assert drawn.by("pilot_change", "pilot", indicator="pass_rate") == {"P": 2, "Q": 5}
    assert drawn.by("pilot_after", "year", indicator="pass_rate") == {2021: 90, 2022: 91.5}
    assert drawn.value("pilot_after", indicator="pass_rate", year=2021) == 90


def test_a_pilot_lies_in_its_province(spec):
    drawn = spec(
        pilot="pilot | province\nP | 140000\nQ | 120000",
        pilot_indicator="pilot | indicator | after\nP | pass_rate | 98\nQ | pass_rate | 96",
    )
    assert drawn.by("pilot_after", "province", indicator="pass_rate") == {"120000": 96, "140000": 98}
    assert drawn.value("pilot_after", indicator="pass_rate", province="140000") == 98


TABLES = """
    pilot | year | indicator          | after
    P     | 2023 | participating      | 40
    P     | 2023 | trained            | 10
    P     | 2024 | participating      | 50
    P     | 2024 | trained            | 45
    P     | 2024 | leader_led         | 60      # more than take part: no rate
    P     | 2024 | pain_points_found  | 8
    P     | 2024 | pain_points_solved | 6
    Q     | 2024 | participating      | 10
    Q     | 2024 | trained            | 5
    Q     | 2024 | assisted           |         # left blank
    Q     | 2024 | pain_points_found  | 0
    Q     | 2024 | pain_points_solved | 0
"""


def test_rates_of_a_pilot_are_part_over_whole_of_its_table(spec):
    drawn = spec(pilot_indicator=TABLES)
    assert drawn.by("training_rate_in_pilots", "pilot", year=2024) == {"P": 0.9, "Q": 0.5}
    assert drawn.value("pain_points_solved_rate", pilot="P") == 0.75


def test_over_pilots_the_rate_is_the_unweighted_mean(spec):
    """45 of 50 and 5 of 10: each pilot is one case, so 0.7 and not 50/60."""
    drawn = spec(pilot_indicator=TABLES)
    assert drawn.rate("training_rate_in_pilots") == (pytest.approx(1.4), 2)
    assert drawn.value("training_rate_in_pilots") == pytest.approx(0.7)


def test_of_several_years_the_latest_table_that_gives_the_rate_counts(spec):
    drawn = spec(pilot_indicator=TABLES)
    assert drawn.value("training_rate_in_pilots", pilot="P") == 0.9
    assert drawn.by("training_rate_in_pilots", "year", pilot="P") == {2023: 0.25, 2024: 0.9}


@pytest.mark.parametrize(
    ("name", "pilot"),
    [("leadership_rate_in_pilots", "P"), ("assistance_rate_in_pilots", "Q"), ("pain_points_solved_rate", "Q")],
)
def test_what_is_blank_impossible_or_of_nothing_has_no_rate(spec, name, pilot):
    row = spec(pilot_indicator=TABLES).row(name, pilot=pilot)
    assert (row["value"], row["small"]) == (None, True)
