"""One panel for every chart: title, sentence, the chart, its source, and behind a button its table and exports."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

import streamlit as st

from charts.chart import Caption, Chart, Mark, RankedBars, Table, is_empty
from charts.figures import figure, least_width
from charts.table import entries, frame
from charts.tokens import Theme
from charts.workbook import workbook
from metrics.core import Metric
from pages._parts import exporting, firms, images, numbers, plot
from pages._parts import frame as page_frame
from pages._parts.exporting import XLSX, Drawn, file_name
from pages._parts.filters import Selection
from pages._parts.language import _, later, literal
from pages._parts.query import Source

PHONE = 340  # px of a panel on a phone; a chart that needs more scrolls inside it
ROWS = 8  # of a table before it scrolls
ROW = 35  # px of a row
TALL = 320  # px of one that does
MENU_ROWS = 14  # of a table in a menu, which has more room
BESIDE = 640  # px of the menu beside the page
KEPT = 500  # figures drawn lately


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
    exporting.keep(name, whole or chart, metrics)
    if is_empty(chart):
        with st.container(key=f"panel_{name}"):
            _head(caption)
            st.markdown(_("没有符合条件的数据。可以放宽上面的筛选条件。"))
        return
    phone = page_frame.is_phone()
    words = {
        "title": caption.title,
        "sentence": caption.sentence,
        "source": _below(caption),
        "menu": _("数据与导出"),
        "file": file_name(caption.title, source, chosen),
    }
    marks = chart.marks if on_click and isinstance(chart, RankedBars) else ()
    is_asked = plot.show(
        f"panel_{name}",
        _drawn(chart, page_frame.theme(), phone),
        spoken(chart),
        words,
        is_wide=phone and least_width(chart) > PHONE,
        codes=[mark.code for mark in marks],  # as the bars stand
        on_click=_clicked(marks, on_click) if on_click and marks else None,
    )
    if is_asked:
        menu = st.dialog(literal(caption.title), width=BESIDE, position="right")(_menu)
        menu(name, whole or chart, metrics, source, chosen)


def _clicked(marks: Sequence[Mark], on_click: Callable[[Mark], None]) -> Callable[[str], None]:
    of_code = {mark.code: mark for mark in marks}
    return lambda code: on_click(of_code[code])


@lru_cache(KEPT)
def _drawn(chart: Chart, theme: Theme, names_above: bool) -> plot.Packed:
    """The figure of a chart: equal charts have equal figures."""
    return plot.packed(figure(chart, theme, names_above=names_above))


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
    exporting.keep(name, wide, metrics)
    with st.container(key=f"panel_{name}"):
        with st.container(horizontal=True, vertical_alignment="center", key=f"head_{name}"):
            _head(wide.caption)
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


def _head(caption: Caption) -> None:
    """Title and sentence."""
    st.markdown(f"## {literal(caption.title)}\n:gray[{literal(caption.sentence)}]", width="stretch")


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
        later(lambda: workbook(chart, _notes(chart, metrics, source, chosen))),
        file_name=f"{file_name(chart.caption.title, source, chosen)}.xlsx",
        mime=XLSX,
        on_click="ignore",
        key=f"xlsx_{name}",
        width=width,
    )


def _menu(name: str, chart: Chart, metrics: Sequence[Metric], source: Source, chosen: Selection) -> None:
    """The table behind the chart and the exports, beside the page: made when the reader asks for them."""
    with st.container(key=f"m_{name}"):
        _table(chart)
        for definition in dict.fromkeys(_(metric.definition) for metric in metrics):
            st.caption(literal(definition))
        _workbook(name, chart, metrics, source, chosen, "stretch")
        images.of_panel(f"panel_{name}")


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
        height=ROW * (MENU_ROWS + 1) if len(shown) > MENU_ROWS else "content",
        column_config=formats,
        placeholder=numbers.NONE,
    )


def _notes(chart: Chart | Table, metrics: Sequence[Metric], source: Source, chosen: Selection) -> list[tuple[str, str]]:
    caption = chart.caption
    facts = [(_("标题"), caption.title), *exporting.about(source, chosen), (_("附注"), _below(caption))]
    return [*facts, *exporting.definitions([Drawn(chart, metrics)])]
