"""The frame around every page: menu, filter bar, languages, and what the page never does."""

import base64
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from data.reference import table
from data.samples import tianjin_2024
from locales import translate
from metrics import voices
from metrics.query import Filters
from tests.browser.server import MENU, PAGES, WIDE, plain, settle, visit
from tests.pages.shown import TITLES

CJK = re.compile(r"[㐀-鿿豈-﫿　-〿＀-￯]")
TEXTS = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!node.parentElement.closest("script, style, noscript") && node.data.trim()) texts.push(node.data.trim());
    }
    return texts;
}"""


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


@pytest.mark.parametrize("name", ["regions", "industries", "methods"])
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


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A page that several tests use one after the other: it loads the program only once."""
    with browser.new_context(locale="zh-CN", viewport=WIDE) as context:
        yield context.new_page()


def is_cut(text: str, names: list[str]) -> bool:
    """Whether it is the beginning of a name, after its rank, that ends in …"""
    start = re.sub(r"^\d+ ", "", text)
    return start.endswith("…") and any(name.startswith(start[:-1]) for name in names)


@pytest.mark.parametrize("name", PAGES)
def test_english_page_has_no_chinese(tab: Page, server, tianjin, samples, name):
    address, year = (tianjin, 2024) if name == "pilots" else (server, 2021)
    visit(tab, f"{address}{PAGES[name]}?year={year}&lang=en")
    pilots = sorted(tianjin_2024.FIGURES, key=len, reverse=True)  # their names are what the bureau calls them
    bodies = sorted((row["name"] for row in table("bodies")), key=len, reverse=True)
    firms = [called for (called,) in samples.rows("SELECT DISTINCT name FROM response WHERE name IS NOT NULL")]
    written = [text for (text,) in samples.rows("SELECT DISTINCT q10_2_text FROM response")] if name == "gains" else ()
    answers = voices.open_answers(samples, Filters.of(year=[2021]))["text"] if name == "voices" else ()
    said = sorted({*answers, *(word for text in answers for word in voices.words_of(text))}, key=len, reverse=True)
    names = re.compile("|".join(map(re.escape, [*pilots, *bodies, *firms, *filter(None, written), *said])))
    texts = [names.sub("", text) for text in tab.evaluate(TEXTS) if not is_cut(text, bodies)]
    assert len(texts) > 30
    assert [text for text in texts if CJK.search(text)] == ["中文"]
    logo = tab.get_by_test_id("stHeaderLogo").get_attribute("src")
    assert not CJK.search(base64.b64decode(logo.split(",")[1]).decode())
    assert not CJK.search(tab.title())
    expect(tab.locator("h1")).to_be_visible()


def test_certification_bodies_keep_their_names_in_english(tab: Page, server):
    body = table("bodies")[0]
    visit(tab, f"{server}/?year=2021&lang=en&body={body['approval_number']}")
    chinese = [text for text in tab.evaluate(TEXTS) if CJK.search(text)]
    assert len(chinese) > 1
    assert [text for text in chinese if CJK.search(text.replace(body["name"], ""))] == ["中文"]


def test_no_request_leaves_this_machine(page: Page, server):
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    for path in PAGES.values():
        visit(page, f"{server}{path}?year=2021")
        page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, main.scrollHeight)")
        settle(page)
    hosts = {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
    assert any(url.startswith("ws:") for url in asked)
