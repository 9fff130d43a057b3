"""数字的出处: a cell of an official table leads to the rows that `reports trace` lists, and to the cards of their firms."""

import pytest
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from metrics.query import Filters
from pages._parts import cell_rows, masking
from reports.kinds import TABLES
from reports.official.grid import having
from reports.official.tracing import trace
from tests.pages.shown import Shown

PILOT = {"year": "2024", "pilot": "天津地毯", "report": "pilot-table"}
TIANJIN = {"year": "2024", "region": "120000"}


def options(shown: Shown) -> list[str]:
    return next(one.options for one in shown.test.selectbox if one.key.startswith("cell_"))


def picked(shown: Shown, address: str) -> Shown:
    box = next(one for one in shown.test.selectbox if one.key.startswith("cell_"))
    box.select(address).run()
    assert not shown.test.exception
    return Shown(shown.test)


def listing(shown: Shown):
    return next(one.value for one in shown.test.dataframe if {"文件", "File"} & {*one.value.columns})


def test_every_cell_with_a_figure_is_offered_in_the_words_of_the_paper(visit, in_tianjin):
    shown = visit("build", **PILOT)
    table = TABLES["pilot-table"][1](in_tianjin, Filters.of(year=[2024], pilot=["天津地毯"]))
    labels = options(shown)
    assert len(labels) == len(having(table)) > 20
    assert "E4 · 参与提升行动区域试点精准帮扶的小微企业数量（家） · 29" in labels
    assert not [one for one in shown.test.dataframe if "文件" in one.value.columns], "no cell is picked yet"


def test_the_firms_of_a_cell_are_those_of_the_command_with_their_cards(visit, in_tianjin):
    shown = picked(visit("build", **PILOT), "E4")
    table = TABLES["pilot-table"][1](in_tianjin, Filters.of(year=[2024], pilot=["天津地毯"]))
    (one,) = trace(in_tianjin, table, "E4")
    rows = listing(shown)
    assert any("29：背后有 29 行" in text for text in shown.texts)
    assert rows[["文件", "工作表", "行"]].to_numpy().tolist() == one.rows[["file", "sheet", "row"]].to_numpy().tolist()
    assert list(rows["企业名称"]) == list(one.rows["name"])
    assert all(link.startswith(f"firm?firm={key}") for link, key in zip(rows["卡片"], one.rows["value"], strict=True))


def test_a_cell_of_many_rows_is_listed_page_by_page(visit, in_tianjin):
    shown = picked(visit("build", **TIANJIN, report="statistics-table"), "B7")
    firms, industries = (one.value for one in shown.test.dataframe if "文件" in one.value.columns)
    assert len(firms) == cell_rows.PAGE < 350
    assert any("350：背后有 350 行" in text for text in shown.texts)
    assert any("26：不同的有 26 个，来自 350 行" in text for text in shown.texts)
    assert industries["行业"].nunique() < len(industries) == cell_rows.PAGE


def test_nothing_is_computed_before_the_reader_opens_it(visit, in_tianjin, monkeypatch):
    monkeypatch.setattr(ExpanderContainer, "open", property(lambda _menu: False, lambda _menu, _is_open: None))
    monkeypatch.setattr(cell_rows, "_table", lambda *_of: pytest.fail("computed"))
    shown = visit("build", **PILOT)
    assert not shown.test.exception
    assert not [one for one in shown.test.selectbox if one.key.startswith("cell_")]


def test_experts_points_stand_behind_a_score(visit, in_tianjin):
    shown = picked(visit("build", **TIANJIN, report="assessment-table"), "C3")
    rows = listing(shown)
    assert list(rows["专家"]) == [1, 2, 3]
    assert list(rows.columns) == ["专家", "得分", "满分", "文件", "工作表", "行"]


def test_what_is_scored_from_answers_names_its_metrics(visit, in_tianjin):
    shown = picked(visit("build", **TIANJIN, report="assessment-table"), "G3")
    metrics = next(one.value for one in shown.test.dataframe if "指标" in one.value.columns)
    assert list(metrics.columns) == ["指标", "数值", "得分"]
    assert len(metrics) == 21
    assert any("由 21 项指标折算" in text for text in shown.texts)
    assert metrics["数值"].iloc[0] == "40.6%"
    assert metrics["得分"].iloc[0] == "40.63"


def test_the_rows_sent_in_stand_behind_what_is_reported(visit, stores, shows, monkeypatch):
    for name, value in stores.environment(stores.shanxi, stores.national).items():
        monkeypatch.setenv(name, value)
    rows = listing(picked(visit("build", year="2022", region="140000", report="statistics-table"), "B5"))
    assert {"报送单位", "数值", "文件", "工作表", "行"} <= set(rows.columns)
    assert set(rows["工作表"]) == {"附表"}
    assert len(rows) > 1
    assert rows["报送单位"].is_unique


def test_english_says_the_same(visit, in_tianjin):
    shown = picked(visit("build", **PILOT, lang="en"), "E4")
    assert len(listing(shown)) == 29


@pytest.mark.parametrize("report", ["assessment", "deck", "chase-up"])
def test_other_documents_have_no_cells_to_pick(visit, in_tianjin, report):
    shown = visit("build", **TIANJIN, report=report)
    assert not [one for one in shown.test.selectbox if one.key.startswith("cell_")]


def test_what_looks_like_a_person_s_number_is_masked():
    assert (
        cell_rows._said("甲厂（联系13812345678）")
        == masking.text("甲厂（联系13812345678）")
        != "甲厂（联系13812345678）"
    )
