"""待核对: records that may speak of one firm, side by side, for a person to confirm or refuse."""

import streamlit as st

from data import store
from pages._parts import decided, frame, job, numbers, pairs, query
from pages._parts.language import _

source = query.source()
job.follow()
found = pairs.of(source) if source else []
counts = {about: sum(pair.about == about for pair in found) for about in pairs.KINDS}

if found:
    frame.headline(
        _(
            "待核对 {all} 条：答卷找不到台账 {match} 条，疑似重复企业 {double} 条，同一代码不同名称 {code} 条",
            all=numbers.count(len(found)),
            match=numbers.count(counts["match"]),
            double=numbers.count(counts["double"]),
            code=numbers.count(counts["code"]),
        )
    )
else:
    frame.headline(_("没有需要核对的企业"))

if source is None or source.is_sample:
    st.markdown(_("只有导入自己的数据后，才能在这里决定；示例数据只供查看。"))
st.markdown(_("名称相近只作提示，在有人确认以前，不影响任何统计。请对照两边的资料，必要时向企业或报送单位核实。"))

if found:
    can_decide = source is not None and not source.is_sample
    pairs.show(found, can_decide)
if source and not source.is_sample:
    decided.show(store.default(), source)
