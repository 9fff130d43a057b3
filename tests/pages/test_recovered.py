"""What was damaged, and what was done about it, stands on the import page until somebody has seen it."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data import warehouse
from data.store import ASIDE_AT, DAMAGED, Store
from loaders import importing
from tests.loaders.drawing import many, responses
from tests.loaders.test_damage import cut
from tests.pages.shown import plain
from tests.pages.test_import_page import Visit, opened, store

__all__ = ["opened", "store"]

Opened = Callable[..., Visit]


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two")
    importing.load([many(folder / "甲.xlsx", 3)], Store(folder / "store"))
    importing.load([many(folder / "乙.xlsx", 5, first=11)], Store(folder / "store"))
    return folder / "store"


@pytest.fixture
def served(two_versions: Path, store: Store) -> Store:
    """The bureau's own store with two versions: three answers, then eight."""
    shutil.copytree(two_versions, store.path)
    return store


def notices(visit: Visit) -> list[str]:
    return [plain(one.value) for one in visit.test.warning]


def buttons(visit: Visit) -> set[str]:
    return {one.key for one in visit.test.button} & {"dismiss", "repair"}


def test_a_sound_store_says_nothing_of_damage(opened: Opened, served: Store) -> None:
    visit = opened()
    assert (notices(visit), visit.said, buttons(visit)) == ([], [], set())


def test_what_was_done_about_a_damaged_version_stands_there_until_it_is_dismissed(
    opened: Opened, served: Store
) -> None:
    cut(served.warehouse / "warehouse-000002.duckdb", 0.5)
    importing.mend(served)
    (aside,) = served.warehouse.glob(f"*{DAMAGED}*")
    visit = opened()
    (notice,) = notices(visit)
    done, serving, file = notice.split("  \n")
    assert done.endswith("：数据版本 2 的文件已损坏，已移开保存；已从原件重新生成")
    assert serving == "正在使用数据版本 000003"
    megabytes = f"{aside.stat().st_size / 1024**2:.1f}"
    assert file == f"损坏的文件保存在“{aside}”（{megabytes} MB），30天后的下一次导入时删除"
    visit.press("dismiss")
    assert (notices(visit), buttons(visit)) == ([], set())
    assert notices(opened()) == []
    assert aside.exists()


def test_what_happens_after_one_notice_was_dismissed_is_news(opened: Opened, served: Store) -> None:
    cut(served.warehouse / "warehouse-000002.duckdb", 0.5)
    importing.mend(served)
    one, other = opened(), opened()
    one.press("dismiss")
    other.press("dismiss")
    cut(served.register, 0.5)
    importing.mend(served)
    (notice,) = notices(opened())
    assert "收件登记簿已损坏" in notice
    assert "数据版本 2" not in notice
    assert "register.sqlite.damaged-" in notice


def test_while_an_earlier_version_serves_the_page_says_so_and_mends_it(opened: Opened, served: Store) -> None:
    cut(served.warehouse / "warehouse-000002.duckdb", 0.5)
    visit = opened()
    assert [plain(one) for one in visit.said] == [
        "数据版本 000002 的文件已损坏，暂用版本 000001。下一次导入前会从原件重新生成，也可以现在就修复"
    ]
    assert responses(served) == 3
    visit.press("repair")
    assert [plain(one) for one in visit.said] == ["已修复"]
    assert (warehouse.current_version(served), responses(served)) == (3, 8)
    assert "正在使用数据版本 000003" in notices(visit)[0]


def test_without_any_version_that_can_be_read_the_page_mends_too(opened: Opened, served: Store) -> None:
    for file in served.warehouse.glob("*.duckdb"):
        cut(file, 0.001)
    visit = opened()
    assert "也没有以前的版本可用" in visit.said[0]
    visit.press("repair")
    assert responses(served) == 8


def test_a_damaged_register_does_not_break_the_page(opened: Opened, served: Store) -> None:
    cut(served.register, 0.01)
    visit = opened()
    assert visit.said[0].startswith("收件登记簿已损坏，页面上的数字不受影响")
    visit.press("repair")
    assert "已按数据版本 2 恢复2份计入的报送" in notices(visit)[0]
    assert {row["文件"] for row in visit.frame("收到时间")} == {"甲.xlsx", "乙.xlsx"}


def test_damaged_files_are_deleted_thirty_days_later_by_the_next_import(served: Store, tmp_path: Path) -> None:
    def left(days: float) -> Path:
        at = datetime.now(UTC) - timedelta(days=days)
        file = served.warehouse / f"warehouse-000001.duckdb{DAMAGED}{at.strftime(ASIDE_AT)}"
        file.write_bytes(b"damaged")
        return file

    old, young = left(30.01), left(29.9)
    somebody = served.path / f"register.sqlite{DAMAGED}copy"
    somebody.write_bytes(b"kept by hand")
    importing.load([many(tmp_path / "丙.xlsx", 2, first=31)], served)
    assert [old.exists(), young.exists(), somebody.exists()] == [False, True, True]
