"""Tianjin in 2024, as its commission receives it: the tables of four pilots, ledgers of six districts, answers, experts'
scores, and the list of good cases.

Every firm, person, telephone and credit code is made up, and so is every figure; districts, industries, pilots and
certification bodies exist. Some firms of 武清, 宁河 and 滨海新区 are in two pilots. `FAULTS` are wrong on purpose, all
else is right. `expected` says what a hand count finds. The same files come out every time.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from data.forms import pilot_table
from data.forms.pilot_table import Pilot
from data.reference import table
from data.samples import answers, assessment, export, ledgers
from data.samples.answers import Answer
from data.samples.assessment import Case
from data.samples.drawing import deal
from data.samples.firms import INDUSTRIES
from data.samples.ledgers import Body, Firm, Layout

SEED = 2024
CREATED = datetime(2024, 11, 15)
FIRST_SERIAL = 8001  # the firms of other samples have other numbers
CAMPAIGN = "小微企业质量管理体系认证提升行动"
BODIES = 24
OUTSIDE, CODELESS, MISTYPED, TWICE = 4, 4, 5, 3  # answers

BICYCLES, MACHINES, CARPETS, CARS = "电动自行车", "高端装备制造", "地毯", "汽车及零部件"


class Group(NamedTuple):
    """Firms of a district that are in the same pilots, and the industries they have; none stands for any."""

    pilots: tuple[str, ...]
    firms: int
    industries: tuple[int, ...] = ()


class District(NamedTuple):
    """A district, the share of its firms that answers, that improved, and of those that is satisfied."""

    name: str
    code: str
    groups: tuple[Group, ...]
    answering: float
    improved: float
    satisfied: float


DISTRICTS = (
    District("北辰区", "120113", (Group((BICYCLES,), 30, (14, 18, 22)), Group((), 28)), 0.88, 0.95, 0.94),
    District(
        "武清区",
        "120114",
        (
            Group((CARPETS,), 24, (4,)),
            Group((BICYCLES,), 18, (22,)),
            Group((CARPETS, BICYCLES), 5, (4,)),
            Group((), 25),
        ),
        *(0.86, 0.96, 0.96),
    ),
    District(
        "滨海新区",
        "120116",
        (
            Group((MACHINES,), 30, (18, 19)),
            Group((CARS,), 18, (17, 22)),
            Group((MACHINES, CARS), 6, (18,)),
            Group((), 22),
        ),
        *(0.84, 0.94, 0.92),
    ),
    District(
        "宁河区",
        "120117",
        (Group((BICYCLES,), 14, (22,)), Group((CARS,), 15, (17, 22)), Group((BICYCLES, CARS), 4, (22,)), Group((), 17)),
        *(0.80, 0.92, 0.88),
    ),
    District("静海区", "120118", (Group((BICYCLES,), 26, (14, 22)), Group((), 28)), 0.83, 0.93, 0.90),
    District("西青区", "120111", (Group((), 40),), 0.9, 0.95, 0.95),
)


# What experts think of a district, as a share of full marks, and how many cases it recommends. 津南区 sent no ledger.
ASSESSED = {
    "北辰区": (0.87, 4),
    "武清区": (0.85, 5),
    "滨海新区": (0.88, 5),
    "宁河区": (0.76, 2),
    "静海区": (0.78, 3),
    "西青区": (0.87, 3),
    "津南区": (0.7, 0),
}
SCORE_FILE = "2024年天津市提升行动工作成效专家评分表.xlsx"
CASE_FILE = "2024年天津市提升行动优良案例推荐名单.xlsx"


def heads(district: str) -> tuple[str, str]:
    """A title, and the line that says who filled the table in."""
    return f"2024年度{district}{CAMPAIGN}帮扶企业台账", f"填报单位：天津市{district}市场监督管理局"


LAYOUTS = {
    "北辰区": Layout(
        (
            ("序号", "sequence"), ("企业名称", "name"), ("统一社会信用代码", "credit_code"), ("所属区域", "place_full"),
            ("所属行业", "industry_name"), ("认证机构名称", "body"), ("批准号", "body_number"), ("所属区域试点", "pilot"),
            ("联系人", "contact"), ("联系电话", "phone"),
        )
    ),
    "武清区": Layout(
        (
            ("序号", "sequence"), ("单位名称", "name"), ("统一社会信用代码", "credit_code"), ("行业大类", "industry_both"),
            ("帮扶机构", "body"), ("试点产业", "pilot"), ("企业负责人", "contact"), ("联系电话", "phone"),
        ),
        above=heads("武清区"),
        below=("合计|{count}家", "注：同时属于两个试点的企业，试点产业用顿号隔开。"),
    ),
    "滨海新区": Layout(
        (
            ("序号", "sequence"), ("企业信息|企业名称", "name"), ("企业信息|统一社会信用代码", "credit_code"),
            ("企业信息|所属认证行业分类", "industry_name"), ("认证机构|名称", "body"), ("认证机构|批准号", "body_number"),
            ("区域试点", "pilot_or_no"), ("备注", "note"),
        ),
        above=heads("滨海新区"),
        below=("合计|{count}家",),
    ),
    "宁河区": Layout(
        (
            ("编号", "sequence"), ("受帮扶企业", "name"), ("社会信用代码", "credit_code"), ("所属区域", "city"),
            ("行业编号", "industry_code"), ("机构批准号", "body_number"), ("试点名称", "pilot"), ("帮扶时间", "month"),
        )
    ),
    "静海区": Layout(
        (
            ("序号", "sequence"), ("帮扶企业名称", "name"), ("信用代码", "credit_code"), ("行业类别", "industry_alias"),
            ("技术支撑机构", "body"), ("是否区域试点", "pilot_or_no"), ("首次参加/继续参加", "participation"),
        ),
        above=heads("静海区"),
    ),
    "西青区": Layout(
        (
            ("序号", "sequence"), ("企业名称", "name"), ("统一社会信用代码", "credit_code"), ("行业", "industry_name"),
            ("认证机构", "body"), ("企业规模", "size"), ("所属试点", "pilot"),
        ),
        above=heads("西青区"),
    ),
}  # fmt: skip

# A pilot's figures that do not follow from the ledgers: the counts of the table around the assisted firms, changes, and
# the lower half.
Figures = tuple[tuple[int, int, int], tuple[int, ...], tuple[tuple[str, str], ...], tuple[int | tuple[int, ...], ...]]
FIGURES: dict[str, Figures] = {
    BICYCLES: (
        (412, 165, 138),
        (76, 68, 21, 16, 13, 240),
        (
            ("94.6", "97.8"), ("90.2", "95.1"), ("5.4", "2.2"), ("91.5", "95.3"), ("1.8", "0.9"),
            ("118.6亿元", "127.4亿元"), ("31.2", "32.5"), ("2.1", "2.2"), ("9.8亿元", "11.2亿元"),
        ),
        (6, 58, (0, 1, 2, 4), (1, 1), (2, 9), 18, 13, 5, (4, 6, 3, 5), (2, 8, 3), 180, (12, 4, 3, 1, 26), 5),
    ),
    MACHINES: (
        (286, 88, 71),
        (41, 33, 19, 14, 11, 168),
        (
            ("97.1", "98.9"), ("94.0", "96.8"), ("2.9", "1.1"), ("93.2", "96.6"), ("0.7", "0.4"),
            ("342.5亿元", "361.0亿元"), ("12.4", "12.9"), ("", "4.6"), ("38.6亿元", "41.3亿元"),
        ),
        (14, 31, (1, 2, 3, 0), (1, 2), (5, 16), 15, 11, 8, (7, 5, 4, 6), (3, 10, 4), 320, (10, 5, 4, 2, 34), 7),
    ),
    CARPETS: (
        (134, 52, 44),
        (30, 24, 6, 12, 9, 86),
        (
            ("93.8", "96.5"), ("88.7", "92.4"), ("6.2", "3.5"), ("90.1", "94.0"), ("2.4", "1.3"),
            ("286000万元", "301500万元"), ("41.0", "42.2"), ("1.4", "1.5"), ("62000万元", "66800万元"),
        ),
        (2, 22, (0, 0, 1, 2), (0, 1), (0, 3), 10, 9, 2, (2, 3, 1, 2), (1, 5, 2), 60, (6, 2, 2, 1, 14), 3),
    ),
    CARS: (
        (308, 74, 60),
        (36, 28, 15, 15, 11, 132),
        (
            ("96.3", "98.4"), ("92.5", "96.0"), ("3.7", "1.6"), ("92.6", "95.8"), ("1.1", "0.6"),
            ("205.3亿元", "218.7亿元"), ("8.6", "8.9"), ("3.2", "3.3"), ("14.1亿元", "15.0亿元"),
        ),
        (9, 26, (0, 1, 1, 3), (1, 0), (3, 11), 14, 12, 6, (3, 4, 2, 3), (2, 6, 3), 150, (9, 3, 3, 1, 21), 4),
    ),
}  # fmt: skip


def ledger_file(district: str) -> str:
    """Name of a district's ledger."""
    return f"2024年度天津市{district}帮扶企业台账.xlsx"


def pilot_file(pilot: str) -> str:
    """Name of a pilot's table."""
    return f"2024年天津市{pilot}{pilot_table.TITLE}.xlsx"


# File, row, column and what is wrong with it.
FAULTS = [(pilot_file(CARS), pilot_table.FIRST_LOWER, pilot_table.LOWER[6], "solved more than the upper half says")]


@dataclass(frozen=True)
class Drawn:
    """Everything that is written."""

    districts: dict[str, list[Firm]]
    answers: list[Answer]
    scores: dict[tuple[str, str], tuple[float, ...]]
    cases: list[Case]


def write(folder: Path) -> list[Path]:
    """Write the inbox into a folder: the files in the order they came in."""
    sample = drawn()
    written = []
    for pilot in FIGURES:
        written.append(folder / pilot_file(pilot))
        pilot_table.write(written[-1], report(pilot, sample), CREATED)
    for district, firms in sample.districts.items():
        written.append(folder / ledger_file(district))
        ledgers.write(written[-1], LAYOUTS[district], firms, CREATED, {})
    count = len(sample.answers)
    written.append(folder / f"271604338_按文本_{CAMPAIGN}企业调查问卷_{count}_{count}.xlsx")
    rng = Random(SEED)
    moments = export.moments(rng, count, datetime(2024, 10, 14), 30)
    export.write(written[-1], answers.FORM, answers.cells(rng, sample.answers, moments), CREATED)
    unit = "天津市市场监督管理委员会"
    written += [folder / SCORE_FILE, folder / CASE_FILE]
    assessment.write_scores(written[-2], SCORE_FILE.removesuffix(".xlsx"), unit, sample.scores)
    assessment.write_cases(written[-1], CASE_FILE.removesuffix(".xlsx"), unit, sample.cases)
    return written


@cache
def drawn() -> Drawn:
    """Everything, drawn once."""
    rng = Random(SEED)
    register = [Body(row["approval_number"], row["name"]) for row in table("bodies")]
    bodies = rng.sample(register, BODIES)
    seats = [(district, group) for district in DISTRICTS for group in district.groups for _ in range(group.firms)]
    seats += [(rng.choice(DISTRICTS), Group((), 1)) for _ in range(OUTSIDE)]
    industries = deal(rng, len(seats), {code: weight for code, (_, weight) in INDUSTRIES.items()})
    ranks = deal(rng, len(seats), {rank: (rank + 3) ** -1.2 for rank in range(BODIES)}, floor=1)
    firms = []
    for serial, ((district, group), any_industry, rank) in enumerate(
        zip(seats, industries, ranks, strict=True), FIRST_SERIAL
    ):
        industry = rng.choice(group.industries) if group.industries else any_industry
        firm = ledgers.invent(rng, serial, place(district), industry, bodies[rank])
        firms.append(replace(firm, pilots=group.pilots))
    districts = {district.name: of(district, firms[:-OUTSIDE]) for district in DISTRICTS}
    for rows in districts.values():
        rng.shuffle(rows)
    answered = draw_answers(rng, districts, firms[-OUTSIDE:])
    rng = Random(SEED + 1)
    scores = assessment.draw_scores(rng, {district: level for district, (level, _) in ASSESSED.items()})
    recommended = [(districts[district], count) for district, (_, count) in ASSESSED.items() if count]
    cases = [case for rows, count in recommended for case in assessment.draw_cases(rng, rows, count)]
    return Drawn(districts, answered, scores, cases)


def place(district: District) -> dict[str, str]:
    """A district as a place; in Tianjin it reports directly below the province."""
    return {
        "province_code": "120000",
        "province": "天津市",
        "city": district.name,
        "city_code": district.code,
        "district": "",
        "code": district.code,
    }


def of(district: District, firms: list[Firm]) -> list[Firm]:
    """The firms of a district."""
    return [firm for firm in firms if firm.place["city"] == district.name]


def draw_answers(rng: Random, districts: dict[str, list[Firm]], outside: list[Firm]) -> list[Answer]:
    """The answers in the order they came in: each district's share, some without a good code, some given twice."""
    found: list[Answer] = []
    for district in DISTRICTS:
        rows = districts[district.name]
        local = rng.sample(rows, round(len(rows) * district.answering)) + of(district, outside)
        found += answers.draw(rng, local, district.improved, district.satisfied)
    rng.shuffle(found)
    elsewhere = {firm.serial for firm in outside}
    for one in found:
        if one.firm.serial in elsewhere:
            answers.place_in_full(one)
    tidy = [one for one in found if one.firm.serial not in elsewhere]
    return answers.untidied(rng, found, tidy, CODELESS, MISTYPED, TWICE)


def report(name: str, sample: Drawn) -> Pilot:
    """What a pilot reports: as many firms helped as the ledgers name, and the rest made up around them."""
    (total, took_part, trained), rest, changes, lower = FIGURES[name]
    helped = members(sample)[name]
    return Pilot(name, (total, took_part, trained, helped, *rest), changes, lower)


# --- what a hand count finds


def members(sample: Drawn) -> dict[str, int]:
    """Firms of each pilot; a firm in two counts in both."""
    firms = [firm for rows in sample.districts.values() for firm in rows]
    return {pilot: sum(pilot in firm.pilots for firm in firms) for pilot in FIGURES}


def expected() -> dict[str, Any]:
    """What a hand count finds.

    `rows` are the firms of each district's ledger, `pilots` the members of each pilot, of which `in_two_pilots` are in
    two (by district) and `pilot_firms` distinct. How answers are matched and what the response rate is stands in
    `answers.counts`. `satisfied` are (options 1 and 2 of Q13, asked) by district, over the answers that count. `scores`
    are the points by district and indicator, added up over experts, `cases` (recommended, selected) by district.
    """
    sample = drawn()
    firms = [firm for rows in sample.districts.values() for firm in rows]
    return {
        "rows": {district: len(rows) for district, rows in sample.districts.items()},
        "pilots": members(sample),
        "pilot_firms": sum(bool(firm.pilots) for firm in firms),
        "in_two_pilots": {d: sum(len(f.pilots) > 1 for f in rows) for d, rows in sample.districts.items()},
        **answers.counts(sample.answers, firms),
        "satisfied": {d.name: answers.satisfied(sample.answers, d.name) for d in DISTRICTS},
        "scores": points(sample),
        "cases": {district: recommended(sample, district) for district, (_, count) in ASSESSED.items() if count},
    }


def points(sample: Drawn) -> dict[tuple[str, str], float]:
    """Points by district and indicator, added up over the experts."""
    found: dict[tuple[str, str], float] = {}
    for (district, _), given in sample.scores.items():
        for indicator, one in zip(assessment.INDICATORS, given, strict=True):
            found[district, indicator] = found.get((district, indicator), 0) + one
    return found


def recommended(sample: Drawn, district: str) -> tuple[int, int]:
    """Cases of a district: how many were recommended, and how many of them selected."""
    mine = [case for case in sample.cases if case.firm.place["city"] == district]
    return len(mine), sum(case.selected for case in mine)
