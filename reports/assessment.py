"""The evaluation report (自评报告) by the outline of the notices: 附件1 of 晋市监函〔2022〕338号, 附2 of the national guide.

What the data can say is said; what only people know is left to them, with the official hint and a length.
"""

from functools import partial

from data.errors import Refused
from data.warehouse import Reader
from metrics.query import Filters
from reports import drawings, grids
from reports.composition import Maker, Material
from reports.figure import Figures
from reports.lists import lists
from reports.subject import Subject, called, subject
from reports.wording import Wording, outline

OUTLINE = "assessment_report"


def material(reader: Reader, where: Filters) -> Material:
    """The report of a region or body for a year. Raises Refused for other filters, and where there is nothing to tell."""
    about = subject(reader, where)
    figures = Figures(reader, where)
    if not figures.figure("assisted_enterprises") and not figures.groups("responses", "year"):
        raise Refused(
            "{name}{year}年没有帮扶企业，也没有答卷，写不出自评报告。请先导入台账或答卷，或换一个年度、地区",
            name=about.name,
            year=about.year,
        )
    rows = outline(OUTLINE, "body" if about.is_body else "region")
    words = {"place": about.name, "year": str(about.year), "unit_word": about.unit_word}
    names = called(reader)
    wording = Wording(figures, words, lists(figures, about, names))
    annex = grids.annex(figures, names, wording, rows)
    makers = _makers(figures, about, names)
    return Material(about=about, rows=rows, wording=wording, makers=makers, names=names, annex=annex)


def _makers(figures: Figures, about: Subject, names: dict[str, str]) -> dict[str, Maker]:
    return {
        "indicators": partial(grids.indicators, figures),
        "units": partial(grids.units, figures, about),
        "gains": partial(grids.gains, figures),
        "coverage": partial(drawings.coverage, figures),
        "bodies": partial(drawings.bodies, figures, names),
        "aspects": partial(drawings.aspects, figures),
        "satisfaction": partial(drawings.regions, figures, about, "satisfaction_rate"),
        "pilots": partial(drawings.pilots, figures, names),
    }
