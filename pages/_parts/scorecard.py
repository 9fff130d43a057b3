"""The page of the scorecard: its sentence, totals, how the ranks hold, and what the totals are made of."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import streamlit as st

from charts.chart import Caption, Cell, Column, Dumbbells, Group, Heads, HeatTable, Mark, Name, Pair, RankedBars, Table
from locales import N_
from metrics import scorecard
from metrics.query import Filters
from metrics.registry import METRICS
from metrics.scorecard import DRAWS, SHAKE, Card, Component
from pages._parts import address, chart_panel, drawings, frame, numbers, panel, places, query, weighing
from pages._parts.filters import Selection
from pages._parts.language import _, current, listed, literal
from pages._parts.query import Source

MOST = 32  # units drawn; the table and the workbook have all
RANKS = 12  # units up to which every rank of every unit is drawn
TINTS = (-8, -3, 3)  # points from the average at which the tint changes
NAMED = 3  # units in the lead up to which the sentence names them
FULL = 100.0
ALMOST = ">99.9"  # not always, though it rounds to that


class Seen:
    """A card, and what is looked at."""

    def __init__(self, made: Card, source: Source, chosen: Selection):
        self.made, self.source, self.chosen = made, source, chosen

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """One row a unit, the ranked ones first; what is missing is None."""
        frame = self.made.rows
        return drawings.records(frame.astype(object).where(frame.notna(), None))

    @property
    def ranked(self) -> list[dict[str, Any]]:
        """The units that have a rank."""
        return [row for row in self.rows if row["rank"] is not None]

    @property
    def named(self) -> list[str]:
        """Whom the sentence speaks of: the unit that was picked, else the first."""
        units = {row["unit"] for row in self.ranked}
        picked = self.chosen.region
        if picked in units:
            return [str(picked)]
        return [row["unit"] for row in self.ranked if row["rank"] == 1]

    def called(self, unit: str) -> str:
        """The name of a unit."""
        return query.bodies(self.source).get(unit, unit) if self.made.unit == "body" else places.region(unit)

    def numbered(self, row: dict[str, Any]) -> str:
        """The name behind its rank; * where it stands on few firms."""
        name = self.called(row["unit"]) + ("*" if row["small"] else "")
        if row["rank"] is None:
            return name
        return _("{rank} 并列 {name}", rank=row["rank"], name=name) if row["tied"] else f"{row['rank']} {name}"

    def words(self, title: str, sentence: str, n: int) -> Caption:
        """The words around a chart of the card."""
        weighed = [one for one in self.made.components if self.made.weights[one.key]]
        read = dict.fromkeys(map(_source, weighed))
        sources = [_(one) for one in read if not any(one in other and one != other for other in read)]
        words = drawings.caption([METRICS["responses"]], self.source, self.chosen, n, title, sentence)
        base = _("口径 {base}", base=_(weighing.SCHEMES.get(self.made.scheme, self.made.scheme)))
        return replace(words, source=_("来源 {source}", source=listed(sources)), base=base)


def _source(one: Component) -> str:
    """Where the figures of a component are read, a msgid without the questions."""
    return METRICS[one.metrics[0][0]].source.partition(" ")[0] if one.metrics else N_("专家评分表")


def narrowed(chosen: Selection) -> dict[str, str]:
    """The filters that experts' scores lack, by their key in the address."""
    names = {"industry": _("行业"), "pilot": _("试点"), "body": _("机构")}
    picked = {"industry": chosen.industries, "pilot": chosen.pilots, "body": chosen.bodies}
    return {key: name for key, name in names.items() if picked[key]}


def lift(keys: tuple[str, ...]) -> None:
    """Take these filters away."""
    for key in keys:
        address.put(key, [])


def where(chosen: Selection) -> Filters:
    """The units that are compared: provinces, or those of one province; one that is picked stands among them."""
    return Filters.of(year=[chosen.year], province=[chosen.parent] if chosen.parent else [])


def headline(seen: Seen) -> str:
    """Who leads, by how much, and how sure that is."""
    rows, ranked = seen.rows, seen.ranked
    if not rows:
        return _("{year}年没有可以评分的单位", year=seen.chosen.year)
    if not ranked:
        lacking = _names(scorecard.absent(seen.made))
        count = numbers.count(len(rows))
        if lacking and len(rows) == 1:
            return _("{unit}还不能评分，缺少：{components}", unit=seen.called(rows[0]["unit"]), components=lacking)
        if lacking:
            return _("{count} 个单位都还不能排名，缺少：{components}", count=count, components=lacking)
        return _("{count} 个单位都还不能排名，各缺一部分指标", count=count)
    if len(ranked) == 1:
        return _("只有{unit}各项指标齐全，总分 {total}，无从比较", unit=_who(seen), total=_score(ranked[0]["total"]))
    if seen.chosen.region in seen.named:
        return _of_one(seen)
    first = ranked[0]
    if len(seen.named) > NAMED:
        count = numbers.count(len(seen.named))
        return _("{count} 个单位总分并列第一，{total} 分", count=count, total=_score(first["total"]))
    if len(seen.named) > 1:
        return _(
            "{units}总分并列第一，{total} 分；权重各浮动 {shake}，{draws} 次中依次有 {times} 次仍居首",
            units=_who(seen),
            total=_score(first["total"]),
            times=listed(_times(row) for row in ranked if row["rank"] == 1),
            **_shaking(),
        )
    difference = scorecard.lead(seen.made) or 0.0
    start = _(
        "{unit}总分居首，{total} 分，领先第二名 {lead} 分",
        unit=_who(seen),
        total=_score(first["total"]),
        lead=numbers.decimal(difference, 1 if difference >= 0.05 else 2),
    )
    sure = (
        _("权重各浮动 {shake}，{draws} 次全都居首", **_shaking())
        if first["holds"] == 1
        else _("权重各浮动 {shake}，{draws} 次中有 {times} 次仍居首", times=_times(first), **_shaking())
    )
    return _("{start}；{sure}", start=start, sure=sure)


def _of_one(seen: Seen) -> str:
    row = next(row for row in seen.ranked if row["unit"] == seen.chosen.region)
    start = _(
        "{unit}总分 {total}，在 {count} 个单位中列第 {rank}",
        unit=_who(seen),
        total=_score(row["total"]),
        count=numbers.count(len(seen.ranked)),
        rank=_("{rank}（并列）", rank=row["rank"]) if row["tied"] else row["rank"],
    )
    sure = (
        _("权重各浮动 {shake}，{draws} 次名次都不变", **_shaking())
        if row["holds"] == 1
        else _("权重各浮动 {shake}，{draws} 次中有 {times} 次名次不变", times=_times(row), **_shaking())
    )
    return _("{start}；{sure}", start=start, sure=sure)


def _who(seen: Seen) -> str:
    return listed(seen.called(unit) for unit in seen.named)


def _shaking() -> dict[str, str]:
    return {"shake": f"±{numbers.percent(SHAKE, 0)}", "draws": numbers.count(DRAWS)}


def _times(row: dict[str, Any]) -> str:
    return numbers.count(row["holds"] * DRAWS)


def _score(value: float | None) -> str:
    return numbers.decimal(value)


def _names(components: tuple[Component, ...]) -> str:
    return listed(one.title(current()) for one in components)


def totals(seen: Seen) -> None:
    """The units by their total, equal ones with one rank."""
    sentence = _("满分 100；名次相同为并列；名次区间为权重浮动时 90% 的情形")
    left_out = len(seen.rows) - len(seen.ranked)
    if left_out:
        sentence += _("；{count} 个单位指标不全，不排名", count=numbers.count(left_out))
    if any(row["small"] for row in seen.ranked):
        sentence += _("；* 有的得分只根据不到 10 家企业")
    zero = tuple(one for one in seen.made.components if not seen.made.weights[one.key])
    if zero:
        sentence += _("；不计入：{components}", components=_names(zero))
    marks = tuple(
        Mark(
            label=seen.numbered(row),
            code=row["unit"],
            value=row["total"],
            text=_score(row["total"]),
            count=_span(row),
            named=row["unit"] in seen.named,
        )
        for row in seen.ranked
    )
    whole = RankedBars(
        caption=seen.words(_("总分与名次"), _limited(sentence, seen.ranked), len(marks)),
        heads=Heads(label=_unit(seen), value=_("总分"), code=_("代码"), count=_("名次区间")),
        marks=marks,
        top=FULL,
        ticks=((0, "0"), (FULL / 2, "50"), (FULL, "100")),
        number_format="0.0",
    )
    chart_panel.show("totals", replace(whole, marks=marks[:MOST]), (), seen.source, seen.chosen, whole)


def _unit(seen: Seen) -> str:
    return _("机构") if seen.made.unit == "body" else _("地区")


def _span(row: dict[str, Any]) -> str:
    low, high = row["rank_low"], row["rank_high"]
    return f"{low}" if low == high else f"{low}–{high}"


def _limited(sentence: str, rows: list[dict[str, Any]]) -> str:
    return sentence + _("；只画前 {count} 个，其余见数据与导出", count=MOST) if len(rows) > MOST else sentence


def stability(seen: Seen) -> None:
    """How often each rank holds while the weights are shaken; of many units how often their own does."""
    how = _("每项权重随机上下浮动 {shake}，共 {draws} 次", shake=_shaking()["shake"], draws=_shaking()["draws"])
    if len(seen.ranked) > RANKS:
        _holding(seen, how)
        return
    sentence = how + _("；每格为得到该名次的比例（%），底色为占一半以上")
    chart = HeatTable(
        caption=seen.words(_("名次有多稳"), sentence, len(seen.ranked)),
        heads=Heads(label=_unit(seen), code=_("代码"), across=_("名次"), value=_("占比")),
        rows=tuple(Name(seen.numbered(row), row["unit"]) for row in seen.ranked),
        columns=tuple(Name(_("第{rank}名", rank=rank)) for rank in range(1, len(seen.ranked) + 1)),
        cells=tuple(tuple(map(_held, shares)) for shares in seen.made.shaken.shares.tolist()),
    )
    chart_panel.show("stability", chart, (), seen.source, seen.chosen)


def _held(share: float) -> Cell:
    if not share:
        return Cell(value=0.0, text=numbers.NONE)
    text = numbers.percent(share)[:-1]
    return Cell(value=share, text=ALMOST if share < 1 and text == "100.0" else text, tint=1 if share >= 0.5 else 0)


def _holding(seen: Seen, how: str) -> None:
    marks = tuple(
        Mark(
            label=seen.numbered(row),
            code=row["unit"],
            value=row["holds"],
            text=numbers.percent(row["holds"]),
            count=_times(row),
            named=row["unit"] in seen.named,
        )
        for row in seen.ranked
    )
    whole = RankedBars(
        caption=seen.words(_("名次有多稳"), _limited(how, seen.ranked), len(marks)),
        heads=Heads(label=_unit(seen), code=_("代码"), value=_("名次不变"), count=_("次")),
        marks=marks,
    )
    chart_panel.show("stability", replace(whole, marks=marks[:MOST]), (), seen.source, seen.chosen, whole)


def missing(seen: Seen, weights: Mapping[str, float]) -> None:
    """What no unit has, where it comes from, and the way to rank by the rest."""
    lacking = scorecard.absent(seen.made)
    if not lacking:
        return
    with panel.opened("missing", _("还缺什么"), _("缺少任何一项有权重的指标，就没有总分和名次；已有的得分列在下面")):
        by_origin: dict[str, list[Component]] = {}
        for one in lacking:
            by_origin.setdefault(_origin(seen, one), []).append(one)
        lines = [_("{components}：{origin}", components=_names(tuple(of)), origin=o) for o, of in by_origin.items()]
        st.markdown("\n".join(f"- {literal(line)}" for line in lines))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(frame.PAGES / "data/importing.py", label=_("打开导入页"))
            rest = scorecard.without(seen.made, weights)
            if scorecard.averages(seen.made) and len(seen.rows) > 1:
                st.button(
                    _("先按已有的指标排名"),
                    on_click=weighing.put,
                    args=(seen.made.scheme, rest),
                    help=_("把缺少的指标的权重设为 0；随时可以恢复默认权重"),
                    key="rank_rest",
                )
        if any(not one.metrics for one in lacking):
            _elsewhere(seen)


def _elsewhere(seen: Seen) -> None:
    """The way to where experts did score."""
    there = [one for one in query.expert_scores(seen.source) if seen.made.unit != "body"]
    if not there:
        return
    panel.gray(_("已有专家评分的："))
    with st.container(horizontal=True):
        for scheme, year, inside in there:
            place = places.region(inside) if inside else _("全国")
            st.button(
                _("{year}年 {place}", year=year, place=place),
                on_click=_go,
                args=(scheme, year, inside),
                help=_(weighing.SCHEMES.get(scheme, scheme)),
                key=f"scored_{scheme}_{year}_{inside or ''}",
            )


def _go(scheme: str, year: int, inside: str | None) -> None:
    chosen = {"year": [str(year)], "region": [inside] if inside else [], "scheme": [scheme], "weight": []}
    for key, values in chosen.items():
        address.put(key, values)


def _origin(seen: Seen, one: Component) -> str:
    """What to import for a component that nobody has."""
    if not one.metrics:
        return _("导入专家评分表（每位专家给每个单位的分数），模板可在导入页下载")
    if scorecard.is_alone(seen.made, one):
        return _("已有数据，但得分按在各单位中的位次折算，还没有别的单位可比")
    origins = {
        "statistics": _("导入各地的统计表（附表）"),
        "good_case": _("导入优良案例推荐名单"),
        "assisted": _("导入帮扶企业台账"),
    }
    return origins.get(METRICS[one.metrics[0][0]].relation, _("导入问卷答卷"))


def parts(seen: Seen) -> None:
    """The score of every component, by unit: the indicators first, then those that an indicator is made of."""
    whole = [one for one in seen.made.components if one.key == one.indicator]
    _heat("parts", _("各项指标得分"), seen, whole, bool(seen.ranked))
    names = scorecard.indicators(seen.made.scheme, current())
    for indicator, name in names.items():
        inner = [one for one in seen.made.components if one.indicator == indicator != one.key]
        if inner:
            _heat(f"parts_{indicator}", _("“{name}”各部分得分", name=name), seen, inner, False)


def _heat(key: str, title: str, seen: Seen, components: list[Component], has_total: bool) -> None:
    average = scorecard.averages(seen.made)
    sentence = _("0–100 分，表头为占总分的权重；底色为与各单位平均之差；— 为缺少")
    columns = [Name(one.title(current()), numbers.percent(seen.made.weights[one.key])) for one in components]
    cells = [[_cell(row[f"score_{one.key}"], average.get(one.key)) for one in components] for row in seen.rows]
    names = [Name(seen.numbered(row), row["unit"]) for row in seen.rows]
    if has_total:
        columns.insert(0, Name(_("总分"), "100%"))
        for line, row in zip(cells, seen.rows, strict=True):
            line.insert(0, _cell(row["total"], None))

    def heat(count: int) -> HeatTable:
        return HeatTable(
            caption=seen.words(title, _limited(sentence, seen.rows), len(seen.rows)),
            heads=Heads(label=_unit(seen), code=_("代码"), across=_("指标"), value=_("得分")),
            rows=(*names[:count], Name(_("各单位平均"))),
            columns=tuple(columns),
            cells=(
                *map(tuple, cells[:count]),
                tuple(
                    [Cell(value=None, text="")] * has_total + [_cell(average.get(one.key), None) for one in components]
                ),
            ),
            key=(_("低 8 分以上（粗体）"), _("低 3–8 分"), _("相差 3 分以内"), _("高 3 分以上")),
            number_format="0.0",
        )

    metrics = [METRICS[name] for one in components for name, _better in one.metrics]
    chart_panel.show(key, heat(MOST), metrics, seen.source, seen.chosen, heat(len(names)))


def _cell(score: float | None, average: float | None) -> Cell:
    if score is None:
        return Cell(value=None, text=numbers.NONE)
    tint = 0 if average is None else sum(score - average > bound for bound in TINTS) - 2
    return Cell(value=score, text=_score(score), tint=tint)


def progress(seen: Seen) -> None:
    """Totals of both years over the units complete in both; why not, where there are none."""
    rows = sorted(
        (row for row in seen.rows if row["progress"] is not None), key=lambda row: (row["progress_rank"], row["unit"])
    )
    title = _("比上一年")
    if not rows:
        reasons = dict.fromkeys(row["progress_reason"] for row in seen.rows)
        with panel.opened("progress", title, listed(_(one) for one in reasons)):
            return
    marks = tuple(
        Pair(
            label=f"{row['progress_rank']} {seen.called(row['unit'])}",
            code=row["unit"],
            value=row["total_before"] + row["progress"],
            text=_score(row["total_before"] + row["progress"]),
            before=row["total_before"],
            before_text=_score(row["total_before"]),
            change=row["progress"],
            change_text=_signed(row["progress"]),
            named=row["unit"] in seen.named,
        )
        for row in rows
    )
    values = [value for mark in marks for value in (mark.before, mark.value) if value is not None]
    span, ticks = drawings.axis(values, FULL)
    sentence = _("只比较两年都齐全的 {count} 个单位，百分位在它们之间重算；空心为上一年，实心为本年", count=len(marks))
    name = _("总分，{before}年 → {year}年", before=seen.made.year - 1, year=seen.made.year)
    chart = Dumbbells(
        caption=seen.words(title, sentence, len(marks)),
        heads=Heads(label=_unit(seen), code=_("代码"), before=_("上一年"), value=_("本年"), change=_("变化")),
        groups=(Group(name, marks, span, tuple((place, f"{place:g}") for place in ticks)),),
    )
    chart_panel.show("progress", chart, (), seen.source, seen.chosen)


def _signed(value: float) -> str:
    printed = numbers.decimal(abs(value))
    return f"±{printed}" if float(printed) == 0 else f"{'−' if value < 0 else '+'}{printed}"


def everything(seen: Seen) -> None:
    """Every unit with all its figures, and why it has no rank."""

    def figures(name: str) -> tuple[float | None, ...]:
        return tuple(None if row[name] is None else float(row[name]) for row in seen.rows)

    titles = {one.key: one.title(current()) for one in seen.made.components}
    reasons = tuple(
        _(row["reason"], components=listed(titles[key] for key in row["missing"])) if row["reason"] else ""
        for row in seen.rows
    )
    columns = (
        Column(_unit(seen), tuple(seen.called(row["unit"]) for row in seen.rows)),
        Column(_("代码"), tuple(row["unit"] for row in seen.rows)),
        Column(_("名次"), figures("rank")),
        Column(_("并列"), tuple(_("并列") if row["tied"] else "" for row in seen.rows)),
        Column(_("总分"), figures("total"), "0.0"),
        Column(_("名次不变"), figures("holds"), "0.0%"),
        Column(_("名次区间从"), figures("rank_low")),
        Column(_("名次区间到"), figures("rank_high")),
        Column(_("上一年总分"), figures("total_before"), "0.0"),
        Column(_("比上一年"), figures("progress"), "0.0"),
        Column(_("进步名次"), figures("progress_rank")),
        *(Column(title, figures(f"score_{key}"), "0.0") for key, title in titles.items()),
        Column(_("说明"), reasons),
    )
    words = seen.words(_("全部单位"), _("每个单位的总分、名次和各项得分"), len(seen.rows))
    made = Table(caption=words, columns=columns, missing=numbers.NONE)
    metrics = [METRICS[name] for one in seen.made.components for name, _better in one.metrics]
    chart_panel.table("all", made, metrics, seen.source, seen.chosen)
