"""The wall screen: everything fits 1920 × 1080, it goes on by itself and by the arrow keys, and it ends where it began."""

import re

import pytest
from playwright.sync_api import Page, expect

from pages._parts.wall import SECONDS
from tests.browser import layout
from tests.browser.server import settle, visit

WALL = {"width": 1920, "height": 1080}
# The lowest edge of a panel, and the upper one of the foot.
EDGES = """() => [Math.max(...[...document.querySelectorAll("[class*=st-key-panel_]")].map(
    (panel) => panel.getBoundingClientRect().bottom)), document.querySelector(".st-key-wall_foot").getBoundingClientRect().top]"""


@pytest.fixture
def wall(page: Page) -> Page:
    page.set_viewport_size(WALL)
    return page


def place(page: Page) -> tuple[int, int]:
    """Which page it is, of how many."""
    found = re.search(r"(\d+) / (\d+)", page.locator(".st-key-wall_place").inner_text())
    assert found
    return int(found[1]), int(found[2])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("what", ["samples", "tianjin"])
def test_every_page_fits_the_screen_without_scrolling(wall, server, tianjin, what, lang):
    address = f"{server}/leader?year=2021" if what == "samples" else f"{tianjin}/leader?year=2024&region=120000"
    visit(wall, f"{address}&lang={lang}")
    _at, count = place(wall)
    assert count > 3
    for at in range(1, count + 1):
        expect(wall.locator(".st-key-wall_place")).to_contain_text(f"{at} / {count}")
        settle(wall)
        main = wall.get_by_test_id("stMain")
        assert main.evaluate("(one) => [one.scrollHeight, one.scrollWidth]") == [WALL["height"], WALL["width"]], at
        lowest, foot = wall.evaluate(EDGES)
        assert lowest <= foot, at
        assert wall.locator(".plot").count(), at
        assert layout.faults(wall) == [], at
        wall.keyboard.press("ArrowRight")
    expect(wall.locator(".st-key-wall_place")).to_contain_text(f"1 / {count}")


def test_nothing_to_press_but_on_back_and_exit(wall, server):
    visit(wall, f"{server}/leader?year=2021")
    expect(wall.get_by_test_id("stHeader")).to_be_hidden()
    assert [one.split("\n")[0] for one in wall.get_by_role("button").all_inner_texts() if one] == [
        "上一页",
        "下一页",
        "暂停",
        "退出大屏",
    ]


def test_it_is_opened_from_the_bar_steps_both_ways_and_leads_back(wall, server):
    visit(wall, f"{server}/regions?year=2021&region=320000")
    headline = wall.locator("h1").inner_text()
    wall.locator(".st-key-to_wall a").click()
    wall.wait_for_url(re.compile(r"/leader\?.*region=320000"))
    expect(wall.locator(".st-key-wall_place")).to_contain_text("江苏省 · 2021年")
    settle(wall)
    _at, count = place(wall)
    wall.keyboard.press("ArrowLeft")
    expect(wall.locator(".st-key-wall_place")).to_contain_text(f"{count} / {count}")
    settle(wall)
    wall.keyboard.press("ArrowRight")
    expect(wall.locator(".st-key-wall_place")).to_contain_text(f"1 / {count}")
    settle(wall)
    wall.keyboard.press("Escape")
    wall.wait_for_url(re.compile(r"/regions\?.*region=320000"))
    expect(wall.locator("h1")).to_have_text(headline)


def test_who_came_by_a_link_goes_out_to_the_front_page(page: Page, server):
    visit(page, f"{server}/leader?year=2021&region=320000")
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"^[^?]*:\d+/\?.*region=320000"))
    expect(page.locator(".st-key-bar")).to_contain_text("江苏省")


def test_it_goes_on_by_itself(page: Page, server):
    visit(page, f"{server}/leader?year=2021")
    expect(page.locator(".st-key-wall_place")).to_contain_text("1 / 4")
    expect(page.locator(".st-key-wall_place")).to_contain_text("2 / 4", timeout=2_000 * SECONDS)
