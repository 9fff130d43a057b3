"""What a report holds, block by block, before any document is written."""

from dataclasses import dataclass
from typing import NamedTuple

from charts.chart import Chart
from reports.figure import Figure
from reports.wording import Text


class Heading(NamedTuple):
    """A heading; the numbers before it are the document's. `most`: characters its section may have, None for any."""

    level: int
    text: str
    most: int | None = None


class Paragraph(NamedTuple):
    """Running text."""

    text: Text


class Slot(NamedTuple):
    """What a person has to write here, with how long it may be."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table of three rules; the first column is text. `note` stands below it, before the `source`."""

    key: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    source: Text
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A chart with the figures that it shows."""

    key: str
    title: str
    chart: Chart
    figures: tuple[Figure, ...]
    source: Text
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Annex:
    """The official statistics table: three columns and a line below."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Text, str], ...]
    foot: str


Block = Heading | Paragraph | Slot | Grid | Drawing | Annex


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report to be written; `most` is how many characters it may have, None where nobody prescribes that."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    version: int
    most: int | None
