"""The page of the pilots says what their tables say."""

import pytest

from data import warehouse
from data.samples import tianjin_2024
from data.store import Store
from metrics.query import Filters, compute
from pages._parts import pilots
from pages._parts.pilots import Reported

QUALITY = ("pass_rate", "first_pass_rate", "customer_satisfaction")


@pytest.fixture
def tianjin(stores):
    reader = warehouse.open(Store(stores.tianjin), warehouse.ALL)
    yield reader
    reader.close()


@pytest.fixture
def page(visit, shows):
    shows("tianjin")
    return visit("pilots", year="2024", region="120000")


def test_the_sentence_is_the_mean_change_of_the_first_pass_rate(page, tianjin):
    where = Filters.of(year=[2024], indicator=["first_pass_rate"])
    change = compute(tianjin, ["pilot_change"], where=where).iloc[0]
    assert page.headline == (
        f"有前后数据的 {int(change['denominator'])} 个试点，一次合格率平均提高 {change['value']:.1f} 个百分点；没有指标变差"
    )


def test_every_dumbbell_is_what_compute_says(page, tianjin):
    by = ["pilot", "indicator"]
    for metric, trace in (("pilot_before", 0), ("pilot_after", 1)):
        frame = compute(tianjin, [metric], by, Filters.of(year=[2024])).set_index("indicator")
        drawn = [value for marks in page.figures["quality"]["data"][trace::2] for value in marks["x"]]
        assert drawn == [value for one in QUALITY for value in frame.loc[one, "value"]]


def test_a_missing_before_draws_no_change(page):
    table = page.tables["shares"].set_index(["指标", "试点"])
    row = table.loc[("区域产业占GDP比重（%）", tianjin_2024.MACHINES)]
    assert row[["提升前", "变化"]].isna().all()
    assert row["提升后"] == 4.6


def test_amounts_are_drawn_in_100_million(page):
    table = page.tables["amounts"].set_index(["指标", "试点"])
    row = table.loc[("区域产业产值（亿元）", tianjin_2024.CARPETS)]
    assert (row["提升前"], row["提升后"]) == (28.6, 30.15)
    assert row["变化"] == pytest.approx(100 * (301500 / 286000 - 1))


def test_firms_in_two_pilots_are_counted_once_and_said(page):
    hand = tianjin_2024.expected()
    twice = sum(hand["in_two_pilots"].values())
    assert any(f"试点企业 {hand['pilot_firms']} 家；跨试点重复 {twice} 家次" in text for text in page.texts)


def test_cards_have_the_members_of_every_pilot(page):
    for pilot, firms in tianjin_2024.expected()["pilots"].items():
        assert any(f"企业 {firms} 家" in text for text in page.texts), pilot


def test_a_year_without_pilots_leads_to_one_that_has_them(visit, shows):
    shows("samples")
    assert visit("pilots", year="2021").headline == "2021年没有试点数据"


def test_the_pilot_filter_narrows_every_page(visit, shows, tianjin):
    shows("tianjin")
    shown = visit("overview", year="2024", pilot="天津地毯")
    answers = compute(tianjin, ["responses"], where=Filters.of(year=[2024], pilot=["天津地毯"])).iloc[0]["value"]
    assert shown.cards["responses"] == f"{int(answers)} 份"
    assert "地毯" in shown.place


@pytest.mark.parametrize(
    ("indicator", "change", "adverse"),
    [
        ("first_pass_rate", 1.0, False),
        ("first_pass_rate", -1.0, True),
        ("complaint_rate", 0.1, True),
        ("complaint_rate", -0.1, False),
        ("complaint_rate", 0.0, False),
        ("complaint_rate", None, False),
    ],
)
def test_what_goes_against_its_aim_is_adverse(indicator, change, adverse):
    assert Reported("天津地毯", "地毯", indicator, 1.0, 2.0, change).is_adverse is adverse


def test_the_worst_adverse_change_is_named(chinese):
    rows = [
        Reported("天津地毯", "地毯", "first_pass_rate", 88.0, 92.0, 4.0),
        Reported("天津地毯", "地毯", "complaint_rate", 1.5, 1.6, 0.1),
        Reported("天津地毯", "地毯", "defect_rate", 1.5, 1.8, 0.3),
    ]
    assert (
        pilots.headline(rows, 1)
        == "有前后数据的 1 个试点，一次合格率平均提高 4.0 个百分点；地毯残次品率上升 0.3 个百分点"
    )
