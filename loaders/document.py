"""What a file holds once it is read, whatever its kind: columns of good rows, findings, and a count of every row."""

from typing import Any, NamedTuple

from data.errors import Refused
from loaders.decided import NOTHING, Decided, Heading
from loaders.issues import Issue

Columns = dict[str, list[Any]]


class Context(NamedTuple):
    """What is known of a file besides its cells: `region` resolves its place names, never assigned to a row.

    `decided` is what somebody said about files that are read like this one.
    """

    region: str | None = None
    file: str = ""
    decided: Decided = NOTHING


class Empty(Refused):
    """A sheet with headings and nothing below them."""


class Document(NamedTuple):
    """Equally long columns of the rows that go in; rows in file = loaded + held + ignored.

    `year` is the round or year the file speaks of, None if it does not say. `sender` is the region code or the
    approval number of who filled it in, None if the file does not say; an unknown sender supersedes nothing.
    `subject` is what else tells two files of one sender apart: the pilots that a pilot table is about. `headings` are
    those of its tables; while `asks`, somebody has to say what some of them mean before it may go in.
    """

    kind: str
    columns: Columns
    issues: list[Issue]
    in_file: int
    held: int
    ignored: int
    year: int | None = None
    sender: str | None = None
    subject: str | None = None
    headings: tuple[Heading, ...] = ()
    asks: bool = False

    @property
    def loaded(self) -> int:
        """Rows that go in."""
        return self.in_file - self.held - self.ignored


def joined(documents: list[Document]) -> Document:
    """Several sheets of one file as one document."""
    first, *others = documents
    if not others:
        return first
    return first._replace(
        columns={name: [value for one in documents for value in one.columns[name]] for name in first.columns},
        issues=[issue for one in documents for issue in one.issues],
        in_file=sum(one.in_file for one in documents),
        held=sum(one.held for one in documents),
        ignored=sum(one.ignored for one in documents),
        year=next((one.year for one in documents if one.year), None),
        sender=next((one.sender for one in documents if one.sender), None),
        subject="、".join(sorted(one.subject for one in documents if one.subject)) or None,
        headings=tuple(heading for one in documents for heading in one.headings),
        asks=any(one.asks for one in documents),
    )
