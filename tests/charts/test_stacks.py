"""Diverging bars: good levels right of 0, bad ones left, those between apart."""

import pytest

from charts.chart import is_empty
from charts.figures import figure, least_width
from charts.table import frame
from charts.tokens import DARK, LIGHT
from tests.charts.examples import stacks


def traces(drawn):
    return {trace["hovertext"][0].split("  ")[1]: trace for trace in drawn["data"]}


def texts(drawn):
    return [word["text"] for word in drawn["layout"]["annotations"]]


def luminance(color: str) -> float:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_good_levels_stand_right_of_zero_and_the_worst_left():
    drawn = traces(figure(stacks()))
    assert drawn["很满意"]["x"] == [0.7, 0.5]
    assert drawn["比较满意"]["x"] == [0.25, 0.3]
    assert drawn["不满意"]["x"] == [-0.01, -0.05]


def test_the_milder_good_level_lies_next_to_zero():
    order = [trace["hovertext"][0].split("  ")[1] for trace in figure(stacks())["data"]]
    assert order.index("比较满意") < order.index("很满意")


def test_what_is_neither_stands_in_a_plot_of_its_own_on_the_same_scale():
    drawn = figure(stacks())
    assert traces(drawn)["一般"]["xaxis"] == "x2"
    assert all("xaxis" not in trace for name, trace in traces(drawn).items() if name != "一般")
    scales = [
        (axis["domain"][1] - axis["domain"][0]) / (axis["range"][1] - axis["range"][0])
        for axis in (drawn["layout"]["xaxis"], drawn["layout"]["xaxis2"])
    ]
    assert scales[0] == pytest.approx(scales[1])
    assert drawn["layout"]["xaxis"]["domain"][1] < drawn["layout"]["xaxis2"]["domain"][0]


def test_every_bar_is_within_its_axis():
    layout = figure(stacks())["layout"]
    assert layout["xaxis"]["range"] == pytest.approx([-0.05, 0.95])
    assert layout["xaxis2"]["range"] == pytest.approx([0, 0.15])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_neighbours_differ_in_lightness(theme):
    drawn = traces(figure(stacks(), theme))
    shades = {name: luminance(trace["marker"]["color"]) for name, trace in drawn.items()}
    assert abs(shades["很满意"] - shades["比较满意"]) > 0.15
    edges = {trace["marker"]["line"]["color"] for trace in drawn.values()}
    assert edges <= {
        (LIGHT, DARK)[theme == "dark"].edge,
        *(getattr((LIGHT, DARK)[theme == "dark"], x) for x in ("ghost", "accent_ink")),
    }


def test_each_level_has_its_own_column_and_the_key_names_all():
    drawn = figure(stacks())
    shown = texts(drawn)
    assert {"70.0%", "25.0%", "4.0%", "1.0%", "200"} <= set(shown)
    assert all(shown.count(level) == 2 for level in ("很满意", "比较满意", "一般", "不满意"))  # head and key
    columns = [
        word["xshift"]
        for word in drawn["layout"]["annotations"]
        if word["text"] in ("70.0%", "25.0%", "4.0%", "1.0%", "200")
    ]
    assert columns == sorted(columns)
    assert columns[-1] <= drawn["layout"]["margin"]["r"] + 1


def test_a_phone_shows_the_sum_of_the_good_levels_and_names_above():
    drawn = figure(stacks(), names_above=True)
    assert drawn["layout"]["margin"]["l"] == 2
    assert {"满意率", "95.0%", "<b>80.0%</b>"} <= set(texts(drawn))
    assert "70.0%" not in texts(drawn)
    assert least_width(stacks()) < 340


def test_a_level_nobody_chose_draws_nothing():
    none = tuple(cell.__class__(value=0.0, text="0.0%", numerator=0, denominator=20) for cell in stacks().cells[0])
    drawn = traces(figure(stacks(cells=(stacks().cells[0], none))))
    assert [trace["x"][1] for trace in drawn.values()] == [None] * 4


def test_what_the_sentence_names_is_bold_and_has_the_accent_ink():
    drawn = figure(stacks())
    (name,) = [word for word in drawn["layout"]["annotations"] if word["text"] == "<b>山西省</b>"]
    assert name["font"]["color"] == LIGHT.accent_ink


def test_a_row_without_an_answer_has_no_bar():
    nobody = tuple(cell.__class__(value=None, text="—", denominator=0) for cell in stacks().cells[0])
    drawn = figure(stacks(cells=(stacks().cells[0], nobody)))
    assert all(trace["x"][1] is None for trace in drawn["data"])


def test_the_table_has_a_line_for_each_row_and_level():
    table = frame(stacks())
    assert list(table.columns) == ["代码", "地区", "满意程度", "选择", "答题", "占比"]
    assert table["选择"].tolist() == [140, 50, 8, 2, 10, 6, 3, 1]


def test_without_rows_it_is_empty():
    assert is_empty(stacks(rows=(), cells=()))
