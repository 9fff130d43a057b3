"""What the menu of a chart hands out."""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from charts.workbook import CROSSED, INDEX
from data.reference import table
from locales import translate
from metrics.query import Filters, compute
from tests.browser.server import visit

NAMES = {row["code"]: row["name"] for row in table("regions") if row["status"] == "current"}
NAMED = "各省满意率_2021_全国"


@pytest.fixture(scope="module")
def opened(context: BrowserContext, server) -> Iterator[Page]:
    """The front page with the menu of the chart of provinces open."""
    with context.new_page() as page:
        visit(page, f"{server}/?year=2021")
        page.locator(".st-key-panel_regions").get_by_role("button", name="数据与导出").click()
        yield page


@pytest.fixture
def download(opened: Page, tmp_path: Path) -> Callable[[str], Path]:
    """Press a button of the menu; keep the file under the name it came with. The menu stays open."""

    def press(label: str) -> Path:
        menu = opened.get_by_role("dialog")
        with opened.expect_download() as downloading:
            menu.get_by_role("button", name=label).click()
        kept = tmp_path / downloading.value.suggested_filename
        downloading.value.save_as(kept)
        expect(menu).to_be_visible()
        return kept

    return press


def test_workbook_holds_the_computed_numbers(download, national):
    file = download("下载 Excel 表格")
    assert file.name == f"{NAMED}.xlsx"
    book = openpyxl.load_workbook(file)
    data, notes = book.worksheets
    rows = [[cell.value for cell in row] for row in data.iter_rows()]
    top = next(number for number, row in enumerate(rows) if "满意率" in row)
    heads = [head for head in rows[top] if head]
    found = {row[0]: dict(zip(heads, row, strict=False)) for row in rows[top + 1 :] if row[0] in NAMES}
    rates = compute(national, ["satisfaction_rate"], ["province"], Filters.of(year=[2021]))
    computed = {row["province"]: row for row in rates.to_dict("records") if row["province"] in NAMES}
    assert set(found) == set(computed)
    assert len(found) == 31
    for code, row in found.items():
        assert row["地区"] == NAMES[code]
        assert (row["分子"], row["分母"]) == (computed[code]["numerator"], computed[code]["denominator"])
        assert row["满意率"] == pytest.approx(computed[code]["value"], abs=1e-12)
    said = {str(key.value): str(value.value) for key, value in notes.iter_rows()}
    assert said["年度"] == "2021"
    assert said["地区"] == "全国"
    assert any("n 5639" in text for text in said.values())
    assert any("÷ 回答了第13题的企业" in text for text in said.values())


def test_png_is_three_times_as_wide_as_the_chart(opened, download):
    file = download("下载 PNG 图片")
    assert file.name == f"{NAMED}.png"
    assert file.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    chart = opened.locator(".st-key-panel_regions .plot").bounding_box()
    with Image.open(file) as picture:
        picture.load()
        assert picture.width >= 3 * chart["width"]
        assert picture.height >= 3 * chart["height"]
        colours = picture.convert("RGB").getcolors(picture.width * picture.height)
    assert len(colours) > 50


def test_svg_holds_title_chart_and_source(download):
    file = download("下载 SVG 矢量图")
    assert file.name == f"{NAMED}.svg"
    root = ElementTree.fromstring(file.read_text("utf-8"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    words = "".join(root.itertext())
    assert "各省满意率" in words
    assert "江苏省" in words
    assert "来源 企业调查问卷 第13题 · n 5639" in words


@pytest.mark.parametrize(("format", "begins"), [("png", b"\x89PNG"), ("svg", b"<svg")])
def test_the_page_has_a_zip_with_a_picture_of_every_chart(page, server, tmp_path, format, begins):
    visit(page, f"{server}/?year=2021")
    page.locator(".st-key-page_images").get_by_role("button").first.click()
    with page.expect_download() as downloading:
        page.get_by_test_id("stPopoverBody").get_by_role("button", name=format.upper()).click()
    kept = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(kept)
    assert kept.name == "总览_2021_全国.zip"
    with zipfile.ZipFile(kept) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert names[0] == f"01_{NAMED}.{format}"
        assert len({*names}) == page.locator(".plot").count() > 3
        assert all(packed.read(name).startswith(begins) for name in names)
        if format == "svg":
            titles = page.locator("[class*=st-key-panel_]:has(.plot) h2").all_inner_texts()
            drawn = ["".join(ElementTree.fromstring(packed.read(name)).itertext()) for name in names]
            assert all(title in words and "来源" in words for title, words in zip(titles, drawn, strict=True))


def test_the_page_has_a_workbook_with_every_chart(page, server, tmp_path):
    visit(page, f"{server}/satisfaction?year=2021&lang=en")
    with page.expect_download() as downloading:
        page.get_by_role("button", name=translate("本页工作簿", "en")).click()
    kept = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(kept)
    drawn = page.locator(".plot").count()
    book = openpyxl.load_workbook(kept)
    assert kept.name == f"{translate('满意度', 'en')}_2021_{translate('全国', 'en')}.xlsx"
    assert sum(name[0].isdigit() and CROSSED not in name for name in book.sheetnames) == drawn > 1
    said = {str(key.value): value.value for key, value, *_rest in book[INDEX].iter_rows()}
    assert said[translate("地区", "en")] == translate("全国", "en")
