"""From a faulty ledger to a new count on a page that stayed open."""

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.server import serving, settle, visit
from tests.loaders.drawing import credit_code

LEDGER = "太原市2024帮扶企业台账.xlsx"
FIRMS = 12
SEEN = "(text) => [getComputedStyle(text).fontSize, getComputedStyle(text, '::after').content]"
WRONG = 3  # the firm whose code misses its last digit


def written(folder: Path, wrong: int | None = None) -> Path:
    folder.mkdir()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["序号", "企业名称", "统一社会信用代码", "认证行业大类", "认证机构", "联系人", "联系电话"])
    for serial in range(1, FIRMS + 1):
        code = credit_code(serial)[:-1] if serial == wrong else credit_code(serial)
        sheet.append([serial, f"样例{serial}有限公司", code, "建设业", "中国质量认证中心", "张三", "13812345678"])
    book.save(folder / LEDGER)
    return folder / LEDGER


def drop(page: Page, file: Path) -> None:
    page.locator(".st-key-inbox input[type=file]").set_input_files(file)
    page.locator(".st-key-panel_files").wait_for()
    settle(page)


def publish(page: Page) -> None:
    page.locator(".st-key-publish button").click()
    expect(page.get_by_text(re.compile("已发布数据版本"))).to_be_visible()
    settle(page)


def test_a_mended_ledger_reaches_an_open_dashboard(page: Page, stores, tmp_path):
    environment = {**stores.environment(tmp_path / "own", stores.national), "TISHENG_HOME": ""}
    with serving(environment, tmp_path / "log") as address:
        dashboard = page.context.new_page()
        visit(dashboard, f"{address}/")
        firms = dashboard.locator("[data-metric=assisted_enterprises] .value")
        expect(firms).to_have_text("5,639 家")

        visit(page, f"{address}/import")
        assert page.locator(".st-key-inbox button p").evaluate(SEEN) == ["0px", '"选择文件"']
        drop(page, written(tmp_path / "received", WRONG))
        expect(page.locator("h1")).to_have_text(re.compile("可载入 11 行，待改 1 行"))
        expect(page.locator(".st-key-panel_issues")).to_contain_text("错误 1 条")
        assert "13812345678" not in page.content()
        publish(page)
        expect(firms).to_have_text("11 家")
        expect(dashboard.get_by_text("数据已更新到版本 000001")).to_be_visible()

        page.locator(".st-key-clear button").click()
        page.locator(".st-key-panel_files").wait_for(state="detached")
        drop(page, written(tmp_path / "mended"))
        expect(page.locator(".st-key-panel_publish")).to_contain_text("企业：新增 1 家，减少 0 家")
        publish(page)
        expect(firms).to_have_text("12 家")
        expect(dashboard.get_by_text("数据已更新到版本 000002")).to_be_visible()
        dashboard.close()


def test_an_open_page_is_not_redrawn_while_nothing_changes(page: Page, server):
    visit(page, f"{server}/?year=2021")
    page.evaluate("""() => {
        window.changes = [];
        window.latest = performance.now();
        new MutationObserver((found) => {
            const names = found.map((one) => one.attributeName ?? one.type);
            window.changes.push(...names);
            if (names.some((name) => name !== "data-test-script-state")) window.latest = performance.now();
        }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    }""")
    page.wait_for_function("performance.now() - window.latest > 2000")  # the last chart of the visit has settled
    page.evaluate("window.changes = []")
    page.wait_for_timeout(8000)
    assert set(page.evaluate("window.changes")) <= {"data-test-script-state"}
