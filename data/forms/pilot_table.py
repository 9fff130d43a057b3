"""附件3 提升行动区域试点工作统计表: 18 columns above, 13 below, with their sub-levels, one workbook a pilot."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from data.reference import table

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
MOST_LEVELS = max(map(len, LEVELS.values()))
COUNTS = len(UPPER) - 7  # columns of the upper half before those with 提升前 and 提升后
COLUMNS = COUNTS + 8  # of the sheet: one of quality is split in two
FIRST_UPPER, FIRST_LOWER = 4, 11  # rows of the sheet, below the headings of either half
MOMENTS = {"before": "提升前：", "after": "提升后："}
Figure = int | str


class Field(NamedTuple):
    """What is filled in: an indicator of pilot_indicators.csv, one of its levels, before or after. No indicator: the name."""

    indicator: str = ""
    level: str = ""
    moment: str = "after"


class Box(NamedTuple):
    """One cell of the table, which may cover several of the sheet; rows count from 1, columns from 0.

    `text` is what is printed; behind it comes what is filled in.
    """

    row: int
    column: int
    rows: int
    columns: int
    text: str
    field: Field | None = None


@dataclass(frozen=True)
class Pilot:
    """What one pilot reports. `changes` are (before, after) of the three rates of quality, then of the last six columns.

    `lower` are the columns of the lower half: a number, or one a sub-level. A figure that is "" is left open.
    """

    name: str
    counts: tuple[Figure, ...]
    changes: tuple[tuple[str, str], ...]
    lower: tuple[Figure | tuple[Figure, ...], ...]

    def fields(self) -> dict[Field, Figure]:
        """Its figures by the field they stand in."""
        found: dict[Field, Figure] = {Field(): self.name}
        found |= {Field(key): count for key, count in zip(_counted(), self.counts, strict=True)}
        for key, pair in zip(_changed(), self.changes, strict=True):
            found |= {Field(key, moment=moment): one for moment, one in zip(MOMENTS, pair, strict=True)}
        for nth, (key, value) in enumerate(zip(_indicators("lower"), self.lower, strict=True)):
            if isinstance(value, tuple):
                found |= {Field(key, level): one for level, one in zip(LEVELS[nth], value, strict=True)}
            else:
                found[Field(key)] = value
        return found


def blank() -> Pilot:
    """A table that nobody has filled in."""
    levels = [len(LEVELS.get(index, ())) for index in range(len(LOWER))]
    changes = len(UPPER) - COUNTS + len(QUALITY) - 1
    return Pilot("", ("",) * (COUNTS - 1), (("", ""),) * changes, tuple(("",) * n if n else "" for n in levels))


@cache
def boxes() -> tuple[Box, ...]:
    """Every cell of the table, below the number of the annex."""
    return (Box(2, 0, 1, COLUMNS, TITLE), *_upper(), *_lower())


def write(path: Path, pilot: Pilot, created: datetime) -> None:
    """Write the table as a workbook; a fixed date keeps the file the same to the byte."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": created})
        draw(book, pilot)


def draw(book: xlsxwriter.Workbook, pilot: Pilot) -> Worksheet:
    """Draw the table on a sheet of its own."""
    sheet = book.add_worksheet(SHEET)
    boxed = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"})
    sheet.set_column(0, COLUMNS - 1, 13)
    for headings in (FIRST_UPPER, FIRST_LOWER):
        sheet.set_row(headings - 2, 80)
    sheet.write_string(0, 0, SHEET)
    filled = pilot.fields()
    for box in boxes():
        top, left, value = box.row - 1, box.column, filled[box.field] if box.field else ""
        if box.rows * box.columns > 1:
            sheet.merge_range(top, left, top + box.rows - 1, left + box.columns - 1, "", boxed)
        if isinstance(value, str) or box.text:
            sheet.write_string(top, left, f"{box.text}{value}", boxed)
        else:
            sheet.write_number(top, left, value, boxed)
    return sheet


def _indicators(half: str) -> list[str]:
    return [row["indicator"] for row in table("pilot_indicators") if row["half"] == half]


def _counted() -> list[str]:
    return _indicators("upper")[: COUNTS - 1]


def _changed() -> list[str]:
    return _indicators("upper")[COUNTS - 1 :]


def _upper() -> Iterator[Box]:
    """The upper half: six rows, because 产品质量水平提升率 has three rates, each before and after."""
    for index, text in enumerate(UPPER):
        # 产品质量水平提升率 covers two columns.
        yield Box(FIRST_UPPER - 1, index + (index > COUNTS), 1, 1 + (index == COUNTS), text)
    for column, key in enumerate(("", *_counted())):
        yield Box(FIRST_UPPER, column, 6, 1, "", Field(key))
    for index, key in enumerate(_changed()):
        quality = index < len(QUALITY)
        row, column = (FIRST_UPPER + 2 * index, COUNTS + 1) if quality else (FIRST_UPPER, COUNTS - 1 + index)
        if quality:
            yield Box(row, COUNTS, 2, 1, QUALITY[index])
        yield Box(row, column, 1, 1, MOMENTS["before"], Field(key, moment="before"))
        yield Box(row + 1, column, 1 if quality else 5, 1, MOMENTS["after"], Field(key))


def _lower() -> Iterator[Box]:
    """The lower half: five rows, because 相关方参与数量 has five sub-levels."""
    left = 0
    for index, (text, key) in enumerate(zip(LOWER, _indicators("lower"), strict=True)):
        width = 1 + (index in LEVELS)
        yield Box(FIRST_LOWER - 1, left, 1, width, text)
        if index not in LEVELS:
            yield Box(FIRST_LOWER, left, MOST_LEVELS, 1, "", Field(key))
        else:
            for row, level in zip_longest(range(MOST_LEVELS), LEVELS[index]):
                text, field = (f"{level}：", Field(key, level)) if level else ("", None)
                yield Box(FIRST_LOWER + row, left, 1, width, text, field)
        left += width
