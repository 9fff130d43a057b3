"""附表 小微企业质量管理体系认证提升行动统计表: the grid and wording of the notices, its blanks filled in or left open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.reference import table

TITLE = "小微企业质量管理体系认证提升行动统计表"
SHEET = "附表"
UNIT = "填报单位：{unit}"
HEADS = ("编号", "统计数据", "相关信息")
# 统计数据 of the four rows; a field is a figure of statistics_figures.csv.
DATA = (
    "政策措施：{policies}项 财政补贴金额：{subsidy_10k_cny}万元",
    "培训人员数量：{trained_person_times}人次 (包括线上、线下) 培训企业数量：{trained_enterprises}家",
    "帮扶企业数量：{assisted}家 帮扶企业所属行业：{industries}个",
    "帮扶企业的认证机构：{bodies}家",
)
# 相关信息 as printed, where nobody has written anything yet.
HINTS = (
    "(请简述每项措施具体内容)",
    "",
    "(请依据备注《认证行业分类》，列出帮扶企业所属行业的编号及大类名称)",
    "(请列出认证机构的名称及批准号)",
)
FOOT = "(表中数据均为开展提升行动以来的累计数据)"
REMARK, INDUSTRIES, INDUSTRY_HEADS = "备注", "企业行业分类", ("编号", "大类名称")
HALF = 20  # industries in the left half of the list below the table
PRINTED_INDUSTRIES = {28: "建筑业"}  # as printed under the table
OPEN = "　　"  # where a figure is written in
WIDTH = 44  # of 统计数据, in characters


@dataclass(frozen=True)
class Statistics:
    """What a bureau reports, all of it since the campaign began; `bodies` are (approval number, name).

    `unit` is empty where only the file's name says it. What is None is left open, and so are lists without anything.
    """

    unit: str
    policies: tuple[str, ...] = ()
    subsidy_10k_cny: str | None = None
    trained_person_times: int | None = None
    trained_enterprises: int | None = None
    assisted: int | None = None
    industries: tuple[int, ...] = ()
    bodies: tuple[tuple[str, str], ...] = ()

    @property
    def rows(self) -> list[tuple[str, str]]:
        """统计数据 and 相关信息 of the four rows."""
        figures = {
            "policies": len(self.policies) or None,
            "subsidy_10k_cny": self.subsidy_10k_cny,
            "trained_person_times": self.trained_person_times,
            "trained_enterprises": self.trained_enterprises,
            "assisted": self.assisted,
            "industries": len(self.industries) or None,
            "bodies": len(self.bodies) or None,
        }
        details = (
            "\n".join(f"{number}. {policy}" for number, policy in enumerate(self.policies, 1)),
            "",
            industry_list(self.industries),
            body_list(self.bodies),
        )
        filled = {name: figure(value) for name, value in figures.items()}
        return [(data.format(**filled), told) for data, told in zip(DATA, details, strict=True)]


def industry_list(codes: Sequence[int]) -> str:
    """相关信息 of the third row: codes and names."""
    return "；".join(f"{code} {industry_name(code)}" for code in codes)


def body_list(bodies: Sequence[tuple[str, str]]) -> str:
    """相关信息 of the fourth row, from (approval number, name); a body without a number by its name alone."""
    return "；".join(f"{name}（{number}）" if number else name for number, name in bodies)


def figure(value: int | str | None) -> str:
    """A figure of the second column, or the place for one."""
    return OPEN if value is None else str(value)


def industry_name(code: int) -> str:
    """Name of an industry as printed under the table."""
    return PRINTED_INDUSTRIES.get(code) or next(row["name"] for row in table("industries") if row["code"] == str(code))


def write(path: Path, statistics: Statistics, created: datetime) -> None:
    """Write the table as a workbook; a fixed date keeps the file the same to the byte."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": created})
        draw(book, statistics)


def draw(book: xlsxwriter.Workbook, statistics: Statistics) -> Worksheet:
    """Draw the table on a sheet of its own."""
    sheet = book.add_worksheet(SHEET)
    boxed = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, WIDTH)
    sheet.set_column(2, 2, 6)
    sheet.set_column(3, 3, 60)
    lines = [SHEET, TITLE, *([UNIT.format(unit=statistics.unit)] if statistics.unit else [])]
    for row, text in enumerate(lines):
        sheet.write_string(row, 0, text)
    top = len(lines)
    for row, (number, data, details) in enumerate(
        [HEADS, *((str(n), *cells) for n, cells in enumerate(statistics.rows, 1))], top
    ):
        sheet.write_string(row, 0, number, boxed)
        sheet.write_string(row, 1, data, boxed)
        sheet.merge_range(row, 2, row, 3, details, boxed)
        wrapped = len(data.encode("gb18030")) // WIDTH  # a Chinese character takes two
        sheet.set_row(row, 16 * (1 + max(len(details) // 32, details.count("\n"), wrapped)))
    sheet.write_string(top + 5, 0, FOOT)
    write_industries(sheet, top + 6, boxed)
    return sheet


def write_industries(sheet: Worksheet, top: int, boxed: Format) -> None:
    """The 39 industries, printed in two halves as the 备注 of the table."""
    sheet.write_string(top, 0, REMARK)
    sheet.write_string(top + 1, 0, INDUSTRIES)
    for row, column, value in industry_cells():
        if isinstance(value, int):
            sheet.write_number(top + 2 + row, column, value, boxed)
        else:
            sheet.write_string(top + 2 + row, column, value, boxed)


def industry_cells() -> Iterator[tuple[int, int, int | str]]:
    """The list below the table: row, column, code or name, the headings first."""
    yield from ((0, column, text) for column, text in enumerate(INDUSTRY_HEADS * 2))
    for code in range(1, 40):
        row, column = 1 + (code - 1) % HALF, 2 * (code > HALF)
        yield row, column, code
        yield row, column + 1, industry_name(code)
