"""A file's bytes as sheets of cells. Runs in the reading process only: a hostile file may kill it."""

import io
import re
import zipfile
from typing import Any, NamedTuple

from python_calamine import CalamineWorkbook, PasswordError

from data.errors import Refused
from loaders import delimited

Row = list[Any]
Range = tuple[tuple[int, int], tuple[int, int]]

ZIP = b"PK\x03\x04"  # .xlsx
OLE = b"\xd0\xcf\x11\xe0"  # .xls, or any workbook with a password
# An .xlsx with a password; an .xls with one, whose first record, perhaps after a write protection, says so.
ENCRYPTED = re.compile(
    b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a|\x09\x08\x10\0\0\x06\x05\0.{12}(?:\x86\0\0\0)?\x2f\0", re.DOTALL
)
DOCUMENT = "WordDocument".encode("utf-16-le")
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")
MARKS_AND_BLANKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
CSV_SHEET = "CSV"


class Sheet(NamedTuple):
    """A sheet's cells; row 1 of the sheet is `rows[0]`. `merged` are ranges: (top, left), (bottom, right), from 0."""

    name: str
    rows: list[Row]
    merged: tuple[Range, ...] = ()


def sheets(content: bytes) -> list[Sheet]:
    """Every sheet with cells. What a file is, its bytes say: its name may lie."""
    refuse_by_content(content)
    is_book = content.startswith((ZIP, OLE))
    read = _workbook(content) if is_book else [Sheet(CSV_SHEET, delimited.rows(content))]
    filled = [sheet for sheet in read if any(cell != "" for row in sheet.rows for cell in row)]
    if not filled:
        raise Refused("这个工作簿里没有内容。请确认导出成功后再导入")
    return filled


def refuse_by_content(content: bytes) -> None:
    """Say by its bytes what a file is that is neither a workbook nor text."""
    if not content:
        raise Refused("这个文件是空的（0字节）。请重新下载或请对方重发")
    if content[:512].lstrip(MARKS_AND_BLANKS).startswith(b"<"):
        raise Refused("这是网页，不是工作簿。请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入")
    if content.startswith(OLE) and ENCRYPTED.search(content):
        raise _locked()
    parts = _parts(content) if content.startswith(ZIP) else []
    if "xl/vbaProject.bin" in parts:
        raise Refused("这个工作簿带有宏（.xlsm）。请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入")
    is_book = any(part.startswith("xl/workbook.") or part == "content.xml" for part in parts)
    is_document = content.startswith(OLE) and DOCUMENT in content
    if content.startswith(OTHERS) or is_document or (parts and not is_book):
        raise Refused("这是压缩包、文稿、PDF 或图片，不是表格。请导入 .xlsx、.xls 或 .csv 文件（压缩包请先解压）")


def _locked() -> Refused:
    return Refused("这个工作簿加了密码。请用 WPS 或 Excel 打开，去掉密码，另存为 .xlsx 后再导入")


def _parts(content: bytes) -> list[str]:
    """Names of the parts of a zip archive; none of a broken one, which the parser then names."""
    try:
        return zipfile.ZipFile(io.BytesIO(content)).namelist()
    except Exception:  # a hostile directory raises more than BadZipFile
        return []


def _workbook(content: bytes) -> list[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [_sheet(book, name) for name in book.sheet_names]
    except PasswordError as error:
        raise _locked() from error
    except Exception as error:  # the parser has no common error type, and any of them means the same to a clerk
        raise Refused(
            "这个工作簿已损坏，无法读取（{reason}）。请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入", reason=error
        ) from error


def _sheet(book: CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    return Sheet(name, sheet.to_python(skip_empty_area=False), tuple(sheet.merged_cell_ranges or ()))
