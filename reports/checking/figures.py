"""The figures of a sentence: counts (5407家), percentages (95.88%), 百分点, and x/y.

What looks like a number but counts nothing is no figure: years, numbers of documents, of questions, of standards.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Kind = Literal["count", "percent", "points", "fraction"]
Role = Literal["share", "mean", "change", "from", "to", "range"]

_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,10})?"
_UNIT = r"人次|家次|家|户|个(?!百分点|月|小时|工作日|季度)|项|人|名|件|份|册|篇|场|次|套|门|种|类|条|例|张|元"
_FIGURE = re.compile(
    rf"""(?<![0-9.,/A-Za-z第])(?:
    (?P<low>{_NUMBER})\s?%?\s?[-~～—–]{{1,2}}\s?(?P<high>{_NUMBER})\s?%
    |(?P<x>[0-9]{{1,9}})/(?P<y>[0-9]{{1,9}})(?![0-9/])
    |(?P<percent>[-−+]?{_NUMBER})\s?%
    |(?P<points>[-−+]?{_NUMBER})\s?个?百分点
    |(?P<count>{_NUMBER})\s?(?P<scale>[百千]?[万亿]?)(?P<more>[余多几]?)(?P<late>[万亿]?)\s?(?P<unit>{_UNIT})
    )""",
    re.VERBOSE,
)
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_NEARLY = re.compile(r"(?:约|近|超过|超|大约|将近|接近|逾|不少于|至少)\s?$")
_NEARLY_AFTER = re.compile(r"(?:左右|以上|以下|以内)")

# What stands before a figure and says what it is.
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("mean", re.compile(r"平均[^，,。；;()%]{0,12}$")),
    ("from", re.compile(r"(?:从|由)[^，,。；;()%0-9]{0,14}(?:[0-9]{4}年[^，,。；;()%0-9]{0,10})?$")),
    (
        "to",
        re.compile(
            r"(?:[升降增减]|提升|提高|增加|增长|上升|下降|降低|减少|扩大|缩小|回升|回落|发展)(?:到|至|为)了?约?$"
        ),
    ),
    (
        "change",
        re.compile(
            r"(?:增长|提升|提高|增加|上升|下降|降低|减少|减轻|下滑|缩短|节约|节省|增长率|增幅|降幅|涨幅|升幅)"
            r"(?:了|约|近|超过|超|逾|达到|达|为|幅度)*$"
        ),
    ),
)


@dataclass(frozen=True)
class Figure:
    """A figure and where it stands in its sentence.

    `value` is the number meant (37.4万 is 374000; of a fraction the numerator, `of` its denominator), a percentage as
    written. `digits` are decimals as printed, counted in `scale` (37.4万 has one, in 10,000). `is_about` says that the
    text itself calls it rough, `is_more` that the number is above what is printed (9万余).
    """

    kind: Kind
    start: int
    end: int
    value: Fraction
    digits: int = 0
    scale: int = 1
    unit: str = ""
    role: Role = "share"
    of: int = 0
    is_about: bool = False
    is_more: bool = False

    @property
    def printed(self) -> Decimal:
        """The number as it is printed: 37.4 of 37.4万."""
        shown = self.value / self.scale
        return Decimal(shown.numerator) / Decimal(shown.denominator)


def figures(plain: str) -> list[Figure]:
    """The figures of a sentence in plain characters (`prose.plain`), in their order."""
    return list(_found(plain))


def _found(plain: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(plain):
        start, end = match.span()
        before, after = plain[max(0, start - 40) : start], plain[end : end + 4]
        is_about = bool(_NEARLY.search(before) or _NEARLY_AFTER.match(after))
        if match["low"]:
            yield _figure("percent", match["high"], start, end, role="range", is_about=True)
        elif match["x"]:
            if 0 < int(match["y"]) >= int(match["x"]):
                yield Figure("fraction", start, end, Fraction(int(match["x"])), of=int(match["y"]))
        elif match["percent"]:
            yield _figure("percent", match["percent"], start, end, role=_role(before), is_about=is_about)
        elif match["points"]:
            yield _figure("points", match["points"], start, end, role="change", is_about=is_about)
        else:
            yield _count(match, _role(before), is_about)


def _count(match: re.Match[str], role: Role, is_about: bool) -> Figure:
    scale = 1
    for one in (*match["scale"], match["late"]):
        scale *= _SCALES[one]
    is_more = bool(match["more"])
    role = role if role in ("from", "to") else "share"
    start, end = match.span()
    shown = _figure("count", match["count"], start, end, scale, role=role, is_about=is_about or is_more)
    return Figure(**{**vars(shown), "unit": match["unit"], "is_more": is_more})


def _figure(
    kind: Kind, number: str, start: int, end: int, scale: int = 1, *, role: Role, is_about: bool = False
) -> Figure:
    written = number.replace(",", "").replace("−", "-")
    digits = len(written.partition(".")[2])
    return Figure(kind, start, end, Fraction(written) * scale, digits, scale, role=role, is_about=is_about)


def _role(before: str) -> Role:
    return next((role for role, pattern in _ROLES if pattern.search(before)), "share")
