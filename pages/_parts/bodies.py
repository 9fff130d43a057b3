"""The page of the certification bodies: its sentence, its rankings, and the table of all of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from charts.chart import Column, Heads, Mark, RankedBars, Table
from locales import N_
from metrics.core import Metric
from metrics.ranking import Ranked
from metrics.registry import METRICS
from pages._parts import behind, chart_panel, drawings, numbers, query
from pages._parts.filters import Selection
from pages._parts.language import _, current, listed
from pages._parts.query import Source

FIRMS, SATISFACTION, SERVICE = "assisted_enterprises", "satisfaction_rate", "satisfied_with_6"
ONE_LEADS = N_("{count} 家机构帮扶 {firms} 家企业；{names}最多，{most} 家，占 {share}")
SEVERAL_LEAD = N_("{count} 家机构帮扶 {firms} 家企业；{names}并列最多，各 {most} 家，占 {share}")
MOST = 20  # bodies drawn; the workbook and the table have all


class Seen(NamedTuple):
    """`rows` as `metrics.bodies.bodies` gives them, `firms` different ones in the selection.

    `all_firms` and the `ranks` of each metric are of all bodies, whichever are chosen.
    """

    rows: pd.DataFrame
    firms: float
    all_firms: float
    ranks: dict[str, dict[str, Ranked]]


def look(source: Source, chosen: Selection) -> Seen:
    """What the page shows of a selection."""
    around = chosen.where.but(body=())
    firms, all_firms = (
        float(query.result(source, [FIRMS], where=where)["value"].fillna(0).iloc[0]) for where in (chosen.where, around)
    )
    ranks = {
        name: {str(one.unit): one for one in query.ranked(source, name, "body", around) if one.unit is not None}
        for name in (FIRMS, SATISFACTION, SERVICE)
    }
    return Seen(query.by_body(source, chosen.where), firms, all_firms, ranks)


def headline(seen: Seen) -> str:
    """Who assists most firms, how many bodies there are, and how far the ledgers agree; of one body, where it stands."""
    rows = drawings.records(seen.rows[seen.rows["firms"].notna()])
    if not rows:
        return _("没有机构帮扶的记录")
    if len(rows) == 1:
        return _of_one(rows[0], seen)
    most = [row for row in rows if row["firms"] == rows[0]["firms"]]
    leads = ONE_LEADS if len(most) == 1 else SEVERAL_LEAD
    sentence = _(
        leads,
        count=len(rows),
        firms=numbers.count(seen.firms),
        names=listed(row["name"] for row in most),
        most=numbers.count(rows[0]["firms"]),
        share=numbers.percent(rows[0]["firms"] / seen.firms),
    )
    return sentence + agreement(seen.rows)


def _of_one(row: dict[str, Any], seen: Seen) -> str:
    own = seen.ranks[FIRMS][row["body"]]
    return _(
        "{name}帮扶 {firms} 家企业，在 {count} 家机构中列第 {rank}；满意率 {rate}",
        name=row["name"],
        firms=numbers.count(row["firms"]),
        count=sum(one.rank is not None for one in seen.ranks[FIRMS].values()),
        rank=own.rank,
        rate=_rate(row),
    ) + agreement(pd.DataFrame([row]))


def _rate(row: dict[str, Any]) -> str:
    if pd.isna(row[SATISFACTION]):
        return numbers.NONE
    good, of = row[f"{SATISFACTION}_numerator"], row[f"{SATISFACTION}_denominator"]
    return _("{value}（{fraction}）", value=numbers.percent(row[SATISFACTION]), fraction=numbers.fraction(good, of))


def agreement(rows: pd.DataFrame) -> str:
    """How far bodies' own ledgers say what the cities' say; empty where nothing can be held against anything."""
    comparable, same = rows["comparable_firms"].sum(), rows["same_body"].sum()
    if not comparable:
        return ""
    return _(
        "；机构台账可与各市台账核对的 {count} 条中，机构一致的占 {share}（{fraction}）",
        count=numbers.count(comparable),
        share=numbers.percent(same / comparable),
        fraction=numbers.fraction(same, comparable),
    )


def firms(seen: Seen, source: Source, chosen: Selection) -> None:
    """Firms by body, most first."""
    metric = METRICS[FIRMS]
    rows = drawings.records(seen.rows[seen.rows["firms"].notna()])
    top = _round_up(max((row["firms"] for row in rows), default=1))
    marks = [
        Mark(
            label=_numbered(row["name"], seen.ranks[FIRMS].get(row["body"])),
            code=row["body"],
            value=float(row["firms"]),
            text=numbers.count(row["firms"]),
            count=numbers.percent(row["firms"] / seen.all_firms),
            link=behind.link(FIRMS, body=row["body"]),
        )
        for row in rows
    ]
    words = drawings.caption(
        [metric],
        source,
        chosen,
        None,
        _("各机构帮扶企业"),
        _limited(_("名次相同为并列；右列为占帮扶企业的比例"), marks),
    )
    heads = Heads(label=_("机构"), value=metric.title(current()), code=_("机构批准号"), count=_("占比"))
    chart = RankedBars(
        caption=words,
        heads=heads,
        marks=tuple(marks),
        top=top,
        ticks=((0, "0"), (top, numbers.count(top))),
        number_format="0",
    )
    _show("firms", chart, metric, source, chosen)


def rates(seen: Seen, name: str, title: str, source: Source, chosen: Selection) -> None:
    """A rate of the firms of each body that has most of them, in order of the rate; small ones last, without a rank."""
    metric, order = METRICS[name], list(seen.ranks[name])
    total = query.result(source, [name], where=chosen.where.but(body=())).iloc[0]
    drawn = set(seen.rows["body"])
    large = set(seen.rows["body"].head(MOST))
    marks = [
        Mark(
            label=_numbered(query.bodies(source)[body], one),
            code=body,
            value=one.value,
            text=numbers.percent(one.value),
            numerator=one.numerator,
            denominator=one.denominator,
            count=numbers.count(one.denominator) + ("" if one.rank else "*"),
            link=behind.link(name, body=body),
        )
        for body in order
        if body in drawn and (one := seen.ranks[name][body]).value is not None
    ]
    ranked = sum(one.rank is not None for one in seen.ranks[name].values())
    sentence = _("{count} 家机构参与排名，名次相同为并列；* 为答卷不足 10 份，不排名", count=ranked)
    words = drawings.caption([metric], source, chosen, total["denominator"], title, _limited(sentence, marks))
    whole = RankedBars(
        caption=words,
        heads=drawings.heads(metric, _("机构")),
        marks=tuple(marks),
        average=None if pd.isna(total["value"]) else float(total["value"]),
        average_label=_("全部机构 {value}", value=numbers.percent(total["value"])),
    )
    _show(name, whole, metric, source, chosen, large)


def _show(
    key: str, whole: RankedBars, metric: Metric, source: Source, chosen: Selection, large: set[str] | None = None
) -> None:
    """Draw the first, or those of the largest bodies; the table behind has all."""
    few = [mark for mark in whole.marks if large is None or mark.code in large][:MOST]
    chart_panel.show(key, replace(whole, marks=tuple(few)), [metric], source, chosen, whole)


def _limited(sentence: str, marks: Sequence[Mark]) -> str:
    if len(marks) <= MOST:
        return sentence
    return sentence + _("；只画帮扶企业最多的 {count} 家，其余见数据与导出", count=MOST)


def _numbered(name: str, one: Ranked | None) -> str:
    return name if one is None or one.rank is None else f"{one.rank} {name}"


def _round_up(value: float) -> int:
    """The next of 1, 2, 5, 10, 20, 50 …, where an axis may end."""
    step = 10 ** (len(str(int(value))) - 1)
    return next(int(times * step) for times in (1, 2, 5, 10) if times * step >= value)


def everything(seen: Seen, source: Source, chosen: Selection) -> None:
    """Every body with all its figures."""
    rows = seen.rows
    shares = "0.0%"

    def ranks(name: str) -> tuple[float | None, ...]:
        found = (seen.ranks[name].get(body) for body in rows["body"])
        return tuple(None if one is None else one.rank for one in found)

    def figures(column: str) -> tuple[float | None, ...]:
        return tuple(None if pd.isna(value) else float(value) for value in rows[column])

    columns = (
        Column(_("机构"), tuple(rows["name"])),
        Column(_("机构批准号"), tuple(rows["body"])),
        Column(_("帮扶企业"), figures("firms")),
        Column(_("名次"), ranks(FIRMS)),
        Column(_("省"), figures("provinces")),
        Column(_("市"), figures("cities")),
        Column(_("行业"), figures("industries")),
        Column(_("满意率"), figures(SATISFACTION), shares),
        Column(_("满意率分母"), figures(f"{SATISFACTION}_denominator")),
        Column(_("满意率名次"), ranks(SATISFACTION)),
        Column(_("持续跟踪服务"), figures(SERVICE), shares),
        Column(_("持续跟踪服务分母"), figures(f"{SERVICE}_denominator")),
        Column(_("持续跟踪服务名次"), ranks(SERVICE)),
        Column(_("机构台账企业"), figures("own_firms")),
        Column(_("可核对企业"), figures("comparable_firms")),
        Column(_("各市也列入"), figures("named_by_cities")),
        Column(_("占可核对"), figures("named_share"), shares),
        Column(_("机构一致"), figures("same_body")),
        Column(_("一致率"), figures("same_share"), shares),
    )
    metrics = [METRICS[name] for name in (FIRMS, SATISFACTION, SERVICE)]
    known = rows["own_firms"].notna().any()
    sentence = (
        _("可核对的是所在市当年报送了台账的企业") if known else _("没有认证机构自己报送的台账，不能与各市台账核对")
    )
    words = drawings.caption(metrics, source, chosen, seen.firms, _("全部机构"), sentence)
    chart_panel.table("all", Table(caption=words, columns=columns, missing=numbers.NONE), metrics, source, chosen)
