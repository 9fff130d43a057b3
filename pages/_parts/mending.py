"""One received file mended here: its findings, a cell to correct with a reason, and the corrections that hold."""

from functools import partial

import pandas as pd
import streamlit as st

from data import register, warehouse
from data.register import Decision, Submission
from data.store import Store
from loaders import importing, received, returned
from loaders.issues import Issue
from loaders.staging import Staged
from locales import N_
from pages._parts import documents, giving_back, inbox, issue_table, job, masking, numbers, panel
from pages._parts.job import Job, Said
from pages._parts.language import _, current, literal


def show(own: Store, one: Submission) -> None:
    """The panel of a submission that counts."""
    staged = _staged(own, one)
    found = sorted(staged.issues(), key=lambda issue: issue_table.LEVELS.index(issue.level))
    sentence = _("“{file}”的检查还有 {count} 条问题", file=masking.text(one.file), count=numbers.count(len(found)))
    with panel.opened("mending", _("改正单元格"), sentence if found else _("没有发现问题")):
        if found:
            issue_table.table([(masking.text(one.file), issue) for issue in found])
            _give_back(own, one)
            _form(own, one, found)
        _corrections(own, register.decisions(own, "cell", one.sha256))


def _staged(own: Store, one: Submission, as_sent: bool = False) -> Staged:
    return (received.as_sent if as_sent else received.staged)(own, one, inbox.beside())


def _give_back(own: Store, one: Submission) -> None:
    """The sender gets what he sent, marked; he does not know our corrections."""
    original = own.original(one.sha256, one.suffix)
    staged = _staged(own, one, as_sent=True)
    giving_back.button(f"give_back_{one.submission}", _("退回修改表"), returned.name(one.file), original, staged)


def _form(own: Store, one: Submission, found: list[Issue]) -> None:
    cells: dict[str, Issue] = {}
    for issue in found:
        if issue.cell:
            cells.setdefault(f"{issue.sheet}!{issue.cell}", issue)
    if not cells:
        return
    cell = st.selectbox(
        _("选一个单元格"),
        list(cells),
        index=None,
        format_func=lambda cell: _named(cell, cells[cell]),
        placeholder=_("单元格 · 列 · 原值"),
        key=f"mend_cell_{one.submission}",
    )
    if cell is None:
        return
    issue = cells[cell]
    masked = issue._replace(value=masking.cell(issue.value, issue.column))
    st.caption(literal(_("{message}。{mend}。", message=masked.message(current()), mend=masked.mend(current()))))
    with st.form(f"mend_{one.submission}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        # Keys of the cell: what was typed for one cell never goes into another.
        text, reason = f"mend_text_{one.sha256}_{cell}", f"mend_reason_{one.sha256}_{cell}"
        st.text_input(_("改为（写整格的内容）"), key=text)
        st.text_input(_("为什么改"), key=reason, placeholder=_("例如 电话核实"))
        st.form_submit_button(
            _("改正并发布"),
            type="primary",
            key=f"do_mend_{one.submission}",
            on_click=_start,
            args=(own, one.submission, cell, text, reason),
        )


def _named(cell: str, issue: Issue) -> str:
    value = masking.cell(issue.value, issue.column)
    return " · ".join(filter(None, (masking.text(cell), masking.text(issue.column), value)))


def _start(own: Store, submission: int, cell: str, text: str, reason: str) -> None:
    corrections = {cell: str(st.session_state[text])}
    job.start(_("正在更新数据"), partial(_correct, own, submission, corrections, str(st.session_state[reason])))


def _correct(own: Store, submission: int, corrections: dict[str, str], reason: str, work: Job) -> list[Said]:
    importing.correct(own, submission, corrections, reason, waiting=work.waiting)
    text = N_("已改正 {cell}，正在使用数据版本 {version}")
    return [Said(text, {"cell": "、".join(corrections), "version": _version(own)}, True)]


def _corrections(own: Store, held: list[Decision]) -> None:
    """The corrections that hold, and the way back to what was sent."""
    if not held:
        return
    title = _("已改正的单元格")
    st.markdown(f"**{literal(title)}**")
    st.dataframe(
        pd.DataFrame(
            {
                _("编号"): one.decision,
                _("单元格"): masking.text(one.subject),
                _("原值"): masking.text(one.before),
                _("改为"): masking.text(one.verdict),
                _("理由"): masking.text(one.reason),
                _("谁"): one.who,
                _("时间"): documents.minute(one.at),
            }
            for one in held
        ),
        hide_index=True,
        placeholder=numbers.NONE,
    )
    by = {one.decision: one for one in held}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            _("撤销一处改正"),
            list(by),
            index=None,
            format_func=lambda number: f"{number} · {masking.text(by[number].subject)}",
            placeholder=_("编号 · 单元格"),
            key="correction",
            width=420,
        )
        if number is not None:
            st.button(
                _("撤销改正"),
                key=f"undo_{number}",
                on_click=job.start,
                args=(_("正在更新数据"), partial(_undo, own, number)),
            )


def _undo(own: Store, decision: int, work: Job) -> list[Said]:
    importing.undo_correction(own, decision, work.waiting)
    text = N_("已撤销改正 {correction}，正在使用数据版本 {version}")
    return [Said(text, {"correction": str(decision), "version": _version(own)}, True)]


def _version(own: Store) -> str:
    return f"{warehouse.current_version(own):06d}"
