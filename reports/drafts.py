"""The text of a draft: .docx, a PDF with text in it, or plain text. What the bytes are decides, not the name.

A document comes from anywhere: what it says of its size is added up before anything is inflated, and what cannot be
read is refused in one sentence.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from pypdf import PdfReader

from data.errors import Refused

MOST_BYTES = 20 * 1024**2  # of a file; reports with pictures have some 5 MB
MOST_INFLATED = 200 * 1024**2  # all parts of a .docx; zipfile reads no part beyond what the directory says
MOST_PARTS = 2000
MOST_PAGES = 500
MOST_CHARACTERS = 200_000  # the report on 2021 has 9,000
FULL = 0.8  # of the widest line of a page: a line that goes on in the next

_NOTES = ("footnotes+xml", "endnotes+xml")
_PAGE_NUMBER = re.compile(r"[\s\-—–－]*(?:第\s*)?[0-9]{1,4}(?:\s*页)?[\s\-—–－]*")


def text(content: bytes) -> str:
    """The text of a draft, a paragraph a line. Raises Refused for what cannot be read, with what to do instead."""
    if len(content) > MOST_BYTES:
        raise Refused("文件超过 {most} MB，请去掉图片或分成几个文件再核对", most=MOST_BYTES // 1024**2)
    if b"%PDF-" in content[:1024]:
        found = _pdf(content)
    elif content.startswith(b"PK"):
        found = _docx(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("这是旧版 .doc 或有打开密码的文档。请在 Word 或 WPS 里去掉密码，另存为 .docx 再核对")
    else:
        found = _plain(content)
    if len(found) > MOST_CHARACTERS:
        raise Refused("文字超过 {most} 字，请分成几部分核对", most=MOST_CHARACTERS)
    return found


def _plain(content: bytes) -> str:
    is_utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_utf_16 else ("utf-8-sig", "gb18030"):
        try:
            found = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in found:
            return found
    raise Refused("这不是 .docx、PDF 或文本文件，读不出文字。请另存为 .docx，或把文字粘贴进来")


def _docx(content: bytes) -> str:
    damaged = Refused("这个文件不是完好的 .docx，打不开。请在 Word 或 WPS 里打开后另存为 .docx 再核对")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except Exception as error:  # a hostile directory raises more than BadZipFile
        raise damaged from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_INFLATED:
        raise Refused("这个文件展开后过大，可能是有意做成的，没有打开。请只把文字粘贴进来")
    try:
        document = docx.Document(io.BytesIO(content))
        return "\n".join(_paragraphs(document))
    except Exception as error:  # lxml, zlib and python-docx each have their own
        raise damaged from error


def _paragraphs(document: Any) -> Iterator[str]:
    """Of the body, with tables and text boxes, then of the notes. A row of a table is a line."""
    yield from _lines(document.element.body)
    for part in document.part.package.iter_parts():
        if part.content_type.endswith(_NOTES):
            yield from _lines(parse_xml(part.blob))


def _lines(element: Any) -> Iterator[str]:
    for row in element.iter(qn("w:tr"), qn("w:p")):
        if _is_in(row, "w:tr") or _is_in(row, "mc:Fallback"):  # said in its row; or the same again for old programs
            continue
        yield from _row(row) if row.tag == qn("w:tr") else [_words(row)]


def _row(row: Any) -> Iterator[str]:
    cells = ["".join(_words(paragraph) for paragraph in cell.iter(qn("w:p"))) for cell in row.iter(qn("w:tc"))]
    yield "\t".join(cells)


def _words(paragraph: Any) -> str:
    """With what was inserted and without what was deleted, if changes are tracked."""
    said = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    parts = paragraph.iter(qn("w:t"), *said)
    own = (one for one in parts if _paragraph_of(one) is paragraph and not _is_in(one, "w:pPr"))
    return "".join(said.get(one.tag, one.text or "") for one in own)


def _paragraph_of(element: Any) -> Any:
    return next(element.iterancestors(qn("w:p")), None)


def _is_in(element: Any, name: str) -> bool:
    space = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
    tag = name.replace("mc:", space) if name.startswith("mc:") else qn(name)
    return next(element.iterancestors(tag), None) is not None


def _pdf(content: bytes) -> str:
    try:
        reader = PdfReader(io.BytesIO(content))
        is_locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if is_locked else reader.pages
        count = len(pages)
        found = [page.extract_text() for page in pages] if count <= MOST_PAGES else []
    except Exception as error:  # a hostile document raises anything
        raise Refused("这个 PDF 打不开，可能已损坏。请重新导出，或把文字粘贴进来") from error
    if is_locked:
        raise Refused("这个 PDF 有打开密码。请去掉密码再核对，或把文字粘贴进来")
    if count > MOST_PAGES:
        raise Refused("这个 PDF 有 {count} 页，超过 {most} 页，请分成几部分核对", count=count, most=MOST_PAGES)
    joined = "\n".join(map(_joined, found))
    if not joined.strip():
        raise Refused("这个 PDF 里没有文字，可能是扫描件。请用 .docx，或把文字粘贴进来")
    return joined


def _joined(page: str) -> str:
    """The paragraphs of a page: a full line goes on in the next. Page numbers are left out."""
    lines = [line.strip() for line in page.splitlines() if line.strip()]
    for end in (0, -1):
        if lines and _PAGE_NUMBER.fullmatch(lines[end]):
            lines.pop(end)
    widest = max(map(_width, lines), default=0)
    return "".join(line if _width(line) >= FULL * widest else f"{line}\n" for line in lines)


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)
