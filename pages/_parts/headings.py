"""这几列是什么？ For a file with headings nobody knows: what stands below them is shown, and the answer is remembered."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data import store
from data.errors import Refused
from loaders import asking, ledger
from loaders.asking import Heading
from loaders.decided import IGNORED
from loaders.meanings import columns
from locales import N_
from pages._parts import inbox, masking, numbers
from pages._parts.inbox import Checked
from pages._parts.language import _, literal

COLUMNS = {
    "sequence": N_("序号"),
    "name": N_("企业名称"),
    "credit_code": N_("统一社会信用代码"),
    "province": N_("省"),
    "city": N_("市"),
    "county": N_("县（市、区）"),
    "place": N_("所在地（省市县写在一起）"),
    "industry": N_("认证行业大类"),
    "body": N_("认证机构名称"),
    "body_number": N_("认证机构批准号"),
    "size": N_("企业规模"),
    "certified": N_("是否获证"),
    "certificate": N_("证书编号"),
    "certified_on": N_("获证日期"),
    "participation": N_("首次参加或继续参加"),
    "assisted_year": N_("帮扶年度"),
    "assisted_on": N_("帮扶时间"),
    "pilot": N_("区域试点"),
    "town": N_("专业镇"),
    "contact": N_("联系人"),
    "phone": N_("联系电话"),
    "mail": N_("邮箱"),
    "content": N_("帮扶内容"),
    "result": N_("帮扶成效"),
    "note": N_("备注"),
}


def show(files: Sequence[Checked]) -> None:
    """A button for each file that waits for its headings to be explained, or has one that is like another."""
    st.session_state.pop("explained", None)
    _refusal()
    for one in files:
        if one.outcome.explainable:
            key = f"explain_{one.outcome.file.parent.name}"
            if st.button(_("“{file}”：这几列是什么？", file=literal(one.name)), key=key, icon=":material/help:"):
                _ask(one)


def _ask(one: Checked) -> None:
    st.dialog(_("这几列是什么？"), width="large")(_form)(one)


def _form(one: Checked) -> None:
    """Every unknown heading with three values and a choice of columns; nothing is chosen in silence."""
    if st.session_state.pop("explained", False):
        st.rerun()
    every = one.outcome.explainable
    unknown = [heading for heading in every if heading.column is None]
    st.text(one.name)
    st.caption(_("选出每一列是什么；不需要的列选“不需要”。同样的标题以后不再询问"))
    with st.form(f"headings_{one.outcome.file.parent.name}", border=False):
        for heading in unknown:
            _choice(heading)
        _refusal()
        st.form_submit_button(_("确认"), type="primary", on_click=_remember, args=(every,))
    with st.expander(_("认识的列")):
        _known(every)


def _key(heading: Heading) -> str:
    return f"column_{heading.place}_{heading.heading}"


def _choice(heading: Heading) -> None:
    options = [IGNORED, *columns(ledger.KIND)]
    shown = masking.text(heading.heading)
    samples = "、".join(masking.cell(one, heading.heading) for one in heading.samples) or numbers.NONE
    st.selectbox(
        f"**{literal(shown)}** · {literal(samples)}",
        options,
        index=options.index(heading.proposal or IGNORED),
        format_func=lambda column: _(COLUMNS[column]) if column else _("不需要"),
        key=_key(heading),
    )


def _remember(every: Sequence[Heading]) -> None:
    """Before the page runs again: note what was chosen, and have the files checked anew."""
    said = {one.heading: st.session_state[_key(one)] for one in every if one.column is None}
    try:
        asking.remember(store.default(), every, said)
    except Refused as refusal:
        st.session_state["explained_wrong"] = refusal
        return
    st.session_state["explained"] = True
    inbox.check_again()


def _refusal() -> None:
    """Why the last answer was not taken."""
    if refusal := st.session_state.pop("explained_wrong", None):
        st.error(literal(_(refusal.text, **refusal.values)))


def _known(every: Sequence[Heading]) -> None:
    lines = [{_("标题"): masking.text(one.heading), _("列"): _(COLUMNS[one.column])} for one in every if one.column]
    st.table(pd.DataFrame(lines or [], columns=[_("标题"), _("列")]), border="horizontal", hide_index=True)
