"""A file's bytes as sheets of cells. Runs in the reading process only: a hostile file may kill it."""

from data.errors import Refused
from loaders import delimited, other_files, xls, xlsx
from loaders.sheet import Range, Row, Sheet

__all__ = ["Range", "Row", "Sheet", "sheets"]

ZIP = b"PK\x03\x04"  # .xlsx
OLE = b"\xd0\xcf\x11\xe0"  # .xls, or any workbook with a password
CSV_SHEET = "CSV"


def sheets(content: bytes) -> list[Sheet]:
    """Every sheet with cells. What a file is, its bytes say: its name may lie."""
    if not content:
        raise Refused("这个文件是空的（0字节）。请重新下载或请对方重发")
    other_files.refuse_start(content)
    if content.startswith(ZIP):
        read = xlsx.sheets(content)
    elif content.startswith(OLE):
        read = xls.sheets(content)
    else:
        read = [Sheet(CSV_SHEET, delimited.rows(content)).ended()]
    found = [sheet for sheet in read if any(cell != "" for row in sheet.rows for cell in row)]
    if not found:
        raise Refused("这个工作簿里没有内容。请确认导出成功后再导入")
    return found
