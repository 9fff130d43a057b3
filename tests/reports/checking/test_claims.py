"""Which figures belong together, and on which base they stand."""

import pytest

from reports.checking.claims import claims
from reports.checking.prose import sentences


def read(text):
    return [(one.kind, one.printed) for one in claims(sentences(text))]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("有5407家，占比达到95.88%", "5407家 · 95.88%"),
        ("有5407家企业表示满意，占95.88%", "5407家 · 95.88%"),
        ("5407家企业（占95.88%）", "5407家 · 95.88%"),
        ("5407家（95.88％）", "5407家 · 95.88％"),
        ("满意企业5498家，满意率为97.4%", "5498家 · 97.4%"),
        ("5407家，占全部企业总数的95.88%", "5407家 · 95.88%"),
        ("90.87%（5124家）", "90.87% · 5124家"),
        ("90.87%的企业（即5124家）", "90.87% · 5124家"),
        ("90.87%，即5124家", "90.87% · 5124家"),
        ("质量意识提升（5124家，90.87%）", "5124家 · 90.87%"),
        ("质量意识提升（90.87%，5124家）", "90.87% · 5124家"),
        ("97.4%（5498/5639）", "97.4% · 5498/5639"),
        ("5498/5639（97.4%）", "5498/5639 · 97.4%"),
    ],
)
def test_pairs_in_both_orders(text, printed):
    assert read(text) == [("pair", printed)]


@pytest.mark.parametrize(
    "text",
    [
        "35.6%的企业经营业绩提升；1980家企业合格率提升",
        "共5639家企业参加。95.88%的企业认为有提升",
        "127家，只占全国质量管理体系认证机构的19.5%",
        "5407家企业答卷，同比增长3%",
    ],
)
def test_figures_that_only_stand_near_each_other_are_no_pair(text):
    assert "pair" not in [kind for kind, _ in read(text)]


def test_a_mean_stands_with_those_who_filled_it_in():
    assert read("1136家企业月销量提升（平均提升14.75%），882家企业利润率平均提升12.29%") == [
        ("mean", "1136家 · 14.75%"),
        ("mean", "882家 · 12.29%"),
    ]


def bases(text):
    return [int(one.figure.value) for one in claims(sentences(text))[-1].bases]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("5639家被帮扶企业中，有5407家，占95.88%", [5639]),
        ("在5639家企业里有5407家，占95.88%", [5639]),
        ("共有5639家企业，其中5407家有提升，占95.88%", [5639]),
        ("共有5639家企业。其中，5407家有提升，占95.88%", [5639]),
        ("共有5639家企业。\n其中，5407家有提升，占95.88%", []),
        ("5639家中小微企业提升，5407家满意，占95.88%", []),
        ("约5600家企业中，有5407家，占95.88%", []),
        ("100家企业中90家满意，另外50家企业中有45家，占90%", [50, 100]),
    ],
)
def test_bases_that_the_text_names_the_nearest_first(text, named):
    assert bases(text) == named


def test_a_base_within_the_claim():
    one = claims(sentences("5407家，占5639家企业的95.88%"))[0]
    assert (one.kind, int(one.base.value)) == ("pair", 5639)


def test_a_change_stands_with_its_ends():
    found = claims(sentences("满意率从95.2%提升到97.4%，提高2.2个百分点"))
    assert [one.value for one in found[-1].ends] == [found[0].figure.value, found[1].figure.value]
