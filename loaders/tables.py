"""The table in a sheet: its heading row or rows, wherever they stand, and what the lines around it say."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import NamedTuple

from data.reference import table
from loaders.examples import is_example
from loaders.reading import Sheet
from loaders.text import key, normal, written

SEARCHED = 30  # rows in which the heading is looked for
_BRACKETS = re.compile(r"\([^()]*\)")
_UNIT = re.compile(r"(?:填报|报送|填表|上报|报告)(?:单位|机构)(?:\((?:盖章|公章|章)\))?:?([^:(].*)")
TOTALS = re.compile(r"(?:合计|总计|小计|共计|总计数|合计数)(?:\([^()]*\))?:?(?:\d+[家个户]?)?")
NOTES = re.compile(
    r"(?:备?注|说明|填表说明|填报说明|(?:填表|填报|制表|审核|复核|联系|负责|单位负责)人?|(?:联系)?电话|(?:填报|填表|报送)?日期)\d*:"
)
_LIKE_ASIDE = re.compile(f"$|{TOTALS.pattern}|{NOTES.pattern}")


class Table(NamedTuple):
    """Columns by position, the index of the first row below the headings, and the headings as written.

    `above` is what stands over the headings, `unit` who filled it in, as the unit line says. `unknown` are positions
    whose heading means nothing to us, `repeated` those that mean what a column before them means.
    """

    columns: dict[int, str]
    first: int
    headings: list[str]
    above: list[str]
    unit: str
    unknown: list[int]
    repeated: list[int]


@cache
def aliases(kind: str) -> Mapping[str, str]:
    """Column by the key of every heading a kind of document uses."""
    return {key(row["heading"]): row["column"] for row in table("headings") if row["kind"] == kind}


def find(sheet: Sheet, kind: str) -> Table | None:
    """The best heading row of a sheet, or pair of rows under merged groups; None where nothing is recognised."""
    best: Table | None = None
    most = (0, False)
    for depth in (1, 2):  # a line above the headings must not become a group over them: one row goes first
        for index in range(min(SEARCHED, len(sheet.rows)) - depth + 1):
            headings = _headings(sheet, index, depth)
            columns = _bind(headings, aliases(kind))
            fit = (len(columns), depth == 2 and _is_one_heading(sheet, index))
            if columns and fit > most:
                names = [" ".join(dict.fromkeys(filter(None, parts))) for parts in headings]
                rest = [p for p, name in enumerate(names) if name and p not in columns]
                again = [p for p in rest if any(islice(_meanings(headings[p], aliases(kind)), 2))]
                unknown = [p for p in rest if p not in again]
                above = [text for row in sheet.rows[:index] for text in map(written, row) if text]
                best, most = Table(columns, index + depth, names, above, unit_above(sheet, index), unknown, again), fit
    return best


def _is_one_heading(sheet: Sheet, index: int) -> bool:
    """Whether a cell is merged over a row and the next: two rows of headings, never a title and its headings."""
    return any(top == index and bottom == index + 1 for (top, _), (bottom, _) in sheet.merged)


def _headings(sheet: Sheet, index: int, depth: int) -> list[tuple[str, ...]]:
    """Each column's heading from the top down; a merged group stands over every column it covers."""
    rows = [[written(cell) for cell in row] for row in sheet.rows[index : index + depth]]
    for (top, left), (bottom, right) in sheet.merged:
        for row in range(max(top, index), min(bottom, index + len(rows) - 1) + 1):
            for column in range(left, min(right + 1, len(rows[row - index]))):
                rows[row - index][column] = written(sheet.rows[top][left])
    return list(zip(*rows, strict=True))


def _bind(headings: list[tuple[str, ...]], known: Mapping[str, str]) -> dict[int, str]:
    """The first column of each meaning; of a group over its parts the whole is tried, then the part, then the group."""
    bound: dict[int, str] = {}
    for position, parts in enumerate(headings):
        column = next(filter(None, _meanings(parts, known)), None)
        if column and column not in bound.values():
            bound[position] = column
    return bound


def _meanings(parts: tuple[str, ...], known: Mapping[str, str]) -> Iterator[str | None]:
    """What a heading over its parts means as a whole, by its part, and by its group."""
    candidates = ("".join(dict.fromkeys(parts)), parts[-1], parts[0])
    return (known.get(key(text)) or known.get(key(_bare(text))) for text in candidates)


def _bare(heading: str) -> str:
    """A heading without its remarks in brackets and its star."""
    return _BRACKETS.sub("", normal(heading)).strip("*")


def unit_above(sheet: Sheet, heading: int) -> str:
    """Who filled in the table, from a line above it."""
    for row in sheet.rows[:heading]:
        texts = [written(cell) for cell in row]
        for position, text in enumerate(texts):
            if match := _UNIT.search(normal(text)):
                return re.split(r"(?:填报|报送)?(?:日期|时间)|单位:家", match[1])[0]
            if re.fullmatch(r"(填报|报送|填表|上报)(单位|机构)(\(.*\))?[::]?", normal(text)):
                return next(filter(None, texts[position + 1 :]), "")
    return ""


def is_aside(row: list[object]) -> bool:
    """Whether a row below the headings is no record: blank, a total, a note, or our example."""
    filled = [cell for cell in row if cell != ""]
    if not filled or is_example(row):
        return True
    if not any(_LIKE_ASIDE.match(normal(cell)) for cell in filled[:2] if isinstance(cell, str)):
        return False  # nearly every row
    first = [normal(written(cell)) for cell in filled[:2]]
    if not any(first):
        return not any(normal(written(cell)) for cell in filled)
    if any(TOTALS.fullmatch(text) for text in first):
        return True
    if not NOTES.match(first[0]):
        return False
    return len(filled) <= 2 or all(NOTES.match(normal(written(cell))) for cell in filled)
