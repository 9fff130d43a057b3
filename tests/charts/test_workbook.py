import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from charts.chart import Column, Table
from charts.doughnut import palette
from charts.tokens import LIGHT
from charts.workbook import CROSSED, DATA, INDEX, NOTES, collection, workbook
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

PAYLOADS = ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", '=HYPERLINK("http://x","y")', "http://example.com", "007"]


def opened(chart, notes=()):
    return openpyxl.load_workbook(io.BytesIO(workbook(chart, notes)))


def test_numbers_are_numbers_in_full_precision():
    sheet = opened(bars(SHANXI))[DATA]
    assert [cell.value for cell in sheet[3]] == ["代码", "地区", "满意", "答题", "满意率"]
    assert [cell.value for cell in sheet[4]] == ["140000", "山西省", 1203, 1233, 0.9753]
    assert sheet["E4"].number_format == "0.0%"
    assert sheet["A4"].data_type == "s"


def test_title_unit_and_source_stand_around_the_table():
    sheet = opened(bars(SHANXI))[DATA]
    assert sheet["A1"].value == "各省满意率"
    assert sheet["E2"].value == "%"
    assert sheet["A6"].value == CAPTION.footer


def test_what_has_to_be_known_first_stands_under_the_title():
    """Such as that the data are samples: nobody has to scroll past the table for it."""
    chart = bars(SHANXI)
    told = replace(chart, caption=replace(CAPTION, sentence="三个省", note="示例数据"))
    sheet = opened(told)[DATA]
    assert (sheet["A2"].value, sheet["A7"].value) == ("三个省 · 示例数据", "示例数据")
    assert (
        opened(replace(chart, caption=replace(CAPTION, sentence="", note="示例数据")))[DATA]["A2"].value == "示例数据"
    )


def test_a_missing_value_says_why_instead_of_zero():
    assert opened(bars(TIBET))[DATA]["E4"].value == "…"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_a_formula_or_a_link(payload):
    chart = bars(replace(SHANXI, label=payload, code=payload))
    book = opened(replace(chart, caption=replace(CAPTION, title=payload, source=payload)), [(payload, payload)])
    for cell in (book[DATA]["A1"], book[DATA]["A4"], book[DATA]["B4"], book[NOTES]["A1"], book[NOTES]["B1"]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (payload, "s", None)


def test_ranked_bars_come_with_a_native_chart():
    (chart,) = opened(bars(SHANXI, TIBET))[DATA]._charts
    assert chart.series[0].val.numRef.f == f"'{DATA}'!$E$4:$E$5"
    assert chart.series[0].cat.strRef.f == f"'{DATA}'!$B$4:$B$5"


def test_the_native_chart_does_not_label_a_missing_value():
    (chart,) = opened(bars(SHANXI, TIBET))[DATA]._charts
    assert [label.idx for label in chart.series[0].dLbls.dLbl] == [1]


@pytest.mark.parametrize("chart", [tiles(), region_map(), heat(), bars(), doughnut(0, 0)])
def test_other_charts_are_tables_only(chart):
    assert opened(chart)[DATA]._charts == []


def test_the_page_prints_on_a4_across_with_its_head_repeated():
    sheet = opened(bars(SHANXI))[DATA]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == "A4"
    assert sheet.print_area


@pytest.mark.parametrize("chart", [bars(SHANXI), bars(*[SHANXI] * 30), pairs(), trend(), doughnut()])
def test_the_whole_chart_is_printed(chart):
    sheet = opened(chart)[DATA]
    _, _, right, bottom = range_boundaries(sheet.print_area.rpartition("!")[2].replace("$", ""))
    for drawn in sheet._charts:
        assert drawn.anchor.to.col < right
        assert drawn.anchor.to.row < bottom


@pytest.mark.parametrize("chart", [stacks(), multiples(), multiples(12)])
def test_the_whole_chart_below_a_crossing_is_printed(chart):
    sheet = opened(chart)[CROSSED]
    _, _, right, bottom = range_boundaries(sheet.print_area.rpartition("!")[2].replace("$", ""))
    assert sheet._charts
    for drawn in sheet._charts:
        assert drawn.anchor.to.col < right
        assert drawn.anchor.to.row < bottom


def test_stacks_get_a_native_chart_with_a_series_a_level():
    (chart,) = opened(stacks())[CROSSED]._charts
    assert [series.val.numRef.f for series in chart.series] == [f"'{CROSSED}'!${c}$4:${c}$5" for c in "BCDE"]
    assert (chart.grouping, chart.overlap) == ("stacked", 100)


def test_multiples_get_a_native_chart_for_each_plot_beside_the_whole():
    sheet = opened(multiples(3))[CROSSED]
    assert [[cell.value for cell in row] for row in sheet["A3:C7"]][-2:] == [["第2市", 0.9, 0.4], ["全省", 0.85, 0.5]]
    values = [[series.val.numRef.f for series in chart.series] for chart in sheet._charts]
    assert values == [[f"'{CROSSED}'!$B${row}:$C${row}", f"'{CROSSED}'!$B$7:$C$7"] for row in (4, 5, 6)]


def test_notes_are_the_second_sheet():
    book = opened(bars(SHANXI), [("口径", "回答了第13题的企业"), ("版本", "000042")])
    assert book.sheetnames == [DATA, NOTES]
    assert [[cell.value for cell in row] for row in book[NOTES]] == [["口径", "回答了第13题的企业"], ["版本", "000042"]]


def test_no_part_of_the_file_holds_a_formula():
    with zipfile.ZipFile(io.BytesIO(workbook(bars(*[replace(SHANXI, label=text) for text in PAYLOADS]), []))) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_before_and_after_get_a_native_chart_for_each_group():
    sheet = opened(pairs())[DATA]
    assert [len(chart.series) for chart in sheet._charts] == [2, 2]
    assert sheet._charts[0].series[1].val.numRef.f == f"'{DATA}'!$D$4:$D$5"
    assert sheet["E5"].value == "无提升前数据"


def test_before_and_after_of_one_group_needs_no_column_for_it():
    one = replace(pairs(), groups=pairs().groups[:1], heads=replace(pairs().heads, across=""))
    (chart,) = opened(one)[DATA]._charts
    assert chart.title.tx.strRef.f == f"'{DATA}'!$A$1"
    assert [series.val.numRef.f for series in chart.series] == [f"'{DATA}'!$B$4:$B$5", f"'{DATA}'!$C$4:$C$5"]


def test_a_heat_table_stands_as_it_is_drawn_with_its_denominators_below():
    book = opened(heat())
    assert book.sheetnames == [DATA, CROSSED, NOTES]
    assert [[cell.value for cell in row] for row in book[CROSSED]["A3:C7"]] == [
        ["地区 × 行业 · 满意率", "纺织", "出版"],
        ["山西省", 0.8, "—"],
        [None, None, None],
        ["地区 × 行业 · 答题", "纺织", "出版"],
        ["山西省", 10, "—"],
    ]
    assert book[CROSSED]["B4"].number_format == "0.0%"


def test_a_table_has_its_own_columns_and_says_what_is_missing():
    columns = (Column("机构", ("=1+1", "某机构")), Column("企业", (12, None)), Column("满意率", (0.5, None), "0.0%"))
    sheet = opened(Table(caption=CAPTION, columns=columns, missing="—"))[DATA]
    rows = [[cell.value for cell in row] for row in sheet["A3:C5"]]
    assert rows == [["机构", "企业", "满意率"], ["=1+1", 12, 0.5], ["某机构", "—", "—"]]
    assert (sheet["A4"].data_type, sheet["C4"].number_format) == ("s", "0.0%")


@pytest.mark.parametrize("joined", [True, False])
def test_years_get_a_native_line_unless_some_do_not_compare(joined):
    chart = replace(trend(), marks=tuple(replace(mark, joined=joined or mark.joined) for mark in trend().marks))
    sheet = opened(chart)[DATA]
    (native,) = sheet._charts
    (line,) = native.series
    assert line.val.numRef.f == f"'{DATA}'!$D$4:$D$7"
    assert [cell.value for cell in sheet["D"][3:7]] == [0.975, 0.951, 0.957, 0.96]
    drawn = line.graphicalProperties.line.solidFill
    assert (drawn is not None) == joined


def test_parts_of_a_whole_get_a_native_ring():
    sheet = opened(doughnut(970, 10, 20))[DATA]
    assert [[cell.value for cell in row] for row in sheet["A3:D6"]] == [
        ["获证情况", "选择", "答题", "占比"],
        ["行动前已获证", 970, 1000, 0.97],
        ["新获证", 10, 1000, 0.01],
        ["正在认证", 20, 1000, 0.02],
    ]
    (ring,) = sheet._charts
    assert (ring.tagname, ring.holeSize) == ("doughnutChart", 60)
    (series,) = ring.series
    assert (series.cat.strRef.f, series.val.numRef.f) == (f"'{DATA}'!$A$4:$A$6", f"'{DATA}'!$D$4:$D$6")
    fills = [point.spPr.solidFill.srgbClr for point in series.dPt]
    assert fills == [color.removeprefix("#") for color in palette(doughnut(970, 10, 20), LIGHT)]


# --- several charts in one workbook


def together(*charts, facts=(("年度", "2021"),), notes=(("满意率", "满意 ÷ 答题"),)):
    return openpyxl.load_workbook(io.BytesIO(collection(charts, facts, ("工作表", "标题"), notes)))


def titled(chart, title):
    return replace(chart, caption=replace(chart.caption, title=title))


def test_each_chart_has_its_sheet_between_the_list_and_the_notes():
    book = together(titled(bars(SHANXI), "各省满意率"), titled(heat(), "行业"), titled(trend(), "各年"))
    assert book.sheetnames == [INDEX, "1 各省满意率", "2 行业", f"2 {CROSSED}", "3 各年", NOTES]
    rows = [[cell.value for cell in row] for row in book[INDEX]]
    assert rows[0][:2] == ["年度", "2021"]
    assert [row[:2] for row in rows[2:]] == [
        ["工作表", "标题"],
        ["1 各省满意率", "各省满意率"],
        ["2 行业", "行业"],
        ["3 各年", "各年"],
    ]
    assert [[cell.value for cell in row] for row in book[NOTES]] == [["满意率", "满意 ÷ 答题"]]


@pytest.mark.parametrize(
    "chart", [bars(SHANXI, TIBET), pairs(), trend(), stacks(), multiples(), heat(), tiles(), doughnut()]
)
def test_a_chart_stands_there_as_in_its_own_workbook(chart):
    alone, beside = opened(chart), together(bars(SHANXI), chart)
    own = dict(zip(alone.sheetnames[:-1], beside.sheetnames[2:-1], strict=True))
    for before, after in own.items():
        values = [
            [[cell.value for cell in row] for row in book[name]] for book, name in ((alone, before), (beside, after))
        ]
        assert values[0] == values[1]
        series = [
            [s.val.numRef.f for c in book[name]._charts for s in c.series]
            for book, name in ((alone, before), (beside, after))
        ]
        assert [one.replace(f"'{before}'", f"'{after}'") for one in series[0]] == series[1]


@pytest.mark.parametrize("title", [*PAYLOADS, "a/b[c]:d*e?f\\g", "'引号'", "很长的标题" * 20, "𬭚" * 40, "History", ""])
def test_any_title_makes_a_sheet_and_two_of_a_kind_make_two(title):
    chart = titled(bars(SHANXI), title)
    book = together(chart, chart)
    assert len(book.sheetnames) == 4
    assert all(len(name.encode("utf-16-le")) <= 62 for name in book.sheetnames)
    assert [book[INDEX][row][1].value or "" for row in (4, 5)] == [title, title]
    assert all(not cell.hyperlink and cell.data_type != "f" for sheet in book for row in sheet for cell in row)
