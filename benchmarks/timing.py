"""Two ways of doing the same, timed in turn in one process, and the ratio pair by pair."""

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Ratio(NamedTuple):
    """Medians in seconds, and the median of the pairwise ratios with its extremes."""

    what: str
    ours: float
    by_hand: float
    ratio: float
    low: float
    high: float


def compare(what: str, ours: Callable[[], object], by_hand: Callable[[], object], runs: int) -> Ratio:
    """Run both once to warm up, then `runs` times in turn."""
    ours(), by_hand()
    pairs = [(_seconds(ours), _seconds(by_hand)) for _ in range(runs)]
    ratios = [a / b for a, b in pairs]
    first, second = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Ratio(what, first, second, statistics.median(ratios), min(ratios), max(ratios))


def table(ratios: list[Ratio]) -> str:
    """The comparisons, a line each."""
    lines = [f"{'':<52}{'ours s':>9}{'by hand s':>11}{'ratio':>8}{'min':>7}{'max':>7}"]
    lines += [f"{r.what:<52}{r.ours:>9.4f}{r.by_hand:>11.4f}{r.ratio:>8.2f}{r.low:>7.2f}{r.high:>7.2f}" for r in ratios]
    return "\n".join(lines)


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
