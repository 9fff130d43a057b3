"""The sender's own workbook with the findings marked in its cells. Runs in the reading process only.

Kept are formulas, formats, widths, merged cells, hidden rows and all other sheets. Not kept is what openpyxl cannot
write: drawn shapes and text boxes, parts of charts, drop-downs that point to other sheets in the newer way, and the
values that formulas had (Excel and WPS calculate them anew when they open the file). Where the original has any of the
first three, a line of the list says so. A file that openpyxl cannot open, and every .xls and .csv, comes back as its
rows of values. Nothing is masked: the file goes back to the one whose data they are.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import column_index_from_string, get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from loaders.conservation import Uncomputed
from loaders.issues import Issue
from loaders.reading import ZIP, Sheet, sheets
from loaders.returned import LIST, TITLE, is_list
from loaders.text import written
from locales import N_, translate

TINTS = {"error": "FFFF9C8F", "warning": "FFFFF2B3"}  # strong and pale, also in grey
LEVELS = {"error": N_("错误"), "warning": N_("提示")}
FINDING = N_("{level}：{message}。{mend}。")
SIGN = "【退回修改】"  # begins what we say in a comment; what stands before it is the sender's
WIDTHS = (8, 14, 9, 7, 22, 24, 44, 40)
A4 = 9
LONGEST = 32767  # characters a cell can hold
MOST_LINKS = 65000  # Excel repairs sheets with more
MOST_COMMENTS = 20000  # beyond them Excel opens for minutes: cells are coloured and listed all the same
COMMENT_WIDTH = 320  # px
LINE = 19  # px of a line in a comment, of some 22 characters
DRAWN = re.compile(r"xl/(?:media|charts|chartsheets|diagrams|ctrlProps|slicers|embeddings|drawings/drawing)")
UNSAFE = re.compile(r"[\\*?:/\[\]]")

NO_DRAWINGS = N_("原文件里的图片、图表、文本框等可能没有全部带到这里，以原文件为准")
NO_EXTENSIONS = N_("原文件里的一部分下拉选项或条件格式没有带到这里，以原文件为准")
ONLY_VALUES = N_("这里只有原文件各行的内容，格式和公式没有带过来")
INTRODUCTION = N_(
    "请改正下表所列的单元格（已标颜色，并加了批注），保存后发回。错误：所在的行还没有载入，必须改；提示：请核对。本表不用删，再次导入时会略过"
)


def mark(content: bytes, issues: Sequence[Issue], to: Path, language: str) -> None:
    """Write the workbook of an original with its findings to a path."""
    read = {sheet.name: sheet for sheet in sheets(content) if not is_list(sheet)}
    book, notes = _opened(content, list(read.values()))
    found = [(issue, _marked(issue, read, book)) for issue in issues]
    _mark(found, language)
    _list(book, found, notes, language)
    book.save(to)


def _opened(content: bytes, read: Sequence[Sheet]) -> tuple[Workbook, list[str]]:
    """The workbook as it was sent, without what an earlier return left in it, and what could not be kept of it."""
    if not content.startswith(ZIP):
        return _rebuilt(read), [ONLY_VALUES]
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            book = load_workbook(io.BytesIO(content), rich_text=True)
    except Exception:  # it has no common error type, and any of them means that it cannot write the file back
        return _rebuilt(read), [ONLY_VALUES]
    parts = zipfile.ZipFile(io.BytesIO(content)).namelist()
    notes = [NO_DRAWINGS] if any(map(DRAWN.match, parts)) else []
    notes += [NO_EXTENSIONS] if any("not supported" in str(one.message) for one in warned) else []
    lists = [page for page in book.worksheets if page.cell(1, 1).value == TITLE]
    for page in lists:
        book.remove(page)
    for page in book.worksheets if lists else ():
        _unmark(page)
    return book, notes


def _unmark(page: Worksheet) -> None:
    """Take away the comments and tints of an earlier return."""
    for cell in page._cells.values():  # iter_rows would make every blank cell
        if cell.fill.fgColor.rgb in TINTS.values():
            cell.fill = PatternFill()
        if cell.comment and SIGN in cell.comment.text:
            own = _own(cell)
            cell.comment = Comment(own, cell.comment.author) if own else None


def _own(cell: Cell) -> str:
    """The sender's own comment."""
    return cell.comment.text.partition(SIGN)[0].rstrip() if cell.comment else ""


def _rebuilt(read: Sequence[Sheet]) -> Workbook:
    """The rows of a file as a workbook."""
    book = Workbook()
    book.remove(book.active)
    for sheet in read:
        page = book.create_sheet(_title(sheet.name))
        widths: dict[int, int] = {}
        for row, cells in enumerate(sheet.rows, 1):
            for column, value in enumerate(cells, 1):
                if value == "":
                    continue
                if isinstance(value, str | Uncomputed):
                    _text(page.cell(row, column), str(value))
                else:
                    page.cell(row, column, value)
                widths[column] = max(widths.get(column, 0), len(written(value).encode("gb18030", "replace")))
        for column, width in widths.items():
            page.column_dimensions[get_column_letter(column)].width = min(width + 2, 40)
        for (top, left), (bottom, right) in sheet.merged:
            page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    return book


def _title(name: str) -> str:
    """A sheet's name without signs that Excel forbids."""
    return UNSAFE.sub("_", name)


def _text(cell: Cell, text: str) -> None:
    """Write a text as text, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST]
    cell.data_type = "s"
    cell.number_format = "@"


def _marked(issue: Issue, read: Mapping[str, Sheet], book: Workbook) -> Cell | None:
    """The cell to mark: of a row as a whole its first filled one; none for a sheet as a whole."""
    if not issue.row or issue.sheet not in read:
        return None
    page = book[_title(issue.sheet)]
    if issue.letter:
        column = column_index_from_string(issue.letter)
    else:
        row = read[issue.sheet].rows[issue.row - 1]
        column = 1 + next((position for position, value in enumerate(row) if value != ""), 0)
    cell = page.cell(issue.row, column)
    if isinstance(cell, MergedCell):
        around = next(one for one in page.merged_cells.ranges if cell.coordinate in one)
        cell = page.cell(around.min_row, around.min_col)
    return cell


def _mark(found: Iterable[tuple[Issue, Cell | None]], language: str) -> None:
    """Tint every cell by its worst finding, and say in one comment all that is wrong with it."""
    cells: dict[Cell, list[Issue]] = {}
    for issue, cell in found:
        if cell is not None:
            cells.setdefault(cell, []).append(issue)
    for number, (cell, issues) in enumerate(cells.items()):
        worst = "error" if any(issue.level == "error" for issue in issues) else "warning"
        cell.fill = PatternFill("solid", fgColor=TINTS[worst])
        if any(issue.rule.startswith("credit_code") for issue in issues):
            cell.number_format = "@"  # a code typed into a cell of numbers loses its last digits
        if number < MOST_COMMENTS:
            _comment(cell, issues, language)


def _comment(cell: Cell, issues: Sequence[Issue], language: str) -> None:
    lines = [SIGN]
    for issue in issues:
        words = {"message": issue.message(language), "mend": issue.mend(language)}
        lines.append(translate(FINDING, language, level=translate(LEVELS[issue.level], language), **words))
    text = "\n".join(filter(None, [_own(cell), *dict.fromkeys(lines)]))
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST]
    height = LINE * (1 + sum(1 + len(line) // 22 for line in text.splitlines()))
    cell.comment = Comment(text, SIGN, height=min(height, 400), width=COMMENT_WIDTH)


def _list(book: Workbook, found: list[tuple[Issue, Cell | None]], notes: Sequence[str], language: str) -> None:
    """The first sheet: every finding, with a link to its cell."""
    page = book.create_sheet(LIST, 0)
    page.sheet_properties.tabColor = TINTS["error"]
    _text(page.cell(1, 1), TITLE)
    page.cell(1, 1).font = Font(bold=True, size=14)
    lines = [translate(text, language) for text in (INTRODUCTION, *notes)]
    for row, text in enumerate(lines, 2):
        _text(page.cell(row, 1), text)
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(WIDTHS))
        page.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[row].height = 32 if len(text) > 60 else 16
    top = len(lines) + 2
    heads = [N_("级别"), N_("工作表"), N_("单元格"), N_("行"), N_("列"), N_("原值"), N_("问题"), N_("怎样改")]
    rule = Side(style="thin", color="FFBFBFBF")
    for column, (head, width) in enumerate(zip(heads, WIDTHS, strict=True), 1):
        _text(page.cell(top, column), translate(head, language))
        page.cell(top, column).font = Font(bold=True)
        page.cell(top, column).border = Border(bottom=Side(style="medium"))
        page.column_dimensions[get_column_letter(column)].width = width
    ordered = sorted(found, key=lambda one: list(TINTS).index(one[0].level))
    for row, (issue, cell) in enumerate(ordered, top + 1):
        _line(page, row, issue, cell, language)
        for column in range(1, len(WIDTHS) + 1):
            page.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
            page.cell(row, column).border = Border(bottom=rule)
        if row - top <= MOST_LINKS:
            _link(page.cell(row, 3), book, issue, cell)
    page.freeze_panes = page.cell(top + 1, 1)
    page.auto_filter.ref = f"A{top}:{get_column_letter(len(WIDTHS))}{top + len(found)}"
    _print(page, top)
    _show(book, page)


def _line(page: Worksheet, row: int, issue: Issue, cell: Cell | None, language: str) -> None:
    values: list[Any] = [
        translate(LEVELS[issue.level], language),
        issue.sheet,
        cell.coordinate if cell else "",
        issue.row or "",
        issue.column,
        issue.value,
        issue.message(language),
        issue.mend(language),
    ]
    for column, value in enumerate(values, 1):
        if isinstance(value, str):
            _text(page.cell(row, column), value)
        else:
            page.cell(row, column, value)
    page.cell(row, 1).fill = PatternFill("solid", fgColor=TINTS[issue.level])


def _link(at: Cell, book: Workbook, issue: Issue, cell: Cell | None) -> None:
    """A link inside the workbook to the marked cell, else to the top of the sheet it is about."""
    title = cell.parent.title if cell is not None else _title(issue.sheet)
    if title not in book.sheetnames:
        return
    if cell is None:
        _text(at, "A1")
    target = f"{quote_sheetname(title)}!{cell.coordinate if cell is not None else 'A1'}"
    at.hyperlink = Hyperlink(ref=at.coordinate, location=target)
    at.font = Font(color="FF0563C1", underline="single")


def _print(page: Worksheet, top: int) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{top}:{top}"
    page.oddFooter.center.text = "&P / &N"


def _show(book: Workbook, page: Worksheet) -> None:
    """Open on this sheet alone: with two selected, what is typed would go into both."""
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is page
    book.active = 0
    for view in book.views:
        view.firstSheet = 0
