"""附件1 word for word as the paper of Tianjin has it, and what its districts scored."""

import pytest

from data.errors import Refused
from data.samples import tianjin_2024
from data.samples.assessment import EXPERTS, INDICATORS
from metrics.query import Filters, compute
from reports import subject
from reports.official.assessment_table import assessment_table
from tests.metrics.drawing import Drawn
from tests.metrics.test_scorecard import answer, answers, scores
from tests.reports.official.test_statistics_table import said, texts

TIANJIN = Filters.of(year=[2024], province=["120000"])
PAPER = {
    "A1": "附件1",
    "A2": "提升行动工作成效评估内容及指标一览表",
    "A3": "序号",
    "B3": "考核内容",
    "C3": "考核项目",
    "D3": "主要参考指标",
    "E3": "考核方式",
    "A4": "1",
    "B4": "组织发动",
    "C4": "组织发动举措",
    "D4": "1.发文统一部署安排提升行动；\n2.将提升行动纳入到各级政府工作考核体系当中，将提升行动纳入到政府工作考核体系；\n"
    "3.将提升行动列入到“十四五”规划等长期发展计划当中；\n4.为提升行动有配套的支持政策，例如资金支持、金融信贷等政策；\n"
    "5.协同其他政府部门，联合组织持续开展面向小微企业的提升行动；\n6.以提升行动助推服务国家、区域及地方重要战略实施；\n"
    "7.以提升行动推动认证采信举措。",
    "E4": "专家综合定性打分法：依据各省局自评报告、实地调研和汇报情况，由专家综合组织发动、宣传培训和精准帮扶举措，"
    "确定最终得分情况。关注表现突出和进步提升较大的工作成效。",
    "A5": "2",
    "B5": "宣传培训",
    "C5": "宣传举措及影响力",
    "D5": "1.宣传面是否足够广泛；\n2.宣传方式是否丰富多样、新颖感人；\n3.宣传力度是否持续强大；\n4.宣传造成了较好的社会影响：\n"
    "5.在知名度高、影响力大的媒体上宣传提升行动的成效;\n6.结合重大节日开展专题宣传；搭建了针对提升行动的专题宣传平台。",
    "C6": "培训数量和质量",
    "D6": "1.专门的培训平台或者综合培训平台中开辟“提升行动”专栏；\n2.培训数量情况，包括培训企业数量和培训人员数量；\n"
    "3.是否为提升行动的培训工作配备足够数量的专家团队；\n4.培训方式是否丰富多样；\n5.是否针对提升行动研发专门的培训教材；\n"
    "6.培训对象的满意度情况。",
    "A7": "3",
    "B7": "企业帮扶",
    "C7": "精准帮扶企业举措",
    "D7": "1.实施精准帮扶前系统开展了充分的需求调研；\n2.对企业的行业共性特点、地域发展特点和个性需求有准确的把握；\n"
    "3.准确导入和实施ISO9001质量管理体系标准的要求；\n4.对企业实施持续帮扶并针对质量提升制定持续性改进方案；\n"
    "5.为提升行动配备了足够数量的高水平专家；\n6.精准帮扶具有典型性、引领性和辐射性;\n7.精准帮扶经验是否可复制、可推广；\n"
    "8.精准帮扶举措是否建立了健全的监测评价机制，及时跟踪实施效果；\n"
    "9.精准帮扶对加快产业结构优化升级和产业链供应链协同提升的效果；\n10.精准帮扶举措是否能长期产生积极的效果。",
    "C8": "帮扶企业提升成效",
    "D8": "1.精准帮扶对企业运营绩效的提升；\n2.精准帮扶对企业产品服务质量的提升；\n3.精准帮扶对质量管理水平的提升；\n"
    "4.精准帮扶对企业信用、品牌的提升；\n5.精准帮扶对企业数字化信息化水平的提升；\n6.持续性精准帮扶提升效果。",
    "E8": "第三方问卷测评：对各省所有帮扶企业进行问卷调查，综合问卷调研中小微企业对提升成效、满意度、意见建议，确定最终得分。"
    "重点关注表现突出和提升成效进步较大的省局。",
    "C9": "帮扶企业满意度",
    "D9": "被帮扶小微企业对提升行动的满意度测评",
}
ACROSS = {"A5": 2, "B5": 2, "A7": 3, "B7": 3, "E4": 4, "E8": 2}  # rows that a cell covers


def scored(table) -> dict[str, dict[str, str]]:
    """The second sheet: by unit, what stands under each heading."""
    found = {cell.address: cell.text for cell in table.sheets[1].cells}
    heads = {column: found[f"{column}2"] for column in "BCDEFGH"}
    last = max(int(address[1:]) for address in found)
    return {found[f"B{row}"]: {heads[c]: found[f"{c}{row}"] for c in "CDEFGH"} for row in range(3, last + 1)}


def test_grid_and_words_are_those_of_the_paper(reader):
    table = assessment_table(reader, TIANJIN)
    sheet = table.sheets[0]
    assert {cell.address: cell.text for cell in sheet.cells} == PAPER
    assert {cell.address: cell.rows for cell in sheet.cells if cell.rows > 1} == ACROSS
    assert [cell for cell in sheet.cells if cell.known] == []


def test_scores_are_the_experts_points_counted_by_hand(reader):
    found = scored(assessment_table(reader, TIANJIN))
    points = tianjin_2024.expected()["scores"]
    assert {(district, name): float(found[district][name]) for district, name in points} == {
        (district, name): pytest.approx(100 * given / INDICATORS[name] / len(EXPERTS), abs=0.005)
        for (district, name), given in points.items()
    }


def test_satisfaction_is_that_of_the_answers(reader):
    table = assessment_table(reader, TIANJIN)
    found = scored(table)
    rates = compute(reader, ["satisfaction_rate"], ["city"], TIANJIN).dropna(subset=["city"])
    for row in rates.itertuples():
        printed = found[subject.region(row.city)]["帮扶企业满意度"]
        assert float(printed.rstrip("%")) == pytest.approx(100 * row.value, abs=0.005)
    asked = sum(asked for _, asked in tianjin_2024.expected()["satisfied"].values())
    assert asked > rates["denominator"].sum()  # some answers name no district, which is said
    assert [note for note in said(table.notes) if "没有写明地区" in note]


def test_what_a_unit_lacks_stays_blank_with_the_reason(spec):
    drawn: Drawn = spec(answers(answer("120113"), answer("120114")), score=scores(c120113=80))
    table = assessment_table(drawn.reader, TIANJIN)
    found = scored(table)
    assert found["武清区"]["组织发动举措"] == ""
    assert found["北辰区"]["组织发动举措"] == "80.00"
    assert "武清区的“组织发动举措”留空：没有专家评分" in said(table.notes)
    assert "武清区的“帮扶企业满意度”不足10份答卷，请慎用" in said(table.notes)
    assert texts(table)["A2"]


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ({"province": ["120000"]}, "请指明一个年度"),
        ({"year": [2022], "province": ["120000"]}, "附件1是2024年起的评估办法"),
        ({"year": [2025], "province": ["120000"]}, "2025年没有评分，也没有答卷"),
        ({"year": [2024], "industry": [3]}, "不能按“industry”筛选"),
    ],
)
def test_what_cannot_be_assessed_is_refused(reader, where, why):
    with pytest.raises(Refused, match=why):
        assessment_table(reader, Filters.of(**where))
