"""One figure year by year as a plotly figure: a line that breaks where years do not compare."""

from charts.chart import Trend
from charts.drawing import Figure, bold, hover, layout, literal, note
from charts.tokens import Tokens, text_width

TALL, TOP, FOOT = 190, 14, 44  # px of the figure, above the plot, and below it for the years and their n
YEAR = 62  # px that a year needs beside the next one


def draw(chart: Trend, tokens: Tokens, scale: float, narrow: bool) -> Figure:
    """Return the figure of a chart that has marks."""
    years = [mark.at for mark in chart.marks]
    left = (max((text_width(text, 12) for _, text in chart.ticks), default=0) + 12) * scale
    axes: Figure = {
        "xaxis": {
            "range": [years[0] - 0.5, years[-1] + 0.5],
            "tickvals": years,
            "ticktext": [literal(mark.label) for mark in chart.marks],
            "tickfont": {"size": 13 * scale, "color": tokens.ink},
            "tickangle": 0,
            "showgrid": False,
            "zeroline": False,
            "linecolor": tokens.rule,
            "showline": True,
            "fixedrange": True,
        },
        "yaxis": {
            "range": list(chart.span),
            "tickvals": [at for at, _ in chart.ticks],
            "ticktext": [literal(text) for _, text in chart.ticks],
            "tickfont": {"size": 12 * scale, "color": tokens.faint},
            "gridcolor": tokens.grid,
            "zeroline": False,
            "fixedrange": True,
        },
    }
    margin = {"l": left, "r": 4, "t": TOP * scale, "b": FOOT * scale}
    return {
        "data": [_line(chart, tokens, scale), _points(chart, tokens, scale)],
        "layout": layout(tokens, scale, TALL * scale, margin, annotations=_words(chart, tokens, scale), **axes),
    }


def least_width(chart: Trend, scale: float) -> int:
    """The px below which texts would collide."""
    widest = max((text_width(text, 12) for mark in chart.marks for text in (mark.text, mark.count)), default=0)
    years = 1 + chart.marks[-1].at - chart.marks[0].at if chart.marks else 0
    return int((60 + years * max(YEAR, widest + 10)) * scale)


def _line(chart: Trend, tokens: Tokens, scale: float) -> Figure:
    x: list[int | None] = []
    y: list[float | None] = []
    for at, mark in enumerate(chart.marks):
        if at and not mark.joined:
            x, y = [*x, None], [*y, None]
        x, y = [*x, mark.at], [*y, mark.value]
    line = {"color": tokens.strong, "width": 2 * scale}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip", "connectgaps": False}


def _points(chart: Trend, tokens: Tokens, scale: float) -> Figure:
    starts = [at for at, mark in enumerate(chart.marks) if at and not mark.joined]
    filled = starts[-1] if starts else 0
    edges = [tokens.accent if mark.named else tokens.strong for mark in chart.marks]
    fills = [tokens.paper if at < filled else edge for at, edge in enumerate(edges)]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.at for mark in chart.marks],
        "y": [mark.value for mark in chart.marks],
        "hovertext": [hover(mark) for mark in chart.marks],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {"size": 9 * scale, "color": fills, "line": {"color": edges, "width": 2 * scale}},
    }


def _words(chart: Trend, tokens: Tokens, scale: float) -> list[Figure]:
    """The value above each point, and below each year what it stands on."""
    words = []
    for mark in chart.marks:
        ink = tokens.accent_ink if mark.named else tokens.ink
        at: Figure = {"xref": "x", "align": "center", "xanchor": "center"}
        if mark.value is not None:
            over: Figure = {**at, "yref": "y", "yanchor": "bottom", "yshift": 8 * scale}
            words.append(note(bold(mark.text, True), mark.at, mark.value, scale, ink, 13, **over))
        if mark.count:
            under: Figure = {**at, "yanchor": "top", "yshift": -22 * scale}
            words.append(note(literal(mark.count), mark.at, 0, scale, tokens.faint, 12, **under))
    return words
