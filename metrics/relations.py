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
    """

    sql: str
    dimensions: dict[str, str]
    several: Mapping[str, Several] = MappingProxyType({})
    reports: Reports | None = None
    same: tuple[str, ...] = ()


NO_PILOT = "none"  # the value of the dimension `pilot` for a firm that is in none that year

_PLACE_AND_KIND = {
    **{d: d for d in ("year", "province", "city", "county", "industry", "sector", "body")},
    "pilot": f"coalesce(pilot, '{NO_PILOT}')",
}
_OF_CASES = {d: d for d in ("year", "province", "city", "industry", "body")}
_PILOTS = {
    "pilot": Several(
        each="LEFT JOIN (SELECT DISTINCT firm, year, pilot FROM pilot_member) USING (firm, year)",
        any="LEFT JOIN (SELECT firm, year, bool_or(pilot IN ({values})) AS in_pilot FROM pilot_member "
        "GROUP BY firm, year) USING (firm, year)",
        has=f"coalesce(in_pilot, '{NO_PILOT}' IN ({{values}}))",
    )
}

RELATIONS = {
    # Counted answers: the last one of each firm in a round.
    "answer": Relation(
        "SELECT * FROM response WHERE counts",
        {**_PLACE_AND_KIND, "certified": "q3", "participation": "q5"},
        _PILOTS,
    ),
    # Assisted firms of each year.
    "assisted": Relation("SELECT * FROM assisted", {**_PLACE_AND_KIND, "origin": "origin"}, _PILOTS, same=("origin",)),
    # Firms that stand in a ledger, with their answer of the year if they sent one.
    "ledger": Relation(
        """SELECT * FROM assisted
        LEFT JOIN (SELECT firm, year, response_id, q13 FROM response WHERE counts) USING (firm, year)
        WHERE origin = 'ledger'""",
        _PLACE_AND_KIND,
        _PILOTS,
    ),
    # Statistics tables (附表) of provinces, cities and counties.
    "statistics": Relation(
        "SELECT * FROM statistics",
        {d: d for d in ("year", "province", "city", "county", "region")},
        reports=Reports(unit=("region",), nested=("province", "city", "county")),
    ),
    # Good cases that were recommended, and those of which a list says whether they were selected.
    "good_case": Relation("SELECT * FROM good_case", _OF_CASES),
    "judged_case": Relation("SELECT * FROM good_case WHERE selected IS NOT NULL", _OF_CASES),
    # Figures of the pilots' tables, with the province of the pilot.
    "pilot_indicator": Relation(
        "SELECT i.*, p.province FROM pilot_indicator i LEFT JOIN pilot p USING (pilot, year)",
        {d: d for d in ("year", "province", "pilot", "indicator", "level")},
        reports=Reports(unit=("pilot", "indicator", "level"), parts=("level",), only_one=("indicator",)),
    ),
}

NUMBERS = frozenset({"year", "industry", "certified", "participation"})  # dimensions whose values are integers
