"""What papers and the press print, and the targets they state: what a figure may be held against, and what not.

A published figure has a scope (one round, or all since the campaign began). Figures of different scope look alike and
differ by years of work, so they are never compared.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from data.errors import Refused
from data.reference import table
from locales import N_
from metrics.core import Metric

ROUNDING = ("half-up", "truncated", "either", "exact", "unstated")  # either: both give what is printed
CUMULATIVE = N_("不可比：那是开展提升行动以来的累计数，这里是当年数")
OF_A_YEAR = N_("不可比：那是当年数，这里是开展提升行动以来的累计数")
SINCE_2023 = N_("不可比：公布值是2023年以来的数，不是一年的，也不是开展提升行动以来的")
UNCLEAR = N_("不可比：公布值没有说明是当年数还是累计数")


class Published(NamedTuple):
    """One figure: `value` in the metric's unit, `printed` as it stands there, `rounding` one of ROUNDING.

    `region` is the code it speaks of, empty for the nation.
    """

    metric: str
    year: int
    region: str
    value: float
    printed: str
    rounding: str
    scope: str
    source: str
    note: str


class Target(NamedTuple):
    """At least `value` for a region (empty: the nation) or, with `each`, for every unit of that level in it."""

    metric: str
    year: int
    region: str
    each: str
    value: float
    scope: str
    source: str


def figures(name: str, year: int) -> list[Published]:
    """What was published of a metric for a year."""
    return [
        Published(
            metric=name,
            year=year,
            region=row["region"],
            value=float(row["value"]),
            printed=row["printed"],
            rounding=row["rounding"],
            scope=row["scope"],
            source=row["source"],
            note=row["note"],
        )
        for row in table("published_figures")
        if row["metric"] == name and int(row["year"]) == year
    ]


def targets(rows: Sequence[Mapping[str, str]], name: str, year: int) -> list[Target]:
    """The targets of a metric and year among rows of the table `targets`, shipped or with a bureau's own.

    Raises Refused for a row that cannot be read.
    """
    return [_target(row) for row in rows if row["metric"] == name and row["year"] == str(year)]


def _target(row: Mapping[str, str]) -> Target:
    try:
        value = float(row["value"])
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or row["scope"] not in ("year", "cumulative"):
        raise Refused(
            "目标值 targets.csv 中“{metric}”{year}年一行读不懂：value 写数字（比例写0至1），scope 写 year 或 cumulative",
            metric=row["metric"],
            year=row["year"],
        )
    return Target(row["metric"], int(row["year"]), row["region"], row["each"], value, row["scope"], row["source"])


def scope_differs(one: Metric, scope: str) -> str:
    """Why figures of that scope do not compare with the metric's of one year, a msgid; empty where they do."""
    is_cumulative = one.relation == "statistics"
    reasons = {
        "since_2023": SINCE_2023,
        "unclear": UNCLEAR,
        "year": OF_A_YEAR if is_cumulative else "",
        "cumulative": "" if is_cumulative else CUMULATIVE,
        "first": "",
    }
    return reasons[scope]
