"""What a notice asks of the document of a good case: parts, shares, length (data/reference/case_parts.csv)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from data.reference import table
from locales import N_

# The parts of the shipped notice, which an English sentence names in English.
NAMES = (
    N_("企业简介"),
    N_("企业急需解决的质量管理问题"),
    N_("提升行动主要做法"),
    N_("企业质量提升成效"),
    N_("启示"),
)
REMARK = re.compile(r"\([^()]*\)$")  # 企业简介（篇幅约占5%）


class Part(NamedTuple):
    """A part of the body. Shares are 0–1: the one asked, and those between which it is about that."""

    name: str
    share: Fraction
    least: Fraction
    most: Fraction


class Notice(NamedTuple):
    """What is asked. `most` is characters of the body, `outside` the share of it that may stand in no part.

    `words` are the names of everything, as `key` writes them, and what they announce: a kind, or for parts the name.
    """

    source: str
    parts: tuple[Part, ...]
    most: int
    outside: Fraction
    most_units: int
    words: Mapping[str, str]


@cache
def notice(province: str = "", year: int | None = None) -> Notice:
    """The notice of a province and year; where it has none of its own, the first of the table."""
    rows = table("case_parts")
    own = [row for row in rows if (row["province"], row["year"]) == (province, str(year))]
    first = [row for row in rows if (row["province"], row["year"]) == (rows[0]["province"], rows[0]["year"])]
    return _of(own or first)


def _of(rows: Sequence[Mapping[str, str]]) -> Notice:
    (body,) = (row for row in rows if row["kind"] == "body")
    (units,) = (row for row in rows if row["kind"] == "units")
    parts = tuple(_part(row) for row in rows if row["kind"] == "part")
    outside = Fraction(int(body["most_percent"]), 100)
    return Notice(body["source"], parts, int(body["most"]), outside, int(units["most"]), dict(_words(rows)))


def _part(row: Mapping[str, str]) -> Part:
    share, least, most = (Fraction(int(row[f"{name}_percent"]), 100) for name in ("share", "least", "most"))
    return Part(row["name"], share, least, most)


def _words(rows: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for row in rows:
        for word in (row["name"], *filter(None, row["aliases"].split("|"))):
            yield key(word), row["name"] if row["kind"] == "part" else row["kind"]


def plain(line: str) -> str:
    """A line with full-width signs as the usual ones; for comparing, not for counting."""
    return unicodedata.normalize("NFKC", line).strip()


def key(heading: str) -> str:
    """A heading as it is compared: without spaces, a remark in brackets, and a mark at its end."""
    text = "".join(plain(heading).split()).rstrip(":.。")
    return REMARK.sub("", text).rstrip(":.。")
