"""区域试点: what changed in the pilots, before and after."""

from functools import partial

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
        pilots.card(source, pilot, rows, members.get(pilot, {}))

changes = [METRICS[name] for name in ("pilot_before", "pilot_after", "pilot_change")]
HOLLOW = _("空心为提升前，实心为提升后；橙色为与目标方向相反")


def before_and_after(key: str, title: str, wanted: tuple[str, ...]) -> None:
    """A panel of dumbbells."""
    n = len({row.pilot for row in rows if row.indicator in wanted})
    words = drawings.caption(changes[1:2], source, chosen, n, title, HOLLOW)
    chart_panel.show(key, pilots.dumbbells(rows, wanted, words), changes, source, chosen)


def satisfaction() -> None:
    """Whether firms in the pilots are more satisfied than the others."""
    rate = METRICS["satisfaction_rate"]
    found = query.result(source, [rate.name], ["pilot"], chosen.where)
    total = query.result(source, [rate.name], where=chosen.where).iloc[0]
    sentence = pilots.overlap(source, chosen, members)
    words = drawings.caption([rate], source, chosen, total["denominator"], _("试点企业满意率"), sentence)
    called = (_("试点"), partial(pilots.called, source))
    chart = drawings.rate_bars(rate, found, "pilot", called, total, None, words, places.whole(chosen.parent))
    chart_panel.show("pilots", chart, [rate], source, chosen)


left, right = st.columns(2, gap="medium")
if rows:
    with left:
        before_and_after("quality", _("越高越好的质量指标"), pilots.QUALITY)
        before_and_after("amounts", _("区域产业规模"), pilots.AMOUNTS)
    with right:
        before_and_after("faults", _("越低越好的质量指标"), pilots.FAULTS)
        pilots.pain_points(rows)
        before_and_after("shares", _("区域产业比重"), pilots.SHARES)
with left:
    satisfaction()
