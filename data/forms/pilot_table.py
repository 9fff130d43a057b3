"""附件3 提升行动区域试点工作统计表: 18 columns above, 13 below, with their sub-levels, one workbook a pilot."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

SHEET = "附件3"
TITLE = "提升行动区域试点工作统计表"
UPPER = (
    "试点产业名称", "区域小微企业总数（家）", "参与提升行动区域试点的小微企业数量（家）",
    "参与提升行动区域试点培训的小微企业数量（家）", "参与提升行动区域试点精准帮扶的小微企业数量（家）",
    "“一把手”亲自部署提升行动的微企业数量（家）", "参与提升行动建立质量管理体系的小微企业数量（家）",
    "建立数字化质量管理系统的小微企业数量（家）", "梳理发现质量管理共性“痛点”数量（个）",
    "解决区域产业共性质量管理“痛点”问题（个）", "通过提升行动区域试点培育企业质量管理人才数量（人）",
    "产品质量水平提升率（%）", "客户满意度（%）", "投诉率（%）", "区域产业产值变化（万元/亿元）",
    "区域产业市场占有率（%）", "区域产业占GDP比重（%）", "区域产业出口产值变化",
)  # fmt: skip
QUALITY = ("产品合格率", "一次合格率", "残次品率")  # what 产品质量水平提升率 is split in
LOWER = (
    "参与“提升行动”区域试点获高新技术认定企业数量（家）", "开展质量管理贯标达标小微企业数量（家）",
    "试点产业获质量奖数量（个）", "试点产业获示范区数量（个）", "试点产业培育“专精特新小巨人”企业数量（家）",
    "梳理发现产业链供应链“痛点”问题（个）", "通过“提升行动”区域试点解决区域产业共性质量管理“痛点”问题（个）",
    "“提升行动”区域试点中链主企业数量（家）", "帮扶技术创新数量（项/个）", "帮扶成熟度表征数量（项/个）",
    "配套资金金额（万元）", "相关方参与数量（个/人）", "扶持激励政策（项）",
)  # fmt: skip
# Columns of the lower half that are split, by position.
LEVELS = {
    2: ("国家级", "省级", "市级", "县级"),
    3: ("国家级", "省级及以下"),
    4: ("国家级", "省级及以下"),
    8: ("标准", "制度", "规则", "方案"),
    9: ("形成帮扶工作指南", "典型案例", "工作法"),
    11: ("认证机构", "产业/工业园区", "学协会", "联盟", "专家"),
}
COUNTS = len(UPPER) - 7  # columns of the upper half before those with 提升前 and 提升后
FIRST_UPPER, FIRST_LOWER = 4, 11  # rows of the sheet, below the headings of either half
Figure = int | str


@dataclass(frozen=True)
class Pilot:
    """What one pilot reports. `changes` are (before, after) of the three rates of quality, then of the last six columns.

    `lower` are the columns of the lower half: a number, or one a sub-level. A figure that is "" is left open.
    """

    name: str
    counts: tuple[Figure, ...]
    changes: tuple[tuple[str, str], ...]
    lower: tuple[Figure | tuple[Figure, ...], ...]


def blank() -> Pilot:
    """A table that nobody has filled in."""
    levels = [len(LEVELS.get(index, ())) for index in range(len(LOWER))]
    changes = len(UPPER) - COUNTS + len(QUALITY) - 1
    return Pilot("", ("",) * (COUNTS - 1), (("", ""),) * changes, tuple(("",) * n if n else "" for n in levels))


def write(path: Path, pilot: Pilot, created: datetime) -> None:
    """Write the table as a workbook; a fixed date keeps the file the same to the byte."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": created})
        draw(book, pilot)


def draw(book: xlsxwriter.Workbook, pilot: Pilot) -> Worksheet:
    """Draw the table on a sheet of its own."""
    sheet = book.add_worksheet(SHEET)
    boxed = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"})
    sheet.set_column(0, COUNTS + 7, 13)
    for headings in (FIRST_UPPER, FIRST_LOWER):
        sheet.set_row(headings - 2, 80)
    sheet.write_string(0, 0, SHEET)
    sheet.merge_range(1, 0, 1, COUNTS + 7, TITLE, boxed)
    write_upper(sheet, pilot, boxed)
    write_lower(sheet, pilot, boxed)
    return sheet


def box(sheet: Any, top: int, left: int, rows: int, columns: int, value: str | int, boxed: Any) -> None:
    """One cell of the table, which may cover several of the sheet; rows are numbered from 1."""
    if rows * columns > 1:
        sheet.merge_range(top - 1, left, top + rows - 2, left + columns - 1, "", boxed)
    if isinstance(value, str):
        sheet.write_string(top - 1, left, value, boxed)
    else:
        sheet.write_number(top - 1, left, value, boxed)


def write_upper(sheet: Any, pilot: Pilot, boxed: Any) -> None:
    """The upper half: six rows, because 产品质量水平提升率 has three rates, each before and after."""
    for index, text in enumerate(UPPER):
        column = index + (index > COUNTS)  # 产品质量水平提升率 covers two columns
        box(sheet, FIRST_UPPER - 1, column, 1, 1 + (index == COUNTS), text, boxed)
    values: list[str | int] = [pilot.name, *pilot.counts]
    for column, value in enumerate(values):
        box(sheet, FIRST_UPPER, column, 6, 1, value, boxed)
    for index, (before, after) in enumerate(pilot.changes):
        quality = index < len(QUALITY)
        row, column = (FIRST_UPPER + 2 * index, COUNTS + 1) if quality else (FIRST_UPPER, COUNTS - 1 + index)
        if quality:
            box(sheet, row, COUNTS, 2, 1, QUALITY[index], boxed)
        box(sheet, row, column, 1, 1, f"提升前：{before}", boxed)
        box(sheet, row + 1, column, 1 if quality else 5, 1, f"提升后：{after}", boxed)


def write_lower(sheet: Any, pilot: Pilot, boxed: Any) -> None:
    """The lower half: five rows, because 相关方参与数量 has five sub-levels."""
    left = 0
    for index, (text, value) in enumerate(zip(LOWER, pilot.lower, strict=True)):
        width = 1 + (index in LEVELS)
        box(sheet, FIRST_LOWER - 1, left, 1, width, text, boxed)
        if isinstance(value, tuple):
            for row, (level, count) in enumerate(zip(LEVELS[index], value, strict=True), FIRST_LOWER):
                box(sheet, row, left, 1, width, f"{level}：{count}", boxed)
        else:
            box(sheet, FIRST_LOWER, left, 5, 1, value, boxed)
        left += width
