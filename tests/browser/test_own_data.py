"""The bureau's own data take the place of the samples."""

import subprocess
import sys

from playwright.sync_api import Page, expect

from tests.browser.server import ROOT, settle, visit
from tests.stores import excerpt


def test_own_answers_replace_the_samples(page: Page, fresh_server, stores, tmp_path):
    own, export = tmp_path / "own", tmp_path / "本局答卷.xlsx"
    excerpt(stores.export, export, 12)
    visit(page, fresh_server(own))
    badge = page.get_by_text("示例数据", exact=True)
    answers = page.locator("[data-metric=responses] .value")
    expect(badge.first).to_be_visible()
    expect(answers).to_have_text("5,639 份")
    command = [sys.executable, "-m", "loaders", "load", str(export), "--store", str(own)]
    loaded = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert loaded.returncode == 0, loaded.stderr
    page.reload()
    expect(answers).to_have_text("12 份")
    settle(page)
    expect(badge).to_have_count(0)
    assert "示例数据" not in page.locator("body").inner_text()
