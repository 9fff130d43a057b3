"""The report of one pilot on itself (区域试点自评报告), by the outline of 附件2 of the notice of Tianjin 2024.

Its figures are those of the pilot's own table (附件3), of the firms that ledgers mark as its own, and of their answers.
The outline prescribes no length.
"""

from functools import partial

from data.errors import Refused
from data.warehouse import Reader
from metrics.query import Filters
from reports import drawings, grids, pilot_table, subject
from reports.composition import Maker, Material
from reports.figure import Figures
from reports.lists import lists
from reports.subject import Subject, called
from reports.wording import Wording, outline

OUTLINE = "pilot_report"


def material(reader: Reader, where: Filters) -> Material:
    """The report of a pilot for a year. Raises Refused for other filters, and where there is nothing to tell."""
    about = subject.pilot(reader, where)
    where = where.but(province=[])  # the pilot says it already
    figures = Figures(reader, where)
    has_table = bool(figures.groups("pilot_after", "indicator"))
    if not has_table and not any(figures.figure(name) for name in ("assisted_enterprises", "responses")):
        raise Refused(
            "{name}{year}年没有试点统计表（附件3），也没有帮扶企业和答卷，写不出自评报告。请先导入，或换一个年度",
            name=about.name,
            year=about.year,
        )
    names = called(reader)
    words = {"place": about.name, "year": str(about.year), "districts": _districts(reader, about, where)}
    wording = Wording(figures, words, {**lists(figures, about, names), **pilot_table.lists(figures)})
    rows = outline(OUTLINE, "table" if has_table else "no_table")
    makers = _makers(figures, about, names)
    return Material(about=about, rows=rows, wording=wording, makers=makers, names=names)


def _makers(figures: Figures, about: Subject, names: dict[str, str]) -> dict[str, Maker]:
    return {
        "taking_part": partial(pilot_table.counts, figures, pilot_table.TAKING_PART),
        "quality": partial(pilot_table.changes, figures, pilot_table.QUALITY),
        "industry": partial(pilot_table.changes, figures, pilot_table.INDUSTRY),
        "outcomes": partial(pilot_table.counts, figures, pilot_table.OUTCOMES),
        "units": partial(grids.units, figures, about),
        "gains": partial(grids.gains, figures),
        "compared": partial(drawings.before_and_after, figures),
        "bodies": partial(drawings.bodies, figures, names),
        "aspects": partial(drawings.aspects, figures),
    }


def _districts(reader: Reader, about: Subject, where: Filters) -> str:
    """Where its firms are: the counties of its one city, else its cities."""
    places = subject.pilot_places(reader, about.year, str(where.get("pilot")[0]))
    cities = list(dict.fromkeys(city for city, _ in places))
    counties = [subject.region(county) for _, county in places if county]
    if len(cities) == 1:
        return subject.region(cities[0]) + "、".join(counties)
    return "、".join(subject.region(city) for city in cities)
