"""Headings of a case: how lines are numbered and called, and which of them begin a part.

A heading is a short line, numbered or not, that is called as a part is; what follows it after a colon belongs to the
part. Of headings numbered in several ways those count that find most parts, so that （三）取得成效 inside a part
begins no other.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reports.case.notice import key

NUMERALS = "一二三四五六七八九十"
# How a heading is numbered, level by level: 一、 第一部分 （一） 1. （1）
LEVELS = [
    re.compile(rf"\s*(?:第([{NUMERALS}]+)(?:部分|章|节)[、.．,:：\s]*|([{NUMERALS}]+)[、.．,:：\s]\s*)"),
    re.compile(rf"\s*[（(]([{NUMERALS}]+)[）)][、.．]?\s*"),
    re.compile(r"\s*(\d{1,2})[.．、,\s](?!\d)\s*"),
    re.compile(r"\s*(?:[（(](\d{1,2})[）)]|(\d{1,2})[）)])[、.．]?\s*"),
]
BARE, FIRST, RUN_IN = 0, 1, 9  # levels: without a number, 一、, and without a number before text on the same line
LONGEST = 40  # characters of a heading
CALLED = re.compile(rf"([^:：\t]{{1,{LONGEST}}})(?:[:：\t](.*))?", re.DOTALL)
NO_NAME = re.compile(r"[。！？:：]|\d年\s*\d")  # what neither a heading nor the name of a unit holds


class Head(NamedTuple):
    """A line that announces a part or the units; `rest` is what else stands on it."""

    line: int
    word: str
    level: int
    number: int
    rest: str


def head(at: int, line: str, words: Mapping[str, str]) -> Head | None:
    """What a line announces, if anything."""
    level, number, bare = numbered(line)
    word, rest = called(bare, words)
    if not word or rest.isdecimal():  # a page number: a line of the contents
        return None
    return Head(at, word, RUN_IN if rest and level == BARE else level, number, rest)


def numbered(line: str) -> tuple[int, int, str]:
    """Level and number of a line, 0 where it has none, and what follows."""
    for level, look in enumerate(LEVELS, FIRST):
        if found := look.match(line):
            number = next(filter(None, found.groups()))
            return level, int(number) if number.isdecimal() else NUMERALS.index(number[0]) + 1, line[found.end() :]
    return BARE, 0, line.strip()


def called(line: str, words: Mapping[str, str]) -> tuple[str, str]:
    """What a line announces, if anything, and what else it says: 标题：… and 案例2 are recognised."""
    found = CALLED.fullmatch(line)
    if not found:
        return "", ""
    name = key(found[1])
    return words.get(name, words.get(name.rstrip(f"0123456789{NUMERALS}"), "")), (found[2] or "").strip()


def main_level(parts: Sequence[Head]) -> int:
    """The level at which most parts have their headings; the higher one where two have as many."""
    found = {level: {head.word for head in parts if head.level == level} for level in {one.level for one in parts}}
    return min(found, key=lambda level: (-len(found[level]), level), default=BARE)


def that_count(found: Sequence[Head], main: int, names: Sequence[str]) -> list[Head]:
    """The headings that count: those of the units, of the main level, and likely ones of parts that have none there."""
    known = {head.word for head in found if head.level == main}

    def counts(head: Head) -> bool:
        if head.word not in names or head.level == main:
            return head.word in names or head.word == "units"
        is_in_place = names[head.number - 1 :][:1] == [head.word] and head.number > 0
        return head.word not in known and (head.level <= max(main, FIRST) or head.level == RUN_IN or is_in_place)

    return [head for head in found if counts(head)]


def unlike(lines: Sequence[str], main: int, missing: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """For parts that are missing, the heading that is numbered as they should be but called otherwise."""
    found = dict[str, str]()
    for line in lines:
        level, number, bare = numbered(line)
        name = "".join(names[number - 1 : number]) if number and level == main else ""
        if name in missing and bare and len(bare) <= LONGEST and not NO_NAME.search(bare):
            found.setdefault(name, bare)
    return found
