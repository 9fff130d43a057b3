"""Cells of a questionnaire export: what is read, what is only marked, what is held."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Refused
from data.reference import table
from loaders import questionnaire
from loaders.document import Context, Document
from loaders.headings import bind
from loaders.issues import rules
from loaders.reading import Sheet
from tests.loaders import drawing
from tests.loaders.drawing import BLANK, heading, rows_of, sheet

CELLS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.timedeltas(),
    st.sampled_from(["", "(空)", "（跳过）", "其他〖无〗", "质量意识提升┋无", "山西", "-5", "99999999999秒"]),
)
COLUMNS = [*drawing.PLAIN, "link", "q4", "q8", "q9_1", "q12_3", "q14", "q15", "q16_text", "contact_phone"]


def read(text: str, year: int = 2022, region: str | None = None) -> Document:
    return questionnaire.read(sheet(text, year), Context(region))


def found(answers: Document) -> list[tuple[int, str, str]]:
    """Row, rule and value of every finding about a cell."""
    return [(i.row, i.rule, i.value) for i in answers.issues if i.row > drawing.TOP]


def ticked(answers: Document, question: str) -> list[set[int] | None]:
    """The options ticked, row by row; None where the question was not answered."""
    count = max(int(row["position"]) for row in table("options") if row["question"] == question)
    rows = zip(*(answers.columns[f"{question}_{i}"] for i in range(1, count + 1)), strict=True)
    return [None if set(row) == {None} else {i for i, tick in enumerate(row, 1) if tick} for row in rows]


def counts(answers: Document) -> tuple[int, int, int, int]:
    return answers.in_file, answers.loaded, answers.held, answers.ignored


def test_a_plain_row_has_nothing_to_say():
    answers = read("""
        name
        甲有限公司
    """)
    assert (counts(answers), found(answers)) == ((1, 1, 0, 0), [])
    plain = {name: answers.columns[name][0] for name in ("name", "province", "city", "industry", "body", "q3", "q13")}
    assert plain == {
        "name": "甲有限公司",
        "province": "140000",
        "city": "140100",
        "industry": 28,
        "body": "CNCA-R-2002-001",
        "q3": 1,
        "q13": 1,
    }


@pytest.mark.parametrize("question", ["q3", "q5", "q7", "q13"])
def test_every_option_of_a_single_choice(question):
    options = [row for row in table("options") if row["question"] == question]
    answers = read("\n".join([question, *(row["text"] for row in options)]))
    assert answers.columns[question] == [int(row["position"]) for row in options]
    assert [rule for _, rule, _ in found(answers)] == (["skip_violated"] if question == "q7" else [])


@pytest.mark.parametrize("question", ["q8", "q14", "q15"])
def test_every_option_of_a_multiple_choice_under_every_name(question):
    options = [row for row in table("options") if row["question"] == question]
    names = [(t, int(row["position"])) for row in options for t in (row["text"], *row["aliases"].split("|")) if t]
    answers = read("\n".join([question, *(text for text, _ in names)]))
    assert ticked(answers, question) == [{position} for _, position in names]
    assert found(answers) == []


def test_the_printed_form_says_where_to_go_on():
    answers = read("""
        q3
        否，已申请认证，正在认证过程中（请跳至第5题）
        否，打算近期申请(请跳至第 5 题)
        否，暂不打算申请认证 （请跳至第5题）
    """)
    assert (answers.columns["q3"], found(answers)) == ([3, 4, 5], [])


@pytest.mark.parametrize("blank", ["(跳过)", "(空)", "（跳过）", "（空）", " （空） ", ""])
def test_skipped_and_empty_are_null_without_a_finding(blank):
    columns = ("q3", "q7", "q13", "q9_1", "q8", "q14_text")
    answers = questionnaire.read(sheet(f"{' | '.join(columns)}\n{' | '.join([blank] * len(columns))}"))
    single = [answers.columns[name][0] for name in ("q3", "q7", "q13", "q9_1", "q9_1_text", "q8_12_text", "q14_text")]
    assert set(single) == {None}
    assert ticked(answers, "q8") == [None]
    assert found(answers) == []


def test_options_in_one_cell():
    answers = read("""
        q8
        质量意识提升┋成本下降┋其他。请简述〖人员稳定〗
        质量意识提升
        客户满意度提┋其他〖a〖b〗c〗
        其他。请简述〖甲（乙），丙〗
        其他。请简述
    """)
    assert ticked(answers, "q8") == [{1, 8, 12}, {1}, {10, 12}, {12}, {12}]
    assert answers.columns["q8_12_text"] == ["人员稳定", None, "a〖b〗c", "甲（乙），丙", None]
    assert found(answers) == []


def test_an_unknown_option_is_marked_and_the_others_still_count():
    answers = read("""
        q8
        质量意识提升┋利润翻番┋成本下降
        利润翻番
    """)
    assert ticked(answers, "q8") == [{1, 8}, None]
    assert found(answers) == [
        (2, "option_unknown", "质量意识提升┋利润翻番┋成本下降"),
        (3, "option_unknown", "利润翻番"),
    ]
    assert answers.loaded == 2


def test_an_unknown_single_choice_is_marked_and_null():
    answers = read("""
        q13
        非常满意
    """)
    assert (answers.columns["q13"], found(answers)) == ([None], [(2, "option_unknown", "非常满意")])


def test_not_ticked_is_false_where_the_question_was_answered():
    answers = read("""
        q14
        宣传培训
        (跳过)
    """)
    assert (answers.columns["q14_1"], answers.columns["q14_2"]) == ([True, None], [False, None])


def test_a_code_that_was_stored_as_a_number_holds_its_row():
    answers = read("""
        name | credit_code         | place
        甲   | =911401001234567000 | 北京市
        乙   | 91110000600037341L  | 北京市
    """)
    assert counts(answers) == (2, 1, 1, 0)
    assert found(answers) == [(2, "credit_code_number", "911401001234567040")]
    assert (answers.columns["name"], answers.columns["row"]) == (["乙"], [3])


def test_a_wrong_code_is_only_marked_and_not_used():
    answers = read("""
        name | credit_code                          | place
        甲   | 911100006000373411                   | 北京市
        乙   | 9111000060003734                     | 北京市
        丙   | (空)                                 | 北京市
        丁   | ９１１１００００６０００３７３４１ｌ | 北京市
    """)
    assert answers.columns["credit_code"] == [None, None, None, "91110000600037341L"]
    assert [(row, rule) for row, rule, _ in found(answers)] == [
        (2, "credit_code_check_digit"),
        (3, "credit_code_shape"),
        (4, "credit_code_missing"),
    ]


def test_ten_thousand_codes_come_out_as_they_went_in():
    codes = [drawing.credit_code(serial) for serial in range(10_000)]
    assert read("\n".join(["credit_code", *codes])).columns["credit_code"] == codes


def test_a_code_may_carry_characters_nobody_sees():
    rows = rows_of("credit_code | place\n91110000600037341L | 北京市")
    rows[1][0] = "\ufeff91110000\u200b600037341L\u202c\xa0"
    answers = questionnaire.read(Sheet("Sheet1", rows))
    assert (answers.columns["credit_code"], found(answers)) == (["91110000600037341L"], [])


def test_a_row_with_neither_name_nor_code_is_held():
    answers = read("""
        name   | credit_code
        (空)   |
               | 91110000600037341L
        甲     |
               | 不记得
    """)
    assert counts(answers) == (4, 2, 2, 0)
    assert [row for row, rule, _ in found(answers) if rule == "firm_missing"] == [2, 5]
    assert answers.columns["row"] == [3, 4]


def test_names_are_compared_without_width_blanks_and_case():
    answers = read("""
        name
        样例（山西）abc 有限公司
        样例(山西)ＡＢＣ有限公司
    """)
    assert len(set(answers.columns["name_key"])) == 1
    assert answers.columns["name"][0] == "样例（山西）abc 有限公司"


def test_places_industries_and_bodies_that_are_not_understood_are_marked():
    answers = read("""
        place    | industry       | body
        火星市   | 火箭业         | 样例认证中心
        朝阳区   | 28 采矿业      | CNCA-R-2002-001
        (空)     | (空)           | (空)
    """)
    assert sorted(found(answers)) == [
        (2, "industry_unknown", "火箭业"),
        (2, "region_unknown", "火星市"),
        (3, "industry_unknown", "28 采矿业"),
        (3, "region_ambiguous", "朝阳区"),
        (4, "body_missing", "(空)"),
        (4, "industry_missing", "(空)"),
        (4, "region_missing", "(空)"),
    ]
    assert answers.columns["body"] == ["样例认证中心", "CNCA-R-2002-001", None]
    assert answers.loaded == 3


def test_the_region_is_context_for_a_name_and_never_given_to_a_row():
    drawn = """
        place
        朝阳区
        (空)
        山西省太原市
    """
    assert read(drawn, region="110000").columns["province"] == ["110000", None, "140000"]


def test_gains_keep_their_text():
    answers = read("""
        q9_1   | q10_2  | q12_3
        约10%  | 下降5  | 5
        10-15  | -5     | 提升3
        =12.5  | 无     | 很多
        下降5  | (空)   | 两成
    """)
    assert answers.columns["q9_1"] == [10, 12.5, 12.5, -5]
    assert answers.columns["q9_1_text"] == ["约10%", "10-15", "12.5", "下降5"]
    assert answers.columns["q10_2"] == [5, -5, None, None]
    assert answers.columns["q12_3"] == [5, -3, None, 20]
    assert sorted(found(answers)) == [
        (3, "percentage_negative", "-5"),
        (3, "percentage_negative", "提升3"),
        (3, "percentage_range", "10-15"),
        (4, "percentage_unreadable", "很多"),
        (5, "percentage_negative", "下降5"),
    ]


@pytest.mark.parametrize(
    ("written", "percent", "rules"),
    [
        ("5", 5, []),
        ("人均产值┋5", 5, []),
        ("人均产值┋约10%", 10, []),
        ("┋5", 5, []),
        ("人均产值┋", None, []),
        ("人均产值┋(空)", None, []),
        ("无", None, []),
        ("人均产值增长5%", 5, []),
        ("人均产值：5%", 5, []),
        ("其他：投诉率，下降5%", -5, ["percentage_negative"]),
        ("良品率 两成", 20, []),
        ("2022年产值增长12.5", 12.5, []),
        ("人均产值10-15", 12.5, ["percentage_range"]),
        ("人均产值┋很多", None, ["percentage_unreadable"]),
        ("人均产值", None, ["percentage_unreadable"]),
    ],
)
def test_another_indicator_is_a_name_and_a_value(written, percent, rules):
    answers = read(f"q9_4 | q13\n{written} | 很满意")
    assert answers.columns["q9_4"] == [percent]
    assert answers.columns["q9_4_text"] == [written]
    assert [rule for _, rule, _ in found(answers)] == rules


def joined(question: str, *texts: str) -> Document:
    """An export in which a question has one column for all its blanks."""
    stem = heading(f"{question}_1").partition("—")[0]
    rows = rows_of("q13\n" + "\n".join("很满意" for _ in texts))
    return questionnaire.read(
        Sheet("Sheet1", [[stem, *rows[0]]] + [[t, *row] for t, row in zip(texts, rows[1:], strict=True)])
    )


def test_several_blanks_in_one_cell():
    answers = joined("q9", "12┋约13┋(空)┋人均产值5", "12┋┋14┋人均产值┋5", "(跳过)", "（空）", "┋┋┋", "1┋2┋3┋┋")
    assert [answers.columns[name] for name in ("q9_1", "q9_2", "q9_3", "q9_4")] == [
        [12, 12, None, None, None, 1],
        [13, None, None, None, None, 2],
        [None, 14, None, None, None, 3],
        [5, 5, None, None, None, None],
    ]
    assert answers.columns["q9_2_text"] == ["约13", None, None, None, None, "2"]
    assert answers.columns["q9_4_text"] == ["人均产值5", "人均产值┋5", None, None, None, None]
    assert found(answers) == []


def test_too_few_or_too_many_blanks_are_not_guessed():
    answers = joined("q10", "12┋5", "12", "1┋2┋3┋4┋5", "1┋2┋")
    assert answers.columns["q10_1"] == [None, None, None, 1]
    assert found(answers) == [
        (2, "blanks_unclear", "12┋5"),
        (3, "blanks_unclear", "12"),
        (4, "blanks_unclear", "1┋2┋3┋4┋5"),
    ]
    assert answers.loaded == 4


def test_the_firms_particulars_in_one_cell():
    rows = rows_of("q13\n很满意\n一般")
    dropped = [i for i, text in enumerate(rows[0]) if text in {heading(c) for c in ("name", "place", "credit_code")}]
    head, *lines = [[cell for i, cell in enumerate(row) if i not in dropped] for row in rows]
    code = drawing.credit_code(1)
    whole = [f"甲有限公司┋山西省太原市┋{code}", "乙有限公司┋山西省太原市"]
    sheet = Sheet(
        "Sheet1", [["1、贵单位基本信息：", *head], *([text, *line] for text, line in zip(whole, lines, strict=True))]
    )
    answers = questionnaire.read(sheet)
    assert (answers.columns["name"], answers.columns["city"]) == (["甲有限公司"], ["140100"])
    assert answers.columns["credit_code"] == [code]
    assert (3, "blanks_unclear", whole[1]) in found(answers)
    assert (answers.loaded, answers.held) == (1, 1)


def test_an_indicators_name_and_value_in_two_columns():
    rows = rows_of("q9_4 | q13\n人均产值 | 很满意\n(空) | 很满意\n投诉 | 很满意\n(空) | 很满意")
    for row, cell in zip(rows, ["(5)同比增长（下降）___%", 5.0, "(空)", "下降5", "7"], strict=True):
        row.insert(1, cell)
    answers = questionnaire.read(Sheet("Sheet1", rows))
    assert answers.columns["q9_4"] == [5, None, -5, 7]
    assert answers.columns["q9_4_text"] == ["人均产值┋5", None, "投诉┋下降5", "┋7"]
    assert [rule for _, rule, _ in found(answers)] == ["percentage_negative"]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2021/7/16 8:03:05", datetime(2021, 7, 16, 8, 3, 5)),
        ("2021-07-16 08:03:05", datetime(2021, 7, 16, 8, 3, 5)),
        ("2021-7-16 8:03", datetime(2021, 7, 16, 8, 3)),
        ("2021.7.16", datetime(2021, 7, 16)),
        (" 2021/7/16  8:03:05 ", datetime(2021, 7, 16, 8, 3, 5)),
        ("2021/7/16 24:03:05", None),
        ("2021/13/1 8:03:05", None),
        ("昨天", None),
    ],
)
def test_times(written, moment):
    answers = read(f"submitted_at\n{written}")
    assert answers.columns["submitted_at"] == [moment]
    assert [rule for _, rule, _ in found(answers)] == ([] if moment else ["time_unreadable"])


def test_a_date_cell_is_a_time():
    rows = rows_of("submitted_at\n2021/7/16 8:03:05")
    rows[1][0] = datetime(2021, 7, 16, 8, 3, 5)
    assert questionnaire.read(Sheet("Sheet1", rows)).columns["submitted_at"] == [datetime(2021, 7, 16, 8, 3, 5)]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("64秒", 64), ("64", 64), ("=64", 64), ("６４秒", 64), ("1分4秒", 64), ("1 分钟 4 秒", 64), ("2分", 120),
     ("1小时0分5秒", 3605), ("", None), ("(空)", None), ("（跳过）", None)],
)  # fmt: skip
def test_seconds(written, seconds):
    answers = read(f"seconds | name\n{written} | 甲")
    assert (answers.columns["seconds"], found(answers)) == ([seconds], [])


@pytest.mark.parametrize("written", ["99999999999秒", "很久", "-5秒"])
def test_seconds_that_cannot_be_read_are_marked(written):
    answers = read(f"seconds | name\n{written} | 甲")
    assert (answers.columns["seconds"], found(answers)) == ([None], [(2, "seconds_unreadable", written)])


# --- the personal link

OWN = "0123456789abcdef"


@pytest.mark.parametrize(
    "written",
    [
        *(OWN, OWN.upper(), f" {OWN}​", "０１２３４５６７８９ａｂｃｄｅｆ", f"sojumpparm={OWN}", f"sojumpparm：{OWN}"),
        *(f"https://www.wjx.cn/vm/abc.aspx?sojumpparm={OWN}", f"https://www.wjx.cn/vm/a?sojumpparm={OWN}&from=wx#1"),
    ],
)
def test_the_digest_of_a_firm_is_read_wherever_its_link_shows_it(written):
    answers = read(f"link | name\n{written} | 甲")
    assert (answers.columns["link"], found(answers)) == ([OWN], [])


@pytest.mark.parametrize(
    "written", ["", "(空)", "微信", "太原", "直接访问", "https://www.baidu.com/", "13812345678", "=3"]
)
def test_what_else_says_how_the_questionnaire_came_is_no_link(written):
    answers = read(f"link | name\n{written} | 甲")
    assert (answers.columns["link"], found(answers)) == ([None], [])


@pytest.mark.parametrize("written", [OWN[:-1], f"{OWN}0", "=1234567890123456", "1.23457E+15", f"{OWN},{OWN[::-1]}"])
def test_a_digest_that_lost_something_is_not_used_and_marked(written):
    answers = read(f"link | name\n{written} | 甲")
    assert answers.columns["link"] == [None]
    assert [(row, rule) for row, rule, _ in found(answers)] == [(2, "link_unclear")]


def test_the_link_may_stand_in_either_of_two_columns():
    rows = drawing.rows_of("link | name\n微信 | 甲\n(空) | 乙")
    rows = [[*row, own] for row, own in zip(rows, ["自定义字段", OWN, OWN[::-1]], strict=True)]
    answers = questionnaire.read(Sheet("Sheet1", rows))
    assert answers.columns["link"] == [OWN, OWN[::-1]]


@given(written=CELLS)
def test_a_link_is_a_digest_or_nothing(written):
    answers = questionnaire._link(written)
    assert answers[0] is None or (len(answers[0]) == 16 and set(answers[0]) <= set("0123456789abcdef"))
    assert answers[1] in ("", "link_unclear")
    assert not all(answers)


def test_blank_rows_inside_and_below_are_ignored():
    rows = rows_of(f"""
        name
        甲
        {BLANK}
        {BLANK}
        乙
    """)
    below = [[""] * len(rows[0])] * 3
    answers = questionnaire.read(Sheet("Sheet1", rows + below))
    assert counts(answers) == (4, 2, 0, 2)
    assert answers.columns["row"] == [2, 5]


def test_a_title_above_the_headings_moves_the_row_numbers():
    rows = rows_of("""
        name | credit_code
        甲   | 不记得
    """)
    title = [["2022年企业调查问卷"] + [""] * (len(rows[0]) - 1), [""] * len(rows[0])]
    answers = questionnaire.read(Sheet("答卷", title + rows))
    assert (answers.columns["row"], answers.columns["sheet"]) == ([4], ["答卷"])
    assert [(i.row, i.sheet, i.column) for i in answers.issues if i.rule == "credit_code_shape"] == [
        (4, "答卷", heading("credit_code"))
    ]


def test_headings_that_are_unknown_repeated_or_missing_are_marked_at_the_heading_row():
    rows = rows_of("q7 | q13\n提升非常明显 | 很满意")
    rows[0] += ["备注", heading("q7")]
    rows[1] += ["", "提升不太明显"]
    answers = questionnaire.read(Sheet("Sheet1", rows))
    marked = {(i.rule, i.column or i.value) for i in answers.issues}
    assert answers.columns["q7"] == [1]
    assert {("heading_unknown", "备注"), ("heading_repeated", heading("q7"))} <= marked
    assert ("question_missing", "您认为贵单位在哪些方面获得了提升") in marked
    assert {i.row for i in answers.issues} == {drawing.TOP}


@pytest.mark.parametrize("rows", [[["姓名", "年龄"], ["甲", 3.0]], [["7、您认为贵单位的提升效果如何？"]], [[""]]])
def test_a_sheet_without_enough_known_headings_is_refused(rows):
    with pytest.raises(Refused, match="没有认识的标题行"):
        questionnaire.read(Sheet("Sheet1", rows))


def test_headings_without_answers_are_refused():
    head = rows_of("name\n甲")[0]
    with pytest.raises(Refused, match="只有标题，没有答卷"):
        questionnaire.read(Sheet("Sheet1", [head, [""] * len(head)]))


@pytest.mark.parametrize("row", [0, 1])
def test_a_text_with_nul_is_refused(row):
    rows = rows_of("q7 | name\n提升非常明显 | 甲")
    rows[row][1] += "\0乙"
    with pytest.raises(Refused, match=f"“{heading('name')}.?”这一列里有看不见的空字符"):
        questionnaire.read(Sheet("Sheet1", rows))


def test_the_year_is_that_of_most_answers():
    answers = read("""
        submitted_at
        2022/12/31 8:00:00
        2023/1/1 8:00:00
        2022/12/30 8:00:00
        (空)
    """)
    assert answers.year == 2022


def test_without_dates_there_is_no_year():
    assert read("submitted_at\n(空)").year is None


def test_both_forms_fill_the_same_columns():
    monthly, yearly = (read("q9_1 | q12_3\n12.5 | 30", year) for year in (2021, 2022))
    assert [bind(rows_of("q9_1 | q12_3", year)[0]).form for year in (2021, 2022)] == [2021, 2022]
    assert monthly.columns["q9_1"] == yearly.columns["q9_1"] == [12.5]
    assert set(monthly.columns) == set(yearly.columns) == set(questionnaire.STAGED)


def test_every_rule_has_its_sentence_and_its_remedy():
    assert {row["level"] for row in rules().values()} == {"error", "warning"}
    assert [name for name, row in rules().items() if not (row["message"] and row["mend"])] == []


KINDS = {
    "loaded": "甲有限公司 | 91110000600037341L",
    "nobody": "(空) | 不记得",
    "number": "乙有限公司 | =911401001234567000",
    "ignored": BLANK,
}


@given(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=30).filter(lambda kinds: set(kinds) != {"ignored"}))
def test_every_row_is_loaded_held_or_ignored(kinds: Sequence[str]):
    answers = read("\n".join(["name | credit_code", *(KINDS[kind] for kind in kinds)]))
    last = max(index for index, kind in enumerate(kinds) if kind != "ignored") + 1
    held = {index + 2 for index, kind in enumerate(kinds) if kind in ("nobody", "number")}
    assert answers.in_file == last == answers.loaded + answers.held + answers.ignored
    assert (answers.held, answers.ignored) == (len(held), kinds[:last].count("ignored"))
    assert answers.columns["row"] == [index + 2 for index, kind in enumerate(kinds) if kind == "loaded"]
    assert {issue.row for issue in answers.issues if issue.level == "error"} == held


@given(st.lists(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)), min_size=1, max_size=6))
def test_any_cells_are_conserved(cells: list[list[Any]]):
    head = [heading(column) for column in COLUMNS]
    filled = [number for number, row in enumerate(cells, 2) if any(cell != "" for cell in row)]
    if not filled:
        cells, filled = [[*cells[0][:-1], "x"]], [2]
    answers = questionnaire.read(Sheet("Sheet1", [head, *cells]))
    held = {issue.row for issue in answers.issues if issue.level == "error"}
    assert answers.in_file == max(filled) - 1 == answers.loaded + answers.held + answers.ignored
    assert sorted([*answers.columns["row"], *held]) == filled
    assert {len(values) for values in answers.columns.values()} == {answers.loaded}
