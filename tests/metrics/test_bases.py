"""One question on its several bases, side by side."""

import pytest

from data.errors import Refused
from metrics.bases import bases, same_question
from metrics.registry import METRICS
from tests.metrics.drawing import filtered, records

SATISFACTION = ["satisfaction_rate", "satisfaction_rate_all", "satisfaction_rate_ledger"]


@pytest.mark.parametrize("name", SATISFACTION)
def test_whichever_is_asked_all_bases_come_the_usual_one_first(name):
    assert [one.name for one in same_question(name)] == SATISFACTION


def test_bases_stand_side_by_side_with_what_they_are(spec):
    drawn = spec("firm | q13\nA | 1\nB | 3\nC |", "firm\nA\nB\nC\nD")
    rows = records(bases(drawn.reader, "satisfaction_rate", language="zh"))
    assert [(row["base"], row["numerator"], row["denominator"]) for row in rows] == [
        ("回答了第13题的企业", 1, 2),
        ("全部答卷", 1, 3),
        ("台账企业", 1, 4),
    ]


def test_a_base_that_lacks_a_filtered_dimension_is_left_out(spec):
    reader = spec("firm | q3 | q13\nA | 1 | 1").reader
    assert list(bases(reader, "satisfaction_rate", filtered(certified=1))["metric"]) == SATISFACTION[:2]
    with pytest.raises(Refused, match="certified"):
        bases(reader, "satisfaction_rate_ledger", filtered(certified=1))


def test_a_question_with_one_base_has_one_row(spec):
    assert list(bases(spec().reader, "improvement_rate")["metric"]) == ["improvement_rate"]


@pytest.mark.parametrize("name", [name for name, one in METRICS.items() if one.same_question])
def test_the_usual_base_is_a_metric_of_its_own(name):
    usual = METRICS[METRICS[name].same_question]
    assert not usual.same_question
    assert usual.unit == METRICS[name].unit
