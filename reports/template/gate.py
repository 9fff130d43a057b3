"""The gate in front of a template: a .docx is measured and looked through before anything of it is parsed or rendered."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from docxtpl import DocxTemplate
from lxml import etree

from data.errors import Refused

MOST_BYTES = 20 * 1024**2  # of the file
MOST_INFLATED = 100 * 1024**2  # all parts; zipfile reads no part beyond what the directory says
MOST_XML = 8 * 1024**2  # one part of text; a report of 100 pages has 2 MB
MOST_PARTS = 2000
_XML = (".xml", ".rels")
_MACROS = (b"macroEnabled", b"vbaProject")


def opened(content: bytes) -> DocxTemplate:
    """The template, ready to be rendered. Raises Refused, in one sentence, for what is no sound and harmless .docx."""
    if len(content) > MOST_BYTES:
        raise Refused("模板超过 {most} MB。请压缩或去掉里面的图片", most=MOST_BYTES // 1024**2)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("这是旧版 .doc 或有打开密码的文档。请在 Word 或 WPS 里去掉密码，另存为 .docx 作模板")
    if not content.startswith(b"PK"):
        raise Refused("模板不是 .docx 文件。请在 Word 或 WPS 里打开它，另存为 .docx")
    _look_through(content)
    try:
        template = DocxTemplate(io.BytesIO(content))
        template.render_init()
    except Exception as error:  # python-docx has no common one: a part that is named but missing is a KeyError
        raise damaged() from error
    return template


def damaged() -> Refused:
    """What is said of a template that cannot be read."""
    return Refused("模板不是完好的 .docx，打不开。请在 Word 或 WPS 里打开后另存为 .docx")


@contextmanager
def answering() -> Iterator[None]:
    """A part that is no XML, whatever its name, means the same to its author."""
    try:
        yield
    except etree.XMLSyntaxError as error:
        raise damaged() from error


def parsed(content: bytes | str) -> etree._Element:
    """XML of the document; no entity is resolved. Raises etree.XMLSyntaxError."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _look_through(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            _measure(infos)
            for info in infos:
                if info.filename.casefold().endswith(_XML):
                    _look_at(info.filename, archive.read(info))
    except Refused:
        raise
    except Exception as error:  # a hostile directory raises more than BadZipFile
        raise damaged() from error


def _measure(infos: list[zipfile.ZipInfo]) -> None:
    names = [info.filename.casefold() for info in infos]
    if len(infos) > MOST_PARTS or len(set(names)) < len(names):
        raise damaged()
    if sum(info.file_size for info in infos) > MOST_INFLATED:
        raise Refused("模板展开后过大，可能是有意做成的，没有打开。请换一个来源可靠的模板")
    large = next((info for info in infos if info.filename.endswith(_XML) and info.file_size > MOST_XML), None)
    if large:
        raise Refused("模板里的“{part}”过大，不像一个模板，没有打开", part=large.filename[:100])
    if any("vbaproject" in name for name in names):
        raise _macros()


def _look_at(name: str, part: bytes) -> None:
    if name == "[Content_Types].xml":
        if any(word in part for word in _MACROS):
            raise _macros()
        if b"wordprocessingml.template.main" in part:
            raise Refused("这是 .dotx 模板文件。请在 Word 或 WPS 里用它新建文档，另存为 .docx")
    if not part.strip():
        raise damaged()
    if parsed(part).getroottree().docinfo.doctype:
        raise Refused(
            "模板里的“{part}”有文档类型定义（DTD），正常的文档没有，可能是有意做成的，没有打开", part=name[:100]
        )


def _macros() -> Refused:
    return Refused("模板带有宏。请在 Word 或 WPS 里另存为“.docx（不含宏）”")
