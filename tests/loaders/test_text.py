"""Cells as text, and keys that do not see how a text was typed."""

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from loaders.text import _UNSEEN, MISSING, answered, are_answers, key, normal, normals, written


@pytest.mark.parametrize(
    ("cell", "shown"),
    [(None, ""), ("", ""), ("  甲 \u3000", "甲"), (3.0, "3"), (12.5, "12.5"), (7, "7"), (13800000001.0, "13800000001")],
)
def test_a_cell_is_written_as_it_shows(cell, shown):
    assert written(cell) == shown


@pytest.mark.parametrize(
    "cell", [None, "", "  ", "\u3000", "(空)", "（空）", "(跳过)", "（跳过）", "（跳过)", " (空) ", "( 空 )"]
)
def test_skipped_and_empty_are_not_an_answer(cell):
    assert answered(cell) is None


def test_no_letter_or_digit_begins_what_is_missing():
    """The short way `answered` takes for most cells."""
    first = {unicodedata.normalize("NFKC", sign) for sign in map(chr, range(sys.maxunicode + 1)) if sign.isalnum()}
    assert [(text, sign) for text in MISSING for sign in first if text.startswith(sign)] == []


@given(st.text())
@example("ﬁ\u200bｱ ⑴")
def test_the_short_way_to_a_normal_text_leads_where_the_long_one_does(text):
    signs = [sign for sign in unicodedata.normalize("NFKC", text) if not sign.isspace()]
    assert normal(text) == "".join(sign for sign in signs if not _UNSEEN.match(sign))


@given(st.lists(st.text(max_size=4), max_size=5))
@example(["甲", "乙 丙", "（丁）"])
@example(["甲\n乙", "丙"])
@example(["", "甲\u200b", "\u3000"])
def test_many_normal_texts_are_those_of_each(texts):
    assert normals(texts) == [normal(text) for text in texts]


@given(st.lists(st.text(max_size=3) | st.none() | st.integers(0, 9), max_size=4))
@example(["甲", "3"])
@example(["甲", "(空)"])
@example(["甲", "\u3164\u3164"])
def test_of_cells_that_pass_a_glance_each_is_its_own_answer(cells):
    assert not are_answers(cells) or [answered(cell) for cell in cells] == cells


def test_most_cells_pass_a_glance():
    assert are_answers(["太原市甲有限公司", "3个", "ABC (1)"])


@pytest.mark.parametrize("cell", ["无", "/", "0", 0.0, "空", "跳过", "(空)格", "-"])
def test_anything_else_is_an_answer(cell):
    assert answered(cell) == written(cell)


@pytest.mark.parametrize(
    "typed",
    [
        "9、经营业绩（1）%",
        "9.经营业绩(1)％",
        "９．经营 业绩（１）%",
        "9经营业绩1%",
        "9：经营业绩_(1)___%",
        "9 经营业绩【1】%",
    ],
)
def test_punctuation_width_and_blanks_do_not_change_a_key(typed):
    assert key(typed) == "9经营业绩1%"


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u200e", "\u202c", "\u2060", "\u00ad", "\xa0", "\u3000"])
def test_characters_nobody_sees_do_not_count(unseen):
    assert normal(f"{unseen}甲{unseen}乙") == "甲乙"
    assert key(f"甲{unseen}乙") == "甲乙"
    assert answered(f" {unseen} ") is None


def test_a_key_keeps_letters_in_lower_case():
    assert key("获得了ISO9001证书？") == "获得了iso9001证书"


def test_different_texts_have_different_keys():
    assert key("比较满意") != key("比较不满意")


@given(st.text())
def test_nothing_plain_has_blanks(text):
    assert not any(character.isspace() for character in normal(text))
