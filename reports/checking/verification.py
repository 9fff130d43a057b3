"""A draft verified: every claim of its text with what the text itself and the data say of it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from data.warehouse import Reader
from locales import N_, translate
from metrics.query import Filters
from metrics.registry import METRICS
from metrics.values import known_values
from reports.checking import known, own
from reports.checking.arithmetic import STATUSES, Check, Status, exactly
from reports.checking.claims import Claim, Kind, claims
from reports.checking.known import Facts, Known, Match
from reports.checking.own import ORIGINS, Divided
from reports.checking.prose import sentences
from reports.checking.wording import called, question

KINDS: dict[Kind, str] = {
    "pair": N_("家数和比例"),
    "share": N_("比例"),
    "mean": N_("平均"),
    "count": N_("数目"),
    "change": N_("增减"),
    "points": N_("百分点"),
    "fraction": N_("分数"),
    "range": N_("范围"),
}
_SEVERITY: tuple[Status, ...] = ("wrong", "truncated", "half_up", "agree", "unknown")
_AROUND = ("province", "city", "county")


EXACTLY = N_("{reason}，精确值 {exact}")
SHOULD = N_("四舍五入应为 {prints}")
ON_BASE = N_("口径：{origin}")
IN_YEAR = N_("{year}年“{label}”")
BY_DATA = N_("{name}：{status}，{made}")
PERHAPS = N_("可能是{name}")
SAME = N_("精确值与数据中{name}相同")
PUBLISHED = N_("与公布值相同：{source}")
MIXED = N_("文中的比例有的四舍五入、有的截尾，请统一取法")


class Finding(NamedTuple):
    """A claim; what its own text says of it, on which base; and what the data say."""

    claim: Claim
    own: Check
    base: Divided | None
    data: Match

    @property
    def status(self) -> Status:
        """The graver of the two; unknown only where neither knows."""
        return min(self.own.status, self.data.check.status, key=_SEVERITY.index)

    @property
    def leading(self) -> Check:
        """The check that the status comes from."""
        return self.own if self.own.status == self.status else self.data.check


def facts(reader: Reader, where: Filters) -> Facts:
    """What the data of a selection say; without a year in it, those of all years."""
    of_years = tuple(int(year) for year in where.get("year") or known_values(reader, "year"))
    codes = [str(code) for level in _AROUND for code in where.get(level)]
    is_nation = not any(dimension != "year" for dimension, _ in where.values)
    names = tuple(name for code in codes for name in called(code))
    return Facts(tuple(known.known(reader, where)), of_years, is_nation, names)


def verify(text: str, about: Facts = Facts()) -> list[Finding]:
    """Every claim of a text, in its order; without facts, held against the text alone."""
    found = sentences(text)
    around = own.surroundings(found, about.answers, about.own_places)
    return [_finding(claim, around, about) for claim in claims(found)]


def _finding(claim: Claim, around: own.Surroundings, about: Facts) -> Finding:
    made, base = own.check(claim, around)
    return Finding(claim, made, base, known.match(claim, about))


def counted(found: Sequence[Finding]) -> dict[Status, int]:
    """How many findings have each status."""
    statuses = [one.status for one in found]
    return {status: statuses.count(status) for status in STATUSES}


def is_mixed(found: Sequence[Finding]) -> bool:
    """Whether the text rounds some shares and truncates others: no one rule prints it."""
    statuses = {one.own.status for one in found if one.claim.kind == "pair"}
    return {"half_up", "truncated"} <= statuses


def reason(check: Check, language: str) -> str:
    """Why, or from what, in that language."""
    return translate(check.reason, language, **dict(check.values)) if check.reason else ""


def record(one: Finding, language: str) -> dict[str, Any]:
    """A finding as JSON values."""
    identified = one.data.known
    return {
        "paragraph": one.claim.sentence.paragraph,
        "sentence": one.claim.sentence.number,
        "text": one.claim.sentence.text,
        "kind": one.claim.kind,
        "printed": one.claim.printed,
        "status": one.status,
        "own": {
            "status": one.own.status,
            "exact": exactly(one.own, _sign(one)),
            "prints": one.own.prints,
            "base": one.base.value if one.base else None,
            "base_from": one.base.origin if one.base else None,
            "reason": reason(one.own, language),
        },
        "data": {
            "status": one.data.check.status,
            "metric": identified.metric if identified else None,
            "label": title(identified.metric, language) if identified else None,
            "year": identified.year if identified else None,
            "part": one.data.part if identified else None,
            "exact": exactly(one.data.check, _sign(one)),
            "prints": one.data.check.prints,
            "candidates": [{"metric": other.metric, "year": other.year} for other in one.data.candidates],
            "published": one.data.published or None,
            "reason": reason(one.data.check, language),
        },
    }


def said(one: Finding, language: str) -> str:
    """What the text and the data say of a finding, in a line."""
    parts = []
    if one.own.exact is not None:
        parts += _said_by_text(one, language)
    if one.data.known:
        parts.append(_said_by_data(one, language))
    elif not parts:
        parts.append(reason(one.data.check if one.data.candidates else one.own, language))
        names = (_in_year(other, language) for other in one.data.candidates)
        parts += [translate(PERHAPS, language, name=name) for name in names]
    if one.data.published:
        parts.append(translate(PUBLISHED, language, source=one.data.published))
    return ("；" if language == "zh" else "; ").join(parts)


def _said_by_text(one: Finding, language: str) -> list[str]:
    exact = exactly(one.own, _sign(one))
    parts = [translate(EXACTLY, language, reason=reason(one.own, language), exact=exact)]
    if one.own.prints and one.own.status in ("wrong", "truncated"):
        parts.append(translate(SHOULD, language, prints=one.own.prints))
    if one.base:
        parts.append(translate(ON_BASE, language, origin=translate(ORIGINS[one.base.origin], language)))
    return parts


def _said_by_data(one: Finding, language: str) -> str:
    data = one.data
    assert data.known is not None
    if one.own.exact == data.check.exact and one.own.status == data.check.status:
        return translate(SAME, language, name=_in_year(data.known, language))
    made = reason(data.check, language)
    if data.check.reason != known.IN_DATA:
        made = f"{made} → {data.check.prints}"
    status = translate(STATUSES[data.check.status], language)
    return translate(BY_DATA, language, name=_in_year(data.known, language), status=status, made=made)


def _in_year(one: Known, language: str) -> str:
    return translate(IN_YEAR, language, year=one.year, label=title(one.metric, language))


def title(name: str, language: str) -> str:
    """What a metric is called; where another one is called the same, with its question."""
    one = METRICS[name]
    same = {question(other.name) for other in METRICS.values() if other.label == one.label}
    source = translate(one.source, language)
    return f"{one.title(language)} · {source}" if len(same) > 1 else one.title(language)


def _sign(one: Finding) -> str:
    return "%" if one.claim.figure.kind == "percent" else ""
