"""Levels of an answer as diverging bars: good ones right of 0, bad ones left, those between in a plot of their own.

Apart, and not across 0, so that the good and the bad both begin where the eye can compare them. Both plots have one
scale. The colours differ in lightness too, and the side says the rest: it reads in grey.
"""

import math

from charts.chart import Stacks
from charts.drawing import (
    LEGEND_WIDTH,
    NAMES_AT_MOST,
    Figure,
    axis,
    bold,
    column_width,
    key,
    layout,
    literal,
    names,
    note,
)
from charts.tokens import Tokens, fitted, text_width

ROW, ROW_BELOW_NAME = 29, 46
APART, GAP = 0.04, 14  # between the two plots, as a share of the axis; px to the first column of values
STEP = 0.05  # a side and the plot apart end at the next 5 %
COLUMN = 52


def draw(chart: Stacks, tokens: Tokens, scale: float, above: bool) -> Figure:
    """Return the figure of a chart that is not empty."""
    count, spans = len(chart.rows), _spans(chart)
    left = 2.0 if above else (names(chart.rows) + 14) * scale
    columns, right = _columns(chart, scale, above)
    two_lines = any("<br>" in _broken(text) for text, _, _ in columns)
    top, row = (42.0 if two_lines else 26.0) * scale, (ROW_BELOW_NAME if above else ROW) * scale
    colors = palette(chart, tokens)
    swatches: list[tuple[str, str | None]] = list(zip((name.label for name in chart.columns), colors, strict=True))
    words, shapes, below = key(swatches, tokens, scale, LEGEND_WIDTH[above], left - 1)
    for word in [*words, *shapes]:
        _lower(word, 22 * scale)  # below the ticks
    words += [word for place in range(count) for word in _row(chart, place, columns, tokens, scale, above)]
    head: Figure = {"yanchor": "bottom", "yshift": 4 * scale, "xanchor": "right", "align": "right"}
    words += [note(_broken(text), 1, 1, scale, tokens.soft, 12, xshift=at, **head) for text, at, _ in columns]
    drawn = layout(
        tokens,
        scale,
        count * row + top + below + 22 * scale,
        {"l": left, "r": right, "t": top, "b": below + 22 * scale},
        barmode="relative",
        bargap=0.72 if above else 0.38,
        annotations=words,
        shapes=shapes,
        yaxis=axis(range=[count - 0.5, -0.5]),
        **_axes(spans, tokens, scale, above),
    )
    return {"data": _bars(chart, colors, tokens, scale), "layout": drawn}


def least_width(chart: Stacks, scale: float) -> int:
    """The px below which texts would collide; a phone has one column of values."""
    return int(300 * scale)


def palette(chart: Stacks, tokens: Tokens) -> list[str]:
    """Return a colour a level: blues from dark to pale, paper for what is between, the tint of what lies low."""
    blues = [tokens.steps[3], tokens.bar, tokens.steps[1]]
    between = len(chart.columns) - chart.good - 1
    return [*blues[: chart.good], *[tokens.grid] * between, tokens.tints[0]]


def _spans(chart: Stacks) -> tuple[float, float, float]:
    """Return how far the left, the right and the plot apart reach."""
    apart = max(sum(cell.value or 0 for cell in cells[chart.good : -1]) for cells in chart.cells)
    left, right, apart = (max(math.ceil(side / STEP - 1e-9), 1) * STEP for side in (*chart.sides, apart))
    return left, right, apart


def _axes(spans: tuple[float, float, float], tokens: Tokens, scale: float, above: bool) -> Figure:
    """Return the axes of both plots, as wide as what they span; a narrow screen has room for two ticks."""
    left, right, apart = spans
    whole = (left + right + apart) / (1 - APART)
    ticks = (0.0, 0.5) if above else (-left, 0.0, 0.5, 1.0)
    main = [(tick, f"{abs(tick):.0%}") for tick in ticks if tick <= right + 1e-9]
    beside = [] if above else [(0.0, "0%"), (apart, f"{apart:.0%}")]
    shared: Figure = {"gridcolor": tokens.grid, "tickangle": 0, "fixedrange": True, "anchor": "y"}
    shared |= {"tickfont": {"size": 12 * scale, "color": tokens.faint}, "zeroline": True}
    return {
        "xaxis": {
            **shared,
            "domain": [0, (left + right) / whole],
            "range": [-left, right],
            "tickvals": [at for at, _ in main],
            "ticktext": [text for _, text in main],
            "zerolinecolor": tokens.ink,
            "zerolinewidth": 1.2 * scale,
        },
        "xaxis2": {
            **shared,
            "domain": [1 - apart / whole, 1],
            "range": [0, apart],
            "tickvals": [at for at, _ in beside],
            "ticktext": [text for _, text in beside],
            "zerolinecolor": tokens.rule,
        },
    }


def _bars(chart: Stacks, colors: list[str], tokens: Tokens, scale: float) -> list[Figure]:
    """Return one trace a level, those next to 0 first."""
    worst = len(chart.columns) - 1
    order = [*range(chart.good - 1, -1, -1), *range(chart.good, worst + 1)]
    edges = [*[tokens.edge] * chart.good, *[tokens.ghost] * (worst - chart.good), tokens.accent_ink]
    traces = []
    for level in order:
        values = [cells[level].value for cells in chart.cells]
        trace = {
            "type": "bar",
            "orientation": "h",
            # Plotly puts a bar of nothing at the end of those on the right.
            "x": [-value if value and level == worst else value or None for value in values],
            "y": list(range(len(chart.rows))),
            "marker": {"color": colors[level], "line": {"width": scale, "color": edges[level]}},
            "hovertext": [_hover(chart, row, level) for row in range(len(chart.rows))],
            "hoverinfo": "text",
        }
        if chart.good <= level < worst:
            trace["xaxis"] = "x2"
        traces.append(trace)
    return traces


def _hover(chart: Stacks, row: int, level: int) -> str:
    words = (chart.rows[row].label, chart.columns[level].label, chart.cells[row][level].text, _counted(chart, row))
    return "  ".join(literal(text) for text in words if text)


def _counted(chart: Stacks, row: int) -> str:
    return f"{chart.heads.count} {chart.counts[row]}" if chart.counts[row] else ""


Columns = list[tuple[str, float, list[str]]]  # head, px from the plot to its right edge, texts


def _columns(chart: Stacks, scale: float, above: bool) -> tuple[Columns, float]:
    """Return the columns of figures right of the plot and the px they take."""
    levels = [(name.label, [cells[at].text for cells in chart.cells]) for at, name in enumerate(chart.columns)]
    shown = [(chart.total, list(chart.totals))] if above else levels
    at, columns = GAP * scale, []
    for head, texts in [*shown, (chart.heads.count, list(chart.counts))]:
        longest = max(_broken(head).split("<br>"), key=text_width)
        at += column_width([longest, *texts], COLUMN if texts is not chart.counts else 46) * scale
        columns.append((head, at, texts))
    return columns, at


def _broken(head: str) -> str:
    """Return a head on two lines where it has two words."""
    return literal(head).replace(" ", "<br>", 1)


def _row(chart: Stacks, row: int, columns: Columns, tokens: Tokens, scale: float, above: bool) -> list[Figure]:
    """Return a row's name and its figures."""
    hot = row in chart.named
    ink = tokens.accent_ink if hot else tokens.ink
    beside: Figure = {"xanchor": "right", "xshift": -10 * scale}
    # Right of the line at 0, which would strike it through.
    over: Figure = {"xref": "x", "xanchor": "left", "yanchor": "bottom", "xshift": 3 * scale, "yshift": 9 * scale}
    name = bold(fitted(chart.rows[row].label, 330 if above else NAMES_AT_MOST), hot)
    words = [note(name, 0, row, scale, ink, yref="y", **(over if above else beside))]
    for place, (_, at, texts) in enumerate(columns):
        last = place == len(columns) - 1
        color, size = (tokens.faint, 12) if last else (ink, 13)
        text = bold(texts[row], hot and not last)
        words.append(note(text, 1, row, scale, color, size, yref="y", xanchor="right", xshift=at))
    return words


def _lower(thing: Figure, px: float) -> None:
    for place in ("yshift", "y0", "y1"):
        if place in thing:
            thing[place] -= px
