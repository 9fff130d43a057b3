"""Loading, from file to published version: against python-calamine merely reading the file, and with one process."""

import io
import itertools
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from unittest.mock import patch

from python_calamine import CalamineWorkbook

from benchmarks.timing import Ratio, compare
from data.reference import table
from data.samples import ledgers, shanxi_2022
from data.samples.firms import INDUSTRIES
from data.samples.ledgers import Body, Firm, Layout
from data.store import Store
from loaders import importing, worker

RUNS = 7
CREATED = datetime(2022, 11, 10)
LEDGER_ROWS = 200_000
FILES, FILE_ROWS = 100, 500
LEDGER = Layout(
    (
        ("序号", "sequence"), ("企业名称", "name"), ("统一社会信用代码", "credit_code"), ("所属市", "city"),
        ("所在区县", "county"), ("所属行业", "industry_name"), ("认证机构名称", "body"), ("批准号", "body_number"),
        ("联系人", "contact"), ("联系电话", "phone"), ("帮扶时间", "month"), ("帮扶内容", "content"),
    )
)  # fmt: skip


def run(export: Path, folder: Path) -> list[Ratio]:
    """Every run loads into a new store, so that nothing is staged from the run before."""
    stores = (Store(folder / f"store-{i}") for i in itertools.count())
    ledger = folder / "2022年度山西省帮扶企业台账.xlsx"
    ledgers.write(ledger, LEDGER, list(firms(LEDGER_ROWS)), CREATED, {})
    return [
        against_reading("load 5,639 answers / calamine reads the file", export, 5639, stores, RUNS),
        against_reading("load 200,000 ledger rows / calamine reads the file", ledger, LEDGER_ROWS, stores, 3),
        against_one_process(folder / "inbox", stores),
    ]


def against_reading(what: str, file: Path, rows: int, stores: Iterator[Store], runs: int) -> Ratio:
    """Load a file; by hand the parser turns it into Python cells and nothing else."""

    def by_hand() -> None:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.read_bytes()))
        assert len(book.get_sheet_by_index(0).to_python()) == rows + 1

    return compare(what, loading([file], rows, stores), by_hand, runs)


def against_one_process(inbox: Path, stores: Iterator[Store]) -> Ratio:
    """Load a folder of small ledgers; by hand with a single reading process."""
    inbox.mkdir()
    files = [inbox / f"2022年台账{number:03d}.xlsx" for number in range(FILES)]
    drawn = list(firms(FILES * FILE_ROWS))
    for number, file in enumerate(files):
        ledgers.write(file, LEDGER, drawn[number * FILE_ROWS :][:FILE_ROWS], CREATED, {})
    ours = loading(files, len(drawn), stores)

    def by_hand() -> None:
        with patch.object(worker, "MOST", 1):
            ours()

    return compare("load 100 files of 500 rows / with one process", ours, by_hand, 3)


def loading(files: list[Path], rows: int, stores: Iterator[Store]) -> Callable[[], None]:
    """A load into the next store that says so if a row is missing."""

    def ours() -> None:
        outcomes = importing.load(files, next(stores))
        assert sum(outcome.staged.loaded for outcome in outcomes if outcome.staged) == rows, outcomes

    return ours


def firms(count: int) -> Iterator[Firm]:
    """Invented firms all over Shanxi, each with a name and a code of its own."""
    rng = Random(1)
    places = [county for city in shanxi_2022.CITIES for county in shanxi_2022.counties(city.name)]
    bodies = [Body(row["approval_number"], row["name"]) for row in table("bodies")]
    for serial in range(count):
        yield ledgers.invent(rng, serial, rng.choice(places), rng.choice(list(INDUSTRIES)), rng.choice(bodies))
