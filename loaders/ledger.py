"""Ledgers of assisted firms, from cities and from certification bodies, in whatever layout they come."""

import re

from data.errors import Refused
from loaders import cells, examples, pilots, senders, tables
from loaders.cells import Column
from loaders.document import Columns, Context, Document
from loaders.firms import name_keys
from loaders.reading import Sheet
from loaders.records import Records, values
from loaders.resolvers import bodies
from loaders.text import answered, written

KIND = "ledger"
ENOUGH = 3  # headings that must be recognised, the firm's name among them
PILOTS = ("pilot", "town")  # 区域试点 and 专业镇: the names a cell marks
TEXTS = ("size", "certified", "certificate", "certified_on", "participation", "assisted_on")
PRIVATE = ("contact", "phone", "mail", "content", "result", "note")
STAGED: tuple[str, ...] = (
    *("row", "sheet", "name", "name_key", "credit_code", "province", "city", "county", "industry"),
    *("body", "body_name", *PILOTS, *TEXTS, *PRIVATE),
)
TYPES = dict.fromkeys(PILOTS, "VARCHAR[]")
DITTO = frozenset({"同上", "〃", '"', "''", "″", "“", "”"})
_YEAR = re.compile(r"(?<!\d)(20[2-9]\d)")


def recognises(sheet: Sheet) -> int:
    """How many headings of the sheet are a ledger's; 0 if they are too few."""
    table = tables.find(sheet, KIND)
    known = set(table.columns.values()) if table else set()
    return len(known) if len(known) >= ENOUGH and "name" in known else 0


def read(sheet: Sheet, context: Context = Context()) -> Document:
    """Firms of one sheet. What the headings do not say, the unit line, the sheet or the file may: city, body, year."""
    table = tables.find(sheet, KIND)
    assert table
    records = Records(KIND, sheet, table.first, table.headings, tables.is_aside)
    if not len(records):
        raise Refused("工作表“{sheet}”只有标题，没有企业。请确认填写后再导入", sheet=sheet.name)
    for position in table.unknown:
        records.find_in_heading(position, "heading_unknown")
    examples.check(records, next((at for at, name in table.columns.items() if name == "sequence"), None))
    named = [*filter(None, [table.unit]), sheet.name, context.file]
    sender = senders.infer(named, context.region)
    by = {name: _repeated(records.column(position)) for position, name in table.columns.items()}
    columns = _columns(by, records, sender, context.region)
    year = next((int(m[1]) for text in [*table.above, sheet.name, context.file] if (m := _YEAR.search(text))), None)
    return records.document(columns, year, sender)


def _repeated(column: Column) -> Column:
    """The column with what stands above in place of 同上."""
    cells_read: list[object] = []
    for cell in column.cells:
        is_ditto = isinstance(cell, str) and cell.strip() in DITTO and bool(cells_read)
        cells_read.append(cells_read[-1] if is_ditto else cell)
    return column._replace(cells=tuple(cells_read))


def _columns(by: dict[str, Column], records: Records, sender: str | None, region: str | None) -> Columns:
    count = len(records)
    columns: Columns = {
        "name": values(by.get("name"), count, cells.name),
        "credit_code": values(by.get("credit_code"), count, cells.credit_code),
        "industry": values(by.get("industry"), count, cells.industry),
        **{name: values(by.get(name), count, pilots.marks) for name in PILOTS},
        **{name: values(by.get(name), count, cells.text) for name in (*TEXTS, *PRIVATE)},
    }
    places = _places(by, records, sender if senders.is_region(sender) else None, region)
    for level, name in enumerate(("province", "city", "county")):
        columns[name] = [place[level] if place else None for place in places]
    found = _bodies(by, records, None if senders.is_region(sender) else sender)
    columns["body"] = [body[0] if body else None for body in found]
    columns["body_name"] = [body[1] if body else None for body in found]
    columns["name_key"] = name_keys(columns, records)
    return columns


def _places(by: dict[str, Column], records: Records, home: str | None, region: str | None) -> list:
    """Each firm's place: the columns read as one chain, in the sender's region; a blank one is the sender's own."""
    levels = [by[name] for name in ("province", "city", "county", "place") if name in by]

    def place(text: object) -> cells.Read:
        if answered(text) is None and home:
            return cells.levels(home), ""
        found, rule = cells.place(text, home or region)
        return (found or (cells.levels(home) if home else None)), rule

    if not levels:
        return [cells.levels(home) if home else None] * len(records)
    chains = tuple("".join(filter(None, map(answered, row))) for row in zip(*(c.cells for c in levels), strict=True))
    return Column(levels[-1].heading, chains, records.find).read(place)


def _bodies(by: dict[str, Column], records: Records, sender: str | None) -> list:
    """Each firm's certification body: by approval number, else by name; a body's own ledger may leave it out."""
    given = [by[name] for name in ("body_number", "body") if name in by]
    if not given:
        return [(sender, bodies.names().get(sender, sender)) if sender else None] * len(records)
    joined = tuple(" ".join(filter(None, map(written, row))) for row in zip(*(c.cells for c in given), strict=True))
    return Column(given[-1].heading, joined, records.find).read(cells.body)
