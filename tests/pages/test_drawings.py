"""From computed frames to charts."""

import pandas as pd
import pytest

from charts.chart import Caption, is_empty
from data.reference import table
from metrics.registry import METRICS
from metrics.series import Point, Series
from pages._parts import drawings
from tests.pages.test_findings import rates, total

pytestmark = pytest.mark.usefixtures("chinese")
SATISFACTION = METRICS["satisfaction_rate"]
WORDS = Caption(title="各省满意率")


def test_regions_stand_in_order_with_the_small_last():
    given = rates("province", ("110000", 8, 10), ("120000", 2, 2), ("130000", 95, 100), ("140000", 0, 0), (None, 5, 20))
    chart = drawings.region_bars(SATISFACTION, given, "province", total(110, 132), "110000", WORDS, "全国")
    assert [(mark.code, mark.text, mark.count, mark.named) for mark in chart.marks] == [
        ("130000", "95.0%", "100", False),
        ("110000", "80.0%", "10", True),
        ("120000", "100.0%", "2*", False),
    ]
    assert chart.average == 110 / 132
    assert chart.average_label == "全国 83.3%"


def test_of_equal_values_the_larger_group_stands_first():
    given = rates("province", ("110000", 10, 10), ("120000", 20, 20))
    assert list(drawings.ranked(given, "province")["province"]) == ["120000", "110000"]


def test_other_stands_last_whatever_its_share():
    names = ["dissatisfied_with_7", "dissatisfied_with_1", "dissatisfied_with_2"]
    shares = pd.DataFrame({"metric": names, "value": [0.9, 0.1, 0.2], "numerator": [9.0, 1, 2], "denominator": 10.0})
    chart = drawings.share_bars(shares, WORDS, ["dissatisfied_with_1"], "方面")
    assert [(mark.label, mark.text, mark.count, mark.named) for mark in chart.marks] == [
        ("政府服务措施", "20.0%", "2", False),
        ("宣传培训", "10.0%", "1", True),
        ("其他", "90.0%", "9", False),
    ]


@pytest.mark.parametrize("there", [0, 1])
def test_shares_without_a_value_are_not_drawn(there):
    names = ["aspect_1", "aspect_2"]
    values = [0.5, float("nan")] if there else [float("nan")] * 2
    shares = pd.DataFrame({"metric": names, "value": values, "numerator": [1.0, 0], "denominator": [2.0, 0]})
    chart = drawings.share_bars(shares, WORDS, [], "方面")
    assert [mark.label for mark in chart.marks] == ["质量意识提升"][:there]
    assert is_empty(chart) == (not there)


@pytest.mark.parametrize(("columns", "rows"), [(13, 3), (5, 8)])
def test_industries_stand_in_official_order_and_the_uncovered_are_empty(columns, rows):
    firms = pd.DataFrame({"industry": [1.0, 39, None], "value": [4.0, 130, 7]})
    chart = drawings.coverage(firms, WORDS, columns)
    assert [tile.code for tile in chart.marks] == [f"{code:02d}" for code in range(1, 40)]
    places = [(tile.row, tile.column) for tile in chart.marks]
    assert places == sorted(set(places))
    assert max(row for row, _ in places) == rows - 1
    assert {tile.code for tile in chart.marks if tile.step is not None} == {"01", "39"}
    assert {tile.text for tile in chart.marks} == {"4 家", "130 家", "未覆盖"}
    assert chart.marks[0].step < chart.marks[38].step


@pytest.mark.parametrize("most", [1, 9, 10, 35, 120, 400, 5000, 1_000_000])
def test_steps_of_industries_cover_every_count(most):
    firms = pd.DataFrame(
        {"industry": range(1, 40), "value": [max(1.0, most * code / 39) // 1 for code in range(1, 40)]}
    )
    chart = drawings.coverage(firms, WORDS, 13)
    assert len(chart.key) == 5
    steps = [tile.step for tile in chart.marks]
    assert steps == sorted(steps)
    assert set(steps) <= set(range(5))


def test_a_rate_in_an_industry_tile_hides_few_answers():
    firms = pd.DataFrame({"industry": [1, 2, 3], "value": [20.0, 9, 5]})
    chart = drawings.coverage(firms, WORDS, 13, rates("industry", (1, 19, 20), (2, 8, 9)))
    assert [tile.lines[-1].text for tile in chart.marks[:3]] == ["95.0%", "…", "—"]


def test_every_province_has_a_tile_and_few_answers_are_not_shaded():
    given = rates("province", ("110000", 89, 100), ("120000", 90, 100), ("130000", 98, 100), ("140000", 2, 9))
    chart = drawings.region_tiles(SATISFACTION, given, "province", table("province_tiles"), "120000", WORDS)
    tiles = {tile.code: tile for tile in chart.marks}
    assert set(tiles) == {row["code"] for row in table("province_tiles")}
    steps = {code: tiles[code].step for code in ("110000", "120000", "130000", "140000", "150000")}
    assert steps == {"110000": 0, "120000": 1, "130000": 4, "140000": None, "150000": None}
    assert tiles["140000"].text == "…"
    assert tiles["150000"].text == "没有答卷"
    assert [code for code, tile in tiles.items() if tile.named] == ["120000"]
    assert chart.key == ("<90%", "90–94%", "94–96%", "96–98%", "≥98%")


def test_cities_have_tiles_too_and_a_name_too_long_is_cut(english):
    grid = [row for row in table("city_tiles") if row["province"] == "650000"]
    chart = drawings.region_tiles(SATISFACTION, rates("city", ("650100", 89, 100)), "city", grid, None, WORDS)
    assert [tile.code for tile in chart.marks if tile.step is not None] == ["650100"]
    corps = next(tile for tile in chart.marks if tile.code == "650000-bt")
    assert corps.lines[0].text == "Xinjiang Pr…"
    assert corps.label == "Xinjiang Production and Construction Corps"


def test_heat_table_tints_around_the_average_and_hides_few_answers():
    crossed = pd.DataFrame(
        [
            ("110000", 1, 80.0, 100.0),
            ("110000", 2, 92.0, 100.0),
            ("120000", 1, 96.0, 100.0),
            ("120000", 2, 100.0, 100.0),
            ("130000", 1, 9.0, 9.0),
        ],
        columns=["province", "industry", "numerator", "denominator"],
    )
    crossed = crossed.assign(value=crossed["numerator"] / crossed["denominator"], small=crossed["denominator"] < 10)
    chart = drawings.heat(crossed, "province", 0.95, WORDS, SATISFACTION)
    assert [(row.code, row.label) for row in chart.rows] == [
        ("110000", "北京市"),
        ("120000", "天津市"),
        ("130000", "河北省"),
    ]
    assert [column.code for column in chart.columns] == ["01", "02"]
    assert [[(cell.text, cell.tint) for cell in line] for line in chart.cells] == [
        [("80.0", -2), ("92.0", -1 if 0.92 - 0.95 <= -0.03 else 0)],
        [("96.0", 0), ("100.0", 1)],
        [("…", None), ("—", None)],
    ]


def test_heat_table_shows_the_industries_with_most_answers():
    crossed = rates("industry", *((code, 10, 10 + code) for code in range(1, 40))).assign(province="110000")
    chart = drawings.heat(crossed, "province", 0.5, WORDS, SATISFACTION)
    assert [column.code for column in chart.columns] == [str(code) for code in range(39, 27, -1)]


@pytest.mark.parametrize("values", [[93.8, 96.5], [0.4, 2.4], [28.6, 361.0], [5.0], [0.0]])
def test_an_axis_has_room_at_both_ends_and_round_places(values):
    (low, high), places = drawings.axis(values, 100)
    assert low < min(values) <= max(values) < high
    assert 1 <= len(places) <= 6
    assert all(0 <= place <= 100 for place in places)


def test_a_trend_shows_small_changes_small_and_marks_where_it_breaks():
    points = (
        Point(2021, 0.97, 97, 100, False),
        Point(2022, 0.96, 96, 100, False, "不可比"),
        Point(2023, 0.965, 8, 9, True),
    )
    chart = drawings.trend(SATISFACTION, Series("satisfaction_rate", points), WORDS)
    assert chart.span[1] - chart.span[0] >= drawings.LEAST
    assert [(mark.label, mark.text, mark.count, mark.joined) for mark in chart.marks] == [
        ("2021", "97.0%", "n 100", True),
        ("2022", "96.0%", "n 100", False),
        ("2023", "96.5%", "n 9*", True),
    ]
    assert all(at <= 1 for at, _text in chart.ticks)


def test_a_paper_is_named_once_and_not_beside_its_questions():
    papers = ["帮扶企业台账、企业调查问卷", "企业调查问卷", "企业调查问卷 第3题"]
    assert drawings._once(papers) == ["帮扶企业台账", "企业调查问卷 第3题"]
    assert drawings._once(["Ledgers; questionnaire Q13", "questionnaire Q1"]) == [
        "Ledgers",
        "questionnaire Q13",
        "questionnaire Q1",
    ]
