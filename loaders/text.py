"""Cells as text, and text as keys that ignore how it was typed."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

MISSING = frozenset({"", "(空)", "(跳过)"})  # after NFKC; re-saved files carry full-width brackets
FILLERS = "\u115f\u1160\u3164\uffa0"  # letters that are not seen
LONGEST_MISSING = 20  # with blanks and unseen characters; longer texts need no second look
GLANCED = 1000  # texts
_BLANK = re.compile(r"[^\S\n]")
_NOISE = re.compile(r"[^\w%]|_")
_UNSEEN = re.compile(  # of no width, turning the direction, or controlling something
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def written(cell: object) -> str:
    """What a cell shows, without blanks at its ends; a whole number without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def normal(text: str) -> str:
    """NFKC, without any blanks or unseen characters: full-width digits, brackets and spaces become plain."""
    plain = unicodedata.normalize("NFKC", text)
    return plain if plain.isalnum() and not _UNSEEN.search(plain) else _UNSEEN.sub("", "".join(plain.split()))


def normals(texts: Sequence[str]) -> list[str]:
    """`normal` of each, by thousands where a glance tells that there are no blanks and no unseen characters."""
    found: list[str] = []
    for start in range(0, len(texts), GLANCED):
        some = texts[start : start + GLANCED]
        plain = unicodedata.normalize("NFKC", "\n".join(some))
        is_plain = not _BLANK.search(plain) and not _UNSEEN.search(plain) and plain.count("\n") == len(some) - 1
        found += plain.split("\n") if is_plain else map(normal, some)
    return found


def key(text: str) -> str:
    """Letters, digits and % only, in lower case: equal for texts that differ in punctuation or width."""
    return _NOISE.sub("", normal(text)).lower()


def are_answers(cells: list[Any]) -> bool:
    """Whether all are texts that `answered` leaves as they are; most are."""
    if set(map(type, cells)) != {str} or "" in cells:
        return False
    first = "".join([text[0] for text in cells])
    return first.isalnum() and not any(filler in first for filler in FILLERS) and [*map(str.strip, cells)] == cells


def answered(cell: object) -> str | None:
    """The text of a cell, or None where the firm was not asked or left it blank."""
    text = cell.strip() if isinstance(cell, str) else written(cell)
    if text[:1].isalnum() and text[0] not in FILLERS:  # most are, and what is missing begins with a bracket
        return text
    return None if len(text) <= LONGEST_MISSING and normal(text) in MISSING else text
