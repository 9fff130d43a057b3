"""Ledgers of assisted firms, from cities and from certification bodies, in whatever layout they come."""

import re
from bisect import bisect
from collections.abc import Callable

from loaders import asking, cells, examples, lines, pilots, senders, tables
from loaders.cells import Column
from loaders.checks import ledgers
from loaders.checks.ledgers import YEAR
from loaders.decided import IGNORED, Heading
from loaders.document import Columns, Context, Document, Empty, joined
from loaders.firms import name_keys
from loaders.reading import Sheet
from loaders.records import Records, values
from loaders.resolvers import bodies
from loaders.tables import Table
from loaders.text import answered, normal, written
from locales import N_

KIND = "ledger"
ENOUGH = 3  # headings that must be recognised, the firm's name among them
PILOTS = ("pilot", "town")  # 区域试点 and 专业镇: the names a cell marks
TEXTS = ("size", "certified", "certificate", "certified_on", "participation", "assisted_on", "assisted_year")
PRIVATE = ("contact", "phone", "mail", "content", "result", "note")
STAGED: tuple[str, ...] = (
    *("row", "sheet", "name", "name_key", "credit_code", "province", "city", "county", "industry"),
    *("body", "body_name", *PILOTS, *TEXTS, *PRIVATE),
)
TYPES = dict.fromkeys(PILOTS, "VARCHAR[]")
DITTO = frozenset({"同上", "同 上", "同前", "(同上)", "（同上）", "〃", "〞", '"', "''", "″", "“", "”", "＂"})
FOOTER = 10  # rows at the end in which the unit line may stand
NUMBERED_ONLY = re.compile(r"第.{1,3}[批组部]")  # says nothing of places
_MARK = re.compile(r"^\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)、.]|\(?共?计?:?\d+[家户个].*$")


def recognises(sheet: Sheet, context: Context = Context()) -> int:
    """How many headings of the sheet are a ledger's; 0 if they are too few."""
    table = tables.find(sheet, KIND, context.decided)
    known = set(table.columns.values()) if table else set()
    return len(known) if len(known) >= ENOUGH and "name" in known else 0


def asks(sheet: Sheet, context: Context, only_named: bool) -> list[Heading]:
    """The headings of a sheet that may be a ledger if somebody says what they mean; none if it cannot be one.

    `only_named`: it must have a column that may be the firms' names.
    """
    table = tables.find(sheet, KIND, context.decided)
    if not table:
        return []
    headings = asking.of(sheet, KIND, table, context.decided)
    meant = {one.column or one.proposal for one in headings} - {None, IGNORED}
    may_be = len(meant) >= ENOUGH and asking.must_be_asked(headings, ENOUGH) and ("name" in meant or not only_named)
    return headings if may_be else []


def read(sheet: Sheet, context: Context = Context()) -> Document:
    """Firms of one sheet. What the headings do not say, the unit line, the sheet or the file may: city, body, year."""
    found = tables.every(sheet, KIND, context.decided)
    assert found
    unit = next((table.unit for table in found if table.unit), "") or tables.unit_in(sheet.rows[: -FOOTER - 1 : -1])
    read = [_read(tables.view(sheet, table), table, table.unit or unit, context) for table in found]
    documents = [document for document in read if document]
    if not documents:
        raise Empty(N_("工作表“{sheet}”只有标题，没有企业。请确认填写后再导入"), sheet=sheet.name)
    document = joined(documents)
    if len({one.sender for one in documents}) > 1:  # a table a county
        return document._replace(sender=senders.infer([sheet.name, context.file], context.region))
    return document


def _read(sheet: Sheet, table: Table, unit: str, context: Context) -> Document | None:
    """Firms of one table, None if there are none; `sheet` holds nothing else to its right and below."""
    between = lines.of(sheet, table)
    records = Records(KIND, between.sheet, table.first, table.headings, tables.asides, between.asides)
    if not len(records):
        return None
    examples.check(records, next((at for at, name in table.columns.items() if name == "sequence"), None))
    sender = senders.infer([*filter(None, [unit]), sheet.name, context.file], context.region)
    home = sender if senders.is_region(sender) else None
    for index in table.foreign:
        records.find_in_row(index + 1, "table_other", "")
    headings = asking.of(sheet, KIND, table, context.decided)
    _report(records, table, headings)
    by = {name: _repeated(records.column(position)) for position, name in table.columns.items()}
    by |= _filled_blocks(by, table, records)
    within = _within(records, between.marks, table.title, home, context.region)
    columns = _columns(by, records, sender, within, context.region)
    places = {name: position for position, name in table.columns.items()}
    ledgers.check(records, places, columns)
    year = next((int(m[1]) for text in [*table.above, sheet.name, context.file] if (m := YEAR.search(text))), None)
    year = ledgers.year_of(records, places.get("assisted_year"), year)
    document = records.document(columns, year, sender)
    return document._replace(headings=tuple(headings), asks=asking.must_be_asked(headings, ENOUGH))


def _report(records: Records, table: Table, headings: list[Heading]) -> None:
    """Name the columns that are not read, unless nothing stands in them."""
    proposals = {one.heading: one.proposal for one in headings}
    for position in (*table.unknown, *table.repeated):
        heading = table.headings[position]
        if not any(cell not in ("", heading) for cell in records.column(position).distinct):
            continue
        if position in table.repeated:
            records.find_in_heading(position, "heading_repeated")
        elif proposal := proposals.get(heading):
            records.find_in_heading(position, "heading_like", asking.label(proposal))
        else:
            records.find_in_heading(position, "heading_unknown")


def _repeated(column: Column) -> Column:
    """The column with what stands above in place of 同上; in the first row it stands for nothing."""
    if not any(mark in column.text for mark in DITTO):
        return column
    cells_read: list[object] = []
    for cell in column.cells:
        is_ditto = isinstance(cell, str) and cell.strip() in DITTO
        cells_read.append((cells_read[-1] if cells_read else "") if is_ditto else cell)
    return column.of(cells_read)


def _filled_blocks(by: dict[str, Column], table: Table, records: Records) -> dict[str, Column]:
    """Columns left of the name that are filled in the first row of each block only, filled in below it."""
    places = {name: position for position, name in table.columns.items()}
    filled: dict[str, Column] = {}
    begins: set[int] = set()  # rows in which a block of a wider region begins
    for name in ("province", "city", "county", "place", "body"):
        column = by.get(name)
        if not column or places[name] > places["name"] or "" not in column.distinct:
            continue
        starts = {index for index, cell in enumerate(column.cells) if cell != ""}
        if _are_blocks(column, starts):
            below: list[object] = []
            for index, cell in enumerate(column.cells):
                below.append(cell if cell != "" or index in begins else below[-1])
            filled[name] = column.of(below)
            records.find_in_heading(places[name], "block_filled")
        begins |= starts
    return filled


def _are_blocks(column: Column, starts: set[int]) -> bool:
    """Whether each thing stands there once, the first row has one, and a third or more of the rows have none."""
    blank = len(column.cells) - len(starts)
    return 0 in starts and len(column.distinct) == len(starts) + 1 and blank >= max(2, len(column.cells) / 3)


def _within(
    records: Records, marks: list[tuple[int, str]], title: tuple[str, ...], home: str | None, region: str | None
) -> list[str | None]:
    """The region or certification body under whose separator each record stands; a table's title is the first one."""
    named: list[tuple[int, str | None]] = []
    named += [(-1, code) for text in title if (code := _named(text, home, region)) and _is_narrower(code, home)][-1:]
    read = [(index, text, _named(text, home, region)) for index, text in marks]
    if any(code for _, _, code in read):
        last = records.numbers[-1]
        for index, text, code in read:
            if not code and index < last and not NUMBERED_ONLY.match(text):
                records.find_in_row(index + 1, "separator_unknown", text)
        named += [(index, code) for index, _, code in read]
    if not named:
        return []
    starts = [index for index, _ in named]
    return [named[at - 1][1] if (at := bisect(starts, number - 1)) else None for number in records.numbers]


def _named(text: str, home: str | None, region: str | None) -> str | None:
    """The region or body a separator names: 一、小店区（12家）."""
    return senders.infer([_MARK.sub("", normal(text)).strip("【】[]:、")], home or region)


def _is_narrower(code: str, home: str | None) -> bool:
    """Whether a title says more of the place than the sender does; a whole province says nothing of it."""
    if not senders.is_region(code) or cells.levels(code)[1] is None:
        return False
    return home is None or code == home or home in cells.levels(code)


def _columns(
    by: dict[str, Column], records: Records, sender: str | None, within: list[str | None], region: str | None
) -> Columns:
    count = len(records)
    columns: Columns = {
        "name": values(by.get("name"), count, cells.name),
        "credit_code": values(by.get("credit_code"), count, cells.credit_code),
        "industry": values(by.get("industry"), count, cells.industry),
        **{name: values(by.get(name), count, pilots.marks) for name in PILOTS},
        **{name: values(by.get(name), count, cells.text) for name in (*TEXTS, *PRIVATE)},
    }
    home = sender if senders.is_region(sender) else None
    places = _places(by, [one if senders.is_region(one) else home for one in within] or [home] * count, region)
    columns |= cells.in_levels(places)
    body = None if senders.is_region(sender) else sender
    found = _bodies(by, [body if senders.is_region(one) else one or body for one in within] or [body] * count)
    columns["body"] = [body[0] if body else None for body in found]
    columns["body_name"] = [body[1] if body else None for body in found]
    columns["name_key"] = name_keys(columns, records)
    return columns


def _places(by: dict[str, Column], homes: list[str | None], region: str | None) -> list:
    """Each firm's place: the columns read as one chain, in the region it stands under; a blank one is that region."""
    levels = [by[name] for name in ("province", "city", "county", "place") if name in by]
    if not levels:
        return [cells.levels(home) if home else None for home in homes]
    column = _joined(levels, lambda row: "".join(filter(None, map(answered, row))))
    different = set(homes)
    if len(different) == 1:
        return column.read(_place_reader(homes[0], region))
    places: list = [None] * len(homes)
    for home in different:
        rows = [index for index, one in enumerate(homes) if one == home]
        for index, place in zip(rows, column.part(rows).read(_place_reader(home, region)), strict=True):
            places[index] = place
    return places


def _place_reader(home: str | None, region: str | None) -> Callable[[object], cells.Read]:
    def place(text: object) -> cells.Read:
        if answered(text) is None and home:
            return cells.levels(home), ""
        found, rule = cells.place(text, home or region)
        return (found or (cells.levels(home) if home else None)), rule

    return place


def _bodies(by: dict[str, Column], senders_: list[str | None]) -> list:
    """Each firm's certification body: by approval number, else by name; a body's own ledger may leave it out."""
    given = [by[name] for name in ("body_number", "body") if name in by]
    if not given:
        return [(one, bodies.names().get(one, one)) if one else None for one in senders_]
    return _joined(given, lambda row: " ".join(filter(None, map(written, row)))).read(cells.body)


def _joined(columns: list[Column], join: Callable[[tuple[object, ...]], str]) -> Column:
    """Several columns as one, under the last one's heading."""
    rows = list(zip(*(column.cells for column in columns), strict=True))
    texts = {row: join(row) for row in set(rows)}
    return columns[-1].of(list(map(texts.__getitem__, rows)))
