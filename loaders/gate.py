"""The gate in front of the parser: a workbook's archive is measured and looked through before anything reads it.

Nothing the archive says of itself is believed: a part is inflated, and what does not come out as announced is refused.
So the sizes in the directory hold, and comparing them with the limits is enough to stop a bomb before it is inflated.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from python_calamine import PasswordError

from data.errors import Refused

MOST_BYTES = 1024**3  # all parts inflated; a ledger of 200,000 firms and 60 columns has 0.4 GB
MOST_RATIO = 100  # inflated to packed; that ledger has 9, a million rows with nothing but borders 12, bombs near 300
MOST_PARTS = 2000
SMALL = 4 * 1024**2  # inflated, this harms nobody whatever the ratio

_ENTRY, _END = b"PK\x01\x02", b"PK\x05\x06"
_TAIL = 65535 + 22  # bytes from the end in which the archive's directory must end
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?>\s+|<\?(?>(?:[^?]|\?(?!>))*)\?>|<!--(?>(?:[^-]|-(?!->))*)-->)*+")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_PIECE = 16 * 1024  # packed bytes; they inflate to 16 MB at the most
_STORED_PIECE = 1024**2
_HEAD = 64 * 1024  # bytes of a part in which its root element begins
_MACROS = re.compile(rb"macroEnabled|vbaProject|macrosheet|intlmacro", re.IGNORECASE)
TYPES = "[Content_Types].xml"
MEDIA = "xl/media/"  # pictures; the parser does not open them, and a drawing (.svg) often begins with a DTD

Parts = Mapping[str, zipfile.ZipInfo]
Shortened = Callable[[bytes], bytes]


def names(content: bytes) -> list[str]:
    """The names of an archive's parts, whatever the archive is."""
    return [info.orig_filename for info in _directory(content)]


def parts(content: bytes) -> Parts:
    """The parts of a workbook by name; refused if the archive itself is not harmless. Inflates nothing."""
    infos = _directory(content)
    if content.count(_END, max(0, len(content) - _TAIL)) != 1:
        raise damaged("more than one directory")
    _check_names([info.orig_filename for info in infos])
    _check_sizes(infos, len(content))
    return {info.orig_filename: info for info in infos}


def _directory(content: bytes) -> list[zipfile.ZipInfo]:
    if content.count(_ENTRY) > MOST_PARTS:
        raise _many(content.count(_ENTRY))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except Exception as error:  # a hostile directory raises more than BadZipFile
        raise damaged(error) from error


def read(content: bytes, info: zipfile.ZipInfo, shortened: Shortened | None = None) -> bytearray:
    """One part, inflated; refused if it is not as large as announced.

    `shortened` may leave out of each piece, before the next one is inflated, what nobody needs.
    """
    at = info.header_offset
    head = content[at : at + 30]
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        raise damaged(info.orig_filename)
    at += 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = memoryview(content)[at : at + info.compress_size]
    data, size, crc = bytearray(), 0, 0
    for piece in _pieces(packed, info):
        size, crc = size + len(piece), zlib.crc32(piece, crc)
        if size > info.file_size:
            raise Refused(
                "这个工作簿里的“{part}”展开后比它自己写明的要大，可能是有意做成的。"
                "请不要使用这个文件，向发送人要一份重新另存的 .xlsx",
                part=info.orig_filename,
            )
        data += shortened(piece) if shortened else piece
    if size != info.file_size or crc != info.CRC:
        raise damaged(info.orig_filename)
    return data


def _pieces(packed: memoryview, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part inflated piece by piece, so that it stands in memory once, up to the piece that exceeds its size."""
    if info.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + _STORED_PIECE]) for at in range(0, len(packed), _STORED_PIECE))
        return
    inflater = zlib.decompressobj(-15)
    for at in range(0, len(packed), _PIECE):
        with answering():
            piece = inflater.decompress(packed[at : at + _PIECE])
        yield piece
        if inflater.eof:
            return


def checked(content: bytes, info: zipfile.ZipInfo, shortened: Shortened | None = None) -> tuple[str, bytearray]:
    """One part, read and looked through: the name of its root element ("" if it is not XML), and its bytes."""
    data = read(content, info, shortened)
    name = info.orig_filename
    root = "" if name.casefold().startswith(MEDIA) else _root(name, data)
    if root == "macrosheet" or (name == TYPES and _MACROS.search(data)):
        raise macros()
    return root, data


def replaced(content: bytes, found: Parts, part: str, data: bytes | bytearray) -> bytes:
    """The workbook with other bytes in one part."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, info in found.items():
            archive.writestr(info.orig_filename, data if name == part else read(content, info))
    return file.getvalue()


def damaged(reason: object) -> Refused:
    """What is said of a workbook that cannot be read."""
    return Refused(
        "这个工作簿已损坏，无法读取（{reason}）。请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入",
        reason=str(reason)[:200],
    )


def macros() -> Refused:
    """What is said of a workbook with a program in it."""
    return Refused("这个工作簿带有宏。请用 WPS 或 Excel 打开，另存为“.xlsx（不含宏）”后再导入")


def locked() -> Refused:
    """What is said of a workbook with a password."""
    return Refused("这个工作簿加了密码。请用 WPS 或 Excel 打开，去掉密码，另存为 .xlsx 后再导入")


@contextmanager
def answering() -> Iterator[None]:
    """Whatever a parser raises means the same to a clerk. Its panics are no `Exception`, and it has no common one."""
    try:
        yield
    except PasswordError as error:
        raise locked() from error
    except (MemoryError, KeyboardInterrupt, SystemExit, Refused):
        raise
    except BaseException as error:
        raise damaged(error) from error


def _many(count: int) -> Refused:
    return Refused(
        "这个工作簿由{count}个部件组成（最多{most}个），不像正常的表格。"
        "请用 WPS 或 Excel 打开，把表格复制到新工作簿，另存为 .xlsx 后再导入",
        count=count,
        most=MOST_PARTS,
    )


def _check_names(names: list[str]) -> None:
    """No two parts of one name, none that points elsewhere, no program."""
    if len(names) > MOST_PARTS:
        raise _many(len(names))
    known: set[str] = set()
    for name in names:
        if name.startswith("/") or re.search(r"\\|\0|^\w:|(?:^|/)\.\.(?:/|$)", name):
            raise Refused(
                "这个工作簿里的部件名“{part}”指向工作簿之外，可能是有意做成的。"
                "请不要使用这个文件，向发送人要一份重新另存的 .xlsx",
                part=name.replace("\0", "�"),
            )
        if name.casefold() in known:
            raise Refused(
                "这个工作簿里有两个同名的部件“{part}”，不同的程序会读出不同的内容。"
                "请用 WPS 或 Excel 打开核对，另存为 .xlsx 后再导入",
                part=name,
            )
        known.add(name.casefold())
        if "vbaproject" in name.casefold() or name.casefold().startswith("xl/macrosheets/"):
            raise macros()


def _check_sizes(infos: list[zipfile.ZipInfo], size: int) -> None:
    """Announced sizes within the limits, in ways of packing that workbooks use, no byte packed twice."""
    inflated = sum(info.file_size for info in infos)
    if inflated > MOST_BYTES:
        raise Refused(
            "这个工作簿展开后有{size}MB（最多{most}MB）。请拆成几个文件，或把表格复制到新工作簿另存后再导入",
            size=inflated // 1024**2,
            most=MOST_BYTES // 1024**2,
        )
    if inflated > max(SMALL, MOST_RATIO * min(size, sum(info.compress_size for info in infos))):
        raise Refused(
            "这个工作簿展开后是文件本身的{ratio}倍（最多{most}倍），可能是有意做成的“压缩炸弹”。"
            "请不要使用这个文件；如果确有这么多内容，请把表格复制到新工作簿另存后再导入",
            ratio=inflated // size,
            most=MOST_RATIO,
        )
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.flag_bits & 1:
            raise locked()
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(zipfile.compressor_names.get(info.compress_type, info.compress_type))  # type: ignore[attr-defined]
        if info.header_offset < end:
            raise damaged(info.orig_filename)
        end = info.header_offset + 30 + info.compress_size


def _root(name: str, data: bytes | bytearray) -> str:
    """The name of the root element of XML; refused if a DTD stands before it or the text is not UTF-8."""
    is_xml = name.casefold().endswith((".xml", ".rels", ".vml"))
    head = data[:_HEAD]
    prolog = _PROLOG.match(head)
    rest = head[prolog.end() if prolog else 0 :]
    if rest[:2].startswith(b"<!"):
        raise Refused(
            "这个工作簿的“{part}”里有文档类型定义（DTD），正常的表格没有，可能是有意做成的。"
            "请不要使用这个文件；如果来源可靠，请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入",
            part=name,
        )
    if root := _ROOT.match(rest):
        return root[1].decode("ascii", "replace")
    if is_xml and data:
        raise damaged(name)
    return ""
