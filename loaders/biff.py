"""The records (BIFF8) of a workbook of the old format, and the OLE file they stand in."""

import struct
from collections.abc import Iterator

from loaders.gate import damaged
from loaders.sheet_part import Cell

ENTRY = 128  # bytes of an entry in the directory of an OLE file
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
BOF, EOF, SHEET = 0x809, 0x0A, 0x85
FORMULA, ERROR, MANY_NUMBERS = 0x06, 0x205, 0xBD
STYLE, FORMAT = 0xE0, 0x41E
ON_OPENING = 2  # the bit of a formula that is to be computed when the file is opened
BLANK = b"\3\0\0\0\0\0\xff\xff"  # the result of a formula that gives ""
FORMULA_TEXT = "…"  # its words are not kept in a file of this format
TEXTS, NUMBERS = (0xFD, 0x204, 0xD6), (0x203, 0x27E)
_LAST = 0xFFFFFFFA  # numbers of sectors from here on have a meaning of their own


class Container:
    """An OLE file: streams in chains of sectors. Damage shows as a missing stream or a short one."""

    def __init__(self, content: bytes):
        if len(content) < 512 or content[30] not in (9, 12):
            raise damaged("OLE")
        self._content = content
        self._sector = 1 << content[30]
        first_directory, _, self._cutoff, first_mini = struct.unpack_from("<4I", content, 48)
        self._next = self._table()
        directory = self._chain(first_directory)
        whole = (directory[at : at + ENTRY] for at in range(0, len(directory) - ENTRY + 1, ENTRY))
        self._entries = {name: (first, size) for name, first, size in map(_entry, whole) if name}
        self._mini_next = _whole_numbers(self._chain(first_mini))

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    @property
    def names(self) -> list[str]:
        """What its streams and folders are called."""
        return list(self._entries)

    def stream(self, name: str) -> bytes:
        """What stands in a stream."""
        first, size = self._entries[name]
        if size >= self._cutoff or name == "Root Entry":
            return self._chain(first)[:size]
        small = self.stream("Root Entry")
        return b"".join(small[n * 64 : n * 64 + 64] for n in _numbers(first, self._mini_next))[:size]

    def _table(self) -> list[int]:
        """The next sector of every sector."""
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        more, count = struct.unpack_from("<2I", self._content, 68)
        for _ in range(min(count, len(self._content) // self._sector)):
            if more >= _LAST or not (part := self._at(more)):
                break
            if len(part) < 4:
                break
            *here, more = _whole_numbers(part)
            sectors += here
        table = b"".join(self._at(sector) for sector in sectors if sector < _LAST)
        return _whole_numbers(table)

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        return self._content[start : start + self._sector]

    def _chain(self, first: int) -> bytes:
        return b"".join(map(self._at, _numbers(first, self._next)))


def _whole_numbers(data: bytes) -> list[int]:
    return [number for (number,) in struct.iter_unpack("<I", data[: len(data) // 4 * 4])]


def _numbers(first: int, following: list[int]) -> Iterator[int]:
    """The numbers of a chain of sectors."""
    for _ in following:
        if first >= len(following):
            return
        yield first
        first = following[first]


def _entry(data: bytes) -> tuple[str, int, int]:
    """Name, first sector and size of an entry in the directory."""
    length = min(max(int.from_bytes(data[64:66], "little") - 2, 0), 64)
    first, size = struct.unpack_from("<II", data, 116)
    return data[:length].decode("utf-16-le", "replace"), first, size


def starts(stream: bytes) -> list[int]:
    """Where the records of each sheet begin, in the workbook's order."""
    return [struct.unpack_from("<I", body)[0] for kind, body in _records(stream, 0) if kind == SHEET and len(body) > 4]


def numbers_of_formats(stream: bytes) -> tuple[list[int], list[tuple[int, str]]]:
    """The number of each cell style's format, and the formats that the workbook defines: number and code."""
    numbers, codes = [], []
    for kind, body in _records(stream, 0):
        if kind == STYLE and len(body) >= 4:
            numbers.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == FORMAT and len(body) >= 5:
            number, _, is_wide = struct.unpack_from("<HHB", body)
            codes.append((number, body[5:].decode("utf-16-le" if is_wide & 1 else "latin-1", "replace")))
        elif kind == EOF:
            break
    return numbers, codes


def is_computed(stream: bytes, starts: list[int]) -> bool:
    """Whether any formula of these sheets has a result that is not blank, or says itself that it has none."""
    return any(
        kind == FORMULA and len(body) >= 16 and (_is_to_compute(body) or body[6:14] != BLANK)
        for start in starts
        for kind, body in _sheet(stream, start)
    )


def cells(stream: bytes, start: int, is_computed: bool = True) -> Iterator[Cell]:
    """Every cell of one sheet that has a value. Texts are not looked up: an empty one may be meant so.

    The value of a formula is None where the program that wrote it says that nobody computed it, or, in a workbook that
    is not `is_computed`, where its result is blank: some programs save that instead. A single formula that nobody
    computed cannot be told from one that gives "", nor a saved 0 that is out of date from one that is not.
    """
    for kind, body in _sheet(stream, start):
        if len(body) < 6:
            continue
        row, column, style = struct.unpack_from("<HHH", body)
        if kind in TEXTS:
            yield Cell(row, column, "str", None, "", start)
        elif kind in NUMBERS:
            yield Cell(row, column, "n", None, "0", start, style)
        elif kind == MANY_NUMBERS:
            for offset in range((len(body) - 6) // 6):
                yield Cell(row, column + offset, "n", None, "0", start, *struct.unpack_from("<H", body, 4 + offset * 6))
        elif kind == ERROR and len(body) >= 8:
            yield Cell(row, column, "e" if body[7] else "b", None, ERRORS.get(body[6], "#N/A"), start)
        elif kind == FORMULA and len(body) >= 16:
            is_blank = body[6:14] == BLANK and not any(body[16:20])
            if _is_to_compute(body) or (is_blank and not is_computed):
                yield Cell(row, column, "n", FORMULA_TEXT, None, start)
            else:
                yield _result(row, column, body[6:14], start, style)


def _is_to_compute(body: bytes) -> bool:
    """Whether a formula is to be computed when the file is opened, and what is saved as its result is a placeholder."""
    return bool(body[14] & ON_OPENING) and body[6:14] in (BLANK, bytes(8))


def _result(row: int, column: int, result: bytes, start: int, style: int) -> Cell:
    """A formula by its saved result: a number, or a mark of what else it is."""
    if result[6:] != b"\xff\xff":
        return Cell(row, column, "n", None, "0", start, style)
    if result[0] == 2:
        return Cell(row, column, "e", None, ERRORS.get(result[2], "#N/A"), start)
    return Cell(row, column, "str", None, "", start)


def _sheet(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one sheet, without those of charts on it."""
    depth = 0
    for kind, body in _records(stream, start):
        depth += (kind == BOF) - (kind == EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, body


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Kind and body of the records from a position on."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        if kind == EOF and at + 4 + size >= len(stream):
            return
        at += 4 + size
