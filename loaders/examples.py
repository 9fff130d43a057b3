"""What fill-in templates hold besides data: example rows, which are never a firm, and sheets of their own."""

from typing import Any

from loaders import cells
from loaders.records import Records
from loaders.text import normal

MARK = "示例"  # in the column 序号
NAME = "示例企业有限公司"  # the firm of our own templates
EXAMPLES = frozenset({NAME, "示例认证机构", "示例材料"})  # whom the examples of our own templates speak of
LISTS, NOTES = "下拉选项", "填写说明"
OWN_SHEETS = frozenset({LISTS, NOTES})  # where no table stands on them, nobody misses one


def is_example(row: list[Any]) -> bool:
    """Whether a row is the example of our own template, its number changed or not."""
    return not EXAMPLES.isdisjoint(row[:3]) or (row[:1] == [MARK] and all(cell == "" for cell in row[1:]))


def check(records: Records, position: int | None) -> None:
    """Hold every row that is numbered 示例: the first firm may have been typed over the example."""
    if position is not None and str in (column := records.column(position)).types:
        column.read(_number)


def _number(cell: object) -> cells.Read:
    return None, "example_row" if isinstance(cell, str) and normal(cell) == MARK else ""
