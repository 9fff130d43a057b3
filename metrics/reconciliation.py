"""应填 and 已填: which ledger firms answered, which did not, and which answers belong to no ledger firm."""

import pandas as pd

from data.warehouse import Reader
from locales import N_
from metrics.query import Filters

LISTS = {
    "both": N_("已填答卷的台账企业"),
    "ledger_only": N_("没有答卷的台账企业"),
    "response_only": N_("不在台账里的答卷"),
    "doubtful": N_("待确认：名称相同、代码不同"),
}

_SQL = """
WITH listed AS (
    SELECT CASE WHEN r.response_id IS NULL THEN 'ledger_only' ELSE 'both' END AS list, a.firm, a.name, a.credit_code,
           a.year, a.province, a.city, a.county, a.industry, a.body, a.submission, a.sheet, a.row
    FROM assisted a LEFT JOIN (SELECT firm, year, response_id FROM response WHERE counts) r USING (firm, year)
    WHERE a.origin = 'ledger'
    UNION ALL BY NAME
    SELECT CASE m.how WHEN 'doubtful' THEN 'doubtful' ELSE 'response_only' END AS list, r.firm, r.name, r.credit_code,
           r.year, r.province, r.city, r.county, r.industry, r.body, r.submission, r.sheet, r.row
    FROM response r JOIN match m USING (response_id)
    WHERE r.counts AND m.firm IS NULL AND EXISTS (
        SELECT 1 FROM assisted a WHERE a.origin = 'ledger' AND a.year = r.year AND a.province = r.province
    )
)
SELECT l.list, l.firm, l.name, l.credit_code, l.province, l.city, l.industry, b.name AS body, s.file, l.sheet, l.row
FROM listed l LEFT JOIN body b USING (body) LEFT JOIN submission s USING (submission)
{where} ORDER BY l.province, l.city, l.name
"""

_DIMENSIONS = ("year", "province", "city", "county", "industry", "body")


def lists(reader: Reader, where: Filters = Filters()) -> pd.DataFrame:
    """The four lists as one frame; `list` is a key of LISTS, `firm` the firm's key, the last columns say where it was read.

    Answers of a province and year without a ledger stand in none of them: there is nothing to compare with.
    """
    chosen = [(d, values) for d, values in where.values if d in _DIMENSIONS]
    conditions = [f"l.{d} IN ({', '.join('?' * len(values))})" for d, values in chosen]
    clause = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    return reader.frame(_SQL.format(where=clause), [value for _, values in chosen for value in values])
