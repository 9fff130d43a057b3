"""Intervals with the ledger as the population, and tests between groups, against R: tests/golden/inference_r.xlsx."""

import math
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom
from statsmodels.stats.multitest import multipletests

from data.errors import Refused
from metrics import inference
from metrics.inference import difference, differences, holm, intervals, wilson
from metrics.query import Filters, compute
from tests.golden import make_inference as golden
from tests.metrics.drawing import records


def by_r(sheet: str) -> list[dict[str, Any]]:
    """Rows of a sheet of the workbook: inputs and what R makes of them."""
    head, *rows = openpyxl.load_workbook(golden.WORKBOOK)[golden.SHEETS[sheet]].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def exactly(value: float) -> Any:
    return pytest.approx(value, abs=1e-9, rel=1e-9)


# --- intervals of a share


@pytest.mark.parametrize("row", by_r("intervals"), ids=str)
def test_interval_is_that_of_r(row):
    population = math.nan if row["population"] is None else row["population"]
    low, high = wilson(row["good"], row["of"], population)
    assert (low, high) == (exactly(row["low"]), exactly(row["high"]))


@pytest.mark.parametrize(("good", "of", "population"), [(3, 10, 25), (0, 10, 25), (140, 150, 400), (5, 10, 11)])
def test_interval_solves_its_equation(good, of, population):
    """(good/of − p)² = z² p (1 − p)/of · (N − n)/(N − 1), solved in exact arithmetic."""
    with localcontext(prec=50):
        z = Decimal("1.95996398454005423552459443052055152795555007786954839847695264636163527")
        share, spread = Decimal(good) / of, z * z / of * (population - of) / (population - 1)
        a, b, c = 1 + spread, -(2 * share + spread), share**2
        half = (b * b - 4 * a * c).sqrt()
        roots = [float((-b - half) / (2 * a)), float((-b + half) / (2 * a))]
    assert list(map(float, wilson(good, of, population))) == pytest.approx(roots, abs=1e-12)


COUNTS = st.integers(1, 10_000).flatmap(
    lambda of: st.tuples(st.integers(0, of), st.just(of), st.integers(of, 100_000), st.integers(of, 100_000))
)


@given(COUNTS)
def test_the_more_of_the_ledger_answered_the_narrower_and_whole_it_closes(counts):
    good, of, *populations = counts
    smaller, larger = sorted(populations)
    share = good / of
    low, high = wilson(good, of, [of, smaller, larger, np.nan])
    assert (low >= 0).all() and (low <= share).all() and (high >= share).all() and (high <= 1).all()
    assert low[0] == high[0] == share
    assert (np.diff(high - low) >= -1e-12).all()


@pytest.mark.parametrize(("firms", "answers"), [(40, 20), (100, 60), (300, 100)])
def test_samples_of_a_ledger_hold_the_true_share_19_times_in_20(firms, answers):
    """On average over all true shares; for single ones Wilson's interval holds it in nine samples of ten at least."""
    seen = np.arange(answers + 1)
    low, high = wilson(seen, answers, firms)
    holds = []
    for good in range(firms + 1):
        does = (low <= good / firms + 1e-12) & (good / firms <= high + 1e-12)
        holds.append(hypergeom(firms, good, answers).pmf(seen)[does].sum())
    assert np.mean(holds) == pytest.approx(0.95, abs=0.01)
    assert min(holds) > 0.88


def test_of_nobody_there_is_no_interval():
    assert np.isnan(wilson(0, 0)).all()


@pytest.mark.parametrize("counts", [(3, 10, 9), (11, 10, 20)])
def test_more_than_there_are_is_an_error(counts):
    with pytest.raises(ValueError, match="more drawn than there are"):
        wilson(*counts)


# --- intervals of a metric


LEDGER = """
    firm | province | city   | industry
    A    | 140000   | 140100 | 3
    B    | 140000   | 140100 | 3
    C    | 140000   | 140100 | 18
    D    | 140000   | 140100 |
    E    | 140000   | 140200 | 3
    F    | 140000   | 140200 | 18
    """
ANSWERS = """
    firm | province | city   | industry | q13 | q7 | q3
    A    | 140000   | 140100 | 3        | 1   | 1  | 1
    B    | 140000   | 140100 | 3        | 3   | 1  | 2
    C    | 140000   | 140100 | 18       |     | 3  | 1
    E    | 140000   | 140200 | 3        | 2   | 2  | 1
    F    | 140000   | 140200 | 18       | 1   | 2  | 1
    X    | 320000   | 320100 | 3        | 1   | 1  | 1
    """


def test_interval_stands_on_the_ledger_where_all_answers_are_of_its_firms(spec):
    drawn = spec(ANSWERS, LEDGER)
    rows = records(intervals(drawn.reader, "improvement_rate", ["city"]))
    taiyuan, datong, suzhou = rows
    assert (taiyuan["denominator"], taiyuan["population"], taiyuan["reason"]) == (3, 4, "")
    assert (taiyuan["low"], taiyuan["high"]) == tuple(map(float, wilson(2, 3, 4)))
    assert (datong["population"], datong["low"], datong["high"]) == (2, 1, 1)
    plain = compute(drawn.reader, ["improvement_rate"], (), Filters.of(city=["320100"])).iloc[0]
    assert (suzhou["population"], suzhou["reason"]) == (None, inference.OTHER_ANSWERS)
    assert (suzhou["low"], suzhou["high"]) == (exactly(plain["low"]), exactly(plain["high"]))


def test_one_answer_from_outside_the_ledger_leaves_the_interval_as_it_was(spec):
    drawn = spec(ANSWERS, LEDGER)
    (row,) = records(intervals(drawn.reader, "improvement_rate"))
    plain = drawn.row("improvement_rate")
    assert row["population"] is None
    assert (row["low"], row["high"]) == (exactly(plain["low"]), exactly(plain["high"]))


def test_those_asked_stand_for_as_great_a_part_of_the_ledger_as_the_answers(spec):
    drawn = spec(ANSWERS, LEDGER)
    where = Filters.of(city=["140100"])
    (row,) = records(intervals(drawn.reader, "satisfaction_rate", where=where))
    assert (row["denominator"], row["population"]) == (2, pytest.approx(2 * 4 / 3))


def test_groups_that_are_not_known_keep_their_own_row(spec):
    drawn = spec(ANSWERS + "D | 140000 | 140100 | | 1 | 1 | 1", LEDGER)
    rows = records(intervals(drawn.reader, "improvement_rate", ["industry"], Filters.of(province=["140000"])))
    assert [(row["industry"], row["population"]) for row in rows] == [(3, 3), (18, 2), (None, 1)]


def test_a_rate_of_ledger_firms_is_known(spec):
    drawn = spec(ANSWERS, LEDGER)
    (row,) = records(intervals(drawn.reader, "response_rate"))
    assert (row["low"], row["value"], row["high"], row["population"]) == (5 / 6, 5 / 6, 5 / 6, 6)


def test_what_the_ledger_does_not_know_has_no_correction(spec):
    drawn = spec(ANSWERS, LEDGER)
    rows = records(intervals(drawn.reader, "improvement_rate", ["certified"]))
    assert {row["reason"] for row in rows} == {inference.NOT_IN_LEDGER}
    assert {row["population"] for row in rows} == {None}


def test_an_empty_group_has_neither_value_nor_interval(spec):
    (row,) = records(intervals(spec(ANSWERS, LEDGER).reader, "improvement_rate", where=Filters.of(year=[1999])))
    assert [row[figure] for figure in ("value", "low", "high", "population")] == [None] * 4


def test_only_rates_have_such_intervals(spec):
    with pytest.raises(Refused, match="不是比率"):
        intervals(spec(ANSWERS).reader, "responses")


def test_on_the_national_sample_without_a_ledger_intervals_are_those_of_compute(national):
    rates = ["satisfaction_rate", "improvement_rate", "aspect_1"]
    for name in rates:
        plain = compute(national, [name], ["province"])
        found = intervals(national, name, ["province"])
        for bound in ("low", "high"):
            np.testing.assert_allclose(found[bound], plain[bound], rtol=0, atol=1e-12)


# --- two shares


@pytest.mark.parametrize("row", by_r("differences"), ids=str)
def test_difference_and_its_p_are_those_of_r(row):
    found = difference(row["good"], row["of"], row["other_good"], row["other_of"])
    assert found.method == row["method"]
    for figure in ("points", "low", "high"):
        assert getattr(found, figure) == exactly(row[figure]), figure
    assert found.p == pytest.approx(row["p"], rel=1e-9)


def test_holm_is_that_of_r():
    rows = list(by_r("differences"))
    assert list(holm([row["p"] for row in rows])) == pytest.approx([row["p_holm"] for row in rows], rel=1e-9)


def test_both_methods_are_in_the_workbook():
    assert {row["method"] for row in by_r("differences")} == inference.METHODS.keys()


PAIRS = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(PAIRS, PAIRS)
def test_a_difference_turned_round_is_its_opposite(one, other):
    there, back = difference(*one, *other), difference(*other, *one)
    assert there.low <= there.points <= there.high
    assert there.low >= -100 and there.high <= 100
    assert 0 <= there.p <= 1
    assert back.p == pytest.approx(there.p, rel=1e-6)
    assert (back.points, back.low, back.high) == pytest.approx((-there.points, -there.high, -there.low), abs=1e-9)


@given(PAIRS, PAIRS)
def test_small_expected_counts_are_tested_exactly(one, other):
    good, of = one[0] + other[0], one[1] + other[1]
    expected = [n * part / of for n in (one[1], other[1]) for part in (good, of - good)]
    assert difference(*one, *other).method == ("fisher" if min(expected) < 5 - 1e-9 else "z") or min(
        expected
    ) == pytest.approx(5)


def three_industries(spec):
    groups = {3: (30, 40), 18: (20, 40), 33: (5, 8)}
    rows = [
        f"F{industry}-{n} | {industry} | {1 if n < good else 3}"
        for industry, (good, of) in groups.items()
        for n in range(of)
    ]
    return spec("firm | industry | q13\n" + "\n".join([*rows, "U | | 1"]))


def test_each_group_is_held_against_all_others(spec):
    rows = records(differences(three_industries(spec).reader, "satisfaction_rate", "industry"))
    counts = {
        r["industry"]: (r["numerator"], r["denominator"], r["other_numerator"], r["other_denominator"]) for r in rows
    }
    assert counts == {3: (30, 40, 25, 48), 18: (20, 40, 35, 48), 33: (5, 8, 50, 80)}
    assert [row["other"] for row in rows] == [None] * 3
    assert [row["small"] for row in rows] == [False, False, True]
    assert [row["method"] for row in rows] == ["z", "z", "fisher"]
    assert [row["p_holm"] for row in rows] == list(multipletests([row["p"] for row in rows], method="holm")[1])


def test_groups_pair_by_pair(spec):
    frame = differences(three_industries(spec).reader, "satisfaction_rate", "industry", against="pairs")
    rows = records(frame)
    assert [(row["industry"], row["other"]) for row in rows] == [(3, 18), (3, 33), (18, 33)]
    assert rows[0]["points"] == pytest.approx(25)
    assert (frame["p_holm"] >= frame["p"]).all()


def test_two_groups_are_compared_once(spec):
    where = Filters.of(industry=[3, 18])
    frame = differences(three_industries(spec).reader, "satisfaction_rate", "industry", where)
    assert len(frame) == 1
    assert (frame["p_holm"] == frame["p"]).all()


def test_one_group_has_nothing_to_be_compared_with(spec):
    where = Filters.of(industry=[3])
    frame = differences(three_industries(spec).reader, "satisfaction_rate", "industry", where)
    assert frame.empty
    assert {"p", "p_holm", "method"} <= set(frame.columns)


def test_groups_that_overlap_are_not_compared(spec):
    with pytest.raises(Refused, match="相同的企业"):
        differences(spec(ANSWERS).reader, "satisfaction_rate", "pilot")


def test_means_are_not_compared_so(spec):
    with pytest.raises(Refused, match="不是比率"):
        differences(spec(ANSWERS).reader, "gain_revenue", "city")


# --- the workbook


def test_the_workbook_is_of_the_script_and_the_inputs_of_today():
    book = openpyxl.load_workbook(golden.WORKBOOK)
    code = [line or "" for (line,) in book["R代码"].iter_rows(values_only=True, max_col=1)]
    assert code == golden.SCRIPT.read_text(encoding="utf-8").splitlines()
    for sheet, inputs in (("intervals", golden.intervals()), ("differences", golden.differences())):
        kept = [[row[column] for column in inputs] for row in by_r(sheet)]
        assert np.array(kept, dtype=float) == pytest.approx(inputs.to_numpy(dtype=float), rel=1e-14, nan_ok=True)
    firms = [tuple(row.values()) for row in by_r("firms")]
    assert firms == list(golden.firms().itertuples(index=False, name=None))
