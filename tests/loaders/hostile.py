"""Files that harm, mislead or lose something, made as small as they can be, each with what has to be said of it."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import xlsxwriter

from tests.loaders import drawing

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Make = Callable[[], bytes]


def plain(rows: int = 3) -> bytes:
    """An ordinary export."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(drawing.SHEET)
        names = "\n".join(["name | credit_code", *(f"样例{n}有限公司 | {drawing.credit_code(n)}" for n in range(rows))])
        for number, row in enumerate(drawing.rows_of(names)):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def with_parts(**changed: bytes) -> bytes:
    return packed({**parts(plain()), **changed})


def sheet(*rows: str, tail: str = "") -> bytes:
    """An ordinary export whose sheet is this XML, headings and one firm first."""
    of = parts(plain(1))
    xml = of[SHEET].decode()
    before, after = xml.split("</sheetData>")
    return packed({**of, SHEET: (before + "".join(rows) + "</sheetData>" + tail + after).encode()})


def renamed(old: str, new: str) -> bytes:
    of = parts(plain())
    return packed({**{name: data for name, data in of.items() if name != old}, new: of[old]})


def twice() -> bytes:
    file = io.BytesIO(plain())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("XL/Worksheets/sheet1.xml", b"<worksheet/>")
    return file.getvalue()


def lying(size: int) -> bytes:
    """A part that inflates to 300 MB and announces `size` bytes."""
    content = bytearray(with_parts(**{"xl/media/image1.bmp": bytes(1)}))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(bytes(300 * 1024**2)) + packer.flush()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts(bytes(content)).items():
            archive.writestr(name, data if name.endswith(".bmp") else part)
    made = file.getvalue()
    return _announced(made, b"xl/media/image1.bmp", size)


def _announced(content: bytes, name: bytes, size: int) -> bytes:
    """The same archive with a stored part called deflated and of another size, in both of its heads."""
    made = bytearray(content)
    local = content.index(name) - 30
    central = content.rindex(name) - 46
    struct.pack_into("<H", made, local + 8, zipfile.ZIP_DEFLATED)
    struct.pack_into("<I", made, local + 22, size)
    struct.pack_into("<H", made, central + 10, zipfile.ZIP_DEFLATED)
    struct.pack_into("<I", made, central + 24, size)
    return bytes(made)


def with_dtd(part: str) -> bytes:
    of = parts(plain())
    head, xml = of[part].split(b"?>", 1)
    entities = b'?><!-- - --><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    return packed({**of, part: head + entities + xml})


def locked_archive() -> bytes:
    content = bytearray(plain())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


def announcing_macros() -> bytes:
    of = parts(plain())
    types = of["[Content_Types].xml"].replace(b"spreadsheetml.sheet.main", b"spreadsheet.macroEnabled.main")
    return packed({**of, "[Content_Types].xml": types.replace(b"openxmlformats-officedocument.", b"ms-excel.", 1)})


def cell(address: str, value: str = "1") -> str:
    row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{row}"><c r="{address}"><v>{value}</v></c></row>'


ELSEWHERE = "指向工作簿之外"
HARM: dict[str, tuple[Make, str]] = {
    "a bomb": (lambda: with_parts(**{"xl/media/image1.bmp": bytes(200 * 1024**2)}), "压缩炸弹"),
    "sheet bomb": (lambda: sheet(" " * 100 * 1024**2), "压缩炸弹"),
    "lying, one byte": (lambda: lying(1), "展开后比它自己写明的要大"),
    "lying, a little": (lambda: lying(1024**2), "展开后比它自己写明的要大"),
    "announcing 4 GB": (lambda: _announced(plain(), b"xl/styles.xml", 0xFFFFFFF0), "展开后有4"),
    "2,001 parts": (lambda: with_parts(**{f"xl/media/{n}.png": b"" for n in range(2001)}), "个部件组成（最多2000个）"),
    "a part twice": (twice, "两个同名的部件"),
    "a part above": (lambda: with_parts(**{"../../etc/cron.d/x": b"x"}), ELSEWHERE),
    "an absolute part": (lambda: with_parts(**{"/etc/cron.d/x": b"x"}), ELSEWHERE),
    "a part with backslashes": (lambda: with_parts(**{"xl\\..\\x": b"x"}), ELSEWHERE),
    "entities in the sheet": (lambda: with_dtd(SHEET), "文档类型定义（DTD）"),
    "entities in the texts": (lambda: with_dtd("xl/sharedStrings.xml"), "文档类型定义（DTD）"),
    "entities in the workbook": (lambda: with_dtd("xl/workbook.xml"), "文档类型定义（DTD）"),
    "entities in the styles": (lambda: with_dtd("xl/styles.xml"), "文档类型定义（DTD）"),
    "macros": (lambda: with_parts(**{"xl/vbaProject.bin": b"x"}), "带有宏"),
    "macros elsewhere": (lambda: with_parts(**{"xl/x/VBAPROJECT.BIN": b"x"}), "带有宏"),
    "macros announced": (announcing_macros, "带有宏"),
    "a sheet of macros": (lambda: with_parts(**{"xl/macrosheets/sheet1.xml": b"<macrosheet/>"}), "带有宏"),
    "an archive with a password": (locked_archive, "加了密码"),
    "row 4,294,967,295": (lambda: sheet(cell("A4294967295")), "已损坏"),
    "a row that is no row": (lambda: sheet('<row r="9"><c r="A4294967295"><v>1</v></c></row>'), "已损坏"),
    "rows in disorder": (lambda: sheet(cell("A9"), cell("A5")), "已损坏"),
    "a cell twice": (lambda: sheet('<row r="9"><c r="A9"><v>1</v></c><c r="A9"><v>2</v></c></row>'), "已损坏"),
    "column XFD": (lambda: sheet(cell("XFD9")), "一直到第16384列（XFD9格），最多能读500列"),
    "a text that is not there": (lambda: sheet('<row r="9"><c r="A9" t="s"><v>999999</v></c></row>'), "已损坏"),
    "XML cut short": (lambda: with_parts(**{SHEET: parts(plain())[SHEET][:-40]}), ""),
    "a sheet in UTF-16": (lambda: with_parts(**{SHEET: parts(plain())[SHEET].decode().encode("utf-16")}), "已损坏"),
    "no sheet": (lambda: packed({k: v for k, v in parts(plain()).items() if k != SHEET}), "已损坏"),
    "a binary workbook": (lambda: renamed("xl/workbook.xml", "xl/workbook.bin"), "二进制工作簿（.xlsb）"),
    "an OpenDocument": (lambda: packed({"content.xml": b"<x/>"}), "OpenDocument 文件"),
    "a document": (lambda: packed({"word/document.xml": b"<x/>"}), "文字文稿"),
    "an empty archive": (lambda: packed({}), "压缩包"),
}
