"""What people decided about who is who, as tables that a build looks up.

`confirmed` and `refused` speak of an answer by its round and by what the firm calls itself (`own`), so that they hold for
all its answers of the round and after the file was sent again. `united` says which firm another one is.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from data.register import Decision

PERSON = "person"  # decided by somebody who is not named

# The firms decisions name, by the keys they once had: a name and city may have got a code since.
KEYS = """
CREATE TEMP TABLE firm_key AS
WITH decided AS (
    SELECT firm AS key FROM decided_match UNION SELECT unnest([firm, other]) FROM decided_double
), named AS (
    SELECT name_key || '@' || coalesce(city, province, '') AS key, min(firm) AS firm
    FROM ledger_row SEMI JOIN decided ON decided.key = name_key || '@' || coalesce(city, province, '')
    GROUP BY 1 HAVING count(DISTINCT firm) = 1
)
SELECT DISTINCT firm AS key, firm FROM ledger_row SEMI JOIN decided ON decided.key = firm
UNION FROM named ANTI JOIN ledger_row l ON l.firm = named.key
"""

# The rows of firms that are another one: they follow it, and say so.
UNITE = """
UPDATE ledger_row SET firm = u.same_as FROM united u WHERE u.firm = ledger_row.firm
"""
UNITED_ROWS = """
INSERT INTO issue BY NAME
SELECT l.submission, l.sheet, l.row, '' AS "column", coalesce(s.name, u.same_as) AS value, 'firms_united' AS rule,
       'warning' AS level
FROM ledger_row l JOIN united u ON u.firm = l.firm
LEFT JOIN (SELECT firm, min(name) AS name FROM ledger_row GROUP BY firm) s ON s.firm = u.same_as
"""

# Which of two firms stays: the one with a code, then the one named earlier.
RANKS = """
SELECT firm, row_number() OVER (ORDER BY max(credit_code) IS NULL, min(year), min(submission), min(row), firm)
FROM ledger_row WHERE list_contains($firms, firm) GROUP BY firm
"""

CONFIRMED = """
CREATE TEMP TABLE confirmed AS
SELECT d.year, d.own, arg_max(coalesce(u.same_as, k.firm), d.number) AS firm, arg_max(d.who, d.number) AS who
FROM decided_match d JOIN firm_key k ON k.key = d.firm LEFT JOIN united u ON u.firm = k.firm
WHERE d.same GROUP BY d.year, d.own
"""
REFUSED = """
CREATE TEMP TABLE refused AS
SELECT DISTINCT d.year, d.own, coalesce(u.same_as, k.firm) AS firm
FROM decided_match d JOIN firm_key k ON k.key = d.firm LEFT JOIN united u ON u.firm = k.firm WHERE NOT d.same
"""
APART = """
CREATE TEMP TABLE apart AS
SELECT DISTINCT coalesce(u.same_as, k.firm) AS firm, coalesce(v.same_as, l.firm) AS other
FROM decided_double d JOIN firm_key k ON k.key = d.firm JOIN firm_key l ON l.key = d.other
LEFT JOIN united u ON u.firm = k.firm LEFT JOIN united v ON v.firm = l.firm WHERE NOT d.same
"""


def told(year: int, own: str) -> str:
    """What a decision about an answer keeps of it: its round, and what the firm calls itself."""
    return f"{year} {own}"


def fill(connection: Any, decided: Sequence[Decision]) -> None:
    """Make the tables, and let the rows of a firm that is another one follow it. The rows of ledgers must be there."""
    matches, doubles = ([one for one in decided if one.about == about] for about in ("match", "double"))
    years, owns = zip(*(one.before.split(" ", 1) for one in matches), strict=True) if matches else ((), ())
    columns = {
        "year": pa.array(map(int, years), pa.int16()),
        "own": pa.array(owns, pa.string()),
        "firm": pa.array([one.subject for one in matches], pa.string()),
        "same": pa.array([one.verdict == "same" for one in matches], pa.bool_()),
        "who": pa.array([one.who or PERSON for one in matches], pa.string()),
        "number": pa.array([one.decision for one in matches], pa.int64()),
    }
    _keep(connection, "decided_match", columns)
    columns = {
        "firm": pa.array([one.place for one in doubles], pa.string()),
        "other": pa.array([one.subject for one in doubles], pa.string()),
        "same": pa.array([one.verdict == "same" for one in doubles], pa.bool_()),
    }
    _keep(connection, "decided_double", columns)
    connection.execute(KEYS)
    _unite(connection)
    for statement in (CONFIRMED, REFUSED, APART, UNITED_ROWS, UNITE):
        connection.execute(statement)


def _unite(connection: Any) -> None:
    """Which firm each united one is: of all that are one, directly or through others, the first by RANKS."""
    pairs = connection.execute("""
        SELECT k.firm, l.firm FROM decided_double d JOIN firm_key k ON k.key = d.firm JOIN firm_key l ON l.key = d.other
        WHERE d.same AND k.firm <> l.firm
    """).fetchall()
    firms = sorted({firm for pair in pairs for firm in pair})
    rank = dict(connection.execute(RANKS, {"firms": firms}).fetchall()) if firms else {}
    found = {firm: group for group in _groups(pairs) for firm in group}
    first = {firm: min(group, key=rank.__getitem__) for firm, group in found.items()}
    united = {firm: one for firm, one in first.items() if firm != one}
    columns = {"firm": pa.array(list(united), pa.string()), "same_as": pa.array(list(united.values()), pa.string())}
    _keep(connection, "united", columns)


def _groups(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Firms that are one."""
    groups: list[set[str]] = []
    for pair in pairs:
        joined = set(pair).union(*(group for group in groups if not group.isdisjoint(pair)))
        groups = [group for group in groups if group.isdisjoint(pair)] + [joined]
    return groups


def _keep(connection: Any, name: str, columns: dict[str, pa.Array]) -> None:
    connection.register("given", pa.table(columns))
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM given")
    connection.unregister("given")
