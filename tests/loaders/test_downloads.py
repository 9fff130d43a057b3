"""The downloads 问卷星 offers of the same answers, by texts and by option numbers, are read as the same answers."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import Refused
from data.forms.questionnaire import option_texts, questions
from data.reference import table
from data.samples import export
from data.samples.writing import OTHER
from loaders import kinds, questionnaire, reading
from loaders.document import Context, Document
from loaders.headings import Option, bind, bracketed, form, options
from loaders.reading import Sheet
from tests.loaders import drawing

SINGLE = {"q3": 5, "q5": 2, "q7": 3, "q13": 4}
MULTIPLE = {"q8": 12, "q14": 7, "q15": 7}
LOST = {"q8_12_text", "q14_7_text", "q15_7_text"}  # texts of “other”, which a download by numbers leaves out
BLANKS = {"(跳过)": -3, "(空)": -2}
Answer = dict[str, Any]


def printed(question: str) -> dict[int, str]:
    """Options as an export prints them, by position."""
    texts = option_texts(question)
    return texts | ({len(texts): OTHER[question][0]} if question in OTHER else {})


def industries(key: str) -> dict[int, Any]:
    return {int(row["code"]): row[key] for row in table("industries")}


def numbered_headings(year: int, style: str) -> list[str]:
    """The headings of a download by numbers: the new style repeats the stem only once, the old one never."""
    columns = [row["column"] for row in questions(year)]
    lead, texts = export.headings(year)[:6], export.headings(year)[6:]
    headings = list(lead)
    for column, text in zip(columns, texts, strict=True):
        if column not in MULTIPLE:
            headings.append(text)
            continue
        number = text.partition("、")[0]
        first = f"第{number}题" if style == "old" else text
        rest = f"第{number}题" if style == "old" else number
        headings += [f"{rest if i > 1 else first}({option})" for i, option in printed(column).items()]
    return headings


def leading(serial: int) -> list[str]:
    return [str(serial), f"2022/11/3 8:03:{serial:02d}", "64秒", "微信", "N/A", "192.0.2.1(山西-太原)"]


def by_text(answer: Answer, column: str) -> list[Any]:
    """The cell of a column in a download by texts."""
    value = answer[column]
    if value in BLANKS or isinstance(value, str):
        return [value]
    if column == "industry":
        return [industries("name")[value]]
    if column in SINGLE:
        return [printed(column)[value]]
    count = MULTIPLE[column]
    texts = [printed(column)[i] + ("〖人员稳定〗" if i == count else "") for i in sorted(value)]
    return ["┋".join(texts)]


def by_number(answer: Answer, column: str) -> list[Any]:
    """The cells of a column in a download by numbers."""
    value = answer[column]
    if column in MULTIPLE and value in BLANKS:
        return [0 if answer["zeros"] else BLANKS[value]] * MULTIPLE[column]
    if column in MULTIPLE:
        return [int(i in value) for i in range(1, MULTIPLE[column] + 1)]
    if column == "industry" and value not in BLANKS:
        return [int(industries("form_position")[value])]
    return [BLANKS.get(value, value) if column in (*SINGLE, "industry") else value]


def workbook(rows: list[list[Any]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
    return file.getvalue()


def gb18030(rows: list[list[Any]]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("gb18030")


def read(content: bytes, file: str = "") -> Document:
    (sheet,) = reading.sheets(content)
    return questionnaire.read(sheet, Context(file=file))


@st.composite
def answers(draw: st.DrawFn, columns: list[str]) -> Answer:
    blank = st.sampled_from(list(BLANKS))
    answer: Answer = {
        column: draw(st.sampled_from(["12.5", "约10%", "-3", "-2", "无", "10-15", *BLANKS])) for column in columns
    }
    answer |= {
        column: draw(st.sampled_from(["资料齐全，讲解清楚", "2021年3月", *BLANKS]))
        for column in columns
        if "_text" in column or "contact" in column
    }
    answer |= {q: draw(st.integers(1, count) | blank) for q, count in SINGLE.items()}
    answer |= {q: draw(st.frozensets(st.integers(1, n), min_size=1) | blank) for q, n in MULTIPLE.items()}
    answer |= {"industry": draw(st.integers(1, 39) | blank), "zeros": draw(st.booleans())}
    return answer | {
        "place": draw(st.sampled_from(["山西省太原市", "北京市"])),
        "body": "中国质量认证中心",
        "q4": "2020年5月",
    }


@given(st.data(), st.sampled_from([2021, 2022]))
@settings(max_examples=50, deadline=None)
def test_texts_and_numbers_give_the_same_answers(data: st.DataObject, year: int) -> None:
    columns = [q.column for q in form(year)]
    drawn = data.draw(st.lists(answers(columns), min_size=1, max_size=8))
    drawn[0] |= dict.fromkeys(SINGLE, 1)  # a file in which nobody chose anything says nothing of its numbers
    for serial, answer in enumerate(drawn, 1):
        answer |= {"name": f"样例{serial}有限公司", "credit_code": drawing.credit_code(serial)}

    def rows(headings: list[str], cells: Any) -> list[list[Any]]:
        return [headings, *([*leading(n), *(c for q in columns for c in cells(a, q))] for n, a in enumerate(drawn, 1))]

    texts = rows(export.headings(year), by_text)
    numbers = [rows(numbered_headings(year, style), by_number) for style in ("new", "old")]
    expected = read(workbook(texts))
    assert expected.loaded == len(drawn)
    for content in (gb18030(texts), *(write(one) for one in numbers for write in (workbook, gb18030))):
        found = read(content)
        assert [(i.row, i.rule) for i in found.issues] == [(i.row, i.rule) for i in expected.issues]
        for name in set(questionnaire.STAGED) - LOST - {"sheet"}:
            assert found.columns[name] == expected.columns[name], name


# --- headings


@pytest.mark.parametrize(
    ("heading", "inside"),
    [
        ("第8题(质量意识提升)", "质量意识提升"),
        ("第8题（质量意识提升） ：", "质量意识提升"),
        ("8(成本下降)", "成本下降"),
        ("第8题(ACG文化(动漫、游戏等))", "ACG文化(动漫、游戏等)"),
        ("第14题(其他，请简述)", "其他,请简述"),
        ("8、提升？（最多选择 8 项）(其他（请简述）)", "其他(请简述)"),
        ("第14题(其他(请简述)", "其他(请简述"),
        ("8、您认为贵单位在哪些方面获得了提升？", ""),
        ("", ""),
        (")", ""),
    ],
)
def test_what_stands_in_the_outermost_brackets(heading, inside):
    assert bracketed(heading) == inside


def owners(headings: list[str]) -> list[str | None]:
    """The question and option of each column."""
    bound = bind(headings).columns
    found = [bound.get(position) for position in range(len(headings))]
    return [
        f"{one.question.column}_{one.position}" if isinstance(one, Option) else getattr(one, "column", None)
        for one in found
    ]


@pytest.mark.parametrize("year", [2021, 2022])
@pytest.mark.parametrize("style", ["new", "old"])
def test_every_option_has_its_column(year, style):
    binding = bind(numbered_headings(year, style))
    assert (binding.form, binding.missing, binding.unknown, binding.repeated) == (year, [], [], [])
    assert {q.column: len(places) for q, places in binding.options.items()} == MULTIPLE


def test_the_option_whose_name_the_paper_cuts_short():
    assert owners(["第8题(客户满意度提)", "第8题(客户满意度提升)"]) == ["q8_10", None]


def test_a_question_of_a_text_download_may_end_in_brackets():
    assert owners(["14、在本次提升行动中，您对以下哪些方面比较满意？（最多选择五项）"]) == ["q14"]


SATISFIED, SUGGESTIONS = "13、贵单位对本次提升行动的整体满意程度？", "16、针对进一步做好提升行动，您还有哪些意见建议？"
WHY, WHY_NOT = "请具体阐述满意的方面", "请具体阐述不满意的方面"
FOURTEEN, FIFTEEN = ["第14题(宣传培训)", "第14题(其他，请简述)"], ["第15题(宣传培训)", "第15题(其他，请简述)"]
Q14, Q15, NEITHER = ["q14_1", "q14_7"], ["q15_1", "q15_7"], [None, None]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ([SATISFIED, *FOURTEEN, WHY, *FIFTEEN, WHY_NOT], ["q13", *Q14, "q14_text", *Q15, "q15_text"]),
        ([SATISFIED, *FOURTEEN, *FIFTEEN, SUGGESTIONS], ["q13", *Q14, *Q15, "q16_text"]),
        ([WHY, *FIFTEEN, WHY_NOT], ["q14_text", *Q15, "q15_text"]),
        ([SATISFIED, *FIFTEEN, WHY], ["q13", *Q14, "q14_text"]),  # the number does not count
        ([SATISFIED, *FIFTEEN, SUGGESTIONS], ["q13", *NEITHER, "q16_text"]),
        ([*FOURTEEN, *FIFTEEN], [*Q14, *Q15]),
        (["第3题(成本下降)", "第3题(创新能力提升)"], ["q8_8", "q8_5"]),
    ],
)
def test_stemless_options_belong_to_the_question_whose_place_it_is(headings, expected):
    assert owners(headings) == expected


def test_an_option_that_is_not_on_the_form_is_named_and_the_others_count():
    headings = ["8、您认为贵单位在哪些方面获得了提升？(利润翻番)", "8(成本下降)", "8(规模翻番)", "8(创新能力提升)"]
    assert owners(headings) == [None, "q8_8", None, "q8_5"]
    assert sorted(bind(headings).unknown) == [0, 2]


# --- cells

Q8 = [f"第8题({text})" for text in option_texts("q8").values()]


def sheet(columns: list[str], lines: list[list[Any]], year: int = 2022) -> Sheet:
    """A plain export by numbers; `columns` are columns of the form or headings."""
    plain: dict[str, Any] = {**drawing.PLAIN, "industry": 28, "q3": 1, "q5": 1, "q7": 1, "q13": 1}
    others = [c for c in plain if c not in columns and c not in ("name", "credit_code")]
    names = {q.column for q in form(year)}
    head = [drawing.heading(c, year) if c in names or c in plain else c for c in [*columns, *others, "name"]]
    return Sheet("Sheet1", [head, *([*line, *(plain[c] for c in others), f"甲{n}"] for n, line in enumerate(lines))])


def found(document: Document) -> list[tuple[int, str, str]]:
    return [(i.row, i.rule, i.value) for i in document.issues if i.row > 1 and i.rule not in ("credit_code_missing",)]


def ticked(document: Document, question: str) -> list[list[bool | None]]:
    rows = zip(*(document.columns[f"{question}_{i}"] for i in range(1, MULTIPLE[question] + 1)), strict=True)
    return [list(row) for row in rows]


def test_a_single_choice_is_a_position_and_skipped_or_empty_is_null():
    document = questionnaire.read(sheet(["q7", "q13"], [[1.0, 4.0], ["3", "２"], [-3.0, "-2"], ["", "(跳过)"]]))
    assert document.columns["q7"] == [1, 3, None, None]
    assert document.columns["q13"] == [4, 2, None, None]
    assert found(document) == [(3, "skip_violated", "13")]


def test_an_industry_is_its_position_on_the_form_and_not_its_code():
    document = questionnaire.read(sheet(["industry"], [[1], [22.0], ["23"], [28], [-3], ["建设业"]]))
    assert document.columns["industry"] == [2, 23, 1, 28, None, 28]
    assert found(document) == [(6, "industry_missing", "")]


def test_in_a_text_download_a_bare_number_is_the_industry_code():
    drawn = "industry\n2\n23"
    assert questionnaire.read(drawing.sheet(drawn)).columns["industry"] == [2, 23]


def test_no_option_ticked_is_blank_and_never_none_of_these():
    lines = [
        [0] * 12,
        [1, *[0] * 11],
        [-3] * 12,
        [-2.0] * 12,
        [""] * 12,
        ["0"] * 12,
        [*["0"] * 11, "1"],
        ["(跳过)"] * 12,
    ]
    document = questionnaire.read(sheet(Q8, lines))
    blank = [None] * 12
    first, last = [True, *[False] * 11], [*[False] * 11, True]
    assert ticked(document, "q8") == [blank, first, blank, blank, blank, blank, last, blank]
    assert document.columns["q8_12_text"] == [None] * 8
    assert found(document) == []


def test_an_option_without_a_column_is_not_known_and_named():
    document = questionnaire.read(sheet(Q8[:3], [[1, 0, 0], [0, 0, 0]]))
    assert ticked(document, "q8") == [[True, False, False, *[None] * 9], [None] * 12]
    missing = [i.value for i in document.issues if i.rule == "option_missing"]
    assert missing == list(option_texts("q8").values())[3:]
    assert "q8" not in [i.column for i in document.issues if i.rule == "question_missing"]


def test_a_word_among_numbers_is_marked():
    document = questionnaire.read(sheet(["q7", *Q8], [["很好", "是", *[1] * 8, 0, 0, 0], [1, *[1] * 8, 0, 0, 0, 0]]))
    assert document.columns["q7"] == [None, 1]
    assert ticked(document, "q8")[0] == [None, *[True] * 8, *[False] * 3]
    assert sorted(found(document)) == [(2, "option_unknown", "很好"), (2, "option_unknown", "是")]


def test_a_number_among_words_is_marked_and_not_taken_for_a_position():
    document = questionnaire.read(drawing.sheet("q7\n1\n提升非常明显"))
    assert document.columns["q7"] == [None, 1]
    assert found(document) == [(2, "option_unknown", "1")]


def test_minus_three_in_a_blank_for_a_percentage_is_a_number():
    document = questionnaire.read(sheet(["q9_1", "q16_text", *Q8], [["-3", "-3", 1, *[0] * 11]]))
    assert (document.columns["q9_1"], document.columns["q16_text"]) == ([-3], [None])


def test_a_file_is_told_by_its_cells_not_its_name():
    name = "320419112_按文本_标题_1108_1067.xlsx"
    assert questionnaire.read(sheet(["q7"], [[3]]), Context(file=name)).columns["q7"] == [3]


# --- scores

SCORES = "320419112_按分数_标题_1108_1067.xlsx"


def test_scores_that_are_positions_are_read():
    assert questionnaire.read(sheet(["q13"], [[4]]), Context(file=SCORES)).columns["q13"] == [4]


@pytest.mark.parametrize("score", [0, 5, 100, 2.5, "60"])
@pytest.mark.parametrize(
    ("columns", "rest", "file"), [(["q13", *Q8], [1] * 12, ""), (["q13", "总分"], [80], ""), (["q13"], [], SCORES)]
)
def test_scores_that_are_not_positions_are_refused(columns, rest, file, score):
    with pytest.raises(Refused, match=r"不是选项的序号.*“按文本”或“按序号”"):
        questionnaire.read(sheet(columns, [[2, *rest], [score, *rest]]), Context(file=file))


def test_scores_of_options_are_refused():
    with pytest.raises(Refused, match=r"“第8题\(成本下降\)”一列里的“5”不是选项的序号"):
        questionnaire.read(sheet(Q8, [[1] * 7 + [5] + [0] * 4]))


def test_scores_with_a_total_may_be_in_an_order_of_their_own():
    with pytest.raises(Refused, match="分数不一定是选项的序号"):
        questionnaire.read(sheet(["q13", "总分"], [[4, 10]]), Context(file=SCORES))


def test_a_total_alone_does_not_matter():
    assert questionnaire.read(sheet(["q13", "总分", "用户ID"], [[4, 10, "u1"]])).columns["q13"] == [4]


def test_numbers_somebody_typed_into_a_few_answers_are_only_marked():
    document = questionnaire.read(sheet(["q13"], [[9]]))
    assert document.columns["q13"] == [None]
    assert (2, "option_unknown", "9") in found(document)


# --- the real shapes, and every kind at once


def test_the_numbers_of_a_ledger_are_not_taken_for_answers(tmp_path: Path) -> None:
    rows = [["序号", "企业名称", "统一社会信用代码", "所属行业"], ["1", "甲有限公司", "91110000600037341L", "28"]]
    document = kinds.read(reading.sheets(gb18030(rows)), Context())
    assert (document.kind, document.columns["industry"], document.columns["sheet"]) == ("ledger", [28], ["CSV"])


def test_all_options_are_known_by_every_name():
    for question in MULTIPLE:
        assert set(options(question).values()) == set(range(1, MULTIPLE[question] + 1))
