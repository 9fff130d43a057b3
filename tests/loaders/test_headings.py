"""Headings are bound by the stem of the question, never by its number."""

import pytest

from data.samples import national_2021
from loaders import headings
from loaders.headings import Question, bind, bind_to, form, forms

FORMS = [(q, year) for year in forms() for q in form(year)]


def bound(found: list[object], year: int | None = None) -> list[str | None]:
    """The column each heading was bound to."""
    columns = (bind_to(found, year) if year else bind(found)).columns
    names = [columns.get(position) for position in range(len(found))]
    return [name.column if isinstance(name, Question) else name for name in names]


def as_drawn(text: str, year: int | None = None) -> None:
    """Each line: a heading, an arrow, the column it is bound to or —."""
    lines = [[cell.strip() for cell in line.split("→")] for line in text.splitlines() if line.strip()]
    expected = [None if column == "—" else column for _, column in lines]
    assert bound([heading for heading, _ in lines], year) == expected


def test_numbers_shift_after_the_unnumbered_items():
    as_drawn("""
        14、在本次提升行动中，您对以下哪些方面比较满意？              → q14
        15、请具体阐述满意的方面                                      → q14_text
        16、在本次提升行动中，您对以下哪些方面不满意或认为需要改进？  → q15
        17、请具体阐述不满意的方面                                    → q15_text
        18、针对进一步做好提升行动，您还有哪些意见建议？              → q16_text
        19、您对于提升行动还有哪些需求？                              → q17_text
    """)


def test_unnumbered_items_stand_without_a_number():
    as_drawn("""
        14、在本次提升行动中，您对以下哪些方面比较满意？              → q14
        请具体阐述满意的方面                                          → q14_text
        15、在本次提升行动中，您对以下哪些方面不满意或认为需要改进？  → q15
        请具体阐述不满意的方面                                        → q15_text
        16、针对进一步做好提升行动，您还有哪些意见建议？              → q16_text
    """)


@pytest.mark.parametrize("number", ["7、", "7.", "7．", "7：", "7:", "7 ", "7", "", "第7题 ", "99、", "Q7_"])
def test_number_and_separator_do_not_matter(number):
    assert bound([f"{number}您认为贵单位的提升效果如何？"]) == ["q7"]


@pytest.mark.parametrize("end", ["", " ", "：", ":", "？", " ？ ", "\u3000", "（单选题）", "*", "\n"])
def test_what_follows_the_stem_does_not_matter(end):
    assert bound([f"7、通过参与提升行动，您认为贵单位的提升效果如何{end}"]) == ["q7"]


def test_a_matrix_has_its_stem_in_the_first_column_only():
    as_drawn("""
        1、贵单位基本信息—单位名称（请填写企业全称） → name
        1、单位所在省市                              → place
        1、统一社会信用代码：                        → credit_code
    """)


def test_the_next_columns_of_a_matrix_may_be_the_bare_item():
    as_drawn("""
        贵单位基本信息：单位名称                                → name
        统一社会信用代码                                        → credit_code
        单位所在省市                                            → place
        20、贵单位的企业负责人（问卷填写人）信息—姓名           → contact_name
        联系电话：                                              → contact_phone
    """)


def test_a_matrix_may_repeat_its_stem():
    as_drawn("""
        1、贵单位基本信息—单位名称         → name
        1、贵单位基本信息—单位所在省市     → place
        1、贵单位基本信息—统一社会信用代码 → credit_code
    """)


def test_a_bare_item_is_found_after_another_question():
    as_drawn("""
        1、贵单位基本信息—单位名称 → name
        7、您认为贵单位的提升效果如何？ → q7
        统一社会信用代码 → credit_code
    """)


BLANKS = """
    9、经营业绩方面，贵单位通过提升行动获得的提升数据如何？(1)企业年度营收增长___%      → q9_1
    (2)企业年产品销量增长___%                                                          → q9_2
    (3)企业年产品销售额增长___%                                                        → q9_3
    (4)其他指标___%                                                                    → q9_4
    10、成本控制方面，贵单位通过提升行动获得的提升数据如何？(1)企业利润率增长___%       → q10_1
    (2)企业成本下降___%                                                                → q10_2
    (3)其他指标___%                                                                    → q10_3
    11、产品质量方面，贵单位通过提升行动获得的提升数据如何？(1)产品合格率提升___%       → q11_1
    (2)成品转化率提升___%                                                              → q11_2
    (3)其他指标___%                                                                    → q11_3
    12、客户满意度方面，贵单位通过提升行动获得的提升数据如何？(1)消费者满意度提升___%   → q12_1
    (2)第三方测评满意度提升___%                                                        → q12_2
    (3)消费者争议或投诉数量同比下降___%                                                → q12_3
    (4)其他指标___%                                                                    → q12_4
"""


def test_blanks_follow_their_question_and_other_indicators_belong_to_four():
    as_drawn(BLANKS)


@pytest.mark.parametrize(("old", "new"), [("(", "（"), (")", "）"), ("___%", "％"), ("___%", ""), ("？(", "?—(")])
def test_blanks_in_other_writing(old, new):
    as_drawn(BLANKS.replace(old, new))


def test_the_form_is_chosen_by_its_texts():
    monthly = [
        "9、经营业绩方面，贵单位通过提升行动获得的提升数据如何？(1)企业月营收增长___%",
        "(2)企业月产品销量增长___%",
    ]
    yearly = [
        "9、经营业绩方面，贵单位通过提升行动获得的提升数据如何？(1)企业年度营收增长___%",
        "(2)企业年产品销量增长___%",
    ]
    assert (bind(monthly).form, bound(monthly)) == (2021, ["q9_1", "q9_2"])
    assert (bind(yearly).form, bound(yearly)) == (2022, ["q9_1", "q9_2"])


def test_where_both_forms_fit_it_is_the_latest():
    assert bind(["7、您认为贵单位的提升效果如何？"]).form == max(forms()) == 2022


def test_the_sample_export_binds_the_whole_form_of_2021():
    binding = bind(national_2021.headings())
    assert (binding.form, binding.missing, binding.unknown, binding.repeated) == (2021, [], [], [])
    assert bound(national_2021.headings())[6:] == [q.column for q in form(2021)]


@pytest.mark.parametrize(("question", "year"), FORMS, ids=[f"{year}-{q.column}" for q, year in FORMS])
def test_every_question_binds_by_its_own_texts(question, year):
    assert bound([f"77、{question.stem}（ 1 ）{question.item}：___%"], year) == [question.column]


def test_leading_columns_of_the_export():
    as_drawn("""
        序号          → sequence
        用户ID        → user
        提交答卷时间  → submitted_at
        所用时间      → seconds
        来源          → source
        来源详情      → link
        sojumpparm    → link
        自定义字段    → link
        来自IP        → ip
        总分          → score
    """)


def test_a_repeated_heading_is_named_and_the_first_one_counts():
    binding = bind(
        ["7、您认为贵单位的提升效果如何？", "8、您认为贵单位的提升效果如何？", "7、您认为贵单位的提升效果如何"]
    )
    assert (list(binding.columns), binding.repeated, binding.unknown) == ([0], [1, 2], [])


def test_an_unknown_heading_is_named_and_does_not_disturb_its_neighbours():
    found = [
        "9、经营业绩方面，贵单位通过提升行动获得的提升数据如何？(1)企业年度营收增长",
        "备注",
        "(2)企业年产品销量增长",
        "",
    ]
    binding = bind(found)
    assert (bound(found), binding.unknown) == (["q9_1", None, "q9_2", None], [1])


def test_missing_questions_are_named():
    assert {q.column for q in bind(["7、您认为贵单位的提升效果如何？"]).missing} == {
        q.column for q in form(2022) if q.column != "q7"
    }


def test_no_heading_is_known_on_another_survey():
    binding = bind(["1、手机部数", "2、手机价格", "3、性别 ", 4.0, None])
    assert (binding.columns, binding.questions_bound) == ({}, 0)


def test_columns_of_a_form_are_named_once():
    for year in forms():
        columns = [q.column for q in form(year)]
        assert len(columns) == len(set(columns)) > 30


def test_no_stem_of_a_form_is_a_part_of_another():
    for year in forms():
        stems = [stem for stem, _ in headings._stems(year)]
        assert [(a, b) for a in stems for b in stems if a != b and a in b] == []


# --- several blanks in one column, two blanks for one indicator

BUSINESS = "9、经营业绩方面，贵单位通过提升行动获得的提升数据如何？"
NOTE = "（注：企业可根据自身情况从①—④中选择填写，选项可全部填写，可部分填写，也可补充填写）"
ITEMS = "①企业年度营收增长_____ %;②企业年产品销量增长_____ %;③企业年产品销售额增长_____%;④_____（其他指标）同比增长（下降）_____%。"
NINE = ["q9_1", "q9_2", "q9_3", "q9_4"]


@pytest.mark.parametrize(
    "whole", [BUSINESS, BUSINESS + NOTE, BUSINESS + "[填空题]", BUSINESS + ITEMS, BUSINESS + NOTE + ITEMS]
)
def test_one_column_may_hold_all_blanks_of_a_question(whole):
    binding = bind([whole, "13、贵单位对本次提升行动的整体满意程度？"])
    assert [q.column for q in binding.blanks[0].questions] == NINE
    assert (bound(["", whole])[1:], binding.unknown, binding.repeated) == ([binding.blanks[0]], [], [])
    assert not set(NINE) & {q.column for q in binding.missing}
    assert binding.questions_bound == 2


def test_the_firms_own_particulars_may_share_a_column():
    binding = bind(["1、贵单位基本信息：", "20、贵单位的企业负责人（问卷填写人）信息："])
    columns = [[q.column for q in blanks.questions] for blanks in binding.blanks.values()]
    assert columns == [["name", "place", "credit_code"], ["contact_name", "contact_phone"]]


def test_a_stem_over_columns_of_its_own_holds_nothing():
    found = [BUSINESS, "(1)企业年度营收增长___%", "(2)企业年产品销量增长___%"]
    binding = bind(found)
    assert (bound(found), binding.repeated) == ([None, "q9_1", "q9_2"], [0])


def test_an_item_of_no_form_is_not_the_whole_question():
    binding = bind([f"{BUSINESS}(1)企业季度营收增长___%"])
    assert (binding.columns, binding.unknown) == ({}, [0])


@pytest.mark.parametrize("year", forms())
def test_another_indicator_may_have_a_column_for_its_name_and_one_for_its_value(year):
    found = [f"{BUSINESS}(4)____（其他指标）", "(5)同比增长（下降）___%", "备注"]
    binding = bind_to(found, year)
    (question,) = binding.questions.values()
    assert (question.column, binding.values, binding.unknown) == ("q9_4", {question: 1}, [2])


def test_a_value_without_its_indicator_before_it_is_unknown():
    found = [f"{BUSINESS}(1)企业年度营收增长___%", "(5)同比增长（下降）___%"]
    assert bind(found).unknown == [1]
