"""Which firm answered, which answer counts, and the firms that stand in for a ledger."""

from data.digest import in_sql

ANSWERS = """
CREATE TEMP TABLE answer AS
SELECT s.submission || '-' || r.row AS response_id, s.year, r.name_key, r.credit_code, r.county, r.city, r.province, r.link,
       coalesce(r.credit_code, r.name_key || '@' || coalesce(r.city, r.province, '')) AS own
FROM {questionnaire} r JOIN received s ON s.rows = r.filename
"""

# Whose personal link an answer was sent in by: the ledger firm whose key has that digest, or had it before it got a code
# or was united with another one. Several firms are none. `other_code`: the answer has a valid code, and it is not that
# firm's.
LINKED = f"""
CREATE TEMP TABLE linked AS
WITH asked AS (
    SELECT response_id, year, own, name_key, credit_code, link FROM answer WHERE link IS NOT NULL
), known AS (
    SELECT firm, name_key || '@' || coalesce(city, province, '') AS former, credit_code, min(year) AS since
    FROM ledger_row WHERE EXISTS (FROM asked) GROUP BY ALL
), key AS (
    SELECT firm, firm AS key, since FROM known
    UNION SELECT firm, former, since FROM known ANTI JOIN (SELECT firm AS former FROM known) USING (former)
    UNION SELECT k.firm, u.firm, since FROM known k JOIN united u ON u.same_as = k.firm
), found AS (
    SELECT response_id, min(k.firm) AS firm FROM asked a
    JOIN (SELECT firm, since, {in_sql("key")} AS link FROM key WHERE key IS NOT NULL) k
      ON k.link = a.link AND k.since <= a.year
    GROUP BY response_id HAVING count(DISTINCT k.firm) = 1
)
SELECT a.*, f.firm, coalesce((
    SELECT NOT bool_or(k.credit_code = a.credit_code) FROM known k WHERE k.firm = f.firm AND k.credit_code IS NOT NULL
), FALSE) OR EXISTS (
    FROM known k WHERE k.credit_code = a.credit_code AND k.firm <> f.firm AND k.since <= a.year
) AS other_code
FROM asked a LEFT JOIN found f USING (response_id)
"""

# Every firm assisted since the start must answer: an answer may match a ledger of its round or any earlier one. An
# equal name in the same place is the same firm, unless both give a code and the codes differ. A personal link stands
# above the name and below the code, and what a person decided above all.
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
    ANTI JOIN refused f ON f.year = a.year AND f.own = a.own AND f.firm = k.firm
    GROUP BY response_id
), by_link AS (
    SELECT response_id, firm FROM linked l ANTI JOIN refused f ON f.year = l.year AND f.own = l.own AND f.firm = l.firm
    WHERE firm IS NOT NULL AND NOT other_code
), found AS (
    SELECT response_id, d.who, coalesce(d.firm, c.firm, l.firm, n.firm) AS firm,
           CASE WHEN d.firm IS NOT NULL THEN 'confirmed' WHEN c.firm IS NOT NULL THEN 'code'
                WHEN l.firm IS NOT NULL THEN 'link'
                WHEN n.firms = 1 AND NOT coalesce(n.other_code, FALSE) THEN 'name'
                WHEN n.firm IS NOT NULL THEN 'doubtful' ELSE 'none' END AS how
    FROM answer a LEFT JOIN confirmed d ON d.year = a.year AND d.own = a.own
    LEFT JOIN by_code c USING (response_id) LEFT JOIN by_link l USING (response_id)
    LEFT JOIN by_name n USING (response_id)
)
SELECT response_id, CASE WHEN how NOT IN ('doubtful', 'none') THEN firm END AS firm, how,
       CASE WHEN how IN ('code', 'link', 'name') THEN 1.0 END AS score, coalesce(who, 'program') AS decided_by
FROM found
"""

# Equal without place and legal form: the same firm if no other one of the place has that core, neither among the
# ledger firms nor among the answers without a firm; if neither code, county nor legal form speaks against it; and if
# the firm did not answer under its own name.
CORE_MATCHES = """
UPDATE match SET firm = found.firm, how = 'core', score = 1.0
FROM (
    WITH alike AS (
        SELECT a.response_id, a.year, a.own, min(k.firm) AS firm
        FROM (
            SELECT *, count(DISTINCT own) OVER (PARTITION BY year, coalesce(city, province), core) AS owns
            FROM answer_core WHERE core IS NOT NULL
        ) a JOIN ledger_core k
          ON k.core = a.core AND coalesce(k.city, k.province) = coalesce(a.city, a.province) AND k.since <= a.year
        WHERE a.owns = 1 AND a.how = 'none'
        GROUP BY ALL
        HAVING count(DISTINCT k.firm) = 1 AND NOT coalesce(bool_or(k.credit_code <> a.credit_code), FALSE)
           AND bool_or(k.form = a.form OR k.form = '' OR a.form = '') AND bool_or(coalesce(k.county = a.county, TRUE))
    ), taken AS (
        SELECT DISTINCT a.year, m.firm FROM match m JOIN answer a USING (response_id) WHERE m.firm IS NOT NULL
    )
    SELECT response_id, firm FROM alike
    ANTI JOIN taken USING (year, firm) ANTI JOIN refused USING (year, own, firm)
) found
WHERE match.response_id = found.response_id
"""

RESPONSES = """
INSERT INTO response BY NAME
WITH matched AS (
    SELECT m.response_id, s.submission, s.year, i.sector,
           r.* EXCLUDE (filename, name_key, body_name, contact_name, contact_phone, link),
           coalesce(m.firm, u.same_as, a.own) AS firm
    FROM {questionnaire} r JOIN received s ON s.rows = r.filename
    JOIN match m ON m.response_id = s.submission || '-' || r.row JOIN answer a USING (response_id)
    LEFT JOIN united u ON u.firm = a.own
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
        UNION ALL SELECT body, body_name FROM {cases} UNION ALL SELECT body, body_name FROM {recommendations}
    ) WHERE body IS NOT NULL GROUP BY ALL
) GROUP BY body
"""

ROWS = (ANSWERS, LINKED, MATCHES)
STATEMENTS = (CORE_MATCHES, RESPONSES, ASSISTED_BY_ANSWER, FIRST_YEARS, BODIES)
