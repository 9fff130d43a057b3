"""The telephone check: reached of those called, and answers that stay the same when asked again."""

CALLS = """
    response_id | reached | q13 | q13_again | q7 | q7_again | province
    1-2         | true    | 1   | 1         | 2  | 2        | 140000
    1-3         | true    | 1   | 2         |    | 1        | 140000   # very and rather satisfied are not the same
    1-4         | true    | 3   |           | 1  |          | 120000   # nobody answered again
    1-5         | false   | 1   |           | 1  |          | 120000
"""


def test_reached_stands_on_those_who_were_called(spec):
    drawn = spec(phone_check=CALLS)
    assert drawn.rate("phone_reached_rate") == (3, 4)
    assert drawn.by("phone_reached_rate", "province") == {"120000": 0.5, "140000": 1}


def test_agreement_stands_on_the_questions_answered_both_times(spec):
    drawn = spec(phone_check=CALLS)
    assert drawn.rate("phone_agreement_rate") == (2, 3)
    assert drawn.by("phone_agreement_rate", "question") == {"q13": 0.5, "q7": 1}
    assert drawn.by("phone_agreement_rate", "province") == {"140000": 2 / 3}


def test_nobody_called_is_no_rate_and_not_0(spec):
    drawn = spec("q13\n1")
    assert drawn.value("phone_reached_rate") is None
    assert drawn.value("phone_agreement_rate") is None
