"""What metrics are computed over: each relation's SQL, and the dimensions it has."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Several(NamedTuple):
    """A dimension of which one row may have several values, such as the pilots of a firm.

    Grouped by it, a row stands in every group it has a value of: `each` joins these. Filtered by it, a row counts
    once however many of the values it has: `any` joins one row at most and `has` is the condition. `{values}` are
    the values asked for.
    """

    each: str
    any: str
    has: str


class Reports(NamedTuple):
    """How to choose among reports that units file year after year, which are never simply summed.

    `unit`: the columns that name what is reported on; of its years the latest counts, unless years are grouped.
    `nested`: places from the outermost in; what an outer one reported already has the inner ones in it. Grouped by
    the unit itself, every report stands alone.
    `parts`: dimensions whose null is the whole; parts count only when they are grouped or filtered.
    `only_one`: dimensions whose values do not add up, so that each must be grouped or filtered to one value.
    """

    unit: tuple[str, ...]
    nested: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    only_one: tuple[str, ...] = ()


class Relation(NamedTuple):
    """`dimensions`: the dimension's name → the column that holds it.

    `several` has those of many values; `reports` says which rows count, where not all do; `same` names dimensions
    that must be equal in two years for a place to be compared.
    `so_far`: the rows that stand for all years up to `up_to` of the statement's `years_`, such as the last answer of
    each firm; empty where every row of these years counts.
    `about`: the columns that say what a row speaks of, the key first; `places`: before which names the submission,
    sheet and row stand that it was read from.
    """

    sql: str
    dimensions: dict[str, str]
    several: Mapping[str, Several] = MappingProxyType({})
    reports: Reports | None = None
    same: tuple[str, ...] = ()
    so_far: str = ""
    about: tuple[str, ...] = ()
    places: tuple[str, ...] = ("",)


def up_to(sql: str) -> str:
    """The rows of the years up to each of the statement's `years_`, which stands in `up_to`."""
    return f"SELECT * FROM ({sql}) JOIN years_ ON year <= up_to"


def _last_of_each_firm(sql: str) -> str:
    nth = "row_number() OVER (PARTITION BY up_to, firm ORDER BY year DESC, submission DESC, row DESC) AS nth"
    return f"SELECT * FROM (SELECT *, {nth} FROM ({up_to(sql)})) WHERE nth = 1"


YEARLY = (
    "response",
    "assisted",
    "statistics",
    "pilot_indicator",
    "good_case",
    "recommendation",
    "material",
    "phone_check",
)  # tables whose years are those of a version
ALL_YEARS = " UNION ".join(f"SELECT year FROM {table}" for table in YEARLY)
# Figures of the pilots' tables that shares are made of.
_COUNTED = (
    *("participating", "trained", "assisted", "leader_led", "systems_built"),
    *("pain_points_found", "pain_points_solved"),
)

NO_PILOT = "none"  # the value of the dimension `pilot` for a firm that is in none that year

_PLACE_AND_KIND = {
    **{d: d for d in ("year", "province", "city", "county", "industry", "sector", "body")},
    "pilot": f"coalesce(pilot, '{NO_PILOT}')",
}
_OF_CASES = {
    **{d: d for d in ("year", "province", "city", "industry", "body")},
    "pilot": f"coalesce(pilot, '{NO_PILOT}')",
}
_CASE = ("title", "name", "year", "credit_code", "province", "city", "county", "industry", "body")
_PILOTS = {
    "pilot": Several(
        each="LEFT JOIN (SELECT DISTINCT firm, year, pilot FROM pilot_member) USING (firm, year)",
        any="LEFT JOIN (SELECT firm, year, bool_or(pilot IN ({values})) AS in_pilot FROM pilot_member "
        "GROUP BY firm, year) USING (firm, year)",
        has=f"coalesce(in_pilot, '{NO_PILOT}' IN ({{values}}))",
    )
}

_FIRM = ("firm", "name", "credit_code", "year", "province", "city", "county", "industry", "body")
_ANSWERS = "SELECT * FROM response WHERE counts"
_ANSWER_OF_A_FIRM = "response_id, q13, submission AS answer_submission, sheet AS answer_sheet, row AS answer_row"
_LEDGERS = "SELECT * FROM assisted WHERE origin = 'ledger'"

_ASKED_AGAIN = " UNION ALL ".join(
    f"SELECT *, '{name}' AS question, {name} AS said, {name}_again AS again FROM phone_check "
    f"WHERE {name} IS NOT NULL AND {name}_again IS NOT NULL"
    for name in ("q13", "q7")
)

RELATIONS = {
    # Counted answers: the last one of each firm in a round.
    "answer": Relation(
        _ANSWERS,
        {**_PLACE_AND_KIND, "certified": "q3", "participation": "q5"},
        _PILOTS,
        so_far=_last_of_each_firm(_ANSWERS),
        about=_FIRM,
    ),
    # Assisted firms of each year.
    "assisted": Relation(
        "SELECT * FROM assisted",
        {**_PLACE_AND_KIND, "origin": "origin"},
        _PILOTS,
        same=("origin",),
        so_far=_last_of_each_firm("SELECT * FROM assisted"),
        about=_FIRM,
    ),
    # Firms that stand in a ledger, with their answer of the year if they sent one; so far, with their last answer.
    "ledger": Relation(
        f"""SELECT * FROM ({_LEDGERS})
        LEFT JOIN (SELECT firm, year, {_ANSWER_OF_A_FIRM} FROM response WHERE counts) USING (firm, year)""",
        _PLACE_AND_KIND,
        _PILOTS,
        so_far=f"""SELECT * FROM ({_last_of_each_firm(_LEDGERS)})
        LEFT JOIN (SELECT firm, up_to, {_ANSWER_OF_A_FIRM} FROM ({_last_of_each_firm(_ANSWERS)})) USING (firm, up_to)""",
        about=_FIRM,
        places=("", "answer_"),
    ),
    # Statistics tables (附表) of provinces, cities and counties.
    "statistics": Relation(
        "SELECT * FROM statistics",
        {d: d for d in ("year", "province", "city", "county", "region")},
        reports=Reports(unit=("region",), nested=("province", "city", "county")),
        about=("region", "year", "province", "city", "county"),
    ),
    # Good cases that were recommended, and those of which a list says whether they were selected.
    "good_case": Relation("SELECT * FROM good_case", _OF_CASES, _PILOTS, about=_CASE),
    "judged_case": Relation("SELECT * FROM good_case WHERE selected IS NOT NULL", _OF_CASES, _PILOTS, about=_CASE),
    # Certification bodies that regions recommend, by each region's newest list of the year.
    "recommendation": Relation(
        "SELECT * FROM recommendation",
        {d: d for d in ("year", "province", "city", "county", "body")},
        about=("body", "body_name", "year", "region", "province", "city", "county", "rank", "reason"),
    ),
    # Materials that regions and certification bodies list.
    "material": Relation(
        "SELECT * FROM material",
        {d: d for d in ("year", "province", "city", "county", "body", "material")},
        about=("unit", "title", "year", "province", "city", "county", "body", "material", "made_on", "pieces"),
    ),
    # Answers of the questionnaire that somebody called about, by the last call.
    "phone_check": Relation(
        "SELECT * FROM phone_check", _PLACE_AND_KIND, _PILOTS, about=(*_FIRM, "response_id", "called_on")
    ),
    # Of these, each question that was answered in the questionnaire and again on the telephone.
    "phone_answer": Relation(
        _ASKED_AGAIN,
        {**_PLACE_AND_KIND, "question": "question"},
        _PILOTS,
        about=(*_FIRM, "response_id", "called_on", "question", "said", "again"),
    ),
    # Figures of the pilots' tables, with the province of the pilot.
    "pilot_indicator": Relation(
        "SELECT i.*, p.province FROM pilot_indicator i LEFT JOIN pilot p USING (pilot, year)",
        {d: d for d in ("year", "province", "pilot", "indicator", "level")},
        reports=Reports(unit=("pilot", "indicator", "level"), parts=("level",), only_one=("indicator",)),
        about=("pilot", "year", "indicator", "level"),
    ),
    # One row for each pilot's table of a year, with the figures that shares are made of side by side.
    "pilot_table": Relation(
        f"""SELECT i.pilot, i.year, any_value(p.province) AS province, max(i.submission) AS submission,
        arg_min(i.sheet, i.row) AS sheet, min(i.row) AS row,
        {", ".join(f"max(CASE WHEN indicator = '{name}' THEN i.after END) AS {name}" for name in _COUNTED)}
        FROM pilot_indicator i LEFT JOIN pilot p USING (pilot, year) WHERE i.level IS NULL GROUP BY i.pilot, i.year""",
        {d: d for d in ("year", "province", "pilot")},
        reports=Reports(unit=("pilot",)),
        about=("pilot", "year"),
    ),
}

NUMBERS = frozenset({"year", "industry", "certified", "participation"})  # dimensions whose values are integers
