"""The XML of one sheet inside a workbook: how far its cells reach, and each cell as it stands there.

The parser that reads the cells needs memory for the rectangle they span, drops error values and believes every
address. So the rows are measured first, quickly, by looking for a few words; and where the words do not explain what
the parser read, the XML is read again, slowly, by one that keeps to the letter.
"""

import re
from collections.abc import Collection, Iterator
from itertools import chain, pairwise
from typing import NamedTuple
from xml.parsers import expat

from loaders.gate import answering, damaged
from loaders.sheet import MOST_BLANK, letters, refuse_wide

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

# A cell with a format and nothing else, before one that has an address: one without stands right of the cell before it.
_BLANK_CELL = re.compile(rb'<c r="[A-Z]{1,3}\d{1,7}" s="\d{1,5}"/>(?=<c r=")')
_MANY_BLANKS = 40  # bytes; looking for them takes time, and is worth it where one stands in so many
_ROW = re.compile(rb'<row(?:\s[^>]*?\br="(\d{1,10})")?')
_ADDRESS = re.compile(rb'<c\s[^>]*?\br="([A-Z]{1,3})(\d{1,10})"')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,10})")
_ROWS_END = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>")
_ROW_END = re.compile(rb"</(?:[\w.-]+:)?row\s*>")
_BLANK = rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
_UNCACHED = (re.compile(rb"</f>" + _BLANK), re.compile(rb"<f[^>]*/>" + _BLANK))
_ZERO = (re.compile(rb"</f>\s*<v>0</v>"), re.compile(rb"<f[^>]*/>\s*<v>0</v>"))
_FILLED = b"</v></c></row>"  # how a row ends whose last cell has a value
_LAST_CELL = 4096  # bytes from the end of such a row in which that cell begins
_USED, _USED_BY_CELL = rb"""\ss=["'](?:%b)["']""", rb'<c r="([A-Z]{1,3})(\d{1,7})" s="(?:%b)"'
_CHUNK = 1024**2


class Extent(NamedTuple):
    """What was measured of a sheet.

    `values` is how many cells have a value, -1 where that takes a closer look; `cut` is where, in bytes, the
    last row ends before too many blank ones, None if there are none: row `beyond` comes next, `rows_beyond` in all.
    """

    values: int
    cut: int | None = None
    beyond: int = 0
    rows_beyond: int = 0


class Cell(NamedTuple):
    """One cell as it stands in the file; row and column count from 0, `at` is where its row begins."""

    row: int
    column: int
    kind: str  # of its value: "s", "str", "inlineStr", "n", "b", "d", "e"
    formula: str | None
    value: str | None  # None if it has none
    at: int
    style: int = 0

    @property
    def address(self) -> str:
        """As a sheet shows it: C5."""
        return f"{letters(self.column + 1)}{self.row + 1}"


def without_blanks(data: bytes) -> bytes:
    """A piece of a sheet without most of its blank cells: 20 million of them may have borders."""
    return _BLANK_CELL.sub(b"", data) if data.count(b'"/><c r="') * _MANY_BLANKS > len(data) else data


def measure(data: bytes | bytearray, name: str, on_opening: bool = False) -> Extent:
    """How far the cells of a sheet reach; refused where they reach too far or stand out of order.

    In a workbook to be computed `on_opening` a formula's 0 may stand for a value nobody computed.
    """
    end = data.rfind(b"</sheetData")
    values = -1
    filled = _quickly(data, end, name) if end > 0 else None
    if filled is None:
        filled = _closely(data, name)
    elif not _lacks_values(data, end, on_opening):
        values = data.count(b"</v>", 0, end) + (data.count(b"<is", 0, end) if b'"inlineStr"' in data else 0)
    before, end_before = 0, None
    for index, (row, at) in enumerate(filled):
        if row > before + MOST_BLANK + 1:
            cut = _ROW_END.search(data, end_before) if end_before is not None else None
            return Extent(-1, cut.end() if cut else at, row, len(filled) - index)
        before, end_before = row, at
    return Extent(values)


def without_rows_beyond(data: bytes | bytearray, cut: int) -> bytes | bytearray:
    """The sheet up to `cut`, and what stands below all rows."""
    end = _ROWS_END.search(data, cut)
    if not end:
        raise damaged("sheetData")
    return data[:cut] + data[end.start() :]


def _lacks_values(data: bytes | bytearray, end: int, on_opening: bool) -> bool:
    """Whether a formula stands without a value, or its value is blank."""
    patterns = _UNCACHED + _ZERO if on_opening else _UNCACHED
    return data.find(b"<f", 0, end) >= 0 and any(pattern.search(data, 0, end) for pattern in patterns)


def _quickly(data: bytes | bytearray, end: int, name: str) -> list[tuple[int, int]] | None:
    """Every row with a cell that is not blank, and where it begins; None where the XML is written in another way."""
    filled, seen = [], set()
    before, found, same = 0, chain(_ROW.finditer(data, 0, end), [None]), b""
    for match, following in pairwise(found):
        assert match
        row, start = int(match[1] or 0), match.start()
        stop = following.start() if following else end
        if not before < row <= LAST_ROW:
            return None
        before = row
        if data.startswith(_FILLED, stop - len(_FILLED)):
            at = data.rfind(b"<c ", max(start, stop - _LAST_CELL), stop)
        else:
            last = max(data.rfind(word, start, stop) for word in (b"<v", b"<is", b"<f"))
            if last < 0:
                continue
            at = data.rfind(b"<c ", start, last)
        if not (same and data.startswith(same + match[1] + b'"', at)):  # nearly every row ends in the same column
            address = _ADDRESS.match(data, at) if at >= 0 else None
            if not address or address[2] != match[1]:
                return None
            if address[1] not in seen:
                seen.add(address[1])
                refuse_wide(name, row, _number(address[1].decode()))
            same = b'<c r="' + address[1]
        filled.append((row, start))
    return filled if before else None


def _closely(data: bytes | bytearray, name: str) -> list[tuple[int, int]]:
    filled: list[tuple[int, int]] = []
    for cell in cells(data):
        refuse_wide(name, cell.row + 1, cell.column + 1)
        if not filled or cell.row + 1 != filled[-1][0]:
            filled.append((cell.row + 1, cell.at))
    return filled


def _number(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def cells(data: bytes | bytearray, on_opening: bool = False) -> Iterator[Cell]:
    """Every cell that holds a value or a formula; refused where the XML is not well formed or not in order.

    In a workbook to be computed `on_opening` a formula's 0 is no value: programs that compute nothing save it.
    """
    reading = _Reading()
    before = (-1, -1)
    for start in range(0, max(len(data), 1), _CHUNK):
        with answering():
            reading.parser.Parse(data[start : start + _CHUNK], start + _CHUNK >= len(data))
        for cell in reading.found:
            if (cell.row, cell.column) <= before:
                raise damaged(cell.address)
            before = (cell.row, cell.column)
            is_placeholder = on_opening and cell.formula is not None and (cell.kind, cell.value) == ("n", "0")
            yield cell._replace(value=None) if is_placeholder else cell
        reading.found.clear()


def has_styles(data: bytes | bytearray, styles: Collection[int]) -> bool:
    """Whether a cell may have one of these styles."""
    return bool(styles and re.search(_USED % _numbers(styles), data))


def of_styles(data: bytes | bytearray, styles: Collection[int]) -> Iterator[tuple[int, int]]:
    """Row and column, from 0, of every cell that has one of these styles and may hold a number."""
    used, quick = (re.compile(pattern % _numbers(styles)) for pattern in (_USED, _USED_BY_CELL))
    if sum(1 for _ in quick.finditer(data)) < sum(1 for _ in used.finditer(data)):
        # written in another way, or rows that have the style, too
        yield from ((cell.row, cell.column) for cell in cells(data) if cell.style in styles)
        return
    for match in quick.finditer(data):
        yield int(match[2]) - 1, _number(match[1].decode()) - 1


def _numbers(styles: Collection[int]) -> bytes:
    return b"|".join(str(style).encode() for style in sorted(styles))


class _Reading:
    """Where the reader stands in the XML of a sheet."""

    def __init__(self) -> None:
        self.found: list[Cell] = []
        self.row = self.column = -1
        self.at = 0
        self._kind, self._style = "", 0
        self._formula: list[str] | None = None
        self._value: list[str] | None = None
        self._into: list[str] | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "row":
                self.row = self._row(attributes.get("r"))
                self.column, self.at = -1, self.parser.CurrentByteIndex
            case "c":
                self._place(attributes.get("r"))
                self._kind = attributes.get("t", "n")
                self._style = _style(attributes.get("s"))
                self._formula = self._value = None
            case "f":
                self._into = self._formula = []
            case "v":
                self._into = self._value = []
            case "t" if self._kind == "inlineStr":
                self._value = self._value or []
                self._into = self._value

    def _end(self, tag: str) -> None:
        match tag.rpartition(":")[2]:
            case "c" if self._formula is not None or self._value:
                formula = None if self._formula is None else "".join(self._formula)
                value = None if self._value is None else "".join(self._value)
                self.found.append(Cell(self.row, self.column, self._kind, formula, value, self.at, self._style))
            case "f" | "v" | "t":
                self._into = None

    def _text(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def _row(self, number: str | None) -> int:
        if number is None:
            return self.row + 1
        if not (number.isascii() and number.isdigit()) or not 1 <= int(number[:12]) <= LAST_ROW:
            raise damaged(f"row {number}")
        return int(number) - 1

    def _place(self, address: str | None) -> None:
        if address is None:
            self.column += 1
            return
        match = _REFERENCE.fullmatch(address)
        if not match or int(match[2]) != self.row + 1 or (column := _number(match[1])) > LAST_COLUMN:
            raise damaged(address)
        self.column = column - 1


def _style(number: str | None) -> int:
    return int(number) if number and number.isascii() and number.isdigit() and len(number) < 8 else 0
