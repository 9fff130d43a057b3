"""Headline cards: value, base, n and date, beside the published figure or the nation's."""

import pandas as pd
import streamlit as st

from data.reference import table
from locales import N_
from metrics.coverage import INDUSTRIES
from metrics.query import Filters
from metrics.registry import METRICS
from pages._parts import numbers, query
from pages._parts.filters import Selection
from pages._parts.language import _, literal
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
    nation = query.result(source, names, where=Filters.of(year=[chosen.year])).set_index("metric")
    with st.grid(len(CARDS), min_column_width=150):
        for name in CARDS:
            _card(name, here, nation, source, chosen)


def _card(name: str, here: pd.DataFrame, nation: pd.DataFrame, source: Source, chosen: Selection) -> None:
    metric, day = METRICS[name], query.as_of(source, chosen.year)
    n = f"n {numbers.count(here.loc[name, 'denominator'])}" if metric.unit == "share" else ""
    date = _("截至 {date}", date=day) if day else ""
    with st.container(key=f"card_{name}", gap="xxsmall"):
        st.metric(_(metric.label), printed(name, here.loc[name]), help=_(metric.definition))
        st.markdown(f":gray[{literal(_beside(name, here, nation, chosen))}]")
        st.caption(f"{literal(' · '.join(filter(None, (n, date))))}  \n{literal(_(metric.base))}")


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


def _beside(name: str, here: pd.DataFrame, nation: pd.DataFrame, chosen: Selection) -> str:
    """The published figure while everything is shown, else where this selection stands in the nation."""
    value, of_nation = here.loc[name, "value"], nation.loc[name, "value"]
    if pd.isna(value):
        return _("没有数据")
    if chosen.is_everything and (figure := published(name, chosen.year)):
        return figure
    if name == "responses":
        rate = here.loc["response_rate", "value"]
        return _("没有台账，不计答卷率") if pd.isna(rate) else _("答卷率 {rate}", rate=numbers.percent(rate))
    if (
        chosen.is_everything or here.loc["responses", "value"] == nation.loc["responses", "value"]
    ):  # no one to compare with
        if name != "assisted_enterprises":
            return ""
        return _("认证机构 {count} 家", count=numbers.count(here.loc["certification_bodies", "value"]))
    if METRICS[name].unit == "share":
        return _("较全国 {difference}", difference=numbers.points(value - of_nation))
    if name == "industries_covered":
        return _("全国 {value}", value=numbers.fraction(of_nation, INDUSTRIES))
    return _("占全国 {share}", share=numbers.percent(value / of_nation))


def published(name: str, year: int) -> str:
    """What the year's published report prints for a metric, with its rounding where that is not half-up."""
    for row in table("acceptance_2021") if year == PUBLISHED_YEAR else ():
        if row["metric"] == name and row["printed"]:
            text = N_("公布值 {printed}（截尾）") if row["rule"] == "truncated" else N_("公布值 {printed}")
            return _(text, printed=row["printed"])
    return ""
