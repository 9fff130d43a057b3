"""The page of the gains firms report: its sentence, means beside medians, and the answers to look at."""

import math
from typing import Any

import pandas as pd
import streamlit as st

from charts.chart import Column, Dumbbells, Group, Heads, Pair, Table
from locales import N_
from metrics.change import break_between
from metrics.gains import GAINS
from metrics.outliers import WHY
from metrics.query import SMALL
from metrics.registry import METRICS
from pages._parts import address, answer_words, behind, chart_panel, drawings, firms, masking, numbers, panel, query
from pages._parts.filters import Selection
from pages._parts.language import _, current, listed
from pages._parts.query import Source

NAMES = tuple(name for name, *_more in GAINS)
LEAD = "gain_revenue"  # what the headline speaks of
SELF_REPORTED = N_("企业自行填报、未经核实，单位为百分数，只含填写了该项的企业")


def headline(found: pd.DataFrame) -> str:
    """Mean and median of the first gain anybody filled in, and how many answers are to be looked at."""
    rows = {row["metric"]: row for row in drawings.records(found)}
    filled = [name for name in NAMES if rows[name]["n"]]
    if not filled:
        return _("没有企业填写增长数据（第9至12题）")
    lead = rows[LEAD if LEAD in filled else filled[0]]
    said = _(
        "填写了{label}的 {n} 家企业，平均 {mean}，中位数 {median}",
        label=_in_sentence(lead["metric"]),
        n=numbers.count(lead["n"]),
        mean=percent(lead["mean"]),
        median=percent(lead["median"]),
    )
    marked = int(found["outliers"].sum())
    if not marked:
        return said + _("；没有离群值")
    return said + _("；十项共有离群值 {count} 个，都计入平均", count=numbers.count(marked))


def _in_sentence(name: str) -> str:
    title = METRICS[name].title(current())
    return title if current() == "zh" else title.lower()


def percent(value: float | None) -> str:
    """A gain, in percent as written, with the true minus."""
    if value is None or pd.isna(value):
        return numbers.NONE
    return numbers.percent(value / 100).replace("-", "−")


def caveats(year: int) -> None:
    """What these numbers are, and with which years' they do not compare."""
    reasons = dict.fromkeys(filter(None, (break_between(name, 0, 9999) for name in NAMES)))
    period = (
        _("{year}年问卷问的是月度数据", year=year) if _is_monthly(year) else _("{year}年问卷问的是年度数据", year=year)
    )
    with st.container(gap=None):
        panel.gray(_("{what}；{period}", what=_(SELF_REPORTED), period=period))
        for reason in reasons:
            panel.gray(_(reason))


def _is_monthly(year: int) -> bool:
    """Whether the form of a year is the one before the break."""
    return bool(break_between(LEAD, year, 9999))


def means_and_medians(found: pd.DataFrame, source: Source, chosen: Selection) -> None:
    """Every gain that was filled in, by its mean, in a panel."""
    metrics = [METRICS[name + median] for name in NAMES for median in ("", "_median")]
    how = _("空心为中位数，实心为平均，由高到低；两者相差大，说明少数企业填得很高")
    if found["outliers"].any():
        how += _("；橙色为离群值最多的一项")
    if found["n"].between(1, SMALL - 1).any():
        how += _("；* 为填写不足 {small} 家", small=SMALL)
    words = drawings.caption(metrics[:1], source, chosen, found["n"].max(), _("各项平均与中位数"), how)
    chart_panel.show("gains", dumbbells(found, words), metrics, source, chosen)


def dumbbells(found: pd.DataFrame, words: Any) -> Dumbbells:
    """The chart: median hollow, mean filled; how many filled it in and how many are marked stand beside."""
    filled = found[found["n"] > 0].sort_values(["mean", "n"], ascending=False, kind="stable")
    most = found.loc[found["outliers"].idxmax()] if found["outliers"].any() else None
    marks = tuple(
        Pair(
            label=METRICS[row["metric"]].title(current()),
            code=row["metric"],
            value=row["mean"],
            text=numbers.decimal(row["mean"]).replace("-", "−"),
            before=row["median"],
            before_text=numbers.decimal(row["median"]).replace("-", "−"),
            numerator=row["outliers"],
            denominator=row["n"],
            change_text=_beside(row),
            link=behind.link(row["metric"]),
            named=most is not None and row["metric"] == most["metric"],
        )
        for row in drawings.records(filled)
    )
    values = [value for mark in marks for value in (mark.before, mark.value) if value is not None]
    span, ticks = drawings.axis([*values, 0], math.inf) if values else ((0.0, 1.0), [])
    group = Group(_("增长或下降幅度（%）"), marks, span, tuple((place, f"{place:g}%") for place in ticks))
    heads = Heads(
        label=_("项目"),
        value=_("平均（%）"),
        before=_("中位数（%）"),
        numerator=_("离群值（个）"),
        denominator=_("填写的企业（家）"),
    )
    return Dumbbells(caption=words, heads=heads, groups=(group,) if marks else ())


def _beside(row: dict[str, Any]) -> str:
    n = f"n {numbers.count(row['n'])}" + "*" * (row["n"] < SMALL)
    return " · ".join((n, _("离群值 {count}", count=numbers.count(row["outliers"]))))


def choose(found: pd.DataFrame) -> str:
    """The gain whose outliers are listed, kept in the address; to begin with the one that has most."""

    def changed() -> None:
        address.put("gain", [st.session_state["gain"]])

    marked = found.set_index("metric")["outliers"]
    asked = [name for name in address.get("gain") if name in NAMES]
    st.session_state["gain"] = asked[0] if asked else str(marked.idxmax())
    name = st.selectbox(
        _("列出哪一项的离群值"),
        NAMES,
        key="gain",
        format_func=lambda one: f"{METRICS[one].title(current())} · {numbers.count(marked[one])}",
        on_change=changed,
        width=420,
    )
    return str(name)


def outliers(name: str, found: pd.DataFrame, source: Source, chosen: Selection) -> None:
    """The marked answers of a gain, furthest from the median first, in a panel."""
    rows = query.outliers(source, name, chosen.where)
    metric = METRICS[name]
    title = _("“{label}”的离群值", label=metric.title(current()))
    if rows.empty:
        with panel.opened("outliers", title):
            st.markdown(_("这一项没有离群值"))
        return
    n = int(found.set_index("metric").loc[name, "n"])
    sentence = _(
        "{n} 个数值中 {count} 个离群：{limits}；只供核对，都计入平均",
        n=numbers.count(n),
        count=numbers.count(len(rows)),
        limits=_limits(rows),
    )
    words = drawings.caption([metric], source, chosen, n, title, sentence)
    columns = (
        Column(_("企业名称"), tuple(masking.text(one) if isinstance(one, str) else None for one in rows["name"])),
        Column(_("统一社会信用代码"), tuple(one if isinstance(one, str) else None for one in rows["credit_code"])),
        Column(_("地区"), tuple(firms.place(*row) for row in rows[["province", "city"]].to_numpy())),
        Column(_("行业"), tuple(firms.industry(code) for code in rows["industry"])),
        Column(_("数值（%）"), tuple(float(value) for value in rows["value"]), "0.0##"),
        Column(_("原文"), tuple(answer_words.said(text) for text in rows[_text_column(rows)])),
        Column(_("为什么要看"), tuple(_(WHY[why]) for why in rows["why"])),
    )
    wide = Table(caption=words, columns=columns, missing=numbers.NONE)
    cards = [firms.link(key) for key in rows["firm"]]
    chart_panel.table("outliers", wide, [metric], source, chosen, cards=cards)


def _text_column(rows: pd.DataFrame) -> str:
    """The column that holds the text as received."""
    return next(str(column) for column in rows.columns if str(column).endswith("_text"))


def _limits(rows: pd.DataFrame) -> str:
    """Outside of which limits the answers lie, as far as any does."""
    limits = rows.drop_duplicates("why")[["why", "low", "high"]]
    return listed(
        _("{why}，即 {low} 至 {high} 以外", why=_(WHY[why]), low=percent(low), high=percent(high))
        for why, low, high in limits.itertuples(index=False, name=None)
    )
