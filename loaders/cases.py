"""Good cases (优良案例): the list of those a bureau or a certification body recommends, or of those that were selected.

Only the list; the documents themselves are no part of it. What the notices ask of a list stands in
data/reference/case_limits.csv, and only marks.
"""

import re
from collections import Counter
from collections.abc import Mapping

from data.reference import table
from loaders import cells, examples, senders, tables
from loaders.cells import Column, Read
from loaders.checks import codes
from loaders.checks.thresholds import threshold
from loaders.document import Columns, Context, Document, Empty
from loaders.firms import name_keys
from loaders.forms import named_year
from loaders.reading import Sheet
from loaders.records import Records, values
from loaders.resolvers import bodies, regions
from loaders.tables import SEARCHED, Table
from loaders.text import answered, key, normal, written
from locales import N_

KIND = "cases"
ENOUGH = 3  # headings that must be recognised, the case's title and the firm's name among them
STAGED = (
    *("row", "sheet", "title", "title_key", "name", "name_key", "credit_code", "province", "city", "county"),
    *("industry", "body", "body_name", "recommended_by", "recommender", "selected"),
)
TYPES = {"selected": "BOOLEAN"}
PLACES = ("province", "city", "county", "place")
YES = re.compile(r"(?:是|已?入选.*|√|✓|✔|有|(?:国家|总局|全国|省|市)级.*|[一二三]等奖|优秀|通过)$")
NO = re.compile(r"(?:否|未入选|不入选|落选|未评上|没有|无|×|✗|未通过)$")
LARGER = re.compile(r"(?:大|中)型")
_SELECTED = re.compile(r"(?<!是否)入选")
_PAPER = re.compile(r"优良|优秀|典型|实践|案例|推荐|入选|名单|清单|一览|公示|汇总|报送|质量提升")


def recognises(sheet: Sheet, context: Context = Context()) -> int:
    """How many headings of the sheet are those of a list of cases; 0 if it is none."""
    if not any(isinstance(cell, str) and "案例" in cell for row in sheet.rows[:SEARCHED] for cell in row):
        return 0
    found = tables.find(sheet, KIND)
    known = set(found.columns.values()) if found else set()
    return len(known) if len(known) >= ENOUGH and {"title", "name"} <= known else 0


def read(sheet: Sheet, context: Context = Context()) -> Document:
    """The cases of one sheet."""
    found = tables.find(sheet, KIND)
    assert found
    records = Records(KIND, sheet, found.first, found.headings, tables.is_aside)
    if not len(records):
        raise Empty(N_("工作表“{sheet}”只有标题，没有案例。请确认填写后再导入"), sheet=sheet.name)
    examples.check(records, next((at for at, name in found.columns.items() if name == "sequence"), None))
    named = [found.unit, *(_PAPER.sub("", normal(text)) for text in (*found.above, sheet.name, context.file))]
    sender = senders.infer([text for text in named if text], context.region)
    year = named_year([*found.above, sheet.name, context.file])
    _report(records, found)
    by = {name: records.column(position) for position, name in found.columns.items()}
    columns = _columns(by, records, sender, context.region)
    if "selected" not in by and any(_SELECTED.search(normal(t)) for t in (*found.above, sheet.name, context.file)):
        columns["selected"] = [True] * len(records)
    where = {name: position for position, name in found.columns.items()}
    _check(records, where, columns)
    _check_number(records, columns, year, sender)
    return records.document(columns, year, sender)


def _report(records: Records, found: Table) -> None:
    """Name the columns that are not read, unless nothing stands in them."""
    for position in (*found.unknown, *found.repeated):
        if any(cell != "" for cell in records.column(position).distinct):
            rule = "heading_repeated" if position in found.repeated else "heading_unknown"
            records.find_in_heading(position, rule)


def _columns(by: Mapping[str, Column], records: Records, sender: str | None, region: str | None) -> Columns:
    count = len(records)
    columns: Columns = {
        "title": values(by.get("title"), count, _title),
        "name": values(by.get("name"), count, cells.name),
        "credit_code": values(by.get("credit_code"), count, cells.credit_code),
        "industry": values(by.get("industry"), count, cells.industry),
        "selected": values(by.get("selected"), count, _selected),
        "recommender": values(by.get("recommender"), count, cells.text),
    }
    values(by.get("size"), count, _size)
    values(by.get("words"), count, _words)
    columns["title_key"] = [key(title) if title else "" for title in columns["title"]]
    home = sender if senders.is_region(sender) else None
    places = _places(by, records, home, region)
    for level, name in enumerate(("province", "city", "county")):
        columns[name] = [place[level] if place else None for place in places]
    own = (sender, bodies.names().get(sender, sender)) if sender and not home else None
    found = [body or own or (None, None) for body in _bodies(by, count)]
    columns["body"], columns["body_name"] = [body for body, _ in found], [name for _, name in found]
    given = columns["recommender"]
    columns["recommended_by"] = [senders.infer([one], home or region) if one else sender for one in given]
    columns["name_key"] = name_keys(columns, records)
    return columns


def _places(by: Mapping[str, Column], records: Records, home: str | None, region: str | None) -> list:
    """Each firm's place, its columns read as one chain; a blank one is the sender's region."""
    levels = [by[name] for name in PLACES if name in by]
    of_sender = cells.levels(home) if home else None
    if not levels:
        return [of_sender] * len(records)

    def place(text: object) -> Read:
        if answered(text) is None and home:
            return of_sender, ""
        read, rule = cells.place(text, home or region)
        return read or of_sender, rule

    rows = zip(*(column.cells for column in levels), strict=True)
    return levels[-1].of(["".join(filter(None, map(answered, row))) for row in rows]).read(place)


def _bodies(by: Mapping[str, Column], count: int) -> list:
    """Each firm's certification body, by approval number, else by name; none is no finding: not every case has one."""
    given = [by[name] for name in ("body_number", "body") if name in by]
    if not given:
        return [None] * count
    rows = zip(*(column.cells for column in given), strict=True)
    joined = given[-1].of([" ".join(filter(None, map(written, row))) for row in rows])
    return joined.read(lambda cell: cells.body(cell) if answered(cell) else (None, ""))


def _title(cell: object) -> Read:
    title = answered(cell)
    return title, "" if title else "case_title_missing"


def _selected(cell: object) -> Read:
    """Whether a case was selected; a blank cell leaves it open."""
    text = normal(answered(cell) or "")
    if not text:
        return None, ""
    if NO.fullmatch(text):
        return False, ""
    return (True, "") if YES.fullmatch(text) else (None, "selected_unclear")


def _size(cell: object) -> Read:
    return None, "case_not_small" if LARGER.search(normal(written(cell))) else ""


def _words(cell: object) -> Read:
    digits = re.search(r"\d+", normal(written(cell)))
    return None, "case_too_long" if digits and int(digits[0]) > threshold("case_words") else ""


# --- rows against one another and against what the notices ask


def _check(records: Records, places: Mapping[str, int], columns: Columns) -> None:
    first: dict[tuple[object, ...], int] = {}
    firms = zip(columns["credit_code"], columns["name_key"], columns["title_key"], strict=True)
    for index, (code, name, title) in enumerate(firms):
        before = first.setdefault((code or name, title), index)
        if before != index:
            records.find(None, index, "case_repeated", str(records.numbers[before]))
    if "credit_code" in places:
        codes.check(records, places["credit_code"], columns)


def _check_number(records: Records, columns: Columns, year: int | None, sender: str | None) -> None:
    """More cases of a city than the notice of its province and year allows, or fewer than it asks of the sender."""
    counts = Counter(city for city in columns["city"] if city)
    own = regions.city_of(sender) if sender and senders.is_region(sender) else None
    for city in sorted({*counts, *filter(None, [own])}):
        least, most = _limits(regions.province_of(city), year)
        name = next(row["name"] for row in table("regions") if row["code"] == city)
        if most and counts[city] > most:
            records.find_in_sheet("cases_above_limit", f"{name} {counts[city]} > {most}")
        elif city == own and counts[city] < least:
            records.find_in_sheet("cases_below_limit", f"{name} {counts[city]} < {least}")


def _limits(province: str, year: int | None) -> tuple[int, int]:
    """How many cases a city recommends at the least and at the most; 0 where no notice says so."""
    rows = [row for row in table("case_limits") if row["province"] == province and row["year"] == str(year)]
    return (int(rows[0]["least"] or 0), int(rows[0]["most"] or 0)) if rows else (0, 0)
