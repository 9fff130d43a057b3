"""Parts of one whole: each named beside the ring, or below it; no two names in one place, no line through the ring."""

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.chart import is_empty
from charts.doughnut import APART, RADIUS, inks, palette, spread
from charts.drawing import Figure
from charts.figures import figure, least_width
from charts.table import frame
from charts.tokens import DARK, LIGHT, Tokens
from tests.charts.examples import doughnut

MANY = (40, 20, 15, 10, 10, 5)
COUNTS = st.lists(st.integers(0, 2000), min_size=1, max_size=6).filter(any)


def words(drawn: Figure) -> list[str]:
    return [word["text"] for word in drawn["layout"]["annotations"]]


def beside(drawn: Figure) -> list[Figure]:
    """The labels of parts, which have their figures on a second line."""
    return [word for word in drawn["layout"]["annotations"] if "<br>" in word["text"]]


def lightness(color: str) -> float:
    """L* of CIE, 0–100: what is left of a colour in grey."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 116 * light ** (1 / 3) - 16 if light > 0.008856 else 903.3 * light


def contrast(one: str, other: str) -> float:
    light = sorted(((lightness(color) + 16) / 116) ** 3 + 0.05 for color in (one, other))
    return light[1] / light[0]


def test_the_ring_holds_the_shares_in_their_order_clockwise_from_the_top():
    (ring,) = figure(doughnut())["data"]
    assert ring["values"] == [mark.value for mark in doughnut().marks]
    assert (ring["sort"], ring["direction"], ring["rotation"]) == (False, "clockwise", 0)
    assert ring["hovertext"][0] == "行动前已获证  53.8%  3032 家"


def test_parts_of_one_name_stay_apart():
    """Plotly adds those that have the same label."""
    same = doughnut().marks[0]
    (ring,) = figure(replace(doughnut(), marks=(same, same)))["data"]
    assert len(set(ring["labels"])) == 2


def test_the_whole_stands_in_the_hole():
    for above in (False, True):
        (whole,) = [
            word for word in figure(doughnut(), names_above=above)["layout"]["annotations"] if "n 56" in word["text"]
        ]
        (ring,) = figure(doughnut(), names_above=above)["data"]
        assert (whole["x"], whole["text"]) == (0.5, "<b>n 5639</b>")
        assert whole["y"] == pytest.approx(sum(ring["domain"]["y"]) / 2)


def test_each_part_has_its_name_its_share_and_its_count_beside_it():
    said = words(figure(doughnut()))
    assert any(text.startswith("暂不打算申请<br><b>6.3%</b>") and "354 家" in text for text in said)
    assert len(beside(figure(doughnut()))) == 5


def test_what_the_sentence_names_is_bold_and_has_the_accent():
    drawn = figure(doughnut(), "dark")
    assert drawn["data"][0]["marker"]["colors"][1] == DARK.accent
    (named,) = [word for word in beside(drawn) if "<b>新获证</b>" in word["text"]]
    assert named["font"]["color"] == DARK.accent_ink


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_neighbours_differ_in_grey(tokens: Tokens):
    unnamed = replace(doughnut(*MANY), marks=tuple(replace(mark, named=False) for mark in doughnut(*MANY).marks))
    for chart in (doughnut(), unnamed):
        shades = [lightness(color) for color in palette(chart, tokens)]
        ring = zip(shades, [*shades[1:], shades[0]], strict=True)
        assert all(abs(a - b) > 4 for a, b in ring), shades
        assert len(set(palette(chart, tokens))) == len(chart.marks)
    assert contrast(tokens.edge, tokens.paper) >= 3  # the outline of the palest part


def test_figures_on_the_ring_stand_out_from_their_part():
    """As Office draws it, on white."""
    pairs = zip(inks(doughnut(*MANY), LIGHT), palette(doughnut(*MANY), LIGHT), strict=True)
    assert all(contrast(ink, color) >= 4.5 for ink, color in pairs)


@given(COUNTS)
def test_no_two_labels_stand_in_one_place_and_all_are_within_the_figure(counts):
    drawn = figure(doughnut(*counts))
    height = drawn["layout"]["height"]
    for side in ("left", "right"):
        places = sorted(word["y"] * height + word["yshift"] for word in beside(drawn) if word["xanchor"] == side)
        assert all(b - a >= APART - 0.001 for a, b in pairwise(places))
        assert all(15 <= place <= height - 15 for place in places)
    assert len(beside(drawn)) == len(counts)


@given(COUNTS)
def test_no_line_to_a_label_crosses_the_ring(counts):
    for shape in figure(doughnut(*counts))["layout"]["shapes"]:
        points = [tuple(map(float, point[1:].split(","))) for point in shape["path"].split(" ")]
        for (ax, ay), (bx, by) in pairwise(points):
            way = [(ax + (bx - ax) * step / 50, ay + (by - ay) * step / 50) for step in range(51)]
            assert min(math.hypot(x, y) for x, y in way) >= RADIUS


@given(st.lists(st.floats(-100, 100), max_size=8).map(sorted))
def test_places_are_spread_no_further_than_they_must(wanted):
    places = spread(wanted, 10)
    assert all(b - a >= 10 - 1e-6 for a, b in pairwise(places))
    if all(b - a >= 10 for a, b in pairwise(wanted)):
        assert places == pytest.approx(wanted)
    assert sum(places) == pytest.approx(sum(wanted), abs=1e-6)


def test_on_a_phone_the_parts_are_listed_below_the_ring_with_their_colours():
    drawn = figure(doughnut(), names_above=True)
    assert not beside(drawn)
    assert [text for text in words(drawn) if text.endswith("家")] == [
        "3032 家",
        "1065 家",
        "486 家",
        "702 家",
        "354 家",
    ]
    assert [shape["fillcolor"] for shape in drawn["layout"]["shapes"]] == palette(doughnut(), LIGHT)
    rows = sorted({word["yshift"] for word in drawn["layout"]["annotations"] if word.get("yshift")})
    assert [b - a for a, b in pairwise(rows)] == [27] * 4
    assert rows[0] - 13 >= -drawn["layout"]["annotations"][0]["y"] * drawn["layout"]["height"]
    assert least_width(doughnut(), 1) <= 340


def test_one_part_is_the_whole_ring():
    drawn = figure(doughnut(7))
    assert drawn["data"][0]["values"] == [1]
    assert len(beside(drawn)) == 1


def test_a_part_that_nobody_is_in_is_named_all_the_same():
    drawn = figure(doughnut(5, 0, 3))
    assert any(text.startswith("<b>新获证</b><br><b>0.0%</b>") for text in words(drawn))


def test_a_name_too_long_for_its_side_is_cut_but_whole_under_the_pointer():
    long = replace(
        doughnut(), marks=(replace(doughnut().marks[0], label="数字化、智能化水平提升" * 3), *doughnut().marks[1:])
    )
    drawn = figure(long)
    assert not any("数字化、智能化水平提升" * 3 in text for text in words(drawn))
    assert drawn["data"][0]["hovertext"][0].startswith("数字化、智能化水平提升" * 3)


def test_without_answers_it_is_empty():
    assert is_empty(doughnut(0, 0, 0))
    assert is_empty(replace(doughnut(), marks=()))
    assert not is_empty(doughnut(0, 1))


def test_many_parts_are_not_summed_behind_the_back_of_who_builds_it():
    with pytest.raises(ValueError, match="7 parts, at most 6"):
        replace(doughnut(*MANY), marks=(*doughnut(*MANY).marks, doughnut().marks[0]))


def test_no_part_is_negative():
    with pytest.raises(ValueError, match="行动前已获证"):
        replace(doughnut(), marks=(replace(doughnut().marks[0], value=-0.1),))


def test_the_table_has_a_row_a_part():
    table = frame(doughnut())
    assert list(table.columns) == ["获证情况", "选择", "答题", "占比"]
    assert table["选择"].tolist() == [3032, 1065, 486, 702, 354]
    assert table["占比"].sum() == pytest.approx(1)
