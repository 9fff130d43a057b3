"""A received file as it is read now: its original, with everything that was decided about it."""

from pathlib import Path

from data.register import Submission
from data.store import Store
from loaders import staging
from loaders.decided import Decided
from loaders.staging import Staged
from loaders.worker import Worker


def staged(store: Store, one: Submission, beside: Path, decided: Decided | None = None) -> Staged:
    """What was read from a submission, with what was decided about it or with other decisions.

    Where it was not read so yet, it is read into the folder `beside` the store, which may be importing.
    """
    decided = Decided.of(store) if decided is None else decided
    worker = Worker()  # runs only if there is something to read
    try:
        original = store.original(one.sha256, one.suffix)
        return staging.of(store, worker, original, one.region, one.file, decided, beside)
    finally:
        worker.stop()


def as_sent(store: Store, one: Submission, beside: Path) -> Staged:
    """What was read from a submission without any correction of its cells."""
    return staged(store, one, beside, Decided.of(store)._replace(corrections={}))
