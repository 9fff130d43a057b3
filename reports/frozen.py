"""The figures of a document, kept inside it as a custom XML part, which Word, PowerPoint and WPS carry along unseen."""

import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from data.errors import Refused
from reports.figure import Figure

NAMESPACE = "urn:tisheng:figures"
ITEM, PROPERTIES = "/customXml/item1.xml", "/customXml/itemProps1.xml"
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
PROPERTIES_RELATION = f"{RELATION}Props"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
    '<ds:datastoreItem ds:itemID="{6B1D0B0E-7A52-4C39-9C57-2F8A6D3E5B11}" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)
LARGEST = 50_000_000  # bytes of one part of a document that is read


def freeze(document: Any, part: Callable[[str, str, bytes], Any], figures: Sequence[Figure], version: int) -> None:
    """Keep the figures, in the order of the document; in Word the nth bookmark `_Figure…` holds the nth of them.

    `document` is the main part of an open package, `part` makes one of its parts from name, type and content.
    """
    lines = json.dumps([one.plain() for one in figures], ensure_ascii=False)
    xml = f'<figures xmlns="{NAMESPACE}" version="{version}">{escape(lines)}</figures>'
    item = part(ITEM, "application/xml", xml.encode())
    item.relate_to(part(PROPERTIES, PROPERTIES_TYPE, _PROPERTIES.encode()), PROPERTIES_RELATION)
    document.relate_to(item, RELATION)


def frozen(file: Path | BinaryIO) -> list[Figure]:
    """The figures kept in a document. Raises Refused where it is no such document."""
    refusal = Refused("“{file}”不是本软件生成的报告，里面没有保存的数字，不能对照", file=getattr(file, "name", file))
    try:
        with zipfile.ZipFile(file) as parts:
            for one in parts.infolist():
                if one.filename.startswith("customXml/item") and one.file_size <= LARGEST:
                    found = _read(parts.read(one))
                    if found is not None:
                        return found
    except (OSError, zipfile.BadZipFile, ElementTree.ParseError, KeyError, TypeError, ValueError) as error:
        raise refusal from error
    raise refusal


def _read(content: bytes) -> list[Figure] | None:
    if b"<!DOCTYPE" in content or NAMESPACE.encode() not in content:
        return None
    root = ElementTree.fromstring(content)
    if root.tag != f"{{{NAMESPACE}}}figures":
        return None
    return [Figure.of_plain(values) for values in json.loads(root.text or "")]
