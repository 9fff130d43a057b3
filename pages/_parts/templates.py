"""Templates to fill in, as a menu: for the sender chosen on the page, else for 本局, else for anybody."""

from datetime import date
from functools import partial

import streamlit as st

from loaders import templates
from loaders.importing import Wanted
from pages._parts import documents, home
from pages._parts.exporting import XLSX
from pages._parts.language import _, literal


def menu(wanted: Wanted) -> None:
    """A button for each kind the sender may fill in; a workbook is made when it is asked for."""
    sender, year = wanted.sender or home.code(), wanted.year or date.today().year
    with st.popover(_("下载填报模板"), type="tertiary", key="templates"):
        st.caption(literal(_("带下拉列表、示例和填写说明，填好后可以直接导入")))
        whom = documents.sender(sender) if sender else _("不指定")
        st.caption(literal(_("报送单位：{sender}；年度：{year}。在“选项”里更改", sender=whom, year=year)))
        for kind in templates.kinds(sender):
            st.download_button(
                documents.kind(kind),
                partial(templates.content, kind, year=year, sender=sender),
                file_name=templates.file_name(kind, year=year, sender=sender),
                mime=XLSX,
                on_click="ignore",
                key=f"template_{kind}",
                width="stretch",
            )
