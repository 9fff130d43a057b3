"""Loading files: archive the original, read it, publish one new version with everything that was received."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from data import lock, register, schema, warehouse
from data.errors import Refused
from data.register import Submission
from data.store import Store
from loaders import merge, staging
from loaders.inbox import content
from loaders.issues import Issue
from loaders.merge import Received
from loaders.staging import Staged
from loaders.worker import Worker


class Outcome(NamedTuple):
    """What became of one file; `refusal` says why it was refused."""

    file: Path
    status: Literal["loaded", "accepted", "refused"]
    year: int | None = None
    staged: Staged | None = None
    refusal: Refused | None = None
    known: bool = False  # the same file was loaded before; nothing changed

    @property
    def issues(self) -> list[Issue]:
        """Its findings."""
        return self.staged.issues() if self.staged else []


def _nothing(*_: Any) -> None:
    """No one is watching."""


def load(
    files: Sequence[Path],
    store: Store,
    *,
    year: int | None = None,
    region: str | None = None,
    kind: str | None = None,
    waiting: Callable[[], None] = _nothing,
    progress: Callable[[int], None] = _nothing,
) -> list[Outcome]:
    """Load files and publish one new version with the good ones; a refused file changes nothing.

    `year` is the collection round, by default the year most answers of the file were submitted in; `region` the
    context for place names. `waiting` is called once if another importer is at work, `progress` with the number
    of files read.
    """
    with lock.importing(store, waiting), Worker() as worker:
        warehouse.reconcile(store)
        staging.clear(store)
        known = {(s.sha256, s.kind, s.year) for s in register.submissions(store)}
        outcomes, received = [], []
        for done, file in enumerate(files):
            progress(done)
            try:
                sha256, staged, of_year = _receive(file, store, worker, year, region, kind)
            except Refused as refusal:
                outcomes.append(Outcome(file, "refused", refusal=refusal))
                continue
            is_known = (sha256, staged.kind, of_year) in known
            outcomes.append(Outcome(file, "loaded", of_year, staged, known=is_known))
            if not is_known:
                known.add((sha256, staged.kind, of_year))
                counts = (staged.in_file, staged.loaded, staged.held, staged.ignored)
                received.append(Submission(sha256, file.suffix, file.name, staged.kind, of_year, region, *counts))
        behind = warehouse.current_version(store) != register.newest(store)  # after a rollback
        if received or (behind and any(outcome.known for outcome in outcomes)):
            _publish(store, worker, received)
    return outcomes


def check(
    files: Sequence[Path],
    store: Store,
    *,
    region: str | None = None,
    kind: str | None = None,
    progress: Callable[[int], None] = _nothing,
) -> list[Outcome]:
    """The same reading and checks in a store that is thrown away by the caller; publishes nothing."""
    store.make()
    outcomes = []
    with Worker() as worker:
        for done, file in enumerate(files):
            progress(done)
            try:
                _, staged, year = _receive(file, store, worker, None, region, kind)
                outcomes.append(Outcome(file, "accepted", year, staged))
            except Refused as refusal:
                outcomes.append(Outcome(file, "refused", refusal=refusal))
    return outcomes


def rebuild(store: Store) -> None:
    """Publish a new version from everything received, for instance after the program changed."""
    with lock.importing(store, _nothing), Worker() as worker:
        warehouse.reconcile(store)
        staging.clear(store)
        _publish(store, worker, [])


def _receive(
    file: Path, store: Store, worker: Worker, year: int | None, region: str | None, kind: str | None
) -> tuple[str, Staged, int]:
    sha256 = store.archive(content(file), file.suffix)
    staged = _stage(store, worker, sha256, file.suffix, region)
    if kind and staged.kind != kind:
        raise Refused("标题行说明这是“{found}”，不是“{wanted}”。请核对 --kind", found=staged.kind, wanted=kind)
    of_year = year or staged.year
    if of_year is None:
        raise Refused("文件里没有提交时间，不能判断是哪一年的答卷。请用 --year 指明年度")
    return sha256, staged, of_year


def _stage(store: Store, worker: Worker, sha256: str, suffix: str, region: str | None) -> Staged:
    to = staging.folder(store, sha256, region)
    if staged := staging.read(to):
        return staged
    worker.stage(store.original(sha256, suffix), to, region)
    staged = staging.read(to)
    assert staged, to
    return staged


def _publish(store: Store, worker: Worker, received: list[Submission]) -> None:
    version, submissions = register.begin(store, received, schema.digest())
    parts: Iterable[Received] = [
        Received(one, _stage(store, worker, one.sha256, one.suffix, one.region)) for one in submissions
    ]
    warehouse.publish(store, version, lambda connection: merge.fill(connection, version, list(parts)))
    register.finish(store, version)
    warehouse.prune(store)
