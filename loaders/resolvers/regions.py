"""Regions: the code a piece of text names, at the deepest level it names (regions.csv, region_aliases.csv).

A region column, a unit line or a file name may be resolved; a firm name never, because firms carry the names of places
they are not in. Names chain with or without separators; what follows the last known name (街道, 路 …) is ignored
unless it names another place.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from data.reference import table
from loaders.resolvers.resolution import UNKNOWN, Resolution, ambiguous, found

CODE = re.compile(r"(\d{4}|\d{6}|\d{9}|\d{12})(?:\.0)?")
SEPARATORS = re.compile(r"[\W_]+")
# 大同路 names a road, not a city.
ROAD = re.compile(r"[东西南北中]?(?:路|街|大道|大街|巷|弄|村|镇|乡|大厦|广场|公司|商场|市场)")


class Name(NamedTuple):
    """One way to write a region: `code` is in force, or empty when a withdrawn name has no known successor."""

    text: str
    code: str
    kind: Literal["full", "short", "alias"]
    withdrawn: bool = False
    only: str = ""


class Chain(NamedTuple):
    """Names read one after the other, each inside the one before.

    `code` is where they lead, `end` where the last one ends, `steps` how many levels they name,
    `former` how many are withdrawn, `lone` the only name of a chain of one.
    """

    code: str
    end: int
    steps: int
    former: int
    lone: Name | None


START = Chain("", 0, 0, 0, None)


@cache
def _regions() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table("regions")}


@cache
def _lines() -> dict[str, frozenset[str]]:
    """For each region in force: itself and every unit above it."""
    current = {code: row["parent"] for code, row in _regions().items() if row["status"] == "current"}

    def line(code: str) -> set[str]:
        return {code} | line(current[code]) if code else set()

    return {code: frozenset(line(code)) for code in current}


@cache
def _extra() -> dict[str, list[str]]:
    """Reporting units without a GB code, with the places they lie in."""
    return {row["code"]: row["lies_in"].split() for row in table("regions_extra") if row["lies_in"]}


def _inside(code: str, unit: str) -> bool:
    return unit in _lines().get(code, ())


def _nested(one: str, other: str) -> bool:
    return _inside(one, other) or _inside(other, one)


def province_of(code: str) -> str:
    """The province of any code or key."""
    return f"{code[:2]}0000"


def city_of(code: str) -> str | None:
    """The reporting unit directly below the province; none for a province."""
    row = _regions().get(code)
    if row is None or row["level"] == "province":
        return None
    return code if row["level"] == "city" else row["parent"]


def county_of(code: str) -> str | None:
    """The code itself if it is a county."""
    row = _regions().get(code)
    return code if row and row["level"] == "county" else None


def _tidy(text: str) -> str:
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text))


def _official(row: dict[str, str]) -> Iterator[Name]:
    """Full name, short name, and the short name with its class (石柱县, 恩施州)."""
    withdrawn = row["status"] == "withdrawn"
    code = row["successor"] if withdrawn else row["code"]
    yield Name(row["name"], code, "full", withdrawn)
    short = row["short"]
    if "自治" in row["name"] and row["level"] != "province":
        yield Name(short + row["name"][-1], code, "full", withdrawn)
    # A county named like the city above it is known by its full name only (长沙县).
    above = _regions().get(row["parent"], row)
    if short != row["name"] and (row["level"] != "county" or above["short"] != short):
        yield Name(short, code, "short", withdrawn)


@cache
def _names() -> dict[str, tuple[Name, ...]]:
    """Every way to write a region."""
    aliases = [Name(_tidy(row["alias"]), row["code"], "alias", only=row["only"]) for row in table("region_aliases")]
    official = [name for row in table("regions") for name in _official(row)]
    index: dict[str, dict[tuple[str, str], Name]] = defaultdict(dict)
    for name in sorted([*official, *(alias for alias in aliases if alias.code)], key=lambda name: name.withdrawn):
        index[name.text].setdefault((name.code, name.only), name)
    return {text: tuple(names.values()) for text, names in index.items()}


@cache
def _skipped() -> re.Pattern[str]:
    """Words between names that are no place (中国, 市辖区): the aliases without a code."""
    words = sorted((row["alias"] for row in table("region_aliases") if not row["code"]), key=len, reverse=True)
    return re.compile("|".join(words))


@cache
def _lengths() -> dict[str, list[int]]:
    """First character of a name: the lengths such names have."""
    lengths = defaultdict(set)
    for text in _names():
        lengths[text[0]].add(len(text))
    return {first: sorted(sizes) for first, sizes in lengths.items()}


def _names_at(text: str, at: int) -> Iterator[Name]:
    for length in _lengths().get(text[at : at + 1], ()):
        yield from _names().get(text[at : at + length], ()) if at + length <= len(text) else ()


def _step(unit: str, code: str) -> str | None:
    """Where reading `code` after `unit` leads; None if it contradicts. A unit without a GB code outranks its places."""
    if not unit or _inside(code, unit):
        return code
    places = _extra().get(code) or _extra().get(unit) or ()
    other = unit if code in _extra() else code
    if any(_inside(other, place) for place in places):
        return code if code in _extra() else unit
    return None


def _usable(name: Name, text: str, unit: str, context: str) -> bool:
    """An alias may hold only as the whole text or only inside one region."""
    if name.only == "whole":
        return name.text == text
    return not name.only or _inside(unit, name.only) or _inside(context, name.only)


def _readings(text: str, context: str) -> list[Chain]:
    """Every way to read the text from its start that may end where it ends."""
    seen: set[Chain] = set()
    readings: list[Chain] = []
    waiting = [START]
    while waiting:
        for name, chain in _longer(waiting.pop(), text, context):
            if _may_end(name, chain, text):
                readings.append(chain)
            if chain.code and chain not in seen:
                seen.add(chain)
                waiting.append(chain)
    return readings


def _longer(chain: Chain, text: str, context: str) -> Iterator[tuple[Name, Chain]]:
    """The chain with one more name; a withdrawn name without a successor is read only on its own."""
    first = chain == START
    for start in _starts(text, chain.end):
        for name in _names_at(text, start):
            unit = _step(chain.code, name.code) if name.code or first else None
            if unit is not None and _usable(name, text, chain.code, context):
                steps, former = chain.steps + (unit != chain.code), chain.former + name.withdrawn
                yield name, Chain(unit, start + len(name.text), steps, former, name if first else None)


def _starts(text: str, at: int) -> list[int]:
    """Where the next name may begin: here, or after a word that is no place."""
    word = _skipped().match(text, at)
    return [at, word.end()] if word else [at]


def _may_end(last: Name, chain: Chain, text: str) -> bool:
    """A short name before a road is no region; a lone county or district followed by more needs its full name."""
    if last.kind == "full" or chain.end == len(text):
        return True
    lone_county = chain.lone and last.kind == "short" and not chain.code.endswith("00")
    return not (lone_county or ROAD.match(text, chain.end))


def _likelier(names: list[Name]) -> list[Name]:
    """Of the owners of a bare short name: provinces and prefectures before counties, prefectures before districts."""
    rows = {name.code: _regions()[name.code] for name in names}
    if any(row["level"] == "province" for row in rows.values()):
        return [name for name in names if name.code.endswith("00")]
    if any(code.endswith("00") for code in rows):
        return [n for n in names if rows[n.code]["level"] == "city" or not rows[n.code]["name"].endswith("区")]
    return names


def _narrow(chains: list[Chain], context: str) -> list[Chain]:
    """Those inside the context, or else its province; then the most levels, then the names in force."""
    for area in (context, province_of(context)) if context else ():
        inside = [chain for chain in chains if _inside(chain.code, area)]
        if inside:
            chains = inside
            break
    steps = max(chain.steps for chain in chains)
    chains = [chain for chain in chains if chain.steps == steps]
    former = min(chain.former for chain in chains)
    return [chain for chain in chains if chain.former == former]


def _owners(chains: list[Chain]) -> list[str]:
    """The codes that stay, the upper of nested ones unless it is a province (吉林: province or city)."""
    lone = [chain.lone for chain in chains if chain.lone and chain.lone.kind == "short" and chain.code]
    codes = {name.code for name in _likelier(lone)} if len(lone) == len(chains) else {chain.code for chain in chains}
    return [c for c in codes if not any(o != c and _inside(c, o) and not o.endswith("0000") for o in codes)]


def _elsewhere(rest: str, code: str) -> set[str]:
    """Other places named after the last name read: provinces, cities and extra units anywhere, counties at once."""
    named = set(_tiled(rest))
    for at in range(len(rest)):
        for name in _names_at(rest, at):
            named |= {name.code} if _contradicts(name, rest, at) else set()
    places = (code, *_extra().get(code, ()))
    return {other for other in named if other and not any(_nested(other, place) for place in places)}


def _contradicts(name: Name, rest: str, at: int) -> bool:
    """Whether a name met in the rest is meant as a place: not 城区, not 广州市场."""
    after = at + len(name.text)
    if len(name.text) < 3 or rest.startswith("场", after) or ROAD.match(rest, after):
        return False
    if name.code in _extra():
        return not name.only
    return name.kind == "full" and (at == 0 or name.code.endswith("00"))


def _tiled(rest: str) -> list[str]:
    """Codes of the provinces and cities the text consists of entirely (太原、大同、阳泉)."""
    codes: list[str] = []
    at = 0
    while at < len(rest):
        wide = [name for name in _names_at(rest, at) if name.code.endswith("00") and name.only != "whole"]
        if not wide:
            return []
        longest = max(wide, key=lambda name: len(name.text))
        codes.append(longest.code)
        at += len(longest.text)
    return codes


def _by_code(text: str) -> Resolution | None:
    """A code or key as text; statistical codes beyond six digits count by their first six, pseudo levels by the unit above."""
    row = _regions().get(text)
    digits = CODE.fullmatch(text)
    if row is None and digits:
        code = digits[1][:6].ljust(6, "0")
        above = f"{code[:4]}00" if code.endswith("01") or code[4:] > "69" else ""
        pseudo = province_of(code) if code[2:] in ("0100", "0200", "9000") else ""
        row = next((_regions()[c] for c in (code, above, pseudo) if c in _regions()), None)
        if row is None:
            return UNKNOWN
    if row is None:
        return None
    code = row["successor"] if row["status"] == "withdrawn" else row["code"]
    return found(code) if code else UNKNOWN


def _answer(codes: Iterable[str]) -> Resolution:
    distinct = sorted({code for code in codes if code})
    if not distinct:
        return UNKNOWN
    return found(distinct[0]) if len(distinct) == 1 else ambiguous(distinct)


@lru_cache(maxsize=65536)
def resolve(text: str, context: str | None = None) -> Resolution:
    """The region `text` names; `context` is a code that decides between namesakes, never an answer by itself."""
    plain = _tidy(text)
    by_code = None if plain in _names() else _by_code(unicodedata.normalize("NFKC", text).strip())
    if by_code:
        return by_code
    chains = _readings(plain, context or "")
    if not chains:
        return UNKNOWN
    end = max(chain.end for chain in chains)
    codes = _owners(_narrow([chain for chain in chains if chain.end == end], context or ""))
    others = {other for code in codes for other in _elsewhere(plain[end:], code)}
    return _answer([*codes, *others])
