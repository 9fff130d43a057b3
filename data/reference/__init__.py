"""The committed tables: regions, industries, questions, bodies, published figures, rules."""

import csv
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Rows of `data/reference/<name>.csv` as dicts of text, in file order."""
    with (HERE / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def columns(name: str) -> tuple[str, ...]:
    """The first line of `data/reference/<name>.csv`, which may have no row below it."""
    with (HERE / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(next(csv.reader(file)))
