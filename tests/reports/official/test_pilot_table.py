"""附件3: what is counted before what is reported, and what nobody states left blank."""

import pytest

from data.errors import Refused
from metrics.query import Filters
from reports.official.pilot_table import pilot_table
from tests.reports.official.test_statistics_table import said, texts

P = Filters.of(year=[2024], pilot=["天津地毯"])
PILOT = """
    pilot    | name     | kind | year | province
    天津地毯 | 地毯     | area | 2024 | 120000
    天津汽车 | 汽车     | area | 2024 | 120000
    江苏样例 | 样例     | area | 2024 | 320000
"""
FIRMS = """
    firm | year | province | body
    A    | 2024 | 120000   | CNCA-R-2002-001
    B    | 2024 | 120000   | CNCA-R-2002-002
    C    | 2024 | 120000   | CNCA-R-2002-003
"""
MEMBERS = """
    pilot    | firm | year
    天津地毯 | A    | 2024
    天津地毯 | B    | 2024
"""
FIGURES = """
    pilot    | year | indicator          | level    | before | after | submission | sheet
    天津地毯 | 2024 | assisted           |          |        | 5     | 1          | 附件3
    天津地毯 | 2024 | trained            |          |        | 0     | 1          | 附件3
    天津地毯 | 2024 | gdp_share          |          |        | 4.6   | 1          | 附件3
    天津地毯 | 2024 | output_value       |          | 1000   | 1200.5 | 1         | 附件3
    天津地毯 | 2024 | partners           | 认证机构 |        | 2     | 1          | 附件3
    天津地毯 | 2024 | quality_awards     |          |        | 3     | 1          | 附件3
    天津汽车 | 2024 | assisted           |          |        | 7     | 1          | 附件3
"""
SENT = """
    submission | file
    1          | 附件3.xlsx
"""


@pytest.fixture
def drawn(spec):
    return spec(assisted=FIRMS, pilot=PILOT, pilot_member=MEMBERS, pilot_indicator=FIGURES, submission=SENT).reader


def test_firms_and_bodies_are_counted_and_differences_told(drawn):
    table = pilot_table(drawn, P)
    found = texts(table)
    assert found["A4"] == "地毯"
    assert found["E4"] == "2"
    assert "认证机构：2" in found.values()
    (one,) = said(table.differences)  # the bodies are as reported
    assert one.startswith(
        "“参与提升行动区域试点精准帮扶的小微企业数量（家）”：由台账和答卷算出 2，报送的附件3写的是 5（附件3.xlsx"
    )


def test_where_ledgers_know_nothing_of_the_pilot_what_it_reports_stands(drawn):
    table = pilot_table(drawn, Filters.of(year=[2024], pilot=["天津汽车"]))
    assert texts(table)["E4"] == "7"
    assert table.differences == ()
    assert [note for note in said(table.notes) if note.endswith("填的是报送的附件3中的数 7")]


def test_a_missing_before_is_blank_and_a_reported_nought_is_a_nought(drawn):
    table = pilot_table(drawn, P)
    found = texts(table)
    assert (found["D4"], found["B4"]) == ("0", "")
    assert (found["R4"], found["R5"]) == ("提升前：", "提升后：4.6")
    assert (found["P4"], found["P5"]) == ("提升前：1000万元", "提升后：1200.5万元")
    notes = said(table.notes)
    assert "“区域产业占GDP比重（%） 提升前”留空：没有报送这个试点的附件3，或表里没有这个数" in notes
    assert not [note for note in notes if "占GDP比重（%） 提升后" in note]


def test_levels_that_nobody_states_are_not_made_of_their_sum(drawn):
    table = pilot_table(drawn, P)
    assert texts(table)["C11"] == "国家级："
    assert "“试点产业获质量奖数量（个）”只报了合计 3，没有分项，请补填" in said(table.notes)


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ({"year": [2024]}, "指明一个。2024年的试点有：天津地毯、天津汽车、江苏样例"),
        ({"year": [2024], "province": ["320000"]}, "2024年的试点有：江苏样例"),
        ({"year": [2024], "pilot": ["none"]}, "指明一个"),
        ({"year": [2024], "pilot": ["天津地毯", "天津汽车"]}, "指明一个"),
        ({"year": [2023], "pilot": ["天津地毯"]}, "2023年的试点有：—"),
        ({"pilot": ["天津地毯"]}, "指明一个年度"),
        ({"year": [2024], "pilot": ["天津地毯"], "city": ["120114"]}, "不能用“city”"),
    ],
)
def test_what_is_not_one_pilot_and_year_is_refused(drawn, where, why):
    with pytest.raises(Refused, match=why):
        pilot_table(drawn, Filters.of(**where))
