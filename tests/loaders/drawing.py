"""Questionnaire exports drawn as small tables of text, so that a test shows only the cells it is about.

The head of a table names columns of `data/reference/questions.csv` or of the export itself (`submitted_at`). Columns that
are not drawn get a plain answer. A cell `=12.5` is a number, a line `(blank row)` is one, text after ` # ` is a remark.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from stdnum.cn import uscc
from xlsxwriter.utility import xl_cell_to_rowcol

from data import warehouse
from data.store import Store
from loaders import importing
from loaders.document import Document
from loaders.headings import LEADING, form
from loaders.importing import Outcome, Wanted
from loaders.reading import Sheet

SHEET = "Sheet1"
MADE = datetime(2022, 11, 3)  # so that equal tables are equal files
TOP = 1  # the heading row, as Excel counts
BLANK = "(blank row)"
OWN = {**LEADING, "来源详情": "link"}
PLAIN = {
    "submitted_at": "2022/11/3 8:03:05",
    "seconds": "64秒",
    "name": "",  # one of its own for each row, as the code
    "place": "山西省太原市",
    "credit_code": "",
    "industry": "建设业",
    "q3": "是，参与提升行动之前已获得证书",
    "q5": "今年首次参加",
    "body": "中国质量认证中心",
    "q7": "提升非常明显",
    "q13": "很满意",
}


def credit_code(serial: int) -> str:
    """A code with the right check digits, invented."""
    organisation = f"MA{serial:06d}"
    total = sum(int(sign, 36) * weight for sign, weight in zip(organisation, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    body = f"91140100{organisation}{'0123456789X'[-total % 11]}"
    return body + uscc.calc_check_digit(body)


def lines_of(text: str) -> list[list[str]]:
    """The cells of a drawn table, line by line."""
    lines = [line.split(" # ")[0] for line in text.splitlines()]
    return [[cell.strip() for cell in line.split("|")] for line in lines if line.strip()]


def heading(column: str, year: int = 2022) -> str:
    """The heading an export prints over a column."""
    if own := next((name for name, known in OWN.items() if known == column), None):
        return own
    question = next(q for q in form(year) if q.column == column)
    number = question.question.removeprefix("q").removesuffix("_text")
    return f"{number}、{question.stem}—{question.item}" if question.item else f"{number}、{question.stem}"


def rows_of(text: str, year: int = 2022) -> list[list[Any]]:
    """A drawn table as the rows of a sheet, completed to a plain export."""
    head, *lines = lines_of(text)
    others = [column for column in PLAIN if column not in head]
    rows: list[list[Any]] = [[heading(column, year) for column in [*head, *others]]]
    for serial, line in enumerate(lines, 1):
        if line == [BLANK]:
            rows.append([""] * len(rows[0]))
            continue
        assert len(line) == len(head), line
        own = {"name": f"样例{serial}有限公司", "credit_code": credit_code(serial)}
        rows.append([*(cell_of(text) for text in line), *({**PLAIN, **own}[column] for column in others)])
    return rows


def cell_of(text: str) -> str | float:
    """`=12.5` as a number, anything else as text."""
    return float(text[1:]) if text.startswith("=") else text


def sheet(text: str, year: int = 2022) -> Sheet:
    """A drawn table as a sheet."""
    return Sheet(SHEET, rows_of(text, year))


def write(path: Path, rows: list[list[Any]]) -> Path:
    """Rows as a workbook; a cell is written as what it is, an empty one not at all."""
    with xlsxwriter.Workbook(path, {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        book.set_properties({"created": MADE})
        written = book.add_worksheet(SHEET)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell != "":
                    written.write(row, column, cell)
    return path


def many(path: Path, count: int, first: int = 1, submitted_at: str = "2022/11/3 8:03:05") -> Path:
    """An export of so many plain answers of firms numbered from `first`."""
    table = [f"样例{serial}有限公司 | {credit_code(serial)} | {submitted_at}" for serial in range(first, first + count)]
    return write(path, rows_of("\n".join(["name | credit_code | submitted_at", *table])))


def ask(store: Store, sql: str, version: int | None = None) -> list[tuple[Any, ...]]:
    """What the version that serves, or another one, answers."""
    reader = warehouse.open(store, warehouse.ALL, version)
    try:
        return reader.rows(sql)
    finally:
        reader.close()


def responses(store: Store) -> int:
    """How many answers the version that serves holds."""
    return ask(store, "SELECT count(*) FROM response")[0][0]


def ledger(text: str, name: str = "台账", merged: tuple[str, ...] = ()) -> Sheet:
    """A drawn sheet as it stands, heading and lines above it too; short lines are filled up, `merged` are like `A1:C1`."""
    lines = [[] if line == [BLANK] else [cell_of(cell) for cell in line] for line in lines_of(text)]
    width = max(map(len, lines))
    ranges = tuple(tuple(xl_cell_to_rowcol(corner) for corner in one.split(":")) for one in merged)
    return Sheet(name, [[*line, *[""] * (width - len(line))] for line in lines], ranges)  # type: ignore[arg-type]


def book(path: Path, *sheets: Sheet) -> Path:
    """Sheets as a workbook, their merged ranges with them."""
    with xlsxwriter.Workbook(path, {"strings_to_urls": False, "strings_to_formulas": False}) as made:
        made.set_properties({"created": MADE})
        for sheet in sheets:
            page = made.add_worksheet(sheet.name)
            for (top, left), (bottom, right) in sheet.merged:
                page.merge_range(top, left, bottom, right, "")
            for row, cells in enumerate(sheet.rows):
                for column, cell in enumerate(cells):
                    if cell != "":
                        page.write(row, column, cell)
    return path


def load(store: Store, folder: Path, name: str, text: str) -> Outcome:
    """Load a list that is drawn as text, in Shanxi."""
    (outcome,) = importing.load([book(folder / name, ledger(text))], store, Wanted(region="140000"))
    assert outcome.status == "loaded", outcome.refusal
    return outcome


def check_accounts(document: Document) -> None:
    """Every row is loaded, held or ignored; those are held in which a finding is an error."""
    assert document.in_file == document.loaded + document.held + document.ignored
    held = {one.row for one in document.issues if one.level == "error"}
    assert len(held) == document.held
    assert held.isdisjoint(document.columns["row"])
