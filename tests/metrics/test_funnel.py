"""From training to certificate: cumulative steps, with the share of the step before where it can be told."""

import pytest

from metrics.funnel import FEWER, NO_ANSWER, NO_LEDGER, NO_TABLE, NOT_BY, funnel
from metrics.query import Filters

LEDGER = """
    firm | year | province | city   | industry
    A    | 2021 | 140000   | 140100 | 17
    A    | 2022 | 140000   | 140100 | 17
    B    | 2022 | 140000   | 140100 | 17
    C    | 2022 | 140000   | 140200 | 3
    D    | 2023 | 140000   | 140200 | 3        # after the year asked
"""
ANSWERS = """
    firm | year | province | city   | industry | q3
    A    | 2021 | 140000   | 140100 | 17       | 3
    A    | 2022 | 140000   | 140100 | 17       | 2
    B    | 2022 | 140000   | 140100 | 17       | 5
"""
TABLE = """
    province | year | trained_enterprises
    140000   | 2022 | {trained}
"""


def steps(drawn, **where) -> list[tuple[float | None, float | None, str]]:
    return [(one.value, one.share, one.reason) for one in funnel(drawn.reader, Filters.of(year=[2022], **where))]


def test_every_firm_counts_once_up_to_the_year(spec):
    drawn = spec(ANSWERS, assisted=LEDGER, statistics=TABLE.format(trained=12))
    assert steps(drawn) == [(12, None, ""), (3, 3 / 12, ""), (2, pytest.approx(2 / 3), ""), (1, 0.5, "")]


def test_tables_that_name_fewer_firms_than_were_assisted_give_no_share(spec):
    drawn = spec(ANSWERS, assisted=LEDGER, statistics=TABLE.format(trained=2))
    assert steps(drawn)[1] == (3, None, FEWER)


def test_a_step_without_data_says_why(spec):
    assert [reason for _, _, reason in steps(spec(""))] == [NO_TABLE, NO_LEDGER, NO_ANSWER, NO_ANSWER]
    assert steps(spec(ANSWERS))[1:3] == [(None, None, NO_LEDGER), (2, None, "")]


def test_statistics_tables_do_not_tell_industries_apart(spec):
    drawn = spec(ANSWERS, assisted=LEDGER, statistics=TABLE.format(trained=12))
    trained, assisted, *_ = steps(drawn, industry=[17])
    assert trained == (None, None, NOT_BY)
    assert assisted == (2, None, "")
