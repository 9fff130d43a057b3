"""The sentence a page opens with: what its figures show, computed."""

from fractions import Fraction
from typing import Any, NamedTuple

import pandas as pd

from metrics.core import Metric
from metrics.ranking import ranks
from pages._parts import numbers, places
from pages._parts.drawings import ranked, records
from pages._parts.filters import Selection
from pages._parts.language import _, current, listed


class Finding(NamedTuple):
    """A sentence, and the code it names (the mark that gets the accent)."""

    sentence: str
    named: str | None = None


def of_regions(metric: Metric, rates: pd.DataFrame, dimension: str, total: pd.Series, chosen: Selection) -> Finding:
    """How many regions are above the average, and which is lowest; groups too small to rank do not count."""
    label = label_in_sentence(metric)
    rows = [row for row in records(ranked(rates, dimension)) if not row["small"]]
    if pd.isna(total["value"]):
        return Finding(_("没有符合条件的答卷，请放宽筛选条件"))
    if chosen.region and chosen.region != chosen.parent:
        return _of_one(label, rows, dimension, total, chosen)
    if len(rows) < 2:
        name = places.region(chosen.region) if chosen.region else _("全国")
        return Finding(_("{place}{label} {figure}", place=name, label=label, figure=_figure(total.to_dict())))
    lowest = rows[-1]
    above = sum(row["value"] > total["value"] for row in rows)
    sentence = _(
        "{count} {units}中 {above} 个{label}高于{mean} {average}；{lowest}最低，{figure}",
        count=len(rows),
        units=places.units(chosen.parent),
        above=above,
        label=label,
        mean=places.mean(chosen.parent),
        average=numbers.percent(total["value"]),
        lowest=places.region(lowest[dimension]),
        figure=_figure(lowest),
    )
    return Finding(sentence, lowest[dimension])


def _of_one(label: str, rows: list[dict[str, Any]], dimension: str, total: pd.Series, chosen: Selection) -> Finding:
    """Where the one unit that was picked stands among those of its province; equal values share a rank."""
    region, average = chosen.region or "", numbers.percent(total["value"])
    mean, name = places.mean(chosen.parent), places.region(region)
    mine = next((row for row in rows if row[dimension] == region), None)
    if mine is None:
        text = _("{place}答卷太少，不参与排名；{mean} {average}", place=name, mean=mean, average=average)
        return Finding(text, region)
    if len(rows) < 2:
        return Finding(_("{place}{label} {figure}", place=name, label=label, figure=_figure(mine)), region)
    sentence = _(
        "{place}{label} {figure}，在 {count} {units}中列第 {rank}；{mean} {average}",
        place=name,
        label=label,
        figure=_figure(mine),
        count=len(rows),
        units=places.units(chosen.parent),
        rank=ranks({row[dimension]: Fraction(int(row["numerator"]), int(row["denominator"])) for row in rows})[region],
        mean=mean,
        average=average,
    )
    return Finding(sentence, region)


def of_aspects(shares: pd.DataFrame, metrics: dict[str, Metric]) -> Finding:
    """Which aspect leads and which comes last, leaving out “其他”; it names the one to look after."""
    rows = records(shares.sort_values("value", ascending=False))
    rows = [row for row in rows if metrics[row["metric"]].label != "其他"]
    rows = [row for row in rows if pd.notna(row["value"])]
    if not rows:
        return Finding(_("没有答卷"))
    first, last = rows[0], rows[-1]
    sentence = _(
        "{first}居首，{high}；{last}最少，{low}（不计其他）",
        first=_(metrics[first["metric"]].label),
        high=numbers.percent(first["value"]),
        last=_(metrics[last["metric"]].label),
        low=numbers.percent(last["value"]),
    )
    behind = first if metrics[first["metric"]].better == "lower" else last
    return Finding(sentence, behind["metric"])


def of_coverage(firms: pd.DataFrame) -> Finding:
    """How many of the 39 industries are covered, and which are not."""
    covered = {int(row["industry"]) for row in records(firms) if pd.notna(row["industry"]) and row["value"]}
    missing = [places.short_industry(code) for code in range(1, 40) if code not in covered]
    if not missing:
        return Finding(_("39 个行业大类全部覆盖"))
    more = _("等") if len(missing) > 6 else ""
    return Finding(
        _(
            "39 个行业大类已覆盖 {count} 个；未覆盖：{names}{more}",
            count=len(covered),
            names=listed(missing[:6]),
            more=more,
        )
    )


def label_in_sentence(metric: Metric) -> str:
    """The label as it stands inside a sentence."""
    title = metric.title(current())
    return title if current() == "zh" else title.lower()


def _figure(row: dict[str, Any]) -> str:
    fraction = numbers.fraction(row["numerator"], row["denominator"])
    return _("{value}（{fraction}）", value=numbers.percent(row["value"]), fraction=fraction)
