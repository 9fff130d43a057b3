"""What lies between two versions: files that came and went, decisions, and what cannot be told any more."""

from pathlib import Path

import pytest

from data import register, warehouse
from data.register import Decision
from data.store import Store
from loaders import importing
from loaders.importing import Wanted
from metrics.lineage import KINDS
from metrics.query import Filters
from reports import changes
from reports.changes import Since
from reports.figure import Figures
from reports.kinds import KINDS as REPORTS
from tests.loaders.drawing import many
from tests.reports.conftest import TIANJIN

SHANXI = Wanted(sender="140000", region="140000", replace=True)
NATION = Filters.of(year=[2021])


@pytest.fixture
def own(tmp_path: Path) -> Store:
    """Version 1 with one file."""
    made = Store(tmp_path / "store")
    importing.load([many(tmp_path / "甲.xlsx", 12)], made, SHANXI)
    return made


def since(store: Store, old: int) -> Since:
    reader = warehouse.open(store, warehouse.ALL)
    try:
        return changes.since(store, old, reader)
    finally:
        reader.close()


def names(files) -> list[str]:
    return [one.file for one in files]


def forget(store: Store, version: int) -> None:
    """Delete the file of a version, as an import does with all but the last ones."""
    (store.warehouse / warehouse.NAME.format(version)).unlink()
    register.removed(store, version)


def replaced(store: Store, folder: Path) -> None:
    """Version 2: another file in place of the first."""
    importing.load([many(folder / "乙.xlsx", 15)], store, SHANXI)


def test_the_same_version_has_nothing_between(own):
    found = since(own, 1)
    assert (found.came, found.went, found.decisions) == ((), (), 0)
    assert found.said("zh") == ["两份报告用的是同一数据版本 000001，变化不是新文件引起的"]


def test_a_file_that_came(own, tmp_path):
    importing.load([many(tmp_path / "丙.xlsx", 4, first=21)], own)
    found = since(own, 1)
    assert (names(found.came), names(found.went)) == (["丙.xlsx"], [])
    first, line = found.said("zh")
    assert first == "原报告用数据版本 000001，现在用 000002：其间新计入 1 个文件，不再计入 0 个"
    assert line.startswith("  新计入：丙.xlsx（问卷答卷，2")
    assert found.plain()["came"][0]["file"] == "丙.xlsx"


def test_a_file_that_took_another_s_place(own, tmp_path):
    replaced(own, tmp_path)
    found = since(own, 1)
    assert (names(found.came), names(found.went)) == (["乙.xlsx"], ["甲.xlsx"])
    assert any("不再计入：甲.xlsx（问卷答卷，山西省，" in line for line in found.said("zh"))


def test_a_file_that_was_withdrawn(own, tmp_path):
    importing.load([many(tmp_path / "丙.xlsx", 4, first=21)], own)
    importing.withdraw(own, 1)
    assert (names(since(own, 2).came), names(since(own, 2).went)) == ([], ["甲.xlsx"])


def test_seen_from_an_older_version_what_came_went(own, tmp_path):
    importing.load([many(tmp_path / "丙.xlsx", 4, first=21)], own)
    importing.rollback(own, 1)
    assert (names(since(own, 2).came), names(since(own, 2).went)) == ([], ["丙.xlsx"])


def test_a_version_that_is_not_kept_is_told_from_the_register(own, tmp_path):
    replaced(own, tmp_path)
    importing.load([many(tmp_path / "丙.xlsx", 4, first=21)], own)
    forget(own, 1)
    found = since(own, 1)
    assert (names(found.came), names(found.went)) == (["乙.xlsx", "丙.xlsx"], ["甲.xlsx"])
    assert not found.is_whole
    assert "数据版本 000001 已不保留，其间撤回或恢复的文件查不到" in found.said("zh")


def test_what_came_and_was_replaced_in_the_time_between_is_not_told_from_the_register(own, tmp_path):
    replaced(own, tmp_path)
    importing.load([many(tmp_path / "丁.xlsx", 18)], own, SHANXI)
    forget(own, 1)
    assert (names(since(own, 1).came), names(since(own, 1).went)) == (["丁.xlsx"], ["甲.xlsx"])


def test_a_version_of_another_store_is_not_guessed_about(own):
    found = since(own, 7)
    assert not found.is_known
    assert found.said("zh") == ["这里没有数据版本 000007 的记录，原报告可能出自别的数据目录，说不出变化的原因"]


def test_decisions_between_are_counted(own, tmp_path, monkeypatch):
    monkeypatch.setattr(register, "now", lambda: "2099-01-01 00:00:00")
    register.note(own, [Decision("double", "a", "b", "same")])
    importing.load([many(tmp_path / "丙.xlsx", 4, first=21)], own)
    assert since(own, 1).decisions == 1
    assert "其间还改正、确认了 1 处" in since(own, 1).said("zh")


def test_without_files_and_decisions_it_says_what_else_it_can_be(own):
    importing.withdraw(own, 1)
    importing.restore(own, 1)
    assert "其间没有文件变化，也没有新的改正；数字不同是因为撤销了改正，或程序、参考表有更新" in since(own, 1).said(
        "zh"
    )


@pytest.mark.parametrize("where", [TIANJIN, Filters.of(year=[2024]), Filters.of(year=[2024], city=["120114"])])
def test_a_report_is_about_what_most_of_its_figures_ask_for(reader, where):
    assert changes.scope(REPORTS["assessment"].build(reader, where).figures) == where.values


def test_without_figures_a_report_is_about_nothing():
    assert changes.scope([]) == ()


def test_each_figure_keeps_its_filters_and_its_rounding(national):
    found = Figures(national, NATION).figure("satisfaction_rate")
    assert (found.plain()["where"], found.plain()["rule"]) == ({"year": [2021]}, "half_up/2")


def test_every_kind_of_file_has_a_name():
    from loaders.kinds import KINDS as READ

    assert set(READ) <= set(KINDS)
