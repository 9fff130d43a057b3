"""What the names of a template stand for in one report: text with figures in it, or rows.

A figure stands in the text as a mark, so that after rendering it can be found, printed and kept (`figures.py`).
A template reaches nothing but these values: no attribute of Python, no method.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any

from jinja2.exceptions import TemplateRuntimeError
from markupsafe import Markup, escape

from charts.office import speakable
from metrics.registry import METRICS
from metrics.relations import NO_PILOT, RELATIONS
from reports import subject
from reports.composition import Material, Shown
from reports.content import Grid
from reports.figure import Figure, Figures, Part
from reports.grids import NONE, TOO_FEW
from reports.template import figures as marks
from reports.template.names import ANNEX, GROUPS, OF_A_GROUP, PARTS, TABLES, TEXT, Name, sections
from reports.wording import Reference, Row, Text, Wording

MOST_ROUNDS = 100_000  # of all loops together; a table of all cities by all rates has some 4,000


@dataclass
class Told:
    """What one rendering has used: the figures that may be printed, the names that had none, the rounds of loops."""

    figures: list[Figure] = field(default_factory=list)
    missing: dict[str, None] = field(default_factory=dict)
    rounds: int = 0

    def text(self, pieces: Text) -> str:
        """The pieces as text, a mark for each figure; a sentence that only refers to a table or chart is left out."""
        said = ""
        for piece in pieces:
            if isinstance(piece, Figure):
                self.figures.append(piece)
                said += marks.mark(len(self.figures) - 1)
            else:
                said += marks.REFERENCE if isinstance(piece, Reference) else marks.clean(speakable(piece))
        return marks.without_references(said)


class TooMuch(TemplateRuntimeError):
    """A template that goes on and on."""


@dataclass(frozen=True, eq=False)
class Value:
    """What a name stands for: its `text`, its `parts` after a dot, its `rows` in a loop. `path` is the name in full.

    Where a text is missing a sign stands for it, unless it `may_lack` one.
    """

    told: Told
    path: str
    text: Callable[[], str] = lambda: ""
    parts: Mapping[str, Callable[[str], "Value"]] = field(default_factory=dict)
    rows: Callable[[], Sequence["Value"]] = tuple
    may_lack: bool = False

    def part(self, name: str) -> "Value":
        """The part of that name; KeyError where it has none."""
        return self.parts[name](f"{self.path}.{name}")

    def __html__(self) -> Markup:
        text = self.text()
        if text or self.may_lack:
            return escape(text)
        self.told.missing[self.path] = None
        return escape(NONE)

    def __str__(self) -> str:
        return str(self.__html__())

    def __bool__(self) -> bool:
        return bool(self.text() or self.rows())

    def __len__(self) -> int:
        return len(self.rows())

    def __iter__(self) -> Iterator["Value"]:
        for row in self.rows():
            self.told.rounds += 1
            if self.told.rounds > MOST_ROUNDS:
                raise TooMuch
            yield row

    def __getitem__(self, some: slice) -> list["Value"]:
        return list(self)[some]

    def __eq__(self, other: object) -> bool:
        return marks.plain(self.text(), self.told.figures) == (
            marks.plain(other.text(), self.told.figures) if isinstance(other, Value) else other
        )

    def __hash__(self) -> int:
        return hash(self.path)


def values(material: Material, of: Name, told: Told, made: Mapping[str, Shown]) -> dict[str, Value]:
    """The value of every name of a report; `made` are its tables and charts."""
    said = _Said(material, told, made)
    return {name: said.value(name, one) for name, one in of.parts.items()}


class _Said:
    """Makes the values of one report; each is computed when the template asks for it."""

    def __init__(self, material: Material, told: Told, made: Mapping[str, Shown]):
        self.material, self.told, self.made = material, told, made
        self.figures: Figures = material.wording.figures
        self.wording: Wording = material.wording

    def value(self, name: str, of: Name) -> Value:
        """The value of a name of the first level."""
        if name == TEXT:
            found = sections(self.material.rows)
            lines = {one: found[one][1] if one in found else [] for one in of.parts}
            return self._folder(name, {one: partial(self._text, rows) for one, rows in lines.items()})
        if name == TABLES:
            return self._folder(name, {one: partial(self._table, one) for one in of.parts})
        if name in ("title", "subtitle"):
            row = next((row for row in self.material.rows if row.kind == name), None)
            return Value(self.told, name, lambda: self.told.text(self.wording.sentence(row) if row else ()))
        if name == "version":
            return Value(self.told, name, lambda: f"{self.material.version:06d}")
        has_indicators = name in METRICS and METRICS[name].relation == "pilot_indicator"
        parts = {
            part: partial(self._field, f"{name}[{part}]" if has_indicators else f"{name}.{PARTS.get(part, part)}")
            for part in of.parts
        }
        if name in GROUPS:
            return Value(self.told, name, parts=parts, rows=lambda: self._groups(name))
        return self._field(name, name, parts) if of.is_printed else Value(self.told, name, parts=parts)

    def _field(
        self, asked: str, path: str, parts: Mapping[str, Callable[[str], Value]] = MappingProxyType({})
    ) -> Value:
        return Value(self.told, path, lambda: self.told.text(self.wording.filled(f"{{{asked}}}")), parts)

    def _text(self, rows: Sequence[Row], path: str) -> Value:
        """The sentences below a heading, each without what it lacks."""

        def said() -> str:
            text = ""
            for row in rows:
                if row.kind == "sentence" or not text:
                    text += self.told.text(self.wording.sentence(row))
            return text

        return Value(self.told, path, said)

    def _folder(self, name: str, parts: Mapping[str, Callable[[str], Value]]) -> Value:
        return Value(self.told, name, parts=parts)

    def _table(self, key: str, path: str) -> Value:
        if key == ANNEX:
            return self._annex(path)
        grid = self.made.get(key)
        if not isinstance(grid, Grid):
            grid = Grid(key=key, title="", heads=(), rows=(), source=())
        pieces: dict[str, Text] = {"title": (grid.title,), "source": grid.source, "note": (grid.note,)}
        return self._rows(path, grid.heads, grid.rows, pieces)

    def _annex(self, path: str) -> Value:
        annex = self.material.annex
        rows = [((str(at),), text, (info,)) for at, (text, info) in enumerate(annex.rows, 1)] if annex else []
        pieces: dict[str, Text] = {
            "title": (annex.title if annex else "",),
            "source": (),
            "note": (annex.foot if annex else "",),
        }
        return self._rows(path, annex.heads if annex else (), rows, pieces)

    def _rows(
        self, path: str, heads: Sequence[str], rows: Sequence[Sequence[Text]], pieces: Mapping[str, Text]
    ) -> Value:
        parts: dict[str, Callable[[str], Value]] = {
            name: lambda at, text=text: Value(self.told, at, lambda: self.told.text(text), may_lack=True)  # type: ignore[misc]
            for name, text in pieces.items()
        }
        parts["heads"] = lambda at: self._cells(at, [(head,) for head in heads])
        return Value(self.told, path, parts=parts, rows=lambda: [self._cells(f"{path}[]", row) for row in rows])

    def _cells(self, path: str, cells: Sequence[Text]) -> Value:
        made = [Value(self.told, f"{path}[]", partial(self.told.text, cell), may_lack=True) for cell in cells]
        return Value(self.told, path, rows=lambda: made)

    def _groups(self, name: str) -> list[Value]:
        """The units, industries, bodies or pilots below, in code order."""
        dimension = self.material.about.units if name == "units" else GROUPS[name]
        if not dimension:
            return []
        counted = ("assisted_enterprises", "responses") if name == "units" else ("assisted_enterprises",)
        found = {value for one in counted for value in self.figures.groups(one, dimension)} - {NO_PILOT}
        return [self._group(f"{name}[]", dimension, value) for value in sorted(found)]

    def _group(self, path: str, dimension: str, value: Any) -> Value:
        parts: dict[str, Callable[[str], Value]] = {
            "name": lambda at: Value(self.told, at, lambda: self.told.text((self._called(dimension, value),))),
            "code": lambda at: Value(self.told, at, lambda: self.told.text((str(value),))),
        }
        for name, one in METRICS.items():
            if dimension in RELATIONS[one.relation].dimensions:
                parts[name] = partial(self._of_group, name, {dimension: value})
        return Value(self.told, path, parts=parts)

    def _called(self, dimension: str, value: Any) -> str:
        if dimension == "industry":
            return subject.industry(int(value))["short"]
        if dimension in ("body", "pilot"):
            return self.material.names.get(value, value)
        return subject.region(str(value))

    def _of_group(self, name: str, at: dict[str, Any], path: str) -> Value:
        """A metric of a group; a share of too few is not printed."""

        def said(part: Part = "value", cumulative: bool = False) -> str:
            found = self.figures.figure(name, part, cumulative, **at)
            is_share = METRICS[name].unit in ("share", "percent") and part == "value"
            if found and is_share and self.figures.is_small(name, **at):
                return TOO_FEW
            return self.told.text((found,)) if found else ""

        asked: dict[str, Callable[[], str]] = {
            "count": partial(said, "numerator"),
            "base": partial(said, "denominator"),
            "so_far": partial(said, "value", True),
        }
        parts = {part: partial(self._plain, asked[part]) for part in OF_A_GROUP}
        return Value(self.told, path, said, parts)

    def _plain(self, text: Callable[[], str], path: str) -> Value:
        return Value(self.told, path, text)
