"""Small multiples: one plot a row of the table, all alike but for their bars."""

import pytest

from charts.figures import figure, least_width
from charts.table import frame
from charts.tokens import LIGHT
from tests.charts.examples import multiples


def words(drawn, text):
    return [word for word in drawn["layout"]["annotations"] if word["text"] == text]


def axes(drawn, which):
    return [axis for name, axis in drawn["layout"].items() if name.startswith(which)]


@pytest.mark.parametrize("panels", [1, 2, 5, 12])
def test_every_plot_has_the_same_scale_and_size(panels):
    drawn = figure(multiples(max(panels, 2)))
    assert len({tuple(axis["range"]) for axis in axes(drawn, "xaxis")}) == 1
    for which in ("xaxis", "yaxis"):
        sizes = [axis["domain"][1] - axis["domain"][0] for axis in axes(drawn, which)]
        assert sizes == pytest.approx([sizes[0]] * len(sizes))


def test_no_two_plots_overlap():
    drawn = figure(multiples(12))
    boxes = [
        (*across["domain"], *down["domain"])
        for across, down in zip(axes(drawn, "xaxis"), axes(drawn, "yaxis"), strict=True)
    ]
    for at, (left, right, low, high) in enumerate(boxes):
        assert 0 <= left < right <= 1.0001 and -0.0001 <= low < high <= 1
        for left2, right2, low2, high2 in boxes[at + 1 :]:
            assert right <= left2 or right2 <= left or high <= low2 or high2 <= low


def test_each_plot_has_its_bars_and_the_same_mark_for_the_whole():
    bars, whole, others, same = figure(multiples())["data"]
    assert (bars["x"], others["x"]) == ([0.9, 0.4], [0.9, 0.4])
    assert whole["x"] == same["x"] == [0.85, 0.5]
    assert (bars["xaxis"], others["xaxis"]) == ("x", "x2")


def test_names_stand_once_a_line_and_values_in_every_plot():
    drawn = figure(multiples(5))
    assert len(words(drawn, "质量意识提升")) == 2
    assert len(words(drawn, "90.0%")) == 5
    assert len(words(drawn, "n 20")) == 5


def test_the_accent_marks_only_what_the_sentence_names():
    drawn = figure(multiples())
    assert drawn["data"][0]["marker"]["color"] == [LIGHT.bar, LIGHT.bar]
    assert drawn["data"][2]["marker"]["color"] == [LIGHT.bar, LIGHT.accent]
    assert len(words(drawn, "<b>40.0%</b>")) == 1


def test_the_key_says_what_the_bar_and_the_mark_are():
    assert len(words(figure(multiples()), "各市")) == len(words(figure(multiples()), "全省")) == 1


def test_a_phone_has_one_plot_below_another():
    drawn = figure(multiples(3), names_above=True)
    assert {tuple(axis["domain"]) for axis in axes(drawn, "xaxis")} == {(0, 1)}
    assert len(words(drawn, "成本下降")) == 3
    assert least_width(multiples()) < 340


def test_the_table_has_a_line_for_each_plot_and_bar():
    assert frame(multiples())[["地区", "方面", "占比"]].to_numpy().tolist()[:2] == [
        ["第0市", "质量意识提升", 0.9],
        ["第0市", "成本下降", 0.4],
    ]
