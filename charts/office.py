"""A chart as Office draws it: native bars, lines and rings that Word, WPS and PowerPoint show and edit, with their workbook inside.

The numbers stand twice, as Office wants them: in the XML for whoever only looks, and in the workbook for whoever
chooses “edit data”. Both are written here from the same rows. No text of the workbook is a formula.
"""

import io
import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple
from xml.sax.saxutils import escape

import xlsxwriter

from charts import doughnut, stacks
from charts.chart import Doughnut, Dumbbells, Group, RankedBars, Stacks, Trend
from charts.tokens import LIGHT, text_width

SHEET = "数据 Data"
BOOK_RELATION = "rId1"  # of the chart's part to its workbook, its only relation
CATEGORY_AXIS, VALUE_AXIS = 111, 222
UNSPEAKABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


Drawn = RankedBars | Dumbbells | Stacks | Trend | Doughnut  # what Office can draw itself


class Native(NamedTuple):
    """One native chart: the XML of its part, the workbook embedded behind it, and how many bars it is tall."""

    xml: bytes
    book: bytes
    bars: int


class Look(NamedTuple):
    """The fonts of Latin letters and of Chinese ones, their size, and whether the values have an axis.

    Without one the bars end before the edge, so that the label of the longest has room. `width`: points of the chart.
    """

    latin: str = "Times New Roman"
    chinese: str = "宋体"
    points: int = 9
    has_axis: bool = True
    width: float = 440


DOCUMENT = Look()
ROOM = 1.18  # of an axis that is not shown, over its longest bar
STEP = 0.2  # of an axis with two sides
BESIDE = 24  # points of a chart that are neither bars nor names
LINE_BARS = 9  # bars as tall as which a line is, or a ring
RING = 0.56  # of a chart's width, which a ring has; right of it stands the key
SLIM = 0.035  # shares whose part of a ring has no room for its label in the letters of a document
TALL = 220.0  # points of the chart in which the words in the hole stand in its middle; others are near enough


class _Series(NamedTuple):
    """One series; `tinted` are the colours of single bars by place, fill and edge.

    `ink` is that of its labels, `inks` that of single ones, and `unlabelled` are the places of bars without one.
    """

    name: str
    values: tuple[float | None, ...]
    fill: str
    edge: str
    tinted: dict[int, tuple[str, str]]
    ink: str = LIGHT.ink
    unlabelled: frozenset[int] = frozenset()
    inks: Mapping[int, str] = MappingProxyType({})


def speakable(text: str) -> str:
    """The text without the characters that XML, and so an Office document, cannot hold."""
    return UNSPEAKABLE.sub("", text)


def native(chart: Drawn, look: Look = DOCUMENT) -> list[Native]:
    """The native charts of a chart: one, but of before and after, which are paired bars, one a group."""
    match chart:
        case RankedBars():
            return [_ranked(chart, look)]
        case Stacks():
            return [_diverging(chart, look)]
        case Trend():
            return [_yearly(chart, look)]
        case Doughnut():
            return [_parts(chart, look)]
    return [_paired(chart, group, look) for group in chart.groups if group.marks]


def _ranked(chart: RankedBars, look: Look) -> Native:
    """Bars in the order given; the average is the last bar, because a native bar chart has no line across."""
    labels, values = [speakable(mark.label) for mark in chart.marks], [mark.value for mark in chart.marks]
    named = (LIGHT.accent, LIGHT.accent_ink)
    tinted = {place: named for place, mark in enumerate(chart.marks) if mark.named}
    if chart.average is not None:
        tinted[len(values)] = (LIGHT.strong, LIGHT.strong)
        labels, values = [*labels, chart.average_label], [*values, chart.average]
    series = _Series(chart.heads.value, tuple(values), LIGHT.bar, LIGHT.edge, tinted)
    book = workbook(chart.heads.label, labels, [(series.name, values)], _made_from(chart), chart.number_format)
    plot = _bars(labels, [series], chart.number_format, _span(look, 0, chart.top, values), look)
    return Native(_xml(plot, look), book, len(labels))


def _paired(chart: Dumbbells, group: Group, look: Look) -> Native:
    """Before hollow, after filled, as on the page."""
    labels = [speakable(mark.label) for mark in group.marks]
    before = tuple(mark.before for mark in group.marks)
    named = {place: (LIGHT.accent, LIGHT.accent_ink) for place, mark in enumerate(group.marks) if mark.named}
    series = [
        _Series(chart.heads.before, before, LIGHT.paper, LIGHT.edge, {}),
        _Series(chart.heads.value, tuple(mark.value for mark in group.marks), LIGHT.bar, LIGHT.edge, named),
    ]
    change = [(chart.heads.change, [mark.change for mark in group.marks])]
    drawn = [(one.name, one.values) for one in series]
    book = workbook(chart.heads.label, labels, drawn, change, chart.number_format)
    # Bars stand on 0, whatever span the dots of the page have.
    span = _span(look, min(0, group.span[0]), None, [value for one in series for value in one.values])
    plot = _bars(labels, series, chart.number_format, span, look)
    return Native(_xml(plot, look, _heading(group.name, look), _legend(look)), book, 2 * len(labels))


def _diverging(chart: Stacks, look: Look) -> Native:
    """The good levels right of 0 and the worst one left of it, as on the page; those between stand in the workbook.

    What stands left is negative, and is printed without its sign.
    """
    labels, worst = [speakable(row.label) for row in chart.rows], len(chart.columns) - 1
    low, high = chart.sides
    span = (_outward(-low), _outward(high)) if look.has_axis else (0 - low, max(high, STEP))
    room = max(look.width - max(text_width(label, look.points) for label in labels) - BESIDE, 1)
    label = text_width(f"00{chart.number_format}", look.points)
    least = label / room * (span[1] - span[0])  # of a bar that is labelled
    fills, inks = stacks.palette(chart, LIGHT), dict(zip(LIGHT.steps, LIGHT.on, strict=True))
    series = []
    for level in [*range(chart.good - 1, -1, -1), worst]:
        values = [cells[level].value for cells in chart.cells]
        drawn = tuple(-value if value and level == worst else value for value in values)
        narrow = frozenset(place for place, value in enumerate(values) if (value or 0) < least)
        edge = LIGHT.accent_ink if level == worst else LIGHT.edge
        ink = inks.get(fills[level], LIGHT.ink)
        series.append(_Series(chart.columns[level].label, drawn, fills[level], edge, {}, ink, narrow))
    unsigned = f"{chart.number_format};{chart.number_format}"
    between = [
        (chart.columns[level].label, [cells[level].value for cells in chart.cells])
        for level in range(chart.good, worst)
    ]
    book = workbook(chart.heads.label, labels, [(one.name, one.values) for one in series], between, unsigned)
    plot = _bars(labels, series, unsigned, span, look, True)
    return Native(_xml(plot, look, legend=_legend(look)), book, len(labels))


def _outward(value: float) -> float:
    """The end of an axis with two sides, beyond a value."""
    return round(math.copysign(math.ceil(abs(value) / STEP - 1e-9), value) * STEP, 9)


def _yearly(chart: Trend, look: Look) -> Native:
    """A line through the years, and another one after each two that do not compare."""
    labels, values = [speakable(mark.label) for mark in chart.marks], [mark.value for mark in chart.marks]
    named = {place: (LIGHT.accent, LIGHT.accent_ink) for place, mark in enumerate(chart.marks) if mark.named}
    starts = [place for place, mark in enumerate(chart.marks) if not place or not mark.joined]
    series = []
    for start, end in pairwise([*starts, len(values)]):
        run = tuple(value if start <= place < end else None for place, value in enumerate(values))
        years = labels[start] if end - start == 1 else f"{labels[start]}–{labels[end - 1]}"
        name = f"{chart.heads.value}（{years}）" if len(starts) > 1 else chart.heads.value
        series.append(
            _Series(name, run, LIGHT.strong, LIGHT.strong, {p: c for p, c in named.items() if start <= p < end})
        )
    drawn = [(one.name, one.values) for one in series]
    book = workbook(chart.heads.label, labels, drawn, _made_from(chart), chart.number_format)
    return Native(_xml(_lines(labels, series, chart, look), look), book, LINE_BARS)


def _parts(chart: Doughnut, look: Look) -> Native:
    """A ring; the names of its parts stand in the key, the words of the whole in the hole."""
    labels, values = [speakable(mark.label) for mark in chart.marks], tuple(mark.value for mark in chart.marks)
    tinted = dict(enumerate(zip(doughnut.palette(chart, LIGHT), doughnut.edges(chart, LIGHT), strict=True)))
    inks = dict(enumerate(doughnut.inks(chart, LIGHT)))
    least = SLIM * look.points / DOCUMENT.points
    slim = frozenset(place for place, value in enumerate(values) if (value or 0) < least)
    series = _Series(chart.heads.value, values, LIGHT.bar, LIGHT.edge, tinted, unlabelled=slim, inks=inks)
    book = workbook(chart.heads.label, labels, [(series.name, values)], _made_from(chart), chart.number_format)
    plot, box = _ring(labels, series, chart.number_format, look), _box(0.02, 0.04, RING - 0.04, 0.92)
    whole, key = (
        _heading(chart.whole, look, _middle(chart.whole, look)),
        _legend(look, "r", _at_place(RING + 0.03, 0.32)),
    )
    return Native(_xml(plot, look, whole, key, box), book, LINE_BARS)


def _made_from(chart: RankedBars | Trend | Doughnut) -> list[tuple[str, list[float | None]]]:
    """The columns of the workbook that shares are made from; the average of bars has none."""
    return [
        (chart.heads.numerator, [mark.numerator for mark in chart.marks]),
        (chart.heads.denominator, [mark.denominator for mark in chart.marks]),
    ]


def _span(look: Look, low: float, high: float | None, values: Sequence[float | None]) -> tuple[float, float | None]:
    """Where the axis begins and ends; None lets Office choose."""
    if look.has_axis:
        return low, high
    longest = max((value for value in values if value is not None), default=0)
    return low, ROOM * (high or longest or 1)


def workbook(
    head: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    made_from: Sequence[tuple[str, Sequence[float | None]]],
    number_format: str,
) -> bytes:
    """The workbook behind a chart: labels, the series that are drawn, then what they were made from."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet, text = book.add_worksheet(SHEET), book.add_format({"num_format": "@"})
        number = book.add_format({"num_format": number_format})
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 8, 12)
        sheet.write_string(0, 0, head)
        for row, label in enumerate(labels, 1):
            sheet.write_string(row, 0, label, text)
        columns = [(name, values, number) for name, values in series]
        columns += [(name, values, None) for name, values in made_from if name]
        for column, (name, values, style) in enumerate(columns, 1):
            sheet.write_string(0, column, name)
            for row, value in enumerate(values, 1):
                if value is not None:
                    sheet.write_number(row, column, value, style)
    return target.getvalue()


def _xml(plot: str, look: Look, heading: str = "", legend: str = "", box: str = "<c:layout/>") -> bytes:
    """The part of a chart; the elements stand in the order of the schema."""
    text = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {NAMESPACES}>'
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/><c:chart>'
        f'{heading}<c:autoTitleDeleted val="{0 if heading else 1}"/><c:plotArea>{box}{plot}'
        f'</c:plotArea>{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{LIGHT.paper[1:]}"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>{_text(look)}'
        f'<c:externalData r:id="{BOOK_RELATION}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )
    return text.encode()


def _heading(words: str, look: Look, place: str = "") -> str:
    """Words above the plot, or at a place of their own over it; none if there are none."""
    if not words:
        return ""
    letters = f"<a:p>{_paragraph(look, True)}<a:r>{_run(look)}<a:t>{escape(speakable(words))}</a:t></a:r></a:p>"
    return f'<c:title><c:tx><c:rich><a:bodyPr/>{letters}</c:rich></c:tx>{place}<c:overlay val="{int(bool(place))}"/></c:title>'


def _legend(look: Look, side: str = "b", place: str = "") -> str:
    """The key: below the plot, or at a place of its own."""
    return f'<c:legend><c:legendPos val="{side}"/>{place}<c:overlay val="0"/>{_text(look)}</c:legend>'


def _middle(words: str, look: Look) -> str:
    """Where words begin whose middle is that of the ring."""
    wide, tall = text_width(words, look.points + 1) + 6, 1.6 * (look.points + 1)
    return _at_place(RING / 2 - wide / look.width / 2, 0.5 - tall / TALL / 2)


def _at_place(x: float, y: float) -> str:
    """Where something begins, as shares of the chart."""
    places = f'<c:xMode val="edge"/><c:yMode val="edge"/><c:x val="{x:.4f}"/><c:y val="{y:.4f}"/>'
    return f"<c:layout><c:manualLayout>{places}</c:manualLayout></c:layout>"


def _box(x: float, y: float, wide: float, tall: float) -> str:
    """The place of a plot, as shares of the chart."""
    sides = "".join(f'<c:{name} val="{at:g}"/>' for name, at in (("x", x), ("y", y), ("w", wide), ("h", tall)))
    modes = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    return f"<c:layout><c:manualLayout>{modes}{sides}</c:manualLayout></c:layout>"


def _ring(labels: Sequence[str], series: _Series, number_format: str, look: Look) -> str:
    """Parts of a whole, clockwise from the top; the schema has no place for their labels but on the ring."""
    points = "".join(
        f'<c:dPt><c:idx val="{at}"/><c:bubble3D val="0"/>{_shape(*colors)}</c:dPt>'
        for at, colors in sorted(series.tinted.items())
    )
    drawn = _series_xml(0, series, labels, number_format, look, shape="", points=points, position="")
    return (
        f'<c:doughnutChart><c:varyColors val="1"/>{drawn}<c:firstSliceAng val="0"/>'
        f'<c:holeSize val="{round(100 * doughnut.HOLE)}"/></c:doughnutChart>'
    )


def _bars(
    labels: Sequence[str],
    series: Sequence[_Series],
    number_format: str,
    span: tuple[float, float | None],
    look: Look,
    is_stacked: bool = False,
) -> str:
    """Bars from left to right, the first label on top, and their axes."""
    grouping, gap = ("stacked", 45) if is_stacked else ("clustered", 70 if len(series) > 1 else 55)
    drawn = "".join(
        _series_xml(
            place,
            one,
            labels,
            number_format,
            look,
            shape=f'{_shape(one.fill, one.edge)}<c:invertIfNegative val="0"/>',
            points="".join(
                f'<c:dPt><c:idx val="{at}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{_shape(*colors)}</c:dPt>'
                for at, colors in sorted(one.tinted.items())
            ),
            position="ctr" if is_stacked else "outEnd",
        )
        for place, one in enumerate(series)
    )
    overlap = '<c:overlap val="100"/>' if is_stacked else ""
    return (
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{drawn}'
        f'<c:gapWidth val="{gap}"/>{overlap}'
        f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:barChart>'
        f"{_category_axis(look, is_upright=True)}{_value_axis(number_format, *span, look, is_upright=True)}"
    )


def _lines(labels: Sequence[str], series: Sequence[_Series], chart: Trend, look: Look) -> str:
    """Lines with a mark a value, from left to right, and their axes."""
    drawn = "".join(
        _series_xml(
            place,
            one,
            labels,
            chart.number_format,
            look,
            shape=f"<c:spPr>{_stroke(one.edge, 2)}</c:spPr>{_marker(one.fill, one.edge)}",
            points="".join(
                f'<c:dPt><c:idx val="{at}"/>{_marker(*colors)}<c:bubble3D val="0"/></c:dPt>'
                for at, colors in sorted(one.tinted.items())
            ),
            position="t",
            end='<c:smooth val="0"/>',
        )
        for place, one in enumerate(series)
    )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{drawn}<c:marker val="1"/>'
        f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:lineChart>'
        f"{_category_axis(look, is_upright=False)}"
        f"{_value_axis(chart.number_format, *chart.span, look._replace(has_axis=True), is_upright=False)}"
    )


def _marker(fill: str, edge: str) -> str:
    return f'<c:marker><c:symbol val="circle"/><c:size val="8"/>{_shape(fill, edge)}</c:marker>'


def _series_xml(
    place: int,
    one: _Series,
    labels: Sequence[str],
    number_format: str,
    look: Look,
    *,
    shape: str,
    points: str,
    position: str,
    end: str = "",
) -> str:
    """A series: how it is drawn (`shape`, single `points`, `end`), where its labels stand, and its numbers."""
    column, last, text = chr(ord("B") + place), len(labels) + 1, _text(look, one.ink)
    words = "".join(f'<c:pt idx="{at}"><c:v>{escape(label)}</c:v></c:pt>' for at, label in enumerate(labels))
    numbers = "".join(
        f'<c:pt idx="{at}"><c:v>{value!r}</c:v></c:pt>' for at, value in enumerate(one.values) if value is not None
    )
    count = f'<c:ptCount val="{len(labels)}"/>'
    shown = "".join(
        f'<c:{name} val="{int(name == "showVal")}"/>'
        for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    )
    look_of_label = f'<c:numFmt formatCode="{escape(number_format)}" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>'
    stand = f'<c:dLblPos val="{position}"/>{shown}' if position else shown
    single = {at: f"{look_of_label}{_text(look, ink)}{stand}" for at, ink in one.inks.items()}
    single |= dict.fromkeys(one.unlabelled, '<c:delete val="1"/>')
    own = "".join(f'<c:dLbl><c:idx val="{at}"/>{inside}</c:dLbl>' for at, inside in sorted(single.items()))
    head = f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(one.name)}</c:v></c:pt></c:strCache>'
    name = f"<c:strRef><c:f>{_at(f'${column}$1')}</c:f>{head}</c:strRef>"
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx>{name}</c:tx>{shape}{points}'
        f"<c:dLbls>{own}{look_of_label}{text}{stand}</c:dLbls>"
        f"<c:cat><c:strRef><c:f>{_at(f'$A$2:$A${last}')}</c:f><c:strCache>{count}{words}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{_at(f'${column}$2:${column}${last}')}</c:f>"
        f"<c:numCache><c:formatCode>{escape(number_format)}</c:formatCode>{count}{numbers}</c:numCache></c:numRef></c:val>{end}</c:ser>"
    )


def _at(cells: str) -> str:
    return f"'{SHEET}'!{cells}"


def _category_axis(look: Look, *, is_upright: bool) -> str:
    """The names: down the left, the first one on top, or along the bottom."""
    order, side = ("maxMin", "l") if is_upright else ("minMax", "b")
    return (
        f'<c:catAx><c:axId val="{CATEGORY_AXIS}"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{_line(LIGHT.rule)}{_text(look)}'
        f'<c:crossAx val="{VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(number_format: str, low: float, high: float | None, look: Look, *, is_upright: bool) -> str:
    """The values across the names; below bars that stand on top of one another, left of a line."""
    shown, (side, crosses) = look.has_axis, ("b", "max") if is_upright else ("l", "min")
    unit = f'<c:majorUnit val="{STEP}"/>' if low < 0 else ""
    limits = f'<c:max val="{high!r}"/>' if high is not None else ""
    return (
        f'<c:valAx><c:axId val="{VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>{limits}<c:min val="{low!r}"/></c:scaling>'
        f'<c:delete val="{int(not shown)}"/><c:axPos val="{side}"/>'
        f"{f'<c:majorGridlines>{_line(LIGHT.grid)}</c:majorGridlines>' if shown else ''}"
        f'<c:numFmt formatCode="{"0%;0%" if number_format.endswith("%") else "General"}" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{_line("")}{_text(look)}'
        f'<c:crossAx val="{CATEGORY_AXIS}"/><c:crosses val="{crosses}"/><c:crossBetween val="between"/>{unit}</c:valAx>'
    )


def _shape(fill: str, edge: str) -> str:
    return f'<c:spPr><a:solidFill><a:srgbClr val="{fill[1:]}"/></a:solidFill>{_stroke(edge)}</c:spPr>'


def _line(color: str) -> str:
    return f"<c:spPr>{_stroke(color)}</c:spPr>"


def _stroke(color: str, points: float = 0.75) -> str:
    return (
        f'<a:ln w="{int(12700 * points)}"><a:solidFill><a:srgbClr val="{color[1:]}"/></a:solidFill></a:ln>'
        if color
        else "<a:ln><a:noFill/></a:ln>"
    )


def _text(look: Look, ink: str = LIGHT.ink) -> str:
    letters = _paragraph(look, False, ink)
    return f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p>{letters}<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'


def _paragraph(look: Look, bold: bool, ink: str = LIGHT.ink) -> str:
    return f"<a:pPr>{_properties(look, 'defRPr', bold, ink)}</a:pPr>"


def _run(look: Look) -> str:
    return _properties(look, 'rPr lang="zh-CN"', True)


def _properties(look: Look, element: str, bold: bool, ink: str = LIGHT.ink) -> str:
    """How the letters look; the Chinese font has to be named by itself."""
    closing = element.split()[0]
    size = (look.points + bold) * 100
    return (
        f'<a:{element} sz="{size}" b="{int(bold)}"><a:solidFill><a:srgbClr val="{ink[1:]}"/></a:solidFill>'
        f'<a:latin typeface="{look.latin}"/><a:ea typeface="{look.chinese}"/></a:{closing}>'
    )
