"""How single cells are read, in every kind of document: a value, and the rule it breaks or ''."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any

from data.errors import Refused
from loaders.conservation import Uncomputed
from loaders.document import Columns
from loaders.resolvers import bodies, credit_codes, industries, regions
from loaders.text import answered, are_answers, normal, written

Read = tuple[Any, str]
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
_TIME = re.compile(r"(\d{4})[/\-.年](\d{1,2})[/\-.月](\d{1,2})日?(?:\s+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?")

_DURATION = re.compile(r"(?:(\d{1,9})(?:小时|时))?(?:(\d{1,9})(?:分钟|分))?(?:(\d{1,9})秒?)?")
LONGEST = 10**9  # seconds that can be kept
GLANCED = 1000  # cells


class Column:
    """One column being read: its heading and cells, and where its findings go: (row index, rule, value).

    `each` is what has to be read of it: every distinct cell once, or all cells where nearly all differ.
    """

    def __init__(self, heading: str, cells: Sequence[Any], find: Callable[[int, str, str], None]):
        self.heading, self.find = heading, find
        if _differ(cells[:GLANCED]):
            self.cells = self.each = list(cells)
        else:
            seen: dict[Any, Any] = {}
            self.cells = list(map(seen.setdefault, cells, cells))  # equal cells become one object: fast to look up
            self.each = list(seen)
        self.types = set(map(type, self.each))

    @cached_property
    def distinct(self) -> frozenset[Any]:
        """Its cells, each once."""
        return frozenset(self.each)

    @cached_property
    def text(self) -> str:
        """All its texts in one: what is not in it is in no cell."""
        only_texts = self.types <= {str}
        return "\n".join(self.each if only_texts else [cell for cell in self.each if isinstance(cell, str)])

    def of(self, cells: Sequence[Any]) -> "Column":
        """The column with other cells."""
        return Column(self.heading, cells, self.find)

    def part(self, rows: Sequence[int]) -> "Column":
        """Some rows of the column; what is found in them is found in their places."""
        find = self.find
        return Column(
            self.heading, [self.cells[i] for i in rows], lambda heading, at, *what: find(heading, rows[at], *what)
        )

    def read(self, reader: Callable[[Any], Read]) -> list[Any]:
        """Read its cells, equal ones as one; `reader` gives a value and a rule that it breaks, or ''."""
        refuse_nul(self.heading, self.text)
        if flaws := _flaws(self, reader):
            found = [flaws.get(cell) or reader(cell) for cell in self.each]
        else:
            found = TOGETHER[reader](self.each) if reader in TOGETHER else [*map(reader, self.each)]
        if broken := {cell: rule for cell, (_, rule) in zip(self.each, found, strict=True) if rule}:
            for index, cell in enumerate(self.cells):
                if cell in broken:
                    self.find(index, broken[cell], written(cell))
        values = [value for value, _ in found]
        if len(values) == len(self.cells):
            return values
        return list(map(dict(zip(self.each, values, strict=True)).__getitem__, self.cells))


def _differ(cells: Sequence[Any]) -> bool:
    """Whether no two are equal, as with names and codes: in such a column there is little to be read once only."""
    return len(set(cells)) == len(cells)


def _flaws(column: Column, reader: Callable[[Any], Read]) -> dict[Any, Read]:
    """Cells in which something is wrong whatever their column: an error value, or a formula without one."""
    of = "key" if reader in (name, credit_code) else "cell"  # without these the row could be anybody's
    flaws: dict[Any, Read] = {}
    if "#" in column.text:
        flaws |= dict.fromkeys(ERRORS & column.distinct, (None, f"{of}_error"))
    if Uncomputed in column.types:
        flaws |= {cell: (None, f"{of}_uncomputed") for cell in column.each if isinstance(cell, Uncomputed)}
    return flaws


def refuse_nul(heading: str, text: str) -> None:
    """Exports and other programs end a text at NUL; a workbook can hold one only if it was made by hand."""
    if "\0" in text:
        raise Refused(
            "“{column}”这一列里有看不见的空字符（NUL）。请用 WPS 或 Excel 打开，重新填写后另存再导入",
            column=heading.replace("\0", ""),
        )


def text(cell: object) -> Read:
    """What is written there, or None."""
    return answered(cell), ""


def name(cell: object) -> Read:
    """A firm's name."""
    written_there = answered(cell)
    return written_there, "" if written_there else "name_missing"


def credit_code(cell: object) -> Read:
    """A unified social credit code with its check digit, or None."""
    if isinstance(cell, (int, float)):
        return None, "credit_code_number"
    if (written_there := answered(cell)) is None:
        return None, "credit_code_missing"
    code = credit_codes.normalise(written_there)
    if not credit_codes.has_shape(code):
        return None, "credit_code_shape"
    return (code, "") if credit_codes.check_digit(code[:17]) == code[17] else (None, "credit_code_check_digit")


def _texts(reader: Callable[[Any], Read], cells: list[Any]) -> list[Read]:
    """Texts by thousands: of most a glance tells that they are to be taken as they are written."""
    found: list[Read] = []
    for start in range(0, len(cells), GLANCED):
        some = cells[start : start + GLANCED]
        found += [(cell, "") for cell in some] if are_answers(some) else map(reader, some)
    return found


def _credit_codes(cells: list[Any]) -> list[Read]:
    """`credit_code` of each; nearly all are valid as they are written."""
    valid = credit_codes.are_valid([cell if isinstance(cell, str) else "" for cell in cells])
    return [(cell, "") if ok else credit_code(cell) for cell, ok in zip(cells, valid, strict=True)]


TOGETHER: dict[Callable[[Any], Read], Callable[[list[Any]], list[Read]]] = {
    text: partial(_texts, text),
    name: partial(_texts, name),
    credit_code: _credit_codes,
}  # what reads the cells of a column together, and fast


def place(cell: object, region: str | None) -> Read:
    """(province, city, county) of a place name, or None."""
    if (written_there := answered(cell)) is None:
        return None, "region_missing"
    resolution = regions.resolve(written_there, region)
    if resolution.code is None:
        return None, f"region_{resolution.status}"
    return levels(resolution.code), ""


def in_levels(places: Iterable[tuple[str | None, ...] | None]) -> Columns:
    """Places as `levels` gives them, as the three columns of a document."""
    known = [place or (None, None, None) for place in places]
    return {name: [place[level] for place in known] for level, name in enumerate(("province", "city", "county"))}


def levels(code: str) -> tuple[str | None, str | None, str | None]:
    """(province, city, county) of a region code."""
    return regions.province_of(code), regions.city_of(code), regions.county_of(code)


def industry(cell: object) -> Read:
    """A certification industry, 1–39, or None."""
    if (written_there := answered(cell)) is None:
        return None, "industry_missing"
    code = industries.resolve(written_there).code
    return (int(code), "") if code else (None, "industry_unknown")


def body(cell: object) -> Read:
    """(key, name) of a certification body: one that is not on the list is its own key."""
    if (written_there := answered(cell)) is None:
        return None, "body_missing"
    resolution = bodies.resolve(written_there)
    if resolution.code:
        return (resolution.code, bodies.names().get(resolution.code, written_there)), ""
    return (normal(written_there), written_there), "body_ambiguous" if resolution.status == "ambiguous" else ""


def time(cell: object) -> Read:
    """A moment, or None."""
    if isinstance(cell, datetime):
        return cell, ""
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day), ""
    if (written_there := answered(cell)) is None:
        return None, ""
    if match := _TIME.fullmatch(written_there):
        try:
            return datetime(*(int(part) for part in match.groups(default="0"))), ""  # type: ignore[arg-type]
        except ValueError:
            return None, "time_unreadable"
    return None, "time_unreadable"


def seconds(cell: object) -> Read:
    """A duration such as “64秒” or “1分4秒”."""
    if (written_there := answered(cell)) is None:
        return None, ""
    match = _DURATION.fullmatch(normal(written_there))
    if not match or not any(match.groups()):
        return None, "seconds_unreadable"
    hours, minutes, rest = (int(part or 0) for part in match.groups())
    total = hours * 3600 + minutes * 60 + rest
    return (total, "") if total <= LONGEST else (None, "seconds_unreadable")
