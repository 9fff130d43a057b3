"""One statement for any metrics: an inner aggregate per relation, an outer ratio with its Wilson interval.

What stands behind a figure is asked of the same rows: `behind` gives them.
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import count
from typing import Literal, NamedTuple

from data.errors import Refused
from metrics.core import Count, CountDistinct, Latest, Mean, Metric, Rate
from metrics.registry import metric
from metrics.relations import ALL_YEARS, RELATIONS, Reports, up_to

SMALL = 10  # a denominator below this is marked
Z = 1.959963984540054  # 97.5 % of the standard normal distribution: a two-sided 95 % interval

Part = Literal["numerator", "denominator"]


class Asked(NamedTuple):
    """How rows are grouped and filtered.

    `marks`: filtered dimension → the numbered marks of its values, `$1, $2`. `cumulative`: over all years up to one,
    so that a filtered year filters no row but says up to which.
    """

    by: tuple[str, ...]
    marks: Mapping[str, str]
    cumulative: bool

    @classmethod
    def of(cls, by: tuple[str, ...], where: Sequence[tuple[str, int]], cumulative: bool) -> "Asked":
        """`where` gives each filtered dimension with its number of values, which are bound in that order."""
        numbers = count(1)
        return cls(by, {d: ", ".join(f"${next(numbers)}" for _ in range(values)) for d, values in where}, cumulative)

    @property
    def filters(self) -> Mapping[str, str]:
        """The marks of the dimensions that filter rows."""
        return {d: values for d, values in self.marks.items() if not (self.cumulative and d == "year")}

    @property
    def years(self) -> list[str]:
        """The common table of the years that cumulative rows go up to; without a year asked, the newest there is."""
        if not self.cumulative:
            return []
        if asked := self.marks.get("year"):
            rows = " UNION ".join(f"SELECT {mark}::INTEGER AS up_to" for mark in asked.split(", "))
        else:
            rows = f"SELECT {'DISTINCT year' if 'year' in self.by else 'max(year)'} AS up_to FROM ({ALL_YEARS})"
        return [f"years_ AS ({rows})"]


@lru_cache(maxsize=512)
def statement(
    names: tuple[str, ...], by: tuple[str, ...], where: tuple[tuple[str, int], ...], cumulative: bool = False
) -> str:
    """The SQL of `compute`; `where` gives each filtered dimension with its number of values, bound in that order."""
    metrics = [metric(name) for name in names]
    asked = Asked.of(by, where, cumulative)
    grouped: dict[tuple[str, str], list[Metric]] = {}
    for one in metrics:
        _check_that_it_makes_sense(one, asked)
        grouped.setdefault(rows_of(one, cumulative), []).append(one)
    tables = {key: f"{key[0]}_{place}" for place, key in enumerate(grouped, 1)}
    inner = [f"{tables[key]} AS ({_aggregate(of, asked)})" for key, of in grouped.items()]
    outer = [_one(one, place, tables[rows_of(one, cumulative)], by) for place, one in enumerate(metrics)]
    comma = ",\n        "
    order = ", ".join(["place", *(f'"{d}" NULLS LAST' for d in by)])
    return f"""
        WITH {comma.join([*asked.years, *inner])},
        long AS ({" UNION ALL ".join(outer)})
        SELECT metric, {"".join(f'"{d}", ' for d in by)}numerator, denominator, value,
               CASE WHEN n > 0 THEN least(value, greatest(0, (centre - reach) / (1 + {Z**2} / n))) END AS low,
               CASE WHEN n > 0 THEN greatest(value, least(1, (centre + reach) / (1 + {Z**2} / n))) END AS high,
               value IS NULL OR few AS small
        FROM (
            SELECT *, value + {Z**2} / (2 * n) AS centre,
                   {Z} * sqrt((value * (1 - value) + {Z**2} / (4 * n)) / n) AS reach
            FROM long
        ) ORDER BY {order}"""


def behind(one: Metric, asked: Asked, part: Part) -> str:
    """The rows that stand in a part of a metric, from FROM on; `asked.years` stand before them."""
    _check_that_it_makes_sense(one, asked)
    conditions = _conditions(one)
    if part not in conditions:
        raise Refused("“{name}”没有分母，只能列出分子（--part numerator）", name=one.name)
    return f"FROM (SELECT * FROM {_chosen([one], asked)}) WHERE ({conditions[part]})"


def column(relation: str, dimension: str, cumulative: bool = False) -> str:
    """The column that holds a dimension; a dimension that the relation lacks is refused."""
    dimensions = RELATIONS[relation].dimensions
    if dimension not in dimensions:
        near = get_close_matches(dimension, dimensions, n=1, cutoff=0.5)
        raise Refused(
            "这个指标没有维度“{dimension}”。可用的维度：{allowed}{near}",
            dimension=dimension,
            allowed=" ".join(dimensions),
            near=f" ({near[0]}?)" if near else "",
        )
    return "up_to" if cumulative and dimension == "year" else dimensions[dimension]


def _check_that_it_makes_sense(one: Metric, asked: Asked) -> None:
    if asked.cumulative:
        _check_that_it_accumulates(one, asked)
    reports = RELATIONS[one.relation].reports
    if not reports:
        return
    for dimension in (*reports.only_one, *reports.parts):
        is_whole = dimension in reports.parts and dimension not in asked.marks
        is_one = "," not in asked.marks.get(dimension, ",")
        if not is_whole and not is_one and dimension not in asked.by:
            raise Refused(
                "“{name}”在“{dimension}”的不同取值之间不能合并：请按它分组（--by {dimension}），"
                "或只选一个取值（--where {dimension}=…）",
                name=one.name,
                dimension=dimension,
            )


def _check_that_it_accumulates(one: Metric, asked: Asked) -> None:
    column(one.relation, "year")
    if one.of_one_year:
        raise Refused("“{name}”只说一个年度的情况，不能累计：请去掉 --cumulative", name=one.name)
    if "," in asked.marks.get("year", "") and "year" not in asked.by:
        raise Refused("累计只能截至一个年度：请只写一个 --where year=…，或按年度分组（--by year）")


def rows_of(one: Metric, cumulative: bool) -> tuple[str, str]:
    """The relation's name and its rows. Up to a year, different things are told apart in the rows of all years."""
    of = RELATIONS[one.relation]
    if not cumulative:
        return one.relation, of.sql
    is_every = isinstance(one, CountDistinct) or not of.so_far
    return one.relation, up_to(of.sql) if is_every else of.so_far


def _aggregate(metrics: list[Metric], asked: Asked) -> str:
    """What is counted over one relation, for metrics of the same rows."""
    different = list(dict.fromkeys(metrics))
    groups = {d: column(metrics[0].relation, d, asked.cumulative) for d in asked.by}
    columns = [f'{of} AS "{d}"' for d, of in groups.items()]
    for one in different:
        columns += _inner(one)
    grouping = f"GROUP BY {', '.join(groups.values())}" if groups else ""
    return f"SELECT {', '.join(columns)}, count(*) AS rows_ FROM {_chosen(different, asked)} {grouping}"


def _chosen(metrics: list[Metric], asked: Asked) -> str:
    """The rows that pass the filters; of reports, with the values of those that count."""
    rows = _rows(metrics[0], asked)
    if reports := RELATIONS[metrics[0].relation].reports:
        chosen = [_latest(one, reports, asked) for one in metrics if isinstance(one, Latest)]
        return f"(SELECT *, {', '.join(chosen)} FROM {rows})"
    return rows


def _rows(one: Metric, asked: Asked) -> str:
    """The metric's relation with the filters, as it stands after FROM."""
    of, (relation, sql) = RELATIONS[one.relation], rows_of(one, asked.cumulative)
    joins, conditions = [], _of_parts(of.reports, asked) if of.reports else []
    for dimension in dict.fromkeys((*asked.by, *asked.filters)):
        holds, several = column(relation, dimension, asked.cumulative), of.several.get(dimension)
        values = asked.filters.get(dimension, "")
        if several and dimension not in asked.by:
            joins.append(several.any.format(values=values))
            conditions.append(several.has.format(values=values))
            continue
        if several:
            joins.append(several.each)
        if values:
            conditions.append(f"{holds} IN ({values})")
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"({sql}) {' '.join(joins)} {where}"


def _of_parts(reports: Reports, asked: Asked) -> list[str]:
    """Grouped by what is inside a whole, reports on the whole do not stand beside those on its parts."""
    nested = () if reports.unit[0] in asked.by else reports.nested[1:]
    inside = [d for d in (*nested, *reports.parts) if d in asked.by]
    apart = [d for d in reports.parts if d not in asked.by and d not in asked.marks]
    return [f"{d} IS NOT NULL" for d in inside] + [f"{d} IS NULL" for d in apart]


def _latest(one: Latest, reports: Reports, asked: Asked) -> str:
    """The value in the rows that count, null in all others; a report that does not state it is as none."""
    year = ["up_to"] if asked.cumulative else ["year"] if "year" in asked.by else []

    def stated(*columns: str) -> str:
        return f"PARTITION BY {', '.join((f'{one.value} IS NULL', *columns, *year))}"

    conditions = [f"row_number() OVER ({stated(*reports.unit)} ORDER BY year DESC, submission DESC, row DESC) = 1"]
    if reports.unit[0] not in asked.by:
        for depth in range(1, len(reports.nested)):
            outer, inner = reports.nested[:depth], reports.nested[depth:]
            is_inner = f"coalesce({', '.join(inner)}) IS NOT NULL"
            conditions.append(f"rank() OVER ({stated(*outer)} ORDER BY {is_inner}) = 1")
    return f"CASE WHEN {' AND '.join(conditions)} THEN {one.value} END AS {one.name}_v"


def _conditions(one: Metric) -> dict[Part, str]:
    """Which rows stand in the numerator, and which in the denominator; of a mean, those that have a value in both."""
    match one:
        case Rate():
            return {"numerator": f"({one.numerator}) AND ({one.denominator})", "denominator": one.denominator}
        case Mean():
            return {"numerator": f"{one.value} IS NOT NULL", "denominator": f"{one.value} IS NOT NULL"}
        case Latest():
            stated = f"{one.name}_v IS NOT NULL"
            return {"numerator": stated, "denominator": stated} if one.mean else {"numerator": stated}
        case Count():
            return {"numerator": one.condition}
        case CountDistinct():
            return {"numerator": f"{one.value} IS NOT NULL"}
    raise TypeError(one)


def _inner(one: Metric) -> list[str]:
    """The metric's aggregate columns: numerator, and denominator where it has one of its own."""
    match one:
        case Rate():
            of = _conditions(one)
            return [
                f"count(CASE WHEN {of['numerator']} THEN 1 END) AS {one.name}_n",
                f"count(CASE WHEN {of['denominator']} THEN 1 END) AS {one.name}_d",
            ]
        case Mean():
            median = [f"median({one.value}) AS {one.name}_m"] if one.median else []
            return [f"sum({one.value}) AS {one.name}_n", f"count({one.value}) AS {one.name}_d", *median]
        case Count():
            return [f"count(CASE WHEN {_conditions(one)['numerator']} THEN 1 END) AS {one.name}_n"]
        case CountDistinct():
            return [f"count(DISTINCT {one.value}) AS {one.name}_n"]
        case Latest():
            return [f"sum({one.name}_v) AS {one.name}_n", f"count({one.name}_v) AS {one.name}_d"]
    raise TypeError(one)


def _one(one: Metric, place: int, table: str, by: Sequence[str]) -> str:
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
        f"{denominator} AS denominator, {value} AS value, {n} AS n, {few} AS few FROM {table}"
    )
