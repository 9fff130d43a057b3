"""Who holds a certificate, and which bodies assist."""

from data.reference import table
from metrics.certification import SHARES


def test_certified_before_and_after_are_the_first_two_options(spec):
    drawn = spec("""
        firm | q3
        A    | 1
        B    | 2
        C    | 2
        D    | 3        # applied
        E    | 5        # does not intend to
        F    |
    """)
    assert drawn.value("certified_before") == 1
    assert drawn.value("certified_after") == 2
    assert drawn.rate("certified_share") == (3, 5)


def test_a_count_has_no_denominator_and_no_interval(spec):
    row = spec("firm | q3\nA | 1").row("certified_before")
    assert row["numerator"] == row["value"] == 1
    assert (row["denominator"], row["low"], row["high"]) == (None, None, None)


def test_none_certified_is_zero_where_firms_answered(spec):
    assert spec("firm | q3\nA | 5").value("certified_after") == 0


def test_each_status_is_its_own_option_and_together_they_are_all_that_answered(spec):
    drawn = spec("""
        firm | q3
        A    | 1
        B    | 2
        C    | 2
        D    | 3
        E    | 5
        F    |          # did not answer
    """)
    assert [drawn.rate(name) for name in SHARES] == [(1, 5), (2, 5), (1, 5), (0, 5), (1, 5)]
    assert len(SHARES) == sum(row["question"] == "q3" for row in table("options"))


def test_a_body_is_counted_once(spec):
    drawn = spec(
        assisted="""
        firm | province | body
        A    | 140000   | CNCA-R-2002-001
        B    | 140000   | CNCA-R-2002-001
        C    | 320000   | CNCA-R-2002-001
        D    | 320000   | 某认证公司
        E    | 320000   |                    # body not known
    """
    )
    assert drawn.value("certification_bodies") == 2
    assert drawn.by("certification_bodies", "province") == {"140000": 1, "320000": 2}
