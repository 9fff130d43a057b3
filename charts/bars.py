"""Ranked bars as a plotly figure."""

from charts.chart import Mark, RankedBars
from charts.drawing import (
    NAMES_AT_MOST,
    Figure,
    axis,
    bold,
    column_width,
    hover,
    layout,
    literal,
    names,
    note,
)
from charts.tokens import Tokens, fitted

GAP = 14  # px between the plot and its figures


def draw(chart: RankedBars, tokens: Tokens, scale: float, above: bool) -> Figure:
    """Return the figure of a chart that is not empty."""
    marks, count = chart.marks, len(chart.marks)
    values = GAP + column_width([chart.heads.value, *(mark.text for mark in marks)], 52)
    right = values + column_width([chart.heads.count, *(mark.count for mark in marks)], 46)
    margin = {"l": 2 if above else (names(marks) + 14) * scale, "r": right * scale, "t": 26 * scale, "b": 24 * scale}
    ticks = [tick for tick in chart.ticks if tick[0] > 0] if above else chart.ticks
    head: Figure = {"scale": scale, "color": tokens.soft, "size": 12, "yanchor": "bottom", "yshift": 4 * scale}
    words = [
        note(literal(text), 1, 1, xanchor="right", xshift=at * scale, **head)
        for text, at in ((chart.heads.value, values), (chart.heads.count, right))
        if text
    ]
    average, lines = _average(chart, tokens, scale)
    for row, mark in enumerate(marks):
        words += _row(mark, row, tokens, scale, above, values, right)
    drawn = layout(
        tokens,
        scale,
        (count * (46 if above else 29) + 58) * scale,
        margin,
        bargap=0.72 if above else 0.38,
        shapes=lines,
        annotations=words + average,
        xaxis={
            "range": [0, chart.top],
            "tickvals": [at for at, _ in ticks],
            "ticktext": [literal(text) for _, text in ticks],
            "gridcolor": tokens.grid,
            "zeroline": True,
            "zerolinecolor": tokens.rule,
            "tickfont": {"size": 12 * scale, "color": tokens.faint},
            "tickangle": 0,
            "fixedrange": True,
        },
        yaxis=axis(range=[count - 0.5, -0.5]),
    )
    return {"data": [_bars(chart, tokens, scale)], "layout": drawn}


def _bars(chart: RankedBars, tokens: Tokens, scale: float) -> Figure:
    marks = chart.marks
    # Pale fill, darker edge: the edge carries the contrast, and an interval stays visible on the fill.
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [mark.value for mark in marks],
        "y": list(range(len(marks))),
        "marker": {
            "color": [tokens.accent if mark.named else tokens.bar for mark in marks],
            "line": {"width": scale, "color": [tokens.accent_ink if mark.named else tokens.edge for mark in marks]},
        },
        "hovertext": [hover(mark, chart.heads.count) for mark in marks],
        "hoverinfo": "text",
    }
    if any(mark.low is not None for mark in marks):
        bars["error_x"] = {
            "type": "data",
            "symmetric": False,
            "array": [_reach(mark.value, mark.high) for mark in marks],
            "arrayminus": [_reach(mark.low, mark.value) for mark in marks],
            "color": tokens.ink,
            "thickness": 1.1 * scale,
            "width": 3.5 * scale,
        }
    return bars


def _reach(start: float | None, end: float | None) -> float:
    return 0 if start is None or end is None else end - start


def _row(mark: Mark, row: int, tokens: Tokens, scale: float, above: bool, values: float, right: float) -> list[Figure]:
    """Return the name, the value and the count of one bar."""
    ink = tokens.accent_ink if mark.named else tokens.ink
    name = bold(fitted(mark.label, 330 if above else NAMES_AT_MOST), mark.named)
    at: Figure = {"yref": "y", "xanchor": "right"}
    over: Figure = {"yref": "y", "xanchor": "left", "yanchor": "bottom", "yshift": 11 * scale}
    words = [
        note(name, 0, row, scale, ink, **over) if above else note(name, 0, row, scale, ink, xshift=-10 * scale, **at),
        note(bold(mark.text, mark.named), 1, row, scale, ink, xshift=values * scale, **at),
    ]
    if mark.count:
        words.append(note(literal(mark.count), 1, row, scale, tokens.faint, 12, xshift=right * scale, **at))
    return words


def _average(chart: RankedBars, tokens: Tokens, scale: float) -> tuple[list[Figure], list[Figure]]:
    """Return the words and the line of the average; the words run to the side that has room."""
    if chart.average is None:
        return [], []
    right = chart.average > chart.top / 2
    place: Figure = {"xref": "x", "xanchor": "right" if right else "left", "xshift": 2 if right else -2}
    place |= {"yanchor": "bottom", "yshift": 4 * scale}
    line: Figure = {"type": "line", "x0": chart.average, "x1": chart.average, "y0": 0, "y1": 1, "yref": "paper"}
    return (
        [note(literal(chart.average_label), chart.average, 1, scale, tokens.ink, 12, **place)],
        [{**line, "line": {"color": tokens.ink, "width": 1.2 * scale, "dash": "dot"}}],
    )


def least_width(chart: RankedBars, scale: float) -> int:
    """The px below which texts would collide."""
    return int(300 * scale)
