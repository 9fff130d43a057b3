"""Templates as a bureau would make them in Word, drawn in the test."""

import io
import re
from collections.abc import Sequence
from typing import Any

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm, RGBColor
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
FRAME = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="{number}" name="图表 {number}" descr="{described}"/><wp:cNvGraphicFramePr/>'
    f'<a:graphic><a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" r:id="{{relation}}"/></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing>"
)
RED = "C00000"


def template(
    *paragraphs: str,
    table: Sequence[Sequence[str]] = (),
    charts: Sequence[tuple[str, str]] = (),
    header: str = "",
    kind: Any = XL_CHART_TYPE.COLUMN_CLUSTERED,
) -> bytes:
    """A document with those paragraphs, one table, charts by title and alternative text, and a header."""
    document = blank()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        drawn = document.add_table(rows=0, cols=max(map(len, table)), style="Table Grid")
        for row in table:
            for cell, text in zip(drawn.add_row().cells, row, strict=False):
                cell.text = text
    for title, described in charts:
        chart(document, title, described, kind)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    return saved(document)


def loop(rows: str, *cells: str, heads: Sequence[str] = ()) -> list[list[str]]:
    """A table of one row that is repeated."""
    first = [list(heads)] if heads else []
    return [*first, [f"{{%tr for row in {rows} %}}", *[""] * (len(cells) - 1)], list(cells), ["{%tr endfor %}"]]


def chart(document: Any, title: str, described: str = "", kind: Any = XL_CHART_TYPE.COLUMN_CLUSTERED) -> None:
    """A chart in red bars with numbers that are nobody's, and its workbook."""
    data: Any = XyChartData() if kind == XL_CHART_TYPE.XY_SCATTER else CategoryChartData()
    if isinstance(data, CategoryChartData):
        data.categories = ["甲", "乙", "丙"]
        data.add_series("示例", (1, 2, 3))
        data.add_series("另一个", (4, 5, 6))
    else:
        data.add_series("示例").add_data_point(1, 2)
    xml = data.xml_bytes(kind).decode()
    xml = re.sub(r'val="-(\d{6,})"', r'val="\1"', xml)
    words = f'<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang="zh-CN" b="1"/><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx></c:title>'
    xml = xml.replace("<c:chart>", f"<c:chart>{words if title else ''}")
    fill = f'<c:spPr><a:solidFill><a:srgbClr val="{RED}"/></a:solidFill></c:spPr>'
    xml = re.sub(r"(<c:ser>.*?</c:tx>)", rf"\1{fill}", xml, flags=re.DOTALL)
    package = document.part.package
    name = package.next_partname("/word/charts/chart%d.xml")
    number = int("".join(filter(str.isdigit, name.filename)))
    part = Part(name, CONTENT_TYPE.DML_CHART, b"", package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    book = Part(
        PackURI(f"/word/embeddings/book{number}.xlsx"), CONTENT_TYPE.SML_SHEET, data._workbook_writer.xlsx_blob, package
    )
    link = f'<c:externalData r:id="{part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)}"><c:autoUpdate val="0"/></c:externalData>'
    part._blob = xml.replace("</c:chartSpace>", f"{link}</c:chartSpace>").encode()
    frame = FRAME.format(width=Cm(15), height=Cm(7), number=number, described=described, relation=relation)
    document.add_paragraph().add_run()._r.append(parse_xml(frame))


def cell(*paragraphs: str) -> bytes:
    """A document with a table of one cell with those paragraphs."""
    document = blank()
    only = document.add_table(rows=1, cols=1, style="Table Grid").cell(0, 0)
    only.text = paragraphs[0]
    for text in paragraphs[1:]:
        only.add_paragraph(text)
    return saved(document)


def colored(text: str) -> bytes:
    """A paragraph whose tag is broken over runs of different looks, as Word leaves them."""
    document = blank()
    paragraph = document.add_paragraph("率")
    for at, piece in enumerate((text[:4], text[4:9], text[9:])):
        run = paragraph.add_run(piece)
        run.bold = True
        run.font.color.rgb = RGBColor(0xC0, 0, at)
    return saved(document)


def blank() -> Any:
    """An empty document, without what the library's own template has too much."""
    document = docx.Document()
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del document.part.rels[key]
    return document


def saved(document: Any) -> bytes:
    """The bytes of a document."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
