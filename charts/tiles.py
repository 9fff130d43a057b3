"""A grid of tiles as a plotly figure."""

from charts.chart import Tile, Tiles
from charts.drawing import LEGEND_WIDTH, Figure, axis, bold, hover, key, layout, note
from charts.tokens import Tokens, text_width

TILE_PADDING = 8


def draw(chart: Tiles, tokens: Tokens, scale: float, narrow: bool) -> Figure:
    """Return the figure of a chart that is not empty."""
    columns = 1 + max(tile.column for tile in chart.marks)
    rows = 1 + max(tile.row for tile in chart.marks)
    tall = max(_depth(tile) for tile in chart.marks) * scale
    between = 2 / tall
    swatches: list[tuple[str, str | None]] = list(zip(chart.key, tokens.steps, strict=False))
    if chart.empty:
        swatches.append((chart.empty, None))
    words, shapes, below = key(swatches, tokens, scale, LEGEND_WIDTH[narrow])
    drawn = layout(
        tokens,
        scale,
        rows * tall + below,
        {"l": 1, "r": 1, "t": 1, "b": below},
        shapes=[_square(tile, tokens, scale, between) for tile in chart.marks] + shapes,
        annotations=[word for tile in chart.marks for word in _tile_words(tile, tokens, scale, between)] + words,
        xaxis=axis(range=[0.015, columns - 0.015]),
        yaxis=axis(range=[rows - between / 2, between / 2]),
    )
    # Shapes have no hover: one unseen mark a tile carries it.
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [tile.column + 0.5 for tile in chart.marks],
        "y": [tile.row + 0.5 for tile in chart.marks],
        "hovertext": [hover(tile, chart.heads.count) for tile in chart.marks],
        "hoverinfo": "text",
        "marker": {"size": 34 * scale, "opacity": 0, "color": tokens.ink},
    }
    return {"data": [dots], "layout": drawn}


def _depth(tile: Tile) -> float:
    return sum(line.size * 1.36 for line in tile.lines) + 2 * TILE_PADDING + 4


def _square(tile: Tile, tokens: Tokens, scale: float, between: float) -> Figure:
    empty = tile.step is None
    edge = tokens.accent if tile.named else tokens.ghost if empty else "rgba(0,0,0,0)"
    return {
        "type": "rect",
        "layer": "below",
        "x0": tile.column + 0.03,
        "x1": tile.column + 0.97,
        "y0": tile.row + between,
        "y1": tile.row + 1 - between,
        "fillcolor": tokens.paper if tile.step is None else tokens.steps[tile.step],
        "line": {
            "color": edge,
            "width": (2.5 if tile.named else 1) * scale,
            "dash": "dot" if empty else "solid",
        },
    }


def _tile_words(tile: Tile, tokens: Tokens, scale: float, between: float) -> list[Figure]:
    ink = tokens.faint if tile.step is None else tokens.on[tile.step]
    place: Figure = {
        "xref": "x",
        "yref": "y",
        "xanchor": "left",
        "yanchor": "top",
        "xshift": (TILE_PADDING - 1) * scale,
    }
    words, down = [], float(TILE_PADDING - 2)
    for line in tile.lines:
        text = bold(line.text, line.bold)
        at = (tile.column + 0.03, tile.row + between)
        words.append(note(text, *at, scale, ink, line.size, yshift=-down * scale, **place))
        down += line.size * 1.36
    return words


def least_width(chart: Tiles, scale: float) -> int:
    """The px below which texts would collide."""
    texts = [text_width(line.text, line.size) for tile in chart.marks for line in tile.lines]
    columns = 1 + max((tile.column for tile in chart.marks), default=0)
    return int(columns * (max(texts, default=0) + 2 * TILE_PADDING) * scale)
