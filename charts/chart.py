"""A chart as a plain value: its words, its numbers and their places, ready for any renderer.

Every word arrives finished: translated, formatted and with its own label ("n 1233", "来源 企业调查问卷第13题").
Renderers neither translate nor compute, so the page, the picture and the workbook cannot disagree.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Name(NamedTuple):
    """What a row or a column of a heat table stands for; `code` is text, never a number."""

    label: str
    code: str = ""


class Line(NamedTuple):
    """One line of text in a tile; `size` in px."""

    text: str
    size: float = 12
    bold: bool = False


@dataclass(frozen=True, kw_only=True)
class Caption:
    """The words around a chart. Empty ones are left out."""

    title: str
    sentence: str = ""
    unit: str = ""
    source: str = ""
    n: str = ""
    as_of: str = ""
    base: str = ""
    version: str = ""
    note: str = ""

    @property
    def footer(self) -> str:
        """Where the numbers come from, in one line: source · n · as of · base · version."""
        return " · ".join(filter(None, (self.source, self.n, self.as_of, self.base, self.version)))


@dataclass(frozen=True, kw_only=True)
class Heads:
    """Column heads of a chart's numbers. A column without a head is not shown; no two may be alike.

    `count` heads the small figures beside the bars; `across` names what a heat table's columns stand for.
    """

    label: str
    value: str
    code: str = ""
    across: str = ""
    numerator: str = ""
    denominator: str = ""
    low: str = ""
    high: str = ""
    count: str = ""
    before: str = ""
    change: str = ""

    def __post_init__(self) -> None:
        counted = (self.numerator, self.denominator)
        measured = (self.before, self.value, self.change, self.low, self.high)
        tabled = (self.code, self.label, self.across, *counted, *measured)
        shown = [head for head in tabled if head]
        if len(set(shown)) < len(shown):
            raise ValueError(f"two columns have the same head: {shown}")


@dataclass(frozen=True, kw_only=True)
class Number:
    """One number with what it was made from. `value` None: there is none, or too few to show; `text` says which.

    Shares are 0–1. `low` and `high` bound an interval in the value's unit; None draws none. `link` leads to the firms
    behind it.
    """

    value: float | None
    text: str
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark(Number):
    """A number that stands for something with a name. `named`: the chart's sentence speaks of it."""

    label: str
    code: str = ""
    count: str = ""
    named: bool = False


@dataclass(frozen=True, kw_only=True)
class Pair(Mark):
    """A mark as it is now, beside what it was `before`, in the same unit. Without a before there is no `change`."""

    before: float | None = None
    before_text: str = ""
    change: float | None = None
    change_text: str = ""


@dataclass(frozen=True)
class Group:
    """Pairs on one axis from `span[0]` to `span[1]`; `ticks` pair a place on it with its words."""

    name: str
    marks: tuple[Pair, ...]
    span: tuple[float, float]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, kw_only=True)
class Tile(Mark):
    """A mark in a square of the tile grid, counted from 0 at the top left.

    `step` 0–4 is its shade, pale to dark; None is empty (uncovered): white, dashed.
    """

    column: int
    row: int
    step: int | None
    lines: tuple[Line, ...]


Ring = tuple[tuple[float, float], ...]  # longitude and latitude in degrees


@dataclass(frozen=True, kw_only=True)
class Shape(Mark):
    """A mark on a map: `rings` counter-clockwise around it and clockwise around its holes; `step` as a tile's."""

    rings: tuple[Ring, ...]
    step: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Cell(Number):
    """A number in a heat table; `tint` −2…1 is its distance from the average, far below to above; None is untinted.

    `count` is the small figure that the pointer shows with it.
    """

    tint: int | None = None
    count: str = ""


@dataclass(frozen=True, kw_only=True)
class RankedBars:
    """Horizontal bars in the order given. `ticks` pair a place on the axis with its words; `top` ends the axis."""

    caption: Caption
    heads: Heads
    marks: tuple[Mark, ...]
    average: float | None = None
    average_label: str = ""
    top: float = 1.0
    ticks: tuple[tuple[float, str], ...] = ((0, "0%"), (0.5, "50%"), (1, "100%"))
    number_format: str = "0.0%"


@dataclass(frozen=True, kw_only=True)
class Tiles:
    """One square a region or industry. `key` names the five steps, `empty` the tiles that have none."""

    caption: Caption
    heads: Heads
    marks: tuple[Tile, ...]
    key: tuple[str, ...] = ()
    empty: str = ""
    number_format: str = "0"


@dataclass(frozen=True, kw_only=True)
class RegionMap:
    """Regions on a map that somebody had approved, and other `lines` of it. `key` and `empty` as of tiles."""

    caption: Caption
    heads: Heads
    marks: tuple[Shape, ...]
    lines: tuple[Ring, ...] = ()
    key: tuple[str, ...] = ()
    empty: str = ""
    number_format: str = "0"


@dataclass(frozen=True, kw_only=True)
class HeatTable:
    """Numbers by row and column on tints around the average. `key` names the four tints, lowest first."""

    caption: Caption
    heads: Heads
    rows: tuple[Name, ...]
    columns: tuple[Name, ...]
    cells: tuple[tuple[Cell, ...], ...]
    key: tuple[str, ...] = ()
    number_format: str = "0.0%"


@dataclass(frozen=True, kw_only=True)
class Dumbbells:
    """Before and after, joined by a line: hollow before, filled after. One group of rows for each thing measured."""

    caption: Caption
    heads: Heads
    groups: tuple[Group, ...]
    number_format: str = "0.0"

    @property
    def marks(self) -> tuple[Pair, ...]:
        """The pairs of all groups."""
        return tuple(mark for group in self.groups for mark in group.marks)


@dataclass(frozen=True, kw_only=True)
class Stacks:
    """Shares of a whole by row, one bar from 0 to the right and one to the left, and what is neither in a plot apart.

    `columns` are the levels from best to worst; the first `good` of them stand on the right, the last on the left,
    those between apart. `totals` are the sums of the right, where a narrow screen has no room for every level;
    `counts` what a row stands on; `named` the rows that the sentence names. The axis reaches at least `least` left and
    right of 0, so that charts beside one another compare.
    """

    caption: Caption
    heads: Heads
    rows: tuple[Name, ...]
    columns: tuple[Name, ...]
    cells: tuple[tuple[Cell, ...], ...]
    good: int
    total: str
    totals: tuple[str, ...]
    counts: tuple[str, ...]
    named: frozenset[int] = frozenset()
    least: tuple[float, float] = (0.0, 0.0)
    number_format: str = "0.0%"

    @property
    def sides(self) -> tuple[float, float]:
        """How far left and right of 0 the axis has to reach."""
        shares = [[cell.value or 0 for cell in cells] for cells in self.cells]
        left, right = self.least
        return max(left, *(row[-1] for row in shares)), max(right, *(sum(row[: self.good]) for row in shares))


@dataclass(frozen=True, kw_only=True)
class Multiples:
    """One small plot a row, all on one scale from 0 to `top`: a bar for each column, and a mark for the whole.

    `columns` name the bars, in every plot in the same order; `whole` holds their values over everything.
    `named` are the places, row and column, that the sentence speaks of. `key` names the bar and the mark.
    """

    caption: Caption
    heads: Heads
    rows: tuple[Name, ...]
    columns: tuple[Name, ...]
    cells: tuple[tuple[Cell, ...], ...]
    whole: tuple[Cell, ...]
    key: tuple[str, str]
    counts: tuple[str, ...]
    named: frozenset[tuple[int, int]] = frozenset()
    top: float = 1.0
    number_format: str = "0.0%"


@dataclass(frozen=True, kw_only=True)
class Moment(Mark):
    """A mark at a year, which is also its label. `joined`: it compares with the one before, and a line leads to it."""

    at: int
    joined: bool = True


@dataclass(frozen=True, kw_only=True)
class Trend:
    """One figure year by year, earliest first, on an axis from `span[0]` to `span[1]`.

    Where two years are not joined the line breaks; all before the last break are drawn hollow, and the sentence says why.
    """

    caption: Caption
    heads: Heads
    marks: tuple[Moment, ...]
    span: tuple[float, float]
    ticks: tuple[tuple[float, str], ...]
    number_format: str = "0.0%"


PARTS_AT_MOST = 6  # of a whole that colours tell apart


@dataclass(frozen=True, kw_only=True)
class Doughnut:
    """Parts of one `whole`, in the order given and clockwise from the top; the whole's words stand in the hole.

    Values are shares, 0–1; one that is missing has no part of the ring. Whoever builds it keeps the parts few, and sums
    the least of many himself. Raises ValueError for more than six, and for a negative one.
    """

    caption: Caption
    heads: Heads
    marks: tuple[Mark, ...]
    whole: str = ""
    number_format: str = "0.0%"

    def __post_init__(self) -> None:
        if len(self.marks) > PARTS_AT_MOST:
            raise ValueError(f"{len(self.marks)} parts, at most {PARTS_AT_MOST}: sum the least ones")
        if negative := [mark.label for mark in self.marks if (mark.value or 0) < 0]:
            raise ValueError(f"negative parts: {negative}")


class Column(NamedTuple):
    """One column of a table: texts, or numbers with their format. What is missing is None."""

    head: str
    values: tuple[str | float | None, ...]
    number_format: str = "0"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Figures side by side that no one drawing holds. `missing` stands where there is none."""

    caption: Caption
    columns: tuple[Column, ...]
    missing: str


Crossed = HeatTable | Stacks | Multiples  # numbers by row and column
Chart = RankedBars | Tiles | RegionMap | Dumbbells | Trend | Doughnut | Crossed


def is_empty(chart: Chart) -> bool:
    """Whether there is nothing to draw; the panel then says so in words."""
    if isinstance(chart, Crossed):
        return not (chart.rows and chart.columns)
    if isinstance(chart, Doughnut):
        return not any(mark.value for mark in chart.marks)
    return not chart.marks
