"""问题清单: the first sheet of what goes back, with every finding and a link to its cell."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from loaders.book_part import MAIN
from loaders.issues import Issue
from loaders.returned import TITLE
from loaders.sheet import letters
from loaders.styles import Styles
from loaders.xml_part import quoted, text
from locales import N_, translate

TINTS = {"error": "FFFF9C8F", "warning": "FFFFF2B3"}  # strong and pale, also in grey
LEVELS = {"error": N_("错误"), "warning": N_("提示")}
WIDTHS = (8, 14, 9, 7, 22, 24, 44, 40)
MOST_LINKS = 65000  # Excel repairs sheets with more
LONGEST = 32767  # characters a cell can hold
LINK, ROW = 2, 3  # columns, from 0: the one that leads to the cell, and the one of numbers
LINE, TALLEST = 15, 409  # points of a line, and of a row
A4 = 9
INTRODUCTION = N_(
    "请改正下表所列的单元格（已标颜色，并加了批注），保存后发回。错误：所在的行还没有载入，必须改；提示：请核对。本表不用删，再次导入时会略过"
)
HEADS = (N_("级别"), N_("工作表"), N_("单元格"), N_("行"), N_("列"), N_("原值"), N_("问题"), N_("怎样改"))


class Found(NamedTuple):
    """A finding, the sheet of the workbook where it is marked ("" if it has none), and the cell ("" if none)."""

    issue: Issue
    sheet: str
    cell: str


class _Looks(NamedTuple):
    """Numbers of the formats of this sheet."""

    title: int
    note: int
    head: int
    text: int
    number: int
    link: int
    level: dict[str, int]


def sheet(found: Iterable[Found], notes: Sequence[str], styles: Styles, language: str) -> tuple[bytes, int, int]:
    """The sheet's part, and the first and last row of its table; its formats are added to the workbook's."""
    looks = _looks(styles)
    lines = [translate(line, language) for line in (INTRODUCTION, *notes)]
    rows = [_row(1, [_text(1, 0, TITLE, looks.title)])]
    for number, line in enumerate(lines, 2):
        rows.append(_row(number, [_text(number, 0, line, looks.note)], 32 if len(line) > 60 else 16))
    top = len(lines) + 2
    rows.append(_row(top, [_text(top, at, translate(head, language), looks.head) for at, head in enumerate(HEADS)]))
    ordered = sorted(found, key=lambda one: list(TINTS).index(one.issue.level))
    links = []
    for number, one in enumerate(ordered, top + 1):
        target = _target(one) if number - top <= MOST_LINKS else ""
        texts = _texts(one, bool(target), language)
        rows.append(_row(number, _line(number, one, texts, looks, bool(target)), _height(texts), is_fixed=False))
        if target:
            links.append(f'<hyperlink ref="{letters(LINK + 1)}{number}" location={quoted(target)}/>')
    last = top + len(ordered)
    return _part(rows, links, top, last).encode(), top, last


def _part(rows: Sequence[str], links: Sequence[str], top: int, last: int) -> str:
    """The rows, and what stands around them: widths, a heading that stays, a filter, links, one A4 page across."""
    right = letters(len(WIDTHS))
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(WIDTHS, 1)
    )
    merged = "".join(f'<mergeCell ref="A{row}:{right}{row}"/>' for row in range(2, top))
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}"><sheetPr><tabColor rgb="{TINTS["error"]}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="{top}" topLeftCell="A{top + 1}" '
        'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{"".join(rows)}</sheetData>'
        f'<autoFilter ref="A{top}:{right}{last}"/><mergeCells count="{top - 2}">{merged}</mergeCells>{linked}'
        '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="{A4}" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )


def _looks(styles: Styles) -> _Looks:
    """Add the formats of this sheet to those of the workbook."""
    family = f'<name val="{text(styles.font)}"/>'
    plain = styles.add("fonts", f'<font><sz val="11"/>{family}</font>')
    bold = styles.add("fonts", f'<font><b/><sz val="11"/>{family}</font>')
    title = styles.add("fonts", f'<font><b/><sz val="14"/>{family}</font>')
    link = styles.add("fonts", f'<font><u/><sz val="11"/><color rgb="FF0563C1"/>{family}</font>')
    none = styles.add("borders", "<border><left/><right/><top/><bottom/><diagonal/></border>")
    medium = styles.add("borders", _border('<bottom style="medium"><color auto="1"/></bottom>'))
    thin = styles.add("borders", _border('<bottom style="thin"><color rgb="FFBFBFBF"/></bottom>'))

    def look(font: int, border: int, *, fill: int = 0, number: bool = False, wrapped: bool = True) -> int:
        align = '<alignment vertical="top" wrapText="1"/>' if wrapped else ""
        return styles.add(
            "cellXfs",
            f'<xf numFmtId="{0 if number else 49}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
            f'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">{align}</xf>',
        )

    return _Looks(
        title=look(title, none, wrapped=False),
        note=look(plain, none),
        head=look(bold, medium, wrapped=False),
        text=look(plain, thin),
        number=look(plain, thin, number=True),
        link=look(link, thin),
        level={level: look(plain, thin, fill=styles.fill(color)) for level, color in TINTS.items()},
    )


def _border(bottom: str) -> str:
    return f"<border><left/><right/><top/>{bottom}<diagonal/></border>"


def _texts(found: Found, is_linked: bool, language: str) -> list[str]:
    issue = found.issue
    return [
        translate(LEVELS[issue.level], language),
        issue.sheet,
        found.cell or ("A1" if is_linked else ""),
        str(issue.row or ""),
        issue.column,
        issue.value,
        issue.message(language),
        issue.mend(language),
    ]


def _line(number: int, found: Found, texts: Sequence[str], looks: _Looks, is_linked: bool) -> list[str]:
    formats = {0: looks.level[found.issue.level], LINK: looks.link if is_linked else looks.text}
    cells = [_text(number, column, shown, formats.get(column, looks.text)) for column, shown in enumerate(texts)]
    row = f"<v>{texts[ROW]}</v>" if texts[ROW] else ""
    cells[ROW] = f'<c r="{letters(ROW + 1)}{number}" s="{looks.number}">{row}</c>'
    return cells


def _height(texts: Sequence[str]) -> int:
    """Points for as many lines as the fullest cell needs: not every program makes room by itself."""
    return min(LINE * max(-(-text_width(shown) // width) for shown, width in zip(texts, WIDTHS, strict=True)), TALLEST)


def text_width(shown: str) -> int:
    """In characters of the Latin alphabet; a Chinese one takes two."""
    return 1 + len(shown.encode("gb18030", "replace"))


def _target(found: Found) -> str:
    """Where the link leads inside the workbook: to the marked cell, else to the top of the sheet it is about."""
    if not found.sheet:
        return ""
    return "'{}'!{}".format(found.sheet.replace("'", "''"), found.cell or "A1")


def _row(number: int, cells: Iterable[str], height: int = 0, *, is_fixed: bool = True) -> str:
    tall = f' ht="{height}"' + (' customHeight="1"' if is_fixed else "") if height else ""
    return f'<row r="{number}"{tall}>{"".join(cells)}</row>'


def _text(row: int, column: int, shown: str, look: int) -> str:
    address = f"{letters(column + 1)}{row}"
    if not shown:
        return f'<c r="{address}" s="{look}"/>'
    body = text(shown[:LONGEST])
    return f'<c r="{address}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{body}</t></is></c>'
