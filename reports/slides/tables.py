"""Native tables on a slide: three rules for figures and definitions, tiles for the industries."""

from collections.abc import Callable, Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Inches, Pt

from charts.chart import Tiles
from charts.office import speakable
from charts.tokens import LIGHT, text_width
from reports.content import Grid
from reports.slides import page
from reports.wording import Text, plain

Place = tuple[int, int, int, int]
Fill = Callable[[Any, Text, float, str, bool], None]  # paragraph, words, points, colour, bold

NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
SIZES = (14, 13, 12, 11, 10, 9)
LEAST, MOST = 60, 330  # points of a column's words
INSET, PADDING = Pt(5), 7  # left and right of a cell's words; points above and below together
KEY, KEY_GAP = Inches(0.34), Inches(0.16)
THICK, THIN = 19050, 9525  # EMU of a rule


def ruled(slide: Any, grid: Grid, place: Place, described: str, fill: Fill) -> None:
    """A table of three rules, read out as `described`, in the largest letters with which it has room.

    Columns of figures stand to the right.
    """
    left, top, width, room = place
    texts = [[plain(text, {}) for text in row] for row in grid.rows]
    widths = _widths([list(grid.heads), *texts], width)
    points, heights = _fitted([list(grid.heads), *texts], widths, room)
    frame = _table(slide, (left, top, width, sum(heights)), widths, heights, described)
    numbers = [all(row[at][:1].isdigit() for row in texts) for at in range(len(grid.heads))]
    rows = [tuple((head,) for head in grid.heads), *grid.rows]
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = frame.cell(at, column)
            color = LIGHT.soft if not at else LIGHT.ink
            fill(_paragraph(cell, PP_ALIGN.RIGHT if numbers[column] else PP_ALIGN.LEFT), text, points, color, not at)
            _rules(cell, THICK if not at else 0, THIN if at < len(rows) - 1 else THICK, LIGHT.edge if not at else "")


def height(grid: Grid, width: int, room: int) -> int:
    """How tall the table will be, in no more than the room that there is."""
    texts = [list(grid.heads), *([plain(text, {}) for text in row] for row in grid.rows)]
    return min(sum(_fitted(texts, _widths(texts, width), room)[1]), room)


def _widths(texts: Sequence[Sequence[str]], width: int) -> list[int]:
    """Columns by the longest words in them, none too narrow and none too wide."""
    needs = [min(max(LEAST, *(text_width(row[at], 11) + 12 for row in texts)), MOST) for at in range(len(texts[0]))]
    return [int(width * need / sum(needs)) for need in needs]


def _fitted(texts: Sequence[Sequence[str]], widths: Sequence[int], room: int) -> tuple[int, list[int]]:
    """The size of the letters and the heights of the rows."""
    heights: list[int] = []
    for points in SIZES:
        heights = []
        for row in texts:
            most = max(page.lines(text, points, width - 2 * INSET) for text, width in zip(row, widths, strict=True))
            heights.append(Pt(most * points * page.LINE + PADDING))
        if sum(heights) <= room:
            return points, heights
    return SIZES[-1], heights


def tiles(slide: Any, chart: Tiles, place: Place, described: str, fill: Fill) -> None:
    """The squares of a grid, shaded, read out as `described`, and the key below, each word on its own shade."""
    left, top, width, room = place
    columns, rows = 1 + max(tile.column for tile in chart.marks), 1 + max(tile.row for tile in chart.marks)
    each = (room - KEY - KEY_GAP) // rows
    frame = _table(slide, (left, top, width, each * rows), [width // columns] * columns, [each] * rows, described)
    for tile in chart.marks:
        ink = LIGHT.faint if tile.step is None else LIGHT.on[tile.step]
        cell = frame.cell(tile.row, tile.column)
        _shaded(cell, LIGHT.paper if tile.step is None else LIGHT.steps[tile.step], tile.step is None)
        paragraph = _paragraph(cell, PP_ALIGN.CENTER)
        for at, line in enumerate(tile.lines):
            if at:
                paragraph.add_line_break()
            fill(paragraph, (line.text,), line.size + 2 * line.bold, ink, line.bold)
    words = [*zip(chart.key, LIGHT.steps, LIGHT.on, strict=True), (chart.empty, LIGHT.paper, LIGHT.faint)]
    widths = [Inches(1.35)] * len(words)
    key = _table(slide, (left, top + each * rows + KEY_GAP, sum(widths), KEY), widths, [KEY], "图例")
    for at, (word, shade, ink) in enumerate(words):
        _shaded(key.cell(0, at), shade, shade == LIGHT.paper)
        fill(_paragraph(key.cell(0, at), PP_ALIGN.CENTER), (word,), 11, ink, False)


def _table(slide: Any, place: Place, widths: Sequence[int], heights: Sequence[int], described: str) -> Any:
    shape = slide.shapes.add_table(len(heights), len(widths), *place)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", speakable(described))
    table = shape.table
    table.horz_banding = False
    table._tbl.tblPr.find("{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId").text = NO_STYLE
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(width)
    for row, tall in zip(table.rows, heights, strict=True):
        row.height = Emu(tall)
    return table


def _paragraph(cell: Any, side: Any) -> Any:
    cell.margin_left = cell.margin_right = INSET
    cell.margin_top = cell.margin_bottom = Pt(2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = side
    return paragraph


def _rules(cell: Any, above: int, below: int, color: str) -> None:
    """The rules of a cell; the schema wants them before its fill, and the sides before these."""
    properties = cell._tc.get_or_add_tcPr()
    for at, (side, width) in enumerate((("lnT", above), ("lnB", below))):
        shade = color or (LIGHT.edge if width == THICK else LIGHT.rule)
        inside = (
            f'<a:solidFill><a:srgbClr val="{shade[1:]}"/></a:solidFill><a:prstDash val="solid"/>'
            if width
            else "<a:noFill/>"
        )
        properties.insert(at, parse_xml(f'<a:{side} {nsdecls("a")} w="{width}">{inside}</a:{side}>'))


def _shaded(cell: Any, color: str, dashed: bool) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(color[1:])
    properties = cell._tc.get_or_add_tcPr()
    edge, dash = (LIGHT.ghost, "dash") if dashed else (LIGHT.paper, "solid")
    for at, side in enumerate(("lnL", "lnR", "lnT", "lnB")):
        properties.insert(
            at,
            parse_xml(
                f'<a:{side} {nsdecls("a")} w="12700"><a:solidFill><a:srgbClr val="{edge[1:]}"/></a:solidFill>'
                f'<a:prstDash val="{dash}"/></a:{side}>'
            ),
        )
