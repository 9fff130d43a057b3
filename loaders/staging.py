"""One file as staged tables: what was read from it, kept under the digest of the file and of the program that read it."""

import hashlib
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import Refused
from data.schema import RESPONSE
from data.store import Store, move_folder
from loaders import questionnaire
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
}
ISSUES = pa.schema([(f, pa.int32() if f == "row" else pa.string()) for f in (*Issue._fields, "level")])


class Staged(NamedTuple):
    """A file's tables and their counts: rows in file = loaded + held + ignored. `year` is null without dates."""

    folder: Path
    kind: str
    year: int | None
    in_file: int
    loaded: int
    held: int
    ignored: int

    @property
    def rows(self) -> Path:
        """The loaded rows."""
        return self.folder / "rows.parquet"

    def issues(self) -> list[Issue]:
        """Every finding, in the order of the sheet."""
        found = pq.read_table(self.folder / "issues.parquet").drop_columns("level").to_pylist()
        return [Issue(**issue) for issue in found]


@cache
def program() -> str:
    """Digest of the code and the reference tables that decide how a file is read."""
    sources = [*HERE.rglob("*.py"), *(HERE.parent / "data" / "reference").glob("*.csv"), HERE.parent / "data/schema.py"]
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def folder(store: Store, sha256: str, region: str | None) -> Path:
    """Where the staged tables of an original stand."""
    return store.staged / "-".join(filter(None, (sha256[:32], region, program())))


def read(made: Path) -> Staged | None:
    """The staged tables in a folder, if they are there."""
    try:
        counts = json.loads((made / "counts.json").read_text())
    except FileNotFoundError:
        return None
    return Staged(made, **counts)


def clear(store: Store) -> None:
    """Remove what a load left that was killed. Call it only while holding the importer's lock."""
    for made in store.staged.glob(".staging-*"):
        shutil.rmtree(made, ignore_errors=True)
    for place in (store.originals, store.warehouse):
        for file in place.glob(".writing-*"):
            file.unlink(missing_ok=True)


def write(sheets: list[Sheet], to: Path, region: str | None) -> None:
    """Read a file's sheets into staged tables; runs in the reading process, which may die without harm."""
    answers = _questionnaire(sheets, region)
    made = Path(tempfile.mkdtemp(dir=to.parent, prefix=".staging-"))
    try:
        pq.write_table(_table(answers.columns), made / "rows.parquet", compression="zstd")
        found = [{**issue._asdict(), "level": issue.level} for issue in sorted(answers.issues, key=lambda i: i.row)]
        pq.write_table(pa.Table.from_pylist(found, schema=ISSUES), made / "issues.parquet")
        counts = {f: getattr(answers, f) for f in ("year", "in_file", "loaded", "held", "ignored")}
        (made / "counts.json").write_text(json.dumps({"kind": questionnaire.KIND, **counts}))
        move_folder(made, to)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _questionnaire(sheets: list[Sheet], region: str | None) -> questionnaire.Answers:
    """The answers in the one sheet that is a questionnaire."""
    found, refusals = {}, []
    for sheet in sheets:
        try:
            found[sheet.name] = questionnaire.read(sheet, region)
        except Refused as refusal:
            refusals.append(refusal)
    if not found:
        raise refusals[0]
    if len(found) > 1:
        raise Refused("这个工作簿里有几张答卷表（{sheets}）。请分成几个文件后再导入", sheets="、".join(found))
    return found.popitem()[1]


def _table(columns: questionnaire.Columns) -> pa.Table:
    types = {column.name: TYPES[column.type] for column in RESPONSE.columns}
    return pa.table(
        {name: pa.array(columns[name], types.get(name, pa.string())) for name in questionnaire.STAGED},
    )
