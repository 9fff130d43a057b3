"""Names of codes in the reader's language: regions, industries, and the words for a region's level."""

from functools import cache

from data.reference import table
from locales import N_
from pages._parts.language import _, current

MUNICIPALITIES = ("110000", "120000", "310000", "500000")


@cache
def _regions() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table("regions") if row["status"] == "current"}


@cache
def _industries() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table("industries")}


@cache
def provinces() -> list[str]:
    """Codes of the provinces, in code order."""
    return [code for code, row in _regions().items() if row["level"] == "province"]


@cache
def cities(province: str) -> list[str]:
    """Codes of the units directly below a province, in code order."""
    return [code for code, row in _regions().items() if row["level"] == "city" and row["parent"] == province]


@cache
def counties(city: str) -> list[str]:
    """Codes of the counties of a unit below a province, in code order; districts of a municipality have none."""
    return [code for code, row in _regions().items() if row["level"] == "county" and row["parent"] == city]


def units_below(of: str | None) -> list[str]:
    """Codes of the units that `below` speaks of, in code order."""
    if of is None:
        return provinces()
    return cities(of) if level(of) == "province" else counties(of)


def is_region(code: str) -> bool:
    """Whether it is the code of a province, of a unit directly below one, or of a county."""
    return code in _regions()


def parent(code: str) -> str | None:
    """The region around: of a county its city, of a city its province, of a province None."""
    return None if level(code) == "province" else _regions()[code]["parent"]


def province_of(code: str) -> str:
    """The province a region lies in."""
    above = parent(code)
    return province_of(above) if above else code


def path(code: str | None) -> list[str]:
    """The regions from the province down to this one; none for the nation."""
    return [*path(parent(code)), code] if code else []


def level(code: str) -> str:
    """`province`, `city` or `county`."""
    return _regions()[code]["level"]


def region(code: str | None) -> str:
    """The full name; answers without a place have one too."""
    if code is None or code not in _regions():
        return _("地区不详")
    return _regions()[code]["name" if current() == "zh" else "name_en"]


def short_region(code: str) -> str:
    """The short name, for tiles."""
    return _regions()[code]["short" if current() == "zh" else "name_en"]


def industry(code: int | str) -> str:
    """The official name."""
    return _industries()[str(code)]["name" if current() == "zh" else "name_en"]


def short_industry(code: int | str) -> str:
    """The short name, for tiles and table heads."""
    return _industries()[str(code)]["short" if current() == "zh" else "short_en"]


def below(of: str | None) -> str:
    """The level of the units of a region."""
    return "province" if of is None else "city" if level(of) == "province" else "county"


def around(units: str, region: str | None) -> str | None:
    """The region that holds the units of a level which are seen from this region."""
    above = path(region)
    depth = ("province", "city", "county").index(units)
    return above[depth - 1] if depth else None


def units(of: str | None) -> str:
    """What lies directly below a region, as counted: “31 {units}”."""
    if of is None:
        return _(N_("个省（区、市）"))
    return _(N_("个市（州）")) if _has_cities(of) else _(N_("个区（县）"))


def _has_cities(of: str) -> bool:
    return level(of) == "province" and of not in MUNICIPALITIES


def mean(of: str | None) -> str:
    """The average over the region as a whole, inside a sentence."""
    if of is None:
        return _(N_("全国平均"))
    return _(N_("全省平均")) if _has_cities(of) else _(N_("全市平均"))


def whole(of: str | None) -> str:
    """The region as a whole, as its average is called."""
    if of is None:
        return _(N_("全国"))
    return _(N_("全省")) if _has_cities(of) else _(N_("全市"))
