"""The report of a pilot: the headings of 附件2, the figures of its table (附件3), of its firms and of their answers."""

import pytest

from data.errors import Refused
from metrics.query import Filters
from reports import pilot
from reports.content import Drawing, Grid, Heading, Slot
from reports.length import length
from reports.word.document import document, labels
from reports.wording import plain
from tests.reports import reading
from tests.reports.checked import checked, prose, report
from tests.reports.test_document import faults

BICYCLES = Filters.of(year=[2024], pilot=["天津电动自行车"])
CARPETS = BICYCLES.but(pilot=["天津地毯"])
CARS = BICYCLES.but(pilot=["天津汽车及零部件"])
MACHINES = BICYCLES.but(pilot=["天津高端装备制造"])
P = Filters.of(year=[2024], pilot=["P"])

PILOT = "pilot | name | kind | year | province\nP | 丝网 | area | 2024 | 120000"
TABLE = """
    pilot | year | indicator          | level | before | after
    P     | 2024 | participating      |       |        | 40
    P     | 2024 | trained            |       |        | 30
    P     | 2024 | pass_rate          |       | 93     | 98
    P     | 2024 | defect_rate        |       | 7      | 2
    P     | 2024 | complaint_rate     |       | 1      | 1.5
    P     | 2024 | output_value       |       | 250000 | 300000
    P     | 2024 | export_value       |       | 900    | 950
    P     | 2024 | gdp_share          |       |        | 4.6
    P     | 2024 | pain_points_found  |       |        | 8
    P     | 2024 | pain_points_solved |       |        | 6
    P     | 2024 | pain_points_solved_again | |        | 5
    P     | 2024 | quality_awards     |       |        | 3
    P     | 2024 | quality_awards     | 省级  |        | 1
    P     | 2024 | quality_awards     | 市级  |        | 2
    P     | 2024 | assisted           |       |        | 3
"""
FIRMS = """
    firm | year | province | city   | industry
    A    | 2024 | 120000   | 120113 | 17
    B    | 2024 | 120000   | 120114 | 17
"""
MEMBERS = "pilot | firm | year\nP | A | 2024\nP | B | 2024"
ANSWERS = """
    firm | year | province | city   | q7 | q13
    A    | 2024 | 120000   | 120113 | 1  | 2
    B    | 2024 | 120000   | 120114 | 3  |
"""


def drawn(spec, **without):
    """A pilot with a table, two firms, and the answer of each; `without` empties some of them."""
    tables = {"assisted": FIRMS, "pilot": PILOT, "pilot_member": MEMBERS, "pilot_indicator": TABLE, **without}
    return spec(tables.pop("responses", ANSWERS), **tables).reader


def grid(told, key) -> Grid:
    return next(block for block in told.blocks if isinstance(block, Grid) and block.key == key)


def cells(told, key) -> dict[str, list[str]]:
    return {plain(row[0], {}): [plain(one, {}) for one in row[1:]] for row in grid(told, key).rows}


@pytest.mark.parametrize("where", [BICYCLES, CARPETS, CARS, MACHINES])
def test_every_number_is_computed(reader, where):
    figures = checked(reader, report(pilot, reader, where))
    assert len(figures) > 150
    assert {one.name for one in figures} >= {"pilot_before", "pilot_after", "pilot_change", "satisfaction_rate"}
    assert {dict(one.where)["pilot"] for one in figures} == {where.get("pilot")}


def test_the_headings_are_those_of_the_paper_in_their_order(reader):
    told = report(pilot, reader, BICYCLES)
    heads = [block for block in told.blocks if isinstance(block, Heading)]
    assert [head.text for head in heads if head.level == 1] == [
        *("背景需求", "工作举措", "试点成效", "经验模式", "存在问题", "下一步工作计划及建议")
    ]
    texts = [head.text for head in heads]
    first, last = texts.index("背景需求"), texts.index("经验模式")
    assert texts[first + 1 : first + 4] == [
        *("试点区域产业基本情况", "区域产业质量提升主要需求分析", "区域产业共性质量“痛点”梳理")
    ]
    assert texts[last + 1 : last + 4] == ["工作亮点", "帮扶模式", "典型经验"]


def test_the_paper_prescribes_no_length(reader):
    assert length(report(pilot, reader, BICYCLES)).most is None


def test_its_own_province_changes_nothing(reader):
    alone, placed = (report(pilot, reader, where) for where in (CARPETS, CARPETS.but(province=["120000"])))
    assert document(alone)[1] == document(placed)[1]


def test_what_only_people_know_is_left_to_them(reader):
    told = report(pilot, reader, BICYCLES)
    heads = [at for at, block in enumerate(told.blocks) if isinstance(block, Heading)]
    ends = [*heads[1:], len(told.blocks)]
    for at, end in zip(heads, ends, strict=True):
        inside = told.blocks[at + 1 : end]
        has_parts = end < len(told.blocks) and told.blocks[end].level > told.blocks[at].level
        assert has_parts or any(isinstance(block, Slot) for block in inside), told.blocks[at]


def test_it_says_where_the_pilot_lies(reader):
    told = report(pilot, reader, BICYCLES)
    assert told.title == "小微企业质量管理体系认证提升行动\n天津市电动自行车区域试点自评报告"
    assert "分布在北辰区、武清区、宁河区、静海区" in prose(told)
    assert list(cells(told, "units")) == ["北辰区", "武清区", "宁河区", "静海区", "试点合计"]
    assert "分布在武清区。" in prose(report(pilot, reader, CARPETS))


def test_golden_sentences(spec):
    told = report(pilot, drawn(spec), P)
    said = prose(told)
    for sentence in (
        "参与试点的小微企业40家。",
        "参与试点培训的小微企业30家，占参与试点企业的75.00%。",
        "梳理发现质量管理共性“痛点”8个。",
        "解决区域产业共性质量管理“痛点”6个，占发现数的75.00%。",
        "试点提升前后，产品合格率从93%提高到98%，残次品率从7%降到2%，投诉率从1%上升到1.5%（表2、图1）。",
        "试点提升前后，区域产业产值从25亿元增加到30亿元，区域产业出口产值从900万元增加到950万元（表3）。",
        "回答了提升成效的2家企业中，认为提升非常明显或比较明显的有1家，占比50.00%。",
        "回答了总体满意度的1家企业中，表示满意或比较满意的有1家，占比100.00%。",
        "没有登记试点企业的优良案例。",
    ):
        assert sentence in said


def test_changes_are_in_points_or_percent_and_never_from_nothing(spec):
    told = report(pilot, drawn(spec), P)
    assert cells(told, "quality")["残次品率（%）"] == ["7", "2", "下降5个百分点"]
    assert cells(told, "quality")["投诉率（%）"] == ["1", "1.5", "上升0.5个百分点"]
    assert cells(told, "industry") == {
        "区域产业产值（亿元）": ["25", "30", "增长20%"],
        "区域产业出口产值（万元）": ["900", "950", "增长5.56%"],
        "区域产业占GDP比重（%）": ["—", "4.6", "—"],
    }
    assert "没有填报" in grid(told, "industry").note
    assert cells(told, "outcomes")["获质量奖（个）"] == ["3", "省级1个、市级2个"]


def test_what_does_not_agree_is_asked_about(spec):
    said = prose(report(pilot, drawn(spec), P))
    assert "附件3下半表填报的解决数是5个，上下两处不一致，请核实。" in said
    assert "附件3填报的精准帮扶企业3家与帮扶企业台账标明的2家不一致，请核实。" in said
    assert "附件3中没有改善的指标：投诉率从1%上升到1.5%，请说明原因。" in said


def test_what_agrees_is_not_asked_about(reader):
    said = prose(report(pilot, reader, BICYCLES))
    assert "请核实" not in said
    assert "请说明原因" not in said


def test_the_lower_half_of_the_sample_that_says_otherwise_is_found(reader):
    assert "附件3下半表填报的解决数是12个" in prose(report(pilot, reader, CARS))


def test_registered_cases_are_those_of_the_pilot_s_firms(spec):
    cases = """
        firm | year | province | title | selected
        A    | 2024 | 120000   | 一    | true
        B    | 2024 | 120000   | 二    | false
        C    | 2024 | 120000   | 三    | true
    """
    assert "登记的试点企业优良案例2个，其中入选1个。" in prose(report(pilot, drawn(spec, good_case=cases), P))


def test_a_pilot_without_its_table_says_so_and_shows_its_firms(spec):
    told = report(pilot, drawn(spec, pilot_indicator=""), P)
    assert (
        "没有收到《提升行动区域试点工作统计表》（附件3），其中的数据待补。帮扶企业台账标明属于试点的企业2家"
        in prose(told)
    )
    assert not [block for block in told.blocks if getattr(block, "key", "") in ("taking_part", "quality", "outcomes")]


def test_a_pilot_with_its_table_alone_has_its_report(spec):
    told = report(pilot, drawn(spec, responses="", assisted="", pilot_member=""), P)
    assert "2024年没有收到试点企业的调查问卷。" in prose(told)
    assert "分布在" not in prose(told)
    assert told.title.endswith("天津市丝网区域试点自评报告")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (Filters.of(pilot=["天津地毯"]), "写一个年度"),
        (Filters.of(year=[2024, 2023], pilot=["天津地毯"]), "写一个年度"),
        (Filters.of(year=[2024]), "只写一个试点.*2024年有：天津地毯、天津汽车及零部件"),
        (Filters.of(year=[2024], pilot=["天津地毯", "天津电动自行车"]), "只写一个试点"),
        (Filters.of(year=[2024], pilot=["none"]), "只写一个试点"),
        (Filters.of(year=[2023]), "2023年有：—"),
        (BICYCLES.but(industry=[4]), "不能用“industry”筛选"),
        (BICYCLES.but(province=["140000"]), "“天津电动自行车”不在所选的省"),
        (BICYCLES.but(year=[2022]), "天津市电动自行车区域试点2022年没有试点统计表"),
    ],
)
def test_a_wrong_selection_is_refused(reader, where, said):
    with pytest.raises(Refused, match=said):
        report(pilot, reader, where)


@pytest.mark.parametrize("where", [BICYCLES, CARPETS])
def test_the_document_is_sound_and_its_references_lead_to_captions(reader, where, tmp_path):
    told = report(pilot, reader, where)
    content, _ = document(told)
    assert faults(content, tmp_path) == []
    shown, marks = labels(told), reading.bookmarked(content)
    references = [(one.split()[1], text) for one, text in reading.fields(content) if one.startswith("REF")]
    assert {name.removeprefix("_Ref_") for name, _ in references} == set(shown)  # each table and chart is spoken of
    assert all(marks[name] == text == shown[name.removeprefix("_Ref_")] for name, text in references)


def test_the_chart_stands_on_the_figures_of_the_table(spec):
    told = report(pilot, drawn(spec), P)
    (block,) = (one for one in told.blocks if isinstance(one, Drawing) and one.key == "compared")
    assert [(mark.label, mark.before, mark.value) for mark in block.chart.marks] == [
        ("产品合格率", 93, 98),
        ("残次品率", 7, 2),
        ("投诉率", 1, 1.5),
    ]
