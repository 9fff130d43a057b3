"""Rates year by year: what moved, and between which years nothing can be said."""

from typing import NamedTuple

import streamlit as st

from charts.chart import Trend
from metrics.core import Metric
from metrics.registry import METRICS
from metrics.series import Series
from pages._parts import cards, chart_panel, drawings, findings, numbers, query
from pages._parts.filters import Selection
from pages._parts.language import _, current
from pages._parts.query import Source

RATES = ("satisfaction_rate", "improvement_rate")


class Drawn(NamedTuple):
    """One rate, its sentence and its line."""

    metric: Metric
    sentence: str
    chart: Trend


def show(source: Source, chosen: Selection) -> None:
    """A panel for each rate that has at least two years; nothing where none has."""
    found = drawn(source, chosen)
    if found:
        for column, one in zip(st.columns(len(found), gap="medium"), found, strict=True):
            with column:
                chart_panel.show(f"trend_{one.metric.name}", one.chart, [one.metric], source, chosen)


def drawn(source: Source, chosen: Selection) -> list[Drawn]:
    """The rates that have at least two years."""
    found = []
    for name in RATES:
        metric, series = METRICS[name], query.series(source, name, chosen.where)
        if len(series.points) < 2:
            continue
        title = _("各年{label}", label=metric.title(current()))
        said = sentence(metric, series)
        words = drawings.caption([metric], source, chosen, None, title, said)
        found.append(Drawn(metric, said, drawings.trend(metric, series, words)))
    return found


def sentence(metric: Metric, series: Series) -> str:
    """From the first to the last year that compare, and why the line goes no further back."""
    first, last = series.tail[0], series.tail[-1]
    said = []
    if first is not last:
        said.append(
            _(
                "{first}–{last}年{label} {before} → {after}，{change}",
                first=first.year,
                last=last.year,
                label=findings.label_in_sentence(metric),
                before=numbers.percent(first.value),
                after=numbers.percent(last.value),
                change=numbers.points(last.value - first.value),
            )
        )
    said += [cards.year_break(*one) for one in series.breaks]
    return ("；" if current() == "zh" else "; ").join(said)
