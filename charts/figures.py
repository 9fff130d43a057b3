"""Plotly figures as plain dicts, for the page and for the pictures made from it: one module a chart."""

from types import ModuleType

from charts import bars, doughnut, dumbbells, heat, multiples, region_map, stacks, tiles, trend
from charts.chart import Chart, Doughnut, Dumbbells, HeatTable, Multiples, RankedBars, RegionMap, Stacks, Tiles, Trend
from charts.drawing import Figure
from charts.tokens import THEMES, Theme

RENDERERS: dict[type, ModuleType] = {
    RankedBars: bars,
    Tiles: tiles,
    RegionMap: region_map,
    HeatTable: heat,
    Dumbbells: dumbbells,
    Stacks: stacks,
    Multiples: multiples,
    Trend: trend,
    Doughnut: doughnut,
}


def figure(chart: Chart, theme: Theme = "light", scale: float = 1.0, names_above: bool = False) -> Figure:
    """Return {"data", "layout"} of a chart that is not empty (`charts.chart.is_empty`).

    `scale` enlarges type for a wall screen; `names_above` is for phones: names above the bars, the key in short lines.
    """
    drawn: Figure = RENDERERS[type(chart)].draw(chart, THEMES[theme], scale, names_above)
    return drawn


def least_width(chart: Chart, scale: float = 1.0) -> int:
    """Return the width in px below which texts of a chart would collide; let the panel scroll when it is narrower."""
    width: int = RENDERERS[type(chart)].least_width(chart, scale)
    return width
