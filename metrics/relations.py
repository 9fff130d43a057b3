"""What metrics are computed over: each relation's SQL, and the dimensions it has."""

from typing import NamedTuple


class Relation(NamedTuple):
    """`dimensions`: the dimension's name → the column that holds it."""

    sql: str
    dimensions: dict[str, str]


_PLACE_AND_KIND = {d: d for d in ("year", "province", "city", "county", "industry", "sector", "body")}

RELATIONS = {
    # Counted answers: the last one of each firm in a round.
    "answer": Relation(
        "SELECT * FROM response WHERE counts",
        {**_PLACE_AND_KIND, "certified": "q3", "participation": "q5"},
    ),
    # Assisted firms of each year.
    "assisted": Relation("SELECT * FROM assisted", _PLACE_AND_KIND),
    # Firms that stand in a ledger, with their answer of the year if they sent one.
    "ledger": Relation(
        """SELECT * FROM assisted
        LEFT JOIN (SELECT firm, year, response_id, q13 FROM response WHERE counts) USING (firm, year)
        WHERE origin = 'ledger'""",
        _PLACE_AND_KIND,
    ),
}

NUMBERS = frozenset({"year", "industry", "certified", "participation"})  # dimensions whose values are integers
