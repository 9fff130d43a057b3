"""The register: what was received and decided. Everything else can be computed again from it and the originals."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

from data.store import Store

TABLES = """
CREATE TABLE IF NOT EXISTS submission (
    submission   INTEGER PRIMARY KEY,
    sha256       TEXT NOT NULL,
    suffix       TEXT NOT NULL,
    file         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    year         INTEGER NOT NULL,
    region       TEXT,
    received_at  TEXT NOT NULL,
    rows_in_file INTEGER NOT NULL,
    rows_loaded  INTEGER NOT NULL,
    rows_held    INTEGER NOT NULL,
    rows_ignored INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('building', 'loaded'))
);
CREATE TABLE IF NOT EXISTS version (
    version     INTEGER PRIMARY KEY,
    built_at    TEXT NOT NULL,
    schema      TEXT NOT NULL,
    submissions INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('building', 'published', 'removed'))
);
"""


class Submission(NamedTuple):
    """One received file as the register knows it; `region` is the context its names were read in."""

    sha256: str
    suffix: str
    file: str
    kind: str
    year: int
    region: str | None
    rows_in_file: int
    rows_loaded: int
    rows_held: int
    rows_ignored: int
    received_at: str = ""
    submission: int = 0


def now() -> str:
    """The present moment, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")


@contextmanager
def opened(store: Store) -> Iterator[sqlite3.Connection]:
    """The register as one transaction: committed at the end, undone by any error."""
    store.make()
    connection = sqlite3.connect(store.register, timeout=30)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(TABLES)
        with connection:
            yield connection
    finally:
        connection.close()


def reconcile(store: Store, pointed_at: int | None) -> None:
    """After a crash: keep the building that the pointer already names, forget the others.

    The pointer is the truth. Call it only while holding the importer's lock.
    """
    with opened(store) as db:
        for table, done in (("submission", "loaded"), ("version", "published")):
            db.execute(f"UPDATE {table} SET state = ? WHERE state = 'building' AND version = ?", (done, pointed_at))
            db.execute(f"DELETE FROM {table} WHERE state = 'building'")


def begin(store: Store, received: list[Submission], schema: str) -> tuple[int, list[Submission]]:
    """Note that a version is being built: its number, and all submissions that go into it, old and new."""
    fields = [f for f in Submission._fields if f != "submission"]
    marks = ", ".join(["?"] * (len(fields) + 2))
    with opened(store) as db:
        version = 1 + db.execute("SELECT coalesce(max(version), 0) FROM version").fetchone()[0]
        for one in received:
            values: list[Any] = [getattr(one._replace(received_at=now()), f) for f in fields]
            db.execute(
                f"INSERT INTO submission ({', '.join(fields)}, version, state) VALUES ({marks})",
                [*values, version, "building"],
            )
        rows = db.execute(f"SELECT {', '.join(Submission._fields)} FROM submission ORDER BY submission").fetchall()
        db.execute("INSERT INTO version VALUES (?, ?, ?, ?, 'building')", (version, now(), schema, len(rows)))
    return version, [Submission(**dict(row)) for row in rows]


def finish(store: Store, version: int) -> None:
    """Note that the pointer names the version that was being built."""
    reconcile(store, version)


def submissions(store: Store) -> list[Submission]:
    """Every submission that was loaded, oldest first."""
    with opened(store) as db:
        rows = db.execute(
            f"SELECT {', '.join(Submission._fields)} FROM submission WHERE state = 'loaded' ORDER BY submission"
        )
        return [Submission(**dict(row)) for row in rows]


def versions(store: Store) -> list[dict[str, Any]]:
    """Every published version that is still kept, newest first."""
    with opened(store) as db:
        rows = db.execute(
            "SELECT version, built_at, schema, submissions FROM version WHERE state = 'published' ORDER BY version DESC"
        )
        return [dict(row) for row in rows]


def newest(store: Store) -> int | None:
    """The number of the last version that was published, whichever serves."""
    return next((version["version"] for version in versions(store)), None)


def removed(store: Store, version: int) -> None:
    """Note that a version's file was deleted to save space."""
    with opened(store) as db:
        db.execute("UPDATE version SET state = 'removed' WHERE version = ?", (version,))
