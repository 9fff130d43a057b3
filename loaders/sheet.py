"""One sheet of cells, whatever file it came from."""

from typing import Any, NamedTuple

from data.errors import Refused

Row = list[Any]
Range = tuple[tuple[int, int], tuple[int, int]]

MOST_BLANK = 1000  # blank rows, one after another, after which a sheet ends
MOST_COLUMNS = 500


class Sheet(NamedTuple):
    """A sheet's cells; row 1 of the sheet is `rows[0]`. `merged` are ranges: (top, left), (bottom, right), from 0.

    `rows` end where more than 1,000 blank ones follow: `rows_beyond` rows that are not blank stand after them, the
    first of them in row `beyond`. An error value is its text, such as “#N/A”.
    """

    name: str
    rows: list[Row]
    merged: tuple[Range, ...] = ()
    is_hidden: bool = False
    beyond: int = 0
    rows_beyond: int = 0

    def ended(self) -> "Sheet":
        """The sheet up to its last cell: without the rows beyond 1,000 blank ones, and merged ranges only within."""
        sheet = self
        if not self.beyond and len(self.rows) > MOST_BLANK:
            sheet = _cut(self)
        rows, columns = len(sheet.rows), len(sheet.rows[0]) if sheet.rows else 0
        merged = [
            ((top, left), (min(bottom, rows - 1), min(right, columns - 1)))
            for (top, left), (bottom, right) in sheet.merged
            if top <= bottom and left <= right and top < rows and left < columns
        ]
        return sheet._replace(merged=tuple(merged))


def letters(column: int) -> str:
    """What a column, counted from 1, is called: 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def refuse_wide(sheet: str, row: int, column: int) -> None:
    """Refuse a sheet with a cell beyond the columns a sheet may have; both count from 1."""
    if column > MOST_COLUMNS:
        raise Refused(
            "工作表“{sheet}”的内容一直到第{column}列（{cell}格），最多能读{most}列。"
            "请删去右边不属于表格的内容，另存后再导入",
            sheet=sheet,
            column=column,
            cell=f"{letters(column)}{row}",
            most=MOST_COLUMNS,
        )


def _cut(sheet: Sheet) -> Sheet:
    last = -1
    for index, row in enumerate(sheet.rows):
        if not any(row) and row.count("") == len(row):
            continue
        if index - last > MOST_BLANK + 1:
            beyond = sum(row.count("") < len(row) for row in sheet.rows[index:])
            return sheet._replace(rows=sheet.rows[: last + 1], beyond=index + 1, rows_beyond=beyond)
        last = index
    return sheet
