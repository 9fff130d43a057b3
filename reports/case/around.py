"""What stands around the body of a case: its title and its drafting units."""

import re
from collections.abc import Mapping, Sequence

from reports.case.headings import NO_NAME, called, numbered
from reports.length import count

LONGEST_TITLE = 60
LONGEST_UNIT = 50
LONGEST_LINE = 300  # of one that names units
ANNOUNCING = ("title", "caption", "body")  # words after which something may be said
LABEL = re.compile(r"^[^:：、，,\t]{1,10}[:：]")
NAME = re.compile(r"(?:[（(][^（()）]*[）)]|[^、,，;；\t])+")  # units are parted by these, but not in brackets
APART = re.compile(r"(?<=[一-鿿）)])\s+(?=[一-鿿])")


def title(front: Sequence[str], words: Mapping[str, str]) -> tuple[str, list[str]]:
    """The title, and what else stands before the first part; a line that begins with a dash goes on with the title."""
    found, others = "", list[str]()
    goes_on = False
    for line in filter(str.strip, front):
        word, rest = called(numbered(line)[2], words)
        said = rest if word in ANNOUNCING else "" if word else line.strip()
        if goes_on and said.startswith(("—", "－", "–", "-")):
            found += said
        elif not found and said and "。" not in said and count(said) <= LONGEST_TITLE:
            found = said
        elif said:
            others.append(said)
        goes_on = bool(found) and said != "" and not others
    return found, others


def units(lines: Sequence[str], words: Mapping[str, str]) -> tuple[tuple[str, ...], list[str]]:
    """The units that are named, and what stands below them: the names end where a line holds something else."""
    names = list[str]()
    for at, line in enumerate(lines):
        if not (found := _names(line, words)):
            return tuple(dict.fromkeys(names)), [one for one in lines[at:] if called(one, words)[0] != "label"]
        names += found
    return tuple(dict.fromkeys(names)), []


def _names(line: str, words: Mapping[str, str]) -> list[str]:
    """The units on a line, 服务机构：… among them; none if it is no list of names."""
    bare = numbered(line)[2]
    if len(line) > LONGEST_LINE or called(bare, words)[0] == "label":
        return []
    said = LABEL.sub("", bare)
    pieces = (numbered(name)[2].strip() for one in NAME.findall(said) for name in APART.split(one))
    found = [piece for piece in pieces if piece]
    return [] if any(NO_NAME.search(one) or len(one) > LONGEST_UNIT for one in found) else found
