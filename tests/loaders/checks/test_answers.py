"""Checks of answers mark and never change: each rule in a drawn export."""

from datetime import datetime

import pytest

from data.samples import national_2021
from loaders import questionnaire, reading
from loaders.checks import answers as checks
from loaders.checks.thresholds import moment, threshold
from loaders.document import Context, Document
from loaders.headings import form, forms
from loaders.reading import Sheet
from tests.loaders import drawing
from tests.loaders.drawing import heading, rows_of, sheet

LITTLE = "提升不太明显（请跳至第14题）"
NO = "否，打算近期申请"
ASPECTS = ["质量意识提升", "管理制度更加规范完善", "工艺流程更加优化", "工作环境更加整洁安全", "创新能力提升",
           "数字化、智能化水平提升", "经营业绩提升", "成本下降", "产品质量水平提升"]  # fmt: skip


def read(text: str, year: int = 2022) -> Document:
    return questionnaire.read(sheet(text, year), Context())


def found(document: Document, *rules: str) -> list[tuple[int, str, str]]:
    return [(i.row, i.rule, i.value) for i in document.issues if i.row > 1 and (not rules or i.rule in rules)]


# --- caps


def test_more_options_than_the_form_allows_are_marked_and_all_count():
    document = read(f"q8\n{'┋'.join(ASPECTS)}\n{'┋'.join(ASPECTS[:8])}")
    assert found(document) == [(2, "too_many_ticked", "9")]
    assert [document.columns[f"q8_{i}"][0] for i in range(1, 13)] == [True] * 9 + [False] * 3


def test_satisfied_with_at_most_five_and_not_satisfied_with_any_number():
    six = "宣传培训┋政府服务措施┋政府激励引导政策┋认证机构专业能力┋认证机构服务态度┋认证机构持续跟踪服务"
    document = read(f"q14 | q15\n{six} | {six}")
    assert [(i.column, i.value) for i in document.issues if i.rule == "too_many_ticked"] == [(heading("q14"), "6")]


# --- skips


def test_an_answer_to_a_skipped_question_is_marked_and_kept():
    document = read(f"""
        q7       | q13     | q8       | q9_1 | q12_1
        {LITTLE} | (跳过)  | (跳过)   | 无   | (跳过)
        {LITTLE} | 很满意  | 成本下降 | 无   | 5
        {LITTLE} | (跳过)  | (跳过)   | 3    | (跳过)
    """)
    assert found(document) == [(3, "skip_violated", "8、12、13"), (4, "skip_violated", "9")]
    assert [document.columns[name][1] for name in ("q13", "q8_8", "q12_1")] == [1, True, 5]


def test_in_2021_everyone_was_asked():
    document = read(f"q7 | q13 | q9_1\n{LITTLE} | 很满意 | 3\n{LITTLE} | (跳过) | (跳过)", 2021)
    assert found(document) == [(3, "answer_missing", "")]


def test_answers_of_2021_are_of_the_form_of_2021_where_the_headings_fit_both():
    document = read(f"q7 | q13 | submitted_at\n{LITTLE} | 很满意 | 2021/11/3 8:03:05")
    assert found(document) == []


@pytest.mark.parametrize("year", [2021, 2022])
def test_without_a_certificate_there_is_no_date_of_one(year):
    document = read(f"q3 | q4 | q9_1\n{NO} | 2020年5月 | 3\n{NO} | 无 | 3\n{NO} | (跳过) | 3", year)
    assert found(document) == [(2, "skip_violated", "4")]


def test_who_improved_must_say_how_satisfied():
    document = read("q7 | q13\n提升比较明显 | (空)\n提升非常明显 | 凑合")
    assert sorted(found(document)) == [(2, "answer_missing", ""), (3, "option_unknown", "凑合")]


def test_skips_speak_of_questions_and_options_of_their_form():
    for year in forms():
        numbers = {q.question for q in form(year)}
        single = {q.question for q in form(year) if q.kind == "single"}
        skips = checks.skips(year)
        assert skips
        assert {skip.question for skip in skips} <= single
        assert {name for skip in skips for name in skip.asked} <= numbers


# --- dates


@pytest.mark.parametrize("when", ["2020/9/30 23:59:59", "2026/11/22 8:00:01", "2099/1/1 0:00:00"])
def test_a_time_before_the_campaign_or_after_now_is_impossible(monkeypatch, when):
    monkeypatch.setattr(checks, "now", lambda: datetime(2026, 11, 21, 8))
    assert found(read(f"submitted_at\n{when}")) == [(2, "submitted_impossible", when)]


@pytest.mark.parametrize("when", ["2020/10/1 0:00:00", "2026/11/22 8:00:00", "(空)"])
def test_a_possible_time(monkeypatch, when):
    monkeypatch.setattr(checks, "now", lambda: datetime(2026, 11, 21, 8))
    assert found(read(f"submitted_at\n{when}")) == []


def test_a_certificate_of_the_future_or_through_a_campaign_that_had_not_begun():
    through = "是，参与提升行动之后获得证书"
    document = read(f"""
        q3        | q4         | submitted_at
        {through} | 2022年12月 | 2022/11/3 8:00:00
        {through} | 2022年11月 | 2022/11/3 8:00:00
        {through} | 2020.9     | 2022/11/3 8:00:00
        {through} | 2020年     | 2022/11/3 8:00:00
        {through} | 去年       | 2022/11/3 8:00:00
    """)
    assert found(document) == [
        (2, "certified_after_answer", "2022年12月"),
        (4, "certified_before_campaign", "2020.9"),
    ]
    assert document.columns["q4"][0] == "2022年12月"


# --- quality


def test_an_answer_given_too_fast():
    assert found(read("seconds | name\n29秒 | 甲\n30秒 | 乙")) == [(2, "answered_too_fast", "29")]


GAINS = ("q9_1", "q9_2", "q10_1", "q10_2", "q11_1")


@pytest.mark.parametrize(
    ("q8", "gains", "is_flagged"),
    [
        ("质量意识提升", ["10"] * 5, True),
        ("质量意识提升┋管理制度更加规范完善", ["10%"] * 5, True),
        ("管理制度更加规范完善", ["10"] * 5, False),
        ("质量意识提升", ["10"] * 4 + ["11"], False),
        ("质量意识提升", ["10"] * 4 + ["无"], False),
    ],
)
def test_straight_lined(q8, gains, is_flagged):
    head = " | ".join(["q8", *GAINS])
    document = read(f"{head}\n{' | '.join([q8, *gains])}")
    assert found(document) == ([(2, "straight_lined", "10%")] if is_flagged else [])
    assert document.columns["q9_1"] == [10]


def test_an_address_of_many_firms_is_never_told():
    limit = int(threshold("shared_address"))
    lines = [f"192.0.2.7(山西-太原) | {drawing.credit_code(n)}" for n in range(limit)]
    lines += [f"192.0.2.8（山西-太原） | {drawing.credit_code(99)}"] * 30  # one firm, again and again
    document = read("\n".join(["ip | credit_code", *lines]))
    assert found(document, "address_shared") == [(n + 2, "address_shared", str(limit)) for n in range(limit)]
    assert not any("192.0.2" in str(issue) for issue in document.issues)
    assert "ip" not in document.columns


def test_one_firm_fewer_is_no_finding():
    lines = [f"192.0.2.7(山西-太原) | 样例{n}" for n in range(int(threshold("shared_address")) - 1)]
    assert found(read("\n".join(["ip | name", *lines])), "address_shared") == []


def test_a_telephone_of_several_firms():
    code = drawing.credit_code(9)
    document = read(f"""
        name | credit_code | contact_phone
        甲   | {drawing.credit_code(1)} | 13800000001
        乙   | {drawing.credit_code(2)} | 138-0000-0001
        丙   | {drawing.credit_code(3)} | 电话不详
        丁   | {drawing.credit_code(4)} | １３８ 0000 ０００１
        戊   | {code} | 无
        戊   | {code} | 13800000002
        戊   | {code} | 13800000002
        戊   | {code} | 13800000002
    """)
    assert found(document) == [(2, "phone_shared", "3"), (3, "phone_shared", "3"), (5, "phone_shared", "3")]


def test_a_percentage_beyond_any_plausible_one_is_marked_and_kept():
    document = read("q9_1 | q9_4 | q10_2\n1000 | 产值┋1500 | -1001\n=1001 | 产值120000 | 12")
    assert sorted(found(document)) == [
        (2, "percentage_outlier", "-1001"),
        (2, "percentage_outlier", "产值┋1500"),
        (3, "percentage_outlier", "1001"),
        (3, "percentage_outlier", "产值120000"),
    ]
    assert document.columns["q9_1"] == [1000, 1001]
    assert document.columns["q9_4"] == [1500, 120000]


# --- all together


def test_the_sample_of_2021_has_no_finding_of_these(tmp_path):
    national_2021.write(tmp_path / national_2021.FILE)
    (answers,) = reading.sheets((tmp_path / national_2021.FILE).read_bytes())
    document = questionnaire.read(answers, Context(file=national_2021.FILE))
    assert {issue.rule for issue in document.issues} == {"percentage_range", "percentage_fraction"}


def test_checks_change_no_answer(monkeypatch):
    rows = rows_of(f"q7 | q13 | q8 | seconds | submitted_at\n{LITTLE} | 很满意 | {'┋'.join(ASPECTS)} | 3秒 | 2019/1/1")
    with_checks = questionnaire.read(Sheet("Sheet1", rows))
    monkeypatch.setattr(checks, "check", lambda *_: None)
    without = questionnaire.read(Sheet("Sheet1", rows))
    assert with_checks.columns == without.columns
    assert len(with_checks.issues) - len(without.issues) == 4


def test_thresholds_are_numbers_or_days_with_a_reason():
    assert moment("campaign_start") == datetime(2020, 10, 1)
    assert threshold("too_fast") == 30
