"""Headline cards: value, change, base, n and date, beside the published figure or the region around."""

from typing import Literal, NamedTuple

import pandas as pd
import streamlit as st

from locales import N_
from metrics.comparison import Comparison
from metrics.coverage import INDUSTRIES
from metrics.published import figures, scope_differs
from metrics.query import Filters
from metrics.registry import METRICS
from pages._parts import home, numbers, places, query
from pages._parts.filters import Selection
from pages._parts.language import _, current, literal
from pages._parts.query import Source

CARDS = (
    "assisted_enterprises",
    "responses",
    "satisfaction_rate",
    "improvement_rate",
    "industries_covered",
    "certified_after",
)
FIRMS = N_("{count} 家")
COUNTED = {  # what is no number of firms
    "responses": N_("{count} 份"),
    "policies": N_("{count} 项"),
    "subsidy_10k_cny": N_("{count} 万元"),
    "trained_person_times": N_("{count} 人次"),
}
PUBLISHED_YEAR = 2021
PRINTED = {  # how the published report rounds
    "truncated": N_("截尾"),
    "half-up": N_("四舍五入"),
    "either": N_("两种取法相同"),
    "count only": N_("只公布家数"),
    "count": N_("个数"),
    "share only": N_("只公布比例"),
    "mean among those who filled it in": N_("填写企业的平均"),
}


def headline(source: Source, chosen: Selection) -> None:
    """One row of cards for the selection."""
    names = (*CARDS, "certification_bodies", "response_rate")
    here = query.result(source, names, where=chosen.where).set_index("metric")
    around = _around(chosen)
    wide = query.result(source, names, where=around.where).set_index("metric")
    with st.grid(len(CARDS), min_column_width=150):
        for name in CARDS:
            _card(name, here, wide, around, source, chosen)


class Around(NamedTuple):
    """What a selection is compared with."""

    name: str
    where: Filters


def _around(chosen: Selection) -> Around:
    """本局 for a part of it, the province for a unit of it, else the nation."""
    own, narrowed = home.code(), bool(chosen.industries or chosen.bodies or chosen.pilots)
    region = chosen.region if narrowed and chosen.region and chosen.region == own else None
    if not region and chosen.region:
        region = places.parent(chosen.region)
    if not region:
        return Around(_("全国"), Filters.of(year=[chosen.year]))
    return Around(places.region(region), Filters.of(year=[chosen.year], **{places.level(region): [region]}))


def _card(name: str, here: pd.DataFrame, wide: pd.DataFrame, around: Around, source: Source, chosen: Selection) -> None:
    metric, day = METRICS[name], query.as_of(source, chosen.year)
    moved = _moved(name, source, chosen)
    n = f"n {numbers.count(here.loc[name, 'denominator'])}" if metric.unit == "share" else ""
    date = _("截至 {date}", date=day) if day else ""
    with st.container(key=f"card_{name}", gap="xxsmall"):
        st.metric(
            _(metric.label),
            printed(name, here.loc[name]),
            delta=moved.text or None,
            delta_arrow=moved.arrow,
            delta_description=moved.description or None,
            help=literal("  ".join(filter(None, (_(metric.definition), moved.why)))),
        )
        st.markdown(f":gray[{literal(_beside(name, here, wide, around, source, chosen))}]")
        st.caption(f"{literal(' · '.join(filter(None, (n, date))))}  \n{literal(_(metric.base))}")


class Moved(NamedTuple):
    """The change against the year before, in words; `why` there is none."""

    text: str = ""
    arrow: Literal["up", "down", "off"] = "off"
    description: str = ""
    why: str = ""


def _moved(name: str, source: Source, chosen: Selection) -> Moved:
    if chosen.year - 1 not in query.years(source):
        return Moved()
    found = query.changed(source, name, chosen.year, chosen.where)
    if found.value is None:
        return Moved(_("不可比"), "off", _("同比"), _("同比：{reason}", reason=_(found.reason)) if found.reason else "")
    share = found.kind == "points"
    text = numbers.points(found.value) if share else numbers.signed_percent(found.value)
    arrow: Literal["up", "down", "off"] = "up" if text.startswith("+") else "down" if text.startswith("−") else "off"
    ends = {"before": _end(name, found.before), "after": _end(name, found.after)}
    why = _("同比只按两年都有的地区计算：{before} → {after}", **ends)
    if len(found.units) == len(found.units_of_year):
        return Moved(text, arrow, _("同比"), why)
    common = _("{all} 个地区中 {common} 个可比", all=len(found.units_of_year), common=len(found.units))
    return Moved(text, arrow, _("部分同比"), _("{why}；{common}", why=why, common=common))


def _end(name: str, value: float | None) -> str:
    return numbers.percent(value) if METRICS[name].unit == "share" else numbers.count(value)


def printed(name: str, row: pd.Series, places: int = 1) -> str:
    """A metric's value as it is printed, with its unit; `places` after the point of a percentage.

    Not for pilots' figures, whose unit is that of their indicator.
    """
    assert METRICS[name].unit != "indicator", name
    if METRICS[name].unit == "share":
        return numbers.percent(row["value"], places)
    if METRICS[name].unit == "percent":
        return numbers.NONE if pd.isna(row["value"]) else numbers.percent(row["value"] / 100, places)
    if name == "industries_covered":
        return numbers.NONE if pd.isna(row["value"]) else numbers.fraction(row["value"], INDUSTRIES)
    return numbers.NONE if pd.isna(row["value"]) else _(COUNTED.get(name, FIRMS), count=numbers.grouped(row["value"]))


def _beside(
    name: str, here: pd.DataFrame, wide: pd.DataFrame, around: Around, source: Source, chosen: Selection
) -> str:
    """The published figure while everything is shown, else where this selection stands in what is around it."""
    if pd.isna(here.loc[name, "value"]):
        return _("没有数据")
    if chosen.is_everything and (figure := published(name, chosen.year)):
        return figure
    if name == "responses":
        rate = here.loc["response_rate", "value"]
        return _("没有台账，不计答卷率") if pd.isna(rate) else _("答卷率 {rate}", rate=numbers.percent(rate))
    if (
        chosen.is_everything or here.loc["responses", "value"] == wide.loc["responses", "value"]
    ):  # no one to compare with
        if name != "assisted_enterprises":
            return ""
        return _("认证机构 {count} 家", count=numbers.count(here.loc["certification_bodies", "value"]))
    return _against(query.compared(source, name, chosen.where, around.where), around.name)


def _against(found: Comparison, around: str) -> str:
    if found.difference is None or found.other is None:
        return ""
    if found.unit == "points":
        return _("较{around} {difference}", around=around, difference=numbers.points(found.difference))
    if found.name == "industries_covered":
        return _("{around} {value}", around=around, value=numbers.fraction(found.other, INDUSTRIES))
    return _("占{around} {share}", around=around, share=numbers.percent(found.difference))


def published(name: str, year: int) -> str:
    """What was published for the nation, with its rounding where that is not half-up; empty where it does not compare."""
    for one in figures(name, year):
        if not one.region and not scope_differs(METRICS[name], one.scope):
            text = N_("公布值 {printed}（截尾）") if one.rounding == "truncated" else N_("公布值 {printed}")
            printed = one.printed if current() == "zh" or "%" in one.printed else numbers.count(one.value)
            return _(text, printed=printed)
    return ""
