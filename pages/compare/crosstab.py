"""交叉分析: any metric by any two of its dimensions."""

from dataclasses import replace

import streamlit as st

from pages._parts import catalogue, chart_panel, choices, crossing, drawings, frame
from pages._parts.language import _, current, listed

source, chosen = frame.seen()
top = st.container()  # the sentence stands above the choices
picked = choices.choose()
metric, dimensions = picked.metric, (picked.rows, picked.columns)

where = chosen.where.but(year=()) if picked.over_years else chosen.where
lacking = [one for one in dict(where.values) if one not in catalogue.of(metric)]
missing = [one for one in catalogue.must(metric) if one not in dimensions]
if lacking or missing:
    named = listed(_(catalogue.DIMENSIONS[one]) for one in lacking or missing)
    with top:
        frame.headline(
            _("“{label}”没有{dimensions}这个维度，请去掉这个筛选", label=metric.title(current()), dimensions=named)
            if lacking
            else _(
                "“{label}”的各项不能合并，请把{dimensions}选为行或列", label=metric.title(current()), dimensions=named
            )
        )
    st.stop()

crossed = crossing.cross(source, metric, dimensions, where)
names = (catalogue.namer(source, picked.rows), catalogue.namer(source, picked.columns))
with top:
    frame.headline(crossing.finding(crossed, names))

look = crossing.Look(picked.share, crossing.marks(source, crossed, where) if picked.test else {}, names)
total = crossed.cells.get((crossing.TOTAL, crossing.TOTAL), {})
n = None if crossing.is_counted(metric) else total.get("denominator")
label = metric.title(current())
if picked.share != "value":
    label = _("{label}（{share}）", label=label, share=_(crossing.SHARES[picked.share]))
rows, columns = (_(catalogue.DIMENSIONS[one]) for one in dimensions)
title = _("{label}：{rows} × {columns}", label=label, rows=rows, columns=columns)
words = drawings.caption([metric], source, chosen, n, title, "")
if picked.over_years:
    words = replace(words, as_of="")
whole = crossing.heat(crossed, look, words)
drawn = crossing.fitting(whole, crossed)
sentence = choices.sentence(picked, crossed, whole, drawn, look.marks)
whole, drawn = (replace(one, caption=replace(words, sentence=sentence)) for one in (whole, drawn))
chart_panel.show("crosstab", drawn, [metric], source, chosen, whole)
