"""A figure held against another: the year before, the region around, all regions, what was published, a target.

One place decides what the difference of two figures is. Shares differ by percentage points; means of percentages by
points of their own; counts and amounts of a part are a share of the whole, and of a target the part that is done.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

import pandas as pd

from data.reference import table
from data.warehouse import Reader
from locales import N_
from metrics import change as changes
from metrics import published
from metrics.core import Better, Metric
from metrics.direction import direction, is_improvement
from metrics.published import Target
from metrics.query import Filters, compute
from metrics.registry import metric

Kind = Literal["before", "parent", "all", "published", "target"]
Unit = Literal["points", "difference", "relative", "share"]

PLACES = ("county", "city", "province")  # from the innermost out
ONE_YEAR = N_("请只选一个年度")
ONE_REGION = N_("请只选一个地区")
IS_ALL = N_("没有限定地区，已是全部地区")
ABOVE_IS_ALL = N_("省级以上就是全部地区")
NO_VALUE = N_("没有数据")
NO_OTHER = N_("比较的对象没有数据")
OF_NOTHING = N_("比较的对象为0，算不出比例")


class Comparison(NamedTuple):
    """A metric's `value` against `other`; None where missing.

    `against` says what `other` is: a year, a region's code, the source of a published figure or target; empty for all
    regions. `difference` is by `unit`: `points` a difference of shares (0.009 is 0.9 百分点), `difference` in the
    metric's own unit, `relative` a share of other (0.25 is +25 %), `share` value ÷ other. `printed` and `rounding`
    are a published figure's. `reason` is why there is no difference, a msgid; empty when there is one.
    """

    name: str
    kind: Kind
    against: str
    value: float | None
    other: float | None
    difference: float | None
    unit: Unit
    reason: str
    better: Better = ""
    printed: str = ""
    rounding: str = ""

    @property
    def is_better(self) -> bool | None:
        """Whether the value is the better one; None where they are equal or neither way is good.

        A part is never better than its whole; against a target, reaching it is.
        """
        if self.difference is None or self.value is None or self.other is None:
            return None
        if self.kind == "target":
            return self.value >= self.other
        return None if self.unit == "share" else is_improvement(self.better, self.difference)


def comparisons(
    reader: Reader, name: str, where: Filters = Filters(), targets: Sequence[Mapping[str, str]] | None = None
) -> list[Comparison]:
    """A metric against the year before, its parent region, all regions, and what was published or set for it.

    `targets` are rows of the table of that name; without them those that are shipped. Raises Refused as `compute` does.
    """
    own = value(reader, name, where)
    found = [_before(reader, name, where), _parent(reader, name, where, own), _all(reader, name, where, own)]
    if len(where.get("year")) == 1:
        found += _published(name, where, own)
        found += _targets(name, where, own, table("targets") if targets is None else targets)
    return found


def against(name: str, where: Filters, own: float | None, other: float | None) -> Comparison:
    """The value of a metric under the filters against the `other` of what somebody else chose to be around them."""
    return _compared(name, where, "parent", "", own, other)


def value(reader: Reader, name: str, where: Filters) -> float | None:
    """The value of a metric under the filters; None where there is none."""
    found = compute(reader, [name], where=where)["value"].iloc[0]
    return None if pd.isna(found) else float(found)


def _before(reader: Reader, name: str, where: Filters) -> Comparison:
    better, years = direction(metric(name), where), where.get("year")
    if len(years) != 1:
        return Comparison(name, "before", "", None, None, None, "relative", ONE_YEAR, better)
    (year,) = years
    found = changes.change(reader, name, int(year), where)
    before = str(found.year - 1)
    return Comparison(name, "before", before, found.after, found.before, found.value, found.kind, found.reason, better)


def _parent(reader: Reader, name: str, where: Filters, own: float | None) -> Comparison:
    level, codes = _region(where)
    reason = ONE_REGION if len(codes) > 1 else ABOVE_IS_ALL if level == "province" else "" if codes else IS_ALL
    if reason:
        return _compared(name, where, "parent", "", own, None, reason)
    above = PLACES[PLACES.index(level) + 1]
    parent = _parents().get(codes[0], "")
    other = _without_region(where).but(**{above: [parent]})
    return _compared(name, where, "parent", parent, own, value(reader, name, other))


def _all(reader: Reader, name: str, where: Filters, own: float | None) -> Comparison:
    everywhere = _without_region(where)
    if everywhere == where:
        return _compared(name, where, "all", "", own, None, IS_ALL)
    return _compared(name, where, "all", "", own, value(reader, name, everywhere))


def _published(name: str, where: Filters, own: float | None) -> Iterator[Comparison]:
    """The nation's figures, and those of the region asked for."""
    (year,), (_, codes) = where.get("year"), _region(where)
    for one in published.figures(name, int(year)):
        if one.region and codes != (one.region,):
            continue
        reason = published.scope_differs(metric(name), one.scope)
        found = _compared(name, where, "published", one.source, own, one.value, reason)
        yield found._replace(printed=one.printed, rounding=one.rounding)


def _targets(name: str, where: Filters, own: float | None, rows: Sequence[Mapping[str, str]]) -> Iterator[Comparison]:
    """The targets set for exactly this region; a part of its industries, pilots or bodies has none."""
    (year,), (level, codes) = where.get("year"), _region(where)
    if set(dict(where.values)) - {"year", *PLACES}:
        return
    for one in published.targets(rows, name, int(year)):
        if _is_for(one, level, codes):
            reason = published.scope_differs(metric(name), one.scope)
            yield _compared(name, where, "target", one.source, own, one.value, reason)


def _is_for(one: Target, level: str, codes: tuple[str, ...]) -> bool:
    if not one.each:
        return codes == ((one.region,) if one.region else ())
    return one.each == level and len(codes) == 1 and (not one.region or one.region in _above(codes[0]))


def _compared(
    name: str, where: Filters, kind: Kind, code: str, own: float | None, other: float | None, reason: str = ""
) -> Comparison:
    one = metric(name)
    unit, better = _unit(one, where), direction(one, where)
    if not reason:
        reason = NO_VALUE if own is None else NO_OTHER if other is None else ""
    if not reason and unit in ("relative", "share") and not other:
        reason = OF_NOTHING
    if reason or own is None or other is None:
        return Comparison(name, kind, code, own, other, None, unit, reason, better)
    return Comparison(name, kind, code, own, other, _difference(unit, own, other), unit, "", better)


def _difference(unit: Unit, own: float, other: float) -> float:
    if unit == "share":
        return own / other
    return own / other - 1 if unit == "relative" else own - other


def _unit(one: Metric, where: Filters) -> Unit:
    """What a part and its whole differ by."""
    if one.unit == "share":
        return "points"
    if one.unit == "percent":
        return "difference"
    if one.unit == "indicator":  # a mean over pilots: there is no whole it is a part of
        return "relative" if changes.kind_of(one, where) == "relative" else "difference"
    return "share"


def _region(where: Filters) -> tuple[str, tuple[str, ...]]:
    """The innermost place that is filtered, and the codes asked for."""
    for level in PLACES:
        if codes := where.get(level):
            return level, tuple(map(str, codes))
    return "", ()


def _without_region(where: Filters) -> Filters:
    return where.but(province=(), city=(), county=(), region=())


@cache
def _parents() -> dict[str, str]:
    return {row["code"]: row["parent"] for row in table("regions")}


def _above(code: str) -> list[str]:
    """The regions it lies in, from the innermost out."""
    parent = _parents().get(code, "")
    return [parent, *_above(parent)] if parent else []
