"""What an address asks for, and what becomes of codes that do not exist."""

import pytest

from metrics.query import Filters
from pages._parts.filters import Selection

ALL = Selection(2021, None, (), ())


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("year", "1999"),
        ("year", "今年"),
        ("region", "999999"),
        ("region", "110103"),  # withdrawn
        ("industry", "0"),
        ("industry", "40"),
        ("industry", "３７"),  # not the digits of an address
        ("industry", "03"),
        ("industry", "x"),
        ("body", "CNCA-R-1900-001"),
        ("body", "**甲**"),
    ],
)
def test_wrong_code_is_named_and_left_out(visit, key, code):
    shown = visit(**({"year": "2021"} | {key: code}))
    assert not shown.test.exception
    (warning,) = shown.test.warning
    named = warning.value.replace("\\", "")
    assert f"“{code}”" in named
    assert shown.test.query_params == {"year": "2021"}
    assert shown.place == "全国 · 2021年 · 总览"
    assert shown.cards["responses"] == "5,639 份"


def test_right_codes_beside_a_wrong_one_stay(visit):
    shown = visit(year="2021", region="140000", industry=["3", "99"])
    assert "“99”" in shown.test.warning[0].value
    assert shown.test.query_params == {"year": "2021", "region": "140000", "industry": "3"}
    assert shown.place == "山西省 · 食品、饮料和烟草 · 2021年 · 总览"


def test_right_codes_raise_no_warning(visit):
    shown = visit(year="2021", region="110101", industry="39", body="CNCA-R-2002-001")
    assert not shown.test.warning
    assert shown.place.startswith("东城区 · ")


@pytest.mark.parametrize(
    ("selection", "where", "parent"),
    [
        (ALL, Filters.of(year=[2021]), None),
        (ALL._replace(region="140000"), Filters.of(year=[2021], province=["140000"]), "140000"),
        (ALL._replace(region="140200"), Filters.of(year=[2021], city=["140200"]), "140000"),
        (ALL._replace(region="140105"), Filters.of(year=[2021], county=["140105"]), "140100"),
        (
            ALL._replace(industries=(3, 17), bodies=("a",)),
            Filters.of(year=[2021], industry=[3, 17], body=["a"]),
            None,
        ),
    ],
)
def test_selection_as_filters(selection, where, parent):
    assert selection.where == where
    assert selection.parent == parent
    assert selection.is_everything == (selection == ALL)
