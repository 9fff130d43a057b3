"""催填名单 to download: the ledger firms without an answer, by region or by certification body."""

from functools import partial

import streamlit as st

from data.errors import Refused
from pages._parts import panel, query
from pages._parts.exporting import XLSX
from pages._parts.filters import Selection
from pages._parts.language import _, literal
from pages._parts.query import Source
from reports import personal_link
from reports.chase_up import By, title
from reports.kinds import KINDS, file_name
from reports.subject import subject

LISTS: dict[str, By] = {"chase-up": "region", "chase-up-body": "body"}


def buttons(source: Source, chosen: Selection) -> None:
    """A workbook each way, made when it is asked for; or why there is none of this selection."""
    reader = query.reader(source)
    try:
        about = subject(reader, chosen.where)
        personal_link.base(reader.store, about.year)
    except Refused as refusal:
        panel.gray(_("没有未填企业名单可下载：{reason}", reason=_(refusal.text, **refusal.values)))
        return
    with st.container(horizontal=True):
        for name, by in LISTS.items():
            st.download_button(
                literal(_(KINDS[name].title)),
                partial(_made, source, chosen, name),
                file_name=file_name(title(about, by), ".xlsx"),
                mime=XLSX,
                icon=":material/download:",
                on_click="ignore",
                key=f"download_{name}",
                help=_("一个地区或机构一张工作表，附汇总。联系人和电话不在数据里，按所列台账位置查找"),
            )


def _made(source: Source, chosen: Selection, name: str) -> bytes:
    return KINDS[name].build(query.reader(source), chosen.where).content
