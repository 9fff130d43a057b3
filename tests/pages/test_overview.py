"""The front page over several years: lines in cards and panels, the bases of 满意率, the way from training to certificate."""

import pytest

from data import warehouse
from data.store import Store
from metrics.bases import bases
from metrics.funnel import funnel
from metrics.query import Filters, compute
from metrics.registry import METRICS
from metrics.series import series
from tests.pages.shown import plain

WHERE = Filters.of(year=[2023], province=["320000"])


@pytest.fixture
def tianjin(stores):
    opened = warehouse.open(Store(stores.tianjin), warehouse.ALL)
    yield opened
    opened.close()


def test_a_card_draws_the_years_that_compare(in_years, visit, years):
    shown = visit(year="2023", region="320000")
    for name, card in shown.faces.items():
        tail = series(years, name, WHERE).tail
        assert card["line"] == ([one.value for one in tail] if len(tail) > 1 else []), name
    assert len(shown.faces["improvement_rate"]["line"]) == 3
    assert len(shown.faces["satisfaction_rate"]["line"]) == 2
    below = shown.below_cards
    n = int(compute(years, ["satisfaction_rate"], where=WHERE)["denominator"].iloc[0])
    assert f"n {n} · 2022–2023" in below["satisfaction_rate"]
    assert "· 2021–2023" in below["improvement_rate"]


def test_the_help_of_a_card_says_which_years_it_draws_and_why_no_more(in_years, visit):
    said = visit(year="2023", region="320000").faces["satisfaction_rate"]["help"]
    assert "折线：2022–2023年" in said
    assert "2021年与2022年不可比：2022年起不再向提升不太明显的企业询问" in said


@pytest.mark.parametrize(("year", "drawn"), [("2021", 0), ("2022", 2), ("2023", 3)])
def test_a_line_ends_in_the_year_looked_at_and_needs_two_years(in_years, visit, year, drawn):
    assert len(visit(year=year, region="320000").faces["improvement_rate"]["line"]) == drawn


def test_one_year_draws_no_lines(visit):
    shown = visit(year="2021")
    assert len(shown.faces) == 6
    assert not any(card["line"] for card in shown.faces.values())
    assert not [key for key in shown.figures if key.startswith("trend")]


def test_the_trend_is_every_year_and_says_where_the_line_breaks(in_years, visit, years):
    shown = visit(year="2022", region="320000")
    for name in ("satisfaction_rate", "improvement_rate"):
        points = series(years, name, WHERE).points
        line, dots = shown.figures[f"trend_{name}"]["data"]
        assert dots["x"] == [2021, 2022, 2023]
        assert dots["y"] == [one.value for one in points]
        assert [int(n) for n in shown.tables[f"trend_{name}"]["分母"]] == [one.denominator for one in points]
        assert (None in line["x"]) == (name == "satisfaction_rate")
    said = [text for text in shown.texts if text.startswith("2022–2023年满意率")]
    assert len(said) == 1
    assert "2021年与2022年不可比" in said[0]


def test_satisfaction_stands_on_its_other_bases_one_click_away(shows, visit, tianjin):
    shows("tianjin")
    shown = visit(year="2024", region="120000")
    heads, *table = shown.faces["satisfaction_rate"]["bases"]
    assert heads[-1] == "满意 ÷ 口径"
    where = Filters.of(year=[2024], province=["120000"])
    rows = bases(tianjin, "satisfaction_rate", where).to_dict("records")
    assert rows[0]["metric"] == "satisfaction_rate"
    assert [told[-1] for told in table] == [f"{int(row['numerator'])}/{int(row['denominator'])}" for row in rows]
    unasked = int(rows[1]["denominator"] - rows[0]["denominator"])
    assert unasked
    assert f"其中未被询问或没有回答 {unasked} 家" in shown.below_cards["satisfaction_rate"]


def test_where_everybody_was_asked_nobody_is_counted_as_not_asked(visit):
    assert not any("未被询问" in below for below in visit(year="2021").below_cards.values())


def test_the_funnel_is_what_is_computed(shows, visit, tianjin):
    shows("tianjin")
    shown = visit(year="2024", region="120000")
    steps = funnel(tianjin, Filters.of(year=[2024], province=["120000"]))
    (bars,) = shown.figures["funnel"]["data"]
    assert bars["x"] == [step.value for step in steps]
    assert list(shown.tables["funnel"]["环节"]) == ["培训", "帮扶", "答卷", "获证"]
    for step in steps:
        if step.reason and step.value is None:
            assert any(f"（{step.reason}）" in text for text in shown.texts)


def test_too_few_steps_draw_no_funnel(visit):
    assert "funnel" not in visit(year="2021", region="140000", industry="11").figures


def test_where_nobody_answered_there_is_no_ring(visit):
    shown = visit(year="2021", region="140000", industry="11")
    assert not shown.test.exception
    assert "certification" not in shown.figures
    assert [plain(one.value).splitlines()[0] for one in shown.test.markdown].count("## 企业获证情况") == 1


@pytest.mark.parametrize(
    ("lang", "name"), [("zh", "参与后新获证"), ("en", METRICS["certification_status_2"].title("en"))]
)
def test_the_ring_names_who_is_newly_certified_in_the_reader_s_language(visit, lang, name):
    ring = visit(year="2021", lang=lang).figures["certification"]
    assert any(f"<b>{name}</b>" in note["text"] for note in ring["layout"]["annotations"])
    assert ring["data"][0]["hovertext"][1].startswith(name)
