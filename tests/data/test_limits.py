"""What notices allow and ask for."""

from data import limits
from data.reference import table


def test_cases_are_asked_for_by_province_and_year():
    assert limits.cases("140000", 2022) == (5, 0)
    assert limits.cases("120000", 2024) == (1, 5)
    assert limits.cases("120000", 2023) == limits.cases("120000", None) == (0, 0)


def test_every_limit_of_recommended_bodies_has_its_source_and_the_last_one_is_for_all_others():
    rows = table("recommendation_limits")
    assert [row for row in rows if not (row["source"] and int(row["most"]) > 0)] == []
    assert (rows[-1]["province"], rows[-1]["year"]) == ("", "")
    assert limits.recommendations("990000", None) == int(rows[-1]["most"])
    for row in rows[:-1]:
        assert limits.recommendations(row["province"], int(row["year"])) == int(row["most"])
