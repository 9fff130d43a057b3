"""Findings of the checks. The rule and its values are kept; the sentence is made in the reader's language."""

from functools import cache
from typing import NamedTuple

from data.reference import table
from locales import translate


class Issue(NamedTuple):
    """One finding. `row` counts from 1 as Excel does; 0 means the whole sheet.

    `column` is the heading, `letter` where the column stands ("C"); "" where the whole row or sheet is meant.
    """

    sheet: str
    row: int
    column: str
    value: str
    rule: str
    level: str  # `error` holds the row, `warning` only marks it
    letter: str = ""

    @property
    def cell(self) -> str:
        """The cell as Excel names it ("C7"); "" where the whole row or sheet is meant."""
        return f"{self.letter}{self.row}" if self.letter and self.row else ""

    def message(self, language: str) -> str:
        """What is wrong."""
        return translate(rules()[self.rule]["message"], language, value=self.value)

    def mend(self, language: str) -> str:
        """How to mend it."""
        return translate(rules()[self.rule]["mend"], language)


def found(kind: str, sheet: str, row: int, column: str, value: str, rule: str, position: int | None = None) -> Issue:
    """A finding at the level the rule has in that kind of document; `position` is the column's, from 0."""
    level = rules()[rule].get(kind) or rules()[rule]["level"]
    return Issue(sheet, row, column, value, rule, level, "" if position is None else letter(position))


@cache
def letter(position: int) -> str:
    """What Excel calls the column at a position from 0: A, …, Z, AA."""
    before, last = divmod(position, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


@cache
def rules() -> dict[str, dict[str, str]]:
    """Every rule by its name."""
    return {row["rule"]: row for row in table("rules")}
