"""Who is ahead, and who came furthest."""

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Refused
from metrics.change import NO_YEAR_BEFORE, SCOPE
from metrics.query import Filters
from metrics.ranking import NO_UNIT, NO_VALUE, TOO_FEW, Ranked, progress, ranking, ranks

UNITS = ("140000", "150000", "210000", "320000", "330000")


def answers(*units: tuple[str | None, int, int], year: int = 2023, question: str = "q7") -> list[str]:
    """Rows of answers: of each unit so many good ones of so many."""
    return [
        f"{unit or ''}{question}{n} | {year} | {unit or ''} | {unit[:2] + '0100' if unit else ''} | {1 if n < good else 3}"
        for unit, good, of in units
        for n in range(of)
    ]


def drawing(*lines: str, question: str = "q7") -> str:
    return "\n".join([f"firm | year | province | city | {question}", *lines])


def places(rows: list[Ranked]) -> dict[Any, int | None]:
    return {row.unit: row.rank for row in rows}


def ranked(drawn: Any, name: str, by: str = "province", minimum: int = 1, **where: Any) -> list[Ranked]:
    return ranking(drawn.reader, name, by, Filters.of(**{key: [value] for key, value in where.items()}), minimum)


def test_the_best_is_first_and_equal_values_share_a_rank(spec):
    """1/2 = 2/4 though counted differently; the next one is third."""
    drawn = spec(drawing(*answers(("140000", 1, 2), ("150000", 2, 4), ("210000", 1, 3), ("320000", 1, 1))))
    rows = ranked(drawn, "improvement_rate")
    assert places(rows) == {"320000": 1, "140000": 2, "150000": 2, "210000": 4}
    assert [row.unit for row in rows] == ["320000", "140000", "150000", "210000"]
    assert [row.is_tied for row in rows] == [False, True, True, False]
    assert (rows[1].numerator, rows[1].denominator, rows[1].value) == (1, 2, 0.5)


def test_values_that_only_print_alike_are_not_equal(spec):
    """80.0 % both: 400/500 and 401/501."""
    drawn = spec(drawing(*answers(("140000", 400, 500), ("150000", 401, 501))))
    assert places(ranked(drawn, "improvement_rate")) == {"150000": 1, "140000": 2}


def test_where_less_is_better_the_least_is_first(spec):
    drawn = spec("""
        firm | province | q15_1
        A    | 140000   | true
        B    | 150000   | false
    """)
    assert places(ranked(drawn, "dissatisfied_with_1")) == {"150000": 1, "140000": 2}


def test_too_few_answers_are_listed_last_without_a_rank(spec):
    drawn = spec(drawing(*answers(("140000", 1, 1), ("150000", 5, 10), ("210000", 9, 9))))
    rows = ranking(drawn.reader, "improvement_rate", "province")
    assert [(row.unit, row.rank, row.reason) for row in rows] == [
        ("150000", 1, ""),
        ("140000", None, TOO_FEW),
        ("210000", None, TOO_FEW),
    ]
    assert rows[1].value == 1


def test_counts_need_no_minimum(spec):
    drawn = spec(drawing(*answers(("140000", 1, 1), ("150000", 1, 2))))
    assert places(ranking(drawn.reader, "responses", "province")) == {"150000": 1, "140000": 2}


def test_what_is_no_unit_or_has_no_value_has_no_rank(spec):
    drawn = spec(drawing(*answers((None, 1, 1), ("140000", 1, 1)), "Z | 2023 | 150000 | |"))
    rows = {row.unit: row for row in ranked(drawn, "improvement_rate")}
    assert (rows[None].rank, rows[None].reason) == (None, NO_UNIT)
    assert (rows["150000"].rank, rows["150000"].reason) == (None, NO_VALUE)
    assert rows["140000"].rank == 1


def test_firms_in_no_pilot_are_no_pilot(spec):
    drawn = spec(drawing(*answers(("140000", 1, 2))), pilot_member="pilot | firm | year\nP | 140000q70 | 2023")
    assert places(ranked(drawn, "responses", "pilot")) == {"P": 1, "none": None}


def test_means_are_equal_whatever_the_order_they_were_added_in(spec):
    drawn = spec("""
        firm | province | q9_1
        A    | 140000   | 0.1
        B    | 140000   | 0.2
        C    | 140000   | 0.3
        D    | 150000   | 0.3
        E    | 150000   | 0.2
        F    | 150000   | 0.1
        G    | 210000   | 0.2
    """)
    assert places(ranked(drawn, "gain_revenue")) == {"140000": 1, "150000": 1, "210000": 1}
    assert places(ranked(drawn, "gain_revenue_median")) == {"140000": 1, "150000": 1, "210000": 1}


def test_pilots_are_ranked_by_the_direction_of_the_indicator(spec):
    drawn = spec(
        pilot_indicator="""
        pilot | indicator      | before | after
        P     | complaint_rate | 3      | 1
        Q     | complaint_rate | 4      | 1
        R     | complaint_rate |        | 2
        """
    )
    assert places(ranked(drawn, "pilot_after", "pilot", indicator="complaint_rate")) == {"P": 1, "Q": 1, "R": 3}
    assert places(ranked(drawn, "pilot_change", "pilot", indicator="complaint_rate")) == {"Q": 1, "P": 2, "R": None}


@pytest.mark.parametrize(
    ("name", "by"),
    [("certified_before", "province"), ("responses", "year"), ("responses", "shire"), ("nothing", "city")],
)
def test_what_cannot_be_ranked_is_refused(spec, name, by):
    with pytest.raises(Refused):
        ranked(spec(), name, by)


# --- progress


def test_progress_is_ranked_by_what_changed(spec):
    """140000 +50, 150000 +25, 210000 −50 points."""
    drawn = spec(
        drawing(
            *answers(("140000", 1, 4), ("150000", 3, 4), ("210000", 4, 4), year=2022),
            *answers(("140000", 3, 4), ("150000", 4, 4), ("210000", 2, 4)),
        )
    )
    rows = progress(drawn.reader, "improvement_rate", "province", 2023, minimum=1)
    assert [(row.unit, row.rank, row.value) for row in rows] == [
        ("140000", 1, 0.5),
        ("150000", 2, 0.25),
        ("210000", 3, -0.5),
    ]
    assert (rows[0].numerator, rows[0].denominator) == (3, 4)


def test_equal_progress_shares_a_rank(spec):
    """From 1/10 to 3/10 and from 6/10 to 8/10: in floating point these are not equal."""
    drawn = spec(
        drawing(
            *answers(("140000", 1, 10), ("150000", 6, 10), year=2022), *answers(("140000", 3, 10), ("150000", 8, 10))
        )
    )
    assert 3 / 10 - 1 / 10 != 8 / 10 - 6 / 10
    rows = progress(drawn.reader, "improvement_rate", "province", 2023)
    assert [(row.rank, row.is_tied) for row in rows] == [(1, True), (1, True)]


def test_units_that_do_not_compare_are_listed_with_the_reason(spec):
    drawn = spec(
        drawing(*answers(("140000", 1, 2), year=2022), *answers(("140000", 2, 2), ("150000", 2, 2))),
        assisted="""
        firm | year | province | city   | origin
        A    | 2022 | 140000   | 140100 | answers
        A    | 2023 | 140000   | 140100 | ledger
        """,
    )
    rows = progress(drawn.reader, "improvement_rate", "province", 2023, minimum=1)
    assert [(row.unit, row.rank, row.reason) for row in rows] == [("140000", 1, ""), ("150000", None, NO_YEAR_BEFORE)]
    (other,) = progress(drawn.reader, "assisted_enterprises", "province", 2023)
    assert (other.rank, other.reason) == (None, SCOPE)


def test_over_a_break_nobody_is_ranked(spec):
    drawn = spec(drawing(*answers(("140000", 1, 2), year=2021, question="q13"), question="q13"))
    rows = progress(drawn.reader, "satisfaction_rate", "province", 2022, minimum=1)
    assert [row.rank for row in rows] == [None]
    assert rows[0].reason.startswith("不可比")


def test_both_years_need_the_minimum(spec):
    drawn = spec(drawing(*answers(("140000", 1, 9), year=2022), *answers(("140000", 9, 10))))
    (row,) = progress(drawn.reader, "improvement_rate", "province", 2023)
    assert (row.rank, row.reason) == (None, TOO_FEW)


# --- properties

SCORES = st.dictionaries(st.integers(), st.fractions(-2, 2, max_denominator=5), max_size=12)


@given(SCORES)
def test_a_rank_is_one_more_than_those_ahead(scores):
    assert ranks(scores) == {
        unit: 1 + sum(other > score for other in scores.values()) for unit, score in scores.items()
    }


@given(SCORES, st.randoms())
def test_the_order_of_the_units_decides_nothing(scores, random: Random):
    shuffled = random.sample(list(scores.items()), len(scores))
    assert ranks(dict(shuffled)) == ranks(scores)


@given(SCORES, st.fractions(1, 3), st.fractions(-3, 3))
def test_ranks_stay_when_all_scores_are_stretched_and_moved(scores: dict[int, Fraction], by, more):
    assert ranks({unit: score * by + more for unit, score in scores.items()}) == ranks(scores)


@pytest.mark.parametrize("seed", range(5))
def test_on_random_answers_ties_share_and_the_unranked_never_rank(spec, seed):
    random = Random(seed)
    units = [(unit, random.randint(0, of), of) for unit in UNITS for of in [random.choice((3, 6, 10, 12))]]
    lines = answers(*units)
    random.shuffle(lines)
    rows = ranking(spec(drawing(*lines)).reader, "improvement_rate", "province", minimum=6)
    found = {row.unit: row for row in rows}
    large = {unit: Fraction(good, of) for unit, good, of in units if of >= 6}
    assert {unit for unit, row in found.items() if row.rank} == set(large)
    for unit, score in large.items():
        assert found[unit].rank == 1 + sum(other > score for other in large.values())
        assert found[unit].is_tied == (list(large.values()).count(score) > 1)
    assert all(row.reason == TOO_FEW for unit, row in found.items() if unit not in large)
