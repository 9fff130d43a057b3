"""The core of a firm's name: without the names of its own place and without its legal form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference import table
from loaders.firms import core, name_key, own_key

XIAODIAN = ("140000", "140100", "140105")  # 山西省太原市小店区


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("太原市宏达机械有限公司", "宏达机械", "company"),
        ("山西太原宏达机械有限责任公司", "宏达机械", "company"),
        ("宏达（太原）机械股份有限公司", "宏达机械", "company"),
        ("山西省太原市小店区宏达 机械厂", "宏达机械", "factory"),
        ("宏达机械厂（普通合伙）", "宏达机械", "factory"),
        ("宏达机械", "宏达机械", ""),
        ("太原ＡＢ·机械集团", "ab机械", "company"),
        ("大同宏达机械有限公司", "大同宏达机械", "company"),  # not the firm's place
        ("迎泽区宏达机械有限公司", "迎泽区宏达机械", "company"),  # nor this county
        ("宏达太原机械有限公司", "宏达太原机械", "company"),  # within the name it belongs to it
        ("宏达机械有限公司太原分公司", "宏达机械有限公司太原", "branch"),  # a branch is not its firm
    ],
)
def test_core(name, text, form):
    assert core(name_key(name), *XIAODIAN) == (text, form)


@pytest.mark.parametrize("name", [None, "", "太原市有限公司", "山西公司", "宏公司"])
def test_too_little_is_no_core(name):
    assert core(name and name_key(name), *XIAODIAN) is None


def test_without_a_place_nothing_but_the_form_is_left_out():
    assert core("太原宏达有限公司", None, None, None) == ("太原宏达", "company")


@pytest.mark.parametrize(
    ("name", "numbers"), [("样例0012机械", "0012"), ("山西第一建筑公司", "第一"), ("一品食品", "")]
)
def test_numbers_of_a_core(name, numbers):
    found = core(name, *XIAODIAN)
    assert found
    assert found.numbers == numbers


@given(st.text(st.sampled_from("宏达鑫源机械太原山西小店市有限公司厂()一0A"), max_size=14))
def test_any_name_has_a_core_of_two_signs_or_none(name):
    found = core(name_key(name), *XIAODIAN)
    assert found is None or (len(found.text) > 1 and found.form in {row["form"] for row in table("firm_suffixes")})


def test_every_legal_form_is_left_out():
    rows = table("firm_suffixes")
    assert len({row["suffix"] for row in rows}) == len(rows)
    for row in rows:
        assert row["suffix"] == name_key(row["suffix"])
        assert core("宏达机械" + row["suffix"], *XIAODIAN) == ("宏达机械", row["form"])


def test_own_key_is_the_code_or_name_and_place():
    assert own_key("甲 公司", "9114", "140000", "140100") == "9114"
    assert own_key("甲 公司", None, "140000", "140100") == "甲公司@140100"
    assert own_key("甲公司", None, "140000", None) == "甲公司@140000"
    assert own_key("甲公司", None, None, None) == "甲公司@"
