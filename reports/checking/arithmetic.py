"""A printed figure held against the exact one: which rule prints it so, if any."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from locales import N_
from metrics.rounding import RULES, Rounding
from reports.checking.figures import Figure

Status = Literal["agree", "half_up", "truncated", "wrong", "unknown"]

STATUSES: dict[Status, str] = {
    "wrong": N_("不一致"),
    "truncated": N_("截尾"),
    "unknown": N_("无法核对"),
    "half_up": N_("四舍五入"),
    "agree": N_("一致"),
}  # what to look at first stands first
MOST_DIGITS = 6  # of an exact value that is shown


class Check(NamedTuple):
    """`agree`: both rules print the figure so; `half_up`, `truncated`: only that one; `wrong`: neither.

    `exact` is what the figure comes from, `prints` what it would be printed as, half-up with as many decimals.
    `reason` is a msgid that `values` fill: why it is unknown, or what the exact value is made of.
    """

    status: Status
    exact: Fraction | None = None
    prints: str = ""
    reason: str = ""
    values: tuple[tuple[str, str], ...] = ()


def held(exact: Fraction, figure: Figure, sign: str = "") -> Check:
    """A figure held against the exact value, in the unit of `figure.value`. `sign` stands behind what is printed."""
    shown = {rule: Rounding(rule, figure.digits).figure(exact / figure.scale) for rule in RULES}
    rules = [rule for rule in RULES if shown[rule] == figure.printed]
    status: Status = "wrong" if not rules else "agree" if len(rules) == len(RULES) else rules[0]
    if figure.is_more and status != "wrong":  # 9万余 says itself that the rest is left out
        status = "agree" if "truncated" in rules else "wrong"
    return Check(status, exact, f"{_plain(shown['half_up'])}{sign}")


def unknown(reason: str, **values: str) -> Check:
    """What cannot be checked, and why."""
    return Check("unknown", reason=reason, values=tuple(values.items()))


def exactly(check: Check, sign: str = "") -> str:
    """The exact value as a text: all of its decimals, or the first six and what follows as …; empty if unknown."""
    if check.exact is None:
        return ""
    cut = Rounding("truncated", MOST_DIGITS).figure(check.exact)
    written = _plain(cut)
    shown = written.rstrip("0").rstrip(".") if "." in written else written
    return f"{shown}{'' if Fraction(cut) == check.exact else '…'}{sign}"


def _plain(number: Decimal) -> str:
    return f"{number:f}"
