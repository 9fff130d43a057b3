"""Values of dimensions: which there are, and the nearest right ones to what was written on a command line.

`compute` binds whatever it is given, and pages offer only what there is; so this is asked where people write.
"""

from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache

from data.errors import Refused
from data.reference import table
from data.warehouse import Reader
from locales import N_, of_environment, translate
from metrics.query import Filters
from metrics.relations import ALL_YEARS, NO_PILOT, NUMBERS, RELATIONS
from metrics.statement import column

Names = dict[str, tuple[str, ...]]  # value → what it is called, the usual name first

YEARS = {str(year) for year in range(2020, 2100)}  # the campaign began in October 2020
FEW = 12  # so many values may all be named
MOST = 5  # names that are suggested
NEXT = 2  # of these, numbers that are near only by value
LEVELS = ("province", "city", "county")
WORDS = {
    "sector": {"manufacturing": N_("制造业"), "other": N_("其他行业")},
    "origin": {"ledger": N_("台账"), "answers": N_("答卷")},
    "question": {"q13": N_("满意度（第13题）"), "q7": N_("提升效果（第7题）")},
}


def filters(reader: Reader, relations: Sequence[str], conditions: Sequence[str]) -> Filters:
    """The filters written as `year=2021`, values as codes, for metrics of these relations.

    Raises Refused, with the nearest right values, for one that there is not. A right one without data is none.
    """
    where: dict[str, list[str | int]] = {}
    for condition in conditions:
        dimension, value = pair(condition, "--where", "year=2021")
        where.setdefault(dimension, []).append(value)
    for dimension, values in where.items():
        for one in values:
            check(reader, relations, dimension, str(one))
    return Filters.of(**where)


def pair(condition: str, option: str, example: str) -> tuple[str, str]:
    """Dimension and value of `DIM=VALUE`."""
    dimension, equals, value = (part.strip() for part in condition.partition("="))
    if not equals:
        raise Refused(
            "{option} 的写法是 维度=取值，例如 {option} {example}，不是“{condition}”",
            option=option,
            example=example,
            condition=condition,
        )
    return dimension, value


def check(reader: Reader, relations: Sequence[str], dimension: str, value: str) -> None:
    """Refuse a value that no row can have, in words that name the nearest right ones."""
    for relation in relations:
        column(relation, dimension)
    known, value = known_values(reader, dimension), _plain(dimension, value)
    if value in known or (dimension == "year" and value in YEARS):
        return
    known = known | {one: known.get(one, ()) for one in _in_data(reader, relations, dimension)}
    if value in known:
        return
    near = _elsewhere(dimension, value) or nearest(value, known)
    raise Refused(
        "“{dimension}”没有取值“{value}”。相近的有：{near}",
        dimension=dimension,
        value=value,
        near="；".join(near) or "—",
    )


def _plain(dimension: str, value: str) -> str:
    """A whole number as it is written elsewhere: `3` of `03`."""
    return str(int(value)) if dimension in NUMBERS and value.isdecimal() else value


def nearest(text: str, known: Names) -> list[str]:
    """The values that are called like the text, as `140100 太原市`: so, partly so, or nearly so; by number, the next.

    All of them where none is and they are few.
    """
    names = {value: (value, *filter(None, called)) for value, called in known.items()}
    codes = {name: value for value, called in names.items() for name in called}
    found = [value for value, called in names.items() if text in called]
    found = found or [value for value, called in names.items() if text and any(text in name for name in called)]
    found = found or [codes[name] for name in get_close_matches(text, codes, n=MOST, cutoff=0.7)]
    if not found and text.isdecimal():
        numbers = [value for value in known if value.isdecimal()]
        found = sorted(numbers, key=lambda value: abs(int(value) - int(text)))[:NEXT]
    if not found and len(known) <= FEW:
        return [_shown(value, known[value]) for value in known]
    return [_shown(value, known[value]) for value in list(dict.fromkeys(found))[:MOST]]


def _shown(value: str, names: Sequence[str]) -> str:
    return f"{value} {names[0]}" if names and names[0] != value else value


def known_values(reader: Reader, dimension: str) -> Names:
    """The values of a dimension that are told by reference tables and the version's own lists, with their names."""
    match dimension:
        case "year":
            return {str(year): () for (year,) in reader.rows(f"SELECT DISTINCT year FROM ({ALL_YEARS}) ORDER BY 1")}
        case "province" | "city" | "county":
            return _regions()[dimension]
        case "region":
            return {code: names for level in LEVELS for code, names in _regions()[level].items()}
        case "industry":
            rows = table("industries")
            return {r["code"]: (r["name"], r["short"], r["name_en"], *r["aliases"].split("|")) for r in rows}
        case "indicator":
            return {r["indicator"]: (r["name"], r["name_en"], r["heading"]) for r in table("pilot_indicators")}
        case "level":
            return {one: () for r in table("pilot_indicators") for one in r["levels"].split("|") if one}
        case "body":
            listed = {r["approval_number"]: (r["name"], *r["aliases"].split("|")) for r in table("bodies")}
            return listed | {body: (name,) for body, name in reader.rows("SELECT body, name FROM body ORDER BY 1")}
        case "material":
            return {
                r["material"]: (r["label"], *filter(None, r["aliases"].split("|"))) for r in table("material_kinds")
            }
        case "pilot":
            named = "SELECT pilot, arg_max(name, year) FROM pilot GROUP BY pilot ORDER BY 1"
            members = reader.rows("SELECT DISTINCT pilot FROM pilot_member ORDER BY 1")
            return {**{pilot: () for (pilot,) in members}, **{p: (n,) for p, n in reader.rows(named)}, NO_PILOT: ()}
        case "certified" | "participation":
            question = RELATIONS["answer"].dimensions[dimension]
            return {r["position"]: (r["text"],) for r in table("options") if r["question"] == question}
    return {value: (translate(name, of_environment()),) for value, name in WORDS.get(dimension, {}).items()}


@cache
def _regions() -> dict[str, Names]:
    """Regions there are, by level."""
    found: dict[str, Names] = {level: {} for level in LEVELS}
    for row in table("regions"):
        if row["status"] == "current":
            found[row["level"]][row["code"]] = (row["name"], row["short"], row["name_en"])
    return found


def _in_data(reader: Reader, relations: Sequence[str], dimension: str) -> list[str]:
    """The values that some row has."""
    found: set[str] = set()
    for relation in dict.fromkeys(relations):
        of = RELATIONS[relation]
        joins = of.several[dimension].each if dimension in of.several else ""
        rows = reader.rows(f"SELECT DISTINCT {column(relation, dimension)} FROM ({of.sql}) {joins}")
        found |= {str(one) for (one,) in rows if one is not None}
    return sorted(found)


def _elsewhere(dimension: str, value: str) -> list[str]:
    """A region of that code or name at another level, or the one that took its place."""
    if dimension not in LEVELS:
        return []
    successors = [row["successor"] for row in table("regions") if row["code"] == value]
    return [
        f"{level}={_shown(code, names)}"
        for level in LEVELS
        for code, names in _regions()[level].items()
        if code in successors or (level != dimension and value in (code, *names))
    ][:MOST]
