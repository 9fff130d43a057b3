"""What headings mean: by alias, as a whole or by their group and part; and the meaning that an unknown one is like."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from data.reference import table
from loaders.checks.thresholds import threshold
from loaders.text import key, normal

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>|〈[^〈〉]*〉|《[^《》]*》")
_NUMBER = re.compile(r"^(?:\(?\d{1,2}[.、)．:]|[一二三四五六七八九十]{1,3}[、.])(?=\D)")
_OF_GROUP = re.compile(r"(?:基本|主要|相关)?(?:信息|情况|资料|概况)$")  # 企业基本信息 over 名称: 企业名称
_REMARK = re.compile(r"必填|选填|\*")
ENDING = 90.0  # likeness to an alias that a heading ends with: the last word of a Chinese phrase says what it is
NAMES = frozenset({"名称", "全称"})  # parts that say no more than their group does
# What belongs to a firm: under 认证机构 the same words speak of the body.
OF_FIRM = frozenset(
    {"name", "credit_code", "province", "city", "county", "place", "industry", "size", "contact", "phone", "mail"}
)
PLACES = frozenset({"province", "city", "county", "place"})
BODIES = frozenset({"body", "body_number"})

Parts = tuple[str, ...]


class Likeness(NamedTuple):
    """The column that a heading may mean, and how like the nearest alias it is, from 0 to 100."""

    column: str
    score: float


@cache
def aliases(kind: str) -> Mapping[str, str]:
    """Column by the key of every heading a kind of document uses."""
    return {key(row["heading"]): row["column"] for row in table("headings") if row["kind"] == kind}


@cache
def written_aliases(kind: str) -> frozenset[str]:
    """Every heading of a kind as it is written."""
    return frozenset(row["heading"] for row in table("headings") if row["kind"] == kind)


def columns(kind: str) -> list[str]:
    """Every column a kind of document can have, in the order of the table."""
    return list(dict.fromkeys(row["column"] for row in table("headings") if row["kind"] == kind))


def bare(heading: str) -> str:
    """A heading without its number, its remarks in brackets and its star."""
    text, before = normal(heading), ""
    while text != before:  # brackets stand in brackets
        text, before = _BRACKETS.sub("", text), text
    return _NUMBER.sub("", _REMARK.sub("", text).strip("*"))


def parts_of(parts: Sequence[str]) -> Parts:
    """A heading from its group down, each thing said once."""
    return tuple(dict.fromkeys(part for part in parts if part))


@lru_cache(maxsize=20_000)  # the same few words, row by row and sheet by sheet
def meaning(kind: str, parts: Parts) -> str | None:
    """The column that a heading means; None if nobody can tell.

    Of a group over its parts the whole is tried, then the part. What stands under a certification body is not the
    firm's, and a number under a group is no number of the row.
    """
    if not parts:
        return None
    *groups, part = parts
    column = _first(kind, _wordings(groups, part))
    if column is None and groups and (not key(bare(part)) or key(bare(part)) in NAMES):
        column = _first(kind, [*reversed(groups)])
    if groups and column == "sequence":
        return None
    if column in OF_FIRM and any(_names_body(kind, group) for group in groups):
        return None
    return column


def _wordings(groups: list[str], part: str) -> list[str]:
    """What a heading may be read as, the longest first."""
    parts = [*groups, part]
    whole = ["".join(parts[start:]) for start in range(len(groups))]
    short = [_OF_GROUP.sub("", bare(group)) + part for group in groups]
    return [*whole, *short, part]


def _first(kind: str, wordings: list[str]) -> str | None:
    known = aliases(kind)
    return next(filter(None, (known.get(key(text)) or known.get(key(bare(text))) for text in wordings)), None)


def _names_body(kind: str, group: str) -> bool:
    known = aliases(kind)
    return any(known.get(key(text)) == "body" for text in (group, bare(group), _OF_GROUP.sub("", bare(group))))


def likest(kind: str, heading: str, taken: frozenset[str]) -> Likeness | None:
    """The column not yet `taken` whose alias an unknown heading is most like; None if it is like none."""
    from rapidfuzz import fuzz, process  # loaded where a heading is unknown: most files need it not

    known = [alias for alias, column in aliases(kind).items() if column not in taken]
    best: Likeness | None = None
    for wording in {key(heading), key(bare(heading)), key(bare(heading.split(" ")[-1]))} - {""}:
        found = process.extractOne(wording, known, scorer=fuzz.ratio, score_cutoff=threshold("heading_likeness"))
        if found and (best is None or found[1] > best.score):
            best = Likeness(aliases(kind)[found[0]], found[1])
        ending = max((alias for alias in known if len(alias) > 1 and wording.endswith(alias)), key=len, default=None)
        if ending and (best is None or best.score < ENDING):
            best = Likeness(aliases(kind)[ending], ENDING)
    return best
