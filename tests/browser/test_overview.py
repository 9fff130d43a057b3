"""A visit to the front page: read it, narrow it, pass the link on."""

import re

from playwright.sync_api import Browser, Page, expect

from metrics.query import Filters, compute
from tests.browser.server import settle, visit

JIANGSU = "320000"


def printed(page: Page) -> tuple[str, list[str]]:
    """The headline and the values of the cards."""
    return page.locator("h1").inner_text(), page.locator(".card .value").all_inner_texts()


def test_published_figures_stand_on_the_front_page(page: Page, server):
    visit(page, f"{server}/?year=2021")
    satisfaction = page.locator("[data-metric=satisfaction_rate]")
    expect(satisfaction.locator(".value")).to_have_text("97.5%")
    expect(satisfaction).to_contain_text("公布值 97.4%（截尾）")
    expect(page.locator("[data-metric=responses] .value")).to_have_text("5,639 份")
    expect(page.locator("h1")).to_contain_text("高于全国平均 97.5%")


def test_a_province_chosen_in_the_filter_bar_opens_elsewhere_by_its_link(
    page: Page, browser: Browser, server, national
):
    visit(page, f"{server}/?year=2021")
    nation = printed(page)
    page.locator(".st-key-bar").get_by_role("button", name=re.compile("^地区")).click()
    province = page.get_by_role("combobox", name=re.compile("省（区、市）"))
    province.fill("江苏")
    province.press("Enter")
    page.wait_for_url(re.compile(f"[?&]region={JIANGSU}(&|$)"))
    page.keyboard.press("Escape")
    expect(page.locator("h1")).to_contain_text("市（州）中")
    settle(page)
    chosen = printed(page)
    assert all(of_nation != here for of_nation, here in zip(nation[1], chosen[1], strict=True))
    where = Filters.of(year=[2021], province=[JIANGSU])
    (answers,) = compute(national, ["responses"], where=where)["value"]
    assert f"{answers:.0f} 份" in chosen[1]
    assert "year=2021" in page.url
    with browser.new_context(locale="zh-CN", viewport=page.viewport_size) as other:
        opened = other.new_page()
        visit(opened, page.url)
        assert printed(opened) == chosen
        expect(opened.locator(".st-key-bar")).to_contain_text("江苏省")
        assert opened.url == page.url


def test_a_copied_link_opens_the_same_version_elsewhere(page: Page, browser: Browser, server):
    visit(page, f"{server}/regions?year=2021&region={JIANGSU}")
    page.locator(".st-key-copy_link").get_by_role("button").click()
    link = page.get_by_test_id("stPopoverBody").locator("code").inner_text()
    assert link == f"{server}/regions?year=2021&region={JIANGSU}&version=s1"
    assert "version" not in page.url
    with browser.new_context(locale="zh-CN", viewport=page.viewport_size) as other:
        opened = other.new_page()
        visit(opened, link)
        assert printed(opened) == printed(page)
        expect(opened.locator(".st-key-pinned")).to_contain_text("链接指定数据版本 000001")
        opened.get_by_role("button", name="看最新的").click()
        expect(opened.locator(".st-key-pinned")).to_have_count(0)
        opened.wait_for_url(re.compile(r"^(?!.*version=)"))
        assert printed(opened) == printed(page)
