"""Tables for the public: small groups are hidden so that nobody can work them out from what is shown.

Inside the bureau small groups are marked (`small`) and never hidden. In a table that leaves it, a group of fewer than
10 is hidden, and further groups with it until no hidden figure follows from those shown and the totals: not by
subtraction, and not because figures cannot be negative.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import Refused
from data.warehouse import Reader
from locales import N_
from metrics.core import Count, CountDistinct, Mean, Metric, Rate
from metrics.query import SMALL, Filters, compute
from metrics.registry import metric
from metrics.relations import RELATIONS

NOT_ADDITIVE = N_("“{name}”的各组不能相加，不能保证公开的表推不出小组的数")

FIGURES = ["numerator", "denominator", "value", "low", "high"]

if TYPE_CHECKING:  # scipy takes a second, which the start of a page must not
    from scipy.sparse import csr_array

Cell = tuple[int, ...]


class Layer(NamedTuple):
    """Whole counts of a table with totals, the last index of each axis, and of the others in each group."""

    counts: NDArray
    others: NDArray

    @property
    def sizes(self) -> NDArray:
        """How many each group has."""
        return self.counts + self.others


def published(reader: Reader, names: Sequence[str], by: Sequence[str], where: Filters = Filters()) -> pd.DataFrame:
    """Metrics by one or two dimensions with all totals, small groups hidden, to be given out of the bureau.

    Columns as of `compute` without `small`, then `total`, the dimensions a row is the total over, separated by commas,
    and `hidden`: the figures are null because showing them would give away a group of fewer than 10. Which of the
    hidden groups are small is not said; a group of nobody is shown. All metrics are hidden in the same groups, so sums
    and differences over all of them give nothing away. Of a rate neither those who say yes nor those who do not can be
    worked out, of a mean not how many it stands on; that counts are not negative is held against each metric alone.

    Other tables are not known here: those of other filters, or of an earlier version, may give away beside this one
    what neither does alone. Raises Refused as `compute` does, and for metrics and dimensions whose groups do not add up.
    """
    names, by = tuple(dict.fromkeys(names)), tuple(dict.fromkeys(by))
    for name in names:
        _check_that_groups_add_up(metric(name), by)
    frame = _with_totals(reader, names, by, where)
    cells = _cells(frame, by)
    shape = tuple(max(places) + 1 for places in zip(*cells, strict=True))
    frame.index = pd.MultiIndex.from_arrays([frame["metric"], cells], names=["of", "cell"])
    hidden = hide([layer for name in names for layer in _layers(metric(name), frame.loc[name], shape)])
    frame["hidden"] = [bool(hidden[cell]) for cell in cells]
    frame.loc[frame["hidden"], FIGURES] = np.nan
    return frame.reset_index(drop=True)


def _check_that_groups_add_up(one: Metric, by: Sequence[str]) -> None:
    is_of_firms = isinstance(one, CountDistinct) and one.value == "firm"
    if not (isinstance(one, Rate | Count) or is_of_firms or (isinstance(one, Mean) and not one.median)):
        raise Refused(NOT_ADDITIVE, name=one.name)
    if overlapping := [d for d in by if d in RELATIONS[one.relation].several]:
        raise Refused("“{dimension}”的各组可能有相同的企业，不能保证公开的表推不出小组的数", dimension=overlapping[0])
    if not 1 <= len(by) <= 2:
        raise Refused("公开的表按一个或两个维度分组，不是 {count} 个", count=len(by))


def _with_totals(reader: Reader, names: Sequence[str], by: Sequence[str], where: Filters) -> pd.DataFrame:
    """The groups, then the totals over each dimension and over all."""
    frames = []
    for kept in product((True, False), repeat=len(by)):
        groups = [d for d, keep in zip(by, kept, strict=True) if keep]
        over = [d for d in by if d not in groups]
        frame = compute(reader, names, groups, where).astype(dict.fromkeys(groups, object))
        frames.append(frame.assign(**dict.fromkeys(over), total=",".join(over)))
    return pd.concat(frames, ignore_index=True)[["metric", *by, *FIGURES, "total"]]


def _cells(frame: pd.DataFrame, by: Sequence[str]) -> list[Cell]:
    """The place of each row in the table with its totals, which stand last; what is not known is a group of its own."""
    axes = []
    for dimension in by:
        is_total = np.array([dimension in total.split(",") for total in frame["total"]])
        codes, values = pd.factorize(frame[dimension], use_na_sentinel=False)
        codes, values = pd.factorize(np.where(is_total, len(values), codes), sort=True)
        axes.append(codes)
    return list(zip(*(map(int, axis) for axis in axes), strict=True))


def _layers(one: Metric, rows: pd.DataFrame, shape: tuple[int, ...]) -> list[Layer]:
    """What can be worked out of a metric: of a rate yes and no, of others how many there are. By cell; without one 0."""

    def table(figure: str) -> NDArray:
        counts = np.zeros(shape)
        for cell, count in rows[figure].dropna().items():
            counts[cell] = count
        if any(sum(counts[cell] for cell in line[:-1]) != counts[line[-1]] for line in lines_of(shape)):
            raise Refused(NOT_ADDITIVE, name=one.name)  # such as a firm that is in several years
        return counts

    sizes = table("denominator" if isinstance(one, Rate | Mean) else "numerator")
    if not isinstance(one, Rate):
        return [Layer(sizes, np.zeros(shape))]
    yes = table("numerator")
    return [Layer(yes, sizes - yes), Layer(sizes - yes, yes)]


def hide(layers: Sequence[Layer], minimum: int = SMALL) -> NDArray:
    """Which cells of tables with totals to hide so that no count of a hidden cell can be worked out in any layer.

    Hidden are groups of 1 to `minimum` − 1, totals too. Then, as long as a hidden cell is given away, a shown cell of
    its row or column, rather an inner one than a total and rather a small one than a large one. Cells of 0 are nobody
    and give away nobody.
    """
    sizes = np.stack([layer.sizes for layer in layers])
    hidden: NDArray = np.any((sizes > 0) & (sizes < minimum), axis=0)
    lines = list(lines_of(hidden.shape))
    safe = [np.zeros(hidden.shape, dtype=bool) for _ in layers]
    while given := _given_away(layers, hidden, lines, safe):
        hidden[_complement(*given, sizes.max(axis=0), hidden, lines)] = True
    return hidden


def lines_of(shape: tuple[int, ...]) -> Iterator[list[Cell]]:
    """Every row, column and so on as its cells; all but the last add up to the last."""
    for axis, length in enumerate(shape):
        for others in product(*(range(n) for i, n in enumerate(shape) if i != axis)):
            yield [(*others[:axis], i, *others[axis:]) for i in range(length)]


def _given_away(
    layers: Sequence[Layer], hidden: NDArray, lines: Sequence[Sequence[Cell]], safe: Sequence[NDArray]
) -> tuple[Cell, Layer] | None:
    """A hidden cell that follows from what is shown, in which layer; marks in `safe` those found not to.

    Hiding more leaves more open, so a cell once safe stays so.
    """
    for line in lines:  # the one hidden cell of a line is a difference: most cases, and found without solving anything
        inside = [cell for cell in line if hidden[cell]]
        if len(inside) == 1:
            return inside[0], layers[0]
    equations = _equations(hidden, lines)
    for layer, known in zip(layers, safe, strict=True):
        for number, cell in enumerate(_places(hidden)):
            if not known[cell]:
                known[hidden] |= _can_differ(layer.counts[hidden], layer.others[hidden], equations, number)
            if not known[cell]:
                return cell, layer
    return None


def _equations(hidden: NDArray, lines: Sequence[Sequence[Cell]]) -> "csr_array":
    """What the hidden cells, in the order of `_places`, add up to; a total has −1."""
    from scipy.sparse import csr_array

    numbers = {cell: number for number, cell in enumerate(_places(hidden))}
    entries = [
        (-1.0 if cell == line[-1] else 1.0, row, numbers[cell])
        for row, line in enumerate(lines)
        for cell in line
        if cell in numbers
    ]
    signs, rows, columns = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((signs, (rows, columns)), shape=(len(lines), len(numbers)))


def _can_differ(counts: NDArray, others: NDArray, equations: "csr_array", number: int) -> NDArray:
    """Which hidden counts another table that shows the same has otherwise, one of its tables differing there if any.

    The reader knows the totals, that no count is negative and that a hidden group has somebody; that it has nobody is
    as well possible where that is so, because another metric hides it. It is enough to look for one more and one fewer: equations of a table of one
    or two dimensions with totals are those of a network, whose whole solutions differ by cycles of ±1.
    """
    from scipy.optimize import linprog

    is_anybody = (others == 0) & (counts > 0)
    lowest = np.maximum(-1, is_anybody - counts)
    bounds = np.column_stack([lowest, np.ones_like(counts)])
    objective = np.zeros(len(counts))
    for direction in (-1.0, 1.0):
        objective[number] = direction
        found = linprog(objective, A_eq=equations, b_eq=np.zeros(equations.shape[0]), bounds=bounds)
        if abs(found.fun) > 0.5:
            break
    return np.abs(found.x) > 0.5


def _places(hidden: NDArray) -> list[Cell]:
    return list(map(tuple, np.argwhere(hidden).tolist()))


def _complement(cell: Cell, layer: Layer, sizes: NDArray, hidden: NDArray, lines: Sequence[Sequence[Cell]]) -> Cell:
    """The cell to hide with one that is given away."""
    beside = {place for line in lines if cell in line for place in line}
    linked = Counter(place for line in lines if any(hidden[other] for other in line) for place in line)

    def cost(place: Cell) -> tuple[bool, bool, int, int, float, Cell]:
        """A lone cell hidden in a line needs another, so better one whose lines have hidden cells already."""
        totals = sum(at == length - 1 for at, length in zip(place, hidden.shape, strict=True))
        return place not in beside, layer.counts[place] == 0, totals, -linked[place], sizes[place], place

    return min(_places((sizes > 0) & ~hidden), key=cost)
