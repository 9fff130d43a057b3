"""Rates year by year: what moved, and between which years nothing can be said."""

from typing import NamedTuple

import streamlit as st

from charts.chart import Trend
from metrics.core import Metric
from metrics.registry import METRICS
from metrics.series import Series
from pages._parts import cards, chart_panel, drawings, findings, numbers, query
from pages._parts.filters import Selection
from pages._parts.kept import kept
from pages._parts.language import _, current
from pages._parts.query import Source

RATES = ("satisfaction_rate", "improvement_rate")


class Drawn(NamedTuple):
    """One rate, what moved (empty where no two years compare), and its line."""

    metric: Metric
    moved: str
    chart: Trend


def show(source: Source, chosen: Selection) -> None:
    """A panel for each rate that has at least two years; nothing where none has."""
    found = drawn(source, chosen)
    if found:
        for column, one in zip(st.columns(len(found), gap="medium"), found, strict=True):
            with column:
                chart_panel.show(f"trend_{one.metric.name}", one.chart, [one.metric], source, chosen)


@kept
def drawn(source: Source, chosen: Selection) -> tuple[Drawn, ...]:
    """The rates that have at least two years."""
    found, every = [], query.series(source, cards.CARDS, chosen.where)  # asked for by the cards, too
    for name in RATES:
        metric, series = METRICS[name], every[name]
        if len(series.points) < 2:
            continue
        title, moved = _("各年{label}", label=metric.title(current())), _moved(metric, series)
        said = [*filter(None, [moved]), *(cards.year_break(*one) for one in series.breaks)]
        words = drawings.caption(
            [metric], source, chosen, None, title, ("；" if current() == "zh" else "; ").join(said)
        )
        found.append(Drawn(metric, moved, drawings.trend(metric, series, words)))
    return tuple(found)


def _moved(metric: Metric, series: Series) -> str:
    """From the first to the last year that compare with the newest."""
    first, last = series.tail[0], series.tail[-1]
    if first is last:
        return ""
    return _(
        "{first}–{last}年{label} {before} → {after}，{change}",
        first=first.year,
        last=last.year,
        label=findings.label_in_sentence(metric),
        before=numbers.percent(first.value),
        after=numbers.percent(last.value),
        change=numbers.points(last.value - first.value),
    )
