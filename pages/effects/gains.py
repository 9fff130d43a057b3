"""填报增长: by how much firms say their figures changed, and the answers that a person should look at."""

import streamlit as st

from pages._parts import frame, gains, query
from pages._parts.language import _

source, chosen = frame.seen()
found = query.gains(source, chosen.where)
frame.headline(gains.headline(found))
gains.caveats(chosen.year)
if not found["n"].sum():
    st.markdown(_("没有符合条件的数据。可以放宽上面的筛选条件。"))
    st.stop()

gains.means_and_medians(found, source, chosen)
gains.outliers(gains.choose(found), found, source, chosen)
