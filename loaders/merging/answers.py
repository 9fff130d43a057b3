"""Which firm answered, which answer counts, and the firms that stand in for a ledger."""

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

STATEMENTS = (ANSWERS, MATCHES, RESPONSES, ASSISTED_BY_ANSWER, FIRST_YEARS, BODIES)
