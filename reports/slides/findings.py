"""What the titles of slides say of figures: which way they went, who is above, who is last, what is missing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from metrics.query import Filters
from metrics.registry import METRICS, metric
from metrics.relations import NO_PILOT
from metrics.satisfaction import TOPICS
from metrics.series import series
from reports import subject
from reports.figure import Figure, Figures
from reports.lists import largest, lists, most
from reports.subject import Subject
from reports.wording import Lists, Text, listed

NAMED = 3  # more units, or industries, are only counted
LEAD = "first_pass_rate"  # the pilots' figure that the title speaks of
COMPLAINTS = tuple(f"dissatisfied_with_{place}" for place in range(1, len(TOPICS) + 1))


def findings(figures: Figures, about: Subject, names: dict[str, str]) -> Lists:
    """The lists of the reports, and what only slides say; `names` are those of bodies and pilots."""
    found: dict[str, Callable[[], Text]] = {
        "complaints.first": lambda: most(figures, COMPLAINTS, 1),
        "bodies.first": lambda: largest(figures, "body", lambda body: names.get(body, body), 1),
        "industries.first": lambda: largest(figures, "industry", _short, 1),
        "industries.missing": lambda: _missing(figures),
        "pilots.compared": lambda: _pilots(figures, "denominator"),
        "pilots.moved": lambda: _pilots(figures, "value"),
    }
    for name in METRICS:
        found[f"{name}.moved_by"] = partial(_moved, figures, name)
        found[f"{name}.changed"] = partial(_changed, figures, name)
        found[f"{name}.base"] = partial(_base, name)
        found[f"{name}.years"] = partial(_years, figures, name)
        found[f"{name}.above"] = partial(_above, figures, about, name)
        found[f"{name}.lowest"] = partial(_lowest, figures, about, name)
    return {**lists(figures, about, names), **found}


def _base(name: str) -> Text:
    return (metric(name).base,)


def _moved(figures: Figures, name: str) -> Text:
    """How far a figure went since the year before, or that the two do not compare."""
    if found := _changed(figures, name):
        return found
    change = figures.changed(name)
    return ("与上年不作比较",) if change and change.reason else ()


def _changed(figures: Figures, name: str) -> Text:
    """How far a figure went since the year before; nothing where that cannot be said."""
    change, found = figures.changed(name), figures.figure(name, "difference")
    if change is None or found is None:
        return ()
    if not float(found.printed.rstrip("%")):
        return ("与上年持平" if not found.number else "与上年基本持平",)
    if change.kind == "relative":
        return ("比上年增长" if found.number > 0 else "比上年减少", found)
    return ("比上年提高" if found.number > 0 else "比上年下降", found, "个百分点")


def reasons(figures: Figures, names: Sequence[str]) -> tuple[str, ...]:
    """Why figures are not compared with the year before, each reason once."""
    why: dict[str, list[str]] = {}
    for name in names:
        change = figures.changed(name) if figures.figure(name) else None
        if change and change.reason:
            why.setdefault(change.reason, []).append(metric(name).label)
    if len(why) == 1 and len(next(iter(why.values()))) == sum(bool(figures.figure(name)) for name in names):
        return (f"与上年不作比较：{next(iter(why))}",)
    return tuple(f"{'、'.join(labels)}与上年不作比较：{reason}" for reason, labels in why.items())


def compared(figures: Figures, about: Subject, name: str) -> list[tuple[str, Figure]]:
    """The units below that stand on enough answers, best first."""
    units = figures.groups(name, about.units) if about.units else []
    large = [unit for unit in units if not figures.is_small(name, **{about.units: unit})]
    found = [(unit, one) for unit in large if (one := figures.figure(name, **{about.units: unit}))]
    return sorted(found, key=lambda pair: -Fraction(pair[1].exact))


def _above(figures: Figures, about: Subject, name: str) -> Text:
    """How many units are above the whole; nothing where all are equal."""
    units, whole = compared(figures, about, name), figures.figure(name)
    if not whole or len({one.exact for _, one in units}) < 2:
        return ()
    above = sum(Fraction(one.exact) > Fraction(whole.exact) for _, one in units)
    return (f"{len(units)}个{about.unit_word.removeprefix('各')}中{above}个",)


def _lowest(figures: Figures, about: Subject, name: str) -> Text:
    """The last unit, or those that share the place."""
    units = compared(figures, about, name)
    last = [(unit, one) for unit, one in units if one.exact == units[-1][1].exact]
    called = "、".join(subject.region(unit) for unit, _ in last[:NAMED])
    more = f"等{len(last)}个" if len(last) > NAMED else ""
    return (f"{called}{more}最低（", last[0][1], "）") if last else ()


def _years(figures: Figures, name: str) -> Text:
    """The figures of the years that compare with this one; of many the first and the last."""
    tail = series(figures.reader, name, figures.where.but(year=[])).until(figures.year).tail
    years = [point.year for point in tail]
    if figures.year not in years:
        return ()
    is_many = len(years) > NAMED
    shown = [years[0], years[-1]] if is_many else years
    found = [(year, figures.of_year(year).figure(name)) for year in shown]
    return listed([(f"{year}年", one) for year, one in found if one], "，到" if is_many else "、")


def _missing(figures: Figures) -> Text:
    """The industries without assisted firms: by name where they are few."""
    there = {int(code) for code in figures.groups("assisted_enterprises", "industry")}
    missing = [_short(code) for code in range(1, 40) if code not in there]
    more = f"等{len(missing)}个" if len(missing) > 2 * NAMED else ""
    return (*listed([(name,) for name in missing[: 2 * NAMED]]), more) if missing else ()


def _short(code: str | int) -> str:
    return subject.industry(int(code))["short"]


def members(figures: Figures) -> list[str]:
    """The pilots that have firms under the filters."""
    return [pilot for pilot in figures.groups("assisted_enterprises", "pilot") if pilot != NO_PILOT]


def _pilots(figures: Figures, part: str) -> Text:
    """How many pilots have the leading figure before and after, or how far it went on average."""
    pilots = members(figures)
    if not pilots:
        return ()
    where = Filters.of(year=[figures.year], pilot=pilots, indicator=[LEAD])
    tables = Figures(figures.reader, where, figures.rounding)
    moved, count = tables.figure("pilot_change"), tables.figure("pilot_change", "denominator")
    if not moved or not count:
        return ()
    if part == "denominator":
        return (count,)
    way = "提高" if moved.number > 0 else "下降" if moved.number < 0 else "变化"
    return (way, replace(moved, printed=moved.printed.removeprefix("-")), "个百分点")
