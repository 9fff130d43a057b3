"""The charts of a report, from its figures; a chart without anything to draw is None."""

from collections.abc import Sequence
from typing import Any

from charts.chart import Caption, Dumbbells, Group, Heads, Line, Mark, Pair, RankedBars, Tile, Tiles
from data.reference import table
from metrics.query import Filters
from metrics.registry import metric
from metrics.relations import NO_PILOT
from reports import subject
from reports.content import Drawing
from reports.figure import Figure, Figures
from reports.sourcing import source
from reports.subject import Subject
from reports.wording import Row

SHARE_FORMAT = "0.00%"
TILES_ABREAST = 6
# As on the page: firms a tile at which the shade changes.
LADDERS = ((3, 5, 10, 20), (10, 30, 60, 120), (50, 100, 200, 400), (200, 500, 1000, 2000), (1000, 3000, 10000, 30000))
BODIES = 10
QUALITY = ("pass_rate", "first_pass_rate", "customer_satisfaction")
OTHER = "其他"


def regions(figures: Figures, about: Subject, row: Row, title: str) -> Drawing | None:
    """The satisfaction of the units below in order, the whole last; those with too few answers are named instead."""
    name = "satisfaction_rate"
    units = figures.groups(name, about.units) if about.units else []
    small = [unit for unit in units if figures.is_small(name, **{about.units: unit})]
    shown = [unit for unit in units if unit not in small]
    found = [(unit, figures.figure(name, **{about.units: unit})) for unit in shown]
    marks = [_share_mark(figures, subject.region(unit), one, {about.units: unit}) for unit, one in found if one]
    whole = figures.figure(name)
    if len(marks) < 2 or not whole:
        return None
    heads = _heads(row, "满意的企业", "回答的企业")
    chart = RankedBars(
        caption=Caption(title=title),
        heads=heads,
        marks=tuple(sorted(marks, key=lambda mark: -(mark.value or 0))),
        average=whole.number,
        average_label=about.whole,
        number_format=SHARE_FORMAT,
    )
    left_out = "、".join(subject.region(unit) for unit in small)
    note = f"回答不足10家、不作比较的：{left_out}" if left_out else ""
    shown_figures = (*(one for _, one in found if one), whole)
    return _drawing(row, title, chart, shown_figures, figures, [name], note)


def aspects(figures: Figures, row: Row, title: str) -> Drawing | None:
    """What improved, most often named first; 其他 stands last."""
    names = [f"aspect_{place}" for place in range(1, 13)]
    found = [(name, one) for name in names if (one := figures.figure(name))]
    if not found:
        return None
    found.sort(key=lambda pair: (metric(pair[0]).label == OTHER, -pair[1].number))
    marks = tuple(_share_mark(figures, metric(name).label, one, {}) for name, one in found)
    chart = RankedBars(
        caption=Caption(title=title),
        heads=_heads(row, "选择的企业", "全部答卷"),
        marks=marks,
        number_format=SHARE_FORMAT,
    )
    return _drawing(row, title, chart, [one for _, one in found], figures, [names[0]])


def bodies(figures: Figures, names: dict[str, str], row: Row, title: str) -> Drawing | None:
    """The bodies with most assisted firms."""
    name = "assisted_enterprises"
    found = [(body, one) for body in figures.groups(name, "body") if (one := figures.figure(name, body=body))]
    found = sorted(found, key=lambda pair: -pair[1].number)[:BODIES]
    if len(found) < 2:
        return None
    marks = tuple(Mark(label=names.get(body, body), value=one.number, text=one.printed) for body, one in found)
    top = _round_up(found[0][1].number)
    heads = _heads(row)
    chart = RankedBars(caption=Caption(title=title), heads=heads, marks=marks, top=top, number_format="0")
    return _drawing(row, title, chart, [one for _, one in found], figures, [name])


def coverage(figures: Figures, row: Row, title: str) -> Drawing | None:
    """The 39 industries in official order, shaded by firms."""
    name = "assisted_enterprises"
    found = {int(code): figures.figure(name, industry=code) for code in figures.groups(name, "industry")}
    there = {code: one for code, one in found.items() if one}
    if not there:
        return None
    most = max(one.number for one in there.values())
    ladder = next((steps for steps in LADDERS if most <= steps[-1] * 2), LADDERS[-1])
    tiles = tuple(_tile(code, there.get(code), ladder) for code in range(1, 40))
    bounds = [1, *ladder]
    key = tuple(f"{low}～{high - 1}家" for low, high in zip(bounds, ladder, strict=False))
    chart = Tiles(
        caption=Caption(title=title),
        heads=Heads(label="认证行业大类", value="帮扶企业", code="代码"),
        marks=tiles,
        key=(*key, f"{ladder[-1]}家及以上"),
        empty="未覆盖",
    )
    return _drawing(row, title, chart, list(there.values()), figures, [name])


def pilots(figures: Figures, names: dict[str, str], row: Row, title: str) -> Drawing | None:
    """Quality before and after of the pilots that have firms under the filters, as paired bars."""
    members = [pilot for pilot in figures.groups("assisted_enterprises", "pilot") if pilot != NO_PILOT]
    if not members:
        return None
    tables = Figures(figures.reader, figures.version, Filters.of(year=[figures.year], pilot=members), figures.rounding)
    words = {line["indicator"]: line["name"] for line in table("pilot_indicators")}
    groups, shown = [], list[Figure]()
    for indicator in QUALITY:
        marks = []
        for pilot in members:
            at = {"indicator": indicator, "pilot": pilot}
            before, after = (tables.figure(name, **at) for name in ("pilot_before", "pilot_after"))
            if not after:
                continue
            shown += [one for one in (before, after) if one]
            marks.append(_pair(names.get(pilot, pilot), before, after))
        if marks:
            groups.append(Group(f"{words[indicator]}（%）", tuple(marks), (0, 100), ()))
    if not groups:
        return None
    label, before_head, after_head, change = row.heads.split("|")
    heads = Heads(label=label, across="指标", before=before_head, value=after_head, change=change)
    chart = Dumbbells(caption=Caption(title=title), heads=heads, groups=tuple(groups), number_format="0.0#")
    return _drawing(row, title, chart, shown, figures, ["pilot_after"])


def _drawing(
    row: Row, title: str, chart: RankedBars | Dumbbells | Tiles, shown: Sequence[Figure], figures: Figures,
    names: Sequence[str], note: str = "",
) -> Drawing:  # fmt: skip
    words = source(figures, names, base=not isinstance(chart, Dumbbells))
    return Drawing(key=row.key, title=title, chart=chart, figures=tuple(shown), source=words, note=note)


def _heads(row: Row, numerator: str = "", denominator: str = "") -> Heads:
    label, value = row.heads.split("|")
    return Heads(label=label, value=value, numerator=numerator, denominator=denominator)


def _share_mark(figures: Figures, label: str, one: Figure, at: dict[str, Any]) -> Mark:
    parts = [figures.figure(one.name, part, **at) for part in ("numerator", "denominator")]
    numerator, denominator = (part.number if part else None for part in parts)
    return Mark(label=label, value=one.number, text=one.printed, numerator=numerator, denominator=denominator)


def _pair(label: str, before: Figure | None, after: Figure) -> Pair:
    return Pair(
        label=label,
        value=after.number,
        text=after.printed,
        before=before.number if before else None,
        before_text=before.printed if before else "",
        change=after.number - before.number if before else None,
    )


def _tile(code: int, firms: Figure | None, ladder: Sequence[int]) -> Tile:
    text = f"{firms.printed}家" if firms else "未覆盖"
    name = subject.industry(code)
    return Tile(
        label=name["name"],
        code=f"{code:02d}",
        value=firms.number if firms else None,
        text=text,
        column=(code - 1) % TILES_ABREAST,
        row=(code - 1) // TILES_ABREAST,
        step=sum(firms.number >= bound for bound in ladder) if firms else None,
        lines=(Line(f"{code:02d} {name['short']}", 9), Line(text, 9, bool(firms))),
    )


def _round_up(value: float) -> float:
    """A round end of an axis with room for the label of the longest bar."""
    power = 10 ** (len(str(int(value))) - 1)
    return float(
        next(power * factor for factor in (1, 1.2, 1.5, 2, 3, 4, 5, 6, 8, 10, 12) if power * factor > value * 1.1)
    )
