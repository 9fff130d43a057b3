"""A grid of tiles as a plotly figure."""

from collections.abc import Sequence

from charts.chart import Tile, Tiles
from charts.drawing import LEGEND_WIDTH, Figure, axis, bold, hover, key, layout, note
from charts.tokens import Tokens, text_width

TILE_PADDING = 8
LINE = 1.36  # of a line's size: its height


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
    words += [word for tile in chart.marks for word in _tile_words(tile, tokens, scale, between, tall)]
    drawn = layout(
        tokens,
        scale,
        rows * tall + below,
        {"l": 1, "r": 1, "t": 1, "b": below},
        shapes=_squares(chart.marks, tokens, scale, between) + shapes,
        annotations=words,
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
    return sum(line.size * LINE for line in tile.lines) + 2 * TILE_PADDING + 4


def _squares(tiles: Sequence[Tile], tokens: Tokens, scale: float, between: float) -> list[Figure]:
    """Return one shape for all tiles that look alike: plotly takes as long for a shape of one as of many."""
    alike: dict[tuple[int | None, bool], list[str]] = {}
    for tile in sorted(tiles, key=lambda tile: tile.named):  # their edge is over all others
        left, right, up, down = tile.column + 0.03, tile.column + 0.97, tile.row + between, tile.row + 1 - between
        alike.setdefault((tile.step, tile.named), []).append(f"M{left},{up}H{right}V{down}H{left}Z")
    return [_shape("".join(edges), *look, tokens, scale) for look, edges in alike.items()]


def _shape(path: str, step: int | None, is_named: bool, tokens: Tokens, scale: float) -> Figure:
    is_empty = step is None
    return {
        "type": "path",
        "layer": "below",
        "path": path,
        "fillcolor": tokens.paper if step is None else tokens.steps[step],
        "line": {
            "color": tokens.accent if is_named else tokens.ghost if is_empty else "rgba(0,0,0,0)",
            "width": (2.5 if is_named else 1) * scale,
            "dash": "dot" if is_empty else "solid",
        },
    }


def _tile_words(tile: Tile, tokens: Tokens, scale: float, between: float, tall: float) -> list[Figure]:
    """Return the lines of a tile that is `tall` px."""
    ink = tokens.faint if tile.step is None else tokens.on[tile.step]
    at: Figure = {"xref": "x", "yref": "y", "xanchor": "left", "xshift": (TILE_PADDING - 1) * scale}
    words, down = [], float(TILE_PADDING - 2)
    for line in tile.lines:
        middle = down + line.size * LINE / 2
        place = (tile.column + 0.03, tile.row + between + middle * scale / tall)
        words.append(note(bold(line.text, line.bold), *place, scale, ink, line.size, **at))
        down += line.size * LINE
    return words


def least_width(chart: Tiles, scale: float) -> int:
    """The px below which texts would collide."""
    texts = [text_width(line.text, line.size) for tile in chart.marks for line in tile.lines]
    columns = 1 + max((tile.column for tile in chart.marks), default=0)
    return int(columns * (max(texts, default=0) + 2 * TILE_PADDING) * scale)
