"""What `compute` promises: its columns, order and filters, and what it refuses."""

import pytest

from data.errors import Refused
from locales import translate
from metrics.query import Filters, compute
from metrics.registry import METRICS
from tests.metrics.drawing import Drawn, drawn, records, rows_of

FIRMS = """
    firm | year | province | city   | industry | q3 | q5 | q13
    A    | 2021 | 140000   | 140100 | 3        | 1  | 1  | 1
    B    | 2021 | 140000   | 140200 | 33       | 2  | 1  | 3
    C    | 2022 | 140000   | 140200 | 3        | 1  | 2  | 1
    D    | 2022 | 320000   | 320500 | 29       | 5  | 2  | 2
    E    | 2022 |          |        |          |    |    | 1
"""


@pytest.fixture(scope="module")
def firms(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return drawn(tmp_path_factory.mktemp("firms"), rows_of(FIRMS), rows_of("firm | industry\nA | 3"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return drawn(tmp_path_factory.mktemp("empty"))


def one_of(name: str) -> dict[str, str]:
    """The filter without which a pilots' metric is refused."""
    return {"indicator": "pass_rate"} if METRICS[name].relation == "pilot_indicator" else {}


def said(refusal) -> str:
    return translate(refusal.value.text, "zh", **refusal.value.values)


# --- the frame


def test_columns_are_the_metric_its_dimensions_and_its_figures(firms):
    frame = firms.frame("satisfaction_rate", ["province", "year"])
    assert list(frame.columns) == [
        *("metric", "province", "year", "numerator", "denominator", "value", "low", "high", "small")
    ]


def test_rows_come_in_the_order_of_names_then_of_dimensions(firms):
    names = ["satisfaction_rate", "certified_before", "responses"]
    frame = firms.frame(names, ["year", "province"])
    groups = [(2021, "140000"), (2022, "140000"), (2022, "320000"), (2022, None)]
    found = [(row["metric"], row["year"], row["province"]) for row in records(frame)]
    assert found == [(name, *group) for name in names for group in groups]


def test_dimensions_come_in_the_order_asked(firms):
    assert firms.by("responses", "sector", "year") == {
        ("manufacturing", 2021): 1,
        ("manufacturing", 2022): 1,
        ("other", 2021): 1,
        ("other", 2022): 1,
        (None, 2022): 1,
    }


def test_a_name_asked_twice_is_given_twice(firms):
    frame = firms.frame(["responses", "responses"])
    assert list(frame.value) == [5, 5]


def test_a_dimension_asked_twice_groups_once(firms):
    frame = firms.frame("responses", ["year", "year"])
    assert list(frame.columns[:3]) == ["metric", "year", "numerator"]
    assert list(frame.value) == [2, 3]


def test_metrics_of_several_relations_come_in_one_frame(spec):
    drawn = spec(FIRMS, assisted="firm | province\nA | 140000\nZ | 650000")
    frame = drawn.frame(["assisted_enterprises", "responses", "response_rate"], ["province"])
    found = [(row["metric"], row["province"], row["value"]) for row in records(frame)]
    assert found == [
        ("assisted_enterprises", "140000", 1),
        ("assisted_enterprises", "650000", 1),
        ("responses", "140000", 3),
        ("responses", "320000", 1),
        ("responses", None, 1),
        ("response_rate", "140000", 1),
        ("response_rate", "650000", 0),
    ]


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_gives_one_row_in_an_empty_version(empty, name):
    (row,) = records(empty.frame(name, **one_of(name)))
    assert row["metric"] == name
    assert row["value"] is None


@pytest.mark.parametrize("dimension", ["year", "industry", "certified", "participation"])
def test_number_dimensions_stay_whole_where_one_is_missing(firms, dimension):
    keys = [row[dimension] for row in records(firms.frame("responses", [dimension]))]
    assert all(key is None or type(key) is int for key in keys)


# --- missing and small


@pytest.mark.parametrize("name", METRICS)
def test_an_empty_group_is_null_and_marked_never_zero(firms, name):
    row = firms.row(name, year=1999, **one_of(name))
    assert (row["value"], row["low"], row["high"]) == (None, None, None)
    assert row["small"] is True


@pytest.mark.parametrize("name", ["responses", "certified_before", "assisted_enterprises", "industries_covered"])
def test_the_numerator_of_a_count_is_its_value_in_an_empty_group_too(firms, name):
    row = firms.row(name, year=1999)
    assert (row["numerator"], row["value"]) == (None, None)


@pytest.mark.parametrize(("answers", "small"), [(9, True), (10, False)])
def test_fewer_than_ten_firms_are_marked(spec, answers, small):
    rows = "\n".join(f"F{n} | 1" for n in range(answers))
    assert spec(f"firm | q13\n{rows}").row("satisfaction_rate")["small"] is small


def test_a_small_count_is_not_marked(firms):
    assert firms.row("responses")["small"] is False


# --- filters


def test_values_of_one_dimension_are_or(firms):
    assert firms.value("responses", province=["140000", "320000"]) == 4


def test_dimensions_are_and(firms):
    assert firms.value("responses", province=["140000", "320000"], year=[2022]) == 2


def test_a_filter_holds_for_every_relation_asked(spec):
    drawn = spec(FIRMS, assisted="firm | province\nA | 140000\nZ | 650000")
    frame = drawn.frame(["responses", "assisted_enterprises"], province=["140000"], year=[2021])
    assert list(frame.value) == [2, 1]


def test_a_dimension_without_values_is_no_filter(firms):
    assert firms.value("responses", province=[]) == 5


def test_filters_and_groups_may_be_the_same_dimension(firms):
    assert firms.by("responses", "industry", industry=[3, 29]) == {3: 2, 29: 1}


def test_numbers_may_be_written_as_text(firms):
    assert firms.value("responses", year="2021", industry=["3", "33"]) == 2


@pytest.mark.parametrize("year", ["", "二〇二一", "2021年", "2021.5", 2021.5, "1e3", "9" * 40])
def test_a_number_dimension_refuses_what_is_no_number(year):
    with pytest.raises(Refused) as refusal:
        Filters.of(year=[year])
    assert "year" in said(refusal)
    assert str(year) in said(refusal)


def test_region_codes_stay_text(spec):
    drawn = spec("firm | province\nA | 010102\nB | 10102")
    assert drawn.value("responses", province="010102") == 1


def test_filters_of_the_same_values_are_equal_and_hashable():
    assert {Filters.of(year=[2021], city=["140200"]), Filters.of(city=["140200"], year=["2021"])} == {
        Filters.of(year=[2021], city=["140200"])
    }


def test_but_replaces_or_lifts_a_dimension():
    where = Filters.of(year=[2021], province=["140000"])
    assert where.but(year=[2022]) == Filters.of(year=[2022], province=["140000"])
    assert where.but(year=[]) == Filters.of(province=["140000"])
    assert where.get("year") == (2021,)
    assert where.get("city") == ()


# --- refusals


def test_an_unknown_metric_is_refused_with_the_nearest(firms):
    with pytest.raises(Refused) as refusal:
        firms.frame("satisfaction")
    assert "satisfaction_rate" in said(refusal)


def test_an_unknown_dimension_is_refused_with_those_there_are(firms):
    with pytest.raises(Refused) as refusal:
        firms.frame("responses", ["provinces"])
    for dimension in ("year", "province", "city", "county", "industry", "sector", "body", "certified"):
        assert dimension in refusal.value.values["allowed"].split()
    assert refusal.value.values["near"] == " (province?)"


def test_a_dimension_that_the_relation_lacks_is_refused(firms):
    with pytest.raises(Refused) as refusal:
        firms.frame(["responses", "assisted_enterprises"], ["certified"])
    assert "certified" not in refusal.value.values["allowed"].split()


@pytest.mark.parametrize("dimension", ["certified", "cls", "self", "where", "value"])
def test_a_filter_on_a_dimension_that_the_relation_lacks_is_refused(firms, dimension):
    with pytest.raises(Refused) as refusal:
        compute(firms.reader, ["assisted_enterprises"], where=Filters.of(**{dimension: ["1"]}))
    assert dimension in said(refusal)


HOSTILE = [
    "140000' OR '1'='1",
    "140000'; DROP TABLE version.main.response; --",
    '") OR TRUE --',
    "140000) OR (1=1",
    "?",
    "$1",
    "{dimension}",
    "%",
    "\\",
    "a\0b",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_filter_values_are_bound_and_change_nothing(firms, value):
    assert firms.value("responses", province=value) is None
    assert firms.value("responses", province=[value, "320000"]) == 1
    assert firms.value("responses") == 5


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_names_are_refused(firms, value):
    for ask in (
        lambda: firms.frame(value),
        lambda: firms.frame("responses", [value]),
        lambda: compute(firms.reader, ["responses"], where=Filters.of(**{value: ["1"]})),
        lambda: Filters.of(year=[value]),
    ):
        with pytest.raises(Refused):
            ask()
    assert firms.value("responses") == 5


# --- pilots, of which a firm may be in several

IN_PILOTS = """
    firm | year | province | city   | q13
    A    | 2021 | 140000   | 140100 | 1     # in two pilots
    B    | 2021 | 140000   | 140100 | 3     # in one
    C    | 2021 | 140000   | 140200 | 1     # in none
    A    | 2022 | 140000   | 140100 | 2     # in one, this year
"""
MEMBERS = """
    pilot | firm | year
    P     | A    | 2021
    Q     | A    | 2021
    P     | B    | 2021
    Q     | A    | 2022
"""


@pytest.fixture(scope="module")
def pilots(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    rows = rows_of(IN_PILOTS)
    assisted = [{name: value for name, value in row.items() if name != "q13"} for row in rows]
    return drawn(tmp_path_factory.mktemp("pilots"), rows, assisted, pilot_member=rows_of(MEMBERS))


@pytest.mark.parametrize("name", ["responses", "assisted_enterprises"])
def test_a_firm_in_two_pilots_stands_in_the_groups_of_both(pilots, name):
    assert pilots.by(name, "pilot", year=2021) == {"P": 2, "Q": 1, "none": 1}
    assert pilots.value(name, year=2021) == 3  # the whole is less than the sum of the groups


def test_rates_of_every_firm_relation_may_be_grouped_by_pilot(pilots):
    for name in ("satisfaction_rate", "satisfaction_rate_ledger"):
        assert pilots.by(name, "pilot", year=2021) == {"P": 0.5, "Q": 1, "none": 1}


@pytest.mark.parametrize("name", ["responses", "assisted_enterprises"])
def test_filtered_by_pilots_a_firm_in_both_counts_once(pilots, name):
    assert pilots.value(name, year=2021, pilot=["P", "Q"]) == 2
    assert pilots.value(name, year=2021, pilot=["P"]) == 2
    assert pilots.value(name, year=2021, pilot=["Q"]) == 1


def test_every_ledger_firm_of_two_pilots_counts_once_in_a_rate(pilots):
    assert pilots.rate("satisfaction_rate_ledger", year=2021, pilot=["P", "Q"]) == (1, 2)


def test_firms_in_no_pilot_of_the_year_are_none(pilots):
    assert pilots.value("responses", pilot="none") == 1
    assert pilots.value("responses", year=2021, pilot=["none", "Q"]) == 2
    assert pilots.value("responses", year=2022, pilot=["none"]) is None


def test_membership_is_of_the_year(pilots):
    assert pilots.by("responses", "year", "pilot") == {
        (2021, "P"): 2,
        (2021, "Q"): 1,
        (2021, "none"): 1,
        (2022, "Q"): 1,
    }
    assert pilots.value("responses", year=2022, pilot="P") is None


def test_grouped_and_filtered_by_pilot_only_those_pilots_are_shown(pilots):
    assert pilots.by("responses", "pilot", year=2021, pilot=["Q", "none"]) == {"Q": 1, "none": 1}


def test_pilots_go_with_places_and_other_relations(pilots):
    assert pilots.by("responses", "city", "pilot", year=2021) == {
        ("140100", "P"): 2,
        ("140100", "Q"): 1,
        ("140200", "none"): 1,
    }
    assert pilots.by("responses", "city", year=2021, pilot=["P", "Q"]) == {"140100": 2}
    frame = pilots.frame(["responses", "assisted_enterprises", "response_rate"], year=2021, pilot=["P", "Q"])
    assert list(frame.value) == [2, 2, 1]


def test_a_firm_marked_twice_in_one_pilot_counts_once(spec):
    drawn = spec("firm\nA", pilot_member="pilot | firm\nP | A\nP | A")
    assert drawn.by("responses", "pilot") == {"P": 1}
    assert drawn.value("responses", pilot="P") == 1


def test_the_same_question_with_other_pilots_has_its_own_answer(pilots):
    """Statements are kept by the number of values, so what they are must be bound."""
    asked = [("P", "Q"), ("none", "Q"), ("Q", "none"), ("X", "Y")]
    found = [pilots.value("responses", year=2021, pilot=list(two)) for two in asked]
    assert found == [2, 2, 2, None]


@pytest.mark.parametrize("value", HOSTILE)
def test_pilot_values_are_bound_and_change_nothing(pilots, value):
    assert pilots.value("responses", pilot=value) is None
    assert pilots.value("responses", pilot=[value, "Q"], year=2021) == 1
    assert pilots.by("responses", "pilot", pilot=[value, "Q"], year=2021) == {"Q": 1}


def test_what_is_reported_by_units_has_no_pilot(pilots):
    with pytest.raises(Refused) as refusal:
        pilots.frame("policies", ["pilot"])
    assert refusal.value.values["allowed"] == "year province city county region"
