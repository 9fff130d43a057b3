"""One credit code under clearly different names, and one name of a city under two codes in two years: for a person to look at.

Either the firm changed its name, or one of the codes is wrong. Nothing counts by it: which cell is wrong nobody knows
but the sender, so it is mended there or by a correction. Names of one code are each compared with the first one that a
ledger has.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pyarrow as pa
from rapidfuzz import fuzz

from data.register import Decision
from loaders.checks.thresholds import threshold
from loaders.firms import core

NAMES = """
CREATE TEMP TABLE coded_name AS
WITH said AS (
    SELECT FALSE AS answered, credit_code, name_key, name, province, city, county, industry, body, year, submission,
           sheet, row
    FROM ledger_row
    UNION ALL BY NAME
    SELECT TRUE AS answered, r.credit_code, a.name_key, r.name, r.province, r.city, r.county, r.industry, r.body,
           r.year, r.submission, r.sheet, r.row
    FROM response r JOIN answer a USING (response_id)
), repeated AS (
    SELECT credit_code FROM said GROUP BY credit_code HAVING count(*) > 1
), several AS (
    SELECT credit_code FROM said SEMI JOIN repeated USING (credit_code) WHERE name_key IS NOT NULL
    GROUP BY credit_code HAVING min(name_key) <> max(name_key)
)
SELECT credit_code || ' ' || name_key AS key, said.*
FROM said SEMI JOIN several USING (credit_code) WHERE name_key IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY credit_code, name_key ORDER BY answered, year, submission, row) = 1
"""
ORDERED = """
SELECT credit_code, key, year, name_key, province, city, county FROM coded_name
ORDER BY credit_code, answered, year, submission, row
"""
SUGGEST = """
INSERT INTO suggestion BY NAME
SELECT 'code' AS about, place, subject, year, score, 'code' AS why FROM different
ANTI JOIN decided_code USING (place, subject)
"""
NAMED = """
INSERT INTO code_name BY NAME
SELECT * EXCLUDE (answered, name_key, year) FROM coded_name
WHERE key IN (SELECT unnest([place, subject]) FROM different)
"""
# Decided to be two firms, and still one code: that can only be mended where it was written.
REFUSED = """
INSERT INTO issue BY NAME
SELECT one.submission, one.sheet, one.row, 'credit_code' AS "column", other.name AS value,
       'code_of_two_firms' AS rule, 'warning' AS level, '' AS letter
FROM different d JOIN decided_code USING (place, subject), coded_name one, coded_name other
WHERE NOT same AND ((one.key = place AND other.key = subject) OR (one.key = subject AND other.key = place))
"""
# Those of one year are suggested with the other doubles.
IN_TWO_YEARS = """
INSERT INTO suggestion BY NAME
WITH named AS (
    SELECT name_key, city, firm, max(year) AS year FROM ledger_row SEMI JOIN (
        SELECT name_key, city FROM ledger_row WHERE credit_code IS NOT NULL GROUP BY ALL HAVING count(*) > 1
    ) USING (name_key, city)
    WHERE credit_code IS NOT NULL GROUP BY ALL
)
SELECT 'double' AS about, a.firm AS place, b.firm AS subject, max(greatest(a.year, b.year)) AS year, 100.0 AS score,
       'name' AS why
FROM named a JOIN named b USING (name_key, city)
ANTI JOIN apart p ON (p.firm = a.firm AND p.other = b.firm) OR (p.firm = b.firm AND p.other = a.firm)
ANTI JOIN suggestion s ON s.about = 'double' AND s.place = a.firm AND s.subject = b.firm
WHERE a.firm < b.firm GROUP BY a.firm, b.firm
"""


def fill(connection: Any, decided: Sequence[Decision]) -> None:
    """Add to the suggestions; ledger rows, responses, cores and the other suggestions must be there."""
    connection.execute(NAMES)
    pairs = list(_different(connection))
    of_codes = [one for one in decided if one.about == "code"]
    _keep(
        connection,
        "different",
        place=pa.array([one[0] for one in pairs], pa.string()),
        subject=pa.array([one[1] for one in pairs], pa.string()),
        year=pa.array([one[2] for one in pairs], pa.int16()),
        score=pa.array([one[3] for one in pairs], pa.float64()),
    )
    _keep(
        connection,
        "decided_code",
        place=pa.array([one.place for one in of_codes], pa.string()),
        subject=pa.array([one.subject for one in of_codes], pa.string()),
        same=pa.array([one.verdict == "same" for one in of_codes], pa.bool_()),
    )
    for statement in (SUGGEST, NAMED, REFUSED, IN_TWO_YEARS):
        connection.execute(statement)


def _different(connection: Any) -> Iterator[tuple[str, str, int, float]]:
    """Both keys in order, the later year, and how alike the names are."""
    rows = connection.execute(ORDERED).fetchall()
    for _code, names in groupby(rows, key=lambda row: row[0]):
        (_, first, first_year, *first_name), *others = names
        for _, key, year, *name in others:
            if (score := _likeness(first_name, name)) < threshold("other_names"):
                yield min(first, key), max(first, key), max(first_year, year), score


def _likeness(one: Sequence[str | None], other: Sequence[str | None]) -> float:
    """Of two names with their places, in percent; a name that is part of the other one is the same."""
    texts = [found.text if (found := core(*named)) else str(named[0]) for named in (one, other)]
    if texts[0] in texts[1] or texts[1] in texts[0]:
        return 100.0
    return fuzz.ratio(*texts)


def _keep(connection: Any, name: str, **columns: pa.Array) -> None:
    connection.register("given", pa.table(columns))
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM given")
    connection.unregister("given")
