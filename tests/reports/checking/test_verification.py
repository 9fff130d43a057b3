"""A draft in the manner of the report on 2021, with its published figures."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.query import Filters
from metrics.rounding import Printed
from reports.checking.verification import counted, facts, record, verify
from tests.reports.draft_2021 import PAIRS, TEXT


@pytest.fixture(scope="module")
def found(national):
    return verify(TEXT, facts(national, Filters.of(year=[2021])))


def test_the_nine_pairs_and_the_rule_that_printed_each(found):
    pairs = {one.claim.printed: one.own.status for one in found if one.claim.kind == "pair"}
    assert pairs == PAIRS
    assert Counter(pairs.values())["truncated"] == 3


def test_each_pair_is_found_in_the_data_with_the_same_rule(found):
    assert {one.claim.printed: one.data.check.status for one in found if one.claim.kind == "pair"} == PAIRS
    assert [one.data.known.metric for one in found if one.claim.kind == "pair"] == [
        *("satisfaction_rate", "improvement_rate", "aspect_1", "aspect_2", "aspect_4"),
        *("aspect_3", "aspect_8", "aspect_6", "aspect_5"),
    ]


def test_every_pair_of_the_published_report_is_in_the_draft():
    from data.reference import table

    rows = [row for row in table("acceptance_2021") if row["numerator"] and row["denominator"]]
    printed = [
        Printed(int(row["numerator"]), int(row["denominator"]), row["printed"]) for row in rows if row["printed"]
    ]
    assert len(printed) == len(PAIRS)
    assert all(any(f"{one.numerator}家" in pair and one.text in pair for pair in PAIRS) for one in printed)


def test_counts_and_means_of_the_draft(found):
    known = {one.claim.printed: one.data.known and one.data.known.metric for one in found}
    assert known["127家"] == "certification_bodies"
    assert known["36个"] == "industries_covered"
    assert known["5639家"] in ("assisted_enterprises", None)
    assert known["1724家"] == "dissatisfied_with_2"
    assert known["1980家 · 17.8%"] == "gain_pass_rate"
    assert known["1136家 · 14.75%"] == "gain_sales_volume"
    assert known["19.5%"] is None


def test_published_figures_are_named_with_their_source(found):
    said = {one.claim.printed: one.data.published for one in found}
    assert said["5498家 · 97.4%"] == "2021年总结评估报告（市场监管总局）"
    assert said["265项"] == "2021年总结评估报告（市场监管总局）"


def test_a_slip_is_found_by_the_text_alone():
    found = verify(TEXT.replace("90.87%（5124家）", "90.78%（5124家）"))
    (wrong,) = [one for one in found if one.status == "wrong"]
    assert wrong.claim.printed == "90.78% · 5124家"
    assert wrong.leading.prints == "90.87%"
    assert wrong.base.value == 5639


def test_counts_of_each_status_add_up(found):
    assert sum(counted(found).values()) == len(found)


def test_a_text_without_figures_yields_nothing():
    assert verify("提升行动得到社会各界的热烈反响和高度认可。下一步，要继续做好帮扶工作。") == []
    assert verify("") == []


@given(st.text())
def test_any_text_is_verified(national_facts, text):
    found = verify(text, national_facts)
    assert [record(one, language)["text"] for one in found for language in ("zh",)] == [
        one.claim.sentence.text for one in found
    ]


WORDS = [
    "5639家企业中",
    "，",
    "。",
    "占",
    "5407家",
    "（",
    "）",
    "95.88%",
    "其中",
    "从",
    "到",
    "7%",
    "平均提升",
    "满意率",
    "3/4",
    "0家",
    "2.2个百分点",
    "的",
    "9万余家",
    "37.4万人次",
    "政策",
    "265项",
    "补贴3.7亿元",
    "2021年",
    "质量意识",
    "\n",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map("".join))
def test_any_draft_is_verified(national_facts, text):
    for one in verify(text, national_facts):
        said = record(one, "en")
        assert said["printed"]
        assert said["status"] in ("agree", "half_up", "truncated", "wrong", "unknown")
        assert (said["status"] == "unknown") == (said["own"]["status"] == said["data"]["status"] == "unknown")


@pytest.fixture(scope="module")
def national_facts(national):
    return facts(national, Filters())
