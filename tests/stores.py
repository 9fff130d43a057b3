"""The sample stores that tests look at, filled by the real loader. Each is made once for all processes of a run."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter
from filelock import FileLock
from python_calamine import CalamineWorkbook

from data.samples import national_2021, shanxi_2022, tianjin_2024
from data.store import Store
from loaders import importing, sampling
from loaders.importing import Outcome, Wanted


class Stores:
    """Folders of stores, each filled when it is first asked for; nobody writes to them afterwards."""

    def __init__(self, folder: Path):
        self._folder = folder

    @cached_property
    def export(self) -> Path:
        """The questionnaire export of the nation in 2021."""
        return self._once(national_2021.FILE, national_2021.write)

    @cached_property
    def national(self) -> Path:
        """The answers of the nation in 2021."""
        return self._once("national", lambda path: _load([self.export], path))

    @cached_property
    def one(self) -> Path:
        """A single answer."""

        def fill(path: Path) -> None:
            excerpt(self.export, file := self._folder / "一份答卷.xlsx", 1)
            _load([file], path)

        return self._once("one", fill)

    @property
    def nothing(self) -> Path:
        """No version at all."""
        return self._folder / "nothing"

    @cached_property
    def tianjin(self) -> Path:
        """Pilots, ledgers and answers of Tianjin in 2024."""
        return self._once("tianjin", lambda path: _load(tianjin_2024.write(self._inbox(path)), path, "120000"))

    @cached_property
    def shanxi(self) -> Path:
        """Ledgers and answers of Shanxi in 2022, which know counties."""
        return self._once("shanxi", lambda path: _load(shanxi_2022.write(self._inbox(path)), path, "140000"))

    @cached_property
    def years(self) -> Path:
        """Answers of Jiangsu in 2021, 2022 and 2023, each year with more firms of the same cities."""
        return self._once("years", lambda path: _load(_of_years(self.export, self._inbox(path)), path))

    @cached_property
    def every(self) -> Path:
        """All samples: the nation of 2021 without ledgers, Shanxi of 2022 and Tianjin of 2024 with theirs."""
        return self._once("every", lambda path: _loaded(sampling.prepare(Store(path))))

    def environment(self, own: Path, samples: Path) -> dict[str, str]:
        """What tells the product where its stores are, and that 本局 is the nation: it need not ask."""
        return {"TISHENG_STORE": str(own), "TISHENG_SAMPLES": str(samples), "TISHENG_HOME": ""}

    def _inbox(self, store: Path) -> Path:
        inbox = store.with_name(f"inbox of {store.name}")
        inbox.mkdir()
        return inbox

    def _once(self, name: str, fill: Callable[[Path], Any]) -> Path:
        """Filled by whoever asks first; the others wait."""
        path, done = self._folder / name, self._folder / f"{name}.done"
        with FileLock(self._folder / f"{name}.lock"):
            if not done.exists():
                fill(path)
                done.touch()
        return path


def _load(files: list[Path], path: Path, region: str = "") -> None:
    _loaded(importing.load(files, Store(path), Wanted(region=region)))


def _loaded(outcomes: list[Outcome]) -> None:
    assert {outcome.status for outcome in outcomes} == {"loaded"}, outcomes


def excerpt(export: Path, to: Path, answers: int) -> None:
    """An export of the first answers of another one."""
    sheet = CalamineWorkbook.from_path(export).get_sheet_by_index(0)
    _write(to, sheet.name, islice(sheet.iter_rows(), answers + 1))


def _of_years(export: Path, inbox: Path) -> list[Path]:
    """Exports of the same answers as if given in three years, ever more of them."""
    heads, *rows = CalamineWorkbook.from_path(export).get_sheet_by_index(0).iter_rows()
    place = heads.index("1、单位所在省市")
    answers = [cells for cells in rows if str(cells[place]).startswith("江苏")]
    counts = {2021: 380, 2022: 440, 2023: len(answers)}
    files = [inbox / f"江苏_{year}.xlsx" for year in counts]
    for file, (year, count) in zip(files, counts.items(), strict=True):
        _write(file, "Sheet1", [[_in(year, cell) for cell in cells] for cells in [heads, *answers[:count]]])
    return files


def _in(year: int, cell: object) -> object:
    """A time of answering moved to another year."""
    return cell.replace("2021/", f"{year}/").replace("2021-", f"{year}-") if isinstance(cell, str) else cell


def _write(to: Path, name: str, rows: Iterable[Sequence[object]]) -> None:
    with xlsxwriter.Workbook(to) as book:
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
