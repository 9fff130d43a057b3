"""A table for experts' scores: a row a unit and expert, a column an indicator that experts score, full marks above."""

from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from data.reference import table

TITLE = "提升行动工作成效专家评分表"
SHEET = "专家评分"
HEADINGS = ("序号", "被评单位", "评审专家")
FULL_MARKS = 100  # where the paper gives none; whoever sends the template out may write others
FIRST = 3  # rows above the first unit: title, unit line, headings
ROOM = 200  # rows that are checked while they are filled in


def indicators(year: int) -> list[tuple[str, float]]:
    """Name and full marks of what experts score, in the scheme in force in that year."""
    since = sorted({int(row["since"]) for row in table("assessment_indicators")})
    first = max((one for one in since if one <= year), default=since[0])
    rows = [row for row in table("assessment_indicators") if row["since"] == str(first) and row["source"] == "expert"]
    return [(row["name"], float(row["full_marks"] or FULL_MARKS)) for row in rows]


def draw(book: xlsxwriter.Workbook, year: int, unit_line: str, units: Sequence[str]) -> Worksheet:
    """Draw the table on a sheet of its own; `units` are written in, each once."""
    sheet = book.add_worksheet(SHEET)
    boxed = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    head = book.add_format({"border": 1, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"})
    asked = indicators(year)
    sheet.set_column(0, 0, 7)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 1 + len(asked) + 1, 18)
    sheet.write_string(0, 0, f"{year}年{TITLE}", book.add_format({"bold": True, "font_size": 16}))
    sheet.write_string(1, 0, unit_line)
    headings = [*HEADINGS, *(f"{name}（满分{full:g}分）" for name, full in asked)]
    for column, text in enumerate(headings):
        sheet.write_string(FIRST - 1, column, text, head)
    for row, unit in enumerate(units, FIRST):
        sheet.write_number(row, 0, row - FIRST + 1, boxed)
        sheet.write_string(row, 1, unit, boxed)
        for column in range(2, len(headings)):
            sheet.write_blank(row, column, None, boxed)
    for column, (_, full) in enumerate(asked, len(HEADINGS)):
        rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": full}
        error = {"error_title": "分数", "error_message": f"应在0和{full:g}之间。"}
        sheet.data_validation(FIRST, column, FIRST + ROOM, column, rule | error)
    sheet.freeze_panes(FIRST, len(HEADINGS))
    sheet.repeat_rows(FIRST - 1)
    return sheet
