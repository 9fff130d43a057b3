"""Files that are no tables, known by their bytes: what to do with each kind is data/reference/other_files.csv."""

import re
from collections.abc import Iterable
from functools import cache

from data.errors import Refused
from data.reference import table

HEAD = 8192  # bytes in which a file shows what it is


def refuse_start(content: bytes) -> None:
    """Refuse a file that begins like one of another kind."""
    _refuse("start", [content[:HEAD]])


def refuse_parts(names: Iterable[str]) -> None:
    """Refuse an archive, which is no workbook, by the names of its parts."""
    _refuse("part", [f"{name.lower()}\n".encode(errors="replace") for name in names])


def refuse_streams(names: Iterable[str]) -> None:
    """Refuse an OLE file, which is no workbook, by the names of its streams."""
    _refuse("stream", [f"{name}\n".encode(errors="replace") for name in names])


def endings() -> list[str]:
    """What the names of such files usually end in."""
    return [ending for row in table("other_files") for ending in row["endings"].split()]


def _refuse(place: str, texts: list[bytes]) -> None:
    for sign, sentence in _signs(place):
        if any(map(sign.match, texts)):
            raise Refused(sentence)


@cache
def _signs(place: str) -> list[tuple[re.Pattern[bytes], str]]:
    """The signs of a place; where names are looked at, the whole name."""
    end = "" if place == "start" else r"\n"
    rows = [row for row in table("other_files") if row["place"] == place]
    return [(re.compile(f"(?:{row['sign']}){end}".encode(), re.DOTALL), row["sentence"]) for row in rows]
