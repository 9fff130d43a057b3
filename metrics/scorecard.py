"""The assessment scorecard: units by experts' scores and by what their firms say, weighted and ranked.

What is assessed stands in data/reference/assessment_indicators.csv, which metrics speak for the questionnaire in
assessment_survey.csv. Every component is a score of 0 to 100:

- experts: the mean over experts of points ÷ full marks, times 100;
- a share: itself times 100, or what is missing to 1 where a lower one is better;
- anything else (gains in percent, counts): the percentile among the compared units, with ties in the middle:
  (units below + half of the other units that are equal) ÷ (other units) × 100. Unlike min–max, one unit with an outlier
  does not squeeze all others together; but the score has a meaning only among these units;
- a component of several metrics is their unweighted mean.

The total is the weighted mean of the components. A unit without one of them has no total and no rank: leaving a
component out would compare units by different yardsticks. A component of weight 0 is shown and not asked for.
"""

import math
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from data.errors import Refused
from data.reference import table
from data.warehouse import Reader
from locales import N_
from metrics.change import NO_YEAR_BEFORE, break_between
from metrics.core import Metric
from metrics.query import Filters, compute
from metrics.registry import metric
from metrics.relations import RELATIONS
from metrics.stability import DIGITS, Shaken, competition, shaken

UNITS = ("province", "city", "body")
DIMENSIONS = ("year", "province", "city", "body")  # what may be filtered: experts score whole units
SHAKE, DRAWS, SEED = 0.2, 2000, 20240531

INCOMPLETE = N_("缺少：{components}")
NOT_BOTH = N_("两年中有一年不齐全，不比较")
TOO_FEW = N_("两年都齐全的单位不足两个")

_SCORES = """
SELECT {unit} AS unit, indicator, avg(points / full_marks) * 100 AS score, count(*) AS experts
FROM score WHERE kind = ? AND scheme = ? AND year = ? AND {level} {where} GROUP BY ALL
"""


class Component(NamedTuple):
    """What is weighted: an indicator, or one of the parts it has.

    `weight` is the indicator's, `part` how much of it is this component's; neither need add up to 1. `metrics` are
    (name, better), none of what experts score.
    """

    key: str
    indicator: str
    name: str
    name_en: str
    weight: float
    part: float
    metrics: tuple[tuple[str, str], ...] = ()

    def title(self, language: str) -> str:
        """The name in that language."""
        return self.name if language == "zh" else self.name_en


class Card(NamedTuple):
    """A scorecard.

    `rows`: one row a unit, the ranked ones first: unit, rank, tied, total, holds, rank_low, rank_high, total_before,
    progress, progress_rank, small, reason (a msgid or "", with its `missing` components), then `score_<component>`.
    `parts`: one row a unit and metric, for whoever asks where a score comes from. `weights` add up to 1.
    `shaken` says how the ranks hold; its units are the ranked ones in the order of `rows`.
    """

    scheme: str
    unit: str
    year: int
    components: tuple[Component, ...]
    weights: dict[str, float]
    rows: pd.DataFrame
    parts: pd.DataFrame
    shaken: Shaken


def card(
    reader: Reader,
    scheme: str,
    where: Filters,
    weights: Mapping[str, float] | None = None,
    unit: str | None = None,
    shake: float = SHAKE,
    draws: int = DRAWS,
) -> Card:
    """The scorecard of a scheme in the one year that `where` names.

    `weights` replace those of the reference tables and need not add up to 1: an indicator's among the indicators, a
    component's in its indicator. `unit` is province, city or body; left out, the cities of one province, else the
    provinces. `shake` is by how large a part of itself each weight is drawn up or down.

    Raises Refused for an unknown scheme, indicator or unit, weights that cannot be, or filters that experts' scores lack.
    """
    if not 0 <= shake <= 1:
        raise Refused("权重摇动的幅度应在0和1之间，不是“{shake}”", shake=shake)
    year, unit = _year(where), _unit(where, unit)
    components = _weighted(scheme, weights or {})
    shares = _shares(components)
    parts = _parts(reader, scheme, components, where, unit, year)
    scores = _scores(parts, components)
    totals = total(scores, shares)
    ranked = totals.dropna().index
    ranks = competition(totals[ranked].to_numpy())
    held = shaken(scores.loc[ranked].fillna(0.0), shares, shake, draws, SEED)
    before = _parts(reader, scheme, components, where.but(year=[year - 1]), unit, year - 1)
    progress = _progress(parts, before, components, shares, year)
    rows = scores.add_prefix("score_")
    rows.insert(0, "total", totals)
    for place, (name, values) in enumerate({"rank": ranks, **held.columns(ranks)}.items()):
        type_ = {"tied": "boolean", "holds": "Float64"}.get(name, "Int64")
        rows.insert(place, name, pd.Series(values, index=ranked, dtype=type_))
    rows = rows.join(progress)
    rows["missing"] = [_missing(row, components, shares) for _, row in scores.iterrows()]
    rows["reason"] = [INCOMPLETE if missing else "" for missing in rows["missing"]]
    weighed = parts[parts["component"].map(shares).fillna(0) > 0]
    rows["small"] = [bool(weighed.loc[weighed["unit"] == one, "small"].any()) for one in rows.index]
    rows = rows.rename_axis("unit").reset_index().sort_values(["rank", "unit"], na_position="last", ignore_index=True)
    order = [list(ranked).index(one) for one in rows["unit"] if one in ranked]
    return Card(scheme, unit, year, components, shares, rows, parts, held.of(order))


# --- what a card says


def lead(made: Card) -> float | None:
    """By how much the best total exceeds the next lower one; null where there is none."""
    totals = sorted(made.rows["total"].dropna().unique(), reverse=True)
    return None if len(totals) < 2 else float(totals[0] - totals[1])


def averages(made: Card) -> dict[str, float]:
    """The unweighted mean of each component over the units that have it; a component that nobody has is left out."""
    means = {one.key: made.rows[f"score_{one.key}"].mean() for one in made.components}
    return {key: float(mean) for key, mean in means.items() if pd.notna(mean)}


def absent(made: Card) -> tuple[Component, ...]:
    """The components with a weight that no unit has."""
    there = averages(made)
    return tuple(one for one in made.components if made.weights[one.key] > 0 and one.key not in there)


def is_alone(made: Card, one: Component) -> bool:
    """Whether a component has figures and no score: one unit has nobody to be compared with."""
    return bool(made.parts.loc[made.parts["component"] == one.key, "value"].notna().any()) and one in absent(made)


def without(made: Card, weights: Mapping[str, float]) -> dict[str, float]:
    """The weights, changed so that what no unit has does not count: an indicator falls away with its last component."""
    gone, found = {one.key for one in absent(made)}, dict(weights)
    for indicator in dict.fromkeys(one.indicator for one in made.components):
        mine = [one for one in made.components if one.indicator == indicator]
        left = [one for one in mine if one.key not in gone and made.weights[one.key] > 0]
        found |= {one.key: 0.0 for one in mine if one.key in gone} if left else {indicator: 0.0}
    return found


# --- what stands behind a score


def behind(reader: Reader, scheme: str, where: Filters, dimension: str, unit: str, indicator: str) -> pd.DataFrame:
    """Of experts a row each: expert, points, full_marks, file, sheet, row; else the unit's figures as in `Card.parts`."""
    year = _year(where)
    sql = """SELECT expert, points, full_marks, f.file, s.sheet, s.row
        FROM score s LEFT JOIN submission f USING (submission)
        WHERE s.kind = ? AND s.scheme = ? AND s.year = ? AND s.unit = ? AND s.indicator = ? ORDER BY expert, s.row"""
    kind = "body" if dimension == "body" else "region"
    given = reader.frame(sql, [kind, scheme, year, unit, indicator])
    if not given.empty:
        return given
    made = card(reader, scheme, where, unit=dimension, draws=1)
    keys = [one.key for one in made.components if one.indicator == indicator]
    return made.parts[(made.parts["unit"] == unit) & made.parts["component"].isin(keys)].reset_index(drop=True)


# --- what is asked


def scored(reader: Reader) -> list[tuple[str, int, str | None]]:
    """Where experts scored regions: scheme, year, and the province whose units they scored; None for provinces."""
    return reader.rows(
        """SELECT DISTINCT scheme, year, CASE WHEN city IS NOT NULL THEN province END AS inside FROM score
        WHERE kind = 'region' ORDER BY year DESC, inside NULLS FIRST, scheme"""
    )


def scheme_of(year: int) -> str:
    """The newest scheme that there was in a year; the oldest for years before it."""
    since = {row["scheme"]: int(row["since"]) for row in table("assessment_indicators")}
    return max(
        since, key=lambda scheme: (since[scheme] <= year, since[scheme] if since[scheme] <= year else -since[scheme])
    )


def indicators(scheme: str, language: str) -> dict[str, str]:
    """The names of a scheme's indicators, in its order."""
    name = "name" if language == "zh" else "name_en"
    return {row["indicator"]: row[name] for row in table("assessment_indicators") if row["scheme"] == scheme}


@cache
def schemes() -> dict[str, tuple[Component, ...]]:
    """The components of every scheme with the weights of the reference tables."""
    found: dict[str, list[Component]] = {}
    for row in table("assessment_indicators"):
        found.setdefault(row["scheme"], []).extend(_components(row))
    return {scheme: tuple(components) for scheme, components in found.items()}


def _components(row: Mapping[str, str]) -> list[Component]:
    indicator, weight = row["indicator"], float(row["weight"])
    if row["source"] != "survey":
        metrics = ((row["metric"], metric(row["metric"]).better),) if row["metric"] else ()
        return [Component(indicator, indicator, row["name"], row["name_en"], weight, 1.0, metrics)]
    found: dict[str, Component] = {}
    for one in (one for one in table("assessment_survey") if one["indicator"] == indicator):
        key, part = one["component"], float(one["weight"])
        made = found.setdefault(key, Component(key, indicator, one["name"], one["name_en"], weight, part))
        found[key] = made._replace(metrics=(*made.metrics, (one["metric"], one["better"])))
    return list(found.values())


def _weighted(scheme: str, weights: Mapping[str, float]) -> tuple[Component, ...]:
    """The components of a scheme with these weights."""
    if scheme not in schemes():
        raise Refused("没有评估办法“{scheme}”。可用的有：{known}", scheme=scheme, known=" ".join(schemes()))
    components = schemes()[scheme]
    known = dict.fromkeys(name for one in components for name in (one.indicator, one.key))
    for name, weight in weights.items():
        if name not in known:
            near = " ".join(get_close_matches(name, known, n=3, cutoff=0.4)) or " ".join(known)
            raise Refused("没有评估指标“{name}”。相近的有：{near}", name=name, near=near)
        if not (math.isfinite(weight) and weight >= 0):
            raise Refused("“{name}”的权重应是不小于0的数，不是“{weight}”", name=name, weight=weight)
    indicators = {one.indicator for one in components}
    changed = tuple(
        one._replace(
            weight=float(weights.get(one.indicator, one.weight)),
            part=one.part if one.key in indicators else float(weights.get(one.key, one.part)),
        )
        for one in components
    )
    for indicator in indicators:
        mine = [one for one in changed if one.indicator == indicator]
        if mine[0].weight and not sum(one.part for one in mine):
            raise Refused("“{name}”的各个部分权重都是0，而它自己的不是。请把它自己的权重改为0", name=indicator)
    if not sum(one.weight for one in changed):
        raise Refused("所有权重都是0，算不出总分。请至少给一项指标大于0的权重")
    return changed


def _shares(components: Sequence[Component]) -> dict[str, float]:
    """The part of the total that each component makes up; they add up to 1."""
    parts = {one.indicator: sum(o.part for o in components if o.indicator == one.indicator) for one in components}
    whole = sum({one.indicator: one.weight for one in components}.values())
    return {
        one.key: one.weight / whole * (one.part / parts[one.indicator] if one.weight else 0.0) for one in components
    }


def _year(where: Filters) -> int:
    unknown = [dimension for dimension, _ in where.values if dimension not in DIMENSIONS]
    if unknown:
        raise Refused(
            "评分卡不能按“{dimension}”筛选：专家评的是整个单位。可用的维度：{allowed}",
            dimension=unknown[0],
            allowed=" ".join(DIMENSIONS),
        )
    if len(where.get("year")) != 1:
        raise Refused("评分卡是一个年度的。请指明一个年度：--where year=2024")
    return int(where.get("year")[0])


def _unit(where: Filters, unit: str | None) -> str:
    chosen = unit or ("city" if where.get("city") or len(where.get("province")) == 1 else "province")
    if chosen not in UNITS:
        raise Refused("评分卡的单位只能是：{units}，不是“{unit}”", units=" ".join(UNITS), unit=chosen)
    inside = {"province": ("city", "body"), "city": ("body",), "body": ("city",)}[chosen]
    for dimension in inside:
        if where.get(dimension):
            raise Refused(
                "按“{unit}”评分时不能按“{dimension}”筛选：专家评的是整个单位", unit=chosen, dimension=dimension
            )
    return chosen


# --- the figures of each unit


def _parts(
    reader: Reader, scheme: str, components: Sequence[Component], where: Filters, unit: str, year: int
) -> pd.DataFrame:
    """One row a unit and figure: unit, component, metric ("" of experts), value, denominator, small, score."""
    of_experts = _of_experts(reader, scheme, where, unit, year)
    frames = [of_experts[of_experts["component"].isin([one.key for one in components if not one.metrics])]]
    for one in components:
        for name, better in one.metrics:
            frames.append(_of_metric(reader, metric(name), better, where, unit).assign(component=one.key))
    filled = [frame for frame in frames if not frame.empty]
    columns = ["unit", "component", "metric", "value", "denominator", "small", "score"]
    found = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=columns)
    return found[columns].sort_values(["unit"], kind="stable", ignore_index=True)


def _of_experts(reader: Reader, scheme: str, where: Filters, unit: str, year: int) -> pd.DataFrame:
    column = "unit" if unit == "body" else unit
    level = {"province": "city IS NULL", "city": "city IS NOT NULL AND unit = city", "body": "TRUE"}[unit]
    filters = [(column if d == unit else d, values) for d, values in where.values if d != "year"]
    conditions = "".join(f" AND {d} IN ({', '.join('?' * len(values))})" for d, values in filters)
    asked = ["body" if unit == "body" else "region", scheme, year, *(v for _, values in filters for v in values)]
    found = reader.frame(_SCORES.format(unit=column, level=level, where=conditions), asked)
    found = found.rename(columns={"indicator": "component", "experts": "denominator"})
    return found.assign(metric="", value=found["score"], small=False)


def _of_metric(reader: Reader, one: Metric, better: str, where: Filters, unit: str) -> pd.DataFrame:
    lacking = [d for d in (unit, *(d for d, _ in where.values)) if d not in RELATIONS[one.relation].dimensions]
    if lacking:  # 附表 know no bodies: every unit lacks the component
        return pd.DataFrame()
    found = compute(reader, [one.name], [unit], where).dropna(subset=[unit]).rename(columns={unit: "unit"})
    found["score"] = rescaled(found["value"].astype(float), one.unit == "share", better)
    return found[["unit", "metric", "value", "denominator", "small", "score"]]


def rescaled(values: pd.Series, is_share: bool, better: str) -> pd.Series:
    """Values as scores of 0 to 100; null where there is none or, for a percentile, no other unit to compare with."""
    if is_share:
        return (1 - values if better == "lower" else values) * 100
    given = values.dropna().to_numpy()
    if len(given) < 2:
        return values * np.nan
    ordered = np.sort(-given if better == "lower" else given)
    signed = -values if better == "lower" else values
    below = np.searchsorted(ordered, signed.to_numpy(), "left")
    up_to = np.searchsorted(ordered, signed.to_numpy(), "right")
    percentile = (below + (up_to - below - 1) / 2) / (len(given) - 1) * 100
    return pd.Series(percentile, index=values.index).where(values.notna())


def _scores(parts: pd.DataFrame, components: Sequence[Component]) -> pd.DataFrame:
    """Score by unit and component; null unless every figure of the component is there."""
    units = sorted(parts["unit"].unique())
    scores = pd.DataFrame(index=pd.Index(units, name="unit"), columns=[one.key for one in components], dtype=float)
    for one in components:
        mine = parts[(parts["component"] == one.key) & parts["score"].notna()].groupby("unit")["score"]
        complete = mine.mean()[mine.count() == max(1, len(one.metrics))]
        scores[one.key] = complete.reindex(scores.index).astype(float)
    return scores


def total(scores: pd.DataFrame, shares: Mapping[str, float]) -> pd.Series:
    """The weighted mean of the components; null where one that has a weight is missing."""
    used = [key for key, share in shares.items() if share > 0]
    weights = np.array([shares[key] for key in used])
    weighted = (scores[used].to_numpy(dtype=float) * weights).sum(axis=1) / weights.sum()
    return pd.Series(np.round(weighted, DIGITS), index=scores.index)


def _missing(row: pd.Series, components: Sequence[Component], shares: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(one.key for one in components if shares[one.key] > 0 and pd.isna(row[one.key]))


# --- the year before


def _progress(
    parts: pd.DataFrame,
    before: pd.DataFrame,
    components: Sequence[Component],
    shares: Mapping[str, float],
    year: int,
) -> pd.DataFrame:
    """Total of the year before, what it rose by, and the rank by that: over the units complete in both years.

    Percentiles are taken again among these units, in both years: a unit that joins moves nobody.
    """
    both = [total(_scores(one, components), shares).dropna().index for one in (parts, before)]
    common = both[0].intersection(both[1])
    reason = _why_not(components, before, year)
    columns = ["total_before", "progress", "progress_rank", "progress_reason"]
    made = pd.DataFrame(index=sorted(parts["unit"].unique()), columns=columns, dtype=object)
    made["progress_rank"] = made["progress_rank"].astype("Int64")
    made[["total_before", "progress"]] = made[["total_before", "progress"]].astype(float)
    made["progress_reason"] = reason or NOT_BOTH
    if reason or len(common) < 2:
        made.loc[common, "progress_reason"] = reason or TOO_FEW
        return made
    again = [total(_scores(_among(one, components, list(common)), components), shares) for one in (parts, before)]
    rose = (again[0] - again[1]).loc[common].round(DIGITS)
    made.loc[common, "total_before"] = again[1].loc[common]
    made.loc[common, "progress"] = rose
    made.loc[common, "progress_rank"] = competition(rose.to_numpy())
    made.loc[common, "progress_reason"] = ""
    return made


def _why_not(components: Sequence[Component], before: pd.DataFrame, year: int) -> str:
    """Why no unit compares with the year before, a msgid; empty where some may."""
    if before.empty:
        return NO_YEAR_BEFORE
    names = [name for one in components if one.weight * one.part > 0 for name, _ in one.metrics]
    return next(filter(None, (break_between(name, year - 1, year) for name in names)), "")


def _among(parts: pd.DataFrame, components: Sequence[Component], units: Sequence[str]) -> pd.DataFrame:
    """The figures of some units, percentiles taken among them."""
    better = {(one.key, name): how for one in components for name, how in one.metrics}
    mine = parts[parts["unit"].isin(units)].copy()
    for (key, name), how in better.items():
        if metric(name).unit != "share":
            rows = (mine["component"] == key) & (mine["metric"] == name)
            mine.loc[rows, "score"] = rescaled(mine.loc[rows, "value"].astype(float), False, how)
    return mine
