"""What firms say changed: improvement and its aspects, on both bases."""

import pytest

from data.reference import table
from metrics.improvement import ASPECTS


def test_rate_stands_on_those_who_answered(spec):
    drawn = spec("""
        firm | q7
        A    | 1
        B    | 2
        C    | 3
        D    |         # left blank
    """)
    assert drawn.rate("improvement_rate") == (2, 3)


def test_aspects_divide_by_all_answers_as_published(spec):
    drawn = spec("""
        firm | q7 | q8_1
        A    | 1  | true
        B    | 2  | false
        C    | 3  |             # little improvement: never asked
        D    |    |
    """)
    assert drawn.rate("aspect_1") == (1, 4)


def test_aspects_of_asked_divide_by_firms_that_improved(spec):
    drawn = spec("""
        firm | q7 | q8_1
        A    | 1  | true
        B    | 2  | false
        C    | 3  |             # never asked
        D    |    |
    """)
    assert drawn.rate("aspect_1_of_asked") == (1, 2)


def test_a_blank_of_a_firm_that_was_asked_counts_as_not_ticked(spec):
    drawn = spec("""
        firm | q7 | q8_1
        A    | 1  | true
        B    | 2  |             # asked, ticked nothing
    """)
    assert drawn.rate("aspect_1_of_asked") == (1, 2)


def test_a_tick_of_a_firm_that_should_not_have_been_asked_is_not_of_asked(spec):
    drawn = spec("""
        firm | q7 | q8_1
        A    | 1  | true
        B    | 3  | true
    """)
    assert drawn.rate("aspect_1_of_asked") == (1, 1)
    assert drawn.rate("aspect_1") == (2, 2)


@pytest.mark.parametrize("option", range(1, 13))
def test_every_aspect_reads_its_own_option(spec, option):
    drawn = spec(f"""
        firm | q7 | q8_{option}
        A    | 1  | true
        B    | 1  | false
    """)
    names = [f"aspect_{n}{base}" for n in range(1, 13) for base in ("", "_of_asked")]
    ticked = set(drawn.frame(names).query("numerator == 1").metric)
    assert ticked == {f"aspect_{option}", f"aspect_{option}_of_asked"}


def test_aspects_are_named_as_on_the_form():
    printed = [row["text"] for row in table("options") if row["question"] == "q8"]
    assert [text.split("（")[0] for text in printed] == list(ASPECTS)
