"""From checked files to a new data version: what would be replaced is shown first and confirmed."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from data import store, warehouse
from data.register import Submission
from loaders import difference, importing
from loaders.difference import Difference
from loaders.importing import Wanted
from loaders.staging import Staged
from locales import N_
from pages._parts import documents, job, masking, numbers, panel
from pages._parts.inbox import Checked
from pages._parts.job import Job, Said
from pages._parts.language import _, literal


def show(files: Sequence[Checked], wanted: Wanted) -> None:
    """Every replacement with its difference, then the button."""
    going = [one for one in files if one.goes_in]
    with panel.opened("publish", _("发布")):
        if not going:
            panel.gray(_("没有可以发布的新内容"))
            return
        confirmed: dict[Path, int] = {}
        waiting: set[Path] = set()
        for one in going:
            old = one.outcome.replaces
            if old is None:
                continue
            if one.outcome.beside:  # it waits for a decision, unless the file that goes before it is left out
                if one.outcome.beside in {file.name for file in waiting}:
                    waiting.add(one.outcome.file)
            elif _replacement(one, old):
                confirmed[one.outcome.file] = old.submission
            else:
                waiting.add(one.outcome.file)
        if not confirmed and not waiting:
            panel.gray(_("都是新的报送，不替换任何文件"))
        ready = [one for one in going if one.outcome.file not in waiting]
        _button(ready, wanted, confirmed)
        if waiting:
            st.caption(literal(_("没有确认替换的 {files}这次不发布", files=documents.files(len(waiting)))))


def _replacement(one: Checked, old: Submission) -> bool:
    """Show what the file changes against the earlier one; whether the clerk lets it take that one's place."""
    staged = one.outcome.staged
    assert staged
    found = _difference(old, staged)
    subject = masking.text(old.subject) if old.subject else ""
    what = filter(None, (documents.sender(old.sender), str(old.year), documents.kind(old.kind), subject))
    key = f"{old.submission}_{staged.folder.name}"
    with st.container(gap="xsmall"):
        st.markdown(f"**{literal(' · '.join(what))}**")
        earlier = {"file": masking.text(old.file), "day": documents.day(old.received_at)}
        st.text(_("“{new}”将替换 {day} 收到的“{file}”", new=one.name, **earlier))
        st.markdown(literal(_changes(found, old.kind)))
        if not found.is_drastic:
            return st.checkbox(_("替换以前的文件"), value=True, key=f"replace_{key}")
        st.warning(literal(_drastic(found)))
        return st.checkbox(_("我已经核对，确实要用它替换"), key=f"replace_{key}")


def _difference(old: Submission, new: Staged) -> Difference:
    """Computed once in a visit."""
    known: dict[tuple[int, str], Difference] = st.session_state.setdefault("differences", {})
    key = (old.submission, new.folder.name)
    if key not in known:
        known[key] = difference.of_submission(store.default(), old, new)
    return known[key]


def _changes(found: Difference, kind: str) -> str:
    counts = {name: numbers.count(getattr(found, name)) for name in ("added", "removed", "changed", "unchanged")}
    if kind in documents.ABOUT_FIRMS:
        return _("企业：新增 {added} 家，减少 {removed} 家，有变化 {changed} 家，不变 {unchanged} 家", **counts)
    return _("数字：新增 {added} 个，减少 {removed} 个，有变化 {changed} 个，不变 {unchanged} 个", **counts)


def _drastic(found: Difference) -> str:
    before, after = numbers.count(found.rows_before), numbers.count(found.rows_after)
    if not found.rows_after:
        return _("新文件没有一行可以载入，以前的 {before} 行会全部不再统计。请核对后再决定", before=before)
    share = numbers.percent(1 - found.rows_after / found.rows_before)
    return _("载入的行从 {before} 减到 {after}，少了 {share}。请核对后再决定", before=before, after=after, share=share)


def _button(ready: Sequence[Checked], wanted: Wanted, confirmed: dict[Path, int]) -> None:
    files = [one.outcome.file for one in ready]
    names = [one.name for one in ready]
    folder = st.session_state["import_folder"]  # held by the work, so that it outlives the visit
    st.button(
        _("发布 {files}", files=documents.files(len(files))) if files else _("发布"),
        type="primary",
        key="publish",
        disabled=not files,
        on_click=job.start,
        args=(_("正在发布"), partial(_publish, files, wanted, confirmed, folder), names),
    )


def _publish(
    files: Sequence[Path], wanted: Wanted, confirmed: dict[Path, int], folder: object, work: Job
) -> list[Said]:
    """Load the files; `folder` is where they stand."""
    own = store.default()
    outcomes = importing.load(files, own, wanted, confirmed=confirmed, waiting=work.waiting, progress=work.progress)
    new = [one.staged for one in outcomes if one.status == "loaded" and not one.known and one.staged]
    said = []
    if new:
        values = {
            "version": f"{warehouse.current_version(own):06d}",
            "count": len(new),
            "loaded": sum(one.loaded for one in new),
            "held": sum(one.held for one in new),
            "ignored": sum(one.ignored for one in new),
        }
        text = N_("已发布数据版本 {version}：文件 {count} 个，载入 {loaded} 行，待改 {held} 行，忽略 {ignored} 行")
        said.append(Said(text, values, True))
    if merged := sum(len(one.merged) for one in outcomes if not one.known):
        text = N_("与以前收到的文件比较，在这次的文件里又发现 {count} 条问题，列在下面的“合并时发现的问题”里")
        said.append(Said(text, {"count": merged}, True))
    for one in outcomes:
        if one.refusal:
            text = N_("“{file}”没有导入。{reason}")
            said.append(Said(text, {"file": one.file.name, "reason": one.refusal}))
        elif one.status == "pending" and one.beside:
            text = N_("“{file}”待确认：计入的是“{other}”。要改用它，请在“已收到的文件”里确认替换")
            said.append(Said(text, {"file": one.file.name, "other": one.beside}))
        elif one.status == "pending":
            text = N_("“{file}”要替换的文件刚刚变了，没有替换。请在“已收到的文件”里确认，或重新检查后再发布")
            said.append(Said(text, {"file": one.file.name}))
    return said or [Said(N_("这些文件已在数据中，数据没有变化"), {}, True)]
