"""The page of the certification bodies shows what the metrics say of each."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest

from metrics.bodies import bodies
from metrics.query import Filters
from metrics.ranking import ranking
from pages._parts import bodies as page
from pages._parts.bodies import Seen

NATION = Filters.of(year=[2021])


def percent(numerator: float, denominator: float) -> str:
    return f"{(Decimal(int(numerator)) * 100 / int(denominator)).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ({}, NATION),
        ({"region": "320000"}, NATION.but(province=["320000"])),
        ({"region": "320500", "industry": "17"}, NATION.but(city=["320500"], industry=[17])),
    ],
)
def test_the_sentence_and_the_bars_are_what_is_computed(visit, national, query, where):
    found = bodies(national, where).dropna(subset=["firms"])
    shown = visit("bodies", year="2021", **query)
    most = found[found["firms"] == found["firms"].max()]["name"]
    assert shown.headline.startswith(f"{len(found)} 家机构帮扶 {found['firms'].sum()} 家企业；{'、'.join(most)}")
    (bars,) = shown.figures["firms"]["data"]
    assert bars["x"] == list(found["firms"].head(page.MOST))
    assert list(shown.tables["firms"]["帮扶企业"]) == list(found["firms"])


@pytest.mark.parametrize("name", ["satisfaction_rate", "satisfied_with_6"])
def test_rates_stand_in_their_rank_and_small_ones_have_none(visit, national, name):
    shown = visit("bodies", year="2021", region="320000")
    ranked = [one for one in ranking(national, name, "body", NATION.but(province=["320000"])) if one.value is not None]
    behind = shown.tables[name]
    assert list(behind["代码"]) == [one.unit for one in ranked]
    assert list(behind["分母"]) == [one.denominator for one in ranked]
    for line, one in zip(behind["机构"], ranked, strict=True):
        assert line.split(" ")[0].isdecimal() == (one.rank is not None)
        assert one.rank is None or line.startswith(f"{one.rank} ")
    hovers = shown.figures[name]["data"][0]["hovertext"]
    assert {text.endswith("*") for text in hovers} == {True, False}


def test_a_chosen_body_is_ranked_among_all(visit, national):
    body = "CNCA-R-2002-006"
    (mine,) = [one for one in ranking(national, "assisted_enterprises", "body", NATION) if one.unit == body]
    every = bodies(national, NATION)
    row = every[every["body"] == body].iloc[0]
    shown = visit("bodies", year="2021", body=body)
    good, of = row["satisfaction_rate_numerator"], row["satisfaction_rate_denominator"]
    assert shown.headline == (
        f"{row['name']}帮扶 {row['firms']} 家企业，在 {len(every)} 家机构中列第 {mine.rank}；"
        f"满意率 {percent(good, of)}（{int(good)}/{int(of)}）"
    )
    assert shown.figures["firms"]["data"][0]["hovertext"] == [
        f"{mine.rank} {row['name']}  {row['firms']}  占比 {percent(row['firms'], every['firms'].sum())}"
    ]


def test_the_table_has_every_body_with_all_its_figures(visit, national):
    found = bodies(national, NATION)
    (everything,) = [one.value for one in visit("bodies", year="2021").test.dataframe if "机构台账企业" in one.value]
    assert list(everything["机构批准号"]) == list(found["body"])
    assert list(everything["市"]) == list(found["cities"])
    assert everything["机构台账企业"].isna().all()


LEDGERS = pd.DataFrame({"comparable_firms": [3, 5, None], "same_body": [2, 4, None]}).astype("Int64")


def test_agreement_is_over_all_entries_that_can_be_compared(chinese):
    assert page.agreement(LEDGERS) == "；机构台账可与各市台账核对的 8 条中，机构一致的占 75.0%（6/8）"
    assert page.agreement(LEDGERS.tail(1)) == ""


def test_several_bodies_in_the_lead_are_all_named(chinese):
    rows = pd.DataFrame({"body": ["1", "2", "3"], "name": ["甲", "乙", "丙"], "firms": [4, 4, 2]})
    rows = rows.assign(comparable_firms=0, same_body=0)
    assert page.headline(Seen(rows, 10, 10, {})) == "3 家机构帮扶 10 家企业；甲、乙并列最多，各 4 家，占 40.0%"


@pytest.mark.parametrize(("value", "end"), [(1, 1), (2, 2), (3, 5), (9, 10), (10, 10), (58, 100), (774, 1000)])
def test_the_axis_ends_at_a_round_number(value, end):
    assert page._round_up(value) == end


def test_nobody_is_said_in_words(visit):
    shown = visit("bodies", year="2021", region="140000", industry="11")
    assert shown.headline == "没有机构帮扶的记录"
    assert not shown.figures
