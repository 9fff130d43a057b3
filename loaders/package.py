"""A workbook taken apart: its parts, which of them refer to which, and put together again with some of them changed."""

import posixpath
import zipfile
from itertools import count
from pathlib import Path
from typing import BinaryIO, NamedTuple

from loaders import gate
from loaders.xml_part import Edit, Unusual, at, elements, rewritten, spliced, text

BOOK = "xl/workbook.xml"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


class Relation(NamedTuple):
    """What a part refers to: `kind` is the last word of the relation's type, `part` the name of the other part."""

    key: str
    kind: str
    part: str


class Package:
    """The parts of a workbook by name."""

    def __init__(self, content: bytes):
        self._content = content
        self._found = gate.parts(content)
        self._names = {name.casefold(): name for name in self._found}
        self._changed: dict[str, bytes] = {}
        self._removed: set[str] = set()

    def read(self, name: str) -> bytes:
        """A part; raises Unusual where there is none."""
        name = self._names.get(name.casefold(), name)
        if name in self._changed:
            return self._changed[name]
        if name not in self._found or name in self._removed:
            raise Unusual(name)
        return bytes(gate.read(self._content, self._found[name]))

    def __contains__(self, name: str) -> bool:
        return self._names.get(name.casefold(), name) in {*self._found, *self._changed} - self._removed

    def write(self, name: str, data: bytes) -> None:
        """Put a part in, in the place of one of that name."""
        name = self._names.setdefault(name.casefold(), name)
        self._changed[name] = data
        self._removed.discard(name)

    def remove(self, name: str) -> None:
        """Take a part out with what it refers to by itself, and what was said of it."""
        for one in (name, _relations_of(name)):
            self._removed.add(self._names.get(one.casefold(), one))
        self._announce(name, None)

    def add(self, pattern: str, data: bytes, kind: str) -> str:
        """Put a new part of a content type in, under the first free name of a pattern."""
        name = next(found for number in count(1) if (found := pattern.format(number)) not in self)
        self.write(name, data)
        self._announce(name, kind)
        return name

    def relations(self, of: str) -> list[Relation]:
        """What a part refers to inside the workbook."""
        name = _relations_of(of)
        if name not in self:
            return []
        found = []
        for one in at("Relationships/Relationship", elements(self.read(name))):
            if one.attributes.get("TargetMode") != "External":
                target = posixpath.join("/", posixpath.dirname(of), one.attributes["Target"])
                kind = one.attributes["Type"].rpartition("/")[2]
                found.append(Relation(one.attributes["Id"], kind, posixpath.normpath(target).lstrip("/")))
        return found

    def relate(self, of: str, to: str, kind: str) -> str:
        """Let a part refer to another one; the key of the relation."""
        name = _relations_of(of)
        data = self.read(name) if name in self else _RELATIONS
        root, *others = elements(data)
        taken = {one.attributes.get("Id") for one in others}
        key = next(found for number in count(1) if (found := f"rId{number}") not in taken)
        line = f'<{root.prefix}Relationship Id="{key}" Type="{KINDS}{kind}" Target="/{text(to)}"/>'
        self.write(name, spliced(data, rewritten(data, root, line.encode())))
        return key

    def unrelate(self, of: str, key: str) -> None:
        """Let a part no longer refer to another one."""
        name = _relations_of(of)
        data = self.read(name)
        gone = [Edit(one.start, one.end, b"") for one in elements(data) if one.attributes.get("Id") == key]
        self.write(name, spliced(data, gone))

    def save(self, to: Path | BinaryIO) -> None:
        """Write the workbook: parts in the order in which they stood, new ones after them."""
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in [*self._found, *(name for name in self._changed if name not in self._found)]:
                if name not in self._removed:
                    archive.writestr(name, self.read(name))

    def _announce(self, name: str, kind: str | None) -> None:
        """Say of what content type a part is: "vml" is one of a file's ending; None takes away what was said."""
        data = self.read(gate.TYPES)
        root, *others = elements(data)
        edits = [
            Edit(one.start, one.end, b"")
            for one in others
            if one.attributes.get("PartName", "").casefold() == f"/{name}".casefold()
        ]
        ending = name.rpartition(".")[2]
        line = f'<{root.prefix}Override PartName="/{text(name)}" ContentType="{kind}"/>'
        if ending != "xml":
            known = {one.attributes.get("Extension", "").casefold() for one in others}
            line = "" if ending in known else f'<{root.prefix}Default Extension="{ending}" ContentType="{kind}"/>'
        if kind and line:
            edits += rewritten(data, root, line.encode())
        self.write(gate.TYPES, spliced(data, edits))


def _relations_of(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")
