"""A workbook's bytes as sheets of cells. Runs in the reading process only: a hostile file may kill it."""

import io
from codecs import BOM_UTF8
from typing import Any, NamedTuple

from python_calamine import CalamineWorkbook

from data.errors import Refused

Row = list[Any]


Range = tuple[tuple[int, int], tuple[int, int]]


class Sheet(NamedTuple):
    """A sheet's cells; row 1 of the sheet is `rows[0]`. `merged` are ranges: (top, left), (bottom, right), from 0."""

    name: str
    rows: list[Row]
    merged: tuple[Range, ...] = ()


def refuse_by_content(content: bytes) -> None:
    """Say by its first bytes what a file is that is no xlsx workbook; the name may lie."""
    start = content[:512].removeprefix(BOM_UTF8).lstrip()
    if not content:
        raise Refused("这个文件是空的（0字节）。请重新下载或请对方重发")
    if content.startswith(b"PK\x03\x04"):
        return
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("这是旧版 .xls 工作簿或加了密码的工作簿。请用 WPS 或 Excel 打开，去掉密码，另存为 .xlsx 后再导入")
    if start.startswith(b"<"):
        raise Refused("这是网页，不是工作簿。请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入")
    raise Refused("这不是 Excel 工作簿。请导入 .xlsx 文件；CSV 请先用 WPS 或 Excel 另存为 .xlsx")


def sheets(content: bytes) -> list[Sheet]:
    """Every worksheet with cells."""
    refuse_by_content(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        read = [_sheet(book, name) for name in book.sheet_names]
    except Exception as error:  # the parser has no common error type, and any of them means the same to a clerk
        raise Refused(
            "这个工作簿已损坏，无法读取（{reason}）。请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入", reason=error
        ) from error
    filled = [sheet for sheet in read if any(cell != "" for row in sheet.rows for cell in row)]
    if not filled:
        raise Refused("这个工作簿里没有内容。请确认导出成功后再导入")
    return filled


def _sheet(book: CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    return Sheet(name, sheet.to_python(skip_empty_area=False), tuple(sheet.merged_cell_ranges or ()))
