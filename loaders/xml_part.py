"""XML changed in place: where its elements stand, and other bytes put there. What is not touched stays to the byte.

A part that is parsed and written anew loses names of namespaces which Office looks for, and is "repaired" when opened.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from loaders.gate import answering

REST = rb"(?:[^>\"']|\"[^\"]*\"|'[^']*')*>"  # of a start tag, after its name
_TAG = re.compile(b"<" + REST)
_TAG_NAME = re.compile(rb"<([\w:.-]+)")
_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ILLEGAL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CODED = re.compile("_(x[0-9A-Fa-f]{4}_)")  # Office reads such a text as one character


class Unusual(Exception):
    """A part stands in a form that is not changed in place: no error of anybody's."""


class Element(NamedTuple):
    """An element and the bytes where it stands: the start tag from `start` to `inside`, the end tag from `close` to `end`."""

    path: str  # the names from the root to it, without prefixes: "styleSheet/fonts/font"
    prefix: str  # of its name: "" or "x:"
    attributes: dict[str, str]
    start: int
    inside: int
    close: int
    end: int

    @property
    def name(self) -> str:
        """Its name without a prefix."""
        return self.path.rpartition("/")[2]

    def related(self) -> str:
        """The relation it names; "" if none."""
        return next((value for key, value in self.attributes.items() if key.endswith(":id")), "")


class Edit(NamedTuple):
    """Bytes from `start` to `end` and what stands there instead."""

    start: int
    end: int
    by: bytes


def elements(data: bytes) -> list[Element]:
    """Every element in the order of the start tags."""
    found: list[Element] = []
    open_ones: list[int] = []
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        match = _TAG.match(data, at)
        if not match:
            raise Unusual(tag)
        prefix, _, name = tag.rpartition(":")
        path = f"{found[open_ones[-1]].path}/{name}" if open_ones else name
        open_ones.append(len(found))
        is_empty = data[match.end() - 2 : match.end() - 1] == b"/"
        end = match.end() if is_empty else 0
        found.append(Element(path, prefix and f"{prefix}:", attributes, at, match.end(), end, end))

    def finish(_: str) -> None:
        at = open_ones.pop()
        if not found[at].end:
            close = parser.CurrentByteIndex
            found[at] = found[at]._replace(close=close, end=data.index(b">", close) + 1)

    parser.StartElementHandler, parser.EndElementHandler = start, finish
    with answering():
        parser.Parse(data, True)
    return found


def at(path: str, among: Iterable[Element]) -> list[Element]:
    """The elements of a path."""
    return [one for one in among if one.path == path]


def spliced(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with these edits, which do not overlap; of several at one place the first stands first."""
    pieces, done = [], 0
    for edit in sorted(edits, key=lambda one: one[:2]):
        if edit.start < done:
            raise Unusual(f"{edit.start} < {done}")
        pieces += [data[done : edit.start], edit.by]
        done = edit.end
    return b"".join([*pieces, data[done:]])


def rewritten(data: bytes, one: Element, more: bytes = b"", **attributes: str | None) -> list[Edit]:
    """An element with other attributes, None for taken away, and with `more` as its last content."""
    tag = changed(data[one.start : one.inside], **attributes)
    if not more:
        return [Edit(one.start, one.inside, tag)]
    if one.close < one.end:
        return [Edit(one.start, one.inside, tag), Edit(one.close, one.close, more)]
    name = _TAG_NAME.match(tag)
    assert name
    return [Edit(one.start, one.end, tag[:-2].rstrip() + b">" + more + b"</" + name[1] + b">")]


def attribute(tag: bytes, name: str) -> str | None:
    """An attribute of a start tag as it is written there."""
    for match in _ATTRIBUTE.finditer(tag):
        if match[1] == name.encode():
            return (match[2] if match[2] is not None else match[3]).decode()
    return None


def changed(tag: bytes, **attributes: str | None) -> bytes:
    """A start tag with other attributes, None for taken away."""
    for name, value in attributes.items():
        tag = re.sub(rb"\s" + name.encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", tag)
        if value is not None:
            end = -2 if tag.endswith(b"/>") else -1
            tag = tag[:end].rstrip() + f" {name}={quoteattr(value)}".encode() + tag[end:]
    return tag


def split(xml: bytes) -> tuple[bytes, bytes]:
    """An element as its start tag and the rest."""
    match = _TAG.match(xml)
    assert match
    return xml[: match.end()], xml[match.end() :]


def text(value: str) -> str:
    """A text as the content of an element, whatever characters it has."""
    return escape(_CODED.sub(r"_x005F_\1", _ILLEGAL.sub("", value)))


def quoted(value: str) -> str:
    """A text as the value of an attribute, with its quotes."""
    return '"' + text(value).replace('"', "&quot;") + '"'
