"""What is to be mended in a case."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.case.checking import HARD, TEXTS, check, record, shares
from reports.case.notice import notice
from reports.case.reading import taken_apart
from tests.reports.case.drawn import HEADINGS, SIZES, UNITS, lines

ASKED = notice()


def found(**more):
    return check(taken_apart("\n".join(lines(**more)), ASKED), ASKED)


def said(**more):
    return [one.said("zh") for one in found(**more)]


def test_a_case_as_it_is_asked_has_nothing_to_mend():
    assert said() == []


def test_a_body_of_2000_characters_may_go_and_one_more_may_not():
    rest = 2000 - taken_apart("\n".join(lines()), ASKED).total
    exact = (*SIZES[:2], SIZES[2] + rest, *SIZES[3:])
    assert said(sizes=exact) == []
    assert said(sizes=(*exact[:4], exact[4] + 1)) == ["正文 2001 字，超过上限 2000 字，请压缩 1 字"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"instead": {4: ()}}, "缺“启示”这一部分，请补写并加上小标题"),
        (
            {"instead": {4: ("五、写在最后", "字" * 90)}},
            "缺“启示”这一部分。如果“写在最后”就是，请把小标题改成“启示”",
        ),
        ({"instead": {4: ("五、启示",)}}, "“启示”只有小标题，没有文字，请补写"),
        (
            {"instead": {0: ("一、启示", "字" * 90), 4: ("五、企业简介", "字" * 90)}},
            f"各部分的顺序是“启示、{'、'.join(HEADINGS[1:4])}、企业简介”，应为“{'、'.join(HEADINGS)}”",
        ),
        (
            {"instead": {4: ("五、启示", "字" * 90, "六、主要做法", "字" * 9)}},
            "“提升行动主要做法”的小标题出现在 2 处，已合在一起计算，请并成一部分",
        ),
        ({"front": ()}, "没有找到自拟的标题，请在文件开头单独写一行"),
        ({"back": ()}, "没有找到主要起草单位，请在正文之后写明1—3家"),
        ({"back": ("起草单位：甲、乙、丙、丁",)}, "主要起草单位有 4 家，最多 3 家，请只列主要的"),
        ({"back": (*UNITS, "说明" * 60 + "。")}, "另有 121 字不在任何一部分里，没有计入正文，请归入相应的部分"),
    ],
)
def test_what_is_wrong_is_one_sentence(more, sentence):
    assert said(**more) == [sentence]


def test_about_is_half_to_half_as_much_again_and_five_points_away():
    assert said(sizes=(194, 200, 1000, 350, 90)) == ["“企业简介”占 10.6%，要求约占 5%，请压缩"]
    assert said(sizes=(150, 250, 900, 480, 10)) == []
    assert said(sizes=(90, 180, 500, 800, 90)) == [
        "“提升行动主要做法”占 29.9%，要求约占 60%，请充实",
        "“企业质量提升成效”占 47.5%，要求约占 20%，请压缩",
    ]


def test_the_gravest_stands_first():
    first, *rest = found(front=(), instead={1: ()})
    assert (first.name, first.is_hard, [one.is_hard for one in rest]) == ("part_missing", True, [False])


def test_every_finding_has_words_and_the_hard_ones_are_findings():
    assert {*TEXTS} > HARD


def test_shares_are_said_in_a_line():
    case = taken_apart("\n".join(lines(instead={0: ()})), ASKED)
    assert shares(case, ASKED, "zh").startswith("企业简介 —（约 5%），企业急需解决的质量管理问题 11.0%（约 10%），")


@given(st.sets(st.integers(0, 4), min_size=1), st.lists(st.integers(0, 900), min_size=5, max_size=5))
def test_a_case_may_go_where_no_part_is_lacking_and_it_is_short_enough(there, sizes):
    case = taken_apart("\n".join(line for at in sorted(there) for line in (HEADINGS[at], "字" * sizes[at])), ASKED)
    told = record(case, ASKED, "zh")
    is_good = len(there) == 5 and 0 not in sizes and case.total <= 2000
    assert any(one["hard"] for one in told["findings"]) != is_good
    assert sum(part["characters"] or 0 for part in told["parts"]) == told["characters"]
    assert sum(part["share"] or 0 for part in told["parts"]) == pytest.approx(1)
    assert json.loads(json.dumps(told)) == told
