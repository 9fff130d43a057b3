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
from tests.metrics.oracle import COUNTED, FIRMS, ORACLE, Figures, groups, relations

FIGURES = ("policies", "subsidy_10k_cny", "trained_person_times", "trained_enterprises")
SECTORS = {int(row["code"]): row["sector"] for row in table("industries")}
DIMENSIONS = {relation: [*of.dimensions] for relation, of in RELATIONS.items()}
SHARED = sorted(set.intersection(*(set(DIMENSIONS[relation]) for relation in FIRMS)) - {"pilot"})
PILOTS = ("P", "Q", "R")
PLACES = [("140000", None, None), ("140000", "140100", None), ("140000", "140100", "140105"), ("320000", None, None)]
PLACES += [("140000", "140100", "140106"), ("140000", "140200", None), ("140000", "140200", "140211")]
PLACES += [("320000", "320500", None), ("320000", "320500", "320505"), ("320000", "320600", None)]
ADDITIVE = ["responses", "certified_before", "certified_after"]


class Case:
    """A version with random rows, and the same rows as frames."""

    def __init__(self, path: Path, answers: int, firms: int, seed: int):
        random = Random(seed)
        responses = answered(random, answers)
        assisted = listed(random, firms)
        others = {
            "statistics": filed(random),
            "pilot": [{"pilot": p, "year": y, "province": "140000"} for p in PILOTS[:2] for y in (2021, 2022)],
            "pilot_member": joined(random),
            "pilot_indicator": tabled(random),
            "good_case": recommended(random),
            "recommendation": preferred(random),
            "material": produced(random),
            "phone_check": called(random),
        }
        self.drawn = drawn(path, responses, assisted, **others)
        rows = {"response": responses, "assisted": assisted, **others}
        self.tables = relations({one.name: framed(rows.get(one.name, []), one) for one in schema.RELATIONS})


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


def filed(random: Random) -> list[dict[str, Any]]:
    """Statistics tables of some places and years, some figures left blank."""
    rows = []
    for province, city, county in PLACES:
        for year in (2021, 2022):
            if random.random() < 0.5:
                figures = {name: random.choice((None, *range(9))) for name in FIGURES}
                region = county or city or province
                place = {"region": region, "province": province, "city": city, "county": county}
                rows.append({**place, "year": year, **figures})
    return rows


def joined(random: Random) -> list[dict[str, Any]]:
    """Firms in pilots, some in several."""
    return [
        {"pilot": pilot, "firm": f"F{n}", "year": year}
        for pilot in PILOTS
        for n in range(12)
        for year in (2021, 2022)
        if random.random() < 0.3
    ]


def tabled(random: Random) -> list[dict[str, Any]]:
    """Figures of pilots, some blank, some with sub-levels."""
    return [
        {"pilot": p, "year": y, "indicator": name, "level": level, "unit": unit, **halves(random)}
        for p in PILOTS
        for y in (2021, 2022)
        for name, unit in (("pass_rate", "percent"), *((name, "count") for name in ("quality_awards", *COUNTED)))
        for level in ((None,) if name in COUNTED else (None, "国家级", "省级"))
        if random.random() < 0.6
    ]


def recommended(random: Random) -> list[dict[str, Any]]:
    """Good cases, some of them judged."""
    return [{**firm(random), "title": str(n), "selected": random.choice((True, False, None))} for n in range(12)]


def preferred(random: Random) -> list[dict[str, Any]]:
    """Certification bodies that cities recommend."""
    held = ("year", "province", "city", "county", "body")
    return [{name: firm(random)[name] for name in held} | {"rank": n % 5 + 1} for n in range(12)]


def produced(random: Random) -> list[dict[str, Any]]:
    """Materials of regions and bodies, some of them of no known kind."""
    held = ("year", "province", "city", "county", "body")
    kinds = ("guide", "course", None)
    return [{name: firm(random)[name] for name in held} | {"material": random.choice(kinds)} for _ in range(12)]


def called(random: Random) -> list[dict[str, Any]]:
    """Answers that somebody called about; some were not reached, some questions not asked."""

    def option() -> int | None:
        return random.choice((1, 2, None))

    return [
        {**firm(random), "response_id": f"1-{n}", "reached": random.random() < 0.7}
        | {name: option() for name in ("q13", "q13_again", "q7", "q7_again")}
        for n in range(20)
    ]


def halves(random: Random) -> dict[str, Any]:
    return {half: random.choice((None, 0, 40, 87.5)) for half in ("before", "after")}


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
OF_FIRMS = {
    "year": [2021],
    "province": ["140000", "320000"],
    "industry": [3, 33],
    "sector": ["manufacturing"],
    "pilot": ["none", "P", "Q"],
}
OF_CASES = {"year": [2021], "province": ["140000"], "industry": [3, 18], "pilot": ["none", "P"]}
VALUES: dict[str, dict[str, list[Any]]] = {
    **dict.fromkeys(FIRMS, OF_FIRMS),
    **dict.fromkeys(("good_case", "judged_case"), OF_CASES),
    **dict.fromkeys(("phone_check", "phone_answer"), OF_FIRMS),
    "recommendation": {"year": [2021], "province": ["140000"], "body": ["CNCA-R-2002-001"]},
    "material": {"year": [2021], "province": ["140000"], "material": ["guide", "course"]},
    "statistics": {"year": [2022], "province": ["140000"], "city": ["140100", "320500"], "county": ["140105"]},
    "pilot_indicator": {"year": [2021], "province": ["140000"], "pilot": ["P", "R"], "level": ["省级"]},
    "pilot_table": {"year": [2021], "province": ["140000"], "pilot": ["P", "R"]},
}
# A failing case is told by its seed and numbers of rows; explaining more takes minutes.
quietly = settings(max_examples=8, database=None, phases=set(Phase) - {Phase.explain})


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
    with closing(case.drawn.reader):
        for relation, dimensions in DIMENSIONS.items():
            values = VALUES[relation]
            where = data.draw(st.sampled_from([{}, *({d: some} for d, some in values.items()), values]), "where")
            by = data.draw(st.lists(st.sampled_from(dimensions), max_size=2, unique=True), relation)
            if relation == "pilot_indicator" and "indicator" not in by:
                where = {**where, "indicator": ["quality_awards"]}
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
    shares = [name for name, metric in METRICS.items() if metric.unit == "share" and metric.relation in FIRMS]
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
    shares = [
        name for name, metric in METRICS.items() if metric.unit in ("share", "percent") and metric.relation in FIRMS
    ]
    additive = ADDITIVE + shares
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
