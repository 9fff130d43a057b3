"""Numbers as they are printed."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages._parts import numbers

pytestmark = pytest.mark.usefixtures("chinese")


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        (0.97500, "97.5%"),
        (0.95885, "95.9%"),
        (0.8765, "87.7%"),  # half-up, where binary fractions would round down
        (0.0005, "0.1%"),
        (0.00049, "0.0%"),
        (0.57, "57.0%"),
        (0, "0.0%"),
        (1, "100.0%"),
        (0.9995, "100.0%"),
    ],
)
def test_percent_rounds_half_up(share, printed):
    assert numbers.percent(share) == printed


@pytest.mark.parametrize(("places", "printed"), [(0, "96%"), (1, "95.9%"), (2, "95.89%")])
def test_percent_with_other_places(places, printed):
    assert numbers.percent(0.958852633, places) == printed


def test_no_number_is_a_dash_and_never_zero():
    assert [numbers.percent(None), numbers.percent(float("nan"))] == ["—", "—"]
    assert [numbers.count(None), numbers.count(float("nan"))] == ["—", "—"]
    assert [numbers.grouped(None), numbers.grouped(float("nan"))] == ["—", "—"]


@given(st.integers(1, 20000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_percent_of_any_fraction_is_the_exact_one(fraction):
    numerator, denominator = fraction
    exact = (Decimal(numerator * 100) / denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert numbers.percent(numerator / denominator) == f"{exact}%"


@pytest.mark.parametrize(
    ("difference", "printed"),
    [
        (0.0092, "+0.9 百分点"),
        (-0.0092, "−0.9 百分点"),
        (0.0005, "+0.1 百分点"),
        (-0.0005, "−0.1 百分点"),
        (0.0004, "±0.0 百分点"),
        (-0.0004, "±0.0 百分点"),
        (0, "±0.0 百分点"),
    ],
)
def test_points_carry_a_sign_and_the_true_minus(difference, printed):
    assert numbers.points(difference) == printed


def test_thousands_are_grouped_in_cards_and_not_in_chinese_text():
    assert numbers.grouped(5639) == "5,639"
    assert numbers.count(5639) == "5639"
    assert numbers.count(5639.0) == "5639"
    assert numbers.fraction(48.0, 57.0) == "48/57"


def test_thousands_are_grouped_in_english_text(english):
    assert numbers.count(5639) == "5,639"
    assert numbers.grouped(1234567) == "1,234,567"
