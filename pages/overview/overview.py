"""总览: the campaign's effect in one look."""

import streamlit as st

from metrics.improvement import ASPECTS
from metrics.registry import METRICS
from pages._parts import cards, chart_panel, comparison, drawings, findings, frame, funnel, pending, query, trends
from pages._parts.language import _, current

MANY = 16  # regions that make their chart the taller one

source, chosen = frame.seen()
compared = comparison.compare(METRICS["satisfaction_rate"], source, chosen)
frame.headline(compared.finding.sentence)
cards.headline(source, chosen)


def shares(key: str, title: str, names: list[str], label: str) -> None:
    """Options of one question by the share of firms that chose them."""
    metrics = [METRICS[name] for name in names]
    found = query.result(source, names, where=chosen.where)
    said = findings.of_aspects(found, METRICS)
    words = drawings.caption(metrics, source, chosen, found["denominator"].max(), title, said.sentence)
    chart = drawings.share_bars(found, words, [said.named or ""], label)
    chart_panel.show(key, chart, metrics, source, chosen)


left, right = st.columns(2, gap="medium")
with left:
    comparison.bars(compared, source, chosen)
with right:
    shares("aspects", _("提升在哪些方面"), [f"aspect_{i}" for i in range(1, len(ASPECTS) + 1)], _("方面"))
with left if len(compared.rates) <= MANY else right:  # beside the taller column stays a gap
    shares("wishes", _("哪些方面不满意或需改进"), [f"dissatisfied_with_{i}" for i in range(1, 8)], _("方面"))

with right:
    funnel.show(source, chosen)
trends.show(source, chosen)

wide, narrow = st.columns([2, 1], gap="medium")
with wide:
    assisted = METRICS["assisted_enterprises"]
    firms = query.result(source, [assisted.name], ["industry"], chosen.where)
    words = drawings.caption(
        [assisted], source, chosen, firms["value"].sum(), _("39 个行业大类覆盖"), findings.of_coverage(firms).sentence
    )
    columns = 5 if frame.is_phone() else 10 if current() == "zh" else 8  # English names are longer
    coverage = drawings.coverage(firms, words, columns)
    chart_panel.show("coverage", coverage, [assisted], source, chosen)
with narrow:
    pending.show(source, chosen)
    pending.versions_panel(source)
