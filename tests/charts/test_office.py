"""A native chart holds its numbers twice, in the XML and in its workbook, and both are the chart's."""

import io
from dataclasses import replace
from xml.etree import ElementTree

import openpyxl
import pytest

from charts.office import DOCUMENT, Native, native
from charts.tokens import LIGHT
from tests.charts import examples

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PAYLOADS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x")', "<b>&\"'"]


def drawn(one: Native) -> list[tuple[str, list[str], list[str]]]:
    """Each series as the XML has it: name, categories, values."""
    found = []
    for series in ElementTree.fromstring(one.xml).iter(f"{C}ser"):
        name, labels, values = (
            [point.text or "" for point in series.find(f"{C}{part}").iter(f"{C}v")] for part in ("tx", "cat", "val")
        )
        found.append((name[0], labels, values))
    return found


def sheet(one: Native) -> list[tuple[object, ...]]:
    page = openpyxl.load_workbook(io.BytesIO(one.book)).active
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in page.iter_rows() for cell in row)
    return list(page.iter_rows(values_only=True))


def test_ranked_bars_are_one_series_and_the_whole_is_the_last_bar():
    (one,) = native(examples.bars(examples.SHANXI, average=0.9, average_label="全国 90.0%"))
    assert drawn(one) == [("满意率", ["山西省", "全国 90.0%"], ["0.9753", "0.9"])]
    assert sheet(one) == [
        ("地区", "满意率", "满意", "答题"),
        ("山西省", 0.9753, 1203, 1233),
        ("全国 90.0%", 0.9, None, None),
    ]


def test_a_missing_value_is_no_bar_and_no_zero():
    (one,) = native(examples.bars(examples.SHANXI, examples.TIBET))
    assert drawn(one) == [("满意率", ["山西省", "西藏自治区"], ["0.9753"])]
    assert sheet(one)[2][1] is None


def test_before_and_after_are_paired_bars_one_chart_a_group():
    rates, complaints = native(examples.pairs())
    assert drawn(rates) == [
        ("提升前", ["地毯", "电动自行车"], ["88.7"]),
        ("提升后", ["地毯", "电动自行车"], ["92.4", "95.1"]),
    ]
    assert "一次合格率（%）" in rates.xml.decode()
    assert sheet(complaints) == [("试点", "提升前", "提升后", "变化"), ("地毯", 1.2, 1.3, 0.1)]


def test_what_the_sentence_names_has_the_accent():
    (one,) = native(examples.bars(examples.SHANXI, examples.TIBET))
    (point,) = ElementTree.fromstring(one.xml).iter(f"{C}dPt")
    assert point.find(f"{C}idx").get("val") == "0"
    assert point.find(f".//{A}srgbClr").get("val") == LIGHT.accent[1:]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_name_is_text_whatever_it_begins_with(payload):
    (one,) = native(examples.bars(replace(examples.SHANXI, label=payload)))
    assert sheet(one)[1][0] == payload
    assert drawn(one)[0][1] == [payload]


# --- levels on two sides, and lines through years


def test_the_worst_level_stands_left_of_zero_and_those_between_only_in_the_workbook():
    (one,) = native(examples.stacks())
    assert drawn(one) == [
        ("比较满意", ["全国", "山西省"], ["0.25", "0.3"]),
        ("很满意", ["全国", "山西省"], ["0.7", "0.5"]),
        ("不满意", ["全国", "山西省"], ["-0.01", "-0.05"]),
    ]
    assert sheet(one) == [
        ("地区", "比较满意", "很满意", "不满意", "一般"),
        ("全国", 0.25, 0.7, -0.01, 0.04),
        ("山西省", 0.3, 0.5, -0.05, 0.15),
    ]
    assert one.bars == 2


def test_numbers_left_of_zero_are_printed_without_a_sign_and_bars_without_room_have_none():
    (one,) = native(examples.stacks())
    chart = ElementTree.fromstring(one.xml)
    formats = {label.get("formatCode") for labels in chart.iter(f"{C}dLbls") for label in labels.iter(f"{C}numFmt")}
    assert formats == {"0.0%;0.0%"}
    hidden = [[label.find(f"{C}idx").get("val") for label in ser.iter(f"{C}dLbl")] for ser in chart.iter(f"{C}ser")]
    assert hidden == [[], [], ["0", "1"]]
    (low, high) = (chart.find(f".//{C}valAx/{C}scaling/{C}{end}").get("val") for end in ("min", "max"))
    assert (float(low), float(high)) == (-0.2, 1.0)


def test_charts_beside_one_another_reach_as_far_and_larger_letters_leave_out_more_labels():
    def drawn_at(points: int, width: float) -> tuple[list[float], int]:
        (one,) = native(
            examples.stacks(least=(0.1, 0.97)), DOCUMENT._replace(points=points, width=width, has_axis=False)
        )
        chart = ElementTree.fromstring(one.xml)
        ends = [float(chart.find(f".//{C}valAx/{C}scaling/{C}{end}").get("val")) for end in ("min", "max")]
        return ends, len(chart.findall(f".//{C}dLbl"))

    assert drawn_at(9, 440) == ([-0.1, 0.97], 2)
    assert drawn_at(14, 200) == ([-0.1, 0.97], 4)


def test_labels_stand_out_from_their_bar():
    """Of each series: the fill, and the ink of its labels."""
    (one,) = native(examples.stacks())
    inks = {}
    for series in ElementTree.fromstring(one.xml).iter(f"{C}ser"):
        fill = series.find(f"{C}spPr/{A}solidFill/{A}srgbClr").get("val")
        inks[f"#{fill}"] = series.find(f"{C}dLbls/{C}txPr//{A}srgbClr").get("val")
    assert inks == {LIGHT.bar: LIGHT.ink[1:], LIGHT.steps[3]: LIGHT.on[3][1:], LIGHT.tints[0]: LIGHT.ink[1:]}


def test_a_line_ends_where_years_do_not_compare():
    (one,) = native(examples.trend())
    years = ["2021", "2022", "2023", "2024"]
    assert drawn(one) == [
        ("满意率（2021）", years, ["0.975"]),
        ("满意率（2022–2024）", years, ["0.951", "0.957", "0.96"]),
    ]
    assert sheet(one)[:3] == [
        ("年度", "满意率（2021）", "满意率（2022–2024）", "满意", "答题"),
        ("2021", 0.975, None, 975, 1000),
        ("2022", None, 0.951, 951, 1000),
    ]


def test_years_that_all_compare_are_one_line_under_its_plain_name():
    joined = tuple(replace(mark, joined=True) for mark in examples.trend().marks)
    (one,) = native(replace(examples.trend(), marks=joined))
    assert [name for name, _, _ in drawn(one)] == ["满意率"]


# --- parts of a whole


def test_parts_are_one_series_of_a_ring_and_their_counts_stand_in_the_workbook():
    (one,) = native(examples.doughnut())
    names = ["行动前已获证", "新获证", "正在认证", "打算近期申请", "暂不打算申请"]
    ((head, labels, values),) = drawn(one)
    assert (head, labels) == ("占比", names)
    assert [float(value) for value in values] == [mark.value for mark in examples.doughnut().marks]
    head_of_book, *rows = sheet(one)
    assert head_of_book == ("获证情况", "占比", "选择", "答题")
    assert rows == [(mark.label, pytest.approx(mark.value), mark.numerator, 5639) for mark in examples.doughnut().marks]
    ring = ElementTree.fromstring(one.xml).find(f".//{C}doughnutChart")
    assert (ring.find(f"{C}holeSize").get("val"), ring.find(f"{C}firstSliceAng").get("val")) == ("60", "0")
    assert ring.find(f".//{C}dLblPos") is None  # PowerPoint mends a file that has one here


def test_the_whole_stands_in_the_hole_and_the_names_in_the_key():
    (one,) = native(examples.doughnut())
    chart = ElementTree.fromstring(one.xml).find(f"{C}chart")
    title = chart.find(f"{C}title")
    assert "".join(text.text for text in title.iter(f"{A}t")) == "n 5639"
    assert title.find(f"{C}overlay").get("val") == "1"
    places = {name: float(title.find(f".//{C}{name}").get("val")) for name in "xy"}
    assert 0.15 < places["x"] < 0.28
    assert 0.4 < places["y"] < 0.5
    assert chart.find(f"{C}legend") is not None


def test_a_part_too_slim_for_its_figure_has_none_and_the_others_stand_out():
    (one,) = native(examples.doughnut(970, 10, 20))
    labels = ElementTree.fromstring(one.xml).findall(f".//{C}dLbl")
    assert [label.find(f"{C}delete") is not None for label in labels] == [False, True, True]
    assert labels[0].find(f".//{A}srgbClr").get("val") == LIGHT.on[-1][1:]


def test_each_part_has_its_colour_and_what_the_sentence_names_the_accent():
    (one,) = native(examples.doughnut())
    points = ElementTree.fromstring(one.xml).findall(f".//{C}dPt")
    fills = ["#" + point.find(f"{C}spPr/{A}solidFill/{A}srgbClr").get("val") for point in points]
    assert fills[1] == LIGHT.accent
    assert len(set(fills)) == 5
