"""What ledgers call pilots: names are taken apart, 是 names none."""

import pytest

from loaders import kinds, pilots
from loaders.document import Context, Document
from tests.loaders import drawing


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("地毯", ["地毯"]),
        ("地毯、电动自行车", ["地毯", "电动自行车"]),
        ("地毯，电动自行车；汽车/机械\n高端装备", ["地毯", "电动自行车", "汽车", "机械", "高端装备"]),
        ("地毯、地毯", ["地毯"]),
        ("是，地毯", ["地毯"]),
        ("浑源县 黄芪产业区域试点", ["浑源县黄芪产业区域试点"]),
    ],
)
def test_a_mark_names_pilots(cell, names):
    assert pilots.marks(cell) == (names, "")


@pytest.mark.parametrize("cell", ["否", "无", "—", "不是", "空", "（空）", "否、无"])
def test_a_mark_may_name_none(cell):
    assert pilots.marks(cell) == ([], "")


@pytest.mark.parametrize("cell", ["", " ", "/", None])
def test_a_blank_cell_says_nothing(cell):
    assert pilots.marks(cell) == (None, "")


@pytest.mark.parametrize("cell", ["是", "√", "区域试点", "专业镇", "试点"])
def test_yes_is_no_name(cell):
    assert pilots.marks(cell) == (None, "pilot_unnamed")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("地毯", "地毯"),
        ("地毯试点", "地毯"),
        ("地毯区域试点", "地毯"),
        ("地毯产业区域试点", "地毯"),
        ("地毯区域产业试点", "地毯"),
        ("浑源县黄芪产业", "浑源县黄芪产业"),
        ("定襄法兰专业镇", "定襄法兰"),
        ("Ａ 产业试点", "A"),
    ],
)
def test_spellings_of_one_pilot_share_a_plain_name(name, plain):
    assert pilots.plain(name) == plain


def test_a_name_may_say_that_it_is_a_town():
    assert (pilots.is_town("定襄法兰专业镇"), pilots.is_town("定襄法兰")) == (True, False)


def ledger(text: str) -> Document:
    return kinds.read([drawing.ledger(text)], Context())


def test_a_ledger_may_mark_pilots_and_towns():
    document = ledger("""
        企业名称 | 地市 | 行业 | 所属区域试点 | 所属专业镇
        甲       | 太原 | 28   | 地毯、玻璃   | 否
        乙       | 太原 | 28   |              | 清徐老陈醋
    """)
    assert document.columns["pilot"] == [["地毯", "玻璃"], None]
    assert document.columns["town"] == [[], ["清徐老陈醋"]]


def test_a_yes_in_a_ledger_is_marked_and_the_firm_stays():
    document = ledger("""
        企业名称 | 地市 | 行业 | 是否区域试点
        甲       | 太原 | 28   | 是
        乙       | 太原 | 28   | 否
    """)
    assert [(i.row, i.value, i.level) for i in document.issues if i.rule == "pilot_unnamed"] == [(2, "是", "warning")]
    assert (document.loaded, document.columns["pilot"]) == (2, [None, []])
