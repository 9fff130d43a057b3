"""The bureau's own approved map, where it brought one, shaded by a rate; its 审图号 stands beneath."""

from collections.abc import Collection
from dataclasses import replace

import pandas as pd
import streamlit as st

from charts.chart import Caption, Line, RegionMap, Shape
from data import own_map
from data.errors import Refused
from data.own_map import OwnMap
from data.store import Store
from metrics.core import Metric
from pages._parts import drawings, places
from pages._parts.language import _, listed, literal
from pages._parts.query import Source


def find(source: Source) -> OwnMap | None:
    """The map; where it cannot be shown a sentence says why, and there is none."""
    stamp = own_map.stamp(Store(source.path))
    if not stamp:
        return None
    found = _read(source.path, stamp)
    if isinstance(found, Refused):
        st.warning(literal(_(found.text, **found.values)))
        return None
    return found


@st.cache_resource(max_entries=2, show_spinner=False)
def _read(path: str, stamp: tuple[int, ...]) -> OwnMap | Refused:
    try:
        return own_map.read(Store(path))
    except Refused as refusal:
        return refusal


def chart(
    of: OwnMap,
    metric: Metric,
    rates: pd.DataFrame,
    dimension: str,
    units: Collection[str],
    named: str | None,
    words: Caption,
) -> RegionMap | None:
    """Those of the units that the map has, shaded by a rate; None where it has none of them."""
    by_code = {row[dimension]: row for row in drawings.records(rates) if pd.notna(row[dimension])}
    shown = [code for code in units if code in of.regions]
    if not shown:
        return None
    without = [places.short_region(code) for code in units if code in by_code and code not in of.regions]
    sentence = _("… 为答卷不足 10 份，不显示比例；小的地区只涂色，数值见条形图")
    if without:
        sentence = _("{sentence}；地图上没有{places}", sentence=sentence, places=listed(without))
    note = " · ".join(filter(None, (_("审图号：{approval}", approval=of.approval), words.note)))
    shapes = tuple(
        Shape(
            **drawings.of_region(metric, by_code.get(code), dimension, code, named),
            rings=of.regions[code],
            step=drawings.rate_step(by_code.get(code)),
            lines=_lines(code, by_code.get(code)),
        )
        for code in shown
    )
    return RegionMap(
        caption=replace(words, sentence=sentence, note=note),
        heads=drawings.heads(metric, _("地区")),
        marks=shapes,
        lines=of.lines if dimension == "province" else (),
        key=drawings.rate_key(),
        empty=_("没有答卷"),
        number_format="0.0%",
    )


def _lines(code: str, row: dict[str, object] | None) -> tuple[Line, ...]:
    name = Line(places.short_region(code), 12)
    return (name, Line(drawings.few(row), 13, True)) if row else (name,)
