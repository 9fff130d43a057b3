"""大屏: the headline pages one after another, from what the address says, without controls."""

import re
import time

import pytest
from streamlit.testing.v1 import AppTest

from locales import translate
from metrics.query import Filters, compute
from pages._parts import wall
from tests.pages.shown import Shown, ran
from tests.pages.test_every_page import CJK, NO_VALUE, NOT_FILLED, without_data_values

SCRIPT = "pages/overview/leader.py"
pytestmark = pytest.mark.usefixtures("shows")
STEPS = {"samples": 4, "one": 3, "tianjin": 4}


def opened(lang: str = "zh", **query: str) -> AppTest:
    test = ran(SCRIPT, lang=lang, **query)
    assert not test.exception
    return test


def at(test: AppTest) -> str:
    """“1 / 4”."""
    return next(found[1] for one in test.markdown if (found := re.fullmatch(r":gray\[(\d+ / \d+)\]", one.value)))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("what", ["samples", "one", "tianjin"])
def test_every_step_reads_well(shows, lang, what):
    shows(what)
    test = opened(lang)
    for step in range(1, STEPS[what] + 1):
        assert at(test) == f"{step} / {STEPS[what]}"
        shown = Shown(test)
        assert shown.headline
        assert not any("menu" in words for words in shown.words.values())  # no exports
        assert not test.error
        texts = shown.texts
        assert [text for text in texts if NOT_FILLED.search(text)] == []
        assert [text for text in texts if NO_VALUE.search(text)] == []
        pilots = "地毯|汽车及零部件|电动自行车|高端装备制造"
        chinese = [text for text in texts if CJK.search(re.sub(pilots, "", without_data_values(text, set())))]
        assert bool(chinese) == (lang == "zh"), chinese
        test.button(key="wall_on").click().run()
        assert not test.exception
    assert at(test) == f"1 / {STEPS[what]}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_data_it_says_what_to_do(shows, lang):
    shows("nothing")
    assert [title.value for title in opened(lang).title] == [translate("还没有数据", lang)]


def test_the_figures_are_those_of_the_selection(national):
    test = opened(year="2021", region="320000")
    where = Filters.of(year=[2021], province=["320000"])
    (answers,) = compute(national, ["responses"], where=where)["value"]
    assert Shown(test).cards["responses"] == f"{answers:.0f} 份"
    assert not any(card["help"] for card in Shown(test).faces.values())
    assert not test.get("popover")
    rates = compute(national, ["satisfaction_rate"], ["city"], where).set_index("city")
    drawn = Shown(test)._keyed("panel_wall_regions")[""].proto.bytes.decode()
    for city in rates.index.dropna():
        assert str(rates.loc[city, "value"]) in drawn


def test_of_many_regions_the_first_page_has_both_ends_and_the_second_all(national):
    test = opened(year="2021")
    rates = compute(national, ["satisfaction_rate"], ["province"], Filters.of(year=[2021])).dropna()
    assert len(rates) > wall.ROWS
    (bars,) = [one for key, one in Shown(test)._keyed("panel_wall_regions").items() if not key]
    assert bars.proto.bytes.count(b"  n ") == 2 * wall.FIRST
    test.button(key="wall_on").click().run()
    columns = Shown(test)._keyed("panel_wall_regions_")
    assert sum(one.proto.bytes.count(b"  n ") for one in columns.values()) == len(rates)


def test_date_base_and_version_stand_at_the_foot():
    (foot,) = [one.value for one in opened(year="2021").caption if "版本" in one.value]
    assert "2021" in foot
    assert "示例数据" in foot
    assert "口径" in foot


def test_it_goes_on_by_itself_when_a_page_has_stood_long_enough(monkeypatch):
    test = opened(year="2021")
    test.run()
    assert at(test) == "1 / 4"
    test.session_state["wall_since"] = time.monotonic() - wall.SECONDS
    test.run()
    assert at(test) == "2 / 4"
    test.run()
    assert at(test) == "2 / 4"


def test_it_stands_while_somebody_speaks_and_goes_on_when_told():
    test = opened(year="2021")
    test.button(key="wall_pause").click().run()
    test.session_state["wall_since"] = time.monotonic() - wall.SECONDS
    test.run()
    assert (at(test), test.button(key="wall_pause").label) == ("1 / 4", "继续")
    test.button(key="wall_on").click().run()
    assert (at(test), test.button(key="wall_pause").label) == ("2 / 4", "继续")
    test.button(key="wall_pause").click().run()
    test.session_state["wall_since"] = time.monotonic() - wall.SECONDS
    test.run()
    assert (at(test), test.button(key="wall_pause").label) == ("3 / 4", "暂停")


def test_back_from_the_first_page_is_the_last_one():
    test = opened(year="2021")
    test.button(key="wall_back").click().run()
    assert at(test) == "4 / 4"


def test_exit_leads_back_to_where_it_was_opened():
    test = ran("pages/compare/regions.py", year="2021", region="320000")
    headline = Shown(test).headline
    test.switch_page(SCRIPT).run()
    test.button(key="wall_on").click().run()
    test.button(key="wall_exit").click().run()
    assert not test.exception
    assert Shown(test).headline == headline
    assert Shown(test).place.endswith("地区对比")
    test.switch_page(SCRIPT).run()
    assert at(test).startswith("1 /")


def test_several_years_have_a_step_of_their_own(in_years):
    test = opened(year="2023")
    seen = []
    for _ in range(6):
        seen.append(Shown(test).headline)
        test.button(key="wall_on").click().run()
    assert any(re.fullmatch(r"2022–2023年满意率 .* → .*，.* 百分点", one) for one in seen)
