"""A received file as it is read now: its original, with everything that was decided about it."""

from pathlib import Path

from data import register
from data.register import Submission
from data.store import Store
from loaders import staging
from loaders.decided import Decided
from loaders.staging import Staged
from loaders.worker import Worker


def decided(store: Store, sha256: str) -> Decided:
    """The decisions that hold about a file."""
    return Decided({one.subject: one.verdict for one in register.decisions(store, "cell", sha256)})


def staged(store: Store, one: Submission, beside: Path, about: Decided | None = None) -> Staged:
    """What was read from a submission, with what was decided about it or with other decisions.

    Where it was not read so yet, it is read into the folder `beside` the store, which may be importing.
    """
    about = decided(store, one.sha256) if about is None else about
    to = staging.folder(store, one.sha256, one.region, one.file, about)
    if not (found := staging.read(to) or staging.read(beside / to.name)):
        with Worker() as worker:
            worker.stage(store.original(one.sha256, one.suffix), beside / to.name, one.region, one.file, about)
        found = staging.read(beside / to.name)
    assert found, to
    return found
