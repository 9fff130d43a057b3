"""附表, the statistics table: all since the campaign began, every firm, industry and body once over the years.

Firms, industries and bodies are those of the ledgers and answers. Policies, subsidies and trainings are in no ledger:
they are what the 附表 of the region, or of the units in it, report. What the region itself reports of the former is
held against them.
"""

import math
from collections.abc import Iterator
from string import Formatter

from data.forms import statistics_table as form
from data.reference import table
from data.warehouse import Reader
from locales import N_
from metrics.lineage import firms
from metrics.query import Filters, compute, records
from metrics.reported import reported
from reports.figure import Figure, Figures
from reports.official.grid import HIGHEST, Cell, Look, Note, Piece, Sheet, Table, height
from reports.subject import LEVELS, Subject, region, subject

METRICS = {  # a figure of statistics_figures.csv → its metric
    "policies": "policies",
    "subsidy_10k_cny": "subsidy_10k_cny",
    "trained_person_times": "trained_person_times",
    "trained_enterprises": "trained_enterprises",
    "assisted": "assisted_enterprises",
    "industries": "industries_covered",
    "bodies": "certification_bodies",
}
WIDTHS = (7.0, 32.0, 7.0, 56.0)
SIZE = 10.5
NUMBERED = "CNCA"  # how approval numbers begin; a body without one has its name as key
TOP = 4  # the row of the headings
NOT_REPORTED = N_("“{label}”留空：报送的附表里没有这个数")
OF_REGIONS = N_("“{label}”留空：附表按地区报送，没有认证机构自己的数")
NOT_COUNTED = N_("“{label}”留空：没有台账和答卷，算不出来")
POLICIES = N_("政策措施的相关信息没有数据，请填写每项措施的具体内容")
WITHOUT_INDUSTRY = N_("有 {count} 家帮扶企业，台账和答卷没有（或有的年度没有）写明认证行业")
WITHOUT_BODY = N_("有 {count} 家帮扶企业，台账和答卷没有（或有的年度没有）写明认证机构")
NO_NUMBER = N_("“{name}”没有批准号，请核对后补填")
YEARS = N_("帮扶企业、行业和认证机构按 {first} 年至 {last} 年的台账和答卷累计，更早年度的不在内")
ADDED = N_("“{label}”是下级单位报送的附表之和（{units}），没有报送的单位不在内")
DIFFERS = N_(
    "“{label}”：由台账和答卷算出 {ours}，报送的附表写的是 {theirs}（{file}，工作表“{sheet}”第{row}行）。表里填的是算出的数"
)


def statistics_table(reader: Reader, where: Filters) -> Table:
    """The table of a region or body up to a year. Raises Refused as `subject` does."""
    about = subject(reader, where)
    figures = Figures(reader, where)
    found = {name: figures.figure(metric, cumulative=True) for name, metric in METRICS.items()}
    bodies = cumulative_bodies(figures)
    rows = tuple(_rows(figures, found, bodies))
    cells = (*_above(about), *rows, *_below(rows[-1].row + rows[-1].rows))
    return Table(
        title=f"{about.name}{form.TITLE}（{about.year}年度）",
        sheets=(Sheet(name=form.SHEET, widths=WIDTHS, cells=cells, size=SIZE),),
        version=reader.version,
        notes=(*_blanks(about, found), *_added(reader, where, found), *counted(figures), *without_number(bodies)),
        differences=tuple(_differences(reader, about, where, found)),
    )


def label(figure: str) -> str:
    """What the paper calls a figure."""
    return next(row["labels"].split("|")[0] for row in table("statistics_figures") if row["figure"] == figure)


def cumulative_bodies(figures: Figures) -> list[tuple[str, str]]:
    """(approval number, name) of every body of the years so far, in the order of the numbers; those without one last."""
    names = dict(figures.reader.rows("SELECT body, name FROM body"))
    keys = figures.groups("assisted_enterprises", "body", cumulative=True)
    numbered = [(key, names.get(key, key)) for key in keys if key.startswith(NUMBERED)]
    return [*numbered, *(("", key) for key in keys if not key.startswith(NUMBERED))]


def counted(figures: Figures) -> Iterator[Note]:
    """The years that firms are counted in, and how many of them have no industry or body in some year."""
    asked = figures.where.but(year=[])
    years = [row["year"] for row in records(compute(figures.reader, ["assisted_enterprises"], ["year"], asked))]
    if years := [year for year in years if year <= figures.year]:
        yield Note(YEARS, {"first": min(years), "last": max(years)})
    for dimension, text in (("industry", WITHOUT_INDUSTRY), ("body", WITHOUT_BODY)):
        if count := figures.nowhere("assisted_enterprises", dimension, cumulative=True):
            yield Note(text, {"count": count})


def without_number(bodies: list[tuple[str, str]]) -> Iterator[Note]:
    """The bodies whose approval number nobody wrote."""
    yield from (Note(NO_NUMBER, {"name": name}) for number, name in bodies if not number)


def _above(about: Subject) -> Iterator[Cell]:
    yield Cell(1, 1, (form.SHEET,), look="label")
    yield Cell(2, 1, (form.TITLE,), columns=4, look="title")
    yield Cell(3, 1, (form.UNIT.format(unit=about.name),), look="line")
    for column, text in enumerate(form.HEADS, 1):
        yield Cell(TOP, column, (text,), columns=2 if column == 3 else 1, look="head")


def _rows(figures: Figures, found: dict[str, Figure | None], bodies: list[tuple[str, str]]) -> Iterator[Cell]:
    industries = [int(code) for code in figures.groups("assisted_enterprises", "industry", cumulative=True)]
    lists = {"industries": form.industry_list(industries), "bodies": form.body_list(bodies)}
    top = TOP + 1
    for number, (data, hint) in enumerate(zip(form.DATA, form.HINTS, strict=True), 1):
        fields = [field for _, field, _, _ in Formatter().parse(data) if field]
        listed = next((name for name in lists if name in fields), "")
        behind = found.get(listed)
        text = lists.get(listed) or hint
        rows = math.ceil(height(text, sum(WIDTHS[2:]), SIZE) / HIGHEST)  # a list may be longer than a row can be high
        yield Cell(top, 1, (number,), rows, look="center")
        yield Cell(top, 2, tuple(_filled(data, found)), rows)
        yield Cell(top, 3, (text,), rows, columns=2, behind=(behind,) if behind else ())
        top += rows


def _filled(data: str, found: dict[str, Figure | None]) -> Iterator[Piece]:
    for literal, field, _, _ in Formatter().parse(data):
        yield literal
        if field:
            yield found[field] or form.OPEN


def _below(top: int) -> Iterator[Cell]:
    for row, text in enumerate((form.FOOT, form.REMARK, form.INDUSTRIES), top):
        yield Cell(row, 1, (text,), look="line")
    for down, across, value in form.industry_cells():
        look: Look = "head" if down == 0 else "center" if isinstance(value, int) else "text"
        yield Cell(top + 3 + down, across + 1, (value,), look=look)
    last = top + 3 + form.HALF
    yield from (Cell(last, column) for column in (3, 4))  # 39 industries leave one place open


def _blanks(about: Subject, found: dict[str, Figure | None]) -> Iterator[Note]:
    for name, figure in found.items():
        if figure is None:
            is_counted = METRICS[name] != name
            text = NOT_COUNTED if is_counted else OF_REGIONS if about.is_body else NOT_REPORTED
            yield Note(text, {"label": label(name)})
    yield Note(POLICIES, {})


def _added(reader: Reader, where: Filters, found: dict[str, Figure | None]) -> Iterator[Note]:
    """Reported figures that are added up over the units below."""
    for name, figure in found.items():
        if figure and METRICS[name] == name:
            units = firms(reader, name, where, cumulative=True)["region"]
            if len(units) > 1 or units[0] not in [code for _, codes in where.values for code in codes]:
                yield Note(ADDED, {"label": label(name), "units": "、".join(map(region, units))})


def _differences(reader: Reader, about: Subject, where: Filters, found: dict[str, Figure | None]) -> Iterator[Note]:
    regions = [str(code) for level in LEVELS for code in where.get(level)]
    if about.is_body or not regions:
        return
    for name, theirs in reported(reader, regions[0], about.year).items():
        ours = found[name]
        if ours is None or ours.number != theirs.value:
            said = {"label": label(name), "ours": ours.printed if ours else "—", "theirs": theirs.value}
            yield Note(DIFFERS, {**said, "file": theirs.file, "sheet": theirs.sheet, "row": theirs.row})
