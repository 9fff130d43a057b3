"""What a sheet calls its figures."""

from reports.figure import Figure
from reports.official.grid import Cell, Sheet, Table, having, heading

FIGURE = Figure(
    name="responses", part="value", where=(), cumulative=False, printed="3", exact="3", rule="whole", version=1
)


def sheet(*cells: Cell) -> Sheet:
    return Sheet(name="表", widths=(10.0,) * 4, cells=cells)


def test_a_figure_is_called_by_the_nearest_heading_above_and_the_words_of_its_row():
    figure = Cell(4, 3, (FIGURE,), look="center")
    drawn = sheet(
        Cell(1, 1, ("题",), columns=4, look="title"),
        Cell(2, 1, ("上",), columns=4, look="head"),
        Cell(3, 1, ("单位",), columns=2, look="head"),
        Cell(3, 3, ("家数",), columns=2, look="head"),
        Cell(4, 1, ("1",), look="center"),
        Cell(4, 2, ("甲市",)),
        figure,
        Cell(4, 4, ("备注",)),
        Cell(5, 3, ("下",), look="head"),
    )
    assert heading(drawn, figure) == "家数 甲市"


def test_words_with_a_figure_of_their_own_name_no_other():
    listed = Cell(2, 2, ("甲、乙",), behind=(FIGURE,))
    drawn = sheet(Cell(1, 2, ("相关信息",), look="head"), Cell(2, 1, ("共", FIGURE, "个")), listed)
    assert heading(drawn, listed) == "相关信息"


def test_a_figure_without_a_heading_has_no_name():
    alone = Cell(1, 1, (FIGURE,))
    assert heading(sheet(alone), alone) == ""


def test_cells_with_figures_in_them_or_behind_them_are_found_with_their_sheets():
    inside, behind = Cell(1, 1, ("共", FIGURE)), Cell(1, 2, ("甲",), behind=(FIGURE,))
    first, second = sheet(inside, Cell(2, 1, ("字",))), sheet(behind)
    assert having(Table(title="表", sheets=(first, second), version=1)) == [(first, inside), (second, behind)]
