"""What the reader chose, in the address of the page and kept through the session."""

from tests.pages.shown import SCRIPTS


def test_first_visit_writes_the_year_into_the_address(visit):
    assert visit().test.query_params == {"year": ["2021"]} or visit().test.query_params == {"year": "2021"}


def test_choices_come_back_after_a_change_of_page(visit):
    chosen = {"year": "2021", "region": "140000", "industry": ["3", "17"], "lang": "zh"}
    shown = visit(**chosen)
    shown.test.query_params.clear()
    shown.test.switch_page(SCRIPTS["regions"]).run()
    assert shown.test.query_params == chosen
    assert shown.place == "山西省 · 食品、饮料和烟草、基础金属及金属制品 · 2021年 · 地区对比"


def test_an_address_with_a_year_is_a_whole_one(visit):
    shown = visit(year="2021", region="140000")
    shown.test.query_params = {"year": "2021", "industry": "3"}
    shown.test.run()
    assert shown.test.query_params == {"year": "2021", "industry": "3"}
    assert shown.place == "全国 · 食品、饮料和烟草 · 2021年 · 总览"


def test_an_address_without_a_year_adds_to_what_was_chosen(visit):
    shown = visit(year="2021", region="140000")
    shown.test.query_params = {"lang": "en"}
    shown.test.run()
    assert shown.test.query_params == {"lang": "en", "year": "2021", "region": "140000"}


def test_filters_write_codes_and_lifting_one_removes_it(visit):
    test = visit(year="2021").test
    test.selectbox(key="filter_province").select("140000").run()
    assert test.query_params == {"year": "2021", "region": "140000"}
    test.selectbox(key="filter_city").select("140200").run()
    assert test.query_params == {"year": "2021", "region": "140200"}
    test.multiselect(key="filter_industry").select("17").run()
    test.multiselect(key="filter_body").select("CNCA-R-2002-001").run()
    assert test.query_params == {
        "year": "2021",
        "region": "140200",
        "industry": "17",
        "body": "CNCA-R-2002-001",
    }
    test.selectbox(key="filter_city").select("140000").run()
    assert test.query_params["region"] == "140000"
    test.selectbox(key="filter_province").select(None).run()
    test.multiselect(key="filter_industry").unselect("17").run()
    test.multiselect(key="filter_body").unselect("CNCA-R-2002-001").run()
    assert test.query_params == {"year": "2021"}


def test_language_and_rate_stand_in_the_address_too(visit):
    shown = visit("regions", year="2021")
    shown.test.button_group(key="measure").set_value("improvement_rate").run()
    assert shown.test.query_params == {"year": "2021", "metric": "improvement_rate"}
    assert "提升率" in shown.headline
    shown.test.button_group(key="language").set_value("en").run()
    assert shown.test.query_params == {"year": "2021", "metric": "improvement_rate", "lang": "en"}
