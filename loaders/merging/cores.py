"""Cores of the names that are to be compared, and of no others: a large ledger has many, and each takes its time."""

from typing import Any

import pyarrow as pa

from loaders.firms import core

# Ledger firms of provinces in which an answer has no firm, and of cities in which one has no code.
LEDGER = """
SELECT firm, name_key, province, city, county, credit_code, min(year) AS since, list(DISTINCT year) AS years
FROM ledger_row
WHERE name_key IS NOT NULL AND (
    province IN (SELECT a.province FROM answer a JOIN match m USING (response_id) WHERE m.firm IS NULL)
    OR city IN (SELECT city FROM ledger_row WHERE credit_code IS NULL)
)
GROUP BY ALL
"""
# Answers no firm was found for, in provinces that have ledgers.
ANSWER = """
SELECT a.*, m.how FROM answer a JOIN match m USING (response_id)
WHERE m.firm IS NULL AND a.name_key IS NOT NULL AND a.province IN (SELECT province FROM ledger_row)
"""


def fill(connection: Any) -> None:
    """Make `ledger_core` and `answer_core`: these rows with `core`, `form` and `numbers`, null where there is no core."""
    for name, rows in (("ledger_core", LEDGER), ("answer_core", ANSWER)):
        connection.execute(f"CREATE TEMP TABLE nameless AS SELECT row_number() OVER () AS id, * FROM ({rows})")
        asked = "SELECT id, name_key, province, city, county FROM nameless ORDER BY id"
        asked_for = connection.execute(asked).fetchall()
        cores = [core(*values) for _id, *values in asked_for]
        made = {
            "id": pa.array([one for one, *_ in asked_for], pa.int64()),
            "core": pa.array([one and one.text for one in cores], pa.string()),
            "form": pa.array([one and one.form for one in cores], pa.string()),
            "numbers": pa.array([one and one.numbers for one in cores], pa.string()),
        }
        connection.register("made", pa.table(made))
        connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * EXCLUDE (id) FROM nameless LEFT JOIN made USING (id)")
        connection.unregister("made")
        connection.execute("DROP TABLE nameless")
