"""Number formats of cells: where a cell shows its number as a percentage, 0.978 is read as it is shown, 97.8%."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree

from loaders.gate import answering

BUILT_IN = frozenset({9, 10})  # 0% and 0.00%, which a workbook need not write down
DECIMALS = 6  # of a percentage; more of them are noise of the calculation
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')  # a sign shown as it stands, and no part of the number


def is_percent(code: str) -> bool:
    """Whether a format multiplies by a hundred: `0.0%` does, `0.0"%"` shows a sign and leaves the number alone."""
    return "%" in _LITERAL.sub("", code).split(";")[0]


def percent(numbers: Iterable[int], codes: Iterable[tuple[int, str]]) -> frozenset[int]:
    """The positions of percent formats among the `numbers` of cells' formats; `codes` are those a workbook defines."""
    defined = dict(codes)
    known = {number for number, code in defined.items() if is_percent(code)} | (BUILT_IN - defined.keys())
    return frozenset(position for position, number in enumerate(numbers) if number in known)


def styles(data: bytes | bytearray) -> frozenset[int]:
    """The cell styles of an .xlsx (numbers as cells name them) that show percentages."""
    with answering():
        root = ElementTree.fromstring(data)
        lists = {one.tag.rpartition("}")[2]: one for one in root}
        codes = [(int(one.get("numFmtId", 0)), one.get("formatCode", "")) for one in lists.get("numFmts", ())]
        return percent([int(one.get("numFmtId", 0)) for one in lists.get("cellXfs", ())], codes)


def shown(rows: list[list], places: Iterable[tuple[int, int]]) -> None:
    """Turn the numbers in these cells (row and column from 0) into the percentages they show."""
    for row, column in places:
        if row < len(rows) and column < len(rows[row]):
            value = rows[row][column]
            if isinstance(value, int | float) and not isinstance(value, bool):
                digits = f"{value * 100:.{DECIMALS}f}".rstrip("0").rstrip(".")
                rows[row][column] = f"{digits}%"
