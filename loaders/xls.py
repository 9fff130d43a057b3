"""A workbook of the old format as sheets: the parser's cells, compared with the file's own records."""

import re

from python_calamine import SheetTypeEnum, SheetVisibleEnum

from loaders import biff, conservation, formats, gate, other_files
from loaders.sheet import Sheet
from loaders.xlsx import cells_of, opened

# An .xlsx with a password; an .xls with one, whose first record, perhaps after a write protection, says so.
ENCRYPTED = re.compile(
    b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a|\x09\x08\x10\0\0\x06\x05\0.{12}(?:\x86\0\0\0)?\x2f\0", re.DOTALL
)
BOOKS = ("Workbook", "Book")  # the second one of a format before Excel 97
MACROS = "_VBA_PROJECT_CUR"


def sheets(content: bytes) -> list[Sheet]:
    """Every sheet with cells, hidden ones too."""
    if ENCRYPTED.search(content):
        raise gate.locked()
    file = biff.Container(content)
    if MACROS in file:
        raise gate.macros()
    if not any(name in file for name in BOOKS):
        if "Root Entry" in file:
            other_files.refuse_streams(file.names)
        raise gate.damaged("OLE")
    book = opened(content)
    stream = file.stream("Workbook") if "Workbook" in file else b""
    starts = biff.starts(stream)
    if (stream and len(starts) != len(book.sheets_metadata)) or len(set(book.sheet_names)) != len(book.sheet_names):
        raise gate.damaged("sheets")
    percent, is_computed = formats.percent(*biff.numbers_of_formats(stream)), biff.is_computed(stream, starts)
    read = []
    for index, about in enumerate(book.sheets_metadata):
        if about.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba):
            raise gate.macros()
        if about.typ == SheetTypeEnum.WorkSheet:
            sheet = cells_of(book, about.name)
            if stream:
                conservation.restore(sheet.rows, biff.cells(stream, starts[index], is_computed), set)
            if percent:
                cells = biff.cells(stream, starts[index])
                formats.shown(sheet.rows, ((cell.row, cell.column) for cell in cells if cell.style in percent))
            read.append(sheet._replace(is_hidden=about.visible != SheetVisibleEnum.Visible).ended())
    return read
