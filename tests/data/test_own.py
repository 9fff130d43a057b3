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
