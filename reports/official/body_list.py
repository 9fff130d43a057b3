"""The certification bodies of assisted firms with their approval numbers; all since the campaign began, as 附表."""

from collections.abc import Iterator

from data.forms import body_list as form
from data.forms import statistics_table
from data.warehouse import Reader
from metrics.query import Filters
from reports.figure import Figures
from reports.official.grid import Cell, Note, Piece, Sheet, Table, listed
from reports.official.statistics_table import NOT_COUNTED, WITHOUT_INDUSTRY, counted, cumulative_bodies, without_number
from reports.subject import Subject, subject

WIDTHS = (8.0, 44.0, 22.0, 14.0)
TOP = 3


def body_list(reader: Reader, where: Filters) -> Table:
    """The list of a region or body up to a year, by approval number. Raises Refused as `subject` does."""
    about = subject(reader, where)
    figures = Figures(reader, where)
    bodies = cumulative_bodies(figures)
    notes = [one for one in counted(figures) if one.text != WITHOUT_INDUSTRY]
    if not bodies:
        notes.append(Note(NOT_COUNTED, {"label": form.SHEET}))
    return Table(
        title=f"{about.name}{form.TITLE}（{about.year}年度）",
        sheets=(Sheet(name=form.SHEET, widths=WIDTHS, cells=tuple(_cells(about, figures, bodies)), head=(TOP, TOP)),),
        version=reader.version,
        notes=(*notes, *without_number(bodies)),
    )


def _cells(about: Subject, figures: Figures, bodies: list[tuple[str, str]]) -> Iterator[Cell]:
    yield Cell(1, 1, (form.TITLE,), columns=4, look="title")
    yield Cell(2, 1, (statistics_table.UNIT.format(unit=about.name),), look="line")
    rows: list[tuple[Piece, ...]] = []
    for nth, (number, name) in enumerate(bodies, 1):
        firms = figures.figure("assisted_enterprises", cumulative=True, body=number or name)
        rows.append((nth, name, number, firms or ""))
    yield from listed(TOP, form.HEADS, rows)
    last = TOP + len(bodies) + 1
    count, whole = (figures.figure(name, cumulative=True) for name in ("certification_bodies", "assisted_enterprises"))
    yield Cell(last, 1, (form.WHOLE,), columns=2, look="center")
    yield Cell(last, 3, (count, form.UNIT) if count else (), look="center")
    yield Cell(last, 4, (whole,) if whole else (), look="center")
    yield Cell(last + 1, 1, (statistics_table.FOOT,), look="line")
