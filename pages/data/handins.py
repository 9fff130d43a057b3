"""材料清单: who has to hand in what by when, what came, and what is still missing."""

import streamlit as st

from data.clock import today
from pages._parts import frame, handins, panel
from pages._parts.language import _, literal

source, chosen = frame.seen()
made = handins.found(source, chosen)
if isinstance(made, str):
    frame.headline(_("这里列不出材料清单"))
    st.warning(literal(made))
    st.stop()
frame.headline(handins.headline(made, today()))
if told := handins.only(made, source, chosen):
    panel.gray(told)
handins.show(made, today(), source, chosen)
for sentence in handins.unknown(made):
    st.warning(literal(sentence))
st.markdown(
    _(
        "期限来自通知；本局自己的期限写在数据目录的 `deadlines.csv`（列与 `data/reference` 的同名表相同）。"
        "指南、课程、媒体报道等列在成果材料登记表里导入；系统不收的材料，报来后登记在数据目录的 `handins.csv`："
        "第一行 `year,who,material,day,note`，"
        "单位写名称、区划代码或批准号，材料写表头上的名称，日期写成 2024-10-30。"
    )
)
