"""How many firms, bodies and industries a notice allows a district (data/reference/quotas.csv), against its ledger."""

from typing import Any

from data.reference import table

QUOTA = """
CREATE TEMP TABLE quota (province VARCHAR, year SMALLINT, rule VARCHAR, least INTEGER, most INTEGER)
"""

# Only districts of which their own ledger, or their province's, was received: others may be there in part. A finding
# stands at the first firm it counts.
FOUND = """
INSERT INTO issue BY NAME
WITH reported AS (
    SELECT DISTINCT l.year, l.city FROM ledger_row l JOIN received s USING (submission)
    WHERE s.sender IN (l.city, l.province)
), firm AS (
    SELECT a.*, {'submission': submission, 'sheet': sheet, 'row': row} AS place
    FROM assisted a SEMI JOIN reported USING (year, city) WHERE origin = 'ledger'
), counted AS (
    SELECT 'quota_firms' AS rule, year, province, city, industry, count(DISTINCT firm) AS count, min(place) AS place
    FROM firm WHERE industry IS NOT NULL GROUP BY ALL
    UNION ALL BY NAME
    SELECT 'quota_bodies' AS rule, year, province, city, industry, count(DISTINCT body) AS count, min(place) AS place
    FROM firm WHERE industry IS NOT NULL GROUP BY ALL
    UNION ALL BY NAME
    SELECT 'quota_industries' AS rule, year, province, city, count(DISTINCT industry) AS count, min(place) AS place
    FROM firm GROUP BY ALL
)
SELECT place.submission, place.sheet, place.row, 'industry' AS "column", 'warning' AS level, '' AS letter, rule,
       concat_ws(' ', r.short, i.short) || ' ' || count || CASE WHEN count > most THEN ' > ' || most ELSE ' < ' || least END AS value
FROM counted JOIN quota USING (rule, province, year) JOIN region r ON r.code = city
LEFT JOIN industry i ON i.code = industry
WHERE count < least OR count > most
"""


def check(connection: Any) -> None:
    """Add what is beyond a quota to the issues of a version; the firms it assists must be there."""
    connection.execute(QUOTA)
    for row in table("quotas"):
        values = [row[name] or None for name in ("region", "year", "rule", "least", "most")]
        connection.execute("INSERT INTO quota VALUES (?, ?, ?, ?, ?)", values)
    connection.execute(FOUND)
