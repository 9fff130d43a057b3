"""企业原话: what firms write in their own words: words, themes by region, and quotations without names."""

import streamlit as st

from pages._parts import frame, query, voices
from pages._parts.language import _

source, chosen = frame.seen()
top = st.container()  # the sentence stands above the choice that it follows from
questions = voices.questions()
themes = query.themes(source, "year", chosen.where, questions)
found = voices.found(themes)
with top:
    frame.headline(voices.headline(found, chosen))
if not found.answers:
    st.markdown(_("没有符合条件的数据。可以放宽上面的筛选条件。"))
    st.stop()

look = voices.Look(source, chosen, questions, found)
left, right = st.columns(2, gap="medium")
with left:
    voices.themes(look)
with right:
    voices.words(look)
voices.quotations(look)
voices.by_region(look)
