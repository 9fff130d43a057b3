from dataclasses import replace

import pytest

from charts.figures import figure, least_width
from charts.table import frame
from charts.tokens import LIGHT
from tests.charts.examples import trend


def test_a_line_is_not_joined_between_years_that_do_not_compare():
    line, _points = figure(trend())["data"]
    assert line["x"] == [2021, None, 2022, 2023, 2024]
    assert line["y"] == [0.975, None, 0.951, 0.957, 0.96]
    assert line["connectgaps"] is False


def test_points_before_the_last_break_are_hollow():
    _line, points = figure(trend())["data"]
    assert points["marker"]["color"] == [LIGHT.paper, LIGHT.strong, LIGHT.strong, LIGHT.strong]


def test_without_a_break_every_point_is_filled():
    chart = replace(trend(), marks=tuple(replace(mark, joined=True) for mark in trend().marks))
    line, points = figure(chart)["data"]
    assert line["x"] == [2021, 2022, 2023, 2024]
    assert set(points["marker"]["color"]) == {LIGHT.strong}


def test_every_point_has_its_value_and_what_it_stands_on():
    words = [word["text"] for word in figure(trend())["layout"]["annotations"]]
    assert words[:2] == ["<b>97.5%</b>", "n 1000"]
    assert len(words) == 8


def test_the_scale_and_the_years_stand_at_the_axes():
    layout = figure(trend())["layout"]
    assert layout["yaxis"]["range"] == [0.93, 0.99]
    assert layout["yaxis"]["ticktext"] == ["94%", "98%"]
    assert layout["xaxis"]["ticktext"] == ["2021", "2022", "2023", "2024"]


@pytest.mark.parametrize("scale", [1, 1.6])
def test_more_years_need_more_width(scale):
    few = replace(trend(), marks=trend().marks[2:])
    assert least_width(few, scale) < least_width(trend(), scale) <= 340 * scale


def test_the_table_has_a_row_for_each_year():
    table = frame(trend())
    assert table["年度"].tolist() == ["2021", "2022", "2023", "2024"]
    assert table["满意率"].tolist() == [0.975, 0.951, 0.957, 0.96]
