"""The rows below a heading: which are records, what stands in each column, and what the checks find there."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from loaders import issues
from loaders.cells import Column, refuse_nul
from loaders.document import Columns, Document
from loaders.issues import Issue
from loaders.reading import Row, Sheet


def is_blank(row: Row) -> bool:
    """Whether nothing stands in a row."""
    return not any(cell != "" for cell in row)


def _filled_down(sheet: Sheet, first: int) -> list[Row]:
    """The rows from `first` on; what is merged down over several records stands in each of them."""
    below = [list(row) for row in sheet.rows[first:]] if sheet.merged else sheet.rows[first:]
    for (top, left), (bottom, _) in sheet.merged:
        for row in range(max(top + 1, first), min(bottom, len(sheet.rows) - 1) + 1) if top >= first else ():
            if left < len(sheet.rows[row]):  # blank cells may be merged right of the last one that is filled
                below[row - first][left] = sheet.rows[top][left]
    return below


class Records:
    """The records of one sheet while they are read; findings gather in `issues`.

    No record is a row that `find_asides` finds among those below the heading, or whose index in the sheet is in `asides`.
    """

    def __init__(
        self,
        kind: str,
        sheet: Sheet,
        first: int,
        headings: list[str],
        find_asides: Callable[[list[Row]], Collection[int]],
        asides: Collection[int] = (),
    ):
        for heading in headings:
            refuse_nul(heading, heading)
        rows = range(len(sheet.rows) - first)
        last = next((index for index in reversed(rows) if not is_blank(sheet.rows[first + index])), -1)
        none = {index - first for index in asides} | {*find_asides(sheet.rows[first : first + last + 1])}
        kept = [index for index in range(last + 1) if index not in none]
        below = _filled_down(sheet, first)
        self.kind, self.sheet, self.headings, self.first = kind, sheet.name, headings, first
        self.in_file = last + 1
        self.numbers = [first + 1 + index for index in kept]
        self.issues: list[Issue] = []
        self._columns: dict[int, Column] = {}
        own = below if len(kept) == len(below) else [below[index] for index in kept]
        self._cells: list[tuple[Any, ...]] = list(zip(*own, strict=True))

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, position: int) -> Column:
        """One column, to be read."""
        if position not in self._columns:
            found = partial(self.find, position)
            self._columns[position] = Column(self.headings[position], self._cells[position], found)
        return self._columns[position]

    def cell(self, position: int, index: int) -> Any:
        """One cell of a record, as it stands there."""
        return self._cells[position][index]

    def find(self, position: int | None, index: int, rule: str, value: str) -> None:
        """Note what a rule finds in a column of a record, or in the record as a whole."""
        heading = "" if position is None else self.headings[position]
        self.issues.append(issues.found(self.kind, self.sheet, self.numbers[index], heading, value, rule, position))

    def find_in_row(self, number: int, rule: str, value: str) -> None:
        """Note what a rule finds in a row that is no record; rows count from 1."""
        self.issues.append(issues.found(self.kind, self.sheet, number, "", value, rule))

    def find_in_sheet(self, rule: str, value: str) -> None:
        """Note what a rule finds in the sheet as a whole."""
        self.find_in_row(0, rule, value)

    def find_in_heading(self, position: int, rule: str, value: str = "") -> None:
        """Note what a rule finds in a heading."""
        heading = self.headings[position]
        self.issues.append(issues.found(self.kind, self.sheet, self.first, heading, value, rule, position))

    def document(self, columns: Columns, year: int | None, sender: str | None) -> Document:
        """What was read, without the records that wait to be mended."""
        held = {issue.row for issue in self.issues if issue.level == "error"}
        columns = {**columns, "row": self.numbers, "sheet": [self.sheet] * len(self)}
        if held:
            keep = [index for index, number in enumerate(self.numbers) if number not in held]
            columns = {name: [values[i] for i in keep] for name, values in columns.items()}
        return Document(
            self.kind, columns, self.issues, self.in_file, len(held), self.in_file - len(self), year, sender
        )


def values(column: Column | None, count: int, reader: Callable[[Any], tuple[Any, str]]) -> list[Any]:
    """A column read, or nothing throughout where the file does not have it."""
    return column.read(reader) if column else [None] * count
