"""What was received: rows accounted for, findings by rule, doubtful answers."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import table
from metrics import quality
from metrics.quality import ANY, FLAGS, Totals
from metrics.query import Filters
from tests.metrics.drawing import Drawn, drawn

Spec = Callable[..., Drawn]
OF_2022 = Filters.of(year=[2022])
ANSWERS = """
    response_id | firm | year | province | city   | industry | body            | submission | row
    a           | A    | 2022 | 140000   | 140100 | 17       | CNCA-R-2002-001 | 1          | 2
    b           | B    | 2022 | 140000   | 140200 | 17       | CNCA-R-2002-002 | 1          | 3
    c           | C    | 2022 | 120000   | 120101 | 3        | CNCA-R-2002-001 | 1          | 4
"""
FILES = """
    submission | file     | kind          | sender | year | rows_in_file | rows_loaded | rows_held | rows_ignored
    1          | 答卷.xlsx | questionnaire |        | 2022 | 4            | 3           | 1         | 0
    2          | 太原.xlsx | ledger        | 140100 | 2022 | 9            | 7           | 0         | 2
    3          | 大同.xlsx | ledger        | 140200 | 2022 | 5            | 0           | 5         | 0
    4          | 去年.xlsx | ledger        | 140100 | 2021 | 8            | 8           | 0         | 0
"""
ISSUES = """
    submission | sheet  | row | rule               | level
    1          | Sheet1 | 2   | answered_too_fast  | warning
    1          | Sheet1 | 2   | answered_too_fast  | warning
    1          | Sheet1 | 2   | phone_shared       | warning
    1          | Sheet1 | 4   | straight_lined     | warning
    1          | Sheet1 | 3   | percentage_range   | warning
    3          | 台账    | 2   | credit_code_number | error
    4          | 台账    | 2   | credit_code_number | error
"""


@pytest.fixture
def version(spec: Spec) -> Drawn:
    return spec(ANSWERS, submission=FILES, issue=ISSUES)


def test_rows_of_all_files_of_a_year_are_accounted_for(version):
    assert quality.totals(version.reader, OF_2022) == Totals(3, 18, 10, 6, 2)
    assert quality.totals(version.reader, Filters.of(year=[2020])) == Totals(0, 0, 0, 0, 0)


def test_files_stand_with_what_the_checks_found_in_them(version):
    found = quality.files(version.reader, OF_2022).set_index("submission")
    assert list(found.index) == [3, 2, 1]
    assert found.loc[3, ["in_file", "loaded", "held", "ignored", "errors", "warnings"]].tolist() == [5, 0, 5, 0, 1, 0]
    assert found.loc[1, ["errors", "warnings"]].tolist() == [0, 5]
    assert found.loc[2, ["errors", "warnings"]].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("where", "files"),
    [
        ({"province": ["140000"]}, [3, 2, 1]),  # of 大同 every row is held; who sent it says where it belongs
        ({"city": ["140100"]}, [2, 1]),
        ({"province": ["120000"]}, [1]),
        ({"province": ["140000"], "industry": [3]}, []),  # its rows are of 山西 or of industry 3, none is both
        ({"industry": [17]}, [1]),
        ({"body": ["CNCA-R-2002-002"], "city": ["140200"]}, [1]),
        ({"pilot": ["地毯"]}, [3, 2, 1]),
    ],
)
def test_a_file_belongs_where_one_of_its_rows_or_its_sender_does(version, where, files):
    filters = OF_2022.but(**where)
    assert list(quality.files(version.reader, filters)["submission"]) == files
    assert quality.totals(version.reader, filters).files == len(files)


def test_a_body_is_found_by_what_it_sent(spec):
    files = FILES.replace("140200", "CNCA-R-2002-016")
    reader = spec(submission=files).reader
    found = quality.files(reader, OF_2022.but(body=["CNCA-R-2002-016"]))
    assert list(found["submission"]) == [3]


def test_findings_are_counted_by_rule_and_level_errors_first(version):
    found = quality.issues(version.reader, OF_2022)
    assert found[["rule", "level", "count", "files"]].to_numpy().tolist() == [
        ["credit_code_number", "error", 1, 1],
        ["answered_too_fast", "warning", 2, 1],
        ["percentage_range", "warning", 1, 1],
        ["phone_shared", "warning", 1, 1],
        ["straight_lined", "warning", 1, 1],
    ]


@pytest.mark.parametrize(
    ("narrowed", "rules"),
    [
        ({"senders": ["140200"]}, ["credit_code_number"]),
        ({"senders": [""], "rules": ["phone_shared", "credit_code_number"]}, ["phone_shared"]),
        ({"levels": ["error"]}, ["credit_code_number"]),
        ({"levels": ["error"], "senders": [""]}, []),
    ],
)
def test_findings_are_narrowed_by_sender_level_and_rule(version, narrowed, rules):
    assert list(quality.issues(version.reader, OF_2022, **narrowed)["rule"]) == rules


def counted(version: Drawn, where: Filters, by: str = "") -> dict:
    rows = quality.flags(version.reader, where, by).to_dict("records")
    return {
        (row["flag"], row[by]) if by else row["flag"]: (row["numerator"], row["denominator"])
        for row in rows
        if row["numerator"]
    }


def test_an_answer_has_a_flag_once_and_several_flags_are_one_answer_in_doubt(version):
    assert counted(version, OF_2022) == {
        ANY: (2, 3),
        "answered_too_fast": (1, 3),
        "phone_shared": (1, 3),
        "straight_lined": (1, 3),
    }
    shares = quality.flags(version.reader, OF_2022)
    assert list(shares["flag"]) == [ANY, *FLAGS]
    assert shares["value"][0] == pytest.approx(2 / 3)
    assert shares["small"].all()


def test_flags_are_counted_by_region_among_its_answers(version):
    assert counted(version, OF_2022, "province") == {
        (ANY, "140000"): (1, 2),
        (ANY, "120000"): (1, 1),
        ("answered_too_fast", "140000"): (1, 2),
        ("phone_shared", "140000"): (1, 2),
        ("straight_lined", "120000"): (1, 1),
    }
    assert counted(version, OF_2022.but(industry=[3])) == {ANY: (1, 1), "straight_lined": (1, 1)}


def test_answers_that_do_not_count_are_in_no_share(spec):
    answers = ANSWERS.replace("| row", "| row | counts").replace("| 2\n", "| 2 | false\n")
    answers = answers.replace("| 3\n", "| 3 | true\n").replace("| 4\n", "| 4 | true\n")
    assert counted(spec(answers, submission=FILES, issue=ISSUES), OF_2022) == {ANY: (1, 2), "straight_lined": (1, 2)}


def test_without_answers_there_is_no_share(version):
    assert quality.flags(version.reader, Filters.of(year=[2020])).empty
    assert quality.flags(version.reader, Filters.of(year=[2020]), "province").empty


def test_flags_are_rules_that_only_warn():
    levels = {row["rule"]: row["level"] for row in table("rules")}
    assert {levels[flag] for flag in FLAGS} == {"warning"}


def test_findings_of_the_sample_answers_are_found_where_their_rows_are(national):
    rows = national.rows("SELECT count(*) FROM issue JOIN response USING (submission, sheet, row)")
    assert rows == national.rows("SELECT count(*) FROM issue WHERE row > 0 AND found = 'file'")


@settings(max_examples=15, deadline=None)
@given(
    rows=st.lists(st.tuples(st.sampled_from(["140100", "140200", "120101"]), st.sets(st.sampled_from(sorted(FLAGS)))))
)
def test_regions_add_up_to_the_whole(tmp_path_factory, rows):
    responses = [
        {
            "response_id": f"r{row}",
            "firm": f"F{row}",
            "year": 2022,
            "province": f"{city[:2]}0000",
            "city": city,
            "row": row,
        }
        for row, (city, _flags) in enumerate(rows, 2)
    ]
    issues = [
        {"submission": 1, "sheet": "Sheet1", "row": row, "rule": rule, "level": "warning"}
        for row, (_city, flags) in enumerate(rows, 2)
        for rule in flags
    ]
    made = drawn(tmp_path_factory.mktemp("drawn") / "store", responses, issue=issues)
    try:
        whole = quality.flags(made.reader, OF_2022).set_index("flag")
        parts = quality.flags(made.reader, OF_2022, "city").groupby("flag")[["numerator", "denominator"]].sum()
        for flag in whole.index:
            assert whole.loc[flag, ["numerator", "denominator"]].tolist() == parts.loc[flag].tolist()
        if rows:
            assert whole.loc[ANY, "numerator"] == sum(bool(flags) for _city, flags in rows)
    finally:
        made.reader.close()
