"""What a file would change that takes the place of an earlier one: firms added, removed and changed."""

from collections import defaultdict
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from data.register import Submission
from data.store import Store
from loaders import staging
from loaders.decided import Decided
from loaders.kinds import KINDS
from loaders.staging import Staged
from loaders.worker import Worker

PLACE = ("row", "sheet")  # where a record stands; moving it changes nothing
ENOUGH_TENTHS = 7  # of the rows before; with no more than that the file needs a second look

Firms = dict[Any, list[tuple[Any, ...]]]


class Difference(NamedTuple):
    """Firms (of forms: figures) by what happens to them, and the rows loaded before and after."""

    added: int
    removed: int
    changed: int
    unchanged: int
    rows_before: int
    rows_after: int

    @property
    def is_drastic(self) -> bool:
        """Whether nothing is left, or 30 % fewer rows or worse: somebody has to look twice."""
        return self.rows_after == 0 or 10 * self.rows_after <= ENOUGH_TENTHS * self.rows_before


def between(old: Staged, new: Staged) -> Difference:
    """Compare what was read from two files of one kind."""
    rows = [pq.read_table(one.rows) for one in (old, new)]
    identity = getattr(KINDS[new.kind], "IDENTITY", ())  # of a form a figure's value counts, however it is typed
    names = [*identity, "value"] if identity else [name for name in rows[1].column_names if name not in PLACE]
    names = [name for name in names if name in rows[0].column_names]
    records = [list(zip(*(table[name].to_pylist() for name in names), strict=True)) for table in rows]
    if identity:
        before, after = (_figures(mine, len(identity)) for mine in records)
    else:
        before, after = _firms(records[0], records[1], names), _firms(records[1], records[0], names)
    both = before.keys() & after.keys()
    changed = sum(before[firm] != after[firm] for firm in both)
    return Difference(
        len(after) - len(both), len(before) - len(both), changed, len(both) - changed, old.loaded, new.loaded
    )


def of_submission(kept: Store, old: Submission, new: Staged) -> Difference:
    """Compare a file with what was received before; that is read again where an older program had read it."""
    original, beside = kept.original(old.sha256, old.suffix), new.folder.parent  # the old one's store may be importing
    worker = Worker()  # runs only if there is something to read
    try:
        staged = staging.of(kept, worker, original, old.region, old.file, Decided.of(kept), beside)
    finally:
        worker.stop()
    return between(staged, new)


def _figures(mine: list[tuple[Any, ...]], identity: int) -> Firms:
    """Figures of a form by what they are, which the first columns say."""
    return {record[:identity]: [record] for record in mine}


def _firms(mine: list[tuple[Any, ...]], others: list[tuple[Any, ...]], names: list[str]) -> Firms:
    """Records by firm: its credit code where the other file has it too, else its name; without either, themselves."""
    where = {name: names.index(name) for name in ("credit_code", "name_key") if name in names}

    def value(record: tuple[Any, ...], name: str) -> Any:
        return record[where[name]] if name in where else None

    known = {value(record, "credit_code") for record in others} - {None}
    firms: Firms = defaultdict(list)
    for record in mine:
        code, name = value(record, "credit_code"), value(record, "name_key")
        firms[code if code in known else name or code or record].append(record)
    for found in firms.values():
        found.sort(key=repr)
    return firms
