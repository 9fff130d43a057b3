"""Damaged files of the store: set aside, an earlier version serves, and everything is made again from the originals."""

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from data import register, schema, warehouse
from data.errors import Damaged
from data.register import Decision
from data.store import DAMAGED, Store
from loaders import importing, recovery
from loaders.importing import Wanted
from tests.loaders.drawing import many, responses

PLACES = 7
Totals = list[tuple[object, ...]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of two versions: with three answers, then with eight."""
    folder = tmp_path_factory.mktemp("whole")
    importing.load([many(folder / "甲.xlsx", 3)], Store(folder / "store"))
    importing.load([many(folder / "乙.xlsx", 5, first=11)], Store(folder / "store"), Wanted(region="140000"))
    return folder


def copied(whole: Path, to: Path) -> Store:
    shutil.copytree(whole, to)
    return Store(to / "store")


def totals(store: Store) -> Totals:
    """Rows of every relation and a digest of all that stands in them, save the number of the version."""
    reader = warehouse.open(store, warehouse.ALL)
    try:
        relations = [one.name for one in schema.RELATIONS if one.name != "version"]
        return [reader.rows(f"SELECT count(*), bit_xor(hash(one)) FROM {name} one")[0] for name in relations]
    finally:
        reader.close()


def flip(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 0xFF
    file.write_bytes(content)


def cut(file: Path, part: float) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: int(part * len(content))])


def set_aside(store: Store) -> list[str]:
    return sorted(path.name.split(DAMAGED)[0] for path in store.path.rglob(f"*{DAMAGED}*"))


def seen(store: Store) -> Totals | None:
    """What a reader sees now; None if the damage is met while reading, which sets the version aside."""
    try:
        return totals(store)
    except Damaged:
        return None


def mended(whole: Path, to: Path, harm: Callable[[Store], None]) -> Store:
    """Harm a copy, look, mend it; whoever looks sees one of the two versions, never anything else."""
    sound = copied(whole, to.with_name(f"{to.name}-sound"))
    right = totals(sound)
    warehouse.point_to(sound, 1)
    allowed = [right, totals(sound)]
    store = copied(whole, to)
    harm(store)
    assert (seen(store) or seen(store)) in allowed
    importing.mend(store)
    assert totals(store) == right
    importing.load([many(to / "丙.xlsx", 2, first=31)], store)
    assert responses(store) == 10
    return store


def test_a_warehouse_with_a_flipped_byte_is_served_from_the_version_before_and_built_again(whole, tmp_path):
    size = warehouse.current(Store(whole / "store")).stat().st_size
    rng = Random(12)
    found = 0
    for place in [0, 8, 4096, 8192, 12288, *(rng.randrange(size) for _ in range(PLACES - 5))]:
        store = mended(whole, tmp_path / str(place), lambda one, at=place: flip(warehouse.current(one), at))
        found += set_aside(store) == ["warehouse-000002.duckdb"]
    assert found >= PLACES - 4  # the rest stood where nothing is kept


@pytest.mark.parametrize("part", [0, 0.001, 0.5, 0.9])
def test_a_cut_warehouse_is_served_from_the_version_before_and_built_again(whole, tmp_path, part):
    store = mended(whole, tmp_path / "cut", lambda one: cut(warehouse.current(one), part))
    assert set_aside(store) == ["warehouse-000002.duckdb"]
    assert [one["text"] for one in recovery.told(store)] == [recovery.REBUILT]
    assert [one["version"] for one in register.versions(store)] == [4, 3, 1]


def test_a_register_with_a_flipped_byte_ends_in_equal_totals(whole, tmp_path):
    content = (whole / "store" / "register.sqlite").read_bytes()
    sha256 = register.submissions(Store(whole / "store"))[1].sha256.encode()
    rng = Random(12)
    places = [0, 16, 18, 28, 56, 60, content.index(sha256) + 3, *(rng.randrange(len(content)) for _ in range(2))]
    for place in places:
        mended(whole, tmp_path / str(place), lambda one, at=place: flip(one.register, at))


@pytest.mark.parametrize("part", [0, 0.01, 0.5, 0.9])
def test_a_cut_register_is_started_again_from_the_version_that_serves(whole, tmp_path, part):
    store = mended(whole, tmp_path / "cut", lambda one: cut(one.register, part))
    assert "register.sqlite" in set_aside(store)
    assert [one["values"] for one in recovery.told(store)] == [{"version": 2, "count": 2}]
    assert [(one.file, one.region, one.state) for one in register.everything(store)] == [
        ("甲.xlsx", None, "loaded"),
        ("乙.xlsx", "140000", "loaded"),
        ("丙.xlsx", None, "loaded"),
    ]


def test_a_changed_letter_that_sqlite_does_not_see_is_damage(whole, tmp_path):
    store = copied(whole, tmp_path / "letter")
    register.note(store, [Decision("cell", "abc", "Sheet1!C7", "可信的内容", reason="电话核实")])
    assert register.sound(store)
    flip(store.register, store.register.read_bytes().index("可信的内容".encode()))
    assert not register.sound(store)


def test_where_nothing_can_be_read_the_originals_stay_and_loading_begins_anew(whole, tmp_path):
    store = copied(whole, tmp_path / "all")
    for file in (store.register, *store.warehouse.glob("*.duckdb")):
        cut(file, 0.001)
    with pytest.raises(Damaged, match="也没有以前的版本"):
        totals(store)
    importing.mend(store)
    assert [one["text"] for one in recovery.told(store)] == [recovery.NOTHING]
    importing.load(sorted(store.originals.glob("*.xlsx")), store)
    assert responses(store) == 8


def test_all_versions_damaged_are_built_again_from_the_register(whole, tmp_path):
    store = copied(whole, tmp_path / "all")
    right = totals(store)
    for file in store.warehouse.glob("*.duckdb"):
        cut(file, 0.001)
    importing.mend(store)
    assert totals(store) == right


def test_prepare_mends_and_says_what_happened(served, loaders):
    cut(warehouse.current(served), 0.5)
    done = loaders("prepare")
    assert (done.code, done.err.strip()) == (0, "数据版本 1 的文件已损坏，已移开保存；已从原件重新生成")
    assert (warehouse.current_version(served), responses(served)) == (2, 3)
    assert loaders("prepare").err == ""
