"""核对数字: a draft pasted or dropped, and what is said of each of its figures, sentence by sentence."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from charts.chart import Caption, Column, Table
from data.errors import Refused
from metrics.query import Filters
from metrics.registry import METRICS
from pages._parts import chart_panel, inbox, masking, numbers, panel, places, query
from pages._parts.filters import Selection
from pages._parts.language import _, current, literal
from pages._parts.query import HOUR, Source
from reports import drafts
from reports.checking import verification
from reports.checking.arithmetic import STATUSES, Status, exactly
from reports.checking.known import Facts
from reports.checking.verification import KINDS, MIXED, Finding

ENDINGS = ("docx", "pdf", "txt", "md")
COLORS: dict[Status, str] = {
    "wrong": "red",
    "truncated": "orange",
    "unknown": "gray",
    "half_up": "blue",
    "agree": "green",
}
MOST = 60  # sentences drawn at once; the table has them all
HEIGHT = 220  # px of the text field
ROW_HEIGHT = 62  # px: two lines of a sentence
WITHOUT_HINT = '<style>[data-testid="InputInstructions"] { display: none; }</style>'  # it speaks English only


def drop() -> str:
    """Where a draft is pasted or dropped; its text. A file that cannot be read is refused in a sentence."""
    hint = _("或把文件拖到这里：{endings}", endings=" ".join(ENDINGS))
    wrong = _("只能放 docx、pdf、txt、md 文件，每个不超过 20 MB")
    inbox.worded("inbox", hint, wrong)
    st.html(WITHOUT_HINT)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        pasted = st.text_area(
            _("报告文字"),
            key="draft",
            height=HEIGHT,
            placeholder=_("把报告文字粘贴到这里，例如：5639家被帮扶企业中，表示满意的有5498家，占比达到97.4%"),
            label_visibility="collapsed",
        )
        st.button(_("核对"), type="primary", key="verify")
    with right, st.container(key="inbox"):
        file = st.file_uploader(
            _("报告文件"),
            type=list(ENDINGS),
            max_upload_size=drafts.MOST_BYTES // 1024**2,
            key="draft_file",
            label_visibility="collapsed",
        )
    if file is None:
        return _within(pasted)
    try:
        found = drafts.text(file.getvalue())
    except Refused as refusal:
        st.error(literal(_(refusal.text, **refusal.values)))
        return ""
    panel.gray(_("核对的是文件“{file}”，共 {count} 字", file=masking.text(file.name), count=numbers.count(len(found))))
    return found


def _within(pasted: str) -> str:
    if len(pasted) <= drafts.MOST_CHARACTERS:
        return pasted
    st.error(literal(_("文字超过 {most} 字，请分成几部分核对", most=drafts.MOST_CHARACTERS)))
    return ""


@st.cache_data(max_entries=20, ttl=HOUR, show_spinner=False)
def _facts(of: Source, scope: str, where: Filters) -> Facts:
    return verification.facts(query.reader(of), where)


@st.cache_data(max_entries=20, ttl=HOUR, show_spinner=False)
def _verified(of: Source, scope: str, where: Filters, draft: str) -> list[Finding]:
    return verification.verify(draft, _facts(of, scope, where))


def found(source: Source, chosen: Selection, draft: str) -> list[Finding]:
    """What is said of each figure of a draft, by its own text and by the data of the selection."""
    return _verified(source, "all", chosen.where, draft) if draft.strip() else []


def headline(draft: str, every: Sequence[Finding]) -> str:
    """How many figures there are, and how many need a look."""
    if not draft.strip():
        return _("放入报告草稿，逐句核对其中的数字")
    if not every:
        return _("这段文字里没有可以核对的数字")
    counts = verification.counted(every)
    return _(
        "共 {count} 处数字：不一致 {wrong} 处，截尾 {truncated} 处，无法核对 {unknown} 处",
        count=numbers.count(len(every)),
        **{status: numbers.count(counts[status]) for status in ("wrong", "truncated", "unknown")},
    )


def meanings() -> None:
    """What each status says."""
    meant: dict[Status, str] = {
        "wrong": _("家数 ÷ 口径得不出这个比例，或与数据中同一指标的数不同"),
        "truncated": _("只有把后面的位数舍去才得这个数，四舍五入不得"),
        "unknown": _("文中没有写明家数或口径，数据中也没有能确认的指标；不猜"),
        "half_up": _("四舍五入得这个数"),
        "agree": _("四舍五入和截尾都得这个数，或与数据相等"),
    }
    st.markdown("\n".join(f"- {_badge(status)} {literal(text)}" for status, text in meant.items()))
    panel.gray(
        _("口径先看本句，再看本段上文、答卷数和文中别处；数据取上面筛选的年度和范围，文字要写明是哪项指标才算对上")
    )


def _badge(status: Status) -> str:
    return f":{COLORS[status]}-badge[{literal(_(STATUSES[status]))}]"


def picked(every: Sequence[Finding]) -> list[Finding]:
    """The findings of the statuses that the reader picks; of all where none is."""
    counts = verification.counted(every)
    there = [status for status in STATUSES if counts[status]]
    status = st.pills(
        _("状态"),
        there,
        selection_mode="multi",
        format_func=lambda one: _("{label}（{count}）", label=_(STATUSES[one]), count=counts[one]),
        key="verify_status",
        label_visibility="collapsed",
    )
    return [one for one in every if not status or one.status in status]


def by_sentence(shown: Sequence[Finding], every: Sequence[Finding]) -> None:
    """Each sentence with its figures in bold, and below it what is said of them."""
    sentence = _(MIXED) if verification.is_mixed(every) else ""
    with panel.opened("sentences", _("逐句核对"), sentence):
        grouped = [list(group) for _number, group in groupby(shown, key=lambda one: one.claim.sentence.number)]
        for group in grouped[:MOST]:
            st.markdown(_sentence(group))
        if len(grouped) > MOST:
            panel.gray(_("只画出前 {count} 句，其余见下面的清单", count=numbers.count(MOST)))


def _sentence(group: Sequence[Finding]) -> str:
    text = group[0].claim.sentence.text
    places_of = sorted({(one.start, one.end) for finding in group for one in finding.claim.figures})
    marked, at = "", 0
    for start, end in places_of:
        marked += f"{literal(text[at:start])}**{literal(text[start:end])}**"
        at = end
    lines = [f"- {_badge(one.status)} **{literal(one.claim.printed)}**  {literal(_said(one))}" for one in group]
    return "\n".join((marked + literal(text[at:]), "", *lines))


def _said(one: Finding) -> str:
    return verification.said(one, current())


def table(shown: Sequence[Finding], source: Source, chosen: Selection) -> None:
    """The same as a table, with its workbook."""
    identified = [one.data.known for one in shown]
    columns = (
        Column(_("句"), tuple(float(one.claim.sentence.number) for one in shown)),
        Column(_("状态"), tuple(_(STATUSES[one.status]) for one in shown)),
        Column(_("原数"), tuple(one.claim.printed for one in shown)),
        Column(_("种类"), tuple(_(KINDS[one.claim.kind]) for one in shown)),
        Column(_("口径家数"), tuple(float(one.base.value) if one.base else None for one in shown)),
        Column(_("精确值"), tuple(_exact(one) or None for one in shown)),
        Column(_("四舍五入"), tuple(one.leading.prints or None for one in shown)),
        Column(_("数据中的指标"), tuple(verification.title(k.metric, current()) if k else None for k in identified)),
        Column(_("核对说明"), tuple(_said(one) for one in shown)),
        Column(_("原文"), tuple(one.claim.sentence.text for one in shown)),
    )
    where = places.region(chosen.region) if chosen.region else _("全国")
    caption = Caption(
        title=_("数字核对清单"),
        sentence=_("一处数字一行，按在文中的先后"),
        source=_("比照 {where} {year}年的数据", where=where, year=chosen.year),
        version=_("版本 {version}", version=f"{source.version:06d}"),
        note=_("示例数据") if source.is_sample else "",
    )
    made = Table(caption=caption, columns=columns, missing=numbers.NONE)
    metrics = [METRICS[one.metric] for one in identified if one]
    widths = {_("核对说明"): 420, _("原文"): 420}
    chart_panel.table("verified", made, metrics, source, chosen, widths=widths, row_height=ROW_HEIGHT)


def _exact(one: Finding) -> str:
    return exactly(one.leading, "%" if one.claim.figure.kind == "percent" else "")
