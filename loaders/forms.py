"""Forms: papers whose rows are figures, such as 附表 and 附件3. Every figure printed is loaded, held or left blank."""

import re
from typing import Any, NamedTuple

from loaders import figures, issues
from loaders.cells import refuse_nul
from loaders.document import Document
from loaders.issues import Issue
from loaders.reading import Row, Sheet
from loaders.text import written

_YEAR = re.compile(r"(?<!\d)(20[2-9]\d)(?!\d)")


def named_year(texts: list[str]) -> int | None:
    """The year that the first of these texts to name one names."""
    return next((int(match[1]) for text in texts if (match := _YEAR.search(text))), None)


class Place(NamedTuple):
    """Where something is printed: its row from 1, or 0 for the whole sheet; its label; its column from 0, if known."""

    row: int = 0
    label: str = ""
    position: int | None = None


class Form:
    """The figures of one sheet while they are read; findings gather in `issues`, figures in `rows`."""

    def __init__(self, kind: str, sheet: Sheet):
        for row in sheet.rows:
            refuse_nul("", "".join(map(str, row)))
        self.kind, self.sheet = kind, sheet.name
        self.rows: list[dict[str, Any]] = []
        self.issues: list[Issue] = []
        self._blank = self._held = 0

    def read(self, at: Place, text: str, unit: str, printed: str = "", **who: Any) -> float | None:
        """Take a figure in; `who` says in columns of the form's own what it is."""
        value, rule = figures.read(text, unit, printed)
        if value is None:
            self.refuse(at, text, rule)
            return None
        self.take(at, value, text, **who)
        return value

    def take(self, at: Place, value: float | None, text: str, **who: Any) -> None:
        """Take in a figure that was read elsewhere."""
        self.rows.append({**who, "row": at.row, "sheet": self.sheet, "value": value, "text": shown(text)})

    def refuse(self, at: Place, text: str, rule: str) -> None:
        """Hold a figure, or leave out a blank one."""
        self.find(at, shown(text), rule)
        if self.issues[-1].level == "error":
            self._held += 1
        else:
            self._blank += 1

    def find(self, at: Place, value: str, rule: str) -> None:
        """Note what a rule finds."""
        self.issues.append(issues.found(self.kind, self.sheet, at.row, at.label, value, rule, at.position))

    def document(self, names: tuple[str, ...], year: int | None, sender: str | None, subject: str = "") -> Document:
        """What was read."""
        columns = {name: [row.get(name) for row in self.rows] for name in names}
        in_file = len(self.rows) + self._held + self._blank
        return Document(
            self.kind, columns, self.issues, in_file, self._held, self._blank, year, sender, subject or None
        )


def shown(text: str) -> str:
    """A text of one or more cells as a clerk would read it."""
    return " ".join(text.replace(figures.CELL, " ").split()).strip(":： ")


def filled(row: Row, left: int, right: int) -> int:
    """The first column from `left` to before `right` in which something stands; `left` if none has."""
    return next((position for position in range(left, min(right, len(row))) if written(row[position])), left)


def joined(cells: list[Any]) -> str:
    """Cells that are read as one text."""
    return figures.CELL.join(text for text in map(written, cells) if text)
