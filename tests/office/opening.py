"""Open every kind of document that the product writes in LibreOffice: `make office`.

Each is converted to PDF, and a workbook to LibreOffice's own .xlsx. The PDF must have pages, that of a deck one a slide;
the cells that LibreOffice read must be ours, and so must sheets, comments, links inside the workbook, tints and
drop-downs. Where there is no LibreOffice it says so and ends with 2. It is no part of `make test`, because not every
machine has one.
"""

import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from pptx import Presentation
from pypdf import PdfReader

from loaders import reading
from loaders.findings_sheet import TINTS
from tests.office import documents

SECONDS = 600
CLOSE = 1e-12  # relative: LibreOffice writes 15 digits


def main() -> int:
    """Open all; the code to end with."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        print(
            "There is no LibreOffice here. On Debian or Ubuntu: apt-get install libreoffice-calc-nogui", file=sys.stderr
        )
        return 2
    warnings.filterwarnings("ignore", module="openpyxl")  # of extensions that it leaves out when it reads
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = list(_written(folder))
        books = [file for file in files if file.suffix == ".xlsx"]
        converted = {"pdf": _converted(office, files, folder, "pdf"), "xlsx": _converted(office, books, folder, "xlsx")}
        faults = 0
        for file in files:
            found = list(_faults(file, converted["pdf"] / f"{file.stem}.pdf", converted["xlsx"] / file.name))
            faults += bool(found)
            print(f"{'✗' if found else '✓'} {file.name}", *found, sep="\n    ")
        print(f"{len(files) - faults} of {len(files)} documents open in LibreOffice as they were written")
    return 1 if faults else 0


def _written(folder: Path) -> Iterator[Path]:
    """Every document as a file."""
    (to := folder / "written").mkdir()
    made = [*documents.charts(), *documents.reports(folder), *documents.all_templates(), *documents.all_samples(folder)]
    made += [one for one in documents.official(folder) if one[0].endswith(".xlsx")]
    for name, content in documents.faulty(folder):
        made.append((f"退回_{Path(name).suffix[1:]}_{Path(name).stem}.xlsx", documents.returned(content, name)))
    twice = documents.returned(documents.returned(documents.everything()))
    for name, content in [*made, ("退回_两次.xlsx", twice)]:
        (to / name).write_bytes(content)
        yield to / name


def _converted(office: str, files: list[Path], folder: Path, ending: str) -> Path:
    """The files as LibreOffice writes them, in a folder."""
    to = folder / ending
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", ending, "--outdir", str(to), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return to


def _faults(file: Path, pdf: Path, again: Path) -> Iterator[str]:
    """What LibreOffice made of a document that is not what we wrote."""
    pages = len(PdfReader(pdf).pages) if pdf.exists() else 0
    if not pages:
        yield "no pages"
    if file.suffix == ".pptx" and pages != (slides := len(Presentation(str(file)).slides)):
        yield f"{pages} pages of {slides} slides"
    if file.suffix != ".xlsx":
        return
    if not again.exists():
        yield "not opened"
        return
    yield from _other_cells(file, again)
    ours, theirs = openpyxl.load_workbook(file), openpyxl.load_workbook(again)
    if ours.sheetnames != theirs.sheetnames:
        yield f"sheets {theirs.sheetnames} instead of {ours.sheetnames}"
        return
    for page in ours.worksheets:
        for what, of in {"comments": _comments, "links": _links, "tints": _tints}.items():
            mine, other = of(page), of(theirs[page.title])
            if mine != other:
                yield f"{page.title}: {what} {sorted(map(str, mine ^ other))[:4]}"
        if lost := _lists(page) - _lists(theirs[page.title]):
            yield f"{page.title}: drop-downs {sorted(lost)[:4]}"


def _other_cells(file: Path, again: Path) -> Iterator[str]:
    ours, theirs = ({sheet.name: sheet for sheet in reading.sheets(one.read_bytes())} for one in (file, again))
    if ours.keys() != theirs.keys():
        yield f"filled sheets {list(theirs)} instead of {list(ours)}"
        return
    for name, sheet in ours.items():
        mine, other = (_cells(one.rows) for one in (sheet, theirs[name]))
        places = [at for at in sorted({*mine, *other}) if not _same(mine.get(at, ""), other.get(at, ""))]
        for at in places[:3]:
            yield f"{name} {at}: {other.get(at)!r} instead of {mine.get(at)!r}"


def _cells(rows: list[list[Any]]) -> dict[tuple[int, int], Any]:
    return {(row, at): cell for row, cells in enumerate(rows, 1) for at, cell in enumerate(cells, 1) if cell != ""}


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, float | int) and isinstance(theirs, float | int):
        return abs(ours - theirs) <= CLOSE * max(abs(ours), abs(theirs))
    return bool(ours == theirs)


def _comments(page: Worksheet) -> set[tuple[str, str]]:
    return {(cell.coordinate, cell.comment.text.strip()) for row in page.iter_rows() for cell in row if cell.comment}


def _links(page: Worksheet) -> set[tuple[str, str]]:
    """Where links inside the workbook lead."""
    found = {cell.coordinate: cell.hyperlink.location for row in page.iter_rows() for cell in row if cell.hyperlink}
    return {(at, place.replace("'", "").replace("$", "").replace("#", "")) for at, place in found.items() if place}


def _tints(page: Worksheet) -> set[tuple[str, str]]:
    return {
        (cell.coordinate, cell.fill.fgColor.rgb)
        for row in page.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb in TINTS.values()
    }


def _lists(page: Worksheet) -> set[str]:
    """The first cells of areas with a drop-down: LibreOffice writes them down to 1,000 rows only."""
    found = [one.sqref.ranges for one in page.data_validations.dataValidation if one.type == "list"]
    return {one.coord.partition(":")[0] for ranges in found for one in ranges}


if __name__ == "__main__":
    sys.exit(main())
