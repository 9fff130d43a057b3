"""Forms: papers whose rows are figures, such as 附表 and 附件3. Every figure printed is loaded, held or left blank."""

import re
from typing import Any

from loaders import figures, issues
from loaders.cells import refuse_nul
from loaders.document import Document
from loaders.issues import Issue
from loaders.reading import Sheet
from loaders.text import written

_YEAR = re.compile(r"(?<!\d)(20[2-9]\d)(?!\d)")


def named_year(texts: list[str]) -> int | None:
    """The year that the first of these texts to name one names."""
    return next((int(match[1]) for text in texts if (match := _YEAR.search(text))), None)


class Form:
    """The figures of one sheet while they are read; findings gather in `issues`, figures in `rows`."""

    def __init__(self, kind: str, sheet: Sheet):
        for row in sheet.rows:
            refuse_nul("", row)
        self.kind, self.sheet = kind, sheet.name
        self.rows: list[dict[str, Any]] = []
        self.issues: list[Issue] = []
        self._blank = self._held = 0

    def read(self, row: int, label: str, text: str, unit: str, printed: str = "", **who: Any) -> float | None:
        """Take a figure in; `who` says in columns of the form's own what it is. `row` counts from 1."""
        value, rule = figures.read(text, unit, printed)
        if value is None:
            self.refuse(row, label, text, rule)
            return None
        self.rows.append({**who, "row": row, "sheet": self.sheet, "value": value, "text": shown(text)})
        return value

    def refuse(self, row: int, label: str, text: str, rule: str) -> None:
        """Hold a figure, or leave out a blank one."""
        self.find(row, label, shown(text), rule)
        if self.issues[-1].level == "error":
            self._held += 1
        else:
            self._blank += 1

    def find(self, row: int, label: str, value: str, rule: str) -> None:
        """Note what a rule finds."""
        self.issues.append(issues.found(self.kind, self.sheet, row, label, value, rule))

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


def joined(cells: list[Any]) -> str:
    """Cells that are read as one text."""
    return figures.CELL.join(text for text in map(written, cells) if text)
