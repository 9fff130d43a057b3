"""Policies, subsidies and trainings of the statistics tables, which are cumulative since the campaign began."""

import pytest

NESTED = """
    province | city   | county | year | policies
    140000   |        |        | 2021 | 10        # has its cities in it
    140000   | 140100 |        | 2021 | 4
    140000   | 140200 |        | 2021 | 3
    320000   | 320500 |        | 2021 | 2         # this province filed none of its own
    320000   | 320600 | 320612 | 2021 | 1         # nor this city
    320000   | 320600 | 320623 | 2021 | 5
    320000   | 320500 | 320505 | 2021 | 1         # in its city's
"""


def test_every_figure_reads_its_own_column_in_its_own_unit(spec):
    drawn = spec(
        statistics="""
        province | policies | subsidy_10k_cny | trained_person_times | trained_enterprises
        140000   | 3        | 120.5           | 900                  | 400
        """
    )
    names = ["policies", "subsidy_10k_cny", "trained_person_times", "trained_enterprises"]
    frame = drawn.frame(names)
    assert list(frame.value) == [3, 120.5, 900, 400]
    assert list(frame.numerator) == list(frame.value)
    assert frame.denominator.isna().all()
    assert not frame.small.any()


def test_a_province_is_its_own_table_or_else_those_of_its_cities(spec):
    drawn = spec(statistics=NESTED)
    assert drawn.by("policies", "province") == {"140000": 10, "320000": 8}
    assert drawn.value("policies") == 18
    assert drawn.value("policies", province="320000") == 8


def test_a_city_is_its_own_table_or_else_those_of_its_counties(spec):
    drawn = spec(statistics=NESTED)
    assert drawn.by("policies", "city") == {"140100": 4, "140200": 3, "320500": 2, "320600": 6}
    assert drawn.by("policies", "city", province="320000") == {"320500": 2, "320600": 6}
    assert drawn.value("policies", city=["140100", "320600"]) == 10
    assert drawn.value("policies", province="140000", city="140200") == 3


def test_by_county_only_tables_of_counties_count(spec):
    drawn = spec(statistics=NESTED)
    assert drawn.by("policies", "county") == {"320505": 1, "320612": 1, "320623": 5}
    assert drawn.value("policies", county="320505") == 1


def test_by_the_unit_that_reports_every_table_stands_alone(spec):
    drawn = spec(statistics=NESTED)
    found = drawn.by("policies", "region")
    assert found["140000"] == 10
    assert found["140100"] == 4
    assert len(found) == 7


YEARS = """
    province | city   | year | policies
    140000   |        | 2021 | 10
    140000   |        | 2022 | 15          # five more than the year before
    320000   | 320500 | 2021 | 2           # did not file again
    320000   | 320600 | 2021 | 3
    320000   | 320600 | 2022 | 4
"""


def test_years_are_never_added_up(spec):
    drawn = spec(statistics=YEARS)
    assert drawn.value("policies", province="140000") == 15
    assert drawn.value("policies", province="140000", year=[2021, 2022]) == 15
    assert drawn.value("policies", province="140000", year=2021) == 10


def test_over_years_the_latest_table_of_each_unit_counts(spec):
    drawn = spec(statistics=YEARS)
    assert drawn.by("policies", "province") == {"140000": 15, "320000": 6}
    assert drawn.by("policies", "city") == {"320500": 2, "320600": 4}
    assert drawn.value("policies") == 21


def test_of_a_year_only_its_own_tables_count(spec):
    drawn = spec(statistics=YEARS)
    assert drawn.by("policies", "year") == {2021: 15, 2022: 19}
    assert drawn.value("policies", year=2022) == 19
    assert drawn.by("policies", "province", "year") == {
        ("140000", 2021): 10,
        ("140000", 2022): 15,
        ("320000", 2021): 5,
        ("320000", 2022): 4,
    }


def test_the_level_is_chosen_anew_in_every_year(spec):
    drawn = spec(
        statistics="""
        province | city   | year | policies
        140000   |        | 2021 | 10
        140000   | 140100 | 2021 | 4
        140000   | 140100 | 2022 | 6
        140000   | 140200 | 2022 | 7
        """
    )
    assert drawn.by("policies", "year") == {2021: 10, 2022: 13}
    assert drawn.value("policies") == 10  # over both, the province's own table, which alone is known to be whole


def test_a_figure_left_blank_is_as_a_table_not_filed(spec):
    drawn = spec(
        statistics="""
        province | city   | year | policies | trained_enterprises
        140000   |        | 2022 |          | 90
        140000   |        | 2021 | 10       | 80
        320000   |        | 2022 |          | 70
        320000   | 320500 | 2022 | 2        | 60
        """
    )
    assert drawn.by("policies", "province") == {"140000": 10, "320000": 2}
    assert drawn.by("trained_enterprises", "province") == {"140000": 90, "320000": 70}
    assert drawn.by("policies", "province", year=2022) == {"140000": None, "320000": 2}


def test_the_later_of_two_tables_of_one_unit_and_year_counts(spec):
    drawn = spec(
        statistics="""
        province | submission | policies
        140000   | 7          | 10
        140000   | 9          | 12
        140000   | 8          | 11
        """
    )
    assert drawn.value("policies") == 12


@pytest.mark.parametrize("name", ["policies", "subsidy_10k_cny"])
def test_no_table_is_unknown_not_zero(spec, name):
    row = spec(statistics="province | trained_enterprises\n140000 | 3").row(name)
    assert (row["numerator"], row["value"], row["small"]) == (None, None, True)
