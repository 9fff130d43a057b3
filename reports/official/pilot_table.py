"""附件3, the table of a pilot for a year.

The firms assisted and the bodies that assist them are those of ledgers and answers; where these have none of the pilot,
and for everything else, what the pilot's own table reports. 客户满意度 is what customers think of the firms' goods:
the questionnaire asks what the firms think of the campaign, so it does not answer it. What is counted is held against
what is reported.
"""

from collections.abc import Iterator

from data.errors import Refused
from data.forms import pilot_table as form
from data.forms.pilot_table import Box, Field
from data.reference import table
from data.warehouse import Reader
from locales import N_
from metrics.lineage import firms
from metrics.query import Filters
from metrics.relations import NO_PILOT
from reports import subject
from reports.figure import Figure, Figures
from reports.official.grid import Cell, Look, Note, Piece, Sheet, Table

# What ledgers and answers know better than who reports.
COUNTED = {
    Field("assisted"): "assisted_enterprises",
    Field("partners", "认证机构"): "certification_bodies",
}
DIMENSIONS = ("year", "province", "pilot")
WITH_UNIT = {"output_value": "万元", "export_value": "万元"}  # the heading leaves open which one
WIDTHS = (6.8,) * form.COLUMNS
SIZE = 8
NOT_REPORTED = N_("“{label}”留空：没有报送这个试点的附件3，或表里没有这个数")
UNCOUNTED = N_("“{label}”：台账和答卷里没有这个试点的企业，填的是报送的附件3中的数 {theirs}")
DIFFERS = N_(
    "“{label}”：由台账和答卷算出 {ours}，报送的附件3写的是 {theirs}（{file}，工作表“{sheet}”第{row}行）。表里填的是算出的数"
)
UNSPLIT = N_("“{label}”只报了合计 {whole}，没有分项，请补填")


def pilot_table(reader: Reader, where: Filters) -> Table:
    """The table of the one pilot and year that the filters name. Raises Refused, with the pilots there are, for others."""
    pilot, name, province, year = _pilot(reader, where)
    figures = Figures(reader, where)
    found = {box.field: _figure(figures, box.field) for box in form.boxes() if box.field and box.field.indicator}
    cells = tuple(_cell(box, name, found) for box in form.boxes())
    label = Cell(1, 1, (form.SHEET,), look="label")
    sheet = Sheet(
        name=form.SHEET,
        widths=WIDTHS,
        cells=(label, *cells),
        head=(2, form.FIRST_UPPER - 1),
        wide=True,
        size=SIZE,
    )
    return Table(
        title=f"{year}年{province}{name}{form.TITLE}",
        sheets=(sheet,),
        version=reader.version,
        notes=(*_blanks(found), *_uncounted(figures, found), *_unsplit(figures, found)),
        differences=tuple(_differences(figures, pilot, found)),
    )


def _pilot(reader: Reader, where: Filters) -> tuple[str, str, str, int]:
    """Key, name and province of the pilot, and the year."""
    unknown = [dimension for dimension, _ in where.values if dimension not in DIMENSIONS]
    if unknown:
        raise Refused("附件3是一个试点的表，不能用“{dimension}”筛选", dimension=" ".join(unknown))
    if len(where.get("year")) != 1:
        raise Refused("请指明一个年度，例如：--where year=2022")
    year, asked = int(where.get("year")[0]), where.get("pilot")
    known = reader.rows("SELECT pilot, name, province FROM pilot WHERE year = ? ORDER BY pilot", [year])
    known = [one for one in known if one[2] in where.get("province") or not where.get("province")]
    if len(asked) == 1 and asked[0] != NO_PILOT:
        for pilot, name, province in known:
            if pilot == asked[0]:
                return pilot, name, subject.region(province) if province else "", year
    raise Refused(
        "附件3是一个试点的表，请用 --where pilot=… 指明一个。{year}年的试点有：{pilots}",
        year=year,
        pilots="、".join(pilot for pilot, *_ in known) or "—",
    )


def _figure(figures: Figures, field: Field) -> Figure | None:
    """What is counted, else what is reported."""
    counted = COUNTED.get(field)
    return (figures.figure(counted) if counted else None) or reported(figures, field)


def reported(figures: Figures, field: Field) -> Figure | None:
    """The figure as the pilot's table reports it."""
    name = f"pilot_{field.moment}"
    if field.level:
        return figures.figure(name, indicator=field.indicator, level=field.level)
    return figures.figure(name, indicator=field.indicator)


def _cell(box: Box, name: str, found: dict[Field, Figure | None]) -> Cell:
    row, column, rows, columns, text, field = box
    content: tuple[Piece, ...] = (text,) if text else ()
    if field == Field():
        content = (name,)
    elif field and (figure := found[field]):
        unit = WITH_UNIT.get(field.indicator)
        content += (figure, *((unit,) if unit else ()))
    look: Look = "center" if field else "banner" if columns == form.COLUMNS else "head"
    return Cell(row, column + 1, content, rows, columns, look=look)


def label(field: Field) -> str:
    """What the paper calls a figure."""
    heading = next(row["heading"] for row in table("pilot_indicators") if row["indicator"] == field.indicator)
    moment = form.MOMENTS[field.moment].strip("：") if _has_moments(field) else ""
    return " ".join(filter(None, (heading, field.level, moment)))


def _has_moments(field: Field) -> bool:
    return any(box.field == field._replace(moment="before") for box in form.boxes())


def _blanks(found: dict[Field, Figure | None]) -> Iterator[Note]:
    yield from (Note(NOT_REPORTED, {"label": label(field)}) for field, figure in found.items() if figure is None)


def _uncounted(figures: Figures, found: dict[Field, Figure | None]) -> Iterator[Note]:
    for field in COUNTED:
        figure = found[field]
        if figure and figure.name != COUNTED[field]:
            yield Note(UNCOUNTED, {"label": label(field), "theirs": figure.printed})


def _unsplit(figures: Figures, found: dict[Field, Figure | None]) -> Iterator[Note]:
    """Indicators with sub-levels of which only the whole is reported: the grid has no place for it."""
    for indicator in dict.fromkeys(field.indicator for field in found if field.level):
        levels = [figure for field, figure in found.items() if field.indicator == indicator]
        whole = reported(figures, Field(indicator))
        if whole and not any(levels):
            yield Note(UNSPLIT, {"label": label(Field(indicator)), "whole": whole.printed})


def _differences(figures: Figures, pilot: str, found: dict[Field, Figure | None]) -> Iterator[Note]:
    for field, name in COUNTED.items():
        ours, theirs = found[field], reported(figures, field)
        if ours and theirs and ours.name == name and ours.number != theirs.number:
            place = firms(figures.reader, theirs.name, Filters(theirs.where)).iloc[0]
            said = {"label": label(field), "ours": ours.printed, "theirs": theirs.printed}
            yield Note(DIFFERS, {**said, "file": place["file"], "sheet": place["sheet"], "row": place["row"]})
