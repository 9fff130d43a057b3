"""认证机构: which bodies assist how many firms, how content these are, and whether bodies' and cities' ledgers agree."""

import streamlit as st

from pages._parts import bodies, frame
from pages._parts.language import _

source, chosen = frame.seen()
seen = bodies.look(source, chosen)
frame.headline(bodies.headline(seen))
if seen.rows.empty:
    st.markdown(_("没有符合条件的数据。可以放宽上面的筛选条件。"))
    st.stop()

bodies.firms(seen, source, chosen)
left, right = st.columns(2, gap="medium")
with left:
    bodies.rates(seen, "satisfaction_rate", _("各机构帮扶企业的满意率"), source, chosen)
with right:
    bodies.rates(seen, "satisfied_with_6", _("对持续跟踪服务的认可"), source, chosen)
bodies.everything(seen, source, chosen)
