"""Statements in Spark's dialect: what the text must and must not hold. `make spark` compares the figures."""

import pytest
from sqlglot import exp, parse_one

from metrics.dialect import named, translated
from metrics.registry import METRICS
from metrics.relations import RELATIONS
from metrics.statement import statement


def in_spark(*names: str, by: tuple[str, ...] = (), where: tuple[tuple[str, int], ...] = (), cumulative: bool = False):
    return translated(statement(names, by, where, cumulative), "spark")


@pytest.mark.parametrize("cumulative", [False, True])
@pytest.mark.parametrize("relation", RELATIONS)
def test_every_statement_is_one_that_spark_parses(relation, cumulative):
    of = RELATIONS[relation]
    names = [n for n, one in METRICS.items() if one.relation == relation and not (cumulative and one.of_one_year)]
    by = tuple(dict.fromkeys(("year", *(of.reports.only_one if of.reports else ()))))
    steps = in_spark(*names, by=by, where=(("province", 2),), cumulative=cumulative)
    for sql in (*(table for _, table in steps.tables), steps.last):
        assert isinstance(parse_one(sql, dialect="spark"), exp.Select)


def test_a_median_is_the_exact_one_of_spark():
    text = str(in_spark("gain_revenue_median"))
    assert "PERCENTILE(q9_1, 0.5)" in text
    assert "MEDIAN(" not in text
    assert "APPROX" not in text


def test_an_engine_without_words_of_our_own_gets_those_of_sqlglot():
    assert translated("SELECT median(x) FROM t", "duckdb").last == "SELECT MEDIAN(x) FROM t"


def test_values_are_bound_by_name():
    steps = in_spark("satisfaction_rate", where=(("pilot", 2), ("year", 1)))
    marks = {mark.name for _, sql in steps.tables for mark in parse_one(sql, dialect="spark").find_all(exp.Placeholder)}
    assert marks == {"p1", "p2", "p3"} == named(["P", "none", 2021]).keys()
    assert named(["' OR TRUE --"]) == {"p1": "' OR TRUE --"}


def test_what_is_aggregated_stands_apart_from_what_reads_it_for_each_metric():
    steps = in_spark("satisfaction_rate", "assisted_enterprises", cumulative=True)
    assert [name for name, _ in steps.tables] == ["years_", "answer_1", "assisted_2"]
    assert " FROM response" in steps.tables[1][1]
    assert " FROM response" not in steps.last
