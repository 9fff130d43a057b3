"""Taking the document of a case apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Refused
from reports.case.notice import notice
from reports.case.reading import read, taken_apart
from reports.length import count
from tests.reports.case.drawn import HEADINGS, SIZES, TITLE, UNITS, case, lines
from tests.reports.test_drafts import bomb, document

ASKED = notice()


def apart(*texts, **more):
    return taken_apart("\n".join(texts or lines(**more)), ASKED)


def names(found):
    return [one.name for one in found.parts]


def test_a_document_is_title_parts_and_units():
    found = read(case(), ASKED)
    assert (found.title, names(found), found.units, found.outside) == (TITLE, [*HEADINGS], UNITS[1:], 0)
    assert [one.characters for one in found.parts] == [
        count(f"一、{name}") + size for name, size in zip(HEADINGS, SIZES, strict=True)
    ]


def test_a_part_is_counted_as_word_counts_with_its_table():
    rows = [["指标", "2021", "2022"], ["合格率", "95.5%", "99.1%"]]
    found = read(document(*lines()[:-3], "表1", table=rows), ASKED)
    assert found.parts[-1].characters == count("五、启示") + SIZES[-1] + count("表1指标2021 2022合格率95.5% 99.1%")


@pytest.mark.parametrize(
    "headings",
    [
        HEADINGS,
        [f"（{number}）{name}" for number, name in zip("一二三四五", HEADINGS, strict=True)],
        [f"{number}．{name}（篇幅约占5%）" for number, name in enumerate(HEADINGS, 1)],
        [f"第{number}部分 {name}：" for number, name in zip("一二三四五", HEADINGS, strict=True)],
        ["一、企业概况", "二、存在的问题", "三、主要做法", "四、取得成效", "五、经验启示"],
        ["一、企业简介", "二、存在问题", "主要做法", "四、成效", "5. 启示"],
        ["企 业 简 介", "企业急需解决的问题", "主要措施", "提升成效", "案例启示"],
    ],
    ids=["bare", "brackets", "remark", "spelled", "aliases", "mixed", "spaced"],
)
def test_headings_may_be_numbered_in_any_way_and_called_otherwise(headings):
    assert names(apart(headings=tuple(headings))) == [*HEADINGS]


def test_what_follows_a_heading_on_its_line_belongs_to_the_part():
    found = apart(instead={0: ("企业简介：甲厂做轴承。",), 4: ("五、启示\t贵在坚持。",)})
    assert [(one.characters, one.is_empty) for one in (found.parts[0], found.parts[4])] == [(11, False), (9, False)]


def test_a_form_with_a_row_for_each_part_is_a_case():
    rows = [("案例名称", TITLE), *((name, "字" * size) for name, size in zip(HEADINGS, SIZES, strict=True))]
    found = read(document(table=[*rows, ("主要起草单位", "甲公司、乙公司")]), ASKED)
    assert (found.title, names(found), found.units) == (TITLE, [*HEADINGS], ("甲公司", "乙公司"))


def test_a_heading_inside_a_part_begins_no_other():
    inside = ("三、提升行动主要做法", "（一）存在问题", "字" * 500, "（二）取得成效", "字" * 500)
    found = apart(instead={2: inside})
    assert found.order == HEADINGS
    assert found.parts[2].characters == count("".join(inside))


def test_a_list_of_contents_is_no_second_case():
    contents = (
        "目录",
        *(f"{number}、{name}\t1" for number, name in zip("一二三四五", HEADINGS, strict=True)),
    )
    found = apart(front=(*contents, TITLE))
    assert (found.title, found.order) == (TITLE, HEADINGS)


@pytest.mark.parametrize(
    ("front", "title"),
    [
        (("附件2", "企业优良案例", TITLE), TITLE),
        (("一、标题", TITLE, "二、正文"), TITLE),
        ((f"案例名称：{TITLE}",), TITLE),
        (("推荐单位：太原市局", "联系人：张三 13800000000", TITLE), TITLE),
        ((TITLE, "——甲轴承有限公司"), f"{TITLE}——甲轴承有限公司"),
        (("优良案例",), ""),
        (("甲厂成立于2001年。产品有轴承。",), ""),
        ((), ""),
    ],
)
def test_the_title_is_the_first_line_of_its_own(front, title):
    assert apart(front=front).title == title


@pytest.mark.parametrize(
    ("back", "units"),
    [
        (("主要起草单位：甲公司、乙公司",), ("甲公司", "乙公司")),
        (("三、主要起草单位", "1. 甲公司", "2. 乙公司"), ("甲公司", "乙公司")),
        (("编制单位", "企业：甲公司", "服务机构：乙公司"), ("甲公司", "乙公司")),
        (("主要起草单位", "甲公司 乙公司", "联系人：张三 13800000000", "丙公司"), ("甲公司", "乙公司")),
        (("主要起草单位", "甲公司", "2022年11月"), ("甲公司",)),
        (("主要起草单位\t甲公司\t乙公司",), ("甲公司", "乙公司")),
        (("主要起草单位",), ()),
        ((), ()),
    ],
)
def test_units_stand_below_their_heading_until_something_else_does(back, units):
    assert apart(back=back).units == units


def test_units_may_stand_below_the_title():
    found = apart(front=(TITLE, "起草单位：甲公司"), back=())
    assert (found.title, found.units, found.outside) == (TITLE, ("甲公司",), 0)


def test_text_before_and_after_is_counted_apart():
    found = apart(front=(TITLE, "引言" * 50 + "。"), back=(*UNITS, "附言" * 10 + "。"))
    assert (found.outside, found.total) == (101 + 21, apart().total)


def test_a_missing_part_names_the_heading_in_its_place():
    found = apart(instead={2: ("三、精准帮扶见成效", "字" * 1100)})
    assert (found.unlike, names(found)) == (
        {"提升行动主要做法": "精准帮扶见成效"},
        [HEADINGS[at] for at in (0, 1, 3, 4)],
    )


def test_the_units_are_not_taken_for_a_missing_part():
    assert apart(instead={4: ()}, back=("五、主要起草单位", "甲公司")).unlike == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "没有认出案例的任何一部分。正文应分为“企业简介、企业急需"),
        ("提升行动得到热烈反响。", "没有认出案例的任何一部分"),
        ("\n".join(lines() * 2), "有 2 篇案例"),
    ],
)
def test_what_is_no_case_or_several_is_refused(text, says):
    with pytest.raises(Refused, match=says):
        taken_apart(text, ASKED)


@pytest.mark.parametrize("content", [b"PK\x03\x04", bomb(), b"%PDF-1.7\ngarbage", b"\xd0\xcf\x11\xe0", b"\0\1\2"])
def test_a_hostile_file_is_refused(content):
    with pytest.raises(Refused):
        read(content, ASKED)


LINE = st.sampled_from([*HEADINGS, "一、企业简介", "（二）主要做法", "主要起草单位：甲公司", "甲公司", ""]) | st.text(
    "字甲 A1.%，。：:、（）()\t一二—", max_size=60
)


@given(st.lists(LINE, max_size=30))
def test_nothing_is_lost_or_counted_twice(drawn):
    """Characters of the parts add up to the total, and no more characters are told of than there are."""
    text = "\n".join(drawn)
    try:
        found = taken_apart(text, ASKED)
    except Refused:
        return
    assert found.total == sum(one.characters for one in found.parts) > 0
    assert found.total + found.outside <= count(text)
    assert {one.name for one in found.parts} == {*found.order}


@given(st.lists(st.integers(1, 400), min_size=5, max_size=5), st.permutations(range(5)))
def test_parts_have_their_characters_in_any_order(sizes, order):
    found = apart(*(line for at in order for line in (HEADINGS[at], "字" * sizes[at])))
    assert [one.characters for one in found.parts] == [
        count(name) + size for name, size in zip(HEADINGS, sizes, strict=True)
    ]
    assert found.order == tuple(HEADINGS[at] for at in order)
