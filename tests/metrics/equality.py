"""DuckDB against Spark on the samples: `make spark`.

Every metric over every dimension it has, alone, and over some crossed, filtered and cumulative; prints the largest
difference of any figure, and exits with 1 if one is beyond 1e-9 or a group stands on one side only.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pandas as pd

from data import warehouse
from data.store import Store
from data.warehouse import Reader
from loaders import sampling
from metrics.exporting import export
from metrics.query import Engine, Filters, compute
from metrics.registry import METRICS
from metrics.relations import RELATIONS, Relation
from metrics.spark import SparkReader

MOST = 1e-9
FIGURES = ["numerator", "denominator", "value", "low", "high"]


class Question(NamedTuple):
    """One call of `compute` for all metrics of a relation."""

    names: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: Filters = Filters()
    cumulative: bool = False


def questions(relation: str, of: Relation, reader: Reader) -> Iterator[Question]:
    """What is asked of a relation."""
    names = tuple(name for name, one in METRICS.items() if one.relation == relation)
    lasting = tuple(name for name in names if not METRICS[name].of_one_year)
    always = of.reports.only_one if of.reports else ()
    for dimension in of.dimensions:
        yield Question(names, tuple(dict.fromkeys((dimension, *always))))
    years = [int(year) for (year,) in reader.rows(f"SELECT DISTINCT year FROM ({of.sql}) ORDER BY 1")]
    yield Question(names, tuple(dict.fromkeys(("province", *always))), Filters.of(year=years[-1:]))
    yield Question(
        names, tuple(dict.fromkeys(("province", "year", *always))), Filters.of(province=["140000", "120000"])
    )
    yield Question(lasting, always, Filters.of(year=years[-1:]), cumulative=True)
    yield Question(lasting, ("year", *always), cumulative=True)
    if "pilot" in of.several:
        several = Filters.of(pilot=["none", *(p for (p,) in reader.rows("SELECT min(pilot) FROM pilot_member"))])
        yield Question(names, ("year",), several)
        yield Question(names, ("pilot", "industry"), several)


def difference(one: Engine, other: Engine, asked: Question) -> float:
    """The largest difference of a figure, relative to it where it is above 1; infinite where the frames are not alike."""
    ours, theirs = compute(one, *asked), compute(other, *asked)
    keys = ["metric", *asked.by]
    same = ours[[*keys, "small"]].astype(object).fillna("—").equals(theirs[[*keys, "small"]].astype(object).fillna("—"))
    if not same or not (ours[FIGURES].isna() == theirs[FIGURES].isna()).all(axis=None):
        return float("inf")
    apart: pd.DataFrame = (ours[FIGURES] - theirs[FIGURES]).abs() / ours[FIGURES].abs().clip(lower=1)
    return float(apart.max(axis=None, skipna=True)) if apart.notna().any(axis=None) else 0.0


def main() -> int:
    """Ask both engines everything."""
    worst, start = 0.0, time.perf_counter()
    with TemporaryDirectory() as name:
        store, folder = Store(Path(name) / "store"), Path(name) / "version"
        sampling.prepare(store)
        with closing(warehouse.open(store, warehouse.ALL)) as duck:
            export(duck, folder)
            with closing(SparkReader(str(folder))) as spark:
                spark.refuse_unless_of(duck)
                for relation, of in RELATIONS.items():
                    asked = list(questions(relation, of, duck))
                    largest = max(difference(duck, spark, one) for one in asked)
                    print(f"{relation:<16}{len(asked[0].names):>4} metrics × {len(asked):>2} questions{largest:>12.2g}")
                    sys.stdout.flush()
                    worst = max(worst, largest)
    print(f"largest difference of {len(METRICS)} metrics: {worst:.2g} ({time.perf_counter() - start:.0f} s)")
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
