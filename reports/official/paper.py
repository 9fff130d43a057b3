"""An official table as a Word document: the same grid, across the page where it is wide."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from charts.office import speakable
from reports.official.grid import FRAMED, Cell, Sheet, Table
from reports.word import page

LONG, SHORT = Mm(297), Mm(210)
SIDE = Mm(20)
TITLE_SIZE = Pt(18)
HEADS = ("banner", "head")
FONTS = {"banner": page.TITLE, "head": page.FIRST}
INSIDE = 40  # twentieths of a point between a frame and its words, where letters are small
MOST = 300  # characters of a row that is kept on one page
SMALL = 9  # points from which on down letters are small


def paper(table: Table) -> bytes:
    """The .docx, a section for each sheet, with the figures kept inside."""
    document = page.blank(table.title, table.mark)
    for nth, sheet in enumerate(table.sheets):
        if nth:
            document.add_section(WD_SECTION.NEW_PAGE)
        _turn(document, sheet)
        for cells in _parts(sheet):
            if cells[0].look in FRAMED:
                _table(document, sheet, cells)
            else:
                _said(document, sheet, cells[0])
    return page.saved(document, table.figures, table.version)


def _turn(document: Document, sheet: Sheet) -> None:
    section = document.sections[-1]
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if sheet.wide else (SHORT, LONG)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = SIDE
    section.footer_distance = Mm(10)


def _parts(sheet: Sheet) -> Iterator[list[Cell]]:
    """What stands outside the grid one by one, and the framed cells of rows that follow one another together."""
    ordered = sorted(sheet.cells, key=lambda cell: (cell.row, cell.column))
    for is_framed, cells in groupby(ordered, key=lambda cell: cell.look in FRAMED):
        if is_framed:
            yield list(cells)
        else:
            yield from ([cell] for cell in cells)


def _said(document: Document, sheet: Sheet, cell: Cell) -> None:
    paragraph = document.add_paragraph(speakable(cell.text), style="Title" if cell.look == "title" else "表中文字")
    if cell.look == "title":
        for run in paragraph.runs:
            run.font.size = TITLE_SIZE
    paragraph.paragraph_format.keep_with_next = cell.row < max(one.row for one in sheet.cells)


def _table(document: Document, sheet: Sheet, cells: Sequence[Cell]) -> None:
    lines = {row: line for line, row in enumerate(sorted({cell.row for cell in cells}))}  # rows that any cell begins in
    table = document.add_table(len(lines), len(sheet.widths), style=document.styles["Table Grid"])
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    room = (LONG if sheet.wide else SHORT) - 2 * SIDE
    widths = [int(room * width / sum(sheet.widths)) for width in sheet.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    rows = [list(row.cells) for row in table.rows]
    for row in rows:
        for at, width in zip(row, widths, strict=True):
            at.width = width
    if sheet.size < SMALL:
        _tighten(table)
    style = document.styles["表中文字"].style_id  # looked up once: a list may have thousands of cells
    for cell in cells:
        covered = [line for row, line in lines.items() if cell.row <= row < cell.row + cell.rows]
        left, right = cell.column - 1, cell.column + cell.columns - 2
        at = rows[covered[0]][left]
        if left < right or covered[1:]:
            at = at.merge(rows[covered[-1]][right])
        _fill(at, cell, sheet.size, style)
    long = {cell.row for cell in cells if len(cell.text) > MOST}
    heads = _heads(cells)
    for number, row in zip(lines, table.rows, strict=True):
        properties = row._tr.get_or_add_trPr()
        if number not in long:
            properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if number in heads:
            properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def _heads(cells: Sequence[Cell]) -> set[int]:
    """The rows that a framed part begins with and that hold nothing but headings: again on each page it runs on to."""
    first = min((cell.row for cell in cells if cell.look not in HEADS), default=0)
    return {cell.row for cell in cells if cell.row < first}


def _tighten(table: Any) -> None:
    sides = "".join(f'<w:{side} w:w="{INSIDE}" w:type="dxa"/>' for side in ("left", "right"))
    margins = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>")
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def _fill(at: Any, cell: Cell, size: float, style: str) -> None:
    at.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = at.paragraphs[0]
    paragraph._p.get_or_add_pPr().style = style
    if cell.look in ("banner", "head", "center"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(speakable(cell.text))
    run.font.size = TITLE_SIZE if cell.look == "banner" else Pt(size)
    if font := FONTS.get(cell.look):
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
