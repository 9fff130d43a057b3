"""By how much firms say their figures changed."""

import pytest

COLUMNS = {
    "gain_revenue": "q9_1",
    "gain_sales_volume": "q9_2",
    "gain_sales_value": "q9_3",
    "gain_profit_margin": "q10_1",
    "cut_cost": "q10_2",
    "gain_pass_rate": "q11_1",
    "gain_conversion_rate": "q11_2",
    "gain_consumer_satisfaction": "q12_1",
    "gain_third_party_satisfaction": "q12_2",
    "cut_complaints": "q12_3",
}


def test_mean_stands_on_those_who_filled_it_in(spec):
    drawn = spec("""
        firm | q9_2
        A    | 10
        B    | 19.5
        C    |              # left blank
    """)
    assert drawn.rate("gain_sales_volume") == (29.5, 2)  # sum and number of firms
    assert drawn.value("gain_sales_volume") == 14.75  # in percent, as written


def test_zero_is_an_answer(spec):
    drawn = spec("""
        firm | q9_2
        A    | 0
        B    | 10
        C    |
    """)
    assert drawn.value("gain_sales_volume") == 5


def test_a_fall_is_negative(spec):
    drawn = spec("""
        firm | q9_1
        A    | -20
        B    | 10
    """)
    assert drawn.value("gain_revenue") == -5


def test_nobody_filled_it_in_is_unknown_not_zero(spec):
    drawn = spec("""
        firm | q9_2
        A    |
    """)
    for name in ("gain_sales_volume", "gain_sales_volume_median"):
        row = drawn.row(name)
        assert (row["numerator"], row["denominator"], row["value"], row["small"]) == (None, 0, None, True)


@pytest.mark.parametrize(("answers", "middle"), [((1, 2, 90), 2), ((1, 2, 4, 90), 3), ((7.5,), 7.5)])
def test_median_is_the_middle_answer(spec, answers, middle):
    rows = "\n".join(f"F{n} | {answer}" for n, answer in enumerate(answers))
    drawn = spec(f"firm | q9_1\n{rows}\nX |")
    row = drawn.row("gain_revenue_median")
    assert row["value"] == middle
    assert (row["numerator"], row["denominator"]) == (sum(answers), len(answers))


@pytest.mark.parametrize(("name", "column"), COLUMNS.items())
def test_every_gain_reads_its_own_column(spec, name, column):
    drawn = spec(f"""
        firm | {column}
        A    | 12.29
    """)
    names = [gain + median for gain in COLUMNS for median in ("", "_median")]
    filled = drawn.frame(names).dropna(subset="value")
    assert list(filled.metric) == [name, f"{name}_median"]
    assert list(filled.value) == [12.29, 12.29]


def test_a_mean_has_no_interval(spec):
    row = spec("firm | q9_1\nA | 5\nB | 7").row("gain_revenue")
    assert (row["low"], row["high"]) == (None, None)
