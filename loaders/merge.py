"""From staged files to the relations of a version: which firm answered, which answer counts, who was assisted."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from data import schema
from data.errors import Refused
from data.reference import table
from data.register import Submission
from loaders.staging import Staged

RESPONSES = """
INSERT INTO response BY NAME
WITH answer AS (
    SELECT s.submission, s.year, r.* EXCLUDE (filename, name_key, body_name, contact_name, contact_phone),
           i.sector, coalesce(r.credit_code, r.name_key || '@' || coalesce(r.city, r.province, '')) AS firm
    FROM read_parquet($files, filename = true) r
    JOIN received s ON s.rows = r.filename
    LEFT JOIN industry i ON i.code = r.industry
)
SELECT submission || '-' || row AS response_id, *,
       row_number() OVER (
           PARTITION BY firm, year ORDER BY submitted_at DESC NULLS LAST, submission DESC, row DESC
       ) = 1 AS counts
FROM answer
"""

# A province and year without a ledger: only assisted firms may answer, so those that did stand in.
ASSISTED = """
INSERT INTO assisted BY NAME
SELECT firm, year, 'answers' AS origin, name, credit_code, province, city, county, industry, sector, body,
       min(year) OVER (PARTITION BY firm) AS first_year, submission, sheet, row
FROM response WHERE counts
"""

BODIES = """
INSERT INTO body
SELECT body, arg_max(body_name, named) FROM (
    SELECT body, body_name, count(*) AS named FROM read_parquet($files) WHERE body IS NOT NULL GROUP BY ALL
) GROUP BY body
"""

ISSUES = """
INSERT INTO issue BY NAME
SELECT s.submission, i.* EXCLUDE (filename)
FROM read_parquet($files, filename = true) i JOIN received s ON s.issues = i.filename
"""

VERSION = "INSERT INTO version SELECT $version, current_timestamp AT TIME ZONE 'UTC', (SELECT max(submitted_at)::DATE FROM response)"


class Received(NamedTuple):
    """A submission and what was read from it."""

    submission: Submission
    staged: Staged


def fill(connection: Any, version: int, received: Sequence[Received]) -> None:
    """Fill every relation of a version that is being built, and check that no row was lost."""
    _reference(connection)
    connection.execute("CREATE TEMP TABLE received (submission INTEGER, year SMALLINT, rows VARCHAR, issues VARCHAR)")
    for one, staged in received:
        issues = staged.folder / "issues.parquet"
        connection.execute(
            "INSERT INTO received VALUES (?, ?, ?, ?)", [one.submission, one.year, str(staged.rows), str(issues)]
        )
        connection.execute(
            f"INSERT INTO submission VALUES ({', '.join('?' * len(schema.SUBMISSION.columns))})",
            [one.submission, one.file, one.sha256, one.kind, one.year, one.received_at, *one[6:10]],
        )
    folders = dict.fromkeys(staged.folder for _, staged in received)  # one file may answer for two years
    files = {"files": [str(folder / "rows.parquet") for folder in folders]}
    if received:
        connection.execute(RESPONSES, files)
        connection.execute(BODIES, files)
        connection.execute(ISSUES, {"files": [str(folder / "issues.parquet") for folder in folders]})
    connection.execute(ASSISTED)
    connection.execute(VERSION, {"version": version})
    _verify(connection)


def _reference(connection: Any) -> None:
    regions = [
        [row[c] for c in schema.REGION.names] for row in table("regions") if row.get("status", "current") == "current"
    ]
    industries = [[row[c] for c in schema.INDUSTRY.names] for row in table("industries")]
    for relation, rows in ((schema.REGION, regions), (schema.INDUSTRY, industries)):
        columns = [list(column) for column in zip(*rows, strict=True)]
        marks = ", ".join("unnest(?)" for _ in columns)
        connection.execute(f"INSERT INTO {relation.name} SELECT {marks}", columns)


def _verify(connection: Any) -> None:
    """Conservation: every loaded row of every file is in the version, once."""
    lost = connection.execute("""
        SELECT s.file, s.rows_loaded, count(r.row) FROM submission s
        LEFT JOIN response r USING (submission) GROUP BY s.submission, s.file, s.rows_loaded
        HAVING count(r.row) <> s.rows_loaded
    """).fetchall()
    if lost:
        file, loaded, kept = lost[0]
        raise Refused(
            "文件“{file}”应有{loaded}行，建库后是{kept}行，没有发布。请保留文件并报告这个错误",
            file=file,
            loaded=loaded,
            kept=kept,
        )
