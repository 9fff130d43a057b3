"""The lock of the one importer."""

import subprocess
import sys
import threading

import pytest

from data import lock
from data.store import ROOT

HOLD = """
import sys
from data import lock
from data.store import Store
with lock.importing(Store(sys.argv[1]), lambda: print("waiting", flush=True)):
    print("held", flush=True)
    sys.stdin.readline()
"""


def never() -> None:
    pytest.fail("waited for a lock that nobody holds")


def test_a_free_lock_is_taken_at_once(store):
    with lock.importing(store, never):
        assert (store.path / "importing.lock").exists()
    with lock.importing(store, never):
        pass


def test_an_error_lets_go_of_the_lock(store):
    with pytest.raises(ValueError, match="in the middle"), lock.importing(store, never):
        raise ValueError("in the middle")
    with lock.importing(store, never):
        pass


def test_a_second_importer_is_told_once_and_waits_for_the_first(store):
    events: list[str] = []
    is_told = threading.Event()

    def second() -> None:
        with lock.importing(store, lambda: (events.append("told"), is_told.set())):
            events.append("second")

    with lock.importing(store, never):
        waiting = threading.Thread(target=second)
        waiting.start()
        assert is_told.wait(10)
        waiting.join(0.2)
        events.append("first done")
    waiting.join(10)
    assert events == ["told", "first done", "second"]


def test_the_lock_of_a_process_that_dies_is_free(store):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(store.path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout
    assert holder.stdout.readline() == b"held\n"
    killed: list[int] = []

    def kill() -> None:
        holder.kill()
        killed.append(holder.wait())

    with lock.importing(store, kill):
        assert len(killed) == 1
    holder.communicate()
