"""The two heading rows of 附件3, wherever they stand; headings are known by what they say, not by their position."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from data.reference import table
from loaders.forms import shown
from loaders.reading import Row, Sheet
from loaders.text import key, normal, written

ENOUGH = 4  # headings that a heading row must have
WORDS = ("企业", "痛点", "试点")  # most headings have one of these
_REMARK = re.compile(r"\([^()]*\)")
_FILLERS = re.compile(r"提升行动|区域试点|试点产业|区域产业|数量|问题|通过|小微|微企业|的|数$")


class Column(NamedTuple):
    """A heading and the columns of the sheet it stands over, `left` to before `right`."""

    indicator: str
    heading: str
    left: int
    right: int


class Half(NamedTuple):
    """A heading row: its index in the sheet, the position of the pilot's name if it has one, and its columns.

    `unknown` are headings that mean nothing to us and their positions, `missing` indicators of this half without a heading.
    """

    top: int
    name: int | None
    columns: list[Column]
    unknown: list[tuple[int, str]]
    missing: list[str]

    def shifted(self, below: list[Row]) -> "Half":
        """The half as its cells stand: 产品质量水平提升率 is one heading over two columns, also where it is not merged."""
        quality = next((column for column in self.columns if column.indicator == "quality"), None)
        if not quality or quality.right > quality.left + 1:
            return self
        next_to_it = [written(row[quality.right]) for row in below if quality.right < len(row)]
        if sum("提升" in text for text in next_to_it) <= 2:  # one rate has two figures, three rates have six
            return self
        moved = [
            column._replace(left=column.left + (column.left > quality.left), right=column.right + 1)
            if column.left >= quality.left
            else column
            for column in self.columns
        ]
        return self._replace(columns=moved)


@cache
def indicators() -> Mapping[str, Mapping[str, str]]:
    """Every indicator of the form by its name."""
    return {row["indicator"]: row for row in table("pilot_indicators")}


def levels(indicator: str) -> tuple[str, ...]:
    """Sub-levels the form prints for an indicator."""
    return tuple(filter(None, indicators()[indicator]["levels"].split("|")))


def has_moments(indicator: str) -> bool:
    """Whether the form asks for 提升前 and 提升后."""
    return indicators()[indicator]["half"] == "upper" and indicators()[indicator]["unit"] != "count"


def halves(sheet: Sheet) -> list[Half]:
    """The heading rows of a sheet from the top down, each read as the half it has more headings of."""
    found = []
    for index, row in enumerate(sheet.rows):
        if sum(isinstance(cell, str) and any(word in cell for word in WORDS) for cell in row) >= ENOUGH - 1:
            best = max((_half(index, row, which) for which in ("upper", "lower")), key=lambda half: len(half.columns))
            if len(best.columns) >= ENOUGH:
                found.append(best)
    return found


def _half(top: int, row: Row, half: str) -> Half:
    filled = [position for position, cell in enumerate(row) if written(cell)]
    ends = [*filled[1:], len(row)]
    name: int | None = None
    columns: list[Column] = []
    unknown = []
    for position, end in zip(filled, ends, strict=True):
        heading = written(row[position])
        meaning = _known(half).get(_said(heading))
        if meaning == "name" and name is None:
            name = position
        elif meaning and meaning not in {column.indicator for column in columns}:
            columns.append(Column(meaning, shown(heading), position, end))
        else:
            unknown.append((position, shown(heading)))
    bound = {column.indicator for column in columns}
    wanted = [one for one, row in indicators().items() if row["half"] == half]
    split = {one for one in wanted if "quality" in bound and _is_rate_of_quality(one)}
    return Half(top, name, columns, unknown, [one for one in wanted if one not in bound | split])


def _is_rate_of_quality(indicator: str) -> bool:
    return indicators()[indicator]["heading"] == indicators()[indicator]["name"] and has_moments(indicator)


@cache
def _known(half: str) -> Mapping[str, str]:
    """Meaning by what a heading says; two columns say the same in different halves."""
    here = {name: row["heading"] for name, row in indicators().items() if row["half"] == half}
    others = [(row["heading"], row["column"]) for row in table("headings") if row["kind"] == "pilot"]
    known = {_said(heading): column for heading, column in others if column in {*here, "name", "quality"}}
    return known | {_said(heading): name for name, heading in here.items()}


@lru_cache(maxsize=4096)
def _said(heading: str) -> str:
    """A heading without its unit, its quotes, and the words that forms put in or leave out."""
    plain = key(_REMARK.sub("", normal(heading)))
    return _FILLERS.sub("", plain) or plain
