"""The 39 certification industries by code, name, alias, or code and name together."""

import re
from functools import cache

from data.reference import table
from loaders.resolvers.resolution import UNKNOWN, Resolution, found
from loaders.text import key

_CODED = re.compile(r"(\d{1,2})(.*)")


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
    wanted = key(text)
    if code := _names().get(wanted):
        return found(code)
    coded = _CODED.fullmatch(wanted)
    if not coded or not 1 <= int(coded[1]) <= 39:
        return UNKNOWN
    code = str(int(coded[1]))
    return found(code) if not coded[2] or _names().get(coded[2]) == code else UNKNOWN
