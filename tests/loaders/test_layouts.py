"""Ledgers in whatever layout they come: no firm is lost, none is made up, and no cell is wrong."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import kinds, reading
from loaders.document import Context, Document
from tests.loaders import drawing
from tests.loaders.drawing import credit_code
from tests.loaders.layouts import LAYOUTS, Drawn, Firm, filled

QUIET = {"credit_code_missing", "region_missing", "industry_missing", "body_missing"}  # of what is not there


def firms(document: Document) -> list[tuple[Any, ...]]:
    """What was read of each firm."""
    names = ("name", "credit_code", "county", "industry", "body", "city")
    return list(zip(*(document.columns[name] for name in names), strict=True))


def expected(drawn: Sequence[Firm]) -> list[tuple[Any, ...]]:
    return [(one.name, credit_code(one.code), one.county, one.industry, one.body, one.city) for one in drawn]


def sheets_of(drawn: Drawn) -> list[reading.Sheet]:
    return [drawing.ledger(filled(text), name, merged) for name, text, merged in drawn.sheets]


def rules(document: Document) -> set[str]:
    return {issue.rule for issue in document.issues} - QUIET


def test_there_are_more_than_thirty_layouts():
    assert len(LAYOUTS) > 30


@pytest.mark.parametrize("drawn", LAYOUTS.values(), ids=LAYOUTS)
def test_every_cell_is_right(drawn):
    document = kinds.read(sheets_of(drawn), Context("140000", drawn.file))
    assert firms(document) == expected(drawn.firms)
    assert (document.in_file, document.held) == (document.loaded + document.ignored, 0)
    assert (document.ignored, rules(document), document.asks) == (drawn.ignored, set(drawn.rules), False)


@pytest.mark.parametrize("drawn", LAYOUTS.values(), ids=LAYOUTS)
def test_every_cell_is_right_in_a_workbook(drawn, tmp_path):
    file = drawing.book(tmp_path / drawn.file, *sheets_of(drawn))
    document = kinds.read(reading.sheets(file.read_bytes()), Context("140000", drawn.file))
    assert firms(document) == expected(drawn.firms)
    assert (document.ignored, document.held, document.year) == (drawn.ignored, 0, document.year)
