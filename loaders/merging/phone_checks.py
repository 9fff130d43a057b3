"""The telephone check: the last call about each answer, with what the answer says of itself."""

# Rows of filled sheets with the answer they speak of. A number is given anew when a questionnaire is loaded again, so
# a row that names another firm is not the answer's.
PHONE_CHECK_ROWS = """
CREATE TEMP TABLE phone_check_row AS
SELECT s.submission, r.* EXCLUDE (filename), a.response_id IS NULL AS is_strange,
       coalesce(CASE WHEN r.credit_code IS NOT NULL AND a.credit_code IS NOT NULL THEN r.credit_code <> a.credit_code
                     ELSE r.name_key <> a.name_key END, FALSE) AS is_other
FROM {phone_check} r JOIN received s ON s.rows = r.filename LEFT JOIN answer a USING (response_id)
"""

PHONE_CHECKS = """
INSERT INTO phone_check BY NAME
WITH newest AS (
    SELECT * FROM phone_check_row WHERE NOT is_strange AND NOT is_other
    QUALIFY row_number() OVER (PARTITION BY response_id ORDER BY submission DESC, row DESC) = 1
)
SELECT response_id, r.firm, r.year, r.name, r.credit_code, r.province, r.city, r.county, r.industry, r.sector, r.body,
       n.called_on::DATE AS called_on, n.reached, r.q13, n.q13_again, r.q7, n.q7_again, n.submission, n.sheet, n.row
FROM newest n JOIN response r USING (response_id)
"""

STRANGE = """
INSERT INTO issue BY NAME
SELECT submission, sheet, row, '答卷编号' AS "column", response_id AS value, 'check_no_answer' AS rule,
       'warning' AS level, '' AS letter
FROM phone_check_row WHERE is_strange
"""

OTHER_FIRMS = """
INSERT INTO issue BY NAME
SELECT submission, sheet, row, '答卷编号' AS "column", response_id AS value, 'check_other_firm' AS rule,
       'warning' AS level, '' AS letter
FROM phone_check_row WHERE is_other
"""

# What lost against a later sheet.
SUPERSEDED = """
INSERT INTO issue BY NAME
SELECT old.submission, old.sheet, old.row, '答卷编号' AS "column", response_id AS value, 'check_newer' AS rule,
       'warning' AS level, '' AS letter
FROM phone_check_row old JOIN phone_check USING (response_id)
WHERE NOT old.is_other AND phone_check.submission > old.submission
"""

STATEMENTS = (PHONE_CHECK_ROWS, PHONE_CHECKS, STRANGE, OTHER_FIRMS, SUPERSEDED)
