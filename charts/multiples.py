"""Small multiples as a plotly figure: the same bars for each row of the table, all on one scale, with a mark for the whole.

The names of the bars stand once, left of the first plot of each line; a bar's value in its plot's own column.
"""

from charts.chart import Multiples
from charts.drawing import LEGEND_WIDTH, Figure, bold, column_width, key, layout, literal, note
from charts.tokens import Tokens, fitted, text_width

ABREAST = 4
HEAD, FOOT, LINE = 24, 34, 17  # px: a plot's title, its ticks and the gap to the next one, a bar
NAMES = {False: 190, True: 145}  # px of the names at most
SIZE = 12
GAP = 0.085  # between two plots, as a share of the width


def draw(chart: Multiples, tokens: Tokens, scale: float, narrow: bool) -> Figure:
    """Return the figure of a chart that is not empty."""
    abreast = 1 if narrow else min(ABREAST, len(chart.rows))
    lines = -(-len(chart.rows) // abreast)
    tall = (HEAD + FOOT + LINE * len(chart.columns)) * scale
    left, values = (_names(chart, narrow) + 12) * scale, _values(chart) * scale
    swatches: list[tuple[str, str | None]] = [(chart.key[0], tokens.bar), (chart.key[1], tokens.ink)]
    words, shapes, below = key(swatches, tokens, scale, LEGEND_WIDTH[narrow], left - 1)
    height = lines * tall
    data: list[Figure] = []
    axes: Figure = {}
    for place in range(len(chart.rows)):
        line, column = divmod(place, abreast)
        nth = "" if not place else str(place + 1)
        room = _room(column, abreast)
        down = 1 - line / lines
        domain = [down - (tall - FOOT * scale) / height, down - HEAD * scale / height]
        axes |= _axes(chart, nth, room, domain, tokens, scale)
        words += _title(chart, place, room, domain[1], values, tokens, scale)
        words += _figures(chart, place, nth, room[1], values, tokens, scale)
        words += [] if column else _labels(chart, nth, NAMES[narrow], tokens, scale)
        data += _plot(chart, place, nth, tokens, scale)
    margin = {"l": left, "r": values, "t": 0, "b": below}
    drawn = layout(tokens, scale, height + below, margin, bargap=0.3, shapes=shapes, annotations=words, **axes)
    return {"data": data, "layout": drawn}


def least_width(chart: Multiples, scale: float) -> int:
    """The px below which texts would collide on a phone, where plots stand one below another."""
    return int((_names(chart, True) + 12 + _values(chart) + 100) * scale)


def _names(chart: Multiples, narrow: bool) -> float:
    return min(max(text_width(name.label, SIZE) * 1.04 for name in chart.columns), NAMES[narrow])


def _values(chart: Multiples) -> float:
    return column_width([cell.text for cells in chart.cells for cell in cells], 48)


def _room(column: int, abreast: int) -> tuple[float, float]:
    """Return where a plot stands across: its values take the gap to the next one."""
    wide = (1 - GAP * (abreast - 1)) / abreast
    return column * (wide + GAP), column * (wide + GAP) + wide


def _axes(
    chart: Multiples, nth: str, room: tuple[float, float], domain: list[float], tokens: Tokens, scale: float
) -> Figure:
    across = {
        "domain": list(room),
        "anchor": f"y{nth}",
        "range": [0, chart.top],
        "tickvals": [0, chart.top / 2, chart.top],
        "ticktext": [f"{tick:.0%}" for tick in (0, chart.top / 2, chart.top)],
        "tickfont": {"size": 11 * scale, "color": tokens.faint},
        "tickangle": 0,
        "gridcolor": tokens.grid,
        "zeroline": True,
        "zerolinecolor": tokens.rule,
        "fixedrange": True,
    }
    down = {"domain": domain, "range": [len(chart.columns) - 0.5, -0.5], "visible": False, "fixedrange": True}
    return {f"xaxis{nth}": across, f"yaxis{nth}": {**down, "anchor": f"x{nth}"}}


def _title(
    chart: Multiples, place: int, room: tuple[float, float], at: float, values: float, tokens: Tokens, scale: float
) -> list[Figure]:
    """Return the name of a plot over its left edge, and what it stands on over its values."""
    over: Figure = {"yanchor": "bottom", "yshift": 3 * scale}
    count = literal(f"{chart.heads.count} {chart.counts[place]}")
    name = bold(fitted(chart.rows[place].label, 150), True)
    return [
        note(name, room[0], at, scale, tokens.ink, 13, xanchor="left", **over),
        note(count, room[1], at, scale, tokens.faint, 11, xanchor="right", xshift=values, **over),
    ]


def _figures(
    chart: Multiples, place: int, nth: str, edge: float, values: float, tokens: Tokens, scale: float
) -> list[Figure]:
    """Return the values of a plot's bars, in a column right of it."""
    words = []
    for column, cell in enumerate(chart.cells[place]):
        hot = (place, column) in chart.named
        ink, at = tokens.accent_ink if hot else tokens.ink, {"yref": f"y{nth}", "xanchor": "right", "xshift": values}
        words.append(note(bold(cell.text, hot), edge, column, scale, ink, SIZE, **at))
    return words


def _labels(chart: Multiples, nth: str, widest: float, tokens: Tokens, scale: float) -> list[Figure]:
    """Return the names of the bars of a line of plots."""
    at: Figure = {"yref": f"y{nth}", "xanchor": "right", "xshift": -10 * scale}
    texts = [literal(fitted(name.label, widest, SIZE)) for name in chart.columns]
    return [note(text, 0, column, scale, tokens.ink, SIZE, **at) for column, text in enumerate(texts)]


def _plot(chart: Multiples, place: int, nth: str, tokens: Tokens, scale: float) -> list[Figure]:
    """Return the bars of a plot, and over them a mark for the whole."""
    hot = [(place, column) in chart.named for column in range(len(chart.columns))]
    on: Figure = {"xaxis": f"x{nth}", "yaxis": f"y{nth}", "y": list(range(len(chart.columns)))}
    bars = {
        **on,
        "type": "bar",
        "orientation": "h",
        "x": [cell.value for cell in chart.cells[place]],
        "marker": {
            "color": [tokens.accent if one else tokens.bar for one in hot],
            "line": {"width": scale, "color": [tokens.accent_ink if one else tokens.edge for one in hot]},
        },
        "hovertext": [_hover(chart, place, column) for column in range(len(chart.columns))],
        "hoverinfo": "text",
    }
    whole = {
        **on,
        "type": "scatter",
        "mode": "markers",
        "x": [cell.value for cell in chart.whole],
        "marker": {"symbol": "line-ns", "size": 11 * scale, "line": {"width": 2 * scale, "color": tokens.ink}},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return [bars, whole]


def _hover(chart: Multiples, place: int, column: int) -> str:
    cell, whole = chart.cells[place][column], chart.whole[column]
    words = (chart.rows[place].label, chart.columns[column].label, cell.text, f"{chart.key[1]} {whole.text}")
    return "  ".join(literal(text) for text in words if text)
