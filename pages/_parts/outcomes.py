"""What became of the dropped files: every row accounted for, file by file."""

import math
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages._parts import documents, masking, numbers, panel
from pages._parts.inbox import Checked
from pages._parts.language import _, literal

TALL = 12  # files before their table scrolls


def totals(files: Sequence[Checked]) -> tuple[int, int, int, int]:
    """Rows in all files, and of them loaded, held and ignored."""
    staged = [one.outcome.staged for one in files if one.outcome.staged]
    counts = [(one.in_file, one.loaded, one.held, one.ignored) for one in staged]
    in_file, loaded, held, ignored = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0, 0, 0)
    return in_file, loaded, held, ignored


def headline(files: Sequence[Checked]) -> str:
    """The sentence over the results."""
    names = ("in_file", "loaded", "held", "ignored")
    counts = dict(zip(names, map(numbers.count, totals(files)), strict=True))
    counts["files"] = documents.files(len(files))
    if _is_published(files):
        sentence = _("{files}共 {in_file} 行：已载入 {loaded} 行，待改 {held} 行，忽略 {ignored} 行", **counts)
    else:
        sentence = _("{files}共 {in_file} 行：可载入 {loaded} 行，待改 {held} 行，忽略 {ignored} 行", **counts)
    if left_out := _left_out(files):
        sentence += _("（其中 {count} 行这次不计入）", count=numbers.count(left_out))
    refused = sum(one.outcome.staged is None for one in files)
    return sentence + (_("；{files}不能导入", files=documents.files(refused)) if refused else "")


def _left_out(files: Sequence[Checked]) -> int:
    """Rows of files that another dropped one keeps out, for now or for good."""
    others = [one.outcome.staged for one in files if one.has_newer or one.outcome.beside]
    return sum(staged.loaded for staged in others if staged)


def _is_published(files: Sequence[Checked]) -> bool:
    return any(one.outcome.known for one in files) and not any(one.goes_in for one in files)


def cards(files: Sequence[Checked]) -> None:
    """In file = loaded + held + ignored."""
    in_file, *parts = totals(files)
    words = (
        ("loaded", _("＝ 已载入"), _("参与统计"))
        if _is_published(files)
        else ("loaded", _("＝ 可载入"), _("发布后参与统计")),
        ("held", _("＋ 待改"), _("每行有问题说明，改好后再导入")),
        ("ignored", _("＋ 忽略"), _("合计行、空行、脚注")),
    )
    with st.grid(4, min_column_width=150):
        _card("in_file", _("文件中的行"), in_file, documents.files(len(files)))
        for (key, label, note), count in zip(words, parts, strict=True):
            share = f"{numbers.percent(count / in_file)} · " if in_file else ""
            _card(key, label, count, share + note)


def _card(key: str, label: str, count: int, note: str) -> None:
    with st.container(key=f"card_{key}", gap="xxsmall"):
        st.metric(label, numbers.grouped(count))
        st.caption(literal(note))


def table(files: Sequence[Checked]) -> None:
    """One line a file, and below the sentences that explain them."""
    with panel.opened("files", _("逐文件结果"), _("行数 ＝ 载入 ＋ 待改 ＋ 忽略；发布之前数据不会改变")):
        lines = pd.DataFrame(_line(one) for one in files)
        st.table(
            lines.style.format(numbers.count, subset=list(lines.columns[-4:])),
            border="horizontal",
            hide_index=True,
            height=420 if len(files) > TALL else "content",
        )
        for one in files:
            if note := _note(one):
                st.text(_("{file}：{note}", file=one.name, note=note))


def _line(one: Checked) -> dict[str, object]:
    outcome, staged = one.outcome, one.outcome.staged

    def count(name: str) -> float:
        return float(getattr(staged, name)) if staged else math.nan

    return {
        _("文件"): literal(one.name),
        _("类型"): literal(documents.kind(staged.kind if staged else None)),
        _("报送单位"): literal(documents.sender(outcome.sender)),
        _("年度"): str(outcome.year or numbers.NONE),
        _("状态"): _badge(one),
        _("行数"): count("in_file"),
        _("载入"): count("loaded"),
        _("待改"): count("held"),
        _("忽略"): count("ignored"),
    }


def _badge(one: Checked) -> str:
    staged = one.outcome.staged
    if one.outcome.headings:
        color, word = "orange", _("待说明")
    elif staged is None:
        color, word = "orange", _("不能导入")
    elif one.outcome.known:
        color, word = "gray", _("内容相同") if one.outcome.beside else _("已在数据中")
    elif one.has_newer:
        color, word = "gray", _("不发布")
    elif one.outcome.status == "pending":
        color, word = "orange", _("待确认")
    elif staged.held:
        color, word = "orange", _("有待改")
    elif one.outcome.replaces:
        color, word = "blue", _("将替换")
    else:
        color, word = "blue", _("可发布")
    return f":{color}-badge[{literal(word)}]"


def _note(one: Checked) -> str:
    outcome = one.outcome
    if outcome.refusal:
        values = {name: masking.text(str(value)) for name, value in outcome.refusal.values.items()}
        return _(outcome.refusal.text, **values)
    if one.has_newer:
        return _("后面还有一份同名的文件，只发布那一份")
    if outcome.beside:
        other = masking.text(outcome.beside)
        if outcome.known:
            return _("内容与“{other}”完全相同，只计那一份", other=other)
        return _(
            "与“{other}”是同一报送单位、同一类、同一年度的：发布后只计入“{other}”，这一份待确认，不参与统计；要改用它，发布后在“已收到的文件”里确认替换",
            other=other,
        )
    return ""
