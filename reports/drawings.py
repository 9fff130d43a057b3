"""The charts of a report, from its figures; a chart without anything to draw is None."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from charts import ladder
from charts.chart import (
    Caption,
    Cell,
    Doughnut,
    Dumbbells,
    Group,
    Heads,
    Line,
    Mark,
    Moment,
    Name,
    Pair,
    RankedBars,
    Stacks,
    Tile,
    Tiles,
    Trend,
)
from charts.office import Drawn
from data.reference import table
from locales import translate
from metrics.certification import SHARES as STATUSES
from metrics.certification import THROUGH
from metrics.query import Filters
from metrics.registry import metric
from metrics.relations import NO_PILOT
from metrics.satisfaction import GOOD, SHARES
from metrics.series import series
from reports import subject
from reports.content import Drawing
from reports.figure import Figure, Figures
from reports.sourcing import source
from reports.subject import Subject
from reports.wording import Row

SHARE_FORMAT = "0.00%"
TILES_ABREAST, TILE_SIZE = 6, 9
BODIES = 10
WORTH = 5  # firms of the first body, below which bars of ones and twos say nothing
QUALITY = ("pass_rate", "first_pass_rate", "customer_satisfaction")
FAULTS = ("defect_rate", "complaint_rate")
OTHER = "其他"
RATE = "satisfaction_rate"


def regions(figures: Figures, about: Subject, name: str, row: Row, title: str) -> Drawing | None:
    """A rate of the units below in order, the whole last; those with too few answers are named instead."""
    shown, small = _compared(figures, about, name)
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
        number_format=_share_format(figures),
    )
    shown_figures = (*(one for _, one in found if one), whole)
    return _drawing(row, title, chart, shown_figures, figures, [name], "".join(_left_out(small)))


def _compared(figures: Figures, about: Subject, name: str) -> tuple[list[Any], list[Any]]:
    """The units below with enough answers to compare a rate, and those with too few."""
    units = figures.groups(name, about.units) if about.units else []
    small = [unit for unit in units if figures.is_small(name, **{about.units: unit})]
    return [unit for unit in units if unit not in small], small


def _left_out(small: Sequence[str]) -> list[str]:
    """The sentence that names the units with too few answers, if there are any."""
    return [f"回答不足10家、不作比较的：{'、'.join(map(subject.region, small))}"] if small else []


def _number(figure: Figure | None) -> float:
    return figure.number if figure else 0.0


def levels(figures: Figures, about: Subject, row: Row, title: str) -> Drawing | None:
    """How satisfied firms are, level by level: the whole first, then the units below by their rate."""
    units, small = _compared(figures, about, RATE)
    if len(units) < 2:
        return None
    rates = {unit: figures.figure(RATE, **{about.units: unit}) for unit in units}
    shown = sorted(units, key=lambda unit: -_number(rates[unit]))
    figures.together([RATE, *SHARES])
    places: list[tuple[str, dict[str, Any]]] = [
        (about.whole, {}),
        *((subject.region(u), {about.units: u}) for u in shown),
    ]
    found = [[figures.figure(name, **at) for name in SHARES] for _, at in places]
    label, value = row.heads.split("|")
    chart = Stacks(
        caption=Caption(title=title),
        heads=Heads(label=label, across="满意程度", value=value, count="n"),
        rows=tuple(Name(called) for called, _ in places),
        columns=tuple(Name(metric(name).label) for name in SHARES),
        cells=tuple(
            tuple(Cell(value=one.number if one else None, text=one.printed if one else "") for one in line)
            for line in found
        ),
        good=GOOD,
        total=metric(RATE).label,
        totals=tuple(one.printed if (one := figures.figure(RATE, **at)) else "" for _, at in places),
        counts=tuple(one.printed if (one := figures.figure(RATE, "denominator", **at)) else "" for _, at in places),
        number_format=_share_format(figures),
    )
    note = "零线右边为满意，左边为不满意；介于两者之间的不作图，在图的数据表里"
    drawn = [one for line in found for one in line if one]
    return _drawing(row, title, chart, drawn, figures, [RATE], "。".join([note, *_left_out(small)]))


def trend(figures: Figures, name: str, row: Row, title: str) -> Drawing | None:
    """A rate year by year up to the report's; the line breaks where two years do not compare, and the note says why."""
    found = series(figures.reader, name, figures.where.but(year=[])).until(figures.year)
    years = {point.year: figures.of_year(point.year).figure(name) for point in found.points}
    if len(found.points) < 2 or not all(years.values()):
        return None
    marks = tuple(
        Moment(
            label=f"{point.year}年",
            value=one.number,
            text=one.printed,
            numerator=point.numerator,
            denominator=point.denominator,
            at=point.year,
            joined=not point.reason,
        )
        for point in found.points
        if (one := years[point.year])
    )
    values = [mark.value for mark in marks if mark.value is not None]
    low, high = (max(math.floor(20 * min(values)) - 1, 0) / 20, min(math.ceil(20 * max(values)) + 1, 20) / 20)
    head, value = row.heads.split("|")
    chart = Trend(
        caption=Caption(title=title),
        heads=Heads(label=head, value=value, numerator="计入的企业", denominator="回答的企业"),
        marks=marks,
        span=(low, high),
        ticks=(),
        number_format=_share_format(figures),
    )
    why = [f"{before}年与{after}年{translate(reason, 'zh')}" for before, after, reason in found.breaks]
    return _drawing(row, title, chart, [one for one in years.values() if one], figures, [name], "；".join(why))


def certification(figures: Figures, row: Row, title: str) -> Drawing | None:
    """The answering firms by the certificate they hold or plan, as parts of all that answered."""
    figures.together(STATUSES)
    found = [one for name in STATUSES if (one := figures.figure(name))]
    whole = figures.figure(STATUSES[0], "denominator")
    if not found or not whole:
        return None
    marks = (_share_mark(figures, metric(one.name).label, one, {}) for one in found)
    chart = Doughnut(
        caption=Caption(title=title),
        heads=_heads(row, "选择的企业", "回答的企业"),
        marks=tuple(replace(mark, named=one.name == THROUGH) for mark, one in zip(marks, found, strict=True)),
        whole=f"n={whole.printed}",
        number_format=_share_format(figures),
    )
    return _drawing(row, title, chart, [*found, whole], figures, ["certified_share"])


def aspects(figures: Figures, row: Row, title: str) -> Drawing | None:
    """What improved, most often named first; 其他 stands last."""
    return options(figures, [f"aspect_{place}" for place in range(1, 13)], "全部答卷", row, title)


def options(
    figures: Figures, names: Sequence[str], base: str, row: Row, title: str, ordered: bool = True, named: str = ""
) -> Drawing | None:
    """The options of a question by the share of firms that chose them, 其他 last; else in the order of the form.

    `base` heads the firms that the shares are of; the option `named` has the accent.
    """
    figures.together(names)
    found = [(name, one) for name in names if (one := figures.figure(name))]
    if not found:
        return None
    if ordered:
        found.sort(key=lambda pair: (metric(pair[0]).label == OTHER, -pair[1].number))
    marks = tuple(
        replace(_share_mark(figures, metric(name).label, one, {}), named=name == named) for name, one in found
    )
    chart = RankedBars(
        caption=Caption(title=title),
        heads=_heads(row, "选择的企业", base),
        marks=marks,
        number_format=_share_format(figures),
    )
    return _drawing(row, title, chart, [one for _, one in found], figures, [names[0]])


def bodies(figures: Figures, names: dict[str, str], row: Row, title: str) -> Drawing | None:
    """The bodies with most assisted firms."""
    name = "assisted_enterprises"
    found = [(body, one) for body in figures.groups(name, "body") if (one := figures.figure(name, body=body))]
    found = sorted(found, key=lambda pair: -pair[1].number)[:BODIES]
    if len(found) < 2 or found[0][1].number < WORTH:
        return None
    marks = tuple(Mark(label=names.get(body, body), value=one.number, text=one.printed) for body, one in found)
    top = _round_up(found[0][1].number)
    heads = _heads(row)
    chart = RankedBars(caption=Caption(title=title), heads=heads, marks=marks, top=top, number_format="0")
    return _drawing(row, title, chart, [one for _, one in found], figures, [name])


def coverage(
    figures: Figures, row: Row, title: str, abreast: int = TILES_ABREAST, size: float = TILE_SIZE
) -> Drawing | None:
    """The 39 industries in official order, shaded by firms; so many `abreast`, letters of that `size`."""
    name = "assisted_enterprises"
    found = {int(code): figures.figure(name, industry=code) for code in figures.groups(name, "industry")}
    there = {code: one for code, one in found.items() if one}
    if not there:
        return None
    most = max(one.number for one in there.values())
    bounds = ladder.ladder(most)
    tiles = tuple(_tile(code, there.get(code), bounds, abreast, size) for code in range(1, 40))
    key = tuple(f"{low}～{high}家" for low, high in ladder.spans(bounds))
    chart = Tiles(
        caption=Caption(title=title),
        heads=Heads(label="认证行业大类", value="帮扶企业", code="代码"),
        marks=tiles,
        key=(*key, f"{bounds[-1]}家及以上"),
        empty="未覆盖",
    )
    return _drawing(row, title, chart, list(there.values()), figures, [name])


def pilots(figures: Figures, names: dict[str, str], row: Row, title: str) -> Drawing | None:
    """Quality before and after of the pilots that have firms under the filters, as paired bars."""
    members = [pilot for pilot in figures.groups("assisted_enterprises", "pilot") if pilot != NO_PILOT]
    if not members:
        return None
    tables = Figures(figures.reader, Filters.of(year=[figures.year], pilot=members), figures.rounding)
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
    return _changed(row, title, "指标", groups, shown, figures)


def before_and_after(figures: Figures, row: Row, title: str) -> Drawing | None:
    """The quality of the report's one pilot before and after, what should rise and what should fall each by itself."""
    words = {line["indicator"]: line["name"] for line in table("pilot_indicators")}
    groups, shown = [], list[Figure]()
    for name, indicators in (("产品质量和客户满意（%）", QUALITY), ("残次品和投诉（%）", FAULTS)):
        marks = []
        for indicator in indicators:
            before, after = (figures.figure(one, indicator=indicator) for one in ("pilot_before", "pilot_after"))
            if before and after:
                shown += [before, after]
                marks.append(_pair(words[indicator], before, after))
        if marks:
            groups.append(Group(name, tuple(marks), (0, 100), ()))
    return _changed(row, title, "类别", groups, shown, figures)


def _changed(
    row: Row, title: str, across: str, groups: Sequence[Group], shown: Sequence[Figure], figures: Figures
) -> Drawing | None:
    """Groups of pairs before and after, which are headed `across`."""
    if not groups:
        return None
    label, before, after, change = row.heads.split("|")
    heads = Heads(label=label, across=across, before=before, value=after, change=change)
    chart = Dumbbells(caption=Caption(title=title), heads=heads, groups=tuple(groups), number_format="0.0#")
    return _drawing(row, title, chart, shown, figures, ["pilot_after"])


def _drawing(
    row: Row, title: str, chart: Drawn | Tiles, shown: Sequence[Figure], figures: Figures,
    names: Sequence[str], note: str = "",
) -> Drawing:  # fmt: skip
    words = source(figures, names, base=not isinstance(chart, Dumbbells | Trend))
    return Drawing(key=row.key, title=title, chart=chart, figures=tuple(shown), source=words, note=note)


def _share_format(figures: Figures) -> str:
    """As many decimals as the report prints."""
    return f"0.{'0' * figures.rounding.digits}%"


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


def _tile(code: int, firms: Figure | None, bounds: Sequence[int], abreast: int, size: float) -> Tile:
    text = f"{firms.printed}家" if firms else "未覆盖"
    name = subject.industry(code)
    return Tile(
        label=name["name"],
        code=f"{code:02d}",
        value=firms.number if firms else None,
        text=text,
        column=(code - 1) % abreast,
        row=(code - 1) // abreast,
        step=ladder.step(firms.number, bounds) if firms else None,
        lines=(Line(f"{code:02d} {name['short']}", size), Line(text, size, bool(firms))),
    )


def _round_up(value: float) -> float:
    """A round end of an axis with room for the label of the longest bar."""
    power = 10 ** (len(str(int(value))) - 1)
    return float(
        next(power * factor for factor in (1, 1.2, 1.5, 2, 3, 4, 5, 6, 8, 10, 12) if power * factor > value * 1.1)
    )
