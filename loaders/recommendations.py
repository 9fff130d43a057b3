"""Recommended certification bodies (推荐认证机构): whom a city or district recommends, in order of preference and with a reason.

How many a notice allows stands in data/reference/recommendation_limits.csv, and only marks. A row of which nobody can say
who recommends or whom waits to be mended.
"""

import re
from collections import Counter
from collections.abc import Iterable

from data import limits
from data.reference import table
from loaders import cells, registers
from loaders.cells import Read
from loaders.document import Columns, Context, Document
from loaders.reading import Sheet
from loaders.records import Records, values
from loaders.registers import Register
from loaders.resolvers import bodies, regions
from loaders.text import answered, normal
from locales import N_

KIND = "recommendations"
STAGED = ("row", "sheet", "region", "province", "city", "county", "rank", "body", "body_name", "reason")
TYPES = {"rank": "SMALLINT"}
NUMERALS = {sign: nth for nth, sign in enumerate("一二三四五六七八九十", 1)}
_RANK = re.compile(r"第?(?:(\d{1,2})|([一二三四五六七八九十]))(?:名|位|家|顺位)?")
_PAPER = re.compile(
    r"推荐|认证机构|帮扶机构|机构|优先|顺序|排序|突出|表现|优秀|名单|清单|一览|情况|报送|理由|单位|表|及|的|:"
)


def recognises(sheet: Sheet, context: Context = Context()) -> int:
    """How many headings of the sheet are those of a list of recommended bodies; 0 if it is none."""
    if not registers.says(sheet, "推荐") and "推荐" not in sheet.name + context.file:
        return 0
    known = registers.known(sheet, KIND)
    is_list = known & {"body", "body_number"} and known & {"rank", "reason"} and "firm" not in known
    return len(known) if is_list else 0


def read(sheet: Sheet, context: Context = Context()) -> Document:
    """The recommended bodies of one sheet."""
    empty = N_("工作表“{sheet}”只有标题，没有推荐的认证机构。请确认填写后再导入")
    register = registers.opened(KIND, sheet, context, _PAPER, empty)
    columns = _columns(register, context.region)
    _check_repeated(register, columns)
    _check_number(register.records, columns, register.year)
    return register.document(columns)


def _columns(register: Register, region: str | None) -> Columns:
    by, count = register.by, len(register.records)
    body = registers.chained(by, ("body_number", "body"), " ")
    found = [one or (None, None) for one in values(body, count, _body)]
    columns: Columns = {
        "region": _recommenders(register, region),
        "body": [key for key, _ in found],
        "body_name": [name for _, name in found],
        "reason": values(by.get("reason"), count, _reason),
    }
    if "reason" not in by:
        register.records.find_in_sheet("reason_missing", "")
    columns |= cells.in_levels(cells.levels(one) if one else None for one in columns["region"])
    columns["rank"] = by["rank"].read(_rank) if "rank" in by else _in_order(register.records, columns["region"])
    return columns


def _recommenders(register: Register, region: str | None) -> list[str | None]:
    """Who recommends: whom the row names, else the sender."""
    named = (("recommender",), registers.PLACES)
    return registers.units(register, named, region, "recommender", only_regions=True)


def _body(cell: object) -> Read:
    """(key, name) of the body; one that is on no list is marked, and one whose name and number differ is nobody."""
    text = normal(answered(cell) or "").upper()
    if not text:
        return None, "recommended_body_missing"
    number, name = bodies.NUMBER.search(text), bodies.resolve(bodies.NUMBER.sub("", text)).code
    if number and name and name != bodies.resolve(number[0]).code:
        return None, "body_number_differs"
    found, rule = cells.body(cell)
    return found, rule or ("" if found[0] in bodies.names() else "recommended_body_unlisted")


def _reason(cell: object) -> Read:
    reason = answered(cell)
    return reason, "" if reason else "reason_missing"


def _rank(cell: object) -> Read:
    """A place in the order of preference, from 1."""
    if (text := answered(cell)) is None:
        return None, "rank_missing"
    match = _RANK.fullmatch(normal(text))
    rank = (int(match[1]) if match[1] else NUMERALS[match[2]]) if match else 0
    return (rank, "") if rank else (None, "rank_unreadable")


def _in_order(records: Records, regions_: Iterable[str | None]) -> list[int]:
    """Places by the order in which a list without a column for them names the bodies of each region."""
    records.find_in_sheet("rank_by_order", "")
    seen = Counter[str | None]()
    ranks = []
    for region in regions_:
        seen[region] += 1
        ranks.append(seen[region])
    return ranks


# --- rows against one another and against what the notices ask


def _check_repeated(register: Register, columns: Columns) -> None:
    records, position = register.records, register.where.get("rank")
    ranks: dict[object, int] = {}
    named: dict[object, int] = {}
    for index, (region, body, rank) in enumerate(zip(columns["region"], columns["body"], columns["rank"], strict=True)):
        if not region or not body:
            continue  # it waits to be mended
        before = named.setdefault((region, body), index)
        if before != index:
            records.find(None, index, "recommendation_repeated", str(records.numbers[before]))
        elif rank and (same := ranks.setdefault((region, rank), index)) != index:
            records.find(position, index, "rank_repeated", str(records.numbers[same]))


def _check_number(records: Records, columns: Columns, year: int | None) -> None:
    """More bodies of a region than the notice of its province and year allows."""
    pairs = {(region, body) for region, body in zip(columns["region"], columns["body"], strict=True) if region and body}
    counts = Counter(region for region, _ in pairs)
    for region in sorted(counts):
        most = limits.recommendations(regions.province_of(region), year)
        if counts[region] > most:
            name = next(row["name"] for row in table("regions") if row["code"] == region)
            records.find_in_sheet("recommendations_above_limit", f"{name} {counts[region]} > {most}")
