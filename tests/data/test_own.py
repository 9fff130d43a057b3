"""A bureau's own rows of a reference table."""

import pytest

from data import own
from data.errors import Refused
from data.reference import table
from data.store import Store

HEAD = "year,metric,region,each,value,scope,source"
ROW = "2025,assisted_enterprises,140000,,600,year,省局方案"


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path)


def test_without_a_file_there_are_the_shipped_rows(store):
    assert own.rows("targets", store) == table("targets")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_own_rows_follow_the_shipped_ones(store, encoding):
    (store.path / "targets.csv").write_bytes(f"{HEAD}\r\n{ROW}\r\n,,,,,,\r\n".encode(encoding))
    *shipped, mine = own.rows("targets", store)
    assert tuple(shipped) == table("targets")
    assert (mine["region"], mine["value"], mine["source"]) == ("140000", "600", "省局方案")


@pytest.mark.parametrize("head", ["metric,value", HEAD + ",more", ""])
def test_other_columns_are_refused(store, head):
    (store.path / "targets.csv").write_text(f"{head}\n{ROW}\n", "utf-8")
    with pytest.raises(Refused) as refused:
        own.rows("targets", store)
    assert refused.value.values["columns"] == HEAD


def test_rows_may_stand_in_a_folder_of_the_bureau_s_own(store):
    (store.path / "own").mkdir()
    for folder in (store.path, store.path / "own"):
        (folder / "targets.csv").write_text(f"{HEAD}\n{ROW}\n", "utf-8")
    assert len(own.rows("targets", store)) == len(table("targets")) + 2


def test_a_table_may_have_no_shipped_rows(store):
    assert own.rows("questionnaire", store) == ()
    (store.path / "questionnaire.csv").write_text("year,link\n2024,https://example.com\n", "utf-8")
    assert own.rows("questionnaire", store) == ({"year": "2024", "link": "https://example.com"},)


def test_deadlines_from_before_materials_were_named_are_read(store):
    (store.path / "deadlines.csv").write_text(
        "region,date,who,due,source\n140000,2025-11-10,city,自评报告,通知\n", "utf-8"
    )
    assert own.rows("deadlines", store)[-1]["materials"] == ""
