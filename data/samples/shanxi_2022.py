"""Shanxi in 2022, as its bureau receives it: ledgers of eleven cities and of one certification body, three 附表,
and the questionnaire export.

Every firm, person, telephone and credit code is made up, and so is every figure; places, industries, pilots and
certification bodies exist. No two ledgers are laid out alike. `FAULTS` are wrong on purpose, all else is right.
`expected` says what a hand count finds. The same files come out every time.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from data.forms import statistics_table
from data.forms.statistics_table import Statistics
from data.reference import table
from data.samples import answers, export, ledgers
from data.samples.answers import Answer
from data.samples.drawing import deal
from data.samples.firms import INDUSTRIES, Place
from data.samples.ledgers import NAMELESS, NO_COUNTY, NO_INDUSTRY, NUMBER, WRONG_DIGIT, Body, Firm, Layout

SEED = 2022
CREATED = datetime(2022, 11, 10)
FIRST_SERIAL = 6001  # the firms of other samples have other numbers
CAMPAIGN = "小微企业质量管理体系认证提升行动"
SENDER = Body("CNCA-R-2002-016", "北京新世纪检验认证有限公司")
BODIES = 42


class City(NamedTuple):
    """A city: firms in its ledger, the share of them that answers, that improved, and of those that is satisfied."""

    name: str
    firms: int
    answering: float
    improved: float
    satisfied: float


CITIES = (
    City("太原市", 111, 0.90, 0.95, 0.93),
    City("大同市", 96, 0.92, 0.96, 0.95),
    City("阳泉市", 42, 0.81, 0.92, 0.90),
    City("长治市", 88, 0.88, 0.97, 0.96),
    City("晋城市", 74, 0.95, 0.98, 0.98),
    City("朔州市", 48, 0.77, 0.91, 0.89),
    City("晋中市", 92, 0.87, 0.95, 0.94),
    City("运城市", 104, 0.84, 0.94, 0.92),
    City("忻州市", 82, 0.89, 0.93, 0.91),
    City("临汾市", 86, 0.80, 0.90, 0.87),
    City("吕梁市", 72, 0.76, 0.88, 0.84),
)
OWN, OUTSIDE = 15, 12  # firms of the body's ledger alone, and of no ledger
SHARED = 60  # firms in a city's ledger and in the body's
OTHER_COUNTY, OTHER_CITY, OTHER_INDUSTRY, OTHER_BODY = 4, 2, 5, 4  # shared firms the two ledgers disagree about
CODELESS, MISTYPED, TWICE = 8, 12, 8  # answers

PILOT, HUANGQI = "浑源县黄芪产业区域试点", ("浑源县", (1, 13))
TOWNS = {"定襄法兰": ("定襄县", 17), "清徐老陈醋": ("清徐县", 3)}
HOMES = {HUANGQI[0]: HUANGQI[1], **{county: (trade,) for county, trade in TOWNS.values()}}  # county: its trades


def ledger_file(sender: str) -> str:
    """Name of a city's ledger."""
    return f"2022年度{sender}帮扶企业台账.xlsx"


BODY_FILE = f"2022年度{SENDER.name}帮扶企业台账（机构报送）.xlsx"
STATISTICS_CITIES = ("太原市", "大同市", "晋城市")

# File, row, column and what is wrong with it.
FAULTS = [
    (ledger_file("太原市"), 23, "统一社会信用代码", WRONG_DIGIT),
    (ledger_file("太原市"), 64, "所属行业", NO_INDUSTRY),
    (ledger_file("大同市"), 31, "社会信用代码", NUMBER),
    (ledger_file("阳泉市"), 20, "行业编号", NO_INDUSTRY),
    (ledger_file("阳泉市"), 33, "所属县区", NO_COUNTY),
    (ledger_file("长治市"), 40, "企业名称", NAMELESS),
    (ledger_file("朔州市"), 22, "所在区县", NO_COUNTY),
    (ledger_file("忻州市"), 55, "社会信用代码", WRONG_DIGIT),
    (ledger_file("运城市"), 50, "统一社会信用代码", WRONG_DIGIT),
    (ledger_file("吕梁市"), 33, "组织机构代码/统一信用代码", NUMBER),
]

TITLE = f"2022年度{{}}{CAMPAIGN}帮扶企业台账"


def heads(city: str) -> tuple[str, str]:
    """A title, and the line that says who filled the table in."""
    return TITLE.format(city), f"填报单位：{city}市场监督管理局"


LAYOUTS = {
    "太原市": Layout(
        (
            ("序号", "sequence"), ("企业名称", "name"), ("统一社会信用代码", "credit_code"), ("县（市、区）", "county"),
            ("所属行业", "industry_name"), ("认证机构名称", "body"), ("批准号", "body_number"), ("所属专业镇", "town"),
            ("联系人", "contact"), ("联系电话", "phone"),
        )
    ),
    "大同市": Layout(
        (
            ("序号", "sequence"), ("单位名称", "name"), ("社会信用代码", "credit_code"), ("所在地区", "place"),
            ("认证行业大类", "industry_both"), ("帮扶机构", "body"), ("是否区域试点", "pilot_or_no"),
            ("企业负责人", "contact"), ("联系电话", "phone"), ("备注", "note"),
        ),
        above=heads("大同市"),
        below=("合计|{count}家",),
    ),
    "阳泉市": Layout(
        (
            ("编号", "sequence"), ("帮扶企业名称", "name"), ("信用代码", "credit_code"), ("所属县区", "county"),
            ("行业编号", "industry_code"), ("机构批准号", "body_number"),
        )
    ),
    "长治市": Layout(
        (
            ("序号", "sequence"), ("企业信息|企业名称", "name"), ("企业信息|统一社会信用代码", "credit_code"),
            ("企业信息|所在区县", "county"), ("企业信息|行业类别", "industry_name"), ("认证机构|名称", "body"),
            ("认证机构|批准号", "body_number"), ("联系方式|联系人", "contact"), ("联系方式|联系电话", "phone"),
        ),
        above=heads("长治市"),
        below=("注：行业类别按39个认证行业大类填写。",),
    ),
    "晋城市": Layout(
        (
            ("序号", "sequence"), ("组织名称", "name"), ("统一社会信用代码", "credit_code"), ("行政区划", "place_code"),
            ("大类名称", "industry_name"), ("认证机构", "body"), ("认证机构批准号", "body_number"),
            ("是否获证", "certified"), ("首次参加/继续参加", "participation"),
        ),
        above=heads("晋城市"),
        below=("合计|{count}家", "注：本表为2022年全年帮扶企业，仅参加培训的企业不在内。"),
    ),
    "朔州市": Layout(
        (
            ("序号", "sequence"), ("受帮扶企业", "name"), ("统一社会信用代码", "credit_code"), ("所在区县", "county"),
            ("行业", "industry_alias"), ("技术支撑机构", "body"), ("联系人", "contact"), ("联系人手机", "phone"),
        ),
        gaps=True,
    ),
    "晋中市": Layout(
        (
            ("序号", "sequence"), ("企业名称", "name"), ("统一社会信用代码", "credit_code"), ("县区", "county"),
            ("所属认证行业分类", "industry_both"), ("帮扶认证机构", "body"), ("企业规模", "size"), ("帮扶内容", "content"),
        ),
        above=heads("晋中市"),
        sheets=True,
    ),
    "运城市": Layout(
        (
            ("县（市、区）", "county"), ("序号", "sequence"), ("企业名称", "name"), ("统一社会信用代码", "credit_code"),
            ("专业代码", "industry_digits"), ("服务机构", "body"), ("批准书编号", "body_number"), ("联系人", "contact"),
            ("联系电话", "phone"),
        ),
        above=heads("运城市"),
        merged=True,
    ),
    "忻州市": Layout(
        (
            ("序号", "sequence"), ("企业基本情况|企业全称", "name"), ("企业基本情况|社会信用代码", "credit_code"),
            ("企业基本情况|所属县区", "county"), ("企业基本情况|所属行业", "industry_both"),
            ("企业基本情况|所属专业镇", "town"), ("帮扶情况|帮扶认证机构", "body"), ("帮扶情况|帮扶时间", "month"),
            ("帮扶情况|帮扶措施", "content"),
        ),
        below=("合计|{count}家",),
    ),
    "临汾市": Layout(
        (
            ("序号", "sequence"), ("企业名称", "name"), ("统一社会信用代码", "credit_code_wide"),
            ("所属省市", "place_full"), ("所属认证行业分类", "industry_alias"), ("机构批准号", "body_number"),
            ("联系人", "contact"), ("联系电话", "phone"),
        ),
        above=heads("临汾市"),
        below=("合计|{count}家", "填表人：王某"),
    ),
    "吕梁市": Layout(
        (
            ("No.", "sequence"), ("委托人名称", "name"), ("组织机构代码/统一信用代码", "credit_code"),
            ("所属市", "city"), ("所在区县", "county"), ("大类名称", "industry_name"), ("认证机构名称", "body"),
            ("参与时间", "participation"), ("企业联系人", "contact"), ("企业联系电话", "phone"),
        ),
        above=heads("吕梁市")[:1],
        gaps=True,
    ),
}  # fmt: skip
BODY_LAYOUT = Layout(
    (
        ("序号", "sequence"), ("获证组织名称", "name"), ("统一社会信用代码", "credit_code"), ("地市", "city"),
        ("区县", "county"), ("专业代码", "industry_digits"), ("是否获得ISO9001认证证书", "certified"),
        ("帮扶时间", "month"), ("帮扶方式", "content"), ("联系人", "contact"), ("联系电话", "phone"),
    ),
    above=(TITLE.format("山西省"), f"填报单位：{SENDER.name}", f"批准号：{SENDER.approval_number}"),
    below=("合计|{count}家",),
)  # fmt: skip

POLICIES = {
    "太原市": ("认证费用补贴：首次获证企业每家补贴1万元", "质量提升贷款贴息", "免费内审员培训"),
    "大同市": ("黄芪产业区域试点配套资金", "专家入企诊断全额补助"),
    "晋城市": ("获证企业奖补", "小微企业质量管理培训券", "质量基础设施一站式服务", "政府采购优先采信认证结果"),
}
SUBSIDIES = {"太原市": "120", "大同市": "86.5", "晋城市": "64"}
EARLIER = {"太原市": 86, "大同市": 58, "晋城市": 49}  # firms helped before this year, for the cumulative table


@dataclass(frozen=True)
class Drawn:
    """Everything that is written. `cities` are all rows of the cities' ledgers, the faulty ones included."""

    cities: dict[str, list[Firm]]
    faulty: dict[str, dict[int, str]]  # city, row: what is wrong there
    body: list[Firm]
    answers: list[Answer]

    @property
    def held(self) -> set[int]:
        """Serials of the firms whose row says nobody knows who."""
        return {
            firm.serial
            for city, rows in self.cities.items()
            for row, firm in ledgers.lines(LAYOUTS[city], rows)
            if self.faulty[city].get(row) in ledgers.HELD
        }


def write(folder: Path) -> list[Path]:
    """Write the inbox into a folder: the files in the order they came in."""
    sample = drawn()
    written = []
    for city, rows in sample.cities.items():
        written.append(folder / ledger_file(city))
        ledgers.write(written[-1], LAYOUTS[city], rows, CREATED, sample.faulty[city])
    written.append(folder / BODY_FILE)
    ledgers.write(written[-1], BODY_LAYOUT, sample.body, CREATED, {})
    for city, statistics in tables(sample).items():
        written.append(folder / f"2022年度{city}{statistics_table.TITLE}.xlsx")
        statistics_table.write(written[-1], statistics, CREATED)
    written.append(folder / export_file(len(sample.answers)))
    rng = Random(SEED)
    moments = export.moments(rng, len(sample.answers), datetime(2022, 10, 24), 18)
    export.write(written[-1], answers.FORM, answers.cells(rng, sample.answers, moments), CREATED)
    return written


def export_file(count: int) -> str:
    """Name of the questionnaire export."""
    return f"338205517_按文本_{CAMPAIGN}企业调查问卷_{count}_{count}.xlsx"


# --- drawing


@cache
def drawn() -> Drawn:
    """Everything, drawn once."""
    rng = Random(SEED)
    everyone = draw_firms(rng)
    cities = {city.name: everyone[city.name][: city.firms] for city in CITIES}
    faulty = {city: {row: rule for file, row, _, rule in FAULTS if file == ledger_file(city)} for city in cities}
    spoilt = {
        firm.serial
        for city in cities
        for row, firm in ledgers.lines(LAYOUTS[city], cities[city])
        if row in faulty[city]
    }
    assert len(spoilt) == len(FAULTS)
    cities = {city: [marked(firm, firm.serial in spoilt) for firm in rows] for city, rows in cities.items()}
    own = [replace(firm, body=SENDER) for firm in everyone["own"]]
    shared = draw_shared(rng, cities, spoilt)
    body = [*describe_otherwise(rng, shared), *own]
    cities = with_bodies(cities, shared)
    drawn_answers = draw_answers(rng, cities, spoilt, own, everyone["outside"])
    return Drawn(cities, faulty, sorted(body, key=lambda firm: (ledgers.county(firm), firm.serial)), drawn_answers)


@cache
def counties(city: str) -> tuple[Place, ...]:
    """Counties of a city that are in force, without its development zones."""
    rows = table("regions")
    code = next(
        row["code"] for row in rows if row["name"] == city and row["level"] == "city" and row["parent"] == "140000"
    )
    found = [row for row in rows if row["parent"] == code and row["status"] == "current" and row["code"][4:] != "71"]
    same = {"province_code": "140000", "province": "山西省", "city": city, "city_code": code}
    return tuple({**same, "district": row["name"], "code": row["code"]} for row in found)


def draw_firms(rng: Random) -> dict[str, list[Firm]]:
    """Firms by city, sorted by county; and those of the body's ledger alone and of no ledger."""
    sizes = {city.name: city.firms for city in CITIES}
    groups = [(name, name) for name, size in sizes.items() for _ in range(size)]
    for group, count in (("own", OWN), ("outside", OUTSIDE)):
        groups += [(group, rng.choice(CITIES).name) for _ in range(count)]
    industries = deal(rng, len(groups), {code: weight for code, (_, weight) in INDUSTRIES.items()}, floor=3)
    register = [Body(row["approval_number"], row["name"]) for row in table("bodies")]
    bodies = [SENDER, *rng.sample([body for body in register if body != SENDER], BODIES - 1)]
    ranks = deal(rng, len(groups), {rank: (rank + 3) ** -1.2 for rank in range(BODIES)}, floor=1)
    found: dict[str, list[Firm]] = {group: [] for group, _ in groups}
    for serial, ((group, city), industry, rank) in enumerate(zip(groups, industries, ranks, strict=True), FIRST_SERIAL):
        local = counties(city)
        place = rng.choices(local, [4 if county["district"] in HOMES else 1 for county in local])[0]
        found[group].append(ledgers.invent(rng, serial, place, in_town(rng, place, industry), bodies[rank]))
    return {group: sorted(local, key=ledgers.county) for group, local in found.items()}


def in_town(rng: Random, place: Place, industry: int) -> int:
    """The industry a firm has there: most firms of a pilot's or specialised town's county are in its trade."""
    if place["district"] in HOMES and rng.random() < 0.75:
        return rng.choice(HOMES[place["district"]])
    return industry


def marked(firm: Firm, spoilt: bool) -> Firm:
    """The firm with its pilot or specialised town; a faulty row has neither."""
    home, trade = firm.place["district"], firm.industry
    if spoilt:
        return firm
    pilots = (PILOT,) if home == HUANGQI[0] and trade in HUANGQI[1] else ()
    return replace(firm, pilots=pilots, town=next((t for t, of in TOWNS.items() if of == (home, trade)), ""))


def draw_shared(rng: Random, cities: dict[str, list[Firm]], spoilt: set[int]) -> list[Firm]:
    """The firms in a city's ledger and the body's: those the cities say are the body's, and a few they say are not."""
    sound = [firm for rows in cities.values() for firm in rows if firm.serial not in spoilt]
    agreed = [firm for firm in sound if firm.body == SENDER and not firm.pilots and not firm.town]
    others = [firm for firm in sound if firm.body != SENDER and not firm.pilots and not firm.town]
    return rng.sample(others, OTHER_BODY) + rng.sample(agreed, SHARED - OTHER_BODY)


def describe_otherwise(rng: Random, shared: Sequence[Firm]) -> list[Firm]:
    """The shared firms as the body describes them: some elsewhere, some in another industry."""
    told = [replace(firm, body=SENDER) for firm in shared]
    for index in range(OTHER_BODY, OTHER_BODY + OTHER_COUNTY + OTHER_CITY):
        here, far = told[index].place, index >= OTHER_BODY + OTHER_COUNTY
        places = [p for city in CITIES for p in counties(city.name) if (p["city"] != here["city"]) == far and p != here]
        told[index] = replace(told[index], place=rng.choice(places))
    for index in range(SHARED - OTHER_INDUSTRY, SHARED):
        told[index] = replace(told[index], industry=rng.choice([i for i in INDUSTRIES if i != told[index].industry]))
    return told


def with_bodies(cities: dict[str, list[Firm]], shared: Sequence[Firm]) -> dict[str, list[Firm]]:
    """The cities' ledgers: a firm that the body does not list is another body's."""
    known, other = {firm.serial for firm in shared}, Body("CNCA-R-2002-002", "方圆标志认证集团有限公司")
    return {
        city: [replace(f, body=other) if f.body == SENDER and f.serial not in known else f for f in rows]
        for city, rows in cities.items()
    }


def draw_answers(
    rng: Random, cities: dict[str, list[Firm]], spoilt: set[int], own: list[Firm], outside: list[Firm]
) -> list[Answer]:
    """The answers in the order they came in: each city's share, some without a good code, some given twice."""
    found: list[Answer] = []
    for city in CITIES:
        sound = [firm for firm in cities[city.name] if firm.serial not in spoilt]
        local = rng.sample(sound, round(city.firms * city.answering))
        local += [firm for firm in own[: OWN // 2] + outside if firm.place["city"] == city.name]
        found += answers.draw(rng, local, city.improved, city.satisfied)
    rng.shuffle(found)
    elsewhere = {firm.serial for firm in own + outside}
    tidy = [one for one in found if one.firm.serial not in elsewhere]
    return answers.untidied(rng, found, tidy, CODELESS, MISTYPED, TWICE)


# --- what a hand count finds


def tables(sample: Drawn) -> dict[str, Statistics]:
    """The 附表 of three cities, cumulative since the campaign began."""
    found = {}
    for city in STATISTICS_CITIES:
        rows = [firm for firm in sample.cities[city] if firm.serial not in sample.held]
        found[city] = Statistics(
            unit="" if city == "大同市" else f"{city}市场监督管理局",
            policies=POLICIES[city],
            subsidy_10k_cny=SUBSIDIES[city],
            trained_person_times=len(rows) * 18 + 7,
            trained_enterprises=len(rows) * 4 + 3,
            assisted=len(rows) + EARLIER[city],
            industries=tuple(sorted({firm.industry for firm in rows})),
            bodies=tuple(sorted({firm.body for firm in rows})),
        )
    return found


def expected() -> dict[str, Any]:
    """What a hand count finds.

    `rows` are the firms' rows of each city's ledger, `held` those among them that do not say which firm they mean.
    Distinct firms (`firms`) are those of both kinds of ledger without the held rows; `in_both` are in a city's ledger
    and the body's. How answers are matched and what the response rate is stands in `answers.counts`. `satisfied` are
    (options 1 and 2 of Q13, asked) by the city of the answer, over the answers that count.
    """
    sample = drawn()
    of_cities = [f for rows in sample.cities.values() for f in rows if f.serial not in sample.held]
    told = {firm.serial for firm in sample.body}
    return {
        "rows": {city: len(rows) for city, rows in sample.cities.items()},
        "held": {city: sum(f.serial in sample.held for f in rows) for city, rows in sample.cities.items()},
        "body_rows": len(sample.body),
        "in_both": sum(firm.serial in told for firm in of_cities),
        "disagree": disagreements(sample),
        "pilot_firms": sum(bool(firm.pilots) for rows in sample.cities.values() for firm in rows),
        "town_firms": dict(Counter(firm.town for rows in sample.cities.values() for firm in rows if firm.town)),
        **answers.counts(sample.answers, [*of_cities, *sample.body]),
        "satisfied": {city.name: answers.satisfied(sample.answers, city.name) for city in CITIES},
    }


def disagreements(sample: Drawn) -> dict[str, int]:
    """Shared firms whose region, industry or body is not the same in both ledgers."""
    told = {firm.serial: firm for firm in sample.body}
    pairs = [(firm, told[firm.serial]) for rows in sample.cities.values() for firm in rows if firm.serial in told]
    return {
        "region": sum(city.place != body.place for city, body in pairs),
        "industry": sum(city.industry != body.industry for city, body in pairs),
        "body": sum(city.body != body.body for city, body in pairs),
    }
