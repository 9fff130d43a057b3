"""Experts' scores: a column an indicator or a row a score, by one expert or several."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Refused
from data.reference import table
from loaders import importing, kinds, scores
from loaders.document import Context, Document
from loaders.importing import Wanted
from loaders.meanings import aliases, meaning
from loaders.text import key
from tests.loaders import drawing
from tests.loaders.drawing import ask

FILE = "2024年天津市专家评分表.xlsx"
HEAD = "被评单位 | 评审专家 | 组织发动举措（满分20分） | 宣传举措及影响力（满分15分）"
REST = {"培训数量和质量", "精准帮扶企业举措"}  # asked of experts, and not in HEAD


def read(text: str, file: str = FILE, name: str = "评分", **drawn: Any) -> Document:
    document = kinds.read([drawing.ledger(text, name, **drawn)], Context("120000", file))
    assert document.in_file == document.loaded + document.held + document.ignored
    return document


def rows(document: Document) -> list[tuple[Any, ...]]:
    columns = ("unit", "indicator", "expert", "value", "full_marks")
    return list(zip(*(document.columns[name] for name in columns), strict=True))


def found(document: Document) -> list[tuple[int, str, str]]:
    return [(i.row, i.value, i.rule) for i in document.issues if i.value not in REST]


def test_a_column_an_indicator_and_a_row_an_expert():
    document = read(f"""
        {HEAD}
        北辰区 | 专家1 | 18 | 12.5分
        北辰区 | 专家2 | 0 | 15
    """)
    assert (document.kind, document.year, document.sender, document.subject) == (
        "scores",
        2024,
        "120000",
        "专家1、专家2",
    )
    assert set(document.columns["scheme"]) == {"tianjin_2024"}
    assert rows(document) == [
        ("120113", "organisation", "专家1", 18, 20),
        ("120113", "organisation", "专家2", 0, 20),
        ("120113", "publicity", "专家1", 12.5, 15),
        ("120113", "publicity", "专家2", 15, 15),
    ]
    assert found(document) == []
    assert {i.value for i in document.issues if i.rule == "figure_missing"} == REST


def test_a_row_a_score():
    document = read("""
        序号 | 被评单位 | 考核项目 | 专家 | 得分 | 满分
        1 | 中国质量认证中心 | 组织发动举措 | 甲某 | 9 | 10
        2 | CNCA-R-2002-002 | 精准帮扶企业举措（50分） | 甲某 | 45 |
        3 | 北辰区 | 企业规模 | 甲某 | 9 | 10
    """)
    assert rows(document) == [
        ("CNCA-R-2002-001", "organisation", "甲某", 9, 10),
        ("CNCA-R-2002-002", "assistance", "甲某", 45, 50),
    ]
    assert (5, "得分", "indicator_unknown") not in found(document)
    assert (4, "得分", "indicator_unknown") in found(document)


def test_a_unit_may_be_merged_down_over_its_experts():
    document = read(f"{HEAD}\n北辰区 | 甲 | 18 | 12\n | 乙 | 17 | 11", merged=("A2:A3",))
    assert [(unit, expert) for unit, _, expert, _, _ in rows(document)][:2] == [("120113", "甲"), ("120113", "乙")]


def test_full_marks_may_stand_in_a_row_of_their_own():
    document = read("""
        序号 | 单位名称 | 组织发动举措 | 宣传举措及影响力 | 合计
             | 满分     | 20           | 15               | 35
        1    | 北辰区   | 18           | 12               | 30
        平均分 |        | 18           | 12               | 30
    """)
    assert rows(document) == [
        ("120113", "organisation", None, 18, 20),
        ("120113", "publicity", None, 12, 15),
    ]


def test_without_full_marks_a_score_says_nothing_and_waits():
    document = read("被评单位 | 组织发动举措 | 宣传举措及影响力（15分）\n北辰区 | 18 | 12")
    assert (document.loaded, document.held) == (1, 1)
    assert found(document) == [(2, "组织发动举措", "full_marks_missing")]


@pytest.mark.parametrize(
    ("unit", "score", "value", "rule"),
    [
        ("北辰区", "20.5", "20.5 / 20", "score_out_of_range"),
        ("北辰区", "-1", "-1 / 20", "score_out_of_range"),
        ("北辰区", "不错", "不错", "score_unreadable"),
        ("北辰区", "90%", "90%", "score_unreadable"),
        ("样例区", "18", "样例区", "unit_unknown"),
        ("", "18", "", "unit_unknown"),
    ],
)
def test_a_score_that_cannot_be_is_held(unit, score, value, rule):
    document = read(f"{HEAD}\n{unit} | 甲 | {score} | 12\n武清区 | 甲 | 17 | 11")
    assert (2, value, rule) in found(document)
    assert ("120114", "organisation", "甲", 17, 20) in rows(document)
    assert document.held == (1 if unit == "北辰区" else 2)


def test_a_score_that_was_not_given_is_marked_and_is_no_zero():
    document = read(f"{HEAD}\n北辰区 | 甲 |  | 12\n武清区 | 甲 | 17 | —")
    assert (document.loaded, document.held, document.ignored) == (2, 0, 2)
    assert found(document) == [(2, "", "score_missing"), (3, "—", "score_missing")]


def test_of_two_scores_of_one_expert_neither_counts():
    document = read(f"{HEAD}\n北辰区 | 甲 | 18 | 12\n北辰区 | 甲 | 17 | \n北辰区 | 乙 | 16 | 10")
    assert rows(document) == [
        ("120113", "organisation", "乙", 16, 20),
        ("120113", "publicity", "甲", 12, 15),
        ("120113", "publicity", "乙", 10, 15),
    ]
    repeated = [one for one in found(document) if one[2] == "score_repeated"]
    assert repeated == [(2, "3", "score_repeated"), (3, "2", "score_repeated")]


def test_an_indicator_nobody_knows_holds_its_scores():
    document = read(f"{HEAD} | 廉洁自律 | 意见\n北辰区 | 甲 | 18 | 12 | 9 | 尚可")
    assert (document.loaded, document.held) == (2, 1)
    assert found(document) == [(1, "", "heading_unknown"), (2, "廉洁自律", "indicator_unknown")]


def test_a_score_of_what_the_questionnaire_decides_is_kept_and_said_not_to_be_used():
    document = read("被评单位 | 组织发动举措（20分） | 帮扶企业满意度（10分）\n北辰区 | 18 | 9")
    assert document.loaded == 2
    assert (0, "帮扶企业满意度", "score_not_used") in found(document)


@pytest.mark.parametrize(
    ("heading", "scheme"),
    [
        ("组织发动举措（20分） | 精准帮扶企业举措（20分）", "tianjin_2024"),
        ("组织发动措施（20分） | 宣传培训措施（20分）", "national_2021"),
    ],
)
def test_the_scheme_is_the_one_whose_indicators_are_named(heading, scheme):
    assert set(read(f"被评单位 | {heading}\n北辰区 | 1 | 2").columns["scheme"]) == {scheme}


def test_where_two_schemes_fit_the_year_decides():
    text = "被评单位 | 组织发动（20分） | 帮扶企业满意度（10分）\n北辰区 | 18 | 9"
    schemes = {year: set(read(text, f"{year}年评分.xlsx").columns["scheme"]) for year in (2022, 2024)}
    assert schemes == {2022: {"national_2021"}, 2024: {"tianjin_2024"}}


@pytest.mark.parametrize(
    ("above", "name", "expert"), [("评审专家：甲某", "评分", "甲某"), ("", "专家3", "专家3"), ("", "汇总", None)]
)
def test_the_expert_of_a_sheet(above, name, expert):
    head = "被评单位 | 组织发动举措（20分） | 宣传举措及影响力（15分）"
    document = read(f"{above}\n{head}\n北辰区 | 18 | 9", name=name)
    assert set(document.columns["expert"]) == {expert}


def test_a_sheet_an_expert_is_one_file_and_the_same_expert_twice_is_refused():
    head = "被评单位 | 组织发动举措（20分） | 宣传举措及影响力（15分）\n北辰区 | 18 | 9"
    sheets = [drawing.ledger(head, "专家1"), drawing.ledger(head, "专家2")]
    assert kinds.read(sheets, Context("120000", FILE)).loaded == 4
    with pytest.raises(Refused, match="同一位专家给同一单位同一项指标的评分"):
        kinds.read([drawing.ledger(head, name) for name in ("一", "二")], Context("120000", FILE))


def test_a_table_without_any_score_is_refused():
    with pytest.raises(Refused, match="只有标题，没有评分"):
        read(HEAD)


def test_every_indicator_is_a_heading_by_its_name():
    for row in table("assessment_indicators"):
        assert aliases("scores")[key(row["name"])] == row["indicator"]
        assert meaning("scores", (row["name"],)) == row["indicator"]


def test_a_ledger_is_no_table_of_scores():
    sheet = drawing.ledger("序号 | 单位名称 | 信用代码 | 所属行业\n1 | 甲有限公司 | | 17")
    assert scores.recognises(sheet) == 0


CELLS = st.sampled_from(["", "18", "20", "20.1", "-3", "不错", "/", "15分", "#N/A", "1e5"])
UNITS = st.sampled_from(["北辰区", "武清区", "样例区", "", "合计"])


@given(st.lists(st.tuples(UNITS, st.sampled_from(["甲", "乙", ""]), CELLS, CELLS), min_size=1, max_size=12))
def test_every_score_is_loaded_held_or_left_out_and_lies_in_its_range(lines):
    text = "\n".join([HEAD, *(" | ".join(line) for line in lines), "宁河区 | 甲 | 1 | 1"])
    document = read(text)
    columns = document.columns
    assert document.loaded == len(columns["value"])
    assert all(0 <= value <= full for value, full in zip(columns["value"], columns["full_marks"], strict=True))
    assert len(set(columns["judged"])) == document.loaded
    assert document.held == sum(i.level == "error" for i in document.issues)


# --- in a version


def load(store, tmp_path, name: str, text: str, wanted: Wanted = Wanted()) -> importing.Outcome:
    file = drawing.book(tmp_path / name, drawing.ledger(text))
    (outcome,) = importing.load([file], store, wanted._replace(region="120000"))
    assert outcome.status == "loaded", outcome.refusal
    return outcome


SELECT = "SELECT unit, kind, province, city, year, indicator, expert, points, full_marks FROM score ORDER BY ALL"


def test_scores_of_regions_and_bodies_are_kept_and_experts_have_numbers(store, tmp_path):
    text = f"填报单位：天津市市场监管委\n{HEAD}\n北辰区 | 张某 | 18 | \n中国质量认证中心 | 李某 | 17 | \n天津市 | 张某 | 5 |"
    load(store, tmp_path, "2024年评分.xlsx", text)
    assert ask(store, SELECT) == [
        ("120000", "region", "120000", None, 2024, "organisation", 1, 5.0, 20.0),
        ("120113", "region", "120000", "120113", 2024, "organisation", 1, 18.0, 20.0),
        ("CNCA-R-2002-001", "body", "120000", None, 2024, "organisation", 2, 17.0, 20.0),
    ]


def test_two_experts_send_a_file_each_and_one_sends_it_again(store, tmp_path):
    line = "填报单位：天津市市场监管委\n"
    load(store, tmp_path, "2024年甲.xlsx", f"{line}{HEAD}\n北辰区 | 甲 | 18 | 10")
    load(store, tmp_path, "2024年乙.xlsx", f"{line}{HEAD}\n北辰区 | 乙 | 16 | 10")
    assert ask(store, "SELECT points FROM score WHERE indicator = 'organisation' ORDER BY 1") == [(16.0,), (18.0,)]
    load(store, tmp_path, "2024年甲二.xlsx", f"{line}{HEAD}\n北辰区 | 甲 | 19 | 10", Wanted(replace=True))
    assert ask(store, "SELECT points FROM score WHERE indicator = 'organisation' ORDER BY 1") == [(16.0,), (19.0,)]


def test_of_scores_from_unknown_senders_the_newest_counts_and_the_other_is_marked(store, tmp_path):
    for points in (18, 17):
        load(store, tmp_path, f"2024年{points}.xlsx", f"{HEAD}\n北辰区 | 甲 | {points} | ")
    assert ask(store, "SELECT points FROM score") == [(17.0,)]
    assert ask(store, "SELECT submission, value FROM issue WHERE rule = 'score_newer'") == [(1, "18")]
