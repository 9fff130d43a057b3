"""How long a filled template is: what `reports.length` counts of our own report, counted of the document as it stands.

Tables, captions, contents and hints in 【】 are no prose; of tables only the annex counts. A heading is a paragraph with
an outline level, else one that is numbered as official documents are or is called as a heading of the outline.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from docx.oxml.ns import qn

from reports.composition import HEADINGS, Material
from reports.length import Length, Section, count
from reports.wording import plain

NO_PROSE = ("caption", "题注", "图", "来源", "待填写", "toc", "目录")  # how names of styles begin, in small letters
HINT = re.compile(r"【[^【】]*】")
# How a heading begins, level by level: 一、（一）1.（1）
NUMBERS = (r"[一二三四五六七八九十]+、", r"[（(][一二三四五六七八九十]+[）)]", r"\d+[.．、](?!\d)", r"[（(]\d+[）)]")
NUMBERED = [re.compile(rf"{number}\s*") for number in NUMBERS]
LONGEST = 40  # characters of a heading
SENTENCE = re.compile(r"[。；：，]")  # what a heading has none of
BODY_TEXT = 9  # the outline level of what is no heading
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class Paragraph(NamedTuple):
    """A paragraph of prose; its level from 1 if it is a heading, else 0."""

    text: str
    level: int


def length(body: Any, styles: Any, material: Material) -> Length:
    """Count the body of a document with those styles, filled from that material."""
    heads = {row.text: int(row.kind[1]) for row in material.rows if row.kind in HEADINGS}
    told = list(_paragraphs(body, _looks(styles), heads))
    most = next(row for row in material.rows if row.kind == "title").limit
    limits = {row.text: row.limit for row in material.rows if row.kind in HEADINGS and row.limit is not None}
    sections = (_section(told, heading, limit) for heading, limit in limits.items())
    return Length(sum(count(one.text) for one in told), _annex(body, material), most, tuple(filter(None, sections)))


def _section(told: Sequence[Paragraph], heading: str, most: int) -> Section | None:
    """The section below the first heading of that name, up to the next one of its level or a higher one."""
    at = next((at for at, one in enumerate(told) if one.level and _bare(one.text) == heading), None)
    if at is None:
        return None
    inside = takewhile(lambda one: not 0 < one.level <= told[at].level, told[at + 1 :])
    return Section(heading, sum(count(one.text) for one in inside), most)


def _paragraphs(body: Any, looks: Mapping[str, tuple[str, int]], heads: Mapping[str, int]) -> Iterator[Paragraph]:
    for element in body.iter(qn("w:p")):
        if any(one.tag in (qn("w:tbl"), FALLBACK) for one in element.iterancestors()):
            continue
        text = _text(element)
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name, level = looks.get(style.get(qn("w:val")) if style is not None else "", ("", 0))
        if not text or name.startswith(NO_PROSE) or HINT.fullmatch(text):
            continue
        yield Paragraph(text, _outlined(element) or level or _looks_like_one(text, heads))


def _text(paragraph: Any) -> str:
    """The text of a paragraph without that of text boxes in it, which have paragraphs of their own."""
    own = (one for one in paragraph.iter(qn("w:t")) if next(one.iterancestors(qn("w:p"))) is paragraph)
    return "".join(one.text or "" for one in own).strip()


def _outlined(element: Any) -> int:
    """The level that a paragraph or a style has itself; 0 for none."""
    found = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    level = found.get(qn("w:val"), "") if found is not None else ""
    return int(level) + 1 if level.isdecimal() and int(level) < BODY_TEXT else 0


def _looks(styles: Any) -> dict[str, tuple[str, int]]:
    """The name of every style of paragraphs in small letters and its outline level, by its identifier."""
    known = {one.get(qn("w:styleId")): one for one in styles.iter(qn("w:style"))}
    return {key: (_value(one, "w:name").casefold(), _level(one, known)) for key, one in known.items()}


def _level(style: Any, known: Mapping[str, Any]) -> int:
    """The outline level of a style: its own, or that of what it is based on."""
    seen = list[Any]()
    while style is not None and style not in seen:
        if level := _outlined(style):
            return level
        seen.append(style)
        style = known.get(_value(style, "w:basedOn"))
    return 0


def _value(style: Any, tag: str) -> str:
    found = style.find(qn(tag))
    return str(found.get(qn("w:val"), "")) if found is not None else ""


def _looks_like_one(text: str, heads: Mapping[str, int]) -> int:
    """The level of a paragraph that is written as a heading, whatever its style; 0 for others."""
    if len(text) > LONGEST or SENTENCE.search(text):
        return 0
    numbered = next((level for level, number in enumerate(NUMBERED, 1) if number.match(text)), 0)
    return numbered or heads.get(text, 0)


def _bare(heading: str) -> str:
    """A heading without its number."""
    return next((heading[found.end() :] for number in NUMBERED if (found := number.match(heading))), heading)


def _annex(body: Any, material: Material) -> int:
    """Characters of the rows of the annex that stand in tables, without their numbers."""
    known = {plain(text, {}) for text, _ in material.annex.rows} if material.annex else set[str]()
    rows = ([_cell(cell) for cell in row.iter(qn("w:tc"))] for row in body.iter(qn("w:tr")))
    return sum(count(cell) for row in rows if known & {*row} for cell in row if not cell.isdecimal())


def _cell(cell: Any) -> str:
    return "".join(one.text or "" for one in cell.iter(qn("w:t")))
