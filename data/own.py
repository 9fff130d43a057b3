"""Rows a bureau adds to a reference table: a CSV of the same name and columns in its store, or in `own/` of it.

Its map stands in `own/`, too (`data.own_map`).
"""

import csv
import io
from pathlib import Path

from data import own_map, reference
from data.errors import Refused
from data.store import Store

TABLES = ("targets", "pilot_rules", "deadlines", "questionnaire", "handins")  # those that may be added to
NAMES = (*(f"{folder}{name}.csv" for folder in ("", "own/") for name in TABLES), own_map.FILE, own_map.LINE)
LATER = {"deadlines": ("materials",)}  # columns that files from before they were there do not have


def rows(name: str, store: Store) -> tuple[dict[str, str], ...]:
    """The shipped rows of a table and then the bureau's; raises Refused where its file cannot be read."""
    own = [file for file in files(store).values() if file.name == f"{name}.csv"]
    return (*reference.table(name), *(row for file in own for row in _read(file, name)))


def files(store: Store) -> dict[str, Path]:
    """What a bureau keeps beside its data: the files that are there, by their names in the store."""
    return {name: store.path / name for name in NAMES if (store.path / name).is_file()}


def _read(file: Path, name: str) -> list[dict[str, str]]:
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")  # as Excel saves it in China
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    columns = list(reference.columns(name))
    if list(reader.fieldnames or []) not in (columns, [one for one in columns if one not in LATER.get(name, ())]):
        raise Refused("“{file}”的第一行应是：{columns}", file=file, columns=",".join(columns))
    found = [{column: (row.get(column) or "").strip() for column in columns} for row in reader]
    return [row for row in found if any(row.values())]
