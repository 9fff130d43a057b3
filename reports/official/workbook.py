"""An official table as a workbook for Excel and WPS."""

import io

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from charts.office import speakable
from reports.official.grid import FRAMED, HIGHEST, Cell, Look, Sheet, Table, height
from reports.word.page import FIRST, SONG, TITLE

A4 = 9
TITLE_SIZE = 16
PAGE = {True: 600, False: 900}  # points of rows that a page has room for, across and upright, slightly reduced
# No cell is a formula, a link, or a number that was a text.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(table: Table) -> bytes:
    """The .xlsx, a sheet for each of the table's; cells that hold nothing but a number are numbers."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties({"title": speakable(table.title)})
        for sheet in table.sheets:
            _sheet(book, made := book.add_worksheet(sheet.name), sheet)
            if table.mark:
                made.set_footer(f"&C{table.mark}")
    return target.getvalue()


def _sheet(book: xlsxwriter.Workbook, to: Worksheet, sheet: Sheet) -> None:
    for column, width in enumerate(sheet.widths):
        to.set_column(column, column, width)
    rows = heights(sheet)
    for row, points in rows.items():
        to.set_row(row - 1, points)
    formats: dict[tuple[Look, str], Format] = {}
    for cell in sheet.cells:
        key = cell.look, cell.number[1] if cell.number else "@"
        formats[key] = formats.get(key) or _format(book, sheet.size, *key)
        _write(to, cell, formats[key])
    last = max(cell.row + cell.rows - 1 for cell in sheet.cells)
    to.set_paper(A4)
    to.fit_to_pages(1, 1 if sum(rows.values()) <= PAGE[sheet.wide] else 0)
    to.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    to.center_horizontally()
    to.print_area(0, 0, last - 1, len(sheet.widths) - 1)
    if sheet.head:
        to.repeat_rows(sheet.head[0] - 1, sheet.head[1] - 1)
        to.freeze_panes(sheet.head[1], 0)
    if sheet.wide:
        to.set_landscape()


def _format(book: xlsxwriter.Workbook, size: float, look: Look, shown: str) -> Format:
    font = {"title": TITLE, "banner": TITLE, "label": FIRST, "head": FIRST}.get(look, SONG)
    shape = {"font_name": font, "font_size": _size(look, size), "valign": "vcenter"}
    if look in ("title", "banner", "head", "center"):
        shape["align"] = "center"
    if look in FRAMED:
        shape |= {"border": 1, "text_wrap": True, "num_format": shown}
    return book.add_format(shape)


def _size(look: Look, size: float) -> float:
    return TITLE_SIZE if look in ("title", "banner") else size


def _write(to: Worksheet, cell: Cell, format: Format) -> None:
    top, left = cell.row - 1, cell.column - 1
    if cell.rows * cell.columns > 1:
        to.merge_range(top, left, top + cell.rows - 1, left + cell.columns - 1, "", format)
    if cell.number:
        to.write_number(top, left, cell.number[0], format)
    elif cell.text:
        to.write_string(top, left, speakable(cell.text), format)
    else:
        to.write_blank(top, left, None, format)


def heights(sheet: Sheet) -> dict[int, float]:
    """The height of each row in points: Excel makes no room by itself for what is merged."""
    found: dict[int, float] = {}
    for cell in sorted(sheet.cells, key=lambda one: one.rows):
        room = sum(sheet.widths[cell.column - 1 : cell.column - 1 + cell.columns])
        needed = height(cell.text if cell.look in FRAMED else "", room, _size(cell.look, sheet.size))
        rows = range(cell.row, cell.row + cell.rows)
        lacking = needed - sum(found.get(row, 0) for row in rows)
        for row in rows:
            found[row] = min(HIGHEST, found.get(row, 0) + max(0.0, lacking) / cell.rows)
    return found
