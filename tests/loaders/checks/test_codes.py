"""Credit codes with a right check digit against the place and against themselves."""

import pytest
from stdnum.cn import uscc

from loaders import questionnaire
from loaders.checks import codes
from loaders.document import Document
from tests.loaders import drawing
from tests.loaders.drawing import sheet


def checked(body: str) -> str:
    return body + uscc.calc_check_digit(body)


def found(document: Document) -> list[tuple[int, str, str]]:
    return [(i.row, i.rule, i.level) for i in document.issues if i.row > 1]


def test_a_code_registered_in_another_province_is_a_hint():
    document = questionnaire.read(
        sheet(f"""
            credit_code           | place
            {drawing.credit_code(1)} | 北京市
            {drawing.credit_code(2)} | 山西省大同市
            {drawing.credit_code(3)} | 火星
        """)
    )
    assert [one for one in found(document) if one[1] != "region_unknown"] == [(2, "code_region_differs", "warning")]
    assert document.columns["province"] == ["110000", "140000", None]


@pytest.mark.parametrize(
    ("digits", "province"),
    [("140100", "14"), ("110103", "11"), ("100000", None), ("990000", None), ("149999", "14")],
)
def test_where_a_code_was_registered(digits, province):
    assert codes._home(digits) == province


def test_a_wrong_digit_of_the_organisation_code_is_a_hint():
    right = drawing.credit_code(7)
    wrong = checked(right[:16] + ("0" if right[16] != "0" else "1"))
    document = questionnaire.read(sheet(f"credit_code\n{right}\n{wrong}"))
    assert found(document) == [(3, "code_organisation_digit", "warning")]
    assert document.columns["credit_code"] == [right, wrong]
