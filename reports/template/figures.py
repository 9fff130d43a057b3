"""Figures in a rendered document: where a mark stands, the figure is printed in a bookmark, in the letters around it."""

import copy
import re
from collections.abc import Sequence
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from reports.figure import Figure
from reports.wording import plain as _printed

# Characters that no text has: Unicode keeps them for programs.
START, END, REFERENCE = "\ufdd0", "\ufdd1", "\ufdd2"
_MARK = re.compile(f"{START}([0-9]+){END}")
_REFERENCES = re.compile(f"（{REFERENCE}(?:、{REFERENCE})*）")
_OURS = re.compile("[\ufdd0-\ufdd2]")
_BOOKMARK = "_Figure"


def mark(place: int) -> str:
    """What stands in a text for the figure at that place."""
    return f"{START}{place}{END}"


def clean(text: str) -> str:
    """The text without characters that are marks here."""
    return _OURS.sub("", text)


def without_references(text: str) -> str:
    """The text without references in brackets; nothing, where one stands in the sentence itself."""
    text = _REFERENCES.sub("", text)
    return "" if REFERENCE in text else text


def plain(text: str, figures: Sequence[Figure]) -> str:
    """The text as it reads."""
    return _MARK.sub(lambda found: _printed((figures[int(found[1])],), {}), text)


class Bookmarks:
    """Prints the figures of a document, part after part; `printed` are those it met, in the order of the document."""

    def __init__(self, figures: Sequence[Figure]):
        self.figures, self.printed = figures, list[Figure]()
        self._last = 0

    def begin_above(self, roots: Sequence[Any]) -> None:
        """Number bookmarks above those that are there; take out those of figures printed long ago."""
        for root in roots:
            marks = [*root.iter(qn("w:bookmarkStart"))]
            old = {one.get(qn("w:id")) for one in marks if (one.get(qn("w:name")) or "").startswith(_BOOKMARK)}
            for one in [*marks, *root.iter(qn("w:bookmarkEnd"))]:
                number = one.get(qn("w:id")) or ""
                if number in old:
                    one.getparent().remove(one)
                elif number.isdecimal():
                    self._last = max(self._last, int(number))

    def print(self, root: Any) -> None:
        """Replace every mark below the element."""
        runs = {text.getparent(): None for text in root.iter(qn("w:t")) if _MARK.search(text.text or "")}
        for run in runs:
            parts = self._split(run)
            for part in parts:
                run.addprevious(part)
            run.getparent().remove(run)

    def _split(self, run: Any) -> list[Any]:
        """The run in pieces: each figure is a run of its own, in a bookmark."""
        look = run.find(qn("w:rPr"))

        def empty() -> Any:
            made = etree.Element(run.tag, run.attrib)
            if look is not None:
                made.append(copy.deepcopy(look))
            return made

        done, current = list[Any](), empty()
        for child in [one for one in run if one is not look]:
            if child.tag != qn("w:t"):
                current.append(child)
                continue
            for place, piece in enumerate(_MARK.split(child.text or "")):
                if place % 2 == 0:
                    if piece:
                        current.append(_text(piece))
                    continue
                figure = empty()
                done += [current, *self._bookmarked(figure, self.figures[int(piece)])]
                current = empty()
        least = 0 if look is None else 1
        return [one for one in [*done, current] if one.tag != run.tag or len(one) > least]

    def _bookmarked(self, run: Any, figure: Figure) -> tuple[Any, Any, Any]:
        self.printed.append(figure)
        self._last += 1
        run.append(_text(figure.printed))
        name = f"{_BOOKMARK}{len(self.printed):05d}"
        start = etree.Element(qn("w:bookmarkStart"), {qn("w:id"): str(self._last), qn("w:name"): name})
        return start, run, etree.Element(qn("w:bookmarkEnd"), {qn("w:id"): str(self._last)})


def _text(words: str) -> Any:
    made = etree.Element(qn("w:t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    made.text = words
    return made
