"""应填与已填: the page says how many ledger firms answered, or that there is no ledger yet."""

import pytest
from streamlit.testing.v1 import AppTest

from data.samples import shanxi_2022
from data.store import Store
from loaders import sampling
from tests.pages.conftest import APP

PAGE = "pages/data/reconciliation.py"


def opened(**query: str) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=30)
    test.context = {"locale": "zh-CN"}
    test.query_params.update(query)
    test.run()
    return test.switch_page(PAGE).run()


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory):
    """All samples: the nation of 2021 without ledgers, Shanxi 2022 and Tianjin 2024 with theirs."""
    made = Store(tmp_path_factory.mktemp("samples") / "store")
    sampling.prepare(made)
    return made


def test_without_a_ledger_it_says_what_to_do(shows):
    shows("samples")
    test = opened(year="2021")
    assert not test.exception
    assert test.title[0].value == "这里还没有台账，不能核对应填与已填"


def test_it_counts_as_by_hand_and_lists_those_who_did_not_answer(shows, monkeypatch, ledgers):
    shows("samples")
    monkeypatch.setenv("TISHENG_SAMPLES", str(ledgers.path))
    test = opened(year="2022", region="140000")
    answered, firms = shanxi_2022.expected()["response_rate"]
    assert not test.exception
    assert test.title[0].value.replace("\\", "") == f"台账企业 {firms} 家，已填 {answered} 家，答卷率 86.0%"
    assert len(test.dataframe[0].value) == firms - answered
    links = test.dataframe[0].value["firm"]
    assert links.str.match(r"firm\?firm=\w{18}&year=2022&region=140000$").all()
