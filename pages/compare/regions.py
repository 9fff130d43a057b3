"""地区对比: which regions are ahead, and which behind."""

import streamlit as st

from pages._parts import chart_panel, comparison, drawings, frame, measure
from pages._parts.language import _

source, chosen = frame.seen()
top = st.container()  # the sentence stands above the choice that it follows from
metric = measure.choose()
compared = comparison.compare(metric, source, chosen)
with top:
    frame.headline(compared.finding.sentence)

if compared.by != "province":
    if within := comparison.inside(metric, source, chosen):
        comparison.bars(within, source, chosen, "inside")
    comparison.bars(compared, source, chosen)
    st.stop()

left, right = st.columns([3, 2], gap="medium")
with left:
    sentence = _("示意排列，非地图；… 为答卷不足 10 份，不显示比例")
    n = compared.total["denominator"]
    words = drawings.caption([compared.metric], source, chosen, n, _("各省一览"), sentence)
    tiles = drawings.province_tiles(compared.metric, compared.rates, compared.finding.named, words)
    chart_panel.show("tiles", tiles, [compared.metric], source, chosen)
with right:
    comparison.bars(compared, source, chosen)
