"""Whom a report is about: a region, a certification body, or the nation; what it is called and what lies below it."""

from dataclasses import dataclass
from functools import cache

from data.errors import Refused
from data.reference import table
from data.warehouse import Reader
from metrics.query import Filters

LEVELS = ("province", "city", "county")
MUNICIPALITIES = ("110000", "120000", "310000", "500000")
NATION, NATION_WHOLE = "全国", "全国"
UNKNOWN = "地区不详"


@dataclass(frozen=True)
class Subject:
    """`name` stands in the title; `units` is the dimension of the units below, empty for a county; `whole` names the average."""

    name: str
    year: int
    units: str
    unit_word: str
    whole: str
    is_body: bool


def subject(reader: Reader, where: Filters) -> Subject:
    """The subject of the filters. Raises Refused where they are not one year and at most one region and one body."""
    if len(where.get("year")) != 1:
        raise Refused("自评报告写一个年度，请加上年度，例如：--where year=2022")
    regions = [(level, str(code)) for level in LEVELS for code in where.get(level)]
    bodies = where.get("body")
    others = [dimension for dimension, _ in where.values if dimension not in ("year", "body", *LEVELS)]
    if others:
        raise Refused("自评报告只按年度、地区和认证机构编写，不能用“{dimension}”筛选", dimension=" ".join(others))
    if len(regions) > 1 or len(bodies) > 1:
        raise Refused("自评报告只写一个地区或一家认证机构，请只选一个")
    level, code = regions[0] if regions else ("", "")
    place = _regions()[code]["name"] if code else ""
    year = int(where.get("year")[0])
    if bodies:
        name = dict(reader.rows("SELECT body, name FROM body")).get(bodies[0]) or _listed(str(bodies[0]))
        return Subject(f"{name}（{place}）" if place else name, year, _below(level), _word(level, code), "合计", True)
    return Subject(place or NATION, year, _below(level), _word(level, code), _whole(level, code), False)


def region(code: str) -> str:
    """The full name of a region."""
    return _regions()[code]["name"] if code in _regions() else UNKNOWN


def industry(code: int) -> dict[str, str]:
    """The row of an industry."""
    return {int(row["code"]): row for row in table("industries")}[code]


def _below(level: str) -> str:
    return {"": "province", "province": "city", "city": "county", "county": ""}[level]


def _word(level: str, code: str) -> str:
    return {
        "": "各省（区、市）",
        "province": "各区" if code in MUNICIPALITIES else "各市",
        "city": "各县（市、区）",
    }.get(level, "")


def _whole(level: str, code: str) -> str:
    if not level:
        return NATION_WHOLE
    return (
        "全市"
        if code in MUNICIPALITIES or level != "province"
        else "全区"
        if _regions()[code]["name"].endswith("自治区")
        else "全省"
    )


@cache
def _regions() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table("regions")}


def _listed(body: str) -> str:
    return {row["approval_number"]: row["name"] for row in table("bodies")}.get(body, body)
