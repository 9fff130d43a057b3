"""The page of improvement: its sentence, the twelve aspects on the base the reader chose, and these region by region."""

from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from charts.chart import Caption, Cell, Heads, Multiples, Name
from locales import N_
from metrics.improvement import ASPECTS
from metrics.query import SMALL
from metrics.registry import METRICS
from pages._parts import behind, chart_panel, choice, drawings, findings, frame, numbers, panel, places, query
from pages._parts.filters import Selection
from pages._parts.language import _
from pages._parts.query import Source

RATE = "improvement_rate"
BASES = {"all": N_("占全部答卷"), "asked": N_("占有明显提升的企业")}
INDUSTRIES = 12  # drawn; the table and the workbook have all
MOST = {False: 12, True: 6}  # plots on a wide screen and on a phone


class Seen(NamedTuple):
    """Rows of `compute` of the aspects: of the selection, of the regions compared, and of these together."""

    here: pd.DataFrame
    by: str
    regions: pd.DataFrame
    around: pd.DataFrame


def choose() -> str:
    """The base the reader picked: `all` answers, as published, or those `asked`."""
    called = {base: _(text) for base, text in BASES.items()}
    return choice.one_of("base", "aspects_base", _("提升方面的口径"), called)


def names(base: str) -> list[str]:
    """The metrics of the aspects on a base, in the order of the form."""
    return [f"aspect_{i}{'_of_asked' * (base == 'asked')}" for i in range(1, len(ASPECTS) + 1)]


def look(source: Source, chosen: Selection, base: str) -> Seen:
    """What the page shows of the aspects, in three questions."""
    by = "city" if chosen.parent else "province"
    around = chosen.where.but(city=(), province=[chosen.parent]) if chosen.parent else chosen.where
    wanted = names(base)
    return Seen(
        query.result(source, wanted, where=chosen.where),
        by,
        query.result(source, wanted, [by], around),
        query.result(source, wanted, where=around),
    )


def headline(seen: Seen, source: Source, chosen: Selection) -> str:
    """How many improved, and in what most and least, leaving out “其他”."""
    rate = query.result(source, [RATE], where=chosen.where).iloc[0]
    if pd.isna(rate["value"]):
        return _("没有符合条件的答卷，请放宽筛选条件")
    said = _("{rate} 的企业有明显提升", rate=numbers.percent(rate["value"]))
    rows = {row["metric"]: row for row in drawings.records(seen.here)}
    named = [name for name in _ordered(seen.here) if METRICS[name].label != "其他"]
    if pd.isna(rows[named[0]]["value"]):
        return said
    first, last = rows[named[0]], rows[named[-1]]
    return said + _(
        "，{first}最多（{high}），{last}最少（{low}）",
        first=findings.label_in_sentence(METRICS[first["metric"]]),
        high=numbers.percent(first["value"]),
        last=findings.label_in_sentence(METRICS[last["metric"]]),
        low=numbers.percent(last["value"]),
    )


def by_industry(source: Source, chosen: Selection) -> None:
    """The rate of the industries with most answers, in a panel."""
    rate = METRICS[RATE]
    found = query.result(source, [RATE], ["industry"], chosen.where)
    total = query.result(source, [RATE], where=chosen.where).iloc[0]
    largest = found[found["industry"].notna()].nlargest(INDUSTRIES, "denominator")["industry"]
    place = places.region(chosen.region) if chosen.region else _("全国")
    sentence = _(
        "答卷最多的 {count} 个行业，由高到低；* 为不足 {small} 份，排在最后；全部行业见数据与导出",
        count=len(largest),
        small=SMALL,
    )
    words = drawings.caption([rate], source, chosen, total["denominator"], _("各行业提升率"), sentence)
    called = (_("行业"), lambda code: places.short_industry(int(code)))
    every = drawings.rate_bars(rate, found, "industry", called, total, None, words, place)
    every = replace(every, marks=tuple(replace(mark, code=f"{int(mark.code):02d}") for mark in every.marks))
    kept = {f"{int(code):02d}" for code in largest}
    few = replace(every, marks=tuple(mark for mark in every.marks if mark.code in kept))
    chart_panel.show("industries", few, [rate], source, chosen, every)


def ranked(seen: Seen, source: Source, chosen: Selection) -> None:
    """The aspects by how many chose them, in a panel."""
    metrics = [METRICS[name] for name in seen.here["metric"]]
    said = findings.of_aspects(seen.here, METRICS)
    n = seen.here["denominator"].max()
    words = drawings.caption(metrics, source, chosen, n, _("提升在哪些方面"), said.sentence)
    chart_panel.show(
        "aspects", drawings.share_bars(seen.here, words, [said.named or ""], _("方面")), metrics, source, chosen
    )


def by_region(seen: Seen, source: Source, chosen: Selection) -> None:
    """A small plot of all aspects for each of the regions with most answers, in a panel."""
    title = _("各省提升在哪些方面") if seen.by == "province" else _("各市提升在哪些方面")
    every = largest(seen)
    shown = every[: MOST[frame.is_phone()]]
    if not shown:
        with panel.opened("multiples", title):
            st.markdown(_("没有一个地区满 {small} 份答卷，不分地区画", small=SMALL))
        return
    metrics = [METRICS[name] for name in seen.here["metric"]]
    chart = multiples(seen, shown, Caption(title=title), chosen)
    words = drawings.caption(
        metrics, source, chosen, seen.around["denominator"].max(), title, _read(seen, chart, len(every), chosen)
    )
    chart_panel.show("multiples", replace(chart, caption=words), metrics, source, chosen)


def largest(seen: Seen) -> list[str]:
    """The regions that have enough answers, most first; of equals in code order."""
    there = seen.regions[seen.regions[seen.by].notna() & ~seen.regions["small"]]
    sizes = there.groupby(seen.by)["denominator"].max().sort_index()
    return [str(code) for code in sizes.sort_values(ascending=False, kind="stable").index]


def multiples(seen: Seen, shown: list[str], words: Caption, chosen: Selection) -> Multiples:
    """The chart: the aspects in their order over the whole; the place furthest from it is named."""
    order = list(_ordered(seen.around))
    whole = {row["metric"]: row for row in drawings.records(seen.around)}
    rows = {(str(row[seen.by]), row["metric"]): row for row in drawings.records(seen.regions)}
    distances = {
        (place, column): abs(rows[code, name]["value"] - whole[name]["value"])
        for place, code in enumerate(shown)
        for column, name in enumerate(order)
        if METRICS[name].label != "其他"
    }
    return Multiples(
        caption=words,
        heads=Heads(
            label=_("地区"),
            value=_("占比"),
            code=_("代码"),
            across=_("方面"),
            numerator=_("选择的企业"),
            denominator=_("全部企业"),
            count="n",
        ),
        rows=tuple(Name(places.region(code), code) for code in shown),
        columns=tuple(Name(_(METRICS[name].label)) for name in order),
        cells=tuple(
            tuple(_cell(rows[code, name], behind.link(name, **{seen.by: code})) for name in order) for code in shown
        ),
        whole=tuple(_cell(whole[name]) for name in order),
        key=(_("该地区"), places.whole(chosen.parent)),
        counts=tuple(numbers.count(rows[code, order[0]]["denominator"]) for code in shown),
        named=frozenset([max(distances, key=lambda at: distances[at])]) if len(shown) > 1 else frozenset(),
    )


def _ordered(shares: pd.DataFrame) -> pd.Series:
    """Names of the aspects by value, “其他” last."""
    there = shares.assign(other=[METRICS[name].label == "其他" for name in shares["metric"]])
    return there.sort_values(["other", "value"], ascending=[True, False], kind="stable")["metric"]


def _cell(row: dict[str, Any], link: str = "") -> Cell:
    return Cell(
        value=row["value"],
        text=numbers.percent(row["value"]),
        numerator=row["numerator"],
        denominator=row["denominator"],
        link=link,
    )


def _read(seen: Seen, chart: Multiples, every: int, chosen: Selection) -> str:
    """Which regions there are, how to read them, and what stands out."""
    count = len(chart.rows)
    if count < every:
        which = _("答卷最多的 {count} 个地区（共 {all} 个满 {small} 份）", count=count, all=every, small=SMALL)
    else:
        which = _("答卷满 {small} 份的 {count} 个地区，由多到少", count=count, small=SMALL)
    said = which + _("；各图同一刻度，竖线为{whole}", whole=places.whole(chosen.parent))
    names_shown = list(_ordered(seen.around))
    for place, column in chart.named:
        here, whole = chart.cells[place][column].value or 0, chart.whole[column].value or 0
        said += _(
            "；与{whole}相差最大的是{place}的{aspect}，{difference}",
            whole=places.whole(chosen.parent),
            place=chart.rows[place].label,
            aspect=findings.label_in_sentence(METRICS[names_shown[column]]),
            difference=numbers.points(here - whole),
        )
    return said
