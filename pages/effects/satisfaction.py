"""满意度: how content firms are, where, and with what."""

import streamlit as st

from pages._parts import frame, satisfaction
from pages._parts.language import _

source, chosen = frame.seen()
found = satisfaction.look(source, chosen)
frame.headline(satisfaction.headline(found))
if not found.answers:
    st.markdown(_("没有符合条件的数据。可以放宽上面的筛选条件。"))
    st.stop()

satisfaction.by_region(found, source, chosen)
left, right = st.columns(2, gap="medium")
with left:
    satisfaction.topics("satisfied_with", _("最满意哪些方面"), found, source, chosen)
with right:
    satisfaction.topics("dissatisfied_with", _("哪些方面不满意或需改进"), found, source, chosen)
satisfaction.on_each_base(found)
