"""What was decided about files, as far as it changes how they are read: the meanings of their headings."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, Self

from data import register
from data.store import Store
from loaders.text import normal

IGNORED = ""  # the meaning of a column that nobody needs


class Decided(NamedTuple):
    """Decisions that are replayed whenever a file is read. `headings`: meanings by heading set and heading."""

    headings: Mapping[str, Mapping[str, str]] = {}

    @classmethod
    def of(cls, store: Store) -> Self:
        """Everything that holds in a store's register."""
        headings: dict[str, dict[str, str]] = {}
        for one in register.decisions(store, "heading"):
            headings.setdefault(one.place, {})[one.subject] = one.verdict
        return cls(headings)

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Self:
        """What `to_json` wrote."""
        return cls(**said)

    def to_json(self) -> dict[str, Any]:
        """For the reading process."""
        return self._asdict()

    def about(self, heading_sets: Collection[str]) -> Self:
        """Only what concerns a file with these heading sets."""
        return self._replace(headings={one: self.headings[one] for one in heading_sets if one in self.headings})

    def digest(self) -> str:
        """Short; differs with every decision, and is empty without any."""
        if not any(self):
            return ""
        text = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:8]


NOTHING = Decided()


def heading_set(headings: Sequence[str]) -> str:
    """Digest of all headings of a table, in whatever order they stand."""
    names = sorted(normal(heading) for heading in headings if heading)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:32]


class Heading(NamedTuple):
    """A heading of a sheet: three values below it, masked; the column it means, or else the one it may mean.

    `column` is "" for one that is not to be read and None for one that nobody knows; `place` is the digest of all
    headings of its table, under which a decision about it is remembered.
    """

    sheet: str
    place: str
    heading: str
    samples: list[str]
    proposal: str | None
    column: str | None
