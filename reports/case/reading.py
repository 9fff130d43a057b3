"""The document of a case, taken apart: title, parts, drafting units.

Characters are those that Word counts, headings and tables of a part among them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from data.errors import Refused
from reports import drafts
from reports.case import around, headings
from reports.case.headings import Head
from reports.case.notice import Notice
from reports.length import count


class Written(NamedTuple):
    """A part as it is written: its characters, its heading among them, and whether there is more than the heading."""

    name: str
    characters: int
    is_empty: bool


class Case(NamedTuple):
    """A case. `parts` are in the order asked; `order` is how they stand, one more than once if it is interrupted.

    `outside` is characters before and after that belong to no part; they are not in `total`. `unlike` holds, of parts
    that are missing, the headings that are numbered as theirs but called otherwise.
    """

    title: str
    parts: tuple[Written, ...]
    order: tuple[str, ...]
    outside: int
    units: tuple[str, ...]
    unlike: Mapping[str, str]

    @property
    def total(self) -> int:
        """Characters of the body."""
        return sum(one.characters for one in self.parts)


class Piece(NamedTuple):
    """A heading and the lines to the next one."""

    head: Head
    lines: Sequence[str]

    @property
    def below(self) -> list[str]:
        """What it says without its heading."""
        return [one for one in (self.head.rest, *self.lines[1:]) if one.strip()]


def read(content: bytes, asked: Notice) -> Case:
    """Take a file apart. Raises Refused for what cannot be read, is no case, or holds several."""
    return taken_apart(drafts.text(content), asked)


def taken_apart(text: str, asked: Notice) -> Case:
    """Take a text apart. Raises Refused where no part is recognised, or each stands there more than once."""
    lines = text.splitlines()
    names = [part.name for part in asked.parts]
    found = [head for at, line in enumerate(lines) if (head := headings.head(at, line, asked.words))]
    level = headings.main_level([head for head in found if head.word in names])
    heads = headings.that_count(found, level, names)
    if not any(head.word in names for head in heads):
        raise Refused(
            "没有认出案例的任何一部分。正文应分为“{parts}”，每部分的小标题单独成行，可以带编号", parts="、".join(names)
        )
    ends = [head.line for head in heads[1:]] + [len(lines)]
    pieces = [Piece(head, lines[head.line : end]) for head, end in zip(heads, ends, strict=True)]
    order = _order(head.word for head in heads if head.word in names)
    title, before = around.title(lines[: heads[0].line], asked.words)
    units, after = around.units(
        [line for piece in pieces if piece.head.word == "units" for line in piece.below], asked.words
    )
    parts = tuple(filter(None, (_written(name, pieces) for name in names)))
    announced = {head.line for head in heads}
    others = [line for at, line in enumerate(lines) if at not in announced]
    unlike = headings.unlike(others, level, [name for name in names if name not in order], names)
    return Case(title, parts, order, count("\n".join([*before, *after])), units, unlike)


def _written(name: str, pieces: Sequence[Piece]) -> Written | None:
    own = [piece for piece in pieces if piece.head.word == name]
    characters = sum(count(line) for piece in own for line in piece.lines)
    return Written(name, characters, not any(piece.below for piece in own)) if own else None


def _order(words: Iterator[str]) -> tuple[str, ...]:
    found = list[str]()
    for word in words:
        if found[-1:] != [word]:
            found.append(word)
    times = Counter(found)
    if len(times) > 1 and min(times.values()) > 1:
        raise Refused("一个文件里有 {count} 篇案例，请每篇存成一个文件再检查", count=min(times.values()))
    return tuple(found)
