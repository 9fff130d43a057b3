"""The wording of a report: sentences from a data file, filled with figures.

A line of the data file has its `kind`: `title`, `subtitle`, `h1`…`h3`, `sentence`, `absent` (printed where nothing stands
above it in the paragraph), `table`, `chart`, `slot` (what only people know), `annex` and `annex_row`. `needs`: for whom,
or with which data only. `most`: characters that the report (on its title) or the section of a heading may have.

A field of a sentence is `{metric}`, `{metric.numerator}`, `{metric.before}`, `{metric.so_far}` (over all years),
`{metric[trained]}` (of one indicator of the pilots' tables), `{metric.moved}` (which way it went since the year
before), `{metric.reason}` (why nobody can say) or `{metric.obstacle}` (the same, where there is a year before), a word
(`{place}`), a list (`{aspects.top}`) or a reference (`{@units}`). A sentence that lacks one of its figures is not
printed; what stands under `otherwise` is, the first of its wordings, parted by `|`, that lacks none.
"""

from collections.abc import Callable, Mapping, Sequence
from string import Formatter
from typing import NamedTuple, get_args

from data.reference import table
from metrics.change import NO_YEAR_BEFORE
from reports.figure import Figure, Figures, Part

OR = "|"  # between other wordings
BLANK = "_____"  # where the official form leaves room for a pen


class Reference(NamedTuple):
    """The number of a table or chart, which Word counts."""

    key: str


Piece = str | Figure | Reference
Text = tuple[Piece, ...]
Lists = Mapping[str, Callable[[], Text]]


class Row(NamedTuple):
    """One line of the outline: what it is, what it is needed for, and its words."""

    kind: str
    needs: str
    key: str
    text: str
    otherwise: str
    heads: str
    most: str = ""

    @property
    def limit(self) -> int | None:
        """Characters it may have; None where nobody prescribes that."""
        return int(self.most) if self.most else None


def outline(name: str, about: str = "") -> list[Row]:
    """The lines of an outline that everybody needs, and those for such a report."""
    rows = [Row(**row) for row in table(name)]
    return [row for row in rows if row.needs in ("", about)]


class Wording:
    """Fills sentences for one report. `shown` are the keys of the tables and charts that it has."""

    def __init__(self, figures: Figures, words: Mapping[str, str], lists: Lists, shown: Sequence[str] = ()):
        self.figures, self.words, self.lists, self.shown = figures, words, lists, shown

    def sentence(self, row: Row) -> Text:
        """The first wording of a line that lacks no figure; empty where all do."""
        return next((text for one in (row.text, *row.otherwise.split(OR)) if (text := self.filled(one))), ())

    def filled(self, text: str, blank: str = "") -> Text:
        """The text with its fields; empty where one is missing, unless `blank` stands for it."""
        pieces: list[Piece] = []
        for literal, field, _, _ in Formatter().parse(text):
            if literal:
                pieces.append(literal)
            if field is None:
                continue
            found = self._field(field)
            if not found and not blank:
                return ()
            pieces += found or (blank,)
        return tuple(pieces)

    def _field(self, field: str) -> Text:
        if field.startswith("@"):
            return (Reference(field[1:]),) if field[1:] in self.shown else ()
        if field in self.words:
            return (self.words[field],) if self.words[field] else ()
        if field in self.lists:
            return self.lists[field]()
        named, *rest = field.split(".")
        name, _, indicator = named.removesuffix("]").partition("[")
        if rest in (["reason"], ["obstacle"]):
            found = self.figures.changed(name)
            is_first = rest == ["obstacle"] and found is not None and found.reason == NO_YEAR_BEFORE
            return (found.reason,) if found and found.reason and not is_first else ()
        if rest == ["moved"]:
            return self._moved(name)
        part: Part = next((one for one in get_args(Part) if one in rest), "value")
        at = {"indicator": indicator} if indicator else {}
        figure = self.figures.figure(name, part, "so_far" in rest, **at)
        return (figure,) if figure else ()

    def _moved(self, name: str) -> Text:
        """Which way a rate went, by its exact value; no praise and no blame."""
        found = self.figures.figure(name, "difference")
        if not found:
            return ()
        return ("比上年提高" if found.number > 0 else "比上年下降" if found.number < 0 else "与上年持平",)


def listed(parts: Sequence[Text], between: str = "、") -> Text:
    """The parts with a mark between them."""
    return tuple(piece for place, part in enumerate(parts) for piece in ((between, *part) if place else part))


def plain(text: Sequence[Piece], numbers: Mapping[str, str]) -> str:
    """The text as it reads; `numbers` are the labels of the references."""
    return "".join(
        piece.printed if isinstance(piece, Figure) else numbers[piece.key] if isinstance(piece, Reference) else piece
        for piece in text
    )
