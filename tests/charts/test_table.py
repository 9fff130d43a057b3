import pandas as pd

from charts.table import frame
from tests.charts.examples import SHANXI, TIBET, bars, heat, tiles


def test_columns_stand_under_the_charts_own_heads():
    table = frame(bars(SHANXI))
    assert list(table.columns) == ["代码", "地区", "满意", "答题", "满意率"]
    assert table.iloc[0].tolist() == ["140000", "山西省", 1203, 1233, 0.9753]


def test_a_missing_number_is_missing_and_counts_stay_whole():
    table = frame(bars(SHANXI, TIBET))
    assert pd.isna(table.loc[1, "满意率"])
    assert pd.isna(table.loc[1, "满意"])
    assert table["满意"].dtype == "Int64"


def test_sums_that_are_not_whole_keep_their_decimals():
    mean = frame(bars(SHANXI.__class__(label="山西省", value=14.75, text="14.75", numerator=29.5, denominator=2)))
    assert mean.loc[0, "满意"] == 29.5


def test_codes_are_text():
    assert frame(tiles())["代码"].tolist() == ["04", "08"]


def test_a_heat_table_has_one_row_a_cell():
    table = frame(heat())
    assert table[["地区", "行业"]].to_numpy().tolist() == [["山西省", "纺织"], ["山西省", "出版"]]
    assert table["满意率"].iloc[0] == 0.8


def test_a_chart_without_marks_has_heads_only():
    assert frame(bars()).shape == (0, 5)
