"""What a deck holds, slide by slide, before any presentation is written."""

from dataclasses import dataclass
from typing import NamedTuple

from reports.content import Drawing, Grid
from reports.figure import Figure
from reports.wording import Text


class Card(NamedTuple):
    """One headline figure: what it is, its value (`is_figure`) or that there is none, and the lines below."""

    label: str
    value: Text
    is_figure: bool
    lines: tuple[Text, ...]


Column = tuple[Drawing | Grid, ...]  # things below one another


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One slide: its `title` is the sentence it proves. It shows `cards`, or `columns` beside one another."""

    key: str
    title: Text
    source: Text
    cards: tuple[Card, ...] = ()
    columns: tuple[Column, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure on it, as it is read: title, body, footer."""
        texts: list[Text] = [self.title]
        for card in self.cards:
            texts += [card.value, *card.lines]
        for block in (block for column in self.columns for block in column):
            texts += [block.figures] if isinstance(block, Drawing) else [text for row in block.rows for text in row]
        return tuple(piece for text in [*texts, self.source] for piece in text if isinstance(piece, Figure))


@dataclass(frozen=True, kw_only=True)
class Deck:
    """A deck to be written; `source` is the footer of its first slide."""

    title: str
    subtitle: str
    source: Text
    slides: tuple[Slide, ...]
    version: int
