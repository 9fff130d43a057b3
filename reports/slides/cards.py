"""Headline cards: a box each, with the value large."""

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from charts.office import speakable
from charts.tokens import LIGHT
from reports.slides.content import Card
from reports.slides.tables import Fill, Place

ABREAST, BETWEEN = 3, Inches(0.3)
INSET = Inches(0.22)
LABEL, VALUE, ABSENT, LINE = 16, 44, 20, 14  # points


def add(slide: Any, cards: Sequence[Card], place: Place, fill: Fill) -> None:
    """Cards of one size, three abreast."""
    left, top, width, height = place
    rows = -(-len(cards) // ABREAST)
    wide = (width - BETWEEN * (ABREAST - 1)) // ABREAST
    tall = (height - BETWEEN * (rows - 1)) // rows
    for at, card in enumerate(cards):
        row, column = divmod(at, ABREAST)
        box = (left + column * (wide + BETWEEN), top + row * (tall + BETWEEN), wide, tall)
        _card(_box(slide, box, card.label), card, fill)


def _card(frame: Any, card: Card, fill: Fill) -> None:
    fill(frame.paragraphs[0], (card.label,), LABEL, LIGHT.soft, False)
    size, color = (VALUE, LIGHT.strong) if card.is_figure else (ABSENT, LIGHT.faint)
    fill(frame.add_paragraph(), card.value, size, color, True)
    for line in card.lines:
        paragraph = frame.add_paragraph()
        paragraph.space_before = Pt(2)
        fill(paragraph, line, LINE, LIGHT.ink, False)
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT


def _box(slide: Any, place: Place, name: str) -> Any:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place)
    shape.name = speakable(name)
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(LIGHT.tints[2][1:])
    shape.line.fill.background()
    shape._element.remove(shape._element.find(qn("p:style")))  # a shadow, and white letters
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = INSET
    return frame
