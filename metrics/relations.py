"""What metrics are computed over: each relation's SQL, and the dimensions it has."""

from typing import NamedTuple


class Relation(NamedTuple):
    """`dimensions`: the dimension's name → the column that holds it."""

    sql: str
    dimensions: dict[str, str]


_PLACE_AND_KIND = {d: d for d in ("year", "province", "city", "county", "industry", "sector", "body")}
_SECTOR = "LEFT JOIN (SELECT code AS industry, sector FROM industry) USING (industry)"

RELATIONS = {
    # Counted answers: the last one of each firm in a round.
    "answer": Relation(
        f"SELECT * FROM response {_SECTOR} WHERE counts",
        {**_PLACE_AND_KIND, "certified": "q3", "participation": "q5"},
    ),
    # Assisted firms of each year.
    "assisted": Relation(f"SELECT * FROM assisted {_SECTOR}", _PLACE_AND_KIND),
    # Firms that stand in a ledger, with their answer of the year if they sent one.
    "ledger": Relation(
        f"""SELECT * FROM assisted {_SECTOR}
        LEFT JOIN (SELECT firm, year, response_id, q13 FROM response WHERE counts) USING (firm, year)
        WHERE origin = 'ledger'""",
        _PLACE_AND_KIND,
    ),
}

NUMBERS = frozenset({"year", "industry", "certified", "participation"})  # dimensions whose values are integers
