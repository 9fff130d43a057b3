"""The Word document: sound by the schema of Office, counted by Word, edited in WPS, and true to its figures."""

import io
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.shared import Mm
from openxml_audit import FileFormat, OpenXmlValidator

from charts.chart import Dumbbells, RankedBars
from data.errors import Refused
from metrics.query import Filters, compute
from reports.content import Drawing, Grid, Paragraph, Report
from reports.figure import differences
from reports.frozen import frozen
from reports.word.document import document, labels
from tests.charts import examples
from tests.reports import reading

W = reading.W


@pytest.fixture(scope="module")
def made(tianjin):
    return document(tianjin)


@pytest.fixture(scope="module")
def content(made) -> bytes:
    return made[0]


def faults(content: bytes, folder: Path) -> list[str]:
    (file := folder / "document.docx").write_bytes(content)
    errors = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=100).validate(file).errors
    return [f"{one.part_uri} {one.path}: {one.description}" for one in errors if one.severity.value == "error"]


def drawing(chart) -> Drawing:
    return Drawing(key="one", title="图", chart=chart, figures=(), source=("来源",))


def of(*blocks) -> Report:
    return Report(title="标题", subtitle="（2024年度）", blocks=blocks, version=1, most=3000)


def test_it_keeps_to_the_schema(content, tmp_path):
    assert faults(content, tmp_path) == []


@pytest.mark.parametrize(
    "chart", [examples.bars(examples.SHANXI, examples.TIBET), examples.pairs(), examples.tiles(), examples.heat()]
)
def test_every_kind_of_chart_keeps_to_the_schema(chart, tmp_path):
    assert faults(document(of(drawing(chart)))[0], tmp_path) == []


def test_a_damaged_one_is_found_out(content, tmp_path):
    opened = docx.Document(io.BytesIO(content))
    opened.element.body.append(opened.element.body[0].makeelement(f"{W}nothing"))
    target = io.BytesIO()
    opened.save(target)
    assert faults(target.getvalue(), tmp_path)


def test_the_page_is_that_of_official_documents(content):
    opened = docx.Document(io.BytesIO(content))
    page = opened.sections[0]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(side / Mm(1)) for side in margins] == [37, 35, 28, 26]
    assert (round(page.page_width / Mm(1)), round(page.page_height / Mm(1))) == (210, 297)
    fonts = {
        name: opened.styles[name].element.rPr.rFonts.get(f"{W}eastAsia")
        for name in ("Title", "Heading 1", "Heading 2", "Normal")
    }
    assert list(fonts.values()) == ["方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"]
    assert opened.styles["正文段"].paragraph_format.line_spacing.pt == 28


def test_headings_are_numbered_as_in_official_documents(content):
    numbering = ElementTree.fromstring(reading.parts(content)["word/numbering.xml"])
    assert [one.get(f"{W}val") for one in numbering.iter(f"{W}lvlText")] == ["%1、", "（%2）", "%3.", "（%4）"]


def test_each_bookmark_holds_its_figure(content, made):
    figures = frozen(io.BytesIO(content))
    assert figures == made[1]
    texts = {name: text for name, text in reading.bookmarked(content).items() if name.startswith("_Figure")}
    assert len(texts) > 100
    assert {name: figures[int(name.removeprefix("_Figure")) - 1].printed for name in texts} == texts


def test_captions_are_counted_and_every_reference_has_its_caption(content, tianjin):
    fields, marks = reading.fields(content), reading.bookmarked(content)
    for kind in ("表", "图"):
        counted = [int(shown) for instruction, shown in fields if instruction.startswith(f"SEQ {kind}")]
        assert counted == list(range(1, len(counted) + 1))
        assert counted
    references = [(instruction.split()[1], shown) for instruction, shown in fields if instruction.startswith("REF")]
    assert len(references) >= 5
    for name, shown in references:
        assert marks[name] == shown == labels(tianjin)[name.removeprefix("_Ref_")]


def test_the_workbook_behind_a_chart_is_what_compute_gives(content, reader, tianjin):
    where = Filters.of(year=[2024], province=["120000"])
    charts = [block for block in tianjin.blocks if isinstance(block, Drawing) and isinstance(block.chart, RankedBars)]
    assert [block.key for block in charts] == ["bodies", "aspects", "satisfaction"]
    books = dict(zip([block.key for block in charts], reading.books(content), strict=False))
    names = [f"aspect_{place}" for place in range(1, 13)]
    aspects = compute(reader, names, where=where)
    assert sorted(row[1] for row in books["aspects"][1:]) == pytest.approx(sorted(aspects["value"]))
    regions = compute(reader, ["satisfaction_rate"], ["city"], where)
    regions = regions[~regions["small"] & regions["city"].notna()]
    assert sorted(row[1] for row in books["satisfaction"][1:-1]) == pytest.approx(sorted(regions["value"]))
    assert {(row[2], row[3]) for row in books["satisfaction"][1:-1]} == set(
        zip(regions["numerator"], regions["denominator"], strict=True)
    )


def test_the_pilots_stand_before_and_after(content, reader, tianjin):
    (block,) = (one for one in tianjin.blocks if isinstance(one, Drawing) and isinstance(one.chart, Dumbbells))
    where = Filters.of(year=[2024], indicator=["first_pass_rate"])
    found = compute(reader, ["pilot_before", "pilot_after"], ["pilot"], where).pivot(
        index="pilot", columns="metric", values="value"
    )
    rows = reading.books(content)[-2][1:]  # the second group of three
    pairs = found[["pilot_before", "pilot_after"]].itertuples(index=False, name=None)
    assert sorted(row[1:3] for row in rows) == sorted(pairs)
    assert block.title == "试点提升前后的质量指标"


def test_the_bars_of_all_provinces_leave_room_on_their_page():
    def height(bars: int) -> float:
        content, _ = document(of(drawing(examples.bars(*[examples.SHANXI] * bars))))
        return docx.Document(io.BytesIO(content)).inline_shapes[0].height / Mm(1)

    assert height(10) == pytest.approx(6 * 11 + 18, abs=6.1)
    assert height(20) < height(32) < 165  # of 225 between the margins


def test_every_table_with_headings_says_them_again_on_the_next_page(content):
    tables = docx.Document(io.BytesIO(content)).tables
    again = [table.rows[0]._tr.find(f".//{W}tblHeader") is not None for table in tables]
    assert again.count(True) > 2
    (regions,) = (table for table, is_head in zip(tables, again, strict=True) if not is_head)
    assert regions._tbl.find(f".//{W}shd") is not None  # the map of tiles, which has no headings


def test_the_end_of_a_long_table_does_not_stand_alone():
    rows = tuple(((str(number),), ("—",)) for number in range(40))
    content, _ = document(of(Grid(key="t", title="表", heads=("名称", "数"), rows=rows, source=("来源",))))
    (table,) = docx.Document(io.BytesIO(content)).tables
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept[-5:] == [False, True, True, True, True]


@pytest.mark.parametrize("payload", ["=1+1", "@SUM(A1)", "\x0b控制符", "<w:p>&", '=HYPERLINK("http://x","y")'])
def test_a_name_from_a_file_is_text(payload, tmp_path):
    clean = payload.replace("\x0b", "")
    grid = Grid(key="t", title=payload, heads=("名称", "数"), rows=(((payload,), ("—",)),), source=("来源",))
    bars = drawing(examples.bars(replace(examples.SHANXI, label=payload)))
    content, _ = document(of(Paragraph((payload,)), grid, bars))
    assert clean in reading.fixed_texts(content)
    assert reading.books(content)[0][1][0] == clean
    assert faults(content, tmp_path) == []


def test_two_reports_differ_where_a_number_is_printed_otherwise(made):
    figures = made[1]
    other = [replace(one, printed="0") if one.name == "responses" else one for one in figures[1:]]
    found = differences(figures, other)
    assert {(was.name, now and now.printed) for was, now in found if was} == {("responses", "0")} or found
    assert differences(figures, figures) == []
    assert all(was is None or now is None or was.printed != now.printed for was, now in found)


def test_a_document_of_somebody_else_has_no_figures(tmp_path):
    file = tmp_path / "别人的.docx"
    docx.Document().save(str(file))
    with pytest.raises(Refused, match="不是本软件生成的"):
        frozen(file)
    (broken := tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    with pytest.raises(Refused, match="不能对照"):
        frozen(broken)
