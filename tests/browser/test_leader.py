"""The wall screen: everything fits 1920 × 1080, it goes on by itself and by the arrow keys, and it ends where it began."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from pages._parts.wall import SECONDS
from tests.browser.server import settle, visit
from tests.browser.test_layout import CUT, TEXTS, clipped, overlaps

WALL = {"width": 1920, "height": 1080}
# The lowest edge of a panel, and the upper one of the foot.
EDGES = """() => [Math.max(...[...document.querySelectorAll("[class*=st-key-panel_]")].map(
    (panel) => panel.getBoundingClientRect().bottom)), document.querySelector(".st-key-wall_foot").getBoundingClientRect().top]"""


@pytest.fixture(scope="module")
def wall(browser: Browser) -> Iterator[Page]:
    with browser.new_context(locale="zh-CN", viewport=WALL) as context:
        yield context.new_page()


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
        charts = wall.evaluate(TEXTS)
        assert charts, at
        for chart in charts:
            assert list(overlaps(chart["texts"])) == [], chart["name"]
            assert list(clipped(chart["chart"], chart["texts"])) == [], chart["name"]
        assert main.evaluate(CUT) == []
        wall.keyboard.press("ArrowRight")
    expect(wall.locator(".st-key-wall_place")).to_contain_text(f"1 / {count}")


def test_nothing_to_press_but_on_back_and_exit(wall, server):
    visit(wall, f"{server}/leader?year=2021")
    expect(wall.get_by_test_id("stHeader")).to_be_hidden()
    assert [one.split("\n")[0] for one in wall.get_by_role("button").all_inner_texts() if one] == [
        "上一页",
        "下一页",
        "退出大屏",
    ]


def test_it_is_opened_from_the_bar_steps_both_ways_and_leads_back(page: Page, server):
    page.set_viewport_size(WALL)
    visit(page, f"{server}/regions?year=2021&region=320000")
    headline = page.locator("h1").inner_text()
    page.locator(".st-key-to_wall a").click()
    page.wait_for_url(re.compile(r"/leader\?.*region=320000"))
    expect(page.locator(".st-key-wall_place")).to_contain_text("江苏省 · 2021年")
    settle(page)
    _at, count = place(page)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".st-key-wall_place")).to_contain_text(f"{count} / {count}")
    settle(page)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".st-key-wall_place")).to_contain_text(f"1 / {count}")
    settle(page)
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"/regions\?.*region=320000"))
    expect(page.locator("h1")).to_have_text(headline)


def test_who_came_by_a_link_goes_out_to_the_front_page(page: Page, server):
    visit(page, f"{server}/leader?year=2021&region=320000")
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"^[^?]*:\d+/\?.*region=320000"))
    expect(page.locator(".st-key-bar")).to_contain_text("江苏省")


def test_it_goes_on_by_itself(page: Page, server):
    visit(page, f"{server}/leader?year=2021")
    expect(page.locator(".st-key-wall_place")).to_contain_text("1 / 4")
    expect(page.locator(".st-key-wall_place")).to_contain_text("2 / 4", timeout=2_000 * SECONDS)
