"""Filled sheets of the telephone check."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Refused
from data.forms import phone_check as sheet_of
from data.reference import table
from loaders import importing, kinds
from loaders.document import Context, Document
from loaders.importing import Outcome, Wanted
from loaders.reading import Sheet
from metrics import __main__ as program
from tests.loaders import drawing
from tests.loaders.drawing import ask, credit_code
from tests.programs import runs

FILE = "2022年太原市电话核查表.xlsx"
HEAD = "答卷编号 | 企业名称 | 年度 | 联系电话 | 是否接通 | 复核满意度 | 复核提升 | 核查日期 | 备注"


def read(text: str, file: str = FILE) -> Document:
    document = kinds.read([drawing.ledger(text, "核查")], Context(None, file))
    assert document.in_file == document.loaded + document.held + document.ignored
    return document


def rules(document: Document) -> list[tuple[int, str, str]]:
    return [(i.row, i.value, i.rule) for i in document.issues]


def test_a_filled_sheet():
    document = read(f"""
        小微企业质量管理体系认证提升行动电话核查表
        {HEAD}
        12-3 | 甲有限公司 | 2022 | 13800000001 | 已接通 | 1 很满意 | 3 提升不太明显 | 2022/11/28 | 张经理
        12-9 | 乙有限公司 | 2022 | 13800000002 | 未接通 |  |  | 2022/11/28 | 关机
        12-7 | 丙有限公司 | 2022 | 13800000003 |  |  |  |  |
    """)
    assert (document.kind, document.year, document.sender) == ("phone_check", 2022, "140100")
    assert (document.loaded, document.held, document.ignored) == (2, 0, 1)
    assert document.columns["response_id"] == ["12-3", "12-9"]
    assert document.columns["reached"] == [True, False]
    assert document.columns["q13_again"] == [1, None]
    assert document.columns["q7_again"] == [3, None]
    assert [str(day) for day in document.columns["called_on"]] == ["2022-11-28 00:00:00"] * 2
    assert rules(document) == [(0, "1", "check_not_called")]
    assert document.subject == "12-3…12-7 (3)"


def test_telephones_names_of_persons_and_remarks_are_not_kept():
    document = read(
        f"{HEAD}\n12-3 | 甲有限公司 | 2022 | 13800000001 | 已接通 | 1 | 1 | 2022/11/28 | 张经理 13900000002"
    )
    kept = json.dumps({name: list(map(str, cells)) for name, cells in document.columns.items()}, ensure_ascii=False)
    assert [private for private in ("13800000001", "13900000002", "张经理") if private in kept] == []


@pytest.mark.parametrize("row", table("phone_check_words"), ids=lambda row: f"{row['column']}-{row['word']}")
def test_every_word_means_what_the_table_says(row):
    reached, again = (row["word"], "") if row["column"] == "reached" else ("已接通", row["word"])
    line = (
        f"{HEAD}\n1-2 | 甲有限公司 | 2022 |  | {reached} | {again} |  |  |\n1-3 | 乙有限公司 | 2022 |  | 是 |  |  |  |"
    )
    document = read(line)
    said = dict(zip(document.columns["response_id"], document.columns["reached"], strict=True)).get("1-2")
    assert said is {"yes": True, "no": False, "not_called": None, "none": True}[row["meaning"]]
    assert document.held == 0


def test_words_differ_from_one_another():
    words = [(row["column"], row["word"]) for row in table("phone_check_words")]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("text", ["1", "=1", "很满意", "1 很满意", "1、很满意", "① 很满意", " 很 满意 "])
def test_an_option_is_named_by_its_number_its_text_or_both(text):
    document = read(f"{HEAD}\n1-2 | 甲有限公司 | 2022 |  | 是 | {text} |  |  |")
    assert (document.columns["q13_again"], document.issues) == ([1], [])


@pytest.mark.parametrize(
    ("line", "value", "rule"),
    [
        (" | 甲 | 2022 | | 是 | 1 | | | ", "", "response_id_missing"),
        ("2022/12/3 | 甲 | 2022 | | 是 | 1 | | | ", "2022/12/3", "response_id_unreadable"),
        ("12月3日 | 甲 | 2022 | | 是 | 1 | | | ", "12月3日", "response_id_unreadable"),
        ("1-2 | 甲 | 2022 | | 大概吧 | 1 | | | ", "大概吧", "reached_unknown"),
        ("1-2 | 甲 | 2022 | | | 1 | | | ", "", "reached_missing"),
        ("1-2 | 甲 | 2022 | | | | | | 下午再打", "", "reached_missing"),
        ("1-2 | 甲 | 2022 | | 未接通 | 1 | | | ", "未接通", "answered_unreached"),
        ("1-2 | 甲 | 2022 | | 是 | 满意 | | | ", "满意", "answer_unknown"),
        ("1-2 | 甲 | 2022 | | 是 | 5 | | | ", "5", "answer_unknown"),
        ("1-2 | 甲 | 2022 | | 是 | 2 很满意 | | | ", "2 很满意", "answer_unknown"),
        ("1-2 | 甲 | 2022 | | 是 | | 很满意 | | ", "很满意", "answer_unknown"),
    ],
)
def test_what_is_not_certain_waits(line, value, rule):
    document = read(f"{HEAD}\n{line}\n1-9 | 乙 | 2022 | | 是 | | | |")
    assert (document.loaded, document.held, document.ignored) == (1, 1, 0)
    assert rules(document) == [(2, value, rule)]


def test_a_number_that_excel_made_a_date_waits(tmp_path, store):
    """`12-3` typed into a cell that is no text is the third of December."""
    sheet = drawing.ledger(f"{HEAD}\n12-3 | 甲 | 2022 | | 是 | 1 | | | \n1-9 | 乙 | 2022 | | 是 | | | |")
    file = drawing.book(tmp_path / FILE, sheet)
    book = openpyxl.load_workbook(file)
    book.active["A2"] = drawing.MADE
    book.save(file)
    (outcome,) = importing.check([file], store)
    assert [(i.row, i.rule, i.level) for i in outcome.issues] == [(2, "response_id_unreadable", "error")]


def test_a_day_that_cannot_be_read_is_marked_only():
    document = read(f"{HEAD}\n1-2 | 甲 | 2022 | | 是 | 1 | | 上周三 | ")
    assert (document.loaded, document.columns["called_on"]) == (1, [None])
    assert rules(document) == [(2, "上周三", "call_date_unreadable")]


def test_two_rows_about_one_answer_wait():
    document = read(
        f"{HEAD}\n1-2 | 甲 | 2022 | | 否 | | | | \n1-2 | 甲 | 2022 | | 是 | 1 | | | \n1-9 | 乙 | 2022 | | 是 | | | |"
    )
    assert (document.loaded, document.held) == (1, 2)
    assert rules(document) == [(2, "3", "check_repeated"), (3, "2", "check_repeated")]


def test_the_same_answer_on_two_sheets_is_refused():
    sheets = [drawing.ledger(f"{HEAD}\n1-2 | 甲 | 2022 | | 是 | 1 | | | ", name) for name in ("一组", "二组")]
    with pytest.raises(Refused, match="同一份答卷"):
        kinds.read(sheets, Context(None, FILE))


def test_a_sheet_nobody_has_filled_in_is_refused():
    with pytest.raises(Refused, match="还没有核查结果"):
        read(f"{HEAD}\n1-2 | 甲 | 2022 | 13800000001 | | | | | \n1-3 | 甲 | 2022 | | 未拨打 | | | | ")


def test_a_ledger_with_an_answer_s_number_is_a_ledger():
    sheet = drawing.ledger(f"企业名称 | 信用代码 | 所属行业 | 答卷编号\n甲有限公司 | {credit_code(1)} | 17 | 1-2")
    assert kinds.read([sheet], Context(None, "2022年太原市台账.xlsx")).kind == "ledger"


ROW = st.fixed_dictionaries(
    {
        "reached": st.sampled_from((sheet_of.REACHED, sheet_of.UNREACHED, None)),
        "q13_again": st.one_of(st.none(), st.integers(1, 4)),
        "q7_again": st.one_of(st.none(), st.integers(1, 3)),
    }
)


@given(st.lists(ROW, min_size=1, max_size=20))
def test_what_the_drop_downs_say_is_what_is_read(rows):
    """Rows that say so are loaded as they are, rows without a word are left out, all else waits; none is lost."""
    named = ("response_id", "reached", "q13_again", "q7_again")
    filled = [{**row, "response_id": f"1-{n}"} for n, row in enumerate(rows, 2)]
    lines = [[sheet_of.shown(name, row[name]) for name in named] for row in filled]
    sheet = Sheet("核查", [[sheet_of.HEADINGS[name] for name in named], *lines])
    blank = [row for row in rows if not any(row.values())]
    if len(blank) == len(rows):
        with pytest.raises(Refused):
            kinds.read([sheet], Context(None, FILE))
        return
    document = kinds.read([sheet], Context(None, FILE))
    good = [
        (row["response_id"], row["reached"] == sheet_of.REACHED, row["q13_again"], row["q7_again"])
        for row in filled
        if row["reached"] == sheet_of.REACHED
        or (row["reached"] == sheet_of.UNREACHED and not (row["q13_again"] or row["q7_again"]))
    ]
    assert list(zip(*(document.columns[name] for name in named), strict=True)) == good
    assert document.ignored == len(blank)
    assert document.in_file == len(rows) == document.loaded + document.held + document.ignored


# --- in a version


def load(store, tmp_path, text: str, name: str = FILE) -> Outcome:
    file = drawing.book(tmp_path / name, drawing.ledger(text))
    (outcome,) = importing.load([file], store, Wanted(region="140000"))
    assert outcome.status == "loaded", outcome.refusal
    return outcome


@pytest.fixture
def answered(store, export) -> Any:
    """A store with four answers: 1-2, 1-3, 1-4, 1-5."""
    importing.load(
        [export("q13 | q7\n很满意 | 提升非常明显\n一般 | 提升比较明显\n很满意 | \n不满意 | 提升不太明显")], store
    )
    return store


def found(store) -> list[tuple[str, str, str]]:
    return ask(store, "SELECT rule, value, level FROM issue WHERE found = 'version' ORDER BY ALL")


def test_a_call_has_the_place_the_industry_and_the_options_of_its_answer(answered, tmp_path):
    load(answered, tmp_path, f"{HEAD}\n1-3 | 样例2有限公司 | 2022 | | 是 | 2 | 2 | 2022/11/28 | ")
    (row,) = ask(
        answered,
        "SELECT response_id, firm, year, city, industry, sector, called_on::VARCHAR, reached, q13, q13_again, q7, q7_again "
        "FROM phone_check",
    )
    who = ("1-3", credit_code(2), 2022, "140100", 28, "other")
    assert row == (*who, "2022-11-28", True, 3, 2, 2, 2)
    assert found(answered) == []


def test_a_number_that_no_answer_has_is_a_finding(answered, tmp_path):
    outcome = load(
        answered, tmp_path, f"{HEAD}\n1-77 | 甲 | 2022 | | 是 | 1 | | |\n1-2 | 样例1有限公司 | 2022 | | 是 | | | |"
    )
    assert ask(answered, "SELECT response_id FROM phone_check") == [("1-2",)]
    assert found(answered) == [("check_no_answer", "1-77", "warning")]
    assert [(i.row, i.rule) for i in outcome.merged] == [(2, "check_no_answer")]


@pytest.mark.parametrize(
    ("name", "code", "counts"),
    [
        ("样例1有限公司", credit_code(1), True),
        ("写法不同的公司", credit_code(1), True),
        ("样例1有限公司", credit_code(2), False),
        ("样例1有限公司", "9.114E+17", True),  # Excel spoilt the code: the name decides
        ("别的公司", "", False),
        ("", "", True),
    ],
)
def test_a_row_that_names_another_firm_is_not_the_answer_s(answered, tmp_path, name, code, counts):
    head = "答卷编号 | 企业名称 | 统一社会信用代码 | 是否接通"
    load(answered, tmp_path, f"{head}\n1-2 | {name} | {code} | 是")
    assert ask(answered, "SELECT count(*) FROM phone_check") == [(int(counts),)]
    assert found(answered) == ([] if counts else [("check_other_firm", "1-2", "warning")])


def test_of_two_sheets_about_one_answer_the_later_counts(answered, tmp_path):
    load(
        answered,
        tmp_path,
        f"{HEAD}\n1-2 | 样例1有限公司 | 2022 | | 否 | | | |\n1-3 | 样例2有限公司 | 2022 | | 否 | | | |",
    )
    load(
        answered,
        tmp_path,
        f"{HEAD}\n1-2 | 样例1有限公司 | 2022 | | 是 | 1 | | | ",
        "2022年太原市电话核查表（第二次）.xlsx",
    )
    calls = ask(answered, "SELECT response_id, reached FROM phone_check ORDER BY 1")
    assert calls == [("1-2", True), ("1-3", False)]
    assert found(answered) == [("check_newer", "1-2", "warning")]


def test_the_same_sheet_filled_in_further_replaces_itself(answered, tmp_path):
    load(answered, tmp_path, f"{HEAD}\n1-2 | 甲 | 2022 | | | | | |\n1-3 | 样例2有限公司 | 2022 | | 否 | | | |")
    more = f"{HEAD}\n1-2 | 样例1有限公司 | 2022 | | 是 | | | |\n1-3 | 样例2有限公司 | 2022 | | 否 | | | |"
    file = drawing.book(tmp_path / "2022年太原市电话核查表（补）.xlsx", drawing.ledger(more))
    (outcome,) = importing.load([file], answered)
    assert outcome.status == "pending" and outcome.replaces
    (outcome,) = importing.load([file], answered, Wanted(replace=True))
    assert outcome.status == "loaded"
    assert ask(answered, "SELECT count(*), count(*) FILTER (WHERE reached) FROM phone_check") == [(2, 1)]


# --- printed, filled in, loaded


ANSWERS = [
    ("很满意", "提升非常明显"),
    ("一般", "提升比较明显"),
    ("很满意", ""),
    ("不满意", "提升不太明显"),
    ("比较满意", ""),
]
# What is written into the sheet: reached, satisfaction, improvement.
CALLS = {
    "1-2": ("已接通", "1 很满意", "2 提升比较明显"),  # 1 of 2 agrees
    "1-3": ("已接通", "3 一般", "2 提升比较明显"),  # 2 of 2
    "1-4": ("已接通", "", "1 提升非常明显"),  # the questionnaire has no answer to Q7: none compared
    "1-5": ("未接通", "", ""),
    "1-6": None,
}
REACHED, AGREEMENT = (3, 4), (3, 4)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_printed_sheet_comes_back(store, export, tmp_path, monkeypatch, capsys, kind):
    """`phone-sample` prints it, a clerk fills it in, `load` reads it, and the rates are a hand count's."""
    text = "\n".join(["q13 | q7", *(f"{q13} | {q7}" for q13, q7 in ANSWERS)])
    importing.load([export(text)], store)

    run = runs(program, monkeypatch, capsys)

    def metrics(*words: str) -> str:
        done = run(*words, "--store", store.path)
        assert done.code == 0
        return done.out

    file = tmp_path / f"2022年山西省电话核查表.{kind}"
    if kind == "xlsx":
        metrics("phone-sample", "--out", str(file))
        fill_workbook(file)
    else:
        file.write_text(filled(metrics("phone-sample")), encoding="utf-8")
    (outcome,) = importing.load([file], store)
    assert (outcome.status, outcome.refusal) == ("loaded", None)
    assert [(i.rule, i.value) for i in [*outcome.issues, *outcome.merged]] == [("check_not_called", "1")]
    rows = json.loads(metrics("show", "phone_reached_rate", "phone_agreement_rate", "--json"))
    assert [(row["numerator"], row["denominator"]) for row in rows] == [REACHED, AGREEMENT]


def fill_workbook(file: Path) -> None:
    """Fill in as a clerk does: below the headings, from the drop-downs."""
    book = openpyxl.load_workbook(file)
    sheet = book.active
    headings = [cell.value for cell in sheet[sheet_of.FIRST]]
    for row in sheet.iter_rows(min_row=sheet_of.FIRST + 1):
        for heading, said in zip(("是否接通", "复核满意度", "复核提升"), CALLS[row[0].value] or (), strict=False):
            row[headings.index(heading)].value = said
    book.save(file)


def filled(printed: str) -> str:
    """The printed lines, filled in."""
    head, *lines = printed.splitlines()
    at = head.split(",").index("是否接通")
    done = [line.split(",") for line in lines]
    for cells in done:
        cells[at : at + 3] = CALLS[cells[0]] or ("", "", "")
    return "\n".join([head, *(",".join(cells) for cells in done)])
