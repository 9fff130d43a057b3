"""Every page on a desk's screen, on a phone and in the dark: soundly laid out, readable, in one language, served from here."""

import base64
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from data.reference import table
from data.samples import tianjin_2024
from data.warehouse import Reader
from metrics import voices
from metrics.query import Filters
from reports.kinds import KINDS
from tests.browser import layout
from tests.browser.contrast import texts, too_faint
from tests.browser.server import CJK, MENU, PAGES, PHONE, TEXTS, WIDE, settle, visit

LOOKS = {
    "wide": {"viewport": WIDE},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 900}, "user_agent": PHONE, "has_touch": True},
}
EVERY = sorted({*MENU, *PAGES.values(), "/leader"})
CHARTS = ("/", "/satisfaction", "/improvement", "/gains", "/regions", "/industries", "/pilots", "/bodies", "/crosstab",
          "/voices", "/scorecard", "/leader")  # fmt: skip
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((one) => +one.tagName[1])"""


class Screen(NamedTuple):
    """A page, and every address it asked."""

    page: Page
    asked: list[str]


@pytest.fixture(scope="module")
def screens(browser: Browser) -> Iterator[Callable[[str], Screen]]:
    """A browser for each look, which keeps the programs of the page as that of a reader does."""
    with ExitStack() as opened:

        @cache
        def of(look: str) -> Screen:
            context = opened.enter_context(browser.new_context(locale="zh-CN", **LOOKS[look]))
            made = Screen(context.new_page(), [])
            context.on("request", lambda request: made.asked.append(request.url))
            made.page.on("websocket", lambda socket: made.asked.append(socket.url))
            return made

        yield of


CASES = [
    *(("wide", lang, path) for lang in ("zh", "en") for path in EVERY),
    *(("phone", lang, path) for lang in ("zh", "en") for path in PAGES.values()),
    *(("dark", "zh", path) for path in EVERY),
]


@pytest.mark.parametrize(("look", "lang", "path"), CASES)
def test_page(screens, server, tianjin, national, look, lang, path):
    page, asked = screens(look)
    asked.clear()
    address, year = (tianjin, 2024) if path == "/pilots" else (server, 2021)
    visit(page, f"{address}{path}?year={year}&lang={lang}")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN" if lang == "zh" else "en")
    if path in PAGES.values():
        assert layout.faults(page) == []
    if path == "/leader":
        page.locator(".st-key-steps").hover()  # the controls of the wall screen fade while nobody is at them
    if lang == "zh" and look != "phone":
        seen = texts(page)
        assert len(seen) > 10
        assert too_faint(seen) == []
        _headings_go_down_step_by_step_from_one(page)
        _every_chart_has_its_words_and_its_table(page, path)
    if lang == "en" and look == "wide" and path in PAGES.values():
        _no_chinese(page, national, path, year)
    page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, main.scrollHeight)")
    settle(page)
    assert {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}
    assert any(url.startswith("ws:") for url in asked)


def _headings_go_down_step_by_step_from_one(page: Page) -> None:
    levels = page.evaluate(HEADINGS)
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def _every_chart_has_its_words_and_its_table(page: Page, path: str) -> None:
    charts = page.locator(".plot")
    assert bool(charts.count()) == (path in CHARTS)
    for chart in charts.all():
        assert chart.get_attribute("role") in ("figure", "img")
        words = chart.get_attribute("aria-label") or ""
        assert re.fullmatch(r".+ · 图中有 [\d,]+ 项数值", words, re.S), words
        panel = chart.locator("xpath=ancestor::*[contains(@class, 'st-key-panel_')][1]")
        assert words.startswith(panel.locator("h2").inner_text()) or path == "/leader"
        assert panel.get_by_role("button", name="数据与导出").count() == (path != "/leader")


def _no_chinese(page: Page, national: Reader, path: str, year: int) -> None:
    """But for what others wrote: names, files, answers, and the headings of a document, which is Chinese."""
    names = sorted(_written(national, path, year), key=len, reverse=True)  # "3.％" before "3"
    found = re.compile("|".join(map(re.escape, names)))
    shown = [found.sub("", text) for text in page.evaluate(TEXTS) if not _is_cut(text, names)]
    assert len(shown) > 30
    assert [text for text in shown if CJK.search(text)] == ["中文"]
    logo = page.get_by_test_id("stHeaderLogo").get_attribute("src") or ""
    assert not CJK.search(base64.b64decode(logo.split(",")[1]).decode())
    assert not CJK.search(page.title())
    expect(page.locator("h1")).to_be_visible()


def _written(national: Reader, path: str, year: int) -> Iterator[str]:
    yield from tianjin_2024.FIGURES
    yield from (row["name"] for row in table("bodies"))
    yield from (name for (name,) in national.rows("SELECT DISTINCT name FROM response WHERE name IS NOT NULL"))
    yield from (file for (file,) in national.rows("SELECT DISTINCT file FROM submission"))
    if path == "/gains":
        yield from (
            text for (text,) in national.rows("SELECT DISTINCT q10_2_text FROM response WHERE q10_2_text <> ''")
        )
    if path == "/voices":
        answers = voices.open_answers(national, Filters.of(year=[2021]))["text"]
        yield from {*answers, *(word for text in answers for word in voices.words_of(text))}
    if path == "/build":
        kind = next(iter(KINDS.values()))
        yield from (one.heading for one in kind.build(national, Filters.of(year=[year])).outline)


def _is_cut(text: str, names: list[str]) -> bool:
    """Whether it is the beginning of a name, after its rank, that ends in …"""
    start = re.sub(r"^\d+ ", "", text)
    return start.endswith("…") and any(name.startswith(start[:-1]) for name in names)
