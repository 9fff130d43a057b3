"""用本局模板 on 生成报告: the Word template that the reader drops, what is said of it, and the names that it may use."""

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from data.errors import Refused
from metrics.query import Filters
from pages._parts import inbox, masking, numbers, panel, query
from pages._parts.filters import Selection
from pages._parts.language import _, current, listed, literal
from pages._parts.query import HOUR, Source
from pages._parts.unfit import Unfit
from reports.kinds import KINDS, Built
from reports.template import gate
from reports.template.document import Checked, check, refilled
from reports.template.listing import listed as every_name

ENDING = "docx"
MOST_MB = gate.MOST_BYTES // 1024**2
KEPT = 10  # templates, and documents made of them, of all readers
LONGEST = 24  # characters of a file's name on a button
HEIGHT = 420  # px of the table of names
WIDTHS = 224, 190, 104  # px of its first columns: tags, meanings, kinds


class Own(NamedTuple):
    """A template as it was dropped; `file` is its name as it may be shown."""

    file: str
    content: bytes


class Faulty(NamedTuple):
    """What has to be mended in a template first, and the titles of the kinds that it fits as it is."""

    problems: tuple[Unfit, ...]
    fits: tuple[str, ...] = ()


def drop(name: str) -> Own | None:
    """Where a template for that kind is dropped, with the names that it may use; the template, if there is one."""
    if not KINDS[name].fill:
        return None
    file = st.session_state.get("own_template")
    label = _("本局模板：{file}", file=literal(_short(file.name))) if file else _("用本局模板")
    with st.container(horizontal=True):
        with st.popover(label, icon=":material/upload_file:", key="template_menu"):
            found = _dropped()
        _names(name)
    return found


def _dropped() -> Own | None:
    st.markdown(_("本局自己的 Word 模板：版式照旧，写着名称的地方填上数字、文字和表格。模板不写入磁盘"))
    wrong = _("只能放 {endings} 文件，每个不超过 {most} MB", endings=ENDING, most=MOST_MB)
    inbox.worded("own_inbox", _("或把文件拖到这里：{endings}", endings=ENDING), wrong)
    with st.container(key="own_inbox"):
        file = st.file_uploader(
            _("本局模板"), type=[ENDING], max_upload_size=MOST_MB, key="own_template", label_visibility="collapsed"
        )
    return Own(masking.text(file.name), file.getvalue()) if file else None


def _short(name: str) -> str:
    shown = masking.text(name)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST // 2]}…{shown[-LONGEST // 2 :]}"


@st.fragment
def _names(name: str) -> None:
    """Every name that a template of the kind may use: listed when the reader opens it."""
    menu = st.popover(_("模板里可用的名称"), type="tertiary", key="m_names", on_change="rerun")
    if not menu.open:
        return
    lines = every_name(KINDS[name].outline)
    with menu:
        panel.gray(
            _(
                "{title}有 {count} 个名称。把“写法”一栏照抄到模板里要填的地方",
                title=_(KINDS[name].title),
                count=numbers.count(len(lines)),
            )
        )
        shown = pd.DataFrame(
            {
                _("写法"): [one.written for one in lines],
                _("含义"): [one.said(current()) for one in lines],
                _("种类"): [_(one.kind) for one in lines],
                _("还可以加"): [" ".join(one.parts) for one in lines],
            }
        )
        widths: dict[str, Any] = {head: {"width": px} for head, px in zip(shown.columns, WIDTHS, strict=False)}
        st.dataframe(shown, hide_index=True, height=HEIGHT, column_config=widths)


@st.cache_data(max_entries=KEPT, ttl=HOUR, show_spinner=False)
def _checked(outlined: str, content: bytes) -> Checked | Unfit:
    try:
        return check(content, outlined)
    except Refused as refusal:
        return Unfit(refusal.text, refusal.values)


@st.cache_data(max_entries=KEPT, ttl=HOUR, show_spinner=False)
def _filled(of: Source, scope: str, name: str, where: Filters, content: bytes) -> Built | Unfit:
    fill = KINDS[name].fill
    assert fill
    try:
        return fill(query.reader(of), where, content)
    except Refused as refusal:
        return Unfit(refusal.text, refusal.values)


def tried(source: Source, chosen: Selection, name: str, own: Own) -> Built | Unfit | Faulty:
    """The template filled with the document of a kind about the selection, or why it cannot be."""
    checked = _checked(KINDS[name].outline, own.content)
    if isinstance(checked, Unfit):
        return Faulty((checked,))
    if checked.problems:
        problems = dict.fromkeys((one.text, tuple(one.values.items())) for one in checked.problems)
        return Faulty(tuple(Unfit(text, dict(values)) for text, values in problems), _fits(own))
    return _filled(source, "all", name, chosen.where, own.content)


def _fits(own: Own) -> tuple[str, ...]:
    able = {kind.title: _checked(kind.outline, own.content) for kind in KINDS.values() if kind.fill}
    return tuple(title for title, found in able.items() if isinstance(found, Checked) and not found.problems)


def faults(made: Faulty) -> None:
    """What has to be mended, each in a sentence."""
    if len(made.problems) == 1:
        st.error(literal(made.problems[0].said))
    else:
        said = "\n".join(f"- {literal(one.said)}" for one in made.problems)
        count = _("模板有 {count} 处要改：", count=numbers.count(len(made.problems)))
        st.error(f"{literal(count)}\n\n{said}")
    if made.fits:
        panel.gray(_("这份模板原样可以用于：{kinds}", kinds=listed(_(title) for title in made.fits)))


def told(name: str, own: Own) -> None:
    """Which template is filled, and which of its charts get new data."""
    panel.gray(_("模板“{file}”没有问题，数字、文字和表格都填在里面", file=own.file))
    checked = _checked(KINDS[name].outline, own.content)
    if isinstance(checked, Checked) and checked.charts:
        panel.gray(refilled(checked, current()))
