"""地区对比: which regions are ahead, which behind, and how far they came since the year before."""

import streamlit as st

from pages._parts import chart_panel, comparison, frame, measure, progress

source, chosen = frame.seen()
top = st.container()  # the sentence stands above the choice that it follows from
metric = measure.choose()
compared = comparison.compare(metric, source, chosen)
with top:
    frame.headline(compared.finding.sentence)

if compared.by != "province" and (within := comparison.inside(metric, source, chosen)):
    comparison.bars(within, source, chosen, "inside")
if pictured := comparison.picture(compared, source, chosen):
    left, right = st.columns([3, 2], gap="medium")
    with left:
        chart_panel.show("tiles", pictured, [metric], source, chosen)
    with right:
        comparison.bars(compared, source, chosen)
else:
    comparison.bars(compared, source, chosen)
progress.show(compared, source, chosen)
