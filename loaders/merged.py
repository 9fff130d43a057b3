"""What only showed when a version was made: a file compared with everything else that was received."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from data.reference import table
from data.warehouse import Reader
from loaders.asking import label
from loaders.issues import Issue

FOUND = """
SELECT submission, file, kind, sheet, row, "column", value, rule, level, coalesce(letter, '')
FROM issue JOIN submission USING (submission) WHERE found = 'version'
"""
ORDER = 'ORDER BY submission DESC, sheet, row, rule, "column", value'


class Finding(NamedTuple):
    """A finding, and the file it is about."""

    submission: int
    file: str
    issue: Issue


def everything(reader: Reader) -> list[Finding]:
    """All of a version, those of the newest files first."""
    return [_finding(*row) for row in reader.rows(f"{FOUND} {ORDER}")]


def by_submission(reader: Reader, submissions: Sequence[int]) -> dict[int, list[Issue]]:
    """Those of some submissions, in the order of their sheets."""
    found: dict[int, list[Issue]] = defaultdict(list)
    asked = f"{FOUND} AND list_contains(?, submission) {ORDER}"
    for row in reader.rows(asked, [list(submissions)]):
        finding = _finding(*row)
        found[finding.submission].append(finding.issue)
    return dict(found)


def _finding(submission: int, file: str, kind: str, sheet: str, row: int, column: str, *rest: str) -> Finding:
    return Finding(submission, file, Issue(sheet, row, heading(kind, column), *rest))


def heading(kind: str, column: str) -> str:
    """What a column that an issue names is called in documents of that kind."""
    return _headings().get(kind, {}).get(column, column)


@cache
def _headings() -> dict[str, dict[str, str]]:
    """By kind of document, what the columns that are compared are called there."""
    return {
        "ledger": {
            "region": label("place"),
            "industry": label("industry"),
            "body": label("body"),
            "credit_code": label("credit_code"),
        },
        "statistics": {row["figure"]: row["labels"].partition("|")[0] for row in table("statistics_figures")},
        "pilot": {row["indicator"]: row["name"] for row in table("pilot_indicators")},
    }
