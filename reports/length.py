"""How long a report is, counted as Word and WPS count: a Chinese character or mark is one, and so is a number or a word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from locales import N_, translate
from reports.content import Annex, Block, Heading, Paragraph, Report
from reports.word.document import labels
from reports.wording import plain

# What there still is room for, and what is too long.
WHOLE = (
    N_("字数：正文 {prose} 字（不含图表和【】里的提示）{annex}，合计 {whole} 字，上限 {most} 字，还可以写 {left} 字"),
    N_("字数：正文 {prose} 字（不含图表和【】里的提示）{annex}，合计 {whole} 字，超出上限 {most} 字，请压缩"),
)
SECTION = (
    N_("其中“{heading}”一节 {prose} 字，上限 {most} 字，还可以写 {left} 字"),
    N_("其中“{heading}”一节 {prose} 字，超出上限 {most} 字，请压缩"),
)
ANNEX = N_("，附表 {annex} 字")
UNLIMITED = N_("字数：正文 {prose} 字（不含图表和【】里的提示）{annex}，提纲没有规定字数")
LIMITED = (N_("经验启示"),)  # headings with a limit of their own, which an English sentence names in English
CHARACTERS = re.compile(r"[A-Za-z0-9.%\-]+|[^\sA-Za-z0-9.%\-]")


class Section(NamedTuple):
    """Characters of the prose below a heading that has a limit."""

    heading: str
    prose: int
    most: int

    @property
    def left(self) -> int:
        """What may still be written; negative where it is too long."""
        return self.most - self.prose

    def said(self, language: str) -> str:
        """How long it is beside its limit."""
        heading = translate(self.heading, language) if self.heading in LIMITED else self.heading
        return translate(SECTION[self.left < 0], language, **self._asdict() | {"heading": heading}, left=self.left)


class Length(NamedTuple):
    """Characters of the prose (headings and text, without tables, charts and hints) and of the annex.

    `most` is None where no limit is prescribed; `sections` are those that have one of their own.
    """

    prose: int
    annex: int
    most: int | None
    sections: tuple[Section, ...] = ()

    @property
    def left(self) -> int | None:
        """What may still be written; negative where it is too long."""
        return None if self.most is None else self.most - self.prose - self.annex

    def said(self, language: str) -> str:
        """How long it is beside the limit, if there is one; then a line for each section that has one."""
        annex = translate(ANNEX, language, annex=self.annex) if self.annex else ""
        text = UNLIMITED if self.left is None else WHOLE[self.left < 0]
        values = {"prose": self.prose, "annex": annex, "whole": self.prose + self.annex, "most": self.most}
        lines = [translate(text, language, **values, left=self.left)]
        return "\n".join([*lines, *(one.said(language) for one in self.sections)])

    def plain(self) -> dict[str, Any]:
        """The length as JSON values."""
        sections = [{**one._asdict(), "left": one.left} for one in self.sections]
        return {**self._asdict(), "left": self.left, "sections": sections}


def length(report: Report) -> Length:
    """Count a report."""
    numbers = labels(report)
    prose, annex = count(report.title + report.subtitle), 0
    for block in report.blocks:
        prose += _prose(block, numbers)
        if isinstance(block, Annex):
            annex += count(block.title + block.foot)
            annex += sum(count(plain(text, numbers)) + count(info) for text, info in block.rows)
    return Length(prose, annex, report.most, tuple(_sections(report.blocks, numbers)))


def _prose(block: Block, numbers: Mapping[str, str]) -> int:
    if isinstance(block, Heading):
        return count(block.text)
    return count(plain(block.text, numbers)) if isinstance(block, Paragraph) else 0


def _sections(blocks: Sequence[Block], numbers: Mapping[str, str]) -> Iterator[Section]:
    for at, head in enumerate(blocks):
        if isinstance(head, Heading) and head.most is not None:
            inside = _inside(head, blocks[at + 1 :])
            yield Section(head.text, sum(_prose(one, numbers) for one in inside), head.most)


def _inside(head: Heading, after: Sequence[Block]) -> Iterator[Block]:
    """A section ends where the next heading of its level or a higher one stands."""
    return takewhile(lambda one: not (isinstance(one, Heading) and one.level <= head.level), after)


def count(text: str) -> int:
    """The characters of a text."""
    return len(CHARACTERS.findall(text))
