"""A metric by two dimensions: cells and totals as `compute` gives them, and the heat table of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal, NamedTuple

import pandas as pd

from charts.chart import Caption, Cell, Heads, HeatTable, Name
from charts.heat import HEADS_AT_MOST
from charts.tokens import text_width
from locales import N_
from metrics.core import Count, CountDistinct, Metric, Rate
from metrics.query import SMALL, Filters
from metrics.relations import RELATIONS
from pages._parts import behind, catalogue, drawings, numbers, query
from pages._parts.catalogue import Value
from pages._parts.language import _, current
from pages._parts.query import Source

Share = Literal["value", "row", "column", "total"]
SHARES: dict[Share, str] = {
    "value": N_("数值"),
    "row": N_("占行合计"),
    "column": N_("占列合计"),
    "total": N_("占总计"),
}
TOTAL = "total"  # the key of a row or column of totals; no code of any dimension
ROWS, COLUMNS, ACROSS = 40, 12, 950  # drawn: rows, columns, and the px these have
SURE = 0.05
LEAST_EXPECTED = 5
FEWER = (0.5, 0.8, 1.25)  # of what the totals lead one to expect, where the tint of a count changes

Key = Value
Cells = dict[tuple[Key, Key], dict[str, Any]]


class Crossed(NamedTuple):
    """Rows of `compute` by their two values; `TOTAL` in place of one is the whole of it. `keys` in their order."""

    metric: Metric
    dimensions: tuple[str, str]
    cells: Cells
    keys: tuple[list[Key], list[Key]]

    def value(self, row: Key, column: Key) -> float | None:
        """The value of a cell or a total; None where there is none."""
        found = self.cells.get((row, column))
        return None if found is None or pd.isna(found["value"]) else float(found["value"])


def cross(source: Source, metric: Metric, dimensions: tuple[str, str], where: Filters) -> Crossed:
    """Ask for every cell and, each by itself, for every total; a total that makes no sense is not there."""
    rows, columns = dimensions
    cells: Cells = {}
    for by in ((rows, columns), (rows,), (columns,), ()):
        if not {*catalogue.must(metric)} <= {*by}:
            continue
        for one in drawings.records(query.result(source, [metric.name], by, where)):
            keys = [_key(one[dimension]) if dimension in by else TOTAL for dimension in dimensions]
            cells[keys[0], keys[1]] = one
    ordered = [_ordered(source, dimension, cells, place) for place, dimension in enumerate(dimensions)]
    return Crossed(metric, dimensions, cells, (ordered[0], ordered[1]))


def _key(value: Any) -> Key:
    if pd.isna(value):
        return None
    return int(value) if isinstance(value, float) or hasattr(value, "item") else value


def _ordered(source: Source, dimension: str, cells: Cells, place: int) -> list[Key]:
    """Values that have cells, in code order, bodies and pilots in theirs; the unknown last."""
    there = {keys[place] for keys, one in cells.items() if pd.notna(one["value"]) and keys[place] != TOTAL}
    own = {"body": query.bodies, "pilot": query.pilots}.get(dimension)
    order = {code: at for at, code in enumerate(own(source))} if own else {}
    return sorted(there, key=lambda key: (key is None, order.get(str(key), len(order)), str(key).zfill(9)))


def is_counted(metric: Metric) -> bool:
    """Whether a value is a number of things, of which a share can be taken."""
    return metric.unit in ("count", "10k_cny")


def is_tested(metric: Metric, dimension: str) -> bool:
    """Whether groups of the dimension can be tested against the others."""
    return isinstance(metric, Rate) and dimension not in RELATIONS[metric.relation].several


def overlap(crossed: Crossed) -> bool:
    """Whether the same thing is counted in several cells, so that these add up to more than the total."""
    total = crossed.value(TOTAL, TOTAL)
    parts = [one["value"] for keys, one in crossed.cells.items() if TOTAL not in keys and pd.notna(one["value"])]
    return is_counted(crossed.metric) and total is not None and sum(parts) > total + 1e-6


Marks = dict[tuple[Key, Key], str]


def marks(source: Source, crossed: Crossed, where: Filters) -> Marks:
    """▲ or ▼ on totals that differ from all others together, corrected for the number of tests of the dimension."""
    found: Marks = {}
    for place, dimension in enumerate(crossed.dimensions):
        if not is_tested(crossed.metric, dimension):
            continue
        for one in drawings.records(query.differing(source, crossed.metric.name, dimension, where)):
            if one["p_holm"] < SURE and not one["small"]:
                key = _key(one[dimension])
                found[(key, TOTAL) if place == 0 else (TOTAL, key)] = "▲" if one["points"] > 0 else "▼"
    return found


class Look(NamedTuple):
    """How a cross is shown: as which share, with which marks, and how rows and columns are called."""

    share: Share
    marks: Marks
    names: tuple[Callable[[Value], str], Callable[[Value], str]]


def heat(crossed: Crossed, look: Look, words: Caption) -> HeatTable:
    """All of it, totals last."""
    metric, (rows, columns) = crossed.metric, crossed.keys
    row_keys, column_keys = _with_total(crossed, rows, 0), _with_total(crossed, columns, 1)
    heads = [_(catalogue.DIMENSIONS[dimension]) for dimension in crossed.dimensions]
    is_share = look.share != "value"
    return HeatTable(
        caption=words,
        heads=Heads(
            label=heads[0],
            across=heads[1],
            value=_(SHARES[look.share]) if is_share else metric.title(current()),
            count="" if is_counted(metric) and not is_share else "n",
            **_parts(metric, is_share),
        ),
        rows=tuple(Name(_called(key, look.names[0])) for key in row_keys),
        columns=tuple(Name(_called(key, look.names[1])) for key in column_keys),
        cells=tuple(tuple(_cell(crossed, look, row, column) for column in column_keys) for row in row_keys),
        key=_legend(crossed, look.share),
        number_format="0.0%" if is_share or metric.unit == "share" else "0" if metric.unit == "count" else "0.0",
    )


def _with_total(crossed: Crossed, keys: list[Key], place: int) -> list[Key]:
    return [*keys, TOTAL] if keys and any(pair[place] == TOTAL for pair in crossed.cells) else keys


def _called(key: Key, name: Callable[[Value], str]) -> str:
    return _("合计") if key == TOTAL else name(key)


def _parts(metric: Metric, is_share: bool) -> dict[str, str]:
    """Heads of what a value is made from."""
    if is_share:
        return {"numerator": _("数值"), "denominator": _("合计")}
    if metric.unit == "share" and not isinstance(metric, CountDistinct):
        return {"numerator": _("分子"), "denominator": _("分母")}
    return {} if is_counted(metric) else {"denominator": "n"}


def _cell(crossed: Crossed, look: Look, row: Key, column: Key) -> Cell:
    found, value = crossed.cells.get((row, column)), crossed.value(row, column)
    if found is None or value is None:
        return Cell(value=None, text=numbers.NONE)
    if look.share != "value":
        return _share(crossed, look.share, row, column, value)
    denominator = None if pd.isna(found["denominator"]) else float(found["denominator"])
    made: dict[str, Any] = {
        "denominator": denominator,
        "count": "" if denominator is None else numbers.count(denominator),
    }
    if denominator is not None:
        made["numerator"] = float(found["numerator"])
    made["link"] = _link(crossed, row, column)
    if found["small"]:
        return Cell(value=None, text=drawings.TOO_FEW, **made)
    text = f"{_printed(crossed.metric, value)}{look.marks.get((row, column), '')}"
    return Cell(value=value, text=text, tint=_tint(crossed, row, column, value), **made)


def _link(crossed: Crossed, row: Key, column: Key) -> str:
    """The way to the firms of a cell or total, where the list can be narrowed by both of its values."""
    narrowed = {name: key for name, key in zip(crossed.dimensions, (row, column), strict=True) if key != TOTAL}
    filters = [behind.FILTERS.get(name) for name in narrowed]
    if None in narrowed.values() or len(set(filters)) < len(filters):
        return ""
    return behind.link(crossed.metric.name, **narrowed)


def _share(crossed: Crossed, share: Share, row: Key, column: Key, value: float) -> Cell:
    base = _base(crossed, share, row, column)
    if not base:
        return Cell(value=None, text=numbers.NONE, numerator=value)
    made: dict[str, Any] = {"numerator": value, "denominator": base, "count": numbers.count(base)}
    if base < SMALL:
        return Cell(value=None, text=drawings.TOO_FEW, **made)
    part = value / base
    usual = {"row": (TOTAL, column), "column": (row, TOTAL)}.get(share)
    whole, of = (crossed.value(*usual), crossed.value(TOTAL, TOTAL)) if usual else (None, None)
    tint = _apart(part - whole / of) if whole is not None and of else 0
    return Cell(value=part, text=numbers.percent(part)[:-1], tint=tint, **made)


def _base(crossed: Crossed, share: Share, row: Key, column: Key) -> float | None:
    return crossed.value(TOTAL if share != "row" else row, TOTAL if share != "column" else column)


def _tint(crossed: Crossed, row: Key, column: Key, value: float) -> int:
    """How far from the whole; a count from what its row and column lead one to expect, where that is enough to say."""
    whole = crossed.value(TOTAL, TOTAL)
    if whole is None:
        return 0
    if crossed.metric.unit in ("share", "percent"):
        return _apart((value - whole) / (1 if crossed.metric.unit == "share" else 100))
    if not _adds_up(crossed.metric) or not whole or TOTAL in (row, column):
        return 0
    expected = (crossed.value(row, TOTAL) or 0) * (crossed.value(TOTAL, column) or 0) / whole
    return 0 if expected < LEAST_EXPECTED else sum(value / expected >= bound for bound in FEWER) - 2


def _apart(difference: float) -> int:
    return sum(difference > bound for bound in drawings.TINTS) - 2


def _adds_up(metric: Metric) -> bool:
    """Whether it counts firms or answers, each in one cell but for pilots."""
    return isinstance(metric, Count) or (isinstance(metric, CountDistinct) and metric.value == "firm")


def _legend(crossed: Crossed, share: Share) -> tuple[str, ...]:
    if share in ("row", "column") or (share == "value" and crossed.metric.unit in ("share", "percent")):
        return (_("低 8 个百分点以上（粗体）"), _("低 3–8"), _("相差 3 以内"), _("高 3 以上"))
    if share == "value" and _adds_up(crossed.metric):
        return (_("不到推算的一半（粗体）"), _("少 20% 以上"), _("相近"), _("多 25% 以上"))
    return ()


def _printed(metric: Metric, value: float) -> str:
    if metric.unit == "share":
        return numbers.percent(value)[:-1]
    is_whole = metric.unit == "count" or (metric.unit == "indicator" and value == int(value))
    return numbers.count(value) if is_whole else numbers.decimal(value)


def printed(metric: Metric, one: dict[str, Any]) -> str:
    """A value inside a sentence: a rate with its fraction, a mean with its n."""
    if isinstance(metric, Rate):
        fraction = numbers.fraction(one["numerator"], one["denominator"])
        return _("{value}（{fraction}）", value=numbers.percent(one["value"]), fraction=fraction)
    if metric.unit in ("share", "percent"):
        return f"{_printed(metric, one['value'])}%"
    return _printed(metric, one["value"])


def fitting(whole: HeatTable, crossed: Crossed) -> HeatTable:
    """The part of it there is room for: rows and columns on which most stands, and all totals."""
    wide = max((min(text_width(name.label, 12), HEADS_AT_MOST) for name in whole.columns), default=0)
    room = min(COLUMNS, max(3, int(ACROSS / (max(wide, 40) + 10))))
    rows = _largest(crossed, 0, ROWS, len(whole.rows))
    columns = _largest(crossed, 1, room, len(whole.columns))
    return replace(
        whole,
        rows=tuple(whole.rows[at] for at in rows),
        columns=tuple(whole.columns[at] for at in columns),
        cells=tuple(tuple(whole.cells[row][column] for column in columns) for row in rows),
    )


def _largest(crossed: Crossed, place: int, most: int, count: int) -> Sequence[int]:
    """Places of the largest rows or columns and of the totals after them, in their order."""
    keys = crossed.keys[place]
    sizes = dict.fromkeys(keys, 0.0)
    for pair, one in crossed.cells.items():
        if pair[place] in sizes and TOTAL not in pair:
            size = one["denominator"] if pd.notna(one["denominator"]) else one["value"]
            sizes[pair[place]] += float(size) if pd.notna(size) else 0
    kept = {*sorted(keys, key=lambda key: -sizes[key])[:most]}
    return [at for at, key in enumerate(keys) if key in kept] + list(range(len(keys), count))


def finding(crossed: Crossed, names: tuple[Callable[[Value], str], Callable[[Value], str]]) -> str:
    """The whole, the highest cell and the lowest; of counts the largest with its share. Unknown and small ones do not
    count."""
    metric, title = crossed.metric, crossed.metric.title(current())
    cells = [
        (pair, one)
        for pair, one in crossed.cells.items()
        if TOTAL not in pair and None not in pair and pd.notna(one["value"]) and not one["small"]
    ]
    if cells and metric.unit == "indicator":
        return _("{label}：各项指标单位不同，不互相比较", label=title)
    if not cells:
        return _("“{label}”没有足够的数据，不能按两个维度分", label=title)
    ordered = sorted(cells, key=lambda cell: cell[1]["value"])
    total = crossed.cells.get((TOTAL, TOTAL))
    start = _("{label} {value}", label=title, value=printed(metric, total)) if total is not None else title
    high = _extreme(metric, names, [cell for cell in ordered if cell[1]["value"] == ordered[-1][1]["value"]])
    if is_counted(metric):
        return _("{start}；最多：{cell}", start=start, cell=high)
    low = _extreme(metric, names, [cell for cell in ordered if cell[1]["value"] == ordered[0][1]["value"]])
    return _("{start}；最高：{high}；最低：{low}", start=start, high=high, low=low)


def _extreme(
    metric: Metric,
    names: tuple[Callable[[Value], str], Callable[[Value], str]],
    cells: list[tuple[tuple[Key, Key], dict[str, Any]]],
) -> str:
    (row, column), one = cells[0]
    if len(cells) > 1:
        value = f"{_printed(metric, one['value'])}{'%' if metric.unit in ('share', 'percent') else ''}"
        return _("{count} 格并列，{value}", count=len(cells), value=value)
    return _("{row} × {column}，{value}", row=names[0](row), column=names[1](column), value=printed(metric, one))
