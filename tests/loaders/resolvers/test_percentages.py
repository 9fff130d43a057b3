"""Percentages as firms write them, and what is flagged because it is less than plain."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.reference import table
from loaders.issues import rules
from loaders.resolvers.percentages import read

NUMBERS = st.decimals(0, 1000, places=2, allow_nan=False).map(lambda n: f"{n:f}".rstrip("0").rstrip(".") or "0")
TEXTS = st.one_of(st.text(), st.text("约近达到十百成半翻番一二两下降提升超0123456789.%-~—至以上左右无/ ", max_size=12))


def drawn(text: str) -> list[tuple[str, float | None, str]]:
    lines = [[cell.strip() for cell in line.split("→")] for line in text.splitlines() if line.strip()]
    return [(t, None if value == "None" else float(value), flag) for t, value, flag in lines]


@pytest.mark.parametrize(
    ("text", "value", "flag"),
    drawn("""
        约10%        → 10    →
        10％         → 10    →
        10-15        → 12.5  → range
        两成         → 20    →
        无           → None  →
        /            → None  →
        不清楚       → None  →
        0            → 0     →
        -5           → -5    → negative
        −5           → -5    → negative
        下降5        → -5    → negative
        10–15        → 12.5  → range
        10～15%      → 12.5  → range
        10％至15％   → 12.5  → range
        一成半       → 15    →
        百分之十五   → 15    →
        10%以上      → 10    → bound
        超过10%      → 10    → bound
        ≥10          → 10    → bound
        提升5%       → 5     →
        翻番         → 100   → word
        增长一倍     → 100   → word
        －           → None  →
        ——           → None  →
        （空）       → None  →
        很多         → None  → unreadable
        10和20       → None  → unreadable
    """),
)
def test_growth(text, value, flag):
    assert read(text) == (value, flag)


@pytest.mark.parametrize(
    ("text", "value", "flag"),
    drawn("""
        5            → 5     →
        下降5        → 5     →
        降低5%左右   → 5     →
        提升5        → -5    → negative
        -5           → -5    → negative
        无           → None  →
    """),
)
def test_reduction(text, value, flag):
    assert read(text, falling=True) == (value, flag)


def test_every_reading_of_the_table_reads_its_example():
    examples = {row["example"]: row["flag"] for row in table("percentages")}
    assert {t: read(t).flag for t in examples if t not in ("无 / 不清楚", "下降5")} == {
        t: flag for t, flag in examples.items() if t not in ("无 / 不清楚", "下降5")
    }


def test_every_flag_is_a_rule():
    flags = {row["flag"] for row in table("percentages") if row["flag"]} | {"negative", "unreadable", "fraction"}
    assert {f"percentage_{flag}" for flag in flags} <= set(rules())


@given(NUMBERS, st.sampled_from(["", "约", "大约", "近", "达到"]), st.sampled_from(["", "%", "％"]),
       st.sampled_from(["", "左右"]), st.sampled_from(["", "。", "；", "，", " "]), st.booleans())  # fmt: skip
def test_a_plain_number_with_any_decoration_reads_as_itself(number, before, percent, about, end, falling):
    assert read(f" {before} {number}{percent}{about}{end}", falling) == (float(number), flag_of(number, percent))


@given(NUMBERS)
def test_full_width_digits_are_digits(number):
    wide = number.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    assert read(wide) == (float(number), flag_of(number))


def flag_of(number: str, percent: str = "") -> str:
    """Less than one and without a sign it may be a fraction of a hundred."""
    return "fraction" if 0 < float(number) < 1 and not percent else ""


@pytest.mark.parametrize("text", ["0.15", "约0.978", "提升0.05", "下降了0.5", "０．２", ".5"])
def test_what_may_be_a_fraction_is_flagged(text):
    assert read(text, falling="下降" in text).flag == ("fraction" if text != ".5" else "unreadable")


@pytest.mark.parametrize("text", ["0.15%", "0.5％", "0", "0.0", "1", "1.0", "百分之一"])
def test_what_can_be_no_fraction_is_not_flagged(text):
    assert read(text).flag == ""


@given(TEXTS, st.booleans())
@example("9" * 400, False)
@example("1-" + "9" * 400, True)
def test_any_text_gets_a_finite_value_or_none(text, falling):
    value, flag = read(text, falling)
    assert value is None or math.isfinite(value)
    assert flag == "" or f"percentage_{flag}" in rules()


@given(TEXTS | NUMBERS.map(lambda n: f"-{n}") | NUMBERS.map(lambda n: f"下降{n}"), st.booleans())
def test_a_negative_value_is_always_flagged(text, falling):
    value, flag = read(text, falling)
    assert (flag == "negative") == (value is not None and value < 0)


@given(TEXTS)
def test_what_cannot_be_read_has_no_value(text):
    value, flag = read(text)
    assert flag != "unreadable" or value is None
