"""The 39 industries: which have assisted firms, and how many; all since the campaign began, as 附表."""

from collections.abc import Iterator

from data.forms import industry_list as form
from data.forms import statistics_table
from data.warehouse import Reader
from metrics.coverage import INDUSTRIES
from metrics.query import Filters
from reports.figure import Figure, Figures
from reports.official.grid import Cell, Note, Piece, Sheet, Table, listed
from reports.official.statistics_table import NOT_COUNTED, WITHOUT_BODY, counted
from reports.subject import Subject, subject

WIDTHS = (8.0, 44.0, 12.0, 20.0)
TOP = 3


def industry_list(reader: Reader, where: Filters) -> Table:
    """The list of a region or body up to a year. Raises Refused as `subject` does."""
    about = subject(reader, where)
    figures = Figures(reader, where)
    whole = figures.figure("assisted_enterprises", cumulative=True)
    notes = (
        [one for one in counted(figures) if one.text != WITHOUT_BODY]
        if whole
        else [Note(NOT_COUNTED, {"label": form.HEADS[3]})]
    )
    return Table(
        title=f"{about.name}{form.TITLE}（{about.year}年度）",
        sheets=(Sheet(name=form.SHEET, widths=WIDTHS, cells=tuple(_cells(about, figures, whole)), head=(TOP, TOP)),),
        version=reader.version,
        notes=tuple(notes),
    )


def _cells(about: Subject, figures: Figures, whole: Figure | None) -> Iterator[Cell]:
    yield Cell(1, 1, (form.TITLE,), columns=4, look="title")
    yield Cell(2, 1, (statistics_table.UNIT.format(unit=about.name),), look="line")
    rows: list[tuple[Piece, ...]] = []
    for code in range(1, INDUSTRIES + 1):
        firms = figures.figure("assisted_enterprises", cumulative=True, industry=code)
        covered = "" if whole is None else form.YES if firms else form.NO
        rows.append((code, statistics_table.industry_name(code), covered, firms or ""))
    yield from listed(TOP, form.HEADS, rows)
    last = TOP + INDUSTRIES + 1
    count = figures.figure("industries_covered", cumulative=True)
    yield Cell(last, 1, (form.WHOLE,), columns=2, look="center")
    yield Cell(last, 3, (count, form.UNIT) if count else (), look="center")
    yield Cell(last, 4, (whole,) if whole else (), look="center")
    yield Cell(last + 1, 1, (statistics_table.FOOT,), look="line")
