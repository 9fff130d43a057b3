"""A map of regions: filled lines, labels where there is room, nothing from the net."""

from dataclasses import replace

import pytest

from charts.chart import Line
from charts.figures import figure
from charts.region_map import widest
from charts.table import frame
from charts.tokens import LIGHT
from tests.charts.examples import region_map


def texts(drawn):
    return [word["text"] for word in drawn["layout"]["annotations"]]


def test_a_region_is_filled_by_its_step_and_one_without_answers_is_paper_and_dashed():
    empty, shaded, _lines = figure(region_map())["data"]
    assert (shaded["fillcolor"], shaded["line"]["dash"]) == (LIGHT.steps[3], "solid")
    assert (empty["fillcolor"], empty["line"]["dash"]) == (LIGHT.paper, "dot")
    assert {shaded["type"], empty["type"]} == {"scatter"}


def test_what_is_named_is_drawn_over_its_neighbours_with_the_accent():
    drawn = figure(region_map())["data"]
    assert [one["line"]["color"] for one in drawn[:2]] == [LIGHT.ghost, LIGHT.accent]


def test_rings_of_a_region_stand_apart_in_one_path():
    shaded = figure(region_map())["data"][1]
    assert shaded["x"].index(None) == shaded["y"].index(None) == 4
    assert len(shaded["x"]) == 9


def test_the_pointer_tells_name_figure_and_what_it_stands_on():
    empty, shaded, lines = figure(region_map())["data"]
    assert (shaded["text"], shaded["hoveron"]) == ("山西省  97.5%  n 40", "fills")
    assert empty["text"] == "澳门  没有答卷"
    assert lines["hoverinfo"] == "skip"


def test_a_region_without_room_has_no_label_and_one_with_little_room_its_name():
    assert texts(figure(region_map())) == ["山西", "<b>97.5%</b>", "&lt;90%", "90–94%", "没有答卷"]
    shaded, empty = region_map().marks
    wordy = replace(shaded, lines=(Line("山西", 12), Line("九七点五" * 40, 13, True)))
    assert texts(figure(region_map(marks=(wordy, empty))))[0:2] == ["山西", "&lt;90%"]


def test_no_two_labels_are_over_each_other():
    shaded, _ = region_map().marks
    assert texts(figure(region_map(marks=(shaded, shaded)))).count("山西") == 1


@pytest.mark.parametrize("narrow", [False, True])
def test_longitudes_are_as_long_as_in_the_middle_of_the_map(narrow):
    layout = figure(region_map(), names_above=narrow)["layout"]
    assert layout["yaxis"]["scaleanchor"] == "x"
    assert layout["yaxis"]["scaleratio"] == pytest.approx(1 / 0.829, rel=0.01)  # the cosine of 34°


def test_the_place_for_a_label_is_the_widest_inside_and_beside_the_holes():
    (shaded, _) = region_map().marks
    assert widest(shaded.rings, 0.5) == (4, 30.5, 8)
    assert widest(shaded.rings, 3) == (3, pytest.approx(34, abs=4), 6)
    assert widest(shaded.rings, 100)[2] == 0


def test_its_numbers_stand_in_a_table():
    table = frame(region_map())
    assert table["代码"].tolist() == ["140000", "820000"]
    assert table["满意率"].iloc[0] == 0.975
