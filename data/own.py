"""Rows a bureau adds to a reference table: a CSV of the same name and columns in its store."""

import csv
import io

from data.errors import Refused
from data.reference import table
from data.store import Store

TABLES = ("targets", "pilot_rules", "deadlines")  # those that may be added to


def rows(name: str, store: Store) -> tuple[dict[str, str], ...]:
    """The shipped rows of a table and then the bureau's; raises Refused where its file cannot be read."""
    file = store.path / f"{name}.csv"
    shipped = table(name)
    if not file.exists():
        return shipped
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")  # as Excel saves it in China
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    columns = list(shipped[0])
    if list(reader.fieldnames or []) != columns:
        raise Refused("“{file}”的第一行应是：{columns}", file=file, columns=",".join(columns))
    own = tuple({column: (row[column] or "").strip() for column in columns} for row in reader)
    return shipped + tuple(row for row in own if any(row.values()))
