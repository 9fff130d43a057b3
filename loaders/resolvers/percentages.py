"""Percentages as firms write them: “约10%”, “10-15”, “两成”, “无”. The readings are data/reference/percentages.csv."""

import math
import re
from functools import cache
from typing import NamedTuple

from data.reference import table
from loaders.text import normal

_ENDING = re.compile(r"[。.;,、]+$")
_DASHES = str.maketrans(dict.fromkeys("−–‐‑‒―〜", "-"))  # minus signs and dashes that NFKC leaves alone
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}


class Percentage(NamedTuple):
    """`value` in percent, None for “not filled in”; `flag` names what makes the reading less than plain."""

    value: float | None
    flag: str = ""


UNREADABLE = Percentage(None, "unreadable")


@cache
def _readings() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple((row["reading"], re.compile(row["pattern"]), row["flag"]) for row in table("percentages"))


def _hundredths(words: str) -> float:
    """“十五” → 15, “二十” → 20, “一百二十” → 120."""
    total = 0
    digit = 0
    for character in words:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return float(total + digit)


def _value(reading: str, groups: dict[str, str | None], falling: bool) -> float | None:
    low, high = groups.get("low"), groups.get("high")
    match reading:
        case "blank":
            return None
        case "range":
            return (float(low or 0) + float(high or 0)) / 2
        case "rise" | "fall":
            return float(low or 0) * (-1 if (reading == "fall") != falling else 1)
        case "tenths":
            return _DIGITS[groups["tenths"] or ""] * 10.0 + (5 if groups["half"] else 0)
        case "hundredths":
            return _hundredths(groups["hundredths"] or "")
        case "double":
            return 100.0
    return float(low or high or 0)


@cache
def read(text: str, falling: bool = False) -> Percentage:
    """A percentage in free text; `falling` where the question asks by how much something fell.

    “下降5” is −5 where growth is asked and 5 where a reduction is; every negative value is flagged. So is “0.15”, which
    may be 0.15 % or 15 %.
    """
    wanted = _ENDING.sub("", normal(text).translate(_DASHES))
    for reading, pattern, flag in _readings():
        if match := pattern.fullmatch(wanted):
            value = _value(reading, match.groupdict(), falling)
            if value is not None and not math.isfinite(value):
                break
            if value is not None and value < 0:
                return Percentage(value, "negative")
            return Percentage(value, flag or ("fraction" if value and value < 1 and "%" not in wanted else ""))
    return UNREADABLE
