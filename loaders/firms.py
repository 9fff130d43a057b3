"""Who a record speaks of: a firm is its credit code, else its normalised name and city.

The core of a name is what is left without the names of the firm's own place and without its legal form: 宏达机械 of
太原市宏达机械有限公司. Equal cores in one place mean one firm far more often than not; likeness of cores only suggests.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from data.reference import table
from loaders.document import Columns
from loaders.records import Records
from loaders.text import key, normal, normals

NUMBERS = re.compile(r"\d+|第[一二三四五六七八九十百]+")
SHORTEST = 2  # signs of a core; a single one is no name


class Core(NamedTuple):
    """The core of a name; `form` is the legal form of data/reference/firm_suffixes.csv, empty where none is written."""

    text: str
    form: str

    @property
    def numbers(self) -> str:
        """The numbers in it: 第一建筑 and 第二建筑 are two firms, however alike they read."""
        return " ".join(NUMBERS.findall(self.text))


def name_key(name: str) -> str:
    """A name as a key: width, blanks and case do not matter."""
    return normal(name).upper()


def name_keys(columns: Columns, records: Records) -> list[str | None]:
    """Names as keys. Holds the records that give neither name nor code."""
    keys = "\n".join(normals([name or "" for name in columns["name"]])).upper().split("\n")
    if None not in columns["name"]:
        return [*keys]
    names = [key if name else None for name, key in zip(columns["name"], keys, strict=True)]
    for index, (name, code) in enumerate(zip(names, columns["credit_code"], strict=True)):
        if name is None and code is None:
            records.find(None, index, "firm_missing", "")
    return names


def own_key(name: str | None, credit_code: str | None, province: str | None, city: str | None) -> str:
    """The key of a firm by what it says of itself alone."""
    return credit_code or f"{name_key(name or '')}@{city or province or ''}"


def core(name: str | None, province: str | None, city: str | None, county: str | None) -> Core | None:
    """The core of a name that is a key already; None where too little is left to tell one firm from another.

    Only the names of the firm's own place are left out, at the beginning and in brackets: 大同 stays in the name of a
    firm in 太原, and so does a county that is not the firm's.
    """
    if not name:
        return None
    bracketed, leading = _place_names(province, city, county)
    text = leading.sub("", bracketed.sub("", name))
    text, note = _without_ending(text, "")
    text, form = _without_ending(text, note)
    plain = key(text)
    return Core(plain, form) if len(plain) >= SHORTEST else None


def _without_ending(text: str, form: str) -> tuple[str, str]:
    """The text without the longest ending of the list it has, and that ending's form."""
    found = _endings().search(text)
    return (text[: found.start()], _forms()[found[0]] or form) if found and not form else (text, form)


@cache
def _forms() -> dict[str, str]:
    return {row["suffix"]: row["form"] for row in table("firm_suffixes")}


@cache
def _endings() -> re.Pattern[str]:
    longest_first = sorted(_forms(), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})$")


@cache
def _regions() -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["name"], row["short"]) for row in table("regions")}


@lru_cache(maxsize=10_000)
def _place_names(*codes: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The names of these places, in brackets anywhere and at the beginning."""
    written = {name for code in codes if code in _regions() for name in _regions()[code] if len(name) > 1}
    if not written:
        nothing = re.compile(r"(?!)")
        return nothing, nothing
    one = "|".join(map(re.escape, sorted(written, key=len, reverse=True)))
    return re.compile(rf"\((?:{one})+\)"), re.compile(rf"^(?:{one})+")
