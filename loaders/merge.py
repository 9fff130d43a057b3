"""From staged files to the relations of a version: which firm answered, which answer counts, who was assisted."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from data import schema
from data.errors import Refused
from data.reference import table
from data.register import Submission
from loaders.checks import version as checks
from loaders.kinds import KINDS
from loaders.staging import Staged

# Rows of ledgers with the firm they speak of: its code, the one code of its name in its city, else name and city.
LEDGER_ROWS = """
CREATE TEMP TABLE ledger_row AS
WITH row AS (
    SELECT s.submission, s.year, NOT starts_with(coalesce(s.sender, ''), 'CNCA') AS from_city, i.sector, r.*
    FROM {ledger} r JOIN received s ON s.rows = r.filename LEFT JOIN industry i ON i.code = r.industry
), coded AS (
    SELECT name_key, city, min(credit_code) AS code FROM row WHERE credit_code IS NOT NULL AND city IS NOT NULL
    GROUP BY name_key, city HAVING count(DISTINCT credit_code) = 1
)
SELECT row.* EXCLUDE (filename),
       coalesce(credit_code, coded.code, name_key || '@' || coalesce(city, province, '')) AS firm
FROM row LEFT JOIN coded USING (name_key, city)
"""

# A firm in several ledgers of a year is one firm: cities decide place and industry, certification bodies the body.
ASSISTED_BY_LEDGER = """
INSERT INTO assisted BY NAME
WITH firm AS (
    SELECT firm, year,
           first(name ORDER BY NOT from_city, submission, row) FILTER (WHERE name IS NOT NULL) AS name,
           min(credit_code) AS credit_code,
           first({'province': province, 'city': city, 'county': county} ORDER BY NOT from_city, submission, row)
               FILTER (WHERE province IS NOT NULL) AS place,
           first({'industry': industry, 'sector': sector} ORDER BY NOT from_city, submission, row)
               FILTER (WHERE industry IS NOT NULL) AS trade,
           first(body ORDER BY from_city, submission, row) FILTER (WHERE body IS NOT NULL) AS body,
           first({'submission': submission, 'sheet': sheet, 'row': row} ORDER BY NOT from_city, submission, row) AS source
    FROM ledger_row GROUP BY firm, year
)
SELECT firm, year, 'ledger' AS origin, name, credit_code, place.province, place.city, place.county,
       trade.industry, trade.sector, body, source.submission, source.sheet, source.row
FROM firm
"""

# What lost against another ledger of the same firm and year.
DISAGREEMENTS = """
INSERT INTO issue BY NAME
SELECT l.submission, l.sheet, l.row, 'region' AS "column", r.name AS value, 'ledgers_disagree' AS rule,
       'warning' AS level
FROM ledger_row l JOIN assisted a USING (firm, year) JOIN region r ON r.code = l.city WHERE l.city <> a.city
UNION ALL BY NAME
SELECT l.submission, l.sheet, l.row, 'industry' AS "column", i.name AS value, 'ledgers_disagree' AS rule,
       'warning' AS level
FROM ledger_row l JOIN assisted a USING (firm, year) JOIN industry i ON i.code = l.industry
WHERE l.industry <> a.industry
UNION ALL BY NAME
SELECT l.submission, l.sheet, l.row, 'body' AS "column", l.body_name AS value, 'ledgers_disagree' AS rule,
       'warning' AS level
FROM ledger_row l JOIN assisted a USING (firm, year) WHERE l.body <> a.body
"""

ANSWERS = """
CREATE TEMP TABLE answer AS
SELECT s.submission || '-' || r.row AS response_id, s.year, r.name_key, r.credit_code, r.city, r.province
FROM {questionnaire} r JOIN received s ON s.rows = r.filename
"""

# Every firm assisted since the start must answer: an answer may match a ledger of its round or any earlier one. An
# equal name in the same place is the same firm, unless both give a code and the codes differ.
MATCHES = """
INSERT INTO match BY NAME
WITH known AS (
    SELECT firm, name_key, coalesce(city, province) AS place, credit_code, min(year) AS since FROM ledger_row
    GROUP BY ALL
), by_code AS (
    SELECT DISTINCT response_id, k.firm FROM answer a JOIN known k ON k.credit_code = a.credit_code AND k.since <= a.year
), by_name AS (
    SELECT response_id, min(k.firm) AS firm, count(DISTINCT k.firm) AS firms,
           bool_or(a.credit_code <> k.credit_code) AS other_code
    FROM answer a JOIN known k
      ON k.name_key = a.name_key AND k.place = coalesce(a.city, a.province) AND k.since <= a.year
    GROUP BY response_id
)
SELECT response_id,
       CASE WHEN c.firm IS NOT NULL THEN c.firm WHEN n.firms = 1 AND NOT coalesce(n.other_code, FALSE) THEN n.firm END AS firm,
       CASE WHEN c.firm IS NOT NULL THEN 'code' WHEN n.firms = 1 AND NOT coalesce(n.other_code, FALSE) THEN 'name'
            WHEN n.firm IS NOT NULL THEN 'doubtful' ELSE 'none' END AS how,
       CASE WHEN c.firm IS NOT NULL OR n.firms = 1 AND NOT coalesce(n.other_code, FALSE) THEN 1.0 END AS score,
       'program' AS decided_by
FROM answer LEFT JOIN by_code c USING (response_id) LEFT JOIN by_name n USING (response_id)
"""

RESPONSES = """
INSERT INTO response BY NAME
WITH matched AS (
    SELECT m.response_id, s.submission, s.year, i.sector,
           r.* EXCLUDE (filename, name_key, body_name, contact_name, contact_phone),
           coalesce(m.firm, r.credit_code, r.name_key || '@' || coalesce(r.city, r.province, '')) AS firm
    FROM {questionnaire} r JOIN received s ON s.rows = r.filename
    JOIN match m ON m.response_id = s.submission || '-' || r.row
    LEFT JOIN industry i ON i.code = r.industry
)
SELECT *, row_number() OVER (
    PARTITION BY firm, year ORDER BY submitted_at DESC NULLS LAST, submission DESC, row DESC
) = 1 AS counts
FROM matched
"""

# A province and year without a ledger: only assisted firms may answer, so those that did stand in.
ASSISTED_BY_ANSWER = """
INSERT INTO assisted BY NAME
SELECT firm, year, 'answers' AS origin, name, credit_code, province, city, county, industry, sector, body,
       submission, sheet, row
FROM response r WHERE counts AND NOT EXISTS (
    SELECT 1 FROM assisted a WHERE a.year = r.year AND (a.province = r.province OR a.firm = r.firm)
)
"""

FIRST_YEARS = """
UPDATE assisted SET first_year = since.year FROM (SELECT firm, min(year) AS year FROM assisted GROUP BY firm) since
WHERE since.firm = assisted.firm
"""

BODIES = """
INSERT INTO body
SELECT body, arg_max(body_name, named) FROM (
    SELECT body, body_name, count(*) AS named FROM (
        SELECT body, body_name FROM {questionnaire} UNION ALL SELECT body, body_name FROM {ledger}
    ) WHERE body IS NOT NULL GROUP BY ALL
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
    _received(connection, received)
    rows = {kind: _rows(connection, kind, received) for kind in KINDS}
    for statement in (
        LEDGER_ROWS,
        ASSISTED_BY_LEDGER,
        ANSWERS,
        MATCHES,
        RESPONSES,
        ASSISTED_BY_ANSWER,
        FIRST_YEARS,
        BODIES,
    ):
        connection.execute(_over(statement, rows))
    if received:
        files = [str(staged.folder / "issues.parquet") for staged in {one.folder: one for _, one in received}.values()]
        connection.execute(ISSUES, {"files": files})
    connection.execute(DISAGREEMENTS)
    checks.check(connection)
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
    types = {column.name: column.type for column in schema.RESPONSE.columns}
    columns = ", ".join(f'"{name}" {types.get(name, "VARCHAR")}' for name in (*KINDS[kind].STAGED, "filename"))
    connection.execute(f"CREATE TEMP TABLE no_{kind} ({columns})")
    return f"no_{kind}"


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
        LEFT JOIN (SELECT submission, row FROM response UNION ALL SELECT submission, row FROM ledger_row) r
        USING (submission) GROUP BY s.submission, s.file, s.rows_loaded HAVING count(r.row) <> s.rows_loaded
    """).fetchall()
    if lost:
        file, loaded, kept = lost[0]
        raise Refused(
            "文件“{file}”应有{loaded}行，建库后是{kept}行，没有发布。请保留文件并报告这个错误",
            file=file,
            loaded=loaded,
            kept=kept,
        )
