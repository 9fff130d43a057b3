"""Pictures of every page for docs/images, on the sample data: `python -m tests.browser.screenshots`."""

import itertools
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.server import CHROMIUM, PAGES, PHONE, ROOT, serving, settle, visit
from tests.stores import Stores

IMAGES = ROOT / "docs" / "images"
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
WALL = {"width": 1920, "height": 1080}
OF_TIANJIN = ("pilots", "scorecard")  # with something to see in the samples of Tianjin only
CARD = "91120111YL0083196Q"  # a firm of Tianjin's samples with an answer, gains, and a finding


def main() -> None:
    """Write them all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        built = Stores(Path(folder))
        environment = built.environment(built.nothing, built.national)
        with serving(environment, Path(folder) / "log") as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(**CHROMIUM)
            for name, path in PAGES.items():
                for lang in ("zh", "en") if name not in OF_TIANJIN else ():
                    take(browser, f"{address}{path}?year=2021&lang={lang}", f"{name}-{lang}", viewport=WIDE)
            front = f"{address}/?year=2021&lang=zh"
            take(browser, front, "overview-dark-zh", viewport=WIDE, color_scheme="dark")
            take(browser, f"{address}/leader?year=2021&lang=zh", "leader-zh", viewport=WALL)
            take(browser, front, "overview-phone-zh", viewport=NARROW, user_agent=PHONE, has_touch=True)
            with serving(built.environment(built.tianjin, built.national), Path(folder) / "log2") as tianjin:
                for name, lang in itertools.product(OF_TIANJIN, ("zh", "en")):
                    path = f"{PAGES[name]}?year=2024&region=120000&lang={lang}"
                    take(browser, tianjin + path, f"{name}-{lang}", viewport=WIDE)
                for lang in ("zh", "en"):
                    take(browser, f"{tianjin}/firm?firm={CARD}&lang={lang}", f"firm-{lang}", viewport=WIDE)
            browser.close()


def take(browser: Browser, address: str, name: str, **screen: Any) -> None:
    """Write one picture, as high as the page."""
    with browser.new_context(locale="zh-CN", **screen) as context:
        page = context.new_page()
        visit(page, address)
        grow(page, screen["viewport"]["width"])
        page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
    print(f"docs/images/{name}.png")


def grow(page: Page, width: int) -> None:
    """Make the window as high as what scrolls in it."""
    height = page.get_by_test_id("stMain").evaluate("(main) => main.scrollHeight")
    above = page.get_by_test_id("stMain").evaluate("(main) => main.getBoundingClientRect().top")
    page.set_viewport_size({"width": width, "height": round(height + above)})
    settle(page)


if __name__ == "__main__":
    main()
