"""The stores that pages are tested with, filled by the real loader: the samples, one answer, nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from data import warehouse
from data.samples import national_2021, tianjin_2024
from data.store import Store
from data.warehouse import Reader
from loaders import importing
from loaders.importing import Wanted


@dataclass(frozen=True)
class Stores:
    """Folders of stores; all but `nothing` have a version. `tianjin` has pilots, ledgers and answers of 2024."""

    samples: Path
    one: Path
    nothing: Path
    tianjin: Path
    export: Path  # the questionnaire export the samples were loaded from

    def environment(self, own: Path, samples: Path) -> dict[str, str]:
        """What tells the product where its stores are, and that 本局 is the nation: it need not ask."""
        return {"TISHENG_STORE": str(own), "TISHENG_SAMPLES": str(samples), "TISHENG_HOME": ""}


def build(folder: Path) -> Stores:
    """Write the sample export and load it."""
    made = Stores(
        folder / "samples", folder / "one", folder / "nothing", folder / "tianjin", folder / national_2021.FILE
    )
    national_2021.write(made.export)
    first = folder / "一份答卷.xlsx"
    excerpt(made.export, first, 1)
    for file, store in ((made.export, made.samples), (first, made.one)):
        (outcome,) = importing.load([file], Store(store))
        assert outcome.status == "loaded", outcome
    inbox = folder / "inbox"
    inbox.mkdir()
    importing.load(tianjin_2024.write(inbox), Store(made.tianjin), Wanted(region="120000"))
    return made


def excerpt(export: Path, to: Path, answers: int) -> None:
    """An export of the first answers of another one."""
    sheet = CalamineWorkbook.from_path(export).get_sheet_by_index(0)
    with xlsxwriter.Workbook(to) as book:
        written = book.add_worksheet(sheet.name)
        for row, cells in enumerate(islice(sheet.iter_rows(), answers + 1)):
            written.write_row(row, 0, cells)


def over_years(folder: Path, export: Path) -> Path:
    """A store of answers of Jiangsu in 2021, 2022 and 2023, each year with more firms of the same cities."""
    rows = list(CalamineWorkbook.from_path(export).get_sheet_by_index(0).iter_rows())
    place = rows[0].index("1、单位所在省市")
    answers = [cells for cells in rows[1:] if str(cells[place]).startswith("江苏")]
    for year, count in ((2021, 380), (2022, 440), (2023, len(answers))):
        file = folder / f"江苏_{year}.xlsx"
        with xlsxwriter.Workbook(file) as book:
            written = book.add_worksheet("Sheet1")
            for row, cells in enumerate([rows[0], *answers[:count]]):
                written.write_row(row, 0, [_in(year, cell) for cell in cells])
        (outcome,) = importing.load([file], Store(folder / "years"))
        assert outcome.status == "loaded", outcome
    return folder / "years"


def _in(year: int, cell: object) -> object:
    """A time of answering moved to another year."""
    return cell.replace("2021/", f"{year}/").replace("2021-", f"{year}-") if isinstance(cell, str) else cell


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Stores:
    return build(tmp_path_factory.mktemp("stores"))


@pytest.fixture(scope="session")
def years(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of `over_years`."""
    return over_years(tmp_path_factory.mktemp("years"), stores.export)


@pytest.fixture(scope="session")
def samples(stores: Stores) -> Iterator[Reader]:
    """What pages show with the samples, to compare with."""
    reader = warehouse.open(Store(stores.samples), warehouse.ALL)
    yield reader
    reader.close()
