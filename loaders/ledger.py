"""Ledgers of assisted firms, from cities and from certification bodies, in whatever layout they come."""

from collections.abc import Callable

from data.errors import Refused
from loaders import cells, examples, pilots, senders, tables
from loaders.cells import Column
from loaders.checks import ledgers
from loaders.checks.ledgers import YEAR
from loaders.document import Columns, Context, Document
from loaders.firms import name_keys
from loaders.reading import Sheet
from loaders.records import Records, values
from loaders.resolvers import bodies
from loaders.text import answered, written

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
DITTO = frozenset({"同上", "〃", '"', "''", "″", "“", "”"})


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
    for position in table.repeated:
        records.find_in_heading(position, "heading_repeated")
    examples.check(records, next((at for at, name in table.columns.items() if name == "sequence"), None))
    named = [*filter(None, [table.unit]), sheet.name, context.file]
    sender = senders.infer(named, context.region)
    by = {name: _repeated(records.column(position)) for position, name in table.columns.items()}
    columns = _columns(by, records, sender, context.region)
    places = {name: position for position, name in table.columns.items()}
    ledgers.check(records, places, columns)
    year = next((int(m[1]) for text in [*table.above, sheet.name, context.file] if (m := YEAR.search(text))), None)
    year = ledgers.year_of(records, places.get("assisted_year"), year)
    return records.document(columns, year, sender)


def _repeated(column: Column) -> Column:
    """The column with what stands above in place of 同上."""
    if not any(isinstance(cell, str) and cell.strip() in DITTO for cell in column.distinct):
        return column
    cells_read: list[object] = []
    for cell in column.cells:
        is_ditto = isinstance(cell, str) and cell.strip() in DITTO and bool(cells_read)
        cells_read.append(cells_read[-1] if is_ditto else cell)
    return column.of(cells_read)


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
    return _joined(levels, lambda row: "".join(filter(None, map(answered, row)))).read(place)


def _bodies(by: dict[str, Column], records: Records, sender: str | None) -> list:
    """Each firm's certification body: by approval number, else by name; a body's own ledger may leave it out."""
    given = [by[name] for name in ("body_number", "body") if name in by]
    if not given:
        return [(sender, bodies.names().get(sender, sender)) if sender else None] * len(records)
    return _joined(given, lambda row: " ".join(filter(None, map(written, row)))).read(cells.body)


def _joined(columns: list[Column], join: Callable[[tuple[object, ...]], str]) -> Column:
    """Several columns as one, under the last one's heading."""
    rows = list(zip(*(column.cells for column in columns), strict=True))
    texts = {row: join(row) for row in set(rows)}
    return columns[-1].of(list(map(texts.__getitem__, rows)))
