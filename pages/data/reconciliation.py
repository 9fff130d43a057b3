"""应填与已填: which ledger firms answered, which did not, which answers belong to none."""

import streamlit as st

from metrics import reconciliation
from pages._parts import chasing, firms, frame, numbers, places, query
from pages._parts.language import _

source, chosen = frame.seen()
listed = reconciliation.lists(query.reader(source), chosen.where)
counts = {name: int((listed["list"] == name).sum()) for name in reconciliation.LISTS}
ledger = counts["both"] + counts["ledger_only"]

if not ledger:
    frame.headline(_("这里还没有台账，不能核对应填与已填"))
    st.markdown(_("在“导入”页放入市局或认证机构报送的帮扶企业台账后，这里列出还没有答卷的企业。"))
    st.stop()

frame.headline(
    _(
        "台账企业 {ledger} 家，已填 {both} 家，答卷率 {rate}",
        ledger=numbers.count(ledger),
        both=numbers.count(counts["both"]),
        rate=numbers.percent(counts["both"] / ledger),
    )
)
if counts["ledger_only"]:
    chasing.buttons(source, chosen)
names = {
    name: _("{label}（{count}）", label=_(label), count=counts[name]) for name, label in reconciliation.LISTS.items()
}
shown = st.segmented_control(
    _("名单"),
    list(names),
    default="ledger_only",
    format_func=names.__getitem__,
    label_visibility="collapsed",
    required=True,
)
rows = listed[listed["list"] == shown]
st.dataframe(
    rows.assign(
        firm=[firms.link(key) for key in rows["firm"]],
        province=[places.region(code) for code in rows["province"]],
        city=[places.region(code) for code in rows["city"]],
        industry=[places.industry(code) if code == code and code else "" for code in rows["industry"].fillna(0)],
    ).drop(columns="list"),
    hide_index=True,
    height=560,
    placeholder=numbers.NONE,
    column_config={
        "firm": firms.card_column(),
        "name": _("企业名称"),
        "credit_code": _("统一社会信用代码"),
        "province": _("省"),
        "city": _("市"),
        "industry": _("行业"),
        "body": _("认证机构"),
        "file": _("文件"),
        "sheet": _("工作表"),
        "row": _("行"),
    },
)
