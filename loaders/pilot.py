"""附件3 提升行动区域试点工作统计表: 18 columns above, 13 below, with their sub-levels and 提升前/提升后.

The lower half does not say which pilot it is about: it is read as the one pilot of the upper half over it.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from data.errors import Refused
from data.reference import table
from loaders import figures, forms, pilot_checks, pilot_headings, pilots, senders, tables
from loaders.document import Context, Document
from loaders.forms import Form, Place
from loaders.pilot_checks import Values
from loaders.pilot_headings import Half
from loaders.reading import Row, Sheet
from loaders.text import normal, written

KIND = "pilot"
STAGED = ("row", "sheet", "region", "pilot", "name", "indicator", "level", "moment", "value", "text")
TYPES = {"value": "DOUBLE"}
IDENTITY = ("pilot", "indicator", "level", "moment")  # what stays the same when a figure is corrected
SUBJECT = "pilot"  # what a sheet is about
QUALITY = ("pass_rate", "first_pass_rate", "defect_rate")  # what 产品质量水平提升率 is split in
MOMENTS = {"提升前": "before", "提升后": "after", "帮扶前": "before", "帮扶后": "after"}
WHOLE = {"合计": "", "总计": "", "总数": "", "共计": ""}
Line = tuple[int, Row]  # number from 1, cells


class Part(NamedTuple):
    """A figure as printed: where, and of which sub-level and moment; `refused` is the rule that keeps it from being read."""

    at: Place
    text: str
    indicator: str
    level: str | None = None
    moment: str = "after"
    refused: str = ""


def recognises(sheet: Sheet, context: Context = Context()) -> int:
    """How many headings of the form stand on the sheet; 0 if it is another form."""
    return sum(len(half.columns) for half in pilot_headings.halves(sheet))


def read(sheet: Sheet, context: Context = Context()) -> Document:
    """The figures of the pilots on one sheet."""
    halves = pilot_headings.halves(sheet)
    top = halves[0].top
    above = [text for row in sheet.rows[:top] for text in map(written, row) if text]
    titles = [text for text in above if "统计表" in text]
    named = [tables.unit_above(sheet, top), *titles, sheet.name, context.file]
    sender = senders.infer([text for text in named if text], context.region)
    region = sender if senders.is_region(sender) else None
    form = Form(KIND, sheet)
    values: dict[str, Values] = {}
    for half in halves:
        _report_unknown(form, half)
    for name, parts in _pilots(sheet, halves):
        who = {"region": region, "pilot": pilots.plain(name), "name": pilots.tidy(name)}
        _take(form, parts, who, values.setdefault(pilots.plain(name), {}))
    for found in values.values():
        pilot_checks.run(form, found)
    if region is None:
        form.find(Place(), "", "pilot_without_province")
    year = forms.named_year([*above, sheet.name, context.file])
    return form.document(STAGED, year, sender, "、".join(sorted(values)))


def _report_unknown(form: Form, half: Half) -> None:
    for position, heading in half.unknown:
        form.find(Place(half.top + 1, heading, position), "", "heading_unknown")
    for indicator in half.missing:
        form.find(Place(half.top + 1), pilot_headings.indicators()[indicator]["name"], "figure_missing")


def _take(form: Form, parts: list[Part], who: Mapping[str, str | None], values: Values) -> None:
    """Read a pilot's figures; blank and held ones are no values."""
    for part in parts:
        if part.refused:
            form.refuse(part.at, part.text, part.refused)
            continue
        what = {"indicator": part.indicator, "level": part.level, "moment": part.moment}
        key = (part.indicator, part.level, part.moment)
        if key in values:
            raise Refused(
                "第{row}行的“{label}”前面已经有过。请每个试点一张表，每个数字只写一次",
                row=part.at.row,
                label=part.at.label,
            )
        unit, printed = pilot_headings.indicators()[part.indicator]["unit"], figures.amount_unit(part.at.label)
        value = form.read(part.at, part.text, unit, printed, **who, **what)
        if unit == "percent" and value and value < 1 and "%" not in normal(part.text):
            form.find(part.at, forms.shown(part.text), "percentage_fraction")
        values[key] = (value, part.at)


# --- which pilot a figure is of


def _pilots(sheet: Sheet, halves: list[Half]) -> Iterator[tuple[str, list[Part]]]:
    """Every pilot with its figures of one half."""
    above: list[str] = []
    for nth, half in enumerate(halves):
        end = halves[nth + 1].top if nth + 1 < len(halves) else len(sheet.rows)
        lines = [(number, row) for number, row in enumerate(sheet.rows[half.top + 1 : end], half.top + 2)]
        lines = [line for line in lines if not _is_around(line[1])]
        groups = _groups(sheet, half, lines, above)
        above = [name for name, _ in groups] if half.name is not None else above
        for name, group in groups:
            yield name, list(_parts(half.shifted([row for _, row in group]), group))


def _is_around(row: Row) -> bool:
    """Whether a row is a title or a note between two tables."""
    filled = [normal(text) for text in map(written, row) if text]
    notes = [bool(tables.NOTES.match(text)) for text in filled]
    if len(filled) == 1 and ("统计表" in filled[0] or filled[0].startswith(("附件", "填报单位", "报送单位"))):
        return True
    return all(notes) or (len(filled) == 2 and notes[0])


def _groups(sheet: Sheet, half: Half, lines: list[Line], above: list[str]) -> list[tuple[str, list[Line]]]:
    """The lines of each pilot, by the name in front or, where the half has none, by the half over it."""
    if half.name is None and len(above) > 1:
        raise Refused(
            "工作表“{sheet}”里有几个试点（{pilots}），而第{row}行起的下半表没有写是哪个试点的。请每个试点一张表，分开后再导入",
            sheet=sheet.name,
            pilots="、".join(above),
            row=half.top + 1,
        )
    groups = [(name, list(lines)) for name in above] if half.name is None else _named(lines, half.name)
    if not groups or not all(pilots.plain(name) for name, _ in groups):
        raise Refused("工作表“{sheet}”没有填写试点产业名称。请在“试点产业名称”一列写明后再导入", sheet=sheet.name)
    return groups


def _named(lines: list[Line], column: int) -> list[tuple[str, list[Line]]]:
    """The lines from each name down to the next one; lines over the first name are of a pilot without one."""
    groups: list[tuple[str, list[Line]]] = []
    for number, row in lines:
        name = pilots.tidy(written(row[column]))
        if not groups or (name and name != groups[-1][0]):
            groups.append((name, []))
        groups[-1][1].append((number, row))
    return groups


# --- the figures in the cells of a column

Cell = tuple[int, int, str]  # number of the row from 1, column from 0, text


def _parts(half: Half, lines: list[Line]) -> Iterator[Part]:
    first = lines[0][0] if lines else half.top + 1
    for column in half.columns:
        texts = [
            (number, forms.filled(row, column.left, column.right), forms.joined(row[column.left : column.right]))
            for number, row in lines
        ]
        texts = [cell for cell in texts if cell[2]]
        if column.indicator == "quality":
            found = list(_changes(texts, column.heading, None))
        elif pilot_headings.has_moments(column.indicator):
            found = list(_changes(texts, column.heading, column.indicator))
        elif levels := pilot_headings.levels(column.indicator):
            found = list(_levels(texts, column.heading, column.indicator, levels))
        else:
            rest = figures.CELL.join(text for _, _, text in texts)
            found = [
                Part(Place(row, column.heading, position), rest, column.indicator) for row, position, _ in texts[:1]
            ]
        yield from found or _blank(Place(first, column.heading, column.left), column.indicator)


def _blank(at: Place, indicator: str) -> Iterator[Part]:
    for one in QUALITY if indicator == "quality" else (indicator,):
        yield Part(at, "", one)


def _changes(texts: list[Cell], heading: str, indicator: str | None) -> Iterator[Part]:
    """提升前 and 提升后; in the column of quality, of the rate whose name stands in front."""
    labels = {**MOMENTS, **(_quality_labels() if indicator is None else {})}
    for row, position, text in texts:
        before, parts = figures.parts(text, labels)
        for label, name, rest in [("", indicator or "", before), *((one.label, one.name, one.text) for one in parts)]:
            if name in QUALITY and name != indicator:
                indicator, heading = name, label
            is_blank = figures.read(rest, "count")[1] == "figure_blank"
            if name in MOMENTS.values() and indicator:
                yield Part(Place(row, f"{heading} {label}", position), rest, indicator, None, name)
            elif not is_blank:
                rule = "figure_without_moment" if indicator else "figure_without_rate"
                yield Part(Place(row, heading, position), rest, indicator or "", refused=rule)


def _levels(texts: list[Cell], heading: str, indicator: str, levels: tuple[str, ...]) -> Iterator[Part]:
    """Sub-levels, and the whole where a number stands there without one."""
    for row, position, text in texts:
        before, parts = figures.parts(text, {**{level: level for level in levels}, **WHOLE})
        if before.strip():
            yield Part(Place(row, heading, position), before, indicator)
        for part in parts:
            yield Part(Place(row, f"{heading} {part.label}", position), part.text, indicator, part.name or None)


@cache
def _quality_labels() -> Mapping[str, str]:
    return {row["heading"]: row["indicator"] for row in table("pilot_indicators") if row["indicator"] in QUALITY}
