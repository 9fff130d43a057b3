"""Loading the 5,639-answer export, from file to published version, against python-calamine merely reading it."""

import io
import itertools
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.timing import Ratio, compare
from data.store import Store
from loaders import importing

RUNS = 7


def run(export: Path, folder: Path) -> Ratio:
    """Every run loads into a new store, so that nothing is staged from the run before."""
    stores = (Store(folder / f"store-{i}") for i in itertools.count())

    def ours() -> None:
        outcome = importing.load([export], next(stores))[0]
        assert outcome.staged and outcome.staged.loaded == 5639, outcome

    def by_hand() -> None:
        book = CalamineWorkbook.from_filelike(io.BytesIO(export.read_bytes()))
        assert len(book.get_sheet_by_index(0).to_python()) == 5640

    return compare("load 5,639 answers / calamine reads the file", ours, by_hand, RUNS)
