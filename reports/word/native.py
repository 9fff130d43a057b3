"""A native chart in a paragraph: its part, the workbook behind it, and the frame that holds both."""

from typing import Any
from xml.sax.saxutils import quoteattr

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Emu, Mm

from charts.office import BOOK_RELATION, Native
from reports.word.page import TEXT_WIDTH

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
NAMESPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
BAR, NARROW_BAR, AROUND = Mm(6), Mm(4.2), Mm(18)  # of a chart's height
MANY = 20  # bars that are narrow, so that all provinces leave room on a page
LEAST, MOST = Mm(45), Mm(205)
FRAMES = 1000  # numbers of frames begin above those of pictures


def add(run: Any, chart: Native, described: str) -> None:
    """Put a chart into a run; `described` is read to who does not see it."""
    package = run.part.package
    name = package.next_partname("/word/charts/chart%d.xml")
    number = int("".join(filter(str.isdigit, name.filename)))
    part = Part(name, CONTENT_TYPE.DML_CHART, chart.xml, package)
    relation = run.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    book_name = PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
    book = Part(book_name, CONTENT_TYPE.SML_SHEET, chart.book, package)
    if part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE) != BOOK_RELATION:
        raise ValueError("the workbook is not the only relation of its chart")
    bar = NARROW_BAR if chart.bars > MANY else BAR
    height = Emu(min(max(bar * chart.bars + AROUND, LEAST), MOST))
    run._r.append(
        parse_xml(
            f'<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" {NAMESPACES}>'
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{TEXT_WIDTH}" cy="{height}"/>'
            f'<wp:docPr id="{FRAMES + number}" name="图表 {number}" descr={quoteattr(described)}/><wp:cNvGraphicFramePr/>'
            f'<a:graphic><a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" r:id="{relation}"/></a:graphicData>'
            "</a:graphic></wp:inline></w:drawing>"
        )
    )
