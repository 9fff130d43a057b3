"""The summary report: the manner of the national report on 2021, with our one rule of rounding."""

import pytest

from data.errors import Refused
from metrics.query import Filters, compute
from reports import summary
from reports.checking.verification import facts, verify
from reports.content import Drawing, Grid, Heading, Slot
from reports.drafts import text
from reports.word.document import document, labels
from reports.wording import plain
from tests.reports import reading
from tests.reports.checked import checked, prose, report
from tests.reports.test_document import faults

NATION = Filters.of(year=[2021])
TIANJIN = Filters.of(year=[2024], province=["120000"])

ANSWERS = """
    firm | year | province | city   | industry | body | q3 | q7 | q8_1  | q13 | q14_6 | q15_2 | q11_1
    A    | 2021 | 140000   | 140100 | 17       | X    | 1  | 1  | true  | 1   | true  | false | 10
    B    | 2021 | 140000   | 140100 | 17       | X    | 2  | 2  | true  | 2   | false | true  | 15
    C    | 2021 | 140000   | 140200 | 33       | Y    | 3  | 3  | false | 3   | false | true  |
"""
FIRMS = """
    firm | year | province | city   | industry | body | origin
    A    | 2021 | 140000   | 140100 | 17       | X    | answers
    B    | 2021 | 140000   | 140100 | 17       | X    | answers
    C    | 2021 | 140000   | 140200 | 33       | Y    | answers
"""
FILED = "province | year | policies | trained_enterprises\n140000 | 2021 | 9 | 1125"


@pytest.fixture(scope="module")
def told(national):
    return report(summary, national, NATION)


@pytest.fixture(scope="module")
def content(told) -> bytes:
    return document(told)[0]


def grid(told, key) -> Grid:
    return next(block for block in told.blocks if isinstance(block, Grid) and block.key == key)


def test_every_number_of_the_nation_is_computed(national, told):
    figures = checked(national, told)
    assert len(figures) > 300
    assert not [one for one in figures if dict(one.where)["year"] != (2021,)]


def test_every_number_of_a_province_is_computed(reader):
    figures = checked(reader, report(summary, reader, TIANJIN))
    assert {one.name for one in figures} >= {"response_rate", "cases_selected", "satisfied_with_6"}


def test_years_that_compare_are_compared(years):
    told = report(summary, years, Filters.of(year=[2023], province=["320000"]))
    assert {one.part for one in checked(years, told)} >= {"before", "after", "difference"}
    assert "提升率比上年" in prose(told) or "提升率与上年持平" in prose(told)


def chart_of(told, key: str):
    return next(block for block in told.blocks if isinstance(block, Drawing) and block.key == key).chart


def test_levels_are_those_of_the_whole_and_of_each_unit_by_its_rate(national, told):
    chart = chart_of(told, "levels")
    assert chart.rows[0].label == "全国"
    assert len(chart.rows) == 32
    rates = [round(sum(cell.value for cell in cells[:2]), 9) for cells in chart.cells]
    assert rates[1:] == sorted(rates[1:], reverse=True)
    computed = compute(national, [f"satisfaction_level_{level}" for level in range(1, 5)], (), NATION)["value"]
    assert [cell.value for cell in chart.cells[0]] == pytest.approx([*computed])


def test_certificates_are_parts_of_all_that_answered(national, told, content):
    chart = chart_of(told, "certification")
    names = [f"certification_status_{place}" for place in range(1, 6)]
    computed = compute(national, names, (), NATION).set_index("metric").loc[names]
    assert [mark.value for mark in chart.marks] == pytest.approx([*computed["value"]])
    assert chart.whole == "n=5639"
    (book,) = (book for book in reading.books(content) if book[0][0] == "获证情况")
    assert [row[1] for row in book[1:]] == pytest.approx([*computed["value"]])
    assert [row[2:] for row in book[1:]] == [*zip(computed["numerator"], computed["denominator"], strict=True)]


def test_years_that_compare_are_joined_in_the_chart(years):
    told = report(summary, years, Filters.of(year=[2023], province=["320000"]))
    chart = chart_of(told, "trend")
    rates = [
        compute(years, ["satisfaction_rate"], (), Filters.of(year=[year], province=["320000"]))["value"][0]
        for year in (2021, 2022, 2023)
    ]
    assert [mark.value for mark in chart.marks] == pytest.approx(rates)
    assert [mark.joined for mark in chart.marks] == [True, False, True]  # from 2022 on others were asked
    assert chart.span[0] < min(rates) <= max(rates) < chart.span[1]


def test_of_one_year_there_is_no_line(told):
    assert "trend" not in {block.key for block in told.blocks if isinstance(block, Drawing)}


def test_the_sections_are_those_of_the_report_on_2021_in_their_order(told):
    heads = [block.text for block in told.blocks if isinstance(block, Heading) and block.level == 1]
    assert heads == ["工作举措", "提升成效", "经验启示", "存在问题", "下一步工作"]
    assert told.title == "“小微企业质量管理体系认证提升行动”\n2021年总结评估报告"
    assert told.most is None


def test_the_published_pairs_in_the_published_manner(told):
    """As published but for the three that the report on 2021 truncated: 97.4, 95.88, 30.07."""
    said = prose(told)
    for sentence in (
        "2021年全国共有127家认证机构为36个行业的5639家小微企业实施了精准帮扶。",
        (
            "5639家企业中，对提升行动表示满意或比较满意的有5498家，占比达到97.50%；"
            "认为提升成效非常明显或比较明显的有5407家，占比达到95.89%。"
        ),
        "90.87%（5124家）的企业反馈质量意识提升。",
        (
            "87.53%（4936家）的企业“管理制度更加规范完善”，65.26%（3680家）的企业“工作环境更加整洁安全”，"
            "61.52%（3469家）的企业“工艺流程更加优化”，30.08%（1696家）的企业“成本下降”。"
        ),
        "23.50%（1325家）的企业反馈数字化、智能化水平提升，36.42%（2054家）的企业反馈创新能力提升。",
        "填写了产品合格率变化的1980家企业平均提升17.80%。",
        "有1724家企业认为政府服务措施不满意或需改进",
    ):
        assert sentence in said


def test_the_figure_checker_agrees_with_the_report(national, content):
    found = verify(text(content), facts(national, NATION))
    assert not [one.claim.sentence.text for one in found if one.status in ("wrong", "truncated")]
    pairs = {one.claim.printed: one for one in found if one.claim.kind == "pair"}
    assert len(pairs) > 15
    for one in pairs.values():
        assert one.own.status in ("agree", "half_up"), one.claim.printed
        assert one.data.check.status == one.own.status, one.claim.printed
    assert pairs["5498家 · 97.50%"].data.known.metric == "satisfaction_rate"
    assert pairs["5407家 · 95.89%"].data.known.metric == "improvement_rate"


@pytest.mark.parametrize("wrong", ["5408家，占比达到95.89%", "5407家，占比达到95.98%"])
def test_the_figure_checker_would_have_found_a_slip(national, content, wrong):
    slipped = text(content).replace("5407家，占比达到95.89%", wrong)
    assert [one for one in verify(slipped, facts(national, NATION)) if one.status == "wrong"]


def test_a_province_is_verified_too(reader):
    content, _ = document(report(summary, reader, TIANJIN))
    found = verify(text(content), facts(reader, TIANJIN))
    assert not [one.claim.sentence.text for one in found if one.status in ("wrong", "truncated")]
    assert [one for one in found if one.status in ("agree", "half_up")]


def test_golden_sentences(spec):
    told = report(summary, spec(ANSWERS, FIRMS, statistics=FILED).reader, Filters.of(year=[2021], province=["140000"]))
    said = prose(told)
    for sentence in (
        "据统计，2021年山西省共有2家认证机构为2个行业的3家小微企业实施了精准帮扶。",
        "截至2021年，累计出台政策措施9项；没有收到财政补贴数据，待补。",
        "累计培训企业1125家。",
        "2021年帮扶小微企业3家，其中制造业2家、其他行业1家。",
        "收回有效答卷3份；没有帮扶企业台账，不计算答卷率。",
        "参与提升行动之前已获证的1家，参与之后获证的1家。",
        "尚未获证的企业中，正在认证的1家，打算近期申请的0家，暂不打算申请的0家（图",
        (
            "3家企业中，对提升行动表示满意或比较满意的有2家，占比达到66.67%；"
            "认为提升成效非常明显或比较明显的有2家，占比达到66.67%。"
        ),
        "66.67%（2家）的企业反馈质量意识提升。",
        "填写了产品合格率变化的2家企业平均提升12.50%。",
        "没有企业填写销量变化。",
        "有2家企业认为政府服务措施不满意或需改进，占全部答卷的66.67%",
        "有1家企业对认证机构持续跟踪服务感到满意，占全部答卷的33.33%",
    ):
        assert sentence in said
    assert told.title.startswith("山西省小微企业")


def test_where_not_everybody_was_asked_each_base_is_named(spec):
    answers = ANSWERS.replace("| 3  | false | 3  ", "| 3  | false |    ")
    told = report(summary, spec(answers, FIRMS).reader, NATION)
    assert (
        "回答了总体满意度的2家企业中，对提升行动表示满意或比较满意的有2家，占比达到100.00%；"
        "回答了提升成效的3家企业中，认为提升成效非常明显或比较明显的有2家，占比达到66.67%。"
    ) in prose(told)


def test_firms_without_an_industry_are_spoken_of(spec):
    firms = f"{FIRMS}    D | 2021 | 140000 | 140100 |    | X | answers"
    told = report(summary, spec(ANSWERS, firms).reader, NATION)
    assert "帮扶小微企业4家，其中制造业2家、其他行业1家，其余没有写明行业。" in prose(told)
    assert "没有写明行业的企业只计入全部行业" in grid(told, "industries").note


def test_a_column_without_any_figure_is_left_out(told, reader):
    assert grid(told, "units").heads == ("地区", "帮扶企业（家）", "提升率", "满意率")  # there is no ledger
    assert "答卷率" in grid(report(summary, reader, TIANJIN), "units").heads
    assert all(len(row) == 4 for row in grid(told, "units").rows)


def test_the_ten_largest_industries_then_the_sectors_and_all(told):
    rows = [plain(row[0], {}) for row in grid(told, "industries").rows]
    firms = [int(plain(row[1], {})) for row in grid(told, "industries").rows]
    assert rows[-3:] == ["制造业合计", "其他行业合计", "全部行业"]
    assert len(rows) == 13
    assert firms[:10] == sorted(firms[:10], reverse=True)
    assert firms[-3] + firms[-2] == firms[-1] == 5639


def test_the_regions_stand_in_code_order_and_in_order_of_value(told):
    units = [plain(row[0], {}) for row in grid(told, "units").rows]
    assert (units[0], units[-1], len(units)) == ("北京市", "全国", 32)
    (bars,) = (one.chart for one in told.blocks if isinstance(one, Drawing) and one.key == "improvement")
    values = [mark.value for mark in bars.marks]
    assert values == sorted(values, reverse=True)
    assert len(values) == 31


def test_each_table_and_chart_is_spoken_of_by_its_number(content, told):
    shown, marks = labels(told), reading.bookmarked(content)
    references = [(one.split()[1], said) for one, said in reading.fields(content) if one.startswith("REF")]
    assert {name.removeprefix("_Ref_") for name, _ in references} == set(shown)
    assert all(marks[name] == said == shown[name.removeprefix("_Ref_")] for name, said in references)
    assert sorted(shown.values()) == [*(f"图{n}" for n in range(1, 8)), *(f"表{n}" for n in range(1, 6))]


def test_problems_and_suggestions_are_left_to_people(told):
    at = next(
        place for place, block in enumerate(told.blocks) if isinstance(block, Heading) and block.text == "经验启示"
    )
    after = told.blocks[at:]
    heads = [place for place, block in enumerate(after) if isinstance(block, Heading)]
    assert sum(isinstance(block, Slot) for block in after) == 5
    assert isinstance(after[-1], Slot)
    assert len(heads) == 6


def test_the_document_is_sound(content, tmp_path):
    assert faults(content, tmp_path) == []


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (Filters.of(), "写一个年度"),
        (Filters.of(year=[2021, 2022]), "写一个年度"),
        (NATION.but(city=["140100"]), "不能用“city”筛选"),
        (NATION.but(pilot=["P"]), "不能用“pilot”筛选"),
        (NATION.but(province=["140000", "320000"]), "只写全国或一个省"),
        (Filters.of(year=[2022]), "全国2022年没有企业调查问卷"),
        (NATION.but(province=["650000"], year=[2022]), "新疆维吾尔自治区2022年没有企业调查问卷"),
    ],
)
def test_a_wrong_selection_is_refused(national, where, said):
    with pytest.raises(Refused, match=said):
        report(summary, national, where)
