"""Numbers as they are printed: rounded half-up, with the true minus."""

from decimal import ROUND_HALF_UP, Decimal

from pages._parts.language import _, current

NONE = "—"


def _rounded(value: float, places: int) -> Decimal:
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _hundredfold(share: float) -> float:
    """Times 100 in decimal, so that 0.57 does not become 56.99999999999999."""
    return float(Decimal(repr(float(share))) * 100)


def percent(share: float | None, places: int = 1) -> str:
    """A share of 0–1 as “97.5%”."""
    if share is None or share != share:
        return NONE
    return f"{_rounded(_hundredfold(share), places)}%"


def points(difference: float) -> str:
    """A difference of shares as “+0.9 百分点”."""
    rounded = _rounded(_hundredfold(difference), 1)
    sign = "−" if rounded < 0 else "+" if rounded > 0 else "±"
    return _("{value} 百分点", value=f"{sign}{abs(rounded)}")


def signed_percent(share: float) -> str:
    """A relative change as “+7.4%”."""
    rounded = _rounded(_hundredfold(share), 1)
    sign = "−" if rounded < 0 else "+" if rounded > 0 else "±"
    return f"{sign}{abs(rounded)}%"


def signed(number: int) -> str:
    """A whole number with its sign, “+52”."""
    sign = "−" if number < 0 else "+" if number > 0 else "±"
    return f"{sign}{count(abs(number))}"


def decimal(value: float | None, places: int = 1) -> str:
    """A number as it is, “118.6”."""
    return NONE if value is None or value != value else str(_rounded(value, places))


def count(value: float | None) -> str:
    """A whole number; English groups its thousands, Chinese running text does not."""
    if value is None or value != value:
        return NONE
    whole = int(_rounded(float(value), 0))
    return f"{whole:,}" if current() == "en" else str(whole)


def grouped(value: float | None) -> str:
    """A whole number with its thousands grouped, for headline cards in both languages."""
    return NONE if value is None or value != value else f"{int(_rounded(float(value), 0)):,}"


def fraction(numerator: float, denominator: float) -> str:
    """“48/57”."""
    return f"{int(numerator)}/{int(denominator)}"
