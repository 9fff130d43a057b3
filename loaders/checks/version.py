"""Answers and firms of a version against one another, across files; runs while the version is built."""

from typing import Any

from loaders.checks import quotas
from loaders.issues import rules

# Where a firm answered more than once in a round: which answer counts.
ANSWERED_AGAIN = """
SELECT r.submission, r.sheet, r.row, '' AS "column", s.file || '!' || c.row AS value
FROM response r JOIN response c ON c.firm = r.firm AND c.year = r.year AND c.counts
JOIN submission s ON s.submission = c.submission
WHERE NOT r.counts
"""

NAMES_DIFFER = """
SELECT r.submission, r.sheet, r.row, '' AS "column", c.name AS value
FROM response r JOIN response c ON c.credit_code = r.credit_code AND c.year = r.year AND c.counts
JOIN answer a ON a.response_id = r.response_id JOIN answer b ON b.response_id = c.response_id
WHERE NOT r.counts AND a.name_key <> b.name_key
"""

SUBMITTED_IN_OTHER_YEAR = """
SELECT submission, sheet, row, '提交答卷时间' AS "column", strftime(submitted_at, '%Y/%-m/%-d') AS value
FROM response WHERE year(submitted_at) <> year
"""

# Cities and certification bodies name the same firm; two cities should not.
FIRM_IN_TWO_LEDGERS = """
SELECT l.submission, l.sheet, l.row, '' AS "column", min(s.file) AS value
FROM ledger_row l JOIN ledger_row o
  ON o.firm = l.firm AND o.year = l.year AND o.from_city = l.from_city AND o.submission <> l.submission
JOIN submission s ON s.submission = o.submission
GROUP BY l.submission, l.sheet, l.row
"""

# Rows of one sheet are compared when it is read.
FIRM_REPEATED = """
SELECT l.submission, l.sheet, l.row, '' AS "column", min(o.sheet || '!' || o.row) AS value
FROM ledger_row l JOIN ledger_row o ON o.firm = l.firm AND o.submission = l.submission AND o.sheet < l.sheet
GROUP BY l.submission, l.sheet, l.row
"""

# A link that people passed on, or one of a firm that no ledger names any more.
LINK_OTHER_CODE = """
SELECT r.submission, r.sheet, r.row, '' AS "column", coalesce(k.name, l.firm) AS value
FROM linked l JOIN response r USING (response_id) JOIN match m USING (response_id)
LEFT JOIN (SELECT firm, min(name) AS name FROM ledger_row GROUP BY firm) k ON k.firm = l.firm
WHERE l.other_code AND m.how <> 'confirmed'
"""
LINK_OTHER_NAME = """
SELECT r.submission, r.sheet, r.row, '' AS "column", min(coalesce(k.name, l.firm)) AS value
FROM linked l JOIN response r USING (response_id) JOIN match m USING (response_id)
JOIN ledger_row o ON o.name_key = l.name_key AND coalesce(o.city, o.province) = coalesce(r.city, r.province)
  AND o.year <= r.year AND o.firm <> l.firm
JOIN ledger_row k ON k.firm = l.firm
WHERE m.how = 'link'
GROUP BY r.submission, r.sheet, r.row HAVING NOT bool_or(coalesce(k.name_key = l.name_key, FALSE))
"""
LINK_UNKNOWN = """
SELECT r.submission, r.sheet, r.row, '' AS "column", l.link AS value
FROM linked l JOIN response r USING (response_id) WHERE l.firm IS NULL
"""

CHECKS = {
    "answered_again": ANSWERED_AGAIN,
    "names_differ": NAMES_DIFFER,
    "submitted_in_other_year": SUBMITTED_IN_OTHER_YEAR,
    "firm_in_two_ledgers": FIRM_IN_TWO_LEDGERS,
    "firm_repeated": FIRM_REPEATED,
    "link_other_code": LINK_OTHER_CODE,
    "link_other_name": LINK_OTHER_NAME,
    "link_unknown": LINK_UNKNOWN,
}


def check(connection: Any) -> None:
    """Add to the issues of a version what is found across its rows; it must hold responses, ledger rows and firms."""
    for rule, found in CHECKS.items():
        connection.execute(
            f"INSERT INTO issue BY NAME SELECT *, $rule AS rule, $level AS level, '' AS letter FROM ({found})",
            {"rule": rule, "level": rules()[rule]["level"]},
        )
    quotas.check(connection)
