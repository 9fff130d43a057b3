"""The sentences that pages open with."""

import pandas as pd
import pytest

from metrics.registry import METRICS
from pages._parts import findings
from pages._parts.filters import Selection

pytestmark = pytest.mark.usefixtures("chinese")
SATISFACTION = METRICS["satisfaction_rate"]
NATION = Selection(2021, None, (), ())


def rates(dimension: str, *groups: tuple[str | None, int, int]) -> pd.DataFrame:
    """A frame of rates as `compute` gives it."""
    return pd.DataFrame(
        {
            "metric": SATISFACTION.name,
            dimension: [code for code, _, _ in groups],
            "numerator": [float(good) for _, good, _ in groups],
            "denominator": [float(all_) for _, _, all_ in groups],
            "value": [good / all_ if all_ else float("nan") for _, good, all_ in groups],
            "small": [all_ < 10 for _, _, all_ in groups],
        }
    )


def total(good: int, all_: int) -> pd.Series:
    return rates("province", ("", good, all_)).iloc[0]


def test_provinces_above_the_average_and_the_lowest():
    given = rates("province", ("110000", 78, 80), ("120000", 90, 100), ("130000", 48, 57))
    found = findings.of_regions(SATISFACTION, given, "province", total(216, 237), NATION)
    assert found.sentence == "3 个省（区、市）中 1 个满意率高于全国平均 91.1%；河北省最低，84.2%（48/57）"
    assert found.named == "130000"


def test_small_groups_and_answers_without_a_place_are_not_ranked():
    given = rates("province", ("110000", 0, 9), (None, 0, 50), ("120000", 90, 100), ("130000", 57, 60))
    found = findings.of_regions(SATISFACTION, given, "province", total(147, 219), NATION)
    assert found.sentence.startswith("2 个省（区、市）中 2 个")
    assert found.named == "120000"


def test_a_single_group_is_stated_as_it_is():
    given = rates("province", ("110000", 1, 1))
    found = findings.of_regions(SATISFACTION, given, "province", total(1, 1), NATION)
    assert found == ("全国满意率 100.0%（1/1）", None)


def test_no_answers_are_said_in_words():
    found = findings.of_regions(SATISFACTION, rates("province"), "province", total(0, 0), NATION)
    assert found == ("没有符合条件的答卷，请放宽筛选条件", None)


def test_cities_of_a_province_are_named_by_their_own_word():
    given = rates("city", ("140100", 95, 100), ("140200", 45, 50))
    found = findings.of_regions(SATISFACTION, given, "city", total(140, 150), NATION._replace(region="140000"))
    assert found.sentence == "2 个市（州）中 1 个满意率高于全省平均 93.3%；大同市最低，90.0%（45/50）"
    given = rates("city", ("310115", 95, 100), ("310101", 45, 50))
    found = findings.of_regions(SATISFACTION, given, "city", total(140, 150), NATION._replace(region="310000"))
    assert found.sentence == "2 个区（县）中 1 个满意率高于全市平均 93.3%；黄浦区最低，90.0%（45/50）"


@pytest.mark.parametrize(
    ("city", "sentence"),
    [
        ("140200", "大同市满意率 90.0%（45/50），在 3 个市（州）中列第 2；全省平均 93.0%"),
        ("140300", "阳泉市满意率 90.0%（90/100），在 3 个市（州）中列第 2；全省平均 93.0%"),
        ("140400", "长治市答卷太少，不参与排名；全省平均 93.0%"),
    ],
)
def test_one_city_stands_among_those_of_its_province(city, sentence):
    given = rates("city", ("140100", 97, 100), ("140200", 45, 50), ("140300", 90, 100), ("140400", 9, 9))
    found = findings.of_regions(SATISFACTION, given, "city", total(93, 100), NATION._replace(region=city))
    assert found == (sentence, city)


@pytest.mark.parametrize(
    ("county", "sentence"),
    [
        ("140106", "迎泽区满意率 90.0%（45/50），在 2 个区（县）中列第 2；全市平均 93.0%"),
        ("140107", "杏花岭区答卷太少，不参与排名；全市平均 93.0%"),
    ],
)
def test_one_county_stands_among_those_of_its_city(county, sentence):
    given = rates("county", ("140105", 97, 100), ("140106", 45, 50), ("140107", 9, 9))
    found = findings.of_regions(SATISFACTION, given, "county", total(93, 100), NATION._replace(region=county))
    assert found == (sentence, county)


def test_where_only_one_unit_is_known_it_is_not_ranked():
    given = rates("county", ("140105", 45, 50))
    found = findings.of_regions(SATISFACTION, given, "county", total(93, 100), NATION._replace(region="140105"))
    assert found == ("小店区满意率 90.0%（45/50）", "140105")


def test_aspects_leave_out_the_other():
    shares = pd.DataFrame({"metric": ["aspect_8", "aspect_5", "aspect_12"], "value": [0.5, 0.25, 0.01]})
    found = findings.of_aspects(shares, METRICS)
    assert found == ("成本下降居首，50.0%；创新能力提升最少，25.0%（不计其他）", "aspect_5")
    assert findings.of_aspects(shares.assign(value=float("nan")), METRICS).sentence == "没有答卷"


def test_of_what_should_improve_the_most_frequent_is_named():
    shares = pd.DataFrame({"metric": ["dissatisfied_with_2", "dissatisfied_with_5"], "value": [0.3, 0.1]})
    assert findings.of_aspects(shares, METRICS).named == "dissatisfied_with_2"


def firms(*codes: int) -> pd.DataFrame:
    return pd.DataFrame({"industry": [*codes, None], "value": 3.0})


def test_coverage_names_what_is_missing_and_stops_at_six():
    assert findings.of_coverage(firms(*range(1, 40))).sentence == "39 个行业大类全部覆盖"
    but_two = [code for code in range(1, 40) if code not in (3, 17)]
    said = findings.of_coverage(firms(*but_two)).sentence
    assert said.startswith("39 个行业大类已覆盖 37 个；未覆盖：食品饮料、")
    assert not said.endswith("等")
    said = findings.of_coverage(firms(1, 2)).sentence
    assert said.startswith("39 个行业大类已覆盖 2 个；未覆盖：")
    assert said.count("、") == 5
    assert said.endswith("等")
