"""The lock of the one importer. The operating system drops it when the process that holds it dies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from data.store import Store, room


@contextmanager
def importing(store: Store, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the store's lock; call `waiting` once if another importer has it, then wait for it.

    What fails inside because the disk is full is refused.
    """
    store.make()
    lock = FileLock(store.path / "importing.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting()
        lock.acquire()
    try:
        with room():
            yield
    finally:
        lock.release()
