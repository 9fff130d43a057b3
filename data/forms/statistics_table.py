"""附表 小微企业质量管理体系认证提升行动统计表: the grid and wording of the notices, its blanks filled in or left open."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.reference import table

TITLE = "小微企业质量管理体系认证提升行动统计表"
SHEET = "附表"
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
    def trained(self) -> str:
        """统计数据 of the second row."""
        persons, enterprises = figure(self.trained_person_times), figure(self.trained_enterprises)
        return f"培训人员数量：{persons}人次 (包括线上、线下) 培训企业数量：{enterprises}家"

    @property
    def rows(self) -> list[tuple[str, str]]:
        """统计数据 and 相关信息 of the four rows."""
        return [
            (
                f"政策措施：{figure(len(self.policies) or None)}项 财政补贴金额：{figure(self.subsidy_10k_cny)}万元",
                "\n".join(f"{number}. {policy}" for number, policy in enumerate(self.policies, 1)),
            ),
            (self.trained, ""),
            (
                f"帮扶企业数量：{figure(self.assisted)}家 帮扶企业所属行业：{figure(len(self.industries) or None)}个",
                "；".join(f"{code} {industry_name(code)}" for code in self.industries),
            ),
            (
                f"帮扶企业的认证机构：{figure(len(self.bodies) or None)}家",
                "；".join(f"{name}（{number}）" for number, name in self.bodies),
            ),
        ]


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
    lines = ["附表", TITLE, *([f"填报单位：{statistics.unit}"] if statistics.unit else [])]
    for row, text in enumerate(lines):
        sheet.write_string(row, 0, text)
    top = len(lines)
    for row, (number, data, details) in enumerate(
        [("编号", "统计数据", "相关信息"), *((str(n), *cells) for n, cells in enumerate(statistics.rows, 1))], top
    ):
        sheet.write_string(row, 0, number, boxed)
        sheet.write_string(row, 1, data, boxed)
        sheet.merge_range(row, 2, row, 3, details, boxed)
        wrapped = len(data.encode("gb18030")) // WIDTH  # a Chinese character takes two
        sheet.set_row(row, 16 * (1 + max(len(details) // 32, details.count("\n"), wrapped)))
    sheet.write_string(top + 5, 0, "(表中数据均为开展提升行动以来的累计数据)")
    write_industries(sheet, top + 6, boxed)
    return sheet


def write_industries(sheet: Worksheet, top: int, boxed: Format) -> None:
    """The 39 industries, printed in two halves as the 备注 of the table."""
    sheet.write_string(top, 0, "备注")
    sheet.write_string(top + 1, 0, "企业行业分类")
    for column, text in enumerate(("编号", "大类名称") * 2):
        sheet.write_string(top + 2, column, text, boxed)
    for code in range(1, 40):
        row, column = top + 3 + (code - 1) % 20, 2 * (code > 20)
        sheet.write_number(row, column, code, boxed)
        sheet.write_string(row, column + 1, industry_name(code), boxed)
