"""Registers: lists that somebody fills in, a row a thing, with headings recognised by their aliases. What their kinds share."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from loaders import cells, examples, senders, tables
from loaders.cells import Column, Read
from loaders.document import Columns, Context, Document, Empty
from loaders.forms import named_year
from loaders.reading import Sheet
from loaders.records import Records
from loaders.tables import SEARCHED, Table
from loaders.text import answered, normal, written

PLACES = ("province", "city", "county", "place")


class Register(NamedTuple):
    """A list while it is read: its records, its columns by name and where they stand, and what is said around them.

    `texts` are the lines above it and the names of sheet and file; `sender` and `year` are what these name, if anything.
    """

    records: Records
    by: Mapping[str, Column]
    where: Mapping[str, int]
    texts: tuple[str, ...]
    sender: str | None
    year: int | None

    @property
    def home(self) -> str | None:
        """The sender, if it is a region."""
        return self.sender if senders.is_region(self.sender) else None

    def document(self, columns: Columns) -> Document:
        """What was read."""
        return self.records.document(columns, self.year, self.sender)


def known(sheet: Sheet, kind: str) -> set[str]:
    """The columns of that kind that headings of a sheet name."""
    found = tables.find(sheet, kind)
    return set(found.columns.values()) if found else set()


def says(sheet: Sheet, word: str) -> bool:
    """Whether a text at the top of a sheet has the word in it."""
    return any(isinstance(cell, str) and word in cell for row in sheet.rows[:SEARCHED] for cell in row)


def opened(kind: str, sheet: Sheet, context: Context, paper: re.Pattern[str], empty: str) -> Register:
    """The list in a sheet; `paper` is what such a paper is called, for titles name a sender among these words.

    Raises Empty, saying `empty`, where nothing stands below the headings.
    """
    found = tables.find(sheet, kind)
    assert found
    records = Records(kind, sheet, found.first, found.headings, tables.asides)
    if not len(records):
        raise Empty(empty, sheet=sheet.name)
    where = {name: position for position, name in found.columns.items()}
    examples.check(records, where.get("sequence"))
    report_unread(records, found)
    texts = (*found.above, sheet.name, context.file)
    named = [found.unit, *(paper.sub("", normal(text)) for text in texts)]
    sender = senders.infer([text for text in named if text], context.region)
    by = {name: records.column(position) for name, position in where.items()}
    return Register(records, by, where, texts, sender, named_year([*texts]))


def report_unread(records: Records, found: Table) -> None:
    """Name the columns that are not read, unless nothing stands in them."""
    for position in (*found.unknown, *found.repeated):
        if any(cell != "" for cell in records.column(position).distinct):
            rule = "heading_repeated" if position in found.repeated else "heading_unknown"
            records.find_in_heading(position, rule)


def chained(by: Mapping[str, Column], names: Iterable[str], between: str = "") -> Column | None:
    """Columns that say one thing together, such as province and city, as one; its findings stand in the last of them."""
    given = [by[name] for name in names if name in by]
    if not given:
        return None
    rows = zip(*(column.cells for column in given), strict=True)
    return given[-1].of([between.join(text for cell in row if (text := answered(cell))) for row in rows])


def bodies(by: Mapping[str, Column]) -> list | None:
    """Each row's certification body, by approval number, else by name; a row without one has None and no finding."""
    column = chained(by, ("body_number", "body"), " ")
    return column.read(lambda cell: cells.body(cell) if answered(cell) else (None, "")) if column else None


def units(
    register: Register, named: Iterable[Iterable[str]], region: str | None, rule: str, *, only_regions: bool = False
) -> list[str | None]:
    """Whose each row is: the region or body that the first filled of these groups of columns names, else the sender.

    Where nobody can say, the row breaks the rule `{rule}_missing` or `{rule}_unknown`.
    """
    own = register.home if only_regions else register.sender

    def read(cell: object) -> Read:
        if answered(cell) is None:
            return own, "" if own else f"{rule}_missing"
        found = senders.infer([written(cell)], register.home or region)
        is_unit = found and (senders.is_region(found) or not only_regions)
        return (found, "") if is_unit else (None, f"{rule}_unknown")

    columns = [column for names in named if (column := chained(register.by, names))]
    if not columns:
        for index in range(0 if own else len(register.records)):
            register.records.find(None, index, f"{rule}_missing", "")
        return [own] * len(register.records)
    rows = zip(*(column.cells for column in columns), strict=True)
    return columns[0].of([next(filter(None, row), "") for row in rows]).read(read)
