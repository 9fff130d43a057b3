"""Nothing overlaps and nothing is cut off."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.server import PAGES, PHONE, visit

# Every text of every chart with its box and the box of its chart; a text of several lines is one per line.
TEXTS = """() => [...document.querySelectorAll("[data-testid=stPlotlyChart]")].map((chart) => {
    const box = (element) => { const { left, top, right, bottom } = element.getBoundingClientRect();
        return [left, top, right, bottom]; };
    const texts = [...chart.querySelectorAll("svg.main-svg text")].flatMap((text) => {
        const lines = [...text.querySelectorAll("tspan.line")];
        return (lines.length ? lines : [text]).filter((one) => one.textContent.trim());
    });
    return { name: chart.closest("[class*=st-key-panel_]").className.match(/st-key-panel_(\\w+)/)[1],
        chart: box(chart.querySelector("svg.main-svg")), page: document.documentElement.clientWidth,
        texts: texts.map((text) => [text.textContent, ...box(text)]) };
})"""
# Headings and figures of cards that do not fit their box.
CUT = """(main) => [...main.querySelectorAll("h1, h2, h3, [data-testid=stMetricValue] *")]
    .filter((one) => one.clientWidth && one.scrollWidth > one.clientWidth + 1
        && getComputedStyle(one).overflowX !== "visible").map((one) => one.textContent)"""
SLACK = 1.5  # px: what rounding moves
LEADING = 0.12  # of a box's height: the air above and below the glyphs


def shrunk(box: list[float]) -> tuple[float, float, float, float]:
    left, top, right, bottom = box
    air = LEADING * (bottom - top)
    return left + SLACK, top + air + SLACK, right - SLACK, bottom - air - SLACK


def overlaps(texts: list[list]) -> Iterator[tuple[str, str]]:
    boxes = [(text, *shrunk(box)) for text, *box in texts]
    for at, (text, left, top, right, bottom) in enumerate(boxes):
        for other, left2, top2, right2, bottom2 in boxes[at + 1 :]:
            if min(right, right2) > max(left, left2) and min(bottom, bottom2) > max(top, top2):
                yield text, other


def clipped(chart: list[float], texts: list[list]) -> Iterator[str]:
    for text, left, top, right, bottom in texts:
        if left < chart[0] - SLACK or top < chart[1] - SLACK or right > chart[2] + SLACK or bottom > chart[3] + SLACK:
            yield text


@pytest.fixture(scope="module", params=[1440, 390])
def screen(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page as wide as a desk's screen, or a phone."""
    phone = {"user_agent": PHONE, "has_touch": True} if request.param < 768 else {}
    with browser.new_context(locale="zh-CN", viewport={"width": request.param, "height": 900}, **phone) as context:
        yield context.new_page()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_overlaps_and_nothing_is_cut_off(screen, server, tianjin, name, lang):
    address, year = (tianjin, 2024) if name == "pilots" else (server, 2021)
    visit(screen, f"{address}{PAGES[name]}?year={year}&lang={lang}")
    charts = screen.evaluate(TEXTS)
    assert bool(charts) == (
        name not in ("methods", "firms", "quality", "verify")
    )  # no answer of the samples is in doubt
    for chart in charts:
        assert len(chart["texts"]) > 10, chart["name"]
        assert list(overlaps(chart["texts"])) == [], chart["name"]
        assert list(clipped(chart["chart"], chart["texts"])) == [], chart["name"]
    main = screen.get_by_test_id("stMain")
    assert main.evaluate("(main) => main.scrollWidth - main.clientWidth") <= 0
    assert screen.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert main.evaluate(CUT) == []
