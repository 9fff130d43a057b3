"""提升: how many firms improved, in what, and where in other things than elsewhere."""

import streamlit as st

from metrics.registry import METRICS
from pages._parts import comparison, frame, improvement

MANY = 16  # regions that make their chart the taller one

source, chosen = frame.seen()
top = st.container()  # the sentence stands above the choice that it follows from
base = improvement.choose()
found = improvement.look(source, chosen, base)
compared = comparison.compare(METRICS["improvement_rate"], source, chosen)
with top:
    frame.headline(improvement.headline(found, source, chosen))

left, right = st.columns(2, gap="medium")
with left:
    comparison.bars(compared, source, chosen, names_found=False)  # the sentence of this page names no other
with right:
    improvement.ranked(found, source, chosen)
with left if len(compared.rates) <= MANY else right:  # beside the taller column stays a gap
    improvement.by_industry(source, chosen)
improvement.by_region(found, source, chosen)
