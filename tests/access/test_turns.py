"""Pages are worked out one at a time, and none waits long for a slow one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread
from time import sleep

import pytest

from access.turns import Turns

LONG = 60.0  # seconds that no test waits for


@contextmanager
def working(turns: Turns) -> Iterator[tuple[Event, Event]]:
    """Somebody who works until told to end; when the turn has come, and the word to end."""
    has_come, end = Event(), Event()

    def work() -> None:
        with turns.taken():
            has_come.set()
            assert end.wait(LONG)

    worker = Thread(target=work)
    worker.start()
    yield has_come, end
    end.set()
    worker.join(LONG)
    assert not worker.is_alive()


def test_never_two_at_a_time():
    turns, at_work, seen = Turns(LONG), [], []

    def work(number: int) -> None:
        with turns.taken():
            at_work.append(number)
            sleep(0.001)
            seen.append(len(at_work))
            at_work.remove(number)

    with ThreadPoolExecutor(8) as workers:
        list(workers.map(work, range(40)))
    assert seen == [1] * 40


def test_who_works_long_is_passed_and_goes_on():
    turns = Turns(0.01)
    with working(turns) as (slow, _end), working(turns) as (next_one, _end_next):
        assert slow.wait(LONG)
        assert next_one.wait(LONG)


def test_the_end_of_one_that_was_passed_gives_nobody_a_second_turn():
    turns = Turns(0.05)
    with working(turns) as (slow, end_of_slow):
        assert slow.wait(LONG)
        with working(turns) as (second, end_of_second):
            assert second.wait(LONG)  # has taken the turn over
            turns.seconds = LONG
            end_of_slow.set()
            with working(turns) as (third, _end):
                assert not third.wait(0.1)
                end_of_second.set()
                assert third.wait(LONG)


def test_a_page_that_fails_gives_its_turn_back():
    turns = Turns(LONG)
    with pytest.raises(ZeroDivisionError), turns.taken():
        raise ZeroDivisionError
    with working(turns) as (has_come, _end):
        assert has_come.wait(LONG)
