"""Documents written in this process: the report and the deck about a province, and a workbook of every firm of the sample."""

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TypeVar

from benchmarks.browsing import Times
from benchmarks.sessions import PROVINCES
from charts.chart import Caption, Column, Table
from charts.workbook import workbook
from data import warehouse
from data.store import Store
from data.warehouse import Reader
from metrics.firm import Search, search
from metrics.query import Filters
from reports.kinds import KINDS

One = TypeVar("One")

YEAR, FIRMS = 2021, 5639
KINDS_TIMED = {"assessment": "自评报告", "deck": "汇报幻灯片"}
COLUMNS = ("name", "credit_code", "province", "city", "industry", "body_name", "answered", "q7", "q13", "flags")
RUNS = 10


def run(sample: Store) -> list[Times]:
    """Each document of ten provinces in turn, the workbook ten times; what comes first is not counted."""
    with closing(warehouse.open(sample, warehouse.ALL)) as reader:
        documents = [
            Times(f"5,639: {title} of a province", _each(PROVINCES, lambda code, kind=kind: _build(reader, kind, code)))
            for kind, title in KINDS_TIMED.items()
        ]
        return [*documents, Times("5,639: workbook of all firms", _each(range(RUNS), lambda _nth: _workbook(reader)))]


def _each(of: Sequence[One], work: Callable[[One], None]) -> list[float]:
    work(of[0])
    return [_took(work, one) for one in of]


def _took(work: Callable[[One], None], one: One) -> float:
    start = time.perf_counter()
    work(one)
    return (time.perf_counter() - start) * 1000


def _build(reader: Reader, kind: str, province: str) -> None:
    built = KINDS[kind].build(reader, Filters.of(year=[YEAR], province=[province]))
    assert built.content and built.figures


def _workbook(reader: Reader) -> None:
    """The list of 企业查询 with all its pages, asked for and written as the pages write their tables."""
    rows = search(reader, Search(), Filters.of(year=[YEAR]), size=FIRMS + 1).rows
    assert len(rows) == FIRMS
    columns = tuple(Column(name, tuple(rows[name].astype(object).where(rows[name].notna(), None))) for name in COLUMNS)
    caption = Caption(title="企业")
    assert workbook(Table(caption=caption, columns=columns, missing="—"), [("标题", "企业")])
