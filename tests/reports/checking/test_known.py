"""A text held against drawn data."""

import pytest

from metrics.query import Filters
from reports.checking import known
from reports.checking.claims import claims
from reports.checking.prose import sentences
from reports.checking.verification import facts

# 200 answers: 190 satisfied, 120 name awareness; three firms say by how much sales grew.
ANSWERS = "\n".join(
    ["firm | year | province | q13 | q7 | q8_1 | q8_8 | q9_2"]
    + [
        f"F{n} | 2021 | 140000 | {1 if n < 190 else 4} | 1 | {'true' if n < 120 else 'false'} | "
        f"{'true' if n < 111 else 'false'} | {(10, 20, 15.5)[n] if n < 3 else ''}"
        for n in range(200)
    ]
)


@pytest.fixture
def asked(spec):
    about = facts(spec(ANSWERS).reader, Filters())

    def ask(text):
        return [known.match(claim, about) for claim in claims(sentences(text))]

    return ask


def test_words_and_number_together_identify_a_metric(asked):
    (found,) = asked("满意率达到95%")
    assert (found.known.metric, found.check.status) == ("satisfaction_rate", "agree")
    (found,) = asked("认为质量意识提升的有120家，占60.0%")
    assert (found.known.metric, found.known.year) == ("aspect_1", 2021)


def test_the_usual_base_comes_before_others_that_are_equal(asked):
    (found,) = asked("满意率达到95%")
    assert found.known.metric == "satisfaction_rate"  # satisfaction_rate_all is the same


def test_an_equal_number_without_the_words_is_a_candidate_only(asked):
    (found,) = asked("这一比例为55.5%")
    assert found.known is None
    assert found.check.status == "unknown"
    assert [one.metric for one in found.candidates] == ["aspect_8"]


def test_small_numbers_are_equal_by_chance(asked):
    (found,) = asked("共有3家")
    assert found.candidates == ()


def test_another_number_for_what_the_clause_names_is_wrong(asked):
    (found,) = asked("满意率达到96%")
    assert (found.check.status, found.check.prints) == ("wrong", "95%")
    (found,) = asked("认为质量意识提升的有121家，占60.5%")
    assert (found.check.status, found.known.metric) == ("wrong", "aspect_1")


@pytest.mark.parametrize(
    "text", ["江苏省满意率达到96%", "2020年满意率达到96%", "满意率达到约96%", "比例达到96%", "满意率同比增长96%"]
)
def test_what_may_speak_of_something_else_is_not_called_wrong(asked, text):
    (found,) = asked(text)
    assert found.check.status == "unknown"


def test_a_mean_by_its_firms_and_its_value(asked):
    (found,) = asked("3家企业销量提升（平均提升15.17%）")
    assert (found.known.metric, found.check.status) == ("gain_sales_volume", "half_up")
    (found,) = asked("3家企业销量提升（平均提升15.16%）")
    assert found.check.status == "truncated"
    (found,) = asked("4家企业销量提升（平均提升15.17%）")
    assert found.check.status == "wrong"


def test_counts(asked):
    (found,) = asked("收回答卷200份")
    assert (found.known.metric, found.part) == ("responses", "value")
    (found,) = asked("质量意识提升的企业120家")
    assert (found.known.metric, found.part) == ("aspect_1", "numerator")
    (found,) = asked("收回答卷1百多份")
    assert found.known is None  # 200 is no 1百多


def test_a_pair_of_which_only_the_count_is_a_metric(spec):
    rows = "firm | q3\n" + "\n".join(f"F{n} | {2 if n < 30 else 1}" for n in range(200))
    (claim,) = claims(sentences("新获证的有30家，占15%"))
    found = known.match(claim, facts(spec(rows).reader, Filters()))
    assert (found.known.metric, found.check.status) == ("certified_after", "agree")


def test_a_clause_that_names_another_metric_is_wrong_though_some_other_number_is_equal(asked):
    (found,) = asked("质量意识提升的占55.5%")  # as many name lower cost
    assert (found.known.metric, found.check.prints, found.check.status) == ("aspect_1", "60.0%", "wrong")


def test_two_years_of_the_same_number_are_told_apart_by_the_text(spec):
    rows = "\n".join(
        ["firm | year | q13", *(f"F{n} | {year} | {1 if n < 3 else 4}" for year in (2021, 2022) for n in range(7))]
    )
    about = facts(spec(rows).reader, Filters())
    (claim,) = claims(sentences("满意率为42.86%"))
    found = known.match(claim, about)
    assert found.known is None
    assert {one.year for one in found.candidates} == {2021, 2022}
    (claim,) = claims(sentences("2022年满意率为42.86%"))
    assert known.match(claim, about).known.year == 2022


def test_only_metrics_that_have_the_filtered_dimensions_are_known(spec):
    reader = spec(ANSWERS).reader
    names = {one.metric for one in known.known(reader, Filters.of(year=[2021], body=["CNCA-R-2002-001"]))}
    assert "policies" not in names
    assert not any(name.startswith("pilot_") for name in names)
    everything = {one.metric for one in known.known(reader, Filters.of(year=[2021]))}
    assert {"satisfaction_rate", "aspect_1", "gain_sales_volume", "responses"} <= everything


def test_without_data_nothing_is_said():
    (claim,) = claims(sentences("满意率达到95%"))
    assert known.match(claim, known.Facts()).check.reason == known.NO_DATA
