"""What a version added to the one before it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from data.warehouse import Reader


class File(NamedTuple):
    """A file that counts in a version: its number in the register, its kind, and who sent it as far as it says."""

    submission: int
    kind: str
    sender: str | None


class Contents(NamedTuple):
    """What a version holds: when it was built (UTC), its files, and how many different firms were assisted."""

    version: int
    built_at: datetime
    firms: int
    files: frozenset[File]


class Step(NamedTuple):
    """A version beside the one before: the files that came and went, and by how many firms it has more.

    `more` is None, and every file came, where nothing is known of a version before.
    """

    version: int
    built_at: datetime
    came: tuple[File, ...]
    went: tuple[File, ...]
    more: int | None


def contents(reader: Reader) -> Contents:
    """What one version holds."""
    ((built_at,),) = reader.rows("SELECT built_at FROM version")
    ((firms,),) = reader.rows("SELECT count(DISTINCT firm) FROM assisted")
    files = reader.rows("SELECT submission, kind, sender FROM submission")
    return Contents(reader.version, built_at, firms, frozenset(File(*row) for row in files))


def steps(every: Sequence[Contents], is_first: bool) -> list[Step]:
    """What each version added, for versions newest first; the last one has nothing before it only if it `is_first`."""
    befores: list[Contents | None] = [*every[1:], None] if is_first else [*every[1:]]
    return [_step(after, before) for after, before in zip(every, befores, strict=False)]


def _step(after: Contents, before: Contents | None) -> Step:
    earlier = before.files if before else frozenset()
    more = after.firms - before.firms if before else None
    came, went = (tuple(sorted(files)) for files in (after.files - earlier, earlier - after.files))
    return Step(after.version, after.built_at, came, went, more)
