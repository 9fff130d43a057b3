"""Loading files: archive the original, read it, publish one new version with everything that was received."""

import getpass
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from data import lock, own, register, schema, warehouse
from data.errors import Refused
from data.register import Decision, Submission
from data.store import Store
from loaders import asking, merge, merged, pilot_rules, recovery, review, staging, statistics
from loaders.asking import NeedsHeadings
from loaders.decided import NOTHING, Decided, Heading
from loaders.inbox import content
from loaders.issues import Issue
from loaders.merge import Received
from loaders.staging import Staged
from loaders.worker import Worker, Workers
from locales import N_


class Outcome(NamedTuple):
    """What became of one file.

    pending: it would replace `replaces`, an earlier file of the same sender, kind and year, and waits for a
    decision. `refusal` says why a file was refused. `known`: it was loaded before and nothing changed. `beside`: the
    name of the file of the same load that counts in its place. `submission` is its number in the register, `merged`
    what comparing it with everything received found.
    """

    file: Path
    status: Literal["loaded", "pending", "accepted", "refused"]
    year: int | None = None
    sender: str | None = None
    staged: Staged | None = None
    refusal: Refused | None = None
    known: bool = False
    replaces: Submission | None = None
    beside: str = ""
    submission: int | None = None
    merged: tuple[Issue, ...] = ()

    @property
    def issues(self) -> list[Issue]:
        """What reading it found."""
        return self.staged.issues() if self.staged else []

    @property
    def headings(self) -> list[Heading]:
        """Of a file that was refused because nobody knows what some of its headings mean: all of them."""
        return list(self.refusal.headings) if isinstance(self.refusal, NeedsHeadings) else []

    @property
    def explainable(self) -> list[Heading]:
        """All headings of a file of which somebody has to, or may want to, say what some unknown ones mean."""
        known = asking.distinct(self.staged.headings()) if self.staged else []
        return self.headings or (known if any(one.proposal for one in known) else [])


class Wanted(NamedTuple):
    """What the caller says of the files: round, context of place names, kind, sender; None to find out."""

    year: int | None = None
    region: str | None = None
    kind: str | None = None
    sender: str | None = None
    replace: bool = False


def _nothing(*_: Any) -> None:
    """No one is watching."""


def load(
    files: Sequence[Path],
    store: Store,
    wanted: Wanted = Wanted(),
    *,
    confirmed: Mapping[Path, int] = MappingProxyType({}),
    waiting: Callable[[], None] = _nothing,
    progress: Callable[[int], None] = _nothing,
) -> list[Outcome]:
    """Load files and publish one new version with the good ones; a refused file changes nothing.

    本局 is the context of place names where none is given. A file that would replace another one waits, unless
    `wanted.replace` or the submission it replaces is the one `confirmed` for it. `waiting` is called once if another
    importer is at work, `progress` with the number of files read.
    """
    with lock.importing(store, waiting), Workers() as workers:
        _settle(store, workers)
        store.refuse_without_room(sum(_size(file) for file in files))
        wanted = wanted._replace(region=wanted.region or register.home(store) or None)
        outcomes: list[Outcome] = []
        decisions = Decisions(store, wanted.replace, confirmed)
        for file, reading in _received(files, store, workers, wanted, Decided.of(store), progress):
            if isinstance(reading, Refused):
                outcomes.append(Outcome(file, "refused", refusal=reading))
            else:
                outcomes.append(decisions.decide(file, *reading))
        behind = warehouse.current_version(store) != register.newest(store)  # after a rollback
        if decisions.go_in or (behind and any(outcome.known for outcome in outcomes)):
            _publish(store, workers, decisions.go_in)
        register.wait(store, decisions.wait)
        return _with_merged(store, outcomes)


def _with_merged(store: Store, outcomes: list[Outcome]) -> list[Outcome]:
    """The outcomes with what the version that serves found of their files."""
    numbers = [one.submission for one in outcomes if one.status == "loaded" and one.submission]
    if not numbers:
        return outcomes
    try:
        reader = warehouse.open(store, warehouse.ALL)
    except Refused:  # nothing was published, and an older program built what serves
        return outcomes
    try:
        found = merged.by_submission(reader, numbers)
    finally:
        reader.close()
    return [one._replace(merged=tuple(found.get(one.submission or 0, ()))) for one in outcomes]


def _size(file: Path) -> int:
    """Bytes of a file; one that cannot be read is refused later, by itself."""
    try:
        return file.stat().st_size
    except OSError:
        return 0


class Decisions:
    """What becomes of the files of one load, file by file: each is known, waits or goes in.

    `go_in` and `wait` are those that do. Their numbers are given here, so that a file can replace one before it.
    """

    def __init__(self, store: Store, replace: bool, confirmed: Mapping[Path, int]):
        self.go_in: list[Submission] = []
        self.wait: list[Submission] = []
        self._replace, self._confirmed = replace, confirmed
        everything = register.everything(store) if store.register.exists() else []
        self._counting = register.submissions(store) if store.register.exists() else []
        self._loaded = [old for old in everything if old.state == "loaded"]
        self._pending = [old for old in everything if old.state == "pending"]
        self._last = max((old.submission for old in everything), default=0)

    def decide(self, file: Path, one: Submission, staged: Staged) -> Outcome:
        """What becomes of the next file."""
        outcome = Outcome(file, "loaded", one.year, one.sender, staged)
        if same := _same(one, [*self._loaded, *self.go_in]):
            return outcome._replace(known=True, submission=same.submission, beside=self._beside(same))
        earlier = _earlier(one, [*self._counting, *self.go_in])
        one = one._replace(replaces=earlier.submission if earlier else None, submission=self._number(one))
        outcome = outcome._replace(replaces=earlier, submission=one.submission)
        self.wait = [other for other in self.wait if other.submission != one.submission]
        if not earlier or self._replace or earlier.submission == self._confirmed.get(file):
            self.go_in.append(one)
            return outcome
        self.wait.append(one)
        return outcome._replace(status="pending", beside=self._beside(earlier))

    def _beside(self, other: Submission) -> str:
        return other.file if other.submission in {one.submission for one in self.go_in} else ""

    def _number(self, one: Submission) -> int:
        """The number it waits under, else the next one."""
        if waiting := _same(one, [*self._pending, *self.wait]):
            return waiting.submission
        self._last += 1
        return self._last


def _same(one: Submission, others: Iterable[Submission]) -> Submission | None:
    """The last of the others that is the same file, loaded as the same."""
    same = [old for old in others if (one.sha256, one.kind, one.year) == (old.sha256, old.kind, old.year)]
    return same[-1] if same else None


def _earlier(one: Submission, counting: list[Submission]) -> Submission | None:
    """The last submission that counts of the same sender, kind, year and subject; an unknown sender has none."""

    def what(any_one: Submission) -> tuple[object, ...]:
        return any_one.sender, any_one.kind, any_one.year, any_one.subject

    same = [old for old in counting if one.sender and what(old) == what(one)]
    return same[-1] if same else None


def foreseen(outcomes: Sequence[Outcome], store: Store) -> list[Outcome]:
    """What `load` would find accepted files to be now, one after another: known, in place of an earlier one, or waiting.

    To replace what was received before counts as confirmed; a file that would replace one of its own load waits.
    Changes nothing.
    """
    counting = register.submissions(store) if store.register.exists() else []
    read = {one.file: _submission(one, one.staged) for one in outcomes if one.staged and one.year is not None}
    earlier = {file: _earlier(one, counting) for file, one in read.items()}
    decisions = Decisions(store, False, {file: old.submission for file, old in earlier.items() if old})
    found = []
    for one in outcomes:
        if one.staged and one.file in read:
            now = decisions.decide(one.file, read[one.file], one.staged)
            status = "pending" if now.status == "pending" else one.status
            one = one._replace(status=status, known=now.known, replaces=now.replaces, beside=now.beside)
        found.append(one)
    return found


def _submission(outcome: Outcome, staged: Staged) -> Submission:
    """What the register would note of an accepted file."""
    counts = (staged.in_file, staged.loaded, staged.held, staged.ignored)
    sha256, file = hashlib.sha256(content(outcome.file)).hexdigest(), outcome.file
    assert outcome.year is not None
    one = Submission(sha256, file.suffix, file.name, staged.kind, outcome.sender, outcome.year, None, *counts)
    return one._replace(subject=staged.subject)


def check(
    files: Sequence[Path],
    store: Store,
    wanted: Wanted = Wanted(),
    *,
    decided: Decided = NOTHING,
    progress: Callable[[int], None] = _nothing,
) -> list[Outcome]:
    """The same reading and checks in a store that is thrown away by the caller; publishes nothing.

    `decided` is what the register of the bureau's own store says about files like these.
    """
    store.make()
    outcomes = []
    with Workers() as workers:
        for file, reading in _received(files, store, workers, wanted, decided, progress):
            if isinstance(reading, Refused):
                outcomes.append(Outcome(file, "refused", refusal=reading))
            else:
                one, staged = reading
                outcomes.append(Outcome(file, "accepted", one.year, one.sender, staged))
    return outcomes


def rebuild(store: Store) -> None:
    """Publish a new version from everything that counts, for instance after the program changed."""
    with lock.importing(store, _nothing), Workers() as workers:
        _settle(store, workers)
        _publish(store, workers, [])


def mend(store: Store, waiting: Callable[[], None] = _nothing) -> None:
    """Make again what was damaged, from the originals; changes nothing of a sound store."""
    with lock.importing(store, waiting), Workers() as workers:
        _settle(store, workers)


def accept(store: Store, submission: int, waiting: Callable[[], None] = _nothing) -> None:
    """Let a submission that waits replace the one it is for, and publish."""
    with lock.importing(store, waiting), Workers() as workers:
        _settle(store, workers)
        one = _in_state(store, submission, "pending")
        earlier = _earlier(one, register.submissions(store))  # another one may have been let in since
        _publish(store, workers, [one._replace(replaces=earlier.submission if earlier else one.replaces)])


def withdraw(store: Store, submission: int, waiting: Callable[[], None] = _nothing) -> None:
    """Take a submission out of the data, and publish; what it had replaced counts again."""
    _change(store, submission, "loaded", "withdrawn", waiting)


def restore(store: Store, submission: int, waiting: Callable[[], None] = _nothing) -> None:
    """Put a withdrawn submission back, and publish."""
    _change(store, submission, "withdrawn", "loaded", waiting)


def correct(
    store: Store,
    submission: int,
    corrections: Mapping[str, str],
    reason: str,
    *,
    who: str = "",
    waiting: Callable[[], None] = _nothing,
) -> None:
    """Mend cells of a submission that counts (by `sheet!C7` the text that belongs there), and publish.

    The original stays as it is: the corrections are noted with their reason and by whom (else the user of this
    computer), and replayed whenever the file is read. Refused without a reason, or where rows would get lost.
    """
    with lock.importing(store, waiting), Workers() as workers:
        _settle(store, workers)
        one = _counting(store, submission)
        decided = Decided.of(store)
        held = decided.of_file(one.sha256)
        if {**held, **corrections} == held:
            return
        if not reason.strip():
            raise Refused("没有写明为什么改。请写明理由，例如 电话核实")

        def stage(so: Decided) -> Staged:
            return staging.of(store, workers, store.original(one.sha256, one.suffix), one.region, one.file, so)

        before, mended = stage(decided), stage(decided.correcting(one.sha256, {**held, **corrections}))
        if mended.kind != before.kind or mended.in_file < before.in_file:
            raise Refused(
                "这样改会使“{file}”少读出{count}行或项，没有改。请核对单元格；格里有几项内容的，要写整格的内容",
                file=one.file,
                count=before.in_file - mended.in_file,
            )
        noted = {cell: text for cell, text in corrections.items() if held.get(cell) != text}
        register.note(
            store,
            [
                Decision("cell", one.sha256, cell, text, mended.replaced[cell], reason.strip(), who or _user())
                for cell, text in noted.items()
            ],
        )
        _publish(store, workers, [])


def undo_correction(store: Store, decision: int, waiting: Callable[[], None] = _nothing) -> None:
    """Take the correction of a cell back, and publish: what the original says counts again."""
    with lock.importing(store, waiting), Workers() as workers:
        _settle(store, workers)
        if decision not in {one.decision for one in register.decisions(store, "cell")}:
            raise Refused("没有改动 {decision}。现有改动：python -m loaders corrections", decision=decision)
        register.undo(store, decision)
        _publish(store, workers, [])


def _user() -> str:
    """Who uses this computer."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return str(os.getuid())


def rollback(store: Store, version: int, waiting: Callable[[], None] = _nothing) -> None:
    """Point back to an earlier version; what was received and decided since stays, and counts at the next load."""
    with lock.importing(store, waiting):
        warehouse.reconcile(store)
        warehouse.point_to(store, version)


def decide(store: Store, decisions: Sequence[Decision], waiting: Callable[[], None] = _nothing) -> None:
    """Remember what somebody decided about who is who, all of it or nothing, and publish one version that follows it."""
    with lock.importing(store, waiting), Workers() as workers:
        _settle(store, workers)
        reader = warehouse.open(store, warehouse.ALL)
        try:
            completed = [review.completed(reader, one) for one in decisions]
        finally:
            reader.close()
        register.note(store, completed)
        _publish(store, workers, [])


def undo(store: Store, decisions: Sequence[int], waiting: Callable[[], None] = _nothing) -> None:
    """Take decisions about who is who back, and publish: their pairs may be suggested again."""
    with lock.importing(store, waiting), Workers() as workers:
        _settle(store, workers)
        unknown = set(decisions) - {one.decision for one in review.held(store)}
        if unknown:
            raise Refused("没有可以撤销的决定 {decision}", decision=min(unknown))
        for one in decisions:
            register.undo(store, one)
        _publish(store, workers, [])


def _change(store: Store, submission: int, before: str, after: str, waiting: Callable[[], None]) -> None:
    with lock.importing(store, waiting), Workers() as workers:
        _settle(store, workers)
        register.decide(store, _in_state(store, submission, before).submission, after)
        _publish(store, workers, [])


def _in_state(store: Store, submission: int, state: str) -> Submission:
    for one in register.everything(store):
        if one.submission == submission and one.state == state:
            return one
    raise Refused("没有可以这样处理的报送 {submission}。现有报送：python -m loaders submissions", submission=submission)


def _counting(store: Store, submission: int) -> Submission:
    """A submission that counts; refused where another one does not."""
    for one in register.submissions(store):
        if one.submission == submission:
            return one
    raise Refused("报送 {submission} 没有计入，不能改。现有报送：python -m loaders submissions", submission=submission)


def _settle(store: Store, workers: Workers) -> None:
    """Clear away what a load left that was killed, and make again what was damaged."""
    named = warehouse.pointed_at(store)
    damaged = recovery.mend(store)
    warehouse.reconcile(store)
    staging.clear(store)
    if damaged and named:
        _publish(store, workers, [])
        recovery.rebuilt(store, warehouse.number(named))


def _received(
    files: Sequence[Path],
    store: Store,
    workers: Workers,
    wanted: Wanted,
    decided: Decided,
    progress: Callable[[int], None],
) -> Iterator[tuple[Path, tuple[Submission, Staged] | Refused]]:
    """Every file read, or why it was refused: in their order, while the ones after it are being read."""
    readings = workers.each(lambda file: _receive(file, store, workers, wanted, decided), files)
    for done, (file, reading) in enumerate(zip(files, readings, strict=True)):
        progress(done)
        try:
            yield file, reading.result()
        except Refused as refusal:
            yield file, refusal


def _receive(file: Path, store: Store, workers: Workers, wanted: Wanted, decided: Decided) -> tuple[Submission, Staged]:
    sha256 = store.archive(content(file), file.suffix)
    staged = staging.of(store, workers, store.original(sha256, file.suffix), wanted.region, file.name, decided)
    if wanted.kind and staged.kind != wanted.kind:
        raise Refused("标题行说明这是“{found}”，不是“{wanted}”。请核对 --kind", found=staged.kind, wanted=wanted.kind)
    if staged.asks:
        raise _needs_headings(staged.headings())
    year = wanted.year or staged.year
    if year is None:
        raise Refused("文件里没有提交时间或年度，不能判断是哪一年的。请指明年度（页面上在“选项”里，命令行用 --year）")
    counts = (staged.in_file, staged.loaded, staged.held, staged.ignored)
    sender = wanted.sender or staged.sender
    if staged.kind == statistics.KIND:
        statistics.refuse_without_region(sender)
    one = Submission(sha256, file.suffix, file.name, staged.kind, sender, year, wanted.region, *counts)
    return one._replace(subject=staged.subject), staged


def _needs_headings(headings: list[Heading]) -> NeedsHeadings:
    unknown = "”“".join(dict.fromkeys(one.heading for one in headings if one.column is None))
    refusal = NeedsHeadings(
        N_(
            "不能确定这几列是什么：“{headings}”。请在导入页面上说明（命令行用 python -m loaders headings），以后同样的标题不再询问"
        ),
        headings=unknown,
    )
    refusal.headings = asking.distinct(headings)
    return refusal


def headings(file: Path, store: Store, decided: Decided = NOTHING) -> list[Heading]:
    """Every heading of a ledger with what it means, in a store that is thrown away by the caller; refused of others."""
    store.make()
    sha256 = store.archive(content(file), file.suffix)
    worker = Worker()
    try:
        staged = staging.of(store, worker, store.original(sha256, file.suffix), None, file.name, decided)
    finally:
        worker.stop()
    if not (found := staged.headings()):
        raise Refused("这不是企业台账，它的标题不需要说明")
    return asking.distinct(found)


def _publish(store: Store, workers: Workers, going_in: list[Submission]) -> None:
    rules = pilot_rules.read(own.rows("pilot_rules", store))
    version, submissions = register.begin(store, going_in, schema.digest())
    decided = Decided.of(store)

    def stage(one: Submission) -> Staged:
        return staging.of(store, workers, store.original(one.sha256, one.suffix), one.region, one.file, decided)

    staged = workers.each(stage, submissions)
    parts = [_as_read(one, made.result()) for one, made in zip(submissions, staged, strict=True)]
    same = [one for about in review.ABOUT for one in register.decisions(store, about)]
    warehouse.publish(store, version, lambda connection: merge.fill(connection, version, parts, same, rules))
    register.recount(store, [one for one, _ in parts])
    register.finish(store, version)
    warehouse.prune(store)


def _as_read(one: Submission, staged: Staged) -> Received:
    """A submission with the counts of its rows today: a correction, or another program, may have changed them."""
    counts = {f"rows_{name}": getattr(staged, name) for name in ("in_file", "loaded", "held", "ignored")}
    return Received(one._replace(**counts), staged)
