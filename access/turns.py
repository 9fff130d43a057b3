"""One page is worked out at a time: pages that share the interpreter's one lock only make one another late."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

SECONDS = 0.25


class Turns:
    """Turns that are taken one after another. Who works longer than `seconds` goes on beside the next."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._door = Lock()  # one waits for the turn, the others behind it
        self._turn = Lock()
        self._passing = Lock()
        self._whose: object = None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Work in one's turn."""
        mine = object()
        with self._door:
            has_come = self._turn.acquire(timeout=self.seconds)
            with self._passing:
                if not has_come:
                    self._turn.acquire(blocking=False)  # given back just now, else taken over as it is
                self._whose = mine
        try:
            yield
        finally:
            with self._passing:
                if self._whose is mine:
                    self._turn.release()


taken = Turns(SECONDS).taken
