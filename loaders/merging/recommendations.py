"""Recommended certification bodies: of several lists of a region and year the newest, each body once."""

RECOMMENDATION_ROWS = """
CREATE TEMP TABLE recommendation_row AS
SELECT s.submission, s.year, r.* EXCLUDE (filename) FROM {recommendations} r JOIN received s ON s.rows = r.filename
"""

RECOMMENDATIONS = """
INSERT INTO recommendation BY NAME
SELECT * FROM (
    SELECT * FROM recommendation_row QUALIFY rank() OVER (PARTITION BY region, year ORDER BY submission DESC) = 1
) QUALIFY row_number() OVER (PARTITION BY region, year, body ORDER BY "rank" NULLS LAST, sheet, row) = 1
"""

# What lost against a newer list.
SUPERSEDED = """
INSERT INTO issue BY NAME
SELECT old.submission, old.sheet, old.row, '' AS "column", old.body_name AS value, 'recommendation_newer' AS rule,
       'warning' AS level, '' AS letter
FROM recommendation_row old
WHERE EXISTS (
    SELECT 1 FROM recommendation_row new
    WHERE (new.year, new.region) = (old.year, old.region) AND new.submission > old.submission
)
"""

STATEMENTS = (RECOMMENDATION_ROWS, RECOMMENDATIONS, SUPERSEDED)
