"""The ladder that shades tiles: whatever a selection's size, its largest tile and its smallest differ."""

from hypothesis import given
from hypothesis import strategies as st

from charts.ladder import LADDERS, ladder, spans, step


def test_the_first_ladder_that_the_largest_tile_does_not_leave_far_behind():
    assert ladder(0) == ladder(40) == (3, 5, 10, 20)
    assert ladder(41) == (10, 30, 60, 120)
    assert ladder(10**6) == LADDERS[-1]


def test_a_value_on_a_bound_has_reached_it():
    assert [step(value, (3, 5, 10, 20)) for value in (1, 2.9, 3, 19, 20, 500)] == [0, 0, 1, 3, 4, 4]


def test_the_steps_in_words_leave_no_count_out():
    assert spans((3, 5, 10, 20)) == [(1, 2), (3, 4), (5, 9), (10, 19)]


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_more_firms_are_never_paler_and_each_count_stands_in_its_span(one, other):
    bounds = ladder(max(one, other))
    low, high = sorted((one, other))
    assert step(low, bounds) <= step(high, bounds) <= len(bounds)
    inside = [at for at, (first, last) in enumerate(spans(bounds)) if first <= low <= last]
    assert inside == ([step(low, bounds)] if low < bounds[-1] else [])
