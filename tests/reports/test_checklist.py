"""The workbook of 材料清单: the items of `metrics.handins`, who × material and one by one; texts stay text."""

import io

import openpyxl
import pytest

from data.errors import Refused
from metrics.handins import OPEN, STATUSES, checklist
from metrics.query import Filters
from reports.checklist import asked, to_hand_in
from reports.kinds import KINDS
from reports.official.workbook import workbook
from tests.metrics.drawing import drawn
from tests.reports.official import reading
from tests.reports.official.test_documents import PAYLOADS

TIANJIN = Filters.of(year=[2024], province=["120000"])


def test_every_item_stands_in_both(reader, tmp_path):
    built = KINDS["checklist"].build(reader, TIANJIN)
    made = openpyxl.load_workbook(io.BytesIO(built.content))
    items = checklist(reader, TIANJIN).items
    *grids, details = made.worksheets
    assert built.file_name == "天津市报送材料清单（2024年度）.xlsx"
    assert made.sheetnames == ["1 市（区）局", "2 认证机构", "3 试点", "明细"]
    assert [row[1:4] for row in list(details.values)[3:]] == [
        (one.name, one.label, STATUSES[one.status]) for one in items
    ]
    cells = [cell for sheet in grids for row in list(sheet.values)[3:] for cell in row[1:] if cell]
    assert len(cells) == len(items)
    assert sum(cell.startswith("未") for cell in cells) == sum(one.status in OPEN for one in items)
    assert reading.faults(built.content, tmp_path, ".xlsx") == []


def test_only_what_is_not_done_has_days_left(reader):
    details = openpyxl.load_workbook(io.BytesIO(KINDS["checklist"].build(reader, TIANJIN).content))["明细"]
    for row in list(details.values)[3:]:
        assert bool(row[5]) == (row[3] not in ("已报", "已登记"))
        assert bool(row[6]) == (row[3] in ("已报", "不齐"))


def test_each_deadline_is_a_group_of_its_own(reader):
    groups = asked(checklist(reader, TIANJIN).items)
    assert [(one.who, list(one.materials), len(one.units)) for one in groups] == [
        ("city", ["self_assessment", "cases"], 16),
        ("body", ["course"], 24),
        ("pilot", ["pilot_report", "pilot"], 4),
    ]


def test_the_list_of_the_nation_says_whose_deadlines_it_has(reader):
    notes = to_hand_in(reader, Filters.of(year=[2024])).notes
    assert [note.values["places"] for note in notes if "places" in note.values] == ["天津市"]
    assert not [note for note in to_hand_in(reader, TIANJIN).notes if "places" in note.values]


def test_where_nothing_is_due_it_is_refused(reader):
    with pytest.raises(Refused, match="没有应报材料"):
        to_hand_in(reader, Filters.of(year=[2024], province=["110000"]))


def test_names_stay_text(tmp_path):
    place = {"year": 2024, "province": "120000", "city": "120114"}
    rows = [{"firm": f"{n}", "body": f"{n}", **place} for n, _ in enumerate(PAYLOADS)]
    made = drawn(tmp_path / "store", (), rows, body=[{"body": f"{n}", "name": one} for n, one in enumerate(PAYLOADS)])
    details = reading.sheets(workbook(to_hand_in(made.reader, TIANJIN)))[-1]
    made.reader.close()
    named = {cell.value: cell for row in details.rows for cell in row if cell.value in PAYLOADS}
    assert {(cell.data_type, cell.hyperlink) for cell in named.values()} == {("s", None)}
    assert set(named) == {*PAYLOADS}
