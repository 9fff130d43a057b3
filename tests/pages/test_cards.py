"""Values as headline cards print them."""

import pandas as pd
import pytest

from pages._parts import cards

pytestmark = pytest.mark.usefixtures("chinese")


@pytest.mark.parametrize(
    ("name", "value", "printed"),
    [
        ("responses", 5639, "5,639 份"),
        ("assisted_enterprises", 5639, "5,639 家"),
        ("policies", 265, "265 项"),
        ("subsidy_10k_cny", 1203.5, "1,204 万元"),
        ("trained_person_times", 1900000, "1,900,000 人次"),
        ("trained_enterprises", None, "—"),
        ("satisfaction_rate", 0.97499, "97.5%"),
        ("gain_revenue", 14.75, "14.8%"),
    ],
)
def test_a_value_is_printed_in_what_it_counts(name, value, printed):
    assert cards.printed(name, pd.Series({"value": value}, dtype=float)) == printed
