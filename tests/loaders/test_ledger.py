"""Ledgers of assisted firms: whatever their layout, each row is a firm with its place, industry and body."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Refused
from data.reference import table
from loaders import kinds, ledger, questionnaire, reading
from loaders.document import Context, Document
from loaders.reading import Sheet
from tests.loaders import drawing
from tests.loaders.drawing import BLANK, credit_code

CODE_A, CODE_B = credit_code(1), credit_code(2)
BAD_DIGIT = "911100006000373411"
TAIYUAN, XIAODIAN, YINGZE = "140100", "140105", "140106"


def read(text: str, *, sheet: str = "台账", file: str = "", region: str | None = None, **drawn: Any) -> Document:
    return ledger.read(drawing.ledger(text, sheet, **drawn), Context(region, file))


def found(document: Document) -> list[tuple[int, str, str]]:
    """Row, rule and value of every finding about a record."""
    quiet = ("heading_unknown", "credit_code_missing")
    return [(i.row, i.rule, i.value) for i in document.issues if i.rule not in quiet]


def counts(document: Document) -> tuple[int, int, int, int]:
    return document.in_file, document.loaded, document.held, document.ignored


def places(document: Document) -> list[tuple[str | None, str | None, str | None]]:
    return list(zip(*(document.columns[level] for level in ("province", "city", "county")), strict=True))


# --- places


def test_a_place_in_one_column_goes_down_to_the_county():
    document = read("""
        序号 | 企业名称 | 所在地
        1    | 甲       | 山西省太原市小店区
        2    | 乙       | 山西太原
        3    | 丙       | 140106
    """)
    assert places(document) == [
        ("140000", TAIYUAN, XIAODIAN),
        ("140000", TAIYUAN, None),
        ("140000", TAIYUAN, YINGZE),
    ]
    assert found(document) == []


def test_a_place_may_be_a_chain_of_columns():
    document = read("""
        序号 | 企业名称 | 县（市、区） | 省份   | 所属市
        1    | 甲       | 小店区       | 山西省 | 太原市
        2    | 乙       |              | 山西   | 大同
        3    | 丙       | 城区         | 山西   | 晋城
    """)
    assert places(document) == [
        ("140000", TAIYUAN, XIAODIAN),
        ("140000", "140200", None),
        ("140000", "140500", "140502"),
    ]
    assert found(document) == []


def test_a_place_column_may_go_on_where_the_others_end():
    document = read("""
        企业名称 | 省份 | 市   | 行政区划
        甲       | 山西 | 太原 | 小店区
    """)
    assert places(document) == [("140000", TAIYUAN, XIAODIAN)]


def test_a_blank_place_is_the_senders_city():
    document = read("""
        填报单位：太原市市场监督管理局
        序号 | 企业名称 | 所在区县
        1    | 甲       |
        2    | 乙       | 小店区
    """)
    assert places(document) == [("140000", TAIYUAN, None), ("140000", TAIYUAN, XIAODIAN)]
    assert found(document) == []


def test_without_a_place_column_every_firm_is_in_the_senders_city():
    document = read("序号 | 企业名称 | 行业\n1 | 甲 | 28", file="太原市帮扶企业台账.xlsx")
    assert places(document) == [("140000", TAIYUAN, None)]


def test_a_county_named_alone_is_looked_for_in_the_senders_city():
    drawn = "填报单位：{}\n序号 | 企业名称 | 县\n1 | 甲 | 城区"
    assert places(read(drawn.format("晋城市市场监管局"))) == [("140000", "140500", "140502")]
    assert places(read(drawn.format("阳泉市市场监管局"))) == [("140000", "140300", "140302")]


def test_the_region_is_context_and_never_a_place():
    document = read("序号 | 企业名称 | 县\n1 | 甲 | 朝阳区\n2 | 乙 |", region="110000")
    assert places(document) == [("110000", "110105", None), (None, None, None)]
    assert found(document) == [(3, "region_missing", "")]


def test_the_place_of_a_bodys_ledger_is_never_its_own():
    document = read("填报单位：中国质量认证中心\n序号 | 企业名称 | 行业\n1 | 甲 | 28")
    assert places(document) == [(None, None, None)]


def test_a_county_merged_down_is_the_place_of_every_record(tmp_path):
    drawn = f"""
        序号 | 企业名称 | 所在区县 | 行业
        1    | 甲       | 小店区   | 28
        {BLANK}
        2    | 乙       |          | 28
        合计 | 2        |          |
        3    | 丙       | 迎泽区   | 28
    """
    file = drawing.book(tmp_path / "太原.xlsx", drawing.ledger(drawn, merged=("C2:C4",)))
    document = kinds.read(reading.sheets(file.read_bytes()), Context(None, file.name))
    assert [county for _, _, county in places(document)] == [XIAODIAN, XIAODIAN, YINGZE]
    assert (counts(document), document.columns["row"]) == ((5, 3, 0, 2), [2, 4, 6])


@pytest.mark.parametrize("ditto", ["同上", '"', "〃", "”"])
def test_as_above_is_what_stands_above(ditto):
    document = read(f"""
        企业名称 | 所在地         | 行业   | 认证机构
        甲       | 山西省大同市   | 28     | 中国质量认证中心
        乙       | {ditto}        | {ditto} | {ditto}
        丙       | {ditto}        | {ditto} | {ditto}
    """)
    assert document.columns["city"] == ["140200"] * 3
    assert document.columns["industry"] == [28] * 3
    assert document.columns["body"] == ["CNCA-R-2002-001"] * 3


# --- industries


@pytest.mark.parametrize("industry", table("industries"), ids=lambda row: row["code"])
def test_an_industry_by_code_number_name_or_both(industry):
    code, name = industry["code"], industry["name"]
    ways = [code, code.zfill(2), f"={code}", name, f"{code} {name}", f"{code}、{name}", f"{name}".replace("；", ";")]
    drawn = "\n".join(f"企业{number} | 太原 | {way}" for number, way in enumerate(ways))
    document = read(f"企业名称 | 地市 | 所属行业\n{drawn}")
    assert document.columns["industry"] == [int(code)] * len(ways)
    assert found(document) == []


def test_an_industry_by_another_of_its_names():
    document = read(
        "企业名称 | 地市 | 所属行业\n甲 | 太原 | 建筑业\n乙 | 太原 | 其他类制造业\n丙 | 太原 | 软件和信息技术服务业"
    )
    assert document.columns["industry"] == [28, 23, None]
    assert found(document) == [(4, "industry_unknown", "软件和信息技术服务业")]


def test_a_code_and_a_name_that_contradict_are_not_guessed():
    document = read("企业名称 | 地市 | 所属行业\n甲 | 太原 | 28 采矿业")
    assert (document.columns["industry"], document.loaded) == ([None], 1)


# --- certification bodies


@pytest.mark.parametrize(
    "drawn",
    [
        "认证机构\nCNCA-R-2002-001",
        "认证机构\n中国质量认证中心",
        "认证机构\n中国质量认证中心（CNCA-R-2002-001）",
        "认证机构\nCNCA-R-2002-001 另一个名称",
        "批准号\nＣＮＣＡ－Ｒ－２００２－００１",
        "认证机构 | 批准号\n中国质量认证中心 | CNCA-R-2002-001",
        "认证机构 | 批准号\n中国质量认证中心 |",
        "认证机构 | 批准号\n | CNCA-R-2002-001",
        "批准号 | 认证机构\nCNCA-R-2002-001 | 改了名的机构",
    ],
    ids=lambda drawn: drawn.replace("\n", " "),
)
def test_a_body_by_number_name_or_both(drawn):
    head, row = drawn.split("\n")
    document = read(f"企业名称 | 地市 | {head}\n甲 | 太原 | {row}")
    assert (document.columns["body"], document.columns["body_name"]) == (["CNCA-R-2002-001"], ["中国质量认证中心"])
    assert found(document) == []


def test_a_body_that_is_not_listed_is_its_own_key():
    document = read("企业名称 | 地市 | 认证机构\n甲 | 太原 | 样例 认证中心\n乙 | 太原 |")
    assert (document.columns["body"], document.columns["body_name"]) == (
        ["样例认证中心", None],
        ["样例 认证中心", None],
    )
    assert found(document) == [(3, "body_missing", "")]


def test_a_body_need_not_name_itself_in_its_own_ledger():
    document = read("填报单位：中国质量认证中心\n序号 | 企业名称 | 所在地\n1 | 甲 | 山西太原\n2 | 乙 | 山西大同")
    assert document.sender == "CNCA-R-2002-001"
    assert document.columns["body"] == ["CNCA-R-2002-001"] * 2
    assert document.columns["city"] == [TAIYUAN, "140200"]


def test_a_citys_ledger_without_a_body_column_has_none():
    document = read("填报单位：太原市\n序号 | 企业名称 | 行业\n1 | 甲 | 28")
    assert document.columns["body"] == [None]


# --- names and codes


FAULTY = [("123", "credit_code_shape"), (BAD_DIGIT, "credit_code_check_digit")]


@pytest.mark.parametrize(("code", "rule"), FAULTY)
def test_a_faulty_code_holds_the_row_of_a_ledger(code, rule):
    document = read(f"企业名称 | 统一社会信用代码 | 地市\n甲 | {code} | 太原\n乙 | {CODE_B} | 太原")
    assert (counts(document), found(document)) == ((2, 1, 1, 0), [(2, rule, code)])
    assert (document.columns["name"], document.columns["credit_code"]) == (["乙"], [CODE_B])


@pytest.mark.parametrize(("code", "rule"), FAULTY)
def test_a_faulty_code_only_marks_the_row_of_a_questionnaire(code, rule):
    document = questionnaire.read(drawing.sheet(f"name | credit_code\n甲 | {code}"))
    assert (document.loaded, document.held, document.columns["credit_code"]) == (1, 0, [None])
    assert [(i.rule, i.level) for i in document.issues if i.row > 1] == [(rule, "warning")]


def test_a_code_that_was_stored_as_a_number_holds_its_row():
    document = read("企业名称 | 统一社会信用代码 | 地市\n甲 | =911401001234567000 | 太原")
    assert (counts(document), found(document)) == (
        (1, 0, 1, 0),
        [(2, "credit_code_number", "911401001234567040")],
    )


def test_a_firm_needs_a_name_or_a_code():
    document = read(f"""
        序号 | 企业名称 | 统一社会信用代码 | 地市
        1    | 甲       |                  | 太原
        2    |          | {CODE_A}         | 太原
        3    |          |                  | 太原
    """)
    assert (counts(document), document.columns["row"]) == ((3, 2, 1, 0), [2, 3])
    assert (4, "firm_missing", "") in found(document)


def test_a_code_in_full_width_digits_is_read():
    document = read("企业名称 | 统一社会信用代码 | 地市\n甲 | ９１１１００００６０００３７３４１ｌ | 太原")
    assert document.columns["credit_code"] == ["91110000600037341L"]


def test_a_heading_that_means_nothing_is_reported_at_its_row():
    document = read("2022年台账\n企业名称 | 厂房面积 | 地市 | 行业\n甲 | 300 | 太原 | 28")
    assert [(i.row, i.column, i.level) for i in document.issues if i.rule == "heading_unknown"] == [
        (2, "厂房面积", "warning")
    ]


# --- year and sender


@pytest.mark.parametrize(
    ("title", "sheet", "file", "year"),
    [
        ("2022年帮扶企业台账", "台账", "", 2022),
        ("帮扶企业台账（2023年度）", "2021年", "2020.xlsx", 2023),
        ("帮扶企业台账", "2021年", "2020.xlsx", 2021),
        ("帮扶企业台账", "台账", "太原市2024年台账.xlsx", 2024),
        ("填报单位：太原市 填报日期：2022年12月1日", "台账", "", 2022),
        ("帮扶企业台账", "台账", "台账.xlsx", None),
        ("帮扶企业台账", "台账", "电话13920220000.xlsx", None),
    ],
)
def test_the_year_is_said_by_the_title_the_sheet_or_the_file(title, sheet, file, year):
    assert read(f"{title}\n企业名称 | 地市 | 行业\n甲 | 太原 | 28", sheet=sheet, file=file).year == year


def test_the_unit_line_outranks_the_sheet_and_the_file():
    drawn = "填报单位：{}\n企业名称 | 地市 | 行业\n甲 | 太原 | 28"
    assert read(drawn.format("太原市局"), sheet="大同市", file="晋中.xlsx").sender == TAIYUAN
    assert read(drawn.format("张三"), sheet="大同市", file="晋中.xlsx").sender == "140200"
    assert read(drawn.format("张三"), sheet="台账", file="晋中.xlsx").sender == "140700"
    assert read(drawn.format("张三")).sender is None


# --- several sheets


OF_COUNTY = "序号 | 企业名称 | 统一社会信用代码 | 行业\n1 | {} | {} | 28"


def of_counties(file: str) -> Document:
    sheets = [
        drawing.ledger("2022年小微企业帮扶台账\n太原市市场监督管理局", "封面"),
        drawing.ledger(OF_COUNTY.format("甲", CODE_A), "小店区"),
        drawing.ledger(OF_COUNTY.format("乙", "123"), "迎泽区"),
        drawing.ledger(OF_COUNTY.format("丙", CODE_B), "杏花岭区"),
    ]
    return kinds.read(sheets, Context("140000", file))


def test_the_sheets_of_a_file_are_one_ledger():
    document = of_counties("太原市2022年台账.xlsx")
    assert (counts(document), document.year) == ((3, 2, 1, 0), 2022)
    assert document.columns["name"] == ["甲", "丙"]
    assert document.columns["sheet"] == ["小店区", "杏花岭区"]
    assert document.columns["county"] == [XIAODIAN, "140107"]


def test_a_sheet_that_is_no_ledger_is_reported():
    document = of_counties("太原市2022年台账.xlsx")
    assert [(i.sheet, i.row, i.value) for i in document.issues if i.rule == "sheet_unknown"] == [("封面", 0, "封面")]


def test_a_file_with_a_sheet_for_each_county_is_sent_by_whom_its_name_says():
    assert of_counties("太原市2022年台账.xlsx").sender == TAIYUAN
    assert of_counties("2022年台账.xlsx").sender is None


def test_headings_without_firms_are_refused():
    with pytest.raises(Refused, match="只有标题，没有企业"):
        read("企业名称 | 地市 | 行业")


@pytest.mark.parametrize("head", ["企业名称 | 地市", "序号 | 地市 | 行业", "姓名 | 年龄 | 住址"])
def test_too_few_headings_are_no_ledger(head):
    assert ledger.recognises(drawing.ledger(f"{head}\n甲 | 太原 | 28")) == 0


def test_a_questionnaire_is_no_ledger():
    sheet = drawing.sheet("name\n甲")
    assert kinds.read([sheet], Context()).kind == "questionnaire"
    assert kinds.read([drawing.ledger("企业名称 | 地市 | 行业\n甲 | 太原 | 28")], Context()).kind == "ledger"


# --- conservation


ROWS = {
    "loaded": f"1 | 甲 | {CODE_A} | 太原",
    "uncoded": "1 | 乙 | | 火星",
    "digit": f"1 | 丙 | {BAD_DIGIT} | 太原",
    "number": "1 | 丁 | =911401001234567000 | 太原",
    "nobody": "1 | | | 太原",
    "total": "合计 | 5 | |",
    "note": "注：填全称 | | |",
    "blank": BLANK,
}
HELD, ASIDE = {"digit", "number", "nobody"}, {"total", "note", "blank"}


@given(st.lists(st.sampled_from(list(ROWS)), min_size=1, max_size=30).filter(lambda rows: set(rows) - ASIDE))
def test_every_row_is_loaded_held_or_ignored(rows: Sequence[str]):
    document = read("\n".join(["2022年台账", "序号 | 企业名称 | 信用代码 | 地市", *(ROWS[row] for row in rows)]))
    last = max(index for index, row in enumerate(rows) if row != "blank") + 1
    expected = [number for number, row in enumerate(rows, 3) if row not in HELD | ASIDE]
    held = {number for number, row in enumerate(rows, 3) if row in HELD}
    assert counts(document) == (last, len(expected), len(held), sum(row in ASIDE for row in rows[:last]))
    assert document.columns["row"] == expected
    assert {issue.row for issue in document.issues if issue.level == "error"} == held


CELLS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.datetimes(),
    st.sampled_from(["", "", "同上", "合计", "注：", CODE_A, BAD_DIGIT, "太原", "小店区", "28", "CNCA-R-2002-001"]),
)
HEAD = ["序号", "企业名称", "信用代码", "地市", "所在区县", "所属行业", "认证机构", "批准号", "备注", "企业规模"]
MERGED = st.tuples(st.integers(1, 8), st.integers(0, len(HEAD) - 1), st.integers(0, 4), st.integers(0, 2)).map(
    lambda r: ((r[0], r[1]), (r[0] + r[2], min(r[1] + r[3], len(HEAD) - 1)))
)


@given(
    st.lists(st.lists(CELLS, min_size=len(HEAD), max_size=len(HEAD)), min_size=1, max_size=8),
    st.lists(MERGED, max_size=3),
)
def test_any_cells_are_conserved(cells: list[list[Any]], merged: list[Any]):
    sheet = Sheet("太原市", [HEAD, *cells, ["1", "甲", CODE_A, *[""] * (len(HEAD) - 3)]], tuple(merged))
    before = [list(row) for row in sheet.rows]
    document = ledger.read(sheet)
    held = {issue.row for issue in document.issues if issue.level == "error"}
    assert document.in_file == len(cells) + 1 == document.loaded + document.held + document.ignored
    assert held.isdisjoint(document.columns["row"]) and len(held) == document.held
    assert {len(values) for values in document.columns.values()} == {document.loaded}
    assert set(document.columns) == set(ledger.STAGED)
    assert repr(sheet.rows) == repr(before)
