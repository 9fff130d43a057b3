"""Who cannot see the page, see it well, or hold a mouse, has all of it: WCAG 2.2 AA, as far as a browser can tell."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.contrast import Text, texts, too_faint
from tests.browser.server import settle, visit

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


@pytest.fixture
def screen(page: Page, theme: str) -> Page:
    page.emulate_media(color_scheme=theme)
    return page


MENUS = {  # the button, what opens, and words in it
    ".st-key-panel_regions .menu": ("[role=dialog]", "下载 Excel 表格"),
    ".st-key-copy_link button": ("[data-testid=stPopoverBody]", "不写版本的链接，打开时显示最新数据"),
    ".st-key-bar [data-testid=stPopoverButton]": ("[data-testid=stPopoverBody]", "年度"),
}


def test_every_text_of_a_menu_stands_out(screen, server):
    visit(screen, f"{server}/?year=2021&version=s1")
    for button, (menu, words) in MENUS.items():
        opened = screen.locator(menu)
        screen.locator(button).first.click()
        expect(opened).to_contain_text(words)  # a menu opens empty: what is in it is sent when it is opened
        settle(screen)
        assert words in {one.text for one in texts(opened)}
        assert too_faint(texts(screen)) == []
        screen.keyboard.press("Escape")
        expect(opened).to_have_count(0)


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


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
def test_contrast_is_counted_as_the_guideline_does(blank: Page, style, faint):
    blank.set_content(f'<body style="background: #FFFFFF"><p style="font-size: 16px; {style}">字</p></body>')
    assert bool(too_faint(texts(blank))) == faint


def test_text_of_a_chart_is_held_against_the_bar_below_it(blank: Page):
    blank.set_content(
        '<div class="js-plotly-plot"><svg width="200" height="60"><rect width="100" height="60" fill="#12406E"/>'
        '<text x="10" y="30" fill="#000000">在上面</text><text x="120" y="30" fill="#000000">在旁边</text></svg></div>'
    )
    assert [one.split()[0] for one in too_faint(texts(blank))] == ["在上面"]


def test_words_of_a_chart_count_what_its_table_lists(page: Page, server):
    visit(page, f"{server}/?year=2021&lang=zh")
    panel = page.locator(".st-key-panel_regions")
    assert panel.locator(".plot").get_attribute("aria-label").endswith("图中有 31 项数值")
    panel.get_by_role("button", name="数据与导出").click()
    table = page.get_by_role("dialog").locator("table[role=grid]")
    expect(table).to_have_attribute("aria-rowcount", "32")  # and its head


def walk(page: Page, steps: int) -> list[dict]:
    """Go from control to control by Tab, and tell about each."""
    found = []
    for _step in range(steps):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return found


def test_keyboard_reaches_every_control_of_the_bar_and_every_menu_and_shows_where_it_is(screen, theme, server):
    visit(screen, f"{server}{'/' if theme == 'light' else '/regions'}?year=2021&lang=zh")
    menus = screen.evaluate(
        """() => [...document.querySelectorAll("[class*=st-key-panel_]:has(.menu)")].map((one) => one.className.match(/st-key-(panel_\\S+)/)[1])"""
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


def test_who_leaves_a_menu_and_goes_on_at_once_is_not_taken_back(page: Page, server):
    visit(page, f"{server}/?year=2021&lang=zh")
    page.locator(".st-key-copy_link [data-testid=stPopoverButton]").focus()
    page.keyboard.press("Enter")
    opened = page.locator("[data-testid=stPopoverBody]")
    expect(opened.or_(opened.locator(":focus")).first).to_be_focused()
    page.evaluate("""() => {
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
        document.querySelector(".menu:not([hidden])").focus();
    }""")
    expect(opened).to_have_count(0)
    page.wait_for_timeout(500)  # whatever was put off has come
    expect(page.locator(".menu:visible").first).to_be_focused()


def test_enter_opens_every_menu_of_the_bar_and_of_the_charts(page: Page, server):
    visit(page, f"{server}/?year=2021&lang=zh")
    in_bar, of_charts = page.locator(".st-key-bar [data-testid=stPopoverButton]"), page.locator(".menu:visible")
    assert (in_bar.count(), of_charts.count()) == (5, 6)
    for menu in (*in_bar.all(), *of_charts.all()):
        menu.focus()
        page.keyboard.press("Enter")
        opened = page.locator("[data-testid=stPopoverBody], [role=dialog]")
        expect(opened).to_be_visible()
        expect(opened.or_(opened.locator(":focus")).first).to_be_focused()
        opened.locator("button, input").first.wait_for(state="attached")  # its controls have come
        page.keyboard.press("Tab")
        expect(opened.locator(":focus")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(opened).to_have_count(0)
        expect(menu).to_be_focused()
