"""Which way is better."""

import pytest

from metrics.change import change
from metrics.direction import direction, is_improvement
from metrics.query import Filters
from metrics.registry import metric


@pytest.mark.parametrize(
    ("name", "indicator", "better"),
    [
        ("satisfaction_rate", None, "higher"),
        ("dissatisfied_with_1", None, "lower"),
        ("certified_before", None, ""),
        ("pilot_after", "pass_rate", "higher"),
        ("pilot_change", "complaint_rate", "lower"),
        ("pilot_after", "small_enterprises", ""),
        ("pilot_after", None, ""),
    ],
)
def test_a_metric_says_it_and_of_pilots_figures_the_indicator(name, indicator, better):
    assert direction(metric(name), Filters.of(indicator=[indicator] if indicator else [])) == better


@pytest.mark.parametrize(
    ("better", "difference", "wanted"),
    [
        *(("higher", 1, True), ("higher", -1, False), ("lower", -1, True), ("lower", 1, False)),
        *(("", 1, None), ("higher", 0, None), ("higher", None, None)),
    ],
)
def test_a_difference_is_for_the_better_by_its_direction(better, difference, wanted):
    assert is_improvement(better, difference) is wanted


def test_a_change_knows_whether_it_is_one_for_the_better(spec):
    drawn = spec("""
        firm | year | province | q7 | q15_1 | q3
        A    | 2022 | 140000   | 3  | true  | 1
        A    | 2023 | 140000   | 1  | false | 1
    """)
    found = {
        name: change(drawn.reader, name, 2023)
        for name in ("improvement_rate", "dissatisfied_with_1", "certified_before")
    }
    assert [one.value for one in found.values()] == [1, -1, 0]
    assert [one.is_improvement for one in found.values()] == [True, True, None]
