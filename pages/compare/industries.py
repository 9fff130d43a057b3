"""行业对比: which of the 39 industries are covered, and how they differ."""

import streamlit as st

from metrics.registry import METRICS
from pages._parts import chart_panel, comparison, drawings, findings, frame, measure, places, query
from pages._parts.language import _, current

source, chosen = frame.seen()
top = st.container()  # the sentence stands above the choices
metric, assisted = measure.choose(), METRICS["assisted_enterprises"]
label = metric.title(current())
compared = comparison.compare(metric, source, chosen)
firms = query.result(source, [assisted.name], ["industry"], chosen.where)
rates = query.result(source, [metric.name], ["industry"], chosen.where)
with top:
    frame.headline(findings.of_coverage(firms).sentence)

words = drawings.caption(
    [assisted, metric],
    source,
    chosen,
    firms["value"].sum(),
    _("行业覆盖与{label}", label=label),
    _("每格：代码、行业、帮扶企业数、{label}；… 为答卷不足 10 份，不显示比例", label=label),
)
tiles = drawings.coverage(firms, words, 5 if frame.is_phone() else 13, rates)
chart_panel.show("coverage", tiles, [assisted, metric], source, chosen)

crossed = query.result(source, [metric.name], [compared.by, "industry"], compared.around)
words = drawings.caption(
    [metric],
    source,
    chosen,
    compared.total["denominator"],
    _("地区 × 行业 {label}（%）", label=label),
    _(
        "底色为与{mean} {average} 之差；答卷最多的 12 个行业；… 为答卷不足 10 份，— 为没有答卷",
        mean=places.mean(chosen.parent),
        average=drawings.numbers.percent(compared.total["value"]),
    ),
)
chart_panel.show(
    "heat", drawings.heat(crossed, compared.by, compared.total["value"], words, metric), [metric], source, chosen
)
