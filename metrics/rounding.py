"""How figures are printed: one rule a report, applied to exact fractions.

The report on 2021 mixed two rules (5498/5639 printed 97.4, which is truncated). A figure is therefore never rounded
from a binary float, and `clashes` finds printed figures that another rule made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from locales import N_

Rule = Literal["half_up", "truncated"]
Exact = Fraction | Decimal | int | float | str

RULES: dict[Rule, str] = {"half_up": N_("四舍五入"), "truncated": N_("只舍不入")}
NOTES: dict[Rule, str] = {
    "half_up": N_("因四舍五入，各部分之和可能不等于总数"),
    "truncated": N_("因只舍不入，各部分之和可能不等于总数"),
}


@dataclass(frozen=True)
class Rounding:
    """The one rule of a report and its number of decimals.

    `half_up` is 四舍五入, away from zero from the half on; `truncated` leaves further decimals out.
    """

    rule: Rule = "half_up"
    digits: int = 2

    def figure(self, value: Exact) -> Decimal:
        """A value with so many decimals; never −0."""
        scaled = abs(exact(value)) * 10**self.digits
        whole, rest = divmod(scaled.numerator, scaled.denominator)
        if self.rule == "half_up" and 2 * rest >= scaled.denominator:
            whole += 1
        signed = -whole if exact(value) < 0 else whole
        return Decimal(signed).scaleb(-self.digits)

    def percent(self, numerator: Exact, denominator: Exact) -> str:
        """A share as it is printed, `97.50%`. Raises ZeroDivisionError: an empty group has no share."""
        return f"{self.figure(100 * exact(numerator) / exact(denominator))}%"


class Printed(NamedTuple):
    """A share as a document prints it (`97.4%`), with the counts it comes from."""

    numerator: int
    denominator: int
    text: str


def exact(value: Exact) -> Fraction:
    """The number meant: a float is taken for the decimal it is written as, 12.29 and not 12.289999…"""
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def digits_of(text: str) -> int:
    """Decimals of a printed figure: 1 in `97.4%`."""
    return -int(Decimal(text.strip().removesuffix("%")).as_tuple().exponent)


def rules_of(printed: Printed) -> frozenset[Rule]:
    """The rules that print the share so: both where they agree, none if it is wrong."""
    wanted, digits = Decimal(printed.text.strip().removesuffix("%")), digits_of(printed.text)
    share = 100 * Fraction(printed.numerator, printed.denominator)
    return frozenset(rule for rule in RULES if Rounding(rule, digits).figure(share) == wanted)


def clashes(printed: Iterable[Printed], rule: Rule = "half_up") -> list[Printed]:
    """The printed shares that the one rule of the report does not give."""
    return [one for one in printed if rule not in rules_of(one)]


def note(parts: Sequence[Exact], rounding: Rounding, whole: Exact | None = None) -> str:
    """The note to print below parts whose printed figures do not add up to the printed whole; empty if they do.

    `whole` is the sum of the parts if left out. The note is a msgid; parts are exact, as for `Rounding.figure`.
    """
    of = sum(map(exact, parts), Fraction()) if whole is None else whole
    is_sum = sum(map(rounding.figure, parts), Decimal()) == rounding.figure(of)
    return "" if is_sum else NOTES[rounding.rule]
