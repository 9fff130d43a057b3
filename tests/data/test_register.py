"""What was received and decided, and what a crash leaves of it."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from data import register
from data.errors import Refused
from data.register import Decision, Submission
from data.store import Store


def received(name: str = "太原.xlsx") -> Submission:
    return Submission(f"sha of {name}", ".xlsx", name, "questionnaire", None, 2021, "140000", 12, 9, 2, 1)


def files(store) -> list[str]:
    return [one.file for one in register.submissions(store)]


def numbers(store) -> list[int]:
    return [version["version"] for version in register.versions(store)]


def test_an_empty_register_has_nothing(store):
    assert register.submissions(store) == []
    assert register.versions(store) == []


def test_a_finished_version_has_its_submission_as_received(store):
    version, going_in = register.begin(store, [received()], "schema")
    register.finish(store, version)
    (kept,) = register.submissions(store)
    assert [kept] == [one._replace(state="loaded") for one in going_in]
    assert kept[:11] == received()[:11]
    assert kept.submission == 1
    assert len(kept.received_at) == len("2021-11-03 08:03:05")


def test_a_version_knows_its_schema_and_how_many_files_it_has(store):
    register.finish(store, register.begin(store, [received("a"), received("b")], "schema")[0])
    (version,) = register.versions(store)
    assert (version["version"], version["schema"], version["submissions"]) == (1, "schema", 2)


def test_what_is_being_built_is_not_yet_there(store):
    register.begin(store, [received()], "schema")
    assert files(store) == []
    assert numbers(store) == []


def test_a_later_version_has_earlier_submissions_too_in_the_order_received(store):
    register.finish(store, register.begin(store, [received("a")], "schema")[0])
    version, going_in = register.begin(store, [received("b"), received("c")], "schema")
    assert [one.file for one in going_in] == ["a", "b", "c"]
    register.finish(store, version)
    assert files(store) == ["a", "b", "c"]
    assert numbers(store) == [2, 1]


def test_a_version_may_be_built_again_without_new_files(store):
    register.finish(store, register.begin(store, [received("a")], "old schema")[0])
    version, going_in = register.begin(store, [], "new schema")
    assert (version, [one.file for one in going_in]) == (2, ["a"])
    register.finish(store, version)
    assert [version["schema"] for version in register.versions(store)] == ["new schema", "old schema"]


# --- a crash, by how far the importer came


def test_crash_before_the_pointer_flipped_forgets_the_building(store):
    register.finish(store, register.begin(store, [received("a")], "schema")[0])
    register.begin(store, [received("b")], "schema")
    register.reconcile(store, pointed_at=1)
    assert (files(store), numbers(store)) == (["a"], [1])


def test_crash_after_the_pointer_flipped_keeps_the_building(store):
    register.finish(store, register.begin(store, [received("a")], "schema")[0])
    version, _ = register.begin(store, [received("b")], "schema")
    register.reconcile(store, pointed_at=version)
    assert (files(store), numbers(store)) == (["a", "b"], [2, 1])


def test_crash_of_the_very_first_import_leaves_nothing(store):
    register.begin(store, [received()], "schema")
    register.reconcile(store, pointed_at=None)
    assert (files(store), numbers(store)) == ([], [])


def test_reconciling_a_register_without_a_crash_changes_nothing(store):
    register.finish(store, register.begin(store, [received("a")], "schema")[0])
    register.finish(store, register.begin(store, [received("b")], "schema")[0])
    before = register.submissions(store), register.versions(store)
    for pointed_at in (2, 1):  # pointing back forgets nothing
        register.reconcile(store, pointed_at)
        assert (register.submissions(store), register.versions(store)) == before


def test_a_forgotten_file_can_be_received_again(store):
    register.begin(store, [received("a")], "schema")
    register.reconcile(store, pointed_at=None)
    version, going_in = register.begin(store, [received("a")], "schema")
    assert [one.file for one in going_in] == ["a"]
    register.finish(store, version)
    assert files(store) == ["a"]


def test_the_number_of_a_removed_version_is_not_given_again(store):
    for name in ("a", "b"):
        register.finish(store, register.begin(store, [received(name)], "schema")[0])
    register.removed(store, 2)
    assert numbers(store) == [1]
    assert register.begin(store, [], "schema")[0] == 3


# --- one transaction


def test_an_error_undoes_everything_of_its_transaction(store):
    broken = received("b")._replace(kind=None)  # type: ignore[arg-type]
    with pytest.raises(sqlite3.IntegrityError):
        register.begin(store, [received("a"), broken], "schema")
    register.reconcile(store, pointed_at=1)
    assert files(store) == []
    assert register.begin(store, [], "schema")[0] == 1


def test_no_other_state_can_be_written(store):
    with pytest.raises(sqlite3.IntegrityError), register.opened(store) as db:
        db.execute("INSERT INTO version VALUES (1, '2021-11-03', 'schema', 0, 'half done')")


@pytest.mark.parametrize("text", ["a'b.xlsx", "太原\n.xlsx", "'); DROP TABLE submission; --"])
def test_file_names_are_values(store, text):
    register.finish(store, register.begin(store, [received(text)], "schema")[0])
    assert files(store) == [text]


# --- submissions that replace others


def test_versions_are_remembered_after_their_files_are_gone(store):
    for name in ("a", "b"):
        register.finish(store, register.begin(store, [received(name)], "schema")[0])
    register.removed(store, 1)
    register.begin(store, [received("c")], "schema")
    assert list(register.built(store)) == [1, 2]
    assert {len(moment) for moment in register.built(store).values()} == {len("2021-11-03 08:03:05")}
    assert register.arrived(store) == {1: 1, 2: 2}


@pytest.mark.parametrize(
    ("after", "until", "count"), [("09", "11", 1), ("10", "11", 0), ("09", "10", 1), ("00", "09", 0)]
)
def test_decisions_are_counted_after_one_moment_up_to_another(store, monkeypatch, after, until, count):
    monkeypatch.setattr(register, "now", lambda: "2024-01-10 00:00:00")
    register.note(store, [Decision("double", "a", "b", "same"), Decision("double", "a", "c", "same")])
    register.undo(store, 2)
    assert register.decided(store, f"2024-01-{after} 00:00:00", f"2024-01-{until} 00:00:00") == count


def published(store, *received_now: Submission) -> int:
    version, _ = register.begin(store, list(received_now), "schema")
    register.finish(store, version)
    return version


def test_what_is_replaced_stays_and_counts_no_more(store):
    published(store, received("a"))
    published(store, received("b")._replace(replaces=1))
    assert files(store) == ["b"]
    assert [(one.file, one.state, one.replaces) for one in register.everything(store)] == [
        ("a", "loaded", None),
        ("b", "loaded", 1),
    ]
    register.decide(store, 2, "withdrawn")
    assert files(store) == ["a"]
    register.decide(store, 2, "loaded")
    assert files(store) == ["b"]


def test_what_was_replaced_long_ago_does_not_come_back_in_the_middle(store):
    for number, name in enumerate("abc"):
        published(store, received(name)._replace(replaces=number or None))
    register.decide(store, 2, "withdrawn")
    assert files(store) == ["c"]
    register.decide(store, 3, "withdrawn")
    assert files(store) == ["a"]


def test_what_waits_counts_nowhere_until_it_goes_in(store):
    published(store, received("a"))
    register.wait(store, [received("b")._replace(replaces=1)])
    assert (files(store), register.everything(store)[1].state) == (["a"], "pending")
    published(store, register.everything(store)[1])
    assert (files(store), len(register.everything(store))) == (["b"], 2)


@pytest.mark.parametrize(("pointed_at", "left"), [(1, ["a"]), (2, ["b"])])
def test_after_a_crash_a_replacing_file_waits_unless_the_pointer_names_it(store, pointed_at, left):
    published(store, received("a"))
    register.begin(store, [received("b")._replace(replaces=1)], "schema")
    register.reconcile(store, pointed_at)
    states = {one.file: one.state for one in register.everything(store)}
    assert (files(store), states) == (left, {"a": "loaded", "b": "pending" if left == ["a"] else "loaded"})


def test_after_a_crash_a_file_that_replaced_one_of_the_same_load_is_forgotten_with_it(store):
    published(store, received("a"))
    chain = [received(name)._replace(submission=n, replaces=n - 1) for n, name in ((2, "b"), (3, "c"), (4, "d"))]
    register.begin(store, chain, "schema")
    register.reconcile(store, pointed_at=1)
    assert [(one.file, one.state) for one in register.everything(store)] == [("a", "loaded"), ("b", "pending")]


def test_a_restored_file_never_counts_beside_another_of_its_sender(store):
    published(store, received("a")._replace(sender="140100"))
    register.decide(store, 1, "withdrawn")
    published(store, received("b")._replace(sender="140100"))
    with pytest.raises(Refused, match="“b”（报送 2）已经计入"):
        register.decide(store, 1, "loaded")
    assert [(one.file, one.state) for one in register.everything(store)] == [("a", "withdrawn"), ("b", "loaded")]


# --- a register of an older program


OLD_TABLES = """
CREATE TABLE submission (
    submission   INTEGER PRIMARY KEY,
    sha256       TEXT NOT NULL,
    suffix       TEXT NOT NULL,
    file         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    year         INTEGER NOT NULL,
    region       TEXT,
    received_at  TEXT NOT NULL,
    rows_in_file INTEGER NOT NULL,
    rows_loaded  INTEGER NOT NULL,
    rows_held    INTEGER NOT NULL,
    rows_ignored INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('building', 'loaded'))
);
CREATE TABLE version (
    version     INTEGER PRIMARY KEY,
    built_at    TEXT NOT NULL,
    schema      TEXT NOT NULL,
    submissions INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('building', 'published', 'removed'))
);
INSERT INTO submission VALUES
    (1, 'sha of a', '.xlsx', 'a', 'questionnaire', 2021, '140000', '2022-01-02 03:04:05', 12, 9, 2, 1, 1, 'loaded'),
    (4, 'sha of b', '.xlsx', 'b', 'questionnaire', 2022, NULL, '2022-01-03 03:04:05', 5, 5, 0, 0, 2, 'loaded');
INSERT INTO version VALUES
    (1, '2022-01-02 03:04:06', 'old', 1, 'removed'), (2, '2022-01-03 03:04:06', 'old', 2, 'published');
"""


@pytest.fixture
def old(store):
    """A store whose register has the tables of the first program."""
    with closing(sqlite3.connect(store.register)) as db:
        db.executescript(OLD_TABLES)
    return store


def test_a_register_of_the_first_program_is_carried_over(old):
    first, second = register.submissions(old)
    carried = Submission(
        *("sha of a", ".xlsx", "a", "questionnaire", None, 2021, "140000", 12, 9, 2, 1, None, "2022-01-02 03:04:05"),
        state="loaded",
        submission=1,
    )
    assert (first, second.submission, second.region, second.sender) == (carried, 4, None, None)
    assert register.versions(old) == [
        {"version": 2, "built_at": "2022-01-03 03:04:06", "schema": "old", "submissions": 2}
    ]
    assert published(old, received("c")._replace(replaces=4)) == 3
    assert files(old) == ["a", "c"]


def test_a_register_is_carried_over_once(old):
    before = register.everything(old)
    register.decide(old, 4, "withdrawn")
    assert [one.state for one in register.everything(old)] == ["loaded", "withdrawn"]
    assert [one.file for one in before] == ["a", "b"]
    with closing(sqlite3.connect(old.register)) as db:
        names = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {name for name in names if name.startswith("old")} == set()


def test_carrying_over_that_is_cut_off_leaves_the_old_register(old, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(register, "TABLES", register.TABLES + "CREATE TABLE;")
        with pytest.raises(sqlite3.OperationalError):
            register.submissions(old)
    assert files(old) == ["a", "b"]


def test_programs_that_start_together_carry_over_once(old):
    with ThreadPoolExecutor(8) as together:
        seen = list(together.map(lambda _: files(old), range(16)))
    assert seen == [["a", "b"]] * 16


CELL = Decision("cell", "a" * 64, "Sheet1!C7", "91140100MA0K3P7X46", before="9114", reason="核对营业执照")


def test_a_decision_is_kept_with_its_reason_and_its_moment(store):
    register.note(store, [CELL])
    (kept,) = register.decisions(store, "cell", "a" * 64)
    assert kept._replace(at="", decision=0) == CELL
    assert kept.at


def test_a_later_decision_on_the_same_subject_holds(store):
    register.note(store, [CELL, CELL._replace(verdict="91140100MA0K3P7X47"), CELL._replace(subject="Sheet1!C8")])
    found = register.decisions(store, "cell", "a" * 64)
    assert [(one.subject, one.verdict) for one in found] == [
        ("Sheet1!C7", "91140100MA0K3P7X47"),
        ("Sheet1!C8", CELL.verdict),
    ]


def test_a_decision_taken_back_does_not_hold(store):
    register.note(store, [CELL])
    register.undo(store, register.decisions(store, "cell")[0].decision)
    assert register.decisions(store, "cell") == []


def test_decisions_of_other_places_and_kinds_stay_apart(store):
    register.note(store, [CELL, CELL._replace(place="b" * 64), CELL._replace(about="heading")])
    assert len(register.decisions(store, "cell")) == 2
    assert len(register.decisions(store, "cell", "b" * 64)) == 1
    assert register.decisions(store, "match") == []


def test_a_store_without_a_register_has_no_decisions_and_gets_none(tmp_path):
    store = Store(tmp_path / "nothing")
    assert register.decisions(store, "cell") == []
    assert not store.path.exists()
