"""The formats of a workbook's cells, and further ones added to them: a tint over what is there, a code as text."""

import re
from bisect import bisect
from collections.abc import Sequence

from loaders.xml_part import Edit, Element, Unusual, at, changed, elements, rewritten, spliced, split

TEXT = "49"  # the number of the format “@”
FONT = "宋体"
_LISTS = ("fonts", "fills", "borders", "cellXfs")


class Styles:
    """The part with all formats; a cell names its own by a number."""

    def __init__(self, data: bytes):
        self._data = data
        self._elements = elements(data)
        self._lists = {name: self._list(name) for name in _LISTS}
        self._standing = {name: len(self._children(name)) for name in _LISTS}
        self._added: dict[str, list[bytes]] = {name: [] for name in _LISTS}
        self._edits: list[Edit] = []
        self._made: dict[tuple[int, str, bool], int] = {}
        self._formats = [data[one.start : one.end] for one in self._children("cellXfs")]
        self.prefix = self._elements[0].prefix
        names = at("styleSheet/fonts/font/name", self._elements)
        self.font = names[0].attributes.get("val", FONT) if names else FONT

    def add(self, kind: str, xml: str) -> int:
        """Add a font, fill, border or format of a cell, written without prefixes; its number."""
        return self._add(kind, re.sub("<(/?)", rf"<\1{self.prefix}", xml).encode())

    def _add(self, kind: str, xml: bytes) -> int:
        added = self._added[kind]
        if xml not in added:
            added.append(xml)
        return self._standing[kind] + added.index(xml)

    def fill(self, color: str) -> int:
        """A solid fill."""
        solid = f'<patternFill patternType="solid"><fgColor rgb="{color}"/><bgColor indexed="64"/></patternFill>'
        return self.add("fills", f"<fill>{solid}</fill>")

    def tinted(self, of: int, color: str, as_text: bool) -> int:
        """The number of a format like another one, but of a colour, and, where told, for text."""
        key = (of, color, as_text)
        if key not in self._made:
            if not 0 <= of < len(self._formats):
                raise Unusual(f"cellXfs {of}")
            tag, rest = split(self._formats[of])
            attributes = {"fillId": str(self.fill(color)), "applyFill": "1"}
            if as_text:
                attributes |= {"numFmtId": TEXT, "applyNumberFormat": "1"}
            self._made[key] = self._add("cellXfs", changed(tag, **attributes) + rest)
        return self._made[key]

    def untint(self, colors: Sequence[str]) -> None:
        """Take the tints of an earlier return out of every format that has one."""
        starts = [fill.start for fill in self._children("fills")]
        tints = at("styleSheet/fills/fill/patternFill/fgColor", self._elements)
        ours = {str(bisect(starts, one.start) - 1) for one in tints if one.attributes.get("rgb") in colors}
        for number, one in enumerate(self._children("cellXfs")):
            if one.attributes.get("fillId") in ours:
                tag, rest = split(self._formats[number])
                self._formats[number] = changed(tag, fillId="0", applyFill=None) + rest
                self._edits.append(Edit(one.start, one.end, self._formats[number]))

    def whole(self) -> bytes:
        """The part with all that was added."""
        edits = [*self._edits]
        for kind, added in self._added.items():
            if added:
                total = self._standing[kind] + len(added)
                edits += rewritten(self._data, self._lists[kind], b"".join(added), count=str(total))
        return spliced(self._data, edits)

    def _list(self, name: str) -> Element:
        found = at(f"styleSheet/{name}", self._elements)
        if len(found) != 1:
            raise Unusual(name)
        return found[0]

    def _children(self, name: str) -> list[Element]:
        path = self._lists[name].path
        return [one for one in self._elements if one.path.rpartition("/")[0] == path]
