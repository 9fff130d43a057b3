"""Tables of a document: three rules for figures, a full grid for official forms, tints for tiles and heat."""

from collections.abc import Callable, Sequence
from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from charts.chart import HeatTable, Tiles
from charts.office import speakable
from charts.tokens import LIGHT
from reports.word.page import TEXT_WIDTH

THICK, THIN = 12, 6  # eighths of a point: 1.5 pt above and below, 0.75 pt under the head
SMALL = Pt(9)
TOGETHER = 25  # rows that have room on a page
WORDS = (
    "表中文字"  # the style of words in cells; by its id, which is its name, as looking it up takes longer than the rest
)
LAST = 4  # rows of a longer table that go on to its last page together
Fill = Callable[[Any, int, int], None]  # puts the words of a cell into its paragraph, by row and column


def ruled(document: Document, rows: int, heads: Sequence[str], fill: Fill, numbers: Sequence[bool]) -> None:
    """A table of three rules: open sides, the head repeated on a new page, columns of `numbers` aligned to the right.

    A table that has room on a page stays on one.
    """
    weights = [1 if is_number else 1.8 for is_number in numbers]  # words need more room
    table = _table(document, rows + 1, len(heads), [weight / sum(weights) for weight in weights])
    top, *below = _cells(table)
    for column, head in enumerate(heads):
        _words(top[column], head, numbers[column])
    for row, cells in enumerate(below):
        for column, cell in enumerate(cells):
            paragraph = _paragraph(cell, numbers[column])
            fill(paragraph, row, column)
            paragraph.paragraph_format.keep_with_next = rows <= TOGETHER or row >= rows - LAST
    _repeated(table.rows[0])
    for cell in table.rows[0].cells:
        _edges(cell, top=THICK, bottom=THIN)
    for cell in table.rows[-1].cells:
        _edges(cell, bottom=THICK)


def boxed(document: Document, rows: int, heads: Sequence[str], fill: Fill, widths: Sequence[float]) -> None:
    """A grid with all its lines, as official forms have it."""
    table = _table(document, rows + 1, len(heads), widths)
    table.style = document.styles["Table Grid"]
    top, *below = _cells(table)
    for column, head in enumerate(heads):
        _words(top[column], head, True, WD_ALIGN_PARAGRAPH.CENTER)
    for row, cells in enumerate(below):
        for column, cell in enumerate(cells):
            fill(_paragraph(cell, False), row, column)
    _repeated(table.rows[0])


def tiles(document: Document, chart: Tiles) -> None:
    """The squares of a grid, shaded; then the key in words, each on its own shade."""
    columns, rows = 1 + max(tile.column for tile in chart.marks), 1 + max(tile.row for tile in chart.marks)
    table = _table(document, rows, columns)
    table.style = document.styles["Table Grid"]
    drawn = _cells(table)
    for tile in chart.marks:
        cell = drawn[tile.row][tile.column]
        ink = LIGHT.faint if tile.step is None else LIGHT.on[tile.step]
        _shade(cell, LIGHT.paper if tile.step is None else LIGHT.steps[tile.step])
        paragraph = _paragraph(cell, False)
        paragraph.paragraph_format.keep_with_next = True
        for at, line in enumerate(tile.lines):
            run = paragraph.add_run(speakable(line.text))
            run.font.size, run.bold, run.font.color.rgb = Pt(line.size), line.bold, RGBColor.from_string(ink[1:])
            if at < len(tile.lines) - 1:
                run.add_break()
    _key(document, [(word, LIGHT.steps[at], LIGHT.on[at]) for at, word in enumerate(chart.key)], chart.empty)


def heat(document: Document, chart: HeatTable) -> None:
    """Numbers by row and column on tints around the average; the words of the key below."""
    table = _table(document, len(chart.rows) + 1, len(chart.columns) + 1)
    table.style = document.styles["Table Grid"]
    drawn = _cells(table)
    _words(drawn[0][0], chart.heads.label, False)
    for column, name in enumerate(chart.columns, 1):
        _words(drawn[0][column], f"{name.code} {name.label}".strip(), True)
    for row, (name, cells) in enumerate(zip(chart.rows, chart.cells, strict=True), 1):
        _words(drawn[row][0], name.label, False)
        for column, one in enumerate(cells, 1):
            _words(drawn[row][column], one.text, True)
            if one.tint is not None:
                _shade(drawn[row][column], LIGHT.tints[one.tint + 2])
    _repeated(table.rows[0])
    _key(document, [(word, LIGHT.tints[at], LIGHT.ink) for at, word in enumerate(chart.key)], "")


def _key(document: Document, words: Sequence[tuple[str, str, str]], empty: str) -> None:
    paragraph = document.add_paragraph(style="图")
    for word, shade, ink in [*words, *([(empty, LIGHT.paper, LIGHT.faint)] if empty else [])]:
        run = paragraph.add_run(f" {word} ")
        run.font.size, run.font.color.rgb = SMALL, RGBColor.from_string(ink[1:])
        run._r.get_or_add_rPr().append(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{shade[1:]}"/>')
        )
        paragraph.add_run(" ").font.size = SMALL
    paragraph.paragraph_format.keep_with_next = True


def _table(document: Document, rows: int, columns: int, widths: Sequence[float] = ()) -> Any:
    table = document.add_table(rows, columns)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, share in enumerate(widths or [1 / columns] * columns):
        width = int(TEXT_WIDTH * share)
        table.columns[column].width = width
        for cell in table.columns[column].cells:
            cell.width = width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    return table


def _cells(table: Any) -> list[list[Any]]:
    """The cells by row: asked for one by one, each takes a look at all."""
    return [list(row.cells) for row in table.rows]


def _paragraph(cell: Any, is_number: bool) -> Any:
    paragraph = cell.paragraphs[0]
    paragraph._p.get_or_add_pPr().style = WORDS
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return paragraph


def _words(cell: Any, text: str, is_number: bool, side: Any = None) -> None:
    paragraph = _paragraph(cell, is_number)
    paragraph.add_run(speakable(text))
    if side is not None:
        paragraph.alignment = side


def _repeated(row: Any) -> None:
    """The head again on each page that the table runs on to."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for cell in row.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _edges(cell: Any, **sides: int) -> None:
    properties = cell._tc.get_or_add_tcPr()
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = parse_xml(f"<w:tcBorders {nsdecls('w')}/>")
        properties.append(borders)
    for side in ("top", "bottom"):
        if side in sides and borders.find(qn(f"w:{side}")) is None:
            borders.append(
                parse_xml(
                    f'<w:{side} {nsdecls("w")} w:val="single" w:sz="{sides[side]}" w:space="0" w:color="000000"/>'
                )
            )


def _shade(cell: Any, color: str) -> None:
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{color[1:]}"/>')
    )
