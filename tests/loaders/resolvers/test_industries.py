"""Industries: every name the list knows leads to its industry, and nothing is guessed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.reference import table
from loaders.resolvers.industries import resolve

ROWS = table("industries")
NAMES = {row["code"]: [row["name"], row["short"], *filter(None, row["aliases"].split("|"))] for row in ROWS}


def wrong(written: dict[str, str]) -> dict[str, str | None]:
    """Texts that do not resolve to the code they belong to."""
    return {text: resolve(text).code for text, code in written.items() if resolve(text).code != code}


def test_the_list_has_39_industries():
    assert [row["code"] for row in ROWS] == [str(number) for number in range(1, 40)]


def test_every_name_short_name_and_alias():
    assert wrong({name: code for code, names in NAMES.items() for name in names}) == {}


def test_every_code_with_and_without_zero():
    assert wrong({text: code for code in NAMES for text in (code, f"{code:0>2}", f"0{code}"[-2:])}) == {}


@pytest.mark.parametrize("between", ["", " ", ".", "、", "．", "：", "-", "—", "\u3000", "_"])
def test_every_code_and_name_together(between):
    assert wrong({f"{code:0>2}{between}{name}": code for code, names in NAMES.items() for name in names}) == {}


def test_every_name_in_full_width_and_with_blanks():
    assert wrong({f" {' '.join(name)}\u3000": code for code, names in NAMES.items() for name in names}) == {}


def test_a_code_and_the_name_of_another_industry_contradict_each_other():
    others = {f"{code}{name}" for code in NAMES for other, (name, *_) in NAMES.items() if other != code}
    assert {text for text in others if resolve(text).status != "unknown"} == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("建筑业", "28"),
        ("建设业", "28"),
        ("其他类制造业", "23"),
        ("其他未另分类制造业", "23"),
        ("批发和零售业；汽车、摩托、个人及家庭用品修理业", "29"),
        ("批发和零售业;汽车、摩托、个人及家庭用品修理业", "29"),
        ("２８ 建筑业", "28"),
        ("（28）建筑业", "28"),
    ],
)
def test_names_that_differ_inside_the_papers(text, code):
    assert resolve(text).code == code


@pytest.mark.parametrize(
    "text",
    [
        *("", "0", "00", "40", "99", "028", "129", "制造业", "服务业", "通用设备制造业", "无"),
        *("3、9", "1-5", "2.8", "3,5", "1/2"),  # two industries or a decimal are not a code
        *("28 或 29", "28 服装"),
    ],
)
def test_what_names_no_industry_is_unknown(text):
    assert resolve(text).status == "unknown"


@given(st.text())
@example("²")
@example("٣")
def test_any_text_gets_an_answer(text):
    assert resolve(text).status in ("found", "unknown")
