"""Experts' scores. Whose they are stays in the files: in a version experts have numbers."""

# A body is assessed by the province that sends the scores.
SCORE_ROWS = """
CREATE TEMP TABLE score_row AS
SELECT s.submission, s.year, r.* EXCLUDE (filename), starts_with(r.unit, 'CNCA') AS is_body,
       CASE WHEN NOT starts_with(r.unit, 'CNCA') THEN substr(r.unit, 1, 2) || '0000'
            WHEN NOT starts_with(s.sender, 'CNCA') THEN substr(s.sender, 1, 2) || '0000' END AS province
FROM {scores} r JOIN received s ON s.rows = r.filename
"""

# Of several scores of one expert for the same thing the newest counts.
SCORES = """
INSERT INTO score BY NAME
WITH newest AS (
    SELECT * FROM score_row
    QUALIFY rank() OVER (PARTITION BY year, scheme, unit, province, indicator, expert ORDER BY submission DESC) = 1
)
SELECT unit, CASE WHEN is_body THEN 'body' ELSE 'region' END AS kind, n.province,
       CASE r.level WHEN 'city' THEN r.code WHEN 'county' THEN r.parent END AS city, year, scheme, indicator,
       CASE WHEN expert IS NOT NULL THEN dense_rank() OVER (PARTITION BY year, scheme ORDER BY expert NULLS LAST) END
           AS expert,
       value AS points, full_marks, submission, sheet, row
FROM newest n LEFT JOIN region r ON r.code = n.unit
"""

# What lost against a newer table.
SUPERSEDED = """
INSERT INTO issue BY NAME
SELECT old.submission, old.sheet, old.row, old.indicator AS "column", old.text AS value, 'score_newer' AS rule,
       'warning' AS level, '' AS letter
FROM score_row old
WHERE EXISTS (
    SELECT 1 FROM score_row new
    WHERE (new.year, new.scheme, new.unit, new.indicator) = (old.year, old.scheme, old.unit, old.indicator)
      AND new.province IS NOT DISTINCT FROM old.province AND new.expert IS NOT DISTINCT FROM old.expert
      AND new.submission > old.submission
)
"""

STATEMENTS = (SCORE_ROWS, SCORES, SUPERSEDED)
