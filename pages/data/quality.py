"""数据质量: every row of every file accounted for, what the checks found, and answers that look filled in carelessly."""

import streamlit as st

from pages._parts import frame, quality, query
from pages._parts.language import _

source, chosen = frame.seen()
totals, files = query.received(source, chosen.where)
flags = query.flagged(source, chosen.where)
frame.headline(quality.headline(totals, flags, chosen))
if chosen.pilots:
    st.markdown(_("文件不分试点：下面的文件和问题不按试点筛选，只有答卷按试点筛选。"))
if totals.files:
    quality.cards(totals)
    quality.files(files, source, chosen)
    quality.issues(files, source, chosen)
quality.flags(flags, source, chosen)
