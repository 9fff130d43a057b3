"""One document of every kind that the product writes, and the workbooks people send that are hardest to send back."""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from charts.workbook import collection, workbook
from data import warehouse
from data.samples import shanxi_2022, tianjin_2024
from data.store import Store
from loaders import importing, kinds, marking, reading, templates
from loaders.document import Context
from loaders.importing import Wanted
from metrics.query import Filters
from reports.kinds import KINDS, TABLES
from tests.charts import examples
from tests.loaders import drawing, hostile, pilot_form
from tests.loaders.drawing import credit_code
from tests.loaders.test_reading import biff, container, text_of
from tests.metrics import drawing as drawing_of_versions

SENDERS = (None, "140100", "CNCA-R-2002-001")
HEADINGS = ["序号", "企业名称", "统一社会信用代码", "县（市、区）", "行业", "联系电话"]
TOP = 4  # the row of headings of `everything`, as Excel counts
OFFICIAL = {
    "assisted": """
        firm | year | province | city   | industry | body            | name
        A    | 2024 | 120000   | 120114 | 4        | CNCA-R-2002-001 | =1+1
        B    | 2023 | 120000   | 120114 | 29       | =2+2            | 乙有限公司
        """,
    "body": "body | name\nCNCA-R-2002-001 | =HYPERLINK(1)",
    "statistics": "province | year | policies | subsidy_10k_cny\n120000 | 2024 | 3 | 100.5",
    "pilot": "pilot | name | year | province\n天津地毯 | =地毯 | 2024 | 120000",
    "pilot_indicator": "pilot | year | indicator | before | after\n天津地毯 | 2024 | pass_rate | | 98.5",
    "score": """
        year | province | city   | scheme       | indicator    | points
        2024 | 120000   | 120114 | tianjin_2024 | organisation | 80
        """,
}
CROSS_SHEET_LIST = (  # as Excel 2010 and later write a drop-down whose options stand on another sheet
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations count="1" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list" allowBlank="1">'
    "<x14:formula1><xm:f>选项!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>D5:D20</xm:sqref></x14:dataValidation>"
    "</x14:dataValidations></ext></extLst>"
)


def png() -> bytes:
    """A red dot, 2 by 2."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(b"\0\xff\0\0\xff\0\0" * 2)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def everything() -> bytes:
    """A ledger with faults and with whatever people put into workbooks."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.set_properties({"created": drawing.MADE})
        _ledger(book)
        _surroundings(book)
        options = book.add_worksheet("选项")
        options.write_column(0, 0, ["小店区", "迎泽区", "杏花岭区"])
        options.hide()
        other = book.add_worksheet("汇总")
        other.write_formula("A1", "=COUNTA(台账!B5:B9)", value=5)
        other.write_formula("A2", '="共"&A1&"家"', value="共5家")
        other.write_formula("A3", "=1/0", value="#DIV/0!")
        other.write_formula("A4", "=A1>3", value=True)
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=台账!$A$5:$A$9"})
        book.add_chartsheet("图").set_chart(chart)
        book.define_name("名单", "=台账!$B$5:$B$9")
        book.define_name("汇总!本表", "=汇总!$A$1")
        other.print_area("A1:B4")
    of = hostile.parts(target.getvalue())
    sheet = of["xl/worksheets/sheet1.xml"]
    of["xl/worksheets/sheet1.xml"] = _with_cross_sheet_list(sheet)
    of["xl/cellimages.xml"] = b"<etc:cellImages xmlns:etc='http://www.wps.cn/officeDocument/2017/etCustomData'/>"
    of["[Content_Types].xml"] = of["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/cellimages.xml" ContentType="application/vnd.wps-officedocument.cellimage+xml"/></Types>',
    )
    relation = (
        b'<Relationship Id="rId99" Type="http://www.wps.cn/officeDocument/2020/cellImage" Target="cellimages.xml"/>'
    )
    of["xl/_rels/workbook.xml.rels"] = of["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>", relation + b"</Relationships>"
    )
    return hostile.packed(of)


def _with_cross_sheet_list(sheet: bytes) -> bytes:
    """The drop-down beside what else stands among the extensions of the sheet."""
    entry = re.sub(r"</?extLst>", "", CROSS_SHEET_LIST).encode()
    return sheet.replace(b"</extLst>", entry + b"</extLst>")


def _ledger(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("台账")
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red"})
    green = book.add_format({"bg_color": "#00FF00", "border": 1, "align": "center"})
    title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    sheet.merge_range(0, 0, 0, 5, "太原市2024年帮扶企业台账", title)
    sheet.write_rich_string(1, 0, "填报单位：", bold, "太原市", red, "市场监督管理局")
    sheet.write_row(TOP - 1, 0, HEADINGS, bold)
    rows: list[list[Any]] = [
        ["甲有限公司", credit_code(1), "小店区", "28", "13812345678"],
        ["乙有限公司", "911401", "小店区", "28", "13812345678"],
        ["丙有限公司", credit_code(3), "样例省样例县", "28", None],
        ["丁有限公司", 911401000000000000, None, "28", "13812345679"],
        [None, None, "小店区", "28", "13812345670"],
    ]
    for number, cells in enumerate(rows, TOP):
        sheet.write_formula(number, 0, f"=ROW()-{TOP}", green, number - TOP + 1)
        for column, value in enumerate(cells, 1):
            if value is not None:
                sheet.write(number, column, value, green if column == 2 else None)
    sheet.write_formula(6, 5, '=IF(A7>2,"138"&"12345678","")', None, "13812345678")
    sheet.write_comment("C6", "待核实", {"author": "张三"})
    sheet.write_comment("B5", "已电话核对", {"author": "张三"})
    sheet.data_validation("E5:E20", {"validate": "list", "source": ["28", "29"]})
    sheet.conditional_format("A5:A20", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("C5:C20", {"type": "duplicate", "format": red})
    sheet.add_sparkline("G5", {"range": "台账!A5:A9"})
    sheet.set_column(1, 1, 33, book.add_format({"num_format": "@"}))
    sheet.set_column(2, 2, 22)
    sheet.set_row(4, 40)
    sheet.set_row(5, None, None, {"hidden": False})


def _surroundings(book: xlsxwriter.Workbook) -> None:
    """What stands around the cells of the ledger."""
    sheet = book.get_worksheet_by_name("台账")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=台账!$A$5:$A$9"})
    sheet.insert_chart("I2", chart)
    sheet.insert_image("I20", "章.png", {"image_data": io.BytesIO(png())})
    sheet.insert_textbox("I24", "请加盖公章")
    sheet.set_header("&L&G", {"image_left": "章.png", "image_data_left": io.BytesIO(png())})
    sheet.write_url("H5", "https://example.com/", string="网址")
    sheet.autofilter("A4:F9")
    sheet.freeze_panes(4, 2)
    sheet.repeat_rows(3)
    sheet.set_landscape()
    sheet.protect("", {"format_cells": True})


def returned(content: bytes, file: str = "太原市2024台账.xlsx", language: str = "zh") -> bytes:
    """What goes back for a file: its findings marked in it."""
    issues = kinds.read(reading.sheets(content), Context(None, file)).issues
    assert issues
    target = io.BytesIO()
    marking.mark(content, issues, target, language)
    return target.getvalue()


def faulty(folder: Path) -> Iterator[tuple[str, bytes]]:
    """A file with findings of every kind of document, and in every format that is read."""
    rows = drawing.rows_of("name | credit_code | q9_1\n甲有限公司 | 911401 | 许多\n乙有限公司 | 911402 | 3")
    ledger = [["企业名称", "信用代码", "行业"], ["甲", "911401", "28"], ["=1+1", credit_code(2), "样例"]]
    yield "台账.xlsx", everything()
    yield "台账.csv", text_of(ledger).encode("gb18030")
    yield "台账.xls", container("Workbook", biff(ledger))
    yield "答卷.xlsx", drawing.write(folder / "答卷.xlsx", rows).read_bytes()
    yield "答卷.xls", container("Workbook", biff(rows))
    (samples := folder / "samples").mkdir()
    for file in shanxi_2022.write(samples):
        if any(f"{city}市帮扶企业台账" in file.name for city in ("太原", "长治", "晋中")):
            yield file.name, file.read_bytes()
    yield (
        templates.file_name("statistics", year=2024, sender="140100"),
        templates.content("statistics", year=2024, sender="140100"),
    )
    pilot = drawing.book(folder / "2024年天津市附件3.xlsx", pilot_form.sheet(trained="许多"))
    yield pilot.name, pilot.read_bytes()


def charts() -> Iterator[tuple[str, bytes]]:
    """Every kind of chart as a workbook, and all of them as the workbook of a page."""
    every = {
        "bars": examples.bars(examples.SHANXI, examples.TIBET),
        "pairs": examples.pairs(),
        "tiles": examples.tiles(),
        "heat": examples.heat(),
        "stacks": examples.stacks(),
        "multiples": examples.multiples(12),
        "nothing": examples.bars(),
    }
    notes = [("口径", "回答了第13题的企业"), ("版本", "000042")]
    for name, chart in every.items():
        yield f"图表_{name}.xlsx", workbook(chart, notes)
    yield "本页工作簿.xlsx", collection([*every.values()], notes, ("工作表", "标题"), notes)


def all_templates() -> Iterator[tuple[str, bytes]]:
    """Every template for everybody, a region and a body."""
    for sender in SENDERS:
        for kind in templates.kinds(sender):
            yield f"模板_{kind}_{sender}.xlsx", templates.content(kind, year=2024, sender=sender)


def all_samples(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The sample inbox without its two large exports of answers, which are written as the third one is."""
    for sample in (shanxi_2022, tianjin_2024):
        (inbox := folder / sample.__name__).mkdir()
        for file in sample.write(inbox):
            if file.stat().st_size < 100_000:
                yield f"样例_{file.name}", file.read_bytes()


def reports(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every report on the sample of Tianjin."""
    (inbox := folder / "tianjin").mkdir()
    store = Store(folder / "store")
    importing.load(tianjin_2024.write(inbox), store, Wanted(region="120000"))
    reader = warehouse.open(store, warehouse.ALL)
    for name in KINDS.keys() - TABLES.keys():
        kind, about = KINDS[name], {"pilot": ["天津地毯"]} if name == "pilot-report" else {"province": ["120000"]}
        yield f"报告_{name}{kind.ending}", kind.build(reader, Filters.of(year=[2024], **about)).content
    reader.close()


def official(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every official table in every format, from a version with a few rows."""
    rows = {name: drawing_of_versions.rows_of(text) for name, text in OFFICIAL.items()}
    made = drawing_of_versions.drawn(folder / "official", (), rows.pop("assisted"), **rows)
    for name in TABLES:
        where = {"year": [2024], **({"pilot": ["天津地毯"]} if name == "pilot-table" else {"province": ["120000"]})}
        for build in KINDS[name].builds.values():
            built = build(made.reader, Filters.of(**where))
            yield built.file_name, built.content
    made.reader.close()
