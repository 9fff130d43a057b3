"""The product as it is served, on a port of its own."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
CHROMIUM = {
    "executable_path": "/usr/bin/chromium",
    "args": ["--no-sandbox", "--disable-background-networking"],
}
PAGES = {
    "overview": "/",
    "satisfaction": "/satisfaction",
    "improvement": "/improvement",
    "gains": "/gains",
    "regions": "/regions",
    "industries": "/industries",
    "pilots": "/pilots",
    "bodies": "/bodies",
    "crosstab": "/crosstab",
    "firms": "/firms",
    "voices": "/voices",
    "scorecard": "/scorecard",
    "build": "/build",
    "verify": "/verify",
    "handins": "/handins",
    "quality": "/quality",
    "methods": "/methods",
}
MENU = [
    "/",
    "/satisfaction",
    "/improvement",
    "/gains",
    "/regions",
    "/industries",
    "/pilots",
    "/bodies",
    "/crosstab",
    "/firms",
    "/voices",
    "/scorecard",
    "/build",
    "/verify",
    "/import",
    "/reconciliation",
    "/handins",
    "/review",
    "/quality",
    "/methods",
]
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
WIDE = {"width": 1440, "height": 1000}
SECONDS = 60
CJK = re.compile(r"[㐀-鿿豈-﫿　-〿＀-￯]")
TEXTS = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!node.parentElement.closest("script, style, noscript") && node.data.trim()) texts.push(node.data.trim());
    }
    return texts;
}"""


@contextmanager
def serving(environment: Mapping[str, str], log: Path) -> Iterator[str]:
    """Start a server and give its address once it answers; stop it at the end."""
    port = _free_port()
    command = [sys.executable, "-m", "access", "--server.port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_healthy(f"{address}/_stcore/health", process, log)
            yield address
        finally:
            process.terminate()
            process.wait(SECONDS)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=SECONDS):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise TimeoutError(log.read_text())


def settle(page: Page) -> None:
    """Wait until the script has run and every chart is drawn."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_function(
        """() => document.fonts.status === "loaded"
            && !document.querySelector("[data-testid=stSkeleton], [data-stale=true]")
            && [...document.querySelectorAll("[data-testid=stBidiComponentRegular]")].every(
                (one) => one.querySelector(".plot[aria-busy=false], .card"))"""
    )


def visit(page: Page, address: str) -> None:
    """Open an address and wait for the page."""
    page.goto(address)
    page.locator("[data-testid=stHeading]").first.wait_for()
    settle(page)


def plain(markdown: str) -> str:
    """A text as one line."""
    return re.sub(r"\s+", " ", markdown).strip()
