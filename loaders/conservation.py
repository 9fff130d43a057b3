"""Nothing lost: what stands in a sheet's XML against what the parser read, and the cells it leaves blank put back."""

from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any, NamedTuple
from xml.etree import ElementTree

from loaders.gate import answering, damaged
from loaders.sheet_part import Cell

Row = list[Any]


class Uncomputed(NamedTuple):
    """A cell with a formula whose value was not saved: the program that made the file did not compute it."""

    formula: str

    def __str__(self) -> str:
        return f"={self.formula}"


def filled(rows: list[Row]) -> int:
    """How many cells are not blank."""
    return sum(map(len, rows)) - sum(map(list.count, rows, repeat("")))


def restore(rows: list[Row], cells: Iterable[Cell], blank_texts: Callable[[], set[int]]) -> None:
    """Put error values and formulas without a value back into `rows`; refused where a value is missing otherwise.

    `blank_texts` gives the numbers of the shared texts that are blank.
    """
    there, agreed = filled(rows), 0
    for cell in cells:
        is_there = cell.row < len(rows) and cell.column < len(rows[cell.row]) and rows[cell.row][cell.column] != ""
        agreed += is_there
        if cell.formula is not None and (cell.value is None or (cell.value == "" and cell.kind != "str")):
            _put(rows, cell, Uncomputed(cell.formula))  # the parser may have read a 0
        elif is_there:
            continue
        elif cell.kind == "e" and cell.value:
            _put(rows, cell, cell.value)
        elif not _is_blank(cell, blank_texts):
            raise damaged(cell.address)
    if agreed > there:  # two in one place
        raise damaged(f"{there} ≠ {agreed}")


def _is_blank(cell: Cell, blank_texts: Callable[[], set[int]]) -> bool:
    value = (cell.value or "").strip()
    if cell.kind == "s" and value:
        return value.isascii() and value.isdigit() and int(value) in blank_texts()
    return not value


def _put(rows: list[Row], cell: Cell, value: object) -> None:
    width = max(len(rows[0]) if rows else 0, cell.column + 1)
    rows.extend([] for _ in range(cell.row + 1 - len(rows)))
    if width > len(rows[0]) or len(rows[-1]) < width:
        for row in rows:
            row += [""] * (width - len(row))
    rows[cell.row][cell.column] = value


def blank_texts(data: bytes | bytearray) -> set[int]:
    """Which of the shared texts of a workbook are blank, counted from 0."""
    with answering():
        root = ElementTree.fromstring(data)
    items = [one for one in root if one.tag.rpartition("}")[2] == "si"]
    texts = ("".join(t.text or "" for t in one.iter() if t.tag.rpartition("}")[2] == "t") for one in items)
    return {index for index, text in enumerate(texts) if not text.strip()}
