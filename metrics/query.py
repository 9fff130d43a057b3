"""One statement for any metrics: an inner aggregate per relation, an outer ratio with its Wilson interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

import pandas as pd

from data.errors import Refused
from data.warehouse import Reader
from metrics.core import Count, CountDistinct, Mean, Metric, Rate
from metrics.registry import metric
from metrics.relations import NUMBERS, RELATIONS

LARGEST = 2**31  # integers of a dimension stay below
SMALL = 10  # a denominator below this is marked
Z = 1.959963984540054  # 97.5 % of the standard normal distribution: a two-sided 95 % interval


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


def compute(reader: Reader, names: Sequence[str], by: Sequence[str] = (), where: Filters = Filters()) -> pd.DataFrame:
    """Metrics by dimensions.

    Columns: metric, the dimensions, numerator, denominator, value, low, high, small. Shares are 0–1, gains in
    percent as written. A mean has numerator = sum and denominator = n; a count numerator = value and no
    denominator. An empty group is null, never 0; `small` marks it, and denominators below 10. Rows come in the order of
    `names`, then of the dimensions. Raises Refused for an unknown name or a dimension the relation lacks.
    """
    sql = statement(tuple(names), tuple(dict.fromkeys(by)), tuple((d, len(values)) for d, values in where.values))
    relations = dict.fromkeys(metric(name).relation for name in names)
    bound: list[Any] = [value for _ in relations for _, values in where.values for value in values]
    return reader.frame(sql, bound)


@lru_cache(maxsize=512)
def statement(names: tuple[str, ...], by: tuple[str, ...], where: tuple[tuple[str, int], ...]) -> str:
    """The SQL of `compute`; `where` gives each filtered dimension with its number of values."""
    metrics = [metric(name) for name in names]
    grouped: dict[str, list[Metric]] = {}
    for one in metrics:
        grouped.setdefault(one.relation, []).append(one)
    inner = [f"{relation}_ AS ({_aggregate(relation, of, by, where)})" for relation, of in grouped.items()]
    outer = [_one(one, place, by) for place, one in enumerate(metrics)]
    order = ", ".join(["place", *(f'"{d}" NULLS LAST' for d in by)])
    return f"""
        WITH {", ".join(inner)}, long AS ({" UNION ALL ".join(outer)})
        SELECT metric, {"".join(f'"{d}", ' for d in by)}numerator, denominator, value,
               CASE WHEN n > 0 THEN least(value, greatest(0, (centre - reach) / (1 + {Z**2} / n))) END AS low,
               CASE WHEN n > 0 THEN greatest(value, least(1, (centre + reach) / (1 + {Z**2} / n))) END AS high,
               value IS NULL OR coalesce(denominator < {SMALL}, FALSE) AS small
        FROM (
            SELECT *, value + {Z**2} / (2 * n) AS centre,
                   {Z} * sqrt((value * (1 - value) + {Z**2} / (4 * n)) / n) AS reach
            FROM long
        ) ORDER BY {order}"""


def _column(relation: str, dimension: str) -> str:
    dimensions = RELATIONS[relation].dimensions
    if dimension not in dimensions:
        near = get_close_matches(dimension, dimensions, n=1, cutoff=0.5)
        raise Refused(
            "这个指标没有维度“{dimension}”。可用的维度：{allowed}{near}",
            dimension=dimension,
            allowed=" ".join(dimensions),
            near=f" ({near[0]}?)" if near else "",
        )
    return dimensions[dimension]


def _aggregate(relation: str, metrics: list[Metric], by: Sequence[str], where: Sequence[tuple[str, int]]) -> str:
    columns = [f'{_column(relation, d)} AS "{d}"' for d in by]
    for one in dict.fromkeys(metrics):
        columns += _inner(one)
    conditions = [f"{_column(relation, d)} IN ({', '.join('?' * count)})" for d, count in where]
    return " ".join(
        (
            f"SELECT {', '.join(columns)}, count(*) AS rows_ FROM ({RELATIONS[relation].sql})",
            f"WHERE {' AND '.join(conditions)}" if conditions else "",
            f"GROUP BY {', '.join(_column(relation, d) for d in by)}" if by else "",
        )
    )


def _inner(one: Metric) -> list[str]:
    """The metric's aggregate columns: numerator, and denominator where it has one of its own."""
    match one:
        case Rate():
            both = f"({one.numerator}) AND ({one.denominator})"
            return [
                f"count(CASE WHEN {both} THEN 1 END) AS {one.name}_n",
                f"count(CASE WHEN {one.denominator} THEN 1 END) AS {one.name}_d",
            ]
        case Mean():
            median = [f"median({one.value}) AS {one.name}_m"] if one.median else []
            return [f"sum({one.value}) AS {one.name}_n", f"count({one.value}) AS {one.name}_d", *median]
        case Count():
            return [f"count(CASE WHEN {one.condition} THEN 1 END) AS {one.name}_n"]
        case CountDistinct():
            return [f"count(DISTINCT {one.value}) AS {one.name}_n"]
    raise TypeError(one)


def _one(one: Metric, place: int, by: Sequence[str]) -> str:
    """The metric's rows; `n` is the number of trials of a rate, null for what has no interval."""
    numerator, denominator, n = f"{one.name}_n::DOUBLE", f"{one.name}_d::DOUBLE", "NULL::DOUBLE"
    if isinstance(one, Count | CountDistinct):
        numerator = f"CASE WHEN rows_ > 0 THEN {numerator} END"
    match one:
        case Rate():
            value, n = f"{numerator} / nullif({denominator}, 0)", f"nullif({denominator}, 0)"
        case Mean():
            value = f"{one.name}_m" if one.median else f"{numerator} / nullif({denominator}, 0)"
        case CountDistinct(of=int()):
            denominator = f"{one.of}::DOUBLE"
            value = f"({numerator}) / {denominator}"
        case _:
            value, denominator = numerator, "NULL::DOUBLE"
    dimensions = "".join(f'"{d}", ' for d in by)
    return (
        f"SELECT '{one.name}' AS metric, {place} AS place, {dimensions}{numerator} AS numerator, "
        f"{denominator} AS denominator, {value} AS value, {n} AS n FROM {one.relation}_"
    )
