"""Whatever a file is called, its bytes say what it is: a workbook, delimited text, or something else."""

import csv
import io
import struct
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
import xlsxwriter

from data.errors import Refused
from data.store import Store
from loaders import delimited, importing, questionnaire, reading
from tests.loaders import drawing

TABLE = [["企业名称", "所属市", "备注"], ["甲有限公司", "太原市", "无"], ["乙有限公司", "大同市", "“好”，很好"]]


def text_of(rows: list[list[str]], delimiter: str = ",") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue()


def cells(content: bytes) -> list[list[Any]]:
    (sheet,) = reading.sheets(content)
    return sheet.rows


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        reading.sheets(content)
    return str(caught.value)


# --- delimited text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter(encoding, delimiter):
    assert cells(text_of(TABLE, delimiter).encode(encoding)) == TABLE


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_with_its_mark_in_either_order(mark):
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert cells(mark + text_of(TABLE).encode(encoding)) == TABLE


UTF_16 = ("utf-16-le", "utf-16-be")
COMMON = [bytes([high, low]).decode("gbk") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)]


@pytest.mark.parametrize("encoding", UTF_16)
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_utf_16_without_its_mark(encoding, delimiter):
    assert cells(text_of(TABLE, delimiter).encode(encoding)) == TABLE


@pytest.mark.parametrize("encoding", UTF_16)
def test_a_thousand_short_files_in_utf_16_without_its_mark_are_read_right(encoding):
    rng = Random(2022)
    signs = [*COMMON, *"一丁\u3000（）0123456789ABCabc"]
    for _ in range(1000):
        rows = [["".join(rng.choices(signs, k=rng.randint(1, 6))) for _ in range(3)] for _ in range(rng.randint(2, 5))]
        assert cells(text_of(rows).encode(encoding)) == rows


@pytest.mark.parametrize("encoding", UTF_16)
def test_a_rare_character_among_many_is_no_doubt(encoding):
    rows = [*TABLE * 20, ["䶮有限公司", "太原市", "\U00020bb7"]]
    assert cells(text_of(rows).encode(encoding)) == rows


@pytest.mark.parametrize("encoding", UTF_16)
@pytest.mark.parametrize("wrong", ["\ud800", "\ue000", "\u0378", "\x01", "\0"])
def test_utf_16_without_its_mark_and_with_what_is_no_text_is_refused(encoding, wrong):
    text = text_of([*TABLE, ["丙", wrong, "无"]])
    said = refusal(text.encode(encoding, "surrogatepass"))
    assert "文字编码" in said
    assert "另存为 .xlsx" in said
    assert "把“编码”选为“UTF-8”" in said


def test_utf_16_without_its_mark_cut_in_the_middle_of_a_character_is_refused():
    assert "文字编码" in refusal(text_of(TABLE).encode("utf-16-le")[:-1])


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_nul_bytes_in_other_text_never_make_it_utf_16(encoding):
    rng = Random(2022)
    for _ in range(1000):
        rows = [["".join(rng.choices([*COMMON, *"abc123"], k=rng.randint(1, 4))) for _ in range(3)] for _ in range(3)]
        content = bytearray(text_of(rows).encode(encoding))
        for _ in range(rng.randint(1, 6)):
            content.insert(rng.randrange(len(content) + 1), 0)
        said = refusal(bytes(content))
        assert "有空字符（NUL）" in said or "编码" in said


def test_a_thousand_short_files_in_gbk_are_read_right():
    rng = Random(2022)
    wrong = 0
    for _ in range(1000):
        rows = [["".join(rng.choices(COMMON, k=rng.randint(1, 4))) for _ in range(3)] for _ in range(rng.randint(1, 3))]
        wrong += cells(text_of(rows).encode("gbk")) != rows
    assert wrong == 0


@pytest.mark.parametrize("word", ["模", "模具", "膜", "联通", "说明"])
def test_a_few_characters_in_gbk_that_could_be_utf_8(word):
    assert cells(word.encode("gbk")) == [[word]]


@pytest.mark.parametrize(
    "content",
    [
        "企业名称,备注\n甲,好\n".encode("gbk") + "乙,好\n\U00020000".encode() + b"\xff",
        "企业名称,备注\n甲,好\n".encode("utf-8-sig") + "乙,好\n".encode("gbk"),
        b"\xff\xfe" + "企业名称\n甲\n".encode("utf-16-le") + b"\x01",
        "企业名称,备注\n甲,好\n".encode("gbk") + b"\x81",
    ],
)
def test_text_in_mixed_encodings_is_refused(content):
    assert "不能识别的文字，可能混用了编码" in refusal(content)


def test_the_line_of_the_first_character_that_is_no_text_is_named():
    assert "第3行有不能识别的文字" in refusal("名称,市\n甲,太原\n".encode() + b"\xff\n")


def test_the_delimiter_is_that_of_the_headings_whatever_stands_in_the_cells():
    rows = [["名称;简称;旧称", "市", "县", "备注"], ["\t甲", "\t太原;大同", "\t无;无", "\t;;;;;"]]
    assert cells(text_of(rows).encode()) == rows


def test_a_line_above_the_headings_does_not_decide():
    rows = [["2022年台账"], ["填报单位：", "太原市"], *TABLE]
    assert cells(text_of(rows).encode()) == [[*row, "", ""][:3] for row in rows]


def test_quotes_line_breaks_and_blank_lines_keep_the_rows_in_place():
    content = '名称,市,备注\r\n"甲,""样例""\n公司",太原,\r\n\r\n乙,大同,无\r\n'
    assert cells(content.encode()) == [
        ["名称", "市", "备注"],
        ['甲,"样例"\n公司', "太原", ""],
        ["", "", ""],
        ["乙", "大同", "无"],
    ]


def test_a_short_row_ends_blank_and_blank_cells_may_hang_over():
    assert cells("名称,市,备注\n甲\n乙,大同,无,,,\n".encode()) == [
        ["名称", "市", "备注"],
        ["甲", "", ""],
        ["乙", "大同", "无"],
    ]


@pytest.mark.parametrize("row", [2, 3, 40])
def test_a_row_longer_than_the_headings_is_refused_by_its_number(row):
    lines = ["名称,市,备注", *["甲,太原,无"] * 50]
    lines[row - 1] = "甲,太原,无,多"
    assert refusal("\n".join(lines).encode()).startswith(f"第{row}行有4格，比标题行多（3格）")


@pytest.mark.parametrize("broken", ['"甲,太原,无', '甲,太原,"无', '"甲"乙,太原,无'])
@pytest.mark.parametrize("row", [2, 40])
def test_a_quote_that_is_not_closed_is_refused_by_its_row(row, broken):
    lines = ["名称,市,备注", *["甲,太原,无"] * 50, '乙,"大同,浑源",无']
    lines[row - 1] = broken
    assert refusal("\n".join(lines).encode()).startswith(f"从第{row}行起引号没有成对")


def test_a_quote_inside_a_cell_is_a_character():
    assert cells('名称,市,备注\n甲"乙"丙,太原,5"管'.encode())[1] == ['甲"乙"丙', "太原", '5"管']


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_nul_is_refused(encoding):
    assert "有空字符（NUL）" in refusal("名称,市,备注\n甲\0,太原,无".encode(encoding))


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\r\n\r\n", b",,,\r\n,,,\r\n", b"\xff\xfe"])
def test_text_without_any_cell_is_refused(content):
    assert "没有内容" in refusal(content)


def test_delimited_rows_are_text():
    assert delimited.rows("代码,数\n010102,1.0\n".encode()) == [["代码", "数"], ["010102", "1.0"]]


# --- workbooks of the old format, made by hand because nothing here writes them

FREE, LAST, TABLE_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def biff(rows: list[list[Any]], between: bytes = b"") -> bytes:
    """The stream of an .xls with one sheet; `between` are records that follow the first one. None is no cell."""

    def start(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))

    def book(sheet_at: int) -> bytes:
        sheet = struct.pack("<IBBBB", sheet_at, 0, 0, 6, 1) + "Sheet1".encode("utf-16-le")
        return start(5) + between + record(0x42, struct.pack("<H", 1200)) + record(0x85, sheet) + record(0x0A, b"")

    sheet = start(0x10) + record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for row, line in enumerate(rows):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                text = struct.pack("<HHHHB", row, column, 0, len(cell), 1) + cell.encode("utf-16-le")
                sheet += record(0x204, text)
            elif cell is not None:
                sheet += record(0x203, struct.pack("<HHHd", row, column, 0, cell))
    return book(len(book(0))) + sheet + record(0x0A, b"")


def container(name: str, stream: bytes) -> bytes:
    """An OLE file with one stream: a head, a sector table, a directory, the stream."""

    def entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
        title = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<HBBIII", len(title), kind, 1, FREE, FREE, child)
        return title.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", first, size)

    stream = stream.ljust(4096, b"\0")
    stream += bytes(-len(stream) % 512)
    sectors = [TABLE_SECTOR, LAST, *range(3, 2 + len(stream) // 512), LAST]
    sectors += [FREE] * (128 - len(sectors))
    directory = entry("Root Entry", 5, 1, LAST, 0) + entry(name, 2, FREE, 2, len(stream))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, LAST, 0, LAST, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    return head + struct.pack("<128I", *sectors) + directory.ljust(512, b"\0") + stream


def test_an_xls_is_read():
    rows: list[list[str | float]] = [["企业名称", "所属市", "人数"], ["甲有限公司", "太原市", 12.5], ["乙", "", 3.0]]
    assert cells(container("Workbook", biff(rows))) == rows


def test_an_export_as_xls_is_read_as_one_as_xlsx():
    rows = drawing.rows_of("name | q9_1 | credit_code\n甲有限公司 | =12.5 | 91110000600037341L")
    (sheet,) = reading.sheets(container("Workbook", biff(rows)))
    assert questionnaire.read(sheet) == questionnaire.read(reading.Sheet("Sheet1", rows))


@pytest.mark.parametrize("method", [0, 1], ids=["xor", "rc4"])
@pytest.mark.parametrize("before", [b"", record(0x86, b"")], ids=["plain", "write-protected"])
def test_an_xls_with_a_password_is_refused(method, before):
    locked = before + record(0x2F, struct.pack("<HHH", method, 0x1234, 0x5678))
    assert "去掉密码" in refusal(container("Workbook", biff([["甲"]], locked)))


# --- other files under the name of a workbook


def zipped(*parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return file.getvalue()


def workbook() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(TABLE):
            sheet.write_row(number, 0, row)
    return file.getvalue()


PAGE = "<html><meta charset=gbk><table><tr><td>企业名称"
WRONG: dict[str, tuple[Callable[[], bytes], str]] = {
    "a web page": (lambda: PAGE.encode("gbk"), "这是网页，不是工作簿。请用 WPS 或 Excel 打开，另存为 .xlsx"),
    "a web page with a mark": (lambda: b"\r\n" + PAGE.encode("utf-16"), "这是网页"),
    "an xlsx with a password": (
        lambda: container("EncryptedPackage", b"x"),
        "加了密码。请用 WPS 或 Excel 打开，去掉密码",
    ),
    "an xls with a password": (lambda: container("Workbook", biff([["甲"]], record(0x2F, b"\1\0"))), "去掉密码"),
    "a workbook with macros": (
        lambda: zipped("xl/workbook.xml", "xl/vbaProject.bin"),
        "带有宏。*另存为“.xlsx（不含宏）”",
    ),
    "an xlsx cut short": (lambda: workbook()[:2000], "已损坏"),
    "an xls cut short": (lambda: container("Workbook", biff([["甲"]]))[:600], "已损坏"),
    "nothing": (lambda: b"", "是空的"),
    "noise": (lambda: Random(1).randbytes(4000), "不能识别的文字"),
}


@pytest.mark.parametrize(("content", "sentence"), WRONG.values(), ids=WRONG)
def test_a_file_of_another_type_gets_its_sentence(content, sentence):
    said = refusal(content())
    assert all(part in said for part in sentence.split("*")), said


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".csv", ".txt", ""])
def test_the_name_does_not_matter(suffix: str, store: Store, tmp_path):
    rows = drawing.rows_of("name\n甲有限公司\n乙有限公司")
    drawing.write(tmp_path / "甲.xlsx", rows)
    contents = (text_of(rows).encode("gb18030"), (tmp_path / "甲.xlsx").read_bytes(), container("Workbook", biff(rows)))
    for number, content in enumerate(contents):
        file = tmp_path / f"答卷{number}{suffix}"
        file.write_bytes(content)
        (outcome,) = importing.check([file], store)
        assert (outcome.status, outcome.staged and outcome.staged.loaded) == ("accepted", 2), outcome.refusal
