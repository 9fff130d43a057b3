"""区域试点 and 专业镇: what they are called, who is in them, and what their tables report."""

from collections.abc import Sequence
from typing import Any

from data.reference import table
from loaders.pilot_rules import Rule
from loaders.pilots import is_town, plain

# The key of a pilot, everywhere: the short name of its province and its plain name (天津地毯).
KEY = """
CREATE TEMP MACRO pilot_key(province, plain) AS
CASE WHEN starts_with(plain, province) THEN plain ELSE coalesce(province, '') || plain END
"""

PILOT_ROWS = """
CREATE TEMP TABLE pilot_row AS
WITH row AS (
    SELECT s.submission, s.year, r.* EXCLUDE (filename, region, pilot), r.pilot AS plain,
           coalesce(CASE WHEN min(r.region) OVER file <> max(r.region) OVER file THEN r.region END, s.sender) AS home
    FROM {pilot} r JOIN received s ON s.rows = r.filename
    WINDOW file AS (PARTITION BY s.submission)
)
SELECT row.* EXCLUDE (plain, home), province.code AS province, pilot_key(province.short, plain) AS pilot
FROM row LEFT JOIN region home ON home.code = row.home
LEFT JOIN region province ON province.code = substr(home.code, 1, 2) || '0000'
"""

# Firms as ledgers mark them; a firm whose row names no place is in its sender's province.
PILOT_MARKS = """
CREATE TEMP TABLE pilot_mark AS
WITH mark AS (
    SELECT submission, firm, year, province, unnest(pilot) AS name, FALSE AS is_town FROM ledger_row
    UNION ALL SELECT submission, firm, year, province, unnest(town), TRUE FROM ledger_row
)
SELECT mark.submission, firm, mark.year, name, is_town OR named.town AS is_town, province.code AS province,
       pilot_key(province.short, named.plain) AS pilot
FROM mark JOIN received s USING (submission) JOIN pilot_name named USING (name)
LEFT JOIN region home ON home.code = s.sender
LEFT JOIN region province ON province.code = coalesce(mark.province, substr(home.code, 1, 2) || '0000')
"""

# A firm that answers in a year in which no ledger names it is as in the last year one did.
CARRIED = """
CREATE TEMP TABLE pilot_carried AS
WITH named AS (
    SELECT DISTINCT firm, year FROM ledger_row
)
SELECT r.firm, r.year, max(named.year) AS last
FROM response r ANTI JOIN named this ON this.firm = r.firm AND this.year = r.year
JOIN named ON named.firm = r.firm AND named.year < r.year
WHERE r.counts GROUP BY r.firm, r.year
"""

# Rules hold where nobody said: not for a firm in a ledger that marks pilots, whatever stands in the firm's own row.
PILOT_RULED = """
CREATE TEMP TABLE pilot_ruled AS
WITH marking AS (
    SELECT DISTINCT submission FROM ledger_row WHERE pilot IS NOT NULL OR town IS NOT NULL
), said AS (
    SELECT DISTINCT firm, year FROM ledger_row SEMI JOIN marking USING (submission)
), settled AS (
    FROM said UNION SELECT c.firm, c.year FROM pilot_carried c JOIN said ON said.firm = c.firm AND said.year = c.last
)
SELECT DISTINCT pilot_key(p.short, r.plain) AS pilot, a.firm, a.year, r.name, r.is_town, r.province
FROM assisted a ANTI JOIN settled USING (firm, year)
JOIN pilot_rule r ON list_contains(r.years, a.year) AND list_contains(r.industries, a.industry)
    AND list_has_any(r.regions, [a.province, a.city, a.county])
JOIN region p ON p.code = r.province
"""

PILOT_MEMBERS = """
INSERT INTO pilot_member BY NAME
WITH member AS (
    SELECT pilot, firm, year FROM pilot_mark UNION SELECT pilot, firm, year FROM pilot_ruled
)
FROM member
UNION SELECT member.pilot, firm, c.year FROM pilot_carried c JOIN member USING (firm) WHERE member.year = c.last
"""

# Named as in its table or, without one, as in the ledgers, last as in the rule; in a year of answers alone, as the year before.
PILOTS = """
INSERT INTO pilot BY NAME
WITH said AS (
    SELECT pilot, year, name, is_town, province, FALSE AS by_table, submission FROM pilot_mark
    UNION ALL SELECT pilot, year, name, named.town, province, TRUE, submission
    FROM pilot_row JOIN pilot_name named USING (name)
    UNION ALL SELECT pilot, year, name, is_town, province, FALSE, 0 FROM pilot_ruled
), lasting AS (
    SELECT pilot, year FROM said UNION SELECT pilot, year FROM pilot_member
)
SELECT pilot, lasting.year, arg_max(name, (said.year, by_table, submission, name)) AS name,
       CASE WHEN bool_or(is_town) THEN 'town' ELSE 'area' END AS kind, any_value(province) AS province
FROM lasting JOIN said USING (pilot) WHERE said.year <= lasting.year GROUP BY pilot, lasting.year
"""

# Of several tables of a pilot and year the newest counts. A whole that is not written is the sum of all its sub-levels.
PILOT_INDICATORS = """
INSERT INTO pilot_indicator BY NAME
WITH newest AS (
    SELECT pilot, year, max(submission) AS submission FROM pilot_row GROUP BY pilot, year
), figure AS (
    SELECT pilot, year, indicator, level, submission, first(sheet ORDER BY row) AS sheet, min(row) AS row,
           max(value) FILTER (WHERE moment = 'before') AS before, max(value) FILTER (WHERE moment = 'after') AS after
    FROM pilot_row SEMI JOIN newest USING (pilot, year, submission)
    GROUP BY pilot, year, indicator, level, submission
), summed AS (
    SELECT pilot, year, indicator, submission, first(sheet ORDER BY row) AS sheet, min(row) AS row, sum(after) AS after
    FROM figure JOIN indicator known USING (indicator)
    GROUP BY pilot, year, indicator, submission, known.levels
    HAVING known.levels > 0 AND count(level) = known.levels AND count(*) = known.levels
)
SELECT f.*, known.unit, known.better
FROM (FROM figure UNION ALL BY NAME FROM summed) f JOIN indicator known USING (indicator)
"""

# What lost against a newer table.
SUPERSEDED = """
INSERT INTO issue BY NAME
SELECT old.submission, old.sheet, old.row, old.indicator AS "column", old.text AS value, 'form_newer' AS rule,
       'warning' AS level, '' AS letter
FROM pilot_row old JOIN (SELECT DISTINCT pilot, year, submission FROM pilot_indicator) newest USING (pilot, year)
WHERE old.submission <> newest.submission
"""

ROWS = (KEY, PILOT_ROWS)


def fill(connection: Any, rules: Sequence[Rule] = ()) -> None:
    """Fill the relations of pilots; the rows of ledgers and pilot tables and the answers must be there."""
    _names(connection)
    _indicators(connection)
    _rules(connection, rules)
    for statement in (PILOT_MARKS, CARRIED, PILOT_RULED, PILOT_MEMBERS, PILOTS, PILOT_INDICATORS, SUPERSEDED):
        connection.execute(statement)


def _names(connection: Any) -> None:
    """Every name that was written, with its plain one."""
    connection.execute("CREATE TEMP TABLE pilot_name (name VARCHAR, plain VARCHAR, town BOOLEAN)")
    written = connection.execute("""
        SELECT unnest(pilot) FROM ledger_row UNION SELECT unnest(town) FROM ledger_row UNION SELECT name FROM pilot_row
    """).fetchall()
    names = [name for (name,) in written]
    columns = [names, [plain(name) for name in names], [is_town(name) for name in names]]
    connection.execute("INSERT INTO pilot_name SELECT unnest(?), unnest(?), unnest(?)", columns)


def _rules(connection: Any, rules: Sequence[Rule]) -> None:
    connection.execute(
        "CREATE TEMP TABLE pilot_rule (name VARCHAR, plain VARCHAR, is_town BOOLEAN, province VARCHAR, "
        "regions VARCHAR[], industries TINYINT[], years SMALLINT[])"
    )
    for rule in rules:
        connection.execute("INSERT INTO pilot_rule VALUES (?, ?, ?, ?, ?, ?, ?)", list(rule))


def _indicators(connection: Any) -> None:
    """What is known of every indicator; `levels` is how many sub-levels it has."""
    connection.execute("CREATE TEMP TABLE indicator (indicator VARCHAR, unit VARCHAR, better VARCHAR, levels INTEGER)")
    rows = [
        (row["indicator"], row["unit"], row["better"], len(row["levels"].split("|")) if row["levels"] else 0)
        for row in table("pilot_indicators")
    ]
    connection.execute(
        "INSERT INTO indicator SELECT unnest(?), unnest(?), unnest(?), unnest(?)", [*map(list, zip(*rows, strict=True))]
    )
