"""Certification bodies: the number is the key, and every listed name leads to it."""

import re

import pytest

from data.reference import table
from loaders.resolvers.bodies import names, resolve

ROWS = table("bodies")
FOUNDED = [row for row in ROWS if "设立" in row["name"]]


def without_founder(name: str) -> str:
    return re.sub(r"[（(][^（()）]*设立(认证)?机构[)）]$", "", name)


def wrong(written: dict[str, str]) -> dict[str, str | None]:
    return {text: resolve(text).code for text, number in written.items() if resolve(text).code != number}


def test_every_listed_name():
    assert wrong({row["name"]: row["approval_number"] for row in ROWS}) == {}


def test_every_alias():
    aliases = {alias: row["approval_number"] for row in ROWS for alias in filter(None, row["aliases"].split("|"))}
    assert wrong(aliases) == {}


def test_the_founder_may_be_left_out():
    short = {without_founder(row["name"]): row["approval_number"] for row in FOUNDED}
    assert len(short) == len(FOUNDED) > 20
    assert not [name for name in short if "设立" in name]
    assert wrong(short) == {}


def test_every_number_in_any_case_and_width():
    full_width = str.maketrans("CNARF-0123456789", "ＣＮＡＲＦ－０１２３４５６７８９")
    numbers = [row["approval_number"] for row in ROWS]
    written = {text: n for n in numbers for text in (n, n.lower(), f" {n} ", n.translate(full_width))}
    assert wrong(written) == {}


def test_every_number_is_listed_once():
    assert len(names()) == len(ROWS) > 150


@pytest.mark.parametrize("number", ["CNCA-R-2023-1234", "CNCA-RF-2030-77"])
def test_a_number_that_is_not_listed_stands_for_itself(number):
    assert resolve(number) == ("found", number, ())


@pytest.mark.parametrize("name", ["长城（天津）质量保证中心", "长城(天津)质量保证中心", "长城 （天津） 质量保证中心"])
def test_brackets_and_blanks_do_not_matter(name):
    assert resolve(name).code == resolve("长城（天津）质量保证中心").code is not None


@pytest.mark.parametrize("text", ["", "无", "认证中心", "样例认证有限公司", "中国质量", "CNCA", "CNCA-R-2002"])
def test_what_is_not_listed_is_unknown(text):
    assert resolve(text) == ("unknown", None, ())
