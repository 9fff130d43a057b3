"""How many firms were assisted, and how many of them answered."""


def test_a_firm_assisted_in_two_years_is_one_firm(spec):
    drawn = spec(
        assisted="""
        firm | year
        A    | 2021
        A    | 2022
        B    | 2022
    """
    )
    assert drawn.value("assisted_enterprises") == 2
    assert drawn.by("assisted_enterprises", "year") == {2021: 1, 2022: 2}


def test_a_firm_in_two_provinces_counts_in_each_and_once_in_all(spec):
    drawn = spec(
        assisted="""
        firm | year | province
        A    | 2021 | 140000
        A    | 2022 | 320000       # moved
        B    | 2022 | 320000
    """
    )
    assert drawn.by("assisted_enterprises", "province") == {"140000": 1, "320000": 2}
    assert drawn.value("assisted_enterprises") == 2


def test_firms_that_stand_in_for_a_missing_ledger_are_assisted(spec):
    drawn = spec(
        assisted="""
        firm | origin
        A    | ledger
        B    | answers
    """
    )
    assert drawn.value("assisted_enterprises") == 2


def test_responses_are_the_counted_ones(spec):
    drawn = spec("""
        firm | counts
        A    | false       # sent again later
        A    | true
        B    | true
    """)
    assert drawn.value("responses") == 2


def test_response_rate_is_ledger_firms_with_an_answer(spec):
    drawn = spec(
        responses="""
        firm
        A
        X         # not in the ledger
    """,
        assisted="""
        firm | origin
        A    | ledger
        B    | ledger
        X    | answers
    """,
    )
    assert drawn.rate("response_rate") == (1, 2)


def test_an_answer_that_does_not_count_is_no_response(spec):
    drawn = spec(
        responses="""
        firm | counts
        A    | false
    """,
        assisted="""
        firm
        A
        B
    """,
    )
    assert drawn.rate("response_rate") == (0, 2)
    assert drawn.value("response_rate") == 0  # known to be none, which is not the same as unknown


def test_an_answer_of_another_round_is_no_response_of_this_one(spec):
    drawn = spec(
        responses="""
        firm | year
        A    | 2021
    """,
        assisted="""
        firm | year
        A    | 2021
        B    | 2022
    """,
    )
    assert drawn.by("response_rate", "year") == {2021: 1, 2022: 0}


def test_response_rate_is_unknown_without_a_ledger(spec):
    drawn = spec(
        responses="""
        firm
        A
    """,
        assisted="""
        firm | origin
        A    | answers
    """,
    )
    row = drawn.row("response_rate")
    assert row["value"] is None
    assert row["small"] is True


def test_first_time_share_stands_on_those_who_answered_the_question(spec):
    drawn = spec("""
        firm | q5
        A    | 1
        B    | 2
        C    |
    """)
    assert drawn.rate("first_time_share") == (1, 2)
