"""What stands behind a figure: as many rows as it counts, each with the place in the file it was read from."""

from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import schema
from data.errors import Refused
from metrics.core import CountDistinct, Latest, Mean, Rate
from metrics.lineage import files, firms
from metrics.query import Filters, compute
from metrics.registry import METRICS
from tests.metrics.drawing import filtered, records
from tests.metrics.oracle import FIRMS
from tests.metrics.test_query_properties import CASES, DIMENSIONS, VALUES, Case, is_close, quietly

ANSWERS = """
    firm | name | year | city   | q9_1 | q9_1_text | q13
    A    | 甲厂 | 2021 | 140200 | 10   | 约10%     | 1
    B    | 乙厂 | 2021 | 140100 | 20   | 20        | 3
    C    | 丙厂 | 2021 |        |      | 不清楚    |
    D    | 丁厂 | 2022 | 140100 |      |           | 2
"""


def test_of_a_rate_those_of_the_denominator_say_who_stands_in_the_numerator(spec):
    reader = spec(ANSWERS).reader
    found = firms(reader, "satisfaction_rate", filtered(year=2021), "denominator")
    assert list(found["name"]) == ["乙厂", "甲厂"]  # by place
    assert list(found["q13"]) == [3, 1]
    assert list(found["in_numerator"]) == [False, True]
    assert list(firms(reader, "satisfaction_rate", filtered(year=2021))["name"]) == ["甲厂"]


def test_of_a_mean_the_values_and_the_text_as_received(spec):
    found = firms(spec(ANSWERS).reader, "gain_revenue", filtered(year=2021))
    assert list(found["value"]) == [20, 10]
    assert list(found["q9_1_text"]) == ["20", "约10%"]


def test_every_row_says_where_it_was_read(spec):
    found = firms(spec(ANSWERS).reader, "responses", filtered(year=2022))
    assert records(found[["sheet", "row"]]) == [{"sheet": "Sheet1", "row": 5}]


def test_a_cell_is_a_row_of_a_grouped_figure_also_that_without_a_value(spec):
    reader = spec(ANSWERS).reader
    assert list(firms(reader, "responses", at={"city": "140100", "year": 2021})["name"]) == ["乙厂"]
    assert list(firms(reader, "responses", at={"city": None})["name"]) == ["丙厂"]
    assert firms(reader, "responses", at={"city": "140900"}).empty


def test_of_ledger_firms_both_the_ledger_and_the_answer_are_named(spec):
    reader = spec(
        "firm | year | submission | row\nA | 2021 | 7 | 9",
        "firm | name | submission | row\nA | 甲厂 | 3 | 4\nB | 乙厂 | 3 | 5",
    ).reader
    found = firms(reader, "response_rate", part="denominator")
    (row,) = records(found[found["in_numerator"]])
    assert (row["name"], row["row"], row["answer_row"], len(found)) == ("甲厂", 4, 9, 2)
    assert list(files(reader, "response_rate")["submission"]) == [3, 7]
    assert list(files(reader, "response_rate")["rows"]) == [2, 1]


def test_of_different_things_one_row_each_with_the_rows_behind_it(spec):
    reader = spec(assisted="firm | name | industry\nA | 甲 | 3\nB | 乙 | 3\nC | 丙 | 5\nD | 丁 |").reader
    found = firms(reader, "industries_covered")
    assert list(found["value"]) == [3, 5]
    assert list(found["rows"]) == [2, 1]
    assert [one["name"] for one in found["behind"][0]] == ["甲", "乙"]
    assert [one["row"] for one in found["behind"][0]] == [2, 3]


def test_a_firm_of_several_years_is_one_with_its_last_row(spec):
    reader = spec(assisted="firm | name | year\nA | 旧名 | 2021\nA | 新名 | 2022").reader
    (row,) = records(firms(reader, "assisted_enterprises"))
    assert (row["value"], row["name"], row["year"], row["rows"], row["row"]) == ("A", "新名", 2022, 2, 3)
    assert [one["year"] for one in row["behind"]] == [2021, 2022]


def test_of_reports_those_that_count(spec):
    reader = spec(
        statistics="""
        province | city   | year | policies
        140000   |        | 2021 | 3
        140000   |        | 2022 | 5
        140000   | 140100 | 2022 | 4        # inside the province
        320000   | 320500 | 2022 | 2        # its province filed none
        """
    ).reader
    found = firms(reader, "policies")
    assert list(found["region"]) == ["140000", "320500"]
    assert list(found["value"]) == [5, 2]
    assert list(found["row"]) == [3, 5]
    assert list(firms(reader, "policies", at={"city": "140100"})["value"]) == [4]


@pytest.mark.parametrize("name", ["responses", "assisted_enterprises", "industry_coverage", "policies"])
def test_what_has_no_denominator_is_refused(spec, name):
    with pytest.raises(Refused, match=name):
        firms(spec().reader, name, part="denominator")


def test_an_unknown_dimension_of_the_cell_is_refused(spec):
    with pytest.raises(Refused, match="certified"):
        firms(spec().reader, "assisted_enterprises", at={"certified": 1})


@pytest.mark.parametrize("name", METRICS)
def test_of_every_metric_there_is_a_list_with_places_in_files(spec, name):
    where = filtered(indicator="pass_rate") if METRICS[name].relation == "pilot_indicator" else Filters()
    found = firms(spec().reader, name, where)
    assert found.empty
    assert {"file", "sheet", "row"} <= set(found.columns) or {"value", "rows", "behind"} <= set(found.columns)


@pytest.mark.parametrize("value", ["140100' OR '1'='1", "$1", "?"])
def test_values_of_the_cell_are_bound(spec, value):
    assert firms(spec(ANSWERS).reader, "responses", at={"city": value}).empty


def test_no_relation_has_contact_persons_so_no_list_has(spec):
    names = {column.name for relation in schema.RELATIONS for column in relation.columns}
    assert not {name for name in names if "contact" in name or "phone" in name}
    found = firms(spec(ANSWERS).reader, "satisfaction_rate")
    assert set(found.columns) <= names | {"in_numerator"}


@quietly
@given(drawn=st.fixed_dictionaries(CASES), data=st.data())
def test_there_are_as_many_rows_as_the_figure_counts(tmp_path_factory, drawn, data):
    case = Case(tmp_path_factory.mktemp("random"), **drawn)
    cumulative = data.draw(st.booleans(), "cumulative")
    with closing(case.drawn.reader):
        for relation, dimensions in DIMENSIONS.items():
            values = {d: v for d, v in VALUES[relation].items() if not (cumulative and d == "year")}
            where = Filters.of(**data.draw(st.sampled_from([{}, values]), "where"))
            by = data.draw(st.lists(st.sampled_from(dimensions), max_size=2, unique=True), relation)
            if relation == "pilot_indicator":
                where = where.but(indicator=["quality_awards"])
            names = [n for n, one in METRICS.items() if one.relation == relation and not one.of_one_year]
            name = data.draw(st.sampled_from(names), "name")
            rows = records(compute(case.drawn.reader, [name], by, where, cumulative))
            for row in rows[:4]:
                check_behind(case, name, where, {d: row[d] for d in by}, cumulative, row)
            if relation in FIRMS:  # drawn reports have no file
                counted = files(case.drawn.reader, name, by, where, cumulative)["rows"].sum()
                is_of = isinstance(METRICS[name], CountDistinct)  # its denominator stands whatever was counted
                has_rows = any(row["numerator"] or (row["denominator"] and not is_of) for row in rows)
                assert (counted > 0) == has_rows, name


def check_behind(case, name, where, at, cumulative, row):
    """Both lists of a figure have as many rows as it counts, and what they say makes up the figure."""
    behind = {"numerator": firms(case.drawn.reader, name, where, at=at, cumulative=cumulative)}
    one = METRICS[name]
    if isinstance(one, Rate | Mean) or (isinstance(one, Latest) and one.mean):
        behind["denominator"] = firms(case.drawn.reader, name, where, "denominator", at, cumulative)
        assert len(behind["denominator"]) == row["denominator"], name
    if isinstance(one, Rate):
        assert behind["denominator"]["in_numerator"].sum() == row["numerator"], name
        assert behind["numerator"]["in_numerator"].all()
    if isinstance(one, Mean | Latest):
        total = behind["numerator"]["value"].astype(float).sum() if len(behind["numerator"]) else None
        assert is_close(total, row["numerator"]), name
        return
    assert len(behind["numerator"]) == (row["numerator"] or 0), name
    if isinstance(one, CountDistinct):
        assert behind["numerator"]["value"].is_unique
        assert list(behind["numerator"]["rows"]) == [len(rows) for rows in behind["numerator"]["behind"]]
