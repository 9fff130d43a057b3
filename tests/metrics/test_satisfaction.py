"""How content firms are, and with what."""

import pytest

from data.reference import table
from metrics.registry import METRICS
from metrics.satisfaction import LEVELS, TOPICS

ASKED_AND_NOT = """
    firm | q7 | q13
    A    | 1  | 1
    B    | 3  |          # little improvement: never asked
    C    | 2  | 3
"""


def test_rate_stands_on_those_who_were_asked(spec):
    assert spec(ASKED_AND_NOT).rate("satisfaction_rate") == (1, 2)


def test_rate_of_all_keeps_those_who_were_not_asked(spec):
    assert spec(ASKED_AND_NOT).rate("satisfaction_rate_all") == (1, 3)


@pytest.mark.parametrize(("option", "content"), [(1, 1), (2, 1), (3, 0), (4, 0)])
def test_the_first_two_options_are_content(spec, option, content):
    drawn = spec(f"""
        firm | q13
        A    | {option}
    """)
    assert drawn.rate("satisfaction_rate") == (content, 1)


@pytest.mark.parametrize("option", range(1, 5))
def test_every_level_reads_its_own_option_among_those_asked(spec, option):
    drawn = spec(f"""
        firm | q13
        A    | {option}
        B    | {option % 4 + 1}
        C    |              # never asked
    """)
    shares = [drawn.rate(f"satisfaction_level_{n}") for n in range(1, 5)]
    assert shares[option - 1] == shares[option % 4] == (1, 2)
    assert sum(chosen for chosen, _ in shares) == 2


def test_levels_are_named_as_on_the_form():
    assert [row["text"] for row in table("options") if row["question"] == "q13"] == [label for label, _ in LEVELS]


def test_no_firm_asked_is_unknown_not_zero(spec):
    drawn = spec("""
        firm | q7 | q13
        A    | 3  |
    """)
    assert drawn.value("satisfaction_rate") is None
    assert drawn.value("satisfaction_rate_all") == 0


def test_rate_of_the_ledger_keeps_firms_that_did_not_answer(spec):
    drawn = spec(
        responses="""
        firm | q13
        A    | 1
        B    | 4
        X    | 1           # not in the ledger
    """,
        assisted="""
        firm | origin
        A    | ledger
        B    | ledger
        C    | ledger      # never answered
        X    | answers
    """,
    )
    assert drawn.rate("satisfaction_rate_ledger") == (1, 3)


def test_rate_of_the_ledger_is_unknown_without_one(spec):
    drawn = spec(
        responses="""
        firm | q13
        A    | 1
    """,
        assisted="""
        firm | origin
        A    | answers
    """,
    )
    assert drawn.value("satisfaction_rate_ledger") is None
    assert drawn.value("satisfaction_rate") == 1


@pytest.mark.parametrize(("metric", "question"), [("satisfied_with", "q14"), ("dissatisfied_with", "q15")])
def test_topics_divide_by_all_answers(spec, metric, question):
    drawn = spec(f"""
        firm | {question}_2
        A    | true
        B    | false
        C    |              # left blank
    """)
    assert drawn.rate(f"{metric}_2") == (1, 3)


@pytest.mark.parametrize(("metric", "question"), [("satisfied_with", "q14"), ("dissatisfied_with", "q15")])
@pytest.mark.parametrize("option", range(1, 8))
def test_every_topic_reads_its_own_option(spec, metric, question, option):
    drawn = spec(f"""
        firm | {question}_{option}
        A    | true
    """)
    names = [f"{which}_{n}" for which in ("satisfied_with", "dissatisfied_with") for n in range(1, 8)]
    assert list(drawn.frame(names).query("numerator == 1").metric) == [f"{metric}_{option}"]


def test_less_dissatisfaction_is_better():
    assert {METRICS[f"dissatisfied_with_{n}"].better for n in range(1, 8)} == {"lower"}
    assert {METRICS[f"satisfied_with_{n}"].better for n in range(1, 8)} == {"higher"}


@pytest.mark.parametrize("question", ["q14", "q15"])
def test_topics_are_named_as_on_the_form(question):
    assert [row["text"] for row in table("options") if row["question"] == question] == list(TOPICS)
