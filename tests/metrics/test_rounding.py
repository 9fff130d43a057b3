"""How figures are printed, and the figures of the report on 2021 with the rule that made each of them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference import table
from metrics.rounding import NOTES, RULES, Printed, Rounding, clashes, digits_of, note, rules_of

# Shares that the report prints with their counts, and the rules that give what it prints.
PRINTED = [
    (Printed(int(row["numerator"]), int(row["denominator"]), row["printed"]), row["rule"])
    for row in table("acceptance_2021")
    if row["numerator"] and row["denominator"] and row["printed"]
]
SAYS = {"half-up": {"half_up"}, "truncated": {"truncated"}, "either": set(RULES)}


@pytest.mark.parametrize(("printed", "rule"), PRINTED, ids=lambda one: getattr(one, "text", one))
def test_the_report_on_2021_prints_each_share_by_the_rule_named_for_it(printed, rule):
    assert rules_of(printed) == SAYS[rule]
    for name in SAYS[rule]:
        of_report = Rounding(name, digits_of(printed.text))
        assert of_report.percent(printed.numerator, printed.denominator) == printed.text


@pytest.mark.parametrize("row", [row for row in table("acceptance_2021") if row["mean"]], ids=lambda row: row["metric"])
def test_the_report_on_2021_prints_its_means(row):
    mean, printed = Fraction(row["mean"]), row["printed"]
    assert f"{Rounding('half_up', digits_of(printed)).figure(mean)}%" == printed


def test_no_one_rule_makes_the_report_on_2021():
    printed = [one for one, _ in PRINTED]
    assert [one.text for one in clashes(printed)] == ["97.4%", "95.88%", "30.07%"]
    assert len(clashes(printed, "truncated")) == 4


def test_a_wrong_figure_is_made_by_no_rule():
    assert rules_of(Printed(5498, 5639, "97.6%")) == set()


@pytest.mark.parametrize(
    ("value", "digits", "half_up", "truncated"),
    [
        ("2.5", 0, "3", "2"),
        ("0.125", 2, "0.13", "0.12"),
        ("-0.125", 2, "-0.13", "-0.12"),
        ("-0.004", 2, "0.00", "0.00"),
        (2.675, 2, "2.68", "2.67"),  # a binary float lies below its half
        (1.005, 2, "1.01", "1.00"),
        (Fraction(2, 3), 4, "0.6667", "0.6666"),
        (Decimal("99.995"), 2, "100.00", "99.99"),
        (7, 1, "7.0", "7.0"),
        (5407.0, 0, "5407", "5407"),
    ],
)
def test_both_rules(value, digits, half_up, truncated):
    assert str(Rounding("half_up", digits).figure(value)) == half_up
    assert str(Rounding("truncated", digits).figure(value)) == truncated


def test_a_share_of_nobody_is_not_printed():
    with pytest.raises(ZeroDivisionError):
        Rounding().percent(0, 0)


NUMBERS = st.fractions(-1000, 1000, max_denominator=10_000)


@given(NUMBERS, st.integers(0, 6))
def test_half_up_is_off_by_half_a_digit_at_most_and_truncating_by_less_than_one(value, digits):
    last = Fraction(1, 10**digits)
    rounded, cut = (Fraction(Rounding(rule, digits).figure(value)) for rule in RULES)
    assert abs(rounded - value) <= last / 2
    assert abs(cut - value) < last
    assert abs(cut) <= abs(value)


@given(NUMBERS, NUMBERS, st.sampled_from(sorted(RULES)), st.integers(0, 4))
def test_rounding_keeps_order_and_sign(one, other, rule, digits):
    rounding = Rounding(rule, digits)
    low, high = sorted((one, other))
    assert rounding.figure(low) <= rounding.figure(high)
    assert rounding.figure(-one) == -rounding.figure(one)


@given(st.decimals(-1000, 1000, places=3), st.integers(3, 6))
def test_what_has_no_more_digits_stays(value, digits):
    for rule in RULES:
        assert Rounding(rule, digits).figure(value) == value


# --- parts that do not add up


THIRDS = [Fraction(100, 3)] * 3


def test_parts_that_do_not_add_up_have_a_note():
    assert note(THIRDS, Rounding(digits=1)) == "因四舍五入，各部分之和可能不等于总数"
    assert note(THIRDS, Rounding("truncated", 1)) == "因只舍不入，各部分之和可能不等于总数"


def test_parts_that_add_up_have_none():
    assert note([Fraction(1, 2), Fraction(1, 2)], Rounding(digits=1)) == ""
    assert note([14.75, 5.25], Rounding(), whole=20) == ""


def test_a_whole_of_its_own_is_held_against_its_parts():
    assert note([40, 60], Rounding(), whole=Fraction(10_001, 100)) == NOTES["half_up"]


@given(st.lists(st.integers(0, 500), min_size=1, max_size=8).filter(any), st.integers(0, 3))
def test_the_note_stands_exactly_where_the_printed_parts_do_not_add_up(counts, digits):
    of = sum(counts)
    rounding = Rounding(digits=digits)
    printed = [Decimal(rounding.percent(count, of).removesuffix("%")) for count in counts]
    assert bool(note([Fraction(100 * count, of) for count in counts], rounding)) == (sum(printed) != 100)
