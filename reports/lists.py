"""What a sentence lists: who is ahead, what was named most often. Always by exact values, ties together."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from metrics.improvement import ASPECTS
from metrics.ranking import ranking
from metrics.registry import metric
from metrics.relations import NO_PILOT
from metrics.satisfaction import TOPICS
from reports import subject
from reports.figure import Figure, Figures
from reports.subject import Subject
from reports.wording import Lists, Text, listed

FEW = 3  # named at an end of a ranking
OTHER = "其他"


def lists(figures: Figures, about: Subject, names: dict[str, str]) -> Lists:
    """Every list that a sentence may name; `names` are those of bodies and pilots."""
    found: dict[str, Callable[[], Text]] = {
        "aspects.top": lambda: most(figures, [f"aspect_{i}" for i in range(1, len(ASPECTS) + 1)]),
        "complaints.top": lambda: most(figures, [f"dissatisfied_with_{i}" for i in range(1, len(TOPICS) + 1)]),
        "topics.top": lambda: most(figures, [f"satisfied_with_{i}" for i in range(1, len(TOPICS) + 1)]),
        "sectors.list": lambda: _sectors(figures),
        "industries.top": lambda: largest(figures, "industry", lambda code: subject.industry(int(code))["short"]),
        "bodies.top": lambda: largest(figures, "body", lambda body: names.get(body, body)),
        "asked.alike": lambda: _asked_alike(figures),
        "pilots.list": lambda: _pilots(figures, names),
    }
    for name in ("satisfaction_rate", "improvement_rate", "response_rate"):
        for end in ("top", "bottom"):
            found[f"{name}.{end}"] = partial(_ranked, figures, about, name, end == "top")
    return found


def most(figures: Figures, names: Sequence[str], few: int = FEW) -> Text:
    """The few answers ticked most often, with share and firms; 其他 is none of them."""
    figures.together(names)
    found = [(figures.figure(name), figures.figure(name, "numerator"), metric(name).label) for name in names]
    there = [(share, firms, label) for share, firms, label in found if share and firms and share.number > 0]
    there = [one for one in there if one[2] != OTHER]
    chosen = _first([(share, (label, "（", share, "，", firms, "家）")) for share, firms, label in there], few)
    return listed(chosen)


def largest(figures: Figures, dimension: str, called: Callable[[str], str], few: int = FEW) -> Text:
    """The few groups with most assisted firms."""
    found = [
        (firms, (called(value), "（", firms, "家）"))
        for value in figures.groups("assisted_enterprises", dimension)
        if (firms := figures.figure("assisted_enterprises", **{dimension: value}))
    ]
    return listed(_first(found, few))


def _first(found: Sequence[tuple[Figure, Text]], few: int) -> list[Text]:
    """The first few by value and those that equal the last of them."""
    ordered = sorted(found, key=lambda one: -one[0].number)
    return [text for figure, text in ordered if figure.number >= ordered[min(few, len(ordered)) - 1][0].number]


def _pilots(figures: Figures, names: dict[str, str]) -> Text:
    pilots = [pilot for pilot in figures.groups("assisted_enterprises", "pilot") if pilot != NO_PILOT]
    found = [(pilot, figures.figure("assisted_enterprises", pilot=pilot)) for pilot in pilots]
    return listed([(names.get(pilot, pilot), firms, "家") for pilot, firms in found if firms])


def _sectors(figures: Figures) -> Text:
    sectors = figures.groups("assisted_enterprises", "sector")
    found = [(sector, figures.figure("assisted_enterprises", sector=sector)) for sector in sectors]
    rest = ("，其余没有写明行业",) if figures.nowhere("assisted_enterprises", "sector") else ()
    return (
        (*listed([(subject.sector(sector), firms, "家") for sector, firms in found if firms]), *rest) if found else ()
    )


def _asked_alike(figures: Figures) -> Text:
    """How many answered both general questions, where the same number did."""
    asked = [figures.figure(name, "denominator") for name in ("satisfaction_rate", "improvement_rate")]
    return (asked[0],) if asked[0] and asked[1] and asked[0].number == asked[1].number else ()


def _ranked(figures: Figures, about: Subject, name: str, is_top: bool) -> Text:
    """The units at one end of the ranking; units with too few firms have no rank. Too few units have no ends."""
    if not about.units or not figures.knows(name):
        return ()
    rows = [row for row in ranking(figures.reader, name, about.units, figures.where) if row.rank]
    if len(rows) < 2:
        return ()
    few = FEW if len(rows) >= 2 * FEW else 1
    edge = rows[few - 1 if is_top else -few].rank or 0
    ends = [row for row in rows if row.rank and (row.rank <= edge if is_top else row.rank >= edge)]
    if len({row.rank for row in rows}) == 1:  # all are equal: there are no ends
        return ()
    parts = []
    for row in ends:
        at: dict[str, Any] = {about.units: row.unit}
        parts.append((row.unit, figures.figure(name, **at)))
    return listed([(subject.region(str(unit)), "（", figure, "）") for unit, figure in parts if figure])
