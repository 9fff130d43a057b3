"""What is a figure in a sentence, and what only looks like one."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.checking.figures import figures
from reports.checking.prose import plain


def read(text):
    return [(one.kind, one.value, one.digits, one.unit, one.role) for one in figures(plain(text))]


@pytest.mark.parametrize(
    ("text", "value", "digits", "unit"),
    [
        ("有5407家", 5407, 0, "家"),
        ("有５４０７家", 5407, 0, "家"),
        ("有5,407家企业", 5407, 0, "家"),
        ("为9万余家企业", 90_000, 0, "家"),
        ("37.4万人次", 374_000, 1, "人次"),
        ("5千多家", 5000, 0, "家"),
        ("3.7亿元", 370_000_000, 1, "元"),
        ("36个行业", 36, 0, "个"),
    ],
)
def test_counts(text, value, digits, unit):
    assert read(text) == [("count", value, digits, unit, "share")]


@pytest.mark.parametrize(
    ("text", "value", "digits", "role"),
    [
        ("占比达到95.88%", Fraction("95.88"), 2, "share"),
        ("占比达到９５．８８％", Fraction("95.88"), 2, "share"),
        ("23.50%的企业", Fraction("23.5"), 2, "share"),
        ("提升率达到95%", 95, 0, "share"),
        ("平均增长14.75%", Fraction("14.75"), 2, "mean"),
        ("同比增长20.2%", Fraction("20.2"), 1, "change"),
        ("由10%", 10, 0, "from"),
        ("降到2%", 2, 0, "to"),
        ("10-15%", 15, 0, "range"),
        ("10%～15%", 15, 0, "range"),
    ],
)
def test_percentages_and_what_they_are(text, value, digits, role):
    assert read(text) == [("percent", value, digits, "", role)]


def test_points_are_no_percentage_and_no_count():
    assert [one[:3] for one in read("提高2.2个百分点，又提高3百分点")] == [
        ("points", Fraction("2.2"), 1),
        ("points", 3, 0),
    ]


def test_x_of_y():
    (one,) = figures("5498/5639")
    assert (one.kind, one.value, one.of) == ("fraction", 5498, 5639)


@pytest.mark.parametrize(
    "text",
    [
        "2021年10月",
        "国市监认证〔2020〕165号",
        "ISO9001标准",
        "第13题",
        "2021/7/16",
        "引入6S管理",
        "5/0",
        "6个月",
        "三分之二",
    ],
)
def test_what_counts_nothing_is_no_figure(text):
    assert figures(plain(text)) == []


@pytest.mark.parametrize(
    ("text", "is_about", "is_more"),
    [("约5000家", True, False), ("9万余家", True, True), ("10%左右", True, False), ("5407家", False, False)],
)
def test_what_the_text_itself_calls_rough(text, is_about, is_more):
    (one,) = figures(text)
    assert (one.is_about, one.is_more) == (is_about, is_more)


@given(st.text(st.characters(exclude_categories=("N",))))
def test_a_text_without_digits_has_no_figures(text):
    assert figures(plain(text)) == []


@given(st.text(st.sampled_from("0123456789.,，%％万亿余多家个人次元百分点/-~（）占比从到平均")))
def test_no_text_of_figures_crashes_and_each_stands_where_it_says(text):
    found = figures(plain(text))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
