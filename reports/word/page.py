"""An empty document on the page of official documents (GB/T 9704): A4, margins, 28 pt lines, fonts by name, numbers of headings.

Only 正文 and 附件: a red head, a document number and a seal are the office's own.
"""

import io
from collections.abc import Callable, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from charts.office import speakable
from reports.figure import Figure
from reports.frozen import freeze

BODY, TITLE, FIRST, SECOND, SONG, LATIN = (
    "仿宋_GB2312",
    "方正小标宋简体",
    "黑体",
    "楷体_GB2312",
    "宋体",
    "Times New Roman",
)
STAND_INS = {BODY: "仿宋", TITLE: "宋体", SECOND: "楷体"}  # where a computer lacks the fonts of official documents
LINE = Pt(28)
SIZE, TITLE_SIZE = Pt(16), Pt(22)  # 3号, 2号
TEXT_WIDTH = Mm(210 - 28 - 26)
# Style → font, size, bold, first line indented by two characters.
STYLES: dict[str, tuple[str, Any, bool, bool]] = {
    "Normal": (BODY, SIZE, False, False),
    "正文段": (BODY, SIZE, False, True),
    "待填写": (SECOND, SIZE, False, True),
    "Title": (TITLE, TITLE_SIZE, False, False),
    "Subtitle": (SECOND, SIZE, False, False),
    "Heading 1": (FIRST, SIZE, False, False),
    "Heading 2": (SECOND, SIZE, False, False),
    "Heading 3": (BODY, SIZE, True, False),
    "Heading 4": (BODY, SIZE, False, False),
    "Caption": (FIRST, Pt(12), False, False),
    "表中文字": (SONG, Pt(10.5), False, False),
    "图": (SONG, Pt(10.5), False, False),
    "来源": (SONG, Pt(9), False, False),
}
CENTERED = ("Title", "Subtitle", "Caption", "图")
NARROW = ("Caption", "表中文字", "图", "来源")  # single lines: an exact 28 pt would cut a chart off
LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)


def blank(title: str, mark: str = "") -> Document:
    """A document without text, with all styles, the page and its number; a mark stands before that."""
    document = docx.Document()
    _lighten(document)
    for name in STYLES:
        _style(document, name)
    _numbering(document)
    _language(document)
    _page(document, mark)
    properties = document.core_properties
    properties.title = speakable(title.replace("\n", ""))
    properties.author, properties.comments, properties.language = "", "", "zh-CN"
    return document


def _lighten(document: Document) -> None:
    """Take out what the library's own template brings along: old styles for Word 2007, an empty XML part, lists."""
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith(("/stylesWithEffects", "/customXml")):
            del document.part.rels[key]
    for style in list(document.styles):
        if style.name is not None and style.name.startswith("List"):
            style.delete()


def _style(document: Document, name: str) -> None:
    font, size, bold, indented = STYLES[name]
    known = [style.name for style in document.styles]
    style: Any = document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if name != "Normal":
        style.base_style = document.styles["Normal"]
    style.quick_style = True
    properties = style.element.get_or_add_rPr()
    properties.clear()
    style.font.name, style.font.size, style.font.bold, style.font.italic = LATIN, size, bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties.rFonts.set(qn("w:eastAsia"), font)
    old = style.element.pPr
    if old is not None:
        style.element.remove(old)
    paragraph = style.paragraph_format
    paragraph.space_before = paragraph.space_after = Pt(0)
    if name in NARROW:
        paragraph.line_spacing = 1.0
    else:
        paragraph.line_spacing_rule, paragraph.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    if name in CENTERED:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if name == "Caption":
        paragraph.space_before = Pt(6)
    if name == "Title":
        paragraph.line_spacing = Pt(36)
    if name.startswith("Heading"):
        paragraph.keep_with_next = True
        style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{int(name[-1]) - 1}"/>'))
    if indented:
        _indent(style.element.get_or_add_pPr())


def _indent(properties: Any) -> None:
    """Two characters, whatever their size."""
    properties.append(parse_xml(f'<w:ind {nsdecls("w")} w:firstLineChars="200" w:firstLine="640"/>'))


def _numbering(document: Document) -> None:
    """一、（一）1.（1） counted by Word, so that a heading put between renumbers the rest."""
    part = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="Heading{at + 1}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLineChars="200" w:firstLine="640"/></w:pPr></w:lvl>'
        for at, (kind, text) in enumerate(LEVELS)
    )
    for old in list(part):
        part.remove(old)
    part.append(
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
    )
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="1"><w:abstractNumId w:val="1"/></w:num>'))
    for level in range(len(LEVELS)):
        properties = document.styles[f"Heading {level + 1}"].element.get_or_add_pPr()
        numbered = parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
        properties.insert_element_before(numbered, *_AFTER_NUMBER)


_AFTER_NUMBER = ("w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _language(document: Document) -> None:
    """Chinese for spelling and line breaks, and fonts that stand in for those a computer may lack."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(defaults):
        defaults.remove(child)
    defaults.append(
        parse_xml(f'<w:rFonts {nsdecls("w")} w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{BODY}" w:cs="{LATIN}"/>')
    )
    defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'))
    fonts = next(part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    listed = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in STAND_INS.items()
    )
    fonts._blob = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{listed}</w:fonts>'.encode()
    )


def _page(document: Document, mark: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    section.footer_distance = Mm(28)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = document.styles["来源"], side
        if mark:
            paragraph.add_run(mark)
            paragraph.add_run("　")
        for text, is_field in (("— ", False), ("PAGE", True), (" —", False)):
            run = paragraph.add_run("" if is_field else text)
            run.font.size = Pt(14)
            if is_field:
                field(run, text, "1")


def mark(document: Document, words: str) -> None:
    """Put words at the top and into every footer of somebody's own document."""
    first = document.element.body[0]
    first.addprevious(_small(document.add_paragraph(words))._p)
    has_even = document.settings.odd_and_even_pages_header_footer
    for nth, section in enumerate(document.sections):
        footers = [section.footer, *([section.even_page_footer] if has_even else [])]
        footers += [section.first_page_footer] if section.different_first_page_header_footer else []
        for footer in footers:
            if nth == 0 or not footer.is_linked_to_previous:
                _small(footer.add_paragraph(words))


def _small(paragraph: Any) -> Any:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for run in paragraph.runs:
        run.font.size = Pt(10.5)
    return paragraph


def field(run: Any, instruction: str, shown: str) -> None:
    """Make a run a field that Word can update; `shown` is what stands there until then."""
    for kind in ("begin", "", "separate", "shown", "end"):
        if kind == "":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {instruction} "
        elif kind == "shown":
            element = OxmlElement("w:t")
            element.text = shown
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def saved(document: Any, figures: Sequence[Figure], version: int, named: Callable[[str], str] = str) -> bytes:
    """The .docx with the figures frozen inside; `named` gives their parts other names, where theirs are taken."""
    package = document.part.package

    def part(name: str, kind: str, content: bytes) -> Part:
        return Part(PackURI(named(name)), kind, content, package)

    freeze(document.part, part, figures, version)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
