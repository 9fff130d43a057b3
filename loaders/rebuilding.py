"""The rows of a file as a new workbook: of an .xls or .csv, and of an .xlsx written in a way that is not changed."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.worksheet import Worksheet

from loaders.conservation import Uncomputed
from loaders.reading import Sheet
from loaders.text import written

LONGEST = 32767  # characters a cell can hold
WIDEST = 40
_UNSAFE = re.compile(r"[\\*?:/\[\]]")
_LONGEST_NAME = 31
FORMATS = {datetime: "yyyy/m/d h:mm:ss", date: "yyyy/m/d", time: "h:mm:ss", timedelta: "[h]:mm:ss"}


def rebuilt(read: Sequence[Sheet]) -> bytes:
    """The rows as a workbook: texts are text, whatever they begin with."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        texts = book.add_format({"num_format": "@"})
        moments = {kind: book.add_format({"num_format": shown}) for kind, shown in FORMATS.items()}
        for sheet in read:
            page = book.add_worksheet(title(sheet.name))
            _merge(page, sheet)
            _write(page, sheet, texts, moments)
    return target.getvalue()


def title(name: str) -> str:
    """A sheet's name as a workbook may have it."""
    return _UNSAFE.sub("_", name).strip("'")[:_LONGEST_NAME]


def _merge(page: Worksheet, sheet: Sheet) -> None:
    for (top, left), (bottom, right) in sheet.merged:
        if (top, left) != (bottom, right):
            try:
                page.merge_range(top, left, bottom, right, "")
            except OverlappingRange:
                continue  # no workbook may hold both; their cells stay


def _write(page: Worksheet, sheet: Sheet, texts: Any, moments: dict[type, Any]) -> None:
    widths: dict[int, int] = {}
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            if value == "":
                continue
            if isinstance(value, bool):
                page.write_boolean(row, column, value)
            elif isinstance(value, int | float):
                page.write_number(row, column, value)
            elif type(value) in moments and getattr(value, "year", 1900) >= 1900:
                page.write_datetime(row, column, value, moments[type(value)])
            else:
                shown = str(value) if isinstance(value, str | Uncomputed) else written(value)
                page.write_string(row, column, shown[:LONGEST], texts)
            widths[column] = max(widths.get(column, 0), len(written(value).encode("gb18030", "replace")))
    for column, width in widths.items():
        page.set_column(column, column, min(width + 2, WIDEST))
