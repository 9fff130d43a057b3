"""Headline cards: value, change, base, n and date, beside the published figure or the region around.

The whole row is one element of the page: as st.metric with its texts it was twenty, each with its messages.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import pandas as pd
import streamlit as st

from locales import N_
from metrics.comparison import Comparison, against
from metrics.coverage import INDUSTRIES
from metrics.published import figures, scope_differs
from metrics.query import Filters
from metrics.registry import METRICS
from pages._parts import home, numbers, places, query
from pages._parts.filters import Selection
from pages._parts.kept import kept
from pages._parts.language import _, current
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


_mount = st.components.v2.component(
    "tisheng_cards",
    html='<div class="cards"></div>',
    js=Path(__file__).with_suffix(".js").read_text("utf-8"),
    isolate_styles=False,
)


def headline(source: Source, chosen: Selection, is_short: bool = False) -> None:
    """One row of cards for the selection; short ones leave out the date and the base, which stand below the page."""
    words = {"help": _("说明"), "bases": _("其他口径")}
    _mount(key="cards", data={"cards": _faces(source, chosen, is_short), "words": words})


@kept
def _faces(source: Source, chosen: Selection, is_short: bool) -> Sequence[Mapping[str, object]]:
    """What stands on the cards, in the reader's language (cards.js draws it)."""
    around = _around(chosen)
    compared = [around] if is_short else dict.fromkeys((around, _nation(chosen)))
    wide = tuple((one.name, _figures(source, one.where)) for one in compared)
    seen = Seen(source, chosen, _figures(source, chosen.where), wide, is_short)
    return [_face(name, seen) for name in CARDS]


def _figures(source: Source, where: Filters) -> pd.DataFrame:
    """Every metric that cards speak of, by its name."""
    names = (*CARDS, "certification_bodies", "response_rate")
    return query.result(source, names, where=where).set_index("metric")


class Around(NamedTuple):
    """What a selection is compared with."""

    name: str
    where: Filters


class Seen(NamedTuple):
    """The metrics of the cards by name, of the selection and of what is around it, from the next to the widest."""

    source: Source
    chosen: Selection
    here: pd.DataFrame
    around: tuple[tuple[str, pd.DataFrame], ...]
    is_short: bool


def _around(chosen: Selection) -> Around:
    """本局 for a part of it, the province for a unit of it, else the nation."""
    own, narrowed = home.code(), bool(chosen.industries or chosen.bodies or chosen.pilots)
    region = chosen.region if narrowed and chosen.region and chosen.region == own else None
    if not region and chosen.region:
        region = places.parent(chosen.region)
    if not region:
        return _nation(chosen)
    return Around(places.region(region), Filters.of(year=[chosen.year], **{places.level(region): [region]}))


def _nation(chosen: Selection) -> Around:
    return Around(_("全国"), Filters.of(year=[chosen.year]))


def _face(name: str, seen: Seen) -> Mapping[str, object]:
    source, chosen = seen.source, seen.chosen
    metric, moved, drawn = METRICS[name], _moved(name, source, chosen), _drawn(name, source, chosen)
    why = "\n".join(filter(None, (_(metric.definition), moved.why, drawn.why)))
    return {
        "name": name,
        "label": _(metric.label),
        "value": printed(name, seen.here.loc[name]),
        "moved": {"text": moved.text, "arrow": moved.arrow, "description": moved.description},
        "line": drawn.values,
        "help": "" if seen.is_short else why,
        "beside": _beside(name, seen),
        "below": _below(name, drawn, seen),
        "bases": _bases(name, source, chosen) if _has_bases(name, seen) else [],
    }


def _has_bases(name: str, seen: Seen) -> bool:
    return name == "satisfaction_rate" and not seen.is_short


def _below(name: str, drawn: "Drawn", seen: Seen) -> list[str]:
    """The lines below a card: n and the years of its line, the date, the base, and who was not asked."""
    day = query.as_of(seen.source, seen.chosen.year)
    n = f"n {numbers.count(seen.here.loc[name, 'denominator'])}" if METRICS[name].unit == "share" else ""
    date = _("截至 {date}", date=day) if day else ""
    if seen.is_short:
        return [" · ".join(filter(None, (n, drawn.years)))]
    lines = [(n, drawn.years), (date,)] if drawn.years else [(n, date)]
    said = [*(" · ".join(filter(None, line)) for line in lines), _(METRICS[name].base)]
    if _has_bases(name, seen):
        said.append(_not_asked(name, seen.source, seen.chosen))
    return [*filter(None, said)]


class Drawn(NamedTuple):
    """The line in a card: its values, its years in words, and why it does not go further back."""

    values: tuple[float, ...] = ()
    years: str = ""
    why: str = ""


def _drawn(name: str, source: Source, chosen: Selection) -> Drawn:
    """The years up to the one looked at that compare with one another; nothing where there are fewer than two."""
    found = query.series(source, CARDS, chosen.where)[name].until(chosen.year)
    tail = found.tail
    if not tail or tail[-1].year != chosen.year:
        return Drawn()
    why = [year_break(*one) for one in found.breaks]
    if len(tail) < 2:
        return Drawn(why="\n".join(why))
    years = f"{tail[0].year}–{tail[-1].year}"
    return Drawn(tuple(one.value for one in tail), years, "\n".join((_("折线：{years}年", years=years), *why)))


@kept
def has_lines(source: Source, chosen: Selection) -> bool:
    """Whether any card draws its years."""
    return any(_drawn(name, source, chosen).values for name in CARDS)


def year_break(before: int, after: int, reason: str) -> str:
    """Why the line of two years is not joined."""
    return _("{before}年与{after}年{reason}", before=before, after=after, reason=_(reason))


def _not_asked(name: str, source: Source, chosen: Selection) -> str:
    """How many firms were not asked, or did not answer; empty for none."""
    found = query.on_bases(source, name, chosen.where).set_index("metric")["denominator"]
    asked, answers = found[name], found[f"{name}_all"]
    return _("其中未被询问或没有回答 {count} 家", count=numbers.count(answers - asked)) if answers > asked else ""


def _bases(name: str, source: Source, chosen: Selection) -> list[tuple[str, ...]]:
    """The same question on its other bases, one click away: the rows of a table, its head first."""
    rows = query.on_bases(source, name, chosen.where).to_dict("records")
    heads = ("", _("满意率"), _("满意 ÷ 口径"))
    return [heads, *((_(METRICS[row["metric"]].base), numbers.percent(row["value"]), _of(row)) for row in rows)]


def _of(row: Mapping[str, float]) -> str:
    return numbers.fraction(row["numerator"], row["denominator"]) if row["denominator"] else numbers.NONE


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


def _beside(name: str, seen: Seen) -> str:
    """The published figure while everything is shown, else where this selection stands in what is around it.

    Unless it is to be short, in the nation, too.
    """
    here, chosen = seen.here, seen.chosen
    if pd.isna(here.loc[name, "value"]):
        return _("没有数据")
    if chosen.is_everything and (figure := published(name, chosen.year)):
        return figure
    if name == "responses":
        rate = here.loc["response_rate", "value"]
        return _("没有台账，不计答卷率") if pd.isna(rate) else _("答卷率 {rate}", rate=numbers.percent(rate))
    _name, wide = seen.around[0]
    is_all = here.loc["responses", "value"] == wide.loc["responses", "value"]
    if chosen.is_everything or is_all:  # no one to compare with
        if name != "assisted_enterprises":
            return ""
        return _("认证机构 {count} 家", count=numbers.count(here.loc["certification_bodies", "value"]))
    own = _value(here, name)
    said = [_against(against(name, chosen.where, own, _value(wide, name)), around) for around, wide in seen.around]
    return ("；" if current() == "zh" else "; ").join(filter(None, said))


def _value(figures: pd.DataFrame, name: str) -> float | None:
    value = figures.loc[name, "value"]
    return None if pd.isna(value) else float(value)


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
