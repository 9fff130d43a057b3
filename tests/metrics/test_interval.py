"""The Wilson interval of a rate."""

from decimal import Decimal, localcontext
from pathlib import Path

import pytest

from tests.metrics.drawing import Drawn, drawn


@pytest.fixture(scope="module")
def rates(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """A version with a province for each known proportion."""
    folder: Path = tmp_path_factory.mktemp("rates")
    known = dict.fromkeys([case[:2] for case in PUBLISHED + EDGES])
    answers = [
        {"firm": f"{good}/{of}-{n}", "province": f"{good}/{of}", "q13": 1 if n < good else 3}
        for good, of in known
        for n in range(of)
    ]
    return drawn(folder, answers)


# Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3.
PUBLISHED = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
EDGES = [(0, 1), (1, 1), (0, 10), (10, 10), (5, 10), (5498, 5639), (5639, 5639), (0, 5639)]


def interval(rates: Drawn, good: int, of: int) -> tuple[float, float]:
    row = rates.row("satisfaction_rate", province=f"{good}/{of}")
    assert (row["numerator"], row["denominator"]) == (good, of)
    return row["low"], row["high"]


def roots(good: int, of: int) -> tuple[float, float]:
    """Where (p − good/of)² = z² p (1 − p) / of: the definition, solved in exact arithmetic."""
    with localcontext(prec=50):
        z = Decimal("1.95996398454005423552459443052055152795555007786954839847695264636163527")
        a, b, c = 1 + z * z / of, -(2 * Decimal(good) / of + z * z / of), (Decimal(good) / of) ** 2
        half = (b * b - 4 * a * c).sqrt()
        return float((-b - half) / (2 * a)), float((-b + half) / (2 * a))


@pytest.mark.parametrize(("good", "of", "low", "high"), PUBLISHED)
def test_interval_is_the_published_one(rates, good, of, low, high):
    found = interval(rates, good, of)
    assert [round(bound, 4) for bound in found] == [low, high]


@pytest.mark.parametrize(("good", "of"), EDGES)
def test_interval_solves_its_equation(rates, good, of):
    assert interval(rates, good, of) == pytest.approx(roots(good, of), abs=1e-12)


@pytest.mark.parametrize(("good", "of", "bounds"), [(0, 10, (0, 0.2775)), (10, 10, (0.7225, 1)), (1, 1, (0.2065, 1))])
def test_interval_of_none_and_of_all(rates, good, of, bounds):
    found = interval(rates, good, of)
    assert tuple(round(bound, 4) for bound in found) == bounds


@pytest.mark.parametrize(("good", "of"), EDGES)
def test_the_value_lies_in_its_interval(rates, good, of):
    low, high = interval(rates, good, of)
    assert 0 <= low <= good / of <= high <= 1


def test_the_national_satisfaction_rate_is_known_to_half_a_point(rates):
    low, high = interval(rates, 5498, 5639)
    assert (round(low, 4), round(high, 4)) == (0.9706, 0.9788)
