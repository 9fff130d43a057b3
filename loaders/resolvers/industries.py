"""The 39 certification industries by code, name, alias, or code and name together."""

import re
from functools import cache

from data.reference import table
from loaders.resolvers.resolution import UNKNOWN, Resolution, found
from loaders.text import key, normal

_CODED = re.compile(r"[\W_]*(\d{1,2})[\W_]*(?!\d)(.*)", re.DOTALL)  # “1、3” is two industries, not the thirteenth


@cache
def _names() -> dict[str, str]:
    """Code by the key of every official name, short name and alias."""
    names: dict[str, str] = {}
    for row in table("industries"):
        for name in (row["name"], row["short"], *row["aliases"].split("|")):
            if name and names.setdefault(key(name), row["code"]) != row["code"]:
                raise ValueError(f"data/reference/industries.csv: “{name}” stands for two industries")
    return names


@cache
def resolve(text: str) -> Resolution:
    """The industry a text names; code and name that contradict each other are unknown, never guessed."""
    if code := _names().get(key(text)):
        return found(code)
    coded = _CODED.fullmatch(normal(text))
    if not coded or not 1 <= int(coded[1]) <= 39:
        return UNKNOWN
    code, name = str(int(coded[1])), key(coded[2])
    return found(code) if not name or _names().get(name) == code else UNKNOWN
