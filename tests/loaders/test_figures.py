"""Figures as people write them: read back whatever way they were written, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import figures
from loaders.figures import CELL

WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
UNITS = ("", "家", "个", "项", "人次", " 家", "\n家", "　个")
BEFORE = ("", "：", ":", " ： ", "____", "\n\n", f"：{CELL}")


def as_drawn(text: str, unit: str, printed: str = "") -> None:
    """Each line: a text, an arrow, its figure or the rule it breaks."""
    lines = [line.split("→") for line in text.splitlines() if line.strip()]
    wanted = {written.strip(): what.strip() for written, what in lines}
    found = {written: figures.read(written, unit, printed) for written in wanted}
    assert {written: rule or f"{value:g}" for written, (value, rule) in found.items()} == wanted


def test_counts():
    as_drawn(
        """
        3项                          → 3
        1,200 人次                   → 1200
        １２，３４５人次             → 12345
        12 345人次 (包括线上、线下)  → 12345
        ___8___家                    → 8
        （3）项                      → 3
        1.5万人次                    → 15000
        0                            → 0
        """,
        "count",
    )


def test_amounts_are_in_10k_cny():
    as_drawn(
        """
        120万元      → 120
        118.6亿元    → 1.186e+06
        86.5 万 元   → 86.5
        万元 120     → 120
        5000元       → 0.5
        （亿元）2    → 20000
        120          → figure_without_unit
        2亿元万元    → figure_unreadable
        """,
        "10k_cny",
    )


def test_an_amount_may_have_its_unit_in_the_heading():
    assert figures.read("180", "10k_cny", figures.amount_unit("配套资金金额（万元）")) == (180, "")
    assert figures.read("2亿元", "10k_cny", figures.amount_unit("配套资金金额（万元）")) == (20_000, "")
    assert figures.read("180", "10k_cny", figures.amount_unit("产值变化（万元/亿元）")) == (None, "figure_without_unit")


def test_a_result_of_a_formula_has_many_decimals():
    assert figures.read("97.77777777777777", "percent") == (97.77777777777777, "")
    assert figures.read("28.600000000000001亿元", "10k_cny") == (286_000, "")


def test_percentages():
    as_drawn("97.8 → 97.8\n97.8% → 97.8\n９７.８％ → 97.8\n0 → 0\n101 → 101", "percent")


@pytest.mark.parametrize("text", ["", "：", "____项", "无", "/", "—", "（请填写）", "家"])
def test_what_is_not_filled_in_is_blank_and_not_zero(text):
    assert figures.read(text, "count") == (None, "figure_blank")


@pytest.mark.parametrize(
    "text",
    [
        "约120家",
        "100多家",
        "3.5家",
        "1,20家",
        "12 34家",
        "三家",
        "-5",
        "5%",
        "120万元",
        "9" * 20,
        "3000000000",
        "10-15",
        f"1{CELL}200",
    ],
)
def test_what_is_no_certain_number_is_not_guessed(text):
    assert figures.read(text, "count") == (None, "figure_unreadable")


def grouped(number: int, by: str) -> str:
    return f"{number:,}".replace(",", by)


@given(
    st.integers(0, 2_000_000_000),
    st.sampled_from(["", ",", "，", " ", " "]),
    st.sampled_from(UNITS),
    st.sampled_from(BEFORE),
    st.booleans(),
)
def test_a_count_is_read_back_however_it_is_written(number, by, unit, before, wide):
    text = grouped(number, by)
    text = text.translate(WIDE) if wide else text
    assert figures.read(before + text + unit, "count") == (number, "")


@given(st.integers(0, 10**9), st.sampled_from([("元", 1), ("万元", 10_000), ("亿元", 10**8)]), st.booleans())
def test_an_amount_is_read_back_in_any_unit(thousands, unit, wide):
    """Amounts of so many thousandths of the unit."""
    word, yuan = unit
    text = f"{thousands / 1000:.3f}{word}"
    value, rule = figures.read(text.translate(WIDE) if wide else text, "10k_cny")
    assert rule == ""
    assert value == pytest.approx(thousands / 1000 * yuan / 10_000, abs=1e-4)


@given(st.text(max_size=12), st.sampled_from(["count", "percent", "10k_cny"]))
def test_any_text_is_a_figure_or_breaks_a_rule(text, unit):
    value, rule = figures.read(text, unit)
    assert (value is None) == bool(rule)
    assert value is None or value >= 0


def test_labels_are_found_whatever_blanks_stand_in_them():
    before, parts = figures.parts(
        "政 策 措 施：   3项\n财政补贴金额：\n\n    万元", {"政策措施": "a", "财政补贴金额": "b"}
    )
    assert (before, [(part.name, part.label) for part in parts]) == ("", [("a", "政策措施"), ("b", "财政补贴金额")])
    assert figures.read(parts[0].text, "count") == (3, "")
    assert figures.read(parts[1].text, "10k_cny") == (None, "figure_blank")


def test_of_two_labels_the_longer_one_is_meant():
    before, parts = figures.parts("共5 省级及以下：3", {"省级": "a", "省级及以下": "b"})
    assert (before, [part.name for part in parts]) == ("共5 ", ["b"])
