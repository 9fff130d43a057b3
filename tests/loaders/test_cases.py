"""Lists of good cases."""

import pytest

from data.errors import Refused
from loaders import kinds
from loaders.document import Context, Document
from tests.loaders import drawing
from tests.loaders.drawing import ask, credit_code

FILE = "2022年太原市优良案例推荐名单.xlsx"
HEAD = "序号 | 案例名称 | 企业名称 | 统一社会信用代码 | 所属行业 | 所在地区 | 推荐单位 | 认证机构 | 是否入选"
FIVE = "\n".join(f"{n} | 案例{n} | 甲{n}有限公司 | {credit_code(n)} | 17 | 小店区 | | | " for n in range(1, 6))


def read(text: str, file: str = FILE, region: str | None = None) -> Document:
    document = kinds.read([drawing.ledger(text)], Context(region, file))
    assert document.in_file == document.loaded + document.held + document.ignored
    return document


def rules(document: Document) -> list[tuple[int, str, str]]:
    return [(i.row, i.value, i.rule) for i in document.issues]


def test_a_list_of_cases():
    line = f"1 | 从返工到免检 | 甲有限公司 | {credit_code(1)} | 17 | 小店区 | 太原市市场监管局 | 中国质量认证中心 | 是"
    document = read(f"{HEAD}\n{line}\n{FIVE}\n合计 | 6个")
    assert (document.kind, document.year, document.sender) == ("cases", 2022, "140100")
    assert (document.loaded, document.held, document.ignored) == (6, 0, 1)
    assert {name: values[0] for name, values in document.columns.items()} == {
        "title": "从返工到免检",
        "title_key": "从返工到免检",
        "name": "甲有限公司",
        "name_key": "甲有限公司",
        "credit_code": credit_code(1),
        "industry": 17,
        "province": "140000",
        "city": "140100",
        "county": "140105",
        "body": "CNCA-R-2002-001",
        "body_name": "中国质量认证中心",
        "recommended_by": "140100",
        "recommender": "太原市市场监管局",
        "selected": True,
        "row": 2,
        "sheet": "台账",
    }
    assert rules(document) == []


@pytest.mark.parametrize(
    ("text", "selected"),
    [
        ("是", True), ("入选", True), ("已入选", True), ("√", True), ("省级优良案例", True), ("一等奖", True),
        ("否", False), ("未入选", False), ("×", False), ("", None), ("待定", None),
    ],
)  # fmt: skip
def test_whether_a_case_was_selected(text, selected):
    document = read(f"{HEAD}\n1 | 案例 | 甲有限公司 | | 17 | 小店区 | | | {text}\n{FIVE}")
    assert document.columns["selected"] == [selected, *[None] * 5]
    assert ((2, text, "selected_unclear") in rules(document)) == (text == "待定")


@pytest.mark.parametrize(("title", "selected"), [("太原市入选优良案例名单", True), ("太原市优良案例推荐名单", None)])
def test_a_list_of_selected_cases_says_so_in_its_title(title, selected):
    head = "案例名称 | 企业名称 | 所在地区"
    document = read(f"{title}\n{head}\n案例 | 甲有限公司 | 小店区", "2023年案例.xlsx")
    assert document.columns["selected"] == [selected]


def test_a_case_without_a_firm_waits_and_one_without_a_title_is_marked():
    document = read(f"{HEAD}\n1 | 案例 | | | 17 | 小店区 | | | \n2 | | 甲有限公司 | | 17 | 小店区 | | | \n{FIVE}")
    assert (document.loaded, document.held) == (6, 1)
    asked = [one for one in rules(document) if one[2] in ("firm_missing", "case_title_missing")]
    assert sorted(asked) == [(2, "", "firm_missing"), (3, "", "case_title_missing")]


def test_a_case_twice_a_large_firm_and_a_long_text_are_marked():
    head = "案例名称 | 企业名称 | 企业规模 | 字数"
    document = read(f"{head}\n案例 | 甲有限公司 | 小型 | 2000\n案 例 | 甲有限公司 | 大型企业 | 2001字", "2023年.xlsx")
    assert rules(document) == [
        (3, "大型企业", "case_not_small"),
        (3, "2001字", "case_too_long"),
        (3, "2", "case_repeated"),
    ]
    assert document.loaded == 2


@pytest.mark.parametrize(
    ("file", "count", "value", "rule"),
    [
        ("2024年天津市北辰区案例.xlsx", 6, "北辰区 6 > 5", "cases_above_limit"),
        ("2022年太原市案例.xlsx", 4, "太原市 4 < 5", "cases_below_limit"),
        ("2024年天津市北辰区案例.xlsx", 5, "", ""),
        ("2023年天津市北辰区案例.xlsx", 6, "", ""),  # no notice of that year is known
    ],
)
def test_how_many_cases_a_notice_asks_for(file, count, value, rule):
    lines = "\n".join(f"案例{n} | 甲{n}有限公司" for n in range(count))
    document = read(f"案例名称 | 企业名称 | 认证机构\n{lines}", file)
    assert rules(document) == ([(0, value, rule)] if rule else [])


def test_a_list_with_headings_only_is_refused():
    with pytest.raises(Refused, match="只有标题，没有案例"):
        read(HEAD)


def test_a_ledger_beside_a_list_of_cases_is_still_a_ledger():
    ledger = drawing.ledger(f"企业名称 | 信用代码 | 所属行业\n甲有限公司 | {credit_code(1)} | 17", "台账")
    cases = drawing.ledger(f"{HEAD}\n{FIVE}", "案例")
    document = kinds.read([ledger, cases], Context(None, FILE))
    assert (document.kind, document.loaded) == ("ledger", 1)
    assert [(i.value, i.rule) for i in document.issues if i.sheet == "案例"] == [("案例", "sheet_unknown")]


def test_a_ledger_that_only_mentions_cases_is_a_ledger():
    sheet = drawing.ledger(f"企业名称 | 信用代码 | 所属行业 | 典型案例\n甲有限公司 | {credit_code(1)} | 17 | 有")
    assert kinds.read([sheet], Context(None, "2022年太原市台账.xlsx")).kind == "ledger"


# --- in a version


def test_a_case_in_two_lists_is_one_and_the_list_that_says_so_selects_it(store, tmp_path):
    one = f"1 | 案例 | 甲有限公司 | {credit_code(1)} | 17 | 小店区 | | "
    drawing.load(store, tmp_path, "2022年太原市案例.xlsx", f"{HEAD}\n{one} | ")
    drawing.load(store, tmp_path, "2022年山西省案例.xlsx", f"{HEAD}\n{one} | 是")
    found = ask(store, "SELECT year, title, city, industry, sector, recommended_by, selected FROM good_case")
    assert found == [(2022, "案例", "140100", 17, "manufacturing", "140100", True)]


def test_what_the_list_leaves_out_the_ledger_knows(store, tmp_path):
    ledger = "企业名称 | 信用代码 | 所属行业 | 所在地区 | 认证机构"
    firm = f"甲有限公司 | {credit_code(1)} | 17 | 太原市小店区 | 中国质量认证中心"
    drawing.load(store, tmp_path, "2022年太原市台账.xlsx", f"{ledger}\n{firm}")
    drawing.load(store, tmp_path, "2022年太原市案例.xlsx", "案例名称 | 企业名称 | 推荐单位\n案例 | 甲有限公司 | ")
    found = ask(store, "SELECT firm, credit_code, city, county, industry, body FROM good_case")
    assert found == [(credit_code(1), credit_code(1), "140100", "140105", 17, "CNCA-R-2002-001")]


def test_a_firm_no_ledger_knows_keeps_its_own_words(store, tmp_path):
    drawing.load(
        store, tmp_path, "2022年太原市案例.xlsx", "案例名称 | 企业名称 | 认证机构\n案例 | 甲有限公司 | 某认证公司"
    )
    assert ask(store, "SELECT firm, city, industry, body, selected FROM good_case") == [
        ("甲有限公司@140100", "140100", None, "某认证公司", None)
    ]
    assert ask(store, "SELECT name FROM body") == [("某认证公司",)]
