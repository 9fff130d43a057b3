"""A deck as a presentation: titles, cards, native charts and tables, and its figures frozen inside."""

import io
from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Emu, Inches, Pt

from charts.chart import Dumbbells, RankedBars, Stacks, Tiles
from charts.office import Drawn, Look, speakable
from charts.office import native as natives
from charts.tokens import LIGHT
from reports.content import Drawing, Grid
from reports.figure import Figure
from reports.frozen import freeze
from reports.slides import cards, native, page, tables
from reports.slides.content import Column, Deck, Slide
from reports.wording import Text, plain

GAP, BELOW = Inches(0.35), Inches(0.18)  # between columns, and between things below one another
BAR, AROUND = Inches(0.6), Inches(0.7)  # a bar and the axis around bars, at most
HEADING = Inches(0.42)  # of a panel
NOTE = Inches(0.28)  # a line below the charts
STACKED = 1.25  # bars as tall as which one is that has its figures inside
SIZES = (14, 12, 11, 10, 9)  # points of the names of bars


def presentation(deck: Deck, mark: str = "") -> tuple[bytes, list[Figure]]:
    """The .pptx of a deck, and every figure in it in the order of the slides.

    A mark stands under the title of the first slide and begins the footer of every one.
    """
    writer = _Writer(deck, mark)
    for slide in deck.slides:
        writer.slide(slide)
    made = writer.made
    package = made.part.package
    freeze(
        made.part, lambda name, kind, content: Part(PackURI(name), kind, package, content), writer.figures, deck.version
    )
    target = io.BytesIO()
    made.save(target)
    return target.getvalue(), writer.figures


class _Writer:
    """Writes slide after slide, and keeps the figures it has written."""

    def __init__(self, deck: Deck, mark: str):
        self.made = page.blank(deck.title)
        self.cover, self.page = self.made.slide_layouts
        self.figures: list[Figure] = []
        self.mark: Text = (mark, "　") if mark else ()
        first = self.made.slides.add_slide(self.cover)
        subtitle = "　".join(filter(None, (deck.subtitle, mark)))
        for shape, text in zip(first.placeholders, (deck.title, subtitle), strict=True):
            self._lines(shape.text_frame.paragraphs[0], text)
        self._pieces(page.footed(first, self.cover), (*self.mark, *deck.source))

    def slide(self, slide: Slide) -> None:
        """One slide."""
        made = self.made.slides.add_slide(self.page)
        title = plain(slide.title, {})
        size = page.title_size(title)
        self._pieces(made.shapes.title.text_frame.paragraphs[0], slide.title, size if size < page.TITLE_SIZES[0] else 0)
        room = self._notes(made, slide.notes) - page.BODY_TOP
        if slide.cards:
            cards.add(made, slide.cards, (page.MARGIN, page.BODY_TOP, page.FULL, room), self._pieces)
        width = (page.FULL - GAP * (len(slide.columns) - 1)) // max(len(slide.columns), 1)
        for at, column in enumerate(slide.columns):
            self._column(made, column, (page.MARGIN + at * (width + GAP), page.BODY_TOP, width, room), title)
        self._pieces(page.footed(made, self.page), (*self.mark, *slide.source))

    def _notes(self, made: Any, notes: Sequence[str]) -> int:
        """The lines below; where they begin."""
        if not notes:
            return page.BODY_BOTTOM
        count = sum(page.lines(note, 11, page.FULL) for note in notes)
        top = Emu(page.BODY_BOTTOM - NOTE * count)
        frame = _box(made, (page.MARGIN, top, page.FULL, NOTE * count), "注")
        for at, note in enumerate(notes):
            paragraph = frame.add_paragraph() if at else frame.paragraphs[0]
            self._pieces(paragraph, (note,), 11, LIGHT.soft)
        return int(top - Inches(0.14))

    def _column(self, made: Any, column: Column, place: tables.Place, title: str) -> None:
        """Things below one another: tables as tall as they are, charts in what is left, none larger than it needs."""
        left, top, width, room = place
        most = room if len(column) == 1 else room // 2
        heads = [HEADING if block.title else 0 for block in column]
        grids = [tables.height(block, width, most) if isinstance(block, Grid) else 0 for block in column]
        free = room - sum(grids) - sum(heads) - BELOW * (len(column) - 1)
        for block, head, tall in zip(column, heads, grids, strict=True):
            if head:
                frame = _box(made, (left, top, width, head), block.title)
                self._pieces(frame.paragraphs[0], (block.title,), 16, LIGHT.strong, True)
                top += head
            described = "。".join(filter(None, (title, block.title)))
            if isinstance(block, Grid):
                tables.ruled(made, block, (left, top, width, tall), described, self._pieces)
            else:
                tall = self._drawing(made, block, (left, top, width, free), described)
            top += tall + BELOW

    def _drawing(self, made: Any, block: Drawing, place: tables.Place, described: str) -> int:
        """A chart, read out as `described`; the height it took."""
        left, top, width, room = place
        self.figures += block.figures
        if isinstance(block.chart, Tiles):
            tables.tiles(made, block.chart, place, described, self._put)
            return room
        if not isinstance(block.chart, Drawn):
            raise TypeError(f"no drawing on a slide for {type(block.chart).__name__}")
        (chart,) = natives(block.chart, _look(block.chart, width, room))
        tall = int(min(BAR * chart.bars + AROUND, room))
        native.add(made, chart, (left, top, width, tall), speakable(described))
        return tall

    def _lines(self, paragraph: Any, text: str) -> None:
        for at, line in enumerate(text.split("\n")):
            if at:
                paragraph.add_line_break()
            self._pieces(paragraph, (line,))

    def _pieces(self, paragraph: Any, text: Text, points: float = 0, color: str = "", bold: bool = False) -> None:
        """Words and figures; each figure is a run of its own, and is kept."""
        self._put(paragraph, text, points, color, bold)
        self.figures += [piece for piece in text if isinstance(piece, Figure)]

    def _put(self, paragraph: Any, text: Text, points: float, color: str, bold: bool) -> None:
        for piece in text:
            run = paragraph.add_run()
            run.text = speakable(plain((piece,), {})).replace("\n", " ")
            properties = run._r.get_or_add_rPr()
            properties.set("lang", "zh-CN")
            properties.set("altLang", "en-US")
            if points:
                run.font.size = Pt(points)
            if bold:
                run.font.bold = True
            if color:
                run.font.color.rgb = RGBColor.from_string(color[1:])


def _look(chart: Drawn, width: int, room: int) -> Look:
    """The largest letters with which the names of bars do not collide; lines and rings have room for any."""
    bars: float = 1
    match chart:
        case RankedBars():
            bars = len(chart.marks) + (chart.average is not None)
        case Dumbbells():
            bars = 2 * len(chart.marks)
        case Stacks():
            bars = STACKED * len(chart.rows)
    each = Emu(int((room - AROUND) / max(bars, 1))).pt
    points = next((size for size in SIZES if each >= size * page.LINE), SIZES[-1])
    return page.CHART._replace(points=points, width=Emu(width).pt)


def _box(made: Any, place: tables.Place, name: str) -> Any:
    shape = made.shapes.add_textbox(*place)
    shape.name = speakable(name)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    frame.margin_top = frame.margin_bottom = Pt(2)
    return frame
