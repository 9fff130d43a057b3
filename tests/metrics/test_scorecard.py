"""The assessment scorecard."""

from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import Refused
from data.reference import table
from metrics import scorecard
from metrics.query import Filters
from metrics.registry import METRICS
from metrics.scorecard import rescaled, total
from tests.metrics.drawing import Drawn, drawn, rows_of

EXPERTS = ("organisation", "publicity", "training", "assistance")
OF_SURVEY = ("performance", "quality", "management", "credit", "digital", "lasting")
TIANJIN = Filters.of(year=[2024], province=["120000"])
GAINS = [f"q{q}" for q in ("9_1", "9_2", "9_3", "10_1", "10_2", "11_1", "11_2", "12_1", "12_2", "12_3")]
HEAD = ["firm", "year", "province", "city", "q5", "q7", "q13", *(f"q8_{n}" for n in range(1, 13)), *GAINS]
A, B, C = "120113", "120114", "120116"


def answer(city: str, gain: float = 10, ticked: bool = True, satisfied: int = 1, year: int = 2024, q5: int = 2) -> str:
    cells: list[Any] = [f"F{city}", year, "120000", city, q5, 1, satisfied, *[str(ticked).lower()] * 12, *[gain] * 10]
    return " | ".join(map(str, cells))


def answers(*lines: str) -> str:
    return "\n".join([" | ".join(HEAD), *lines])


def scores(year: int = 2024, **points: float) -> str:
    """Points of 100 for every indicator of the experts: `scores(c120113=80)`."""
    lines = [
        f"{year} | 120000 | {city[1:]} | tianjin_2024 | {indicator} | {given}"
        for city, given in points.items()
        for indicator in EXPERTS
    ]
    return "\n".join(["year | province | city | scheme | indicator | points", *lines])


def rows(version: Drawn, *arguments: Any, **options: Any) -> dict[str, dict[str, Any]]:
    """The rows of the card by unit; what is missing is None."""
    made = scorecard.card(version.reader, "tianjin_2024", *(arguments or (TIANJIN,)), **options).rows
    made = made.astype(object).where(made.notna(), None)
    return {row["unit"]: row for row in made.to_dict("records")}


def test_a_card_by_hand(spec):
    version = spec(answers(answer(A, gain=20), answer(B, gain=10, ticked=False)), score=scores(c120113=80, c120114=90))
    found = rows(version)
    one, other = found[A], found[B]
    assert [one[f"score_{name}"] for name in EXPERTS] == [80] * 4
    # Ticked: 100 by shares and by percentiles; the other has 0 everywhere, but took part before.
    assert [one[f"score_{name}"] for name in (*OF_SURVEY, "satisfaction")] == [100] * 7
    assert [other[f"score_{name}"] for name in (*OF_SURVEY, "satisfaction")] == [0, 0, 0, 0, 0, 100, 100]
    assert one["total"] == pytest.approx((4 * 80 + 100 + 100) / 6)
    assert other["total"] == pytest.approx((4 * 90 + 100 / 6 + 100) / 6)
    assert (one["rank"], other["rank"]) == (1, 2)
    assert (one["reason"], one["small"], one["tied"]) == ("", True, False)


def test_experts_count_alike_whatever_their_full_marks(spec):
    given = """
        year | province | city   | scheme       | indicator    | expert | points | full_marks
        2024 | 120000   | 120113 | tianjin_2024 | organisation | 1      | 9      | 10
        2024 | 120000   | 120113 | tianjin_2024 | organisation | 2      | 70     | 100
    """
    assert rows(spec(score=given))[A]["score_organisation"] == pytest.approx(80)


def test_a_unit_without_a_component_has_no_rank_and_says_what_is_missing(spec):
    version = spec(answers(answer(A), answer(B)), score=scores(c120113=80, c120114=90, c120116=99))
    found = rows(version)
    missing = found[C]
    assert (missing["rank"], missing["total"], missing["holds"], missing["score_organisation"]) == (
        None,
        None,
        None,
        99,
    )
    assert (missing["reason"], missing["missing"]) == (scorecard.INCOMPLETE, (*OF_SURVEY, "satisfaction"))
    assert list(found) == [B, A, C]


def test_one_missing_figure_makes_a_component_incomplete(spec):
    blank = answer(B).rsplit(" | ", 1)[0] + " | "  # no figure for complaints
    found = rows(spec(answers(answer(A), answer(C), blank), score=scores(c120113=80, c120114=90, c120116=70)))
    assert found[B]["missing"] == ("quality",)
    assert found[A]["rank"] == 1


def test_a_weight_of_0_removes_a_component(spec):
    version = spec(answers(answer(A), answer(B)), score=scores(c120113=80, c120114=90, c120116=99))
    found = rows(version, weights={"effect": 0, "satisfaction": 0})
    assert {unit: row["rank"] for unit, row in found.items()} == {C: 1, B: 2, A: 3}
    assert found[C]["total"] == 99
    assert (found[A]["score_satisfaction"], found[C]["score_satisfaction"]) == (100, None)


def test_weights_of_indicators_and_of_components(spec):
    version = spec(answers(answer(A), answer(B)), score=scores(c120113=80, c120114=90))
    made = scorecard.card(version.reader, "tianjin_2024", TIANJIN, {"organisation": 3, "effect": 2, "training": 0})
    shares = made.weights
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["organisation"] == pytest.approx(3 / 8)
    assert sum(shares[name] for name in OF_SURVEY) == pytest.approx(2 / 8)
    assert shares["training"] == 0
    split = scorecard.card(version.reader, "tianjin_2024", TIANJIN, {"credit": 3, "digital": 0}).weights
    assert split["organisation"] == pytest.approx(1 / 6)  # a component takes nothing from other indicators
    assert [split[name] * 6 for name in ("performance", "credit", "digital")] == pytest.approx([1 / 7, 3 / 7, 0])


def test_equal_units_share_a_rank(spec):
    version = spec(answers(answer(A), answer(B), answer(C, gain=5)), score=scores(c120113=80, c120114=80, c120116=80))
    found = rows(version)
    assert [(found[one]["rank"], found[one]["tied"]) for one in (A, B, C)] == [(1, True), (1, True), (3, False)]
    assert found[A]["holds"] == 1


def test_provinces_are_compared_where_none_is_filtered(spec):
    given = """
        year | province | unit   | scheme       | indicator    | points
        2024 | 120000   | 120000 | tianjin_2024 | organisation | 70
        2024 | 140000   | 140000 | tianjin_2024 | organisation | 90
    """
    weights = dict.fromkeys(("publicity", "training", "assistance", "effect", "satisfaction"), 0)
    found = rows(spec(score=given), Filters.of(year=[2024]), weights=weights)
    assert {unit: row["rank"] for unit, row in found.items()} == {"140000": 1, "120000": 2}


def test_certification_bodies_are_compared_by_their_own_scores_and_answers(spec):
    given = """
        year | province | unit            | kind | scheme       | indicator    | points
        2024 | 120000   | CNCA-R-2002-001 | body | tianjin_2024 | organisation | 70
        2024 | 120000   | CNCA-R-2002-002 | body | tianjin_2024 | organisation | 90
        2024 | 120000   | 120113          | region | tianjin_2024 | organisation | 50
    """
    told = "firm | year | province | body | q13\nX | 2024 | 120000 | CNCA-R-2002-001 | 1\nY | 2024 | 120000 | CNCA-R-2002-002 | 4"
    weights = dict.fromkeys(("publicity", "training", "assistance", "effect"), 0)
    found = rows(spec(told, score=given), TIANJIN, weights=weights, unit="body")
    assert {unit: (row["rank"], row["total"]) for unit, row in found.items()} == {
        "CNCA-R-2002-001": (1, 85),
        "CNCA-R-2002-002": (2, 45),
    }


def test_the_indicators_of_2021_take_counts_from_tables_ledgers_and_lists(spec):
    version = spec(
        assisted="firm | year | province\nA | 2021 | 120000\nB | 2021 | 120000\nC | 2021 | 140000",
        statistics="province | year | trained_enterprises\n120000 | 2021 | 5\n140000 | 2021 | 9",
        good_case="firm | year | province\nA | 2021 | 120000\nB | 2021 | 120000\nC | 2021 | 140000",
    )
    weights = dict.fromkeys(("organisation", "publicity_training", "effect", "satisfaction"), 0)
    made = scorecard.card(version.reader, "national_2021", Filters.of(year=[2021]), weights).rows.set_index("unit")
    figures = made[["score_trained", "score_assisted", "score_cases", "total"]]
    assert figures.loc["120000"].tolist() == pytest.approx([0, 100, 100, 200 / 3])
    assert figures.loc["140000"].tolist() == pytest.approx([100, 0, 0, 100 / 3])


# --- against the year before


def two_years(spec, *before: str, **points: float) -> dict[str, dict[str, Any]]:
    lines = [answer(A), answer(B), answer(C), *before]
    given = scores(c120113=80, c120114=90, c120116=85) + "\n" + scores(2023, **points).partition("\n")[2]
    return rows(spec(answers(*lines), score=given))


def test_progress_is_over_the_units_complete_in_both_years(spec):
    found = two_years(spec, answer(A, year=2023), answer(B, year=2023), c120113=60, c120114=88)
    assert [found[one]["rank"] for one in (A, B, C)] == [3, 1, 2]
    assert [found[one]["progress"] for one in (A, B)] == pytest.approx([20 * 4 / 6, 2 * 4 / 6])
    assert [found[one]["progress_rank"] for one in (A, B, C)] == [1, 2, None]
    assert [found[one]["progress_reason"] for one in (A, B, C)] == ["", "", scorecard.NOT_BOTH]


def test_without_a_year_before_there_is_no_progress(spec):
    found = two_years(spec)
    assert {row["progress_reason"] for row in found.values()} == {scorecard.NO_YEAR_BEFORE}
    assert {row["progress"] for row in found.values()} == {None}


def test_where_the_questions_changed_there_is_no_progress(spec):
    lines = [answer(one, year=year) for one in (A, B) for year in (2021, 2022)]
    given = scores(2022, c120113=80, c120114=90) + "\n" + scores(2021, c120113=70, c120114=90).partition("\n")[2]
    found = rows(spec(answers(*lines), score=given), Filters.of(year=[2022], province=["120000"]))
    assert all("不可比" in row["progress_reason"] for row in found.values())
    assert {row["rank"] for row in found.values()} == {1, 2}


# --- what cannot be asked


@pytest.mark.parametrize(
    ("scheme", "where", "options", "said"),
    [
        ("tianjin", {"year": [2024]}, {}, "tianjin_2024"),
        ("tianjin_2024", {}, {}, "--where year=2024"),
        ("tianjin_2024", {"year": [2023, 2024]}, {}, "--where year=2024"),
        ("tianjin_2024", {"year": [2024], "industry": [3]}, {}, "industry"),
        ("tianjin_2024", {"year": [2024], "city": [A]}, {"unit": "province"}, "city"),
        ("tianjin_2024", {"year": [2024]}, {"unit": "county"}, "county"),
        ("tianjin_2024", {"year": [2024]}, {"weights": {"organization": 1}}, "organisation"),
        ("tianjin_2024", {"year": [2024]}, {"weights": {"organisation": -1}}, "-1"),
        ("tianjin_2024", {"year": [2024]}, {"weights": {"organisation": float("nan")}}, "nan"),
        (
            "tianjin_2024",
            {"year": [2024]},
            {"weights": dict.fromkeys((*EXPERTS, "effect", "satisfaction"), 0)},
            "都是0",
        ),
        ("tianjin_2024", {"year": [2024]}, {"weights": dict.fromkeys(OF_SURVEY, 0)}, "effect"),
        ("tianjin_2024", {"year": [2024]}, {"shake": 1.5}, "1.5"),
    ],
)
def test_what_cannot_be_answered_is_refused(spec, scheme, where, options, said):
    with pytest.raises(Refused, match=said):
        scorecard.card(spec().reader, scheme, Filters.of(**where), **options)


def test_a_version_without_any_figure_has_an_empty_card(spec):
    assert rows(spec()) == {}


# --- the scale


@pytest.mark.parametrize(
    ("values", "better", "wanted"),
    [
        ([10, 20, 30], "higher", [0, 50, 100]),
        ([10, 20, 30], "lower", [100, 50, 0]),
        ([10, 10, 30], "higher", [25, 25, 100]),
        ([10, 20, 9000], "higher", [0, 50, 100]),
        ([7, 7], "higher", [50, 50]),
        ([10, None, 30], "higher", [0, None, 100]),
        ([10], "higher", [None]),
    ],
)
def test_percentiles(values, better, wanted):
    found = rescaled(pd.Series(values, dtype=float), False, better)
    assert [None if pd.isna(value) else value for value in found] == wanted


@pytest.mark.parametrize(("better", "wanted"), [("higher", 30), ("lower", 70)])
def test_a_share_is_its_own_score(better, wanted):
    assert rescaled(pd.Series([0.3]), True, better).tolist() == [pytest.approx(wanted)]


VALUES = st.lists(st.sampled_from([None, -5.0, 0.0, 3.5, 12.0, 1000.0]), min_size=1, max_size=12)


@given(VALUES, st.sampled_from(["higher", "lower"]), st.randoms(use_true_random=False))
def test_percentiles_lie_between_0_and_100_keep_the_order_and_do_not_depend_on_it(values, better, random):
    series = pd.Series(values, dtype=float)
    found = rescaled(series, False, better)
    assert found.dropna().between(0, 100).all()
    order = list(series.index)
    random.shuffle(order)
    pd.testing.assert_series_equal(rescaled(series[order], False, better).sort_index(), found)
    known = found.notna()
    sign = -1 if better == "lower" else 1
    pd.testing.assert_series_equal((series[known] * sign).rank(), found[known].rank())
    assert found[known].mean() == pytest.approx(50) if known.any() else True


ROWS = st.lists(st.tuples(*[st.sampled_from([None, 0.0, 40.0, 100.0])] * 3), max_size=8)
WEIGHTS = st.tuples(*[st.sampled_from([0.0, 0.5, 2.0])] * 3).filter(any)


@given(ROWS, WEIGHTS)
def test_a_total_lies_between_its_components_and_a_missing_one_that_counts_leaves_none(rows, weights):
    frame = pd.DataFrame(rows, columns=["a", "b", "c"], dtype=float)
    shares = dict(zip("abc", weights, strict=True))
    used = [name for name, share in shares.items() if share]
    for place, value in total(frame, shares).items():
        counted = frame.loc[place, used]
        if counted.isna().any():
            assert pd.isna(value)
        else:
            assert counted.min() - 1e-9 <= value <= counted.max() + 1e-9


@settings(max_examples=5)
@given(st.integers(0, 2**16))
def test_the_order_in_which_units_stand_in_a_version_does_not_matter(tmp_path_factory, seed):
    random = Random(seed)
    lines = [answer(one, gain=random.choice((1, 5)), satisfied=random.choice((1, 4))) for one in (A, B, C)]
    points = {f"c{one}": random.choice((60, 70)) for one in (A, B, C)}
    cards = []
    for order in (lambda things: things, lambda things: things[::-1]):
        given = scores(**dict(order(list(points.items()))))
        made = drawn(tmp_path_factory.mktemp("card"), rows_of(answers(*order(lines))), score=rows_of(given))
        cards.append(scorecard.card(made.reader, "tianjin_2024", TIANJIN))
        made.reader.close()
    pd.testing.assert_frame_equal(cards[0].rows, cards[1].rows)
    assert (cards[0].shaken.shares == cards[1].shaken.shares).all()
    assert cards[0].shaken.shares.sum(axis=1) == pytest.approx(1)


# --- the reference tables


def test_every_metric_of_the_tables_is_in_the_registry():
    named = [row["metric"] for name in ("assessment_indicators", "assessment_survey") for row in table(name)]
    assert [name for name in named if name and name not in METRICS] == []


def test_what_the_questionnaire_decides_has_components_and_nothing_else_has():
    asked = {row["indicator"] for row in table("assessment_indicators") if row["source"] == "survey"}
    assert {row["indicator"] for row in table("assessment_survey")} == asked
    assert {row["source"] for row in table("assessment_indicators")} == {"expert", "survey", "data"}
    for row in table("assessment_indicators"):
        assert bool(row["metric"]) == (row["source"] == "data")


def test_no_component_has_two_weights_or_names():
    for components in scorecard.schemes().values():
        assert len({one.key for one in components}) == len(components)
        assert all(one.weight > 0 and one.name and one.name_en for one in components)
    told = {(row["component"], row["weight"], row["name"], row["name_en"]) for row in table("assessment_survey")}
    assert len(told) == len({row["component"] for row in table("assessment_survey")})


def test_the_papers_indicators_are_all_there():
    schemes = {name: len({one.indicator for one in components}) for name, components in scorecard.schemes().items()}
    assert schemes == {"tianjin_2024": 6, "national_2021": 7}
    assessed = {
        row["indicator"]: row["assessed"].split("|") for row in table("assessment_indicators") if row["assessed"]
    }
    assert {name: len(points) for name, points in assessed.items()} == {
        "organisation": 7,
        "publicity": 6,
        "training": 6,
        "assistance": 10,
        "effect": 6,
        "satisfaction": 1,
    }


def test_the_lead_is_over_the_next_lower_total(spec):
    version = spec(answers(answer(A), answer(B), answer(C)), score=scores(c120113=80, c120114=80, c120116=70))
    made = scorecard.card(version.reader, "tianjin_2024", TIANJIN)
    assert scorecard.lead(made) == pytest.approx(10 * 4 / 6)
    assert scorecard.averages(made)["organisation"] == pytest.approx(230 / 3)


def test_without_two_different_totals_nobody_leads(spec):
    version = spec(answers(answer(A), answer(B)), score=scores(c120113=80, c120114=80))
    assert scorecard.lead(scorecard.card(version.reader, "tianjin_2024", TIANJIN)) is None


def test_what_no_unit_has_is_named_and_can_be_left_out(spec):
    version = spec(answers(answer(A, gain=20), answer(B)))
    made = scorecard.card(version.reader, "tianjin_2024", TIANJIN, {"satisfaction": 2})
    assert tuple(one.key for one in scorecard.absent(made)) == EXPERTS
    assert not any(scorecard.is_alone(made, one) for one in made.components)
    assert not {*EXPERTS} & set(scorecard.averages(made))
    weights = scorecard.without(made, {"satisfaction": 2})
    assert weights == {"satisfaction": 2, **dict.fromkeys(EXPERTS, 0)}
    again = scorecard.card(version.reader, "tianjin_2024", TIANJIN, weights)
    assert scorecard.absent(again) == ()
    assert again.rows["rank"].tolist() == [1, 2]


def test_of_an_indicator_only_the_parts_that_nobody_has_are_left_out(spec):
    version = spec(answers(answer(A)), score=scores(c120113=80))  # percentiles need another unit
    made = scorecard.card(version.reader, "tianjin_2024", TIANJIN)
    assert [one.key for one in scorecard.absent(made)] == ["performance", "quality"]
    assert scorecard.without(made, {}) == {"performance": 0, "quality": 0}
    assert all(scorecard.is_alone(made, one) for one in scorecard.absent(made))


def test_an_indicator_falls_away_with_its_last_part(spec):
    version = spec(score=scores(c120113=80, c120114=90))
    made = scorecard.card(version.reader, "tianjin_2024", TIANJIN)
    assert scorecard.without(made, {}) == {"effect": 0, "satisfaction": 0}
    assert scorecard.card(version.reader, "tianjin_2024", TIANJIN, scorecard.without(made, {})).rows[
        "rank"
    ].tolist() == [1, 2]


def test_where_experts_scored_is_listed(spec):
    given = """
        year | province | city   | scheme        | indicator    | points
        2024 | 120000   | 120113 | tianjin_2024  | organisation | 70
        2024 | 120000   | 120114 | tianjin_2024  | organisation | 70
        2021 | 140000   |        | national_2021 | organisation | 90
    """
    assert scorecard.scored(spec(score=given).reader) == [
        ("tianjin_2024", 2024, "120000"),
        ("national_2021", 2021, None),
    ]


@pytest.mark.parametrize(
    ("year", "scheme"),
    [
        (2019, "national_2021"),
        (2021, "national_2021"),
        (2023, "national_2021"),
        (2024, "tianjin_2024"),
        (2030, "tianjin_2024"),
    ],
)
def test_the_newest_scheme_of_a_year(year, scheme):
    assert scorecard.scheme_of(year) == scheme


def test_indicators_have_names_in_both_languages():
    for scheme, components in scorecard.schemes().items():
        for language in ("zh", "en"):
            assert [*scorecard.indicators(scheme, language)] == list(dict.fromkeys(one.indicator for one in components))
            assert all(scorecard.indicators(scheme, language).values())


def test_the_points_of_each_expert_stand_behind_a_score(spec):
    given = """
        year | province | city   | scheme       | indicator    | expert | points | full_marks | submission | sheet | row
        2024 | 120000   | 120113 | tianjin_2024 | organisation | 2      | 8      | 10         | 1          | 评分  | 5
        2024 | 120000   | 120113 | tianjin_2024 | organisation | 1      | 9      | 10         | 1          | 评分  | 4
        2024 | 120000   | 120114 | tianjin_2024 | organisation | 1      | 7      | 10         | 1          | 评分  | 6
    """
    version = spec(answers(answer(A), answer(B)), score=given, submission="submission | file\n1 | 评分.xlsx")
    found = scorecard.behind(version.reader, "tianjin_2024", TIANJIN, "city", A, "organisation")
    assert found.values.tolist() == [[1, 9, 10, "评分.xlsx", "评分", 4], [2, 8, 10, "评分.xlsx", "评分", 5]]
    gained = scorecard.behind(version.reader, "tianjin_2024", TIANJIN, "city", A, "effect")
    assert set(gained["unit"]) == {A}
    assert set(gained["component"]) == set(OF_SURVEY)
