"""A native chart holds its numbers twice, in the XML and in its workbook, and both are the chart's."""

import io
from dataclasses import replace
from xml.etree import ElementTree

import openpyxl
import pytest

from charts.office import Native, native
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
