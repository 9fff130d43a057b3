"""Good cases (优良案例): the list of those a bureau or a certification body recommends, or of those that were selected.

Only the list; the documents themselves are checked in `reports.case`. What the notices ask of a list stands in
data/reference/case_limits.csv, and only marks.
"""

import re
from collections import Counter
from collections.abc import Mapping

from data import limits
from data.reference import table
from loaders import cells, registers, senders
from loaders.cells import Read
from loaders.checks import codes
from loaders.checks.thresholds import threshold
from loaders.document import Columns, Context, Document
from loaders.firms import name_keys
from loaders.reading import Sheet
from loaders.records import Records, values
from loaders.registers import Register
from loaders.resolvers import bodies, regions
from loaders.text import answered, key, normal, written
from locales import N_

KIND = "cases"
ENOUGH = 3  # headings that must be recognised, the case's title and the firm's name among them
STAGED = (
    *("row", "sheet", "title", "title_key", "name", "name_key", "credit_code", "province", "city", "county"),
    *("industry", "body", "body_name", "recommended_by", "recommender", "selected"),
)
TYPES = {"selected": "BOOLEAN"}
YES = re.compile(r"(?:是|已?入选.*|√|✓|✔|有|(?:国家|总局|全国|省|市)级.*|[一二三]等奖|优秀|通过)$")
NO = re.compile(r"(?:否|未入选|不入选|落选|未评上|没有|无|×|✗|未通过)$")
LARGER = re.compile(r"(?:大|中)型")
_SELECTED = re.compile(r"(?<!是否)入选")
_PAPER = re.compile(r"优良|优秀|典型|实践|案例|推荐|入选|名单|清单|一览|公示|汇总|报送|质量提升")


def recognises(sheet: Sheet, context: Context = Context()) -> int:
    """How many headings of the sheet are those of a list of cases; 0 if it is none."""
    known = registers.known(sheet, KIND) if registers.says(sheet, "案例") else set()
    return len(known) if len(known) >= ENOUGH and {"title", "name"} <= known else 0


def read(sheet: Sheet, context: Context = Context()) -> Document:
    """The cases of one sheet."""
    empty = N_("工作表“{sheet}”只有标题，没有案例。请确认填写后再导入")
    register = registers.opened(KIND, sheet, context, _PAPER, empty)
    columns = _columns(register, context.region)
    if "selected" not in register.by and any(_SELECTED.search(normal(text)) for text in register.texts):
        columns["selected"] = [True] * len(register.records)
    _check(register.records, register.where, columns)
    _check_number(register.records, columns, register.year, register.sender)
    return register.document(columns)


def _columns(register: Register, region: str | None) -> Columns:
    by, count = register.by, len(register.records)
    sender, home = register.sender, register.home
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
    columns |= cells.in_levels(_places(register, region))
    own = (sender, bodies.names().get(sender, sender)) if sender and not home else None
    found = [body or own or (None, None) for body in registers.bodies(by) or [None] * count]
    columns["body"], columns["body_name"] = [body for body, _ in found], [name for _, name in found]
    given = columns["recommender"]
    columns["recommended_by"] = [senders.infer([one], home or region) if one else sender for one in given]
    columns["name_key"] = name_keys(columns, register.records)
    return columns


def _places(register: Register, region: str | None) -> list:
    """Each firm's place, its columns read as one chain; a blank one is the sender's region."""
    home = register.home
    of_sender = cells.levels(home) if home else None
    column = registers.chained(register.by, registers.PLACES)
    if column is None:
        return [of_sender] * len(register.records)

    def place(text: object) -> Read:
        if answered(text) is None and home:
            return of_sender, ""
        read, rule = cells.place(text, home or region)
        return read or of_sender, rule

    return column.read(place)


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
        least, most = limits.cases(regions.province_of(city), year)
        name = next(row["name"] for row in table("regions") if row["code"] == city)
        if most and counts[city] > most:
            records.find_in_sheet("cases_above_limit", f"{name} {counts[city]} > {most}")
        elif city == own and counts[city] < least:
            records.find_in_sheet("cases_below_limit", f"{name} {counts[city]} < {least}")
