"""The published figures of 2021, computed from the national sample as a bureau would load it."""

import re
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from stdnum.cn import uscc

from data.reference import table
from metrics.query import Filters, compute
from tests.metrics.drawing import records

PUBLISHED = table("acceptance_2021")
BY_PUBLISHED = pytest.mark.parametrize(
    "published", PUBLISHED, ids=[f"{row['id']}-{row['metric']}" for row in PUBLISHED]
)
IN_2021 = Filters.of(year=[2021])


@pytest.fixture(scope="module")
def computed(national) -> dict[str, dict[str, Any]]:
    """Every published metric, in one question."""
    names = [row["metric"] for row in PUBLISHED]
    return {row["metric"]: row for row in records(compute(national, names, where=IN_2021))}


@BY_PUBLISHED
def test_numerator_denominator_and_mean_are_the_published_ones(computed, published):
    row = computed[published["metric"]]
    for figure in ("numerator", "denominator"):
        if published[figure]:
            assert row[figure] == int(published[figure]), figure
    if published["mean"]:
        assert row["value"] == pytest.approx(float(published["mean"]), abs=1e-9)


@BY_PUBLISHED
def test_value_prints_as_published_under_its_rule(computed, published):
    says, limits = re.fullmatch(r"([^(]+?)(?: \((.+)\))?", published["rule"]).groups()
    RULES[says](computed[published["metric"]], published["printed"], limits)


# --- the rules by which the report printed its figures


def percent(row: dict[str, Any], printed: str, rounding: str) -> str:
    """The share with as many digits as were printed."""
    digits = Decimal(printed.rstrip("%"))
    exact = Decimal(int(row["numerator"])) / int(row["denominator"]) * 100
    return f"{exact.quantize(digits, rounding)}%"


def half_up(row: dict[str, Any], printed: str, limits: None) -> None:
    assert percent(row, printed, ROUND_HALF_UP) == printed
    assert percent(row, printed, ROUND_DOWN) != printed


def truncated(row: dict[str, Any], printed: str, limits: None) -> None:
    assert percent(row, printed, ROUND_DOWN) == printed
    assert percent(row, printed, ROUND_HALF_UP) != printed


def either(row: dict[str, Any], printed: str, limits: None) -> None:
    assert percent(row, printed, ROUND_DOWN) == percent(row, printed, ROUND_HALF_UP) == printed


def count(row: dict[str, Any], printed: str, limits: None) -> None:
    assert str(int(row["value"])) == printed
    assert row["denominator"] is None


def count_only(row: dict[str, Any], printed: str, limits: None) -> None:
    assert printed == ""
    assert row["numerator"] > 0


def mean(row: dict[str, Any], printed: str, limits: None) -> None:
    assert f"{row['value']:.10g}%" == printed


def share_only(row: dict[str, Any], printed: str, limits: str) -> None:
    """No count was printed, only a share; `limits` are the counts that fit it."""
    numbers = [int(number) for number in re.findall(r"\d+", limits)]
    assert numbers[0] <= row["numerator"] <= numbers[-1]
    assert percent(row, printed, ROUND_HALF_UP) == printed


RULES: dict[str, Callable[[dict[str, Any], str, Any], None]] = {
    "half-up": half_up,
    "truncated": truncated,
    "either": either,
    "count": count,
    "count only": count_only,
    "mean among those who filled it in": mean,
    "share only": share_only,
}


# --- what the report says of provinces, industries and firms


def test_every_province_is_there_and_most_of_its_firms_improved(national):
    frame = compute(national, ["improvement_rate"], ["province"], IN_2021)
    assert frame.province.nunique() == len(frame) == 31
    assert dict(frame[~(frame.value >= 0.85)][["province", "value"]].to_numpy()) == {}


def test_36_industries_are_there_and_most_of_their_firms_improved(national):
    frame = compute(national, ["improvement_rate"], ["industry"], IN_2021)
    assert frame.industry.nunique() == len(frame) == 36
    assert dict(frame[~(frame.value >= 0.8)][["industry", "value"]].to_numpy()) == {}


def test_provinces_and_industries_add_up_to_the_country(national):
    for dimension in ("province", "industry", "sector", "body", "certified", "participation"):
        frame = compute(national, ["responses"], [dimension], IN_2021)
        assert frame.value.sum() == 5639, dimension


def test_every_credit_code_is_valid_and_its_own(national):
    codes = [code for (code,) in national.rows("SELECT credit_code FROM response WHERE counts")]
    assert len(set(codes)) == len(codes) == 5639
    assert [code for code in codes if not uscc.is_valid(code)] == []


def test_nothing_else_is_in_the_sample(national):
    years = compute(national, ["responses", "assisted_enterprises"], ["year"])
    assert list(years.year) == [2021, 2021]
    assert list(years.value) == [5639, 5639]


def test_what_needs_a_ledger_is_not_computed_from_answers(national):
    frame = compute(national, ["response_rate", "satisfaction_rate_ledger"], where=IN_2021)
    assert frame.value.isna().all()
    assert frame.small.all()
