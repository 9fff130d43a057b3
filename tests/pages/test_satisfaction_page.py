"""The page of satisfaction shows what is computed: levels by region, topics, and the rate on every base."""

from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import parse_qs

import pandas as pd
import pytest

from metrics.bases import bases
from metrics.query import Filters, compute
from metrics.satisfaction import LEVELS
from pages._parts import satisfaction as page
from tests.pages.shown import nodes

NATION = Filters.of(year=[2021])
SHARES = [f"satisfaction_level_{n}" for n in range(1, 5)]
SELECTIONS = {
    "the nation": ({}, NATION, NATION, "province"),
    "a province": ({"region": "320000"}, *[NATION.but(province=["320000"])] * 2, "city"),
    "a city": ({"region": "320500"}, NATION.but(city=["320500"]), NATION.but(province=["320000"]), "city"),
    "industries": ({"industry": ["17", "18"]}, *[NATION.but(industry=[17, 18])] * 2, "province"),
}
each_selection = pytest.mark.parametrize("selection", SELECTIONS)


def percent(numerator: float, denominator: float) -> str:
    return f"{(Decimal(int(numerator)) * 100 / int(denominator)).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


@each_selection
def test_every_level_of_every_region_is_what_is_computed(visit, national, selection):
    query, _, around, by = SELECTIONS[selection]
    behind = visit("satisfaction", year="2021", **query).tables["levels"]
    computed = compute(national, SHARES, [by], around).dropna(subset=["value", by])
    whole = compute(national, SHARES, where=around)
    expected = {(row[by], row["metric"]): row for row in computed.to_dict("records")}
    expected |= {("", row["metric"]): row for row in whole.to_dict("records")}
    called = {label: name for name, (label, _) in zip(SHARES, LEVELS, strict=True)}
    assert len(behind) == len(expected)
    for line in behind.to_dict("records"):
        row = expected[line["代码"], called[line["满意程度"]]]
        assert (line["选择的企业"], line["回答的企业"]) == (row["numerator"], row["denominator"])
        assert line["占比"] == pytest.approx(100 * row["value"])


@each_selection
def test_bars_are_as_long_as_the_levels_are_large(visit, national, selection):
    query, *_ = SELECTIONS[selection]
    shown = visit("satisfaction", year="2021", **query)
    table = shown.tables["levels"]
    for trace in shown.figures["levels"]["data"]:
        level = trace["hovertext"][0].split("  ")[1]
        shares = list(table[table["满意程度"] == level]["占比"] / 100)
        sign = -1 if level == "不满意" else 1
        assert [value or 0 for value in trace["x"]] == pytest.approx([sign * share for share in shares])


def test_regions_stand_by_their_rate_and_small_ones_last(visit, national):
    behind = visit("satisfaction", year="2021", region="320000").tables["levels"]
    rates = compute(national, ["satisfaction_rate"], ["city"], NATION.but(province=["320000"])).dropna(
        subset=["value", "city"]
    )
    order = rates.sort_values(["small", "value", "denominator"], ascending=[True, False, False], kind="stable")
    assert list(dict.fromkeys(behind["代码"])) == ["", *order["city"]]


@each_selection
def test_the_sentence_is_what_is_computed(visit, national, selection):
    query, where, *_ = SELECTIONS[selection]
    topics = [f"dissatisfied_with_{n}" for n in range(1, 7)]
    rows = compute(national, ["satisfaction_rate", *SHARES, *topics], where=where).set_index("metric")
    rate, very, bad = (rows.loc[name] for name in ("satisfaction_rate", SHARES[0], SHARES[-1]))
    most = rows.loc[topics, "numerator"].max()
    headline = visit("satisfaction", year="2021", **query).headline
    assert headline.startswith(
        f"{percent(rate.numerator, rate.denominator)} 的企业满意，很满意 {percent(very.numerator, very.denominator)}，"
        f"不满意 {int(bad.numerator)} 家；最需改进"
    )
    assert headline.endswith(f"（{int(most)} 家）")


@pytest.mark.parametrize("prefix", ["satisfied_with", "dissatisfied_with"])
@each_selection
def test_topics_are_what_is_computed(visit, national, selection, prefix):
    query, where, *_ = SELECTIONS[selection]
    computed = compute(national, [f"{prefix}_{n}" for n in range(1, 8)], where=where)
    shown = visit("satisfaction", year="2021", **query)
    assert sorted(shown.tables[prefix]["选择的企业"]) == sorted(computed["numerator"])
    assert set(shown.tables[prefix]["全部企业"]) == set(computed["denominator"])
    assert sorted(shown.figures[prefix]["data"][0]["x"]) == pytest.approx(sorted(computed["value"]))


def of_bases(shown) -> pd.DataFrame:
    (table,) = [one.value for one in shown.test.dataframe if "说明什么" in one.value]
    return table


def test_the_rate_stands_on_its_three_bases(visit, national):
    computed = bases(national, "satisfaction_rate", NATION, language="zh")
    table = of_bases(visit("satisfaction", year="2021"))
    assert list(table["口径"]) == list(computed["base"])
    first = computed.iloc[0]
    assert list(table.iloc[0])[1:4] == [
        percent(first.numerator, first.denominator),
        str(int(first.numerator)),
        str(int(first.denominator)),
    ]
    assert list(table.iloc[2])[1:] == ["—", "—", "—", "没有台账，不能计算"]


def test_with_a_ledger_the_third_base_has_a_rate(visit, shows):
    shows("tianjin")
    table = of_bases(visit("satisfaction", year="2024", region="120000"))
    assert "—" not in list(table["满意率"])
    denominators = [int(one) for one in table["分母"]]
    assert denominators == sorted(denominators)


def test_the_page_says_from_when_on_the_rate_does_not_compare(visit):
    assert any(text.startswith(":gray[不可比：2022年起") for text in visit("satisfaction", year="2021").texts)


def test_the_dissatisfied_firms_are_one_step_away(visit, national):
    (bad,) = compute(national, [SHARES[-1]], where=NATION)["numerator"]
    shown = visit("satisfaction", year="2021")
    (link,) = [
        element.proto
        for element in nodes(shown.test.main)
        if element.type == "page_link" and element.proto.query_string
    ]
    assert link.label == f"列出不满意的 {int(bad)} 家企业 →"
    assert parse_qs(link.query_string) == {"behind": [SHARES[-1]], "part": ["in"]}
    behind = visit("firms", year="2021", **{key: value[0] for key, value in parse_qs(link.query_string).items()})
    assert f"企业 {int(bad)} 家" in behind.headline


def test_nobody_is_said_in_words(visit):
    shown = visit("satisfaction", year="2021", region="140000", industry="11")
    assert shown.headline == "没有符合条件的答卷，请放宽筛选条件"
    assert not shown.figures


def seen(**values: float | None) -> page.Seen:
    rows = {
        name: {"numerator": 0, "denominator": 10, "value": 0.0} for name in (*page.SHARES, *page.LIKED, *page.MISSED)
    }
    rows |= {"satisfaction_rate": {"numerator": 0, "denominator": 10, "value": 0.0}}
    for name, value in values.items():
        rows[name] = {"numerator": value, "denominator": 10, "value": None if value is None else value / 10}
    return page.Seen(rows, "province", pd.DataFrame(), pd.DataFrame())


def test_where_nobody_misses_anything_the_sentence_names_nothing(chinese):
    assert page.headline(seen(satisfaction_rate=10, satisfaction_level_1=7)) == (
        "100.0% 的企业满意，很满意 70.0%，不满意 0 家"
    )


def test_other_topics_are_never_named(chinese):
    assert page.most_missed(seen(dissatisfied_with_7=5, dissatisfied_with_2=1)) == "dissatisfied_with_2"


def test_answers_without_the_question_are_said_in_words(chinese):
    assert page.headline(seen(satisfaction_rate=None)) == "没有企业回答总体满意度（第13题）"
