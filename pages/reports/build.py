"""生成报告: a document about the selection, what is filled in it and where from, and how it differs from an earlier one."""

import streamlit as st

from pages._parts import building, cell_rows, frame, own_template
from reports.kinds import TABLES

source, chosen = frame.seen()
top = st.container()  # the sentence stands above the choice that it follows from
name = building.choose()
own = own_template.drop(name)
with st.spinner(building.working()):
    made = building.tried(source, chosen, name, own)
with top:
    frame.headline(building.headline(name, made, source, chosen))
building.preview(name, made, source, chosen, own)
if isinstance(made, building.Built):
    if name in TABLES:
        cell_rows.show(name, source, chosen)
    building.against(made, source, chosen)
