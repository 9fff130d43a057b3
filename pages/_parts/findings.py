"""The sentence a page opens with: what its figures show, computed."""

from typing import Any, NamedTuple

import pandas as pd

from metrics.core import Metric
from pages._parts import numbers, places
from pages._parts.drawings import ranked, records
from pages._parts.filters import Selection
from pages._parts.language import _, current


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
    whole = _figure(total.to_dict())
    if len(rows) < 2:
        name = places.region(chosen.region) if chosen.region else _("全国")
        return Finding(_("{place}{label} {figure}", place=name, label=label, figure=whole))
    lowest = rows[-1]
    above = sum(row["value"] > total["value"] for row in rows)
    sentence = _(
        "{count} {units}中 {above} 个{label}高于{whole}平均 {average}；{lowest}最低，{figure}",
        count=len(rows),
        units=places.units(chosen.parent),
        above=above,
        label=label,
        whole=places.whole(chosen.parent),
        average=numbers.percent(total["value"]),
        lowest=places.region(lowest[dimension]),
        figure=_figure(lowest),
    )
    return Finding(sentence, lowest[dimension])


def of_aspects(shares: pd.DataFrame, labels: dict[str, str]) -> Finding:
    """Which aspect leads and which comes last, leaving out “其他”."""
    rows = [row for row in records(shares.sort_values("value", ascending=False)) if labels[row["metric"]] != "其他"]
    rows = [row for row in rows if pd.notna(row["value"])]
    if not rows:
        return Finding(_("没有答卷"))
    first, last = rows[0], rows[-1]
    sentence = _(
        "{first}居首，{high}；{last}最少，{low}（不计其他）",
        first=_(labels[first["metric"]]),
        high=numbers.percent(first["value"]),
        last=_(labels[last["metric"]]),
        low=numbers.percent(last["value"]),
    )
    return Finding(sentence, last["metric"])


def of_coverage(firms: pd.DataFrame) -> Finding:
    """How many of the 39 industries are covered, and which are not."""
    covered = {int(row["industry"]) for row in records(firms) if pd.notna(row["industry"]) and row["value"]}
    missing = [places.short_industry(code) for code in range(1, 40) if code not in covered]
    joined = ("、" if current() == "zh" else ", ").join(missing[:6])
    if not missing:
        return Finding(_("39 个行业大类全部覆盖"))
    more = _("等") if len(missing) > 6 else ""
    return Finding(
        _("39 个行业大类已覆盖 {count} 个；未覆盖：{names}{more}", count=len(covered), names=joined, more=more)
    )


def label_in_sentence(metric: Metric) -> str:
    """The label as it stands inside a sentence."""
    title = metric.title(current())
    return title if current() == "zh" else title.lower()


def _figure(row: dict[str, Any]) -> str:
    fraction = numbers.fraction(row["numerator"], row["denominator"])
    return _("{value}（{fraction}）", value=numbers.percent(row["value"]), fraction=fraction)
