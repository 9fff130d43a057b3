"""A claim held against its own text: count ÷ base against the percentage, and changes against their two ends."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, NamedTuple

from locales import N_
from reports.checking.arithmetic import Check, held, unknown
from reports.checking.claims import Base, Claim, named_bases
from reports.checking.figures import Figure
from reports.checking.prose import Sentence
from reports.checking.wording import places

Origin = Literal["claim", "sentence", "paragraph", "answers", "text"]

ORIGINS: dict[Origin, str] = {
    "claim": N_("同一处写明"),
    "sentence": N_("本句写明"),
    "paragraph": N_("本段上文写明"),
    "answers": N_("数据中的答卷数"),
    "text": N_("文中别处写明"),
}
MOST_BASES = 20  # of a paragraph, and of a text, that are tried
_STATED = ("claim", "sentence")
_OF_ANSWERS = ("家", "户", "份")

FROM_COUNTS = "{count} ÷ {base}"
ABOUT = N_("文中写的是约数")
NO_BASE = N_("文中没有写明口径（分母），也没有可以比照的答卷数")
NO_COUNT = N_("文中没有写明家数")
NAMED_IN_WORDS = N_("文中的口径“{base}”没有写明数目")
OF_A_PLACE = N_("句中说到“{place}”，它的口径没有写明；按别处写明的 {base} 算对不上")
SEVERAL_BASES = N_("句中没有写明口径，别处写明的几个口径（{bases}）都得不出这个比例")
TOO_MANY = N_("家数 {count} 多于口径 {base}")
A_MEAN = N_("平均数要有每家企业的数才能核对")
ALONE = N_("文中没有可以与它核对的数")
NO_ENDS = N_("文中没有写明变化的两端")
A_RANGE = N_("一个范围不能核对")
OF_ENDS = N_("从 {low} 到 {high}")
ENDS_PRINTED = N_("从 {low} 到 {high}，两端自己已经取整，差可以相差一个末位")
IN_POINTS = N_("从 {low} 到 {high}：两个比例之差是百分点，写“{points}个百分点”，不写“%”")


class Divided(NamedTuple):
    """A base that a claim may stand on."""

    value: int
    origin: Origin


class Surroundings(NamedTuple):
    """What may say the base of a claim that does not: bases named in the text, and the numbers of answers.

    `named` has each number of a paragraph once, by paragraph; `anywhere` each of the text, with its measure word.
    `own_places` are names of the region that the draft is about.
    """

    named: Mapping[int, Sequence[Base]] = MappingProxyType({})
    anywhere: Sequence[tuple[int, str]] = ()
    answers: tuple[int, ...] = ()
    own_places: tuple[str, ...] = ()


def surroundings(sentences: Iterable[Sentence], answers: Sequence[int], own_places: Sequence[str]) -> Surroundings:
    """What a text names."""
    named: dict[int, dict[tuple[int, str], Base]] = {}
    anywhere: dict[tuple[int, str], None] = {}
    for sentence in sentences:
        for figure in named_bases(sentence):
            key = (int(figure.value), figure.unit)
            named.setdefault(sentence.paragraph, {}).setdefault(key, Base(figure, sentence))
            anywhere[key] = None
    by_paragraph = {paragraph: [*bases.values()][:MOST_BASES] for paragraph, bases in named.items()}
    return Surroundings(by_paragraph, [*anywhere][:MOST_BASES], tuple(dict.fromkeys(answers)), tuple(own_places))


def check(claim: Claim, around: Surroundings) -> tuple[Check, Divided | None]:
    """What the text itself says of a claim, and the base it was divided by."""
    match claim.kind:
        case "pair":
            return _divided(claim, around)
        case "change" | "points":
            return _between(claim), None
        case "share":
            of = claim.base_words
            return (unknown(NAMED_IN_WORDS, base=of) if of else unknown(NO_COUNT)), None
        case "mean":
            return unknown(A_MEAN), None
        case "range":
            return unknown(A_RANGE), None
    return unknown(ALONE), None


def _divided(claim: Claim, around: Surroundings) -> tuple[Check, Divided | None]:
    count = claim.count
    assert count is not None  # a pair has one
    if count.is_about:
        return unknown(ABOUT), None
    possible = _bases(claim, count, around)
    if not possible:
        return unknown(NO_BASE), None
    tried = [(_share(count, base, claim.figure), base) for base in possible]
    fitting = [one for one in tried if one[0].status not in ("wrong", "unknown")]
    if fitting:
        return fitting[0]
    first, base = tried[0]
    elsewhere = base.origin not in _STATED
    strange = [name for name in places(claim.sentence.plain) if name not in around.own_places]
    if claim.figure.is_about:
        return unknown(ABOUT), base
    if elsewhere and strange:
        return unknown(OF_A_PLACE, place=strange[0], base=str(base.value)), None
    if elsewhere and len({one.value for one in possible}) > 1:
        return unknown(SEVERAL_BASES, bases="、".join(str(one.value) for one in possible)), None
    return first, base


def _bases(claim: Claim, count: Figure, around: Surroundings) -> list[Divided]:
    """The bases a claim may stand on, the likeliest first; each value once."""
    if count.kind == "fraction":
        return [Divided(count.of, "claim")]
    if claim.base:
        return [Divided(int(claim.base.value), "claim")]
    here = claim.sentence
    found = [Divided(int(base.figure.value), "sentence") for base in claim.bases if base.figure.unit == count.unit]
    before = [
        one
        for one in around.named.get(here.paragraph, ())
        if one.figure.unit == count.unit and one.sentence.number < here.number
    ]
    found += [Divided(int(one.figure.value), "paragraph") for one in reversed(before)]
    found += [Divided(n, "answers") for n in around.answers if count.unit in _OF_ANSWERS]
    found += [Divided(value, "text") for value, unit in around.anywhere if unit == count.unit]
    return list({base.value: base for base in reversed(found)}.values())[::-1]


def _share(count: Figure, base: Divided, percent: Figure) -> Check:
    if count.value > base.value:
        values = {"count": str(count.value), "base": str(base.value)}
        return Check("wrong", 100 * count.value / base.value, reason=TOO_MANY, values=tuple(values.items()))
    made = held(100 * count.value / base.value, percent, "%")
    values = {"count": str(count.value), "base": str(base.value)}
    return made._replace(reason=FROM_COUNTS, values=tuple(values.items()))


def _between(claim: Claim) -> Check:
    """A difference in points, or a relative change, against its two ends."""
    if not claim.ends:
        return unknown(NO_ENDS)
    low, high = claim.ends
    if low.is_about or high.is_about or claim.figure.is_about:
        return unknown(ABOUT)
    text = claim.sentence.text
    said = {"low": text[low.start : low.end], "high": text[high.start : high.end]}
    is_points = claim.kind == "points"
    if not is_points and not low.value:
        return unknown(NO_ENDS)
    printed = abs(claim.figure.value)
    figure = Figure(**{**vars(claim.figure), "value": printed})
    made = held(_changed(low.value, high.value, is_points), figure, "" if is_points else "%")
    if made.status == "wrong" and _may_be(printed, figure, low, high, is_points):
        return made._replace(status="half_up", reason=ENDS_PRINTED, values=tuple(said.items()))
    if made.status == "wrong" and not is_points and low.kind == "percent" and printed == abs(high.value - low.value):
        points = text[claim.figure.start : claim.figure.end].rstrip("%％")
        return made._replace(reason=IN_POINTS, values=tuple({**said, "points": points}.items()))
    return made._replace(reason=OF_ENDS, values=tuple(said.items()))


def _changed(low: Fraction, high: Fraction, is_points: bool) -> Fraction:
    return abs(high - low) if is_points else 100 * abs(high - low) / abs(low)


def _may_be(printed: Fraction, figure: Figure, low: Figure, high: Figure, is_points: bool) -> bool:
    """Whether ends that were rounded or truncated themselves can have such a difference."""
    last = Fraction(1, 10**figure.digits)
    near = [_changed(a, b, is_points) for a in _around(low) for b in _around(high) if a > 0 or is_points]
    return bool(near) and min(near) - last < printed < max(near) + last


def _around(figure: Figure) -> tuple[Fraction, ...]:
    """The figure, and how far it may be from the exact one; a count is exact."""
    if figure.kind == "count" and figure.scale == 1:
        return (figure.value,)
    last = Fraction(figure.scale, 10**figure.digits)
    return (figure.value - last, figure.value, figure.value + last)
