"""Cells that a person mended: what stands there instead when a file is read."""

import re
from collections.abc import Mapping, Sequence

from data.errors import Refused
from loaders.issues import position
from loaders.reading import Sheet
from loaders.text import written

_CELL = re.compile(r"(.+)!\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.DOTALL)


def corrected(sheets: Sequence[Sheet], corrections: Mapping[str, str]) -> tuple[list[Sheet], dict[str, str]]:
    """The sheets with their corrections, and what stood in these cells; refused where a file has no such cell.

    A cell inside a merged range is that range's first one, as in Excel: its correction holds for all its rows.
    """
    rows = {sheet.name: list(sheet.rows) for sheet in sheets} if corrections else {}
    merged = {sheet.name: sheet.merged for sheet in sheets}
    replaced: dict[str, str] = {}
    for cell, text in corrections.items():
        name, row, column = parsed(cell)
        for (top, left), (bottom, right) in merged.get(name, ()):
            if top <= row <= bottom and left <= column <= right:
                row, column = top, left
        if name not in rows or row >= len(rows[name]) or column >= len(rows[name][row]):
            raise Refused("文件里没有单元格“{cell}”。请写成 工作表!列行 的样子，例如 Sheet1!C7", cell=cell)
        replaced[cell] = written(rows[name][row][column])
        rows[name][row] = [*rows[name][row][:column], text, *rows[name][row][column + 1 :]]
    return [sheet._replace(rows=rows[sheet.name]) if rows else sheet for sheet in sheets], replaced


def parsed(cell: str) -> tuple[str, int, int]:
    """The sheet, row and column, both from 0, of `sheet!C7`; refused where it is no cell."""
    if not (match := _CELL.fullmatch(cell)):
        raise Refused("文件里没有单元格“{cell}”。请写成 工作表!列行 的样子，例如 Sheet1!C7", cell=cell)
    return match[1], int(match[3]) - 1, position(match[2])
