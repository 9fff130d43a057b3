"""Regions on a map as a plotly figure of filled lines: plotly's own maps fetch files from the net, this needs none."""

import math
from itertools import pairwise

from charts.chart import Line, RegionMap, Ring, Shape
from charts.drawing import LEGEND_WIDTH, Figure, axis, bold, hover, key, layout, note
from charts.tokens import Tokens, text_width

WIDTH = {False: 700, True: 340}  # px that the plot is taken to have: what a label must fit into
TALLEST = 640
EDGE = 0.02  # of the extent, left free around it
LEVELS = 15  # heights at which the widest place for a label is looked for
LINE = 1.3  # of the size of its type
ROOM = 4  # px beside a label

PARTS = (-0.4, -0.2, 0.2, 0.4)  # of a label's height, at which it must have room besides its middle

Box = tuple[float, float, float, float]
Stretch = tuple[float, float]  # from west to east


def draw(chart: RegionMap, tokens: Tokens, scale: float, narrow: bool) -> Figure:
    """Return the figure of a chart that has marks; longitudes are drawn as long as they are at its middle."""
    rings = [*(ring for mark in chart.marks for ring in mark.rings), *chart.lines]
    (left, right), (low, high) = (_extent([point[at] for ring in rings for point in ring]) for at in (0, 1))
    shrink = math.cos(math.radians((low + high) / 2))
    width, wide, high_degrees = WIDTH[narrow] * scale, (right - left) * shrink, high - low
    height = min(width * high_degrees / wide, TALLEST * scale)
    unit = min(width / wide, height / high_degrees)
    swatches: list[tuple[str, str | None]] = list(zip(chart.key, tokens.steps, strict=False))
    if chart.empty:
        swatches.append((chart.empty, None))
    words, shapes, below = key(swatches, tokens, scale, LEGEND_WIDTH[narrow])
    drawn = layout(
        tokens,
        scale,
        height + below,
        {"l": 1, "r": 1, "t": 1, "b": below},
        shapes=shapes,
        annotations=_labels(chart, tokens, scale, unit * shrink, unit) + words,
        xaxis=axis(range=[left, right], constrain="domain"),
        yaxis=axis(range=[low, high], scaleanchor="x", scaleratio=1 / shrink, constrain="domain"),
    )
    # What is named comes last, or its neighbours would cover its edge.
    ordered = sorted(chart.marks, key=lambda mark: mark.named)
    data = [_filled(mark, chart.heads.count, tokens, scale) for mark in ordered]
    return {"data": [*data, *([_lines(chart.lines, tokens, scale)] if chart.lines else [])], "layout": drawn}


def least_width(chart: RegionMap, scale: float) -> int:
    """A map shrinks with its panel: a label without room is left out, and stands under the pointer."""
    return 0


def _extent(numbers: list[float]) -> tuple[float, float]:
    low, high = min(numbers), max(numbers)
    more = (high - low) * EDGE or EDGE
    return low - more, high + more


def _filled(mark: Shape, head: str, tokens: Tokens, scale: float) -> Figure:
    empty = mark.step is None
    edge = {"color": tokens.accent if mark.named else tokens.ghost, "width": (2.5 if mark.named else 0.8) * scale}
    x, y = _path(mark.rings)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": tokens.paper if mark.step is None else tokens.steps[mark.step],
        "line": {**edge, "dash": "dot" if empty and not mark.named else "solid"},
        "hoveron": "fills",
        "text": hover(mark, head),
        "hoverinfo": "text",
    }


def _lines(lines: tuple[Ring, ...], tokens: Tokens, scale: float) -> Figure:
    x, y = _path(lines)
    line = {"color": tokens.soft, "width": scale}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def _path(rings: tuple[Ring, ...]) -> tuple[list[float | None], list[float | None]]:
    """The rings one after the other, with a gap between: plotly fills them as one, and leaves out the holes."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings:
        gap = [None] if x else []
        x, y = [*x, *gap, *(point[0] for point in ring)], [*y, *gap, *(point[1] for point in ring)]
    return x, y


def _labels(chart: RegionMap, tokens: Tokens, scale: float, per_x: float, per_y: float) -> list[Figure]:
    """Name and figure where a region has room for both, else its name; none over another, what is named first."""
    taken: list[Box] = []
    words = []
    for mark in sorted(chart.marks, key=lambda mark: not mark.named):
        for lines in (mark.lines, mark.lines[:1]):
            across = (max(text_width(line.text, line.size) for line in lines) + ROOM) * scale
            tall = sum(line.size * LINE for line in lines) * scale
            x, y, free = widest(mark.rings, tall / per_y)
            box = (x * per_x - across / 2, y * per_y - tall / 2, x * per_x + across / 2, y * per_y + tall / 2)
            if free * per_x >= across and not any(_meet(box, other) for other in taken):
                taken.append(box)
                ink = tokens.faint if mark.step is None else tokens.on[mark.step]
                words += _words(lines, (x, y), tall, ink, scale)
                break
    return words


def _words(lines: tuple[Line, ...], at: tuple[float, float], tall: float, ink: str, scale: float) -> list[Figure]:
    """The lines one below the other, around a place."""
    words, down = [], -tall / 2
    for line in lines:
        high = line.size * LINE * scale
        place: Figure = {"xref": "x", "yref": "y", "xanchor": "center", "yanchor": "middle"}
        words.append(note(bold(line.text, line.bold), *at, scale, ink, line.size, yshift=-(down + high / 2), **place))
        down += high
    return words


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def widest(rings: tuple[Ring, ...], tall: float) -> tuple[float, float, float]:
    """The middle of the place inside the rings that is widest for something so tall, and its width; in degrees."""
    heights = [y for ring in rings for _, y in ring]
    low, high = min(heights), max(heights)
    found = (rings[0][0][0], rings[0][0][1], 0.0)
    for level in range(1, LEVELS + 1):
        y = low + (high - low) * level / (LEVELS + 1)
        inside = _inside(rings, y)
        for part in PARTS:
            inside = _common(inside, _inside(rings, y + part * tall))
        for west, east in inside:
            if east - west > found[2]:
                found = ((west + east) / 2, y, east - west)
    return found


def _inside(rings: tuple[Ring, ...], y: float) -> list[Stretch]:
    """The stretches inside the rings at a latitude."""
    crossed = sorted(
        x1 + (x2 - x1) * (y - y1) / (y2 - y1)
        for ring in rings
        for (x1, y1), (x2, y2) in pairwise((*ring, ring[0]))
        if (y1 <= y) != (y2 <= y)
    )
    return list(zip(crossed[::2], crossed[1::2], strict=True))


def _common(some: list[Stretch], others: list[Stretch]) -> list[Stretch]:
    met = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return [(west, east) for west, east in met if west < east]
