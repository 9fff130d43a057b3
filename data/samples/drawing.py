"""Drawing with exact totals."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Protocol, TypeVar


class Numbered(Protocol):
    """Anything with a number of its own."""

    @property
    def serial(self) -> int:
        """Number no other has."""


T = TypeVar("T", bound=Numbered)


def apportion(total: int, weights: Sequence[float], floor: int = 0) -> list[int]:
    """Split `total` by weight into whole numbers, each at least `floor` (largest remainder)."""
    shared = total - floor * len(weights)
    exact = [shared * weight / sum(weights) for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda index: parts[index] - exact[index])
    for index in by_remainder[: shared - sum(parts)]:
        parts[index] += 1
    return [floor + part for part in parts]


def deal(rng: Random, total: int, weights: dict[int, float], floor: int = 0) -> list[int]:
    """The keys in shuffled order, each as often as its weight gives it."""
    sizes = apportion(total, list(weights.values()), floor)
    dealt = [key for key, size in zip(weights, sizes, strict=True) for _ in range(size)]
    rng.shuffle(dealt)
    return dealt


def pick(rng: Random, things: Sequence[T], count: int, weight: Callable[[T], float]) -> list[T]:
    """Draw `count` things without replacement, likelier the greater their weight (Efraimidis and Spirakis)."""
    keys = {thing.serial: rng.random() ** (1 / weight(thing)) for thing in things}
    return sorted(things, key=lambda thing: keys[thing.serial], reverse=True)[:count]
