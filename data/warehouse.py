"""The warehouse: the only module that connects to DuckDB.

A version is a new file; readers find it through a pointer file that is replaced by one atomic rename. No file
that anyone reads is ever written to, and a crash at any moment leaves the old version serving.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd

from data import register, schema
from data.errors import Damaged, Refused
from data.store import DAMAGED, FULL, Store, full, set_aside, sync, write_atomically

KEEP: Final = 10  # versions whose files stay, to point back to

NAME: Final = "warehouse-{:06d}.duckdb"


DAMAGE: Final = ("Corrupt database file", "not a valid DuckDB database", "Could not read enough bytes")


class Scope:
    """What a caller may see. A reader cannot be opened without one."""


ALL: Final = Scope()


class Reader:
    """One version, read-only: every query on a cursor of its own, external access off."""

    def __init__(self, path: Path, scope: Scope):
        if scope is not ALL:
            raise Refused("没有查看这些数据的权限。")
        self.version = number(path)
        self._path = path
        self._connection = duckdb.connect(":memory:")
        quoted = str(path).replace("'", "''")
        with self._damage_set_aside():
            self._connection.execute(f"ATTACH '{quoted}' AS version (READ_ONLY)")
        self._connection.execute("CREATE SCHEMA scoped")
        for relation in schema.RELATIONS:
            columns = ", ".join(f'"{name}"' for name in relation.names)
            try:
                self._connection.execute(
                    f"CREATE VIEW scoped.{relation.name} AS SELECT {columns} FROM version.main.{relation.name}"
                )
            except (duckdb.BinderException, duckdb.CatalogException) as error:
                raise Refused(
                    "数据版本 {version} 由旧程序生成。请运行：python -m loaders prepare", version=self.version
                ) from error
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    @property
    def store(self) -> Store:
        """The store that the version stands in, for what a bureau keeps beside it."""
        return Store(self._path.parent.parent)

    @property
    def is_sample(self) -> bool:
        """Whether its data are the synthetic samples."""
        return self.store.is_sample

    @contextmanager
    def _damage_set_aside(self) -> Iterator[None]:
        """Every block of the file has a checksum: where one is wrong, the version before serves from now on."""
        try:
            yield
        except duckdb.Error as error:
            if not any(sign in str(error) for sign in DAMAGE):
                raise
            set_aside(self._path)
            refusal = Refused(
                "数据版本 {version} 的文件已损坏，已移开，暂用以前的版本。请刷新页面；要修复，请运行：python -m loaders prepare",
                version=self.version,
            )
            raise Damaged.of(refusal) from error

    def check(self) -> None:
        """Read everything; raises `Damaged` where that is not possible."""
        for relation in schema.RELATIONS:
            self.rows(f"SELECT count(*), bit_xor(hash(one)) FROM {relation.name} one")

    def _run(self, sql: str, run: Callable[[duckdb.DuckDBPyConnection, duckdb.Statement], Any]) -> Any:
        with self._connection.cursor() as cursor:
            statements = cursor.extract_statements(sql)
            # The views stand in memory, where DuckDB would let one query drop them for all others.
            if [one.type for one in statements] != [duckdb.StatementType.SELECT]:
                raise Refused("数据版本只能查询，不能更改。")
            cursor.execute("USE memory.scoped")  # cursors do not inherit it
            with self._damage_set_aside():
                return run(cursor, statements[0])

    def frame(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """The result as a frame."""
        return self._run(sql, lambda cursor, one: cursor.execute(one, values).df())

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The result as tuples."""
        return self._run(sql, lambda cursor, one: cursor.execute(one, values).fetchall())

    def stream(self, sql: str, take: Callable[[Any], None]) -> None:
        """Hand the result to `take` as a pyarrow RecordBatchReader, for what need not fit into memory."""
        self._run(sql, lambda cursor, one: take(cursor.sql(one).to_arrow_reader()))

    def close(self) -> None:
        """Let go of the version's file."""
        self._connection.close()


def open(store: Store, scope: Scope, version: int | None = None) -> Reader:
    """A reader of the version that serves, or of another one that is kept; a damaged one is set aside."""
    path = current(store) if version is None else store.warehouse / NAME.format(version)
    if path is None and store.has_version:
        refusal = Refused(
            "数据版本 {version} 的文件已损坏或不在，也没有以前的版本。请运行：python -m loaders prepare",
            version=number(Path(store.pointer.read_text())),
        )
        raise Damaged.of(refusal)
    if path is None:
        raise nothing_in(store)
    if not path.exists():
        raise Refused("没有数据版本 {version}。现有版本：python -m loaders versions", version=number(path))
    try:
        return Reader(path, scope)
    except Damaged:
        if version is not None:
            raise
        return open(store, scope)


def keeps(store: Store, version: int) -> bool:
    """Whether the file of a version is still there."""
    return (store.warehouse / NAME.format(version)).exists()


def nothing_in(store: Store) -> Refused:
    """What is said of a store in which nothing was published yet."""
    return Refused("“{store}”中还没有数据。请先导入文件：python -m loaders load 文件或文件夹", store=store.path)


def counted(path: Path) -> dict[str, int]:
    """Rows of every relation in a version's file, whichever program built it; reads all of it.

    Raises an error of DuckDB where that is not possible.
    """
    with duckdb.connect(":memory:") as connection:
        quoted = str(path).replace("'", "''")
        connection.execute(f"ATTACH '{quoted}' AS version (READ_ONLY)")
        connection.execute("SET enable_external_access = false")
        found = {}
        for (name,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'version' ORDER BY 1"
        ).fetchall():
            relation = '"' + name.replace('"', '""') + '"'
            row = connection.execute(f"SELECT count(*), bit_xor(hash(one)) FROM version.main.{relation} one").fetchone()
            assert row
            found[name] = row[0]
        return found


def sound(store: Store) -> bool:
    """Read the whole version that serves; where it is damaged it is set aside, and False."""
    try:
        reader = Reader(path, ALL) if (path := pointed_at(store)) and path.exists() else None
        if reader is None:
            return path is None
        try:
            reader.check()
        finally:
            reader.close()
    except Damaged:
        return False
    except Refused:  # an older program built it; it is rebuilt for that
        return True
    return True


def current(store: Store) -> Path | None:
    """The file that serves: the one the pointer names or, where that was set aside, the last one before it."""
    path = pointed_at(store)
    if path is None or path.exists():
        return path
    before = [one for one in store.warehouse.glob("warehouse-*.duckdb") if number(one) < number(path)]
    return max(before, key=number, default=None)


def pointed_at(store: Store) -> Path | None:
    """The file the pointer names; None before anything was published."""
    try:
        return store.warehouse / store.pointer.read_text().strip()
    except FileNotFoundError:
        return None


def current_version(store: Store) -> int | None:
    """The number of the version the pointer names."""
    path = current(store)
    return number(path) if path else None


def number(path: Path) -> int:
    """The version number in a warehouse file's name."""
    digits = re.search(r"\d+", path.name)
    assert digits, path
    return int(digits[0])


def publish(store: Store, version: int, fill: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
    """Build a version in a new file with `fill`, put it on disk and point to it.

    `fill` gets the connection with every relation created and empty, and raises if what it filled is wrong.
    """
    final = store.warehouse / NAME.format(version)
    building = store.warehouse / f"building-{final.name}"
    _remove(building)
    try:
        _build(building, fill)
        building.replace(final)
    except BaseException as error:
        _remove(building)
        if isinstance(error, duckdb.Error) and any(os.strerror(number) in str(error) for number in FULL):
            raise full() from error
        raise
    point_to(store, version)


def _build(building: Path, fill: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
    # The commit writes the file itself, not a log that closing would copy into it: half the time.
    with duckdb.connect(building, config={"checkpoint_threshold": "0KB"}) as connection:
        connection.execute("BEGIN")
        for relation in schema.RELATIONS:
            connection.execute(relation.ddl)
        fill(connection)
        connection.execute("COMMIT")
    sync(building)


def point_to(store: Store, version: int) -> None:
    """Make a version the one that serves."""
    path = store.warehouse / NAME.format(version)
    if not path.exists():
        raise Refused("没有数据版本 {version}。现有版本：python -m loaders versions", version=version)
    write_atomically(store.pointer, path.name.encode())


def reconcile(store: Store) -> None:
    """Clear away what a crashed importer left. Call it only while holding the importer's lock."""
    path = pointed_at(store)
    serving = number(path) if path else None
    register.reconcile(store, serving)
    known = {v["version"] for v in register.versions(store)}
    for path in store.warehouse.glob("*warehouse-*.duckdb*"):
        if DAMAGED in path.name:
            continue
        if path.name.startswith("building-") or (number(path) not in known and number(path) != serving):
            _remove(path)


def prune(store: Store) -> None:
    """Delete the files of all but the last versions; the one that serves always stays."""
    serving = current_version(store)
    for old in register.versions(store)[KEEP:]:
        if old["version"] != serving:
            _remove(store.warehouse / NAME.format(old["version"]))
            register.removed(store, old["version"])


def _remove(path: Path) -> None:
    for file in (path, path.with_name(path.name + ".wal")):
        file.unlink(missing_ok=True)
    shutil.rmtree(path.with_name(path.name + ".tmp"), ignore_errors=True)  # what did not fit into memory
