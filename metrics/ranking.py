"""Who is ahead: units in order of a metric, or of how far they came since the year before.

Rank is by competition: equal values share a rank and the next one counts those before it (1, 1, 3). Values are equal
when they are exactly equal: rates as fractions of their counts (1/2 = 5/10), means and amounts to nine decimals, the
noise of adding in another order; never as rounded for print, so that a page's decimals decide nobody's place. A unit
with too few firms or answers, without a value, or whose years do not compare, is listed with the reason and has no rank.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

import pandas as pd

from data.errors import Refused
from data.warehouse import Reader
from locales import N_
from metrics.change import Change, change
from metrics.core import Better, Mean, Metric, Rate
from metrics.direction import direction
from metrics.query import SMALL, Filters, compute, records
from metrics.registry import metric
from metrics.relations import NO_PILOT

DECIMALS = 9  # of sums and amounts, beyond which differences are noise

TOO_FEW = N_("数量太少，不参与排名")
NO_VALUE = N_("没有数据")
NO_UNIT = N_("没有写明属于哪一个，不参与排名")

Unit = str | int | None


class Ranked(NamedTuple):
    """One unit in a ranking; `value`, `numerator` and `denominator` as `compute` gives them.

    In a ranking of progress `value` is what changed (`metrics.change.Change.value`), and the two are those of the
    later year; `change` holds both. `rank` is None where `reason`, a msgid, says why; `is_tied` where others share it.
    """

    unit: Unit
    rank: int | None
    is_tied: bool
    value: float | None
    numerator: float | None
    denominator: float | None
    reason: str
    change: Change | None = None


class _Entry(NamedTuple):
    """A unit before it has a rank; `score` is exact and greater for the better."""

    unit: Unit
    score: Fraction
    value: float | None
    numerator: float | None
    denominator: float | None
    reason: str
    change: Change | None = None


def ranking(reader: Reader, name: str, by: str, where: Filters = Filters(), minimum: int = SMALL) -> list[Ranked]:
    """The units of a dimension by a metric, best first, then those without a rank.

    `minimum` is how many firms or answers a rate or mean must stand on. Raises Refused as `compute` does, and where
    neither direction is good.
    """
    one, better = _rankable(name, by, where)
    entries = []
    for row in records(compute(reader, [name], [by], where)):
        reason = _unranked(one, row[by], row["value"], [row["denominator"]], minimum)
        score = Fraction() if reason else _exact(one, row) * _sign(better)
        entries.append(_Entry(row[by], score, row["value"], row["numerator"], row["denominator"], reason))
    return _in_order(entries)


def progress(
    reader: Reader, name: str, by: str, year: int, where: Filters = Filters(), minimum: int = SMALL
) -> list[Ranked]:
    """The units of a dimension by their change since the year before, most progress first.

    Each over those reporting units of it that both years have; what does not compare has no rank. In both years the
    unit must stand on `minimum` firms or answers.
    """
    one, better = _rankable(name, by, where)
    seen = compute(reader, [name], ["year", by], where.but(year=[year - 1, year])).dropna(subset=["value"])
    entries = []
    for unit in {row[by]: None for row in records(seen)}:
        if unit is None:
            continue
        found = change(reader, name, year, where.but(**{by: [unit]}))
        reason = found.reason or _unranked(one, unit, found.value, found.denominators, minimum)
        score = Fraction() if reason else _exact_change(one, found.kind, found) * _sign(better)
        entries.append(_Entry(unit, score, found.value, found.numerators[1], found.denominators[1], reason, found))
    return _in_order(entries)


def ranks(scores: Mapping[Any, Fraction]) -> dict[Any, int]:
    """The competition rank of each, the greatest score first."""
    values = sorted(scores.values(), reverse=True)
    first = {value: place for place, value in reversed(list(enumerate(values, 1)))}
    return {unit: first[score] for unit, score in scores.items()}


def _rankable(name: str, by: str, where: Filters) -> tuple[Metric, Better]:
    one = metric(name)
    if by == "year":
        raise Refused("年度之间不排名；与上一年比较：python -m metrics compare {name} --where year=…", name=name)
    better = direction(one, where)
    if not better:
        raise Refused("“{name}”没有规定高好还是低好，不能排名", name=name)
    return one, better


def _unranked(
    one: Metric,
    unit: Unit,
    value: float | None,
    denominators: list[float | None] | tuple[float | None, ...],
    minimum: int,
) -> str:
    if unit is None or unit == NO_PILOT:
        return NO_UNIT
    if value is None:
        return NO_VALUE
    stands_on_firms = isinstance(one, Rate | Mean)
    return TOO_FEW if stands_on_firms and any((n or 0) < minimum for n in denominators) else ""


def _in_order(entries: list[_Entry]) -> list[Ranked]:
    places = ranks({one.unit: one.score for one in entries if not one.reason})
    shared = pd.Series(list(places.values()), dtype=int).value_counts()
    rows = [
        Ranked(
            one.unit,
            places.get(one.unit),
            one.unit in places and shared[places[one.unit]] > 1,
            one.value,
            one.numerator,
            one.denominator,
            one.reason,
            one.change,
        )
        for one in entries
    ]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.unit is None, str(row.unit).zfill(9)))


def _exact(one: Metric, row: Mapping[str, Any]) -> Fraction:
    """The value without the noise of floating point."""
    if row["denominator"] and not (isinstance(one, Mean) and one.median):
        return _decimal(row["numerator"]) / _decimal(row["denominator"])
    return _decimal(row["value"])


def _exact_change(one: Metric, kind: str, found: Any) -> Fraction:
    before, after = (
        _exact(one, {"numerator": n, "denominator": d, "value": v})
        for n, d, v in zip(found.numerators, found.denominators, (found.before, found.after), strict=True)
    )
    return after / before - 1 if kind == "relative" else after - before


def _decimal(number: float) -> Fraction:
    return Fraction(repr(round(float(number), DECIMALS)))


def _sign(better: Better) -> int:
    return 1 if better == "higher" else -1
