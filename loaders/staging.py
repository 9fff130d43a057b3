"""One file as staged tables: what was read from it, kept under the digest of the file and of the program that read it."""

import hashlib
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from data.schema import RESPONSE
from data.store import Store, move_folder
from loaders import kinds
from loaders.corrections import corrected
from loaders.decided import NOTHING, Decided, Heading
from loaders.document import Context, Document
from loaders.issues import Issue
from loaders.reading import Sheet

HERE = Path(__file__).parent
TYPES = {
    "VARCHAR": pa.string(),
    "BOOLEAN": pa.bool_(),
    "DOUBLE": pa.float64(),
    "INTEGER": pa.int32(),
    "SMALLINT": pa.int16(),
    "TINYINT": pa.int8(),
    "TIMESTAMP": pa.timestamp("us"),
    "VARCHAR[]": pa.list_(pa.string()),
}
ISSUES = pa.schema([(f, pa.int32() if f == "row" else pa.string()) for f in Issue._fields])


class Stager(Protocol):
    """What reads originals: a reading process, or several."""

    def stage(self, original: Path, to: Path, region: str | None, file: str, decided: Decided = NOTHING) -> None:
        """Read an original into staged tables."""


class Staged(NamedTuple):
    """A file's tables and their counts: rows in file = loaded + held + ignored. `year` is null without dates.

    While it `asks` what some headings mean, it may not go in. `replaced` is what the original has in the cells that
    were corrected.
    """

    folder: Path
    kind: str
    sender: str | None
    year: int | None
    subject: str | None
    in_file: int
    loaded: int
    held: int
    ignored: int
    asks: bool
    replaced: dict[str, str]

    @property
    def rows(self) -> Path:
        """The loaded rows."""
        return self.folder / "rows.parquet"

    def issues(self) -> list[Issue]:
        """Every finding, in the order of the sheet."""
        found = pq.read_table(self.folder / "issues.parquet").to_pylist()
        return [Issue(**issue) for issue in found]

    def headings(self) -> list[Heading]:
        """Every heading of its tables, where its kind can be asked about them."""
        return [Heading(**one) for one in json.loads((self.folder / "headings.json").read_text())]

    def heading_sets(self) -> set[str]:
        """The heading sets that a decision may be about."""
        return {one.place for one in self.headings()}


@cache
def program() -> str:
    """Digest of the code and the reference tables that decide how a file is read."""
    data = HERE.parent / "data"
    sources = [*HERE.rglob("*.py"), *(data / "reference").glob("*.csv"), data / "schema.py", data / "limits.py"]
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def folder(store: Store, sha256: str, region: str | None, file: str, decided: Decided = NOTHING) -> Path:
    """Where the staged tables of an original stand; its name may say who sent it, and when."""
    name = hashlib.sha256(file.encode()).hexdigest()[:8]
    return store.staged / "-".join(filter(None, (sha256[:32], name, region, program(), decided.digest())))


def read(made: Path) -> Staged | None:
    """The staged tables in a folder, if they are there."""
    try:
        counts = json.loads((made / "counts.json").read_text())
    except FileNotFoundError:
        return None
    return Staged(made, **counts)


def of(
    store: Store,
    stager: Stager,
    original: Path,
    region: str | None,
    file: str,
    decided: Decided,
    beside: Path | None = None,
) -> Staged:
    """The staged tables of an original, read if they are not there: into the folder `beside` if one is given.

    Which decisions concern it, its headings say: it is read once without their meanings.
    """

    def read_with(some: Decided) -> Staged:
        to = folder(store, original.stem, region, file, some)
        if not (staged := read(to)):
            to = (beside or to.parent) / to.name
            staged = read(to)
        if not staged:
            stager.stage(original, to, region, file, some)
            staged = read(to)
        assert staged, to
        return staged

    plain = read_with(decided.about(original.stem, ()))
    mine = decided.about(original.stem, plain.heading_sets())
    return read_with(mine) if mine.headings else plain


def clear(store: Store) -> None:
    """Remove what a load left that was killed. Call it only while holding the importer's lock."""
    for made in store.staged.glob(".staging-*"):
        shutil.rmtree(made, ignore_errors=True)
    for place in (store.originals, store.warehouse):
        for file in place.glob(".writing-*"):
            file.unlink(missing_ok=True)


def write(sheets: list[Sheet], to: Path, context: Context) -> Document:
    """Read a file's sheets into staged tables; runs in the reading process, which may die without harm."""
    (corrections,) = [*context.decided.corrections.values()] or [{}]  # it is about this one file
    sheets, replaced = corrected(sheets, corrections)
    document = kinds.read(sheets, context)
    made = Path(tempfile.mkdtemp(dir=to.parent, prefix=".staging-"))
    try:
        pq.write_table(_table(document), made / "rows.parquet", compression="lz4")
        found = [issue._asdict() for issue in sorted(document.issues, key=lambda issue: issue.row)]
        pq.write_table(pa.Table.from_pylist(found, schema=ISSUES), made / "issues.parquet")
        counts = {f: getattr(document, f) for f in Staged._fields if f not in ("folder", "replaced")}
        (made / "headings.json").write_text(json.dumps([one._asdict() for one in document.headings]))
        (made / "counts.json").write_text(json.dumps({**counts, "replaced": replaced}))
        move_folder(made, to)
        return document
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _table(document: Document) -> pa.Table:
    types = {name: TYPES[type_] for name, type_ in column_types(document.kind).items()}
    return pa.table({name: pa.array(document.columns[name], type_) for name, type_ in types.items()})


def column_types(kind: str) -> dict[str, str]:
    """The staged columns of a kind with their DuckDB types."""
    module = kinds.KINDS[kind]
    known = {column.name: column.type for column in RESPONSE.columns} | getattr(module, "TYPES", {})
    return {name: known.get(name, "VARCHAR") for name in module.STAGED}
