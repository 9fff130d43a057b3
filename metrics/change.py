"""Year on year: what changed since the year before, over those reporting units that both years have.

A province that joins, or sends no ledger, moves a national figure though nothing changed anywhere. So both years are
computed over the units present in both, and where the questionnaire itself changed there is no comparison at all.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

import pandas as pd

from data.reference import table
from data.warehouse import Reader
from locales import N_
from metrics.core import Better, Latest, Metric
from metrics.direction import direction, is_improvement
from metrics.query import Filters, compute
from metrics.registry import metric
from metrics.relations import RELATIONS

Kind = Literal["points", "relative", "difference"]

SCOPE = N_("不可比（范围不同）")
NO_YEAR_BEFORE = N_("没有上一年的数据")
NO_YEAR = N_("本年没有数据")
FROM_ZERO = N_("上一年为0，算不出变化率")


class Change(NamedTuple):
    """A metric against the year before.

    `before` and `after` are its values over `units`, with their numerators and denominators; None where missing.
    `value` is what changed, by `kind`: `points` a difference of shares (0.009 is 0.9 百分点), `relative` a share of
    before (0.25 is +25 %), `difference` in the metric's own unit: percentage points for means of percentages and
    for pilots' changes and percentages, and for cumulative figures what the year added.
    `units` are the codes of the reporting units in both years, `units_of_year` of those in the later one: provinces,
    cities of one province, counties if counties are filtered; the units that file statistics tables; pilots.
    `reason` is why there is no value, a msgid to translate; empty when there is one. `better` is the good direction.
    """

    name: str
    year: int
    kind: Kind
    value: float | None
    before: float | None
    after: float | None
    numerators: tuple[float | None, float | None]
    denominators: tuple[float | None, float | None]
    units: tuple[str, ...]
    units_of_year: tuple[str, ...]
    reason: str
    better: Better = ""

    @property
    def is_improvement(self) -> bool | None:
        """Whether it went the good way; None where nothing changed, or neither way is good."""
        return is_improvement(self.better, self.value)


def change(reader: Reader, name: str, year: int, where: Filters = Filters()) -> Change:
    """A metric in `year` against exactly the year before, under the filters but for their years.

    Raises Refused as `compute` does.
    """
    one, years = metric(name), (year - 1, year)
    unit = unit_of(one, where)
    units, common = _units(reader, one, unit, years, where)
    figures = dict.fromkeys(years, (None, None, None))
    if common:
        over: dict[str, Sequence[str | int]] = {"year": years, unit: common}
        rows = compute(reader, [name], ["year"], where.but(**over)).set_index("year")
        kept = rows[["numerator", "denominator", "value"]].astype(object)
        figures |= {y: tuple(row) for y, row in zip(kept.index, kept.where(kept.notna(), None).values, strict=True)}
    (n_before, d_before, before), (n_after, d_after, after) = (figures[y] for y in years)
    kind = kind_of(one, where)
    reason = break_between(name, *years) or _missing(units[year - 1], units[year], common)
    if not reason and kind == "relative" and not before:
        reason = FROM_ZERO
    return Change(
        name=name,
        year=year,
        kind=kind,
        value=None if reason else _difference(kind, before, after),
        before=before,
        after=after,
        numerators=(n_before, n_after),
        denominators=(d_before, d_after),
        units=common,
        units_of_year=units[year],
        reason=reason,
        better=direction(one, where),
    )


def break_between(name: str, earlier: int, later: int) -> str:
    """Why a metric's figures of two years do not compare, a msgid; empty where they do. A line of a chart breaks here."""
    for row in table("breaks"):
        if earlier < int(row["since"]) <= later and re.fullmatch(row["metric"], name):
            return row["reason"]
    return ""


def unit_of(one: Metric, where: Filters) -> str:
    """The dimension whose values must be in both years."""
    if reports := RELATIONS[one.relation].reports:
        return reports.unit[0]
    if where.get("county"):
        return "county"
    return "city" if where.get("city") or len(where.get("province")) == 1 else "province"


def _units(
    reader: Reader, one: Metric, unit: str, years: tuple[int, int], where: Filters
) -> tuple[dict[int, tuple[str, ...]], tuple[str, ...]]:
    """Codes of the units that have a value in each year, and of those that have one in both."""
    same, places = standing(reader, one, unit, years, where)
    codes = {y: {code for code, *_ in same[y]} for y in years}
    common = {code for code, *_ in same[years[0]] & same[years[1]]}
    return {y: _outermost(codes[y], places) for y in years}, _outermost(common, places)


def standing(
    reader: Reader, one: Metric, unit: str, years: Sequence[int], where: Filters
) -> tuple[dict[int, set[tuple[str, ...]]], dict[str, tuple[str | None, ...]]]:
    """What has a value in each year: a unit's code with what must be the same in both; and the place of each unit.

    A place listed in one year and only answered in the other has another scope: it is not the same unit.
    """
    relation = RELATIONS[one.relation]
    nested = relation.reports.nested if relation.reports else ()
    rows = compute(reader, [one.name], ["year", unit, *relation.same, *nested], where.but(year=years))
    rows = rows.dropna(subset=["value", unit])
    same = {y: set(rows[rows["year"] == y][[unit, *relation.same]].itertuples(index=False, name=None)) for y in years}
    places = {row[unit]: tuple(row[d] if pd.notna(row[d]) else None for d in nested) for _, row in rows.iterrows()}
    return same, places


def _outermost(codes: set[str], places: dict[str, tuple[str | None, ...]]) -> tuple[str, ...]:
    """The codes without those that lie in another one of them."""
    stated = {places[code] for code in codes}

    def is_inside(place: tuple[str | None, ...]) -> bool:
        around = (place[:depth] + (None,) * (len(place) - depth) for depth in range(1, len(place)))
        return any(other != place and other in stated for other in around)

    return tuple(sorted(code for code in codes if not is_inside(places[code])))


def _missing(before: tuple[str, ...], after: tuple[str, ...], common: tuple[str, ...]) -> str:
    if not after:
        return NO_YEAR
    if not before:
        return NO_YEAR_BEFORE
    return "" if common else SCOPE


def kind_of(one: Metric, where: Filters) -> Kind:
    """What two figures of one metric differ by."""
    if one.unit == "share":
        return "points"
    is_cumulative = isinstance(one, Latest) and not one.mean
    if is_cumulative or one.unit == "percent" or one.name == "pilot_change":
        return "difference"
    units = {row["indicator"]: row["unit"] for row in table("pilot_indicators")}
    return "difference" if units.get(str(*where.get("indicator"))) == "percent" else "relative"


def _difference(kind: Kind, before: float | None, after: float | None) -> float:
    assert before is not None and after is not None  # every unit of both years has a value
    return after / before - 1 if kind == "relative" else after - before
