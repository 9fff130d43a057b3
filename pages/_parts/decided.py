"""What was decided about who is who, and the way back."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from data import warehouse
from data.register import Decision
from data.store import Store
from loaders import importing, review
from locales import N_
from pages._parts import documents, job, masking, numbers, panel, query
from pages._parts.job import Job, Said
from pages._parts.language import _, literal
from pages._parts.pairs import KINDS, VERDICTS
from pages._parts.query import Source

ROWS = 8  # before the table scrolls
HEIGHT = 320  # px then


def show(own: Store, source: Source) -> None:
    """Every decision that holds, newest first, and what can be done with one."""
    held = review.held(own)
    if not held:
        return
    names = review.names(query.reader(source), held)
    sentence = _("{count} 条，每次生成数据版本都照此办理；撤销后，原来的提示会再出现", count=numbers.count(len(held)))
    with panel.opened("decided", _("以前的决定"), sentence):
        st.dataframe(
            pd.DataFrame(_record(one, names) for one in held),
            hide_index=True,
            height=HEIGHT if len(held) > ROWS else "content",
            placeholder=numbers.NONE,
            column_config={_("编号"): {"width": 60}},
        )
        _choose(own, held, names)


def _record(one: Decision, names: dict[str, str]) -> dict[str, Any]:
    left, right = _sides(one, names)
    return {
        _("编号"): one.decision,
        _("类型"): _(KINDS[one.about]),
        _("一方"): left,
        _("另一方"): right,
        _("决定"): _(VERDICTS[one.verdict]),
        _("说明"): masking.text(one.reason) or None,
        _("由谁"): masking.text(one.who) or None,
        _("时间"): documents.minute(one.at),
    }


def _sides(one: Decision, names: dict[str, str]) -> tuple[str, str]:
    """Both firms by name; an answer by what its firm calls itself."""
    left = one.before.partition(" ")[2] if one.about == "match" else one.place
    return _name(left, names), _name(one.subject, names)


def _name(key: str, names: dict[str, str]) -> str:
    return masking.text(names.get(key) or key.partition("@")[0])


def _choose(own: Store, held: Sequence[Decision], names: dict[str, str]) -> None:
    every = {one.decision: one for one in held}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            _("选一条决定，撤销"),
            list(every),
            index=None,
            format_func=lambda one: f"{one} · {' / '.join(_sides(every[one], names))}",
            placeholder=_("编号"),
            key="decision",
            width=420,
        )
        if number is None:
            return
        left, right = _sides(every[number], names)
        with st.popover(_("撤销…"), key=f"ask_undo_{number}"):
            st.markdown(literal(_("“{left}”与“{right}”的决定不再有效，数据会重新生成。", left=left, right=right)))
            args = (_("正在更新数据"), partial(_undo, own, number))
            st.button(_("确认撤销"), type="primary", key=f"do_undo_{number}", on_click=job.start, args=args)


def _undo(own: Store, decision: int, work: Job) -> list[Said]:
    importing.undo(own, [decision], work.waiting)
    values: dict[str, object] = {"decision": str(decision), "version": f"{warehouse.current_version(own):06d}"}
    return [Said(N_("已撤销决定 {decision}，正在使用数据版本 {version}"), values, True)]
