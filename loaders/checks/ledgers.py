"""Rows of a ledger against one another and against what the file says of itself."""

import re
from collections.abc import Mapping

from loaders.checks import codes
from loaders.document import Columns
from loaders.records import Records
from loaders.text import answered

YEAR = re.compile(r"(?<!\d)(20[2-9]\d)")


def check(records: Records, places: Mapping[str, int], columns: Columns) -> None:
    """Mark firms that stand there twice and codes that disagree with their rows; `places`: where columns stand."""
    _repeated(records, columns)
    if "credit_code" in places:
        codes.check(records, places["credit_code"], columns)


def _repeated(records: Records, columns: Columns) -> None:
    """One firm: one code, or one name in one city where at least one of the rows has no code."""
    codes_there = columns["credit_code"]
    if None not in codes_there and len(set(codes_there)) == len(codes_there):  # most ledgers
        return
    by_code: dict[str, int] = {}
    by_name: dict[tuple[str, str | None], tuple[int, str | None]] = {}
    for index, (code, name, city) in enumerate(zip(codes_there, columns["name_key"], columns["city"], strict=True)):
        earlier = by_code.get(code) if code else None
        if earlier is None and name and (name, city) in by_name:
            other, other_code = by_name[name, city]
            earlier = other if not code or not other_code else None
        if earlier is not None:
            records.find(None, index, "firm_repeated", str(records.numbers[earlier]))
        if code:
            by_code.setdefault(code, index)
        if name:
            by_name.setdefault((name, city), (index, code))


def year_of(records: Records, place: int | None, stated: int | None) -> int | None:
    """The year of a ledger: as `stated`, else that of 帮扶年度 if every row has the same; marks what differs from it."""
    if place is None:
        return stated
    cells = [answered(cell) or "" for cell in records.column(place).cells]
    years = {cell: {int(year) for year in YEAR.findall(cell)} for cell in set(cells)}
    (same, *others) = {frozenset(found) for found in years.values()}
    agreed = next(iter(same)) if not others and len(same) == 1 else None
    if stated is None:
        return agreed
    if agreed is not None and agreed != stated:  # once for all rows
        records.find_in_heading(place, "assisted_year_differs", str(agreed))
        return stated
    for index, cell in enumerate(cells):
        if years[cell] and stated not in years[cell]:
            records.find(place, index, "assisted_year_differs", cell)
    return stated
