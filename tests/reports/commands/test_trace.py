"""`python -m reports trace TABLE CELL`: what stands behind a cell, to be read and as JSON."""

import json

PILOT = ("--where", "year=2024", "--where", "pilot=天津地毯")
TIANJIN = ("--where", "year=2024", "--where", "province=120000")


def test_firms_as_json(run):
    code, out, _ = run("trace", "pilot-table", "E4", *PILOT, "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["cell"], told["text"]) == ("E4", "29")
    (one,) = told["figures"]
    assert (one["figure"]["name"], len(one["rows"])) == ("assisted_enterprises", 29)
    assert {"value", "name", "file", "sheet", "row", "behind"} <= set(one["rows"][0])


def test_rows_sent_in_to_be_read(run):
    code, out, _ = run("trace", "pilot-table", "B4", *PILOT)
    assert code == 0
    assert out.startswith("B4  134\n")
    assert "2024年天津市地毯提升行动区域试点工作统计表.xlsx" in out


def test_scores_as_json(run):
    told = json.loads(run("trace", "assessment-table", "C3", *TIANJIN, "--json")[1])
    (one,) = told["figures"]
    assert one["score"]["indicator"] == "organisation"
    assert [row["expert"] for row in one["rows"]] == [1, 2, 3]


def test_a_cell_without_a_figure_is_refused_with_those_that_have_one(run):
    code, out, err = run("trace", "statistics-table", "A1", *TIANJIN)
    assert (code, out) == (2, "")
    assert "单元格“A1”里没有由数据算出的数字。有数字的单元格：" in err
    assert "B7 C7 B8 C8" in err


def test_filters_are_those_of_the_table(run):
    assert "请指明一个年度" in run("trace", "statistics-table", "B7")[2]
