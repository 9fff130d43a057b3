"""企业卡片: everything the version knows of the firm that the address names."""

import streamlit as st

from metrics import firm
from pages._parts import firm_card, frame, query
from pages._parts.language import _, literal

source, _chosen = frame.seen()
given = st.query_params.get("firm", "").strip()
key = firm.find(query.reader(source), given) if given else None

if key:
    firm_card.show(source, firm.card(query.reader(source), key))
elif given:
    frame.headline(_("没有找到这家企业"))
    st.markdown(
        literal(
            _(
                "链接里的企业在现有数据中不存在：它的代码可能已改正，文件可能已撤回，或链接没有复制完整。"
                "请按名称或统一社会信用代码查找"
            )
        )
    )
else:
    frame.headline(_("还没有选企业"))
    st.markdown(_("请按名称或统一社会信用代码查找，再打开它的卡片"))
st.page_link(frame.PAGES / "firms/explorer.py", label=_("企业查询"), icon=":material/search:")
