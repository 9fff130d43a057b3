"""Whom a report is about: the nation, a region, a certification body or a pilot; what it is called, what lies below it."""

from dataclasses import dataclass
from functools import cache

from data.errors import Refused
from data.reference import table
from data.warehouse import Reader
from metrics.query import Filters
from metrics.relations import NO_PILOT
from metrics.values import WORDS

LEVELS = ("province", "city", "county")
MUNICIPALITIES = ("110000", "120000", "310000", "500000")
NATION, NATION_WHOLE = "全国", "全国"
PILOT_WHOLE = "试点合计"
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
        raise Refused("请指明一个年度，例如：--where year=2022")
    regions = [(level, str(code)) for level in LEVELS for code in where.get(level)]
    bodies = where.get("body")
    others = [dimension for dimension, _ in where.values if dimension not in ("year", "body", *LEVELS)]
    if others:
        raise Refused("这里只按年度、地区和认证机构编写，不能用“{dimension}”筛选", dimension=" ".join(others))
    if len(regions) > 1 or len(bodies) > 1:
        raise Refused("一次只写一个地区或一家认证机构，请只选一个")
    level, code = regions[0] if regions else ("", "")
    place = _regions()[code]["name"] if code else ""
    year = int(where.get("year")[0])
    if bodies:
        name = dict(reader.rows("SELECT body, name FROM body")).get(bodies[0]) or _listed(str(bodies[0]))
        return Subject(f"{name}（{place}）" if place else name, year, _below(level), _word(level, code), "合计", True)
    return Subject(place or NATION, year, _below(level), _word(level, code), _whole(level, code), False)


def nation_or_province(where: Filters) -> Subject:
    """The subject of a report on a year of the nation or a province. Raises Refused for other filters."""
    if len(where.get("year")) != 1:
        raise Refused("总结评估报告写一个年度，请加上年度，例如：--where year=2021")
    others = [dimension for dimension, _ in where.values if dimension not in ("year", "province")]
    if others:
        raise Refused("总结评估报告只按年度和省（区、市）编写，不能用“{dimension}”筛选", dimension=" ".join(others))
    if len(where.get("province")) > 1:
        raise Refused("总结评估报告只写全国或一个省（区、市），请只选一个")
    code = str(*where.get("province"))
    level = "province" if code else ""
    name = region(code) if code else NATION
    return Subject(name, int(where.get("year")[0]), _below(level), _word(level, code), _whole(level, code), False)


def pilot(reader: Reader, where: Filters) -> Subject:
    """The subject of a report on one pilot in one year; its own province may be named. Raises Refused for other filters."""
    if len(where.get("year")) != 1:
        raise Refused("区域试点自评报告写一个年度，请加上年度，例如：--where year=2024")
    others = [dimension for dimension, _ in where.values if dimension not in ("year", "pilot", "province")]
    if others:
        raise Refused("区域试点自评报告只按年度和试点编写，不能用“{dimension}”筛选", dimension=" ".join(others))
    year, chosen = int(where.get("year")[0]), where.get("pilot")
    if len(chosen) != 1 or chosen[0] == NO_PILOT:
        there = [key for (key,) in reader.rows("SELECT pilot FROM pilot WHERE year = ? ORDER BY 1", [year])]
        raise Refused(
            "区域试点自评报告只写一个试点，请用 --where pilot=… 选一个；{year}年有：{pilots}",
            year=year,
            pilots="、".join(there) or "—",
        )
    provinces = reader.rows("SELECT DISTINCT province FROM pilot WHERE pilot = ?", chosen)
    if where.get("province") and where.get("province") not in provinces:
        raise Refused("试点“{pilot}”不在所选的省（区、市），请去掉地区筛选", pilot=chosen[0])
    places = pilot_places(reader, year, str(chosen[0]))
    cities = {city for city, _ in places}
    level, code = ("city", next(iter(cities))) if len(cities) == 1 else ("province", _province(places))
    return Subject(_of_pilot(reader, where), year, _below(level), _word(level, code), PILOT_WHOLE, False)


def pilot_places(reader: Reader, year: int, pilot: str) -> list[tuple[str, str | None]]:
    """Codes of the cities, and counties where they are written, of a pilot's firms, in code order."""
    rows = reader.rows(
        "SELECT DISTINCT city, county FROM pilot_member JOIN assisted USING (firm, year) "
        "WHERE year = ? AND pilot = ? AND city IS NOT NULL ORDER BY 1, 2 NULLS LAST",
        [year, pilot],
    )
    return [(city, county) for city, county in rows]


def _of_pilot(reader: Reader, where: Filters) -> str:
    """The whole name of a pilot, its province before it: 天津市地毯区域试点, 山西省定襄法兰专业镇."""
    rows = reader.rows("SELECT name, kind, province FROM pilot WHERE pilot = ? ORDER BY year DESC", where.get("pilot"))
    name, kind, code = rows[0] if rows else (str(where.get("pilot")[0]), "area", None)
    place, short = (_regions()[code]["name"], _regions()[code]["short"]) if code in _regions() else ("", "")
    ending = "专业镇" if kind == "town" else "区域试点"
    plain = name.removeprefix(place).removeprefix(short)
    return f"{place}{plain}" + ("" if plain.endswith(("试点", "专业镇")) else ending)


def _province(places: list[tuple[str, str | None]]) -> str:
    return f"{places[0][0][:2]}0000" if places else ""


def called(reader: Reader) -> dict[str, str]:
    """What bodies and pilots are called, by their keys; a pilot as in its last year."""
    names = "SELECT body, name FROM body UNION ALL SELECT pilot, arg_max(name, year) FROM pilot GROUP BY 1"
    return dict(reader.rows(names))


def region(code: str) -> str:
    """The full name of a region."""
    return _regions()[code]["name"] if code in _regions() else UNKNOWN


def industry(code: int) -> dict[str, str]:
    """The row of an industry."""
    return {int(row["code"]): row for row in table("industries")}[code]


def sector(code: str) -> str:
    """What a sector of industries is called."""
    return WORDS["sector"].get(code, code)


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
