"""DuckDB against Spark on this machine, at a million answers and at ten: `python -m benchmarks.engines [MILLIONS …]`."""

import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks.computing import COPIES, NAMES, copies
from benchmarks.timing import compare, table
from data import warehouse
from data.samples import national_2021
from data.store import Store
from loaders import importing
from metrics.exporting import export
from metrics.query import Engine, Filters, compute
from metrics.spark import SparkReader

RUNS = 3
QUESTIONS = {"5 metrics": NAMES, "a median": ("gain_revenue_median",)}
WHERE = Filters.of(year=[2021])


def ask(engine: Engine, names: tuple[str, ...]) -> None:
    """The question of `computing`: metrics by province × industry."""
    assert len(compute(engine, names, ["province", "industry"], WHERE))


def run(sample: Store, folder: Path, millions: int) -> None:
    """Print both engines' times; what Spark reads is exported first, which is timed as well."""
    store, parquet = Store(folder / f"store-{millions}"), folder / f"parquet-{millions}"
    copies(sample, store, COPIES * millions)
    with closing(warehouse.open(store, warehouse.ALL)) as duck:
        start = time.perf_counter()
        rows = export(duck, parquet)["response"]
        size = sum(file.stat().st_size for file in parquet.rglob("*.parquet")) / 1e6
        print(f"{rows:,} answers exported in {time.perf_counter() - start:.1f} s, {size:.0f} MB", flush=True)
        with closing(SparkReader(str(parquet))) as spark:
            for what, names in QUESTIONS.items():
                says = f"{what}, {rows:,} answers: Spark / DuckDB"
                print(
                    table([compare(says, lambda n=names: ask(spark, n), lambda n=names: ask(duck, n), RUNS)]),
                    flush=True,
                )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / national_2021.FILE
        national_2021.write(file)
        national = Store(Path(name) / "sample")
        importing.load([file], national)
        for count in map(int, sys.argv[1:] or ("1", "10")):
            run(national, Path(name), count)
