"""Non-response weights against R's survey: tests/golden/inference_r.xlsx."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import Refused
from metrics.weights import Weighted, collapse, estimate, rake, weighted
from tests.golden import make_inference as golden


def by_r(sheet: str) -> pd.DataFrame:
    return pd.read_excel(golden.WORKBOOK, sheet_name=golden.SHEETS[sheet], engine="openpyxl")


CASES = by_r("cases").to_dict("records")


def firms_of(case: int) -> pd.DataFrame:
    firms = by_r("firms")
    flags = {flag: firms[flag].astype(bool) for flag in ("answered", "asked", "good")}
    return firms.assign(**flags)[firms["case"] == case]


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row['case']} {row['margins']}")
def test_weighted_rate_and_its_error_are_those_of_r(row):
    found = estimate(firms_of(row["case"]), row["margins"].split())
    for figure in ("unweighted", "value", "se", "low", "high", "effective_n", "largest"):
        assert getattr(found, figure) == pytest.approx(row[figure], abs=1e-9), figure
    assert found.value == pytest.approx(row["value_of_rake"], abs=1e-9)


def test_the_workbook_has_rare_categories():
    assert estimate(firms_of(2), ["city", "industry"]).collapsed["industry"]
    assert not estimate(firms_of(1), ["city", "industry"]).collapsed


def drawn(groups: dict[tuple[str, int | None], tuple[int, int, int]]) -> pd.DataFrame:
    """Firms by city and industry: how many there are, how many answered, and how many of those say yes."""
    rows = [
        (city, industry, n < answered, n < answered, n < good)
        for (city, industry), (of, answered, good) in groups.items()
        for n in range(of)
    ]
    return pd.DataFrame(rows, columns=["city", "industry", "answered", "asked", "good"])


def test_a_city_that_answers_less_counts_for_all_its_firms():
    found = estimate(drawn({("140100", 3): (100, 50, 50), ("140200", 3): (100, 10, 0)}), ["city"])
    assert found.unweighted == 50 / 60
    assert found.value == pytest.approx(0.5)
    assert (found.n, found.answers, found.firms) == (60, 60, 200)
    assert found.largest == pytest.approx(10 / (200 / 60))
    assert found.effective_n == pytest.approx(200**2 / (50 * 2**2 + 10 * 10**2))


def test_if_all_answered_nothing_changes_and_nothing_is_open():
    found = estimate(drawn({("140100", 3): (20, 20, 11), ("140200", None): (10, 10, 5)}), ["city", "industry"])
    assert found.value == pytest.approx(found.unweighted) == pytest.approx(16 / 30)
    assert (found.se, found.effective_n, found.largest) == pytest.approx((0, 30, 1))
    assert (found.low, found.high) == pytest.approx((16 / 30, 16 / 30))


def test_if_all_say_yes_the_others_may_still_say_no():
    found = estimate(drawn({("140100", 3): (20, 10, 10), ("140200", 3): (20, 5, 5)}), ["city"])
    assert (found.value, found.high) == (1, 1)
    assert 0.5 < found.low < 1


def test_a_category_nobody_answered_in_goes_with_the_next():
    groups = {
        ("140100", 3): (30, 20, 9),
        ("140100", 18): (6, 0, 0),
        ("140100", 33): (9, 6, 6),
        ("140100", 5): (9, 7, 1),
    }
    found = estimate(drawn(groups), ["industry"])
    assert found.collapsed == {"industry": (18, 33)}
    assert found.value == pytest.approx((30 * 9 / 20 + 15 * 6 / 6 + 9 * 1 / 7) / 54)


def test_what_is_not_known_is_a_category():
    groups = {
        ("140100", None): (8, 2, 1),
        ("140100", 18): (6, 1, 1),
        ("140100", 3): (30, 20, 9),
        ("140100", 5): (30, 9, 9),
    }
    assert estimate(drawn(groups), ["industry"]).collapsed == {"industry": (5, 18, None)}


@pytest.mark.parametrize("answered", [0, 2])
def test_of_no_answers_or_two_nothing_is_made_up(answered):
    found = estimate(drawn({("140100", 3): (8, answered, answered), ("140200", 3): (8, 0, 0)}), ["city"])
    assert found.collapsed == {"city": ("140100", "140200")}
    assert found.value == (1 if answered else None)
    assert found.answers == answered


def test_margins_that_cannot_be_met_are_refused():
    together = [np.repeat([0, 1], 10), np.repeat([0, 1], 10)]
    with pytest.raises(Refused, match="少选一个维度"):
        rake(np.ones(20), together, [np.array([10, 30]), np.array([30, 10])])


@settings(max_examples=60)
@given(
    answers=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=80),
    growth=st.lists(st.floats(0.2, 5), min_size=9, max_size=9),
)
def test_weights_meet_every_margin_that_some_weights_can(answers, growth):
    codes = [np.unique([answer[i] for answer in answers], return_inverse=True)[1] for i in (0, 1)]
    possible = np.array([growth[a] * growth[4 + b] for a, b in answers])
    totals = [np.bincount(one, possible) for one in codes]
    weights = rake(np.ones(len(answers)), codes, totals)
    assert (weights > 0).all()
    for one, total in zip(codes, totals, strict=True):
        assert np.bincount(one, weights) == pytest.approx(total, rel=1e-9)


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=60))
def test_after_collapsing_every_category_has_answers_or_is_the_only_one(firms):
    codes, answered = np.array([f[0] for f in firms]), np.array([f[1] for f in firms])
    mapped, together = collapse(codes, answered)
    answers = np.bincount(mapped, answered)
    rare = answers < 5
    assert not rare.any() or len(answers) == 1 or (rare.sum() == 1 and answers[rare] > 0)
    assert set(together) <= set(codes)
    assert len(set(mapped)) == len(set(codes)) - max(0, len(together) - 1)


# --- from a version


def by_city(cities: Sequence[tuple[str, int, int, int]]) -> tuple[str, str]:
    """Answers and ledger: of each city how many firms, how many answered, how many content."""
    ledger = [f"F{city}-{n} | 140000 | {city} | 3" for city, of, _, _ in cities for n in range(of)]
    answers = [
        f"F{city}-{n} | 140000 | {city} | {1 if n < good else 4}" for city, _, some, good in cities for n in range(some)
    ]
    return "\n".join(["firm | province | city | q13", *answers]), "\n".join(
        ["firm | province | city | industry", *ledger]
    )


def test_the_rate_of_a_province_is_weighted_to_its_ledger(spec):
    answers, ledger = by_city([("140100", 30, 20, 20), ("140200", 30, 10, 5)])
    outside = "\nX | 140000 | 140300 | 4"
    found = weighted(spec(answers + outside, ledger).reader, "satisfaction_rate", "140000", 2021)
    assert isinstance(found, Weighted)
    assert (found.unweighted, found.n, found.firms) == (25 / 30, 30, 60)
    assert found.value == pytest.approx(0.75)
    assert found.low < 0.75 < found.high


def test_where_only_some_were_asked_the_rate_is_of_these(spec):
    answers, ledger = by_city([("140100", 12, 6, 6), ("140200", 12, 12, 6)])
    blank = answers.replace("F140200-11 | 140000 | 140200 | 4", "F140200-11 | 140000 | 140200 | ")
    found = weighted(spec(blank, ledger).reader, "satisfaction_rate", "140000", 2021)
    assert (found.n, found.answers) == (17, 18)
    assert found.value == pytest.approx((12 + 6) / (12 + 11))


@pytest.mark.parametrize(
    ("name", "province", "margins", "says"),
    [
        ("satisfaction_rate", "320000", ("city",), "没有台账"),
        ("responses", "140000", ("city",), "不是答卷的比率"),
        ("response_rate", "140000", ("city",), "不是答卷的比率"),
        ("satisfaction_rate", "140000", ("certified",), "不能按“certified”加权"),
    ],
)
def test_what_cannot_be_weighted_is_refused(spec, name, province, margins, says):
    drawn = spec(*by_city([("140100", 6, 6, 6)]))
    with pytest.raises(Refused, match=says):
        weighted(drawn.reader, name, province, 2021, margins)
