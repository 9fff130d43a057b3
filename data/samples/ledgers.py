"""Ledgers of assisted firms (帮扶企业台账) in whatever layout a bureau or a certification body sends them.

A layout is declared: its columns in order, and what stands around the table. `write` puts it into a workbook.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import xlsxwriter

from data.reference import table
from data.samples.firms import CODE_ALPHABET, Place, contact, credit_code, firm_name, industry_names, phone

WIDE = str.maketrans({number: 0xFF10 + number - 0x30 for number in range(0x30, 0x3A)})
CERTIFIED = {1: "是", 2: "是", 3: "正在认证", 4: "否", 5: "否"}
WIDTHS = {"name": 30, "credit_code": 22, "industry": 24, "body": 30, "place": 18, "phone": 14, "pilot": 24}

# What is wrong on purpose, in words.
WRONG_DIGIT = "wrong check digit"
NUMBER = "code as a number"
NAMELESS = "empty name and code"
NO_COUNTY = "unknown county"
NO_INDUSTRY = "industry that does not exist"
HELD = frozenset({WRONG_DIGIT, NUMBER, NAMELESS})  # nobody can tell which firm such a row means


class Body(NamedTuple):
    """A certification body."""

    approval_number: str
    name: str


@dataclass(frozen=True)
class Firm:
    """An assisted firm as a ledger describes it; `certified` and `participation` are options of Q3 and Q5."""

    serial: int
    name: str
    credit_code: str
    place: Place  # its lowest region's code is `code`
    industry: int
    body: Body
    contact: str
    month: int  # when the help began
    certified: int
    participation: int
    pilots: tuple[str, ...] = ()
    town: str = ""  # 专业镇


def invent(rng: Random, serial: int, place: Place, industry: int, body: Body) -> Firm:
    """A firm."""
    return Firm(
        serial=serial,
        name=firm_name(place, serial, industry),
        credit_code=credit_code(place["code"], serial),
        place=place,
        industry=industry,
        body=body,
        contact=contact(rng),
        month=rng.randrange(3, 11),
        certified=rng.choices(range(1, 6), (50, 22, 10, 12, 6))[0],
        participation=rng.choices((1, 2), (68, 32))[0],
    )


@dataclass(frozen=True)
class Layout:
    """How one sender lays its ledger out. `columns` are (heading, field); "企业信息|名称" stands under a merged group.

    `above` are the lines over the table, `below` those under it ({count} is the number of firms).
    `gaps`: a blank row between counties. `merged`: the county's cell merged down. `sheets`: a cover and a sheet a county.
    """

    columns: tuple[tuple[str, str], ...]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    gaps: bool = False
    merged: bool = False
    sheets: bool = False

    @property
    def grouped(self) -> bool:
        """Whether the headings take two rows."""
        return any("|" in heading for heading, _ in self.columns)

    @property
    def first(self) -> int:
        """Number of the first row below the headings."""
        return len(self.above) + (3 if self.grouped else 2)


FIELDS: dict[str, Callable[[Firm], str | int]] = {
    "name": lambda firm: firm.name,
    "credit_code": lambda firm: firm.credit_code,
    "credit_code_wide": lambda firm: firm.credit_code.translate(WIDE),
    "city": lambda firm: firm.place["city"],
    "county": lambda firm: firm.place["district"],
    "place": lambda firm: firm.place["city"] + firm.place["district"],
    "place_full": lambda firm: firm.place["province"] + firm.place["city"] + firm.place["district"],
    "place_code": lambda firm: firm.place["code"],
    "industry_code": lambda firm: firm.industry,
    "industry_digits": lambda firm: f"{firm.industry:02d}",
    "industry_name": lambda firm: industry_names()[firm.industry],
    "industry_both": lambda firm: f"{firm.industry:02d} {industry_names()[firm.industry]}",
    "industry_alias": lambda firm: industry_alias(firm.industry),
    "body": lambda firm: firm.body.name,
    "body_number": lambda firm: firm.body.approval_number,
    "contact": lambda firm: firm.contact,
    "phone": lambda firm: phone(firm.serial),
    "certified": lambda firm: CERTIFIED[firm.certified],
    "participation": lambda firm: ("首次参加", "继续参加")[firm.participation - 1],
    "month": lambda firm: f"{firm.month}月",
    "size": lambda firm: ("小型", "微型")[firm.serial % 3 == 0],
    "content": lambda firm: ("现场诊断、内审员培训", "质量管理体系培训", "管理手册修订辅导")[firm.serial % 3],
    "pilot": lambda firm: "、".join(firm.pilots),
    "pilot_or_no": lambda firm: "、".join(firm.pilots) or "否",
    "town": lambda firm: firm.town,
    "note": lambda firm: "",
}


def industry_alias(code: int) -> str:
    """The name an industry goes by outside the official list, if it has one (建筑业)."""
    row = next(row for row in table("industries") if row["code"] == str(code))
    return row["aliases"].split("|")[0] or row["name"]


def county(firm: Firm) -> str:
    """What a ledger is sorted by."""
    return firm.place["code"]


def lines(layout: Layout, firms: Sequence[Firm]) -> Iterator[tuple[int, Firm]]:
    """Number of the row each firm stands in, on one sheet."""
    row = layout.first
    for _, group in groupby(firms, county):
        for firm in group:
            yield row, firm
            row += 1
        row += layout.gaps


def damaged(rule: str | None, field: str, value: str | int) -> str | int | float:
    """The cell's value, or what a fault of its row makes of it."""
    fields, damage = DAMAGES[rule] if rule else ((), None)
    return damage(value) if damage and field.split("_")[0] in fields else value


def next_sign(code: str | int) -> str:
    """A credit code whose check digit is one too high."""
    text = str(code)
    return text[:-1] + CODE_ALPHABET[(CODE_ALPHABET.index(text[-1]) + 1) % 31]


def as_number(code: str | int) -> float:
    """What a cell of numbers keeps of a credit code."""
    return float("".join(sign if sign.isdecimal() else "0" for sign in str(code)))


# Fault: the fields it touches, and what it makes of their value.
DAMAGES: dict[str, tuple[tuple[str, ...], Callable[[str | int], str | int | float]]] = {
    WRONG_DIGIT: (("credit",), next_sign),
    NUMBER: (("credit",), as_number),
    NAMELESS: (("credit", "name"), lambda value: ""),
    NO_COUNTY: (("county", "place"), lambda value: "样例县"),
    NO_INDUSTRY: (("industry",), lambda value: 41 if isinstance(value, int) else "样例行业"),
}


def write(path: Path, layout: Layout, firms: Sequence[Firm], created: datetime, faults: Mapping[int, str]) -> None:
    """Write a ledger; `faults` says by row what is wrong on purpose. A fixed date keeps the file the same to the byte."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": created})
        if not layout.sheets:
            write_sheet(book, "Sheet1", layout, firms, faults)
            return
        book.add_worksheet("封面").write_string(3, 1, f"{path.stem}（共{len(firms)}家）")
        for _, group in groupby(firms, county):
            local = list(group)
            write_sheet(book, local[0].place["district"], layout, local, faults)


def write_sheet(
    book: xlsxwriter.Workbook, name: str, layout: Layout, firms: Sequence[Firm], faults: Mapping[int, str]
) -> None:
    """Write one sheet of a ledger."""
    sheet = book.add_worksheet(name)
    heading = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "border": 1, "text_wrap": True})
    for row, text in enumerate(layout.above):
        sheet.write_string(row, 0, text, book.add_format({"bold": row == 0}))
    write_headings(sheet, layout, heading)
    last = layout.first
    for nth, (row, firm) in enumerate(lines(layout, firms), 1):
        for column, (_, field) in enumerate(layout.columns):
            value = nth if field == "sequence" else damaged(faults.get(row), field, FIELDS[field](firm))
            put(sheet, row - 1, column, value)
        last = row + 1
    if layout.merged:
        merge_counties(sheet, layout, firms, book.add_format({"valign": "vcenter"}))
    for row, text in enumerate(layout.below, last - 1):
        for column, part in enumerate(text.format(count=len(firms)).split("|")):
            put(sheet, row, column, part)


def put(sheet: Any, row: int, column: int, value: str | int | float) -> None:
    """Write a text as text and a number as a number; leave blank what is empty."""
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, value)
    else:
        sheet.write_number(row, column, value)


def write_headings(sheet: Any, layout: Layout, heading: Any) -> None:
    """One row of headings, or two under merged groups; and the columns' widths."""
    top = len(layout.above)
    for column, (text, field) in enumerate(layout.columns):
        width = WIDTHS.get(field) or WIDTHS.get(field.rsplit("_", 1)[0], 10)
        sheet.set_column(column, column, width)
        sheet.write_string(top + layout.grouped, column, text.split("|")[-1], heading)
    if not layout.grouped:
        return
    spans = groupby(range(len(layout.columns)), lambda column: layout.columns[column][0].rpartition("|")[0] or column)
    for group, members in spans:
        columns = list(members)
        if isinstance(group, int):
            sheet.merge_range(top, group, top + 1, group, layout.columns[group][0], heading)
        else:
            sheet.merge_range(top, columns[0], top, columns[-1], group, heading)


def merge_counties(sheet: Any, layout: Layout, firms: Sequence[Firm], style: Any) -> None:
    """Merge the cells of a county down."""
    column = next(index for index, (_, field) in enumerate(layout.columns) if field == "county")
    for _, group in groupby(lines(layout, firms), lambda line: county(line[1])):
        block = list(group)
        if len(block) > 1:
            sheet.merge_range(block[0][0] - 1, column, block[-1][0] - 1, column, block[0][1].place["district"], style)
