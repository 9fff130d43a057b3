"""What every plotly figure is made of: layout, texts at fixed places, the key below a plot.

Labels cannot overlap: values stand in their own columns right of the plot, names in a margin measured from the
longest one, tile text inside its tile. Figures carry their whole look.
"""

import html
from collections.abc import Iterable
from typing import Any

from charts.chart import Mark, Name
from charts.tokens import FONT, Tokens, text_width

Figure = dict[str, Any]

NAMES_AT_MOST = 240
LEGEND_WIDTH = {False: 620, True: 340}
NOTE = {"xref": "paper", "yref": "paper", "showarrow": False, "align": "left", "borderpad": 0, "borderwidth": 0}


def literal(text: str) -> str:
    """Return a text as plotly shows it letter for letter; it would read <b> and the like as markup."""
    return html.escape(" ".join(text.split()), quote=False)


def bold(text: str, is_bold: bool) -> str:
    """Return a text for plotly, in bold or not."""
    return f"<b>{literal(text)}</b>" if is_bold else literal(text)


def names(names: Iterable[Name | Mark]) -> float:
    """Return the px that the longest name takes, bold included."""
    return min(max((text_width(name.label) * 1.04 for name in names), default=0), NAMES_AT_MOST)


def layout(tokens: Tokens, scale: float, height: float, margin: dict[str, float], **more: Any) -> Figure:
    """Return the layout every figure shares; `height` and `margin` in px."""
    box = {"font": {"family": FONT, "size": 13, "color": tokens.paper}, "bgcolor": tokens.ink, "align": "left"}
    return {
        "template": {"layout": {"annotationdefaults": NOTE}},
        "height": round(height),
        "margin": {side: round(px) for side, px in margin.items()},
        "font": {"family": FONT, "size": 13 * scale, "color": tokens.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {**box, "bordercolor": tokens.ink},
        # What a picture of this figure needs besides: see pages/_parts/images.js.
        "meta": {"paper": tokens.paper, "ink": tokens.ink, "soft": tokens.soft},
        **more,
    }


def axis(**more: Any) -> Figure:
    """Return an axis nobody sees."""
    return {"visible": False, "fixedrange": True, **more}


def note(text: str, x: float, y: float, scale: float, color: str, size: float = 13, **more: Any) -> Figure:
    """Return one text at a fixed place, in paper coordinates unless told otherwise. `text` is already escaped."""
    return {"x": x, "y": y, "text": text, "font": {"size": size * scale, "color": color}, **more}


def hover(mark: Mark, head: str = "") -> str:
    """Return what the pointer shows over a mark."""
    counted = f"{head} {mark.count}" if mark.count else ""
    return "  ".join(literal(text) for text in (mark.label, mark.text, counted) if text)


def key(
    swatches: list[tuple[str, str | None]], tokens: Tokens, scale: float, width: float, left: float = 0
) -> tuple[list[Figure], list[Figure], float]:
    """Return words, shapes and px of the key below a plot, from `left` px before it.

    Every step is named, so colours need not be told apart.
    """
    words: list[Figure] = []
    shapes: list[Figure] = []
    x, down, wide, space = 0.0, 14.0, 18.0, 18.0
    for label, color in swatches:
        takes = wide + 6 + text_width(label, 12)
        if x and x + takes > width:
            x, down = 0.0, down + 22
        shapes.append(swatch(x * scale - left, down * scale, color, tokens, scale))
        place: Figure = {"xanchor": "left", "yanchor": "middle", "xshift": (x + wide + 6) * scale - left}
        words.append(note(literal(label), 0, 0, scale, tokens.soft, 12, yshift=-(down + 7) * scale, **place))
        x += takes + space
    return words, shapes, (down + 16) * scale if swatches else 1


def swatch(x: float, down: float, color: str | None, tokens: Tokens, scale: float) -> Figure:
    """Return a swatch, px from the left of the plot and below it; without a colour it is dashed."""
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


def column_width(texts: list[str], least: float) -> float:
    """Return the px of a column of figures beside the plot; none when it is all empty."""
    widest = max(text_width(text) for text in texts)
    return max(least, widest * 1.04 + 12) if widest else 0
