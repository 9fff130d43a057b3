"""A chart that somebody drew in Office, given new numbers: its look is kept, its words and values are replaced."""

import re
from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import SeriesXmlRewriterFactory
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.serialized import serialize_part_xml
from pptx.oxml import parse_xml

from charts.chart import Doughnut, Dumbbells, RankedBars, Stacks, Tiles, Trend
from charts.office import SHEET, speakable, workbook

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NOT_OF_CATEGORIES = ("scatterChart", "bubbleChart", "stockChart", "surfaceChart", "surface3DChart")
_SHEET = re.compile(r"^(?:'[^']*'|[^!]*)!")

Refillable = RankedBars | Dumbbells | Stacks | Tiles | Trend | Doughnut
Series = tuple[str, Sequence[float | None]]


def can_be_refilled(xml: bytes) -> bool:
    """Whether a chart has names along one axis and values along the other: bars, lines, areas, a pie."""
    area = parse_xml(xml).find(f"{C}chart/{C}plotArea")
    plots = [] if area is None else [one.tag.removeprefix(C) for one in area if one.tag.endswith("Chart")]
    return bool(plots) and not set(plots) & set(NOT_OF_CATEGORIES) and area.find(f".//{C}ser") is not None


def title(xml: bytes) -> str:
    """The words of a chart's title."""
    return "".join(one.text or "" for one in _title(parse_xml(xml)))


def refilled(xml: bytes, chart: Refillable, titled: str) -> tuple[bytes, bytes]:
    """The chart with new data and that title, where it has one; and the workbook to stand behind it."""
    space: Any = parse_xml(xml)
    words = _title(space)
    for at, one in enumerate(words):
        one.text = speakable(titled) if at == 0 else ""
    _without_old_labels(space)
    labels, series = _columns(chart)
    data = CategoryChartData(number_format=chart.number_format)
    data.categories = labels
    for name, values in series:
        data.add_series(name, values)
    SeriesXmlRewriterFactory(XL_CHART_TYPE.COLUMN_CLUSTERED, data).replace_series_data(space)
    for one in space.iter(f"{C}f"):
        if next(one.iterancestors(f"{C}tx", f"{C}cat", f"{C}val"), None) is not None:
            one.text = _SHEET.sub(f"'{SHEET}'!", one.text or "")
    return serialize_part_xml(space), workbook(chart.heads.label, labels, series, [], chart.number_format)


def book_relation(xml: bytes) -> str:
    """The relation of a chart to its workbook, empty where it has none."""
    found = parse_xml(xml).find(f"{C}externalData")
    return "" if found is None else found.get(f"{R}id", "")


def with_book(xml: bytes, relation: str) -> bytes:
    """The chart with that relation to its workbook."""
    space: Any = parse_xml(xml)
    space.get_or_add_externalData().rId = relation
    return serialize_part_xml(space)


def _title(space: Any) -> list[Any]:
    found = space.find(f"{C}chart/{C}title")
    return [] if found is None else list(found.iter(f"{A}t"))


def _without_old_labels(space: Any) -> None:
    """Take out what keeps old numbers beside the data: labels typed by hand or taken from cells, series that are filtered."""
    for series in space.iter(f"{C}ser"):
        for label in [*series.iter(f"{C}dLbl")]:
            if label.find(f"{C}tx") is not None:
                label.getparent().remove(label)
        for more in series.findall(f"{C}extLst"):
            series.remove(more)
    for plot in space.find(f"{C}chart/{C}plotArea"):
        for more in plot.findall(f"{C}extLst") if plot.tag.endswith("Chart") else ():
            plot.remove(more)


def _columns(chart: Refillable) -> tuple[list[str], list[Series]]:
    """The names and the series of a chart; an average is the last bar."""
    if isinstance(chart, Dumbbells):
        pairs = [(mark, group) for group in chart.groups for mark in group.marks]
        several = len({mark.label for mark, _ in pairs}) < len(pairs)  # the same pilots in each group
        names = [f"{mark.label} {group.name}" if several else mark.label for mark, group in pairs]
        sides = [
            (chart.heads.before, [mark.before for mark, _ in pairs]),
            (chart.heads.value, [m.value for m, _ in pairs]),
        ]
        return [speakable(one) for one in names], [(name, tuple(values)) for name, values in sides]
    if isinstance(chart, Stacks):
        levels = zip(chart.columns, zip(*chart.cells, strict=True), strict=True)
        series: list[Series] = [(level.label, tuple(cell.value for cell in cells)) for level, cells in levels]
        return [speakable(row.label) for row in chart.rows], series
    labels, values = [speakable(mark.label) for mark in chart.marks], [mark.value for mark in chart.marks]
    if isinstance(chart, RankedBars) and chart.average is not None:
        labels, values = [*labels, speakable(chart.average_label)], [*values, chart.average]
    return labels, [(chart.heads.value, tuple(values))]
