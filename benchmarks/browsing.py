"""The overview in Chromium: opened on a new server and again, and what a change of filters takes till all is drawn."""

import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.server import CHROMIUM, WIDE, serving, settle, visit

LOADS = 7
INDUSTRIES = (1, 3, 12, 14, 17, 18, 19, 28, 29, 33, 34, 35)
PROVINCE = "140000"
# When the reader clicked, and when a chart was last drawn on: any, and one that the reader sees.
WATCH = """() => {
    const inView = new Set([...document.querySelectorAll(".plot")].filter((plot) => {
        const { top, bottom } = plot.getBoundingClientRect();
        return top < innerHeight && bottom > 0;
    }));
    addEventListener("click", () => { window.clicked = performance.now() }, { capture: true, once: true });
    new MutationObserver((changes) => {
        for (const plot of new Set(changes.map((one) => one.target.closest?.(".plot")))) {
            if (plot) window.drawn = performance.now();
            if (inView.has(plot)) window.seen = performance.now();
        }
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
QUIET = 400  # ms without a change after which the charts are done


class Times(NamedTuple):
    """What was timed, in ms."""

    what: str
    each: list[float]


def run(stores: Mapping[str, Path]) -> list[Times]:
    """Each store served on its own; `stores` by what is said of its size."""
    found = []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as logs:
        browser = playwright.chromium.launch(**CHROMIUM)
        for size, store in stores.items():
            environment = {"TISHENG_STORE": str(store), "TISHENG_HOME": ""}
            cold = []
            for turn in range(2):
                with serving(environment, Path(logs) / f"{turn}.log") as address:
                    cold.append(_load(browser, address))
            with serving(environment, Path(logs) / "warm.log") as address:
                found += [Times(f"{size}: 总览, first visit to a new server", cold), *_warm(browser, address, size)]
        browser.close()
    return found


def _load(browser: Browser, address: str) -> float:
    with browser.new_context(viewport=WIDE, locale="zh-CN") as context:
        return _opened(context.new_page(), f"{address}/?year=2021")


def _opened(page: Page, address: str) -> float:
    start = time.perf_counter()
    visit(page, address)
    return (time.perf_counter() - start) * 1000


def _warm(browser: Browser, address: str, size: str) -> list[Times]:
    with browser.new_context(viewport=WIDE, locale="zh-CN") as context:
        page = context.new_page()
        _opened(page, f"{address}/?year=2021")
        again = [_opened(page, f"{address}/?year=2021") for _ in range(LOADS)]
        first, second = ([_changed(page, address, industry) for industry in INDUSTRIES] for _ in range(2))
    found = [Times(f"{size}: 总览, opened again", again)]
    for when, changes in (("computed", first), ("seen before", second)):
        for what, each in zip(("last chart", "last chart in view"), zip(*changes, strict=True), strict=True):
            found.append(Times(f"{size}: filter change → {what}, {when}", list(each)))
    return found


def _changed(page: Page, address: str, industry: int) -> tuple[float, float]:
    """From a province to the whole nation, by a click in the line above the headline: till all, till what is in view."""
    visit(page, f"{address}/?year=2021&region={PROVINCE}&industry={industry}")
    page.evaluate(WATCH)
    page.locator(".st-key-up_None button").click()
    page.wait_for_function(f"() => window.drawn > window.clicked && performance.now() - window.drawn > {QUIET}")
    settle(page)
    drawn, seen = page.evaluate("() => [window.drawn - window.clicked, window.seen - window.clicked]")
    return drawn, seen


def table(times: list[Times]) -> str:
    """Half of the times are below p50, 19 of 20 below p95."""
    lines = [f"{'':<58}{'n':>4}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}"]
    for what, each in times:
        p95 = statistics.quantiles(each, n=20, method="inclusive")[-1] if len(each) > 1 else each[0]
        lines.append(f"{what:<58}{len(each):>4}{statistics.median(each):>9.0f}{p95:>9.0f}{max(each):>9.0f}")
    return "\n".join(lines)
