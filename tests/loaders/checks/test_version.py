"""What is found across the rows and files of a version while it is built."""

from pathlib import Path

import pytest

from data.store import Store
from loaders import importing
from loaders.checks.version import CHECKS
from loaders.importing import Wanted
from loaders.issues import rules
from tests.loaders import drawing
from tests.loaders.drawing import ask, credit_code

CODE_A, CODE_B = credit_code(1), credit_code(2)
TAIYUAN, DATONG = "填报单位：太原市市场监管局 | 2022年", "填报单位：大同市市场监管局 | 2022年"
HEAD = "企业名称 | 信用代码 | 所在地 | 行业"


def found(store: Store) -> list[tuple[int, str, int, str, str]]:
    rows = ask(
        store, "SELECT submission, sheet, row, rule, value, level FROM issue ORDER BY submission, sheet, row, rule"
    )
    assert all(row[-1] == rules()[row[3]]["level"] for row in rows)
    return [row[:-1] for row in rows if row[3] in CHECKS]


@pytest.fixture
def load(store: Store, tmp_path: Path):
    """Load workbooks of drawn sheets: `load([sheet, sheet], [sheet])`; the files are 1.xlsx, 2.xlsx …"""

    def loaded(*books: list, year: int | None = None) -> Store:
        for number, sheets in enumerate(books, 1):
            file = drawing.book(tmp_path / f"{number}.xlsx", *sheets)
            (outcome,) = importing.load([file], store, Wanted(year=year))
            assert outcome.status == "loaded", outcome.refusal
        return store

    return loaded


def answers(text: str) -> list:
    return [drawing.sheet(text)]


def test_an_answer_that_does_not_count_says_which_one_does(load):
    store = load(
        answers(
            f"name | credit_code | submitted_at\n甲 | {CODE_A} | 2022/11/4 8:00:00\n乙 | {CODE_B} | 2022/11/3 8:00:00"
        ),
        answers(
            f"name | credit_code | submitted_at\n丙 | {credit_code(3)} | 2022/11/3 8:00:00\n甲 | {CODE_A} | 2022/11/5 8:00:00"
        ),
    )
    assert found(store) == [(1, "Sheet1", 2, "answered_again", "2.xlsx!3")]


def test_answers_of_one_code_with_different_names(load):
    store = load(
        answers(f"""
            name       | credit_code | submitted_at
            甲有限公司 | {CODE_A}    | 2022/11/3 8:00:00
            乙有限公司 | {CODE_A}    | 2022/11/4 8:00:00
            乙 有限公司 | {CODE_A}   | 2022/11/2 8:00:00
        """)
    )
    assert found(store) == [
        (1, "Sheet1", 2, "answered_again", "1.xlsx!3"),
        (1, "Sheet1", 2, "names_differ", "乙有限公司"),
        (1, "Sheet1", 4, "answered_again", "1.xlsx!3"),
    ]


def test_an_answer_of_another_year_than_the_round(load):
    store = load(answers("submitted_at\n2022/12/31 8:00:00\n2022/12/31 9:00:00\n2023/1/2 8:00:00\n(空)"))
    assert found(store) == [(1, "Sheet1", 4, "submitted_in_other_year", "2023/1/2")]


def test_the_round_that_was_named_is_the_one_compared_with(load):
    store = load(answers("submitted_at\n2022/12/31 8:00:00"), year=2023)
    assert found(store) == [(1, "Sheet1", 2, "submitted_in_other_year", "2022/12/31")]


def test_a_firm_in_the_ledgers_of_two_cities(load):
    store = load(
        [drawing.ledger(f"{TAIYUAN}\n{HEAD}\n甲 | {CODE_A} | 太原市 | 28\n乙 | {CODE_B} | 太原市 | 28")],
        [drawing.ledger(f"{DATONG}\n{HEAD}\n甲 | {CODE_A} | 大同市 | 28")],
    )
    assert found(store) == [
        (1, "台账", 3, "firm_in_two_ledgers", "2.xlsx"),
        (2, "台账", 3, "firm_in_two_ledgers", "1.xlsx"),
    ]


def test_a_city_and_a_body_name_the_same_firm(load):
    store = load(
        [drawing.ledger(f"{TAIYUAN}\n{HEAD}\n甲 | {CODE_A} | 太原市 | 28")],
        [drawing.ledger(f"填报单位：中国质量认证中心 | 2022年\n{HEAD}\n甲 | {CODE_A} | 太原市 | 28")],
    )
    assert found(store) == []


def test_a_firm_may_be_in_the_ledgers_of_two_years(load):
    ledger = f"{TAIYUAN}\n{HEAD}\n甲 | {CODE_A} | 太原市 | 28"
    store = load([drawing.ledger(ledger)], [drawing.ledger(ledger.replace("2022年", "2023年"))])
    assert found(store) == []


def test_a_firm_on_two_sheets_of_a_ledger(load):
    sheets = [
        drawing.ledger(f"{TAIYUAN}\n{HEAD}\n甲 | {CODE_A} | 太原市{county} | 28", county)
        for county in ("小店区", "迎泽区")
    ]
    assert found(load(sheets)) == [(1, "迎泽区", 3, "firm_repeated", "小店区!3")]
