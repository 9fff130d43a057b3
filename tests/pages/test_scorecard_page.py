"""评分 shows the card that `metrics.scorecard` makes, with the reader's weights, and says what is missing."""

import pytest

from data import warehouse
from data.store import Store
from metrics import scorecard
from metrics.query import Filters
from pages._parts import address, weighing
from pages._parts.filters import Selection
from pages._parts.query import Source
from pages._parts.scorecard import Seen, headline
from tests.metrics import drawing
from tests.pages.shown import plain

TIANJIN = Filters.of(year=[2024], province=["120000"])
HERE = {"year": "2024", "region": "120000"}
EXPERTS = ("organisation", "publicity", "training", "assistance")
UNRANKED = ("organisation", "publicity_training", "trained", "cases")  # what the samples of 2021 lack


@pytest.fixture(scope="module")
def tianjin(stores):
    reader = warehouse.open(Store(stores.tianjin), warehouse.ALL)
    yield reader
    reader.close()


@pytest.fixture
def two_years(shows, monkeypatch, tmp_path):
    """Districts scored in two years, two of them equal in the second; the answers of both years are alike."""
    points = {("120113", 2024): 60, ("120113", 2025): 80, ("120114", 2024): 90, ("120114", 2025): 80}
    points |= {("120116", 2024): 50, ("120116", 2025): 40}
    scores = [
        {
            "year": year,
            "province": "120000",
            "city": city,
            "scheme": "tianjin_2024",
            "indicator": indicator,
            "points": given,
        }
        for (city, year), given in points.items()
        for indicator in EXPERTS
    ]
    answers = [
        {"firm": f"F{city}", "year": year, "province": "120000", "city": city, "q13": 1} for city, year in points
    ]
    drawing.publish(Store(tmp_path / "own"), 1, answers, score=scores)
    shows("samples")
    monkeypatch.setenv("TISHENG_STORE", str(tmp_path / "own"))
    return {"year": "2025", "region": "120000", "weight": ["effect:0"]}


def texts(shown) -> str:
    return "\n".join(shown.texts)


def test_the_sentence_the_bars_and_the_parts_are_those_of_the_card(visit, shows, tianjin):
    shows("tianjin")
    shown = visit("scorecard", **HERE)
    made = scorecard.card(tianjin, "tianjin_2024", TIANJIN)
    ranked = made.rows.dropna(subset=["rank"])
    first = ranked.iloc[0]
    assert not shown.test.exception
    assert shown.headline == (
        f"滨海新区总分居首，{first['total']:.1f} 分，领先第二名 {scorecard.lead(made):.1f} 分；"
        f"权重各浮动 ±20%，2000 次中有 {round(first['holds'] * 2000)} 次仍居首"
    )
    assert list(shown.tables["totals"]["代码"]) == list(ranked["unit"])
    assert list(shown.tables["totals"]["总分"]) == list(ranked["total"])
    assert shown.figures["totals"]["data"][0]["x"] == list(ranked["total"])
    stability = shown.tables["stability"].pivot(index="代码", columns="名次", values="占比")
    for place, unit in enumerate(ranked["unit"]):
        expected = made.shaken.shares[place] * 100
        assert list(stability.loc[unit]) == pytest.approx(list(expected))
    parts = shown.tables["parts"].set_index(["代码", "指标"])["得分"]
    effect = shown.tables["parts_effect"].set_index(["代码", "指标"])["得分"]
    for one in made.components:
        shown_in = parts if one.key == one.indicator else effect
        expected = made.rows.set_index("unit")[f"score_{one.key}"].astype(float)
        drawn = shown_in.xs(one.name, level="指标")
        assert list(drawn[expected.index]) == pytest.approx(list(expected), nan_ok=True)
        assert drawn[""] == pytest.approx(scorecard.averages(made)[one.key])
    (everything,) = [one.value for one in shown.test.dataframe if "进步名次" in one.value]
    assert list(everything["代码"]) == list(made.rows["unit"])
    assert everything["说明"].iloc[-1].startswith("缺少：运营绩效、")
    assert "1 个单位指标不全，不排名" in texts(shown)


def test_a_unit_that_is_picked_stands_among_those_of_its_province(visit, shows, tianjin):
    shows("tianjin")
    rows = scorecard.card(tianjin, "tianjin_2024", TIANJIN).rows.set_index("unit")
    shown = visit("scorecard", year="2024", region="120113")
    mine = rows.loc["120113"]
    assert shown.headline.startswith(f"北辰区总分 {mine['total']:.1f}，在 {rows['rank'].notna().sum()} 个单位中列第 ")
    assert len(shown.tables["totals"]) == rows["rank"].notna().sum()


def test_weights_stand_in_the_address_and_give_the_card_of_the_metrics(visit, shows, tianjin):
    shows("tianjin")
    weights = {"organisation": 3.0, "training": 0.0, "quality": 2.0}
    shown = visit("scorecard", **HERE, weight=[f"{name}:{weight:g}" for name, weight in weights.items()])
    made = scorecard.card(tianjin, "tianjin_2024", TIANJIN, weights)
    assert list(shown.tables["totals"]["总分"]) == list(made.rows["total"].dropna())
    assert "不计入：培训数量和质量" in texts(shown)
    test = shown.test
    test.number_input(key="weight_tianjin_2024_training").set_value(1.0).run()
    assert test.query_params["weight"] == ["organisation:3", "quality:2"]
    test.number_input(key="weight_tianjin_2024_satisfaction").set_value(2.5).run()
    assert test.query_params["weight"] == ["organisation:3", "quality:2", "satisfaction:2.5"]
    test.button(key="weights_back").click().run()
    assert "weight" not in test.query_params
    assert test.number_input(key="weight_tianjin_2024_organisation").value == 1
    usual = scorecard.card(tianjin, "tianjin_2024", TIANJIN)
    assert plain(test.title[0].value).startswith(f"滨海新区总分居首，{usual.rows['total'].max():.1f} 分")


@pytest.mark.parametrize(
    "weight", ["organisation", "organisation:x", "organisation:-1", "organisation:inf", "no:2", "cases:1", "<b>:1"]
)
def test_weights_that_are_none_are_left_out(visit, shows, weight):
    shows("tianjin")
    shown = visit("scorecard", **HERE, weight=weight)
    assert not shown.test.exception
    assert shown.headline == visit("scorecard", **HERE).headline


def test_weights_of_zero_alone_are_refused_in_words_and_can_be_undone(visit, shows):
    shows("tianjin")
    indicators = scorecard.indicators("tianjin_2024", "zh")
    shown = visit("scorecard", **HERE, weight=[f"{name}:0" for name in indicators])
    assert shown.headline == "所有权重都是0，算不出总分。请至少给一项指标大于0的权重"
    shown.test.button(key="weights_back").click().run()
    assert plain(shown.test.title[0].value).startswith("滨海新区总分居首")
    parts = [one.key for one in scorecard.schemes()["tianjin_2024"] if one.indicator == "effect"]
    shown = visit("scorecard", **HERE, weight=[f"{name}:0" for name in parts])
    assert shown.headline.startswith("“帮扶企业提升成效”的各个部分权重都是0")


def test_without_experts_scores_it_says_what_to_import_and_shows_the_rest(visit, national):
    shown = visit("scorecard", year="2021")
    assert shown.headline == ("31 个单位都还不能排名，缺少：组织发动措施、宣传培训措施、培训企业数量、企业优良案例编制")
    said = texts(shown)
    assert "- 组织发动措施、宣传培训措施：导入专家评分表" in said
    assert "- 培训企业数量：导入各地的统计表" in said
    made = scorecard.card(national, "national_2021", Filters.of(year=[2021]))
    rows = shown.tables["parts"].set_index(["代码", "指标"])["得分"].xs("帮扶企业满意度", level="指标")
    expected = made.rows.set_index("unit")["score_satisfaction"]
    assert list(rows[expected.index]) == pytest.approx(list(expected))
    assert "totals" not in shown.figures
    shown.test.button(key="rank_rest").click().run()
    assert shown.test.query_params["weight"] == [f"{name}:0" for name in UNRANKED]
    ranked = scorecard.card(national, "national_2021", Filters.of(year=[2021]), dict.fromkeys(UNRANKED, 0))
    assert list(shown.tables["totals"]["总分"]) == list(ranked.rows["total"].dropna())
    assert list(shown.tables["stability"]["名次不变"] / 100) == pytest.approx(list(ranked.rows["holds"].dropna()))


def test_it_leads_to_where_experts_scored(visit, shows):
    shows("tianjin")
    test = visit("scorecard", year="2024").test
    assert plain(test.title[0].value).startswith("天津市还不能评分，缺少：组织发动举措、")
    test.button(key="scored_tianjin_2024_2024_120000").click().run()
    assert test.query_params == {"year": "2024", "region": "120000", "scheme": "tianjin_2024"}
    assert plain(test.title[0].value).startswith("滨海新区总分居首")


def test_another_scheme_has_other_indicators_and_the_usual_weights(visit, shows):
    shows("tianjin")
    shown = visit("scorecard", **HERE, weight="organisation:3")
    shown.test.selectbox(key="scheme").select("national_2021").run()
    assert shown.test.query_params == {**HERE, "scheme": "national_2021"}
    assert "企业优良案例编制" in set(shown.tables["parts"]["指标"])


def test_bodies_are_scored_too(visit, shows, tianjin):
    shows("tianjin")
    weights = [f"{name}:0" for name in (*EXPERTS, "effect")]
    shown = visit("scorecard", **HERE, unit="body", weight=weights)
    made = scorecard.card(tianjin, "tianjin_2024", TIANJIN, dict.fromkeys((*EXPERTS, "effect"), 0), "body")
    assert list(shown.tables["totals"]["代码"]) == list(made.rows.dropna(subset=["rank"])["unit"])
    best = int((made.rows["rank"] == 1).sum())
    assert best > 3
    assert shown.headline == f"{best} 个单位总分并列第一，100.0 分"


def test_filters_that_scores_lack_can_be_lifted(visit, shows):
    shows("tianjin")
    shown = visit("scorecard", **HERE, industry="17", pilot="none")
    assert shown.headline == "评分评的是整个单位，请去掉筛选：行业、试点"
    shown.test.button(key="lift").click().run()
    assert shown.test.query_params == HERE
    assert plain(shown.test.title[0].value).startswith("滨海新区总分居首")


def test_ties_share_a_rank_and_are_all_named(visit, two_years):
    shown = visit("scorecard", **two_years)
    assert shown.headline == (
        "北辰区、武清区总分并列第一，84.0 分；权重各浮动 ±20%，2000 次中依次有 2000、2000 次仍居首"
    )
    assert [one.rstrip("*") for one in shown.tables["totals"]["地区"]] == [
        "1 并列 北辰区",
        "1 并列 武清区",
        "3 滨海新区",
    ]


def test_progress_is_that_of_the_card(visit, two_years, tmp_path):
    shown = visit("scorecard", **two_years)
    reader = warehouse.open(Store(tmp_path / "own"), warehouse.ALL)
    rows = scorecard.card(
        reader, "tianjin_2024", Filters.of(year=[2025], province=["120000"]), {"effect": 0}
    ).rows.sort_values("progress_rank")
    reader.close()
    behind = shown.tables["progress"]
    assert list(behind["代码"]) == list(rows["unit"])
    assert list(behind["上一年"]) == pytest.approx(list(rows["total_before"]))
    assert list(behind["变化"]) == pytest.approx(list(rows["progress"]))
    assert list(behind["变化"]) == pytest.approx([16, -8, -8])


def test_without_a_year_before_it_says_why(visit, shows):
    shows("tianjin")
    shown = visit("scorecard", **HERE)
    assert "progress" not in shown.figures
    assert "没有上一年的数据" in texts(shown)


def test_every_scheme_has_a_name():
    assert {*weighing.SCHEMES} == {*scorecard.schemes()}


def test_the_keys_of_the_page_stand_in_the_address():
    assert {*address.SCORED} <= {*address.KEYS}


def test_nothing_to_score_is_said_in_words(chinese, tianjin):
    made = scorecard.card(tianjin, "tianjin_2024", Filters.of(year=[2024], province=["140000"]))
    seen = Seen(made, Source("", 1, False), Selection(2024, "140000", (), ()))
    assert headline(seen) == "2024年没有可以评分的单位"


def test_one_unit_alone_has_nobody_to_be_compared_with(visit, shows):
    shows("one")
    shown = visit("scorecard", year="2021")
    assert shown.headline.startswith("湖北省还不能评分，缺少：组织发动措施、")
    assert "- 帮扶企业数量、" in texts(shown)
    assert "：已有数据，但得分按在各单位中的位次折算，还没有别的单位可比" in texts(shown)
    assert "先按已有的指标排名" not in texts(shown)
