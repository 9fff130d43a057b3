"""生成报告: the kinds of documents about the selection, what is filled in one, and how it differs from an earlier one."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from charts.chart import Caption, Column, Table
from data.errors import Refused
from data.store import Store
from locales import N_
from metrics.query import Filters
from metrics.registry import METRICS, metric
from pages._parts import (
    address,
    chart_panel,
    documents,
    filters,
    frame,
    inbox,
    masking,
    numbers,
    own_template,
    panel,
    places,
    query,
)
from pages._parts.filters import Selection
from pages._parts.language import _, current, literal
from pages._parts.own_template import Faulty, Own
from pages._parts.query import HOUR, Source
from pages._parts.unfit import Unfit
from reports import changes
from reports.changes import Since
from reports.figure import Figure, Part, Where, differences
from reports.frozen import frozen
from reports.kinds import KINDS, Build, Built
from reports.official.grid import Note
from reports.outline import Section

MIME = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_MB = 20  # of an earlier report
ROWS, HEIGHT = 30, 800  # of a table before it scrolls, and px then
NARROW = 150, 44  # px of the columns of the outline on a phone: headings, counts
ORDER = ("year", "province", "city", "county")  # in which filters are spoken of, before all others
PARTS: dict[Part, str] = {
    "value": "",
    "numerator": N_("分子"),
    "denominator": N_("分母"),
    "before": N_("上年"),
    "after": N_("本年"),
    "difference": N_("变化"),
}


def choose() -> str:
    """The kind that the reader picks; the first until then."""
    asked = [name for name in address.get("report") if name in KINDS]
    st.session_state["report_kind"] = asked[0] if asked else next(iter(KINDS))
    picked = st.pills(
        _("文件种类"),
        list(KINDS),
        key="report_kind",
        format_func=_label,
        on_change=lambda: address.put("report", [st.session_state["report_kind"]]),
        required=True,
        label_visibility="collapsed",
    )
    return str(picked)


def _label(name: str) -> str:
    """“自评报告（.docx）”."""
    return _("{title}（{ending}）", title=_(KINDS[name].title), ending=KINDS[name].ending)


def working() -> str:
    """What is said while a document is made."""
    return _("正在取数、填写……")


@st.cache_data(max_entries=50, ttl=HOUR, show_spinner=False)
def _tried(of: Source, scope: str, name: str, where: Filters) -> Built | Unfit:
    try:
        return KINDS[name].build(query.reader(of), where)
    except Refused as refusal:
        return Unfit(refusal.text, refusal.values)


def tried(source: Source, chosen: Selection, name: str, own: Own | None) -> Built | Unfit | Faulty:
    """The document of a kind about the selection, written into the bureau's own template if any; or why there is none."""
    if own:
        return own_template.tried(source, chosen, name, own)
    return _tried(source, "all", name, chosen.where)


def about(source: Source, chosen: Selection) -> str:
    """Whom and which year the document is about."""
    place = places.region(chosen.region) if chosen.region else _("全国")
    if narrowed := filters.chips(source, chosen):
        return _("{place}（{narrowed}）{year}年", place=place, narrowed=narrowed, year=chosen.year)
    return _("{place}{year}年", place=place, year=chosen.year)


def headline(name: str, made: Built | Unfit | Faulty, source: Source, chosen: Selection) -> str:
    """What the document holds, or that there is none."""
    title, what = _(KINDS[name].title), about(source, chosen)
    if isinstance(made, Unfit):
        return _("{about}：写不出{title}", about=what, title=title)
    if isinstance(made, Faulty):
        return _("{about}：模板要先改好，才能写出{title}", about=what, title=title)
    slots = sum(one.slots for one in made.outline)
    count = numbers.count(len(made.figures))
    if not slots:
        return _("{about}：{title}有 {count} 个数字", about=what, title=title, count=count)
    return _(
        "{about}：{title}的 {count} 个数字已填好，{slots} 处文字待写",
        about=what,
        title=title,
        count=count,
        slots=numbers.count(slots),
    )


def preview(name: str, made: Built | Unfit | Faulty, source: Source, chosen: Selection, own: Own | None) -> None:
    """What stands in the document, heading by heading, and the buttons that hand it out; or why there is none."""
    if isinstance(made, Unfit):
        st.warning(literal(made.said))
        return
    if isinstance(made, Faulty):
        own_template.faults(made)
        return
    with panel.opened("preview", _("将要生成的内容"), _totals(made)):
        if own:
            own_template.told(name, own)
        for line in made.length.said(current()).splitlines() if made.length else ():
            panel.gray(line)
        with st.container(horizontal=True):
            _download(KINDS[name].ending, made.file_name, lambda: made.content, "built")
            for ending, build in KINDS[name].others.items() if not own else ():
                other = Path(made.file_name).stem + ending
                _download(ending, other, partial(_content, build, source, chosen), ending)
        _noted(_("填表说明（{count} 条）", count=len(made.notes)), made.notes)
        _noted(_("与报送数不一致（{count} 条）", count=len(made.differences)), made.differences)
        if made.outline:
            _outline(made)


def _download(ending: str, file_name: str, content: Callable[[], bytes], key: str) -> None:
    st.download_button(
        _("生成并下载（{ending}）", ending=ending),
        content,
        file_name=file_name,
        mime=MIME[ending],
        type="primary" if key == "built" else "secondary",
        icon=":material/download:",
        on_click="ignore",
        key=key,
    )


def _content(build: Build, source: Source, chosen: Selection) -> bytes:
    return build(query.reader(source), chosen.where).content


def _noted(title: str, notes: Sequence[Note]) -> None:
    """What was left blank and why, or reported otherwise; nothing where there is nothing to say."""
    if notes:
        with st.expander(title):
            st.markdown("\n".join(f"- {literal(_(one.text, **one.values))}" for one in notes))


def _totals(made: Built) -> str:
    """What there is of everything, in one sentence."""
    counted = (
        (N_("{count} 个数字"), len(made.figures)),
        (N_("{count} 张表"), sum(one.tables for one in made.outline)),
        (N_("{count} 张图"), sum(one.charts for one in made.outline)),
        (N_("{count} 处待写"), sum(one.slots for one in made.outline)),
    )
    return " · ".join(_(text, count=numbers.count(count)) for text, count in counted if count)


def _outline(made: Built) -> None:
    def column(counts: list[int]) -> pd.Series:
        return pd.Series([count or None for count in counts], dtype="Int64")

    rows = made.outline
    shown = pd.DataFrame(
        {
            _("章节"): [_indented(one) for one in rows],
            _("数字"): column([one.figures for one in rows]),
            _("表"): column([one.tables for one in rows]),
            _("图"): column([one.charts for one in rows]),
            _("待写"): column([one.slots for one in rows]),
        }
    )
    first, *counts = shown.columns
    widths: dict[str, Any] = {first: {"width": "large"}}
    if frame.is_phone():
        widths = {first: {"width": NARROW[0]}, **{head: {"width": NARROW[1]} for head in counts}}
    st.dataframe(
        shown,
        hide_index=True,
        height=HEIGHT if len(rows) > ROWS else "content",
        column_config=widths,
        placeholder=numbers.NONE,
    )


def _indented(one: Section) -> str:
    return "　" * (one.level - 1) + one.heading


def against(made: Built, source: Source, chosen: Selection) -> None:
    """An earlier report held against this one: the figures that changed, and the files that changed them."""
    sentence = _("放入以前生成的报告，列出变了的数字，以及其间收到、撤回的文件")
    with panel.opened("against", _("对照旧报告"), sentence):
        before = _earlier()
    if before is None:
        return
    pairs = differences(before, made.figures)
    if not pairs:
        st.success(literal(_("与原报告相比，数字没有变化")))
        return
    old, new = changes.scope(before), changes.scope(made.figures)
    if old != new:
        words = {"old": _where(old, source), "new": _where(new, source)}
        st.warning(literal(_("原报告写的是“{old}”，这份写的是“{new}”，不能对照", **words)))
        return
    _changed(pairs, source, chosen)
    _because(_since(source, "all", before[0].version))


def _earlier() -> list[Figure] | None:
    """The figures of the report that the reader dropped; None where there is none, or none can be read."""
    endings = sorted({kind.ending.removeprefix(".") for kind in KINDS.values()})
    hint = _("或把文件拖到这里：{endings}", endings=" ".join(endings))
    wrong = _("只能放 {endings} 文件，每个不超过 {most} MB", endings=" ".join(endings), most=MOST_MB)
    inbox.worded("inbox", hint, wrong)
    with st.container(key="inbox"):
        file = st.file_uploader(
            _("以前生成的报告"), type=endings, max_upload_size=MOST_MB, key="earlier", label_visibility="collapsed"
        )
    if file is None:
        return None
    try:
        return frozen(file) or None
    except Refused as refusal:
        st.error(literal(_(refusal.text, **{**refusal.values, "file": masking.text(file.name)})))
        return None


def _changed(pairs: list[tuple[Figure | None, Figure | None]], source: Source, chosen: Selection) -> None:
    """The figures that are printed otherwise, as a table with its workbook."""
    both = [(was, now, one) for was, now in pairs if (one := now or was)]
    columns = (
        Column(_("指标"), tuple(metric(one.name).title(current()) for *_pair, one in both)),
        Column(_("年度和范围"), tuple(_where(one.where, source) for *_pair, one in both)),
        Column(_("项"), tuple(_part(one) or None for *_pair, one in both)),
        Column(_("原报告"), tuple(was.printed if was else None for was, *_rest in both)),
        Column(_("现在"), tuple(now.printed if now else None for _was, now, _one in both)),
        Column(_("附注"), tuple(_remark(was, now) or None for was, now, _one in both)),
    )
    caption = Caption(
        title=_("变了的数字"),
        sentence=_("与原报告相比，{count} 个数字有变化", count=numbers.count(len(both))),
        version=_("版本 {version}", version=f"{source.version:06d}"),
        note=_("示例数据") if source.is_sample else "",
    )
    made = Table(caption=caption, columns=columns, missing=numbers.NONE)
    metrics = [METRICS[one.name] for *_pair, one in both]
    chart_panel.table("changed", made, list(dict.fromkeys(metrics)), source, chosen)


def _where(where: Where, source: Source) -> str:
    """What was asked for, in words."""
    ordered = sorted(where, key=lambda asked: ORDER.index(asked[0]) if asked[0] in ORDER else len(ORDER))
    return " · ".join(named(dimension, str(value), source) for dimension, values in ordered for value in values)


def named(dimension: str, value: str, source: Source) -> str:
    """The value of a dimension in the reader's language; the value itself where it has no other name."""
    match dimension:
        case "year":
            return _("{year}年", year=value)
        case "province" | "city" | "county":
            return places.region(value)
        case "industry":
            return places.industry(value)
        case "body":
            return query.bodies(source).get(value, value)
        case "pilot":
            return query.pilots(source).get(value) or (_("不在试点内") if value == filters.NO_PILOT else value)
    return value


def _part(one: Figure) -> str:
    parts = (_("累计") if one.cumulative else "", _(PARTS[one.part]) if PARTS[one.part] else "")
    return " ".join(filter(None, parts))


def _remark(was: Figure | None, now: Figure | None) -> str:
    if was is None:
        return _("原报告没有")
    if now is None:
        return _("现在没有")
    return _("数值未变，取舍规则不同") if was.exact == now.exact else ""


@st.cache_data(max_entries=50, ttl=HOUR, show_spinner=False)
def _since(of: Source, scope: str, old: int) -> Since:
    return changes.since(Store(of.path), old, query.reader(of))


def _because(since: Since) -> None:
    """The files that came and went between the versions of the two reports."""
    first, *rest = since.sentences(current())
    with panel.opened("because", _("变化的原因"), first):
        for sentence in rest:
            panel.gray(sentence)
        files = [(_("新计入"), one) for one in since.came] + [(_("不再计入"), one) for one in since.went]
        if not files:
            return
        shown = pd.DataFrame(
            {
                _("变化"): how,
                _("文件"): masking.text(one.file),
                _("类型"): documents.kind(one.kind),
                _("报送单位"): documents.sender(one.sender),
                _("收到时间"): documents.minute(one.received_at),
            }
            for how, one in files
        )
        st.dataframe(shown, hide_index=True, height=HEIGHT if len(files) > ROWS else "content")
