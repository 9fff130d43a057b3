"""Assisted firms, by the ledgers of cities and certification bodies."""

# Rows of ledgers with the firm they speak of: its code, the one code of its name in its city, else name and city.
LEDGER_ROWS = """
CREATE TEMP TABLE ledger_row AS
WITH row AS NOT MATERIALIZED (
    SELECT s.submission, s.year, NOT starts_with(coalesce(s.sender, ''), 'CNCA') AS from_city, i.sector, r.*
    FROM {ledger} r JOIN received s ON s.rows = r.filename LEFT JOIN industry i ON i.code = r.industry
), codeless AS (
    SELECT DISTINCT name_key, city FROM row WHERE credit_code IS NULL
), coded AS (
    SELECT name_key, city, min(credit_code) AS code FROM row SEMI JOIN codeless USING (name_key, city)
    WHERE credit_code IS NOT NULL GROUP BY name_key, city HAVING count(DISTINCT credit_code) = 1
)
SELECT row.* EXCLUDE (filename),
       coalesce(credit_code, coded.code, name_key || '@' || coalesce(city, province, '')) AS firm
FROM row LEFT JOIN coded USING (name_key, city)
"""

# Rows of firms that stand more than once in the ledgers of a year: few, and only they need comparing.
REPEATED = """
CREATE TEMP TABLE repeated_row AS
SELECT * FROM ledger_row
SEMI JOIN (SELECT firm, year FROM ledger_row GROUP BY ALL HAVING count(*) > 1) USING (firm, year)
"""

# A firm in several ledgers of a year is one firm: cities decide place and industry, certification bodies the body.
ASSISTED_BY_LEDGER = """
INSERT INTO assisted BY NAME
WITH firm AS (
    SELECT firm, year,
           first(name ORDER BY NOT from_city, submission, row) FILTER (WHERE name IS NOT NULL) AS name,
           coalesce(min(credit_code) FILTER (WHERE credit_code = firm), min(credit_code)) AS credit_code,
           first({'province': province, 'city': city, 'county': county} ORDER BY NOT from_city, submission, row)
               FILTER (WHERE province IS NOT NULL) AS place,
           first({'industry': industry, 'sector': sector} ORDER BY NOT from_city, submission, row)
               FILTER (WHERE industry IS NOT NULL) AS trade,
           first(body ORDER BY from_city, submission, row) FILTER (WHERE body IS NOT NULL) AS body,
           first({'submission': submission, 'sheet': sheet, 'row': row} ORDER BY NOT from_city, submission, row) AS source
    FROM repeated_row GROUP BY firm, year
)
SELECT firm, year, 'ledger' AS origin, name, credit_code, place.province, place.city, place.county,
       trade.industry, trade.sector, body, source.submission, source.sheet, source.row
FROM firm
UNION ALL BY NAME
SELECT firm, year, 'ledger' AS origin, name, credit_code, province, city, county, industry, sector, body, submission,
       sheet, row
FROM ledger_row ANTI JOIN repeated_row USING (firm, year)
"""

# Every row as its ledger has it: what cities and certification bodies say of one firm can be held side by side.
LISTINGS = """
INSERT INTO listing BY NAME
SELECT firm, l.year, CASE WHEN s.sender IS NULL THEN NULL WHEN from_city THEN 'city' ELSE 'body' END AS origin, s.sender, body, submission, sheet, row
FROM ledger_row l JOIN received s USING (submission)
"""

# What lost against another ledger of the same firm and year.
DISAGREEMENTS = """
INSERT INTO issue BY NAME
SELECT l.submission, l.sheet, l.row, 'region' AS "column", r.name AS value, 'ledgers_disagree' AS rule,
       'warning' AS level, '' AS letter
FROM repeated_row l JOIN assisted a USING (firm, year) JOIN region r ON r.code = l.city WHERE l.city <> a.city
UNION ALL BY NAME
SELECT l.submission, l.sheet, l.row, 'industry' AS "column", i.name AS value, 'ledgers_disagree' AS rule,
       'warning' AS level, '' AS letter
FROM repeated_row l JOIN assisted a USING (firm, year) JOIN industry i ON i.code = l.industry
WHERE l.industry <> a.industry
UNION ALL BY NAME
SELECT l.submission, l.sheet, l.row, 'body' AS "column", l.body_name AS value, 'ledgers_disagree' AS rule,
       'warning' AS level, '' AS letter
FROM repeated_row l JOIN assisted a USING (firm, year) WHERE l.body <> a.body
"""

ROWS = (LEDGER_ROWS,)
STATEMENTS = (REPEATED, ASSISTED_BY_LEDGER, LISTINGS)
