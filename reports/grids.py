"""The tables of a report, from its figures; a table without rows is None."""

from metrics.gains import GAINS
from metrics.registry import metric
from reports import subject
from reports.content import Annex, Grid
from reports.figure import Figure, Figures
from reports.sourcing import source
from reports.subject import Subject
from reports.wording import BLANK, Row, Text, Wording

NONE, TOO_FEW = "—", "…"
HIDDEN, MISSING = f"“{TOO_FEW}”表示不足10家，不计算比例", f"“{NONE}”表示没有数据"
NOWHERE = "没有写明地区的企业只计入合计"
INDICATORS = (
    "assisted_enterprises",
    "industries_covered",
    "industry_coverage",
    "certification_bodies",
    "responses",
    "response_rate",
    "certified_after",
    "certified_share",
    "improvement_rate",
    "satisfaction_rate",
    "satisfaction_rate_all",
)
RATES = ("response_rate", "improvement_rate", "satisfaction_rate")


def indicators(figures: Figures, row: Row, title: str) -> Grid | None:
    """The main figures of the year with what they stand on."""
    rows: list[tuple[Text, ...]] = []
    for name in INDICATORS:
        value, base = figures.figure(name), figures.figure(name, "denominator")
        if value and not (name == "certification_bodies" and figures.where.get("body")):
            rows.append(((metric(name).label,), (value,), _cell(base), (metric(name).base,)))
    return _grid(figures, row, title, rows, ["assisted_enterprises", "satisfaction_rate"])


def units(figures: Figures, about: Subject, row: Row, title: str) -> Grid | None:
    """The units below in code order, the whole last; a rate of too few is not printed."""
    if not about.units:
        return None
    codes = {code for name in ("assisted_enterprises", "responses") for code in figures.groups(name, about.units)}
    rows: list[tuple[Text, ...]] = []
    hidden = False
    for code in sorted(codes):
        at = {about.units: code}
        rates = []
        for name in RATES:
            few = figures.is_small(name, **at) and figures.figure(name, **at) is not None
            hidden |= few
            rates.append((TOO_FEW,) if few else _cell(figures.figure(name, **at)))
        rows.append(((subject.region(code),), _cell(figures.figure("assisted_enterprises", **at)), *rates))
    if len(rows) < 2:
        return None
    whole = ("assisted_enterprises", *RATES)
    rows.append(((about.whole,), *(_cell(figures.figure(name)) for name in whole)))
    notes = [HIDDEN] if hidden else []
    if any((NONE,) in cells for cells in rows):
        notes.append(MISSING)
    if figures.has_nowhere("assisted_enterprises", about.units):
        notes.append(NOWHERE)
    return _grid(figures, row, title, rows, ["assisted_enterprises", *RATES], "；".join(notes))


def gains(figures: Figures, row: Row, title: str) -> Grid | None:
    """What firms wrote about their figures: how many wrote something, mean and median."""
    rows: list[tuple[Text, ...]] = []
    for name, *_ in GAINS:
        mean, median = figures.figure(name), figures.figure(f"{name}_median")
        if mean:
            rows.append(((metric(name).label,), _cell(figures.figure(name, "denominator")), (mean,), _cell(median)))
    return _grid(figures, row, title, rows, ["gain_revenue"])


def annex(figures: Figures, names: dict[str, str], wording: Wording, head: Row, rows: list[Row]) -> Annex:
    """The official statistics table, all figures since the campaign began."""
    lists = {"industries": _industries(figures), "bodies": _bodies(figures, names)}
    filled = tuple(
        (wording.filled(row.text, BLANK), lists.get(row.key, row.otherwise) or row.otherwise) for row in rows
    )
    return Annex(title=head.text, heads=tuple(head.heads.split("|")), rows=filled, foot=head.otherwise)


def _industries(figures: Figures) -> str:
    codes = figures.groups("assisted_enterprises", "industry", cumulative=True)
    return "；".join(f"{code} {subject.industry(int(code))['name'].replace('；', '，')}" for code in map(int, codes))


def _bodies(figures: Figures, names: dict[str, str]) -> str:
    bodies = figures.groups("assisted_enterprises", "body", cumulative=True)
    return "；".join(f"{names[body]}（{body}）" if names.get(body, body) != body else body for body in bodies)


def _grid(
    figures: Figures, row: Row, title: str, rows: list[tuple[Text, ...]], names: list[str], note: str = ""
) -> Grid | None:
    if not rows:
        return None
    heads, words = tuple(row.heads.split("|")), source(figures, names, base=False)
    return Grid(key=row.key, title=title, heads=heads, rows=tuple(rows), source=words, note=note)


def _cell(figure: Figure | None) -> Text:
    return (figure,) if figure else (NONE,)
