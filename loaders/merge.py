"""From staged files to the relations of a version. What each relation is made of stands in `loaders.merging`."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from data import schema
from data.errors import Refused
from data.reference import table
from data.register import Decision, Submission
from loaders import staging
from loaders.checks import version as checks
from loaders.kinds import KINDS
from loaders.merging import (
    answers,
    cases,
    code_names,
    cores,
    decisions,
    ledgers,
    materials,
    phone_checks,
    pilots,
    recommendations,
    scores,
    statistics,
    suggestions,
)
from loaders.pilot_rules import Rule
from loaders.staging import Staged

ISSUES = """
INSERT INTO issue BY NAME
SELECT s.submission, i.* EXCLUDE (filename), 'file' AS found
FROM read_parquet($files, filename = true) i JOIN received s ON s.issues = i.filename
"""

FOUND_HERE = "UPDATE issue SET found = 'version' WHERE found IS NULL"

VERSION = "INSERT INTO version SELECT $version, current_timestamp AT TIME ZONE 'UTC', (SELECT max(submitted_at)::DATE FROM response)"


class Received(NamedTuple):
    """A submission and what was read from it."""

    submission: Submission
    staged: Staged


def fill(
    connection: Any,
    version: int,
    received: Sequence[Received],
    decided: Sequence[Decision] = (),
    rules: Sequence[Rule] = (),
) -> None:
    """Fill every relation of a version that is being built, and check that no row was lost.

    `decided` is what people decided about who is who, `rules` say who is in a pilot where no ledger does.
    """
    _reference(connection)
    _received(connection, received)
    rows = {kind: _rows(connection, kind, received) for kind in KINDS}

    def run(*statements: str) -> None:
        for statement in statements:
            connection.execute(_over(statement, rows))

    run(*ledgers.ROWS)
    decisions.fill(connection, decided)
    run(*ledgers.STATEMENTS, *answers.ROWS)
    cores.fill(connection)
    run(*answers.STATEMENTS, *statistics.STATEMENTS, *pilots.ROWS, *scores.STATEMENTS, *cases.STATEMENTS)
    run(*phone_checks.STATEMENTS, *recommendations.STATEMENTS, *materials.STATEMENTS)
    suggestions.fill(connection)
    code_names.fill(connection, decided)
    pilots.fill(connection, rules)
    if received:
        files = [str(staged.folder / "issues.parquet") for staged in {one.folder: one for _, one in received}.values()]
        connection.execute(ISSUES, {"files": files})
    connection.execute(ledgers.DISAGREEMENTS)
    checks.check(connection)
    connection.execute(FOUND_HERE)
    connection.execute(VERSION, {"version": version})
    _verify(connection)


def _over(statement: str, rows: dict[str, str]) -> str:
    """The statement over the staged rows of each kind that it names."""
    for kind, source in rows.items():
        statement = statement.replace(f"{{{kind}}}", source)
    return statement


def _received(connection: Any, received: Sequence[Received]) -> None:
    """Which file is which submission; one file may answer for two years."""
    connection.execute(
        "CREATE TEMP TABLE received (submission INTEGER, year SMALLINT, sender VARCHAR, rows VARCHAR, issues VARCHAR)"
    )
    for one, staged in received:
        values = [one.submission, one.year, one.sender, str(staged.rows), str(staged.folder / "issues.parquet")]
        connection.execute("INSERT INTO received VALUES (?, ?, ?, ?, ?)", values)
        counts = (one.rows_in_file, one.rows_loaded, one.rows_held, one.rows_ignored)
        connection.execute(
            f"INSERT INTO submission VALUES ({', '.join('?' * len(schema.SUBMISSION.columns))})",
            [one.submission, one.file, one.sha256, one.kind, one.sender, one.year, one.received_at, *counts],
        )


def _rows(connection: Any, kind: str, received: Sequence[Received]) -> str:
    """The staged rows of a kind as a table to select from; an empty one where no file is of that kind."""
    files = sorted({str(staged.rows) for _, staged in received if staged.kind == kind})
    if files:
        quoted = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        return f"read_parquet([{quoted}], filename = true)"
    types = {**staging.column_types(kind), "filename": "VARCHAR"}
    columns = ", ".join(f'"{name}" {type_}' for name, type_ in types.items())
    connection.execute(f"CREATE TEMP TABLE no_{kind} ({columns})")
    return f"no_{kind}"


def _reference(connection: Any) -> None:
    regions = [row for row in table("regions") if row.get("status", "current") == "current"]
    for relation, rows in ((schema.REGION, regions), (schema.INDUSTRY, table("industries"))):
        columns = [[row[name] for row in rows] for name in relation.names]
        marks = ", ".join("unnest(?)" for _ in columns)
        connection.execute(f"INSERT INTO {relation.name} SELECT {marks}", columns)


def _verify(connection: Any) -> None:
    """Conservation: every loaded row of every file is in the version, once."""
    lost = connection.execute("""
        SELECT s.file, s.rows_loaded, count(r.row) FROM submission s
        LEFT JOIN (
            SELECT submission, row FROM response UNION ALL SELECT submission, row FROM ledger_row UNION ALL
            SELECT submission, min(row) FROM statistics_row GROUP BY submission, region, year, figure UNION ALL
            SELECT submission, min(row) FROM pilot_row GROUP BY submission, pilot, year, indicator, level, moment
            UNION ALL SELECT submission, row FROM score_row UNION ALL SELECT submission, row FROM case_row
            UNION ALL SELECT submission, row FROM phone_check_row UNION ALL
            SELECT submission, row FROM recommendation_row UNION ALL SELECT submission, row FROM material_row
        ) r USING (submission) GROUP BY s.submission, s.file, s.rows_loaded HAVING count(r.row) <> s.rows_loaded
    """).fetchall()
    if lost:
        file, loaded, kept = lost[0]
        raise Refused(
            "文件“{file}”应有{loaded}行，建库后是{kept}行，没有发布。请保留文件并报告这个错误",
            file=file,
            loaded=loaded,
            kept=kept,
        )
