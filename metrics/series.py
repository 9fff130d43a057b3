"""A metric year by year, and between which years a line may join it.

Two years are joined where the one follows the other, the question is the same, and the same reporting units stand
behind both figures. A province that joins moves a national figure though nothing changed anywhere; the change against
the year before (`metrics.change`) is then computed over the units of both years, but a line through the figures
themselves breaks.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from data.warehouse import Reader
from locales import N_
from metrics.change import break_between, standing, unit_of
from metrics.query import Filters, compute
from metrics.registry import metric

GAP = N_("不连续：中间的年度没有数据")
UNITS = N_("不可比：两年有数据的地区不同")


class Point(NamedTuple):
    """The figure of one year, as `compute` gives it; shares are 0–1.

    `reason` is why it is not joined to the point before, a msgid; empty where it is, and at the first point.
    """

    year: int
    value: float
    numerator: float | None
    denominator: float | None
    small: bool
    reason: str = ""


class Series(NamedTuple):
    """The years that have a value, earliest first."""

    name: str
    points: tuple[Point, ...]

    def until(self, year: int) -> "Series":
        """The same up to a year."""
        return self._replace(points=tuple(point for point in self.points if point.year <= year))

    @property
    def tail(self) -> tuple[Point, ...]:
        """The last years that compare with one another."""
        starts = [at for at, point in enumerate(self.points) if point.reason]
        return self.points[starts[-1] if starts else 0 :]

    @property
    def breaks(self) -> tuple[tuple[int, int, str], ...]:
        """Each two years that are not joined, and why."""
        return tuple((a.year, b.year, b.reason) for a, b in pairwise(self.points) if b.reason)


def series(reader: Reader, name: str, where: Filters = Filters()) -> Series:
    """A metric in every year of the version, under the filters but for their years. Raises Refused as `compute` does."""
    return every_series(reader, [name], where)[name]


def every_series(reader: Reader, names: Sequence[str], where: Filters = Filters()) -> dict[str, Series]:
    """`series` of several metrics, asked for together: one statement costs less than many."""
    rows = compute(reader, names, ["year"], where.but(year=())).dropna(subset=["year", "value"]).sort_values("year")
    return {name: _joined(reader, name, where, rows[rows["metric"] == name]) for name in names}


def _joined(reader: Reader, name: str, where: Filters, rows: pd.DataFrame) -> Series:
    one = metric(name)
    points = [_point(row) for _, row in rows.iterrows()]
    if len(points) < 2:
        return Series(name, tuple(points))
    units, _places = standing(reader, one, unit_of(one, where), [point.year for point in points], where)
    joined = [points[0]]
    for before, after in pairwise(points):
        reason = break_between(name, before.year, after.year)
        reason = reason or (GAP if after.year - before.year > 1 else "")
        joined.append(after._replace(reason=reason or ("" if units[before.year] == units[after.year] else UNITS)))
    return Series(name, tuple(joined))


def _point(row: pd.Series) -> Point:
    counts = (None if pd.isna(row[c]) else float(row[c]) for c in ("numerator", "denominator"))
    numerator, denominator = counts
    return Point(int(row["year"]), float(row["value"]), numerator, denominator, bool(row["small"]))
