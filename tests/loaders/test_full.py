"""A full disk: refused before the load where that can be known, and in a sentence where it happens."""

import resource
import shutil

import pytest

from data import register, store, warehouse
from data.errors import Refused
from loaders import importing
from tests.loaders.conftest import started
from tests.loaders.drawing import many, responses
from tests.loaders.test_kill import unfinished

FULL = "磁盘已满，没有写完，原来的数据没有变化，仍可查看。请清理磁盘空间，再做一次"


def test_a_load_is_refused_while_less_than_three_times_its_files_and_the_margin_is_free(served, tmp_path, monkeypatch):
    file = many(tmp_path / "新.xlsx", 2, first=11)
    needed = 3 * file.stat().st_size + 2 * store.GB
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(store.shutil, "disk_usage", lambda path: usage._replace(free=needed - 1))
    with pytest.raises(Refused, match=r"^磁盘空间不够：需要2\.0 GB，“.*”所在的磁盘只剩2\.0 GB，没有导入。请清理磁盘"):
        importing.load([file], served)
    assert (warehouse.current_version(served), responses(served)) == (1, 3)
    monkeypatch.setattr(store.shutil, "disk_usage", lambda path: usage._replace(free=needed))
    importing.load([file], served)
    assert (warehouse.current_version(served), responses(served)) == (2, 5)


def test_the_margin_is_what_stays_free_beside_the_files(served, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "MARGIN_BYTES", shutil.disk_usage(tmp_path).total + store.GB)
    with pytest.raises(Refused, match="磁盘空间不够"):
        importing.load([many(tmp_path / "新.xlsx", 2, first=11)], served)


@pytest.mark.parametrize("limit", [4_000, 20_000, 100_000, 1_000_000, 2_000_000])
def test_where_writing_fails_the_old_version_serves_and_nothing_half_written_stays(served, tmp_path, limit):
    file = many(tmp_path / "新.xlsx", 300, first=11)

    def no_room() -> None:  # for a file larger than this
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    process = started(served, "load", file, preexec_fn=no_room)
    said = "".join(process.communicate(timeout=60))
    assert (process.returncode, FULL in said, "Traceback" in said) == (2, True, False), said
    assert (warehouse.current_version(served), responses(served)) == (1, 3)
    assert unfinished(served) == []
    importing.load([file], served)
    assert (warehouse.current_version(served), responses(served)) == (2, 303)
    assert {one.state for one in register.everything(served)} == {"loaded"}
