"""导入: from received files to a new data version, always in the bureau's own store."""

import streamlit as st

from data import register, store, warehouse
from pages._parts import (
    documents,
    frame,
    giving_back,
    headings,
    inbox,
    issue_table,
    job,
    outcomes,
    publishing,
    query,
    received,
    recovered,
    templates,
)
from pages._parts.language import _

own = store.default()
top = st.container()  # the sentence stands above the files that it follows from
job.follow()
if not recovered.show(own):
    st.stop()
files = inbox.drop()
wanted = inbox.options()
templates.menu(wanted)
checked = inbox.checked(files, wanted)
count = len(register.submissions(own)) if own.register.exists() else 0
version = warehouse.current_version(own)

with top:
    if checked:
        frame.headline(outcomes.headline(checked))
    elif version is None:
        frame.headline(_("放入收到的文件，检查无误后发布"))
    else:
        sentence = _(
            "已计入 {files}，正在使用数据版本 {version}", files=documents.files(count), version=f"{version:06d}"
        )
        frame.headline(sentence)

if checked:
    outcomes.cards(checked)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        outcomes.table(checked)
        headings.show(checked)
        st.button(_("清空，放入别的文件"), on_click=inbox.clear, key="clear")
    with right:
        publishing.show(checked, wanted)
    if any(one.outcome.staged for one in checked):
        issue_table.show(checked)
        giving_back.buttons(checked)
else:
    st.markdown(
        "\n".join(
            f"- {line}"
            for line in (
                _("帮扶企业台账：市局或认证机构报送的 Excel，标题行保持原样。文件名或表头写明报送单位和年度"),
                _("企业问卷：问卷星“按文本”或“按序号”下载的答卷"),
                _("统计表（附表）和区域试点工作统计表（附件3）：通知所附的表格，每个地区、每个试点一张"),
                _("名单：优良案例、推荐的认证机构、成果材料，每行一项，版式不限"),
                _("先检查、看差异，按“发布”之后才会改变数据；每次发布都可以退回"),
            )
        )
    )

if count or (own.register.exists() and register.everything(own)):
    received.submissions(own)
    if (source := query.source()) and not source.is_sample:
        issue_table.show_merged(source)
    received.versions(own)
