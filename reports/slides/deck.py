"""The deck for leaders: the headline pages as slides, each titled with the sentence that its figures prove."""

from collections.abc import Callable, Iterator, Sequence

from data.errors import Refused
from data.warehouse import Reader
from metrics.bases import same_question
from metrics.certification import SHARES as STATUSES
from metrics.query import Filters
from metrics.registry import metric
from metrics.rounding import Rounding
from metrics.satisfaction import SHARES
from reports.figure import Figures
from reports.slides import parts
from reports.slides.content import Card, Deck, Slide
from reports.slides.findings import COMPLAINTS, findings, reasons
from reports.slides.parts import Part
from reports.sourcing import source
from reports.subject import subject
from reports.wording import Row, Wording, outline

OUTLINE = "deck"
DECIMALS = 1  # of a percentage, as on the pages
CAMPAIGN = ("assisted_enterprises", "responses")  # without either there is nothing to tell
ASKED = (
    *CAMPAIGN,
    *("response_rate", "improvement_rate", "certified_after", "certified_share"),
    *("industries_covered", "industry_coverage", "certification_bodies"),
    *(one.name for one in same_question(parts.RATE)),
    *SHARES,
    *STATUSES,
    *parts.ASPECTS,
    *COMPLAINTS,
)


def deck(reader: Reader, where: Filters) -> Deck:
    """The deck of a region or body for a year. Raises Refused for other filters, and where there is nothing to tell."""
    about = subject(reader, where)
    figures = Figures(reader, where, Rounding(digits=DECIMALS))
    figures.together(ASKED)
    if not any(figures.groups(name, "year") for name in CAMPAIGN):
        raise Refused(
            "{name}{year}年没有帮扶企业，也没有答卷，做不出汇报幻灯片。请先导入台账或答卷，或换一个年度、地区",
            name=about.name,
            year=about.year,
        )
    rows = outline(OUTLINE, "body" if about.is_body else "region")
    words = {
        "place": about.name,
        "year": str(about.year),
        "year_before": str(about.year - 1),
        "unit_word": about.unit_word,
        "whole": about.whole,
    }
    names = dict(
        reader.rows("SELECT body, name FROM body UNION ALL SELECT pilot, arg_max(name, year) FROM pilot GROUP BY 1")
    )
    told = parts.Told(figures, about, names, Wording(figures, words, findings(figures, about, names)), tuple(rows))
    slides = [slide for row in rows if row.kind == "slide" and row.key != "basis" for slide in _slides(told, row)]
    return Deck(
        title=told.words("title"),
        subtitle=told.words("subtitle"),
        source=source(figures, ["responses", "assisted_enterprises"]),
        slides=(*slides, *_basis(told, slides)),
        version=reader.version,
    )


def _slides(told: parts.Told, row: Row) -> Iterator[Slide]:
    """The slides of a line of the outline: none, one, or as many as its charts need."""
    if row.key == "cards":
        cards = tuple(_card(told, card) for card in told.rows if card.kind == "card")
        notes = reasons(told.figures, [card.key for card in told.rows if card.kind == "card"])
        yield _slide(told, row, Part(names=CAMPAIGN, notes=notes), cards)
    elif told.wording.sentence(row):
        for place, part in enumerate(PARTS[row.key](told, row)):
            yield _slide(told, row, part, more="（续）" if place else "")


PARTS: dict[str, Callable[[parts.Told, Row], Iterator[Part]]] = {
    "units": parts.units,
    "unit_levels": parts.unit_levels,
    "levels": parts.levels,
    "aspects": parts.aspects,
    "years": parts.years,
    "trend": parts.trend,
    "certification": parts.certification,
    "coverage": parts.coverage,
    "pilots": parts.pilots,
    "bodies": parts.bodies,
}


def _slide(told: parts.Told, row: Row, part: Part, cards: tuple[Card, ...] = (), more: str = "") -> Slide:
    title = told.wording.sentence(row)
    return Slide(
        key=row.key,
        title=(*title, more) if more else title,
        source=part.source or source(told.figures, part.names),
        cards=cards,
        columns=part.columns,
        notes=part.notes,
    )


def _card(told: parts.Told, row: Row) -> Card:
    value = told.wording.filled(row.text)
    lines = [told.wording.filled(line) for line in row.heads.split("|")]
    label = metric(row.key).label
    return Card(label, value or (row.otherwise,), bool(value), tuple(line for line in lines if line))


def _basis(told: parts.Told, slides: Sequence[Slide]) -> Iterator[Slide]:
    """The last slide: what the figures shown are, and how they are printed."""
    (row,) = (one for one in told.rows if one.key == "basis")
    shown = {figure.name for slide in slides for figure in slide.figures}
    yield _slide(told, row, parts.basis(told, row, shown))
