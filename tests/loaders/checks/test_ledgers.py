"""Rows of a ledger against one another, and 帮扶年度 against the file."""

import pytest

from loaders import ledger
from loaders.document import Context, Document
from tests.loaders import drawing

CODE_A, CODE_B = drawing.credit_code(1), drawing.credit_code(2)
HEAD = "企业名称 | 统一社会信用代码 | 地市"


def read(text: str, name: str = "台账", file: str = "") -> Document:
    return ledger.read(drawing.ledger(text, name), Context(file=file))


def found(document: Document, *rules: str) -> list[tuple[int, str, str]]:
    return [(i.row, i.rule, i.value) for i in document.issues if i.rule in rules]


# --- one firm twice


@pytest.mark.parametrize(
    ("first", "second", "is_repeated"),
    [
        (f"甲 | {CODE_A} | 太原", f"甲公司 | {CODE_A} | 大同", True),
        ("甲 | | 太原", "甲 | | 太原", True),
        ("甲（集团） | | 太原", "甲(集团) | | 太原", True),
        (f"甲 | {CODE_A} | 太原", "甲 | | 太原", True),
        ("甲 | | 太原", f"甲 | {CODE_A} | 太原", True),
        ("甲 | | 太原", "甲 | | 大同", False),
        (f"甲 | {CODE_A} | 太原", f"甲 | {CODE_B} | 太原", False),
    ],
)
def test_the_same_firm_twice_in_a_ledger_is_marked_and_both_rows_stay(first, second, is_repeated):
    document = read(f"{HEAD}\n{first}\n{second}")
    assert found(document, "firm_repeated") == ([(3, "firm_repeated", "2")] if is_repeated else [])
    assert document.loaded == 2


def test_the_province_of_a_code_is_compared_in_a_ledger_too():
    document = read(f"企业名称 | 统一社会信用代码 | 省 | 市\n甲 | {CODE_A} | 河北省 | 石家庄市")
    assert found(document, "code_region_differs") == [(2, "code_region_differs", CODE_A)]


# --- the year


def yearly(*years: str) -> str:
    return "\n".join(["企业名称 | 帮扶年度 | 地市", *(f"甲{n} | {year} | 太原" for n, year in enumerate(years))])


def test_a_column_of_one_year_gives_the_year_where_nothing_else_does():
    assert read(yearly("2022", "2022年", "=2022", "2022年度")).year == 2022
    assert read(yearly("2022", "2023")).year is None
    assert read(yearly("2022", "")).year is None
    assert read(yearly("2022-2023", "2022-2023")).year is None


def test_a_row_of_another_year_is_marked():
    document = read(yearly("2022", "2021年", "", "2021-2022"), file="2022年台账.xlsx")
    assert document.year == 2022
    assert found(document, "assisted_year_differs") == [(3, "assisted_year_differs", "2021年")]


def test_a_column_that_disagrees_throughout_is_marked_once():
    document = read(yearly("2021", "2021"), file="2022年台账.xlsx")
    assert document.year == 2022
    assert found(document, "assisted_year_differs") == [(1, "assisted_year_differs", "2021")]


def test_the_year_and_the_time_of_assistance_may_both_be_there():
    document = read("企业名称 | 帮扶年度 | 帮扶时间 | 地市\n甲 | 2022 | 2022年5月 | 太原")
    assert (document.columns["assisted_year"], document.columns["assisted_on"]) == (["2022"], ["2022年5月"])


# --- headings


def test_a_second_column_of_one_meaning_is_repeated_and_not_unknown():
    document = read("企业名称 | 单位名称 | 厂房面积 | 地市 | 信用代码\n甲 | 乙 | 3 | 太原 |")
    named = [(i.rule, i.column) for i in document.issues if i.rule.startswith("heading_")]
    assert named == [("heading_unknown", "厂房面积"), ("heading_repeated", "单位名称")]
    assert document.columns["name"] == ["甲"]
