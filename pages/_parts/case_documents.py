"""优良案例文档 on the page: documents of cases dropped, and what is to be mended in each."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import streamlit as st

from charts.chart import Caption, Column, Table
from data.errors import Refused
from pages._parts import chart_panel, inbox, masking, numbers, panel
from pages._parts.filters import Selection
from pages._parts.language import _, current, literal
from pages._parts.query import HOUR, Source
from pages._parts.verifying import ENDINGS
from reports import drafts
from reports.case.checking import check, percent, share
from reports.case.notice import Notice, notice
from reports.case.reading import Case, read

WIDTH = 260  # px of titles


class Unread(NamedTuple):
    """Why a file is refused; translated when it is shown."""

    text: str
    values: dict[str, Any]


class Checked(NamedTuple):
    """A file as it may be shown: its name, its case if it could be read, and what is to be mended."""

    file: str
    case: Case | None
    said: tuple[str, ...]

    def share(self, name: str) -> float | None:
        """The share of a part, 0–1."""
        own = share(self.case, name) if self.case else None
        return None if own is None else float(own)


def show(source: Source, chosen: Selection) -> None:
    """The panel: where documents are dropped, and below it a line for each."""
    asked = notice(chosen.province or "", chosen.year)
    sentence = _("放入一份或多份案例，检查标题、字数、各部分的篇幅和主要起草单位；文件不保存")
    with panel.opened("cases", _("优良案例文档"), sentence):
        inbox.worded(
            "case_inbox",
            _("或把文件拖到这里，可以一次放多个：{endings}", endings=" ".join(ENDINGS)),
            _("只能放 docx、pdf、txt、md 文件，每个不超过 20 MB"),
        )
        with st.container(key="case_inbox"):
            files = st.file_uploader(
                _("案例文件"),
                type=list(ENDINGS),
                max_upload_size=drafts.MOST_BYTES // 1024**2,
                accept_multiple_files=True,
                key="case_files",
                label_visibility="collapsed",
            )
    if files:
        _table([_checked(file.name, file.getvalue(), asked) for file in files], asked, source, chosen)


def _checked(file: str, content: bytes, asked: Notice) -> Checked:
    found = _read(content, asked)
    if isinstance(found, Unread):
        return Checked(masking.text(file), None, (_(found.text, **found.values),))
    said = (masking.text(one.said(current())) for one in check(found, asked))
    return Checked(masking.text(file), found, tuple(said))


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False, hash_funcs={Fraction: str})
def _read(content: bytes, asked: Notice) -> Case | Unread:
    try:
        return read(content, asked)
    except Refused as refusal:
        return Unread(refusal.text, refusal.values)


def _table(every: Sequence[Checked], asked: Notice, source: Source, chosen: Selection) -> None:
    parts = [
        Column(
            _("{part}（约 {asked}）", part=_(part.name), asked=percent(part.share, 0)),
            tuple(one.share(part.name) for one in every),
            "0.0%",
        )
        for part in asked.parts
    ]
    cases = [one.case for one in every]
    mend = [("；" if current() == "zh" else "; ").join(one.said) or _("没有发现问题") for one in every]
    columns = (
        Column(_("文件"), tuple(one.file for one in every)),
        Column(_("标题"), tuple(masking.text(case.title) if case and case.title else numbers.NONE for case in cases)),
        Column(_("正文字数"), tuple(float(case.total) if case else None for case in cases)),
        Column(_("起草单位数"), tuple(float(len(case.units)) if case else None for case in cases)),
        *parts,
        Column(_("要改的"), tuple(mend)),
    )
    caption = Caption(
        title=_("案例检查结果"), sentence=_sentence(every), source=_("按 {source} 检查", source=asked.source)
    )
    made = Table(caption=caption, columns=columns, missing=numbers.NONE)
    chart_panel.table("case_documents", made, (), source, chosen, widths={_("标题"): WIDTH})
    _to_mend(every)


def _to_mend(every: Sequence[Checked]) -> None:
    """The sentences of each document in full: a line of the table holds only how they begin."""
    for one in every:
        if one.said:
            st.markdown("\n".join([f"**{literal(one.file)}**\n", *(f"- {literal(said)}" for said in one.said)]))


def _sentence(every: Sequence[Checked]) -> str:
    return _(
        "共 {count} 份：没有要改的 {good} 份，要改的 {bad} 份，读不出的 {unread} 份",
        count=numbers.count(len(every)),
        good=numbers.count(sum(not one.said for one in every)),
        bad=numbers.count(sum(bool(one.said and one.case) for one in every)),
        unread=numbers.count(sum(one.case is None for one in every)),
    )
