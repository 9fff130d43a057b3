"""How long a report is, counted as Word and WPS count: a Chinese character or mark is one, and so is a number or a word."""

import re
from typing import NamedTuple

from reports.content import Annex, Heading, Paragraph, Report
from reports.word.document import labels
from reports.wording import plain

CHARACTERS = re.compile(r"[A-Za-z0-9.%\-]+|[^\sA-Za-z0-9.%\-]")


class Length(NamedTuple):
    """Characters of the prose (headings and text, without tables, charts and hints) and of the annex."""

    prose: int
    annex: int
    most: int

    @property
    def left(self) -> int:
        """What may still be written; negative where it is too long."""
        return self.most - self.prose - self.annex


def length(report: Report) -> Length:
    """Count a report."""
    numbers, prose, annex = labels(report), count(report.title + report.subtitle), 0
    for block in report.blocks:
        if isinstance(block, Heading):
            prose += count(block.text)
        elif isinstance(block, Paragraph):
            prose += count(plain(block.text, numbers))
        elif isinstance(block, Annex):
            annex += count(block.title + block.foot)
            annex += sum(count(plain(text, numbers)) + count(info) for text, info in block.rows)
    return Length(prose, annex, report.most)


def count(text: str) -> int:
    """The characters of a text."""
    return len(CHARACTERS.findall(text))
