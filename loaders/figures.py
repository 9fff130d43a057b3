"""Figures as people write them on forms: “政策措施：3项”, “1,200 人次”, “118.6亿元”, “97.8％”.

A figure has one of three units: `count` (whole), `percent`, or `10k_cny` (万元, into which 亿元 and 元 are turned).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from loaders.text import MISSING, normal

CELL = "\x1f"  # between the texts of two cells that are read as one
AMOUNTS = {"元": 0.0001, "万元": 1.0, "万": 1.0, "亿元": 10_000.0, "亿": 10_000.0}
TIMES = {"万": 10_000, "亿": 100_000_000}
BLANKS = MISSING | {"无", "暂无", "没有", "/", "\\", "-", "--", "—", "——", "…", "……", "%"}
MOST = 2**31 - 1  # of a count
_DIGITS = r"(?P<number>(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,17})?)"
_COUNTED = r"(?:人次|[家个项人名次户篇件])"
_FIGURES = {
    "count": re.compile(rf"{_COUNTED}?{_DIGITS}(?P<times>[万亿])?{_COUNTED}?"),
    "percent": re.compile(rf"%?{_DIGITS}%?"),
    "10k_cny": re.compile(rf"(?P<before>[万亿]?元)?{_DIGITS}(?P<after>[万亿]元?|元)?"),
}
_REMARK = re.compile(r"\([^()]*\)")
_AMOUNT_UNIT = re.compile(r"\(([万亿]?元)\)")
_THOUSANDS = re.compile(r"(?<=\d)[^\S\x1f]+(?=\d{3}(?!\d))")
_TWO_NUMBERS = re.compile(r"\d[^\S\x1f]+\d")
_AROUND = ":.。;,、"


class Part(NamedTuple):
    """A label printed on a form, as written, and the text up to the next one."""

    name: str
    label: str
    text: str


def read(text: str, unit: str, printed: str = "") -> tuple[float | None, str]:
    """A figure, or None and the rule it breaks; an amount without a unit has the one `printed` over it, if any."""
    wide = unicodedata.normalize("NFKC", text)
    cells = [cell for cell in wide.split(CELL) if cell.strip()]
    printed = printed or amount_unit(wide)
    wide = _THOUSANDS.sub("", "".join(cells))
    plain = _without_remarks(normal(wide).replace("_", "")).strip(_AROUND)
    if plain in BLANKS or not re.search(r"\w", plain) or re.fullmatch(rf"{_COUNTED}|[万亿]?元", plain):
        return None, "figure_blank"
    match = _FIGURES[unit].fullmatch(plain)
    several = _TWO_NUMBERS.search(wide) or sum(bool(re.search(r"\d", cell)) for cell in cells) > 1
    if not match or several:
        return None, "figure_unreadable"
    number = float(match["number"].replace(",", ""))
    if unit == "count":
        number = round(number * TIMES.get(match["times"], 1), 6)
        return (number, "") if number.is_integer() and number <= MOST else (None, "figure_unreadable")
    return (number, "") if unit == "percent" else _amount(number, {match["before"], match["after"]}, printed)


def _amount(number: float, written: set[str | None], printed: str) -> tuple[float | None, str]:
    """An amount in 万元; two units that contradict each other are no unit."""
    units = {AMOUNTS[unit] for unit in written if unit} or ({AMOUNTS[printed]} if printed else set())
    if len(units) != 1:
        return None, "figure_unreadable" if units else "figure_without_unit"
    return round(number * units.pop(), 4), ""


def amount_unit(text: str) -> str:
    """The unit a heading gives in brackets, such as （万元）; none where it gives a choice."""
    match = _AMOUNT_UNIT.search(normal(text))
    return match[1] if match else ""


def _without_remarks(text: str) -> str:
    """Without what stands in brackets, unless nothing else has digits: (包括线上、线下) is a remark, （3） is a figure."""
    bare = _REMARK.sub("", text)
    return bare if re.search(r"\d", bare) or not re.search(r"\d", text) else text.replace("(", "").replace(")", "")


def parts(text: str, labels: Mapping[str, str]) -> tuple[str, list[Part]]:
    """What stands before the first label, and each label's part; `labels` are label: name, blanks in them ignored."""
    wide = unicodedata.normalize("NFKC", text)
    known = {normal(label): name for label, name in labels.items()}
    found = list(_pattern(tuple(labels)).finditer(wide))
    starts = [match.start() for match in found] + [len(wide)]
    after = zip(found, starts[1:], strict=True)
    return wide[: starts[0]], [
        Part(known[normal(match[0])], normal(match[0]), wide[match.end() : end]) for match, end in after
    ]


@cache
def _pattern(labels: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(map(normal, labels), key=len, reverse=True)
    return re.compile("|".join(r"\s*".join(map(re.escape, label)) for label in ordered))
