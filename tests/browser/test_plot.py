"""Charts are drawn by our own component: into elements that stay, and no more often than they change."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import WIDE, settle, visit

# From here on the page counts how often plotly draws each chart.
COUNT = """() => {
    const { react } = window.Plotly, key = (one) => one.closest("[class*=st-key-panel_]").className.match(/st-key-(panel_\\w+)/)[1];
    window.drawn = {};
    window.Plotly.react = function (one, ...figure) {
        window.drawn[key(one)] = (window.drawn[key(one)] ?? 0) + 1;
        return react.call(this, one, ...figure);
    };
    for (const one of document.querySelectorAll(".plot")) one.isOld = true;
}"""


# Every text of every chart as it stands, and as plotly itself would write it: [text, how far apart, px].
APART = """async () => {
    const middle = (one) => { const { left, right, top, bottom } = one.getBoundingClientRect();
        return [(left + right) / 2, (top + bottom) / 2]; };
    const texts = (chart, which) => {
        const [left, top] = middle(chart.querySelector(".main-svg"));
        return [...chart.querySelectorAll(which)].map((one) => {
            const [x, y] = middle(one);
            return [one.textContent, x - left, y - top];
        });
    };
    const found = [];
    for (const chart of document.querySelectorAll(".plot")) {
        const other = chart.parentElement.appendChild(document.createElement("div"));
        await window.Plotly.newPlot(other, structuredClone(chart.picture));
        const ours = texts(chart, ".words > text"), theirs = texts(other, ".annotation-text");
        other.remove();
        for (const [at, [text, x, y]] of theirs.entries()) {
            const [same, x2, y2] = ours[at] ?? ["nothing", 0, 0];
            found.push([text === same ? text : `${text} / ${same}`, Math.max(Math.abs(x2 - x), Math.abs(y2 - y))]);
        }
        if (ours.length !== theirs.length) found.push(["missing", Infinity]);
    }
    return found;
}"""


@pytest.fixture
def stranger(browser: Browser) -> Iterator[Page]:
    """A browser that was never here before."""
    with browser.new_context(locale="zh-CN", viewport=WIDE) as context:
        yield context.new_page()


def test_a_change_of_filter_draws_every_chart_once_into_the_element_that_was_there(page: Page, server):
    visit(page, f"{server}/?year=2021&industry=19")
    page.evaluate(COUNT)
    page.locator(".st-key-clear button").click()
    expect(page.locator(".st-key-clear")).to_have_count(0)
    settle(page)
    drawn = page.evaluate("window.drawn")
    assert drawn == dict.fromkeys(drawn, 1)
    assert len(drawn) == page.locator(".plot").count() > 3
    assert page.evaluate("[...document.querySelectorAll('.plot')].every((one) => one.isOld)")
    page.locator(".st-key-panel_regions .menu").click()  # nothing changes in the charts
    expect(page.get_by_role("dialog")).to_contain_text("下载 Excel 表格")
    settle(page)
    assert page.evaluate("window.drawn") == drawn


def test_a_chart_is_as_wide_as_its_panel_and_as_high_as_it_is_drawn(page: Page, server):
    visit(page, f"{server}/?year=2021")
    chart = page.locator(".st-key-panel_aspects .plot")
    for width in (WIDE["width"], 1000):
        page.set_viewport_size({**WIDE, "width": width})
        expect(chart.locator("svg.main-svg").first).to_have_attribute(
            "width", str(chart.evaluate("(one) => one.clientWidth"))
        )
        box = chart.evaluate("(one) => [one.offsetHeight, one.scrollHeight, one._fullLayout.height]")
        assert len({*box}) == 1, box


@pytest.mark.parametrize("path", ["", "satisfaction", "improvement", "crosstab"])
def test_every_text_stands_where_plotly_would_write_it(page: Page, server, path):
    visit(page, f"{server}/{path}?year=2021&view=analyst")
    apart = page.evaluate(APART)
    assert len(apart) > 100
    assert {text: px for text, px in apart if px > 3 or " / " in text} == {}


def test_plotly_is_fetched_once_and_kept(stranger: Page, server):
    answers = []
    stranger.on("response", lambda answer: answers.append(answer) if "/plotly/" in answer.url else None)
    visit(stranger, f"{server}/regions?year=2021&lang=zh")
    (answer,) = answers
    assert answer.url.startswith(f"{server}/plotly/")
    assert "immutable" in (answer.header_value("cache-control") or "")
    assert answer.header_value("content-encoding") == "gzip"


def test_without_plotly_a_chart_says_so_and_the_page_goes_on(stranger: Page, server):
    stranger.route("**/plotly/*", lambda route: route.abort())
    stranger.goto(f"{server}/?year=2021")
    expect(stranger.locator(".st-key-panel_regions .plot")).to_have_text("图没有取到，请刷新页面")
    expect(stranger.locator("h1")).to_be_visible()
