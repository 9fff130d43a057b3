"""What stands on each slide, from the figures of the deck; a slide without anything to show has no part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from charts.chart import Caption, Dumbbells, Group, Heads, Pair, RankedBars, Stacks
from metrics.bases import same_question
from metrics.registry import metric
from metrics.rounding import note
from metrics.satisfaction import GOOD, SHARES
from reports import drawings
from reports.content import Drawing, Grid
from reports.figure import Figure, Figures
from reports.lists import FEW
from reports.slides.content import Column
from reports.slides.findings import COMPLAINTS, reasons
from reports.sourcing import source
from reports.subject import Subject
from reports.wording import Row, Text, Wording, plain

RATE = "satisfaction_rate"
ASPECTS = tuple(f"aspect_{place}" for place in range(1, 13))
YEARLY = (RATE, "improvement_rate", "response_rate", "certified_share")
BARS = 16  # of one column, that are read from the back of a room
COLUMNS = 2  # of such columns on a slide
PAIRS = 8  # of before and after in a column
TILES_ABREAST, TILE_SIZE = 10, 11
OTHER_NOTE = "“其他”不参与比较，列在最后"
NOTE = 90  # characters of a note; a longer one only counts


@dataclass(frozen=True, kw_only=True)
class Part:
    """The body of a slide, and the metrics that its footer speaks of, the one with the base first, or the footer."""

    names: tuple[str, ...] = ()
    source: Text = ()
    columns: tuple[Column, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """What every slide is made from; `names` are those of bodies and pilots, `rows` the outline."""

    figures: Figures
    about: Subject
    names: dict[str, str]
    wording: Wording
    rows: tuple[Row, ...]

    def words(self, kind: str) -> str:
        """The line of its kind, filled."""
        return plain(self.wording.sentence(next(row for row in self.rows if row.kind == kind)), {})

    def panel(self, key: str) -> Row:
        """The line of a panel."""
        return next(row for row in self.rows if row.kind == "panel" and row.key == key)


def units(told: Told, row: Row) -> Iterator[Part]:
    """The satisfaction of the units below in order, the whole last: one column, two, or further slides."""
    drawn = drawings.regions(told.figures, told.about, "satisfaction_rate", row, "")
    if not drawn or not isinstance(drawn.chart, RankedBars):
        return
    chart = drawn.chart
    least = chart.marks[-1].value
    if least != chart.marks[0].value:
        chart = replace(chart, marks=tuple(replace(mark, named=mark.value == least) for mark in chart.marks))
    longest = max(chart.marks[0].value or 0, chart.average or 0) or 1
    chart = replace(chart, average_label=f"{told.about.whole}平均", top=longest)
    *before, last = _columns(chart)
    charts = [*(replace(one, average=None) for one in before), last]
    blocks = [replace(drawn, chart=one, figures=()) for one in charts]
    blocks[0] = replace(blocks[0], figures=drawn.figures)
    for at in range(0, len(blocks), COLUMNS):
        notes = (_short(drawn.note),) if drawn.note else ()
        yield Part(names=(RATE,), columns=tuple((block,) for block in blocks[at : at + COLUMNS]), notes=notes)


def _columns(chart: RankedBars) -> list[RankedBars]:
    """The chart in columns of equal length."""
    count = len(chart.marks) + 1  # the whole is a bar too
    columns = -(-count // (BARS + 1))
    each = -(-count // columns)
    return [replace(chart, marks=chart.marks[at : at + each]) for at in range(0, count, each)]


def _short(text: str) -> str:
    """A note with as many of the names after its colon as fit."""
    if len(text) <= NOTE:
        return text
    head, colon, names = text.rpartition("：")
    kept = names[: NOTE - len(head)].split("、")[:-1]
    return f"{head}{colon}{'、'.join(kept)}等{len(names.split('、'))}个"


def unit_levels(told: Told, row: Row) -> Iterator[Part]:
    """How satisfied firms of the units below are, level by level, the whole first: one column, two, or further slides."""
    drawn = drawings.levels(told.figures, told.about, row, "")
    if not drawn or not isinstance(drawn.chart, Stacks):
        return
    blocks = [replace(drawn, chart=one, figures=()) for one in _stacked(drawn.chart)]
    blocks[0] = replace(blocks[0], figures=drawn.figures)
    for at in range(0, len(blocks), COLUMNS):
        columns = tuple((block,) for block in blocks[at : at + COLUMNS])
        yield Part(names=(RATE,), columns=columns, notes=(_short(drawn.note),))


def _stacked(chart: Stacks) -> list[Stacks]:
    """The chart by its best level, the whole first; in columns of equal length and on one scale."""
    first, *others = range(len(chart.rows))
    order = [first, *sorted(others, key=lambda at: -(chart.cells[at][0].value or 0))]
    each = -(-len(order) // -(-len(order) // (BARS + 1)))
    return [
        replace(
            chart,
            rows=tuple(chart.rows[at] for at in part),
            cells=tuple(chart.cells[at] for at in part),
            totals=tuple(chart.totals[at] for at in part),
            counts=tuple(chart.counts[at] for at in part),
            least=chart.sides,
        )
        for part in (order[at : at + each] for at in range(0, len(order), each))
    ]


def levels(told: Told, row: Row) -> Iterator[Part]:
    """How satisfied firms are, on which bases, and beside it what they miss."""
    figures = told.figures
    panels = {key: told.panel(key) for key in ("satisfaction_levels", "complaints", "bases")}
    drawn = drawings.options(
        figures, SHARES, "回答的企业", panels["satisfaction_levels"], panels["satisfaction_levels"].text, False
    )
    if not drawn:
        return
    missed = drawings.options(figures, COMPLAINTS, "全部答卷", panels["complaints"], panels["complaints"].text)
    drawn, *beside = _scaled(drawn, *([_accented(missed)] if missed else []))
    left: list[Drawing | Grid] = [drawn, *filter(None, [_bases(told, panels["bases"])])]
    columns: list[Column] = [tuple(left), *((one,) for one in beside)]
    satisfied = [figures.figure(name) for name in SHARES[:GOOD]]
    said = note([100 * Fraction(one.exact) for one in satisfied if one], figures.rounding)
    notes = tuple(filter(None, (said, OTHER_NOTE if beside else "")))
    yield Part(names=(RATE, *COMPLAINTS[:1]), columns=tuple(columns), notes=notes)


def _accented(drawn: Drawing, few: int = 1) -> Drawing:
    """The chart with the accent on its first few bars and those that equal the last of them, as the title names them."""
    if not isinstance(drawn.chart, RankedBars):
        return drawn
    ranked = [mark for mark in drawn.chart.marks if mark.label != drawings.OTHER]
    least = ranked[min(few, len(ranked)) - 1].value or 0
    marks = tuple(replace(mark, named=mark in ranked and (mark.value or 0) >= least > 0) for mark in drawn.chart.marks)
    return replace(drawn, chart=replace(drawn.chart, marks=marks))


def _scaled(*drawn: Drawing) -> list[Drawing]:
    """Charts on one scale, which ends with the longest bar of all: shares beside one another compare."""
    charts = [one.chart for one in drawn if isinstance(one.chart, RankedBars)]
    top = max((mark.value or 0 for chart in charts for mark in chart.marks), default=0) or 1
    return [replace(one, chart=replace(chart, top=top)) for one, chart in zip(drawn, charts, strict=True)]


def _bases(told: Told, row: Row) -> Grid | None:
    """The rate on each of its bases; nothing where there is but one."""
    rows: list[tuple[Text, ...]] = []
    for one in same_question(RATE):
        value, top, base = (told.figures.figure(one.name, part) for part in ("value", "numerator", "denominator"))
        if value and top and base:
            rows.append(((one.base,), (value,), (top,), (base,)))
    if len(rows) < 2:
        return None
    return Grid(key=row.key, title=row.text, heads=tuple(row.heads.split("|")), rows=tuple(rows), source=())


def aspects(told: Told, row: Row) -> Iterator[Part]:
    """What improved, most often named first."""
    drawn = drawings.aspects(told.figures, row, "")
    if drawn:
        yield Part(names=ASPECTS[:1], columns=(tuple(_scaled(_accented(drawn, FEW))),))


def years(told: Told, row: Row) -> Iterator[Part]:
    """Rates of the year before and of this one, over the places that have both."""
    marks: list[Pair] = []
    shown: list[Figure] = []
    for name in YEARLY:
        before, after, moved = (told.figures.figure(name, part) for part in ("before", "after", "difference"))
        if before and after and moved:
            shown += [before, after]
            marks.append(
                Pair(
                    label=metric(name).label,
                    value=after.number,
                    text=after.printed,
                    before=before.number,
                    before_text=before.printed,
                    change=moved.number,
                )
            )
    if not {figure.name for figure in shown} & set(YEARLY[:2]):
        return
    label, before_head, after_head, change = plain(told.wording.filled(row.heads), {}).split("|")
    chart = Dumbbells(
        caption=Caption(title=""),
        heads=Heads(label=label, before=before_head, value=after_head, change=change),
        groups=(Group("", tuple(marks), (0, 1), ()),),
        number_format=f"0.{'0' * told.figures.rounding.digits}%",
    )
    drawn = Drawing(key=row.key, title="", chart=chart, figures=tuple(shown), source=())
    names = tuple(dict.fromkeys(figure.name for figure in shown))
    notes = ("只按两年都有数据的地区计算，可以与本年总体数字不同", *reasons(told.figures, YEARLY))
    yield Part(names=names, columns=((drawn,),), notes=notes)


def trend(told: Told, row: Row) -> Iterator[Part]:
    """The rates year by year, each in a column; a line breaks where years do not compare, and the note says why."""
    panels = {RATE: told.panel("satisfaction_trend"), "improvement_rate": told.panel("improvement_trend")}
    found = [
        (name, one) for name, panel in panels.items() if (one := drawings.trend(told.figures, name, panel, panel.text))
    ]
    if found:
        notes = tuple(f"{metric(name).label}：{one.note}" for name, one in found if one.note)
        yield Part(names=tuple(name for name, _ in found), columns=tuple((one,) for _, one in found), notes=notes)


def certification(told: Told, row: Row) -> Iterator[Part]:
    """Who holds a certificate or is on the way to one, as parts of all that answered, and beside it in figures."""
    panels = {key: told.panel(key) for key in ("statuses", "status_figures")}
    drawn = drawings.certification(told.figures, panels["statuses"], panels["statuses"].text)
    if not drawn:
        return
    beside = panels["status_figures"]
    rows = tuple(
        ((metric(share.name).label,), (share,), (firms,))
        for share in drawn.figures
        if share.part == "value" and (firms := told.figures.figure(share.name, "numerator"))
    )
    grid = Grid(key=beside.key, title=beside.text, heads=tuple(beside.heads.split("|")), rows=rows, source=())
    yield Part(names=("certified_share",), columns=((drawn,), (grid,)))


def coverage(told: Told, row: Row) -> Iterator[Part]:
    """The 39 industries, shaded by assisted firms."""
    drawn = drawings.coverage(told.figures, row, "", TILES_ABREAST, TILE_SIZE)
    if drawn:
        yield Part(names=("assisted_enterprises", "industries_covered"), columns=((drawn,),))


def pilots(told: Told, row: Row) -> Iterator[Part]:
    """Quality before and after in the pilots, an indicator a column; many pilots go on on further slides."""
    drawn = drawings.pilots(told.figures, told.names, row, "")
    if not drawn or not isinstance(drawn.chart, Dumbbells):
        return
    chart, shown = drawn.chart, drawn.figures
    paper, *rest = source(told.figures, ["pilot_after"], base=False)
    count = told.wording.lists["pilots.compared"]()
    words = (paper, *(("；n=", *count, "个试点") if count else ()), *rest)
    below = any(told.figures.where.get(level) for level in ("city", "county"))
    notes = (f"试点指标按整个试点填报，不限于{told.about.name}的企业",) if below else ()
    for at in range(0, max(len(group.marks) for group in chart.groups), PAIRS):
        groups = [replace(group, marks=group.marks[at : at + PAIRS]) for group in chart.groups]
        blocks = [replace(drawn, chart=replace(chart, groups=(one,)), figures=()) for one in groups if one.marks]
        blocks[0], shown = replace(blocks[0], figures=shown), ()
        yield Part(source=words, columns=tuple((block,) for block in blocks), notes=notes)


def bodies(told: Told, row: Row) -> Iterator[Part]:
    """The certification bodies with most assisted firms."""
    drawn = drawings.bodies(told.figures, told.names, row, "")
    if drawn:
        yield Part(names=("assisted_enterprises", "certification_bodies"), columns=(tuple(_scaled(_accented(drawn))),))


def basis(told: Told, row: Row, shown: set[str]) -> Part:
    """What the metrics that were shown mean."""
    found = [(one.text, metric(one.key)) for one in told.rows if one.kind == "basis" and one.key in shown]
    rows: Sequence[tuple[Text, ...]] = [
        ((label,), (one.definition,), (one.base,), (one.source,)) for label, one in found
    ]
    grid = Grid(key=row.key, title="", heads=tuple(row.heads.split("|")), rows=tuple(rows), source=())
    notes = tuple(one.text for one in told.rows if one.kind == "note")
    return Part(names=("responses", "assisted_enterprises"), columns=((grid,),), notes=notes)
