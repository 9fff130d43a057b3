"""The sender's own workbook with the findings marked in its cells. Runs in the reading process only.

The parts of his workbook are changed in place, and only where something is marked: the formats of those cells, the
comments of their sheets, and the list of findings as a new first sheet. So formulas with their values, pictures,
charts, drop-downs and everything else are kept to the byte. Every .xls and .csv, and a workbook written in a way that
we do not change, comes back as its rows of values, and the list says so. Nothing is masked: the file goes back to
the one whose data they are.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from data.errors import Refused
from loaders import book_part, comments, findings_sheet, rebuilding
from loaders.comments import SIGN
from loaders.findings_sheet import LEVELS, TINTS, Found
from loaders.issues import Issue, position
from loaders.package import Package
from loaders.reading import ZIP, Range, Sheet, sheets
from loaders.returned import LIST, is_list
from loaders.sheet import letters
from loaders.sheet_marks import Position, SheetPart
from loaders.styles import Styles
from loaders.xml_part import Unusual
from locales import N_, translate

FINDING = N_("{level}：{message}。{mend}。")
MOST_COMMENTS = 20000  # beyond them Excel opens for minutes: cells are coloured and listed all the same
ONLY_VALUES = N_("这里只有原文件各行的内容，格式和公式没有带过来")
Marked = list[tuple[Issue, Position | None]]


class Mark(NamedTuple):
    """What a cell gets: the colour of its worst finding, the format of text for a code, and a comment ("" for none)."""

    color: str
    as_text: bool
    comment: str


def mark(content: bytes, issues: Sequence[Issue], to: Path | BinaryIO, language: str) -> None:
    """Write the workbook of an original with its findings."""
    read = sheets(content)
    lists = [sheet.name for sheet in read if is_list(sheet)]
    own = {sheet.name: sheet for sheet in read if not is_list(sheet)}
    found = _places(issues, own)
    try:
        if not content.startswith(ZIP):
            raise Unusual("xlsx")
        package = _package(content, found, lists, {name: name for name in own}, (), language)
    except (Unusual, Refused, KeyError, ValueError):  # what a part says of others does not hold
        titles = {name: rebuilding.title(name) for name in own}
        content = rebuilding.rebuilt(list(own.values()))
        package = _package(content, found, (), titles, (ONLY_VALUES,), language)
    package.save(to)


def _package(
    content: bytes,
    found: Marked,
    lists: Sequence[str],
    titles: Mapping[str, str],
    notes: Sequence[str],
    language: str,
) -> Package:
    """The workbook with its findings marked, and without what an earlier return left in it."""
    package = Package(content)
    parts = book_part.parts(package)
    (style_part,) = [one.part for one in package.relations(book_part.BOOK) if one.kind == "styles"]
    styles = Styles(package.read(style_part))
    if lists:
        styles.untint(list(TINTS.values()))
    marks = _marks(found, language)
    for name, title in titles.items():
        _mark(package, parts[title], marks.get(name, {}), styles, bool(lists))
    for title in parts.keys() - set(titles.values()) - set(lists):
        package.write(parts[title], _unselected(package.read(parts[title])))
    lines = [
        Found(issue, titles.get(issue.sheet, ""), address(place) if place else "")
        for issue, place in found
    ]  # fmt: skip
    data, top, last = findings_sheet.sheet(lines, notes, styles, language)
    package.write(style_part, styles.whole())
    name = _free(parts.keys() - set(lists))
    area = f"'{name}'!$A${top}:${letters(len(findings_sheet.WIDTHS))}${last}"
    names = [("_xlnm._FilterDatabase", area), ("_xlnm.Print_Titles", f"'{name}'!${top}:${top}")]
    book_part.put_first(package, name, data, names, lists)
    return package


def address(place: Position) -> str:
    """A cell as Excel names it."""
    return f"{letters(place[1] + 1)}{place[0] + 1}"


def _free(taken: Iterable[str]) -> str:
    """The name of the list; another one where the sender has a sheet of that name."""
    names = {name.casefold() for name in taken}
    return next(name for name in (LIST, *(f"{LIST}{number}" for number in range(1, 1000))) if name not in names)


def _places(issues: Sequence[Issue], read: Mapping[str, Sheet]) -> Marked:
    """Each finding with the cell to mark; none for one about a sheet as a whole."""
    rows: dict[str, set[int]] = {}
    for issue in issues:
        rows.setdefault(issue.sheet, set()).add(issue.row - 1)
    merged = {name: _merged(sheet, sorted(rows.get(name, ()))) for name, sheet in read.items()}
    return [
        (issue, _place(issue, read[issue.sheet], merged[issue.sheet]) if issue.row and issue.sheet in read else None)
        for issue in issues
    ]


def _merged(sheet: Sheet, rows: Sequence[int]) -> dict[int, list[Range]]:
    """The merged ranges that reach into these rows, by row."""
    found: dict[int, list[Range]] = {}
    for one in sheet.merged:
        for row in rows[bisect_left(rows, one[0][0]) : bisect_right(rows, one[1][0])]:
            found.setdefault(row, []).append(one)
    return found


def _place(issue: Issue, sheet: Sheet, merged: Mapping[int, Sequence[Range]]) -> Position:
    """The cell of a finding; of a row as a whole its first filled one; of merged cells the one that is seen."""
    row = issue.row - 1
    if issue.letter:
        column = position(issue.letter)
    else:
        cells = sheet.rows[row] if row < len(sheet.rows) else []
        column = next((at for at, value in enumerate(cells) if value != ""), 0)
    return next((corner for corner, (_, right) in merged.get(row, ()) if corner[1] <= column <= right), (row, column))


def _marks(found: Marked, language: str) -> dict[str, dict[Position, Mark]]:
    """What every cell gets, by sheet: the tint of its worst finding and one comment that says all that is wrong."""
    cells: dict[tuple[str, Position], list[Issue]] = {}
    for issue, place in found:
        if place is not None:
            cells.setdefault((issue.sheet, place), []).append(issue)
    marks: dict[str, dict[Position, Mark]] = {}
    for number, ((sheet, place), issues) in enumerate(cells.items()):
        worst = "error" if any(issue.level == "error" for issue in issues) else "warning"
        # A code typed into a cell of numbers loses its last digits.
        as_text = any(issue.rule.startswith("credit_code") for issue in issues)
        said = _comment(issues, language) if number < MOST_COMMENTS else ""
        marks.setdefault(sheet, {})[place] = Mark(TINTS[worst], as_text, said)
    return marks


def _comment(issues: Sequence[Issue], language: str) -> str:
    lines = [SIGN]
    for issue in issues:
        words = {"message": issue.message(language), "mend": issue.mend(language)}
        lines.append(translate(FINDING, language, level=translate(LEVELS[issue.level], language), **words))
    return "\n".join(dict.fromkeys(lines))


def _mark(package: Package, part: str, marks: Mapping[Position, Mark], styles: Styles, again: bool) -> None:
    """Mark the cells of a sheet and put its comments in."""
    sheet = SheetPart(package.read(part))
    sheet.unselect()
    sheet.restyle(marks, lambda place, old: styles.tinted(old, marks[place].color, marks[place].as_text))
    texts = {address(place): one.comment for place, one in marks.items() if one.comment}
    related = {one.kind: one.part for one in package.relations(part)}
    if texts or (again and "comments" in related):
        _put_comments(package, part, sheet, texts)
    package.write(part, sheet.whole())


def _put_comments(package: Package, part: str, sheet: SheetPart, texts: Mapping[str, str]) -> None:
    relations = package.relations(part)
    noted = next((one.part for one in relations if one.kind == "comments"), None)
    made = comments.commented(package.read(noted) if noted else None, texts)
    drawn = next((one.part for one in relations if one.key == sheet.comments_shape and sheet.comments_shape), None)
    boxes = comments.shapes(package.read(drawn) if drawn else None, made.said, made.gone)
    if noted:
        package.write(noted, made.data)
    else:
        package.relate(part, package.add("xl/comments{}.xml", made.data, comments.CONTENT), "comments")
    if drawn:
        package.write(drawn, boxes)
    else:
        new = package.add("xl/drawings/vmlDrawing{}.vml", boxes, comments.SHAPES)
        sheet.show_comments(package.relate(part, new, "vmlDrawing"))


def _unselected(data: bytes) -> bytes:
    """A sheet that was not read, blank or only a chart, no longer selected."""
    return data.replace(b' tabSelected="1"', b"").replace(b' tabSelected="true"', b"")
