"""Parts of one whole as a ring: each part has its name and figures beside it, joined to it by a line.

On a phone, which has no room beside the ring, they stand below it with a swatch each. Colours differ in lightness
too, and every part is named: it reads in grey.
"""

import math
from collections.abc import Sequence
from itertools import accumulate
from statistics import fmean
from typing import NamedTuple

from charts.chart import Doughnut, Mark
from charts.drawing import Figure, bold, column_width, hover, layout, literal, note, swatch
from charts.tokens import Tokens, fitted

RADIUS, HOLE = 78, 0.6  # px; the hole as a share of it
OUT, REACH = 9, 22  # px beyond the ring: where a line bends, and where it ends
APART, EDGE = 38, 22  # px between two labels, and from the middle of one to the edge of the figure
NAME = 118  # px of a name beside the ring; what is longer is cut, and whole under the pointer
ROW, FIRST = 27, 24  # px of a row below the ring, and from the ring to the first
NAME_BELOW = 190
SWATCH = 26  # px with the space behind it


def draw(chart: Doughnut, tokens: Tokens, scale: float, above: bool) -> Figure:
    """Return the figure of a chart that is not empty; the labels stand below the ring where `above` is asked for."""
    labels = [] if above else _labels(chart)
    up = max([RADIUS + 4, *(EDGE - label.y for label in labels)])
    down = max([RADIUS + 4, *(EDGE + label.y for label in labels)])
    if above:
        down += FIRST + ROW * len(chart.marks) - ROW / 2
    middle = down / (up + down)  # of the ring, from below
    words = [_whole(chart, middle, tokens, scale)]
    shapes: list[Figure] = []
    if above:
        words += [
            word for row, mark in enumerate(chart.marks) for word in _row(chart, mark, row, middle, tokens, scale)
        ]
        shapes = [_swatch(row, color, middle, tokens, scale) for row, color in enumerate(palette(chart, tokens))]
    else:
        words += [_label(label, middle, tokens, scale) for label in labels]
        shapes = [_leader(label, middle, tokens, scale) for label in labels]
    drawn = layout(
        tokens, scale, (up + down) * scale, {"l": 0, "r": 0, "t": 0, "b": 0}, annotations=words, shapes=shapes
    )
    return {"data": [_ring(chart, middle, RADIUS / (up + down), tokens, scale)], "layout": drawn}


def least_width(chart: Doughnut, scale: float) -> int:
    """The px below which texts would collide; a phone has them below the ring."""
    return int(300 * scale)


def palette(chart: Doughnut, tokens: Tokens) -> list[str]:
    """Return a colour a part: from the shade that stands out most to paper; the accent for what the sentence names."""
    shades = [*reversed(tokens.steps), tokens.paper]
    return [tokens.accent if mark.named else shade for mark, shade in zip(chart.marks, shades, strict=False)]


def inks(chart: Doughnut, tokens: Tokens) -> list[str]:
    """Return the ink a part whose colour is under it."""
    on = dict(zip(tokens.steps, tokens.on, strict=True))
    return [on.get(color, tokens.ink) for color in palette(chart, tokens)]


def edges(chart: Doughnut, tokens: Tokens) -> list[str]:
    """Return the colour of the line around each part."""
    return [tokens.accent_ink if mark.named else tokens.edge for mark in chart.marks]


def _ring(chart: Doughnut, middle: float, reach: float, tokens: Tokens, scale: float) -> Figure:
    return {
        "type": "pie",
        "values": [mark.value or 0 for mark in chart.marks],
        "labels": [str(place) for place in range(len(chart.marks))],  # equal ones would be one part
        "hole": HOLE,
        "sort": False,
        "direction": "clockwise",
        "rotation": 0,
        "domain": {"x": [0, 1], "y": [middle - reach, middle + reach]},
        "marker": {"colors": palette(chart, tokens), "line": {"width": scale, "color": edges(chart, tokens)}},
        "textinfo": "none",
        "hovertext": [hover(mark) for mark in chart.marks],
        "hoverinfo": "text",
        "showlegend": False,
    }


def _whole(chart: Doughnut, middle: float, tokens: Tokens, scale: float) -> Figure:
    at: Figure = {"xanchor": "center", "yanchor": "middle", "align": "center"}
    return note(bold(fitted(chart.whole, 2 * RADIUS * HOLE - 14, 16), True), 0.5, middle, scale, tokens.ink, 16, **at)


class _Label(NamedTuple):
    """A part's words: `y` px below the middle of the ring, right or left of it; `bend` is where its line leaves the ring."""

    mark: Mark
    right: bool
    y: float
    bend: tuple[float, float]


def _labels(chart: Doughnut) -> list[_Label]:
    """Each label as near to its part as the others leave room for."""
    values = [mark.value or 0 for mark in chart.marks]
    found: list[_Label] = []
    for mark, value, before in zip(chart.marks, values, accumulate(values, initial=0), strict=False):
        angle = 2 * math.pi * (before + value / 2) / sum(values)
        bend = (RADIUS + OUT) * math.sin(angle), -(RADIUS + OUT) * math.cos(angle)
        found.append(_Label(mark, bend[0] >= 0, bend[1], bend))
    placed: list[_Label] = []
    for side in (True, False):
        column = [label for label in found if label.right == side]
        column = column if side else column[::-1]  # from above
        places = _around([label.bend for label in column], spread([label.y for label in column], APART))
        placed += [label._replace(y=y) for label, y in zip(column, places, strict=True)]
    return placed


def _around(bends: Sequence[tuple[float, float]], places: Sequence[float]) -> list[float]:
    """The places from above, moved away from the middle as far as it takes for no line to cross the ring."""
    clear = list(places)
    for at in reversed(range(len(clear))):
        while bends[at][1] < 0 and _crosses(bends[at], clear[at]):
            clear[at] -= 1
        clear[at] = min([clear[at], *(one - APART for one in clear[at + 1 : at + 2])])
    for at in range(len(clear)):
        while bends[at][1] >= 0 and _crosses(bends[at], clear[at]):
            clear[at] += 1
        clear[at] = max([clear[at], *(one + APART for one in clear[:at][-1:])])
    return clear


def _crosses(bend: tuple[float, float], y: float) -> bool:
    """Whether the line from where it bends to words at `y` comes nearer to the middle than the ring's edge."""
    (ax, ay), bx = (abs(bend[0]), bend[1]), RADIUS + REACH
    dx, dy = bx - ax, y - ay
    along = min(max(-(ax * dx + ay * dy) / (dx * dx + dy * dy), 0), 1)
    return math.hypot(ax + along * dx, ay + along * dy) < RADIUS + 2


def spread(wanted: Sequence[float], apart: float) -> list[float]:
    """Return ascending places that are at least so far apart and altogether nearest to those wanted, also ascending."""
    blocks: list[list[float]] = []  # of places that touch, each moved up by all that stands before it
    for place, want in enumerate(wanted):
        blocks.append([want - place * apart])
        while len(blocks) > 1 and fmean(blocks[-2]) >= fmean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    level = [fmean(block) for block in blocks for _ in block]
    return [one + place * apart for place, one in enumerate(level)]


def _label(label: _Label, middle: float, tokens: Tokens, scale: float) -> Figure:
    """A name above its figures."""
    mark, side = label.mark, 1 if label.right else -1
    ink = tokens.accent_ink if mark.named else tokens.ink
    count = f' <span style="color:{tokens.faint}">{literal(mark.count)}</span>' if mark.count else ""
    text = f"{bold(fitted(mark.label, NAME), mark.named)}<br>{bold(mark.text, True)}{count}"
    at: Figure = {"xanchor": "left" if label.right else "right", "align": "left" if label.right else "right"}
    at |= {"xshift": side * (RADIUS + REACH + 5) * scale, "yanchor": "middle", "yshift": -label.y * scale}
    return note(text, 0.5, middle, scale, ink, **at)


def _leader(label: _Label, middle: float, tokens: Tokens, scale: float) -> Figure:
    """The line from the ring to the words of a part."""
    (x, y), side = label.bend, 1 if label.right else -1
    near = (RADIUS + 1) / (RADIUS + OUT)
    points = [(x * near, y * near), (x, y), (side * (RADIUS + REACH), label.y)]
    path = " ".join(f"{'L' if at else 'M'}{px * scale:.1f},{-py * scale:.1f}" for at, (px, py) in enumerate(points))
    pixels = {"xref": "paper", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel"}
    line = {"color": tokens.ghost, "width": scale}
    return {"type": "path", "path": path, **pixels, "xanchor": 0.5, "yanchor": middle, "line": line}


def _row(chart: Doughnut, mark: Mark, row: int, middle: float, tokens: Tokens, scale: float) -> list[Figure]:
    """A name and its figures below the ring."""
    ink = tokens.accent_ink if mark.named else tokens.ink
    counts = column_width([one.count for one in chart.marks], 0)
    at: Figure = {"yanchor": "middle", "yshift": -_down(row) * scale}
    words = [
        note(bold(fitted(mark.label, NAME_BELOW), mark.named), 0, middle, scale, ink, xanchor="left", **at,
             xshift=SWATCH * scale),
        note(bold(mark.text, mark.named), 1, middle, scale, ink, xanchor="right", xshift=-counts * scale, **at),
    ]  # fmt: skip
    if mark.count:
        words.append(note(literal(mark.count), 1, middle, scale, tokens.faint, 12, xanchor="right", **at))
    return words


def _swatch(row: int, color: str, middle: float, tokens: Tokens, scale: float) -> Figure:
    return {**swatch(1, (_down(row) - 7) * scale, color, tokens, scale), "yanchor": middle}


def _down(row: int) -> float:
    """Px from the middle of the ring to the middle of a row."""
    return RADIUS + FIRST + ROW * row
