"""Regions × pilots without counting a firm twice."""

import pytest

from data.errors import Refused
from metrics.bridge import bridge
from metrics.query import Filters, compute

FIRMS = """
    firm | year | province | city   | industry
    A    | 2024 | 120000   | 120114 | 4
    B    | 2024 | 120000   | 120114 | 22
    C    | 2024 | 120000   | 120117 | 22
    D    | 2024 | 120000   | 120117 | 22
    E    | 2024 | 120000   |        | 4
    F    | 2024 | 120000   | 120114 | 4      # in no pilot
    A    | 2023 | 120000   | 120114 | 4
"""
MEMBERS = """
    pilot  | firm | year
    地毯   | A    | 2024
    电动   | A    | 2024       # in two
    电动   | B    | 2024
    电动   | C    | 2024
    汽车   | C    | 2024       # in two
    汽车   | D    | 2024
    地毯   | E    | 2024
    地毯   | A    | 2023
"""


def test_cells_totals_and_overlap(spec):
    found = bridge(spec(assisted=FIRMS, pilot_member=MEMBERS).reader, "city", Filters.of(year=[2024]))
    cells = {city: row.to_dict() for city, row in found.cells.iterrows()}
    assert cells == {
        "120114": {"地毯": 1, "汽车": 0, "电动": 2},
        "120117": {"地毯": 0, "汽车": 2, "电动": 1},
        "—": {"地毯": 1, "汽车": 0, "电动": 0},
    }
    assert found.of_unit.to_dict() == {"120114": 2, "120117": 2, "—": 1}
    assert found.of_pilot.to_dict() == {"地毯": 2, "汽车": 2, "电动": 3}
    assert (found.firms, found.overlap) == (5, 2)
    assert found.in_several.to_dict() == {"120114": 1, "120117": 1, "—": 0}


def test_over_years_a_firm_stays_one(spec):
    found = bridge(spec(assisted=FIRMS, pilot_member=MEMBERS).reader)
    assert (found.firms, found.of_pilot["地毯"]) == (5, 2)


def test_totals_are_those_of_the_metric(spec):
    drawn = spec(assisted=FIRMS, pilot_member=MEMBERS)
    found = bridge(drawn.reader, "industry", Filters.of(year=[2024]))
    pilots = ["地毯", "汽车", "电动"]
    assert drawn.value("assisted_enterprises", year=2024, pilot=pilots) == found.firms
    of_pilot = compute(drawn.reader, ["assisted_enterprises"], ["pilot"], Filters.of(year=[2024], pilot=pilots))
    assert dict(zip(of_pilot["pilot"], of_pilot["value"], strict=True)) == found.of_pilot.to_dict()
    assert found.of_unit.to_dict() == {4: 2, 22: 3}


def test_filtered_by_a_pilot_only_it_is_shown(spec):
    found = bridge(
        spec(assisted=FIRMS, pilot_member=MEMBERS).reader, "city", Filters.of(pilot=["汽车"], city=["120117"])
    )
    assert (list(found.cells), found.firms, found.overlap) == (["汽车"], 2, 0)


def test_as_a_table_the_totals_stand_last(spec):
    frame = bridge(spec(assisted=FIRMS, pilot_member=MEMBERS).reader, "city", Filters.of(year=[2024])).frame()
    assert list(frame) == ["unit", "地毯", "汽车", "电动", "firms", "in_several"]
    assert list(frame.iloc[-1])[1:] == [2, 2, 3, 5, 2]


def test_without_pilots_there_is_a_table_of_nothing(spec):
    found = bridge(spec(assisted=FIRMS).reader)
    assert (found.firms, found.overlap, len(found.cells)) == (0, 0, 0)
    assert list(found.frame()["firms"]) == [0]


@pytest.mark.parametrize(("by", "where"), [("body", {}), ("x; DROP", {}), ("city", {"indicator": ["pass_rate"]})])
def test_another_dimension_is_refused(spec, by, where):
    with pytest.raises(Refused):
        bridge(spec().reader, by, Filters.of(**where))
