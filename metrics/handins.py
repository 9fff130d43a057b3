"""材料清单: who has to hand in what by when, by the notices' deadlines, and what of it has come.

Who is due: the units directly below a province (`city`), the certification bodies that its firms name (`body`), its
pilots (`pilot`), the province itself. What is received as a file is found in the version, and so is what stands in a list
of materials, such as a guide; what is neither a bureau notes in its own `handins.csv`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from data import clock, limits, own, register
from data.errors import Refused
from data.reference import table
from data.warehouse import Reader
from locales import N_
from metrics.query import Filters, compute, records

WHO = {"city": N_("市（区）局"), "body": N_("认证机构"), "pilot": N_("试点"), "province": N_("省（区、市）局")}
STATUSES = {
    "received": N_("已报"),
    "incomplete": N_("不齐"),
    "registered": N_("已登记"),
    "missing": N_("未报"),
    "unregistered": N_("未登记"),
}
OPEN = ("missing", "unregistered")
DONE = ("received", "registered")
FEW, MANY = N_("案例 {count} 个，要求不少于 {limit} 个"), N_("案例 {count} 个，要求不超过 {limit} 个")
BODIES, TOO_MANY = N_("推荐 {count} 家"), N_("推荐 {count} 家，要求不超过 {limit} 家")
REASONLESS = N_("有 {count} 家没有写推荐理由")
CASES, HELD = N_("案例 {count} 个"), N_("有 {count} 行待改")
ANSWERED, ANSWERS = N_("台账企业 {ledger} 家，已填 {count} 家"), N_("答卷 {count} 份，没有台账")
BY_PERSON = N_("系统不收这种材料的文件，由人登记")
LISTED, NOT_LISTED = N_("登记表列有 {count} 项"), N_("成果材料登记表里没有，也没有人登记")
LEFT, TODAY, PAST = N_("还剩 {days} 天"), N_("今天截止"), N_("已逾期 {days} 天")

# Submissions that bring a kind of material of a unit, pilot or body, whoever sent the file.
_NAMED = """
SELECT DISTINCT 'ledger' AS kind, a.city AS who, l.submission FROM listing l JOIN assisted a USING (firm, year)
WHERE l.year = $1 AND coalesce(l.origin, '') <> 'body' AND a.city IS NOT NULL
UNION SELECT 'statistics', region, submission FROM statistics WHERE year = $1
UNION SELECT 'pilot', pilot, submission FROM pilot_indicator WHERE year = $1
UNION SELECT 'cases', city, submission FROM good_case WHERE year = $1
UNION SELECT 'cases', recommended_by, submission FROM good_case WHERE year = $1
UNION SELECT 'recommendations', region, submission FROM recommendation WHERE year = $1
UNION SELECT 'questionnaire', city, submission FROM response WHERE counts AND year = $1
UNION SELECT kind, sender, submission FROM submission WHERE year = $1
"""

# What lists of materials (成果材料登记表) name: a city's are those of all in it, unless a body made them.
_LISTED = "SELECT material, coalesce(body, city, province), submission FROM material WHERE year = $1"

Place = tuple[str, str, str, date]  # who, key, material and day of an item


class File(NamedTuple):
    """A file that came: its name, the day it was loaded (Beijing), and the data version it first went into."""

    name: str
    day: date | None
    version: int | None


class Remark(NamedTuple):
    """A msgid and its values."""

    text: str
    values: Mapping[str, object]


class Item(NamedTuple):
    """One material of one unit. `who` is a key of WHO, `key` the unit's code, number or key, `status` of STATUSES.

    `label` is a msgid, `kind` that of the files it comes in, empty where it is no file. `registered`: the day that the
    bureau noted; `note`: what it wrote beside it.
    """

    province: str
    who: str
    key: str
    name: str
    material: str
    label: str
    kind: str
    due: date
    source: str
    status: str
    files: tuple[File, ...] = ()
    remarks: tuple[Remark, ...] = ()
    registered: date | None = None
    note: str = ""

    @property
    def place(self) -> Place:
        """What tells it from all others."""
        return self.who, self.key, self.material, self.due


def left(due: date, today: date) -> Remark:
    """How many days there are until it is due, or since."""
    days = (due - today).days
    if not days:
        return Remark(TODAY, {})
    return Remark(LEFT if days > 0 else PAST, {"days": abs(days)})


class Checklist(NamedTuple):
    """The items in the order of who, day, unit and material; and registered rows that name nobody or nothing of it."""

    year: int
    items: tuple[Item, ...]
    unknown: tuple[str, ...]


def checklist(reader: Reader, where: Filters) -> Checklist:
    """What is due in a year, of the nation or a region, body or pilot.

    Raises Refused for other filters, not one year, and where an own table cannot be read.
    """
    if len(where.get("year")) != 1:
        raise Refused("请指明一个年度，例如：--where year=2022")
    others = [d for d, _ in where.values if d not in ("year", "province", "city", "county", "body", "pilot")]
    if others:
        raise Refused("材料清单只按年度、地区、认证机构和试点列，不能用“{dimension}”筛选", dimension=" ".join(others))
    year = int(where.get("year")[0])
    came = _Came(reader, year)
    items = [one for row in own.rows("deadlines", reader.store) for one in _of(reader, row, year, where, came)]
    noted, unknown = _noted(reader, year, items)
    every = [noted.get(one.place, one) for one in items]
    order = list(WHO)
    return Checklist(year, tuple(sorted(every, key=lambda one: (order.index(one.who), one.due))), unknown)


def provinces(reader: Reader, year: int) -> list[str]:
    """The codes of the provinces with a deadline in a year; of all others nothing is known, so nothing is due.

    Raises Refused where an own table cannot be read.
    """
    rows = own.rows("deadlines", reader.store)
    return sorted({row["region"] for row in rows if _day(row["date"], "deadlines.csv").year == year})


def _of(reader: Reader, row: Mapping[str, str], year: int, where: Filters, came: "_Came") -> Iterator[Item]:
    """The items that one deadline asks for."""
    due = _day(row["date"], "deadlines.csv")
    if due.year != year:
        return
    if row["who"] not in WHO:
        raise Refused("deadlines.csv 里的“{who}”应是 city、body、pilot 或 province", who=row["who"])
    known = {one["material"]: one for one in table("materials")}
    asked = [one.strip() for one in row["materials"].split("|") if one.strip()] or [row["due"]]
    for key, name in _whom(reader, row["who"], row["region"], year, where):
        for material in asked:
            of = known.get(material, {"label": material, "kind": "", "listed": ""})
            status, files, remarks = (
                came.of(of["kind"], row["who"], key, row["region"])
                if of["kind"]
                else came.listed([*filter(None, of["listed"].split("|"))], key)
            )
            yield Item(
                *(row["region"], row["who"], key, name, material, of["label"], of["kind"], due, row["source"]),
                *(status, files, remarks),
            )


def _whom(reader: Reader, who: str, province: str, year: int, where: Filters) -> list[tuple[str, str]]:
    """Key and name of those that a deadline of a province is for, as far as they are looked at."""
    cities, bodies, pilots = where.get("city"), where.get("body"), where.get("pilot")
    if where.get("county") or (where.get("province") and province not in where.get("province")):
        return []
    regions = {row["code"]: row for row in table("regions") if row["status"] == "current"}
    if (cities or bodies or pilots) and who != ("city" if cities else "body" if bodies else "pilot"):
        return []
    if who == "province":
        return [(province, regions[province]["name"])] if province in regions else []
    if who == "city":
        below = [row for row in regions.values() if row["level"] == "city" and row["parent"] == province]
        return [(row["code"], row["name"]) for row in below if not cities or row["code"] in cities]
    if who == "pilot":
        found = reader.rows(
            "SELECT pilot, name FROM pilot WHERE year = $1 AND province = $2 ORDER BY 1", [year, province]
        )
        return [(key, name or key) for key, name in found if not pilots or key in pilots]
    named = "SELECT DISTINCT body FROM assisted WHERE year = $1 AND province = $2 AND body IS NOT NULL ORDER BY 1"
    names = dict(reader.rows("SELECT body, name FROM body"))
    return [
        (key, names.get(key, key)) for (key,) in reader.rows(named, [year, province]) if not bodies or key in bodies
    ]


class _Came:
    """What a version holds of a year, by kind and by who it is of."""

    def __init__(self, reader: Reader, year: int):
        where = Filters.of(year=[year])
        self._named: dict[tuple[str, str], set[int]] = defaultdict(set)
        for kind, who, submission in reader.rows(_NAMED, [year]):
            self._named[kind, who].add(submission)
        self._listed: dict[tuple[str, str], list[int]] = defaultdict(list)
        for material, unit, submission in reader.rows(_LISTED, [year]):
            self._listed[material, unit].append(submission)
        self._files: dict[int, File] = {}
        self._held: dict[int, int] = {}
        arrived = register.arrived(reader.store) if reader.store.register.exists() else {}
        asked = "SELECT submission, file, received_at, rows_held FROM submission"
        for submission, file, received, held in reader.rows(asked):
            self._files[submission] = File(file, clock.day(received) if received else None, arrived.get(submission))
            self._held[submission] = held or 0
        by = {
            name: records(compute(reader, [name], ["city"], where)) for name in ("cases_recommended", "response_rate")
        }
        self._cases = {row["city"]: int(row["value"]) for row in by["cases_recommended"] if row["value"]}
        self._rates = {
            row["city"]: (int(row["numerator"]), int(row["denominator"]))
            for row in by["response_rate"]
            if row["denominator"]
        }
        answers = records(compute(reader, ["responses"], ["city"], where))
        self._answers = {row["city"]: int(row["value"]) for row in answers if row["value"]}
        recommended = "SELECT region, count(*), count(reason) FROM recommendation WHERE year = $1 GROUP BY region"
        self._recommended = {region: (bodies, told) for region, bodies, told in reader.rows(recommended, [year])}
        self._year = year

    def listed(self, materials: list[str], key: str) -> tuple[str, tuple[File, ...], tuple[Remark, ...]]:
        """The same of what comes as no file, by the kinds of materials in lists that stand for it."""
        found = [one for material in materials for one in self._listed[material, key]]
        if not found:
            return "unregistered", (), (Remark(NOT_LISTED if materials else BY_PERSON, {}),)
        files = tuple(self._files[one] for one in sorted(set(found)))
        return "received", files, (Remark(LISTED, {"count": len(found)}),)

    def of(self, kind: str, who: str, key: str, province: str) -> tuple[str, tuple[File, ...], tuple[Remark, ...]]:
        """The status of a material, its files, and what is to be said of it."""
        found = sorted(one for one in self._named.get((kind, key), ()) if one in self._files)
        files = tuple(self._files[one] for one in found)
        lacks: list[Remark] = []
        told: list[Remark] = []
        if kind == "questionnaire" and who == "city":
            return self._asked(key, files)
        if not found:
            return "missing", (), ()
        if held := sum(self._held[one] for one in found):
            lacks.append(Remark(HELD, {"count": held}))
        for enough, remark in self._judged(kind, who, key, province):
            (told if enough else lacks).append(remark)
        return "incomplete" if lacks else "received", files, (*lacks, *told)

    def _asked(self, city: str, files: tuple[File, ...]) -> tuple[str, tuple[File, ...], tuple[Remark, ...]]:
        if city in self._rates:
            count, ledger = self._rates[city]
            status = "missing" if not count else "received" if count == ledger else "incomplete"
            return status, files, (Remark(ANSWERED, {"ledger": ledger, "count": count}),)
        count = self._answers.get(city, 0)
        return ("incomplete", files, (Remark(ANSWERS, {"count": count}),)) if count else ("missing", (), ())

    def _judged(self, kind: str, who: str, key: str, province: str) -> Iterator[tuple[bool, Remark]]:
        """What there is to say of what came, and whether it is as the notice asks."""
        if kind == "cases" and who == "city":
            yield self._enough(key, province)
        if kind == "recommendations" and key in self._recommended:
            count, reasons = self._recommended[key]
            most = limits.recommendations(province, self._year)
            is_many = count > most
            yield (
                not is_many,
                Remark(TOO_MANY, {"count": count, "limit": most}) if is_many else Remark(BODIES, {"count": count}),
            )
            if reasons < count:
                yield False, Remark(REASONLESS, {"count": count - reasons})

    def _enough(self, city: str, province: str) -> tuple[bool, Remark]:
        count = self._cases.get(city, 0)
        least, most = limits.cases(province, self._year)
        if count < least:
            return False, Remark(FEW, {"count": count, "limit": least})
        if most and count > most:
            return False, Remark(MANY, {"count": count, "limit": most})
        return True, Remark(CASES, {"count": count})


def _noted(reader: Reader, year: int, items: list[Item]) -> tuple[dict[Place, Item], tuple[str, ...]]:
    """The items that the bureau registered and no file brought, and the rows that speak of none."""
    short = {row["code"]: row["short"] for row in table("regions")}
    found: dict[Place, Item] = {}
    unknown = []
    for row in own.rows("handins", reader.store):
        day = _day(row["day"], "handins.csv")
        if row["year"] != str(year):
            continue
        meant = [
            one
            for one in items
            if row["who"] in (one.key, one.name, short.get(one.key)) and row["material"] in (one.material, one.label)
        ]
        if not meant:
            unknown.append(" ".join((row["who"], row["material"], row["day"], row["note"])).strip())
        for one in meant:
            status = "registered" if one.status in OPEN else one.status
            remarks = tuple(remark for remark in one.remarks if remark.text not in (BY_PERSON, NOT_LISTED))
            noted = one._replace(status=status, remarks=remarks, registered=day, note=row["note"])
            found[one.place] = noted
    return found, tuple(unknown)


def _day(text: str, file: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("{file} 里的日期“{date}”应写成 2024-10-30 这样", file=file, date=text) from error
