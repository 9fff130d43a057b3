"""Plotly figures as plain dicts, for the page and for the pictures made from it.

Labels cannot overlap: values stand in their own columns right of the plot, names in a margin measured from the
longest one, tile text inside its tile. Figures carry their whole look, so Streamlit draws them with theme=None.
"""

import html
from collections.abc import Iterable
from typing import Any

from charts.chart import Chart, HeatTable, Mark, Name, RankedBars, Tile, Tiles
from charts.tokens import FONT, THEMES, Theme, Tokens, fitted, text_width

Figure = dict[str, Any]

# The one button is never seen (see look.css): pages/_parts/images.py presses it to have plotly write the picture.
CONFIG: dict[str, Any] = {
    "displayModeBar": True,
    "modeBarButtons": [["toImage"]],
    "displaylogo": False,
    "displayNotifier": False,
    "showTips": False,
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
}

NAMES_AT_MOST = 240
LEGEND_WIDTH = {False: 620, True: 340}
TILE_PADDING = 8


def figure(chart: Chart, theme: Theme = "light", scale: float = 1.0, names_above: bool = False) -> Figure:
    """Return {"data", "layout"} of a chart that is not empty (`charts.chart.is_empty`).

    `scale` enlarges type for a wall screen; `names_above` is for phones: names above the bars, the key in short lines.
    """
    tokens = THEMES[theme]
    if isinstance(chart, RankedBars):
        return _ranked_bars(chart, tokens, scale, names_above)
    if isinstance(chart, Tiles):
        return _tiles(chart, tokens, scale, names_above)
    return _heat_table(chart, tokens, scale, names_above)


def least_width(chart: Chart, scale: float = 1.0) -> int:
    """Return the width in px below which texts of a chart would collide; let the panel scroll when it is narrower."""
    if isinstance(chart, RankedBars):
        return int(300 * scale)
    if isinstance(chart, Tiles):
        texts = [text_width(line.text, line.size) for tile in chart.marks for line in tile.lines]
        columns = 1 + max((tile.column for tile in chart.marks), default=0)
        return int(columns * (max(texts, default=0) + 2 * TILE_PADDING) * scale)
    heads = [text_width(name.label, 12) for name in chart.columns]
    texts = [text_width(cell.text) for cells in chart.cells for cell in cells]
    return int((_names(chart.rows) + 10 + len(chart.columns) * (max([*heads, *texts], default=0) + 8)) * scale)


def literal(text: str) -> str:
    """Return a text as plotly shows it letter for letter; it would read <b> and the like as markup."""
    return html.escape(" ".join(text.split()), quote=False)


def _bold(text: str, bold: bool) -> str:
    return f"<b>{literal(text)}</b>" if bold else literal(text)


def _names(names: Iterable[Name | Mark]) -> float:
    """Return the px that the longest name takes, bold included."""
    return min(max((text_width(name.label) * 1.04 for name in names), default=0), NAMES_AT_MOST)


def _layout(tokens: Tokens, scale: float, height: float, margin: dict[str, float], **more: Any) -> Figure:
    hover = {"font": {"family": FONT, "size": 13, "color": tokens.paper}, "bgcolor": tokens.ink, "align": "left"}
    return {
        # Without it Streamlit has plotly purge and draw everything twice.
        "datarevision": 1,
        "template": {"layout": {}},
        "height": round(height),
        "margin": {side: round(px) for side, px in margin.items()},
        "font": {"family": FONT, "size": 13 * scale, "color": tokens.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {**hover, "bordercolor": tokens.ink},
        # What a picture of this figure needs besides: see pages/_parts/images.py.
        "meta": {"paper": tokens.paper, "ink": tokens.ink, "soft": tokens.soft},
        **more,
    }


def _axis(**more: Any) -> Figure:
    return {"visible": False, "fixedrange": True, **more}


def _note(text: str, x: float, y: float, scale: float, color: str, size: float = 13, **more: Any) -> Figure:
    """Return one text at a fixed place, in paper coordinates unless told otherwise. `text` is already escaped."""
    at = {"x": x, "y": y, "xref": "paper", "yref": "paper", "showarrow": False, "align": "left", "borderpad": 0}
    return {**at, "text": text, "font": {"family": FONT, "size": size * scale, "color": color}, **more}


# Ranked bars


def _ranked_bars(chart: RankedBars, tokens: Tokens, scale: float, above: bool) -> Figure:
    marks, count = chart.marks, len(chart.marks)
    gap = 14 * scale
    values = gap + _column([chart.heads.value, *(mark.text for mark in marks)], 52) * scale
    right = values + _column([chart.heads.count, *(mark.count for mark in marks)], 46) * scale
    margin = {"l": 2 if above else (_names(marks) + 14) * scale, "r": right, "t": 26 * scale, "b": 24 * scale}
    ticks = [tick for tick in chart.ticks if tick[0] > 0] if above else chart.ticks
    words = [word for row, mark in enumerate(marks) for word in _row(mark, row, tokens, scale, above, values, right)]
    head: Figure = {"scale": scale, "color": tokens.soft, "size": 12, "yanchor": "bottom", "yshift": 4 * scale}
    words += [
        _note(literal(text), 1, 1, xanchor="right", xshift=at, **head)
        for text, at in ((chart.heads.value, values), (chart.heads.count, right))
        if text
    ]
    average, lines = _average(chart, tokens, scale)
    layout = _layout(
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
        yaxis=_axis(range=[count - 0.5, -0.5]),
    )
    return {"data": [_bars(chart, tokens, scale)], "layout": layout}


def _column(texts: list[str], least: float) -> float:
    """Return the px of a column of figures beside the plot; none when it is all empty."""
    widest = max(text_width(text) for text in texts)
    return max(least, widest * 1.04 + 12) if widest else 0


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
        "hovertext": [_hover(mark, chart.heads.count) for mark in marks],
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


def _hover(mark: Mark, head: str = "") -> str:
    counted = f"{head} {mark.count}" if mark.count else ""
    return "  ".join(literal(text) for text in (mark.label, mark.text, counted) if text)


def _row(mark: Mark, row: int, tokens: Tokens, scale: float, above: bool, values: float, right: float) -> list[Figure]:
    """Return the name, the value and the count of one bar."""
    ink = tokens.accent_ink if mark.named else tokens.ink
    beside: Figure = {"xanchor": "right", "xshift": -10 * scale}
    over: Figure = {"xanchor": "left", "yanchor": "bottom", "yshift": 9 * scale}
    name = _bold(fitted(mark.label, 330 if above else NAMES_AT_MOST), mark.named)
    words = [
        _note(name, 0, row, scale, ink, yref="y", **(over if above else beside)),
        _note(_bold(mark.text, mark.named), 1, row, scale, ink, yref="y", xanchor="right", xshift=values),
    ]
    if mark.count:
        words.append(
            _note(literal(mark.count), 1, row, scale, tokens.faint, 12, yref="y", xanchor="right", xshift=right)
        )
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
        [_note(literal(chart.average_label), chart.average, 1, scale, tokens.ink, 12, **place)],
        [{**line, "line": {"color": tokens.ink, "width": 1.2 * scale, "dash": "dot"}}],
    )


# Tiles


def _tiles(chart: Tiles, tokens: Tokens, scale: float, narrow: bool) -> Figure:
    columns = 1 + max(tile.column for tile in chart.marks)
    rows = 1 + max(tile.row for tile in chart.marks)
    tall = max(_depth(tile) for tile in chart.marks) * scale
    between = 2 / tall
    swatches: list[tuple[str, str | None]] = list(zip(chart.key, tokens.steps, strict=False))
    if chart.empty:
        swatches.append((chart.empty, None))
    words, shapes, below = _key(swatches, tokens, scale, LEGEND_WIDTH[narrow])
    layout = _layout(
        tokens,
        scale,
        rows * tall + below,
        {"l": 1, "r": 1, "t": 1, "b": below},
        shapes=[_square(tile, tokens, scale, between) for tile in chart.marks] + shapes,
        annotations=[word for tile in chart.marks for word in _tile_words(tile, tokens, scale, between)] + words,
        xaxis=_axis(range=[0.015, columns - 0.015]),
        yaxis=_axis(range=[rows - between / 2, between / 2]),
    )
    # Shapes have no hover: one unseen mark a tile carries it.
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [tile.column + 0.5 for tile in chart.marks],
        "y": [tile.row + 0.5 for tile in chart.marks],
        "hovertext": [_hover(tile, chart.heads.count) for tile in chart.marks],
        "hoverinfo": "text",
        "marker": {"size": 34 * scale, "opacity": 0, "color": tokens.ink},
    }
    return {"data": [dots], "layout": layout}


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
        text = _bold(line.text, line.bold)
        at = (tile.column + 0.03, tile.row + between)
        words.append(_note(text, *at, scale, ink, line.size, yshift=-down * scale, **place))
        down += line.size * 1.36
    return words


def _key(
    swatches: list[tuple[str, str | None]], tokens: Tokens, scale: float, width: float, left: float = 0
) -> tuple[list[Figure], list[Figure], float]:
    """Return words, shapes and px of the key below a plot, from `left` px before it.

    Every step is named, so colours need not be told apart.
    """
    words: list[Figure] = []
    shapes: list[Figure] = []
    x, down, swatch, space = 0.0, 14.0, 18.0, 18.0
    for label, color in swatches:
        takes = swatch + 6 + text_width(label, 12)
        if x and x + takes > width:
            x, down = 0.0, down + 22
        shapes.append(_swatch(x * scale - left, down * scale, color, tokens, scale))
        place: Figure = {"xanchor": "left", "yanchor": "middle", "xshift": (x + swatch + 6) * scale - left}
        words.append(_note(literal(label), 0, 0, scale, tokens.soft, 12, yshift=-(down + 7) * scale, **place))
        x += takes + space
    return words, shapes, (down + 16) * scale if swatches else 1


def _swatch(x: float, down: float, color: str | None, tokens: Tokens, scale: float) -> Figure:
    pixels = {"xref": "paper", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel", "xanchor": 0, "yanchor": 0}
    return {
        "type": "rect",
        **pixels,
        "x0": x,
        "x1": x + 18 * scale,
        "y0": -down,
        "y1": -down - 14 * scale,
        "fillcolor": color or tokens.paper,
        "line": {"color": tokens.ghost, "width": 0.8 * scale, "dash": "solid" if color else "dot"},
    }


# Heat table


def _heat_table(chart: HeatTable, tokens: Tokens, scale: float, narrow: bool) -> Figure:
    left = (_names(chart.rows) + 14) * scale
    swatches: list[tuple[str, str | None]] = list(zip(chart.key, tokens.tints, strict=False))
    words, shapes, below = _key(swatches, tokens, scale, LEGEND_WIDTH[narrow], left)
    heads = 2 if any(name.code for name in chart.columns) else 1
    top = (16 * heads + 12) * scale
    beside: Figure = {"yref": "y", "xanchor": "right", "xshift": -10 * scale}
    over: Figure = {"xref": "x", "yanchor": "bottom", "yshift": 6 * scale, "align": "center"}
    words += [
        _note(literal(fitted(name.label, NAMES_AT_MOST)), 0, row, scale, tokens.ink, **beside)
        for row, name in enumerate(chart.rows)
    ]
    words += [
        _note(_head(name), column, 1, scale, tokens.soft, 12, **over) for column, name in enumerate(chart.columns)
    ]
    layout = _layout(
        tokens,
        scale,
        len(chart.rows) * 31 * scale + top + below,
        {"l": left, "r": 1, "t": top, "b": below},
        annotations=words,
        shapes=shapes,
        xaxis=_axis(range=[-0.5, len(chart.columns) - 0.5]),
        yaxis=_axis(range=[len(chart.rows) - 0.5, -0.5]),
    )
    return {"data": [_tints(chart, tokens), _cells(chart, tokens, scale)], "layout": layout}


def _head(name: Name) -> str:
    return f"{literal(name.code)}<br>{literal(name.label)}" if name.code else literal(name.label)


def _tints(chart: HeatTable, tokens: Tokens) -> Figure:
    bands = [point for i, color in enumerate(tokens.tints) for point in ([i / 4, color], [(i + 1) / 4, color])]
    return {
        "type": "heatmap",
        "z": [[cell.tint for cell in cells] for cells in chart.cells],
        "zmin": -2.5,
        "zmax": 1.5,
        "colorscale": bands,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
    }


def _cells(chart: HeatTable, tokens: Tokens, scale: float) -> Figure:
    """Return every cell's number as text: it reads without colour, and what lies far below is bold."""
    placed = [(row, column, cell) for row, cells in enumerate(chart.cells) for column, cell in enumerate(cells)]
    return {
        "type": "scatter",
        "mode": "text",
        "cliponaxis": False,
        "x": [column for _, column, _ in placed],
        "y": [row for row, _, _ in placed],
        "text": [_bold(cell.text, cell.tint == -2) for _, _, cell in placed],
        "textfont": {
            "size": 13 * scale,
            "color": [tokens.faint if cell.tint is None else tokens.ink for _, _, cell in placed],
        },
        "hovertext": [
            "  ".join(map(literal, (chart.rows[row].label, chart.columns[column].label, cell.text)))
            for row, column, cell in placed
        ],
        "hoverinfo": "text",
    }
