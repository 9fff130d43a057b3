"""评分: units by assessed indicators, weighted and ranked, and how far the ranks depend on the weights."""

import streamlit as st

from data.errors import Refused
from pages._parts import frame, query, scorecard, weighing
from pages._parts.language import _, current, listed

source, chosen = frame.seen()
narrowed = scorecard.narrowed(chosen)
if narrowed:
    frame.headline(_("评分评的是整个单位，请去掉筛选：{filters}", filters=listed(narrowed.values())))
    st.button(_("去掉这些筛选"), on_click=scorecard.lift, args=(tuple(narrowed),), key="lift")
    st.stop()

top, choices = st.container(), st.container(horizontal=True, vertical_alignment="bottom", key="choices")
with choices:
    scheme, unit = weighing.scheme(chosen.year), weighing.unit(chosen)
weights = weighing.weights(scheme)
try:
    made = query.scored(source, scheme, scorecard.where(chosen), tuple(weights.items()), unit)
except Refused as refusal:
    with choices:
        weighing.popover(scheme, weights, {})
    with top:
        frame.headline(_(refusal.text, **weighing.named(refusal.values, scheme, current())))
    st.stop()
with choices:
    weighing.popover(scheme, weights, made.weights)

seen = scorecard.Seen(made, source, chosen)
with top:
    frame.headline(scorecard.headline(seen))
if not len(made.rows):
    st.markdown(_("没有符合条件的数据。可以放宽上面的筛选条件。"))
    st.stop()

if seen.ranked:
    left, right = st.columns(2, gap="medium")
    with left:
        scorecard.totals(seen)
    with right:
        scorecard.stability(seen)
scorecard.missing(seen, weights)
scorecard.parts(seen)
scorecard.progress(seen)
scorecard.everything(seen)
