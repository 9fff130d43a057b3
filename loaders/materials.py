"""Materials (成果材料): the list of what a region or certification body produced – guides, courses, videos, plans, press.

Only the list; the materials themselves are no part of it. Which words name which kind stands in
data/reference/material_kinds.csv. A row of which nobody can say whose it is waits to be mended.
"""

import re
from collections.abc import Iterable
from functools import cache

from data.reference import table
from loaders import cells, registers, senders, tables
from loaders.cells import Read
from loaders.document import Columns, Context, Document
from loaders.reading import Sheet
from loaders.records import values
from loaders.registers import Register
from loaders.resolvers import dates
from loaders.text import answered, key, normal, written
from locales import N_

KIND = "materials"
ENOUGH = 3  # headings that must be recognised where a column says of which kind each material is; else one fewer
STAGED = (
    *("row", "sheet", "material", "title", "title_key", "unit", "province", "city", "county", "body"),
    *("made_on", "pieces", "link"),
)
TYPES = {"pieces": "INTEGER"}
_PIECES = re.compile(r"(?:约|共)?(\d{1,6})(?:份|套|个|篇|部|条|期|次|家|项|门|节|本|册|场|张|集)?")
_PAPER = re.compile(r"成果|材料|登记|清单|名单|目录|汇总|一览|表|宣传|培训|实施指南|标杆|课程|方案|及|的|:")
_LIST = re.compile(r"(?:\.[a-z]{3,4}|清单|名单|登记|目录|汇总|一览|表)+$")


def recognises(sheet: Sheet, context: Context = Context()) -> int:
    """How many headings of the sheet are those of a list of materials; 0 if it is none."""
    found = tables.find(sheet, KIND)
    known = set(found.columns.values()) - {"sequence"} if found else set()
    if not found or "title" not in known or "firm" in known:
        return 0
    if "material" in known:
        return len(known) if len(known) >= ENOUGH else 0
    is_of_one = len(known) >= ENOUGH - 1 and _of_list((*found.above, sheet.name, context.file))
    return len(known) if is_of_one else 0


def read(sheet: Sheet, context: Context = Context()) -> Document:
    """The materials of one sheet."""
    empty = N_("工作表“{sheet}”只有标题，没有材料。请确认填写后再导入")
    register = registers.opened(KIND, sheet, context, _PAPER, empty)
    columns = _columns(register, context.region)
    _check(register, columns)
    return register.document(columns)


def _columns(register: Register, region: str | None) -> Columns:
    by, count = register.by, len(register.records)
    units = registers.units(register, (("unit",),), region, "material_unit")
    regions = [one if senders.is_region(one) else register.home for one in units]
    columns: Columns = {
        "material": by["material"].read(_material) if "material" in by else [_of_list(register.texts)] * count,
        "title": values(by.get("title"), count, cells.text),
        "unit": units,
        "body": [None if one is None or senders.is_region(one) else one for one in units],
        "made_on": values(by.get("made_on"), count, _made_on),
        "pieces": values(by.get("pieces"), count, _pieces),
        "link": values(by.get("link"), count, cells.text),
    }
    columns |= cells.in_levels(cells.levels(one) if one else None for one in regions)
    columns["title_key"] = [key(title) if title else "" for title in columns["title"]]
    return columns


# --- kinds of materials


@cache
def _words() -> dict[str, str]:
    """The kind that each word names."""
    return {
        key(word): row["material"]
        for row in table("material_kinds")
        for word in (row["label"], *filter(None, row["aliases"].split("|")))
    }


def kind_of(text: str) -> str | None:
    """The kind a text names, as a whole or by its end: the last word of a Chinese phrase says what it is."""
    said = key(text)
    ends = [word for word in _words() if said.endswith(word)]
    return _words()[max(ends, key=len)] if ends else None


def _of_list(texts: Iterable[str]) -> str | None:
    """The kind that the first of a list's titles to name one says all its materials are of."""
    titles = (_LIST.sub("", re.sub(r"\([^()]*\)", "", normal(text).lower())) for text in texts)
    return next(filter(None, map(kind_of, titles)), None)


def _material(cell: object) -> Read:
    if (text := answered(cell)) is None:
        return None, "material_kind_missing"
    found = kind_of(text)
    return found, "" if found else "material_kind_unknown"


# --- other cells


def _made_on(cell: object) -> Read:
    """The day, month or year as 2022-11-03, 2022-11 or 2022: no more than is written."""
    if answered(cell) is None:
        return None, ""
    period = dates.read(written(cell))
    if period is None:
        return None, "material_date_unreadable"
    first, last = period
    whole = 10 if first == last else 7 if first.month == last.month else 4
    return first.isoformat()[:whole], ""


def _pieces(cell: object) -> Read:
    if (text := answered(cell)) is None:
        return None, ""
    match = _PIECES.fullmatch(normal(text))
    return (int(match[1]), "") if match else (None, "pieces_unreadable")


def _check(register: Register, columns: Columns) -> None:
    """What has no title, and what the same unit lists twice."""
    records, first = register.records, dict[object, int]()
    position = register.where["title"]
    for index, (title, *one) in enumerate(
        zip(*(columns[name] for name in ("title_key", "unit", "material")), strict=True)
    ):
        if not title:
            records.find(position, index, "material_title_missing", "")
        elif (before := first.setdefault((title, *one), index)) != index:
            records.find(None, index, "material_repeated", str(records.numbers[before]))
