"""What a sentence claims: figures that belong together, and the bases it names for them.

"有5407家，占比达到95.88%" and "90.87%（5124家）" are one claim each. The base is named before ("5639家企业中",
"共5639家，其中") or in the claim itself ("占5639家企业的95.88%").
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from reports.checking.figures import Figure, figures
from reports.checking.prose import Sentence

Kind = Literal["pair", "share", "mean", "count", "change", "points", "fraction", "range"]

NEAR = 40  # characters in which words about a figure stand

# What stands between a percentage and the count after it: %的企业（…家）, or %，即…家.
_COUNT_AFTER = re.compile(r"[^，。；、()%]{0,12}\([即共计约为有合]{0,2}$|，?[即共计]{1,2}有?$")
# Between a count and the percentage after it: 家（占…%）, or 家，占比达到…%.
_SHARE_AFTER = re.compile(
    r"[^，。；()]{0,20}\([^，。；()]{0,16}$"
    r"|[^。；()]{0,20}?(?:占|比例|比重|满意率|提升率)[^，。；()]{0,24}$"
)
_MEAN_AFTER = re.compile(r"[^。；()]{0,30}?[(，]?[^。；()，]{0,6}平均[^，。；()]{0,12}$")
# 占…的: the base in words, and where it is no other than the one of all.
_SHARE_OF = re.compile(r"占(?:了|到)?([^，。；()占]{2,30})的\D{0,3}$")
_OF_ALL = re.compile(
    r"(?:全部|所有|全体|参与|参加|提升行动|被|受|访|接受|帮扶|测评|调查|答卷|问卷|填报|企业|小微|家数|总数|总量|样本|有效|的|数)+"
)
_AMONG = re.compile(r"[^，。；、()0-9]{0,16}?(?:中|里)(?![小型等央国级心介东西文学间])")
_OF_WHICH = "其中"


class Base(NamedTuple):
    """A base the text names, and where."""

    figure: Figure
    sentence: Sentence


@dataclass(frozen=True)
class Claim:
    """Figures of a sentence that stand together.

    `figure` is the percentage, of a lone count the count; `count` the firms behind it (of a mean those who filled it
    in). `base` is named in the claim itself; `base_words` are a base named in words only, that is not the usual one.
    `ends` are the two figures of which a change is the difference. `bases` are those named before in the sentence,
    the nearest first.
    """

    sentence: Sentence
    kind: Kind
    figure: Figure
    count: Figure | None = None
    base: Figure | None = None
    base_words: str = ""
    ends: tuple[Figure, Figure] | None = None
    bases: tuple[Base, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its own figures in their order."""
        own = (one for one in (self.figure, self.count) if one)
        return tuple(sorted(own, key=lambda one: one.start))

    @property
    def span(self) -> tuple[int, int]:
        """From its first figure to its last, as places in the sentence."""
        return self.figures[0].start, self.figures[-1].end

    @property
    def printed(self) -> str:
        """Its figures as they are written."""
        return " · ".join(self.sentence.text[one.start : one.end] for one in self.figures)


def claims(sentences: Iterable[Sentence]) -> list[Claim]:
    """Every claim of a text, in its order."""
    made: list[Claim] = []
    before: tuple[int, Figure | None, Sentence | None] = (0, None, None)
    for sentence in sentences:
        found = figures(sentence.plain)
        paragraph, last, of = before
        inherited = Base(last, of) if last and of and paragraph == sentence.paragraph else None
        made += _claims(sentence, found, inherited)
        counts = [one for one in found if _is_base(one)]
        before = (sentence.paragraph, counts[-1] if counts else None, sentence)
    return made


def named_bases(sentence: Sentence) -> list[Figure]:
    """The counts a sentence names as a base: …家企业中."""
    plain = sentence.plain
    return [one for one in figures(plain) if _is_base(one) and _AMONG.match(plain, one.end)]


def _is_base(figure: Figure) -> bool:
    return figure.kind == "count" and not figure.is_about and figure.value > 0


def _claims(sentence: Sentence, found: Sequence[Figure], inherited: Base | None) -> Iterator[Claim]:
    used: set[int] = set()
    pairs: dict[int, Claim] = {}
    for at, figure in enumerate(found):
        if figure.kind == "percent" and figure.role in ("share", "mean"):
            claim, parts = _paired(sentence, found, at, used)
            used |= {at, *parts}
            pairs[at] = claim
    ends: tuple[Figure, Figure] | None = None
    for at, figure in enumerate(found):
        if figure.role == "to" and at and _is_end(found[at - 1], figure):
            ends = (found[at - 1], figure)
        if at in pairs:
            yield _with_bases(pairs[at], found, inherited)
        elif at not in used:
            lone = Claim(sentence, _kind(figure), figure)
            if lone.kind in ("points", "change"):
                lone = replace(lone, ends=ends)
            yield _with_bases(lone, found, inherited)


def _kind(figure: Figure) -> Kind:
    if figure.kind == "percent":
        return "range" if figure.role == "range" else "change" if figure.role == "change" else "share"
    return figure.kind


def _is_end(one: Figure, other: Figure) -> bool:
    return one.role == "from" and (one.kind, one.unit) == (other.kind, other.unit)


def _paired(sentence: Sentence, found: Sequence[Figure], at: int, used: set[int]) -> tuple[Claim, set[int]]:
    """The claim of a percentage, and which other figures are part of it."""
    plain, percent = sentence.plain, found[at]
    lone = Claim(sentence, "mean" if percent.role == "mean" else "share", percent)
    after = found[at + 1] if at + 1 < len(found) else None
    if lone.kind == "share" and after and _counts(after) and _is_count_of(plain, percent, after):
        return _pair(lone, after), {at + 1}
    if not at or at - 1 in used or not _counts(found[at - 1]):
        return _shared_of(lone, plain), set()
    before = found[at - 1]
    between = plain[before.end : percent.start]
    if lone.kind == "mean":
        return (replace(lone, count=before), {at - 1}) if _MEAN_AFTER.match(between) else (lone, set())
    if at > 1 and at - 2 not in used and _counts(found[at - 2]) and _is_between(plain, found[at - 2], before, percent):
        return replace(_pair(lone, found[at - 2]), base=before), {at - 1, at - 2}
    if _is_share_of(plain, before, percent):
        return replace(lone, base=before), {at - 1}
    of = _shared_of(lone, plain)  # a share of something else is none of these firms among all
    is_pair = not of.base_words and (_SHARE_AFTER.match(between) or _in_one_bracket(plain, before, percent))
    return (_pair(lone, before), {at - 1}) if is_pair else (of, set())


def _is_count_of(plain: str, percent: Figure, count: Figure) -> bool:
    between = plain[percent.end : count.start]
    return bool(_COUNT_AFTER.match(between)) or _in_one_bracket(plain, percent, count)


def _in_one_bracket(plain: str, one: Figure, other: Figure) -> bool:
    """Whether it reads （5124家，90.87%）."""
    inside = (plain[one.start - 1 : one.start], plain[one.end : other.start].strip(), plain[other.end : other.end + 1])
    return inside in (("(", "，", ")"), ("(", "、", ")"))


def _counts(figure: Figure) -> bool:
    return figure.kind in ("count", "fraction")


def _pair(lone: Claim, count: Figure) -> Claim:
    return replace(lone, kind="pair", count=count)


def _is_between(plain: str, count: Figure, base: Figure, percent: Figure) -> bool:
    """Whether it reads 5407家，占5639家企业的95.88%."""
    head = plain[count.end : base.start]
    return bool(re.fullmatch(r"[^。；()]{0,20}?占[^，。；()]{0,12}", head)) and _is_of(plain, base, percent)


def _is_share_of(plain: str, base: Figure, percent: Figure) -> bool:
    """Whether it reads 占全部5639家企业的95.88%."""
    head = re.search(r"占[^，。；()0-9]{0,12}$", plain[max(0, base.start - NEAR) : base.start])
    return bool(head) and _is_of(plain, base, percent)


def _is_of(plain: str, base: Figure, percent: Figure) -> bool:
    return bool(re.fullmatch(r"[^，。；()]{0,16}的[^，。；()0-9]{0,3}", plain[base.end : percent.start]))


def _shared_of(claim: Claim, plain: str) -> Claim:
    """The claim with the base it names in words, unless that is the usual one."""
    said = _SHARE_OF.search(plain[max(0, claim.figure.start - NEAR) : claim.figure.start])
    if not said or _OF_ALL.fullmatch(said[1]):
        return claim
    return replace(claim, base_words=said[1])


def _with_bases(claim: Claim, found: Sequence[Figure], inherited: Base | None) -> Claim:
    """The claim with the bases its sentence names before it, the nearest first."""
    plain, start = claim.sentence.plain, claim.span[0]
    bases = [
        Base(one, claim.sentence)
        for one in found
        if _is_base(one) and one.end <= start and one not in claim.figures and _AMONG.match(plain, one.end)
    ]
    at = plain.rfind(_OF_WHICH, 0, start)
    if at >= 0:
        whole = [one for one in found if _is_base(one) and one.end <= at and one not in claim.figures]
        of_which = Base(whole[-1], claim.sentence) if whole else inherited if at < 2 else None
        bases = [one for one in bases if one.figure.start > at] + ([of_which] if of_which else []) + bases
    else:
        bases = bases[::-1]
    return replace(claim, bases=tuple(dict.fromkeys(bases)))
