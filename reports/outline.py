"""What a report is made of, heading by heading: figures, tables, charts, and what is left to write."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reports.content import Annex, Block, Drawing, Grid, Heading, Paragraph, Report, Slot
from reports.figure import Figure
from reports.wording import Piece

DIGITS = "零一二三四五六七八九"


class Section(NamedTuple):
    """A heading with its number, its level from 1, and how many of each stand below it before the next one."""

    heading: str
    level: int
    figures: int = 0
    tables: int = 0
    charts: int = 0
    slots: int = 0


def outline(report: Report) -> tuple[Section, ...]:
    """The sections of a report in its order; the title is the first, if anything stands below it."""
    found = [Section(_line(report.title) + report.subtitle, 1)]
    for heading, block in zip(_numbered(report.blocks), report.blocks, strict=True):
        if heading:
            found.append(heading)
            if isinstance(block, Heading):
                continue
        last = found[-1]
        found[-1] = last._replace(
            figures=last.figures + _figures(block),
            tables=last.tables + isinstance(block, Grid | Annex),
            charts=last.charts + isinstance(block, Drawing),
            slots=last.slots + isinstance(block, Slot),
        )
    return tuple(found if any(found[0][2:]) else found[1:])


def _numbered(blocks: Sequence[Block]) -> Iterator[Section | None]:
    """The heading that a block is or opens, with the number that Word gives it."""
    counts: list[int] = []
    for block in blocks:
        if isinstance(block, Heading):
            counts = [*counts, *[0] * block.level][: block.level]
            counts[-1] += 1
            yield Section(number(block.level, counts[-1]) + block.text, block.level)
        else:
            yield Section(_line(block.title), 1) if isinstance(block, Annex) else None


def _line(title: str) -> str:
    """A title of several lines in one."""
    return title.replace("\n", "")


def number(level: int, count: int) -> str:
    """一、（一）1.（1）, as the styles of the document count."""
    return {1: f"{chinese(count)}、", 2: f"（{chinese(count)}）", 3: f"{count}."}.get(level, f"（{count}）")


def chinese(count: int) -> str:
    """A number below 100 in Chinese."""
    tens, ones = divmod(count, 10)
    return ("" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十") + (DIGITS[ones] if ones or not tens else "")


def _figures(block: Block) -> int:
    match block:
        case Paragraph():
            return _count(block.text)
        case Grid():
            return sum(_count(cell) for row in block.rows for cell in row) + _count(block.source)
        case Drawing():
            return len(block.figures) + _count(block.source)
        case Annex():
            return sum(_count(text) for text, _ in block.rows)
    return 0


def _count(text: Sequence[Piece]) -> int:
    return sum(isinstance(piece, Figure) for piece in text)
