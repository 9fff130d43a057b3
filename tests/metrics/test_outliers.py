"""Gains at a glance, and the answers that are marked, which stay in every figure."""

import pytest

from data.errors import Refused
from data.reference import table
from metrics.gains import GAINS
from metrics.outliers import WHY, gains, outliers
from tests.metrics.drawing import records


def written(values, column="q9_1"):
    """Answers with these values, and one that left the question blank."""
    rows = "\n".join(f"F{n} | 厂{n} | {value} | 填{value}" for n, value in enumerate(values))
    return f"firm | name | {column} | {column}_text\n{rows}\nX | 空 | |"


AROUND_TEN = (8, 9, 9, 10, 10, 10, 11, 11, 12, 12)  # quartiles 9.25 and 11, fences 4 and 16.25


def test_far_beyond_the_quartiles_is_marked_with_its_text_and_place(spec):
    drawn = spec(written((*AROUND_TEN, 90)))
    (row,) = records(outliers(drawn.reader, "gain_revenue"))
    assert (row["name"], row["value"], row["q9_1_text"], row["why"]) == ("厂10", 90, "填90", "fence")
    assert (row["sheet"], row["row"]) == ("Sheet1", 12)
    assert row["low"] < 8 and 12 < row["high"] < 90


def test_marked_answers_are_counted_as_all_others(spec):
    drawn = spec(written((*AROUND_TEN, 90)))
    (row, *_) = records(gains(drawn.reader))
    assert row == {"metric": "gain_revenue", "n": 11, "mean": pytest.approx(192 / 11), "median": 10, "outliers": 1}
    assert row["mean"] == pytest.approx(drawn.value("gain_revenue"))


def test_of_few_answers_only_the_possible_range_counts(spec):
    drawn = spec(written((9, 10, 11, 500, 1500)))
    (row,) = records(outliers(drawn.reader, "gain_revenue"))
    assert (row["value"], row["why"], row["low"], row["high"]) == (1500, "range", -100, 1000)


def test_where_half_of_all_answers_are_alike_there_are_no_fences(spec):
    drawn = spec(written((0,) * 12 + (5, 120), "q11_1"))
    (row,) = records(outliers(drawn.reader, "gain_pass_rate"))
    assert (row["value"], row["why"]) == (120, "range")


def test_the_furthest_comes_first_and_the_median_goes_by_the_same_answers(spec):
    drawn = spec(written((*AROUND_TEN, 40, -90, 30)))
    assert list(outliers(drawn.reader, "gain_revenue")["value"]) == [-90, 40, 30]
    assert list(outliers(drawn.reader, "gain_revenue_median")["value"]) == [-90, 40, 30]


def test_the_limits_themselves_are_possible(spec):
    drawn = spec(written((-100, 100), "q12_1"))
    assert outliers(drawn.reader, "gain_consumer_satisfaction").empty


def test_without_answers_there_is_nothing_to_say(spec):
    rows = records(gains(spec().reader))
    assert [row["metric"] for row in rows] == [name for name, *_ in GAINS]
    assert {(row["n"], row["mean"], row["median"], row["outliers"]) for row in rows} == {(0, None, None, 0)}
    assert outliers(spec().reader, "cut_cost").empty


def test_what_is_no_gain_is_refused_with_those_there_are(spec):
    with pytest.raises(Refused, match="gain_revenue"):
        outliers(spec().reader, "satisfaction_rate")


@pytest.mark.parametrize("row", table("plausible_gains"), ids=lambda row: row["metric"])
def test_every_range_has_its_ends_and_its_reason(row):
    assert row["metric"] in {name for name, *_ in GAINS}
    assert float(row["low_percent"]) < 0 < float(row["high_percent"])
    assert row["why"].strip()


def test_every_gain_has_a_range_and_every_mark_its_words():
    assert [row["metric"] for row in table("plausible_gains")] == [name for name, *_ in GAINS]
    assert set(WHY) == {"range", "fence"}
