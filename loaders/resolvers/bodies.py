"""Certification bodies by approval number or name. Bodies rename: the number is the key, the name an attribute."""

import re
from functools import cache

from data.reference import table
from loaders.resolvers.resolution import UNKNOWN, Resolution, ambiguous, found
from loaders.text import key, normal

NUMBER = re.compile(r"CNCA-?(R|RF)-?(\d{4})-?(\d{2,4})")
_FOUNDER = re.compile(r"\([^()]*设立(认证)?机构\)$")  # “（法国…设立认证机构）” after a name


@cache
def _numbers() -> dict[str, list[str]]:
    """Approval numbers by the key of every name, with and without the founder's note."""
    numbers: dict[str, list[str]] = {}
    for row in table("bodies"):
        names = {row["name"], _FOUNDER.sub("", normal(row["name"])), *filter(None, row["aliases"].split("|"))}
        for name in sorted({key(n) for n in names}):
            numbers.setdefault(name, []).append(row["approval_number"])
    return numbers


@cache
def names() -> dict[str, str]:
    """Listed name by approval number."""
    return {row["approval_number"]: row["name"] for row in table("bodies")}


@cache
def resolve(text: str) -> Resolution:
    """The approval number a text names or holds; a number that is not on the list stands for itself."""
    if number := NUMBER.search(normal(text).upper()):
        return found(f"CNCA-{number[1]}-{number[2]}-{number[3]}")
    held = _numbers().get(key(_FOUNDER.sub("", normal(text))), [])
    if len(held) == 1:
        return found(held[0])
    return ambiguous(held) if held else UNKNOWN
