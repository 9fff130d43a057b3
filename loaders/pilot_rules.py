"""Who is in a pilot by region × industry × year, where no ledger says so: the rules of the table `pilot_rules`."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from data.errors import Refused
from data.reference import table
from loaders.pilots import plain

KINDS = ("area", "town")


class Rule(NamedTuple):
    """Firms of any of the `regions` and `industries` in any of the `years`; `plain` is the pilot's name as a key."""

    name: str
    plain: str
    is_town: bool
    province: str
    regions: list[str]
    industries: list[int]
    years: list[int]


def read(rows: Sequence[Mapping[str, str]]) -> list[Rule]:
    """The rules that make members; those without industries make none. Raises Refused for a code that does not exist."""
    return [_rule(row) for row in rows if row["industries"]]


def _rule(row: Mapping[str, str]) -> Rule:
    regions = {one["code"]: one["level"] for one in table("regions") if one["status"] == "current"}
    rule = Rule(
        name=row["pilot"],
        plain=plain(row["pilot"]),
        is_town=row["kind"] == "town",
        province=row["province"],
        regions=_list(row, "regions", lambda code: str(code) if code in regions else None),
        industries=_list(
            row, "industries", lambda code: int(code) if code.isdecimal() and 1 <= int(code) <= 39 else None
        ),
        years=_list(row, "years", lambda year: int(year) if len(year) == 4 and year.isdecimal() else None),
    )
    if not rule.plain or row["kind"] not in KINDS or regions.get(rule.province) != "province":
        raise _refused(row, "pilot,kind,province", f"{row['pilot']},{row['kind']},{row['province']}")
    return rule


def _list(row: Mapping[str, str], column: str, read_one: Any) -> list[Any]:
    found = [read_one(one.strip()) for one in row[column].split("|")]
    if None in found:
        raise _refused(row, column, row[column])
    return found


def _refused(row: Mapping[str, str], column: str, value: str) -> Refused:
    return Refused(
        "试点规则 pilot_rules.csv 中“{pilot}”一行的 {column} 写的是“{value}”，读不懂。"
        "kind 写 area 或 town，地区写6位行政区划代码，行业写1至39，年度写4位数，多个之间用 | 隔开",
        pilot=row["pilot"],
        column=column,
        value=value,
    )
