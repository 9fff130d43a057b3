"""A text held against itself."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.rounding import RULES, Rounding
from reports.checking import own
from reports.checking.claims import claims
from reports.checking.own import surroundings
from reports.checking.prose import sentences


def checks(text, *answers, places=()):
    found = sentences(text)
    around = surroundings(found, answers, places)
    return [own.check(claim, around) for claim in claims(found) if claim.kind != "count"]


def status(text, *answers, places=()):
    return checks(text, *answers, places=places)[-1][0].status


@pytest.mark.parametrize(
    ("printed", "said", "exact", "prints"),
    [
        ("97.4%", "truncated", "97.4995", "97.5%"),
        ("97.5%", "half_up", "97.4995", "97.5%"),
        ("97.50%", "half_up", "97.4995", "97.50%"),
        ("97.6%", "wrong", "97.4995", "97.5%"),
    ],
)
def test_a_share_says_which_rule_printed_it(printed, said, exact, prints):
    ((check, base),) = checks(f"5639家企业中，有5498家，占{printed}")
    assert (check.status, check.prints, base.value, base.origin) == (said, prints, 5639, "sentence")
    assert str(Rounding("truncated", 4).figure(check.exact)) == exact


def test_a_share_that_both_rules_print_agrees():
    assert status("5639家企业中，4936家（87.53%）") == "agree"
    assert status("4家企业中，1家（25%）") == "agree"


SHARES = st.integers(1, 100_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
WAYS = (
    "{base}家企业中，有{count}家，占比达到{share}",
    "{base}家企业中，{share}（{count}家）",
    "{count}/{base}（{share}）",
)


@given(SHARES, st.integers(0, 4), st.sampled_from(WAYS))
def test_what_is_rounded_is_never_called_wrong_and_what_is_cut_is_called_so(share, digits, way):
    count, base = share
    exact = Fraction(100 * count, base)
    rounded, cut = (Rounding(rule, digits).figure(exact) for rule in RULES)
    texts = [way.format(base=base, count=count, share=f"{one:f}%") for one in (rounded, cut)]
    assert status(texts[0]) == ("agree" if rounded == cut else "half_up")
    assert status(texts[1]) == ("agree" if rounded == cut else "truncated")


@given(SHARES, st.integers(0, 4), st.integers(2, 50))
def test_what_neither_rule_prints_is_wrong(share, digits, off):
    count, base = share
    other = Rounding("half_up", digits).figure(Fraction(100 * count, base)) + Decimal(off).scaleb(-digits)
    assert status(f"{base}家企业中，有{count}家，占{other:f}%") == "wrong"


# --- the base


def test_a_base_is_taken_from_the_sentence_the_paragraph_the_answers_the_text():
    earlier = "5639家企业中有1724家认为有待改进。"
    claim = "有5407家，占比95.88%"
    assert [
        checks(text, *answers)[-1][1].origin
        for text, answers in (
            (f"5639家企业中，{claim}", ()),
            (earlier + claim, ()),
            (f"{earlier}\n{claim}", ()),
            (claim, (5639,)),
        )
    ] == ["sentence", "paragraph", "text", "answers"]


def test_of_several_bases_the_one_that_gives_the_share_is_said():
    text = "200家企业中有50家新获证。\n300家企业中有60家新获证。\n有150家满意，占50%"
    assert checks(text)[-1][1].value == 300
    assert status(text + "。\n有150家提升，占51%") == "unknown"


def test_without_a_base_nothing_is_said():
    assert status("有5407家，占比95.88%") == "unknown"
    assert status("127家，只占全国质量管理体系认证机构的19.5%", 5639) == "unknown"
    assert status("约5400家，占比95.88%", 5639) == "unknown"


def test_a_place_has_a_base_of_its_own():
    text = "山西省有49家满意，占98%"
    assert status(text, 5639) == "unknown"
    assert status(text, 5639, places=("山西",)) == "wrong"
    assert status("50家企业中，" + text, 5639) == "agree"


def test_more_than_all_is_wrong():
    assert status("100家企业中，有120家，占120%") == "wrong"


def test_other_units_are_no_base():
    assert status("39个行业中，有36家，占92.3%") == "unknown"
    assert status("39个行业中，覆盖36个，占92.3%") == "agree"


# --- changes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("满意率从95.2%提升到97.4%，提高2.2个百分点", "agree"),
        ("满意率从95.2%提升到97.4%，提高2.3个百分点", "half_up"),  # the ends are printed figures
        ("满意率从95.2%提升到97.4%，提高3.2个百分点", "wrong"),
        ("不合格率从7%降到2%，下降5%", "wrong"),
        ("不合格率从7%降到2%，下降5个百分点", "agree"),
        ("企业从100家增加到150家，增长50%", "agree"),
        ("企业从300家增加到400家，增长33.3%", "agree"),
        ("企业从300家增加到500家，增长66.7%", "half_up"),
        ("企业从300家增加到500家，增长66.6%", "truncated"),
        ("企业从300家增加到500家，增长60%", "wrong"),
        ("企业从50多家增加到5千多家，增长100%", "unknown"),
        ("企业从0家增加到50家，增长100%", "unknown"),
        ("产值700亿元，同比增长20.2%", "unknown"),
    ],
)
def test_changes_against_their_ends(text, said):
    assert status(text) == said


def test_a_difference_of_shares_in_percent_says_it_is_points():
    check, _ = checks("不合格率从7%降到2%，下降5%")[-1]
    assert check.reason == own.IN_POINTS
    assert dict(check.values)["points"] == "5"


@given(st.text())
def test_no_text_crashes(text):
    assert all(check.status != "wrong" or check.exact is not None for check, _ in checks(text, 5639))


PIECES = st.lists(
    st.sampled_from(
        [
            "5639家企业中",
            "，",
            "；",
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
            "平均",
            "3/4",
            "0家",
            "2.2个百分点",
            "提高",
            "的",
            "9万余家",
            "10-15%",
            "\n",
            "山西省",
            "2021年",
        ]
    ),
    max_size=30,
)


@given(PIECES)
def test_no_draft_crashes(pieces):
    found = checks("".join(pieces), 5639, 12)
    assume(found)
    assert all(check.status in ("agree", "half_up", "truncated", "wrong", "unknown") for check, _ in found)
    assert all(check.reason for check, _ in found if check.status == "unknown")
