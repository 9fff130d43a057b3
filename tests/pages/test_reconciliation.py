"""应填与已填: the page says how many ledger firms answered, or that there is no ledger yet."""

import io

import openpyxl

from data.samples import shanxi_2022
from pages._parts import chasing
from tests.pages.shown import ran

PAGE = "pages/data/reconciliation.py"


def test_without_a_ledger_it_says_what_to_do(shows):
    shows("samples")
    test = ran(PAGE, year="2021")
    assert not test.exception
    assert test.title[0].value == "这里还没有台账，不能核对应填与已填"


def test_it_counts_as_by_hand_and_lists_those_who_did_not_answer(shows, monkeypatch, stores):
    shows("samples")
    monkeypatch.setenv("TISHENG_SAMPLES", str(stores.every))
    test = ran(PAGE, year="2022", region="140000")
    answered, firms = shanxi_2022.expected()["response_rate"]
    assert not test.exception
    assert test.title[0].value.replace("\\", "") == f"台账企业 {firms} 家，已填 {answered} 家，答卷率 86.0%"
    assert len(test.dataframe[0].value) == firms - answered
    links = test.dataframe[0].value["firm"]
    assert links.str.match(r"firm\?firm=\w{18}&year=2022&region=140000$").all()


def handed_out(monkeypatch):
    """What the buttons of a page would give, by their labels."""
    given = {}
    real = chasing.st.download_button

    def button(label, data, **options):
        if options["key"].startswith("download_chase"):  # not those of the page that was open before
            given[label] = (data, options)
        return real(label, data, **options)

    monkeypatch.setattr(chasing.st, "download_button", button)
    return given


def test_the_firms_to_chase_are_handed_out_as_workbooks(shows, monkeypatch, stores):
    shows("samples")
    monkeypatch.setenv("TISHENG_SAMPLES", str(stores.every))
    given = handed_out(monkeypatch)
    test = ran(PAGE, year="2022", region="140000")
    answered, firms = shanxi_2022.expected()["response_rate"]
    assert not test.exception
    assert {options["file_name"] for _, options in given.values()} == {
        "山西省未填调查问卷企业名单（2022年度）.xlsx",
        "山西省未填调查问卷企业名单（2022年度，按认证机构）.xlsx",
    }
    assert {options["on_click"] for _, options in given.values()} == {"ignore"}
    for data, _ in given.values():
        _, *sheets = openpyxl.load_workbook(io.BytesIO(data()))
        assert sum(sheet.max_row - 3 for sheet in sheets) == firms - answered


def test_what_no_list_is_written_of_says_why(shows, monkeypatch, stores):
    shows("samples")
    monkeypatch.setenv("TISHENG_SAMPLES", str(stores.every))
    given = handed_out(monkeypatch)
    test = ran(PAGE, year="2022", region="140000", industry="17")
    assert not given
    assert any("没有未填企业名单可下载" in one.value for one in test.markdown)
