"""Findings of the checks. The rule and its values are kept; the sentence is made in the reader's language."""

from functools import cache
from typing import NamedTuple

from data.reference import table
from locales import translate


class Issue(NamedTuple):
    """One finding. `row` counts from 1 as Excel does; 0 means the whole sheet."""

    sheet: str
    row: int
    column: str
    value: str
    rule: str
    level: str  # `error` holds the row, `warning` only marks it

    def message(self, language: str) -> str:
        """What is wrong."""
        return translate(rules()[self.rule]["message"], language, value=self.value)

    def mend(self, language: str) -> str:
        """How to mend it."""
        return translate(rules()[self.rule]["mend"], language)


def found(kind: str, sheet: str, row: int, column: str, value: str, rule: str) -> Issue:
    """A finding at the level the rule has in that kind of document."""
    return Issue(sheet, row, column, value, rule, rules()[rule].get(kind) or rules()[rule]["level"])


@cache
def rules() -> dict[str, dict[str, str]]:
    """Every rule by its name."""
    return {row["rule"]: row for row in table("rules")}
