"""Dates as firms write them: “2020年5月”, “2020.5.12”, “202005”, “2020”."""

import calendar
import re
from datetime import date
from functools import cache
from typing import NamedTuple

from loaders.text import normal

_DATE = re.compile(r"((?:19|20)\d\d)(?:年?[-./年]?(\d{1,2})(?:月?[-./月]?(\d{1,2})(?:日|号)?)?月?)?年?(?!\d)")
_TIME_OF_DAY = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")


class Period(NamedTuple):
    """The first and the last day that may be meant."""

    first: date
    last: date


@cache
def read(text: str) -> Period | None:
    """The day, month or year a text names; None where it names none or more than that."""
    match = _DATE.fullmatch(_TIME_OF_DAY.sub("", normal(text)))
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year
    if month and not 1 <= month <= 12:
        return None
    last_month = month or 12
    last = calendar.monthrange(year, last_month)[1]
    if day and not 1 <= day <= last:
        return None
    return Period(date(year, month or 1, day or 1), date(year, last_month, day or last))
