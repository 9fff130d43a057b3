"""A heat table as a plotly figure."""

from charts.chart import Cell, HeatTable, Name
from charts.drawing import LEGEND_WIDTH, NAMES_AT_MOST, Figure, axis, bold, key, layout, literal, names, note
from charts.tokens import Tokens, fitted, text_width

HEADS_AT_MOST = 120  # px of a column's name; the pointer shows all of it


def draw(chart: HeatTable, tokens: Tokens, scale: float, narrow: bool) -> Figure:
    """Return the figure of a chart that is not empty."""
    left = (names(chart.rows) + 14) * scale
    swatches: list[tuple[str, str | None]] = list(zip(chart.key, tokens.tints, strict=False))
    words, shapes, below = key(swatches, tokens, scale, LEGEND_WIDTH[narrow], left - 1)
    heads = 2 if any(name.code for name in chart.columns) else 1
    top = (16 * heads + 12) * scale
    over: Figure = {"xref": "x", "yanchor": "bottom", "yshift": 6 * scale, "align": "center"}
    beside: Figure = {"yref": "y", "xanchor": "right", "xshift": -10 * scale}
    words += [
        note(literal(fitted(name.label, NAMES_AT_MOST)), 0, row, scale, tokens.ink, **beside)
        for row, name in enumerate(chart.rows)
    ]
    words += [note(_head(name), column, 1, scale, tokens.soft, 12, **over) for column, name in enumerate(chart.columns)]
    drawn = layout(
        tokens,
        scale,
        len(chart.rows) * 31 * scale + top + below,
        {"l": left, "r": 1, "t": top, "b": below},
        annotations=words + _figures(chart, tokens, scale),
        shapes=shapes,
        xaxis=axis(range=[-0.5, len(chart.columns) - 0.5]),
        yaxis=axis(range=[len(chart.rows) - 0.5, -0.5]),
    )
    return {"data": [_tints(chart, tokens)], "layout": drawn}


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
        "hovertext": [
            [_hover(chart, row, column, cell) for column, cell in enumerate(cells)]
            for row, cells in enumerate(chart.cells)
        ],
        "hoverinfo": "text",
    }


def _figures(chart: HeatTable, tokens: Tokens, scale: float) -> list[Figure]:
    """Return every cell's number: it reads without colour, and what lies far below is bold."""
    at: Figure = {"xref": "x", "yref": "y"}
    return [
        note(
            bold(cell.text, cell.tint == -2),
            column,
            row,
            scale,
            tokens.faint if cell.tint is None else tokens.ink,
            **at,
        )
        for row, cells in enumerate(chart.cells)
        for column, cell in enumerate(cells)
    ]


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
