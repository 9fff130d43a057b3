"""Random versions: the SQL of every metric says what the same rule says in pandas, and figures add up."""

import math
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from data import schema
from data.reference import table
from metrics.registry import METRICS
from metrics.relations import RELATIONS
from tests.metrics.drawing import drawn, records
from tests.metrics.oracle import ORACLE, Figures, groups, relations

SECTORS = {int(row["code"]): row["sector"] for row in table("industries")}
DIMENSIONS = {relation: [*of.dimensions] for relation, of in RELATIONS.items()}
SHARED = sorted(set.intersection(*map(set, DIMENSIONS.values())))
ADDITIVE = ["responses", "certified_before", "certified_after"]


class Case:
    """A version with random rows, and the same rows as frames."""

    def __init__(self, path: Path, answers: int, firms: int, seed: int):
        random = Random(seed)
        responses = answered(random, answers)
        assisted = listed(random, firms)
        self.drawn = drawn(path, responses, assisted)
        self.tables = relations(framed(responses, schema.RESPONSE), framed(assisted, schema.ASSISTED))


def answered(random: Random, count: int) -> list[dict[str, Any]]:
    """Random answers; the last one of a firm in a round counts."""
    filled = random.choice((0.1, 0.7, 1.0))  # how often a question was answered
    rows = []
    for n in range(count):
        row = {**firm(random), "response_id": f"1-{n}"}
        for column in schema.RESPONSE.columns:
            if column.name.startswith("q") and random.random() < filled:
                row[column.name] = answer(random, column)
        rows.append(row)
    last = {(row["firm"], row["year"]): row["response_id"] for row in rows}
    return [{**row, "counts": last[row["firm"], row["year"]] == row["response_id"]} for row in rows]


def answer(random: Random, column: schema.Column) -> Any:
    values = {"TINYINT": random.randint(1, 5), "BOOLEAN": random.random() < 0.5, "VARCHAR": "—"}
    return values.get(column.type, random.choice((0.0, 12.5, round(random.gauss(10, 30), 2), random.random())))


def listed(random: Random, count: int) -> list[dict[str, Any]]:
    """Random assisted firms, one row a firm and year."""
    rows = [{**firm(random), "origin": random.choice(("ledger", "answers"))} for _ in range(count)]
    return list({(row["firm"], row["year"]): row for row in rows}.values())


def firm(random: Random) -> dict[str, Any]:
    """A firm in a year; a few of everything, so that groups have several rows, and some not known."""
    industry = random.choice((3, 18, 33, None))
    return {
        "firm": f"F{random.randrange(12)}",
        "year": random.choice((2021, 2022)),
        "province": random.choice(("140000", "320000", None)),
        "city": random.choice(("140100", "140200", "320500", None)),
        "county": random.choice(("140105", None)),
        "industry": industry,
        "sector": SECTORS.get(industry or 0),
        "body": random.choice(("CNCA-R-2002-001", "某认证公司", None)),
    }


def framed(rows: list[dict[str, Any]], relation: schema.Relation) -> pd.DataFrame:
    """The rows as Python values in every column of the relation, missing ones None."""
    cells = {name: pd.Series([row.get(name) for row in rows], dtype=object) for name in relation.names}
    return pd.DataFrame(cells)


CASES = {"answers": st.integers(0, 40), "firms": st.integers(0, 20), "seed": st.integers(0, 2**32 - 1)}
VALUES = {"year": [2021], "province": ["140000", "320000"], "industry": [3, 33], "sector": ["manufacturing"]}
# A failing case is told by its seed and numbers of rows; explaining more takes minutes.
quietly = settings(max_examples=15, database=None, phases=set(Phase) - {Phase.explain})


def figures(frame: pd.DataFrame, by: list[str]) -> dict[str, dict[tuple[Any, ...], Figures]]:
    """What `compute` says, by metric and group."""
    found: dict[str, dict[tuple[Any, ...], Figures]] = {}
    for row in records(frame):
        key = tuple(row[dimension] for dimension in by)
        found.setdefault(row["metric"], {})[key] = Figures(row["numerator"], row["denominator"], row["value"])
    return found


def is_close(one: float | None, other: float | None) -> bool:
    """Equal to 1e-12, or both missing."""
    return one is other if one is None or other is None else math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)


def test_every_metric_has_an_oracle():
    assert {name: metric.relation for name, metric in METRICS.items()} == {
        name: measured.relation for name, measured in ORACLE.items()
    }


@quietly
@given(**CASES, data=st.data())
def test_every_metric_is_what_pandas_makes_of_it(tmp_path_factory, answers, firms, seed, data):
    case = Case(tmp_path_factory.mktemp("random"), answers, firms, seed)
    where = data.draw(st.sampled_from([{}, *({d: values} for d, values in VALUES.items()), VALUES]), "where")
    with closing(case.drawn.reader):
        for relation, dimensions in DIMENSIONS.items():
            by = data.draw(st.lists(st.sampled_from(dimensions), max_size=2, unique=True), relation)
            names = [name for name, metric in METRICS.items() if metric.relation == relation]
            found = figures(case.drawn.frame(names, by, **where), by)
            rows_by_key = groups(case.tables[relation], by, where)
            for name in names:
                assert found.get(name, {}).keys() == rows_by_key.keys(), name
                for key, rows in rows_by_key.items():
                    wanted = ORACLE[name].measure(rows)
                    assert all(map(is_close, found[name][key], wanted)), (name, key, found[name][key], wanted)


@quietly
@given(**CASES, by=st.lists(st.sampled_from(SHARED), max_size=2, unique=True))
def test_a_rate_lies_in_its_interval_between_0_and_1(tmp_path_factory, answers, firms, seed, by):
    case = Case(tmp_path_factory.mktemp("random"), answers, firms, seed)
    shares = [name for name, metric in METRICS.items() if metric.unit == "share"]
    with closing(case.drawn.reader):
        rows = case.drawn.frame(shares, by)
    known = rows[rows.value.notna()]
    assert known.value.between(0, 1).all()
    bounded = known[known.low.notna()]
    assert set(bounded.metric) == set(known.metric) - {"industry_coverage"}
    assert ((bounded.low >= 0) & (bounded.low <= bounded.value)).all()
    assert ((bounded.high >= bounded.value) & (bounded.high <= 1)).all()
    assert rows[rows.value.isna()].low.isna().all()


@quietly
@given(**CASES, dimension=st.sampled_from(SHARED))
def test_the_whole_is_the_sum_of_its_parts(tmp_path_factory, answers, firms, seed, dimension):
    case = Case(tmp_path_factory.mktemp("random"), answers, firms, seed)
    additive = ADDITIVE + [name for name, metric in METRICS.items() if metric.unit in ("share", "percent")]
    additive.remove("industry_coverage")  # one industry may be in several parts
    with closing(case.drawn.reader):
        whole = case.drawn.frame(additive).set_index("metric")
        parts = case.drawn.frame(additive, [dimension]).groupby("metric")
    for figure in ("numerator", "denominator"):
        total = parts[figure].sum(min_count=1).reindex(whole.index)
        pd.testing.assert_series_equal(total.fillna(0), whole[figure].fillna(0), check_exact=False, rtol=1e-12)


@quietly
@given(**CASES, dimension=st.sampled_from(SHARED))
def test_different_things_are_no_more_than_their_parts_and_no_fewer_than_the_largest(
    tmp_path_factory, answers, firms, seed, dimension
):
    case = Case(tmp_path_factory.mktemp("random"), answers, firms, seed)
    with closing(case.drawn.reader):
        for name in ("assisted_enterprises", "certification_bodies", "industries_covered"):
            whole = case.drawn.value(name)
            parts = list(case.drawn.by(name, dimension).values())
            assert max(parts, default=0) <= (whole or 0) <= sum(parts), name
