"""A backup counts after it was read back; restored, it is equal in every row; a bad one leaves nothing."""

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from data import lock, own, register, schema, warehouse
from data.errors import Refused
from data.register import Decision
from data.store import DAMAGED, ROOT, Store
from loaders import backup, importing, recovery
from tests.loaders.conftest import started
from tests.loaders.drawing import ask, many, responses
from tests.loaders.test_damage import cut, flip
from tests.loaders.test_full import FULL

KILLED = """
import os, signal, sys
from functools import reduce
from pathlib import Path
from data.store import Store
from loaders import backup
step, moment, file, store = sys.argv[1:]
*owner, name = step.split(".")
owner = reduce(getattr, owner, backup)
original = getattr(owner, name)
def deadly(*arguments, **options):
    if moment == "after":
        original(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(owner, name, deadly)
backup.restore(Path(file), Store(store))
"""
VERSION = "warehouse/warehouse-000002.duckdb"
OWN = {"targets.csv": b"old", "own/targets.csv": b"new", "own/map.geojson": b"{}", "own/map.txt": b"GS"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of two versions, decisions, a setting, a withdrawn file; and a backup of it."""
    folder = tmp_path_factory.mktemp("whole")
    kept = Store(folder / "store")
    importing.load([many(folder / "甲.xlsx", 3)], kept)
    importing.load([many(folder / "乙.xlsx", 5, first=11)], kept)
    register.set_home(kept, "140000")
    register.note(kept, [Decision("heading", "abc", "企业", "name", reason="电话核实")])
    (kept.path / "own").mkdir()
    for name, content in OWN.items():
        (kept.path / name).write_bytes(content)
    backup.make(kept, folder / "备份.zip")
    return folder


@pytest.fixture
def kept(whole: Path, tmp_path: Path) -> Store:
    """A copy of that store."""
    shutil.copytree(whole / "store", tmp_path / "kept")
    return Store(tmp_path / "kept")


@pytest.fixture
def file(whole: Path, tmp_path: Path) -> Path:
    """A copy of its backup."""
    return Path(shutil.copy(whole / "备份.zip", tmp_path))


def relations(kept: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every relation of the version that serves."""
    return {one.name: sorted(ask(kept, f"SELECT * FROM {one.name}"), key=repr) for one in schema.RELATIONS}


def registered(kept: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the register; of versions only those whose file is in a backup, without the seal."""
    with closing(sqlite3.connect(kept.register)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: db.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in tables}
    found["version"] = [row for row in found["version"] if row[0] == warehouse.current_version(kept)]
    found["setting"] = [row for row in found["setting"] if row[0] != "seal"]
    return found


def originals(kept: Store) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in kept.originals.iterdir()}


def nothing_in(kept: Store) -> bool:
    """Whether a store holds no file but the importer's lock and a register without anything."""
    files = [path.name for path in kept.path.rglob("*") if path.is_file()]
    return {*files} <= {"importing.lock", "register.sqlite"} and register.is_empty(kept)


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None], **options: object) -> Path:
    """The archive with other members."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w", **options) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def test_a_restored_store_is_equal_in_every_row_and_goes_on(whole, store, tmp_path):
    made = backup.restore(whole / "备份.zip", store)
    before = Store(whole / "store")
    assert warehouse.current_version(store) == warehouse.current_version(before) == made.version == 2
    assert relations(store) == relations(before)
    assert registered(store) == registered(before)
    assert originals(store) == originals(before)
    assert {name: file.read_bytes() for name, file in own.files(store).items()} == OWN
    assert register.home(store) == "140000"
    assert register.sound(store)
    importing.load([many(tmp_path / "丙.xlsx", 2, first=31)], store)
    assert (warehouse.current_version(store), responses(store)) == (3, 10)
    importing.withdraw(store, 1)
    assert responses(store) == 7


def test_versions_that_are_not_in_the_backup_are_not_offered(whole, store):
    backup.restore(whole / "备份.zip", store)
    assert [one["version"] for one in register.versions(store)] == [2]


def test_after_a_rollback_the_version_that_serves_is_kept_and_what_came_later_counts_at_the_next_load(
    kept, store, tmp_path
):
    importing.rollback(kept, 1)
    made, _ = backup.make(kept, tmp_path / "b.zip")
    backup.restore(made, store)
    assert (warehouse.current_version(store), responses(store)) == (1, 3)
    (outcome,) = importing.load([many(tmp_path / "甲.xlsx", 3)], store)
    assert (outcome.known, warehouse.current_version(store), responses(store)) == (True, 3, 8)


def test_a_manifest_says_what_is_in_it(whole):
    with zipfile.ZipFile(whole / "备份.zip") as archive:
        said = json.loads(archive.read(backup.HEAD))
        assert {*archive.namelist()} == {backup.HEAD, *said["files"]}
        assert {name: archive.getinfo(name).file_size for name in said["files"]} == {
            name: one["bytes"] for name, one in said["files"].items()
        }
    assert (said["rows"]["response"], said["version"], said["layout"]) == (8, 2, register.LAYOUT)
    assert said["program"] == "0.1.0"


def test_a_backup_is_only_for_its_owner_and_nothing_stays_beside_it(kept, tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    made, _ = backup.make(kept, folder)
    assert [path.name for path in folder.iterdir()] == [made.name]
    assert made.name.startswith("tisheng-")
    assert made.stat().st_mode & 0o777 == 0o600


def test_commands_back_up_and_restore_into_another_store(loaders, served, tmp_path):
    file, other = tmp_path / "b.zip", Store(tmp_path / "other")
    done = loaders("backup", file, "--json")
    assert (done.code, done.json["rows"]["response"], done.json["file"]) == (0, 3, str(file))
    again = loaders("backup", file)
    assert (again.code, again.err) == (2, f"文件“{file}”已经存在，没有改动。请换一个文件名，或先移走它\n")
    refused = loaders("restore-backup", file)
    assert (refused.code, refused.err) == (
        2,
        f"“{served.path}”里已有数据，没有恢复。请用 --store 指定另一个空的文件夹\n",
    )
    process = started(other, "restore-backup", file)
    assert process.communicate(timeout=60)[0].startswith("已恢复数据版本 1，原件1份（备份时间 ")
    assert responses(other) == 3


@pytest.mark.parametrize("what", ["b.tar", "missing/b.zip"])
def test_where_no_backup_can_be_written_is_said(kept, tmp_path, what):
    with pytest.raises(Refused, match=r"以 \.zip 结尾|没有文件夹"):
        backup.make(kept, tmp_path / what)


def test_nothing_to_back_up_is_said_and_makes_nothing(store, tmp_path):
    with pytest.raises(Refused, match="还没有数据"):
        backup.make(store, tmp_path)
    assert not store.path.exists()


def test_a_store_with_data_is_never_overwritten(kept, file):
    importing.withdraw(kept, 1)
    before = (relations(kept), registered(kept))
    with pytest.raises(Refused, match="里已有数据，没有恢复"):
        backup.restore(file, kept)
    assert (relations(kept), registered(kept)) == before


def test_what_a_bureau_keeps_beside_its_data_is_not_written_over(file, store):
    (store.path / "own").mkdir(parents=True)
    (store.path / "own/map.txt").write_bytes(b"GS")
    mine = store.path / "own/targets.csv"
    mine.write_bytes(b"mine")
    with pytest.raises(Refused, match=r"own/targets\.csv”和备份里的不同，没有恢复任何数据"):
        backup.restore(file, store)
    assert mine.read_bytes() == b"mine"
    assert not store.has_version
    mine.unlink()
    backup.restore(file, store)
    assert mine.read_bytes() == b"new"


def test_a_store_with_only_decisions_is_not_empty_one_that_only_knows_its_home_is(file, store):
    register.set_home(store, "110000")
    register.note(store, [Decision("heading", "abc", "企业", "name")])
    with pytest.raises(Refused, match="里已有数据"):
        backup.restore(file, store)
    shutil.rmtree(store.path)
    register.set_home(store, "110000")
    backup.restore(file, store)
    assert register.home(store) == "140000"


def test_where_register_and_versions_were_lost_a_backup_brings_them_back(kept, file):
    before = relations(kept)
    for lost in (kept.register, *kept.warehouse.glob("*.duckdb")):
        cut(lost, 0.001)
    importing.mend(kept)
    assert not kept.has_version
    backup.restore(file, kept)
    assert relations(kept) == before


@pytest.mark.parametrize("part", [0, 0.01, 0.5, 0.99])
def test_a_cut_backup_is_refused_in_a_sentence_and_leaves_nothing(file, store, part):
    cut(file, part)
    with pytest.raises(Refused, match=r"不是完好的备份（.*），没有恢复任何数据。请换另一份备份"):
        backup.restore(file, store)
    assert nothing_in(store)


def test_a_flipped_byte_is_found_wherever_it_matters(file, whole, tmp_path):
    content, rng, refused = file.read_bytes(), Random(13), 0
    right = relations(Store(whole / "store"))
    with zipfile.ZipFile(file) as archive:
        starts = [one.header_offset + 50 + len(one.filename) for one in archive.infolist()]  # of what is in them
    places = [*starts, *(rng.randrange(len(content)) for _ in range(12)), len(content) - 5]
    for number, place in enumerate(places):
        file.write_bytes(content)
        flip(file, place)
        store = Store(tmp_path / str(number))
        try:
            backup.restore(file, store)
        except Refused as refusal:
            assert "不是完好的备份" in str(refusal)
            assert nothing_in(store)
            refused += 1
        else:  # a date in the directory, or its like
            assert relations(store) == right
    assert refused >= len(places) - 3


def add(name: str) -> Callable[[dict[str, bytes]], None]:
    """Add a member that the manifest knows, with the right digest."""

    def change(members: dict[str, bytes]) -> None:
        said = json.loads(members[backup.HEAD])
        said["files"][name] = {"bytes": 0, "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
        members[name] = b""
        members[backup.HEAD] = json.dumps(said).encode()

    return change


def say(**values: object) -> Callable[[dict[str, bytes]], None]:
    """Let the manifest say something else."""

    def change(members: dict[str, bytes]) -> None:
        members[backup.HEAD] = json.dumps({**json.loads(members[backup.HEAD]), **values}).encode()

    return change


@pytest.mark.parametrize(
    "change",
    [
        add("../outside.txt"),
        add("/tmp/outside.txt"),
        add("originals/../../outside.txt"),
        add("originals\\outside.txt"),
        add("warehouse/current"),
        add("recovered.jsonl"),
        add("originals/" + 64 * "0" + ".xlsx"),
        lambda members: members.update({"more.txt": b""}),
        lambda members: members.pop(backup.REGISTER),
        lambda members: members.pop(backup.HEAD),
        lambda members: members.update({backup.HEAD: b"[]"}),
        lambda members: members.update({backup.HEAD: b"{"}),
        say(version=1),
        say(version="2"),
        say(version=None),
        say(rows={"response": 9}),
        say(files=[]),
        say(more=1),
    ],
)
def test_a_hostile_archive_is_refused_and_leaves_nothing(file, store, tmp_path, change):
    rewritten(file, change)
    beside = {*tmp_path.iterdir()}
    with pytest.raises(Refused, match="不是完好的备份"):
        backup.restore(file, store)
    assert nothing_in(store)
    assert {*tmp_path.iterdir()} - beside == {store.path}


def test_what_is_packed_is_refused_before_it_inflates(file, store):
    rewritten(file, lambda members: members.update({VERSION: bytes(10**6)}), compression=zipfile.ZIP_DEFLATED)
    with pytest.raises(Refused, match="不是完好的备份"):
        backup.restore(file, store)
    assert nothing_in(store)


def test_a_register_that_was_changed_with_its_digest_is_refused(file, store, tmp_path):
    """SQLite reads it, the digests of the archive are right, and still the register's seal says no."""

    def change(members: dict[str, bytes]) -> None:
        members[backup.REGISTER] = members[backup.REGISTER].replace("电话核实".encode(), "电话未核".encode())
        (tmp_path / "r").write_bytes(members[backup.REGISTER])
        said = json.loads(members[backup.HEAD])
        with (tmp_path / "r").open("rb") as source, Path(os.devnull).open("wb") as target:
            said["files"][backup.REGISTER] = backup._copied(source, target)
        members[backup.HEAD] = json.dumps(said).encode()

    rewritten(file, change)
    with pytest.raises(Refused, match=r"不是完好的备份（register\.sqlite）"):
        backup.restore(file, store)
    assert nothing_in(store)


def test_a_backup_of_a_newer_program_asks_for_that_program(file, store):
    rewritten(file, say(layout=register.LAYOUT + 1, program="9.9", more="unknown"))
    with pytest.raises(Refused, match=r"更新的程序（9\.9）"):
        backup.restore(file, store)


def test_a_workbook_and_a_missing_file_are_no_backups(store, tmp_path):
    with pytest.raises(Refused, match="不是完好的备份"):
        backup.restore(many(tmp_path / "甲.xlsx", 1), store)
    shutil.rmtree(store.path)
    with pytest.raises(Refused, match="不能打开备份"):
        backup.restore(tmp_path / "no.zip", store)
    assert not store.path.exists()


def test_a_backup_waits_for_a_running_import_and_readers_do_not(kept, tmp_path):
    told = threading.Event()
    done: list[Path] = []
    run = threading.Thread(target=lambda: done.append(backup.make(kept, tmp_path / "b.zip", told.set)[0]))
    with lock.importing(kept, lambda: None):
        run.start()
        assert told.wait(10)
        assert responses(kept) == 8
        assert (done, (tmp_path / "b.zip").exists()) == ([], False)
    run.join(60)
    assert done == [tmp_path / "b.zip"]


def test_an_import_that_publishes_while_the_archive_is_written_neither_waits_nor_gets_into_it(
    kept, store, tmp_path, monkeypatch
):
    before, write = relations(kept), backup._write

    def in_between(*arguments: object) -> None:
        importing.load([many(tmp_path / "丙.xlsx", 2, first=31)], kept)
        (kept.warehouse / "warehouse-000002.duckdb").unlink()  # as if many versions were published
        write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(backup, "_write", in_between)
    made, _ = backup.make(kept, tmp_path / "b.zip")
    assert (warehouse.current_version(kept), responses(kept)) == (3, 10)
    backup.restore(made, store)
    assert relations(store) == before
    assert len(register.everything(store)) == 2


def test_a_damaged_store_is_mended_before_it_is_backed_up(kept, store, tmp_path):
    cut(kept.warehouse / "warehouse-000002.duckdb", 0.5)
    made, said = backup.make(kept, tmp_path / "b.zip")
    assert (said.version, said.rows["response"]) == (3, 8)
    backup.restore(made, store)
    assert responses(store) == 8


def test_a_damaged_original_is_named_and_backed_up_once_it_is_there_again(kept, tmp_path):
    one = register.submissions(kept)[0]
    flip(kept.original(one.sha256, one.suffix), 100)
    with pytest.raises(Refused, match=r"报送 1“甲\.xlsx”的原件已损坏或不在，没有备份"):
        backup.make(kept, tmp_path / "b.zip")
    assert [(one["text"], one["values"]) for one in recovery.told(kept)] == [(recovery.ORIGINAL, {"file": "甲.xlsx"})]
    assert not list(tmp_path.glob("b.zip*"))
    importing.load([many(tmp_path / "甲.xlsx", 3)], kept)
    _, said = backup.make(kept, tmp_path / "b.zip")
    assert said.originals == 2


def test_an_original_that_does_not_count_does_not_keep_the_rest_from_being_backed_up(kept, store, tmp_path):
    importing.withdraw(kept, 1)
    one = register.everything(kept)[0]
    kept.original(one.sha256, one.suffix).write_bytes(b"damaged")
    made, said = backup.make(kept, tmp_path / "b.zip")
    assert (said.originals, len(list(kept.originals.glob(f"*{DAMAGED}*")))) == (1, 1)
    backup.restore(made, store)
    assert responses(store) == 5


def test_what_cannot_be_read_back_is_no_backup(kept, tmp_path, monkeypatch):
    monkeypatch.setattr(backup, "sync", lambda path: flip(path, 100) if path.suffix == ".zip" else None)
    with pytest.raises(Refused, match=r"备份写完后读不回原样（.*），没有留下"):
        backup.make(kept, tmp_path / "b.zip")
    assert not list(tmp_path.glob("b.zip*"))


def test_rows_are_counted_and_not_only_bytes(kept, tmp_path, monkeypatch):
    counted = warehouse.counted
    monkeypatch.setattr(warehouse, "counted", lambda path: {**counted(path), "response": len(path.parts)})
    with pytest.raises(Refused, match="备份写完后读不回原样"):
        backup.make(kept, tmp_path / "b.zip")


@pytest.mark.parametrize("limit", [4_000, 20_000, 1_000_000, 2_000_000])
def test_a_full_disk_leaves_no_half_backup_and_no_half_store(kept, file, tmp_path, limit):
    def no_room() -> None:  # for a file larger than this
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    other = Store(tmp_path / "other")
    (tmp_path / "usb").mkdir()
    for process in (
        started(kept, "backup", tmp_path / "usb", preexec_fn=no_room),
        started(other, "restore-backup", file, preexec_fn=no_room),
    ):
        said = "".join(process.communicate(timeout=60))
        assert (process.returncode, FULL in said, "Traceback" in said) == (2, True, False), said
    assert not list((tmp_path / "usb").iterdir())
    assert (responses(kept), other.has_version, list(other.staged.iterdir())) == (8, False, [])
    backup.restore(file, other)
    assert responses(other) == 8


def test_too_little_room_is_refused_before_anything_is_written(kept, file, store, tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr("data.store.shutil.disk_usage", lambda path: usage._replace(free=2 * 1024**3))
    with pytest.raises(Refused, match=r"磁盘空间不够：需要2\.0 GB，“.*”所在的磁盘只剩2\.0 GB，什么也没有写"):
        backup.make(kept, tmp_path / "b.zip")
    with pytest.raises(Refused, match="磁盘空间不够"):
        backup.restore(file, store)
    assert (list(tmp_path.glob("b.zip*")), nothing_in(store)) == ([], True)


@pytest.mark.parametrize(
    ("step", "moment"),
    [
        ("_unpacked", "before"),
        ("_put_in_place", "before"),
        ("_put_in_place", "after"),
        ("register.put_back", "after"),
        ("warehouse.point_to", "after"),
    ],
)
def test_a_restore_that_was_killed_shows_nothing_or_all_and_can_be_repeated(file, store, whole, step, moment):
    command = [sys.executable, "-c", KILLED, step, moment, str(file), str(store.path)]
    assert subprocess.run(command, cwd=ROOT).returncode == -signal.SIGKILL
    right = relations(Store(whole / "store"))
    if store.has_version:
        assert (step, moment) in [("warehouse.point_to", "after"), ("_put_in_place", "after")]
    else:
        backup.restore(file, store)
    assert relations(store) == right
    importing.mend(store)
    assert list(store.staged.iterdir()) == []


def test_a_killed_restore_does_not_keep_files_from_being_loaded(file, store, tmp_path, monkeypatch):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(warehouse, "point_to", killed)
    with pytest.raises(KeyboardInterrupt):
        backup.restore(file, store)
    monkeypatch.undo()
    importing.load([many(tmp_path / "丙.xlsx", 2, first=31)], store)
    assert responses(store) == 10
