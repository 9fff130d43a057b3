"""A click on a region leads into it, and a number leads to the firms behind it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.server import settle, visit


def test_a_click_on_a_bar_goes_into_the_region_and_the_line_above_leads_back(page: Page, server):
    visit(page, f"{server}/?year=2021")
    bars = page.locator(".st-key-panel_regions .bars .point path")
    bars.last.scroll_into_view_if_needed()
    for bar in (bars.nth(-2), bars.last):  # a pointer that was on another bar a moment ago
        box = bar.bounding_box()
        assert box
        page.mouse.move(box["x"] + 40, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.up()
    page.wait_for_url(re.compile(r"region=110000"))
    settle(page)
    expect(page.locator(".st-key-place")).to_contain_text("北京市 · 2021年 · 总览")
    assert bars.count() < 31
    page.locator(".st-key-up_None button").click()
    page.wait_for_url(re.compile(r"year=2021(?!.*region)"))
    settle(page)
    expect(page.locator(".st-key-place")).to_contain_text("全国 · 2021年 · 总览")
    assert {bars.nth(at).evaluate("(one) => getComputedStyle(one).opacity") for at in range(bars.count())} == {"1"}


def test_the_table_of_a_chart_has_a_link_to_the_firms_of_each_number(page: Page, server):
    visit(page, f"{server}/?year=2021&region=140000")
    page.locator(".st-key-panel_regions .menu").click()
    expect(page.get_by_role("dialog").locator("canvas").first).to_be_visible()
    headers = page.get_by_role("dialog").locator("[role=columnheader]")
    expect(headers.last).to_have_text("企业名单")
