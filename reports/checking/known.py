"""What the data say: the metrics of a selection, and which of them a claim speaks of.

Equal numbers are not enough. A claim is identified where the words beside it name the one metric that has its number;
an equal number without the words is a candidate, and is called so.
"""

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from data.warehouse import Reader
from locales import N_
from metrics import published
from metrics.core import Mean, Rate
from metrics.query import Filters, compute
from metrics.registry import METRICS
from metrics.relations import RELATIONS
from metrics.rounding import exact
from metrics.values import known_values
from reports.checking.arithmetic import Check, held, unknown
from reports.checking.claims import Claim
from reports.checking.figures import Figure, figures
from reports.checking.prose import plain
from reports.checking.wording import places, question, wordings, years

Part = Literal["value", "numerator", "denominator"]
CLAUSE_ENDS = "，。；！？!?;"
MOST_CANDIDATES = 3  # more equal numbers say nothing
LEAST_COUNT = 100  # smaller counts, and percentages without decimals, are equal by chance

NOT_IN_DATA = N_("数据中没有与它相等、又与句中文字相符的指标")
NO_DATA = N_("没有数据可以比照")
CANDIDATES = N_("数值相等，但句中文字没有写明是哪一项")
FROM_DATA = N_("数据中 {numerator} ÷ {denominator}")
MEAN_OF = N_("数据中 {denominator} 家的平均")
IN_DATA = N_("数据中为 {value}")


class Known(NamedTuple):
    """A metric of a year, as `compute` gives it."""

    metric: str
    year: int
    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction


class Match(NamedTuple):
    """What the data say of a claim: `known` is what it was identified with, `part` which of its numbers."""

    check: Check
    known: Known | None = None
    part: Part = "value"
    candidates: tuple[Known, ...] = ()
    published: str = ""


class Facts(NamedTuple):
    """What a draft is held against. `own_places` are names of the region the selection is about."""

    known: tuple[Known, ...] = ()
    years: tuple[int, ...] = ()
    is_nation: bool = True
    own_places: tuple[str, ...] = ()

    @property
    def answers(self) -> tuple[int, ...]:
        """The numbers of answers, the latest year first."""
        found = sorted((one for one in self.known if one.metric == "responses"), key=lambda one: -one.year)
        return tuple(int(one.value) for one in found if one.value > 0)


def known(reader: Reader, where: Filters) -> list[Known]:
    """Every metric that has a value under the filters, for each of their years, else of the version's."""
    names = [name for name in METRICS if _can(name, where)]
    asked = [int(year) for year in where.get("year") or known_values(reader, "year")]
    found: list[Known] = []
    for year in sorted(asked, reverse=True):
        frame = compute(reader, names, (), where.but(year=[year]))
        rows = frame[["metric", "numerator", "denominator", "value"]].itertuples(index=False)
        found += [
            Known(name, year, _fraction(top), _fraction(base), exact(float(value)))
            for name, top, base, value in rows
            if value is not None and math.isfinite(value)
        ]
    return found


def _can(name: str, where: Filters) -> bool:
    """Whether the metric has the dimensions that are filtered, and is one number under them."""
    relation = RELATIONS[METRICS[name].relation]
    if relation.reports and relation.reports.only_one:
        return False
    return all(dimension in relation.dimensions or dimension in relation.several for dimension, _ in where.values)


def _fraction(number: float | None) -> Fraction | None:
    return None if number is None or not math.isfinite(number) else exact(float(number))


def match(claim: Claim, facts: Facts) -> Match:
    """What the data say of a claim."""
    if not facts.known:
        return Match(unknown(NO_DATA))
    if claim.kind in ("points", "fraction", "range"):
        return Match(unknown(NOT_IN_DATA))
    about = _of_years(facts.known, claim)
    equal = [(one, part, made) for one in about for part, made in _equal(claim, one)]
    clause, sentence = _clause(claim), claim.sentence.plain
    for text in (clause, sentence):
        named = _usual([one for one in equal if _speaks(text, one[0].metric, claim)])
        if len(named) == 1:
            one, part, made = named[0]
            return Match(made, one, part, published=_published(claim, one.metric, (one.year,), facts))
        if named:
            break
    if not named and (wrong := _contradicted(claim, clause, about, facts)):
        return wrong
    candidates = tuple(one for one, _, _ in _usual(named or equal)) if named or _is_telling(claim) else ()
    if 0 < len(candidates) <= MOST_CANDIDATES:
        return Match(unknown(CANDIDATES), candidates=candidates)
    return Match(unknown(NOT_IN_DATA), published=_only_published(claim, clause, facts))


def _is_telling(claim: Claim) -> bool:
    """Whether an equal number is hardly one by chance."""
    figure = claim.figure
    return figure.value >= LEAST_COUNT if figure.kind == "count" else figure.digits > 0


def _of_years(every: Sequence[Known], claim: Claim) -> list[Known]:
    named = years(claim.sentence.plain)
    return [one for one in every if not named or one.year in named]


def _equal(claim: Claim, one: Known) -> Iterable[tuple[Part, Check]]:
    """The parts of a metric that have the number of the claim."""
    metric = METRICS[one.metric]
    figure = claim.figure
    if figure.kind == "count":
        yield from _equal_count(figure, one)
    elif metric.unit == "share" and claim.kind in ("share", "pair"):
        if not _is_near(100 * float(one.value), figure):
            return
        made = _share(figure, one)
        if made.status != "wrong" and (claim.count is None or claim.count.value == one.numerator):
            yield "value", made
    elif claim.kind == "pair" and claim.count:  # counted, and no share of its own
        yield from () if isinstance(metric, Mean) else _equal_count(claim.count, one)
    elif isinstance(metric, Mean) and claim.kind in ("mean", "change"):
        if not _is_near(float(one.value), figure):
            return
        made = _mean(figure, one)
        if made.status != "wrong" and (claim.count is None or claim.count.value == one.denominator):
            yield "value", made


def _is_near(value: float, figure: Figure) -> bool:
    """Whether any rule may print the value so; most metrics are ruled out without exact fractions."""
    return abs(value - float(figure.value)) <= 1.01 * figure.scale / 10**figure.digits


def _share(figure: Figure, one: Known) -> Check:
    of_counts = one.numerator is not None and one.denominator
    value = 100 * (one.numerator / one.denominator if of_counts else one.value)  # type: ignore[operator]
    made = held(value, figure, "%")
    if not of_counts:
        return made
    values = {"numerator": str(one.numerator), "denominator": str(one.denominator)}
    return made._replace(reason=FROM_DATA, values=tuple(values.items()))


def _mean(figure: Figure, one: Known) -> Check:
    made = held(one.value, figure, "%")
    return made._replace(reason=MEAN_OF, values=(("denominator", str(one.denominator)),))


def _equal_count(figure: Figure, one: Known) -> Iterable[tuple[Part, Check]]:
    metric = METRICS[one.metric]
    parts: dict[Part, Fraction | None] = {"value": one.value}
    if isinstance(metric, Rate):
        parts = {"numerator": one.numerator}  # its base is a metric of its own: answers, assisted firms
    elif isinstance(metric, Mean):
        parts = {"denominator": one.denominator}
    elif metric.unit == "share":
        return  # of so many possible ones: the count is a metric of its own
    elif metric.unit == "10k_cny":
        parts = {"value": 10**4 * one.value}
    if figure.unit not in wordings()[one.metric].units:
        return
    for part, value in parts.items():
        if value is not None and _is_near(float(value), figure):
            made = held(value, figure)
            if made.status != "wrong":
                yield part, made._replace(reason=IN_DATA, values=(("value", _number(value)),))


def _number(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else str(float(value))


def _clause(claim: Claim) -> str:
    """The claim with the words up to the commas around it."""
    text = claim.sentence.plain
    start, end = claim.span
    before = max(text.rfind(mark, 0, start) for mark in CLAUSE_ENDS)
    after = [at for mark in CLAUSE_ENDS if (at := text.find(mark, end)) >= 0]
    return text[before + 1 : min(after, default=len(text))]


def _speaks(text: str, metric: str, claim: Claim) -> bool:
    """Whether the text names the metric, and the claim counts what it counts."""
    wording = wordings()[metric]
    return wording.fits(text) and (claim.count is None or claim.count.unit in wording.units)


Equal = tuple[Known, Part, Check]


def _usual(equal: Sequence[Equal]) -> list[Equal]:
    """One for each question and year: the one on the usual base, else the first."""
    found: dict[tuple[str, int], Equal] = {}
    for one in sorted(equal, key=lambda one: one[0].metric != question(one[0].metric)):
        found.setdefault((question(one[0].metric), one[0].year), one)
    return list(found.values())


def _contradicted(claim: Claim, clause: str, about: Sequence[Known], facts: Facts) -> Match | None:
    """The one metric that the clause itself names, where its number is another one."""
    if claim.kind not in ("share", "pair", "mean") or claim.base_words or claim.figure.is_about:
        return None
    if any(name not in facts.own_places for name in places(claim.sentence.plain)):
        return None
    wanted = [one for one in about if question(one.metric) == one.metric and _is_of_kind(claim, one.metric)]
    named = [one for one in wanted if _speaks(clause, one.metric, claim)]
    if len(named) != 1:
        return None
    one = named[0]
    made = _mean(claim.figure, one) if claim.kind == "mean" else _share(claim.figure, one)
    return Match(made._replace(status="wrong"), one, published=_published(claim, one.metric, (one.year,), facts))


def _is_of_kind(claim: Claim, name: str) -> bool:
    metric = METRICS[name]
    return isinstance(metric, Mean) if claim.kind == "mean" else metric.unit == "share"


def _only_published(claim: Claim, clause: str, facts: Facts) -> str:
    """Who published the figure under the name that the clause gives, where the data have another number or none."""
    named = [name for name in METRICS if question(name) == name and _speaks(clause, name, claim)]
    found = [said for name in named if (said := _published(claim, name, facts.years, facts))]
    return found[0] if len(found) == 1 else ""


def _published(claim: Claim, name: str, of_years: Iterable[int], facts: Facts) -> str:
    """Who published the same figure; empty where nobody did."""
    if not facts.is_nation:
        return ""
    for year in of_years:
        for one in published.figures(name, year):
            if not one.region and _is_printed(one.printed, claim):
                return one.source
    return ""


def _is_printed(text: str, claim: Claim) -> bool:
    """Whether a published figure is the one that the claim prints."""
    found = figures(plain(text)) or figures(plain(f"{text}个"))
    numbers = {(one.value, _sign(one)) for one in found}
    own = {(one.value, _sign(one)) for one in claim.figures}
    return bool(numbers & own)


def _sign(figure: Figure) -> str:
    return "%" if figure.kind == "percent" else ""
