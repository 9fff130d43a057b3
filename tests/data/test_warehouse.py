"""Versions: built in new files, pointed to, read by many at once, and never changed."""

import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data import register, schema, warehouse
from data.errors import Refused
from data.register import Submission
from data.store import Store
from data.warehouse import ALL, KEEP, Reader, Scope

FIRMS = "SELECT firm FROM response ORDER BY firm"


def with_firms(*firms: str) -> Callable[[Any], None]:
    """What fills a version with an answer of each firm."""

    def fill(connection: Any) -> None:
        for firm in firms:
            connection.execute("INSERT INTO response (firm, counts) VALUES (?, TRUE)", [firm])

    return fill


def broken(connection: Any) -> None:
    with_firms("half")(connection)
    raise Refused("坏了")


def firms(reader: Reader) -> list[str]:
    return [firm for (firm,) in reader.rows(FIRMS)]


def serving(store: Store) -> list[str]:
    reader = warehouse.open(store, ALL)
    try:
        return firms(reader)
    finally:
        reader.close()


def files(store: Store) -> list[str]:
    return sorted(path.name for path in store.warehouse.iterdir())


def imported(store: Store, *names: str) -> int:
    """Publish a version as an import does."""
    received = [Submission(name, ".xlsx", name, "questionnaire", None, 2021, None, 1, 1, 0, 0) for name in names]
    version, going_in = register.begin(store, received, schema.digest())
    warehouse.publish(store, version, with_firms(*(one.file for one in going_in)))
    register.finish(store, version)
    return version


@pytest.fixture
def reader(store):
    warehouse.publish(store, 1, with_firms("A", "B"))
    opened = warehouse.open(store, ALL)
    yield opened
    opened.close()


# --- publishing


def test_a_published_version_serves(store):
    warehouse.publish(store, 1, with_firms("A", "B"))
    assert serving(store) == ["A", "B"]
    assert warehouse.current_version(store) == 1
    assert files(store) == ["current", "warehouse-000001.duckdb"]


def test_every_relation_is_there_though_nothing_filled_it(reader):
    for relation in schema.RELATIONS:
        assert list(reader.frame(f"FROM {relation.name}").columns) == list(relation.names)


def test_a_version_that_fails_while_it_is_filled_leaves_the_old_one_serving(store):
    warehouse.publish(store, 1, with_firms("A"))
    with pytest.raises(Refused, match="坏了"):
        warehouse.publish(store, 2, broken)
    assert serving(store) == ["A"]
    with pytest.raises(Refused):
        warehouse.open(store, ALL, 2)


def test_a_version_can_be_built_again_over_what_a_crash_left(store):
    with pytest.raises(Refused, match="坏了"):
        warehouse.publish(store, 1, broken)
    (store.warehouse / "building-warehouse-000001.duckdb").write_bytes(b"torn")
    (store.warehouse / "building-warehouse-000001.duckdb.wal").write_bytes(b"torn")
    warehouse.publish(store, 1, with_firms("A"))
    assert serving(store) == ["A"]
    assert files(store) == ["current", "warehouse-000001.duckdb"]


def test_the_file_is_on_disk_before_the_pointer_names_it(store, monkeypatch):
    pointed: list[int | None] = []
    monkeypatch.setattr(warehouse, "sync", lambda path: pointed.append(warehouse.current_version(store)))
    warehouse.publish(store, 1, with_firms("A"))
    assert pointed == [None]


def test_a_published_file_is_never_written_again(store):
    warehouse.publish(store, 1, with_firms("A"))
    path = store.warehouse / "warehouse-000001.duckdb"
    before = path.read_bytes()
    opened = warehouse.open(store, ALL)
    firms(opened)
    warehouse.publish(store, 2, with_firms("B"))
    warehouse.point_to(store, 1)
    opened.close()
    assert path.read_bytes() == before


# --- opening


def test_a_store_without_a_version_is_refused(store):
    with pytest.raises(Refused, match="python -m loaders load"):
        warehouse.open(store, ALL)


def test_a_store_that_is_not_there_is_refused_and_not_made(tmp_path):
    with pytest.raises(Refused):
        warehouse.open(Store(tmp_path / "none"), ALL)
    assert not (tmp_path / "none").exists()


def test_an_earlier_version_can_be_opened(store):
    warehouse.publish(store, 1, with_firms("A"))
    warehouse.publish(store, 2, with_firms("B"))
    opened = warehouse.open(store, ALL, 1)
    assert (opened.version, firms(opened)) == (1, ["A"])
    opened.close()


def test_a_missing_version_is_refused_by_its_number(store):
    warehouse.publish(store, 1, with_firms("A"))
    with pytest.raises(Refused, match="77"):
        warehouse.open(store, ALL, 77)
    assert files(store) == ["current", "warehouse-000001.duckdb"]


def test_a_pointer_to_a_missing_file_is_refused_by_its_number(store):
    warehouse.publish(store, 1, with_firms("A"))
    (store.warehouse / "warehouse-000001.duckdb").unlink()
    with pytest.raises(Refused, match="数据版本 1"):
        warehouse.open(store, ALL)


def test_a_version_of_an_older_program_is_refused(store, monkeypatch):
    older = tuple(one._replace(columns=one.columns[:-1]) for one in schema.RELATIONS)
    with monkeypatch.context() as program:
        program.setattr(schema, "RELATIONS", older)
        warehouse.publish(store, 1, lambda connection: None)
    with pytest.raises(Refused, match="旧程序"):
        warehouse.open(store, ALL)


def test_paths_with_quotes_and_chinese_are_opened(tmp_path):
    store = Store(tmp_path / "局长's 数据")
    store.make()
    warehouse.publish(store, 1, with_firms("A"))
    assert serving(store) == ["A"]


@pytest.mark.parametrize(
    "scope", [None, True, "ALL", Scope(), object()], ids=["none", "true", "text", "another scope", "thing"]
)
def test_without_the_scope_of_all_nothing_is_opened(store, scope):
    warehouse.publish(store, 1, with_firms("A"))
    with pytest.raises(Refused, match="权限"):
        warehouse.open(store, scope)


def test_a_scope_must_be_given(store):
    with pytest.raises(TypeError):
        warehouse.open(store)  # type: ignore[call-arg]


# --- pointing back


def test_pointing_back_serves_the_earlier_version(store):
    warehouse.publish(store, 1, with_firms("A"))
    warehouse.publish(store, 2, with_firms("B"))
    warehouse.point_to(store, 1)
    assert serving(store) == ["A"]
    warehouse.point_to(store, 2)
    assert serving(store) == ["B"]


def test_pointing_to_a_missing_version_is_refused_and_changes_nothing(store):
    warehouse.publish(store, 1, with_firms("A"))
    with pytest.raises(Refused, match="9"):
        warehouse.point_to(store, 9)
    assert serving(store) == ["A"]


def test_an_open_reader_keeps_its_version_while_others_come_and_go(store):
    warehouse.publish(store, 1, with_firms("A"))
    first = warehouse.open(store, ALL)
    assert firms(first) == ["A"]
    warehouse.publish(store, 2, with_firms("B"))
    second = warehouse.open(store, ALL)
    assert (firms(first), firms(second)) == (["A"], ["B"])
    warehouse.point_to(store, 1)
    third = warehouse.open(store, ALL)
    assert (firms(first), firms(second), firms(third)) == (["A"], ["B"], ["A"])
    for reader in (first, second, third):
        reader.close()


def test_an_open_reader_outlives_the_file_it_reads(store):
    warehouse.publish(store, 1, with_firms("A"))
    reader = warehouse.open(store, ALL)
    (store.warehouse / "warehouse-000001.duckdb").unlink()
    assert firms(reader) == ["A"]
    reader.close()


# --- many at once


def test_eight_threads_each_get_the_rows_they_asked_for(reader):
    def ask(number: int) -> list[tuple[int, ...]]:
        return reader.rows("SELECT ? * 1000 + i FROM range(500) r(i) ORDER BY i", [number])

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(400)))
    wrong = [n for n, rows in enumerate(answers) if rows != [(n * 1000 + i,) for i in range(500)]]
    assert wrong == []


def test_threads_that_read_frames_do_not_see_each_others(reader):
    start = threading.Barrier(8)

    def ask(number: int) -> set[int]:
        start.wait()
        return {int(n) for _ in range(25) for n in reader.frame("SELECT ?::INTEGER AS n FROM response", [number]).n}

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(8))) == [{n} for n in range(8)]


def test_readers_open_and_read_while_a_version_is_published(store):
    imported(store, "A")
    is_done = threading.Event()
    seen: list[list[str]] = []

    def read() -> None:
        while not is_done.is_set():
            seen.append(serving(store))

    with ThreadPoolExecutor(2) as threads:
        reading = [threads.submit(read) for _ in range(2)]
        for name in "BCD":
            imported(store, name)
        is_done.set()
        for one in reading:
            one.result()
    assert {"".join(names) for names in [*seen, serving(store)]} <= {"A", "AB", "ABC", "ABCD"}
    assert serving(store) == ["A", "B", "C", "D"]


# --- read-only


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.csv"
    path.write_text("firm\nsecret\n")
    return path


FORBIDDEN = {
    "insert": "INSERT INTO version.main.response (firm) VALUES ('X')",
    "insert after with": "WITH x AS (SELECT 'X' AS firm) INSERT INTO version.main.response (firm) SELECT firm FROM x",
    "update": "UPDATE version.main.response SET firm = 'X'",
    "delete": "DELETE FROM version.main.response",
    "drop table": "DROP TABLE version.main.response",
    "create table": "CREATE TABLE version.main.mine (a INTEGER)",
    "create table in memory": "CREATE TABLE mine (a INTEGER)",
    "create temporary table": "CREATE TEMP TABLE response AS SELECT 'X' AS firm",
    "replace view": "CREATE OR REPLACE VIEW response AS SELECT 'X' AS firm",
    "drop view": "DROP VIEW response",
    "macro": "CREATE MACRO mine() AS 1",
    "attach": "ATTACH '{folder}/other.duckdb' AS other",
    "attach in memory": "ATTACH ':memory:' AS other",
    "detach": "DETACH version",
    "use": "USE version.main",
    "copy to": "COPY version.main.response TO '{folder}/copy.csv'",
    "copy from": "COPY version.main.response (firm) FROM '{folder}/secret.csv'",
    "export": "EXPORT DATABASE '{folder}/export'",
    "read csv": "SELECT * FROM read_csv('{folder}/secret.csv')",
    "read text": "SELECT * FROM read_text('{folder}/secret.csv')",
    "read a name": "SELECT * FROM '{folder}/secret.csv'",
    "list files": "SELECT * FROM glob('{folder}/*')",
    "set": "SET threads = 1",
    "set access": "SET enable_external_access = true",
    "reset": "RESET lock_configuration",
    "pragma": "PRAGMA threads = 1",
    "install": "INSTALL httpfs",
    "load": "LOAD httpfs",
    "begin": "BEGIN",
    "two statements": "SELECT 1; DROP VIEW response",
    "none": "",
}


@pytest.mark.parametrize("sql", FORBIDDEN.values(), ids=FORBIDDEN)
def test_nothing_but_a_query_of_the_version_runs(reader, secret, sql):
    before = sorted(secret.parent.iterdir())
    with pytest.raises((Refused, duckdb.Error)):
        reader.rows(sql.format(folder=secret.parent))
    assert firms(reader) == ["A", "B"]
    assert sorted(secret.parent.iterdir()) == before


def test_the_engine_is_locked_as_well(reader):
    settings = "SELECT current_setting('enable_external_access'), current_setting('lock_configuration')"
    assert reader.rows(settings) == [(False, True)]


def test_variables_of_the_caller_are_not_tables(reader):
    mine = reader.frame(FIRMS)
    with pytest.raises(duckdb.CatalogException):
        reader.rows("SELECT * FROM mine")
    assert len(mine) == 2


# --- after a crash


def crash_after(store: Store, step: str) -> None:
    """Leave the store as an importer leaves it that dies after that step of importing B."""
    received = [Submission("B", ".xlsx", "B", "questionnaire", None, 2021, None, 1, 1, 0, 0)]
    version, _ = register.begin(store, received, schema.digest())
    building = store.warehouse / f"building-warehouse-{version:06d}.duckdb"
    if step == "building":
        building.write_bytes(b"half a file")
        building.with_name(building.name + ".wal").write_bytes(b"half a log")
    else:
        warehouse.publish(store, version, with_firms("A", "B"))
        if step == "renamed":
            warehouse.point_to(store, version - 1)


@pytest.mark.parametrize(
    ("step", "submissions", "kept"),
    [("begun", "A", 1), ("building", "A", 1), ("renamed", "A", 1), ("flipped", "AB", 2)],
)
def test_after_a_crash_the_pointer_is_the_truth(store, step, submissions, kept):
    imported(store, "A")
    if step == "begun":
        register.begin(store, [], schema.digest())
    else:
        crash_after(store, step)
    assert serving(store) == [*submissions]  # at once, before anybody mends anything
    warehouse.reconcile(store)
    assert serving(store) == [*submissions]
    assert [one.file for one in register.submissions(store)] == [*submissions]
    assert files(store) == ["current", *(f"warehouse-{n:06d}.duckdb" for n in range(1, kept + 1))]


@pytest.mark.parametrize("step", ["building", "renamed", "flipped"])
def test_the_next_import_after_a_crash_has_everything_once(store, step):
    imported(store, "A")
    crash_after(store, step)
    warehouse.reconcile(store)
    imported(store, *(["C"] if step == "flipped" else ["B", "C"]))
    assert serving(store) == ["A", "B", "C"]


def test_reconciling_keeps_every_published_version(store):
    for name in "ABC":
        imported(store, name)
    warehouse.point_to(store, 1)
    before = files(store)
    warehouse.reconcile(store)
    assert files(store) == before


def test_pointing_back_after_a_crash_forgets_nothing_once_reconciled(store):
    imported(store, "A")
    crash_after(store, "flipped")
    warehouse.reconcile(store)
    warehouse.point_to(store, 1)
    warehouse.reconcile(store)
    assert [one.file for one in register.submissions(store)] == ["A", "B"]
    warehouse.point_to(store, 2)
    assert serving(store) == ["A", "B"]


# --- pruning


@pytest.fixture
def many(store) -> Store:
    """A store with two versions more than are kept; each is a copy of the first."""
    imported(store, "A")
    first = store.warehouse / warehouse.NAME.format(1)
    for version in range(2, KEEP + 3):
        register.begin(store, [], schema.digest())
        shutil.copy(first, store.warehouse / warehouse.NAME.format(version))
        register.finish(store, version)
    warehouse.point_to(store, KEEP + 2)
    return store


def kept(store: Store) -> list[int]:
    """Versions there are files of; the register says the same."""
    found = sorted(warehouse.number(path) for path in store.warehouse.glob("warehouse-*.duckdb"))
    assert sorted(version["version"] for version in register.versions(store)) == found
    return found


def test_pruning_keeps_the_last_versions(many):
    warehouse.prune(many)
    assert kept(many) == list(range(3, KEEP + 3))


def test_pruning_again_changes_nothing(many):
    warehouse.prune(many)
    warehouse.prune(many)
    assert kept(many) == list(range(3, KEEP + 3))


def test_the_version_that_serves_is_never_pruned(many):
    warehouse.point_to(many, 1)
    warehouse.prune(many)
    assert kept(many) == [1, *range(3, KEEP + 3)]
    assert serving(many) == ["A"]


def test_a_pruned_version_is_refused(many):
    warehouse.prune(many)
    with pytest.raises(Refused, match="1"):
        warehouse.open(many, ALL, 1)
