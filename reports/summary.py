"""The summary of a year's campaign (总结评估报告) for the nation or a province, in the manner of the national one on 2021.

How its figures are printed is our one rule (`metrics.rounding`), not the two that the report on 2021 mixed.
"""

from functools import partial

from data.errors import Refused
from data.warehouse import Reader
from metrics.query import Filters
from reports import drawings, grids, subject
from reports.composition import Maker, Material
from reports.figure import Figures
from reports.lists import lists
from reports.subject import NATION, Subject, called
from reports.wording import Wording, outline

OUTLINE = "summary_report"


def material(reader: Reader, where: Filters) -> Material:
    """The summary of a year. Raises Refused for other filters, and where no firm answered."""
    about = subject.nation_or_province(where)
    figures = Figures(reader, where)
    if not figures.figure("responses"):
        raise Refused(
            "{name}{year}年没有企业调查问卷，写不出总结评估报告。请先导入答卷，或换一个年度、省份",
            name=about.name,
            year=about.year,
        )
    names = called(reader)
    first, last = _days(reader, about, where)
    words = {"place": about.name, "year": str(about.year), "unit_word": about.unit_word, "first": first, "last": last}
    wording = Wording(figures, words, lists(figures, about, names))
    rows = outline(OUTLINE, "nation" if about.name == NATION else "province")
    makers = _makers(figures, about, names)
    return Material(about=about, rows=rows, wording=wording, makers=makers, names=names)


def _makers(figures: Figures, about: Subject, names: dict[str, str]) -> dict[str, Maker]:
    return {
        "indicators": partial(grids.indicators, figures),
        "industries": partial(grids.industries, figures),
        "topics": partial(grids.topics, figures),
        "units": partial(grids.units, figures, about),
        "gains": partial(grids.gains, figures),
        "coverage": partial(drawings.coverage, figures),
        "bodies": partial(drawings.bodies, figures, names),
        "aspects": partial(drawings.aspects, figures),
        "certification": partial(drawings.certification, figures),
        "improvement": partial(drawings.regions, figures, about, "improvement_rate"),
        "satisfaction": partial(drawings.regions, figures, about, "satisfaction_rate"),
        "levels": partial(drawings.levels, figures, about),
        "trend": partial(drawings.trend, figures, "satisfaction_rate"),
    }


def _days(reader: Reader, about: Subject, where: Filters) -> tuple[str, str]:
    """The first and the last day on which the answers that count were sent; empty where no time is written."""
    provinces = where.get("province") or ("",)
    days = reader.rows(
        "SELECT min(submitted_at)::DATE, max(submitted_at)::DATE FROM response "
        "WHERE counts AND year = ? AND (? = '' OR province = ?)",
        [about.year, provinces[0], provinces[0]],
    )[0]
    first, last = (f"{day.year}年{day.month}月{day.day}日" if day else "" for day in days)
    return first, last
