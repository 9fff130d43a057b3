"""A rate over the regions that are compared: computed once for the sentence, the bars and the tiles of a page."""

from dataclasses import dataclass

import pandas as pd

from charts.chart import Chart, Mark, RankedBars
from data.reference import table
from locales import N_
from metrics.core import Metric
from metrics.query import Filters
from pages._parts import address, chart_panel, drawings, findings, own_map, places, query
from pages._parts import frame as page_frame
from pages._parts.filters import Selection
from pages._parts.findings import Finding
from pages._parts.kept import kept
from pages._parts.language import _, current
from pages._parts.query import Source

TITLES = {"province": N_("各省{label}"), "city": N_("各市{label}"), "county": N_("各县（区）{label}")}

AT_A_GLANCE = {"province": N_("各省一览"), "city": N_("各市一览"), "county": N_("各县（区）一览")}


@dataclass(frozen=True, eq=False)
class Comparison:
    """`by` is the dimension, `around` filters wide enough to hold every region compared, `total` all of them."""

    metric: Metric
    by: str
    around: Filters
    rates: pd.DataFrame
    total: pd.Series
    finding: Finding


@kept
def compare(metric: Metric, source: Source, chosen: Selection) -> Comparison:
    """The provinces of the nation, the cities of a province, or the counties of a city; one picked among its like."""
    by = places.below(chosen.parent)
    around = chosen.where
    if chosen.parent:
        around = around.but(**{"city": (), "county": (), places.level(chosen.parent): [chosen.parent]})
    rates = query.result(source, [metric.name], [by], around)
    total = query.result(source, [metric.name], where=around).iloc[0]
    return Comparison(metric, by, around, rates, total, findings.of_regions(metric, rates, by, total, chosen))


@kept
def inside(metric: Metric, source: Source, chosen: Selection) -> Comparison | None:
    """The counties of the city that was picked; None where no city is, or no county of it is known."""
    if not chosen.region or places.level(chosen.region) != "city":
        return None
    rates = query.result(source, [metric.name], ["county"], chosen.where)
    if rates["county"].notna().sum() < 2:
        return None
    total = query.result(source, [metric.name], where=chosen.where).iloc[0]
    return Comparison(metric, "county", chosen.where, rates, total, Finding(""))


def title(compared: Comparison) -> str:
    """What is compared, over which units."""
    return _(TITLES[compared.by], label=compared.metric.title(current()))


def bars(
    compared: Comparison, source: Source, chosen: Selection, key: str = "regions", names_found: bool = True
) -> None:
    """The regions in order, in a panel; a click on one leads to it.

    `names_found`: the one the finding names has the accent, else the one looked at.
    """
    named = compared.finding.named if names_found else chosen.region
    chart_panel.show(key, _in_order(compared, named, source, chosen), [compared.metric], source, chosen, on_click=_go)


@kept
def _in_order(compared: Comparison, named: str | None, source: Source, chosen: Selection) -> RankedBars:
    by = compared.by
    around = places.around(by, chosen.region)
    sentence = _("由高到低，虚线为{mean}", mean=places.mean(around))
    analyst = page_frame.is_analyst()
    if analyst:
        sentence = _("{sentence}；细线为 95% 置信区间", sentence=sentence)
    words = drawings.caption(
        [compared.metric], source, chosen, compared.total["denominator"], title(compared), sentence
    )
    return drawings.region_bars(
        compared.metric,
        compared.rates,
        by,
        compared.total,
        named,
        words,
        places.whole(around),
        analyst,
    )


def picture(compared: Comparison, source: Source, chosen: Selection) -> Chart | None:
    """The regions where they lie: on the bureau's own approved map if it has them, else as tiles; counties have none."""
    metric, rates, by, named = compared.metric, compared.rates, compared.by, compared.finding.named
    sentence = _("示意排列，非地图；… 为答卷不足 10 份，不显示比例")
    n = compared.total["denominator"]
    words = drawings.caption([metric], source, chosen, n, _(AT_A_GLANCE[by]), sentence)
    if found := own_map.find(source):
        mapped = own_map.chart(found, metric, rates, by, places.units_below(chosen.parent), named, words)
        if mapped:
            return mapped
    grid = _grid(by, chosen)
    return drawings.region_tiles(metric, rates, by, grid, named, words) if grid else None


def _grid(by: str, chosen: Selection) -> list[dict[str, str]]:
    """Where the tile of every region stands; none for counties."""
    if by == "province":
        return list(table("province_tiles"))
    return [row for row in table("city_tiles") if by == "city" and row["province"] == chosen.parent]


def _go(mark: Mark) -> None:
    address.put("region", [mark.code])
