"""A chart as Office draws it: native bars that Word, WPS and PowerPoint show and edit, with their workbook inside.

The numbers stand twice, as Office wants them: in the XML for whoever only looks, and in the workbook for whoever
chooses “edit data”. Both are written here from the same rows. No text of the workbook is a formula.
"""

import io
import re
from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

import xlsxwriter

from charts.chart import Dumbbells, Group, RankedBars
from charts.tokens import LIGHT

SHEET = "数据 Data"
BOOK_RELATION = "rId1"  # of the chart's part to its workbook, its only relation
FONT = "宋体"
POINTS = 9
CATEGORY_AXIS, VALUE_AXIS = 111, 222
UNSPEAKABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


class Native(NamedTuple):
    """One native chart: the XML of its part, the workbook embedded behind it, and how many bars it is tall."""

    xml: bytes
    book: bytes
    bars: int


class _Series(NamedTuple):
    """One series of bars; `tinted` are the colours of single bars by place, fill and edge."""

    name: str
    values: tuple[float | None, ...]
    fill: str
    edge: str
    tinted: dict[int, tuple[str, str]]


def speakable(text: str) -> str:
    """The text without the characters that XML, and so an Office document, cannot hold."""
    return UNSPEAKABLE.sub("", text)


def native(chart: RankedBars | Dumbbells) -> list[Native]:
    """The native charts of a chart: ranked bars are one, before and after are paired bars, one chart a group."""
    if isinstance(chart, RankedBars):
        return [_ranked(chart)]
    return [_paired(chart, group) for group in chart.groups if group.marks]


def _ranked(chart: RankedBars) -> Native:
    """Bars in the order given; the average is the last bar, because a native bar chart has no line across."""
    labels, values = [speakable(mark.label) for mark in chart.marks], [mark.value for mark in chart.marks]
    named = (LIGHT.accent, LIGHT.accent_ink)
    tinted = {place: named for place, mark in enumerate(chart.marks) if mark.named}
    if chart.average is not None:
        tinted[len(values)] = (LIGHT.strong, LIGHT.strong)
        labels, values = [*labels, chart.average_label], [*values, chart.average]
    series = _Series(chart.heads.value, tuple(values), LIGHT.bar, LIGHT.edge, tinted)
    made_from = [
        (chart.heads.numerator, [mark.numerator for mark in chart.marks]),
        (chart.heads.denominator, [mark.denominator for mark in chart.marks]),
    ]
    book = _book(chart.heads.label, labels, [series], made_from, chart.number_format)
    xml = _xml("", labels, [series], chart.heads.label, chart.number_format, (0, chart.top))
    return Native(xml, book, len(labels))


def _paired(chart: Dumbbells, group: Group) -> Native:
    """Before hollow, after filled, as on the page."""
    labels = [speakable(mark.label) for mark in group.marks]
    before = tuple(mark.before for mark in group.marks)
    named = {place: (LIGHT.accent, LIGHT.accent_ink) for place, mark in enumerate(group.marks) if mark.named}
    series = [
        _Series(chart.heads.before, before, LIGHT.paper, LIGHT.edge, {}),
        _Series(chart.heads.value, tuple(mark.value for mark in group.marks), LIGHT.bar, LIGHT.edge, named),
    ]
    change = [(chart.heads.change, [mark.change for mark in group.marks])]
    book = _book(chart.heads.label, labels, series, change, chart.number_format)
    # Bars stand on 0, whatever span the dots of the page have.
    xml = _xml(group.name, labels, series, chart.heads.label, chart.number_format, (min(0, group.span[0]), None))
    return Native(xml, book, 2 * len(labels))


def _book(
    head: str,
    labels: Sequence[str],
    series: Sequence[_Series],
    made_from: Sequence[tuple[str, Sequence[float | None]]],
    number_format: str,
) -> bytes:
    """The workbook: labels, the series that are drawn, then what they were made from."""
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
        columns = [(one.name, one.values, number) for one in series]
        columns += [(name, tuple(values), None) for name, values in made_from if name]
        for column, (name, values, style) in enumerate(columns, 1):
            sheet.write_string(0, column, name)
            for row, value in enumerate(values, 1):
                if value is not None:
                    sheet.write_number(row, column, value, style)
    return target.getvalue()


def _xml(
    title: str,
    labels: Sequence[str],
    series: Sequence[_Series],
    head: str,
    number_format: str,
    span: tuple[float, float | None],
) -> bytes:
    """The part of a chart; the elements stand in the order of the schema."""
    bars = "".join(_series_xml(place, one, labels, number_format) for place, one in enumerate(series))
    heading = f"<c:title><c:tx><c:rich><a:bodyPr/><a:p>{_paragraph(True)}<a:r>{_run(True)}<a:t>{escape(title)}</a:t></a:r></a:p>"
    heading += '</c:rich></c:tx><c:overlay val="0"/></c:title>'
    several = len(series) > 1
    legend = f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text()}</c:legend>' if several else ""
    text = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {NAMESPACES}>'
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/><c:chart>'
        f'{heading if title else ""}<c:autoTitleDeleted val="{0 if title else 1}"/><c:plotArea><c:layout/><c:barChart>'
        f'<c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>{bars}'
        f'<c:gapWidth val="{70 if several else 55}"/><c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:barChart>'
        f"{_category_axis()}{_value_axis(number_format, *span)}"
        f'</c:plotArea>{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{LIGHT.paper[1:]}"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>{_text()}'
        f'<c:externalData r:id="{BOOK_RELATION}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )
    return text.encode()


def _series_xml(place: int, one: _Series, labels: Sequence[str], number_format: str) -> str:
    column, last = chr(ord("B") + place), len(labels) + 1
    points = "".join(
        f'<c:dPt><c:idx val="{at}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{_shape(*colors)}</c:dPt>'
        for at, colors in sorted(one.tinted.items())
    )
    words = "".join(f'<c:pt idx="{at}"><c:v>{escape(label)}</c:v></c:pt>' for at, label in enumerate(labels))
    numbers = "".join(
        f'<c:pt idx="{at}"><c:v>{value!r}</c:v></c:pt>' for at, value in enumerate(one.values) if value is not None
    )
    count = f'<c:ptCount val="{len(labels)}"/>'
    shown = "".join(
        f'<c:{name} val="{int(name == "showVal")}"/>'
        for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    )
    head = f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(one.name)}</c:v></c:pt></c:strCache>'
    name = f"<c:strRef><c:f>{_at(f'${column}$1')}</c:f>{head}</c:strRef>"
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx>{name}</c:tx>{_shape(one.fill, one.edge)}'
        f'<c:invertIfNegative val="0"/>{points}<c:dLbls><c:numFmt formatCode="{escape(number_format)}" sourceLinked="0"/>'
        f'<c:spPr><a:noFill/></c:spPr>{_text()}<c:dLblPos val="outEnd"/>{shown}</c:dLbls>'
        f"<c:cat><c:strRef><c:f>{_at(f'$A$2:$A${last}')}</c:f><c:strCache>{count}{words}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{_at(f'${column}$2:${column}${last}')}</c:f>"
        f"<c:numCache><c:formatCode>{escape(number_format)}</c:formatCode>{count}{numbers}</c:numCache></c:numRef></c:val></c:ser>"
    )


def _at(cells: str) -> str:
    return f"'{SHEET}'!{cells}"


def _category_axis() -> str:
    """The names, the first one on top."""
    return (
        f'<c:catAx><c:axId val="{CATEGORY_AXIS}"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{_line(LIGHT.rule)}{_text()}'
        f'<c:crossAx val="{VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(number_format: str, low: float, high: float | None) -> str:
    limits = f'<c:max val="{high!r}"/>' if high is not None else ""
    return (
        f'<c:valAx><c:axId val="{VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>{limits}<c:min val="{low!r}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="b"/><c:majorGridlines>{_line(LIGHT.grid)}</c:majorGridlines>'
        f'<c:numFmt formatCode="{"0%" if number_format.endswith("%") else "General"}" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{_line("")}{_text()}'
        f'<c:crossAx val="{CATEGORY_AXIS}"/><c:crosses val="max"/><c:crossBetween val="between"/></c:valAx>'
    )


def _shape(fill: str, edge: str) -> str:
    return f'<c:spPr><a:solidFill><a:srgbClr val="{fill[1:]}"/></a:solidFill>{_stroke(edge)}</c:spPr>'


def _line(color: str) -> str:
    return f"<c:spPr>{_stroke(color)}</c:spPr>"


def _stroke(color: str) -> str:
    return (
        f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{color[1:]}"/></a:solidFill></a:ln>'
        if color
        else "<a:ln><a:noFill/></a:ln>"
    )


def _text() -> str:
    return f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p>{_paragraph(False)}<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'


def _paragraph(bold: bool) -> str:
    return f"<a:pPr>{_letters('defRPr', bold)}</a:pPr>"


def _run(bold: bool) -> str:
    return _letters('rPr lang="zh-CN"', bold)


def _letters(element: str, bold: bool) -> str:
    """How the letters look; the Chinese font has to be named by itself."""
    closing = element.split()[0]
    size = (POINTS + bold) * 100
    return (
        f'<a:{element} sz="{size}" b="{int(bold)}"><a:solidFill><a:srgbClr val="{LIGHT.ink[1:]}"/></a:solidFill>'
        f'<a:latin typeface="Times New Roman"/><a:ea typeface="{FONT}"/></a:{closing}>'
    )
