"""The tables in a sheet: their heading rows, wherever they stand, and what the lines around them say."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from loaders.decided import NOTHING, Decided, heading_set
from loaders.examples import EXAMPLES, is_example
from loaders.meanings import NAMES, Parts, bare, foreign_aliases, meaning, parts_of, written_aliases
from loaders.reading import Row, Sheet
from loaders.text import FILLERS, key, normal, written

SEARCHED = 30  # rows in which the heading is looked for
DEEPEST = 3  # rows of headings
FEWEST = 3  # headings that must be recognised before a row further down begins a table
_CODE = re.compile(r"[0-9A-Z]{15,}")
_UNIT = re.compile(r"(?:填报|报送|填表|上报|报告)(?:单位|机构)(?:\((?:盖章|公章|章)\))?:?([^:(].*)")
_TOTAL = r"(?:合计|总计|小计|共计|累计|总计数|合计数|总数|总家数)"
TOTALS = re.compile(
    rf"(?:本页|本表|全市|全省|全县|全区|以上|截至目前)?(?:[^0-9合总小共累]{{0,12}}[省市县区旗州盟])?{_TOTAL}"
    r"(?:企业|户|家)?(?:数量?)?(?:\([^()]*\))?:?(?:\d+[家个户]?(?:企业)?)?"
)
NOTES = re.compile(
    r"(?:备?注|说明|填表说明|填报说明|(?:填报|报送|填表|上报)(?:单位|机构)"
    r"|(?:填表|填报|制表|审核|复核|联系|负责|经办|单位负责|分管领导|主要领导)人?|(?:联系)?电话|(?:填报|填表|报送)?(?:日期|时间))"
    r"\d*(?:\([^()]{0,8}\))?:"
)
_SIGNS = re.compile("[计总:：︓﹕⩴]")  # in every total and note, if it does not begin like this:
_NO_WORD = re.compile(rf"\n[\W{FILLERS}]")  # other texts need no closer look
GLANCED = 1000  # rows that are looked at together


class Table(NamedTuple):
    """Columns by position, the index of the first row below the headings, and the headings as written.

    `above` is what stands over the headings, `unit` who filled it in, as the unit line says. `unknown` are positions
    whose heading means nothing to us, `repeated` those that mean what a column before them means. Its rows end before
    `last`; `repeats` are rows among them that print the headings, or the lines above them, once more. `left` and
    `right` are the first position of it and the first one after it. `title` are the lines right above it, `foreign`
    rows above or right below it with the headings of another kind of table, which is not read.
    """

    columns: dict[int, str]
    first: int
    headings: list[str]
    above: list[str]
    unit: str
    unknown: list[int]
    repeated: list[int]
    last: int = 0
    repeats: frozenset[int] = frozenset()
    left: int = 0
    right: int = 0
    title: tuple[str, ...] = ()
    foreign: tuple[int, ...] = ()

    @property
    def heading_set(self) -> str:
        """Digest of all its headings."""
        return heading_set(self.headings)


class _Block(NamedTuple):
    """Rows that may be headings: the first of them, how many, each column's parts, and their meanings by position."""

    top: int
    depth: int
    parts: list[Parts]
    columns: dict[int, str]
    fit: tuple[int, bool]

    @property
    def names(self) -> list[str]:
        """The headings as written, each in one line."""
        return [" ".join(one) for one in self.parts]

    @property
    def end(self) -> int:
        return self.top + self.depth


def find(sheet: Sheet, kind: str, decided: Decided = NOTHING) -> Table | None:
    """The best heading row of a sheet, or rows under groups; None where nothing is recognised."""
    block = _best(sheet, kind, decided, range(SEARCHED), SEARCHED)
    return _table(sheet, kind, decided, block, 0) if block else None


def every(sheet: Sheet, kind: str, decided: Decided = NOTHING) -> list[Table]:
    """All tables of one kind in a sheet, one under another and side by side; the first is the one `find` finds.

    Headings that are printed again on each page begin no new table.
    """
    block = _best(sheet, kind, decided, range(SEARCHED), SEARCHED)
    if not block:
        return []
    above = tuple(index for index in range(block.top) if _is_foreign(sheet.rows[index], kind))
    tables = [_table(sheet, kind, decided, block, 0)._replace(foreign=above)]
    for again in _further(sheet, kind, decided, block):
        if isinstance(again, int):
            start = min(_lines_above(sheet, again, tables[-1].first, None), default=again)
            last = min(tables[-1].last, start)
            tables[-1] = tables[-1]._replace(last=last, foreign=(*tables[-1].foreign, again))
        elif again.columns == tables[-1].columns and tables[-1].last == len(sheet.rows):
            printed = _lines_above(sheet, again.top, tables[-1].first, _above(sheet, block.top))
            repeats = tables[-1].repeats | printed | set(range(again.top, again.end))
            tables[-1] = tables[-1]._replace(repeats=repeats)
        else:
            start = min(_lines_above(sheet, again.top, tables[-1].first, None), default=again.top)
            tables[-1] = tables[-1]._replace(last=min(tables[-1].last, start))
            tables.append(_table(sheet, kind, decided, again, start))
    return [part for table in tables for part in _side_by_side(sheet, kind, table)]


def _best(sheet: Sheet, kind: str, decided: Decided, tops: range, end: int) -> _Block | None:
    """The best headings that begin in one of these rows and stop before `end`."""
    best: _Block | None = None
    most = (0, False)
    for depth in range(1, DEEPEST + 1):  # a line above the headings must not become a group over them: one row first
        for top in tops:
            if top + depth > min(end, len(sheet.rows)) or not _may_be_below(sheet.rows[top + 1 : top + depth]):
                continue
            block = _block(sheet, kind, decided, top, depth)
            if block and block.fit > most:
                best, most = block, block.fit
    return best


def _block(sheet: Sheet, kind: str, decided: Decided, top: int, depth: int) -> _Block | None:
    """These rows as headings; None if they say nothing, or if the last of them is a record."""
    parts = [parts_of(one) for one in _headings(sheet, top, depth)]
    said = decided.headings.get(heading_set([" ".join(one) for one in parts]), {}) if decided.headings else {}
    columns = _bind(kind, parts, said)
    if not columns or (depth > 1 and _names_a_firm(kind, parts)):
        return None
    is_whole = depth > 1 and (
        _is_one_heading(sheet, top, depth) or _goes_on(sheet, kind, top + depth - 1, columns, parts)
    )
    return _Block(top, depth, parts, columns, (len(columns), is_whole))


def _may_be_below(rows: list[Row]) -> bool:
    """Whether rows can be the lower rows of headings: words only."""
    return all(
        isinstance(cell, str) and not cell.strip().isdecimal() and not _CODE.search(cell)
        for row in rows
        for cell in row
    )


def _names_a_firm(kind: str, parts: list[Parts]) -> bool:
    """Whether below the heading of the name stands a name, and no part of the heading."""
    return any(
        len(one) > 1
        and meaning(kind, one[:-1]) == "name"
        and meaning(kind, one) is None
        and key(bare(one[-1])) not in NAMES
        for one in parts
    )


def _is_one_heading(sheet: Sheet, top: int, depth: int) -> bool:
    """Whether a cell is merged down to the last of these rows: one block of headings, never a title over them."""
    return any(top <= first < last == top + depth - 1 for (first, _), (last, _) in sheet.merged)


def _goes_on(sheet: Sheet, kind: str, last: int, columns: dict[int, str], parts: list[Parts]) -> bool:
    """Whether the last row of headings only splits some of those above it, the name not among them."""
    filled = [position for position, cell in enumerate(sheet.rows[last]) if written(cell)]
    name = next((position for position, column in columns.items() if column == "name"), None)
    split = name is not None and name not in filled
    return split and len(filled) > 1 and all(meaning(kind, parts[position]) for position in filled)


def _headings(sheet: Sheet, top: int, depth: int) -> list[tuple[str, ...]]:
    """Each column's heading from the top down; a group, merged or not, stands over every column it covers."""
    rows = [[written(cell) for cell in row] for row in sheet.rows[top : top + depth]]
    merged: set[tuple[int, int]] = set()
    for (first, left), (last, right) in sheet.merged:
        for row in range(max(first, top), min(last, top + len(rows) - 1) + 1):
            for column in range(left, min(right + 1, len(rows[row - top]))):
                rows[row - top][column] = written(sheet.rows[first][left])
                merged.add((row - top, column))
    for row in range(len(rows) - 1):
        _spread(rows[row], rows[row + 1], [(row, column) in merged for column in range(len(rows[row]))])
    return list(zip(*rows, strict=True))


def _spread(groups: list[str], parts: list[str], is_merged: list[bool]) -> None:
    """A group that is not merged stands over its first part only: let it stand over the others, too."""
    group = ""
    if sum(map(bool, groups)) < 2:  # a title
        return
    for position, name in enumerate(groups):
        if name or is_merged[position] or not parts[position]:
            group = name if name and parts[position] and not is_merged[position] else ""
        elif group:
            groups[position] = group


def _bind(kind: str, headings: list[Parts], said: Mapping[str, str]) -> dict[int, str]:
    """The first column of each meaning; what was `said` of a heading goes first."""
    bound: dict[int, str] = {}
    for position, parts in enumerate(headings):
        column = said.get(" ".join(parts)) if said else None
        if column and column not in bound.values():
            bound[position] = column
    for position, parts in enumerate(headings):
        if position in bound or (said and " ".join(parts) in said):
            continue
        column = meaning(kind, parts)
        if column and column not in bound.values():
            bound[position] = column
    return dict(sorted(bound.items()))


def _table(sheet: Sheet, kind: str, decided: Decided, block: _Block, start: int) -> Table:
    names = block.names
    said = decided.headings.get(heading_set(names), {}) if decided.headings else {}
    rest = [p for p, name in enumerate(names) if name and p not in block.columns and name not in said]
    again = [p for p in rest if meaning(kind, block.parts[p])]
    unknown = [p for p in rest if p not in again]
    above = [text for row in sheet.rows[start : block.top] for text in map(written, row) if text]
    unit = unit_above(sheet._replace(rows=sheet.rows[start : block.top]), block.top)
    title = tuple(dict.fromkeys(above)) if start or block.top else ()
    right = len(names)
    return Table(
        block.columns, block.end, names, above, unit, unknown, again, len(sheet.rows), right=right, title=title
    )


# --- further tables in the same sheet


def _further(sheet: Sheet, kind: str, decided: Decided, first: _Block) -> Iterator[_Block | int]:
    """Rows below the first table's headings that are headings once more; the index of those of another kind of table."""
    printed = {cell for row in sheet.rows[first.top : first.end] for cell in row if isinstance(cell, str)} - {""}
    marks = written_aliases(kind) | foreign_aliases(kind) | printed
    end = first.end
    for index in range(first.end, len(sheet.rows)):
        row = sheet.rows[index]
        if marks.isdisjoint(row) or index < end or len(marks.intersection(row)) < 2:
            continue  # nearly every row
        if _is_foreign(row, kind):
            yield index
        elif block := _again(sheet, kind, decided, index, end):
            end = block.end
            yield block


def _is_foreign(row: Row, kind: str) -> bool:
    """Whether a row is headings of another kind of table."""
    return len(foreign_aliases(kind).intersection(row)) > 1


def _again(sheet: Sheet, kind: str, decided: Decided, index: int, end: int) -> _Block | None:
    """The headings that a row is part of: it may stand under a row of groups."""
    tops = range(index - 1 if index > end and _is_words(sheet.rows[index - 1]) else index, index + 1)
    block = _best(sheet, kind, decided, tops, len(sheet.rows)) if _is_words(sheet.rows[index]) else None
    if not block or block.end <= index or "name" not in block.columns.values() or len(block.columns) < FEWEST:
        return None
    return block


def _is_words(row: Row) -> bool:
    """Whether a row can be headings: two words or more, and nothing else."""
    return sum(cell != "" for cell in row) > 1 and _may_be_below([row])


def _above(sheet: Sheet, top: int) -> set[tuple[object, ...]]:
    return {tuple(row) for row in sheet.rows[:top]}


def _lines_above(sheet: Sheet, top: int, end: int, printed: set[tuple[object, ...]] | None) -> set[int]:
    """The lines right above headings: those `printed` above the first ones, too, or any that are no records."""
    found: set[int] = set()
    for index in range(top - 1, end - 1, -1):
        row = sheet.rows[index]
        filled = [normal(cell) if isinstance(cell, str) else "1" for cell in row if cell != ""]
        if printed is not None:
            is_line = tuple(row) in printed
        else:
            is_line = len(filled) <= 1 or any(_UNIT.search(text) for text in filled)
            is_line = is_line and not any(map(TOTALS.fullmatch, filled))
        if filled and not is_line:
            break
        if is_line:
            found.add(index)
    return found


def _side_by_side(sheet: Sheet, kind: str, table: Table) -> list[Table]:
    """A table whose headings stand there twice or more, beside one another, as that many tables."""
    meant = {p: table.columns.get(p) or meaning(kind, tuple(table.headings[p].split(" "))) for p in range(table.right)}
    known = {position: column for position, column in meant.items() if column}
    columns = list(table.columns.values())
    starts = [position for position, column in known.items() if column == columns[0]]
    if len(starts) < 2 or "name" not in columns:
        return [table]
    ends = [*starts[1:], table.right]
    blocks = [{p: known[p] for p in known if a <= p < b} for a, b in zip(starts, ends, strict=True)]
    if len(columns) < 2 or any(list(block.values()) != columns for block in blocks):
        return [table]
    return [
        table._replace(
            columns=block,
            left=left if nth else 0,
            right=right,
            unknown=[p for p in table.unknown if left <= p < right],
            repeated=[],
        )
        for nth, (block, left, right) in enumerate(zip(blocks, starts, ends, strict=True))
    ]


def view(sheet: Sheet, table: Table) -> Sheet:
    """The sheet up to the table's end, and without the tables beside it."""
    rows = sheet.rows[: table.last] if table.last < len(sheet.rows) else sheet.rows
    if table.left or any(row[table.right :] for row in rows[:1]):
        before = [""] * table.left
        rows = [[*before, *row[table.left : table.right], *[""] * (len(row) - table.right)] for row in rows]
    return sheet._replace(rows=rows)


# --- lines around a table


def unit_above(sheet: Sheet, heading: int) -> str:
    """Who filled in the table, from a line above it."""
    return unit_in(sheet.rows[:heading])


def unit_in(rows: list[Row]) -> str:
    """Who filled in a table, from the lines above or below it."""
    for row in rows:
        texts = [written(cell) for cell in row]
        for position, text in enumerate(texts):
            if match := _UNIT.search(normal(text)):
                return re.split(r"(?:填报|报送)?(?:日期|时间)|单位:家|(?:填报|填表|制表|审核|联系)人", match[1])[0]
            if re.fullmatch(r"(填报|报送|填表|上报)(单位|机构)(\(.*\))?[::]?", normal(text)):
                return next(filter(None, texts[position + 1 :]), "")
    return ""


def asides(rows: list[Row]) -> set[int]:
    """The indexes of rows below the headings that are no records."""
    found: set[int] = set()
    for start in range(0, len(rows), GLANCED):
        some = rows[start : start + GLANCED]
        if not _are_records(some):
            found.update(start + index for index, row in enumerate(some) if is_aside(row))
    return found


def _are_records(rows: list[Row]) -> bool:
    """Whether a glance at the first cells says of all rows that they are records: nearly everywhere it does."""
    columns = list(zip(*(row[:3] for row in rows), strict=False))
    if (
        len(columns) < 2
        or any(not EXAMPLES.isdisjoint(column) for column in columns)
        or any("" in column for column in columns[:2])
    ):
        return False
    return not _may_be_aside("\n".join([cell for column in columns[:2] for cell in column if type(cell) is str]))


def _may_be_aside(text: str) -> bool:
    """Whether a text, or one of several in lines of their own, needs a closer look."""
    return bool(_SIGNS.search(text) or _NO_WORD.search(f"\n{text}"))


def is_aside(row: Row) -> bool:
    """Whether a row below the headings is no record: blank, a total, a note, or our example."""
    if is_example(row):
        return True
    filled = 0
    for cell in row:
        if cell != "":
            if isinstance(cell, str) and _may_be_aside(cell):
                return _is_aside([cell for cell in row if cell != ""])
            filled += 1
            if filled == 2:  # nearly every row
                return False
    return not filled


def _is_aside(filled: list[object]) -> bool:
    """Whether these cells of a row are a total or a note."""
    first = [normal(written(cell)) for cell in filled[:2]]
    if not any(first):
        return not any(normal(written(cell)) for cell in filled)
    if any(TOTALS.fullmatch(text) for text in first):
        return True
    if not NOTES.match(first[0]):
        return False
    return len(filled) <= 2 or all(NOTES.match(normal(written(cell))) for cell in filled)
