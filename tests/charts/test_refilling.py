"""A chart that somebody drew in Office, given new numbers: nothing of the old ones stays."""

import io
from dataclasses import replace

import openpyxl
import pytest
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE

from charts import refilling
from tests.charts import examples
from tests.charts.test_office import PAYLOADS

HAND_MADE = (
    '<c:dLbls><c:dLbl><c:idx val="0"/><c:tx><c:rich><a:p><a:r><a:t>12.34%</a:t></a:r></a:p></c:rich></c:tx></c:dLbl>'
    '<c:showVal val="1"/></c:dLbls>'
)
FROM_CELLS = '<c:extLst><c:ext uri="{02D57815}"><c:v>56.78%</c:v></c:ext></c:extLst>'


def drawn(kind=XL_CHART_TYPE.COLUMN_CLUSTERED) -> bytes:
    data = XyChartData() if kind == XL_CHART_TYPE.XY_SCATTER else CategoryChartData()
    if kind == XL_CHART_TYPE.XY_SCATTER:
        data.add_series("旧").add_data_point(1, 2)
    else:
        data.categories = ["甲", "乙"]
        data.add_series("旧", (9876, 5432))
        data.add_series("更旧", (1111, 2222))
    xml = data.xml_bytes(kind).decode()
    return xml.replace("</c:ser>", f"{FROM_CELLS}</c:ser>").replace("<c:cat>", f"{HAND_MADE}<c:cat>").encode()


@pytest.mark.parametrize("kind", [XL_CHART_TYPE.COLUMN_CLUSTERED, XL_CHART_TYPE.PIE, XL_CHART_TYPE.LINE])
def test_nothing_of_the_old_numbers_stays(kind):
    xml, _ = refilling.refilled(drawn(kind), examples.bars(examples.SHANXI), "新")
    for old in ("9876", "5432", "1111", "2222", "12.34%", "56.78%", "旧", "甲"):
        assert old not in xml.decode()
    assert examples.SHANXI.label in xml.decode()


def test_points_against_points_cannot_be_refilled():
    assert refilling.can_be_refilled(drawn())
    assert not refilling.can_be_refilled(drawn(XL_CHART_TYPE.XY_SCATTER))


def test_pairs_are_two_series_levels_one_each_and_tiles_and_years_one():
    for chart, count in ((examples.pairs(), 2), (examples.tiles(), 1), (examples.stacks(), 4), (examples.trend(), 1)):
        xml, _ = refilling.refilled(drawn(), chart, "")
        assert xml.decode().count("<c:ser>") == count


@pytest.mark.parametrize("kind", [XL_CHART_TYPE.PIE, XL_CHART_TYPE.DOUGHNUT, XL_CHART_TYPE.COLUMN_CLUSTERED])
def test_parts_of_a_whole_fill_a_pie_a_ring_or_columns(kind):
    xml, book = refilling.refilled(drawn(kind), examples.doughnut(), "获证情况")
    marks = examples.doughnut().marks
    said = [one.text for one in refilling.parse_xml(xml).iter(f"{refilling.C}v")]
    assert said == ["占比", *(mark.label for mark in marks), *(repr(mark.value) for mark in marks)]
    rows = list(openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True))
    assert rows == [("获证情况", "占比"), *((mark.label, pytest.approx(mark.value)) for mark in marks)]
    assert refilling.can_be_refilled(xml)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_name_is_text(payload):
    chart = examples.bars(replace(examples.SHANXI, label=payload))
    xml, book = refilling.refilled(drawn(), chart, "")
    assert payload in [one.text for one in refilling.parse_xml(xml).iter(f"{refilling.C}v")]
    cell = openpyxl.load_workbook(io.BytesIO(book)).active["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (payload, "s", None)
