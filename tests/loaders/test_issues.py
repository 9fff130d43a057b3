"""Findings say in which cell they were made."""

import pytest
from openpyxl.utils import get_column_letter

from loaders import issues, kinds, ledger, pilot, statistics
from loaders.document import Context
from loaders.issues import Issue
from tests.loaders import drawing, pilot_form
from tests.loaders.drawing import credit_code
from tests.loaders.test_statistics import PRINTED


@pytest.mark.parametrize("position", [*range(30), 51, 52, 701, 702, 16383])
def test_letters_are_those_of_excel(position):
    assert issues.letter(position) == get_column_letter(position + 1)


def cells(found: list[Issue]) -> dict[str, str]:
    """The cell of each rule's finding."""
    return {issue.rule: issue.cell for issue in found}


def test_findings_of_a_ledger_name_their_cells():
    sheet = drawing.ledger(f"""
        2024年太原市台账
        序号 | 企业名称 | 统一社会信用代码 | 省     | 县     | 行业 | 面积
        1    | 甲       | {credit_code(1)}  | 样例省 | 样例县 | 28   | 3
        2    | 乙       | 911401            | 山西省 | 小店区 | 样例 | 3
        3    |          |                   | 山西省 | 小店区 | 28   | 3
        4    | 甲       | {credit_code(1)}  | 山西省 | 小店区 | 28   | 3
    """)
    assert cells(ledger.read(sheet, Context()).issues) == {
        "heading_unknown": "G2",
        "name_missing": "B5",
        "credit_code_shape": "C4",
        "credit_code_missing": "C5",
        "industry_unknown": "F4",
        "region_unknown": "E3",  # of the chain of columns the last
        "firm_missing": "",  # the whole row
        "firm_repeated": "",
    }


def test_findings_of_answers_name_their_cells():
    drawn = drawing.sheet("""
        name | q13      | q3
        甲   | 很不满意的 | 是，参与提升行动之前已获得证书
    """)
    (issue,) = [one for one in kinds.read([drawn], Context()).issues if one.rule == "option_unknown"]
    assert (issue.cell, issue.column) == ("B2", drawing.heading("q13"))


def test_findings_of_forms_name_their_cells():
    sheet = drawing.ledger(PRINTED.replace("196家", "约一百家"), "附表")
    (issue,) = [one for one in statistics.read(sheet, Context("140000", "太原市")).issues if one.level == "error"]
    assert "约一百家" in sheet.rows[issue.row - 1]["ABCDEFG".index(issue.letter)]
    printed = pilot_form.sheet(trained="许多")
    (issue,) = [one for one in pilot.read(printed, Context()).issues if one.rule == "figure_unreadable"]
    assert "许多" in str(printed.rows[issue.row - 1][[issues.letter(n) for n in range(40)].index(issue.letter)])
