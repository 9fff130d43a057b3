"""Ranks with ties, and how far they depend on the weights."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

DIGITS = 9  # totals that differ only further on are equal
LOW, HIGH = 0.05, 0.95


class Shaken(NamedTuple):
    """What became of the ranks while the weights were shaken.

    `shares[unit, rank - 1]` is the share of draws in which a unit had that rank: every row adds up to 1. `low` and
    `high` are the ranks between which 90 % of its draws lie.
    """

    shares: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def columns(self, ranks: np.ndarray) -> dict[str, Any]:
        """For units of these ranks: whether tied, the share of draws that keep the rank, and its interval."""
        tied = [bool((ranks == rank).sum() > 1) for rank in ranks]
        holds = [self.shares[place, rank - 1] for place, rank in enumerate(ranks)]
        return {"tied": tied, "holds": holds, "rank_low": self.low, "rank_high": self.high}

    def of(self, order: Sequence[int]) -> "Shaken":
        """The same for the units in that order."""
        places = np.array(order, dtype=int)
        return Shaken(self.shares[places], self.low[places], self.high[places])


def competition(totals: np.ndarray) -> np.ndarray:
    """Ranks from the largest total, 1 first; equal ones share a rank and leave out those after it: 1, 2, 2, 4."""
    ordered = np.sort(totals)
    return len(totals) - np.searchsorted(ordered, totals, "right") + 1


def shaken(scores: pd.DataFrame, weights: Mapping[str, float], by: float, draws: int, seed: int) -> Shaken:
    """The ranks of units (rows of `scores`) while each weight is drawn evenly from itself ± `by` of itself.

    A weight of 0 stays 0. The draws depend on the weights and the seed only, not on the units or their order.
    """
    drawn = np.random.default_rng(seed).uniform(1 - by, 1 + by, (draws, len(weights)))
    drawn *= np.array([*weights.values()])
    drawn /= drawn.sum(axis=1, keepdims=True)
    values = scores[[*weights]].to_numpy(dtype=float)
    count = len(values)
    ranks = np.empty((draws, count), dtype=int)
    for place, one in enumerate(drawn):
        ranks[place] = competition(np.round((values * one).sum(axis=1), DIGITS))
    shares = np.array([np.bincount(ranks[:, unit] - 1, minlength=count) for unit in range(count)]).reshape(count, count)
    low, high = (np.quantile(ranks, q, axis=0, method="inverted_cdf").astype(int) for q in (LOW, HIGH))
    return Shaken(shares / draws, low, high)
