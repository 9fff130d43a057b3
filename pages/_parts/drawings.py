"""From computed frames to chart values: order, shades, and the words around them."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from charts import ladder
from charts.chart import Caption, Cell, Heads, HeatTable, Line, Mark, Moment, Name, RankedBars, Tile, Tiles, Trend
from charts.tokens import fitted
from metrics.core import Metric
from metrics.registry import METRICS
from metrics.series import Series
from pages._parts import behind, numbers, places, query
from pages._parts.filters import Selection
from pages._parts.language import _, current, listed
from pages._parts.query import Source

RATE_STEPS = (0.90, 0.94, 0.96, 0.98)
TINTS = (-0.08, -0.03, 0.03)  # distance from the average at which the tint of a heat table changes
HEAT_INDUSTRIES = 12
TOO_FEW = "…"
TILE_NAME = 95  # px of the name in a region's tile; what is longer is cut, and whole under the pointer
TICKS = 4
LEAST = 0.04  # of a share: the least extent of a line's scale


def ranked(rates: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """Rates in order of value; groups too small to rank stand last, groups without a value and without a name go."""
    there = rates[rates["value"].notna() & rates[dimension].notna()]
    return there.sort_values(["small", "value", "denominator"], ascending=[True, False, False], kind="stable")


def caption(
    metrics: Sequence[Metric], source: Source, chosen: Selection, n: float | None, title: str, sentence: str
) -> Caption:
    """The words around a chart of these metrics, in the order source, n, date, base, version."""
    day = query.as_of(source, chosen.year)
    sources = listed(_once(_(metric.source) for metric in metrics))
    bases = listed(dict.fromkeys(_(metric.base) for metric in metrics))
    return Caption(
        title=title,
        sentence=sentence,
        source=_("来源 {source}", source=sources),
        n=f"n {numbers.count(n)}" if n is not None else "",
        as_of=_("截至 {date}", date=day) if day else "",
        base=_("口径 {base}", base=bases),
        version=_("版本 {version}", version=f"{source.version:06d}"),
        note=_("示例数据") if source.is_sample else "",
    )


def _once(sources: Iterable[str]) -> list[str]:
    """Each paper once; the paper as a whole is not named beside its questions."""
    papers = dict.fromkeys(paper for one in sources for paper in re.split("、|; ", one))
    return [one for one in papers if not any(other != one and other.startswith(f"{one} ") for other in papers)]


def _bound(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def heads(metric: Metric, label: str, intervals: bool = False) -> Heads:
    """Column heads of a chart of shares."""
    return Heads(
        label=label,
        value=metric.title(current()),
        code=_("代码"),
        numerator=_("分子"),
        denominator=_("分母"),
        count="n",
        low=_("95% 区间下限") if intervals else "",
        high=_("95% 区间上限") if intervals else "",
    )


def region_bars(
    metric: Metric,
    rates: pd.DataFrame,
    dimension: str,
    total: pd.Series,
    named: str | None,
    words: Caption,
    whole: str,
    intervals: bool = False,
) -> RankedBars:
    """Regions by the value of a rate, with the average line."""
    return rate_bars(metric, rates, dimension, (_("地区"), places.region), total, named, words, whole, intervals)


def rate_bars(
    metric: Metric,
    rates: pd.DataFrame,
    dimension: str,
    called: tuple[str, Callable[[str], str]],
    total: pd.Series,
    named: str | None,
    words: Caption,
    whole: str,
    intervals: bool = False,
) -> RankedBars:
    """A rate by any dimension; `called` is its head and what names a value of it; with `intervals` for analysts."""
    head, name = called
    marks = tuple(
        Mark(
            label=name(row[dimension]),
            code=row[dimension],
            value=row["value"],
            text=numbers.percent(row["value"]),
            numerator=row["numerator"],
            denominator=row["denominator"],
            count=numbers.count(row["denominator"]) + ("*" if row["small"] else ""),
            named=row[dimension] == named,
            low=_bound(row["low"]) if intervals else None,
            high=_bound(row["high"]) if intervals else None,
            link=behind.link(metric.name, **{dimension: row[dimension]}),
        )
        for row in records(ranked(rates, dimension))
    )
    return RankedBars(
        caption=words,
        heads=heads(metric, head, intervals),
        marks=marks,
        average=None if pd.isna(total["value"]) else float(total["value"]),
        average_label=f"{whole} {numbers.percent(total['value'])}",
    )


def share_bars(shares: pd.DataFrame, words: Caption, named: Sequence[str], label: str) -> RankedBars:
    """Metrics that share a base, by value: what improved, what to improve. “其他” stands last."""
    there = shares[shares["value"].notna()]
    there = there.assign(other=[METRICS[name].label == "其他" for name in there["metric"]])
    marks = tuple(
        Mark(
            label=_(METRICS[row["metric"]].label),
            value=row["value"],
            text=numbers.percent(row["value"]),
            numerator=row["numerator"],
            denominator=row["denominator"],
            count=numbers.count(row["numerator"]),
            named=row["metric"] in named,
            link=behind.link(row["metric"]),
        )
        for row in records(there.sort_values(["other", "value"], ascending=[True, False], kind="stable"))
    )
    columns = Heads(label=label, value=_("占比"), count=_("家"), numerator=_("选择的企业"), denominator=_("全部企业"))
    return RankedBars(caption=words, heads=columns, marks=marks)


def coverage(firms: pd.DataFrame, words: Caption, columns: int, rates: pd.DataFrame | None = None) -> Tiles:
    """The 39 industries in official order, shaded by firms; `rates` adds the value of a rate to each tile."""
    by_code = {row["industry"]: row["value"] for row in records(firms) if pd.notna(row["industry"])}
    rate = {row["industry"]: row for row in records(rates) if pd.notna(row["industry"])} if rates is not None else {}
    bounds = ladder.ladder(max(by_code.values(), default=0))
    tiles = []
    for code in range(1, 40):
        value = by_code.get(code)
        shown = _("{count} 家", count=numbers.count(value)) if value else _("未覆盖")
        lines = [Line(f"{code:02d}", 11), Line(places.short_industry(code), 12), Line(shown, 13, bool(value))]
        if value and rates is not None:
            lines.append(Line(few(rate.get(code)), 12))
        tiles.append(
            Tile(
                label=places.industry(code),
                code=f"{code:02d}",
                value=value,
                text=shown,
                column=(code - 1) % columns,
                row=(code - 1) // columns,
                step=ladder.step(value, bounds) if value else None,
                lines=tuple(lines),
                link=behind.link("assisted_enterprises", industry=code) if value else "",
            )
        )
    return Tiles(
        caption=words,
        heads=Heads(label=_("认证行业大类"), value=_("帮扶企业"), code=_("代码")),
        marks=tuple(tiles),
        key=_ladder_words(bounds),
        empty=_("未覆盖"),
    )


def trend(metric: Metric, found: Series, words: Caption) -> Trend:
    """A rate year by year; a scale of at least four percentage points, so that small changes look small."""
    marks = tuple(
        Moment(
            label=str(one.year),
            at=one.year,
            value=one.value,
            text=numbers.percent(one.value),
            numerator=one.numerator,
            denominator=one.denominator,
            count=f"n {numbers.count(one.denominator)}" + ("*" if one.small else ""),
            joined=not one.reason,
        )
        for one in found.points
    )
    middle = sum(one.value for one in found.points) / max(len(found.points), 1)
    (low, high), places = axis([*(one.value for one in found.points), middle - LEAST / 2, middle + LEAST / 2], 1)
    return Trend(
        caption=words,
        heads=heads(metric, _("年度")),
        marks=marks,
        span=(low, high),
        ticks=tuple((place, f"{place * 100:g}%") for place in places),
    )


def axis(values: Sequence[float], top: float) -> tuple[tuple[float, float], list[float]]:
    """A span with a quarter of room for the labels at both ends, and a few round places between 0 and `top`."""
    low, high = min(values), max(values)
    extent = (high - low) or max(abs(high) * 0.1, 1)
    span = (low - extent / 4, high + extent / 4)
    rough = (span[1] - span[0]) / TICKS
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    first = math.ceil(max(span[0], 0) / step)
    places = [round(step * n, 10) for n in range(first, first + TICKS + 2)]
    return span, [place for place in places if place <= min(span[1], top)]


def few(row: dict[str, Any] | None) -> str:
    """A rate in a tile or cell; too few answers show no share."""
    if row is None or pd.isna(row["value"]):
        return numbers.NONE
    return TOO_FEW if row["small"] else numbers.percent(row["value"])


def _ladder_words(bounds: Sequence[int]) -> tuple[str, ...]:
    inner = [f"{low}–{high}" for low, high in ladder.spans(bounds)]
    return (*inner, _("≥{count} 家", count=bounds[-1]))


def region_tiles(
    metric: Metric,
    rates: pd.DataFrame,
    dimension: str,
    grid: Sequence[Mapping[str, str]],
    named: str | None,
    words: Caption,
) -> Tiles:
    """All regions of a grid as squares, shaded by a rate; those without answers stay empty."""
    by_code = {row[dimension]: row for row in records(rates) if pd.notna(row[dimension])}
    tiles = []
    for place in grid:
        row = by_code.get(place["code"])
        below = (Line(few(row), 14, True), Line(f"n {numbers.count(row['denominator'])}", 11)) if row else ()
        name = fitted(places.short_region(place["code"]), TILE_NAME)
        tiles.append(
            Tile(
                **of_region(metric, row, dimension, place["code"], named),
                column=int(place["column"]),
                row=int(place["row"]),
                step=rate_step(row),
                lines=(Line(name, 12), *(below or (Line(_("没有答卷"), 11),))),
            )
        )
    return Tiles(
        caption=words,
        heads=heads(metric, _("地区")),
        marks=tuple(tiles),
        key=rate_key(),
        empty=_("没有答卷"),
        number_format="0.0%",
    )


def of_region(
    metric: Metric, row: dict[str, Any] | None, dimension: str, code: str, named: str | None
) -> dict[str, Any]:
    """What a mark of a region says; `row` is None where nobody there answered."""
    return {
        "label": places.region(code),
        "code": code,
        "value": row["value"] if row and pd.notna(row["value"]) else None,
        "text": few(row) if row else _("没有答卷"),
        "numerator": row["numerator"] if row else None,
        "denominator": row["denominator"] if row else None,
        "named": code == named,
        "link": behind.link(metric.name, **{dimension: code}) if row else "",
    }


def rate_step(row: dict[str, Any] | None) -> int | None:
    """The shade of a rate; None where there is none, or too few answers to show."""
    return None if row is None or pd.isna(row["value"]) or row["small"] else ladder.step(row["value"], RATE_STEPS)


def rate_key() -> tuple[str, ...]:
    """The five shades of a rate in words."""
    low, *middle, high = [f"{bound:.0%}" for bound in RATE_STEPS]
    inner = [f"{a[:-1]}–{b}" for a, b in zip([low, *middle], [*middle, high], strict=True)]
    return (f"<{low}", *inner, f"≥{high}")


def heat(rates: pd.DataFrame, dimension: str, average: float, words: Caption, metric: Metric) -> HeatTable:
    """Regions × the industries with most answers; tints around the average, low values bold."""
    there = rates[rates[dimension].notna() & rates["industry"].notna()]
    sizes = there.groupby("industry")["denominator"].sum().sort_values(ascending=False, kind="stable")
    columns = [int(code) for code in sizes.index[:HEAT_INDUSTRIES]]
    rows = sorted(there[dimension].unique())
    cells = {(row[dimension], int(row["industry"])): row for row in records(there)}
    return HeatTable(
        caption=words,
        heads=Heads(
            label=_("地区"), across=_("行业"), value=metric.title(current()), numerator=_("分子"), denominator=_("分母")
        ),
        rows=tuple(Name(places.region(code), code) for code in rows),
        columns=tuple(Name(places.short_industry(code), f"{code:02d}") for code in columns),
        cells=tuple(
            tuple(
                _cell(cells.get((row, column)), average, behind.link(metric.name, **{dimension: row}, industry=column))
                for column in columns
            )
            for row in rows
        ),
        key=(_("低 8 个百分点以上（粗体）"), _("低 3–8"), _("相差 3 以内"), _("高 3 以上")),
    )


def _cell(row: dict[str, Any] | None, average: float, link: str) -> Cell:
    if row is None or pd.isna(row["value"]):
        return Cell(value=None, text=numbers.NONE)
    counts = {"numerator": row["numerator"], "denominator": row["denominator"], "link": link}
    if row["small"]:
        return Cell(value=None, text=TOO_FEW, **counts)
    tint = sum(row["value"] - average > bound for bound in TINTS) - 2
    return Cell(value=row["value"], text=f"{row['value'] * 100:.1f}", tint=tint, **counts)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dicts with missing values as None where they are text."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
