"""The words that name a metric: every row of figure_words.csv."""

import pytest

from data.reference import table
from metrics.core import Mean
from metrics.registry import METRICS
from reports.checking.figures import figures
from reports.checking.wording import called, places, question, wordings, years

ROWS = table("figure_words")
# Metrics that no report states as one number of its own.
NOT_IN_REPORTS = {name for name, one in METRICS.items() if one.relation in ("pilot_indicator", "pilot_table")}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["metric"])
def test_every_row_names_a_metric_by_words_and_units_that_are_read(row):
    assert row["metric"] in METRICS
    assert question(row["metric"]) == row["metric"], "another base of a question has the words of the question"
    assert all(word for way in row["words"].split("|") for word in way.split("+"))
    assert all([one.unit for one in figures(f"5{unit}")] == [unit] for unit in row["units"].split("|"))


def test_every_metric_has_a_row():
    assert {question(name) for name in METRICS} - NOT_IN_REPORTS == {row["metric"] for row in ROWS}


@pytest.mark.parametrize(
    "row", [row for row in table("acceptance_2021") if row["metric"]], ids=lambda row: row["figure"]
)
def test_the_words_of_the_published_report_name_their_metric(row):
    clause = {"帮扶认证机构": "127家认证机构", "覆盖行业": "36个行业", "行动前已获证": "行动前已获得证书"}.get(
        row["figure"], row["figure"]
    )
    assert wordings()[row["metric"]].fits(clause)


@pytest.mark.parametrize("clause", ["成本下降幅度 1124 8.45%", "提升前客户满意度91.5%", "提升后客户满意度95.3%"])
def test_a_size_or_a_pilot_s_own_figure_is_no_share_of_firms(clause):
    named = {name for name, wording in wordings().items() if wording.fits(clause)}
    assert not {name for name in named if name.startswith("aspect_")}


def test_a_median_is_named_as_one():
    for name, one in METRICS.items():
        if isinstance(one, Mean) and one.median:
            assert not wordings()[name].fits("营收、销量、销售额、利润率、成本下降、合格率")
    assert wordings()["gain_revenue_median"].fits("营收增长的中位数")
    assert not wordings()["gain_revenue"].fits("营收增长的中位数")


def test_opposite_words_are_told_apart():
    assert not wordings()["satisfied_with_2"].fits("政府服务措施有待改进")
    assert not wordings()["gain_pass_rate"].fits("产品不合格率")
    assert not wordings()["satisfaction_level_1"].fits("很满意或比较满意")


def test_years_and_places():
    assert years("2021年和2022年，ISO9001，12021年") == (2021, 2022)
    assert years("比2020年提高，较2019年下降") == ()
    assert places("山西省太原市的企业") == ("山西", "太原市")
    assert places("被帮扶企业") == ()
    assert set(places("山西省太原市的企业")) <= set(called("140100"))
