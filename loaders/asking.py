"""Headings nobody knows: what stands below them, what they may mean, and whether that has to be asked."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from data import register
from data.errors import Refused
from data.reference import table
from data.register import Decision
from data.store import Store
from loaders import masking
from loaders.checks.thresholds import threshold
from loaders.decided import IGNORED, Decided, Heading
from loaders.meanings import BODIES, PLACES, likest
from loaders.reading import Sheet
from loaders.resolvers import bodies, credit_codes, industries, regions
from loaders.tables import Table
from loaders.text import normal, written

SAMPLES = 3  # values shown of a column
LOOKED_AT = 50  # rows looked at
PRIVATE = {"contact": "联系人", "phone": "电话", "mail": "邮箱"}  # masked as under these headings
WEIGHTY = (frozenset({"name"}), frozenset({"credit_code"}), frozenset({"industry"}), PLACES, BODIES)
_FIRM = re.compile(r"(?:公司|厂|店|合作社|经营部|商行|集团|工作室|作坊|中心)$")


class NeedsHeadings(Refused):
    """A file that cannot be read for certain until somebody says what its headings mean."""

    headings: Sequence[Heading] = ()


def of(sheet: Sheet, kind: str, found: Table, decided: Decided) -> list[Heading]:
    """Every heading of a table."""
    said = decided.headings.get(found.heading_set, {})
    proposals = proposed(sheet, kind, found)
    return [
        Heading(
            sheet.name,
            found.heading_set,
            heading,
            _samples(sheet, found, position, found.columns.get(position) or proposals.get(position)),
            proposals.get(position),
            found.columns.get(position, IGNORED if heading in said or position in found.repeated else None),
        )
        for position, heading in enumerate(found.headings)
        if heading and found.left <= position < found.right
    ]


def must_be_asked(headings: Iterable[Heading], enough: int) -> bool:
    """Whether a column of weight is missing that an unknown heading may mean; without a name, any unknown one may."""
    every = list(headings)
    bound = {one.column for one in every if one.column}
    unknown = [one for one in every if one.column is None]
    if "name" not in bound or len(bound) < enough:
        return bool(unknown)
    missing = frozenset[str]().union(*(columns for columns in WEIGHTY if not columns & bound))
    return any(one.proposal in missing for one in unknown)


def distinct(headings: Iterable[Heading]) -> list[Heading]:
    """Each heading of each heading set once, however many sheets have it."""
    found: dict[tuple[str, str], Heading] = {}
    for one in headings:
        known = found.setdefault((one.place, one.heading), one)
        if not known.samples and one.samples:
            found[one.place, one.heading] = one
    return list(found.values())


def remember(store: Store, headings: Sequence[Heading], said: Mapping[str, str], who: str = "") -> None:
    """Note what some of these headings mean, a column or `IGNORED`: it holds for every table with the same headings."""
    if strange := said.keys() - {one.heading for one in headings}:
        raise Refused("文件里没有标题“{heading}”。请核对", heading=min(strange))
    decisions = []
    for place in dict.fromkeys(one.place for one in headings):
        mine = {one.heading: said[one.heading] for one in headings if one.place == place and one.heading in said}
        meant = Counter(filter(None, mine.values()))
        if twice := [column for column, count in meant.items() if count > 1]:
            raise Refused("有两列都说是“{column}”。请只选一列，另一列选不需要", column=label(twice[0]))
        decisions += [Decision("heading", place, heading, column, who=who) for heading, column in mine.items()]
    register.note(store, decisions)


def label(column: str) -> str:
    """What a column of a ledger is called: its first heading in the table."""
    return next(row["heading"] for row in table("headings") if row["kind"] == "ledger" and row["column"] == column)


def proposed(sheet: Sheet, kind: str, found: Table) -> dict[int, str]:
    """By position, the column that an unknown heading may mean: each column once, by what stands there, else by its words."""
    scored: list[tuple[float, int, str]] = []
    taken = frozenset(found.columns.values())
    for position in found.unknown:
        values = _values(sheet, found, position)
        column, like = _by_values(values, taken), likest(kind, found.headings[position], taken)
        if column and not (like and any({column, like.column} <= family for family in WEIGHTY)):
            scored.append((100, position, column))
        elif like and not _is_impossible(values, like.column):
            scored.append((100 if column else like.score, position, like.column))
    best: dict[int, str] = {}
    for _, position, column in sorted(scored, key=lambda one: (-one[0], one[1])):
        if column not in best.values():
            best[position] = column
    return best


def _values(sheet: Sheet, found: Table, position: int) -> list[Any]:
    below = (row[position] for row in sheet.rows[found.first : found.last] if row[position] != "")
    return list(islice(below, LOOKED_AT))


def _samples(sheet: Sheet, found: Table, position: int, column: str | None) -> list[str]:
    heading = found.headings[position] + PRIVATE.get(column or "", "")
    shown = (masking.cell(written(value), heading) for value in _values(sheet, found, position))
    return list(dict.fromkeys(filter(None, shown)))[:SAMPLES]


def _is_code(text: str) -> bool:
    return credit_codes.has_shape(credit_codes.normalise(text))


def _is_industry(text: str) -> bool:
    return not text.isdecimal() and bool(industries.resolve(text).code)


_LOOKS: dict[str, Callable[[str], bool]] = {
    "credit_code": _is_code,
    "name": lambda text: bool(_FIRM.search(text)),
    "industry": _is_industry,
    "body": lambda text: bool(bodies.resolve(text).code),
    "place": lambda text: (not text.isdecimal() or len(text) == 6) and bool(regions.resolve(text).code),
}


def _by_values(values: list[Any], taken: frozenset[str]) -> str | None:
    """The column of weight whose values these look like, if the table has none of its kind."""
    texts = [normal(written(value)) for value in values]
    for column in ("credit_code", "body", "name", "industry", "place"):
        family = next(columns for columns in WEIGHTY if column in columns)
        matching = sum(map(_LOOKS[column], texts)) if not family & taken else 0
        if matching and 100 * matching >= threshold("heading_values") * len(texts):
            return column
    return None


def _is_impossible(values: list[Any], column: str) -> bool:
    """Whether numbers stand where names belong."""
    is_word = column in {"name", "body"} | (PLACES - {"place"})
    return is_word and bool(values) and all(normal(written(value)).isdecimal() for value in values)
