"""What leaves a page: how its files are called, and every chart of the page in one workbook or in one zip of pictures."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from charts.chart import Chart, Table, is_empty
from charts.workbook import collection
from metrics.core import Metric
from pages._parts import filters, images, places
from pages._parts.filters import Selection
from pages._parts.language import _, current, later, listed
from pages._parts.query import Source

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Drawn(NamedTuple):
    """A chart or a table as its panel has it, with the metrics that it shows."""

    chart: Chart | Table
    metrics: Sequence[Metric]

    @property
    def has_numbers(self) -> bool:
        """Whether there is anything to hand out."""
        return isinstance(self.chart, Table) or not is_empty(self.chart)


def begin() -> None:
    """A page is drawn anew: nothing of the one before is handed out with it."""
    st.session_state["drawn"] = {}


def keep(name: str, chart: Chart | Table, metrics: Sequence[Metric]) -> None:
    """Remember what a panel draws, in the order of the page; a panel that is drawn again takes its own place."""
    st.session_state.setdefault("drawn", {})[name] = Drawn(chart, metrics)


def buttons(title: str, source: Source, chosen: Selection) -> None:
    """The workbook of a page that has charts, made when it is asked for, and the pictures of them all."""
    drawn: dict[str, Drawn] = st.session_state["drawn"]
    if not any(one.has_numbers and not isinstance(one.chart, Table) for one in drawn.values()):
        return
    name = file_name(title, source, chosen)
    st.download_button(
        _("本页工作簿"),
        later(lambda: workbook(drawn, title, source, chosen)),
        file_name=f"{name}.xlsx",
        mime=XLSX,
        type="tertiary",
        icon=":material/table_view:",
        on_click="ignore",
        key="page_workbook",
        help=_("本页所有图表的数据，一图一表，附 Excel 图、口径和筛选条件"),
        width="content",
    )
    pictures = st.popover(
        _("本页图片"),
        type="tertiary",
        icon=":material/image:",
        key="page_images",
        help=_("本页所有图表的图片，标题和来源写在图上，装在一个压缩包里"),
        width="content",
        on_change="rerun",
    )
    if pictures.open:
        with pictures:
            images.of_page(name)


def workbook(drawn: Mapping[str, Drawn], title: str, source: Source, chosen: Selection) -> bytes:
    """Every chart and table of a page, what they are about, and the definition of each metric."""
    shown = [one for one in drawn.values() if one.has_numbers]
    facts = [
        (_("页面"), title),
        *about(source, chosen),
        (_("版本"), f"{source.version:06d}"),
        (_("附注"), _("示例数据") if source.is_sample else _("无")),
    ]
    return collection([one.chart for one in shown], facts, (_("工作表"), _("标题")), definitions(shown))


def about(source: Source, chosen: Selection) -> list[tuple[str, str]]:
    """The filters in words."""
    return [
        (_("年度"), str(chosen.year)),
        (_("地区"), places.region(chosen.region) if chosen.region else _("全国")),
        (_("其他筛选"), filters.chips(source, chosen) or _("无")),
    ]


def definitions(shown: Sequence[Drawn]) -> list[tuple[str, str]]:
    """Every definition once, with the metrics that it is of."""
    found: dict[str, dict[str, None]] = {}  # their labels in order, each once
    for metric in (metric for one in shown for metric in one.metrics):
        found.setdefault(_(metric.definition), {})[metric.title(current())] = None
    return [(listed(labels), text) for text, labels in found.items()]


def file_name(title: str, source: Source, chosen: Selection) -> str:
    """“各省满意率_2021_全国”, with what else narrows the view."""
    parts = [title, str(chosen.year), places.region(chosen.region) if chosen.region else _("全国")]
    narrowed = filters.chips(source, chosen)
    return "_".join([*parts, narrowed] if narrowed else parts).replace("/", "／")[:80]
