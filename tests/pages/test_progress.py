"""地区对比: how far the regions came since the year before."""

import pytest

from metrics.change import change
from metrics.query import Filters, compute
from metrics.ranking import TOO_FEW, Ranked
from pages._parts import progress
from pages._parts.filters import Selection

JIANGSU = Filters.of(year=[2023], province=["320000"])


def rate_of(years, rate: str, year: int):
    return compute(years, [rate], ["city"], JIANGSU.but(year=[year])).dropna(subset=["city"]).set_index("city")


@pytest.mark.parametrize("rate", ["satisfaction_rate", "improvement_rate"])
def test_the_dumbbells_are_what_is_computed_for_both_years_most_progress_first(in_years, visit, years, rate):
    shown = visit("regions", year="2023", region="320000", metric=rate)
    assert not shown.test.exception
    before, after = rate_of(years, rate, 2022), rate_of(years, rate, 2023)
    behind = shown.tables["progress"].set_index("代码")
    large = [code for code in after.index if min(before["denominator"].get(code, 0), after["denominator"][code]) >= 10]
    assert set(behind.index) == set(large)
    for code, line in behind.iterrows():
        assert line["2022年（%）"] == pytest.approx(before["value"][code] * 100)
        assert line["2023年（%）"] == pytest.approx(after["value"][code] * 100)
        assert line["变化（百分点）"] == pytest.approx((after["value"][code] - before["value"][code]) * 100)
        counts = (after["numerator"][code], after["denominator"][code])
        assert (line["2023年分子"], line["2023年分母"]) == counts
    changes = list(behind["变化（百分点）"])
    assert changes == sorted(changes, reverse=True)


def test_the_sentence_counts_what_is_drawn_and_names_the_largest_fall(in_years, visit, years):
    shown = visit("regions", year="2023", region="320000")
    changes = shown.tables["progress"].set_index("地区")["变化（百分点）"]
    worst = change(years, "satisfaction_rate", 2023, JIANGSU.but(province=(), city=["320100"]))
    assert changes.idxmin() == "南京市"
    assert (
        f"{len(changes)} 个市（州）中 {(changes > 0).sum()} 个比上年提高，{(changes < 0).sum()} 个下降；"
        f"南京市降幅最大，−{abs(worst.value) * 100:.1f} 百分点"
    ) == shown.words["progress"]["sentence"]


def test_a_region_picked_among_its_like_is_the_one_named(in_years, visit):
    shown = visit("regions", year="2023", region="320500")
    said = shown.words["progress"]["sentence"]
    assert "个比上年提高" in said
    assert said.partition("；")[2] == "苏州市 +0.4 百分点，列第 1"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"year": "2021"}, "不与2020年比较：没有上一年的数据"),
        ({"year": "2022"}, "2021年与2022年不可比：2022年起不再向提升不太明显的企业询问总体满意度"),
    ],
)
def test_where_two_years_do_not_compare_there_is_one_sentence_and_no_panel(in_years, visit, query, said):
    shown = visit("regions", region="320000", **query)
    assert any(text.startswith(f":gray[{said}") for text in shown.texts)
    assert "progress" not in shown.figures


def test_the_nation_compares_each_province_over_the_cities_of_both_years(in_years, visit, years):
    shown = visit("regions", year="2023", metric="improvement_rate")
    assert shown.words["progress"]["sentence"] == "江苏省 +0.1 百分点"
    behind = shown.tables["progress"]
    found = change(years, "improvement_rate", 2023, JIANGSU)
    (line,) = behind.to_dict("records")
    assert line["地区"] == "江苏省"
    assert (line["2022年（%）"], line["2023年（%）"]) == pytest.approx((found.before * 100, found.after * 100))


@pytest.mark.usefixtures("chinese")
def test_regions_without_a_rank_are_counted_with_the_reason(in_years, years):
    found = change(years, "improvement_rate", 2023, JIANGSU.but(province=(), city=["320500"]))
    rows = [
        Ranked("320500", 1, False, 0.02, 9, 10, "", found),
        Ranked("320100", 2, True, 0.0, 9, 10, "", found),
        Ranked("320200", 2, True, 0.0, 9, 10, "", found),
        Ranked("320600", None, False, None, 1, 2, TOO_FEW, found),
    ]
    said = progress.sentence(rows, rows[1:3], Selection(2023, "320000", (), ()))
    assert said == (
        "3 个市（州）中 1 个比上年提高，0 个下降；南京市、无锡市提高最少，±0.0 百分点；"
        "未列：数量太少，不参与排名（1 个）"
    )
