"""The comments of a sheet with ours added to them, and the boxes in which they are shown."""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple
from xml.etree import ElementTree

from loaders import issues
from loaders.gate import answering
from loaders.xml_part import Edit, Unusual, at, elements, rewritten, spliced, text

SIGN = "【退回修改】"  # begins what we say in a comment; what stands before it is the sender's
LONGEST = 32767  # characters
WIDTH, TALLEST = 320, 400  # px
LINE = 19  # px of a line, of some 22 characters
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
SHAPES = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_CONVERSATION = "tc={"  # begins the author of a comment that only stands for a conversation (Excel 365)
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors></authors>'
    b"<commentList></commentList></comments>"
)
_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_NO_SHAPES = (
    f'<xml {_NAMESPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'.encode()
)
_SHAPE_TYPE = (
    f'<v:shapetype {_NAMESPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
).encode()
_SHAPE = re.compile(rb"<((?:\w+:)?shape)\s.*?</\1>", re.DOTALL)
_NUMBER = re.compile(rb"_x0000_s(\d{1,9})\b")


class Commented(NamedTuple):
    """A sheet's comments: the part, all that is said in the cells that are ours, and the cells with a comment no more."""

    data: bytes
    said: dict[str, str]
    gone: set[str]


def commented(data: bytes | None, texts: Mapping[str, str]) -> Commented:
    """Put texts into the comments of cells, by address; what an earlier return said is taken out of all."""
    data = data or _EMPTY
    root, *others = elements(data)
    prefix = root.prefix
    (authors,), (comments,) = at("comments/authors", others), at("comments/commentList", others)
    names = _authors(data)
    author = str(len(names))
    own = _texts(data)
    edits, said, gone = [], {}, set()
    for one in at("comments/commentList/comment", others):
        address = one.attributes.get("ref", "")
        number = one.attributes.get("authorId", "0")
        if number.isdecimal() and int(number) < len(names) and names[int(number)].startswith(_CONVERSATION):
            said[address] = ""
        elif SIGN in own[address] or address in texts:
            before = own[address].partition(SIGN)[0].rstrip()
            all_said = "\n".join(filter(None, [before, texts.get(address, "")]))
            if all_said:
                said[address] = all_said
                edits.append(Edit(one.start, one.end, _comment(prefix, address, number, all_said)))
            else:
                gone.add(address)
                edits.append(Edit(one.start, one.end, b""))
    added = {address: ours for address, ours in texts.items() if address not in own}
    said |= added
    new = [_comment(prefix, address, author, ours) for address, ours in added.items()]
    edits += rewritten(data, comments, b"".join(new))
    if new:
        edits += rewritten(data, authors, f"<{prefix}author>{SIGN}</{prefix}author>".encode())
    return Commented(spliced(data, edits), {address: all_said for address, all_said in said.items() if all_said}, gone)


def shapes(data: bytes | None, said: Mapping[str, str], gone: Collection[str]) -> bytes:
    """The boxes of comments, anew for cells in which something is said, without those of comments that are gone."""
    data = data or _NO_SHAPES
    end = data.rfind(b"</xml>")
    if end < 0:
        raise Unusual("vml")
    cells = {_place(address) for address in {*said, *gone}}
    edits = [Edit(m.start(), m.end(), b"") for m in _SHAPE.finditer(data) if _row_and_column(m[0]) in cells]
    first = 1 + max([1024, *(int(number) for number in _NUMBER.findall(data))])
    new = [] if b'"_x0000_t202"' in data else [_SHAPE_TYPE]
    new += [_shape(number, address, text) for number, (address, text) in enumerate(said.items(), first)]
    return spliced(data, [*edits, Edit(end, end, b"".join(new))])


def _comment(prefix: str, address: str, author: str, said: str) -> bytes:
    run = f'<{prefix}r><{prefix}t xml:space="preserve">{text(said[:LONGEST])}</{prefix}t></{prefix}r>'
    body = f"<{prefix}text>{run}</{prefix}text>"
    return f'<{prefix}comment ref="{address}" authorId="{author}">{body}</{prefix}comment>'.encode()


def _authors(data: bytes) -> list[str]:
    return [one.text or "" for one in _tree(data).iter() if _local(one.tag) == "author"]


def _texts(data: bytes) -> dict[str, str]:
    """What each comment says, by address."""
    found = {}
    for comment in _tree(data).iter():
        if _local(comment.tag) == "comment":
            texts = (one.text or "" for one in comment.iter() if _local(one.tag) == "t")
            found[comment.get("ref", "")] = "".join(texts)
    return found


def _tree(data: bytes) -> ElementTree.Element:
    with answering():
        return ElementTree.fromstring(data)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _place(address: str) -> tuple[int, int]:
    column = address.rstrip("0123456789")
    return int(address[len(column) :]) - 1, issues.position(column)


def _row_and_column(shape: bytes) -> tuple[int, int] | None:
    row, column = (re.search(rb"<(?:\w+:)?" + name + rb"\b[^>]*>\s*(\d+)\s*</", shape) for name in (b"Row", b"Column"))
    return (int(row[1]), int(column[1])) if row and column else None


def _shape(number: int, address: str, said: str) -> bytes:
    row, column = _place(address)
    height = min(LINE * (1 + sum(1 + len(line) // 22 for line in said.splitlines())), TALLEST)
    style = f"position:absolute;margin-left:59.25pt;margin-top:1.5pt;width:{WIDTH}px;height:{height}px;z-index:1"
    return (
        f'<v:shape {_NAMESPACES} id="_x0000_s{number}" type="#_x0000_t202" style="{style};visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    ).encode()
