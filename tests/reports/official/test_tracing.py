"""Every cell with a figure leads to the firms, or to the rows sent in, that it comes from; any other says so."""

import pytest

from data.errors import Refused
from metrics.core import Rate
from metrics.query import Filters
from metrics.registry import metric
from reports.figure import Figure
from reports.kinds import TABLES
from reports.official.tracing import trace

SHANXI = Filters.of(year=[2022], province=["140000"])
WUQING = Filters.of(year=[2024], pilot=["天津地毯"])
TIANJIN = Filters.of(year=[2024], province=["120000"])


def traced(reader, name, where, cell):
    return trace(reader, TABLES[name][1](reader, where), cell)


def test_firms_stand_behind_a_number_of_firms(shanxi):
    firms, industries = traced(shanxi, "statistics-table", SHANXI, "B7")
    assert firms.known.name == "assisted_enterprises"
    assert len(firms.rows) == int(firms.known.printed)
    assert {"value", "name", "file", "sheet", "row"} <= set(firms.rows)
    assert len(industries.rows) == int(industries.known.printed)


def test_the_rows_sent_in_stand_behind_what_is_reported(shanxi):
    policies, _ = traced(shanxi, "statistics-table", SHANXI, "B5")
    assert policies.rows["value"].sum() == policies.known.number
    assert all("统计表" in file for file in policies.rows["file"])
    assert set(policies.rows["sheet"]) == {"附表"}


def test_a_list_leads_to_what_it_lists(shanxi):
    (bodies,) = traced(shanxi, "statistics-table", SHANXI, "D8")  # D is merged to C
    assert bodies.known.name == "certification_bodies"


def test_a_merged_cell_may_be_named_by_any_of_its_cells(reader):
    (one,) = traced(reader, "pilot-table", WUQING, "e9")
    assert one.known.name == "assisted_enterprises"
    assert len(one.rows) == one.known.number
    (before,) = traced(reader, "pilot-table", WUQING, "M6")
    assert list(before.rows["indicator"]) == ["first_pass_rate"]
    assert before.rows.iloc[0][["sheet", "row"]].tolist() == ["附件3", 6]


def test_experts_points_and_answers_stand_behind_scores(reader):
    (experts,) = traced(reader, "assessment-table", TIANJIN, "C3")
    assert len(experts.rows) == 3
    mean = (experts.rows["points"] / experts.rows["full_marks"]).mean() * 100
    assert float(experts.known.printed) == pytest.approx(mean, abs=0.005)
    (gained,) = traced(reader, "assessment-table", TIANJIN, "G3")
    assert "gain_revenue_median" in set(gained.rows["metric"])
    (satisfied,) = traced(reader, "assessment-table", TIANJIN, "H3")
    assert satisfied.rows["in_numerator"].mean() == pytest.approx(satisfied.known.number)


@pytest.mark.parametrize("name", TABLES)
def test_every_figure_has_rows_behind_it(shanxi, reader, name):
    opened, where = {"pilot-table": (reader, WUQING), "assessment-table": (reader, TIANJIN)}.get(name, (shanxi, SHANXI))
    table = TABLES[name][1](opened, where)
    cells = [cell for sheet in table.sheets for cell in sheet.cells if cell.known]
    assert cells
    for cell in cells[:: 1 + len(cells) // 12]:
        for one in trace(opened, table, cell.address):
            assert len(one.rows), cell.address
            counts = isinstance(one.known, Figure) and metric(one.known.name).unit == "count"
            if (
                counts
                and not isinstance(metric(one.known.name), Rate)
                and metric(one.known.name).relation == "assisted"
            ):
                assert len(one.rows) == one.known.number


@pytest.mark.parametrize("cell", ["B1", "B15", "A5", "ZZ99", "5B", "", "B0", "＝1+1", "B" + "9" * 30])
def test_a_cell_without_a_figure_says_which_have_one(shanxi, cell):
    with pytest.raises(Refused, match="有数字的单元格：B5 B6 B7 C7 B8 C8"):
        traced(shanxi, "statistics-table", SHANXI, cell)
