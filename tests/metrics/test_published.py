"""Published figures and targets, as the tables hold them."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest

from data.reference import table
from metrics import published
from metrics.published import ROUNDING, figures, scope_differs, targets
from metrics.registry import METRICS, metric

FIGURES = table("published_figures")
ACCEPTED = [row for row in table("acceptance_2021") if row["printed"]]
REGIONS = {row["code"] for row in table("regions")}
LATER = {"cases_recommended"}  # a target is stated, the metric is still to come


@pytest.mark.parametrize("row", FIGURES, ids=lambda row: f"{row['year']} {row['figure']}")
def test_every_figure_can_be_read_and_says_where_it_is_from(row):
    assert row["metric"] == "" or row["metric"] in METRICS
    assert row["region"] == "" or row["region"] in REGIONS
    assert row["rounding"] in ROUNDING
    assert row["printed"] and row["figure"] and row["source"]
    assert row["reliability"] in ("report", "copy", "press")
    assert float(row["value"]) > 0
    assert isinstance(scope_differs(metric("responses"), row["scope"]), str)


@pytest.mark.parametrize("row", ACCEPTED, ids=lambda row: row["metric"])
def test_the_figures_of_2021_are_those_of_the_acceptance_table(row):
    (one,) = figures(row["metric"], 2021)
    assert one.printed == row["printed"]
    places = -Decimal(str(one.printed.rstrip("%"))).as_tuple().exponent
    if row["numerator"] and row["denominator"]:
        mode = ROUND_DOWN if one.rounding == "truncated" else ROUND_HALF_UP
        share = Decimal(row["numerator"]) / Decimal(row["denominator"]) * 100
        assert f"{share.quantize(Decimal(1).scaleb(-places), mode)}%" == one.printed


def test_value_and_print_say_the_same_of_every_percentage():
    printed = [row for row in FIGURES if row["printed"].endswith("%") and row["metric"]]
    assert printed
    for row in printed:
        times = 100 if metric(row["metric"]).unit == "share" else 1
        assert float(row["value"]) * times == pytest.approx(float(row["printed"].rstrip("%"))), row["figure"]


@pytest.mark.parametrize("row", table("targets"), ids=lambda row: f"{row['year']} {row['region']} {row['metric']}")
def test_every_target_can_be_read_and_says_where_it_is_from(row):
    assert row["metric"] in METRICS or row["metric"] in LATER
    assert row["region"] in REGIONS
    assert row["each"] in ("", "province", "city", "county")
    assert row["source"]
    (one,) = targets([row], row["metric"], int(row["year"]))
    assert one.value > 0


@pytest.mark.parametrize(
    ("name", "scope", "reason"),
    [
        ("assisted_enterprises", "year", ""),
        ("assisted_enterprises", "first", ""),
        ("assisted_enterprises", "cumulative", published.CUMULATIVE),
        ("policies", "cumulative", ""),
        ("policies", "first", ""),
        ("policies", "year", published.OF_A_YEAR),
        ("policies", "since_2023", published.SINCE_2023),
        ("assisted_enterprises", "since_2023", published.SINCE_2023),
        ("assisted_enterprises", "unclear", published.UNCLEAR),
    ],
)
def test_figures_of_another_scope_are_never_compared(name, scope, reason):
    assert scope_differs(metric(name), scope) == reason
