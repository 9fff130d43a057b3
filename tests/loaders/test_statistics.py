"""附表: seven figures of a region, however the blanks of the form were filled in."""

from typing import Any

import pytest

from data.errors import Refused
from data.reference import table
from loaders import kinds, reading, statistics
from loaders.document import Context, Document
from loaders.reading import Sheet
from tests.loaders import drawing

FILE = "2022年度太原市小微企业质量管理体系认证提升行动统计表.xlsx"
FIGURES = {
    "policies": 3,
    "subsidy_10k_cny": 120,
    "trained_person_times": 1987,
    "trained_enterprises": 443,
    "assisted": 196,
    "industries": 2,
    "bodies": 2,
}
PRINTED = """
    附表
    小微企业质量管理体系认证提升行动统计表
    编号 | 统计数据                                                                | 相关信息
    1    | 政策措施：3项 财政补贴金额： 120万元                                    | 1. 补贴
    2    | 培训人员数量：1987人次 (包括线上、线下) 培训企业数量：443家             |
    3    | 帮扶企业数量：196家 帮扶企业所属行业：2个                               | 3 食品、饮料和烟草；28 建筑业
    4    | 帮扶企业的认证机构：2家                                                 | 甲（CNCA-R-2002-001）；乙（CNCA-R-2002-002）
    (表中数据均为开展提升行动以来的累计数据)
    备注
    企业行业分类
    编号 | 大类名称         | 编号 | 大类名称
    1    | 农业、林业和渔业 | 21   | 航空航天
    2    | 采矿业和采石业   | 22   | 其他运输设备
"""


def read(text: str = PRINTED, file: str = FILE, region: str | None = None, **drawn: Any) -> Document:
    return kinds.read([drawing.ledger(text, "附表", **drawn)], Context(region, file))


def values(document: Document) -> dict[str, float]:
    assert document.in_file == document.loaded + document.held + document.ignored
    assert document.loaded == len(document.columns["figure"])
    return dict(zip(document.columns["figure"], document.columns["value"], strict=True))


def found(document: Document) -> list[tuple[int, str, str, str]]:
    return [(i.row, i.column, i.value, i.rule) for i in document.issues]


def test_the_form_as_printed():
    document = read()
    assert (document.kind, document.year, document.sender) == ("statistics", 2022, "140100")
    assert values(document) == FIGURES
    assert document.columns["row"] == [4, 4, 5, 5, 6, 6, 7]
    assert document.columns["region"] == ["140100"] * 7
    assert found(document) == []


def test_the_form_with_its_blanks_and_line_breaks():
    grid = [
        ["编号", "统计数据", "相关信息"],
        ["1", "政 策 措 施：     ３     项\n财政补贴金额：\n\n    0.012  亿元", ""],
        ["2", "培训人员数量：  1，987 人次\n\n（包括线上、线下）\n培训企业数量：__443__家", ""],
        ["3", "帮扶企业数量： 196 家\n帮扶企业所属行业：  2  个", ""],
        ["4", "帮扶企业的认证机构：  2 家", ""],
    ]
    document = kinds.read([Sheet("附表", grid)], Context(None, FILE))
    assert values(document) == FIGURES
    assert found(document) == []


def test_a_figure_may_stand_in_a_cell_of_its_own():
    document = read("""
        编号 | 统计数据             |      |      | 相关信息
        1    | 政策措施：           | =3   | 项   |
             | 财政补贴金额（万元） | =120 |      |
        2    | 培训人员数量         | 1987 | 人次 |
             | 培训企业数量         | 443  | 家   |
        3    | 帮扶企业数量         | 196  | 家   | 28 建筑业；3
             | 帮扶企业所属行业     | 2    | 个   |
        4    | 帮扶企业的认证机构   | 2    | 家   |
    """)
    assert values(document) == FIGURES
    assert found(document) == []


def test_a_blank_figure_is_marked_and_left_out():
    document = read(PRINTED.replace("1987人次", "_____人次"))
    assert values(document) == {name: value for name, value in FIGURES.items() if name != "trained_person_times"}
    assert (document.in_file, document.loaded, document.held, document.ignored) == (7, 6, 0, 1)
    assert [(row, column, rule) for row, column, _, rule in found(document)] == [(5, "培训人员数量", "figure_blank")]


@pytest.mark.parametrize(
    ("good", "bad", "issue"),
    [
        ("196家", "约200家", (6, "帮扶企业数量", "约200家", "figure_unreadable")),
        ("120万元", "120", (4, "财政补贴金额", "120", "figure_without_unit")),
        ("3项", "若干项", (4, "政策措施", "若干项", "figure_unreadable")),
    ],
)
def test_a_figure_that_cannot_be_read_is_held(good, bad, issue):
    document = read(PRINTED.replace(good, bad))
    assert (document.in_file, document.loaded, document.held, document.ignored) == (7, 6, 1, 0)
    assert found(document) == [issue]
    assert document.issues[0].level == "error"


def test_a_figure_that_is_not_on_the_form_is_said():
    document = read(PRINTED.replace("培训企业数量：443家", ""))
    assert (document.in_file, document.loaded) == (6, 6)
    assert found(document) == [(0, "", "培训企业数量", "figure_missing")]


def test_lists_that_do_not_agree_with_their_number_are_marked():
    document = read(PRINTED.replace("行业：2个", "行业：5个").replace("机构：2家", "机构：3家"))
    assert found(document) == [
        (6, "帮扶企业所属行业", "5 ≠ 2", "industries_listed"),
        (7, "帮扶企业的认证机构", "3 ≠ 2", "bodies_listed"),
    ]
    assert document.loaded == 7


@pytest.mark.parametrize(
    ("listed", "count"),
    [
        ("29 批发和零售业；汽车、摩托、个人及家庭用品修理业；30 宾馆及餐馆", 2),
        ("建筑业，教育\n37", 2),
        ("（请依据备注《认证行业分类》，列出帮扶企业所属行业的编号及大类名称）", 0),
        ("餐饮、旅游", 0),
        ("3 食品、饮料和烟草；28 建筑业等", 0),
    ],
)
def test_industries_are_counted_where_the_list_can_be_read(listed, count):
    assert statistics._listed("industries", listed) == count


def test_the_region_comes_from_the_unit_line_before_the_file():
    text = PRINTED.replace("编号 | 统计", "填报单位：大同市市场监督管理局\n编号 | 统计", 1)
    assert read(text).sender == "140200"


def test_the_region_may_stand_in_the_title():
    text = PRINTED.replace("小微企业质量管理体系认证提升行动统计表", "晋城市小微企业质量管理体系认证提升行动统计表")
    assert read(text, file="2022附表.xlsx").sender == "140500"


def test_a_form_without_a_region_has_no_sender():
    document = read(file="附表.xlsx", region="140000")
    assert (document.sender, document.year, document.columns["region"][0]) == (None, None, None)


@pytest.mark.parametrize(
    ("sender", "sentence"),
    [(None, "看不出这份统计表是哪个地区的"), ("CNCA-R-2002-001", "不是一个地区"), ("某某公司", "不是一个地区")],
)
def test_figures_of_nobody_are_refused(sender, sentence):
    with pytest.raises(Refused, match=sentence):
        statistics.refuse_without_region(sender)


def test_two_tables_on_one_sheet_are_refused():
    with pytest.raises(Refused, match="政策措施”出现了不止一次（第17行）"):
        read(PRINTED + PRINTED)


def test_two_sheets_of_one_region_are_refused():
    sheets = [drawing.ledger(PRINTED, name) for name in ("一", "二")]
    with pytest.raises(Refused, match="工作表“一”和“二”是同一个地区或试点的表"):
        kinds.read(sheets, Context(None, FILE))


def test_a_sheet_for_each_city():
    sheets = [drawing.ledger(PRINTED, name) for name in ("大同市", "晋城市")]
    document = kinds.read(sheets, Context(None, "2022年山西省统计表.xlsx"))
    assert (document.sender, document.in_file) == ("140000", 14)
    assert document.columns["region"] == ["140200"] * 7 + ["140500"] * 7


def test_the_table_of_industries_is_no_form():
    printed = PRINTED[PRINTED.index("    备注") :]
    assert statistics.recognises(drawing.ledger(printed)) == 0


@pytest.mark.parametrize("row", table("statistics_figures"), ids=lambda row: row["figure"])
def test_every_label_is_its_figure(row):
    for label in row["labels"].split("|"):
        text = (
            f"编号 | 统计数据 | 相关信息\n1 | {label}：5万元"
            if row["unit"] == "10k_cny"
            else f"编号 | 统计数据 | 相关信息\n1 | {label}：5"
        )
        document = statistics.read(drawing.ledger(text))
        assert (document.columns["figure"], document.columns["value"]) == ([row["figure"]], [5])


def test_a_nul_is_refused():
    with pytest.raises(Refused, match="NUL"):
        read(PRINTED.replace("1. 补贴", "1. 补\0贴"))


def test_the_ledger_goes_first_in_a_mixed_workbook(tmp_path):
    ledger = drawing.ledger("企业名称 | 地市 | 行业\n甲 | 太原 | 28", "台账")
    path = drawing.book(tmp_path / FILE, drawing.ledger(PRINTED, "附表"), ledger)
    document = kinds.read(reading.sheets(path.read_bytes()), Context(None, FILE))
    assert document.kind == "ledger"
    assert [issue.value for issue in document.issues if issue.rule == "sheet_unknown"] == ["附表"]
