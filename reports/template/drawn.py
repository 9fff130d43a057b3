"""Charts that a bureau drew in its template: which are ours to fill, and their filling.

A chart is ours if its title or its alternative text holds a key in brackets: 【satisfaction】.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml import etree

from charts import refilling
from charts.office import speakable
from locales import N_
from reports.composition import Shown
from reports.content import Drawing
from reports.figure import Figure
from reports.template.tags import Problem

KEY = re.compile(r"【([^【】]*)】")
NOTHING = "没有可作图的数据"
DESCRIBED = ("descr", "title")


class Frame(NamedTuple):
    """A chart in the text: its element, what describes it, its part, and the key it has."""

    element: Any
    described: Any
    part: Any
    key: str


def frames(root: Any, part: Any) -> Iterator[Frame]:
    """The charts with a key below an element of a part."""
    for element in root.iter(f"{refilling.C}chart"):
        relation = part.rels.get(element.get(f"{refilling.R}id"))
        if relation is None or relation.is_external:
            continue
        drawing = next(element.iterancestors(qn("w:drawing")), None)
        described = drawing.find(f".//{qn('wp:docPr')}") if drawing is not None else None
        texts = [refilling.title(relation.target_part.blob)]
        texts += [described.get(name) or "" for name in DESCRIBED] if described is not None else []
        key = next((found[1].strip() for text in texts if (found := KEY.search(text))), None)
        if key is not None:
            yield Frame(element, described, relation.target_part, key)


def problems(root: Any, part: Any, known: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with the charts of a part."""
    for one in frames(root, part):
        if one.key not in known:
            near = " ".join(get_close_matches(one.key, known, n=3, cutoff=0.4)) or "—"
            yield Problem(N_("没有图“【{key}】”。相近的有：{near}"), {"key": one.key, "near": near})
        elif not refilling.can_be_refilled(one.part.blob):
            yield Problem(N_("图“【{key}】”不是柱形图、条形图、折线图、面积图或饼图，不能填入数据"), {"key": one.key})


def fill(root: Any, part: Any, made: Mapping[str, Shown]) -> tuple[list[Figure], list[str]]:
    """Fill the charts below an element; the figures they show, and the keys of those that there is nothing to draw for."""
    shown, empty = list[Figure](), list[str]()
    for one in list(frames(root, part)):
        drawing = made.get(one.key)
        if not isinstance(drawing, Drawing) or not isinstance(drawing.chart, refilling.Refillable):
            empty.append(one.key)
            _take_out(one.element)
            continue
        xml, book = refilling.refilled(
            one.part.blob, drawing.chart, _without_key(refilling.title(one.part.blob)) or drawing.title
        )
        one.part._blob = xml
        _put_behind(one.part, book)
        for name in DESCRIBED if one.described is not None else ():
            if (words := one.described.get(name)) and KEY.search(words):
                one.described.set(name, _without_key(words) or speakable(drawing.title))
        shown += drawing.figures
    return shown, empty


def _without_key(words: str) -> str:
    return KEY.sub("", words).strip()


def _put_behind(part: Any, book: bytes) -> None:
    """The workbook of a chart; one that is only linked is embedded from now on."""
    relation = part.rels.get(refilling.book_relation(part.blob))
    if relation is not None and not relation.is_external:
        relation.target_part._blob = book
        return
    if relation is not None:
        del part.rels[relation.rId]
    names = {str(one.partname) for one in part.package.iter_parts()}
    number = next(at for at in range(1, len(names) + 2) if _book_name(at) not in names)
    made = Part(PackURI(_book_name(number)), CONTENT_TYPE.SML_SHEET, book, part.package)
    part._blob = refilling.with_book(part.blob, part.relate_to(made, RELATIONSHIP_TYPE.PACKAGE))


def _book_name(number: int) -> str:
    return f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"


def _take_out(element: Any) -> None:
    """Words instead of a chart without data: the numbers that its author drew it with are nobody's."""
    drawing = next(element.iterancestors(qn("w:drawing")), None)
    if drawing is None:
        return
    holder = drawing.getparent()
    if holder.tag != qn("w:r"):  # an alternative for old programs stands beside it
        drawing = next(
            drawing.iterancestors("{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent")
        )
        holder = drawing.getparent()
    words = etree.Element(qn("w:t"))
    words.text = NOTHING
    holder.replace(drawing, words)
