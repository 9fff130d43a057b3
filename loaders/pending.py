"""What waits for somebody: files to confirm, rows to mend, pairs to decide, answers to look at, ledgers, deadlines."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from data import register
from data.errors import Refused
from data.register import Submission
from data.store import Store
from data.warehouse import Reader

# What the checks say of a whole answer, not of one figure in it; they mark it and count it all the same.
FLAGS = (
    "skip_violated",
    "answer_missing",
    "too_many_ticked",
    "certified_after_answer",
    "certified_before_campaign",
    "submitted_impossible",
    "answered_too_fast",
    "straight_lined",
    "address_shared",
    "phone_shared",
)
FLAGGED = """
SELECT count(DISTINCT r.response_id) FROM response r JOIN issue i USING (submission, sheet, row)
WHERE r.counts AND r.year = $1 AND list_contains($2, i.rule) AND ($3 IS NULL OR $3 IN (r.province, r.city))
"""
# A ledger whose sender nobody knows may be the city's own: nobody is chased for what may have come.
LISTED = """
SELECT DISTINCT a.city FROM listing l JOIN assisted a USING (firm, year)
WHERE l.year = $1 AND coalesce(l.origin, '') <> 'body' AND a.city IS NOT NULL
UNION SELECT sender FROM submission WHERE kind = 'ledger' AND year = $1 AND sender IS NOT NULL
"""


class Held(NamedTuple):
    """Rows that wait to be mended, the files they stand in, and when the oldest of these came (UTC)."""

    rows: int
    files: int
    oldest: datetime | None


class Deadline(NamedTuple):
    """A day by which something is due; `due` is a msgid, `days` how many are left."""

    day: date
    due: str
    days: int


def waiting(store: Store) -> list[Submission]:
    """The files that would replace others, until somebody decides."""
    if not store.register.exists():
        return []
    return [one for one in register.everything(store) if one.state == "pending"]


def held(reader: Reader) -> Held:
    """The rows of the version's files that are held."""
    asked = "SELECT coalesce(sum(rows_held), 0), count(*), min(received_at) FROM submission WHERE rows_held > 0"
    ((rows, files, oldest),) = reader.rows(asked)
    return Held(int(rows), files, oldest)


def pairs(reader: Reader) -> int:
    """How many suggestions wait for a decision."""
    ((count,),) = reader.rows("SELECT count(*) FROM suggestion")
    return int(count)


def flagged(reader: Reader, year: int, region: str | None = None) -> int:
    """How many counted answers of a year, of a province or a unit below one, the checks have marked as a whole."""
    ((count,),) = reader.rows(FLAGGED, [year, list(FLAGS), region])
    return int(count)


def without_ledger(reader: Reader, year: int, cities: Sequence[str]) -> list[str]:
    """Those of the cities that no ledger of the year came from, in their order."""
    listed = {city for (city,) in reader.rows(LISTED, [year])}
    return [city for city in cities if city not in listed]


def deadlines(rows: Sequence[Mapping[str, str]], region: str, today: date) -> list[Deadline]:
    """What is still due in a province, the nearest first; rows are those of data/reference/deadlines.csv."""
    found = [Deadline(_day(row), row["due"], (_day(row) - today).days) for row in rows if row["region"] == region]
    return sorted(one for one in found if one.days >= 0)


def _day(row: Mapping[str, str]) -> date:
    try:
        return date.fromisoformat(row["date"])
    except ValueError as error:
        raise Refused("deadlines.csv 里的日期“{date}”应写成 2024-10-30 这样", date=row["date"]) from error
