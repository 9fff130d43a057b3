"""附表: what each region reports since the campaign began."""

# A workbook with the forms of several regions names them itself; any other form is about its sender.
STATISTICS_ROWS = """
CREATE TEMP TABLE statistics_row AS
SELECT s.submission, s.year, r.* EXCLUDE (filename, region),
       coalesce(CASE WHEN min(r.region) OVER file <> max(r.region) OVER file THEN r.region END, s.sender) AS region
FROM {statistics} r JOIN received s ON s.rows = r.filename
WINDOW file AS (PARTITION BY s.submission)
"""

# Of several reports of a region and year the newest counts.
STATISTICS = """
INSERT INTO statistics BY NAME
WITH newest AS (
    SELECT region, year, max(submission) AS submission FROM statistics_row GROUP BY region, year
), reported AS (
    SELECT region, year, submission, first(sheet ORDER BY row) AS sheet, min(row) AS row,
           max(value) FILTER (WHERE figure = 'policies') AS policies,
           max(value) FILTER (WHERE figure = 'subsidy_10k_cny') AS subsidy_10k_cny,
           max(value) FILTER (WHERE figure = 'trained_person_times') AS trained_person_times,
           max(value) FILTER (WHERE figure = 'trained_enterprises') AS trained_enterprises,
           max(value) FILTER (WHERE figure = 'assisted') AS assisted,
           max(value) FILTER (WHERE figure = 'industries') AS industries,
           max(value) FILTER (WHERE figure = 'bodies') AS bodies
    FROM statistics_row SEMI JOIN newest USING (region, year, submission) GROUP BY region, year, submission
)
SELECT reported.*, substr(region, 1, 2) || '0000' AS province,
       CASE r.level WHEN 'city' THEN r.code WHEN 'county' THEN r.parent END AS city,
       CASE r.level WHEN 'county' THEN r.code END AS county
FROM reported LEFT JOIN region r ON r.code = reported.region
"""

# What lost against a newer report.
SUPERSEDED = """
INSERT INTO issue BY NAME
SELECT old.submission, old.sheet, old.row, old.figure AS "column", old.text AS value, 'form_newer' AS rule,
       'warning' AS level, '' AS letter
FROM statistics_row old JOIN statistics newest USING (region, year) WHERE old.submission <> newest.submission
"""

STATEMENTS = (STATISTICS_ROWS, STATISTICS, SUPERSEDED)
