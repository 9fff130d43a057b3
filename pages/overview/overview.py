"""总览: the campaign's effect in one look."""

import streamlit as st

from metrics.improvement import ASPECTS
from metrics.registry import METRICS
from pages._parts import cards, certification, chart_panel, comparison, frame, funnel, overview, pending, trends
from pages._parts.language import _

FEW, MANY = 8, 16  # regions that leave room below their chart, and that make it the taller one

source, chosen = frame.seen()
compared = comparison.compare(METRICS["satisfaction_rate"], source, chosen)
frame.headline(compared.finding.sentence)
cards.headline(source, chosen)


def shares(key: str, title: str, names: tuple[str, ...]) -> None:
    """Options of one question in their panel."""
    metrics = [METRICS[name] for name in names]
    chart_panel.show(key, overview.shares(source, chosen, names, title), metrics, source, chosen)


left, right = st.columns(2, gap="medium")
with left:
    comparison.bars(compared, source, chosen)
with right:
    shares("aspects", _("提升在哪些方面"), tuple(f"aspect_{i}" for i in range(1, len(ASPECTS) + 1)))
with left if len(compared.rates) <= MANY else right:  # beside the taller column stays a gap
    shares("wishes", _("哪些方面不满意或需改进"), tuple(f"dissatisfied_with_{i}" for i in range(1, 8)))

with right:
    funnel.show(source, chosen)
with right if FEW < len(compared.rates) <= MANY else left:
    certification.show(source, chosen)
trends.show(source, chosen)

wide, narrow = st.columns([2, 1], gap="medium")
with wide:
    chart_panel.show("coverage", overview.coverage(source, chosen), [overview.REACHED], source, chosen)
with narrow:
    pending.show(source, chosen)
    pending.versions_panel(source)
