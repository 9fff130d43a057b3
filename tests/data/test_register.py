"""What was received and decided, and what a crash leaves of it."""

import sqlite3

import pytest

from data import register
from data.register import Submission


def received(name: str = "太原.xlsx") -> Submission:
    return Submission(f"sha of {name}", ".xlsx", name, "questionnaire", 2021, "140000", 12, 9, 2, 1)


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
    assert [kept] == going_in
    assert kept[:10] == received()[:10]
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
