"""One statement for any metrics: an inner aggregate per relation, an outer ratio with its Wilson interval."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import count

from data.errors import Refused
from metrics.core import Count, CountDistinct, Latest, Mean, Metric, Rate
from metrics.registry import metric
from metrics.relations import RELATIONS, Reports

SMALL = 10  # a denominator below this is marked
Z = 1.959963984540054  # 97.5 % of the standard normal distribution: a two-sided 95 % interval

Marks = Mapping[str, str]  # filtered dimension → the numbered marks of its values, `$1, $2`


@lru_cache(maxsize=512)
def statement(names: tuple[str, ...], by: tuple[str, ...], where: tuple[tuple[str, int], ...]) -> str:
    """The SQL of `compute`; `where` gives each filtered dimension with its number of values, bound in that order."""
    metrics = [metric(name) for name in names]
    numbers = count(1)
    marks = {dimension: ", ".join(f"${next(numbers)}" for _ in range(values)) for dimension, values in where}
    grouped: dict[str, list[Metric]] = {}
    for one in metrics:
        _check_that_it_adds_up(one, by, where)
        grouped.setdefault(one.relation, []).append(one)
    inner = [f"{relation}_ AS ({_aggregate(relation, of, by, marks)})" for relation, of in grouped.items()]
    outer = [_one(one, place, by) for place, one in enumerate(metrics)]
    order = ", ".join(["place", *(f'"{d}" NULLS LAST' for d in by)])
    return f"""
        WITH {", ".join(inner)}, long AS ({" UNION ALL ".join(outer)})
        SELECT metric, {"".join(f'"{d}", ' for d in by)}numerator, denominator, value,
               CASE WHEN n > 0 THEN least(value, greatest(0, (centre - reach) / (1 + {Z**2} / n))) END AS low,
               CASE WHEN n > 0 THEN greatest(value, least(1, (centre + reach) / (1 + {Z**2} / n))) END AS high,
               value IS NULL OR few AS small
        FROM (
            SELECT *, value + {Z**2} / (2 * n) AS centre,
                   {Z} * sqrt((value * (1 - value) + {Z**2} / (4 * n)) / n) AS reach
            FROM long
        ) ORDER BY {order}"""


def _check_that_it_adds_up(one: Metric, by: Sequence[str], where: Sequence[tuple[str, int]]) -> None:
    reports, asked = RELATIONS[one.relation].reports, dict(where)
    if not reports:
        return
    for dimension in (*reports.only_one, *reports.parts):
        is_whole = dimension in reports.parts and dimension not in asked
        if not is_whole and asked.get(dimension) != 1 and dimension not in by:
            raise Refused(
                "“{name}”在“{dimension}”的不同取值之间不能合并：请按它分组（--by {dimension}），"
                "或只选一个取值（--where {dimension}=…）",
                name=one.name,
                dimension=dimension,
            )


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


def _aggregate(relation: str, metrics: list[Metric], by: Sequence[str], marks: Marks) -> str:
    columns = [f'{_column(relation, d)} AS "{d}"' for d in by]
    for one in dict.fromkeys(metrics):
        columns += _inner(one)
    rows = _rows(relation, by, marks)
    if reports := RELATIONS[relation].reports:
        chosen = [_latest(one, reports, by) for one in dict.fromkeys(metrics) if isinstance(one, Latest)]
        rows = f"(SELECT *, {', '.join(chosen)} FROM {rows})"
    groups = f"GROUP BY {', '.join(_column(relation, d) for d in by)}" if by else ""
    return f"SELECT {', '.join(columns)}, count(*) AS rows_ FROM {rows} {groups}"


def _rows(relation: str, by: Sequence[str], marks: Marks) -> str:
    """The relation's rows that pass the filters, as they stand after FROM."""
    of = RELATIONS[relation]
    joins, conditions = [], _of_parts(of.reports, by, marks) if of.reports else []
    for dimension in dict.fromkeys((*by, *marks)):
        column, several = _column(relation, dimension), of.several.get(dimension)
        values = marks.get(dimension, "")
        if several and dimension not in by:
            joins.append(several.any.format(values=values))
            conditions.append(several.has.format(values=values))
            continue
        if several:
            joins.append(several.each)
        if values:
            conditions.append(f"{column} IN ({values})")
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"({of.sql}) {' '.join(joins)} {where}"


def _of_parts(reports: Reports, by: Sequence[str], marks: Marks) -> list[str]:
    """Grouped by what is inside a whole, reports on the whole do not stand beside those on its parts."""
    nested = () if reports.unit[0] in by else reports.nested[1:]
    inside = [d for d in (*nested, *reports.parts) if d in by]
    apart = [d for d in reports.parts if d not in by and d not in marks]
    return [f"{d} IS NOT NULL" for d in inside] + [f"{d} IS NULL" for d in apart]


def _latest(one: Latest, reports: Reports, by: Sequence[str]) -> str:
    """The value in the rows that count, null in all others; a report that does not state it is as none."""
    year = ["year"] if "year" in by else []

    def stated(*columns: str) -> str:
        return f"PARTITION BY {', '.join((f'{one.value} IS NULL', *columns, *year))}"

    conditions = [f"row_number() OVER ({stated(*reports.unit)} ORDER BY year DESC, submission DESC, row DESC) = 1"]
    if reports.unit[0] not in by:
        for depth in range(1, len(reports.nested)):
            outer, inner = reports.nested[:depth], reports.nested[depth:]
            is_inner = f"coalesce({', '.join(inner)}) IS NOT NULL"
            conditions.append(f"rank() OVER ({stated(*outer)} ORDER BY {is_inner}) = 1")
    return f"CASE WHEN {' AND '.join(conditions)} THEN {one.value} END AS {one.name}_v"


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
        case Latest():
            return [f"sum({one.name}_v) AS {one.name}_n", f"count({one.name}_v) AS {one.name}_d"]
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
        case Latest(mean=True):
            value = f"{numerator} / nullif({denominator}, 0)"
        case CountDistinct(of=int()):
            denominator = f"{one.of}::DOUBLE"
            value = f"({numerator}) / {denominator}"
        case _:
            value, denominator = numerator, "NULL::DOUBLE"
    # Pilots are not a sample: a mean of few of them is as certain as one of many.
    few = "FALSE" if isinstance(one, Latest) else f"coalesce({denominator} < {SMALL}, FALSE)"
    dimensions = "".join(f'"{d}", ' for d in by)
    return (
        f"SELECT '{one.name}' AS metric, {place} AS place, {dimensions}{numerator} AS numerator, "
        f"{denominator} AS denominator, {value} AS value, {n} AS n, {few} AS few FROM {one.relation}_"
    )
