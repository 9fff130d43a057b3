"""The page of satisfaction: its sentence, the levels by region, what firms like and miss, and the bases of the rate."""

from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from charts.chart import Caption, Cell, Heads, Name, Stacks
from locales import N_
from metrics.bases import same_question
from metrics.change import break_between
from metrics.registry import METRICS
from metrics.satisfaction import GOOD, SHARES, TOPICS
from pages._parts import behind, chart_panel, drawings, findings, numbers, panel, places, query
from pages._parts.filters import Selection
from pages._parts.language import _, current
from pages._parts.query import Source

EXPLORER = Path(__file__).parents[1] / "firms" / "explorer.py"
RATE = "satisfaction_rate"
LIKED = tuple(f"satisfied_with_{i}" for i in range(1, len(TOPICS) + 1))
MISSED = tuple(f"dissatisfied_with_{i}" for i in range(1, len(TOPICS) + 1))
MEANING = {  # what each base of the rate answers
    "satisfaction_rate": N_("问到总体满意度的企业里，有多少满意"),
    "satisfaction_rate_all": N_("没有问到或没有填的也算在内，至少有多少满意"),
    "satisfaction_rate_ledger": N_("台账上的企业没有填答卷的也算在内，至少有多少满意"),
}


class Seen(NamedTuple):
    """Rows of `compute`: of the selection by metric, of the regions compared, and of these together."""

    here: dict[str, dict[str, Any]]
    by: str
    regions: pd.DataFrame
    around: pd.DataFrame

    @property
    def answers(self) -> int:
        """How many answers the selection has, whether they answer this question or not."""
        return int(self.here[LIKED[0]]["denominator"] or 0)


def look(source: Source, chosen: Selection) -> Seen:
    """What the page shows of a selection, in three questions."""
    by = "city" if chosen.parent else "province"
    around = chosen.where.but(city=(), province=[chosen.parent]) if chosen.parent else chosen.where
    here = [one.name for one in same_question(RATE)] + [*SHARES, *LIKED, *MISSED]
    return Seen(
        _by_metric(query.result(source, here, where=chosen.where)),
        by,
        query.result(source, [RATE, *SHARES], [by], around),
        query.result(source, [RATE, *SHARES], where=around),
    )


def _by_metric(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["metric"]: row for row in drawings.records(frame)}


def headline(seen: Seen) -> str:
    """How many are satisfied and how many very, how many are not, and what they miss most."""
    if not seen.answers:
        return _("没有符合条件的答卷，请放宽筛选条件")
    rate, very, bad = (seen.here[name] for name in (RATE, SHARES[0], SHARES[-1]))
    if pd.isna(rate["value"]):
        return _("没有企业回答总体满意度（第13题）")
    said = _(
        "{rate} 的企业满意，很满意 {very}，不满意 {count} 家",
        rate=numbers.percent(rate["value"]),
        very=numbers.percent(very["value"]),
        count=numbers.count(bad["numerator"]),
    )
    if not (most := most_missed(seen)):
        return said
    return said + _(
        "；最需改进{topic}（{count} 家）",
        topic=findings.label_in_sentence(METRICS[most]),
        count=numbers.count(seen.here[most]["numerator"]),
    )


def most_missed(seen: Seen) -> str | None:
    """The topic that most firms are dissatisfied with, but for “其他”; None where nobody is."""
    named = [name for name in MISSED if METRICS[name].label != "其他"]
    most = max(named, key=lambda name: seen.here[name]["numerator"] or 0)
    return most if seen.here[most]["numerator"] else None


def by_region(seen: Seen, source: Source, chosen: Selection) -> None:
    """The levels of every region, the whole first, in a panel."""
    rate = METRICS[RATE]
    rates = seen.regions[seen.regions["metric"] == RATE]
    order = [str(row[seen.by]) for row in drawings.records(drawings.ranked(rates, seen.by))]
    large = [str(row[seen.by]) for row in drawings.records(rates) if not row["small"] and str(row[seen.by]) in order]
    lowest = next((code for code in reversed(order) if code in large), None) if len(large) > 1 else None
    picked = chosen.region if chosen.region and places.level(chosen.region) == "city" else lowest
    title = _("各省满意程度") if seen.by == "province" else _("各市满意程度")
    whole = _by_metric(seen.around)
    metrics = [rate, *(METRICS[name] for name in SHARES)]
    words = drawings.caption(metrics, source, chosen, whole[RATE]["denominator"], title, _read(rates, seen.by, lowest))
    chart = stacks(seen, order, picked, words, places.whole(chosen.parent))
    chart_panel.show("levels", chart, metrics, source, chosen)
    _who_is_not(seen)


def _who_is_not(seen: Seen) -> None:
    """The way to the firms that are dissatisfied, where there are any."""
    worst = seen.here[SHARES[-1]]
    if worst["numerator"]:
        st.page_link(
            EXPLORER,
            label=_("列出不满意的 {count} 家企业", count=numbers.count(worst["numerator"])) + " →",
            query_params={"behind": SHARES[-1], "part": "in"},
        )


def _read(rates: pd.DataFrame, dimension: str, lowest: str | None) -> str:
    """How to read the bars, and who is lowest."""
    how = _("按满意率由高到低；零线右边为满意，左边为不满意，一般另列；* 为不足 10 份")
    if lowest is None:
        return how
    row = next(row for row in drawings.records(rates) if row[dimension] == lowest)
    return how + _("；{place}最低，{value}", place=places.region(lowest), value=numbers.percent(row["value"]))


def stacks(seen: Seen, order: list[str], named: str | None, words: Caption, whole: str) -> Stacks:
    """The chart: a row for the whole, then one a region in this order."""
    rows = {(str(row[seen.by]), row["metric"]): row for row in drawings.records(seen.regions)}
    lines = [_by_metric(seen.around), *({m: rows[code, m] for m in (RATE, *SHARES)} for code in order)]
    if not order:
        lines = []
    return Stacks(
        caption=words,
        heads=Heads(
            label=_("地区"),
            value=_("占比"),
            code=_("代码"),
            across=_("满意程度"),
            numerator=_("选择的企业"),
            denominator=_("回答的企业"),
            count="n",
        ),
        rows=tuple(
            Name(whole) if not at else Name(places.region(order[at - 1]), order[at - 1]) for at in range(len(lines))
        ),
        columns=tuple(Name(METRICS[name].title(current())) for name in SHARES),
        cells=tuple(
            tuple(_cell(line[name], behind.link(name, **{seen.by: order[at - 1]}) if at else "") for name in SHARES)
            for at, line in enumerate(lines)
        ),
        good=GOOD,
        total=METRICS[RATE].title(current()),
        totals=tuple(numbers.percent(line[RATE]["value"]) for line in lines),
        counts=tuple(numbers.count(line[RATE]["denominator"]) + "*" * bool(line[RATE]["small"]) for line in lines),
        named=frozenset(at for at, code in enumerate(order, 1) if code == named),
    )


def _cell(row: dict[str, Any], link: str) -> Cell:
    return Cell(
        value=None if pd.isna(row["value"]) else row["value"],
        text=numbers.percent(row["value"]),
        numerator=row["numerator"],
        denominator=row["denominator"],
        link=link,
    )


def topics(prefix: str, title: str, seen: Seen, source: Source, chosen: Selection) -> None:
    """The topics of Q14 or Q15 by how many chose them, in a panel."""
    names = LIKED if prefix == "satisfied_with" else MISSED
    metrics = [METRICS[name] for name in names]
    shares = pd.DataFrame([seen.here[name] for name in names])
    said = findings.of_aspects(shares, METRICS)
    named = most_missed(seen) if names is MISSED else said.named
    words = drawings.caption(metrics, source, chosen, seen.answers, title, said.sentence)
    chart = drawings.share_bars(shares, words, [named or ""], _("方面"))
    chart_panel.show(prefix, chart, metrics, source, chosen)


def on_each_base(seen: Seen) -> None:
    """The rate on its three bases, side by side in a small table."""
    metrics = same_question(RATE)
    rows = [seen.here[one.name] for one in metrics]
    figures = {
        _("满意率"): [numbers.percent(row["value"]) for row in rows],
        _("满意的企业"): [_counted(row, "numerator") for row in rows],
        _("分母"): [_counted(row, "denominator") for row in rows],
    }
    meaning = [_meaning(one.name, row) for one, row in zip(metrics, rows, strict=True)]
    lines = {_("口径"): [_(one.base) for one in metrics], **figures, _("说明什么"): meaning}
    with panel.opened("bases", _("满意率的三种口径"), _("分子都是很满意和比较满意的企业，分母不同，说法也不同")):
        st.dataframe(
            pd.DataFrame(lines),
            hide_index=True,
            height="content",
            column_config={head: st.column_config.TextColumn(alignment="right") for head in figures},
        )
        panel.gray(_(break_between(RATE, 0, 9999)))


def _counted(row: dict[str, Any], part: str) -> str:
    return numbers.NONE if pd.isna(row["value"]) else numbers.count(row[part])


def _meaning(name: str, row: dict[str, Any]) -> str:
    if name == "satisfaction_rate_ledger" and pd.isna(row["value"]):
        return _("没有台账，不能计算")
    return _(MEANING[name])
