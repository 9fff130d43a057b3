"""The calendar of China, by which deadlines and days of receipt are meant. Moments are kept in UTC."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The day in China."""
    return day(datetime.now(UTC))


def day(moment: datetime) -> date:
    """The day in China of a moment in UTC, with its zone or without."""
    return moment.replace(tzinfo=UTC).astimezone(CHINA).date()
