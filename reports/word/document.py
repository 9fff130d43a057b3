"""A report as a Word document: text, tables, native charts, and its figures frozen inside."""

from collections.abc import Sequence
from typing import Any, Literal

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from charts.chart import HeatTable, Tiles
from charts.office import Drawn, speakable
from charts.office import native as natives
from reports.content import Annex, Drawing, Grid, Heading, Paragraph, Report, Slot
from reports.figure import Figure
from reports.word import native, page, tables
from reports.wording import Piece, Reference, plain

Kind = Literal["表", "图"]
ANNEX, NUMBER = "附表", "编号"


def document(report: Report, mark: str = "") -> tuple[bytes, list[Figure]]:
    """The .docx of a report, and every figure printed in it in the order of the document.

    A mark stands under the title and in the footer of every page.
    """
    writer = _Writer(report, mark)
    for block in report.blocks:
        writer.block(block)
    return page.saved(writer.document, writer.figures, report.version), writer.figures


def labels(report: Report) -> dict[str, str]:
    """表1, 图1 … by key, as Word will count them."""
    found: dict[str, str] = {}
    counts = {"表": 0, "图": 0}
    for block in report.blocks:
        if isinstance(block, Grid | Drawing):
            kind = _kind(block)
            counts[kind] += 1
            found[block.key] = f"{kind}{counts[kind]}"
    return found


def _kind(block: Grid | Drawing) -> Kind:
    return "表" if isinstance(block, Grid) else "图"


class _Writer:
    """Writes block after block, and keeps the figures it has written."""

    def __init__(self, report: Report, mark: str):
        self.document = page.blank(report.title, mark)
        self.labels = labels(report)
        self.figures: list[Figure] = []
        self._bookmarks = 0
        self._said("Title", report.title)
        if report.subtitle:
            self._said("Subtitle", report.subtitle)
        if mark:
            self._said("Subtitle", mark)
        self.document.add_paragraph()

    def block(self, block: Any) -> None:
        match block:
            case Heading():
                self._said(f"Heading {block.level}", block.text)
            case Paragraph():
                self._pieces(self.document.add_paragraph(style="正文段"), block.text)
            case Slot():
                self._said("待填写", block.text)
            case Grid():
                self._grid(block)
            case Drawing():
                self._drawing(block)
            case Annex():
                self._annex(block)

    def _grid(self, block: Grid) -> None:
        self._caption(block)
        numbers = [_is_number(block, column) for column in range(len(block.heads))]

        def fill(paragraph: Any, row: int, column: int) -> None:
            self._pieces(paragraph, block.rows[row][column])

        tables.ruled(self.document, len(block.rows), block.heads, fill, numbers)
        self._below(block)

    def _drawing(self, block: Drawing) -> None:
        chart = block.chart
        if isinstance(chart, Tiles):
            tables.tiles(self.document, chart)
        elif isinstance(chart, HeatTable):
            tables.heat(self.document, chart)
        elif isinstance(chart, Drawn):
            for one in natives(chart):
                paragraph = self.document.add_paragraph(style="图")
                paragraph.paragraph_format.keep_with_next = True
                native.add(paragraph.add_run(), one, speakable(f"{block.title}。{plain(block.source, self.labels)}"))
        else:
            raise TypeError(f"no drawing in Word for {type(chart).__name__}")
        self.figures += block.figures
        self._caption(block)
        self._below(block)

    def _annex(self, block: Annex) -> None:
        first = self._said("Caption", ANNEX)
        first.alignment = WD_ALIGN_PARAGRAPH.LEFT
        first.paragraph_format.page_break_before = True
        self._said("Title", block.title)

        def fill(paragraph: Any, row: int, column: int) -> None:
            text, info = block.rows[row]
            self._pieces(paragraph, (str(row + 1),) if column == 0 else text if column == 1 else (info,))

        tables.boxed(self.document, len(block.rows), block.heads, fill, (0.1, 0.34, 0.56))
        self._said("来源", block.foot)

    def _caption(self, block: Grid | Drawing) -> None:
        """表1 above a table, 图1 below a chart: counted by Word, so that references follow when one is put between."""
        kind = _kind(block)
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = True
        start, end = self._bookmark(f"_Ref_{block.key}")
        paragraph._p.append(start)
        paragraph.add_run(kind)
        page.field(paragraph.add_run(), f"SEQ {kind} \\* ARABIC", self.labels[block.key].removeprefix(kind))
        paragraph._p.append(end)
        paragraph.add_run(f"　{speakable(block.title)}")

    def _below(self, block: Grid | Drawing) -> None:
        for text in filter(None, ((f"注：{block.note}",) if block.note else (), block.source)):
            self._pieces(self.document.add_paragraph(style="来源"), text)
        self.document.paragraphs[-1].paragraph_format.space_after = 120_000

    def _said(self, style: str, text: str) -> Any:
        return self.document.add_paragraph(speakable(text), style=style)

    def _pieces(self, paragraph: Any, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            if isinstance(piece, Figure):
                self._figure(paragraph, piece)
            elif isinstance(piece, Reference):
                page.field(paragraph.add_run(), f"REF _Ref_{piece.key} \\h", self.labels[piece.key])
            else:
                paragraph.add_run(speakable(piece))

    def _figure(self, paragraph: Any, figure: Figure) -> None:
        """A number in a bookmark of its own: whoever edits the draft cannot lose which one it is."""
        self.figures.append(figure)
        start, end = self._bookmark(f"_Figure{len(self.figures):05d}")
        paragraph._p.append(start)
        paragraph.add_run(figure.printed)
        paragraph._p.append(end)

    def _bookmark(self, name: str) -> tuple[Any, Any]:
        self._bookmarks += 1
        at = f'w:id="{self._bookmarks}"'
        return (
            parse_xml(f'<w:bookmarkStart {nsdecls("w")} {at} w:name="{name}"/>'),
            parse_xml(f"<w:bookmarkEnd {nsdecls('w')} {at}/>"),
        )


def _is_number(block: Grid, column: int) -> bool:
    """Whether a column has no words, only figures and the signs that stand for missing ones."""
    return not any(isinstance(piece, str) and len(piece) > 1 for row in block.rows for piece in row[column])
