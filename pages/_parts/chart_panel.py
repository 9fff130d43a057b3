"""One panel for every chart: title, sentence, the chart, its source, and behind a button its table and exports."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal
from zlib import crc32

import plotly.graph_objects as go
import streamlit as st

from charts.chart import Caption, Chart, Mark, RankedBars, Table, is_empty
from charts.figures import CONFIG, figure, least_width
from charts.table import entries, frame
from charts.tokens import Theme
from charts.workbook import workbook
from metrics.core import Metric
from pages._parts import filters, firms, images, numbers, places
from pages._parts import frame as page_frame
from pages._parts.filters import Selection
from pages._parts.language import _, literal
from pages._parts.query import Source

PHONE = 340  # px of a panel on a phone; a chart that needs more scrolls inside it
ROWS = 8  # of a table before it scrolls
ROW = 35  # px of a row
TALL = 320  # px of one that does
KEPT = 500  # figures drawn lately
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(
    name: str,
    chart: Chart,
    metrics: Sequence[Metric],
    source: Source,
    chosen: Selection,
    whole: Chart | None = None,
    on_click: Callable[[Mark], None] | None = None,
) -> None:
    """Draw a chart in its panel; `name` is the panel's key, unique on the page.

    `whole` is the same chart with what there was no room to draw, for the table and the workbook. `on_click` is done
    with the bar that the reader clicks.
    """
    caption = chart.caption
    with st.container(key=f"panel_{name}"):
        with _head(name, caption):
            if not is_empty(chart):
                _more(name, whole or chart, metrics, source, chosen)
        if is_empty(chart):
            st.markdown(_("没有符合条件的数据。可以放宽上面的筛选条件。"))
            return
        phone = page_frame.is_phone()
        drawn = _drawn(chart, page_frame.theme(), phone)
        with st.container(key=f"wide_{name}" if phone and least_width(chart) > PHONE else None):
            _plot(f"chart_{name}", chart, drawn, on_click)
        st.caption(literal(_below(caption)))


@lru_cache(KEPT)
def _drawn(chart: Chart, theme: Theme, names_above: bool) -> go.Figure:
    """The figure of a chart: equal charts have equal figures, and checking one takes longer than making it."""
    return go.Figure(figure(chart, theme, names_above=names_above), skip_invalid=True)


def _plot(key: str, chart: Chart, drawing: go.Figure, on_click: Callable[[Mark], None] | None) -> None:
    if not on_click or not isinstance(chart, RankedBars):
        st.plotly_chart(drawing, config=CONFIG, theme=None, key=key, alt=spoken(chart))
        return
    # Another widget for other bars: one that was clicked keeps showing its bar as picked.
    widget = f"{key}~{crc32(repr([mark.code for mark in chart.marks]).encode()):x}"

    def clicked() -> None:
        for point in st.session_state[widget]["selection"]["points"]:
            on_click(chart.marks[point["point_index"]])

    st.plotly_chart(
        drawing,
        config=CONFIG,
        theme=None,
        key=widget,
        on_select=clicked,
        selection_mode="points",
        alt=spoken(chart),
    )


def spoken(chart: Chart) -> str:
    """What a screen reader says in place of the chart: its title, its sentence, and how many figures it shows."""
    caption = chart.caption
    figures = _("图中有 {count} 项数值", count=numbers.count(len(entries(chart))))
    return " · ".join(filter(None, (caption.title, caption.sentence, figures)))


def table(
    name: str,
    wide: Table,
    metrics: Sequence[Metric],
    source: Source,
    chosen: Selection,
    *,
    cards: Sequence[str] = (),
    controls: Callable[[], None] | None = None,
    widths: Mapping[str, int] = MappingProxyType({}),
    row_height: int | None = None,
) -> None:
    """A table of many columns in its panel, with its workbook; `cards` are the addresses of its firms' cards.

    `controls` draws what narrows it, below its head; `widths` are px of columns of text, `row_height` px of a row.
    """
    with st.container(key=f"panel_{name}"):
        with _head(name, wide.caption):
            _workbook(name, wide, metrics, source, chosen, "content")
        if controls:
            controls()
        shown = frame(wide)
        formats: dict[str, Any] = {head: st.column_config.TextColumn(width=px) for head, px in widths.items()}
        if cards:
            shown.insert(0, _("卡片"), list(cards))
            formats[_("卡片")] = firms.card_column()
        for column in wide.columns:
            if column.number_format.endswith("%"):
                shown[column.head] *= 100
                formats[column.head] = st.column_config.NumberColumn(format="%.1f%%")
            elif column.number_format == "0.0":
                formats[column.head] = st.column_config.NumberColumn(format="%.1f")
        st.dataframe(
            shown,
            hide_index=True,
            height=TALL if len(shown) * (row_height or ROW) > ROWS * ROW else "content",
            row_height=row_height,
            column_config=formats,
            placeholder=wide.missing,
        )
        st.caption(literal(_below(wide.caption)))


@contextmanager
def _head(name: str, caption: Caption) -> Iterator[None]:
    """Title and sentence; what is opened inside stands to their right."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"head_{name}"):
        with st.container(gap=None):
            st.markdown(f"## {literal(caption.title)}")
            st.markdown(f":gray[{literal(caption.sentence)}]")
        yield


def _below(caption: Caption) -> str:
    return " · ".join(filter(None, (caption.footer, caption.note)))


def _workbook(
    name: str,
    chart: Chart | Table,
    metrics: Sequence[Metric],
    source: Source,
    chosen: Selection,
    width: Literal["stretch", "content"],
) -> None:
    st.download_button(
        _("下载 Excel 表格"),
        lambda: workbook(chart, _notes(chart, metrics, source, chosen)),
        file_name=f"{file_name(chart.caption.title, source, chosen)}.xlsx",
        mime=XLSX,
        on_click="ignore",
        key=f"xlsx_{name}",
        width=width,
    )


def file_name(title: str, source: Source, chosen: Selection) -> str:
    """“各省满意率_2021_全国”, with what else narrows the view."""
    parts = [title, str(chosen.year), places.region(chosen.region) if chosen.region else _("全国")]
    narrowed = filters.chips(source, chosen)
    return "_".join([*parts, narrowed] if narrowed else parts).replace("/", "／")[:80]


def _more(name: str, chart: Chart, metrics: Sequence[Metric], source: Source, chosen: Selection) -> None:
    """The table behind the chart and the four exports."""
    file = file_name(chart.caption.title, source, chosen)
    footer = _below(chart.caption)
    with st.popover(_("数据与导出"), type="tertiary", key=f"m_{name}"):
        _table(chart)
        for definition in dict.fromkeys(_(metric.definition) for metric in metrics):
            st.caption(literal(definition))
        _workbook(name, chart, metrics, source, chosen, "stretch")
        words = {"png": _("下载 PNG 图片"), "svg": _("下载 SVG 矢量图"), "failed": _("图还没有画好，请稍后再试")}
        images.buttons(f"panel_{name}", file, chart.caption.title, footer, words)


def _table(chart: Chart) -> None:
    """The chart's numbers, printed as the chart prints them."""
    shown, heads = frame(chart), chart.heads
    rates = [head for head in (heads.value, heads.low, heads.high) if head in shown]
    formats: dict[str, Any] = {}
    if chart.number_format.endswith("%"):
        shown[rates] *= 100
        formats = {head: st.column_config.NumberColumn(format="%.1f%%") for head in rates}
    elif chart.number_format == "0.0":
        measured = [head for head in (*rates, heads.before, heads.change) if head in shown]
        formats = {head: st.column_config.NumberColumn(format="%.1f") for head in measured}
    links = [number.link or None for _row, _column, number in entries(chart)]
    if any(links):
        shown[_("企业名单")] = links
        formats[_("企业名单")] = st.column_config.LinkColumn(display_text=_("查看"), width=76)
    st.dataframe(
        shown,
        hide_index=True,
        height=TALL if len(shown) > ROWS else "content",
        column_config=formats,
        placeholder=numbers.NONE,
    )


def _notes(chart: Chart | Table, metrics: Sequence[Metric], source: Source, chosen: Selection) -> list[tuple[str, str]]:
    caption = chart.caption
    narrowed = filters.chips(source, chosen)
    facts = [
        (_("标题"), caption.title),
        (_("年度"), str(chosen.year)),
        (_("地区"), places.region(chosen.region) if chosen.region else _("全国")),
        (_("其他筛选"), narrowed or _("无")),
        (_("附注"), _below(caption)),
    ]
    definitions = {_(metric.definition): _(metric.label) for metric in metrics}
    return [*facts, *((label, text) for text, label in definitions.items())]
