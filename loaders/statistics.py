"""附表 小微企业质量管理体系认证提升行动统计表: the seven figures a bureau reports since the campaign began."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from data.errors import Refused
from data.reference import table
from loaders import figures, forms, senders, tables
from loaders.document import Context, Document
from loaders.figures import Part
from loaders.forms import Form, Place
from loaders.reading import Sheet
from loaders.resolvers import industries, regions
from loaders.tables import Table
from loaders.text import normal, written

KIND = "statistics"
STAGED = ("row", "sheet", "region", "figure", "value", "text")
TYPES = {"value": "DOUBLE"}
IDENTITY = ("region", "figure")  # what stays the same when a figure is corrected
SUBJECT = "region"  # what a sheet is about
ENOUGH = 3  # figures whose label must be recognised
LISTED = {"industries": "industries_listed", "bodies": "bodies_listed"}
_NUMBER = re.compile(r"CNCA-RF?-\d{4}-\d+", re.IGNORECASE)
_BETWEEN = re.compile(r"[;；,，\n]+")
_TITLE = re.compile(r"统计表|自治区、直辖市")


class Printed(NamedTuple):
    """A figure as printed: where, its label and text, and what stands under 相关信息 beside it."""

    at: Place
    part: Part
    details: str


def recognises(sheet: Sheet, context: Context = Context()) -> int:
    """How many figures of the form stand on the sheet; 0 if they are too few."""
    found = tables.find(sheet, KIND)
    if not found or "data" not in found.columns.values():
        return 0
    count = len({one.part.name for one in _places(sheet, found)})
    return count if count >= ENOUGH else 0


def read(sheet: Sheet, context: Context = Context()) -> Document:
    """The figures of one sheet. `region` is the one it names: in the unit line, its title, the sheet's or file's name."""
    found = tables.find(sheet, KIND)
    assert found
    named = [found.unit, *filter(_TITLE.search, found.above), sheet.name, context.file]
    sender = senders.infer([text for text in named if text], context.region)
    region = sender if senders.is_region(sender) else None
    form = Form(KIND, sheet)
    seen: set[str] = set()
    for at, part, details in _places(sheet, found):
        if part.name in seen:
            raise Refused(
                "工作表“{sheet}”里“{label}”出现了不止一次（第{row}行）。请每个单位一张表，分开后再导入",
                sheet=sheet.name,
                label=part.label,
                row=at.row,
            )
        seen.add(part.name)
        value = form.read(at, part.text, _units()[part.name], region=region, figure=part.name)
        listed = _listed(part.name, details)
        if value is not None and listed and listed != value:
            form.find(at, f"{value:.0f} ≠ {listed}", LISTED[part.name])
    for missing in _units().keys() - seen:
        form.find(Place(), _first_label(missing), "figure_missing")
    year = forms.named_year([*found.above, sheet.name, context.file])
    return form.document(STAGED, year, sender)


def refuse_without_region(sender: str | None) -> None:
    """Who sends this form is whom its figures are about: it must be a region."""
    if sender and regions.resolve(sender).code == sender:
        return
    if sender:
        raise Refused(
            "报送单位“{sender}”不是一个地区，而统计表按地区统计。请在“填报单位”写明地区，或指明报送的地区（页面上在“选项”里，命令行用 --sender）",
            sender=sender,
        )
    raise Refused(
        "看不出这份统计表是哪个地区的。请在“填报单位”或文件名里写明地区，或指明报送单位（页面上在“选项”里，命令行用 --sender）"
    )


@cache
def _labels() -> Mapping[str, str]:
    return {label: row["figure"] for row in table("statistics_figures") for label in row["labels"].split("|")}


@cache
def _units() -> Mapping[str, str]:
    return {row["figure"]: row["unit"] for row in table("statistics_figures")}


def _first_label(figure: str) -> str:
    return next(label for label, name in _labels().items() if name == figure)


def _places(sheet: Sheet, found: Table) -> Iterator[Printed]:
    """Every figure printed below 统计数据; its value may stand in a cell of its own beside it."""
    columns = {name: position for position, name in found.columns.items()}
    left, right = columns["data"], columns.get("details", len(sheet.rows[0]))
    for index, row in enumerate(sheet.rows[found.first :], found.first):
        _, parts = figures.parts(forms.joined(row[left:right]), _labels())
        at = forms.filled(row, left, right)
        for part in parts:
            yield Printed(Place(index + 1, part.label, at), part, _details(sheet, index, right))


def _details(sheet: Sheet, index: int, column: int) -> str:
    """What stands under 相关信息, which may be merged down over several figures."""
    for (top, left), (bottom, right) in sheet.merged:
        if left <= column <= right and top <= index <= bottom:
            return written(sheet.rows[top][left])
    return written(sheet.rows[index][column]) if column < len(sheet.rows[index]) else ""


def _listed(figure: str, details: str) -> int:
    """How many industries or bodies are listed; 0 if none are, or if it cannot be told."""
    pieces = [normal(piece) for piece in _BETWEEN.split(details) if piece.strip()]
    if not pieces or pieces[0].startswith("(请") or pieces[-1].endswith("等"):
        return 0
    match figure:
        case "industries":
            return _industries(pieces)
        case "bodies":
            return sum(1 if _NUMBER.search(piece) else len([*filter(None, piece.split("、"))]) for piece in pieces)
    return 0


def _industries(pieces: list[str]) -> int:
    """Distinct industries in a list; 29 has a ； in its name, so a piece may belong to the one before."""
    codes = set()
    before = ""
    for piece in pieces:
        resolutions = (industries.resolve(text) for text in (f"{before};{piece}", piece))
        code = next((one.code for one in resolutions if one.code), None)
        if not code:
            return 0
        codes.add(code)
        before = piece
    return len(codes)
