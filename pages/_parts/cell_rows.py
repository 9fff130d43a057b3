"""数字的出处: the cells of an official table that hold a figure, and the firms or the rows sent in behind one of them."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
import streamlit as st

from data.forms import assessment_table
from locales import N_
from metrics import scorecard
from metrics.registry import metric
from pages._parts import building, cards, firms, masking, numbers, panel, query
from pages._parts.catalogue import DIMENSIONS
from pages._parts.filters import Selection
from pages._parts.language import _, current
from pages._parts.query import HOUR, Source
from reports.kinds import TABLES
from reports.official.grid import Score, Table, having, heading
from reports.official.tracing import Behind, trace

PAGE = 50  # rows shown at a time
FEW, TALL = 10, 400  # rows that are shown without scrolling, and px of more
LONGEST = 40  # characters of what is printed in a cell that its name repeats
SAID = {  # columns as they are called and shown; those of a firm, and what a figure counts, stand before
    "year": N_("年度"),
    "region": N_("报送单位"),
    "expert": N_("专家"),
    "points": N_("得分"),
    "full_marks": N_("满分"),
    "metric": N_("指标"),
    "value": N_("数值"),
    "score": N_("得分"),
    "in_numerator": N_("计入分子"),
    "file": N_("文件"),
    "sheet": N_("工作表"),
    "row": N_("行"),
}


@st.cache_data(max_entries=20, ttl=HOUR, show_spinner=False)
def _table(of: Source, scope: str, name: str, chosen: Selection) -> Table:
    return TABLES[name][1](query.reader(of), chosen.where)


@st.cache_data(max_entries=50, ttl=HOUR, show_spinner=False)
def _behind(of: Source, scope: str, name: str, chosen: Selection, address: str) -> list[Behind]:
    return trace(query.reader(of), _table(of, scope, name, chosen), address)


def show(name: str, source: Source, chosen: Selection) -> None:
    """The panel below an official table that can be made; nothing is computed until the reader opens it."""
    sentence = _("选一个单元格，列出里面的数字是从哪些企业、哪些文件的哪一行来的")
    with panel.opened("cells", _("数字的出处"), sentence):
        _opened(name, source, chosen)


@st.fragment
def _opened(name: str, source: Source, chosen: Selection) -> None:
    menu = st.expander(_("选择单元格"), key="cells", on_change="rerun")
    if not menu.open:
        return
    with menu:
        named = _cells(_table(source, "all", name, chosen))
        picked = st.selectbox(
            _("单元格"),
            list(named),
            index=None,
            key=f"cell_{name}",
            format_func=named.__getitem__,
            placeholder=_("请选择"),
        )
        if picked not in named:
            return
        for nth, one in enumerate(_behind(source, "all", name, chosen, picked)):
            _rows(f"{name}_{picked}_{nth}", one, source)


def _cells(table: Table) -> dict[str, str]:
    """The cells with a figure by address: “E4 · 帮扶企业数 · 29”, in the words of the paper."""
    found: dict[str, str] = {}
    for sheet, cell in having(table):
        text = " ".join(cell.text.split())
        shown = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        words = masking.text(" · ".join(filter(None, (heading(sheet, cell), shown))))
        found.setdefault(cell.address, f"{cell.address} · {words}")
    return found


def _rows(key: str, one: Behind, source: Source) -> None:
    """One figure of the cell, how many rows are behind it, and a page of them."""
    lines = one.lines
    values = {"label": _label(one), "value": one.known.printed, "count": numbers.count(len(lines))}
    if one.thing and one.thing != "firm":
        values["things"] = numbers.count(len(one.rows))
        panel.gray(_("{label} {value}：不同的有 {things} 个，来自 {count} 行", **values))
    elif "metric" in lines:
        panel.gray(_("{label} {value}：由 {count} 项指标折算", **values))
    else:
        panel.gray(_("{label} {value}：背后有 {count} 行", **values))
    pages = max(-(-len(lines) // PAGE), 1)
    place = st.container()
    page = st.pagination(pages, key=f"rows_{key}") if pages > 1 else 1
    place.dataframe(
        _shown(one, lines.iloc[PAGE * (page - 1) : PAGE * page], source),
        hide_index=True,
        height="content" if len(lines) <= FEW else TALL,
        placeholder=numbers.NONE,
        column_config={_("卡片"): firms.card_column()},
    )


def _label(one: Behind) -> str:
    if isinstance(one.known, Score):
        return scorecard.indicators(assessment_table.SCHEME, current())[one.known.indicator]
    return metric(one.known.name).title(current())


def _shown(one: Behind, lines: pd.DataFrame, source: Source) -> pd.DataFrame:
    """The columns in the order and the words of pages; names of persons and numbers of theirs are masked."""
    shown: dict[str, Any] = {}
    if "firm" in lines:
        shown[_("卡片")] = [firms.link(key) for key in lines["firm"]]
    if "name" in lines:
        shown[_("企业名称")] = [_said(name) for name in lines["name"]]
    if "province" in lines:
        shown[_("地区")] = [firms.place(*row) for row in lines[["province", "city"]].to_numpy()]
    if one.thing and one.thing != "firm":
        head = _(DIMENSIONS.get(one.thing, N_("数值")))
        shown[head] = [_said(building.named(one.thing, str(value), source)) for value in lines["value"]]
    for column, head in SAID.items():
        if column in lines and not (column == "value" and one.thing):
            shown[_(head)] = [_cell(column, row, source) for row in lines.to_dict("records")]
    return pd.DataFrame(shown)


def _cell(column: str, row: dict[Hashable, Any], source: Source) -> Any:
    value = row[column]
    match column:
        case "value" if "metric" in row:
            return cards.printed(row["metric"], pd.Series(row))
        case "score":
            return numbers.decimal(value, 2)
        case "in_numerator":
            return _("是") if value else _("否")
        case "metric":
            return metric(value).title(current())
        case "region":
            return building.named("province", str(value), source)
        case "year":
            return str(value)
    return _said(value)


def _said(value: Any) -> Any:
    """A text of a file, masked; nothing where there is none."""
    if isinstance(value, str):
        return masking.text(value)
    return None if pd.isna(value) else value
