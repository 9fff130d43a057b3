"""大屏: the headline pages one after another, large and without controls, for a screen of 1920 × 1080."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from charts.chart import Caption, Chart, RankedBars, Trend, is_empty
from charts.figures import figure, least_width
from charts.tokens import text_width
from metrics.core import Metric
from metrics.improvement import ASPECTS
from metrics.registry import METRICS
from pages._parts import (
    cards,
    chart_panel,
    comparison,
    drawings,
    filters,
    findings,
    frame,
    numbers,
    panel,
    pilots,
    pinned,
    places,
    plot,
    query,
    trends,
)
from pages._parts.comparison import Comparison
from pages._parts.filters import Selection
from pages._parts.language import _, literal
from pages._parts.query import Source

SECONDS = 20  # a page stays
LOOK = 2  # seconds between two looks at the clock
SCALE, LARGE = 1.3, 1.6  # of figures, below the cards and by themselves
WIDTH, GAP = 1776, 42  # px of all panels, and between two
TITLE, LINE = 37.8, 57  # px of the sentence's type, and of each line after its first
BELOW_LINES, BELOW_CARDS, ALONE = 430, 540, 760  # px for a figure below cards with lines, without lines, and by itself
ROWS = 12  # bars that fit below the cards
LINES = 540  # px of a line, which fills what room there is
FIRST = 6  # of more regions, how many from each end
COLUMN = 18  # bars of one column where the regions stand alone


class Step(NamedTuple):
    """One page: its sentence, what draws it (without the px that a long sentence takes), and the words at its foot."""

    sentence: str
    draw: Callable[[int], None]
    foot: Caption


def show(source: Source, chosen: Selection) -> None:
    """The page whose turn it is."""
    st.html(Path(__file__).parent / "leader.css")
    every = steps(source, chosen)
    at = st.session_state.setdefault("wall_step", 0) % len(every)
    step = every[at]
    with st.container(horizontal=True, key="wall_place"):
        st.markdown(f":gray[{literal(_line(source, chosen))}]", width="stretch")
        st.markdown(f":gray[{at + 1} / {len(every)}]", width="content")
    frame.headline(step.sentence)
    step.draw(_lost(step.sentence))
    with st.container(horizontal=True, vertical_alignment="center", key="wall_foot"):
        st.caption(literal(" · ".join(filter(None, (step.foot.footer, step.foot.note)))), width="stretch")
        _buttons()
    if len(every) > 1 and not st.session_state.get("wall_stands"):
        st.session_state.setdefault("wall_since", time.monotonic())
        _watch()


def _lost(sentence: str) -> int:
    """The px by which a sentence of several lines shortens what stands below it."""
    return int(text_width(sentence, TITLE) // WIDTH) * LINE


def _line(source: Source, chosen: Selection) -> str:
    """The campaign, where and when, as everywhere."""
    place = places.region(chosen.region) if chosen.region else _("全国")
    narrowed = filters.chips(source, chosen)
    campaign = _("小微企业质量管理体系认证提升行动")
    newest = query.source()
    of_link = pinned.shown(newest).words if newest else ""
    return " · ".join(filter(None, (campaign, place, narrowed, _("{year}年", year=chosen.year), of_link)))


def _buttons() -> None:
    with st.container(horizontal=True, width="content", gap="xsmall", key="steps"):
        st.button(_("上一页"), key="wall_back", type="tertiary", shortcut="Left", on_click=_go, args=(-1,))
        st.button(_("下一页"), key="wall_on", type="tertiary", shortcut="Right", on_click=_go, args=(1,))
        label = _("继续") if st.session_state.get("wall_stands") else _("暂停")
        st.button(label, key="wall_pause", type="tertiary", shortcut="P", on_click=_stand)
        if st.button(_("退出大屏"), key="wall_exit", type="tertiary", shortcut="Esc"):
            for key in ("wall_step", "wall_since", "wall_stands"):
                st.session_state.pop(key, None)
            st.switch_page(frame.before())


def _go(by: int) -> None:
    st.session_state["wall_step"] = st.session_state.get("wall_step", 0) + by
    st.session_state["wall_since"] = time.monotonic()


def _stand() -> None:
    """Stay on this page, or go on again."""
    st.session_state["wall_stands"] = not st.session_state.get("wall_stands")
    st.session_state["wall_since"] = time.monotonic()


@st.fragment(run_every=LOOK)
def _watch() -> None:
    """Go on to the next page when this one has stood long enough."""
    if time.monotonic() - st.session_state["wall_since"] >= SECONDS:
        _go(1)
        st.rerun()


def steps(source: Source, chosen: Selection) -> list[Step]:
    """The pages there is something to show on."""
    compared = comparison.compare(METRICS["satisfaction_rate"], source, chosen)
    found = [_overview(source, chosen, compared)]
    if len(compared.rates) > ROWS:
        found.append(_regions(source, chosen, compared))
    found += [_aspects(source, chosen), _coverage(source, chosen)]
    if lines := trends.drawn(source, chosen):
        found.append(_trends(source, chosen, lines))
    if rows := pilots.reported(source, chosen):
        found.append(_pilots(source, chosen, rows))
    return found


def _words(metrics: Sequence[Metric], source: Source, chosen: Selection, n: float | None, title: str = "") -> Caption:
    return drawings.caption(metrics, source, chosen, n, title, "")


def _overview(source: Source, chosen: Selection, compared: Comparison) -> Step:
    assisted = METRICS["assisted_enterprises"]
    firms = query.result(source, [assisted.name], ["industry"], chosen.where)
    n = compared.total["denominator"]
    covered = query.result(source, ["industries_covered"], where=chosen.where)["value"].iloc[0]
    said = _("39 个行业大类：已覆盖 {count} 个", count=numbers.count(covered))
    coverage = drawings.coverage(firms, _words([assisted], source, chosen, None, said), 8)
    bars, title = _bars(compared, source, chosen), comparison.title(compared)
    if len(bars.marks) > ROWS:
        large = {row[compared.by] for row in drawings.records(compared.rates) if not row["small"]}
        ranked = [mark for mark in bars.marks if mark.code in large]
        bars = replace(bars, marks=(*ranked[:FIRST], *ranked[-FIRST:]))
        title = _("{title}：最高和最低的各 {count} 个", title=title, count=FIRST)

    def draw(lost: int) -> None:
        cards.headline(source, chosen, is_short=True)
        room = BELOW_LINES if cards.has_lines(source, chosen) else BELOW_CARDS
        _beside([("regions", title, bars), ("coverage", said, coverage)], room, lost)

    foot = _words([compared.metric, assisted], source, chosen, n)
    return Step(compared.finding.sentence, draw, foot)


def _bars(compared: Comparison, source: Source, chosen: Selection) -> RankedBars:
    return drawings.region_bars(
        compared.metric,
        compared.rates,
        compared.by,
        compared.total,
        compared.finding.named,
        _words([compared.metric], source, chosen, compared.total["denominator"], comparison.title(compared)),
        places.whole(chosen.parent),
    )


def _regions(source: Source, chosen: Selection, compared: Comparison) -> Step:
    """All regions, in as many columns as they need."""
    bars = _bars(compared, source, chosen)
    columns = -(-len(bars.marks) // COLUMN)
    each = -(-len(bars.marks) // max(columns, 1))
    parts = [replace(bars, marks=bars.marks[at : at + each]) for at in range(0, len(bars.marks), max(each, 1))]

    def draw(lost: int) -> None:
        panels = [
            (f"regions_{at}", comparison.title(compared) if not at else "\u00a0", part) for at, part in enumerate(parts)
        ]
        _beside(panels, ALONE, lost)

    return Step(compared.finding.sentence, draw, bars.caption)


def _aspects(source: Source, chosen: Selection) -> Step:
    """What improved, and what firms wish were better."""
    improved = [f"aspect_{i}" for i in range(1, len(ASPECTS) + 1)]
    wished = [f"dissatisfied_with_{i}" for i in range(1, 8)]
    panels, said, metrics = [], [], []
    for key, title, names in (
        ("aspects", _("提升在哪些方面"), improved),
        ("wishes", _("哪些方面不满意或需改进"), wished),
    ):
        found = query.result(source, names, where=chosen.where)
        finding = findings.of_aspects(found, METRICS)
        words = _words([METRICS[name] for name in names], source, chosen, found["denominator"].max(), title)
        panels.append((key, title, drawings.share_bars(found, words, [finding.named or ""], _("方面"))))
        said.append(finding.sentence)
        metrics += [METRICS[name] for name in names]
    n = panels[0][2].caption.n
    foot = replace(_words(metrics, source, chosen, None), n=n)
    return Step(said[0], partial(_beside, panels, ALONE), foot)


def _coverage(source: Source, chosen: Selection) -> Step:
    """The industries with firms and satisfaction."""
    assisted, rate = METRICS["assisted_enterprises"], METRICS["satisfaction_rate"]
    firms = query.result(source, [assisted.name], ["industry"], chosen.where)
    rates = query.result(source, [rate.name], ["industry"], chosen.where)
    title = _("每格为帮扶企业数和满意率")
    words = _words([assisted, rate], source, chosen, firms["value"].sum(), title)
    tiles = drawings.coverage(firms, words, 8, rates)
    said = findings.of_coverage(firms).sentence
    return Step(said, partial(_beside, [("coverage", title, tiles)], ALONE), words)


def _trends(source: Source, chosen: Selection, lines: Sequence[trends.Drawn]) -> Step:
    """Year by year."""
    panels = [(one.metric.name, one.chart.caption.title, one.chart) for one in lines]
    foot = _words([one.metric for one in lines], source, chosen, None)
    said = next((one.moved for one in lines if one.moved), lines[0].chart.caption.title)
    return Step(said, partial(_beside, panels, ALONE), foot)


def _pilots(source: Source, chosen: Selection, rows: Sequence[pilots.Reported]) -> Step:
    """Before and after in the pilots."""
    names = {row.pilot for row in rows}
    words = _words([METRICS["pilot_after"]], source, chosen, len(names))
    panels: list[tuple[str, str, Chart]] = [
        ("quality", _("越高越好的质量指标"), pilots.dumbbells(rows, pilots.QUALITY, words)),
        ("faults", _("越低越好的质量指标"), pilots.dumbbells(rows, pilots.FAULTS, words)),
    ]
    return Step(pilots.headline(rows, len(names)), partial(_beside, panels, ALONE), words)


def _beside(panels: Sequence[tuple[str, str, Chart]], room: int, lost: int) -> None:
    """Charts side by side, each under its title, as large as they fit into `room` px of height less those `lost`."""
    largest = LARGE if room == ALONE else SCALE
    scale = _scale([chart for _key, _title, chart in panels], largest, room - lost)
    for column, (key, title, chart) in zip(st.columns(len(panels), gap="medium"), panels, strict=True):
        with column:
            if is_empty(chart):
                with panel.opened(f"wall_{key}", title):
                    st.markdown(_("没有符合条件的数据。可以放宽上面的筛选条件。"))
                continue
            drawn = figure(chart, frame.theme(), scale=scale)
            if isinstance(chart, Trend):
                drawn["layout"]["height"] = LINES
            words = {"title": title, "sentence": chart.caption.sentence if isinstance(chart, Trend) else ""}
            plot.show(f"panel_wall_{key}", plot.packed(drawn), chart_panel.spoken(chart), words)


def _scale(charts: Sequence[Chart], largest: float, room: int) -> float:
    """One scale for all figures of a page, so that their type is alike."""
    wide = (WIDTH - GAP * (len(charts) - 1)) / len(charts)
    most = [largest]
    for chart in charts:
        if not is_empty(chart):
            most += [room / figure(chart)["layout"]["height"], wide / max(least_width(chart), 1)]
    return min(most)
