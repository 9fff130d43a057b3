"""Two records that may speak of one firm: side by side, with the two answers a person may give."""

import hashlib
from collections.abc import Sequence
from functools import partial

import streamlit as st

from data import store, warehouse
from data.register import Decision
from loaders import importing, review
from loaders.review import Pair, Side
from locales import N_
from pages._parts import job, masking, numbers, panel, places, query
from pages._parts.job import Job, Said
from pages._parts.language import _, literal
from pages._parts.query import Source

KINDS = {"match": N_("答卷与台账"), "double": N_("疑似重复企业"), "code": N_("同一代码，不同企业名称")}
VERDICTS = {"same": N_("是同一家"), "different": N_("不是同一家")}
AT_ONCE = 20  # pairs on the page; the next ones follow when these are decided
# What is compared, as it is called; the place of a record is named last, because it always differs.
COMPARED = {
    "name": N_("企业名称"),
    "credit_code": N_("统一社会信用代码"),
    "city": N_("市"),
    "county": N_("县"),
    "industry": N_("行业"),
    "body": N_("认证机构"),
}


@st.cache_data(max_entries=3, show_spinner=False)
def of(source: Source) -> list[Pair]:
    """The suggestions of a version, those most alike first."""
    return review.pairs(query.reader(source))


def show(found: Sequence[Pair], can_decide: bool) -> None:
    """The first pairs, and what was decided of them for publishing."""
    kinds = _kinds(found)
    chosen = [pair for pair in found if pair.about in kinds]
    shown = chosen[:AT_ONCE]
    if len(shown) < len(chosen):
        panel.gray(_("先列出最相近的 {shown} 条，决定并发布后列出其余的", shown=numbers.count(len(shown))))
    verdicts = {pair: verdict for pair in shown if (verdict := _pair(pair, can_decide))}
    if can_decide:
        _publish_panel(verdicts)


def _kinds(found: Sequence[Pair]) -> list[str]:
    present = [about for about in KINDS if any(pair.about == about for pair in found)]
    if len(present) < 2:
        return present
    chosen = st.segmented_control(
        _("类型"), present, format_func=lambda about: _(KINDS[about]), key="pair_kind", label_visibility="collapsed"
    )
    return [chosen] if chosen else present


def _pair(pair: Pair, can_decide: bool) -> str | None:
    """One pair; the verdict given, if any."""
    key = _key(pair)
    title = _("{kind} · {year}年", kind=_(KINDS[pair.about]), year=pair.year)
    with panel.opened(f"pair_{key}", title, _why(pair)):
        st.markdown(_table(pair))
        if not can_decide:
            return None
        if pair.about == "code":
            st.caption(
                _(
                    "决定不改变统计。是同一家（例如改了名）的，不再提示；不是同一家的，请报送单位改正写错的代码后重新导入，在此以前列为问题"
                )
            )
        return st.segmented_control(
            _("决定"),
            list(VERDICTS),
            format_func=lambda verdict: _(VERDICTS[verdict]),
            key=f"verdict_{key}",
            label_visibility="collapsed",
        )


def _key(pair: Pair) -> str:
    """The key of its widgets, which the browser sees: a name that holds a phone's number is not in it."""
    key = f"{pair.about}_{pair.left.key}_{pair.right.key}"
    return key if masking.text(key) == key else hashlib.sha256(key.encode()).hexdigest()[:16]


def _why(pair: Pair) -> str:
    if pair.about == "code":
        return _(
            "统一社会信用代码相同；去掉地名和“有限公司”等字后，名称相近程度 {score}",
            score=numbers.percent(pair.score / 100, 0),
        )
    if pair.why == "similar":
        return _("去掉地名和“有限公司”等字后，名称相近程度 {score}", score=numbers.percent(pair.score / 100, 0))
    if pair.left.credit_code and pair.right.credit_code:
        return _("名称相同，统一社会信用代码不同")
    return _("名称相同，同一地区有几家")


def _table(pair: Pair) -> str:
    """Both records as a Markdown table; what differs is bold."""
    match pair.about:
        case "match":
            heads = (_("答卷"), _("台账企业"))
        case "double":
            heads = (_("台账企业"), _("台账企业"))
        case _:
            heads = (_("一方"), _("另一方"))
    lines: list[tuple[str, ...]] = [("", *heads), ("---", "---", "---")]
    for field, label in COMPARED.items():
        cells = [_written(side, field) for side in (pair.left, pair.right)]
        differ = cells[0] != cells[1] and numbers.NONE not in cells
        lines.append((_(label), *(f"**{literal(cell)}**" if differ else literal(cell) for cell in cells)))
    lines.append((_("出处"), *(literal(_source(side)) for side in (pair.left, pair.right))))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _written(side: Side, field: str) -> str:
    value = getattr(side, field)
    if value is None:
        return numbers.NONE
    if field in ("city", "county"):
        return places.region(value)
    return places.industry(value) if field == "industry" else _line(str(value))


def _source(side: Side) -> str:
    values = {"file": _line(side.file or numbers.NONE), "sheet": _line(side.sheet or numbers.NONE)}
    return _("“{file}”工作表“{sheet}”第 {row} 行", **values, row=side.row)


def _line(text: str) -> str:
    """A value from a file on one line, without numbers of persons."""
    return masking.text(" ".join(text.split()))


def _publish_panel(verdicts: dict[Pair, str]) -> None:
    with panel.opened("publish", _("发布"), _("已决定 {count} 条，还没有发布", count=numbers.count(len(verdicts)))):
        reason = st.text_input(_("说明（可不填，与决定一起保存）"), key="review_reason")
        decisions = [pair.decided(verdict, reason.strip()) for pair, verdict in verdicts.items()]
        st.button(
            _("发布 {count} 条决定", count=numbers.count(len(decisions))) if decisions else _("发布"),
            type="primary",
            key="publish",
            disabled=not decisions,
            on_click=job.start,
            args=(_("正在发布"), partial(_publish, decisions)),
        )


def _publish(decisions: Sequence[Decision], work: Job) -> list[Said]:
    own = store.default()
    importing.decide(own, decisions, work.waiting)
    values = {"version": f"{warehouse.current_version(own):06d}", "count": len(decisions)}
    return [Said(N_("已发布数据版本 {version}：{count} 条决定已计入"), values, True)]
