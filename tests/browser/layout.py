"""What overlaps, is cut off, or does not fit on a page."""

from collections.abc import Iterator

from playwright.sync_api import Page

# Every text of every chart with its box and the box of its chart; a text of several lines is one per line.
TEXTS = """() => [...document.querySelectorAll(".plot")].map((chart) => {
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
CUT = """(main) => [...main.querySelectorAll("h1, h2, h3, .card .value, .card .moved, [data-testid=stMetricValue] *")]
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


def faults(page: Page) -> list[tuple[str, object]]:
    """Where (a chart, or the page) and what."""
    found: list[tuple[str, object]] = []
    for chart in page.evaluate(TEXTS):
        found += [(chart["name"], both) for both in overlaps(chart["texts"])]
        found += [(chart["name"], text) for text in clipped(chart["chart"], chart["texts"])]
        found += [(chart["name"], "few texts")] if len(chart["texts"]) <= 10 else []
    main = page.get_by_test_id("stMain")
    beyond = main.evaluate("(main) => main.scrollWidth - main.clientWidth")
    beyond += page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*found, *(("page", text) for text in main.evaluate(CUT)), *([("page", beyond)] if beyond > 0 else [])]
