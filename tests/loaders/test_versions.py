"""Versions: pointing back, keeping the last ones, one importer after the other."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from data import lock, register, warehouse
from data.errors import Refused
from data.store import Store
from loaders import importing, versions
from tests.loaders.conftest import started, three_answers
from tests.loaders.drawing import ask, many, responses

NO_SUCH_VERSION = "没有数据版本 {}。现有版本：python -m loaders versions"
WAITING = "另一个导入正在进行，等它结束后继续……"


def three_times(folder: Path, store: Store) -> None:
    three_answers(folder, store)
    importing.load([many(folder / "乙.xlsx", 2, first=11)], store)
    importing.load([many(folder / "丙.xlsx", 4, first=21)], store)


@pytest.fixture
def three(begin) -> Store:
    """Versions 1, 2 and 3 with three, five and nine answers."""
    return begin(three_times)


def empty_versions(store: Store, count: int) -> None:
    """Publish so many versions without anything in them."""
    for _ in range(count):
        version, _ = register.begin(store, [], "")
        warehouse.publish(store, version, lambda connection: None)
        register.finish(store, version)


def test_versions_are_listed_newest_first(three, loaders):
    listed = loaders("versions", "--json").json
    assert [(v["version"], v["submissions"], v["current"]) for v in listed] == [
        (3, 3, True),
        (2, 2, False),
        (1, 1, False),
    ]


def test_versions_in_words_mark_the_one_that_serves(three, loaders):
    lines = loaders("versions").out.splitlines()
    assert [re.sub(r"\d{4}-\S+ \S+ UTC", "…", line) for line in lines] == [
        "* 000003  …  3个文件",
        "  000002  …  2个文件",
        "  000001  …  1个文件",
    ]


def test_an_empty_store_has_no_versions(store, loaders):
    assert loaders("versions", "--json")[:2] == (0, "[]\n")
    with pytest.raises(Refused, match="还没有数据"):
        warehouse.open(store, warehouse.ALL)


def test_rollback_points_back_and_forward_again(three, loaders):
    counted = []
    for version in (1, 2, 3):
        done = loaders("rollback", version, "--json")
        assert (done.code, [v["version"] for v in done.json if v["current"]]) == (0, [version])
        counted.append(responses(three))
    assert counted == [3, 5, 9]


def test_a_load_after_a_rollback_builds_on_everything_received(three, tmp_path):
    warehouse.point_to(three, 1)
    importing.load([many(tmp_path / "丁.xlsx", 1, first=31)], three)
    assert (warehouse.current_version(three), responses(three)) == (4, 10)


@pytest.mark.parametrize("version", [0, 2, 999999, 1000000])
def test_an_unknown_version_is_refused_and_nothing_changes(served, loaders, version):
    done = loaders("rollback", version)
    assert (done.code, done.err) == (2, NO_SUCH_VERSION.format(version) + "\n")
    assert (warehouse.current_version(served), responses(served)) == (1, 3)


def test_an_earlier_version_can_be_read_while_a_later_one_serves(three):
    assert [ask(three, "SELECT count(*) FROM response", version) for version in (1, 2, 3)] == [[(3,)], [(5,)], [(9,)]]
    with pytest.raises(Refused, match="没有数据版本 4"):
        warehouse.open(three, warehouse.ALL, 4)


def test_the_last_versions_are_kept(served):
    empty_versions(served, warehouse.KEEP + 2)
    warehouse.prune(served)
    kept = [v["version"] for v in register.versions(served)]
    assert kept == list(range(warehouse.KEEP + 3, 3, -1))
    assert {warehouse.number(path) for path in served.warehouse.glob("*.duckdb")} == set(kept)


def test_the_version_that_serves_is_kept_however_old_it_is(served):
    empty_versions(served, warehouse.KEEP + 2)
    warehouse.point_to(served, 1)
    warehouse.prune(served)
    assert [v["version"] for v in register.versions(served)] == [*range(warehouse.KEEP + 3, 3, -1), 1]
    assert responses(served) == 3


def test_a_reader_keeps_its_version_while_a_new_one_is_published(served, tmp_path):
    reader = warehouse.open(served, warehouse.ALL)
    importing.load([many(tmp_path / "乙.xlsx", 2, first=11)], served)
    assert reader.rows("SELECT count(*) FROM response") == [(3,)]
    reader.close()
    assert responses(served) == 5


def test_two_loads_at_once_wait_and_both_succeed(served, tmp_path):
    files = [many(tmp_path / "乙.xlsx", 2, first=11), many(tmp_path / "丙.xlsx", 4, first=21)]
    with lock.importing(served, lambda: None):
        both = [started(served, "load", file, "--json") for file in files]
        said = [process.stderr.readline() for process in both]  # they say so before the lock is free
        assert (said, responses(served)) == ([WAITING + "\n"] * 2, 3)
    ends = [(process.communicate(timeout=60), process.returncode)[1] for process in both]
    assert (ends, warehouse.current_version(served), responses(served)) == ([0, 0], 3, 9)


def test_a_version_is_never_changed_by_a_later_one(three, loaders: Callable, tmp_path):
    first = three.warehouse / warehouse.NAME.format(1)
    before = first.read_bytes()
    importing.load([many(tmp_path / "丁.xlsx", 1, first=31)], three)
    loaders("rollback", 1)
    assert (responses(three), first.read_bytes()) == (3, before)


# --- what each version added


def test_a_version_is_told_by_the_files_that_came_and_the_firms_more(three):
    def held(version: int) -> versions.Contents:
        reader = warehouse.open(three, warehouse.ALL, version)
        try:
            return versions.contents(reader)
        finally:
            reader.close()

    third, second, first = versions.steps([held(3), held(2), held(1)], is_first=True)
    assert [len(one.came) for one in (third, second, first)] == [1, 1, 1]
    assert [one.more for one in (third, second, first)] == [4, 2, None]
    assert {file.kind for file in third.came} == {"questionnaire"}
    assert [one.version for one in versions.steps([held(3), held(2)], is_first=False)] == [3]
    importing.withdraw(three, 3)
    withdrawn, _ = versions.steps([held(4), held(3)], is_first=True)
    assert (withdrawn.came, [file.submission for file in withdrawn.went], withdrawn.more) == ((), [3], -4)
