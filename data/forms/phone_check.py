"""电话核查表: answers that are asked again by telephone, a row an answer, with drop-downs for what was said."""

from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from data.forms.questionnaire import option_texts
from data.reference import table

TITLE = "小微企业质量管理体系认证提升行动电话核查表"
SHEET = "电话核查"
REACHED, UNREACHED = "已接通", "未接通"
FIRST = 3  # rows above the first answer: title, unit line, headings
ROOM = 2000  # rows that have drop-downs
A4 = 9

COLUMNS = tuple(row["column"] for row in table("phone_check_columns"))
HEADINGS = {row["column"]: row["heading"] for row in table("phone_check_columns")}
TO_FILL = tuple(row["column"] for row in table("phone_check_columns") if row["to_fill"])


def option(question: str, position: int) -> str:
    """An option of a question as the sheet has it: “1 很满意”."""
    return f"{position} {option_texts(question)[position]}"


def draw(book: xlsxwriter.Workbook, rows: Sequence[Mapping[str, Any]], unit_line: str = "") -> Worksheet:
    """Draw the sheet; every cell is text, so that no number of an answer becomes a date.

    `rows` are answers by the columns of `COLUMNS`, places as codes and answers as positions of options; what is
    missing stays blank.
    """
    sheet = book.add_worksheet(SHEET)
    head = book.add_format({"bold": True, "top": 2, "bottom": 1, "text_wrap": True, "align": "center"})
    text = book.add_format({"num_format": "@"})
    known, to_fill = (
        book.add_format({"num_format": "@", "bottom": 4, "font_color": color}) for color in ("#6B6B6B", "#000000")
    )
    sheet.write_string(0, 0, TITLE, book.add_format({"bold": True, "font_size": 16}))
    sheet.write_string(1, 0, unit_line)
    for at, column in enumerate(table("phone_check_columns")):
        written = to_fill if column["to_fill"] else known
        sheet.set_column(at, at, int(column["width"]), text)
        sheet.write_string(FIRST - 1, at, column["heading"], head)
        _validate(sheet, at, column)
        for nth, row in enumerate(rows, FIRST):
            sheet.write_string(nth, at, shown(column["column"], row.get(column["column"])), written)
    sheet.freeze_panes(FIRST, 2)
    sheet.repeat_rows(FIRST - 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    return sheet


def shown(column: str, value: Any) -> str:
    """What a cell says: a place by its name, an answer by its option."""
    if value is None or value != value:  # of a frame, what is missing may be NaN
        return ""
    if column in ("q13", "q7", "q13_again", "q7_again"):
        return option(column.removesuffix("_again"), int(value))
    if column in ("province", "city", "county"):
        return next((row["name"] for row in table("regions") if row["code"] == value), str(value))
    return str(value)


def _validate(sheet: Worksheet, at: int, column: Mapping[str, str]) -> None:
    rule: dict[str, Any] = {"validate": "any"}
    if asked := column["options"]:
        texts = option_texts(asked) if asked != "reached" else {}
        options = [option(asked, position) for position in texts] or [REACHED, UNREACHED]
        rule = {"validate": "list", "source": options, "error_message": "请从下拉列表中选择。"}
    if column["hint"]:
        rule |= {"input_title": column["heading"], "input_message": column["hint"]}
    if rule != {"validate": "any"}:
        sheet.data_validation(FIRST, at, FIRST + ROOM, at, rule)
