"""What a region reports itself of what the ledgers count: its own latest table that states it."""

from metrics.reported import Reported, reported

FILED = """
    province | city   | year | assisted | industries | bodies | submission | sheet
    140000   |        | 2021 | 2        | 3          |        | 1          | 附表
    140000   |        | 2022 | 4        |            |        | 1          | 附表
    140000   |        | 2023 | 9        | 9          | 9      | 1          | 附表    # after the year asked
    140000   | 140100 | 2022 | 1        | 1          | 1      | 1          | 附表    # another unit
"""
SENT = """
    submission | file
    1          | 附表.xlsx
"""


def test_each_figure_is_that_of_the_latest_table_that_states_it(spec):
    found = reported(spec(statistics=FILED, submission=SENT).reader, "140000", 2022)
    assert found == {
        "assisted": Reported(4, 2022, "附表.xlsx", "附表", 3),
        "industries": Reported(3, 2021, "附表.xlsx", "附表", 2),
    }


def test_who_reports_nothing_has_none(spec):
    assert reported(spec(statistics=FILED).reader, "320000", 2022) == {}
