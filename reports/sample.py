"""What every document says that is made of the synthetic sample data, and no other."""

from typing import Any

from docx.oxml.ns import qn

from data.store import SAMPLE
from data.warehouse import Reader


def mark(reader: Reader) -> str:
    """The words for a document made from that version; empty where its data are a bureau's own."""
    return SAMPLE if reader.is_sample else ""


def unmark(root: Any) -> None:
    """Take the words out of a document that somebody made a template of."""
    for text in [one for one in root.iter(qn("w:t")) if (one.text or "").strip() == SAMPLE]:
        text.getparent().remove(text)
