"""Corrections are put into the cells before a file is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Refused
from loaders import issues
from loaders.corrections import corrected, parsed
from loaders.decided import NOTHING, Decided
from loaders.reading import Sheet

SHEET = Sheet("台账", [["企业", "县"], ["甲", "小店区"], ["乙", ""], [3.0, "迎泽区"]], (((1, 1), (2, 1)),))


def rows(corrections: dict[str, str]) -> list[list[object]]:
    (sheet,), _ = corrected([SHEET], corrections)
    return sheet.rows


def test_a_correction_stands_in_its_cell_and_what_stood_there_is_told():
    (sheet,), replaced = corrected([SHEET], {"台账!A4": "丙"})
    assert (sheet.rows[3], replaced) == (["丙", "迎泽区"], {"台账!A4": "3"})
    assert SHEET.rows[3] == [3.0, "迎泽区"]


def test_without_corrections_nothing_changes():
    assert corrected([SHEET], {}) == ([SHEET], {})


def test_a_merged_cell_is_corrected_for_all_its_rows():
    assert [row[1] for row in rows({"台账!B3": "杏花岭区"})] == ["县", "杏花岭区", "", "迎泽区"]


@pytest.mark.parametrize("cell", ["台账!$A$2", "台账!A2"])
def test_a_cell_may_be_written_as_formulas_write_it(cell):
    assert rows({cell: "丁"})[1][0] == "丁"


@pytest.mark.parametrize(
    "cell", ["台账!C2", "台账!A5", "别的!A1", "A1", "台账!", "台账!1A", "台账!A0", "", "台账!AAAA1"]
)
def test_a_cell_that_is_not_there_is_refused(cell):
    with pytest.raises(Refused) as refused:
        corrected([SHEET], {cell: "x"})
    assert refused.value.values == {"cell": cell}


@given(st.integers(0, 16383), st.integers(1, 1048576), st.text(min_size=1))
def test_a_cell_is_found_by_its_name(column, row, sheet):
    assert parsed(f"{sheet}!{issues.letter(column)}{row}") == (sheet, row - 1, column)


@given(st.dictionaries(st.text(), st.text()), st.dictionaries(st.text(), st.text()))
def test_other_decisions_have_another_digest(one, other):
    digests = [Decided(corrections={"sha": said}).digest() for said in (one, other)]
    assert (digests[0] == digests[1]) == (one == other)


def test_nothing_decided_has_no_digest():
    assert NOTHING.digest() == ""
