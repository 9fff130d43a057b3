"""Sentences, and characters one for one."""

from hypothesis import given
from hypothesis import strategies as st

from reports.checking.prose import plain, sentences


def test_a_line_is_a_paragraph_and_a_semicolon_ends_no_sentence():
    found = sentences("第一段。还有一句！\n\n第二段；仍是一句\n")
    assert [(one.paragraph, one.number, one.text) for one in found] == [
        (1, 1, "第一段。"),
        (1, 2, "还有一句！"),
        (2, 3, "第二段；仍是一句"),
    ]


def test_full_width_figures_are_plain_ones_and_the_chinese_comma_stays():
    assert plain("９５．８８％（５４０７家），①") == "95.88%(5407家)，①"


@given(st.text())
def test_plain_is_as_long_as_the_text_and_nothing_but_space_gets_lost(text):
    assert len(plain(text)) == len(text)
    kept = "".join(one.text for one in sentences(text))
    marks = "。！？!?"
    assert [c for c in kept if not c.isspace() and c not in marks] == [
        c for c in text if not c.isspace() and c not in marks
    ]


def test_what_no_sentence_is_as_long_as_is_cut_at_a_comma():
    found = sentences("5639家企业，" * 1000)
    assert len(found) > 1
    assert all(len(one.text) <= 2001 and one.text.endswith("，") for one in found)
