"""The workbook that goes back: the sender's own, marked, with a list in front, and nothing of his lost."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineWorkbook

from loaders import kinds, marking, reading, returned, sheet_part
from loaders.book_part import MAIN
from loaders.document import Context
from loaders.issues import Issue
from loaders.sheet_marks import SheetPart
from tests.loaders import drawing, hostile
from tests.loaders.drawing import credit_code
from tests.office import documents

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # what openpyxl leaves out when it reads
HEADINGS = ["序号", "企业名称", "统一社会信用代码", "县（市、区）", "行业", "联系电话"]
SIGNS = ("=1+1", "+1", "-1", "@SUM(1)")


@pytest.fixture
def mark(tmp_path: Path) -> Callable[..., Workbook]:
    """Return a workbook as it goes back: of bytes with the findings given, or with what the checks find."""

    def made(content: bytes, issues: list[Issue] | None = None, language: str = "zh") -> Workbook:
        if issues is None:
            issues = kinds.read(reading.sheets(content), Context(None, "太原市2024.xlsx")).issues
        to = tmp_path / "returned.xlsx"
        marking.mark(content, issues, to, language)
        with zipfile.ZipFile(to) as archive:
            for part in archive.namelist():
                if part.endswith((".xml", ".rels", ".vml")):
                    ElementTree.fromstring(archive.read(part))
        assert CalamineWorkbook.from_path(to).sheet_names == openpyxl.load_workbook(to).sheetnames
        return openpyxl.load_workbook(to)

    return made


def saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def ledger() -> Workbook:
    """A ledger with a formula, widths, merged cells, formats, a drop-down, and another sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet["A1"] = "太原市2024年帮扶企业台账"
    sheet.merge_cells("A1:F1")
    sheet.append(HEADINGS)
    sheet.append([1, "甲", credit_code(1), "小店区", "28", "13812345678"])
    sheet.append([2, "乙", "911401", "样例省样例县", "28", "13812345678"])
    sheet.append([3, "丙", credit_code(3), None, "样例", "13812345678"])
    sheet.append([4, None, None, "小店区", "28", "=A5+1"])
    sheet.merge_cells("D4:D5")
    sheet["E3"].number_format = "00"
    sheet.column_dimensions["B"].width = 33
    sheet.row_dimensions[3].height = 40
    rule = DataValidation(type="list", formula1='"28,29"')
    rule.add("E3:E9")
    sheet.add_data_validation(rule)
    other = book.create_sheet("说明")
    other["B2"] = "=台账!A3*2"
    other.sheet_state = "hidden"
    return book


def tint(cell: openpyxl.cell.cell.Cell) -> str:
    return {marking.TINTS["error"]: "error", marking.TINTS["warning"]: "warning"}.get(cell.fill.fgColor.rgb, "")


def tints(book: Workbook, sheet: str) -> dict[str, str]:
    return {cell.coordinate: tint(cell) for row in book[sheet].iter_rows() for cell in row if tint(cell)}


def listed(book: Workbook) -> list[dict[str, object]]:
    """The rows of the list by heading."""
    rows = list(book[returned.LIST].iter_rows(values_only=True))
    top = next(index for index, row in enumerate(rows) if row[0] in ("级别", "Level"))
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]


def links(book: Workbook) -> list[str]:
    """Where the links of the list lead, each inside the workbook."""
    found = [cell.hyperlink for row in book[returned.LIST].iter_rows() for cell in row if cell.hyperlink]
    assert {link.target for link in found} == {None}
    return [link.location for link in found]


def test_cells_are_tinted_by_their_worst_finding(mark):
    assert tints(mark(saved(ledger())), "台账") == {
        "C4": "error",
        "D4": "warning",  # merged over the row below, which says the same
        "E5": "warning",
        "B6": "warning",
        "C6": "warning",
        "A6": "error",  # the row as a whole
        "F6": "warning",  # a formula without its result
    }


def test_one_comment_says_all_that_is_wrong_with_a_cell_and_how_to_mend_it(mark):
    found = [
        Issue("台账", 3, "联系电话", "3", "phone_shared", "warning", "F"),
        Issue("台账", 3, "联系电话", "甲", "ledgers_disagree", "warning", "F"),
    ]
    text = mark(saved(ledger()), found)["台账"]["F3"].comment.text
    assert text.splitlines() == [
        marking.SIGN,
        "提示：留同一个联系电话的答卷有3家企业；照样计入。核实是否有人代填。",
        "提示：同一家企业在另一份台账里不同，这里写的“甲”没有采用（地区和行业以市局台账为准，认证机构以机构台账为准）。与另一份台账核对后更正。",
    ]


def test_the_senders_own_comment_stays_in_front(mark):
    book = ledger()
    book["台账"]["C4"].comment = Comment("待核实", "张三")
    text = mark(saved(book))["台账"]["C4"].comment.text
    assert text.startswith(f"待核实\n{marking.SIGN}\n错误：")


def test_nothing_else_of_the_workbook_changes(mark):
    before, after = ledger(), mark(saved(ledger()))
    assert after.sheetnames == [returned.LIST, *before.sheetnames]
    assert after["说明"].sheet_state == "hidden"
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                assert after[sheet.title][cell.coordinate].value == cell.value, cell
        assert after[sheet.title].merged_cells.ranges == sheet.merged_cells.ranges
    sheet = after["台账"]
    assert (sheet["F6"].value, after["说明"]["B2"].value) == ("=A5+1", "=台账!A3*2")
    assert (sheet.column_dimensions["B"].width, sheet.row_dimensions[3].height) == (33, 40)
    assert sheet["E3"].number_format == "00"
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["E3:E9"]


def test_the_list_stands_first_with_links_to_the_cells(mark):
    book = mark(saved(ledger()))
    page = book.worksheets[0]
    assert (page.title, book.active.title) == (returned.LIST, returned.LIST)
    assert [bool(sheet.sheet_view.tabSelected) for sheet in book] == [True, False, False]
    lines = listed(book)
    assert [line["级别"] for line in lines] == ["错误", "错误", *["提示"] * (len(lines) - 2)]
    assert lines[0] == {
        "级别": "错误",
        "工作表": "台账",
        "单元格": "C4",
        "行": 4,
        "列": "统一社会信用代码",
        "原值": "911401",
        "问题": "统一社会信用代码“911401”不是18位代码",
        "怎样改": "核对营业执照后更正",
    }
    linked = next(cell for row in page.iter_rows() for cell in row if cell.value == "C4")
    assert links(book)[0] == "'台账'!C4"
    assert (page.page_setup.orientation, page.page_setup.fitToWidth, page.print_title_rows) == (
        "landscape",
        1,
        f"${linked.row - 1}:${linked.row - 1}",
    )


def test_the_list_masks_nothing_because_it_goes_back_to_its_sender(mark):
    (line,) = listed(mark(saved(ledger()), [Issue("台账", 3, "电话", "13812345678", "phone_shared", "warning", "F")]))
    assert line["原值"] == "13812345678"


@pytest.mark.parametrize("text", SIGNS)
def test_what_looks_like_a_formula_is_text(mark, text):
    book = mark(saved(ledger()), [Issue("台账", 3, text, text, "region_unknown", "warning", "D")])
    cells = [cell for row in book[returned.LIST].iter_rows() for cell in row if cell.value == text]
    assert [cell.data_type for cell in cells] == ["s", "s"]


def test_findings_about_a_sheet_link_to_it(mark):
    book = mark(saved(ledger()), [Issue("说明", 0, "", "说明", "sheet_unknown", "warning")])
    (line,) = listed(book)
    assert (line["单元格"], line["行"]) == ("A1", None)
    assert links(book) == ["'说明'!A1"]
    assert tints(book, "说明") == {}


def test_a_code_is_typed_into_a_cell_of_text(mark):
    book = ledger()
    book["台账"]["C4"].value = 911401000000000000
    found = mark(saved(book))
    assert {issue["问题"][-8:] for issue in listed(found) if issue["单元格"] == "C4"} == {"末尾几位已经丢失"}
    assert found["台账"]["C4"].number_format == "@"


def test_a_file_that_goes_back_again_has_only_its_new_marks(mark):
    book = ledger()
    book["台账"]["E3"].fill = PatternFill("solid", fgColor="FF00FF00")
    first = mark(saved(book))
    first["台账"]["C4"].value = credit_code(2)
    second = mark(saved(first))
    assert second.sheetnames == [returned.LIST, "台账", "说明"]
    assert "C4" not in tints(second, "台账")
    assert second["台账"]["C4"].comment is None
    assert second["台账"]["C6"].comment.text.count(marking.SIGN) == 1
    assert second["台账"]["E3"].fill.fgColor.rgb == "FF00FF00"


def test_a_csv_comes_back_as_its_rows(mark):
    rows = [
        ["企业名称", "信用代码", "所在地", "备注"],
        ["甲", "911401", "太原", "=1+1"],
        ["乙", credit_code(2), "太原", "001"],
    ]
    content = "\n".join(",".join(row) for row in rows).encode("gb18030")
    book = mark(content)
    sheet = book[reading.CSV_SHEET]
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == rows
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert tints(book, reading.CSV_SHEET)["B2"] == "error"
    assert any(row[0] == marking.ONLY_VALUES for row in book[returned.LIST].iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b'<!-- <row r="1"> --><sheetData>'),
        ("xl/styles.xml", b"<cellXfs", b"<others"),
        ("xl/_rels/workbook.xml.rels", b"relationships/styles", b"relationships/nothing"),
    ],
)
def test_what_is_written_in_a_way_we_do_not_change_comes_back_as_its_rows(mark, part, old, new):
    of = hostile.parts(saved(ledger()))
    assert old in of[part]
    changed = of[part].replace(old, new).replace(new.replace(b"<", b"</"), b"")
    book = mark(hostile.packed({**of, part: changed.replace(b"</cellXfs>", b"</others>")}))
    assert book["台账"]["B3"].value == "甲"
    assert tints(book, "台账")["C4"] == "error"
    assert [str(one) for one in book["台账"].merged_cells.ranges]
    assert any(row[0] == marking.ONLY_VALUES for row in book[returned.LIST].iter_rows(values_only=True))


def test_parts_without_marks_stay_to_the_byte():
    content = documents.everything()
    before, after = hostile.parts(content), hostile.parts(documents.returned(content))
    touched = {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",  # the ledger
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert {name for name in before if before[name] != after[name]} == touched
    assert after.keys() - before.keys() == {"xl/worksheets/sheet4.xml"}


def test_cells_keep_their_formulas_and_the_values_computed_before():
    content = documents.everything()
    before, after = hostile.parts(content), hostile.parts(documents.returned(content))
    cells = [
        [one._replace(at=0, style=0) for one in sheet_part.cells(of["xl/worksheets/sheet1.xml"])]
        for of in (before, after)
    ]
    assert cells[0] == cells[1]
    assert ("ROW()-4", "1") in {(one.formula, one.value) for one in cells[1]}
    assert (
        openpyxl.load_workbook(io.BytesIO(documents.returned(content)), data_only=True)["汇总"]["A2"].value == "共5家"
    )


def test_formulas_are_read_again_without_anybody_opening_the_file():
    back = documents.returned(documents.everything())
    first, again = (kinds.read(reading.sheets(one), Context(None, "甲.xlsx")) for one in (documents.everything(), back))
    assert again.issues == first.issues
    assert again.columns == first.columns


def test_a_drop_down_to_another_sheet_stays(mark):
    part = hostile.parts(documents.returned(documents.everything()))["xl/worksheets/sheet1.xml"].decode()
    assert "选项!$A$1:$A$3" in part
    assert "x14:sparkline" in part


def test_a_cell_has_one_box_for_its_comment():
    boxes = hostile.parts(documents.returned(documents.everything()))["xl/drawings/vmlDrawing1.vml"].decode()
    places = re.findall(r"<x:Row>(\d+)</x:Row>\s*<x:Column>(\d+)</x:Column>", boxes)
    assert len(places) == len(set(places))
    assert {("5", "2"), ("4", "1")} <= set(places)  # of the sender: one with our words, one as it was
    numbers = re.findall(r'id="(_x0000_s\d+)"', boxes)
    assert len(numbers) == len(set(numbers))


def test_a_conversation_is_left_alone():
    of = hostile.parts(documents.everything())
    authors = of["xl/comments1.xml"].replace("<author>张三</author>".encode(), b"<author>tc={1}</author>")
    assert authors != of["xl/comments1.xml"]
    back = documents.returned(hostile.packed({**of, "xl/comments1.xml": authors}))
    page = openpyxl.load_workbook(io.BytesIO(back))["台账"]
    assert page["C6"].comment.text == "待核实"
    assert tint(page["C6"]) == "error"


def test_elements_may_have_a_prefix(mark):
    of = hostile.parts(saved(ledger()))
    for name in ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"):
        plain = of[name].replace(b'xmlns="', b'xmlns:x="')
        of[name] = re.sub(rb"<(/?)(\w+)(?=[\s/>])", rb"<\1x:\2", plain)
    book = mark(hostile.packed(of))
    assert tints(book, "台账") == tints(mark(saved(ledger())), "台账")
    assert book["台账"]["C4"].comment.text.startswith(marking.SIGN)


def test_names_of_sheets_stay_with_their_sheets(mark):
    book = ledger()
    book["说明"].print_title_rows = "1:1"
    book["台账"].auto_filter.ref = "A2:F6"
    found = mark(saved(mark(saved(book))))
    assert found["说明"].print_title_rows == "$1:$1"
    assert (found["台账"].print_title_rows, found[returned.LIST].print_title_rows) == (None, "$3:$3")
    assert found["台账"].auto_filter.ref == "A2:F6"


def test_a_senders_own_sheet_of_the_list_s_name_stays(mark):
    book = ledger()
    book.create_sheet(returned.LIST)["A1"] = "我们的问题"
    found = mark(saved(book))
    assert found.sheetnames == [f"{returned.LIST}1", "台账", "说明", returned.LIST]
    assert found[returned.LIST]["A1"].value == "我们的问题"


def test_a_row_beyond_all_others_is_marked_where_it_stands(mark):
    book = ledger()
    book["台账"]["B2000"] = "丁"
    found = mark(saved(book))
    assert [line["单元格"] for line in listed(found) if line["行"] == 2000] == ["A2000"]
    assert tints(found, "台账")["A2000"] == "error"


cells_of_a_sheet = st.dictionaries(
    st.tuples(st.integers(0, 12), st.integers(0, 30)), st.integers(0, 3), min_size=1, max_size=25
)


@given(
    there=cells_of_a_sheet,
    marked=st.sets(st.tuples(st.integers(0, 14), st.integers(0, 32)), max_size=20),
    data=st.data(),
)
def test_other_formats_change_nothing_else(there, marked, data):
    """Rows and cells with or without their addresses, blank ones between them or not written at all."""
    rows = []
    for row in range(max(row for row, _ in there) + 1):
        inside = {column: style for (at, column), style in there.items() if at == row}
        written = "".join(
            f'<c r="{marking.address((row, column))}" s="{style}"><v>{row * 100 + column}</v></c>'
            for column, style in sorted(inside.items())
        )
        if inside or data.draw(st.booleans()):
            rows.append(f'<row r="{row + 1}" spans="1:9">{written}</row>' if inside else f'<row r="{row + 1}"/>')
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData><sheetProtection/></worksheet>'
    sheet = SheetPart(xml.encode())
    sheet.restyle(marked, lambda _, old: old + 10)
    tree = ElementTree.fromstring(sheet.whole())
    found = [(one.get("r"), int(one.get("s", 0)), "".join(one.itertext())) for one in tree.iter(f"{{{MAIN}}}c")]
    every = sorted({*there, *marked})
    assert found == [
        (
            marking.address(at),
            there.get(at, 0) + 10 * (at in marked),
            str(at[0] * 100 + at[1]) if at in there else "",
        )
        for at in every
    ]


def test_many_sheets_of_odd_names_are_linked(mark):
    names = ["It's 台账", "A-1 (2)", "1月"]
    book = Workbook()
    book.remove(book.active)
    for name in names:
        book.create_sheet(name).append(["甲"])
    found = mark(saved(book), [Issue(name, 1, "名", "甲", "region_unknown", "warning", "A") for name in names])
    assert links(found) == ["'It''s 台账'!A1", "'A-1 (2)'!A1", "'1月'!A1"]
    assert [tints(found, name) for name in names] == [{"A1": "warning"}] * 3


def test_figures_of_forms_are_marked_too(mark, tmp_path):
    from tests.loaders import pilot_form

    file = drawing.book(tmp_path / "2024年天津市附件3.xlsx", pilot_form.sheet(trained="许多"))
    book = mark(file.read_bytes())
    marked = [
        book[sheet][at].value
        for sheet in book.sheetnames[1:]
        for at, level in tints(book, sheet).items()
        if level == "error"
    ]
    assert any("许多" in str(text) for text in marked)
