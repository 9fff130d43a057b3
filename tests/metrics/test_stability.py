"""Ranks with ties, and what becomes of them when the weights are shaken."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.stability import competition, shaken

SCORES = st.integers(1, 6).flatmap(
    lambda units: st.lists(
        st.lists(st.sampled_from([0.0, 33.3, 50.0, 81.25, 100.0]), min_size=3, max_size=3),
        min_size=units,
        max_size=units,
    )
)
WEIGHTS = st.tuples(*[st.sampled_from([0.0, 1.0, 2.5])] * 3).filter(any)
briefly = settings(max_examples=40)


def framed(rows: list[list[float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["a", "b", "c"], index=[f"U{n}" for n in range(len(rows))])


def weighted(weights: tuple[float, ...]) -> dict[str, float]:
    return dict(zip("abc", weights, strict=True))


@pytest.mark.parametrize(
    ("totals", "ranks"),
    [([3, 1, 2], [1, 3, 2]), ([2, 2, 1], [1, 1, 3]), ([3, 2, 2, 1], [1, 2, 2, 4]), ([1, 1], [1, 1]), ([], [])],
)
def test_equal_totals_share_a_rank_and_leave_out_those_after_it(totals, ranks):
    assert competition(np.array(totals, dtype=float)).tolist() == ranks


@briefly
@given(SCORES, WEIGHTS)
def test_the_shares_of_every_unit_add_up_to_1(rows, weights):
    held = shaken(framed(rows), weighted(weights), 0.3, 50, 1)
    assert held.shares.sum(axis=1) == pytest.approx(1)
    assert ((held.low >= 1) & (held.low <= held.high) & (held.high <= len(rows))).all()
    assert (held.shares[np.arange(len(rows)), held.low - 1] > 0).all()


@briefly
@given(SCORES, WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(rows, weights, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    one = shaken(framed(rows), weighted(weights), 0.3, 50, 1)
    other = shaken(framed([rows[place] for place in order]), weighted(weights), 0.3, 50, 1)
    assert (one.shares[order] == other.shares).all()


@briefly
@given(SCORES, WEIGHTS)
def test_unshaken_weights_keep_every_rank(rows, weights):
    totals = framed(rows).to_numpy() @ np.array(weights)
    held = shaken(framed(rows), weighted(weights), 0.0, 10, 1)
    ranks = competition(np.round(totals / sum(weights), 9))
    assert (held.shares[np.arange(len(rows)), ranks - 1] == 1).all()
    assert held.low.tolist() == held.high.tolist() == ranks.tolist()


def test_the_same_seed_draws_the_same_and_another_one_does_not():
    scores, weights = framed([[50, 60, 70], [70, 60, 50], [60, 61, 60]]), weighted((1.0, 1.0, 1.0))
    one, again, other = (shaken(scores, weights, 0.5, 200, seed) for seed in (1, 1, 2))
    assert (one.shares == again.shares).all()
    assert (one.shares != other.shares).any()


def test_two_units_that_mirror_each_other_hold_their_ranks_half_the_time():
    held = shaken(framed([[0, 100, 0], [100, 0, 0]]), weighted((1.0, 1.0, 0.0)), 0.2, 4000, 1)
    assert held.shares[0, 0] == pytest.approx(0.5, abs=0.03)
