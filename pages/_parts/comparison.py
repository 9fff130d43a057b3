"""A rate over the regions that are compared: computed once for the sentence, the bars and the tiles of a page."""

from typing import NamedTuple

import pandas as pd

from metrics.core import Metric
from metrics.query import Filters
from pages._parts import chart_panel, drawings, findings, places, query
from pages._parts.filters import Selection
from pages._parts.findings import Finding
from pages._parts.language import _, current
from pages._parts.query import Source


class Comparison(NamedTuple):
    """`by` is the dimension, `around` filters wide enough to hold every region compared, `total` all of them."""

    metric: Metric
    by: str
    around: Filters
    rates: pd.DataFrame
    total: pd.Series
    finding: Finding


def compare(metric: Metric, source: Source, chosen: Selection) -> Comparison:
    """The provinces of the nation, or the cities of a province; a city picked is seen among those of its province."""
    by = "city" if chosen.parent else "province"
    around = chosen.where.but(city=(), province=[chosen.parent]) if chosen.parent else chosen.where
    rates = query.result(source, [metric.name], [by], around)
    total = query.result(source, [metric.name], where=around).iloc[0]
    return Comparison(metric, by, around, rates, total, findings.of_regions(metric, rates, by, total, chosen))


def bars(compared: Comparison, source: Source, chosen: Selection) -> None:
    """The regions in order, in a panel."""
    label = compared.metric.title(current())
    title = _("各省{label}", label=label) if compared.by == "province" else _("各市{label}", label=label)
    sentence = _("由高到低，虚线为{mean}", mean=places.mean(chosen.parent))
    words = drawings.caption([compared.metric], source, chosen, compared.total["denominator"], title, sentence)
    chart = drawings.region_bars(
        compared.metric,
        compared.rates,
        compared.by,
        compared.total,
        compared.finding.named,
        words,
        places.whole(chosen.parent),
    )
    chart_panel.show("regions", chart, [compared.metric], source, chosen)
