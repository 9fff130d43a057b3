"""What the pilots of a year report before and after, and what to say of it."""

import math
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from charts.chart import Caption, Dumbbells, Group, Heads, Pair
from data.reference import table
from locales import N_
from metrics.query import Filters
from pages._parts import drawings, numbers, panel, query
from pages._parts.drawings import records
from pages._parts.filters import NO_PILOT, Selection
from pages._parts.language import _, current, literal
from pages._parts.query import Source

LEAD = "first_pass_rate"  # what cards and the headline speak of
QUALITY = ("pass_rate", "first_pass_rate", "customer_satisfaction")
FAULTS = ("defect_rate", "complaint_rate")
AMOUNTS = ("output_value", "export_value")
SHARES = ("market_share", "gdp_share")
YI = 10_000  # 万元 in an 亿元


class Reported(NamedTuple):
    """One figure of one pilot; percentages as written, amounts in 万元, changes in points or percent."""

    pilot: str
    name: str
    indicator: str
    before: float | None
    after: float | None
    change: float | None

    @property
    def is_adverse(self) -> bool:
        """Whether it went the wrong way."""
        better = indicators()[self.indicator]["better"]
        return self.change is not None and self.change != 0 and (self.change > 0) != (better == "higher")


@cache
def indicators() -> dict[str, dict[str, str]]:
    """Every indicator of the pilot table by its code."""
    return {row["indicator"]: row for row in table("pilot_indicators")}


def name(indicator: str) -> str:
    """An indicator in the reader's language."""
    return indicators()[indicator]["name" if current() == "zh" else "name_en"]


def where(chosen: Selection) -> Filters:
    """The selection as filters for the pilots' own tables, which know neither industry nor body."""
    pilots = [pilot for pilot in chosen.pilots if pilot != NO_PILOT]
    return Filters.of(year=[chosen.year], province=[chosen.province] if chosen.province else [], pilot=pilots)


def reported(source: Source, chosen: Selection) -> list[Reported]:
    """Every figure of the pilots chosen, in the order of the names and of the table."""
    names = ["pilot_before", "pilot_after", "pilot_change"]
    found = query.result(source, names, ["pilot", "indicator"], where(chosen))
    wide = found.pivot_table(index=["pilot", "indicator"], columns="metric", values="value", dropna=False)
    wide, called = wide.reindex(columns=names), query.pilots(source)
    order = list(indicators())
    rows = [
        Reported(pilot, called[pilot], indicator, *(None if pd.isna(value) else float(value) for value in values))
        for (pilot, indicator), *values in wide.itertuples()
        if indicator in order and not all(pd.isna(value) for value in values)
    ]
    return sorted(rows, key=lambda row: (row.pilot, order.index(row.indicator)))


def headline(rows: Sequence[Reported], pilots: int) -> str:
    """How the first-pass rate rose on average, and the first figure that went the wrong way."""
    lead = [row for row in rows if row.indicator == LEAD and row.change is not None]
    if not lead:
        return _("{count} 个试点，都没有提升前后的数据", count=pilots)
    mean = sum(row.change or 0 for row in lead) / len(lead)
    said = _(
        "有前后数据的 {count} 个试点，{indicator}平均{change}",
        count=len(lead),
        indicator=in_sentence(LEAD),
        change=moved(LEAD, mean),
    )
    adverse = [row for row in rows if row.is_adverse and indicators()[row.indicator]["unit"] == "percent"]
    if adverse:
        worst = max(adverse, key=lambda row: abs(row.change or 0))
        told = _(
            "{pilot}{indicator}{change}",
            pilot=worst.name,
            indicator=in_sentence(worst.indicator),
            change=moved(worst.indicator, worst.change or 0),
        )
        return _("{first}；{second}", first=said, second=told)
    return _("{first}；{second}", first=said, second=_("没有指标变差"))


def in_sentence(indicator: str) -> str:
    """An indicator's name as it stands inside a sentence."""
    return name(indicator) if current() == "zh" else name(indicator).lower()


def moved(indicator: str, points: float) -> str:
    """“提高 5.1 个百分点”; what should fall rises as 上升, which is no praise."""
    up = N_("上升 {points} 个百分点") if indicators()[indicator]["better"] == "lower" else N_("提高 {points} 个百分点")
    text = up if points > 0 else N_("下降 {points} 个百分点")
    return _(text, points=numbers.percent(abs(points) / 100).rstrip("%"))


def changed(row: Reported) -> str:
    """The change as printed beside a pair: 百分点 for rates, percent for amounts, or that there is no before."""
    if row.change is None:
        return _("无提升前数据")
    if indicators()[row.indicator]["unit"] == "percent":
        return numbers.points(row.change / 100)
    return numbers.signed_percent(row.change / 100)


def dumbbells(rows: Sequence[Reported], wanted: Sequence[str], words: Caption) -> Dumbbells:
    """Before and after of some indicators, one group of pilots each; an adverse change has the accent."""
    groups = [_group(indicator, [row for row in rows if row.indicator == indicator]) for indicator in wanted]
    heads = Heads(label=_("试点"), across=_("指标"), before=_("提升前"), value=_("提升后"), change=_("变化"))
    return Dumbbells(caption=words, heads=heads, groups=tuple(group for group in groups if group.marks))


def _group(indicator: str, rows: Sequence[Reported]) -> Group:
    is_rate = indicators()[indicator]["unit"] == "percent"
    by = 1 if is_rate else YI
    marks = tuple(_pair(row, by) for row in rows if row.after is not None)
    values = [value for mark in marks for value in (mark.before, mark.value) if value is not None]
    span, places = drawings.axis(values, 100 if is_rate else math.inf) if values else ((0.0, 1.0), [])
    unit = "%" if is_rate else _("亿元")
    ticks = tuple((place, f"{place:g}%" if is_rate else f"{place:g}") for place in places)
    return Group(_("{indicator}（{unit}）", indicator=name(indicator), unit=unit), marks, span, ticks)


def _pair(row: Reported, by: float) -> Pair:
    before, after = (None if value is None else value / by for value in (row.before, row.after))
    return Pair(
        label=row.name,
        code=row.pilot,
        value=after,
        text=numbers.decimal(after),
        before=before,
        before_text="" if before is None else numbers.decimal(before),
        change=row.change,
        change_text=changed(row),
        named=row.is_adverse,
    )


def of(rows: Sequence[Reported], pilot: str, indicator: str) -> Reported | None:
    """One figure of one pilot, if it reports it."""
    return next((row for row in rows if (row.pilot, row.indicator) == (pilot, indicator)), None)


def solved(rows: Sequence[Reported]) -> pd.DataFrame:
    """Pain points found and solved by pilot; the share is null where none were found."""
    found = []
    for pilot, called in {row.pilot: row.name for row in rows}.items():
        counts: dict[str, Any] = {"pilot": called}
        for column, indicator in (("found", "pain_points_found"), ("solved", "pain_points_solved")):
            one = of(rows, pilot, indicator)
            counts[column] = one.after if one else None
        if counts["found"] is not None or counts["solved"] is not None:
            found.append(counts)
    return pd.DataFrame(found, columns=["pilot", "found", "solved"])


def members(source: Source, chosen: Selection) -> dict[str, dict[str, Any]]:
    """Firms and certification bodies by pilot, of those the ledgers mark."""
    frame = query.result(source, ["assisted_enterprises", "certification_bodies"], ["pilot"], where(chosen))
    by: dict[str, dict[str, Any]] = {}
    for row in records(frame):
        if row["pilot"] != "none" and not pd.isna(row["value"]):
            by.setdefault(row["pilot"], {})[row["metric"]] = row["value"]
    return by


def called(source: Source, pilot: str) -> str:
    """What a value of the dimension is called."""
    return _("不在试点内") if pilot == NO_PILOT else query.pilots(source)[pilot]


def overlap(source: Source, chosen: Selection, by: dict[str, dict[str, Any]]) -> str:
    """How many firms the pilots have, and how many of them are in more than one."""
    places_taken = sum(row.get("assisted_enterprises", 0) for row in by.values())
    if not places_taken:
        return _("台账没有标明哪些企业在试点内")
    found = query.result(source, ["assisted_enterprises"], where=where(chosen).but(pilot=list(by)))
    firms = found.iloc[0]["value"]
    return _(
        "试点企业 {firms} 家；跨试点重复 {twice} 家次，合计时只计一次",
        firms=numbers.count(firms),
        twice=numbers.count(places_taken - firms),
    )


def card(source: Source, pilot: str, rows: Sequence[Reported], counted: dict[str, Any]) -> None:
    """One pilot: its first-pass rate with the change, its firms and pain points."""
    lead = of(rows, pilot, LEAD)
    with st.container(key=f"card_{pilot}", gap="xxsmall"):
        st.markdown(f"**{literal(called(source, pilot))}**")
        if lead and lead.after is not None:
            moved_by = None if lead.change is None else changed(lead)
            st.metric(name(LEAD), numbers.percent(lead.after / 100), delta=moved_by)
            before = None if lead.before is None else numbers.percent(lead.before / 100)
            panel.gray(_("提升前 {before}", before=before) if before else changed(lead))
        else:
            st.metric(_("帮扶企业"), _("{count} 家", count=numbers.grouped(counted.get("assisted_enterprises"))))
            panel.gray(_("没有试点统计表（附件3）"))
        st.caption(literal(" · ".join(_facts(pilot, rows, counted))))


def _facts(pilot: str, rows: Sequence[Reported], counted: dict[str, Any]) -> list[str]:
    facts = []
    if firms := counted.get("assisted_enterprises"):
        facts.append(_("企业 {count} 家", count=numbers.count(firms)))
    if bodies := counted.get("certification_bodies"):
        facts.append(_("认证机构 {count} 家", count=numbers.count(bodies)))
    found, done = (of(rows, pilot, one) for one in ("pain_points_found", "pain_points_solved"))
    if found and done and found.after is not None and done.after is not None:
        facts.append(_("痛点解决 {fraction}", fraction=numbers.fraction(done.after, found.after)))
    return facts


def pain_points(rows: Sequence[Reported]) -> None:
    """The table of common pain points, found and solved."""
    frame = solved(rows)
    if frame.empty:
        return
    with panel.opened("pain", _("共性“痛点”"), _("按试点统计表（附件3）上半表")):
        share = [
            numbers.percent(done / found) if found and not pd.isna(done) else numbers.NONE
            for found, done in zip(frame["found"], frame["solved"], strict=True)
        ]
        heads = (_("试点"), _("发现（个）"), _("解决（个）"), _("解决率"))
        counts = (frame["pilot"], frame["found"].map(numbers.count), frame["solved"].map(numbers.count), share)
        st.dataframe(
            pd.DataFrame(dict(zip(heads, counts, strict=True))),
            hide_index=True,
            column_config={head: st.column_config.TextColumn(alignment="right") for head in heads[1:]},
        )
