"""What a commission assesses: a table of experts' scores, and the list of good cases that districts recommend."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from typing import NamedTuple

import xlsxwriter

from data.samples.firms import industry_names
from data.samples.ledgers import Firm, put

EXPERTS = ("专家1", "专家2", "专家3")
# The experts' indicators of 附件1, as headings, with full marks that are made up: the paper gives none.
INDICATORS = {"组织发动举措": 20, "宣传举措及影响力": 15, "培训数量和质量": 15, "精准帮扶企业举措": 50}
SCORES = ("序号", "被评单位", "评审专家", *(f"{name}（满分{full}分）" for name, full in INDICATORS.items()), "合计")
CASES = (
    *("序号", "案例名称", "企业名称", "统一社会信用代码", "所属认证行业", "所在地区", "推荐单位"),
    *("帮扶认证机构", "字数", "是否入选"),
)
TITLES = (
    "小改进带来大变化",
    "把标准用到班组",
    "一次合格率是怎样提上去的",
    "从返工到免检",
    "让数据说话",
    "制度落到工序",
)


class Case(NamedTuple):
    """A case as the list has it."""

    firm: Firm
    title: str
    words: int
    selected: bool


def draw_scores(rng: Random, levels: Mapping[str, float]) -> dict[tuple[str, str], tuple[float, ...]]:
    """Points by district and expert; `levels` are the share of the full marks a district is worth."""
    return {
        (district, expert): tuple(
            min(float(full), round(full * (level + rng.uniform(-0.06, 0.06)) * 2) / 2) for full in INDICATORS.values()
        )
        for district, level in levels.items()
        for expert in EXPERTS
    }


def draw_cases(rng: Random, firms: Sequence[Firm], count: int) -> list[Case]:
    """Cases of some firms of a district; about every third is selected."""
    return [
        Case(firm, f"{firm.name}：{rng.choice(TITLES)}", rng.randrange(1500, 2001), rng.random() < 1 / 3)
        for firm in rng.sample(firms, count)
    ]


def write_scores(path: Path, title: str, unit: str, scores: Mapping[tuple[str, str], tuple[float, ...]]) -> None:
    """Write the table: a row an expert and district, the district merged down."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime(2024, 11, 20)})
        sheet = book.add_worksheet("专家评分")
        middle = book.add_format({"valign": "vcenter"})
        sheet.set_column(1, len(SCORES), 18)
        for row, text in enumerate((title, f"填报单位：{unit}")):
            sheet.write_string(row, 0, text)
        sheet.write_row(2, 0, SCORES)
        for nth, ((district, expert), points) in enumerate(scores.items()):
            sheet.write_row(3 + nth, 0, (nth + 1, "", expert, *points, sum(points)))
            if nth % len(EXPERTS) == 0:
                sheet.merge_range(3 + nth, 1, 2 + nth + len(EXPERTS), 1, district, middle)


def write_cases(path: Path, title: str, unit: str, cases: Sequence[Case]) -> None:
    """Write the list."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime(2024, 11, 20)})
        sheet = book.add_worksheet("优良案例")
        sheet.set_column(1, len(CASES), 22)
        for row, text in enumerate((title, f"填报单位：{unit}")):
            sheet.write_string(row, 0, text)
        sheet.write_row(2, 0, CASES)
        for nth, case in enumerate(cases, 1):
            firm, city = case.firm, case.firm.place["city"]
            about = (case.title, firm.name, firm.credit_code, industry_names()[firm.industry], city)
            rest = (f"{city}市场监督管理局", firm.body.name, case.words, "是" if case.selected else "否")
            cells: tuple[str | int, ...] = (nth, *about, *rest)
            for column, value in enumerate(cells):
                put(sheet, 2 + nth, column, value)
