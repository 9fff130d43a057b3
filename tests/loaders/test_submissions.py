"""What was received from whom: a later file waits, replaces, is withdrawn and comes back."""

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from data import register, schema, warehouse
from data.errors import Refused
from data.store import Store
from loaders import importing
from loaders.importing import Outcome, Wanted
from tests.loaders import drawing
from tests.loaders.drawing import ask, credit_code

REPLACE = Wanted(replace=True)
NO_SUCH = "没有可以这样处理的报送 {}。现有报送：python -m loaders submissions"


def written(folder: Path, name: str, *firms: int, unit: str = "太原市市场监管局", year: int = 2022) -> Path:
    lines = [f"{firm} | 样例{firm}有限公司 | {credit_code(firm)} | 太原 | 28" for firm in firms]
    head = [f"{year}年台账", f"填报单位：{unit}", "序号 | 企业名称 | 信用代码 | 地市 | 行业"]
    return drawing.book(folder / name, drawing.ledger("\n".join([*head, *lines])))


@pytest.fixture
def ledger(tmp_path: Path) -> Callable[..., Path]:
    """Write a ledger of numbered firms: `ledger("甲.xlsx", 1, 2)`."""
    return partial(written, tmp_path)


def load(store: Store, *files: Path, wanted: Wanted = Wanted()) -> list[Outcome]:
    outcomes = importing.load(files, store, wanted)
    assert [outcome.refusal for outcome in outcomes] == [None] * len(files)
    return outcomes


def firms(store: Store) -> list[int]:
    """The numbers of the assisted firms in the version that serves."""
    return [int(name[2:-4]) for (name,) in ask(store, "SELECT name FROM assisted ORDER BY name")]


def states(store: Store) -> list[tuple[str, str]]:
    """File and state of everything received; `counts` where it is in the data."""
    counting = {one.submission for one in register.submissions(store)}
    return [(o.file, "counts" if o.submission in counting else o.state) for o in register.everything(store)]


def load_one(folder: Path, store: Store) -> None:
    load(store, written(folder, "甲.xlsx", 1, 2))


def load_two(folder: Path, store: Store) -> None:
    load_one(folder, store)
    load(store, written(folder, "乙.xlsx", 2, 3, 4), wanted=REPLACE)


@pytest.fixture
def one(begin) -> Store:
    """A store with the ledger 甲.xlsx of 太原 with the firms 1 and 2."""
    return begin(load_one)


@pytest.fixture
def two(begin) -> Store:
    """The ledger was replaced by 乙.xlsx with the firms 2, 3 and 4."""
    return begin(load_two)


# --- waiting and replacing


def test_a_second_file_of_the_same_sender_waits_and_changes_nothing(one, ledger):
    (outcome,) = load(one, ledger("乙.xlsx", 2, 3, 4))
    assert (outcome.status, outcome.sender, outcome.replaces.file) == ("pending", "140100", "甲.xlsx")
    assert (warehouse.current_version(one), firms(one)) == (1, [1, 2])
    assert states(one) == [("甲.xlsx", "counts"), ("乙.xlsx", "pending")]


def test_a_file_that_waits_is_noted_once(one, ledger):
    for _ in range(2):
        assert load(one, ledger("乙.xlsx", 2, 3, 4))[0].status == "pending"
    assert states(one) == [("甲.xlsx", "counts"), ("乙.xlsx", "pending")]


def test_with_replace_the_earlier_file_no_longer_counts(two):
    assert (warehouse.current_version(two), firms(two)) == (2, [2, 3, 4])
    assert states(two) == [("甲.xlsx", "loaded"), ("乙.xlsx", "counts")]
    assert ask(two, "SELECT file, sender FROM submission") == [("乙.xlsx", "140100")]


def test_a_file_that_waited_goes_in_with_replace_and_is_not_noted_again(one, ledger):
    load(one, ledger("乙.xlsx", 2, 3, 4))
    load(one, ledger("乙.xlsx", 2, 3, 4), wanted=REPLACE)
    assert (firms(one), states(one)) == ([2, 3, 4], [("甲.xlsx", "loaded"), ("乙.xlsx", "counts")])


def test_a_file_that_waits_can_be_accepted(one, ledger):
    load(one, ledger("乙.xlsx", 2, 3, 4))
    importing.accept(one, 2)
    assert (firms(one), states(one)) == ([2, 3, 4], [("甲.xlsx", "loaded"), ("乙.xlsx", "counts")])


def test_of_two_files_that_wait_the_one_accepted_last_counts(one, ledger):
    load(one, ledger("乙.xlsx", 3))
    load(one, ledger("丙.xlsx", 4))
    importing.accept(one, 2)
    importing.accept(one, 3)
    assert (firms(one), states(one)) == (
        [4],
        [("甲.xlsx", "loaded"), ("乙.xlsx", "loaded"), ("丙.xlsx", "counts")],
    )


@pytest.mark.parametrize(
    ("unit", "year"), [("大同市市场监管局", 2022), ("太原市市场监管局", 2023), ("中国质量认证中心", 2022)]
)
def test_another_sender_or_year_replaces_nothing(one, ledger, unit, year):
    (outcome,) = load(one, ledger("乙.xlsx", 3, unit=unit, year=year), wanted=REPLACE)
    assert (outcome.status, outcome.replaces) == ("loaded", None)
    assert states(one) == [("甲.xlsx", "counts"), ("乙.xlsx", "counts")]


def test_another_kind_replaces_nothing(one, tmp_path):
    (outcome,) = load(one, drawing.many(tmp_path / "太原.xlsx", 1), wanted=Wanted(sender="140100", replace=True))
    assert (outcome.status, outcome.replaces) == ("loaded", None)
    assert states(one) == [("甲.xlsx", "counts"), ("太原.xlsx", "counts")]


def test_an_unknown_sender_supersedes_nothing(store, ledger):
    load(store, ledger("甲.xlsx", 1, 2, unit="张三"))
    (outcome,) = load(store, ledger("乙.xlsx", 3, unit="张三"), wanted=REPLACE)
    assert (outcome.status, outcome.sender, outcome.replaces) == ("loaded", None, None)
    assert firms(store) == [1, 2, 3]


def test_the_sender_given_wins(store, ledger):
    load(store, ledger("甲.xlsx", 1, unit="张三"), wanted=Wanted(sender="140200"))
    (outcome,) = load(store, ledger("乙.xlsx", 2), wanted=Wanted(sender="140200"))
    assert (outcome.status, outcome.replaces.file) == ("pending", "甲.xlsx")


# --- the same again


def test_the_same_folder_again_changes_nothing(store, ledger, tmp_path):
    files = [ledger("甲.xlsx", 1), ledger("乙.xlsx", 2, unit="大同市"), ledger("丙.xlsx", 3, unit="张三")]
    files.append(drawing.many(tmp_path / "答卷.xlsx", 3))
    load(store, *files)
    before = states(store), warehouse.current_version(store), list(store.warehouse.iterdir())
    again = load(store, *files)
    assert [(outcome.status, outcome.known) for outcome in again] == [("loaded", True)] * 4
    assert (states(store), warehouse.current_version(store), list(store.warehouse.iterdir())) == before


@pytest.mark.parametrize("wanted", [Wanted(), REPLACE], ids=["load", "replace"])
def test_a_file_that_was_replaced_does_not_come_back_when_its_folder_is_loaded_again(two, tmp_path, wanted):
    again = load(two, tmp_path / "甲.xlsx", tmp_path / "乙.xlsx", wanted=wanted)
    assert [(outcome.status, outcome.known) for outcome in again] == [("loaded", True)] * 2
    assert (warehouse.current_version(two), firms(two)) == (2, [2, 3, 4])
    assert states(two) == [("甲.xlsx", "loaded"), ("乙.xlsx", "counts")]


# --- withdrawing and restoring


def test_withdrawing_brings_the_older_file_back(two):
    importing.withdraw(two, 2)
    assert (warehouse.current_version(two), firms(two)) == (3, [1, 2])
    assert states(two) == [("甲.xlsx", "counts"), ("乙.xlsx", "withdrawn")]


def test_restoring_undoes_a_withdrawal(two):
    importing.withdraw(two, 2)
    importing.restore(two, 2)
    assert (firms(two), states(two)) == ([2, 3, 4], [("甲.xlsx", "loaded"), ("乙.xlsx", "counts")])


def test_withdrawing_the_only_file_leaves_nothing(one):
    importing.withdraw(one, 1)
    assert (firms(one), states(one)) == ([], [("甲.xlsx", "withdrawn")])
    importing.restore(one, 1)
    assert firms(one) == [1, 2]


def test_of_three_files_each_replaced_by_the_next_one_counts(two, ledger):
    load(two, ledger("丙.xlsx", 5), wanted=REPLACE)
    assert firms(two) == [5]
    importing.withdraw(two, 2)  # the one in the middle: it had been replaced already
    assert firms(two) == [5]
    importing.withdraw(two, 3)
    assert firms(two) == [1, 2]
    importing.restore(two, 2)
    assert firms(two) == [2, 3, 4]


def test_a_withdrawn_file_can_be_loaded_again(one, tmp_path):
    importing.withdraw(one, 1)
    (outcome,) = load(one, tmp_path / "甲.xlsx")
    assert (outcome.known, firms(one)) == (False, [1, 2])


@pytest.mark.parametrize(
    ("action", "submission"),
    [(importing.withdraw, 3), (importing.restore, 1), (importing.accept, 1), (importing.withdraw, 77)],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(two, ledger, action, submission):
    load(two, ledger("丙.xlsx", 5))
    before = states(two), warehouse.current_version(two)
    with pytest.raises(Refused):
        action(two, submission)
    assert (states(two), warehouse.current_version(two)) == before


def test_the_older_version_stands_untouched(two):
    importing.withdraw(two, 2)
    of_version = [ask(two, "SELECT count(*) FROM assisted", version)[0][0] for version in (1, 2, 3)]
    assert of_version == [2, 3, 2]


# --- a crash


def crash(store: Store, *, is_published: bool) -> None:
    """Leave the store as an importer leaves it that dies while 乙.xlsx goes in."""
    (waiting,) = [one for one in register.everything(store) if one.state == "pending"]
    version, _ = register.begin(store, [waiting], schema.digest())
    if is_published:
        warehouse.publish(store, version, lambda connection: None)


def test_a_replacing_file_waits_again_after_a_crash(one, ledger):
    load(one, ledger("乙.xlsx", 2, 3, 4))
    crash(one, is_published=False)
    assert ("乙.xlsx", "building") in states(one)
    warehouse.reconcile(one)
    assert (firms(one), states(one)) == ([1, 2], [("甲.xlsx", "counts"), ("乙.xlsx", "pending")])
    importing.accept(one, 2)
    assert (warehouse.current_version(one), firms(one)) == (2, [2, 3, 4])


def test_a_replacing_file_that_was_published_before_the_crash_counts(one, ledger):
    load(one, ledger("乙.xlsx", 2, 3, 4))
    crash(one, is_published=True)
    warehouse.reconcile(one)
    assert states(one) == [("甲.xlsx", "loaded"), ("乙.xlsx", "counts")]


# --- the command line


def test_submissions_are_listed(two, loaders):
    listed = loaders("submissions", "--json")
    shown = [(o["submission"], o["file"], o["state"], o["replaces"], o["counts"]) for o in listed.json]
    assert (listed.code, shown) == (
        0,
        [(1, "甲.xlsx", "loaded", None, False), (2, "乙.xlsx", "loaded", 1, True)],
    )
    assert loaders("submissions").out.splitlines() == [
        "  1 loaded 2022 140100 甲.xlsx",
        "* 2 loaded 2022 140100 乙.xlsx",
    ]


def test_withdraw_and_restore_from_the_command_line(two, loaders):
    withdrawn = loaders("withdraw", 2, "--json")
    assert (withdrawn.code, [(o["state"], o["counts"]) for o in withdrawn.json]) == (
        0,
        [("loaded", True), ("withdrawn", False)],
    )
    assert firms(two) == [1, 2]
    restored = loaders("restore", 2, "--json")
    assert (restored.code, [(o["state"], o["counts"]) for o in restored.json]) == (
        0,
        [("loaded", False), ("loaded", True)],
    )
    assert firms(two) == [2, 3, 4]


@pytest.mark.parametrize("command", ["withdraw", "restore"])
def test_a_submission_that_is_not_there_is_refused(two, loaders, command):
    done = loaders(command, 77, "--json")
    assert (done.code, done.json, done.err) == (2, {"refused": NO_SUCH.format(77)}, NO_SUCH.format(77) + "\n")
    assert warehouse.current_version(two) == 2


def test_a_file_that_waits_is_told_and_exits_0(one, loaders, ledger):
    file = ledger("乙.xlsx", 2, 3, 4)
    told = loaders("load", file, "--json")
    (said,) = told.json
    assert (told.code, said["status"], said["sender"], said["kind"]) == (0, "pending", "140100", "ledger")
    assert said["rows"] == {"in_file": 3, "loaded": 3, "held": 0, "ignored": 0}
    words = loaders("load", file).out
    assert "它会替换同一报送单位以前的文件“甲.xlsx”，尚未生效。确认后用 --replace 重新导入" in words
    (loaded,) = json.loads(loaders("load", file, "--replace", "--json").out)
    assert (loaded["status"], firms(one)) == ("loaded", [2, 3, 4])


def test_the_kind_that_was_asked_for_must_be_found(store, loaders, ledger):
    done = loaders("load", ledger("甲.xlsx", 1), "--kind", "questionnaire", "--json")
    assert (done.code, done.json[0]["status"], register.everything(store)) == (2, "refused", [])


# --- two files in one load


def test_the_second_file_of_a_sender_in_one_load_waits_for_the_first(store, ledger):
    first, second = load(store, ledger("甲.xlsx", 1, 2), ledger("乙.xlsx", 2, 3))
    assert (first.status, second.status, second.replaces.file) == ("loaded", "pending", "甲.xlsx")
    assert (firms(store), states(store)) == ([1, 2], [("甲.xlsx", "counts"), ("乙.xlsx", "pending")])
    importing.accept(store, 2)
    assert (firms(store), states(store)) == ([2, 3], [("甲.xlsx", "loaded"), ("乙.xlsx", "counts")])


def test_with_replace_the_last_file_of_a_sender_in_one_load_counts(store, ledger):
    outcomes = load(store, *(ledger(f"{n}.xlsx", n) for n in (1, 2, 3)), wanted=REPLACE)
    assert [outcome.replaces and outcome.replaces.file for outcome in outcomes] == [None, "1.xlsx", "2.xlsx"]
    assert (firms(store), states(store)) == (
        [3],
        [("1.xlsx", "loaded"), ("2.xlsx", "loaded"), ("3.xlsx", "counts")],
    )
    importing.withdraw(store, 3)
    assert firms(store) == [2]


def test_in_one_load_files_of_other_senders_and_years_all_count(store, ledger):
    files = [ledger("甲.xlsx", 1), ledger("乙.xlsx", 2, unit="大同市"), ledger("丙.xlsx", 3, year=2023)]
    assert [outcome.status for outcome in load(store, *files)] == ["loaded"] * 3
    assert firms(store) == [1, 2, 3]


def test_the_same_file_twice_in_one_load_waits_once(one, ledger, tmp_path):
    (tmp_path / "又").mkdir()
    second = ledger("乙.xlsx", 3)
    again = shutil.copy(second, tmp_path / "又" / "乙.xlsx")
    assert [outcome.status for outcome in load(one, second, Path(again))] == ["pending"] * 2
    assert states(one) == [("甲.xlsx", "counts"), ("乙.xlsx", "pending")]


# --- one sender counts once


BOTH = "同一报送单位、同一年度的“{}”（报送 {}）已经计入，不能同时恢复这一份。请先撤回报送 {}，再恢复"


def test_a_withdrawn_file_is_not_restored_beside_a_later_one(one, ledger):
    importing.withdraw(one, 1)
    load(one, ledger("乙.xlsx", 3))
    with pytest.raises(Refused) as refusal:
        importing.restore(one, 1)
    assert str(refusal.value) == BOTH.format("乙.xlsx", 2, 2)
    assert (firms(one), states(one)) == ([3], [("甲.xlsx", "withdrawn"), ("乙.xlsx", "counts")])


def test_it_is_restored_once_the_later_one_is_withdrawn(one, ledger):
    importing.withdraw(one, 1)
    load(one, ledger("乙.xlsx", 3))
    importing.withdraw(one, 2)
    importing.restore(one, 1)
    assert (firms(one), states(one)) == ([1, 2], [("甲.xlsx", "counts"), ("乙.xlsx", "withdrawn")])


def test_of_two_that_replaced_the_same_file_one_counts(two, ledger):
    importing.withdraw(two, 2)
    load(two, ledger("丙.xlsx", 5), wanted=REPLACE)
    with pytest.raises(Refused, match=r"“丙.xlsx”（报送 3）已经计入"):
        importing.restore(two, 2)
    assert firms(two) == [5]


def test_two_withdrawn_files_of_unknown_senders_both_come_back(store, ledger):
    load(store, ledger("甲.xlsx", 1, unit="张三"), ledger("乙.xlsx", 2, unit="张三"))
    for submission in (1, 2):
        importing.withdraw(store, submission)
        importing.restore(store, submission)
    assert firms(store) == [1, 2]


@pytest.mark.parametrize(
    "dropped",
    [
        [("乙.xlsx", 2, 3), ("丙.xlsx", 4)],  # both would replace 甲.xlsx
        [("丙.xlsx", 4), ("乙.xlsx", 2, 3), ("丁.xlsx", 5)],
        [("乙.xlsx", 2, 3), ("又一份.xlsx", 2, 3)],  # one content under two names
        [("甲.xlsx", 1, 2), ("乙.xlsx", 2, 3)],  # the first is known
    ],
)
def test_what_is_foreseen_of_files_dropped_together_is_what_becomes_of_them(one, ledger, tmp_path, dropped):
    files = [ledger(name, *firms) for name, *firms in dropped]
    read = importing.check(files, Store(tmp_path / "thrown away"))
    foreseen = importing.foreseen(read, one)
    assert states(one) == [("甲.xlsx", "counts")]
    confirmed = {o.file: o.replaces.submission for o in foreseen if o.replaces and not o.beside}
    outcomes = importing.load(files, one, confirmed=confirmed)
    assert [(o.status == "pending", o.known, o.beside) for o in foreseen] == [
        (o.status == "pending", o.known, o.beside) for o in outcomes
    ]


def test_in_a_store_without_anything_too_the_second_of_a_sender_is_foreseen_to_wait(store, ledger, tmp_path):
    files = [ledger("甲.xlsx", 1), ledger("乙.xlsx", 2), ledger("大同.xlsx", 3, unit="大同市市场监管局")]
    foreseen = importing.foreseen(importing.check(files, Store(tmp_path / "thrown away")), store)
    assert [(o.status, o.beside) for o in foreseen] == [("accepted", ""), ("pending", "甲.xlsx"), ("accepted", "")]
    assert not store.register.exists()


def test_files_of_an_unknown_sender_never_wait_for_one_another(store, ledger, tmp_path):
    files = [ledger("甲.xlsx", 1, unit=""), ledger("乙.xlsx", 2, unit="")]
    foreseen = importing.foreseen(importing.check(files, Store(tmp_path / "thrown away")), store)
    assert [(o.status, o.beside) for o in foreseen] == [("accepted", ""), ("accepted", "")]
