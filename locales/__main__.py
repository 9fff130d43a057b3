"""Collect every text of the program into the catalogs: `python -m locales`. What is not translated yet is counted."""

import csv
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from locales import HERE

ROOT = HERE.parent
KEYWORDS = dict.fromkeys(("_", "N_", "translate", "Refused"))
COLUMNS = {
    "rules": ("message", "mend"),
    "options": ("text",),
    "breaks": ("reason",),
    "deadlines": ("due",),
    "material_kinds": ("label",),
    "materials": ("label",),
    "other_files": ("sentence",),
    "quotas": ("says", "source"),
    "skips": ("why",),
    "themes": ("theme",),
    "thresholds": ("what", "why"),
}  # the tables of data/reference that are shown
KEY = re.compile(r"[a-z_]+")
HEADER = r"""# What stands in the code in Chinese, in another language. `make catalogs` adds and removes the msgids.
msgid ""
msgstr ""
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


def texts() -> Catalog:
    """Every text of the code and of the tables."""
    found = Catalog()
    for text in (*_in_code(), *_in_tables()):
        found.add(text)
    return found


def _in_code() -> Iterator[str]:
    """The first argument of every call that marks a text; Babel also takes the key in `_(row["metric"])` for one."""
    for _, _, text, _, _ in extract_from_dir(ROOT, keywords=KEYWORDS, directory_filter=_is_source):
        first = text if isinstance(text, str) else text[0]
        if not KEY.fullmatch(first):
            yield first


def _is_source(folder: str) -> bool:
    name = Path(folder).name
    return name != "tests" and not name.startswith(".")


def _in_tables() -> Iterator[str]:
    for name, columns in COLUMNS.items():
        path = ROOT / "data" / "reference" / f"{name}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield from (row[column] for column in columns)


def updated(content: bytes) -> Catalog:
    """A catalog with the texts of today: translations are kept, new texts are empty, nothing is guessed."""
    catalog = read_po(io.BytesIO(content))
    catalog.update(texts(), no_fuzzy_matching=True)
    return catalog


def written(catalog: Catalog) -> bytes:
    """The file of a catalog: sorted, one line a text, no dates, so that it changes only when a text does."""
    file = io.BytesIO()
    write_po(file, catalog, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return HEADER.encode() + file.getvalue().rstrip() + b"\n"


def main(folder: Path = HERE) -> int:
    """Bring every catalog in the folder up to date; 1 while a translation is missing."""
    missing = 0
    for path in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        catalog = updated(path.read_bytes())
        path.write_bytes(written(catalog))
        without = sum(1 for message in catalog if message.id and not message.string)
        print(f"{path.relative_to(folder)}: {len(catalog)} texts, {without} without a translation")
        missing += without
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
