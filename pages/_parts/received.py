"""What was received and published before: submissions to withdraw or restore, versions to go back to."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from data import register, warehouse
from data.register import Submission
from data.store import Store
from loaders import importing
from locales import N_
from pages._parts import documents, job, masking, mending, numbers, panel
from pages._parts.job import Job, Said
from pages._parts.language import _, literal

ROWS = 8  # before a table scrolls
HEIGHT = 320  # px then


def submissions(own: Store) -> None:
    """Every file that was received, newest first, and what can be done with one."""
    everything = register.everything(own)[::-1]
    counting = {one.submission for one in register.submissions(own)}
    sentence = _(
        "计入 {counting}，共收到 {all}；撤回的文件不再统计，原件保留，可以恢复",
        counting=documents.files(len(counting)),
        all=documents.files(len(everything)),
    )
    with panel.opened("received", _("已收到的文件"), sentence):
        st.dataframe(
            pd.DataFrame(_submission(one, one.submission in counting) for one in everything),
            hide_index=True,
            height=HEIGHT if len(everything) > ROWS else "content",
            placeholder=numbers.NONE,
            column_config={_("编号"): {"width": 60}, _("文件"): {"width": 340}},
        )
        chosen = _choose_submission(own, {one.submission: one for one in everything}, counting)
    if chosen and chosen.submission in counting:
        mending.show(own, chosen)


def _submission(one: Submission, counts: bool) -> dict[str, Any]:
    return {
        _("编号"): one.submission,
        _("文件"): masking.text(one.file),
        _("类型"): documents.kind(one.kind),
        _("报送单位"): documents.sender(one.sender),
        _("年度"): str(one.year),
        _("状态"): documents.state(one, counts),
        _("载入"): one.rows_loaded,
        _("待改"): one.rows_held,
        _("忽略"): one.rows_ignored,
        _("收到时间"): documents.minute(one.received_at),
    }


def _choose_submission(own: Store, every: dict[int, Submission], counting: set[int]) -> Submission | None:
    """The one that is chosen, after what can be done with it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            _("选一份文件，改正、撤回或恢复"),
            list(every),
            index=None,
            format_func=lambda one: f"{one} · {masking.text(every[one].file)}",
            placeholder=_("编号 · 文件"),
            key="submission",
            width=420,
        )
        if number is None:
            return None
        one = every[number]
        file = literal(masking.text(one.file))
        if one.state == "loaded":
            replaced = every.get(one.replaces or 0)
            text = _("“{file}”的 {rows} 行将不再统计。", file=file, rows=numbers.count(one.rows_loaded))
            if replaced and replaced.state == "loaded" and number in counting:
                text += _("它替换过的“{old}”会重新计入。", old=literal(masking.text(replaced.file)))
            _confirm(f"withdraw_{number}", _("撤回…"), text, _("确认撤回"), partial(_withdraw, own, number))
        elif one.state == "withdrawn":
            text = _("“{file}”的 {rows} 行会重新计入。", file=file, rows=numbers.count(one.rows_loaded))
            _confirm(f"restore_{number}", _("恢复…"), text, _("确认恢复"), partial(_restore, own, number))
        elif one.state == "pending":
            old = every.get(one.replaces or 0)
            text = _("“{file}”将替换“{old}”。", file=file, old=literal(masking.text(old.file)) if old else numbers.NONE)
            _confirm(f"accept_{number}", _("确认替换…"), text, _("替换"), partial(_accept, own, number))
    return one


def versions(own: Store) -> None:
    """Every version that is kept, and the way back to one."""
    kept = {one["version"]: one for one in register.versions(own)}
    serving = warehouse.current_version(own)
    sentence = _("正在使用版本 {version}；保留最近 {count} 个版本", version=_number(serving), count=warehouse.KEEP)
    with panel.opened("versions", _("数据版本"), sentence):
        left, right = st.columns(2, gap="medium")
        with left:
            _versions(kept.values(), serving)
        with right:
            _choose_version(own, kept, serving)


def _versions(kept: Collection[dict[str, Any]], serving: int | None) -> None:
    st.dataframe(
        pd.DataFrame(
            {
                _("版本"): _number(one["version"]),
                _("生成时间"): documents.minute(one["built_at"]),
                _("文件数"): one["submissions"],
                _("状态"): _("正在使用") if one["version"] == serving else "",
            }
            for one in kept
        ),
        hide_index=True,
        height=HEIGHT if len(kept) > ROWS else "content",
    )


def _choose_version(own: Store, kept: dict[int, dict[str, Any]], serving: int | None) -> None:
    others = [version for version in kept if version != serving]
    if not others:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        version = st.selectbox(
            _("改用另一个版本"),
            others,
            index=None,
            format_func=_number,
            placeholder=_("版本"),
            key="version",
            width=220,
        )
        if version is not None:
            text = _(
                "所有人看到的页面和报告将使用版本 {version}（{moment}，{files}）。收到的文件不变；下一次发布仍包含全部文件。",
                version=_number(version),
                moment=documents.minute(kept[version]["built_at"]),
                files=documents.files(kept[version]["submissions"]),
            )
            work = partial(_roll_back, own, version)
            _confirm(f"version_{version}_{serving}", _("切换…"), literal(text), _("确认切换"), work)


def _number(version: int | None) -> str:
    return numbers.NONE if version is None else f"{version:06d}"


def _confirm(key: str, label: str, text: str, button: str, work: Callable[[Job], list[Said]]) -> None:
    """A button that says what it will do before it does it; `text` is Markdown."""
    with st.popover(label, key=f"ask_{key}"):
        st.markdown(text)
        st.button(button, type="primary", key=f"do_{key}", on_click=job.start, args=(_("正在更新数据"), work))


def _withdraw(own: Store, submission: int, work: Job) -> list[Said]:
    importing.withdraw(own, submission, work.waiting)
    return _done(own, N_("已撤回报送 {submission}，正在使用数据版本 {version}"), submission)


def _restore(own: Store, submission: int, work: Job) -> list[Said]:
    importing.restore(own, submission, work.waiting)
    return _done(own, N_("已恢复报送 {submission}，正在使用数据版本 {version}"), submission)


def _accept(own: Store, submission: int, work: Job) -> list[Said]:
    importing.accept(own, submission, work.waiting)
    return _done(own, N_("报送 {submission} 已替换以前的文件，正在使用数据版本 {version}"), submission)


def _roll_back(own: Store, version: int, work: Job) -> list[Said]:
    importing.rollback(own, version, work.waiting)
    return [Said(N_("正在使用数据版本 {version}"), {"version": _number(version)}, True)]


def _done(own: Store, text: str, submission: int) -> list[Said]:
    return [Said(text, {"submission": str(submission), "version": _number(warehouse.current_version(own))}, True)]
