"""Firms one by one: which are found, and what is known of one."""

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given

from data.digest import digest
from metrics import firm
from metrics.core import Count, CountDistinct
from metrics.firm import Search
from metrics.registry import METRICS
from tests.metrics.drawing import filtered, records

LEDGER = """
    firm | year | name               | credit_code | province | city   | industry | body | submission | row
    A    | 2021 | 太原宏达机械有限公司 | 91140100A   | 140000   | 140100 | 18       | R1   | 2          | 2
    A    | 2022 | 太原宏达机械有限公司 | 91140100A   | 140000   | 140100 | 18       | R1   | 3          | 2
    B    | 2022 | ＡＢ（山西）食品     |             | 140000   | 140200 | 3        | R1   | 3          | 3
    C    | 2022 | 天津食品            | 91120100C   | 120000   | 120111 | 3        | R2   | 3          | 4
"""
ANSWERS = """
    firm | year | name               | credit_code | province | city   | industry | q7 | q13 | counts | submission | row | response_id | q9_1 | q9_1_text
    A    | 2022 | 太原宏达机械公司     | 91140100A   | 140000   | 140100 | 18       | 1  | 3   | true   | 4          | 3   | 4-3         | 10   | 约10%
    A    | 2022 | 太原宏达机械公司     | 91140100A   | 140000   | 140100 | 18       | 3  | 3   | false  | 4          | 2   | 4-2         |      |
    D    | 2022 | 无台账食品          |             | 120000   | 120111 | 3        | 3  |     | true   | 4          | 4   | 4-4         |      |
"""


@pytest.fixture
def drawn(spec):
    return spec(
        ANSWERS,
        LEDGER,
        listing="""
            firm | year | origin | sender | body | submission | sheet | row
            A    | 2021 | city   | 140100 | R1   | 2          | 台账  | 2
            A    | 2022 | city   | 140100 | R1   | 3          | 台账  | 2
            A    | 2022 | body   | R1     | R1   | 5          | 台账  | 9
        """,
        match="""
            response_id | firm | how    | score | decided_by
            4-3         | A    | code   | 1     | program
            4-2         | A    | code   | 1     | program
            4-4         |      | none   |       | program
        """,
        issue="""
            submission | sheet  | row | column | letter | value | rule             | level   | found
            4          | Sheet1 | 3   | q9_1   | H      | 约10% | percentage_range | warning | file
            5          | 台账   | 9   | 行业   | C      | ？    | percentage_range | warning | file
            2          | 台账   | 2   | 行业   | C      | ？    | percentage_range | warning | file
            3          | 台账   | 0   | 行业   | C      | ？    | percentage_range | warning | file
        """,
        submission="""
            submission | file      | kind          | year
            2          | 2021.xlsx | ledger        | 2021
            3          | 2022.xlsx | ledger        | 2022
            4          | 答卷.xlsx | questionnaire | 2022
            5          | 机构.xlsx | ledger        | 2022
        """,
        pilot_member="""
            pilot | firm | year
            P     | A    | 2022
        """,
        pilot="""
            pilot | name | year
            P     | 试点 | 2022
        """,
        body="""
            body | name
            R1   | 甲认证
        """,
    )


def names(found: firm.Found) -> list[str]:
    return list(found.rows["firm"])


def test_firms_of_a_year_are_its_ledger_and_those_who_only_answered(drawn):
    found = firm.search(drawn.reader, Search(), filtered(year=2022))
    assert sorted(names(found)) == ["A", "B", "C", "D"]
    assert (found.total, found.answered) == (4, 2)


def test_of_a_firm_it_says_years_answer_and_findings_on_all_its_rows(drawn):
    rows = records(firm.search(drawn.reader, Search(), filtered(year=2022)).rows)
    one = next(row for row in rows if row["firm"] == "A")
    assert (list(one["years"]), one["answered"], one["q13"]) == ([2021, 2022], True, 3)
    assert (one["flags"], one["body_name"], one["origin"]) == (2, "甲认证", "ledger")
    assert [row["flags"] for row in rows if row["firm"] != "A"] == [0, 0, 0]
    assert next(row["origin"] for row in rows if row["firm"] == "D") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("宏达", {"A"}),
        ("ab(山西)", {"B"}),
        ("ＡＢ （", {"B"}),
        ("食品 天津", {"C"}),
        ("９１１４０１００ａ", {"A"}),
        ("9112", {"C"}),
        ("100%' OR '1'='1", set()),
        ("_", set()),
    ],
)
def test_every_word_stands_in_the_name_or_code_in_any_width(drawn, text, found):
    assert set(names(firm.search(drawn.reader, Search(text), filtered(year=2022)))) == found


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("answered", {"A", "D"}),
        ("unanswered", {"B", "C"}),
        ("unimproved", {"D"}),
        ("unsatisfied", {"A"}),
        ("flagged", {"A"}),
    ],
)
def test_states_say_who_is_left(drawn, state, found):
    assert set(firm.STATES) == {"answered", "unanswered", "unimproved", "unsatisfied", "flagged"}
    assert set(names(firm.search(drawn.reader, Search(state=state), filtered(year=2022)))) == found


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"province": "140000"}, {"A", "B"}),
        ({"industry": [3], "province": "120000"}, {"C", "D"}),
        ({"pilot": "P"}, {"A"}),
        ({"pilot": "none"}, {"B", "C", "D"}),
        ({"pilot": ["P", "none"], "body": "R1"}, {"A", "B"}),
    ],
)
def test_filters_hold_as_on_other_pages(drawn, where, found):
    assert set(names(firm.search(drawn.reader, Search(), filtered(year=2022, **where)))) == found


def test_over_all_years_a_firm_stands_once_as_it_was_last(drawn):
    found = firm.search(drawn.reader, Search("宏达", any_year=True), filtered(year=2021, province="120000"))
    assert [(row["firm"], row["year"]) for row in records(found.rows)] == [("A", 2022)]


@given(st.integers(1, 5), st.booleans())
def test_pages_together_are_the_whole_list(paged, size, any_year):
    asked = Search(any_year=any_year)
    whole = firm.search(paged.reader, asked, filtered(year=2022), size=100)
    parts = [
        firm.search(paged.reader, asked, filtered(year=2022), page, size).rows
        for page in range(1, -(-whole.total // size) + 1)
    ]
    assert all(len(part) <= size for part in parts)
    assert list(pd.concat(parts)["firm"]) == names(whole)
    assert len(whole.rows) == whole.total


@pytest.fixture(scope="module")
def paged(tmp_path_factory):
    from tests.metrics.drawing import drawn as draw
    from tests.metrics.drawing import rows_of

    made = draw(tmp_path_factory.mktemp("firms") / "store", rows_of(ANSWERS), rows_of(LEDGER))
    yield made
    made.reader.close()


def test_behind_a_rate_are_its_base_its_numerator_and_the_rest(drawn):
    def behind(part: str, text: str = "") -> list[str]:
        return names(firm.behind(drawn.reader, "improvement_rate", part, filtered(year=2022), text))

    assert drawn.rate("improvement_rate", year=2022) == (1, 2)
    assert sorted(behind("all")) == ["A", "D"]
    assert behind("in") == ["A"]
    assert behind("out") == ["D"]
    assert behind("all", "宏达") == ["A"]


def test_behind_a_mean_are_those_who_gave_a_number(drawn):
    found = firm.behind(drawn.reader, "gain_revenue", "all", filtered(year=2022))
    assert [(row["firm"], row["value"]) for row in records(found.rows)] == [("A", 10)]


@pytest.mark.parametrize("name", [one.name for one in firm.figures()])
def test_every_figure_that_is_offered_lists_as_many_as_it_stands_on(drawn, name):
    row = drawn.row(name, year=2022)
    base = row["numerator"] if isinstance(METRICS[name], Count | CountDistinct) else row["denominator"] or 0
    assert firm.behind(drawn.reader, name, "all", filtered(year=2022)).total == base


def test_behind_a_number_of_firms_are_the_firms(drawn):
    found = firm.behind(drawn.reader, "assisted_enterprises", "all", filtered(year=2022))
    assert len(names(found)) == drawn.row("assisted_enterprises", year=2022)["value"]
    assert set(found.rows["year"]) == {2022}


def test_a_card_has_everything_of_its_firm_and_nothing_of_others(drawn):
    card = firm.card(drawn.reader, "A")
    assert list(card.years["year"]) == [2022, 2021]
    assert records(card.lines[["year", "origin", "file", "row"]]) == [
        {"year": 2022, "origin": "city", "file": "2022.xlsx", "row": 2},
        {"year": 2022, "origin": "body", "file": "机构.xlsx", "row": 9},
        {"year": 2021, "origin": "city", "file": "2021.xlsx", "row": 2},
    ]
    answers = records(card.answers)
    assert [(one["counts"], one["how"], one["q9_1_text"], one["file"]) for one in answers] == [
        (True, "code", "约10%", "答卷.xlsx"),
        (False, "code", None, "答卷.xlsx"),
    ]
    assert records(card.pilots) == [{"year": 2022, "pilot": "P", "name": "试点"}]
    assert [(one["file"], one["row"]) for one in records(card.flags)] == [
        ("答卷.xlsx", 3),
        ("机构.xlsx", 9),
        ("2021.xlsx", 2),
    ]
    assert card.latest["name"] == "太原宏达机械有限公司"


def test_a_firm_is_found_by_key_code_or_digest(drawn):
    assert firm.find(drawn.reader, "A") == "A"
    assert firm.find(drawn.reader, "９１１４０１００ａ") == "A"
    assert firm.find(drawn.reader, digest("B")) == "B"
    assert firm.find(drawn.reader, "nobody") is None
    assert firm.card(drawn.reader, "nobody").years.empty


def test_no_relation_gives_a_card_contacts():
    said = firm._ANSWERS + firm._OWN_LINES
    assert "contact" not in said
    assert "phone" not in said


def test_matching_is_told_in_words_for_every_way():
    assert set(firm.HOW) == {"code", "link", "name", "core", "confirmed", "doubtful", "none"}
