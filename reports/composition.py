"""A report from its outline: each line becomes a heading, a paragraph, a table, a chart or a hint."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.content import Annex, Block, Drawing, Grid, Heading, Paragraph, Report, Slot
from reports.subject import Subject
from reports.wording import Row, Text, Wording, plain

HEADINGS, SHOWN = ("h1", "h2", "h3"), ("table", "chart")  # kinds of lines

Shown = Grid | Drawing | None
Maker = Callable[[Row, str], Shown]  # a table or chart of that line and title, None where there is nothing to show


@dataclass(frozen=True, kw_only=True)
class Material:
    """All that a report is written from: the lines of its outline, what fills them, its tables and charts by their keys.

    `names` are those of bodies and pilots.
    """

    about: Subject
    rows: Sequence[Row]
    wording: Wording
    makers: Mapping[str, Maker]
    names: Mapping[str, str]
    annex: Annex | None = None

    @property
    def version(self) -> int:
        """The data version of its figures."""
        return self.wording.figures.version


def shown(material: Material) -> dict[str, Shown]:
    """The tables and charts by their keys; sentences may then refer to those that are there."""
    rows, wording = material.rows, material.wording
    made = {
        row.key: material.makers[row.key](row, plain(wording.filled(row.text), {})) for row in rows if row.kind in SHOWN
    }
    wording.shown = [key for key, block in made.items() if block]
    return made


def compose(material: Material) -> Report:
    """The report of an outline."""
    rows, wording, annex = material.rows, material.wording, material.annex
    blocks = tuple(_body(rows, wording, shown(material)))
    title = next(row for row in rows if row.kind == "title")
    subtitle = next((row for row in rows if row.kind == "subtitle"), None)
    return Report(
        title=plain(wording.sentence(title), {}),
        subtitle=plain(wording.sentence(subtitle), {}) if subtitle else "",
        blocks=(*blocks, annex) if annex else blocks,
        version=material.version,
        most=title.limit,
    )


def _body(rows: Sequence[Row], wording: Wording, shown: Mapping[str, Shown]) -> Iterator[Block]:
    """The outline as blocks: sentences that follow one another are one paragraph."""
    text: Text = ()
    for row in rows:
        if row.kind == "sentence":
            text += wording.sentence(row)
            continue
        if row.kind == "absent":
            text = text or wording.sentence(row)
            continue
        if text:
            yield Paragraph(text)
            text = ()
        block = shown.get(row.key) if row.kind in SHOWN else None
        if row.kind in HEADINGS:
            yield Heading(int(row.kind[1]), row.text, row.limit)
        elif row.kind == "slot":
            yield Slot(f"【{row.text}】")
        elif block:
            yield block
        elif row.kind in SHOWN and (said := wording.filled(row.otherwise)):
            yield Paragraph(said)
    if text:
        yield Paragraph(text)
