"""From answers to firms: one firm, one answer a round."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.store import Store
from loaders import importing
from tests.loaders.drawing import ask, credit_code

CODE_A, CODE_B = credit_code(1), credit_code(2)


@pytest.fixture
def load(store: Store, export: Callable[..., Path]) -> Callable[..., Store]:
    """Load drawn tables, each as a file of its own, one after the other."""

    def loaded(*tables: str) -> Store:
        for number, table in enumerate(tables, 1):
            (outcome,) = importing.load([export(table, f"{number}.xlsx")], store)
            assert outcome.status == "loaded", outcome.refusal
        return store

    return loaded


def counted(store: Store) -> list[tuple[str, int]]:
    """Name and year of every answer that counts."""
    return ask(store, "SELECT name, year FROM response WHERE counts ORDER BY year, name")


def test_the_last_answer_of_a_firm_counts_and_the_others_stay(load):
    store = load(f"""
        name | credit_code | submitted_at        | q13
        甲   | {CODE_A}    | 2022/11/3 8:00:00   | 不满意
        甲   | {CODE_A}    | 2022/11/5 8:00:00   | 很满意
        甲   | {CODE_A}    | 2022/11/4 23:59:59  | 一般
    """)
    assert ask(store, "SELECT row, counts, q13 FROM response ORDER BY row") == [
        (2, False, 4),
        (3, True, 1),
        (4, False, 3),
    ]


def test_an_answer_without_a_time_yields_to_one_with_a_time(load):
    store = load(f"""
        name | credit_code | submitted_at      | q13
        甲   | {CODE_A}    | 2022/11/3 8:00:00 | 很满意
        甲   | {CODE_A}    | (空)              | 不满意
    """)
    assert ask(store, "SELECT q13 FROM response WHERE counts") == [(1,)]


def test_at_the_same_time_the_later_row_and_file_count(load):
    drawn = """
        name | credit_code | q13
        甲   | CODE        | 不满意
        甲   | CODE        | {}
    """.replace("CODE", CODE_A)
    store = load(drawn.format("一般"), drawn.format("很满意"))
    assert ask(store, "SELECT submission, row, q13 FROM response WHERE counts") == [(2, 3, 1)]


def test_a_firm_is_its_code_whatever_its_name(load):
    store = load(f"""
        name       | credit_code | place        | submitted_at
        甲有限公司 | {CODE_A}    | 山西省太原市 | 2022/11/3 8:00:00
        甲公司     | {CODE_A}    | 山西省大同市 | 2022/11/4 8:00:00
        甲公司     | {CODE_B}    | 山西省大同市 | 2022/11/4 8:00:00
    """)
    assert ask(store, "SELECT firm, row FROM response WHERE counts ORDER BY row") == [(CODE_A, 3), (CODE_B, 4)]


def test_without_a_code_a_firm_is_its_name_and_city(load):
    store = load("""
        name           | credit_code | place              | submitted_at
        甲（山西）公司 | (空)        | 山西省太原市       | 2022/11/3 8:00:00
        甲(山西) 公司  | 错的        | 山西省太原市迎泽区 | 2022/11/4 8:00:00
        甲（山西）公司 | (空)        | 山西省大同市       | 2022/11/3 8:00:00
        甲（山西）公司 | (空)        | 火星               | 2022/11/3 8:00:00
    """)
    firms = "SELECT firm, list(row ORDER BY row) FROM response GROUP BY firm ORDER BY firm"
    assert ask(store, firms) == [
        ("甲(山西)公司@", [5]),
        ("甲(山西)公司@140100", [2, 3]),
        ("甲(山西)公司@140200", [4]),
    ]
    assert ask(store, "SELECT row FROM response WHERE counts ORDER BY row") == [(3,), (4,), (5,)]


def test_a_firm_answers_once_in_each_round(load):
    of_year = """
        name | credit_code | submitted_at      | q13
        甲   | CODE        | {year}/11/3 8:00:00 | {answer}
    """.replace("CODE", CODE_A)
    store = load(of_year.format(year=2022, answer="很满意"), of_year.format(year=2021, answer="一般"))
    assert ask(store, "SELECT year, q13, counts FROM response ORDER BY year") == [(2021, 3, True), (2022, 1, True)]


def test_a_late_answer_belongs_to_the_round_of_its_file(load):
    store = load("""
        name | submitted_at
        甲   | 2022/12/30 8:00:00
        乙   | 2022/12/31 8:00:00
        丙   | 2023/1/2 8:00:00
    """)
    assert ask(store, "SELECT DISTINCT year FROM response") == [(2022,)]


def test_answers_of_a_round_may_come_in_several_files(load):
    store = load("name\n甲\n乙", "name | credit_code\n丙 | (空)")
    assert counted(store) == [("丙", 2022), ("乙", 2022), ("甲", 2022)]


def test_firms_that_answered_stand_in_for_the_ledger(load):
    of_year = """
        name | credit_code | industry | submitted_at
        甲   | CODE        | {}       | {}/11/3 8:00:00
        甲   | CODE        | 药品     | {}/11/2 8:00:00
    """.replace("CODE", CODE_A)
    store = load(of_year.format("机械", 2021, 2021), of_year.format("信息技术", 2022, 2022))
    assert ask(store, "SELECT firm, year, origin, name, industry, first_year, row FROM assisted ORDER BY year") == [
        (CODE_A, 2021, "answers", "甲", 18, 2021, 2),
        (CODE_A, 2022, "answers", "甲", 33, 2021, 2),
    ]


def test_the_first_year_is_that_of_the_first_round_however_late_it_was_loaded(load):
    store = load("name | credit_code | submitted_at\n甲 | CODE | 2022/11/3".replace("CODE", CODE_A))
    assert ask(store, "SELECT first_year FROM assisted") == [(2022,)]
    load("name | credit_code | submitted_at\n甲 | CODE | 2021/11/3".replace("CODE", CODE_A))
    assert ask(store, "SELECT DISTINCT first_year FROM assisted") == [(2021,)]


def test_a_body_has_its_listed_name_or_the_one_written_most(load):
    store = load("""
        name | body
        甲   | CNCA-R-2002-001
        乙   | 样例 认证中心
        丙   | 样例认证中心
        丁   | 样例认证中心
    """)
    assert ask(store, "SELECT body, name FROM body ORDER BY body") == [
        ("CNCA-R-2002-001", "中国质量认证中心"),
        ("样例认证中心", "样例认证中心"),
    ]


def test_every_answer_leads_back_to_its_cell(load):
    store = load("name\n甲", "name | credit_code\n乙 | (空)\n丙 | (空)")
    assert ask(store, "SELECT response_id, submission, sheet, row, name FROM response ORDER BY ALL") == [
        ("1-2", 1, "Sheet1", 2, "甲"),
        ("2-2", 2, "Sheet1", 2, "乙"),
        ("2-3", 2, "Sheet1", 3, "丙"),
    ]
