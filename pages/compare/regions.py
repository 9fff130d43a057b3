"""地区对比: which regions are ahead, and which behind."""

import streamlit as st

from pages._parts import chart_panel, drawings, findings, frame, measure, places, query
from pages._parts.language import _, current

source, chosen = frame.seen()
top = st.container()  # the sentence stands above the choice that it follows from
metric = measure.choose()
by, around = measure.level(chosen)
rates = query.result(source, [metric.name], [by], around)
total = query.result(source, [metric.name], where=around).iloc[0]
finding = findings.of_regions(metric, rates, by, total, chosen)
with top:
    frame.headline(finding.sentence)


def grid() -> None:
    """All provinces as squares."""
    words = drawings.caption(
        [metric],
        source,
        chosen,
        total["denominator"],
        _("各省一览"),
        _("示意排列，非地图；… 为答卷不足 10 份，不显示比例"),
    )
    tiles = drawings.province_tiles(metric, rates, finding.named, words)
    chart_panel.show("tiles", tiles, [metric], source, chosen)


def bars() -> None:
    """Regions in order."""
    title = (
        _("各省{label}", label=metric.title(current()))
        if by == "province"
        else _("各市{label}", label=metric.title(current()))
    )
    whole = places.whole(chosen.parent)
    words = drawings.caption(
        [metric],
        source,
        chosen,
        total["denominator"],
        title,
        _("由高到低，虚线为{mean}", mean=places.mean(chosen.parent)),
    )
    chart = drawings.region_bars(metric, rates, by, total, finding.named, words, whole)
    chart_panel.show("regions", chart, [metric], source, chosen)


if by == "city":
    bars()
else:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        grid()
    with right:
        bars()
