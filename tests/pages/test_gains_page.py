"""The page of reported gains shows every figure that is computed, and every answer that is marked."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest

from locales import translate
from metrics.gains import GAINS
from metrics.outliers import WHY, gains, outliers
from metrics.query import Filters, compute
from pages._parts import gains as page

NATION = Filters.of(year=[2021])
JIANGSU = NATION.but(province=["320000"])
NAMES = [name for name, *_ in GAINS]
LABELS = {name: label for name, _, label, _ in GAINS}
each_selection = pytest.mark.parametrize(
    ("query", "where"), [({}, NATION), ({"region": "320000"}, JIANGSU), ({"industry": "17"}, NATION.but(industry=[17]))]
)


def decimal(value: float) -> str:
    return str(Decimal(repr(float(value))).quantize(Decimal("0.1"), ROUND_HALF_UP))


@each_selection
def test_means_medians_and_numbers_are_what_is_computed(visit, national, query, where):
    behind = visit("gains", year="2021", **query).tables["gains"].set_index("项目")
    means = compute(national, NAMES, where=where).set_index("metric")
    medians = compute(national, [f"{name}_median" for name in NAMES], where=where).set_index("metric")
    marked = gains(national, where).set_index("metric")["outliers"]
    assert list(behind["平均（%）"]) == sorted(behind["平均（%）"], reverse=True)
    for name in NAMES:
        row = behind.loc[LABELS[name]]
        assert row["平均（%）"] == pytest.approx(means.loc[name, "value"])
        assert row["填写的企业（家）"] == means.loc[name, "denominator"]
        assert row["中位数（%）"] == pytest.approx(medians.loc[f"{name}_median", "value"])
        assert row["离群值（个）"] == marked[name] == len(outliers(national, name, where))


@each_selection
def test_marks_stand_where_the_table_says(visit, national, query, where):
    shown = visit("gains", year="2021", **query)
    medians, means = shown.figures["gains"]["data"]
    assert means["x"] == pytest.approx(list(shown.tables["gains"]["平均（%）"]))
    assert medians["x"] == pytest.approx(list(shown.tables["gains"]["中位数（%）"]))


@each_selection
def test_the_sentence_is_what_is_computed(visit, national, query, where):
    found = gains(national, where).set_index("metric")
    lead, marked = found.loc["gain_revenue"], found["outliers"].sum()
    said = f"填写了营收增长的 {int(lead.n)} 家企业，平均 {decimal(lead['mean'])}%，中位数 {decimal(lead['median'])}%"
    end = f"；十项共有离群值 {marked} 个，都计入平均" if marked else "；没有离群值"
    assert visit("gains", year="2021", **query).headline == said + end


def listed(shown) -> pd.DataFrame:
    (table,) = [one.value for one in shown.test.dataframe if "为什么要看" in one.value]
    return table


@pytest.mark.parametrize("name", ["cut_cost", "gain_pass_rate"])
def test_every_marked_answer_is_listed_with_its_reason(visit, national, name):
    found = outliers(national, name, NATION)
    table = listed(visit("gains", year="2021", gain=name))
    assert list(table["企业名称"]) == list(found["name"])
    assert list(table["数值（%）"]) == list(found["value"])
    assert list(table["为什么要看"]) == [WHY[why] for why in found["why"]]
    assert all(link.startswith("firm?firm=") for link in table["卡片"])


def test_the_gain_with_most_outliers_is_listed_until_one_is_picked(visit, national):
    found = gains(national, NATION).set_index("metric")["outliers"]
    shown = visit("gains", year="2021")
    (choice,) = [one for one in shown.test.selectbox if one.key == "gain"]
    assert choice.value == found.idxmax()
    assert len(listed(shown)) == found.max()
    choice.set_value("gain_revenue").run()
    assert shown.test.query_params["gain"] == "gain_revenue"
    assert len(listed(shown)) == found["gain_revenue"]


def test_a_gain_without_outliers_says_so(visit, national):
    found = gains(national, NATION).set_index("metric")["outliers"]
    shown = visit("gains", year="2021", gain=found[found == 0].index[0])
    assert "这一项没有离群值" in shown.texts


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_what_the_numbers_are_and_with_what_they_do_not_compare(visit, lang):
    text = "\n".join(visit("gains", year="2021", lang=lang).texts)
    for said in (
        page.SELF_REPORTED,
        "不可比：2021年问的是月度数据，2022年起问的是年度数据",
        "不可比：2021年问的是月产品一次合格率，2022年起问的是产品合格率",
    ):
        assert translate(said, lang) in text


@pytest.mark.parametrize(("year", "period"), [(2021, "月度"), (2022, "年度"), (2024, "年度")])
def test_the_form_of_each_year_asks_for_its_period(year, period):
    assert page._is_monthly(year) == (period == "月度")


def test_annual_figures_are_called_so(visit, shows):
    shows("tianjin")
    assert any("2024年问卷问的是年度数据" in text for text in visit("gains", year="2024", region="120000").texts)


def test_nothing_filled_in_is_said_in_words(visit):
    shown = visit("gains", year="2021", region="140000", industry="11")
    assert shown.headline == "没有企业填写增长数据（第9至12题）"
    assert not shown.figures


def test_a_fall_has_the_true_minus():
    assert page.percent(-5.25) == "−5.3%"
