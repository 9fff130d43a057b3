from dataclasses import replace

from charts.chart import Group, Pair
from charts.figures import figure, least_width
from charts.table import frame
from charts.tokens import LIGHT
from tests.charts.examples import pairs


def word(drawn, text):
    (found,) = [word for word in drawn["layout"]["annotations"] if word["text"] == text]
    return found


def test_each_group_has_an_axis_of_its_own():
    layout = figure(pairs())["layout"]
    assert (layout["xaxis"]["range"], layout["xaxis2"]["range"]) == ([85, 100], [0, 2])
    assert layout["yaxis"]["domain"][0] > layout["yaxis2"]["domain"][1]


def test_hollow_before_and_filled_after():
    before, after, *_ = figure(pairs())["data"]
    assert (before["x"], before["marker"]["color"]) == ([88.7, None], LIGHT.paper)
    assert (after["x"], after["marker"]["color"]) == ([92.4, 95.1], [LIGHT.strong] * 2)


def test_without_a_before_no_line_is_drawn_and_the_words_say_why():
    drawn = figure(pairs())
    thick = [line for line in drawn["layout"]["shapes"] if line["line"]["width"] > 1]
    assert [(line["x0"], line["x1"]) for line in thick] == [(88.7, 92.4), (1.2, 1.3)]
    assert word(drawn, "无提升前数据")["font"]["color"] == LIGHT.faint


def test_the_labels_of_a_row_stand_on_the_outer_sides():
    drawn = figure(pairs())
    assert (word(drawn, "88.7")["xanchor"], word(drawn, "<b>92.4</b>")["xanchor"]) == ("right", "left")


def test_a_fall_has_its_labels_the_other_way_round():
    change = {"change": -1.1, "change_text": "−1.1 百分点"}
    falling = Pair(label="地毯", value=1.3, text="1.3", before=2.4, before_text="2.4", **change)
    group = Group("投诉率（%）", (falling,), (0, 3), ((0, "0%"),))
    drawn = figure(replace(pairs(), groups=(group,)))
    assert (word(drawn, "2.4")["xanchor"], word(drawn, "<b>1.3</b>")["xanchor"]) == ("left", "right")


def test_the_accent_marks_what_the_sentence_names():
    assert figure(pairs())["data"][3]["marker"]["color"] == [LIGHT.accent]


def test_the_table_has_a_row_for_each_pilot_and_indicator():
    table = frame(pairs())
    assert list(table.columns) == ["试点", "指标", "提升前", "提升后", "变化"]
    assert table["提升前"].isna().tolist() == [False, True, False]
    assert table["指标"].tolist() == ["一次合格率（%）"] * 2 + ["投诉率（%）"]


def test_a_phone_has_names_above_their_rows():
    assert figure(pairs(), names_above=True)["layout"]["margin"]["l"] == 2
    assert least_width(pairs()) < 340


def test_a_tick_at_the_left_edge_is_left_out_where_there_is_no_margin():
    assert figure(pairs())["layout"]["xaxis"]["ticktext"] == ["85%", "100%"]
    assert figure(pairs(), names_above=True)["layout"]["xaxis"]["ticktext"] == ["100%"]
