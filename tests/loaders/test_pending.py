"""What waits for somebody."""

from datetime import date, datetime
from pathlib import Path

import pytest

from data.errors import Refused
from data.reference import table
from data.store import Store
from loaders import importing, pending
from loaders.pending import Held
from tests.loaders.drawing import many
from tests.metrics.drawing import drawn, rows_of

YEAR = 2022


@pytest.fixture
def draw(tmp_path):
    """Draw relations as text and read them."""
    made = []

    def drawing(responses: str = "", assisted: str = "", **others: str):
        rows = {name: rows_of(text) for name, text in others.items()}
        made.append(drawn(tmp_path / "store", rows_of(responses), rows_of(assisted), **rows).reader)
        return made[-1]

    yield drawing
    for one in made:
        one.close()


def test_held_rows_are_counted_with_their_files_and_the_oldest(draw):
    reader = draw(
        submission="""
        submission | kind   | rows_held | received_at
        1          | ledger | 3         | 2022-11-04 01:00:00
        2          | ledger | 0         | 2022-11-01 01:00:00
        3          | ledger | 2         | 2022-11-02 01:00:00
        """
    )
    assert pending.held(reader) == Held(5, 2, datetime(2022, 11, 2, 1, 0, 0))


def test_nothing_held_is_nothing(draw):
    assert pending.held(draw()) == Held(0, 0, None)


def test_an_answer_is_flagged_once_however_many_findings_it_has(draw):
    reader = draw(
        """
        firm | year | province | city   | submission | row | counts
        A    | 2022 | 140000   | 140100 | 1          | 2   | true
        B    | 2022 | 140000   | 140200 | 1          | 3   | true
        C    | 2022 | 140000   | 140200 | 1          | 4   | false   # a later answer counts
        D    | 2021 | 140000   | 140200 | 1          | 5   | true
        """,
        issue="""
        submission | sheet  | row | rule              | level
        1          | Sheet1 | 2   | skip_violated     | warning
        1          | Sheet1 | 2   | answered_too_fast | warning
        1          | Sheet1 | 3   | percentage_range  | warning
        1          | Sheet1 | 4   | skip_violated     | warning
        1          | Sheet1 | 5   | skip_violated     | warning
        """,
    )
    assert pending.flagged(reader, YEAR) == 1
    assert pending.flagged(reader, YEAR, "140100") == 1
    assert pending.flagged(reader, YEAR, "140000") == 1
    assert pending.flagged(reader, YEAR, "140200") == 0


def test_every_flag_is_a_rule_of_the_checks():
    assert set(pending.FLAGS) <= {row["rule"] for row in table("rules")}


def test_a_city_has_a_ledger_if_one_came_from_it_or_names_its_firms(draw):
    reader = draw(
        assisted="""
        firm | year | city
        A    | 2022 | 140100
        B    | 2022 | 140200
        C    | 2021 | 140300
        """,
        listing="""
        firm | year | origin
        A    | 2022 | city
        B    | 2022 | body    # a certification body's ledger is not the city's
        C    | 2021 | city
        """,
        submission="""
        submission | kind       | sender | year
        1          | ledger     | 140400 | 2022
        2          | statistics | 140500 | 2022
        """,
    )
    cities = ["140100", "140200", "140300", "140400", "140500"]
    assert pending.without_ledger(reader, YEAR, cities) == ["140200", "140300", "140500"]


def test_a_file_that_would_replace_another_waits(tmp_path: Path):
    store = Store(tmp_path / "store")
    assert pending.waiting(store) == []
    importing.load([many(tmp_path / "甲.xlsx", 2)], store, importing.Wanted(sender="140100"))
    assert pending.waiting(store) == []
    importing.load([many(tmp_path / "乙.xlsx", 3)], store, importing.Wanted(sender="140100"))
    assert [one.file for one in pending.waiting(store)] == ["乙.xlsx"]


ROWS = [
    {"region": "140000", "date": "2022-11-30", "due": "乙"},
    {"region": "140000", "date": "2022-11-10", "due": "甲"},
    {"region": "120000", "date": "2022-11-20", "due": "丙"},
]


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2022, 11, 1), [("甲", 9), ("乙", 29)]),
        (date(2022, 11, 10), [("甲", 0), ("乙", 20)]),
        (date(2022, 11, 11), [("乙", 19)]),
        (date(2022, 12, 1), []),
    ],
)
def test_deadlines_of_a_province_are_shown_until_their_day(today, left):
    assert [(one.due, one.days) for one in pending.deadlines(ROWS, "140000", today)] == left


def test_a_date_that_is_none_is_refused():
    with pytest.raises(Refused, match="11月10日"):
        pending.deadlines([{"region": "140000", "date": "11月10日", "due": "甲"}], "140000", date(2022, 11, 1))


@pytest.mark.parametrize("row", table("deadlines"), ids=lambda row: f"{row['region']} {row['date']} {row['who']}")
def test_every_deadline_can_be_read_and_says_where_it_stands(row):
    (found,) = pending.deadlines([row], row["region"], date(2020, 1, 1))
    assert found.due
    assert row["source"]
    assert row["who"] in ("city", "pilot", "body", "province")
    assert row["region"] in {one["code"] for one in table("regions") if one["level"] == "province"}
