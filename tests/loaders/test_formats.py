"""Number formats: a number that its cell shows as a percentage is read as that percentage, whoever saved the file."""

import io
import re
import struct
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from loaders import formats, kinds, reading
from loaders.document import Context, Document
from loaders.resolvers import percentages
from tests.loaders import drawing, hostile, pilot_form
from tests.loaders.test_reading import biff, container, record

FILE = "2024年天津市地毯提升行动区域试点工作统计表.xlsx"


@pytest.mark.parametrize(
    "code",
    ["0%", "0.00%", "#,##0.0%", '0.0%;[Red]-0.0%;"—"', "0.0%_ ", "[$-804]0.0%", "0 %", "_ * 0.0%_ ;_ * -0.0%_ "],
)
def test_formats_that_multiply_by_a_hundred(code):
    assert formats.is_percent(code)


@pytest.mark.parametrize("code", ["General", "0.0", '0.0"%"', "0.0\\%", "@", "0;0%", "yyyy-mm-dd", "[%]0"])
def test_formats_that_do_not(code):
    assert not formats.is_percent(code)


@given(st.decimals(-1000, 1000, places=4))
def test_a_number_reads_as_it_would_be_typed(number):
    rows: list[list[Any]] = [[float(number / 100)]]
    formats.shown(rows, [(0, 0)])
    assert percentages.read(rows[0][0]).value == pytest.approx(float(number), abs=1e-6)


def test_only_numbers_in_cells_that_exist_are_changed():
    rows: list[list[Any]] = [["提升前", True, 0.07, 0.5]]
    formats.shown(rows, [(0, 0), (0, 1), (0, 2), (0, 9), (9, 0)])
    assert rows == [["提升前", True, "7%", 0.5]]


def workbook(*formatted: tuple[float, str]) -> bytes:
    """One row of numbers, each with its format."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        for column, (number, code) in enumerate(formatted):
            page.write_number(0, column, number, book.add_format({"num_format": code}))
    return file.getvalue()


NUMBERS = ((0.978, "0.0%"), (97.8, "0.0"), (97.8, '0.0"%"'), (0.5, "0%"), (0.05, "0.00%"), (0.5, "General"))
SHOWN = ["97.8%", 97.8, 97.8, "50%", "5%", 0.5]


def row(content: bytes) -> list[Any]:
    (sheet,) = reading.sheets(content)
    return sheet.rows[0]


def test_numbers_in_a_workbook_are_read_as_they_are_shown():
    assert row(workbook(*NUMBERS)) == SHOWN


def test_a_workbook_saved_by_another_program_reads_the_same():
    file = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(workbook(*NUMBERS))).save(file)
    assert row(file.getvalue()) == SHOWN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb'<c r="(\w+)" s="(\d+)">', rb'<c s="\2" r="\1">'),
        (rb'<c r="(\w+)" s="(\d+)">', rb"<c r='\1' s='\2'>"),
        (rb'<c r="(\w+)" s="(\d+)">', rb'<c s="\2">'),
        (rb'<row r="1"', b'<row r="1" s="1" customFormat="1"'),
    ],
    ids=["style first", "single quotes", "no addresses", "a format for the row"],
)
def test_the_way_the_xml_is_written_does_not_matter(old: bytes, new: bytes):
    of = hostile.parts(workbook(*NUMBERS))
    changed = re.sub(old, new, of[hostile.SHEET])
    assert changed != of[hostile.SHEET]
    assert row(hostile.packed({**of, hostile.SHEET: changed})) == SHOWN


# --- workbooks of the old format


def old_style(number: int) -> bytes:
    return record(0xE0, struct.pack("<HH", 0, number) + bytes(16))


def old_format(number: int, code: str, is_wide: bool) -> bytes:
    text = code.encode("utf-16-le" if is_wide else "latin-1")
    return record(0x41E, struct.pack("<HHB", number, len(code), is_wide) + text)


@pytest.mark.parametrize("is_wide", [False, True])
def test_numbers_in_an_old_workbook_are_read_as_they_are_shown(is_wide: bool):
    styles = old_format(164, "0.0%", is_wide) + old_style(0) + old_style(9) + old_style(164)
    half, small = 0x3FE00000, 0x3FA99999 & ~3
    several = record(0xBD, struct.pack("<HHHIHIH", 1, 1, 0, half, 2, half, 2))
    formula = record(0x06, struct.pack("<HHHdHI", 1, 3, 2, 0.978, 0, 0) + b"\0\0")
    short = record(0x27E, struct.pack("<HHHI", 2, 0, 1, small))
    made = biff([["名称", "一", "二", "三"], [0.5]], styles)
    (sheet,) = reading.sheets(container("Workbook", made[:-4] + several + formula + short + made[-4:]))
    assert sheet.rows[1] == [0.5, 0.5, "50%", "97.8%"]
    assert percentages.read(sheet.rows[2][0]).value == pytest.approx(5, abs=0.001)


# --- what that means for the papers


def with_format(path: Path, code: str, *cells: str) -> bytes:
    """A workbook whose cells at these addresses have a format."""
    book = openpyxl.load_workbook(path)
    for cell in cells:
        book.worksheets[0][cell].number_format = code
    book.save(path)
    return path.read_bytes()


def pilot(tmp_path: Path, value: float, code: str) -> Document:
    """附件3 whose 产品合格率 after is a number in a cell of its own, in row 4 right of its label."""
    rows, _ = pilot_form.grid(merged=True)
    (column,) = [position for position, cell in enumerate(rows[3]) if str(cell) == "提升后：96.5"]
    for line in rows:
        line.insert(column + 1, "")
    rows[3][column : column + 2] = ["提升后：", value]
    drawing.write(tmp_path / FILE, rows)
    content = with_format(tmp_path / FILE, code, f"{openpyxl.utils.get_column_letter(column + 2)}4")
    return kinds.read(reading.sheets(content), Context(None, FILE))


def pass_rate(document: Document) -> float:
    columns = document.columns
    rows = zip(columns["indicator"], columns["moment"], columns["value"], strict=True)
    (value,) = [value for indicator, moment, value in rows if (indicator, moment) == ("pass_rate", "after")]
    return value


def fractions(document: Document) -> list[str]:
    return [issue.value for issue in document.issues if issue.rule == "percentage_fraction"]


def test_a_rate_of_a_pilot_is_read_as_it_is_shown(tmp_path):
    document = pilot(tmp_path, 0.978, "0.0%")
    assert (pass_rate(document), fractions(document)) == (97.8, [])


def test_a_rate_of_a_pilot_that_may_be_a_fraction_is_marked_and_kept(tmp_path):
    document = pilot(tmp_path, 0.978, "General")
    assert (pass_rate(document), fractions(document)) == (0.978, ["0.978"])


@pytest.mark.parametrize(("code", "value", "marked"), [("0.0%", 12.5, []), ("General", 0.125, ["0.125"])])
def test_a_gain_in_an_export_is_read_as_it_is_shown_or_marked(tmp_path, code, value, marked):
    rows = drawing.rows_of("name | q9_1\n甲有限公司 | =0.125")
    content = with_format(drawing.write(tmp_path / "答卷.xlsx", rows), code, "B2")
    document = kinds.read(reading.sheets(content), Context())
    assert document.columns["q9_1"] == [value]
    assert fractions(document) == marked
