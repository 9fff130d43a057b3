"""A sheet of the sender's workbook with some of its cells in other formats, and nothing else of it touched."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from loaders import issues
from loaders.sheet import letters
from loaders.xml_part import REST, Edit, Element, Unusual, at, attribute, changed, elements, rewritten, spliced

Position = tuple[int, int]  # row and column from 0
Restyle = Callable[[Position, int], int]  # the format of a cell by its place and the one it had

_ROW = re.compile(rb"<((?:[\w.-]+:)?)row(?=[\s/>])" + REST)
_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])" + REST)
_ROWS = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?=[\s/>])" + REST)
_ROWS_END = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>")
_OTHER_WAYS = (b"<!--", b"<![CDATA[")  # of writing XML, in which what looks like a tag may be none
# What may stand behind the shapes of comments.
AFTER_SHAPES = {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts"}
AFTER_SHAPES |= {"extLst", "AlternateContent"}


class SheetPart:
    """The XML of a sheet in two pieces: its rows, and the frame around them."""

    def __init__(self, data: bytes):
        start = _ROWS.search(data)
        if not start or start[0].endswith(b"/>") or any(way in data for way in _OTHER_WAYS):
            raise Unusual("sheetData")
        end = next(_ROWS_END.finditer(data, start.end()), None)
        if not end:
            raise Unusual("sheetData")
        self._start, self._rows, self._prefix = start.end(), data[start.end() : end.start()], start[1].decode()
        self._frame = data[: start.end()] + data[end.start() :]

    def whole(self) -> bytes:
        """The whole part."""
        return self._frame[: self._start] + self._rows + self._frame[self._start :]

    def restyle(self, cells: Iterable[Position], style: Restyle) -> None:
        """Give cells another format; one that does not stand there yet is added, blank."""
        columns = _Columns(at("worksheet/cols/col", elements(self._frame)))
        wanted = {row: [column for _, column in same] for row, same in groupby(sorted(cells), key=lambda cell: cell[0])}
        rows = sorted(wanted, reverse=True)
        edits: list[Edit] = []
        before = -1
        for match in _ROW.finditer(self._rows) if rows else ():
            number = attribute(match[0], "r")
            before = int(number) - 1 if number else before + 1
            while rows and rows[-1] < before:
                new = self._new_row(rows[-1], wanted[rows.pop()], style, columns)
                edits.append(Edit(match.start(), match.start(), new))
            if rows and rows[-1] == before:
                edits += self._row(match, before, wanted[rows.pop()], style, columns)
            if not rows:
                break
        below = [self._new_row(row, wanted[row], style, columns) for row in reversed(rows)]
        self._rows = spliced(self._rows, [*edits, Edit(len(self._rows), len(self._rows), b"".join(below))])

    def _row(
        self, match: re.Match[bytes], row: int, wanted: list[int], style: Restyle, columns: "_Columns"
    ) -> Iterator[Edit]:
        """The edits of a row that stands there."""
        tag, end = match[0], match.end()
        own = attribute(tag, "s") if attribute(tag, "customFormat") in ("1", "true") else None
        if tag.endswith(b"/>"):
            cells = b"".join(self._new_cell((row, column), style, columns, own) for column in wanted)
            yield Edit(match.start(), end, changed(tag, spans=None)[:-2] + b">" + cells + b"</" + match[1] + b"row>")
            return
        close = self._rows.index(b"</" + match[1] + b"row", end)
        left, before = [*wanted], -1
        for cell in _CELL.finditer(self._rows, end, close):
            address = attribute(cell[0], "r")
            column = issues.position(address.rstrip("0123456789")) if address else before + 1
            for missing in [one for one in left if before < one < column]:
                left.remove(missing)
                new = self._new_cell((row, missing), style, columns, own)
                yield Edit(cell.start(), cell.start(), new)
            before = column
            if column in left:
                left.remove(column)
                old = int(attribute(cell[0], "s") or 0)
                yield Edit(cell.start(), cell.end(), changed(cell[0], s=str(style((row, column), old))))
        if left:
            yield Edit(close, close, b"".join(self._new_cell((row, one), style, columns, own) for one in left))
        if attribute(tag, "spans"):
            yield Edit(match.start(), end, changed(tag, spans=None))  # a hint that may no longer hold

    def _new_row(self, row: int, wanted: list[int], style: Restyle, columns: "_Columns") -> bytes:
        cells = b"".join(self._new_cell((row, column), style, columns, None) for column in wanted)
        return f'<{self._prefix}row r="{row + 1}">'.encode() + cells + f"</{self._prefix}row>".encode()

    def _new_cell(self, place: Position, style: Restyle, columns: "_Columns", own: str | None) -> bytes:
        old = columns.style(place[1]) if own is None else int(own)
        address = f"{letters(place[1] + 1)}{place[0] + 1}"
        return f'<{self._prefix}c r="{address}" s="{style(place, old)}"/>'.encode()

    @property
    def comments_shape(self) -> str:
        """The relation under which the shapes of its comments stand; "" if it has none."""
        found = at("worksheet/legacyDrawing", elements(self._frame))
        return found[0].related() if found else ""

    def show_comments(self, key: str) -> None:
        """Refer to the shapes of its comments."""
        root, *others = elements(self._frame)
        after = [one for one in others if one.path.count("/") == 1 and one.start >= self._start]
        before = next((one.start for one in after if one.name in AFTER_SHAPES), root.close)
        namespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        new = f'<{self._prefix}legacyDrawing xmlns:r="{namespace}" r:id="{key}"/>'
        self._frame = spliced(self._frame, [Edit(before, before, new.encode())])

    def unselect(self) -> None:
        """Let it not be among the sheets that are selected when the workbook is opened."""
        views = at("worksheet/sheetViews/sheetView", elements(self._frame))
        edits = [
            edit for one in views if "tabSelected" in one.attributes
            for edit in rewritten(self._frame, one, tabSelected=None)
        ]  # fmt: skip
        self._start += sum(len(edit.by) - (edit.end - edit.start) for edit in edits)
        self._frame = spliced(self._frame, edits)


class _Columns:
    """The formats of whole columns, which blank cells have."""

    def __init__(self, columns: list[Element]):
        self._spans = [
            (int(one.attributes["min"]), int(one.attributes["max"]), int(one.attributes.get("style", 0)))
            for one in columns
        ]

    def style(self, column: int) -> int:
        return next((style for first, last, style in self._spans if first <= column + 1 <= last), 0)
