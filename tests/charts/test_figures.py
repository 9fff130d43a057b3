from dataclasses import replace

import plotly.graph_objects as go
import pytest

from charts.chart import Heads, Name, is_empty
from charts.drawing import literal
from charts.figures import figure, least_width
from charts.tokens import DARK, LIGHT, fitted, text_width
from tests.charts.examples import (
    CAPTION,
    SHANXI,
    TIBET,
    bars,
    doughnut,
    heat,
    multiples,
    pairs,
    region_map,
    stacks,
    tiles,
    trend,
)


def texts(drawn):
    return [word["text"] for word in drawn["layout"]["annotations"]]


@pytest.mark.parametrize(
    "chart", [bars(SHANXI, TIBET), tiles(), heat(), pairs(), stacks(), multiples(), trend(), region_map(), doughnut()]
)
@pytest.mark.parametrize("names_above", [False, True])
def test_plotly_accepts_every_figure(chart, names_above):
    drawn = figure(chart, names_above=names_above)
    assert go.Figure(drawn).layout.height == drawn["layout"]["height"]


def test_footer_joins_what_there_is():
    assert replace(CAPTION, as_of="", version="").footer == "来源 企业调查问卷第13题 · n 5639 · 口径 回答了第13题的企业"


def test_two_columns_never_share_a_head():
    with pytest.raises(ValueError, match="same head"):
        Heads(label="n", value="满意率", denominator="n")


def test_the_accent_marks_only_what_the_sentence_names():
    drawn = figure(bars(SHANXI, TIBET), "dark")
    assert drawn["data"][0]["marker"]["color"] == [DARK.accent, DARK.bar]
    assert "<b>山西省</b>" in texts(drawn)
    assert "西藏自治区" in texts(drawn)


def test_a_missing_value_has_its_words_and_no_bar():
    drawn = figure(bars(SHANXI, TIBET))
    assert drawn["data"][0]["x"] == [0.9753, None]
    assert "…" in texts(drawn)


def test_intervals_are_drawn_only_when_given():
    assert "error_x" not in figure(bars(SHANXI))["data"][0]
    whiskers = figure(bars(replace(SHANXI, low=0.96, high=0.98), TIBET))["data"][0]["error_x"]
    assert whiskers["array"] == pytest.approx([0.0047, 0])
    assert whiskers["arrayminus"] == pytest.approx([0.0153, 0])


@pytest.mark.parametrize("name", ["<b>x</b>", "a<br>b", "甲&乙", "&lt;", '<a href="javascript:x">y</a>'])
def test_a_name_is_shown_letter_for_letter(name):
    drawn = figure(bars(replace(SHANXI, label=name, named=False)))
    shown = literal(name)
    assert shown in texts(drawn)
    assert "<" not in shown
    assert drawn["data"][0]["hovertext"][0].startswith(shown)


def test_the_margin_holds_the_longest_name():
    drawn = figure(bars(SHANXI, replace(TIBET, label="新疆维吾尔自治区")))
    assert drawn["layout"]["margin"]["l"] > text_width("新疆维吾尔自治区")


def test_a_name_too_long_for_the_margin_is_cut_but_whole_on_hover():
    name = "数字化、智能化水平提升" * 4
    drawn = figure(bars(replace(SHANXI, label=name)))
    assert drawn["layout"]["margin"]["l"] < 260
    assert f"<b>{fitted(name, 240)}</b>" in texts(drawn)
    assert drawn["data"][0]["hovertext"][0].startswith(name)


def test_names_stand_above_the_bars_on_a_phone():
    assert figure(bars(SHANXI), names_above=True)["layout"]["margin"]["l"] == 2


def test_rows_keep_their_height_however_many():
    heights = [figure(bars(*[SHANXI] * count))["layout"]["height"] for count in (1, 12, 31)]
    assert heights == [87, 406, 957]


def test_the_average_runs_to_the_side_that_has_room():
    sides = [figure(bars(SHANXI, average=at, average_label="全国"))["layout"]["annotations"][-1] for at in (0.1, 0.9)]
    assert [side["xanchor"] for side in sides] == ["left", "right"]


def test_an_uncovered_tile_is_paper_and_dashed():
    covered, empty = figure(tiles())["layout"]["shapes"][:2]
    assert (covered["fillcolor"], covered["line"]["dash"]) == (LIGHT.steps[1], "solid")
    assert (empty["fillcolor"], empty["line"]["dash"]) == (LIGHT.paper, "dot")


def test_the_key_names_every_step_and_the_uncovered():
    assert texts(figure(tiles())) == [
        "1–9",
        "10–29",
        "未覆盖",
        *(line.text for tile in tiles().marks for line in tile.lines),
    ]


def test_a_cell_far_below_the_average_is_bold_and_one_without_a_number_untinted():
    drawn = figure(heat())
    assert drawn["data"][0]["z"] == [[-2, None]]
    assert texts(drawn)[-2:] == ["<b>80.0</b>", "—"]


def test_a_chart_without_marks_is_empty():
    assert is_empty(bars())
    assert is_empty(replace(heat(), rows=(), cells=()))
    assert not is_empty(heat())


def test_more_columns_need_more_width():
    wide = replace(heat(), columns=heat().columns * 6, cells=(heat().cells[0] * 6,))
    assert least_width(wide) > least_width(heat())


def test_a_cell_says_what_it_stands_on_under_the_pointer():
    chart = replace(heat(), heads=replace(heat().heads, count="n"))
    counted = replace(chart, cells=((replace(chart.cells[0][0], count="10"), chart.cells[0][1]),))
    assert figure(counted)["data"][0]["hovertext"] == [["山西省  纺织  80.0  n 10", "山西省  出版  —"]]


def test_a_long_column_name_is_cut_but_whole_under_the_pointer():
    name = "数字化、智能化水平提升" * 2
    chart = replace(heat(), columns=(Name(name), heat().columns[1]))
    assert fitted(name, 120, 12) in texts(figure(chart))
    assert name in figure(chart)["data"][0]["hovertext"][0][0]
