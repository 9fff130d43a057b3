"""A file made to do harm gets its own sentence, before the parser sees it; and what is only odd loses nothing."""

import io
import struct
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import Refused
from loaders import gate, importing, kinds, reading, sheet_part
from loaders.document import Context, Document
from loaders.sheet import letters
from loaders.text import key, normal
from tests.loaders import drawing, hostile
from tests.loaders.hostile import HARM, cell, plain, sheet
from tests.loaders.test_importing import state
from tests.loaders.test_reading import biff, container, record


def read(content: bytes) -> reading.Sheet:
    (only,) = reading.sheets(content)
    return only


def document(content: bytes) -> Document:
    return kinds.read(reading.sheets(content), Context())


def found(content: bytes) -> list[tuple[int, str, str]]:
    said = document(content).issues
    return [(one.row, one.rule, one.value) for one in said if "_missing" not in one.rule and one.rule != "cell_text"]


@pytest.mark.parametrize(("make", "sentence"), HARM.values(), ids=HARM)
def test_what_does_harm_is_refused_with_its_sentence(make: hostile.Make, sentence: str):
    with pytest.raises(Refused) as caught:
        reading.sheets(make())
    assert sentence in str(caught.value)


def test_the_store_is_unchanged_and_the_next_file_is_read(served, tmp_path: Path):
    before, files = state(served), []
    for number, (make, _) in enumerate(HARM.values()):
        files.append(tmp_path / f"{number}.xlsx")
        files[-1].write_bytes(make())
    outcomes = importing.load(files, served)
    assert {one.status for one in outcomes} == {"refused"}
    assert state(served) == before
    (after,) = importing.load([drawing.many(tmp_path / "后.xlsx", 4, first=50)], served)
    assert after.status == "loaded"


def test_nothing_is_inflated_beyond_what_is_announced():
    content = hostile.lying(1024**2)
    info = gate.parts(content)["xl/media/image1.bmp"]
    with pytest.raises(Refused, match="展开后比它自己写明的要大"):
        gate.read(content, info)


def test_pictures_and_charts_are_harmless():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        chart_first = book.add_chartsheet("图")
        page = book.add_worksheet(drawing.SHEET)
        rows = drawing.rows_of("name\n甲有限公司")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": f"={drawing.SHEET}!$A$2:$A$2"})
        chart_first.set_chart(chart)
    drawn = hostile.parts(file.getvalue())
    drawn["xl/media/image1.svg"] = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "x" "y"><svg/>'
    assert read(hostile.packed(drawn)).rows == rows


# --- conservation


def test_a_wrong_dimension_loses_nothing():
    of = hostile.parts(plain(3))
    wrong = of[hostile.SHEET].replace(b'<dimension ref="', b'<dimension ref="A1:A1" x="')
    assert read(hostile.packed({**of, hostile.SHEET: wrong})).rows == read(plain(3)).rows


def test_hidden_rows_and_columns_and_sheets_are_read_and_a_hidden_sheet_is_named():
    file = io.BytesIO()
    rows = drawing.rows_of("name\n甲有限公司\n乙有限公司")
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet("封面").write(0, 0, "说明")
        page = book.add_worksheet(drawing.SHEET)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        page.set_row(2, None, None, {"hidden": True})
        page.set_column(0, 0, None, None, {"hidden": True})
        page.hide()
    assert reading.sheets(file.getvalue())[1].rows == rows
    assert (0, "sheet_hidden", drawing.SHEET) in found(file.getvalue())
    assert document(file.getvalue()).loaded == 2


def with_cell(column: int, xml: str) -> bytes:
    """An export of one firm and another whose cell in a column is this XML (with {at} for the address)."""
    rows = drawing.rows_of("name | credit_code | q13\n甲有限公司 | 1 | 很满意\n乙有限公司 | 1 | 很满意")
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet(drawing.SHEET)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        page.write(2, column, 123456789)
    of = hostile.parts(file.getvalue())
    at = f"{'ABC'[column]}3"
    old = f'<c r="{at}"><v>123456789</v></c>'.encode()
    assert old in of[hostile.SHEET]
    return hostile.packed({**of, hostile.SHEET: of[hostile.SHEET].replace(old, xml.format(at=at).encode())})


ERROR = '<c r="{at}" t="e"><f>VLOOKUP(A1,B:B,1,0)</f><v>#N/A</v></c>'
QUOTED = "<c t='e' r='{at}' ><v >#REF!</v></c>"
BLANK_FORMULA = '<c r="{at}"><f>A1</f></c>'
EMPTY_VALUE = '<c r="{at}"><f>A1</f><v></v></c>'


@pytest.mark.parametrize(
    ("column", "xml", "rule", "value"),
    [
        (0, ERROR, "key_error", "#N/A"),
        (1, ERROR, "key_error", "#N/A"),
        (2, ERROR, "cell_error", "#N/A"),
        (2, QUOTED, "cell_error", "#REF!"),
        (0, BLANK_FORMULA, "key_uncomputed", "=A1"),
        (2, BLANK_FORMULA, "cell_uncomputed", "=A1"),
        (2, EMPTY_VALUE, "cell_uncomputed", "=A1"),
    ],
)
def test_error_values_and_formulas_without_a_value_are_named(column: int, xml: str, rule: str, value: str):
    content = with_cell(column, xml)
    assert (3, rule, value) in found(content)
    read_as = document(content)
    assert (read_as.in_file, read_as.held) == (2, 1 if rule.startswith("key") else 0)


def test_a_formula_with_an_empty_result_is_blank():
    assert "cell_uncomputed" not in str(found(with_cell(2, '<c r="{at}" t="str"><f>A1</f><v></v></c>')))


def test_formulas_as_openpyxl_saves_them_are_named():
    book = openpyxl.Workbook()
    page = book.active
    assert page
    for row in drawing.rows_of("name | q13\n甲有限公司 | 很满意"):
        page.append(row)
    page["B2"] = "=A2&A2"
    file = io.BytesIO()
    book.save(file)
    assert (2, "cell_uncomputed", "=A2&A2") in found(file.getvalue())


@pytest.mark.parametrize(("value", "said"), [(0, [(2, "cell_uncomputed", "=A2&A2")]), (5, [])])
def test_a_zero_of_a_workbook_to_be_computed_on_opening_is_no_result(value: int, said: list[Any]):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:  # saves 0 where it is given no result
        page = book.add_worksheet(drawing.SHEET)
        for number, row in enumerate(drawing.rows_of("name | q9_1\n甲有限公司 | 5")):
            page.write_row(number, 0, row)
        page.write_formula(1, 1, "=A2&A2", None, value)
    assert [one for one in found(file.getvalue()) if one[1].startswith("cell")] == said


def test_a_zero_of_a_formula_is_a_result_elsewhere():
    content = with_cell(2, '<c r="{at}"><f>A1</f><v>0</v></c>')
    of = hostile.parts(content)
    book = of["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    assert book != of["xl/workbook.xml"]
    assert read(hostile.packed({**of, "xl/workbook.xml": book})).rows[2][2] == 0


def test_errors_in_an_old_workbook_are_put_back():
    rows: list[list[Any]] = [["名称", "市"], ["甲", 12.5], ["乙", 1.0]]
    error = record(0x205, struct.pack("<HHHBB", 3, 1, 0, 42, 1))
    formula = record(0x06, struct.pack("<HHH", 3, 0, 0) + b"\2\0\x17\0\0\0\xff\xff" + bytes(8))
    made = biff(rows)
    content = container("Workbook", made[:-4] + formula + error + made[-4:])
    assert read(content).rows == [*rows, ["#REF!", "#N/A"]]


BLANK = b"\3\0\0\0\0\0\xff\xff"
ZERO, RESULT = struct.pack("<d", 0), struct.pack("<d", 12.5)
ON_OPENING, ALWAYS_AND_ON_OPENING = 2, 3


def formula(row: int, column: int, result: bytes, flags: int = 0, cache: bytes = bytes(4)) -> bytes:
    return record(0x06, struct.pack("<HHH", row, column, 0) + result + struct.pack("<H", flags) + cache + b"\0\0")


def old(rows: list[list[Any]], *formulas: bytes) -> bytes:
    """An .xls with formulas behind its cells."""
    made = biff(rows)
    return container("Workbook", made[:-4] + b"".join(formulas) + made[-4:])


@pytest.mark.parametrize(
    ("result", "flags"),
    [(ZERO, ON_OPENING), (ZERO, ALWAYS_AND_ON_OPENING), (BLANK, ON_OPENING), (BLANK, 0)],
    ids=["a zero to be computed on opening", "always", "a blank to be computed", "nothing but blanks"],
)
def test_formulas_of_an_old_workbook_that_nobody_computed_are_named(result: bytes, flags: int):
    rows = drawing.rows_of("name | q9_1 | credit_code\n甲有限公司 | 5 | 1\n乙有限公司 | | 1\n | 3 | 1")
    rows[2][1] = rows[3][0] = None
    content = old(rows, formula(2, 1, result, flags), formula(3, 0, result, flags))
    assert (3, "cell_uncomputed", "=…") in found(content)
    assert (4, "key_uncomputed", "=…") in found(content)
    assert (document(content).in_file, document(content).held) == (3, 1)


@pytest.mark.parametrize(
    ("formulas", "last"),
    [
        ([formula(1, 0, RESULT, ON_OPENING)], [12.5, ""]),
        ([formula(1, 0, ZERO), formula(1, 1, RESULT)], [0, 12.5]),
        ([formula(1, 0, RESULT), formula(1, 1, BLANK)], [12.5, ""]),
        ([formula(1, 0, ZERO, 1), formula(1, 1, BLANK)], [0, ""]),
        ([formula(1, 0, BLANK, 0, b"\0\0\0\xfc")], ["", ""]),
    ],
    ids=["a result and its mark", "a zero", "a blank among results", "a zero of a volatile one", "as Excel saves it"],
)
def test_results_of_an_old_workbook_are_kept(formulas: list[bytes], last: list[Any]):
    rows = read(old([["名称", "市"], [None, None], ["甲", "乙"]], *formulas)).rows
    assert rows == [["名称", "市"], last, ["甲", "乙"]]


def test_macros_in_an_old_workbook_are_refused():
    content = container("Workbook", biff([["甲"]]))
    at = content.index("Workbook".encode("utf-16-le")) + 128
    name = "_VBA_PROJECT_CUR".encode("utf-16-le") + b"\0\0"
    entry = name.ljust(64, b"\0") + len(name).to_bytes(2, "little") + b"\1"
    with pytest.raises(Refused, match="带有宏"):
        reading.sheets(content[:at] + entry + content[at + len(entry) :])


@pytest.mark.parametrize("tag", ["row", "c", "both"])
def test_rows_and_cells_without_an_address_are_read(tag: str):
    import re

    of = hostile.parts(plain(3))
    xml = of[hostile.SHEET]
    if tag in ("row", "both"):
        xml = re.sub(rb'<row r="\d+"', b"<row", xml)
    if tag in ("c", "both"):
        xml = re.sub(rb'<c r="[A-Z]+\d+"', b"<c", xml)
    assert read(hostile.packed({**of, hostile.SHEET: xml})).rows == read(plain(3)).rows


# --- used ranges


def test_rows_far_below_are_counted_and_named():
    content = sheet(cell("A1500"), cell("A1048576"))
    only = read(content)
    assert (len(only.rows), only.beyond, only.rows_beyond) == (2, 1500, 2)
    assert (1500, "rows_beyond", "2") in found(content)
    both = document(content)
    assert (both.in_file, both.loaded, both.held, both.ignored) == (3, 1, 2, 0)


def test_a_thousand_blank_rows_are_no_end_and_one_more_is():
    assert (len(read(sheet(cell("A1003"))).rows), read(sheet(cell("A1003"))).beyond) == (1003, 0)
    assert (len(read(sheet(cell("A1004"))).rows), read(sheet(cell("A1004"))).beyond) == (2, 1004)


def test_text_ends_after_a_thousand_blank_rows_too():
    assert read(("名称,市,县\n甲,乙,丙\n" + "\n" * 1001 + "丁,戊,己\n").encode()).beyond == 1004


def test_rows_and_columns_with_nothing_but_borders_are_no_rows():
    styled = [f'<row r="{row}" s="1"><c r="A{row}" s="0"/><c r="XFD{row}" s="0"/></row>' for row in range(3, 5000)]
    assert read(sheet(*styled)).rows == read(plain(1)).rows


def test_borders_in_every_column_are_left_out_before_the_sheet_stands_in_memory():
    names = [letters(column) for column in range(1, 16385)]
    bordered = ["".join(f'<c r="{name}{row}" s="1"/>' for name in names) for row in range(3, 53)]
    content = sheet(*(f'<row r="{row}">{cells}</row>' for row, cells in enumerate(bordered, 3)))
    info = gate.parts(content)[hostile.SHEET]
    assert len(gate.read(content, info, sheet_part.without_blanks)) * 50 < info.file_size
    assert read(content).rows == read(plain(1)).rows


CELLS = (
    '<c r="{at}" s="1"/>',
    '<c r="{at}"/>',
    '<c s="1"/>',
    "<c/>",
    '<c r="{at}" s="1"><v>7</v></c>',
    "<c><v>8</v></c>",
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.sampled_from(CELLS), max_size=30), min_size=1, max_size=4))
def test_without_its_blank_cells_a_sheet_has_the_same_values_in_the_same_places(rows: list[list[str]]):
    lines = [
        "".join(one.format(at=f"{letters(n)}{r}") for n, one in enumerate(row, 1)) for r, row in enumerate(rows, 1)
    ]
    xml = "".join(f'<row r="{number}">{line}</row>' for number, line in enumerate(lines, 1))
    whole = f"<worksheet><sheetData>{xml}</sheetData></worksheet>".encode()
    read = [[cell[:5] for cell in sheet_part.cells(data)] for data in (whole, sheet_part.without_blanks(whole))]
    assert read[0] == read[1]


# --- what identifies a firm


UNSEEN = "\u200b\u200e\u202e\u2066\ufeff\u00ad\u3164\ufe0f\U000e0041"


@settings(max_examples=200, deadline=None)
@given(st.text("0123456789ABCXYZ", min_size=1, max_size=30), st.lists(st.sampled_from(UNSEEN), max_size=5))
def test_what_cannot_be_seen_does_not_count(text: str, unseen: list[str]):
    wide = "".join(chr(ord(c) + 0xFEE0) for c in text)
    assert normal("".join(unseen) + wide + "".join(unseen)) == text
    assert key("".join(unseen) + text) == text.lower()


def test_ten_thousand_codes_come_out_as_they_went_in(tmp_path: Path):
    codes = [drawing.credit_code(serial) for serial in range(10_000)]
    numbers = [f"{serial:06d}" for serial in range(10_000)]
    table = ["name | credit_code | q16_text", *map(" | ".join, zip(codes, codes, numbers, strict=True))]
    made = drawing.write(tmp_path / "甲.xlsx", drawing.rows_of("\n".join(table)))
    columns = document(made.read_bytes()).columns
    assert (columns["credit_code"], columns["name"], columns["q16_text"]) == (codes, codes, numbers)


@pytest.mark.parametrize("text", ["甲_x0000_乙", "甲&#0;乙"])
def test_nul_never_comes_through(text: str):
    of = hostile.parts(plain(1))
    changed = of["xl/sharedStrings.xml"].replace("样例0有限公司".encode(), text.encode())
    content = hostile.packed({**of, "xl/sharedStrings.xml": changed})
    try:
        assert "\0" not in "".join(document(content).columns["name"])
    except Refused as refusal:
        assert "NUL" in refusal.text or "已损坏" in refusal.text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_half_a_character_is_refused(encoding: str):
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b"\xfe\xff"
    text = mark + "名称,市,县\n甲\ud800,乙,丙\n".encode(encoding, "surrogatepass")
    with pytest.raises(Refused, match="不能识别的文字"):
        reading.sheets(text)
