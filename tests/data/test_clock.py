"""Days are those of China, eight hours ahead of UTC all the year."""

from datetime import UTC, date, datetime

import pytest

from data import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 1, 15, 59, 59), date(2026, 1, 1)),
        (datetime(2026, 1, 1, 16), date(2026, 1, 2)),
        (datetime(2026, 7, 1, 16, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2025, 12, 31, 23), date(2026, 1, 1)),
    ],
)
def test_the_day_begins_at_sixteen_hours_utc(moment, day):
    assert clock.day(moment) == day


def test_today_is_the_day_of_this_moment():
    before = clock.day(datetime.now(UTC))
    assert before <= clock.today() <= clock.day(datetime.now(UTC))
