"""材料清单 on the page: the sentence, a table for each deadline, and every item of `metrics.handins`."""

from datetime import date

import pytest

from data import warehouse
from data.store import Store
from metrics.handins import OPEN, STATUSES, checklist
from metrics.query import Filters
from pages._parts import handins
from tests.pages.shown import plain

TIANJIN = {"year": "2024", "region": "120000"}


@pytest.fixture
def items(stores, shows):
    shows("tianjin")
    reader = warehouse.open(Store(stores.tianjin), warehouse.ALL)
    yield checklist(reader, Filters.of(year=[2024], province=["120000"])).items
    reader.close()


def frames(shown):
    return [one.value for one in shown.test.dataframe]


def test_every_item_is_shown(visit, items):
    shown = visit("handins", **TIANJIN)
    *grids, details = frames(shown)
    assert not shown.test.exception
    assert list(details["状态"]) == [STATUSES[one.status] for one in items]
    assert [len(grid) for grid in grids] == [16, 24, 4]
    cells = [cell for grid in grids for cell in grid.drop(columns="单位").to_numpy().flat]
    assert sum(cell.startswith("未") for cell in cells) == sum(one.status in OPEN for one in items)


def test_the_sentence_counts_what_came(visit, items):
    cases = [one for one in items if one.material == "cases"]
    came = sum(one.status not in OPEN for one in cases)
    headline = visit("handins", **TIANJIN).headline
    assert headline.startswith(f"{len(cases)} 个单位中 {came} 个已报优良案例；已逾期 ")


def test_before_the_day_it_says_how_long_there_is(items, language):
    made = handins.Checklist(2024, items, ())
    said = handins.headline(made, date(2024, 10, 18))
    assert "12" in said.rpartition("；" if language == "zh" else "; ")[2]


def test_a_unit_sees_its_own(visit, items):
    shown = visit("handins", year="2024", region="120114")
    grid, details = frames(shown)
    assert list(grid["单位"]) == ["武清区"]
    assert len(details) == 2


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"year": "2024", "region": "110000"}, "2024年这里没有应报材料"),
        ({**TIANJIN, "industry": "4"}, "这里列不出材料清单"),
    ],
)
def test_where_nothing_is_to_be_shown_it_is_said(visit, items, query, said):
    shown = visit("handins", **query)
    assert not shown.test.exception
    assert shown.headline == said
    assert frames(shown) == []


def test_a_row_that_nobody_understands_is_pointed_out(visit, items, stores):
    file = stores.tianjin / "handins.csv"
    file.write_text("year,who,material,day,note\n2024,武青区,自评报告,2024-10-29,\n", "utf-8")
    try:
        shown = visit("handins", **TIANJIN)
        assert any("武青区 自评报告" in plain(one.value) for one in shown.test.warning)
    finally:
        file.unlink()


def test_for_the_nation_it_says_whose_deadlines_there_are(visit, items, stores):
    said = "2024年的通知和 deadlines.csv 里，只有{places}有期限；其他省（区、市）没有，不在清单里"
    assert any(said.format(places="天津市") in text for text in visit("handins", year="2024").texts)
    assert not any("不在清单里" in text for text in visit("handins", **TIANJIN).texts)
    file = stores.tianjin / "deadlines.csv"
    file.write_text("region,date,who,due,source,materials\n110000,2024-11-30,province,自评,京,assessment\n", "utf-8")
    try:
        both = visit("handins", year="2024").texts
        assert any(said.format(places="北京市、天津市") in text for text in both)
    finally:
        file.unlink()


def test_a_year_without_any_notice_says_so(visit, in_years):
    shown = visit("handins", year="2023")
    assert shown.headline == "2023年这里没有应报材料"
    assert any("2023年的通知和 deadlines.csv 里没有任何期限" in text for text in shown.texts)
