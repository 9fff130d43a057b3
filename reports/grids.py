"""The tables of a report, from its figures; a table without rows is None."""

from collections.abc import Sequence
from typing import Any

from metrics.gains import GAINS
from metrics.registry import metric
from metrics.satisfaction import TOPICS
from reports import subject
from reports.content import Annex, Grid
from reports.figure import Figure, Figures
from reports.sourcing import source
from reports.subject import Subject
from reports.wording import BLANK, Row, Text, Wording

NONE, TOO_FEW = "—", "…"
HIDDEN, MISSING = f"“{TOO_FEW}”表示不足10家，不计算比例", f"“{NONE}”表示没有数据"
NOWHERE, NO_TRADE = "没有写明地区的企业只计入合计", "没有写明行业的企业只计入全部行业"
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
MOST_INDUSTRIES = 10  # of a table, and those that equal the last of them
RATES = ("response_rate", "improvement_rate", "satisfaction_rate")


def indicators(figures: Figures, row: Row, title: str) -> Grid | None:
    """The main figures of the year with what they stand on."""
    rows: list[tuple[Text, ...]] = []
    figures.together(INDICATORS)
    for name in INDICATORS:
        value, base = figures.figure(name), figures.figure(name, "denominator")
        if value and not (name == "certification_bodies" and figures.where.get("body")):
            rows.append(((metric(name).label,), (value,), cell(base), (metric(name).base,)))
    return grid(figures, row, title, rows, ["assisted_enterprises", "satisfaction_rate"])


def units(figures: Figures, about: Subject, row: Row, title: str) -> Grid | None:
    """The units below in code order, the whole last; a rate of too few is not printed."""
    if not about.units:
        return None
    codes = {code for name in ("assisted_enterprises", "responses") for code in figures.groups(name, about.units)}
    rows = [((subject.region(code),), *_compared(figures, {about.units: code})) for code in sorted(codes)]
    if len(rows) < 2:
        return None
    rows.append(((about.whole,), *_compared(figures, {})))
    has_nowhere = figures.nowhere("assisted_enterprises", about.units)
    return _comparison(figures, row, title, rows, [NOWHERE] if has_nowhere else [])


def industries(figures: Figures, row: Row, title: str) -> Grid | None:
    """The industries with most assisted firms, largest first, then the two sectors and all."""
    name = "assisted_enterprises"
    found = [(code, figures.figure(name, industry=code)) for code in figures.groups(name, "industry")]
    counted = sorted(((code, firms) for code, firms in found if firms), key=lambda one: -one[1].number)
    least = counted[min(MOST_INDUSTRIES, len(counted)) - 1][1].number if counted else 0
    largest = [code for code, firms in counted if firms.number >= least]
    if len(largest) < 2:
        return None
    rows = [((subject.industry(int(code))["short"],), *_compared(figures, {"industry": code})) for code in largest]
    for sector in figures.groups(name, "sector"):
        rows.append(((f"{subject.sector(sector)}合计",), *_compared(figures, {"sector": sector})))
    rows.append((("全部行业",), *_compared(figures, {})))
    return _comparison(figures, row, title, rows, [NO_TRADE] if figures.nowhere(name, "industry") else [])


def topics(figures: Figures, row: Row, title: str) -> Grid | None:
    """What firms are content with, and what they want improved, in the order of the form."""
    rows: list[tuple[Text, ...]] = []
    for place, label in enumerate(TOPICS, 1):
        names = [f"{asked}_{place}" for asked in ("satisfied_with", "dissatisfied_with")]
        cells = [figures.figure(name, part) for name in names for part in ("numerator", "value")]
        if any(cells):
            rows.append(((label,), *map(cell, cells)))
    return grid(figures, row, title, rows, ["satisfied_with_1", "dissatisfied_with_1"])


def _compared(figures: Figures, at: dict[str, Any]) -> list[Text]:
    """Assisted firms and rates of a group; a rate of too few is not printed, but that of the whole is."""
    cells = [cell(figures.figure("assisted_enterprises", **at))]
    for name in RATES:
        found = figures.figure(name, **at)
        cells.append((TOO_FEW,) if at and found and figures.is_small(name, **at) else cell(found))
    return cells


def _comparison(figures: Figures, row: Row, title: str, rows: list[tuple[Text, ...]], notes: list[str]) -> Grid | None:
    """Groups side by side, without the columns that no group has a figure in; what the signs mean stands below."""
    kept = [at for at, column in enumerate(zip(*rows, strict=True)) if set(column) != {(NONE,)}]
    shown = [tuple(cells[at] for at in kept) for cells in rows]
    signs = {one for cells in shown for one in cells}
    notes = [note for sign, note in ((TOO_FEW, HIDDEN), (NONE, MISSING)) if (sign,) in signs] + notes
    heads = row.heads.split("|")
    row = row._replace(heads="|".join(heads[at] for at in kept))
    return grid(figures, row, title, shown, ["assisted_enterprises", *RATES], "；".join(notes))


def gains(figures: Figures, row: Row, title: str) -> Grid | None:
    """What firms wrote about their figures: how many wrote something, mean and median."""
    rows: list[tuple[Text, ...]] = []
    figures.together([one for name, *_ in GAINS for one in (name, f"{name}_median")])
    for name, *_ in GAINS:
        mean, median = figures.figure(name), figures.figure(f"{name}_median")
        if mean:
            rows.append(((metric(name).label,), cell(figures.figure(name, "denominator")), (mean,), cell(median)))
    return grid(figures, row, title, rows, ["gain_revenue"])


def annex(figures: Figures, names: dict[str, str], wording: Wording, outline: Sequence[Row]) -> Annex:
    """The official statistics table, all figures since the campaign began."""
    head = next(row for row in outline if row.kind == "annex")
    rows = [row for row in outline if row.kind == "annex_row"]
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


def grid(
    figures: Figures, row: Row, title: str, rows: Sequence[tuple[Text, ...]], names: list[str], note: str = ""
) -> Grid | None:
    """The table of a line of the outline; None without rows. `names` are the metrics whose papers stand below it."""
    if not rows:
        return None
    heads, words = tuple(row.heads.split("|")), source(figures, names, base=False)
    return Grid(key=row.key, title=title, heads=heads, rows=tuple(rows), source=words, note=note)


def cell(figure: Figure | None) -> Text:
    """A figure in a table, or the sign that there is none."""
    return (figure,) if figure else (NONE,)
