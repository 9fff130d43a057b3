"""An empty presentation of 16:9: fonts by name, the colours of the charts, a title, a footer and a number on every slide."""

import re
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation
from pptx.util import Emu, Inches, Pt

from charts.office import Look, speakable
from charts.tokens import LIGHT, text_width

FONT = "微软雅黑"
CHART = Look(FONT, FONT, 12, has_axis=False)
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.6)
FULL = Emu(WIDTH - 2 * MARGIN)
TITLE_TOP, TITLE_HEIGHT = Inches(0.32), Inches(1.02)
BODY_TOP, BODY_BOTTOM = Inches(1.58), Inches(6.72)
FOOT_TOP, FOOT_HEIGHT = Inches(6.86), Inches(0.46)
NUMBER = Inches(0.8)
BAND = Inches(0.1)
COVER, PAGE = 0, 5  # of the library's layouts, those that are kept
TITLE_SIZES, SINGLE = (28, 26, 24, 22, 20, 18), 24  # the first whose lines have room; the least of a single line
LINE = 1.25  # of a line, in its size
FILLED = 0.93  # of a line: marks do not begin one, and some programs put room between Chinese and digits
PROMPTS = {"Click to edit Master title style": "标题", "Click to edit Master subtitle style": "副标题"}
LEFT_OUT = ("/printerSettings", "/thumbnail", "/extended-properties")
NAMES = {COVER: "封面", PAGE: "标题和图表"}
PALETTE = {
    "dk2": LIGHT.steps[4],
    "lt2": LIGHT.tints[2],
    "accent1": LIGHT.strong,
    "accent2": LIGHT.accent,
    "accent3": LIGHT.bar,
    "accent4": LIGHT.steps[4],
    "accent5": LIGHT.ghost,
    "accent6": LIGHT.tints[0],
}


def blank(title: str) -> Presentation:
    """A presentation without slides, with its two layouts."""
    made = pptx.Presentation()
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    layouts = list(made.slide_layouts)
    _lighten(made)
    _theme(made.slide_master)
    for one in (made.slide_master, layouts[COVER], layouts[PAGE]):
        _places(one)
        _chinese(one._element)
    _chinese(made.part._element)
    _band(made.slide_master)
    _cover(layouts[COVER])
    properties = made.core_properties
    properties.title, properties.language = speakable(title.replace("\n", "")), "zh-CN"
    properties.author, properties.last_modified_by, properties.comments = "", "", ""
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    return made


def _lighten(made: Presentation) -> None:
    """Take out what the library's own template brings along: other layouts, a printer, a picture and facts of no slides."""
    for place, layout in enumerate(list(made.slide_layouts)):
        if place in NAMES:
            layout.name = NAMES[place]
        else:
            made.slide_layouts.remove(layout)
    for part in (made.part, made.part.package):
        relations = part._rels
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(LEFT_OUT):
                relations.pop(key)


def _theme(master: Any) -> None:
    """The fonts and colours that whatever somebody adds will have."""
    part = next(one.target_part for one in master.part.rels.values() if one.reltype.endswith("/theme"))
    text = part.blob.decode()
    for kind in ("major", "minor"):
        start = text.index(f"<a:{kind}Font>")
        end = text.index(f"</a:{kind}Font>")
        fonts = f'<a:{kind}Font><a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/><a:cs typeface=""/>'
        text = text[:start] + fonts + text[end:]
    for name, color in PALETTE.items():
        text = re.sub(
            f"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{color[1:]}"/></a:{name}>', text, flags=re.S
        )
    part._blob = text.encode()


def _places(one: Any) -> None:
    """Where title, footer and number stand; there is no date, because the footer says it."""
    for shape in list(one.placeholders):
        kind = shape._element.ph.get("type")
        if kind == "dt":
            one.shapes._spTree.remove(shape._element)
        elif kind == "title":
            _put(shape, MARGIN, TITLE_TOP, FULL, TITLE_HEIGHT)
        elif kind == "body":
            _put(shape, MARGIN, BODY_TOP, FULL, Emu(BODY_BOTTOM - BODY_TOP))
        elif kind == "ftr":
            _put(shape, MARGIN, FOOT_TOP, Emu(FULL - NUMBER), FOOT_HEIGHT)
        elif kind == "sldNum":
            _put(shape, Emu(WIDTH - MARGIN - NUMBER), FOOT_TOP, NUMBER, FOOT_HEIGHT)


def _put(shape: Any, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _chinese(element: Any) -> None:
    """The language of spelling and line breaks, and prompts in it."""
    for one in element.iter(qn("a:rPr"), qn("a:defRPr"), qn("a:endParaRPr")):
        if one.get("lang"):
            one.set("lang", "zh-CN")
            one.set("altLang", "en-US")
    for one in element.iter(qn("a:t")):
        one.text = PROMPTS.get(one.text, one.text)


def _band(master: Any) -> None:
    """The styles of the title and the footer, a band on top and a rule above the footer."""
    style = master._element.find(qn("p:txStyles")).find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    style.set("algn", "l")
    letters = style.find(qn("a:defRPr"))
    letters.set("sz", f"{TITLE_SIZES[0]}00")
    letters.set("b", "1")
    letters.find(qn("a:solidFill")).find(qn("a:schemeClr")).set("val", "tx2")
    for shape in master.placeholders:
        kind = shape._element.ph.get("type")
        shape.text_frame.margin_left = shape.text_frame.margin_right = 0
        if kind == "title":
            shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        elif kind in ("ftr", "sldNum"):
            level = shape._element.txBody.find(qn("a:lstStyle")).find(qn("a:lvl1pPr"))
            level.set("algn", "l" if kind == "ftr" else "r")
            level.find(qn("a:defRPr")).set("sz", "1000")
    tree = master.shapes._spTree
    for number, (left, top, width, height, color) in enumerate(
        (
            (0, 0, WIDTH, BAND, LIGHT.steps[4]),
            (MARGIN, Inches(1.4), FULL, Pt(1), LIGHT.rule),
        ),
        50,
    ):
        tree.insert(2, _block(number, left, top, width, height, color))


def _block(number: int, left: int, top: int, width: int, height: int, color: str) -> Any:
    """A plain rectangle, which a screen reader passes over."""
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="装饰 {number}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{color[1:]}"/></a:solidFill>'
        '<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="zh-CN"/></a:p>'
        "</p:txBody></p:sp>"
    )


def _cover(layout: Any) -> None:
    """The first slide: the name of the campaign on the darkest blue."""
    layout.background.fill.solid()
    layout.background.fill.fore_color.rgb = RGBColor.from_string(LIGHT.steps[4][1:])
    layout._element.set("showMasterSp", "0")
    for shape in layout.placeholders:
        kind = shape._element.ph.get("type")
        if kind == "ctrTitle":
            _put(shape, Inches(1.1), Inches(2.0), Inches(11.1), Inches(2.0))
            _level(shape, 44, True, LIGHT.paper)
            shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        elif kind == "subTitle":
            _put(shape, Inches(1.1), Inches(4.25), Inches(11.1), Inches(0.8))
            _level(shape, 24, False, LIGHT.steps[1])
        elif kind == "ftr":
            _put(shape, Inches(1.1), Inches(6.4), Inches(11.1), Inches(0.6))
            _level(shape, 12, False, LIGHT.steps[1])
        else:
            layout.shapes._spTree.remove(shape._element)
    layout.shapes._spTree.insert(2, _block(50, Inches(1.1), Inches(4.12), Inches(1.6), Pt(4), LIGHT.accent))


def _level(shape: Any, points: int, bold: bool, color: str) -> None:
    """The first level of a placeholder's text."""
    style = shape._element.txBody.find(qn("a:lstStyle"))
    for old in list(style):
        style.remove(old)
    style.append(
        parse_xml(
            f'<a:lvl1pPr {nsdecls("a")} marL="0" indent="0" algn="l"><a:buNone/><a:defRPr sz="{points}00" b="{int(bold)}">'
            f'<a:solidFill><a:srgbClr val="{color[1:]}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        )
    )


def lines(text: str, points: float, width: int) -> int:
    """How many lines a text takes in a width."""
    room = Emu(width).pt * FILLED
    return sum(max(1, -int(-text_width(line, points) // room)) for line in text.split("\n"))


def title_size(text: str) -> int:
    """The size in points at which a title has room; one line somewhat smaller is better than a word on a second."""
    width, room = FULL, TITLE_HEIGHT.pt - 8
    single = (points for points in TITLE_SIZES if points >= SINGLE and lines(text, points, width) == 1)
    several = (points for points in TITLE_SIZES if lines(text, points, width) * points * LINE <= room)
    return next(single, 0) or next(several, TITLE_SIZES[-1])


def footed(slide: Any, layout: Any) -> Any:
    """Give a slide the footer and the number of its layout; the footer's paragraph is to be filled."""
    paragraph = None
    for shape in layout.placeholders:
        kind = shape._element.ph.get("type")
        if kind in ("ftr", "sldNum"):
            copied = deepcopy(shape._element)
            for child in list(copied.spPr):
                copied.spPr.remove(child)
            slide.shapes._spTree.append(copied)
            copied.nvSpPr.cNvPr.set("id", str(max(one.shape_id for one in slide.shapes) + 1))
            if kind == "ftr":
                paragraph = slide.shapes[-1].text_frame.paragraphs[0]
    return paragraph
