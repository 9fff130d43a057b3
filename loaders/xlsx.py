"""A workbook of the new format as sheets: through the gate, measured, parsed, and compared with what stands in it."""

import io
import posixpath
import re
from collections.abc import Collection
from typing import NamedTuple
from xml.etree import ElementTree
from zipfile import ZipInfo

from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from loaders import conservation, formats, gate, other_files, sheet_part
from loaders.gate import Parts
from loaders.sheet import Sheet
from loaders.sheet_part import Extent

BOOK, RELATIONS, TEXTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedstrings.xml"
STYLES = "xl/styles.xml"
ON_OPENING = re.compile(rb"""<(?:\w+:)?calcPr\s[^>]*\bfullCalcOnLoad=["'](?:1|true)["']""")
WITHOUT_CELLS = ("chartsheet", "dialogsheet")


class Book(NamedTuple):
    """What a workbook says of its sheets."""

    titles: dict[str, str]  # each sheet's title and the part in which it stands, in the workbook's order
    on_opening: bool  # whether its formulas are to be computed when it is opened
    percent: Collection[int]  # the cell styles that show numbers as percentages


class Part(NamedTuple):
    """The part of a workbook in which one sheet stands."""

    path: str
    root: str
    extent: Extent | None  # None if it has no cells
    has_percentages: bool = False  # whether cells may show their number as a percentage


def sheets(content: bytes) -> list[Sheet]:
    """Every sheet with cells, hidden ones too; refused where the gate, the parser or the comparison finds a fault."""
    if BOOK not in map(str.casefold, names := gate.names(content)):
        other_files.refuse_parts(names)
    found = {name.casefold(): info for name, info in gate.parts(content).items()}
    book = _book(content, found)
    parts = _measured(content, found, book)
    for part in parts.values():
        if part.extent and part.extent.cut is not None:
            rest = sheet_part.without_rows_beyond(_cells(content, found[part.path]), part.extent.cut)
            content = gate.replaced(content, found, part.path, rest)
            found = {name.casefold(): info for name, info in gate.parts(content).items()}
    parser = opened(content)
    if parser.sheet_names != list(book.titles):
        raise gate.damaged(BOOK)
    read = []
    for about in parser.sheets_metadata:
        part = parts[about.name]
        if part.extent:
            sheet = cells_of(parser, about.name)
            _conserve(sheet, part, content, found, book.on_opening)
            if part.has_percentages:
                formats.shown(sheet.rows, sheet_part.of_styles(_cells(content, found[part.path]), book.percent))
            is_hidden = about.visible != SheetVisibleEnum.Visible
            read.append(
                sheet._replace(
                    is_hidden=is_hidden, beyond=part.extent.beyond, rows_beyond=part.extent.rows_beyond
                ).ended()
            )
    return read


def opened(content: bytes) -> CalamineWorkbook:
    """A workbook in the parser's hands."""
    with gate.answering():
        return CalamineWorkbook.from_filelike(io.BytesIO(content))


def cells_of(book: CalamineWorkbook, name: str) -> Sheet:
    """A sheet as the parser reads it."""
    with gate.answering():
        sheet: CalamineSheet = book.get_sheet_by_name(name)
        return Sheet(name, sheet.to_python(skip_empty_area=False), tuple(sheet.merged_cell_ranges or ()))


def _book(content: bytes, found: Parts) -> Book:
    if BOOK not in found or RELATIONS not in found:
        raise gate.damaged(RELATIONS)
    about, links = (gate.checked(content, found[name])[1] for name in (BOOK, RELATIONS))
    percent = formats.styles(gate.checked(content, found[STYLES])[1]) if STYLES in found else frozenset[int]()
    return Book(_titles(_tree(about), _tree(links)), bool(ON_OPENING.search(about)), percent)


def _titles(book: ElementTree.Element, relations: ElementTree.Element) -> dict[str, str]:
    """Each sheet's title and the part in which it stands, in the workbook's order."""
    paths = {one.get("Id"): posixpath.join("xl", one.get("Target", "")).lstrip("/") for one in relations}
    titles: dict[str, str] = {}
    for sheet in book.iter():
        if _local(sheet.tag) == "sheet":
            related = next((value for key, value in sheet.items() if key.endswith("/relationships}id")), None)
            title = sheet.get("name", "")
            if related not in paths or title in titles:
                raise gate.damaged(f"{BOOK}: {title}")
            titles[title] = posixpath.normpath(paths[related]).casefold()
    return titles


def _measured(content: bytes, found: Parts, book: Book) -> dict[str, Part]:
    """The sheets by title, after every part has passed the gate."""
    title_of = {path: title for title, path in book.titles.items()}
    parts: dict[str, Part] = {}
    for path, info in found.items():
        root, data = gate.checked(content, info, sheet_part.without_blanks if path in title_of else None)
        if title := title_of.get(path):
            if root not in ("worksheet", *WITHOUT_CELLS):
                raise gate.damaged(path)
            if root == "worksheet":
                extent = sheet_part.measure(data, title, book.on_opening)
                parts[title] = Part(path, root, extent, sheet_part.has_styles(data, book.percent))
            else:
                parts[title] = Part(path, root, None)
    if lost := [title for title in book.titles if title not in parts]:
        raise gate.damaged(f"{BOOK}: {lost[0]}")
    return parts


def _conserve(sheet: Sheet, part: Part, content: bytes, found: Parts, on_opening: bool) -> None:
    """Compare a sheet's cells with its XML, and put back what the parser leaves blank."""
    assert part.extent
    if part.extent.values == conservation.filled(sheet.rows):
        return

    def blank_texts() -> set[int]:
        return conservation.blank_texts(gate.read(content, found[TEXTS])) if TEXTS in found else set()

    cells = sheet_part.cells(_cells(content, found[part.path]), on_opening)
    conservation.restore(sheet.rows, cells, blank_texts)


def _cells(content: bytes, info: ZipInfo) -> bytearray:
    """The XML of a sheet, as it was measured."""
    return gate.read(content, info, sheet_part.without_blanks)


def _tree(data: bytes | bytearray) -> ElementTree.Element:
    with gate.answering():
        return ElementTree.fromstring(data)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
