"""Metrics by dimensions: what may be asked, and the frame that answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from data.errors import Refused
from metrics.relations import NUMBERS
from metrics.statement import SMALL, statement

__all__ = ["SMALL", "Engine", "Filters", "compute"]

LARGEST = 2**31  # integers of a dimension stay below


class Engine(Protocol):
    """What answers a statement: the reader of a version or, on another engine, of the same relations."""

    def frame(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """The result as a frame; `values` are those of the marks `$1`, `$2`."""


@dataclass(frozen=True)
class Filters:
    """Allowed values by dimension: OR within one dimension, AND across them. No values: no filter."""

    values: tuple[tuple[str, tuple[str | int, ...]], ...] = ()

    @classmethod
    def of(cls, /, **dimensions: Sequence[str | int]) -> "Filters":
        """`Filters.of(year=[2021], province=["140000"])`; empty dimensions drop out."""
        return cls(tuple((name, _typed(name, values)) for name, values in sorted(dimensions.items()) if values))

    def get(self, dimension: str) -> tuple[str | int, ...]:
        """The values allowed in a dimension; empty for all."""
        return dict(self.values).get(dimension, ())

    def but(self, /, **dimensions: Sequence[str | int]) -> "Filters":
        """The same filters with some dimensions replaced; an empty sequence lifts one."""
        return Filters.of(**{**dict(self.values), **dimensions})


def _typed(dimension: str, values: Sequence[str | int]) -> tuple[str | int, ...]:
    if dimension not in NUMBERS:
        return tuple(str(value) for value in values)
    try:
        return tuple(_whole(value) for value in values)
    except ValueError as error:
        raise Refused(
            "“{dimension}”的取值应是整数，不是“{values}”", dimension=dimension, values=" ".join(map(str, values))
        ) from error


def _whole(value: str | int) -> int:
    whole = int(value)
    if abs(whole) > LARGEST or whole != float(value):
        raise ValueError(value)
    return whole


def compute(
    reader: Engine,
    names: Sequence[str],
    by: Sequence[str] = (),
    where: Filters = Filters(),
    cumulative: bool = False,
) -> pd.DataFrame:
    """Metrics by dimensions.

    Columns: metric, the dimensions, numerator, denominator, value, low, high, small. Shares are 0–1, gains in
    percent as written. A mean has numerator = sum and denominator = n; a count or a sum numerator = value and no
    denominator. An empty group is null, never 0; `small` marks it, and denominators below 10 firms or answers. Rows
    come in the order of `names`, then of the dimensions.

    A firm in two pilots stands in the groups of both, so these may add up to more than the whole; filtered by pilots
    it counts once. Statistics tables are cumulative: of each unit the latest of the years asked counts, and of units
    in one another the outermost; grouped by city, city tables, or those of the counties of a city without one.

    `cumulative` is over all years up to the one filtered, without one up to the newest of the version; grouped by
    year, each year's row goes up to that year. Different things (firms, bodies, industries) are counted once over
    these years, wherever and in whichever of them they were. A rate, mean or count of answers stands on the last
    counted answer of each firm up to the year, in the place, industry and pilots that it had there: one firm, one
    answer, even where that one leaves the question blank. Of ledger firms it is the last line in a ledger, answered
    if an answer of any of these years counts. Filters hold after that choice, so parts add up to the whole. Units'
    reports: the latest filing up to the year, never summed.

    Raises Refused for an unknown name, a dimension the relation lacks, pilots' figures of several indicators, and
    cumulative figures up to several years at once or of what is true of one year only.
    """
    asked = tuple((d, len(values)) for d, values in where.values)
    sql = statement(tuple(names), tuple(dict.fromkeys(by)), asked, cumulative)
    return reader.frame(sql, [value for _, values in where.values for value in values])


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as plain Python values by column; what is missing is None."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(k): v.tolist() if hasattr(v, "tolist") else v for k, v in row.items()} for row in rows]
