"""Who cannot see the page, see it well, or hold a mouse, has all of it: WCAG 2.2 AA, as far as a browser can tell."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.contrast import Text, texts, too_faint
from tests.browser.server import MENU, PAGES, WIDE, settle, visit

EVERY = sorted({*MENU, *PAGES.values()})
SHOWN = [*EVERY, "/leader"]
CHARTS = ("/", "/satisfaction", "/improvement", "/gains", "/regions", "/industries", "/pilots", "/bodies", "/crosstab")
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((one) => +one.tagName[1])"""
# What the keyboard is at: whose control it is, and the ring around it (a switch and a button of a radio have theirs
# around the words, too) in colour and width, and what the ring stands on.
FOCUSED = """() => {
    const one = document.activeElement;
    const ringed = one.matches("[type=checkbox], [type=radio]") ? one.closest("label") : one;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(ringed);
    const key = one.closest("[class*=st-key-]");
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return { key: key ? key.className.match(/st-key-(\\S+)/)[1] : "", name: one.innerText || one.ariaLabel || "",
        ring: outlineStyle === "solid" ? parseFloat(outlineWidth) : 0,
        colour: outlineColor.match(/[\\d.]+/g).map(Number) };
}"""
PAPER = {"light": (255.0, 255.0, 255.0), "dark": (15.0, 24.0, 34.0)}


@pytest.fixture(scope="module", params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def screen(browser: Browser, theme: str) -> Iterator[Page]:
    with browser.new_context(locale="zh-CN", viewport=WIDE, color_scheme=theme) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    with browser.new_context(locale="zh-CN", viewport=WIDE) as context:
        yield context.new_page()


def address(path: str, server: str, tianjin: str) -> str:
    return f"{tianjin}{path}?year=2024&lang=zh" if path == "/pilots" else f"{server}{path}?year=2021&lang=zh"


@pytest.mark.parametrize("path", SHOWN)
def test_every_text_stands_out_and_headings_and_charts_are_told(screen, server, tianjin, path):
    visit(screen, address(path, server, tianjin))
    assert len(texts(screen)) > 10
    assert too_faint(screen) == []
    _headings_go_down_step_by_step_from_one(screen)
    _every_chart_has_its_words_and_its_table(screen, path)


def _headings_go_down_step_by_step_from_one(screen: Page) -> None:
    levels = screen.evaluate(HEADINGS)
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def _every_chart_has_its_words_and_its_table(screen: Page, path: str) -> None:
    charts = screen.get_by_test_id("stPlotlyChart")
    assert bool(charts.count()) == (path in (*CHARTS, "/voices", "/scorecard", "/leader"))
    for chart in charts.all():
        assert chart.get_attribute("role") in ("figure", "img")
        words = chart.get_attribute("aria-label") or ""
        assert re.fullmatch(r".+ · 图中有 [\d,]+ 项数值", words, re.S), words
        panel = chart.locator("xpath=ancestor::*[contains(@class, 'st-key-panel_')][1]")
        assert words.startswith(panel.locator("h2").inner_text()) or path == "/leader"
        assert panel.get_by_role("button", name="数据与导出").count() == (path != "/leader")


@pytest.mark.parametrize("opened", [".st-key-m_regions", ".st-key-copy_link", ".st-key-bar"])
def test_every_text_of_a_menu_stands_out(screen, server, opened):
    visit(screen, f"{server}/?year=2021&version=s1")
    before = len(texts(screen))
    screen.locator(f"{opened} [data-testid=stPopoverButton]").first.click()
    expect(screen.get_by_test_id("stPopoverBody")).to_be_visible()
    settle(screen)
    assert len(texts(screen)) > before
    assert too_faint(screen) == []


@pytest.mark.parametrize(
    ("style", "faint"),
    [
        ("color: #767676", False),
        ("color: #777777", True),
        ("color: #949494; font-size: 24px", False),
        ("color: #949494; font-size: 23px", True),
        ("color: #949494; font-size: 19px; font-weight: 700", False),
        ("color: #949494; font-size: 19px", True),
        ("color: #000000; opacity: .5", True),
        ("color: rgba(0, 0, 0, .5)", True),
        ("color: #000000; background: #555555", True),
        ("color: #FFFFFF; background: #555555", False),
        ("color: #FFFFFF; visibility: hidden", False),
    ],
)
def test_contrast_is_counted_as_the_guideline_does(page: Page, style, faint):
    page.set_content(f'<body style="background: #FFFFFF"><p style="font-size: 16px; {style}">字</p></body>')
    assert bool(too_faint(page)) == faint


def test_text_of_a_chart_is_held_against_the_bar_below_it(page: Page):
    page.set_content(
        '<div class="js-plotly-plot"><svg width="200" height="60"><rect width="100" height="60" fill="#12406E"/>'
        '<text x="10" y="30" fill="#000000">在上面</text><text x="120" y="30" fill="#000000">在旁边</text></svg></div>'
    )
    assert [one.split()[0] for one in too_faint(page)] == ["在上面"]


def test_words_of_a_chart_count_what_its_table_lists(tab, server):
    visit(tab, f"{server}/?year=2021&lang=zh")
    panel = tab.locator(".st-key-panel_regions")
    assert panel.get_by_test_id("stPlotlyChart").get_attribute("aria-label").endswith("图中有 31 项数值")
    panel.get_by_role("button", name="数据与导出").click()
    table = tab.get_by_test_id("stPopoverBody").locator("table[role=grid]")
    expect(table).to_have_attribute("aria-rowcount", "32")  # and its head


@pytest.mark.parametrize("path", ["/", "/import", "/leader"])
def test_page_says_which_language_it_is_in(tab, server, path):
    for lang, said in (("en", "en"), ("zh", "zh-CN")):
        visit(tab, f"{server}{path}?year=2021&lang={lang}")
        expect(tab.locator("html")).to_have_attribute("lang", said)


def walk(page: Page, steps: int) -> list[dict]:
    """Go from control to control by Tab, and tell about each."""
    found = []
    for _step in range(steps):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return found


@pytest.mark.parametrize("path", ["/", "/regions"])
def test_keyboard_reaches_every_control_of_the_bar_and_every_menu_and_shows_where_it_is(
    screen, theme, server, tianjin, path
):
    visit(screen, address(path, server, tianjin))
    menus = screen.evaluate(
        """() => [...document.querySelectorAll("[class*=st-key-m_]")].map((one) => one.className.match(/st-key-(m_\\S+)/)[1])"""
    )
    stops = walk(screen, 60)
    in_bar = [one["name"].split("\n")[0] for one in stops if one["key"] == "bar"]
    assert in_bar[:4] == ["年度 2021", "地区 全国", "行业 全部", "机构 全部"]
    assert {one["key"] for one in stops} >= {"copy_link", "analyst", "language", "to_wall", *menus}
    assert menus
    for one in stops:
        if one["key"] in ("bar", "copy_link", "analyst", "language", "to_wall", *menus):
            assert one["ring"] >= 2, one
            assert Text("", tuple(one["colour"][:3]), PAPER[theme], 24, 400).contrast >= 3, one


def test_enter_opens_every_menu_of_the_bar_and_of_the_charts(tab, server):
    visit(tab, f"{server}/?year=2021&lang=zh")
    menus = tab.locator(".st-key-bar [data-testid=stPopoverButton], [class*=st-key-m_] [data-testid=stPopoverButton]")
    assert menus.count() == 10
    opened = tab.get_by_test_id("stPopoverBody")
    for menu in menus.all():
        menu.focus()
        tab.keyboard.press("Enter")
        expect(opened).to_be_visible()
        expect(opened).to_be_focused()
        settle(tab)  # its controls have come
        tab.keyboard.press("Tab")
        expect(opened.locator(":focus")).to_have_count(1)
        tab.keyboard.press("Escape")
        expect(opened).to_have_count(0)
        expect(menu).to_be_focused()
