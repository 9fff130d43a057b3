"""The frame around every page: menu, filter bar, languages, and what the page never does."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from data.reference import table
from locales import translate
from tests.browser.server import CJK, MENU, PAGES, TEXTS, plain, settle, visit
from tests.pages.shown import TITLES


def menu(page: Page) -> list[tuple[str, str]]:
    """Every entry of the menu with where it leads, sections opened one by one."""
    top = page.get_by_test_id("stTopNav")
    entries = [entry(link) for link in top.get_by_test_id("stTopNavLink").all()]
    for section in top.get_by_test_id("stTopNavSection").all():
        section.click()
        popover = page.get_by_test_id("stTopNavPopover")
        popover.wait_for()
        entries += [(plain(section.inner_text()), ""), *map(entry, popover.get_by_role("menuitem").all())]
        page.keyboard.press("Escape")
        popover.wait_for(state="hidden")
    return entries


def entry(link: Locator) -> tuple[str, str]:
    return plain(link.inner_text()), urlsplit(link.get_attribute("href")).path


def go(page: Page, section: str, title: str) -> None:
    """Follow the menu to a page."""
    page.get_by_test_id("stTopNav").get_by_role("button", name=section, exact=True).click()
    page.get_by_role("menuitem", name=title, exact=True).click()


def frame(page: Page) -> dict[str, object]:
    """What stands around the page."""
    return {
        "menu": menu(page),
        "filters": [plain(text) for text in page.locator(".st-key-bar").get_by_test_id("stPopover").all_inner_texts()],
        "badge": page.locator(".st-key-bar .stMarkdownBadge").all_inner_texts(),
        "logo": page.get_by_test_id("stHeaderLogo").get_attribute("src"),
        "languages": page.locator(".st-key-language").inner_text(),
    }


@pytest.mark.parametrize("name", ["regions", "methods"])
def test_first_visitor_of_a_fresh_server_finds_the_frame_on_a_deep_link(page: Page, fresh_server, name):
    address = fresh_server()
    visit(page, address + PAGES[name])
    expect(page.get_by_role("dialog")).to_have_count(0)
    deep = frame(page)
    expect(page.get_by_text(f"全国 · 2021年 · {TITLES[name]}")).to_be_visible()
    visit(page, f"{address}/")
    assert deep == frame(page)
    assert [path for _, path in deep["menu"] if path] == MENU
    assert {text for text, _ in deep["menu"]} >= set(TITLES.values())
    assert len(deep["filters"]) == 5  # four, and the link
    assert set(deep["badge"]) == {"示例数据"}
    assert deep["logo"].startswith("data:image/svg+xml")


def test_language_and_filters_survive_the_menu(page: Page, server):
    visit(page, f"{server}/?year=2021&region=320000&industry=17")
    page.locator(".st-key-language").get_by_text("English").click()
    page.wait_for_url(re.compile("lang=en"))
    expect(page.locator(".st-key-bar")).to_contain_text("Jiangsu")
    chosen = {"year": ["2021"], "region": ["320000"], "industry": ["17"], "lang": ["en"]}
    assert parse_qs(urlsplit(page.url).query) == chosen
    for name, section in (("regions", "对比"), ("industries", "对比"), ("methods", "说明")):
        go(page, translate(section, "en"), translate(TITLES[name], "en"))
        page.wait_for_url(re.compile(f"{PAGES[name]}.*lang=en"))
        settle(page)
        assert parse_qs(urlsplit(page.url).query) == chosen
        expect(page.get_by_text(re.compile(rf"^Jiangsu .* · {translate(TITLES[name], 'en')}$"))).to_be_visible()


def test_certification_bodies_keep_their_names_in_english(page: Page, server):
    body = table("bodies")[0]
    visit(page, f"{server}/?year=2021&lang=en&body={body['approval_number']}")
    chinese = [text for text in page.evaluate(TEXTS) if CJK.search(text)]
    assert len(chinese) > 1
    assert [text for text in chinese if CJK.search(text.replace(body["name"], ""))] == ["中文"]
