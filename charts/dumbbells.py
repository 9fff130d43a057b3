"""Before and after as a plotly figure: one small plot a group, one above another, with names and changes in columns.

Labels stand on the outer side of each mark, so the two of a row can never meet.
"""

from charts.chart import Dumbbells, Group, Pair
from charts.drawing import NAMES_AT_MOST, Figure, bold, column_width, hover, layout, literal, names, note
from charts.tokens import Tokens, fitted, text_width

HEAD, FOOT, BETWEEN = 30, 24, 14  # px above the rows of a group, below them, and to the next group
ROW, ROW_BELOW_NAME = 27, 44
EDGE = 0.08  # of an axis


def draw(chart: Dumbbells, tokens: Tokens, scale: float, above: bool) -> Figure:
    """Return the figure of a chart that has marks."""
    row = (ROW_BELOW_NAME if above else ROW) * scale
    groups = [group for group in chart.groups if group.marks]
    tall = [(HEAD + FOOT + BETWEEN) * scale + row * len(group.marks) for group in groups]
    height = sum(tall)
    left = 2 if above else (names(chart.marks) + 14) * scale
    right = (16 + column_width([mark.change_text for mark in chart.marks], 60)) * scale
    axes: Figure = {}
    shapes: list[Figure] = []
    words: list[Figure] = []
    data: list[Figure] = []
    top = height
    for number, (group, px) in enumerate(zip(groups, tall, strict=True), 1):
        nth = "" if number == 1 else str(number)
        domain = [(top - px + (FOOT + BETWEEN) * scale) / height, (top - HEAD * scale) / height]
        axes |= _axes(group, nth, domain, tokens, scale, above)
        words.append(_head(group, domain[1], left, tokens, scale))
        for place, mark in enumerate(group.marks):
            shapes += _lines(group, mark, place, nth, tokens, scale)
            words += _words(mark, place, nth, tokens, scale, above, right)
        data += _dots(group, nth, tokens, scale)
        top -= px
    margin = {"l": left, "r": right, "t": 0, "b": 0}
    return {"data": data, "layout": layout(tokens, scale, height, margin, shapes=shapes, annotations=words, **axes)}


def least_width(chart: Dumbbells, scale: float) -> int:
    """The px below which texts would collide."""
    labels = max(text_width(mark.before_text) + text_width(mark.text) for mark in chart.marks)
    return int((labels + 2 * 24 + column_width([mark.change_text for mark in chart.marks], 60)) * scale)


def _axes(group: Group, nth: str, domain: list[float], tokens: Tokens, scale: float, above: bool) -> Figure:
    """Return both axes; without a margin on the left a tick there would be cut off."""
    low, high = group.span
    ticks = [tick for tick in group.ticks if not above or tick[0] > low + (high - low) * EDGE]
    across = {
        "range": list(group.span),
        "anchor": f"y{nth}",
        "tickvals": [at for at, _ in ticks],
        "ticktext": [literal(text) for _, text in ticks],
        "tickfont": {"size": 12 * scale, "color": tokens.faint},
        "tickangle": 0,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }
    down = {"domain": domain, "range": [len(group.marks) - 0.5, -0.5], "visible": False, "fixedrange": True}
    return {f"xaxis{nth}": across, f"yaxis{nth}": {**down, "anchor": f"x{nth}"}}


def _head(group: Group, at: float, left: float, tokens: Tokens, scale: float) -> Figure:
    place: Figure = {"xanchor": "left", "yanchor": "bottom", "xshift": -left, "yshift": 6 * scale}
    return note(bold(group.name, True), 0, at, scale, tokens.ink, 14, **place)


def _lines(group: Group, mark: Pair, place: int, nth: str, tokens: Tokens, scale: float) -> list[Figure]:
    """Return the thin rule of a row and, where there is a before, the thick line between the two marks."""
    on: Figure = {"type": "line", "layer": "below", "xref": f"x{nth}", "yref": f"y{nth}", "y0": place, "y1": place}
    lines = [{**on, "x0": group.span[0], "x1": group.span[1], "line": {"color": tokens.grid, "width": 1}}]
    if mark.before is not None and mark.value is not None:
        color = tokens.accent if mark.named else tokens.bar
        lines.append({**on, "x0": mark.before, "x1": mark.value, "line": {"color": color, "width": 4 * scale}})
    return lines


def _words(mark: Pair, place: int, nth: str, tokens: Tokens, scale: float, above: bool, right: float) -> list[Figure]:
    """Return a row's name, its two values on the outer sides, and its change."""
    ink = tokens.accent_ink if mark.named else tokens.ink
    row: Figure = {"yref": f"y{nth}"}
    beside: Figure = {"xanchor": "right", "xshift": -14 * scale}
    over: Figure = {"xanchor": "left", "yanchor": "bottom", "yshift": 9 * scale}
    name = bold(fitted(mark.label, 330 if above else NAMES_AT_MOST), mark.named)
    words = [note(name, 0, place, scale, ink, **row, **(over if above else beside))]
    rising = mark.before is None or (mark.value is not None and mark.value >= mark.before)
    sides: list[Figure] = [{"xanchor": "right", "xshift": -9 * scale}, {"xanchor": "left", "xshift": 9 * scale}]
    first, second = sides if rising else sides[::-1]
    at: Figure = {**row, "xref": f"x{nth}"}
    if mark.before is not None:
        words.append(note(literal(mark.before_text), mark.before, place, scale, tokens.soft, 12, **at, **first))
    if mark.value is not None:
        words.append(note(bold(mark.text, True), mark.value, place, scale, ink, 13, **at, **second))
    color, size = (ink, 13) if mark.change is not None else (tokens.faint, 12)
    change = bold(mark.change_text, mark.change is not None)
    return [*words, note(change, 1, place, scale, color, size, xanchor="right", xshift=right, **row)]


def _dots(group: Group, nth: str, tokens: Tokens, scale: float) -> list[Figure]:
    colors = [tokens.accent if mark.named else tokens.strong for mark in group.marks]
    dots: Figure = {
        "type": "scatter",
        "mode": "markers",
        "xaxis": f"x{nth}",
        "yaxis": f"y{nth}",
        "y": list(range(len(group.marks))),
        "hovertext": [f"{hover(mark)}  {literal(mark.change_text)}" for mark in group.marks],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    before = {"size": 10 * scale, "color": tokens.paper, "line": {"color": colors, "width": 2 * scale}}
    return [
        {**dots, "x": [mark.before for mark in group.marks], "marker": before},
        {**dots, "x": [mark.value for mark in group.marks], "marker": {"size": 11 * scale, "color": colors}},
    ]
