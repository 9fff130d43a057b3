"""The pages of documentation that are made from the program."""

import re

import pytest

from data import schema
from docs import __main__ as docs
from metrics.registry import METRICS

PAGES = ("relations.md", "metrics.md")


@pytest.mark.parametrize("page", PAGES)
def test_committed_page_is_what_the_program_makes(page):
    written = (docs.HERE / page).read_text(encoding="utf-8")
    assert written == docs.pages()[page], "run `make docs`"


def test_no_other_page_is_made():
    assert tuple(docs.pages()) == PAGES


def test_every_metric_is_on_its_page():
    assert re.findall(r"^\| `(\w+)` \| [^|]+<br>", docs.metrics(), re.MULTILINE) == list(METRICS)


def test_every_column_is_on_its_page():
    columns = [column.name for relation in schema.RELATIONS for column in relation.columns]
    assert re.findall(r"^\| `(\w+)` \|", docs.relations(), re.MULTILINE) == columns


@pytest.mark.parametrize("page", PAGES)
def test_every_row_of_a_table_has_as_many_cells_as_its_head(page):
    tables = re.findall(r"(?:^\|.*\n)+", docs.pages()[page], re.MULTILINE)
    assert tables
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table


def test_an_upright_stroke_in_a_cell_does_not_end_it():
    assert docs.table(["a"], [["x|y"]]).splitlines()[-1] == r"| x\|y |"


def test_main_writes_the_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(docs, "HERE", tmp_path)
    docs.main()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(PAGES)
    assert (tmp_path / "metrics.md").read_text(encoding="utf-8") == docs.metrics()
