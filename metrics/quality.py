"""Quality of what was received: every row of every file accounted for, what the checks found, and answers that look
as if nobody had read the questions.

A file stands in a selection as a whole: where one row of it belongs there, or where its sender does. Rows that are
held belong to no place yet, so files cannot be cut.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import pandas as pd

from data.reference import table
from data.warehouse import Reader
from locales import N_
from metrics.query import SMALL, Filters
from metrics.registry import metric
from metrics.statement import Asked, behind, column

FLAGS = {  # rules of data/reference/rules.csv that speak of how an answer was filled in
    "answered_too_fast": N_("答得过快"),
    "straight_lined": N_("选项全同"),
    "address_shared": N_("同一网络地址"),
    "phone_shared": N_("同一联系电话"),
}
ANY = "any"  # an answer with at least one of them
DIMENSIONS = ("year", "province", "city", "industry", "body")  # of files; others do not narrow them

_ROWS = """
SELECT submission, province, city, industry, body FROM response
UNION SELECT submission, province, city, industry, body FROM assisted
UNION SELECT l.submission, a.province, a.city, a.industry, l.body FROM listing l JOIN assisted a USING (firm, year)
UNION SELECT submission, province, city, industry, body FROM good_case
UNION SELECT submission, province, city, NULL, body FROM recommendation
UNION SELECT submission, province, city, NULL, body FROM material
UNION SELECT submission, province, city, NULL, NULL FROM statistics
UNION SELECT submission, province, city, NULL, NULL FROM score
UNION SELECT i.submission, p.province, NULL, NULL, NULL FROM pilot_indicator i JOIN pilot p USING (pilot, year)
"""


class Totals(NamedTuple):
    """Files, and what became of their rows: in_file = loaded + held + ignored."""

    files: int
    in_file: int
    loaded: int
    held: int
    ignored: int


def totals(reader: Reader, where: Filters = Filters()) -> Totals:
    """Files of the selection and their rows."""
    chosen, values = _chosen(where)
    (row,) = reader.rows(
        f"""SELECT count(*), coalesce(sum(rows_in_file), 0), coalesce(sum(rows_loaded), 0),
        coalesce(sum(rows_held), 0), coalesce(sum(rows_ignored), 0) FROM ({chosen})""",
        values,
    )
    return Totals(*map(int, row))


def files(reader: Reader, where: Filters = Filters()) -> pd.DataFrame:
    """One row a file, the newest first: submission, file, kind, sender, year, received_at, in_file, loaded, held,
    ignored, errors, warnings."""
    chosen, values = _chosen(where)
    return reader.frame(
        f"""SELECT submission, file, kind, sender, year, received_at, rows_in_file AS in_file, rows_loaded AS loaded,
        rows_held AS held, rows_ignored AS ignored, coalesce(errors, 0) AS errors, coalesce(warnings, 0) AS warnings
        FROM ({chosen}) LEFT JOIN (
            SELECT submission, count(*) FILTER (level = 'error') AS errors,
            count(*) FILTER (level = 'warning') AS warnings FROM issue GROUP BY submission
        ) USING (submission) ORDER BY submission DESC""",
        values,
    )


def issues(
    reader: Reader,
    where: Filters = Filters(),
    senders: Sequence[str] = (),
    levels: Sequence[str] = (),
    rules: Sequence[str] = (),
) -> pd.DataFrame:
    """What the checks found in the files of the selection, errors first and the most frequent first: rule, level,
    count, files. No senders, levels or rules: all of them; the sender "" is one whom the file does not name."""
    chosen, values = _chosen(where)
    conditions = ["TRUE"]
    for name, wanted in (("coalesce(sender, '')", senders), ("level", levels), ("rule", rules)):
        if wanted:
            values.append(list(wanted))
            conditions.append(f"list_contains(${len(values)}, {name})")
    return reader.frame(
        f"""SELECT rule, level, count(*) AS count, count(DISTINCT submission) AS files
        FROM issue JOIN ({chosen}) USING (submission) WHERE {" AND ".join(conditions)}
        GROUP BY rule, level ORDER BY level, count DESC, rule""",
        values,
    )


def flags(reader: Reader, where: Filters = Filters(), by: str = "") -> pd.DataFrame:
    """How many of the answers that count have each of FLAGS, and how many ANY of them: flag, the dimension `by`,
    numerator, denominator, value, small.

    The denominator is all answers that count; `small` is one below 10. Without `by` there is one row a flag, none
    where there are no answers. A flag doubts an answer and leaves it in every figure.
    """
    group = column("answer", by) if by else "NULL"
    asked = Asked.of((by,) if by else (), [(d, len(values)) for d, values in where.values], False)
    found = reader.frame(
        f"""WITH answer_ AS (
            SELECT response_id, submission, sheet, row, {group} AS group_ {behind(metric("responses"), asked, "numerator")}
        ),
        whole AS (SELECT group_, count(*) AS denominator FROM answer_ GROUP BY group_),
        marked AS (SELECT group_, response_id, rule FROM answer_ JOIN issue USING (submission, sheet, row)),
        kind AS (SELECT unnest({[ANY, *FLAGS]}) AS flag, unnest(range({len(FLAGS) + 1})) AS place)
        SELECT flag, whole.group_, count(DISTINCT response_id) AS numerator, denominator,
               count(DISTINCT response_id) / denominator AS value, denominator < {SMALL} AS small
        FROM whole CROSS JOIN kind LEFT JOIN marked
            ON marked.group_ IS NOT DISTINCT FROM whole.group_
            AND (rule = flag OR (flag = '{ANY}' AND list_contains({list(FLAGS)}, rule)))
        GROUP BY flag, place, whole.group_, denominator ORDER BY place, whole.group_ NULLS LAST""",
        [value for _, values in where.values for value in values],
    )
    return found.rename(columns={"group_": by}) if by else found.drop(columns="group_")


def _chosen(where: Filters) -> tuple[str, list[list[str | int]]]:
    """The files of a selection as SQL, with the lists it binds."""
    wanted = {d: values for d, values in where.values if d in DIMENSIONS}
    values: list[list[str | int]] = []

    def among(name: str, allowed: Sequence[str | int]) -> str:
        values.append(list(allowed))
        return f"list_contains(${len(values)}, {name})"

    years = among("year", wanted.pop("year")) if "year" in wanted else "TRUE"
    if not wanted:
        return f"SELECT * FROM submission WHERE {years}", values
    rows = " AND ".join(among(d, allowed) for d, allowed in wanted.items())
    sent = " AND ".join(among("sender", sorted(_senders(d, allowed))) for d, allowed in wanted.items())
    has_rows = f"submission IN (SELECT submission FROM ({_ROWS}) WHERE {rows})"
    return f"SELECT * FROM submission WHERE {years} AND ({has_rows} OR {sent})", values


def _senders(dimension: str, values: Sequence[str | int]) -> set[str]:
    """Who sends files that are about these values: regions and all inside them, bodies; nobody sends for an industry."""
    if dimension == "body":
        return {str(value) for value in values}
    if dimension == "industry":
        return set()
    inside = {str(value) for value in values}
    for _level in ("city", "county"):
        inside |= {code for code, parent in _parents().items() if parent in inside}
    return inside


@cache
def _parents() -> dict[str, str]:
    return {row["code"]: row["parent"] for row in table("regions")}
