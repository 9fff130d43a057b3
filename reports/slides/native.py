"""A native chart on a slide: its part, the workbook behind it, and the frame that holds both."""

from typing import Any
from xml.sax.saxutils import quoteattr

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from charts.office import BOOK_RELATION, Native

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def add(slide: Any, chart: Native, place: tuple[int, int, int, int], described: str) -> None:
    """Put a chart on a slide, at left, top, width and height; `described` is read to who does not see it."""
    package = slide.part.package
    name = package.next_partname("/ppt/charts/chart%d.xml")
    number = int("".join(filter(str.isdigit, name.filename)))
    part = Part(name, CONTENT_TYPE.DML_CHART, package, chart.xml)
    relation = slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    book = PackURI(f"/ppt/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
    if (
        part.relate_to(Part(book, CONTENT_TYPE.SML_SHEET, package, chart.book), RELATIONSHIP_TYPE.PACKAGE)
        != BOOK_RELATION
    ):
        raise ValueError("the workbook is not the only relation of its chart")
    left, top, width, height = place
    identity = max(shape.shape_id for shape in slide.shapes) + 1
    slide.shapes._spTree.append(
        parse_xml(
            f'<p:graphicFrame {nsdecls("p", "a", "r")}><p:nvGraphicFramePr><p:cNvPr id="{identity}" name="图表 {number}" '
            f'descr={quoteattr(described)}/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/>'
            f'</p:nvGraphicFramePr><p:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></p:xfrm><a:graphic>'
            f'<a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" r:id="{relation}"/></a:graphicData></a:graphic>'
            "</p:graphicFrame>"
        )
    )
