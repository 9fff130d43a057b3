"""A column is read cell by cell, however few of its cells are looked at."""

from hypothesis import given
from hypothesis import strategies as st

from loaders import cells
from loaders.cells import GLANCED, Column
from loaders.conservation import Uncomputed

CODE = "91140100MA0K00001"  # without its check digit
CELLS = st.one_of(
    st.sampled_from(
        ["", "张三", " 李四 ", "(空)", "#N/A", "#1 厂", "山西省太原市", f"{CODE}X", "同上", 3.0, 91.5, True]
    ),
    st.builds(Uncomputed, st.sampled_from(["A1", "B2"])),
    st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=4),
)
READERS = st.sampled_from([cells.text, cells.name, cells.credit_code, cells.industry, cells.time, cells.seconds])


def alone(cell, reader):
    """A cell as the only one of its column: its value, and what is found there."""
    found = []
    (value,) = Column("列", [cell], lambda *what: found.append(what)).read(reader)
    return value, found


@given(st.lists(CELLS, min_size=1, max_size=30), READERS, st.booleans())
def test_a_column_reads_each_cell_as_if_it_stood_alone(drawn, reader, is_long):
    # Texts that all differ at first, and repeat further below: nobody looks for equal ones among them.
    drawn = [f"企业{number}" for number in range(GLANCED)] + drawn if is_long else drawn
    found = []
    values = Column("列", drawn, lambda *what: found.append(what)).read(reader)
    by_cell = [alone(cell, reader) for cell in drawn]
    assert values == [value for value, _ in by_cell]
    assert found == [(at, rule, value) for at, (_, each) in enumerate(by_cell) for _, rule, value in each]
