"""Which metric a piece of text speaks of: the words are those of `data/reference/figure_words.csv`."""

import re
from functools import cache
from typing import NamedTuple

from data.reference import table
from metrics.core import Mean
from metrics.registry import METRICS

MEDIAN = "中位数"
USUAL_UNITS = ("家", "户", "份")  # of firms and their answers
_YEAR = re.compile(r"(?<![0-9比较与同])(20[0-9]{2})年")  # 比2020年 compares with it
_HAN = re.compile(r"[\u3400-\u9fff]")


class Wording(NamedTuple):
    """`ways`: the text speaks of the metric if all words of one way stand in it, and none of `without`.

    `units` are the measure words its counts can have.
    """

    ways: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]
    units: tuple[str, ...]

    def fits(self, plain: str) -> bool:
        """Whether the text speaks of it."""
        return any(all(word in plain for word in way) for way in self.ways) and not any(
            word in plain for word in self.without
        )


@cache
def wordings() -> dict[str, Wording]:
    """The wording of every metric by its name; another base of a question, and a median, has that of the question."""
    rows = {row["metric"]: row for row in table("figure_words")}
    return {name: _wording(rows.get(question(name)), name) for name in METRICS}


def question(name: str) -> str:
    """The metric that asks the same on the usual base: of `satisfaction_rate_all` `satisfaction_rate`."""
    return (METRICS[name].same_question or name).removesuffix("_median")


def _wording(row: dict[str, str] | None, name: str) -> Wording:
    one = METRICS[name]
    if row is None:
        return Wording(((one.label,),), (), USUAL_UNITS)
    ways = tuple(tuple(way.split("+")) for way in row["words"].split("|"))
    without = tuple(filter(None, row["without"].split("|")))
    if isinstance(one, Mean):
        is_median = one.median
        ways = tuple((*way, MEDIAN) for way in ways) if is_median else ways
        without = without if is_median else (*without, MEDIAN)
    return Wording(ways, without, tuple(row["units"].split("|")))


def years(plain: str) -> tuple[int, ...]:
    """The years a text speaks of."""
    return tuple(dict.fromkeys(int(year) for year in _YEAR.findall(plain)))


def places(plain: str) -> tuple[str, ...]:
    """The provinces and cities a text names; cities by their whole names only, short ones hide in other words."""
    return tuple(name for name in _places() if name in plain) if _HAN.search(plain) else ()


@cache
def _places() -> tuple[str, ...]:
    found = []
    for row in table("regions"):
        if row["status"] == "current" and row["level"] in ("province", "city"):
            found.append(row["short"] if row["level"] == "province" else row["name"])
    return tuple(dict.fromkeys(name for name in found if len(name) > 1))


@cache
def called(code: str) -> tuple[str, ...]:
    """What a region of that code, and those around it, are called."""
    rows = {row["code"]: row for row in table("regions")}
    around = [code, f"{code[:4]}00", f"{code[:2]}0000"]
    return tuple(name for one in around if one in rows for name in (rows[one]["name"], rows[one]["short"]) if name)
