"""A file's bytes as sheets of cells. Runs in the reading process only: a hostile file may kill it."""

from data.errors import Refused
from loaders import delimited, gate, xls, xlsx
from loaders.sheet import Range, Row, Sheet

__all__ = ["Range", "Row", "Sheet", "sheets"]

ZIP = b"PK\x03\x04"  # .xlsx
OLE = b"\xd0\xcf\x11\xe0"  # .xls, or any workbook with a password
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf", b"PK\x05\x06")
MARKS_AND_BLANKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
CSV_SHEET = "CSV"


def sheets(content: bytes) -> list[Sheet]:
    """Every sheet with cells. What a file is, its bytes say: its name may lie."""
    if not content:
        raise Refused("这个文件是空的（0字节）。请重新下载或请对方重发")
    head = content[:512].lstrip(MARKS_AND_BLANKS)
    if head.startswith(b"<\0") or (head.startswith(b"<") and b"\0" not in head):  # in UTF-16 稼 begins with "<", too
        raise Refused("这是网页，不是工作簿。请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入")
    if content.startswith(OTHERS):
        raise gate.no_table()
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
