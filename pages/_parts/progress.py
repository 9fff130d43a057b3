"""How far the regions came since the year before: computed for the sentence and the dumbbells of a page."""

from collections import Counter
from collections.abc import Sequence

from charts.chart import Caption, Dumbbells, Group, Heads, Pair
from metrics.change import NO_YEAR, NO_YEAR_BEFORE, Change, break_between
from metrics.core import Metric
from metrics.ranking import Ranked
from pages._parts import behind, cards, chart_panel, drawings, numbers, panel, places, query
from pages._parts.comparison import Comparison
from pages._parts.filters import Selection
from pages._parts.language import _, current, listed
from pages._parts.query import Source

NAMED = 3  # regions that share a place; of more only these are named


def show(compared: Comparison, source: Source, chosen: Selection) -> None:
    """The regions that compare, most progress first, in a panel; where none does, one sentence that says why."""
    metric, before, has_before = compared.metric, chosen.year - 1, chosen.year - 1 in query.years(source)
    broken = break_between(metric.name, before, chosen.year)
    if has_before and broken:
        panel.gray(cards.year_break(before, chosen.year, broken))
        return
    rows = query.progressed(source, metric.name, compared.by, chosen.year, compared.around) if has_before else []
    drawn = [row for row in rows if row.rank is not None]
    if not drawn:
        reasons = dict.fromkeys(row.reason for row in rows) or [NO_YEAR if has_before else NO_YEAR_BEFORE]
        panel.gray(_("不与{year}年比较：{why}", year=before, why=listed(map(_, reasons))))
        return
    title = _("{label}比{year}年的变化", label=metric.title(current()), year=before)
    n = sum(row.denominator or 0 for row in drawn)
    named = _named(drawn, chosen)
    words = drawings.caption([metric], source, chosen, n, title, sentence(rows, named, chosen))
    chart_panel.show(
        "progress", dumbbells(metric, compared.by, drawn, named, words, chosen.year), [metric], source, chosen
    )


def sentence(rows: Sequence[Ranked], named: Sequence[Ranked], chosen: Selection) -> str:
    """How many rose and fell, what the region looked at did or which did worst, and what is not drawn."""
    drawn = [row for row in rows if row.rank is not None]
    parts = [_counted(drawn, chosen)]
    if named:
        parts.append(_of_named(named, chosen))
    if partly := sum(_found(row).units != _found(row).units_of_year for row in drawn):
        parts.append(_("{count} 个只计算两年都有答卷的下级地区", count=partly))
    if left_out := Counter(row.reason for row in rows if row.rank is None):
        reasons = [_("{reason}（{count} 个）", reason=_(reason), count=n) for reason, n in left_out.items()]
        parts.append(_("未列：{reasons}", reasons=listed(reasons)))
    return ("；" if current() == "zh" else "; ").join(parts)


def _counted(drawn: Sequence[Ranked], chosen: Selection) -> str:
    changes = [row.value or 0 for row in drawn]
    if len(drawn) == 1:
        return f"{places.region(str(drawn[0].unit))} {numbers.points(changes[0])}"
    return _(
        "{count} {units}中 {up} 个比上年提高，{down} 个下降",
        count=len(drawn),
        units=places.units(chosen.parent),
        up=sum(one > 0 for one in changes),
        down=sum(one < 0 for one in changes),
    )


def _of_named(named: Sequence[Ranked], chosen: Selection) -> str:
    first = named[0]
    change = numbers.points(first.value or 0)
    if first.unit == chosen.region:
        return _("{place} {change}，列第 {rank}", place=places.region(str(first.unit)), change=change, rank=first.rank)
    names = listed(places.region(str(row.unit)) for row in named[:NAMED])
    names += _("等") if len(named) > NAMED else ""
    if (first.value or 0) < 0:
        return _("{places}降幅最大，{change}", places=names, change=change)
    return _("{places}提高最少，{change}", places=names, change=change)


def _named(drawn: Sequence[Ranked], chosen: Selection) -> list[Ranked]:
    """The region that was picked among its like; else those that did worst, unless all did the same."""
    if len(drawn) == 1:
        return []
    if mine := [row for row in drawn if row.unit == chosen.region]:
        return mine
    return [row for row in drawn if row.rank == drawn[-1].rank] if drawn[-1].rank != 1 else []


def dumbbells(
    metric: Metric, by: str, drawn: Sequence[Ranked], named: Sequence[Ranked], words: Caption, year: int
) -> Dumbbells:
    """The chart, in percent: the year before hollow, this year filled, the change beside."""
    marked = {row.unit for row in named}
    marks = tuple(
        Pair(
            label=places.region(str(row.unit)),
            code=str(row.unit),
            value=_percent(_found(row).after),
            text=numbers.percent(_found(row).after),
            before=_percent(_found(row).before),
            before_text=numbers.percent(_found(row).before),
            change=_percent(row.value),
            change_text=numbers.points(row.value or 0),
            numerator=row.numerator,
            denominator=row.denominator,
            named=row.unit in marked,
            link=behind.link(metric.name, **{by: row.unit}),
        )
        for row in drawn
    )
    ends = [end for mark in marks for end in (mark.before, mark.value) if end is not None]
    middle, least = sum(ends) / len(ends), drawings.LEAST * 100
    span, ticks = drawings.axis([*ends, middle - least / 2, middle + least / 2], 100)
    legend = _("空心为{before}年，实心为{year}年", before=year - 1, year=year)
    heads = Heads(
        label=_("地区"),
        code=_("代码"),
        before=_("{year}年（%）", year=year - 1),
        value=_("{year}年（%）", year=year),
        change=_("变化（百分点）"),
        numerator=_("{year}年分子", year=year),
        denominator=_("{year}年分母", year=year),
    )
    group = Group(legend, marks, span, tuple((at, f"{at:g}%") for at in ticks))
    return Dumbbells(caption=words, heads=heads, groups=(group,))


def _found(row: Ranked) -> Change:
    assert row.change is not None  # a ranking of progress always has it
    return row.change


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100
