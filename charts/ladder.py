"""Shades of tiles by how many firms each stands for: the ladder of bounds that fits, and a value's step on it."""

from collections.abc import Sequence

# Firms a tile at which the shade changes, for ever larger selections.
LADDERS = ((3, 5, 10, 20), (10, 30, 60, 120), (50, 100, 200, 400), (200, 500, 1000, 2000), (1000, 3000, 10000, 30000))
BEYOND = 2  # so many times its last bound may the largest tile have


def ladder(most: float) -> tuple[int, ...]:
    """The first ladder on which the largest tile does not lie far beyond the last bound."""
    return next((bounds for bounds in LADDERS if most <= bounds[-1] * BEYOND), LADDERS[-1])


def step(value: float, bounds: Sequence[float]) -> int:
    """How many bounds a value has reached: 0 below the first, `len(bounds)` from the last on."""
    return sum(value >= bound for bound in bounds)


def spans(bounds: Sequence[int]) -> list[tuple[int, int]]:
    """First and last count of every step but the highest, which has no end."""
    return [(low, high - 1) for low, high in zip((1, *bounds), bounds, strict=False)]
