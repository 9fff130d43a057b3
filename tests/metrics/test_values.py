"""Values on the command line: those there are pass, any other is refused with the nearest right ones."""

import pytest

from data.errors import Refused
from data.reference import table
from metrics.query import Filters
from metrics.values import filters, known_values

ANSWERS = "firm | year | city | body\nA | 2021 | 140100 | 某认证公司\nB | 2022 | 999901 |"
PILOTS = "pilot | name | kind | year | province\n山西清徐老陈醋 | 清徐老陈醋 | area | 2022 | 140000"


@pytest.fixture
def reader(spec):
    return spec(ANSWERS, pilot=PILOTS, pilot_member="pilot | firm\n天津地毯 | A").reader


@pytest.mark.parametrize(
    ("condition", "typed"),
    [
        ("year=2021", 2021),
        ("year=2030", 2030),  # nothing was received for it, but it is a year
        ("province=650000", "650000"),  # nor for it
        ("province=140000", "140000"),
        ("city=140000-zgq", "140000-zgq"),
        ("city=120114", "120114"),
        ("county=140105", "140105"),
        ("industry=39", 39),
        ("industry=03", 3),
        ("sector=other", "other"),
        ("pilot=none", "none"),
        ("pilot=山西清徐老陈醋", "山西清徐老陈醋"),
        ("pilot=天津地毯", "天津地毯"),  # only a ledger names it
        ("body=CNCA-R-2002-001", "CNCA-R-2002-001"),
        ("body=某认证公司", "某认证公司"),  # a body without a number, as it stands in the data
        ("city=999901", "999901"),  # no region, yet data have it
        ("certified=5", 5),
        ("participation=2", 2),
        (" city = 140100 ", "140100"),
    ],
)
def test_what_there_is_passes(reader, condition, typed):
    dimension = condition.partition("=")[0].strip()
    assert filters(reader, ["answer"], [condition]) == Filters.of(**{dimension: [typed]})


@pytest.mark.parametrize(
    ("relation", "condition", "near"),
    [
        ("answer", "city=太原", "140100 太原市"),
        ("answer", "city=Taiyuan", "140100 太原市"),
        ("answer", "province=太原", "city=140100 太原市"),
        ("answer", "province=140100", "city=140100 太原市"),
        ("answer", "city=110103", "city=110101 东城区"),  # withdrawn
        ("answer", "province=999999", "820000 澳门特别行政区；810000 香港特别行政区"),
        ("answer", "industry=40", "39 其他社会服务；38 健康和社会工作"),
        ("answer", "industry=食品", "3 食品、饮料和烟草"),
        ("answer", "pilot=xyz", "none；天津地毯；山西清徐老陈醋 清徐老陈醋"),
        ("answer", "pilot=清徐老陈醋", "山西清徐老陈醋 清徐老陈醋"),
        ("answer", "year=1999", "2021；2022"),
        ("answer", "year=last", "2021；2022"),
        ("answer", "sector=制造业", "manufacturing 制造业"),
        ("answer", "participation=3", "2 之前已参加，今年继续参加；1 今年首次参加"),
        ("answer", "body=中国质量认证中心", "CNCA-R-2002-001 中国质量认证中心"),
        ("assisted", "origin=x", "ledger 台账；answers 答卷"),
        ("statistics", "region=太原市", "140100 太原市"),
        ("pilot_indicator", "indicator=一次合格率", "first_pass_rate 一次合格率"),
        ("pilot_indicator", "level=国家", "国家级"),
    ],
)
def test_what_there_is_not_is_refused_with_the_nearest(reader, relation, condition, near, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    with pytest.raises(Refused) as refusal:
        filters(reader, [relation], [condition])
    dimension, _, value = condition.partition("=")
    assert (refusal.value.values["dimension"], refusal.value.values["value"]) == (dimension, value)
    assert set(near.split("；")) <= set(refusal.value.values["near"].split("；"))


def test_a_dimension_that_a_relation_lacks_is_refused_with_those_it_has(reader):
    with pytest.raises(Refused) as refusal:
        filters(reader, ["answer", "assisted"], ["certified=1"])
    assert "origin" in refusal.value.values["allowed"].split()


def test_what_is_no_condition_is_refused(reader):
    with pytest.raises(Refused, match="--where year=2021"):
        filters(reader, ["answer"], ["2021"])


def test_every_region_that_data_may_have_passes(reader):
    for level in ("province", "city", "county"):
        codes = {row["code"] for row in table("regions") if row["level"] == level and row["status"] == "current"}
        assert codes == known_values(reader, level).keys()
