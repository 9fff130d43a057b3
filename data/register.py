"""The register: what was received and decided. Everything else can be computed again from it and the originals."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from data.errors import Damaged, Refused
from data.store import Store, full, set_aside

FULL = (  # what SQLite says where there is no room for its files
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMMAP,
)
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
LAYOUT = 6  # number of the tables below; raise it with every change of theirs
TABLES = """
CREATE TABLE IF NOT EXISTS submission (
    submission   INTEGER PRIMARY KEY,
    sha256       TEXT NOT NULL,
    suffix       TEXT NOT NULL,
    file         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    sender       TEXT,
    subject      TEXT,
    year         INTEGER NOT NULL,
    region       TEXT,
    replaces     INTEGER REFERENCES submission,
    received_at  TEXT NOT NULL,
    rows_in_file INTEGER NOT NULL,
    rows_loaded  INTEGER NOT NULL,
    rows_held    INTEGER NOT NULL,
    rows_ignored INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('building', 'pending', 'loaded', 'withdrawn'))
);
CREATE TABLE IF NOT EXISTS setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS decision (
    decision INTEGER PRIMARY KEY,
    about    TEXT NOT NULL CHECK (about IN ('cell', 'heading', 'match', 'double', 'code')),
    place    TEXT NOT NULL,
    subject  TEXT NOT NULL,
    verdict  TEXT NOT NULL,
    before   TEXT NOT NULL,
    reason   TEXT NOT NULL,
    who      TEXT NOT NULL,
    at       TEXT NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('holds', 'undone'))
);
CREATE INDEX IF NOT EXISTS decision_place ON decision (about, place);
CREATE TABLE IF NOT EXISTS version (
    version     INTEGER PRIMARY KEY,
    built_at    TEXT NOT NULL,
    schema      TEXT NOT NULL,
    submissions INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('building', 'published', 'removed'))
);
"""


class Submission(NamedTuple):
    """One received file as the register knows it.

    `region` is the context its names were read in, `sender` the region code or approval number of who sent it,
    `subject` what else tells two files of a sender apart (the pilots of a pilot table), `replaces` the submission
    that it supersedes while it counts itself. States: pending (waits for a decision),
    building (its version is being made), loaded, withdrawn.
    """

    sha256: str
    suffix: str
    file: str
    kind: str
    sender: str | None
    year: int
    region: str | None
    rows_in_file: int
    rows_loaded: int
    rows_held: int
    rows_ignored: int
    replaces: int | None = None
    received_at: str = ""
    state: str = "building"
    submission: int = 0
    subject: str | None = None


class Decision(NamedTuple):
    """What somebody decided about something received; replayed at every build.

    | about   | place                   | subject            | verdict                     |
    |---------|-------------------------|--------------------|-----------------------------|
    | cell    | sha256 of the file      | `sheet!C7`         | what stands there instead   |
    | heading | digest of all headings  | the heading        | the column it means, or ""  |
    | match   | response_id             | firm               | `same` or `different`       |
    | double  | firm                    | the other firm     | `same` or `different`       |
    | code    | credit code and a name  | and the other name | `same` or `different`       |

    `before` is what stood there (of an answer its round and what the firm calls itself, by which the decision is found
    again), `who` decided and why is `reason`. A later decision on the same subject holds.
    """

    about: str
    place: str
    subject: str
    verdict: str
    before: str = ""
    reason: str = ""
    who: str = ""
    at: str = ""
    state: str = "holds"
    decision: int = 0


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
        _set_up(connection)
        with connection:
            before = connection.total_changes
            yield connection
            if connection.total_changes != before:
                connection.execute("INSERT OR REPLACE INTO setting VALUES ('seal', ?)", (_seal(connection),))
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code in FULL:
            raise full() from error
        if code is None or code & 0xFF not in DAMAGE:
            raise
        raise Damaged.of(Refused("收件登记簿已损坏。请运行 python -m loaders prepare，从数据版本和原件恢复")) from error
    finally:
        connection.close()


def _seal(db: sqlite3.Connection) -> str:
    """Digest of everything noted: SQLite itself would not see that a letter has changed."""
    digest = hashlib.sha256()
    for table in ("submission", "decision", "version", "setting"):
        own = "WHERE name <> 'seal'" if table == "setting" else ""
        for row in db.execute(f"SELECT * FROM {table} {own} ORDER BY 1"):
            digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def sound(store: Store) -> bool:
    """Whether the register can be read and says what was written; reads all of it."""
    if not store.register.exists():
        return not store.has_version
    try:
        with opened(store) as db:
            db.execute(f"PRAGMA user_version = {LAYOUT}")  # a header may be damaged so that only writing fails
            seal = db.execute("SELECT value FROM setting WHERE name = 'seal'").fetchone()
            whole = [tuple(row) for row in db.execute("PRAGMA integrity_check")] == [("ok",)]
            known = db.execute("SELECT count(*) FROM version").fetchone()[0] > 0 or not store.has_version
            return whole and known and (seal is None or seal[0] == _seal(db))
    except Damaged:
        return False
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code in BUSY or not os.access(store.register, os.R_OK | os.W_OK):
            raise
        return False


def start_again(store: Store, received: Sequence[Submission], kept: Sequence[int]) -> None:
    """Set a damaged register aside; the new one knows the submissions that count and the versions that are kept."""
    for suffix in ("", "-wal", "-shm"):
        set_aside(store.register.with_name(store.register.name + suffix))
    with opened(store) as db:
        for version in kept:
            db.execute("INSERT INTO version VALUES (?, ?, '', ?, 'published')", (version, now(), len(received)))
        for one in received:
            row = one._asdict()
            marks = ", ".join("?" * (len(row) + 1))
            db.execute(
                f"INSERT INTO submission ({', '.join(row)}, version) VALUES ({marks})",
                [*row.values(), max(kept)],
            )


def copy(store: Store, to: Path) -> None:
    """Write all that is noted into a file, as it is at one moment; others go on reading and writing."""
    with opened(store) as db, closing(sqlite3.connect(to)) as written:
        db.backup(written)


def put_back(store: Store, copied: Path) -> None:
    """Note what a copy says instead of all that is noted here: all of it or nothing."""
    with closing(sqlite3.connect(copied)) as source, opened(store) as db:
        source.backup(db)


def is_empty(store: Store) -> bool:
    """Whether nothing was received, decided or published; the answer which 本局 it is does not count."""
    if not store.register.exists():
        return True
    with opened(store) as db:
        tables = ("submission", "decision", "version")
        return not any(db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in tables)


def _set_up(connection: sqlite3.Connection) -> None:
    """Create the tables, or carry those of an older program over into the tables of today."""
    if _layout(connection) == LAYOUT:
        return
    with connection:
        connection.execute("BEGIN IMMEDIATE")  # all of it or nothing, and one program at a time
        if _layout(connection) != LAYOUT:
            _carry_over(connection)
            connection.execute(f"PRAGMA user_version = {LAYOUT}")


def _layout(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _carry_over(connection: sqlite3.Connection) -> None:
    old = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in old:
        connection.execute(f"ALTER TABLE {name} RENAME TO old_{name}")
    for statement in filter(None, map(str.strip, TABLES.split(";"))):
        connection.execute(statement)
    for name in old:
        both = [c[1] for c in connection.execute(f"PRAGMA table_info(old_{name})")]
        both = [c[1] for c in connection.execute(f"PRAGMA table_info({name})") if c[1] in both]
        connection.execute(f"INSERT INTO {name} ({', '.join(both)}) SELECT {', '.join(both)} FROM old_{name}")
        connection.execute(f"DROP TABLE old_{name}")
    connection.execute("DELETE FROM setting WHERE name = 'seal'")  # it was of the older columns


def reconcile(store: Store, pointed_at: int | None) -> None:
    """After a crash: keep the building that the pointer already names, forget the others.

    The pointer is the truth. Call it only while holding the importer's lock.
    """
    with opened(store) as db:
        for table, done in (("submission", "loaded"), ("version", "published")):
            db.execute(f"UPDATE {table} SET state = ? WHERE state = 'building' AND version = ?", (done, pointed_at))
        db.execute(
            "UPDATE submission SET state = 'pending' WHERE state = 'building' "
            "AND replaces IN (SELECT submission FROM submission WHERE state <> 'building')"
        )
        for table in ("submission", "version"):
            db.execute(f"DELETE FROM {table} WHERE state = 'building'")


def begin(store: Store, received: list[Submission], schema: str) -> tuple[int, list[Submission]]:
    """Note that a version is being built: its number, and all submissions that go into it, old and new."""
    with opened(store) as db:
        version = 1 + db.execute("SELECT coalesce(max(version), 0) FROM version").fetchone()[0]
        for one in received:
            _insert(db, one._replace(state="building"), version)
        counting = _counting(db, "'loaded', 'building'")
        db.execute("INSERT INTO version VALUES (?, ?, ?, ?, 'building')", (version, now(), schema, len(counting)))
    return version, counting


def _insert(db: sqlite3.Connection, one: Submission, version: int) -> None:
    """Add a submission, under the number it has or else the next one; or carry on with one that was waiting."""
    fields = Submission._fields
    marks = ", ".join(["?"] * (len(fields) + 1))
    row = one._replace(received_at=now())._asdict() | {"submission": one.submission or None}
    db.execute(
        f"INSERT INTO submission ({', '.join(fields)}, version) VALUES ({marks}) ON CONFLICT (submission) "
        "DO UPDATE SET state = excluded.state, version = excluded.version, replaces = excluded.replaces",
        [*row.values(), version],
    )


def _counting(db: sqlite3.Connection, states: str) -> list[Submission]:
    """Submissions in these states that no later one in them replaces, directly or through others, oldest first."""
    rows = db.execute(f"""
        WITH RECURSIVE superseded (submission) AS (
            SELECT replaces FROM submission WHERE state IN ({states}) AND replaces IS NOT NULL
            UNION SELECT s.replaces FROM submission s JOIN superseded USING (submission) WHERE s.replaces IS NOT NULL
        )
        SELECT {", ".join(Submission._fields)} FROM submission
        WHERE state IN ({states}) AND submission NOT IN (SELECT submission FROM superseded) ORDER BY submission""")
    return [Submission(**dict(row)) for row in rows]


def wait(store: Store, waiting: list[Submission]) -> None:
    """Keep submissions that would replace other ones until somebody decides."""
    with opened(store) as db:
        for one in waiting:
            _insert(db, one._replace(state="pending"), 0)


def decide(store: Store, submission: int, state: str) -> None:
    """Withdraw or restore a submission; the next version follows.

    Refused where a restored one would count beside another of the same sender, kind and year: which of them is right
    nobody but the clerk can say, so the other one is to be withdrawn first.
    """
    with opened(store) as db:
        db.execute("UPDATE submission SET state = ? WHERE submission = ?", (state, submission))
        counting = {one.submission: one for one in _counting(db, "'loaded'")}
        restored = counting.pop(submission, None)
        for other in counting.values() if restored and restored.sender else ():
            if restored and (other.sender, other.kind, other.year) == (restored.sender, restored.kind, restored.year):
                raise Refused(
                    "同一报送单位、同一年度的“{other}”（报送 {number}）已经计入，不能同时恢复这一份。请先撤回报送 {number}，再恢复",
                    other=other.file,
                    number=other.submission,
                )


def note(store: Store, decisions: Sequence[Decision]) -> None:
    """Remember decisions; an earlier one on the same subject of the same place no longer holds."""
    fields = [f for f in Decision._fields if f != "decision"]
    with opened(store) as db:
        for one in decisions:
            same = (one.about, one.place, one.subject)
            db.execute("UPDATE decision SET state = 'undone' WHERE (about, place, subject) = (?, ?, ?)", same)
            row = [getattr(one._replace(at=now(), state="holds"), f) for f in fields]
            db.execute(f"INSERT INTO decision ({', '.join(fields)}) VALUES ({', '.join('?' * len(fields))})", row)


def undo(store: Store, decision: int) -> None:
    """Take a decision back; what held before it does not come back."""
    with opened(store) as db:
        db.execute("UPDATE decision SET state = 'undone' WHERE decision = ?", (decision,))


def decisions(store: Store, about: str, place: str | None = None) -> list[Decision]:
    """The decisions that hold, oldest first; those of one place, or of all."""
    if not store.register.exists():
        return []
    with opened(store) as db:
        rows = db.execute(
            f"SELECT {', '.join(Decision._fields)} FROM decision "
            "WHERE state = 'holds' AND about = ? AND place = coalesce(?, place) ORDER BY decision",
            (about, place),
        )
        return [Decision(**dict(row)) for row in rows]


def everything(store: Store) -> list[Submission]:
    """Every submission, whatever became of it, oldest first."""
    with opened(store) as db:
        rows = db.execute(f"SELECT {', '.join(Submission._fields)} FROM submission ORDER BY submission")
        return [Submission(**dict(row)) for row in rows]


def recount(store: Store, counted: Sequence[Submission]) -> None:
    """Note how many rows of each submission are loaded, held and ignored now that it was read anew."""
    with opened(store) as db:
        for one in counted:
            counts = (one.rows_in_file, one.rows_loaded, one.rows_held, one.rows_ignored)
            db.execute(
                "UPDATE submission SET rows_in_file = ?, rows_loaded = ?, rows_held = ?, rows_ignored = ? "
                "WHERE submission = ?",
                (*counts, one.submission),
            )


def finish(store: Store, version: int) -> None:
    """Note that the pointer names the version that was being built."""
    reconcile(store, version)


def submissions(store: Store) -> list[Submission]:
    """The submissions that count now, oldest first."""
    with opened(store) as db:
        return _counting(db, "'loaded'")


def changed(store: Store) -> tuple[int, ...]:
    """When the register and its log were last written, in ns; 0 for what is not there. To keep what was read of it."""
    files = (store.register, store.register.with_name(store.register.name + "-wal"))
    return tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files)


def home(store: Store) -> str | None:
    """The region code of 本局: `TISHENG_HOME`, else what was answered; "" for the nation, None if never asked."""
    if (given := os.environ.get("TISHENG_HOME")) is not None:
        return given
    if not store.register.exists():
        return None
    try:
        with opened(store) as db:
            row = db.execute("SELECT value FROM setting WHERE name = 'home'").fetchone()
    except Damaged:  # the figures can be read without it
        return None
    return row["value"] if row else None


def set_home(store: Store, region: str) -> None:
    """Remember 本局; "" for the nation."""
    with opened(store) as db:
        db.execute("INSERT OR REPLACE INTO setting VALUES ('home', ?)", (region,))


def versions(store: Store) -> list[dict[str, Any]]:
    """Every published version that is still kept, newest first."""
    with opened(store) as db:
        rows = db.execute(
            "SELECT version, built_at, schema, submissions FROM version WHERE state = 'published' ORDER BY version DESC"
        )
        return [dict(row) for row in rows]


def built(store: Store) -> dict[int, str]:
    """When each version was begun (UTC), whether or not it is kept."""
    with opened(store) as db:
        rows = db.execute("SELECT version, built_at FROM version WHERE state <> 'building' ORDER BY version")
        return {row["version"]: row["built_at"] for row in rows}


def arrived(store: Store) -> dict[int, int]:
    """The version that each submission first went into."""
    with opened(store) as db:
        rows = db.execute("SELECT submission, version FROM submission WHERE state IN ('loaded', 'withdrawn')")
        return {row["submission"]: row["version"] for row in rows}


def decided(store: Store, after: str, until: str) -> int:
    """How many decisions that hold were noted later than one moment and up to another (UTC)."""
    with opened(store) as db:
        sql = "SELECT count(*) FROM decision WHERE state = 'holds' AND at > ? AND at <= ?"
        count: int = db.execute(sql, (after, until)).fetchone()[0]
        return count


def newest(store: Store) -> int | None:
    """The number of the last version that was published, whichever serves and whether or not its file is kept."""
    with opened(store) as db:
        number: int | None = db.execute("SELECT max(version) FROM version WHERE state <> 'building'").fetchone()[0]
        return number


def removed(store: Store, version: int) -> None:
    """Note that a version's file was deleted to save space."""
    with opened(store) as db:
        db.execute("UPDATE version SET state = 'removed' WHERE version = ?", (version,))
