"""Where received files are kept."""

import hashlib
import os
import stat
from pathlib import Path

import pytest

from data import store as stores
from data.errors import Refused
from data.store import Store, move_folder, write_atomically

WORKBOOK = b"PK\x03\x04 a workbook\x00\xff"


def test_make_creates_the_folders_once_and_again(store):
    store.make()
    assert all(folder.is_dir() for folder in (store.originals, store.staged, store.warehouse))


def test_a_place_that_cannot_be_written_is_refused_and_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refused, match="file") as refusal:
        Store(tmp_path / "file" / "store").make()
    assert refusal.value.values["reason"]


def test_writing_replaces_the_content_whole(tmp_path):
    path = tmp_path / "pointer"
    write_atomically(path, b"the old content, longer")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["pointer"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_writing_that_fails_leaves_the_old_content_and_nothing_else(tmp_path, monkeypatch, step):
    path = tmp_path / "pointer"
    write_atomically(path, b"old")

    def fail(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(*{"fsync": (os, "fsync"), "replace": (type(path), "replace")}[step], fail)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"pointer": b"old"}


def test_content_is_on_disk_before_the_name_points_to_it(tmp_path, monkeypatch):
    steps: list[str] = []
    sync, replace = os.fsync, type(tmp_path).replace

    def synced(handle: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(type(tmp_path), "replace", lambda *names: (steps.append("rename"), replace(*names))[1])
    write_atomically(tmp_path / "pointer", b"new")
    assert steps == ["file", "rename", "folder"]


def test_an_original_is_kept_unaltered_under_its_digest(store):
    sha256 = store.archive(WORKBOOK, ".XLSX")
    assert sha256 == hashlib.sha256(WORKBOOK).hexdigest()
    assert store.original(sha256, ".xlsx").read_bytes() == WORKBOOK


def test_archiving_again_changes_nothing(store):
    sha256 = store.archive(WORKBOOK, ".xlsx")
    before = store.original(sha256, ".xlsx").stat()
    assert store.archive(WORKBOOK, ".xlsx") == sha256
    after = store.original(sha256, ".xlsx").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert len(list(store.originals.iterdir())) == 1


def test_other_content_is_another_original(store):
    assert store.archive(WORKBOOK, ".xlsx") != store.archive(WORKBOOK + b" ", ".xlsx")
    assert len(list(store.originals.iterdir())) == 2


def folder(path, text):
    path.mkdir()
    (path / "rows").write_text(text)
    return path


def test_a_finished_folder_moves_to_its_place(tmp_path):
    move_folder(folder(tmp_path / ".making", "rows"), tmp_path / "made")
    assert (tmp_path / "made" / "rows").read_text() == "rows"
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_a_folder_that_another_run_put_there_first_stays(tmp_path):
    folder(tmp_path / "made", "first")
    move_folder(folder(tmp_path / ".making", "second"), tmp_path / "made")
    assert (tmp_path / "made" / "rows").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_a_folder_that_another_process_makes_at_the_same_moment_stays(tmp_path, monkeypatch):
    second, there = folder(tmp_path / ".making", "second"), folder(tmp_path / "made", "first")
    looks = iter([False, True])  # it comes after the first look
    with monkeypatch.context() as patched:
        patched.setattr(Path, "exists", lambda path: next(looks))
        move_folder(second, there)
    assert (there / "rows").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_own_data_are_shown_as_soon_as_there_are_any(tmp_path, monkeypatch):
    monkeypatch.setenv("TISHENG_STORE", str(tmp_path / "own"))
    monkeypatch.setenv("TISHENG_SAMPLES", str(tmp_path / "samples"))
    shown, is_sample = stores.shown()
    assert (shown.path, is_sample) == (tmp_path / "samples", True)
    own = stores.default()
    own.make()
    write_atomically(own.pointer, b"warehouse-000001.duckdb")
    shown, is_sample = stores.shown()
    assert (shown.path, is_sample) == (tmp_path / "own", False)


def test_only_the_store_of_the_samples_holds_samples(tmp_path, monkeypatch):
    monkeypatch.setenv("TISHENG_STORE", str(tmp_path / "own"))
    monkeypatch.setenv("TISHENG_SAMPLES", str(tmp_path / "samples"))
    assert Store(tmp_path / "own" / ".." / "samples").is_sample
    assert not Store(tmp_path / "own").is_sample
    monkeypatch.setenv("TISHENG_SAMPLES", str(tmp_path / "own"))  # whatever a bureau keeps is its own
    assert not Store(tmp_path / "own").is_sample
