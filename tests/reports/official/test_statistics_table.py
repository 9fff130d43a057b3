"""附表: cumulative since the start, firms once over the years, nothing guessed."""

import pytest

from data.errors import Refused
from locales import translate
from metrics.query import Filters
from reports.official.body_list import body_list
from reports.official.grid import Table
from reports.official.industry_list import industry_list
from reports.official.statistics_table import statistics_table

SHANXI = Filters.of(year=[2022], province=["140000"])
FIRMS = """
    firm | year | province | city   | industry | body
    A    | 2021 | 140000   | 140100 | 3        | CNCA-R-2002-001
    A    | 2022 | 140000   | 140100 | 3        | CNCA-R-2002-001   # the same firm again
    B    | 2021 | 140000   | 140200 | 29       | 样例认证公司
    C    | 2022 | 140000   | 140100 |          | CNCA-R-2002-001
    D    | 2023 | 140000   | 140100 | 5        | CNCA-R-2002-002   # after the year asked
    E    | 2022 | 320000   | 320500 | 7        | CNCA-R-2002-002   # elsewhere
"""
BODIES = """
    body            | name
    CNCA-R-2002-001 | 中国质量认证中心
    CNCA-R-2002-002 | 方圆标志认证集团有限公司
"""
FILED = """
    province | city   | year | policies | subsidy_10k_cny | trained_person_times | assisted | industries | bodies | submission | sheet
    140000   |        | 2021 | 3        | 100.5           | 900                  | 2        | 2          | 2      | 1          | 附表
    140000   |        | 2022 | 5        | 100.5           |                      | 4        | 2          | 2      | 1          | 附表
    140000   | 140100 | 2022 | 90       | 90              | 90                   | 90       | 90         | 90     | 1          | 附表
"""
SENT = """
    submission | file
    1          | 山西附表.xlsx
"""


@pytest.fixture
def drawn(spec):
    return spec(assisted=FIRMS, body=BODIES, statistics=FILED, submission=SENT).reader


def texts(table: Table) -> dict[str, str]:
    return {cell.address: cell.text for sheet in table.sheets for cell in sheet.cells}


def said(notes) -> list[str]:
    return [translate(one.text, "zh", **one.values) for one in notes]


def test_firms_industries_and_bodies_count_once_over_the_years(drawn):
    found = texts(statistics_table(drawn, SHANXI))
    assert found["B7"] == "帮扶企业数量：3家 帮扶企业所属行业：2个"
    assert found["C7"] == "3 食品、饮料和烟草；29 批发和零售业；汽车、摩托、个人及家庭用品修理业"
    assert found["B8"] == "帮扶企业的认证机构：2家"
    assert found["C8"] == "中国质量认证中心（CNCA-R-2002-001）；样例认证公司"


def test_what_is_reported_is_the_latest_table_of_the_region_and_never_summed(drawn):
    table = statistics_table(drawn, SHANXI)
    assert texts(table)["B5"] == "政策措施：5项 财政补贴金额：100.5万元"
    assert texts(table)["B6"].startswith("培训人员数量：900人次")  # the newest that states it
    assert not [note for note in said(table.notes) if "之和" in note]


def test_what_is_missing_stays_blank_with_the_reason(drawn):
    table = statistics_table(drawn, SHANXI)
    assert texts(table)["B6"] == "培训人员数量：900人次 (包括线上、线下) 培训企业数量：　　家"
    notes = said(table.notes)
    assert "“培训企业数量”留空：报送的附表里没有这个数" in notes
    assert "有 1 家帮扶企业，台账和答卷没有（或有的年度没有）写明认证行业" in notes
    assert "“样例认证公司”没有批准号，请核对后补填" in notes
    assert "帮扶企业、行业和认证机构按 2021 年至 2022 年的台账和答卷累计，更早年度的不在内" in notes


def test_without_any_data_the_paper_keeps_its_hints(spec):
    table = statistics_table(spec().reader, SHANXI)
    found = texts(table)
    assert found["C5"] == "(请简述每项措施具体内容)"
    assert found["C7"] == "(请依据备注《认证行业分类》，列出帮扶企业所属行业的编号及大类名称)"
    assert found["C8"] == "(请列出认证机构的名称及批准号)"
    assert not [
        text for cell, text in found.items() if cell in ("B5", "B6", "B7", "B8") and any("0" <= c <= "9" for c in text)
    ]
    assert len([note for note in said(table.notes) if "留空" in note]) == 7
    assert table.figures == []


def test_what_the_region_reports_otherwise_is_told_with_its_place(drawn):
    (one,) = said(statistics_table(drawn, SHANXI).differences)
    assert one == (
        "“帮扶企业数量”：由台账和答卷算出 3，报送的附表写的是 4（山西附表.xlsx，工作表“附表”第3行）。表里填的是算出的数"
    )


def test_where_only_units_below_report_it_says_which(spec):
    filed = "province | city | year | policies\n140000 | 140100 | 2022 | 4\n140000 | 140200 | 2021 | 3"
    table = statistics_table(spec(statistics=filed).reader, SHANXI)
    assert texts(table)["B5"].startswith("政策措施：7项")
    assert "“政策措施”是下级单位报送的附表之和（太原市、大同市），没有报送的单位不在内" in said(table.notes)
    assert table.differences == ()


def test_a_body_has_no_trainings_of_its_own(drawn):
    table = statistics_table(drawn, Filters.of(year=[2022], body=["CNCA-R-2002-001"]))
    assert texts(table)["A3"] == "填报单位：中国质量认证中心"
    assert texts(table)["B7"].startswith("帮扶企业数量：2家")
    assert "“政策措施”留空：附表按地区报送，没有认证机构自己的数" in said(table.notes)
    assert table.differences == ()


def test_a_list_that_is_too_long_for_a_row_has_several(spec):
    firms = ["firm | year | province | body", *(f"F{n} | 2022 | 140000 | CNCA-R-2099-{n:03}" for n in range(400))]
    bodies = ["body | name", *(f"CNCA-R-2099-{n:03} | 名称很长的样例认证服务有限责任公司{n}" for n in range(400))]
    table = statistics_table(spec(assisted="\n".join(firms), body="\n".join(bodies)).reader, SHANXI)
    (last,) = (cell for cell in table.sheets[0].cells if cell.address == "C8")
    assert last.rows > 3
    assert texts(table)[f"A{8 + last.rows}"].startswith("(表中数据均为")


def test_the_list_of_industries_has_all_39_covered_or_not(drawn):
    table = industry_list(drawn, SHANXI)
    found = texts(table)
    assert [found[f"A{row}"] for row in range(4, 43)] == [str(code) for code in range(1, 40)]
    assert [found[f"{column}6"] for column in "ABCD"] == ["3", "食品、饮料和烟草", "是", "1"]
    assert [found[f"{column}4"] for column in "CD"] == ["否", ""]  # none, but never 0 for a group without rows
    assert [found[f"{column}43"] for column in "ACD"] == ["合计", "2个", "3"]
    assert "有 1 家帮扶企业" in said(table.notes)[-1]


def test_without_firms_no_industry_is_said_to_be_covered_or_not(spec):
    table = industry_list(spec().reader, SHANXI)
    found = texts(table)
    assert {found[f"C{row}"] for row in range(4, 44)} == {""}
    assert "留空" in said(table.notes)[0]


def test_the_list_of_bodies_goes_by_approval_number(drawn):
    table = body_list(drawn, SHANXI)
    found = texts(table)
    assert [found[f"{column}4"] for column in "ABCD"] == ["1", "中国质量认证中心", "CNCA-R-2002-001", "2"]
    assert [found[f"{column}5"] for column in "ABCD"] == ["2", "样例认证公司", "", "1"]
    assert [found[f"{column}6"] for column in "ACD"] == ["合计", "2家", "3"]
    assert "“样例认证公司”没有批准号，请核对后补填" in said(table.notes)


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ({"province": ["140000"]}, "指明一个年度"),
        ({"year": [2022], "industry": [3]}, "不能用“industry”"),
        ({"year": [2022], "province": ["140000", "320000"]}, "只选一个"),
    ],
)
def test_other_filters_are_refused(drawn, where, why):
    for table in (statistics_table, industry_list, body_list):
        with pytest.raises(Refused, match=why):
            table(drawn, Filters.of(**where))
