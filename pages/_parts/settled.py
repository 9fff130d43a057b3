"""What a run of the script looks up once, because it asks for it again and again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Settled(Generic[Value]):
    """A value that is looked up whenever it is asked for, until it is settled for what the thread does."""

    def __init__(self, name: str, look_up: Callable[[], Value]) -> None:
        self._look_up = look_up
        self._known: ContextVar[tuple[Value] | None] = ContextVar(name, default=None)

    def get(self) -> Value:
        """The settled value, else that of now."""
        known = self._known.get()
        return self._look_up() if known is None else known[0]

    def settle(self) -> None:
        """Look it up for this run."""
        self._known.set((self._look_up(),))

    @contextmanager
    def being(self, value: Value) -> Iterator[None]:
        """Take it for this value for a while."""
        before = self._known.set((value,))
        try:
            yield
        finally:
            self._known.reset(before)
