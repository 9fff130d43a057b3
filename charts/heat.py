"""A heat table as a plotly figure."""

from charts.chart import Cell, HeatTable, Name
from charts.drawing import (
    LEGEND_WIDTH,
    NAMES_AT_MOST,
    Figure,
    Word,
    axis,
    bold,
    key,
    layout,
    literal,
    names,
    note,
    texts,
)
from charts.tokens import Tokens, fitted, text_width

HEADS_AT_MOST = 120  # px of a column's name; the pointer shows all of it


def draw(chart: HeatTable, tokens: Tokens, scale: float, narrow: bool) -> Figure:
    """Return the figure of a chart that is not empty."""
    left = (names(chart.rows) + 14) * scale
    swatches: list[tuple[str, str | None]] = list(zip(chart.key, tokens.tints, strict=False))
    words, shapes, below = key(swatches, tokens, scale, LEGEND_WIDTH[narrow], left)
    heads = 2 if any(name.code for name in chart.columns) else 1
    top = (16 * heads + 12) * scale
    over: Figure = {"xref": "x", "yanchor": "bottom", "yshift": 6 * scale, "align": "center"}
    rows = [
        Word(literal(fitted(name.label, NAMES_AT_MOST)), -0.5, row, tokens.ink, shift=10, side="left")
        for row, name in enumerate(chart.rows)
    ]
    words += [note(_head(name), column, 1, scale, tokens.soft, 12, **over) for column, name in enumerate(chart.columns)]
    drawn = layout(
        tokens,
        scale,
        len(chart.rows) * 31 * scale + top + below,
        {"l": left, "r": 1, "t": top, "b": below},
        annotations=words,
        shapes=shapes,
        xaxis=axis(range=[-0.5, len(chart.columns) - 0.5]),
        yaxis=axis(range=[len(chart.rows) - 0.5, -0.5]),
    )
    return {"data": [_tints(chart, tokens), _cells(chart, tokens, scale), texts(rows, scale)], "layout": drawn}


def _head(name: Name) -> str:
    label = literal(fitted(name.label, HEADS_AT_MOST, 12))
    return f"{literal(name.code)}<br>{label}" if name.code else label


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
        "text": [bold(cell.text, cell.tint == -2) for _, _, cell in placed],
        "textfont": {
            "size": 13 * scale,
            "color": [tokens.faint if cell.tint is None else tokens.ink for _, _, cell in placed],
        },
        "hovertext": [_hover(chart, row, column, cell) for row, column, cell in placed],
        "hoverinfo": "text",
    }


def _hover(chart: HeatTable, row: int, column: int, cell: Cell) -> str:
    counted = f"{chart.heads.count} {cell.count}" if cell.count else ""
    words = (chart.rows[row].label, chart.columns[column].label, cell.text, counted)
    return "  ".join(literal(text) for text in words if text)


def least_width(chart: HeatTable, scale: float) -> int:
    """The px below which texts would collide."""
    return int((names(chart.rows) + 10 + len(chart.columns) * column_width(chart)) * scale)


def column_width(chart: HeatTable) -> float:
    """The px that one column needs."""
    heads = [min(text_width(name.label, 12), HEADS_AT_MOST) for name in chart.columns]
    texts = [text_width(cell.text) for cells in chart.cells for cell in cells]
    return max([*heads, *texts], default=0) + 8
