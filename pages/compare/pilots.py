"""区域试点: what changed in the pilots, before and after."""

import streamlit as st

from metrics.registry import METRICS
from pages._parts import address, chart_panel, drawings, frame, pilots, places, query
from pages._parts.language import _

CARDS_ABREAST = 4

source, chosen = frame.seen()
members = pilots.members(source, chosen)
rows = pilots.reported(source, chosen)
names = list(dict.fromkeys([*(row.pilot for row in rows), *members]))

if not names:
    frame.headline(_("{year}年没有试点数据", year=chosen.year))
    st.markdown(_("试点数据来自试点统计表（附件3）和台账里的试点列。有试点数据的年度："))
    with st.container(horizontal=True):
        for year in query.pilot_years(source):
            st.button(str(year), key=f"to_{year}", on_click=address.put, args=("year", [str(year)]))
    st.stop()

frame.headline(pilots.headline(rows, len(names)))
with st.grid(min(len(names), CARDS_ABREAST), min_column_width=230):
    for pilot in names:
        pilots.card(pilot, rows, members.get(pilot, {}))

changes = [METRICS[name] for name in ("pilot_before", "pilot_after", "pilot_change")]


def before_and_after(key: str, title: str, sentence: str, wanted: tuple[str, ...]) -> None:
    """A panel of dumbbells."""
    n = len({row.pilot for row in rows if row.indicator in wanted})
    words = drawings.caption(changes, source, chosen, n, title, sentence)
    chart_panel.show(key, pilots.dumbbells(rows, wanted, words), changes, source, chosen)


left, right = st.columns(2, gap="medium")
with left:
    before_and_after("quality", _("越高越好的质量指标"), _("空心为提升前，实心为提升后"), pilots.QUALITY)
    before_and_after("trade", _("区域产业"), _("空心为提升前，实心为提升后；产值按变化率，占比按百分点"), pilots.TRADE)
with right:
    said = _("空心为提升前，实心为提升后；橙色为与目标方向相反")
    before_and_after("faults", _("越低越好的质量指标"), said, pilots.FAULTS)
    pilots.pain_points(rows)
    rate = METRICS["satisfaction_rate"]
    found = query.result(source, [rate.name], ["pilot"], chosen.where)
    total = query.result(source, [rate.name], where=chosen.where).iloc[0]
    sentence = pilots.overlap(source, chosen, members)
    words = drawings.caption([rate], source, chosen, total["denominator"], _("试点企业满意率"), sentence)
    whole = places.whole(chosen.parent)
    chart = drawings.rate_bars(rate, found, "pilot", (_("试点"), pilots.called), total, None, words, whole)
    chart_panel.show("pilots", chart, [rate], source, chosen)
