"""Dates in free text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.resolvers import dates
from loaders.resolvers.dates import Period

DAY = Period(date(2020, 5, 12), date(2020, 5, 12))
MONTH = Period(date(2020, 5, 1), date(2020, 5, 31))
YEAR = Period(date(2020, 1, 1), date(2020, 12, 31))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2020年5月12日", DAY), ("2020-05-12", DAY), ("2020.5.12", DAY), ("2020/5/12", DAY), ("20200512", DAY),
        ("２０２０年５月１２号", DAY), ("2020-05-12 00:00:00", DAY),
        ("2020年5月", MONTH), ("2020.5", MONTH), ("2020-05", MONTH), ("202005", MONTH), (" 2020 年 05 月 ", MONTH),
        ("2020年", YEAR), ("2020", YEAR), ("2020年度", None),
        ("去年", None), ("2020年13月", None), ("2021年2月29日", None), ("2020-2021", None), ("1820年", None), ("", None),
    ],
)  # fmt: skip
def test_what_is_meant(text, period):
    assert dates.read(text) == period


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_writing(day):
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
    ):
        assert dates.read(text) == Period(day, day)


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_nothing(text):
    period = dates.read(text)
    assert period is None or period.first <= period.last
