"""What the crosstab crosses: metric, rows, columns, share and marks, kept in the address as codes."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

import streamlit as st

from charts.chart import HeatTable
from metrics.core import Metric
from metrics.query import SMALL
from metrics.registry import METRICS
from pages._parts import address, catalogue, choice, crossing, frame
from pages._parts.crossing import Crossed, Marks, Share
from pages._parts.language import _, current

METRIC, ROWS, COLUMNS = "satisfaction_rate", "province", "industry"


class Picked(NamedTuple):
    """What the reader chose; `rows` and `columns` are two different dimensions; analysts `test` differences."""

    metric: Metric
    rows: str
    columns: str
    share: Share
    test: bool

    @property
    def over_years(self) -> bool:
        """Whether years are compared, so that no one year is looked at."""
        return "year" in (self.rows, self.columns)


def choose() -> Picked:
    """Draw the choices; codes that do not fit together give way to the usual ones."""
    titles = catalogue.titles()
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        metric = METRICS[_select("metric", _("指标"), list(titles), METRIC, titles.__getitem__, 420)]
        allowed = catalogue.of(metric)
        must = catalogue.must(metric)
        rows = _select("rows", _("行"), allowed, _first([*must, ROWS], allowed), _dimension, 170)
        others = [one for one in allowed if one != rows]
        columns = _select("columns", _("列"), others, _first([*must, COLUMNS, "pilot"], others), _dimension, 170)
        share = _share() if crossing.is_counted(metric) else "value"
        tested = any(crossing.is_tested(metric, one) for one in (rows, columns))
    return Picked(metric, rows, columns, share, tested and frame.is_analyst())


def _dimension(name: str) -> str:
    return _(catalogue.DIMENSIONS[name])


def _first(wanted: Sequence[str], allowed: Sequence[str]) -> str:
    """The first wanted one that is allowed, else the first that is."""
    return next(one for one in (*wanted, *allowed) if one in allowed)


def _select(key: str, label: str, options: Sequence[str], usual: str, called: Callable[[str], str], width: int) -> str:
    asked = [one for one in address.get(key) if one in options]
    widget = f"cross_{key}"
    st.session_state[widget] = asked[0] if asked else usual
    return str(
        st.selectbox(
            label,
            options,
            key=widget,
            format_func=called,
            on_change=lambda: address.put(key, [st.session_state[widget]]),
            width=width,
        )
    )


def _share() -> Share:
    called = {str(share): _(text) for share, text in crossing.SHARES.items()}
    return cast(Share, choice.one_of("share", "cross_share", _("显示"), called))


def sentence(picked: Picked, crossed: Crossed, whole: HeatTable, drawn: HeatTable, marks: Marks) -> str:
    """How to read the table, and what of it is not drawn."""
    metric, counted = picked.metric, crossing.is_counted(picked.metric)
    parts = []
    if metric.unit in ("share", "percent") or picked.share != "value":
        parts.append(_("单位 %；… 为不足 {small}，— 为没有数据", small=SMALL))
    else:
        parts.append(_("— 为没有数据"))
    parts.append(_("合计另行计算，不是各格相加"))
    if counted and crossing.overlap(crossed):
        parts.append(_("同一家可能列入几格，各格之和大于合计"))
    if counted and picked.share == "value" and whole.key:
        parts.append(_("底色为与行、列合计推算的数相比"))
    if picked.test:
        parts.append(
            _("▲ ▼ 与其余各组的差异在 5% 水平上显著（Holm 校正）") if marks else _("没有一组与其余各组差异显著")
        )
    if picked.over_years:
        parts.append(_("含全部年度"))
    if len(drawn.rows) < len(whole.rows) or len(drawn.columns) < len(whole.columns):
        parts.append(
            _(
                "只画最大的 {rows} 行 {columns} 列，全部 {all_rows} 行 {all_columns} 列见数据与导出",
                rows=len(drawn.rows) - (len(whole.rows) - len(crossed.keys[0])),
                columns=len(drawn.columns) - (len(whole.columns) - len(crossed.keys[1])),
                all_rows=len(crossed.keys[0]),
                all_columns=len(crossed.keys[1]),
            )
        )
    return ("；" if current() == "zh" else "; ").join(parts)
