"""Good cases: recommended, selected, and their industries."""

CASES = """
    year | province | city   | industry | body            | firm | title | selected
    2024 | 120000   | 120113 | 3        | CNCA-R-2002-001 | A    | 甲    | true
    2024 | 120000   | 120113 | 3        | CNCA-R-2002-001 | B    | 乙    | false
    2024 | 120000   | 120114 | 18       |                 | C    | 丙    | true
    2024 | 140000   | 140100 |          |                 | D    | 丁    |        # nobody says
    2022 | 140000   | 140100 | 5        |                 | D    | 戊    |
"""


def test_cases_of_a_year(spec):
    drawn = spec(good_case=CASES)
    names = ("cases_recommended", "cases_selected", "case_industries")
    assert [drawn.value(name, year=2024) for name in names] == [4, 2, 2]


def test_selected_cases_are_unknown_not_none_where_no_list_says_so(spec):
    drawn = spec(good_case=CASES)
    assert drawn.value("cases_selected", year=2022) is None
    assert drawn.row("cases_selected", province="140000")["small"]
    assert drawn.by("cases_selected", "city", year=2024) == {"120113": 1, "120114": 1}


def test_cases_by_every_dimension_they_have(spec):
    drawn = spec(good_case=CASES)
    assert drawn.by("cases_recommended", "year", "province") == {
        (2022, "140000"): 1,
        (2024, "120000"): 3,
        (2024, "140000"): 1,
    }
    assert drawn.by("cases_recommended", "industry", year=2024) == {3: 2, 18: 1, None: 1}
    assert drawn.by("case_industries", "body", year=2024) == {"CNCA-R-2002-001": 1, None: 1}


def test_cases_by_pilot_are_those_of_its_firms_in_that_year(spec):
    cases = "firm | year | province | title\nA | 2024 | 120000 | 一\nA | 2023 | 120000 | 二\nB | 2024 | 120000 | 三"
    members = "pilot | firm | year\nP | A | 2024\nQ | A | 2024"
    drawn = spec(good_case=cases, pilot_member=members)
    assert drawn.by("cases_recommended", "pilot", year=2024) == {"P": 1, "Q": 1, "none": 1}
    assert drawn.value("cases_recommended", pilot=["P", "Q"]) == 1
