"""What is written is sound, readable again by our own loader, and text stays text in both formats."""

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from loaders import kinds, reading
from loaders.document import Context
from reports.kinds import KINDS, TABLES
from reports.official.grid import Cell, Sheet, Table, letters
from reports.official.paper import paper
from reports.official.workbook import HIGHEST, heights, workbook
from tests.reports.official import reading as back
from tests.reports.official.test_tracing import SHANXI, TIANJIN, WUQING

# What programs take for a formula, a link, or a number.
PAYLOADS = (
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-cmd|' /C calc'!A0",
    "@cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.com","点击")',
    '=WEBSERVICE("http://example.com")',
    '=IMPORTXML("http://example.com","//a")',
    '=DDE("cmd","/C calc","x")',
    "{=1+1}",
    "{=SUM(A1:A2)}",
    "http://example.com",
    "https://example.com",
    "mailto:a@example.com",
    "ftp://example.com",
    "file:///etc/passwd",
    "internal:附表!A1",
    "\t=1+1",
    "007",
)
OF = {"pilot-table": WUQING, "assessment-table": TIANJIN}


@pytest.fixture(scope="module")
def built(shanxi, reader):
    """Every table in both formats, by name and ending."""
    found = {}
    for name in TABLES:
        opened, where = (reader, OF[name]) if name in OF else (shanxi, SHANXI)
        found |= {(name, ending): build(opened, where) for ending, build in KINDS[name].builds.items()}
    return found


@pytest.fixture(scope="module")
def tables(shanxi, reader):
    """Every table as a value."""
    return {name: made(reader if name in OF else shanxi, OF.get(name, SHANXI)) for name, (_, made) in TABLES.items()}


def drawn(text: str) -> Table:
    """A table that has the text wherever a text can stand."""
    looks = ("label", "title", "line", "banner", "head", "text", "center")
    cells = tuple(Cell(row, 1, (text,), columns=2 if row % 2 else 1, look=look) for row, look in enumerate(looks, 1))
    return Table(title=text, sheets=(Sheet(name="表", widths=(40.0, 40.0), cells=cells),), version=1)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_a_formula_or_a_link_in_excel(payload, tmp_path):
    content = workbook(drawn(payload))
    (sheet,) = back.sheets(content)
    for row in range(1, 8):
        cell = sheet.cell(row, 1)
        assert (cell.value, cell.data_type, cell.hyperlink) == (payload, "s", None)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert not [name for name in parts.namelist() if "sheet1.xml.rels" in name]
    assert back.faults(content, tmp_path, ".xlsx") == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_a_field_or_a_link_in_word(payload, tmp_path):
    content = paper(drawn(payload))
    assert back.words(content) == [payload] * 7
    body = docx.Document(io.BytesIO(content)).element.body
    assert not body.xpath(".//w:hyperlink | .//w:instrText | .//w:fldSimple")
    assert back.faults(content, tmp_path, ".docx") == []


def test_there_are_twenty_two_of_them():
    assert len(set(PAYLOADS)) == 22


def test_signs_that_no_document_can_hold_are_left_out(tmp_path):
    table = drawn("控\x0b制\x00符")
    assert {cell.value for row in back.sheets(workbook(table))[0]["A1:A7"] for cell in row} == {"控制符"}
    assert set(back.words(paper(table))) == {"控制符"}


def test_every_table_keeps_to_the_schema_of_office(built, tmp_path):
    assert {key: found for key, one in built.items() if (found := back.faults(one.content, tmp_path, key[1]))} == {}


def test_word_has_the_words_of_excel_in_every_table(built, tables):
    for name, table in tables.items():
        texts = [cell.text for sheet in table.sheets for cell in sheet.cells if cell.text]
        sheets = back.sheets(built[name, ".xlsx"].content)
        values = [back.shown(sheet[at]) for sheet in sheets for at in back.cells(sheet)]
        assert sorted(back.words(built[name, ".docx"].content)) == sorted(texts) == sorted(values)


def test_wide_tables_lie_across_the_page(built):
    for ending in (".xlsx", ".docx"):
        content = built["pilot-table", ending].content
        if ending == ".xlsx":
            (sheet,) = back.sheets(content)
            assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        else:
            (section,) = docx.Document(io.BytesIO(content)).sections
            assert section.page_width > section.page_height


def test_numbers_are_numbers_and_codes_are_text(built):
    (sheet,) = back.sheets(built["body-list", ".xlsx"].content)
    assert [sheet[f"{column}4"].data_type for column in "ABCD"] == ["n", "s", "s", "n"]
    _, scores = back.sheets(built["assessment-table", ".xlsx"].content)
    assert [scores[f"{column}3"].number_format for column in "CH"] == ["0.00", "0.00%"]
    assert 0 < scores["H3"].value < 1 < scores["C3"].value


def test_no_row_is_higher_than_excel_allows(tables):
    for table in tables.values():
        for sheet in table.sheets:
            assert 10 < min(heights(sheet).values()) <= max(heights(sheet).values()) <= HIGHEST


@pytest.mark.parametrize(
    ("name", "kind", "warned"), [("statistics-table", "statistics", set()), ("pilot-table", "pilot", set())]
)
def test_our_own_loader_reads_what_is_filled_in_without_a_finding(built, name, kind, warned):
    one = built[name, ".xlsx"]
    read = kinds.read(reading.sheets(one.content), Context(None, one.file_name))
    assert read.kind == kind
    assert {issue.rule for issue in read.issues} == warned
    assert read.held == 0


def test_columns_have_the_letters_of_excel():
    assert [letters(number) for number in (1, 26, 27, 52, 53, 702, 703)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_the_file_is_named_by_region_and_year(built):
    assert (
        built["statistics-table", ".docx"].file_name == "山西省小微企业质量管理体系认证提升行动统计表（2022年度）.docx"
    )
    assert built["pilot-table", ".xlsx"].file_name == "2024年天津市地毯提升行动区域试点工作统计表.xlsx"


# --- a table that runs on to another page


def repeated(content: bytes) -> list[list[str]]:
    """Of each table of a document the words of the rows that stand again on each page; they must be its first."""
    found = []
    for table in docx.Document(io.BytesIO(content)).tables:
        marks = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        count = marks.index(False) if False in marks else len(marks)
        assert not any(marks[count:])
        found.append([row.cells[0].text for row in table.rows[:count]])
    return found


@pytest.mark.parametrize(
    ("name", "heads"),
    [
        ("statistics-table", [["编号"], ["编号"]]),  # the table, and the industries below it
        ("pilot-table", [["提升行动区域试点工作统计表", "试点产业名称"]]),
        ("industry-list", [["编号"]]),
        ("body-list", [["序号"]]),
        ("assessment-table", [["序号"], ["序号"]]),
    ],
)
def test_every_table_says_its_headings_again_on_the_next_page(built, name, heads):
    assert repeated(built[name, ".docx"].content) == heads


def test_rows_below_the_first_figure_are_no_headings():
    drawn = [
        *(Cell(1, column, (text,), look="head") for column, text in enumerate("甲乙", 1)),
        *(Cell(2, column, (text,)) for column, text in enumerate("丙丁", 1)),
        *(Cell(3, column, (text,), look="head") for column, text in enumerate("戊己", 1)),
    ]
    made = Table(title="表", sheets=(Sheet(name="表", widths=(20.0, 20.0), cells=tuple(drawn)),), version=1)
    assert repeated(paper(made)) == [["甲"]]
