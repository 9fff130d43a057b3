"""An official table as a value: its cells, what is printed in them, and what stands behind each."""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from data.errors import Refused
from reports.figure import Figure

# `label`: the number of the annex; `title`; `line`: words outside the grid; the others have a frame, `banner` is a title.
Look = Literal["label", "title", "line", "banner", "head", "text", "center"]
FRAMED = ("banner", "head", "text", "center")
STANDARD = 11  # points of the letters that widths are counted in
LEADING = 1.4  # height of a line, of the size of its letters
HIGHEST = 409.0  # points that Excel allows a row


@dataclass(frozen=True, kw_only=True)
class Score:
    """What a unit scored for an assessed indicator, of 100; `where` are the filters of the scorecard."""

    unit: str
    dimension: str
    indicator: str
    where: tuple[tuple[str, tuple[str | int, ...]], ...]
    printed: str


class Printed(str):
    """A number that is no metric's, as it is printed: a number in Excel."""


Known = Figure | Score
_PLAIN = re.compile(r"(-?\d+(?:\.(\d+))?)(%?)")
Piece = str | int | Known


class Note(NamedTuple):
    """A sentence for whoever fills in the rest: a Chinese text with placeholders, and their values."""

    text: str
    values: dict[str, Any]


class Cell(NamedTuple):
    """One cell, which may cover several of the sheet; `row` and `column` count from 1.

    `behind` are figures that a list in the cell comes from, beside those that are printed in it.
    """

    row: int
    column: int
    content: tuple[Piece, ...] = ()
    rows: int = 1
    columns: int = 1
    look: Look = "text"
    behind: tuple[Known, ...] = ()

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(str(one) if isinstance(one, str | int) else one.printed for one in self.content)

    @property
    def number(self) -> tuple[float, str] | None:
        """The number of a cell that has one and nothing else, and the format in which it reads as printed."""
        only = self.content[0] if len(self.content) == 1 else ""
        found = None if isinstance(only, str) and not isinstance(only, Printed) else _PLAIN.fullmatch(self.text)
        if not found:
            return None
        places = f"0.{'0' * len(found[2])}" if found[2] else "0"
        return float(found[1]) / (100 if found[3] else 1), places + found[3]

    @property
    def known(self) -> tuple[Known, ...]:
        """The figures in it and behind it."""
        return (*(one for one in self.content if not isinstance(one, str | int)), *self.behind)

    @property
    def address(self) -> str:
        """Its place as Excel says it."""
        return f"{letters(self.column)}{self.row}"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet: column widths in characters, cells, and the rows that are repeated on each page (from, to), if any.

    `wide` is printed across; `size` is that of its letters in points.
    """

    name: str
    widths: tuple[float, ...]
    cells: tuple[Cell, ...]
    head: tuple[int, int] | None = None
    wide: bool = False
    size: float = 10.5


@dataclass(frozen=True, kw_only=True)
class Table:
    """An official table. `title` names its file; `notes` say what was left blank and why; `differences`, where what was
    reported is not what the data say; `mark` stands in the footer of every page.
    """

    title: str
    sheets: tuple[Sheet, ...]
    version: int
    notes: tuple[Note, ...] = ()
    differences: tuple[Note, ...] = ()
    mark: str = ""

    @property
    def figures(self) -> list[Figure]:
        """Every figure printed, in the order of the cells."""
        pieces = (piece for sheet in self.sheets for cell in sheet.cells for piece in cell.content)
        return [piece for piece in pieces if isinstance(piece, Figure)]


def marked(table: Table, mark: str, *, is_official: bool) -> Table:
    """The table with a mark on every sheet: below the grid of an official one, which stays as it is, else under the title."""
    place = _below if is_official else _under_title
    sheets = tuple(replace(sheet, cells=place(sheet.cells, mark)) for sheet in table.sheets)
    return replace(table, sheets=sheets, mark=mark)


def _below(cells: tuple[Cell, ...], mark: str) -> tuple[Cell, ...]:
    return (*cells, Cell(max(cell.row + cell.rows for cell in cells), 1, (mark,), look="line"))


def _under_title(cells: tuple[Cell, ...], mark: str) -> tuple[Cell, ...]:
    """In the line that stands in the second row, or as that line."""
    second = next((cell for cell in cells if cell.row == 2), Cell(2, 1, look="line"))
    said = second._replace(content=(*second.content, "　", mark) if second.content else (mark,))
    return (*(cell for cell in cells if cell.row != 2), said)


def cell(table: Table, address: str) -> Cell:
    """The cell with that address that has figures, or figures behind it. Raises Refused, naming those that have."""
    found = re.fullmatch(r"\s*([A-Za-z]{1,3})([0-9]{1,7})\s*", address)
    known = [one for _, one in having(table)]
    if found:
        row, column = int(found[2]), _number(found[1].upper())
        for one in known:
            if one.row <= row < one.row + one.rows and one.column <= column < one.column + one.columns:
                return one
    raise Refused(
        "单元格“{cell}”里没有由数据算出的数字。有数字的单元格：{cells}",
        cell=address,
        cells=" ".join(one.address for one in known) or "—",
    )


def having(table: Table) -> list[tuple[Sheet, Cell]]:
    """The cells with figures, or figures behind them, each with its sheet."""
    return [(sheet, one) for sheet in table.sheets for one in sheet.cells if one.known]


def heading(sheet: Sheet, cell: Cell) -> str:
    """What the sheet calls a figure: the heading above its cell, then the words of its row, as far as there are any."""
    above = [
        one
        for one in sheet.cells
        if one.look == "head"
        and one.text
        and one.row < cell.row
        and one.column <= cell.column < one.column + one.columns
    ]
    beside = [
        one
        for one in sheet.cells
        if one.look == "text" and one.text and not one.known and one.row == cell.row and one.column < cell.column
    ]
    nearest = [max(above, key=lambda one: one.row)] if above else []
    return " ".join(one.text for one in [*nearest, *beside])


def letters(column: int) -> str:
    """The letters of a column that is counted from 1."""
    return (letters((column - 1) // 26) if column > 26 else "") + chr(ord("A") + (column - 1) % 26)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def listed(top: int, heads: Sequence[str], rows: Sequence[Sequence[Piece]] = ()) -> Iterator[Cell]:
    """Headings in row `top` and the rows below them; the second column is words, the others are short."""
    yield from (Cell(top, column, (text,), look="head") for column, text in enumerate(heads, 1))
    for row, values in enumerate(rows, top + 1):
        for column, value in enumerate(values, 1):
            yield Cell(row, column, (value,), look="text" if column == 2 else "center")


def height(text: str, width: float, size: float) -> float:
    """How high a text stands in a column of that width, in points; a Chinese character is two wide."""
    room = width * STANDARD / size - 1
    widths = (sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in line) for line in text.split("\n"))
    return size * LEADING * sum(max(1, math.ceil(one / room)) for one in widths) + 4
