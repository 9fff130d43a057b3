"""The table in a sheet: headings wherever they stand, one row or two, and the lines around them."""

import unicodedata

import pytest

from data.reference import table
from loaders import ledger, reading, tables
from loaders.reading import Sheet
from loaders.tables import SEARCHED, is_aside
from loaders.text import key
from tests.loaders import drawing

HEADINGS = [(row["kind"], row["heading"], row["column"]) for row in table("headings")]
PLAIN = "序号 | 企业名称 | 所属市 | 行业\n1 | 甲 | 太原 | 28"


def found(sheet: Sheet) -> tables.Table:
    table = tables.find(sheet, ledger.KIND)
    assert table
    return table


def bound(*headings: str) -> list[str | None]:
    """The column each heading of a row is bound to."""
    table = tables.find(Sheet("台账", [list(headings)]), ledger.KIND)
    return [table.columns.get(position) if table else None for position in range(len(headings))]


def unit(*line: str) -> str:
    """Who filled in a table with that line right above its headings."""
    return found(drawing.ledger(" | ".join([*line, ""]) + "\n" + PLAIN)).unit


# --- one row of headings


@pytest.mark.parametrize("above", [0, 1, 2, SEARCHED - 1])
def test_the_heading_row_may_stand_anywhere_near_the_top(above):
    sheet = drawing.ledger("\n".join([*["2022年帮扶企业台账"] * above, PLAIN]))
    table = found(sheet)
    assert table.columns == {0: "sequence", 1: "name", 2: "city", 3: "industry"}
    assert (table.first, len(table.above)) == (above + 1, above)


def test_headings_below_the_rows_that_are_searched_are_not_found():
    assert tables.find(drawing.ledger("\n".join([*["填表须知"] * SEARCHED, PLAIN])), ledger.KIND) is None


def test_a_line_above_the_headings_is_no_part_of_them():
    table = found(drawing.ledger(f"2022年台账 | | | 单位：家\n{PLAIN}"))
    assert (table.headings, table.above) == (["序号", "企业名称", "所属市", "行业"], ["2022年台账", "单位：家"])


def test_a_title_merged_over_the_table_is_no_group():
    table = found(drawing.ledger(f"2022年帮扶企业台账\n{PLAIN}", merged=("A1:D1",)))
    assert (table.headings, table.first) == (["序号", "企业名称", "所属市", "行业"], 2)


@pytest.mark.parametrize(("kind", "heading", "column"), HEADINGS, ids=[f"{k}-{h}" for k, h, _ in HEADINGS])
def test_every_heading_is_bound_to_its_column(kind, heading, column):
    table = tables.find(Sheet("台账", [[heading]]), kind)
    assert table and table.columns == {0: column}


def test_no_heading_means_two_columns():
    columns: dict[tuple[str, str], set[str]] = {}
    for kind, heading, column in HEADINGS:
        columns.setdefault((kind, key(heading)), set()).add(column)
    assert [heading for heading, meant in columns.items() if len(meant) > 1] == []


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "*企业名称",
            "企业名称*",
            "企业名称（全称）",
            "企业名称(与营业执照一致)",
            "企业 名称",
            "企业名称：",
            "企业\n名称",
        ),
        *("　企业名称　", "企业名称（必填）*", "＊企业名称"),
    ],
)
def test_stars_brackets_and_blanks_do_not_matter(heading):
    assert bound(heading) == ["name"]


def test_a_heading_that_means_nothing_is_known_as_such():
    table = found(drawing.ledger("序号 | 企业名称 | 厂房面积 | | 所属市\n1 | 甲 | 300 | | 太原"))
    assert (table.unknown, [table.headings[position] for position in table.unknown]) == ([2], ["厂房面积"])


def test_of_two_headings_with_one_meaning_the_first_counts_and_the_other_is_named():
    table = found(drawing.ledger("企业名称 | 单位名称 | 所属市\n甲 | 乙 | 太原"))
    assert (table.columns, table.unknown, table.repeated) == ({0: "name", 2: "city"}, [], [1])


# --- two rows of headings


GROUPED = """
    2022年帮扶企业台账
    序号 | 企业名称 | 所在地 |        | 帮扶机构 |        | 所属行业 |
         |          | 市     | 县     | 名称     | 批准号 | 编号     | 大类名称
    1    | 甲       | 太原市 | 小店区 | 样例认证 | 无     | 28       | 建设业
"""
MERGED = ("A1:H1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:H2")


@pytest.mark.parametrize("merged", [MERGED, MERGED[3:], MERGED[:3]])
def test_two_rows_of_headings_with_merged_groups(merged):
    table = found(drawing.ledger(GROUPED, merged=merged))
    assert (table.first, [table.columns.get(position) for position in range(7)]) == (
        3,
        ["sequence", "name", "city", "county", "body", "body_number", "industry"],
    )


def test_merged_groups_are_read_from_a_workbook(tmp_path):
    file = drawing.book(tmp_path / "台账.xlsx", drawing.ledger(GROUPED, merged=MERGED))
    (sheet,) = reading.sheets(file.read_bytes())
    table = found(sheet)
    assert (table.first, table.columns[4], table.columns[5]) == (3, "body", "body_number")


def test_a_group_that_says_as_much_as_its_parts_still_has_two_rows():
    table = found(
        drawing.ledger(
            "序号 | 企业名称 | 所属行业 | | 地市\n | | 编号 | 名称 |\n1 | 甲 | 28 | 建设业 | 太原",
            merged=("A1:A2", "B1:B2", "C1:D1", "E1:E2"),
        )
    )
    assert (table.first, table.columns[2]) == (2, "industry")


def test_blank_cells_merged_right_of_the_table_do_not_matter():
    """A program that writes no blank cells leaves the rows shorter than such a merged range."""
    sheet = drawing.ledger(PLAIN)._replace(merged=(((0, 3), (0, 9)), ((1, 4), (1, 9))))
    assert found(sheet).columns == {0: "sequence", 1: "name", 2: "city", 3: "industry"}
    assert ledger.read(sheet).columns["name"] == ["甲"]


# --- the unit line


@pytest.mark.parametrize(
    "line",
    [
        ["填报单位：太原市市场监督管理局"],
        ["填报单位:太原市市场监督管理局"],
        ["填报单位 太原市市场监督管理局"],
        ["填报单位（盖章）：太原市市场监督管理局"],
        ["报送单位(盖章)：太原市市场监督管理局"],
        ["填报单位（公章）：太原市市场监督管理局"],
        ["上报单位：太原市市场监督管理局"],
        ["填报机构：太原市市场监督管理局"],
        ["填报单位：太原市市场监督管理局   填报日期：2022年11月3日"],
        ["填报单位：太原市市场监督管理局   单位：家"],
        ["填报单位：", "太原市市场监督管理局"],
        ["填报单位（盖章）：", "", "太原市市场监督管理局"],
        ["报送单位", "太原市市场监督管理局"],
        ["", "填报单位：太原市市场监督管理局"],
    ],
    ids=" ".join,
)
def test_the_unit_line_says_who_filled_in_the_table(line):
    assert unit(*line) == "太原市市场监督管理局"


@pytest.mark.parametrize(
    "line", [["单位：家"], ["2022年帮扶企业台账"], ["填报单位："], ["填报单位（盖章）："]], ids=" ".join
)
def test_a_line_that_names_no_unit_is_none(line):
    assert unit(*line) == ""


def test_the_unit_line_may_stand_further_up():
    assert found(drawing.ledger(f"填报单位：太原市\n2022年帮扶企业台账\n(blank row)\n{PLAIN}")).unit == "太原市"


# --- rows that are no records


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "", 5.0],
        ["", "合计", "5家"],
        ["小计", "", ""],
        ["总  计", "", 3.0],
        ["合计：", "3", ""],
        ["合计（家）", "3", ""],
        ["共计3家", "", ""],
        ["注：县指县、市、区", "", ""],
        ["备注:", "第二列填全称", ""],
        ["注1：填全称", "", ""],
        ["填表人：张三", "审核人：李四", "联系电话：0351"],
        ["单位负责人：张三", "", "填报日期：2022年11月3日"],
        ["", "", ""],
        [" ", "\u3000", ""],
    ],
    ids=repr,
)
def test_totals_notes_and_blank_rows_are_no_records(row):
    assert is_aside(row)


@pytest.mark.parametrize(
    "row",
    [
        ["1", "甲有限公司", "太原"],
        [1.0, "合计有限公司", "太原"],
        ["1", "小计量仪器厂", "太原"],
        ["1", "甲有限公司", "合计"],
        ["", "注安咨询公司", ""],
        ["", "备注文化公司", "太原"],
        ["1", "", ""],
    ],
    ids=repr,
)
def test_a_firm_is_a_record_whatever_its_name(row):
    assert not is_aside(row)


WIDTHS = [
    sign for sign in map(chr, range(0xD800)) if not {"计", "总", ":"}.isdisjoint(unicodedata.normalize("NFKC", sign))
] + [chr(0xFE13), chr(0xFE55), chr(0xFF1A)]


@pytest.mark.parametrize("sign", WIDTHS)
def test_totals_and_notes_are_known_in_any_width(sign):
    plain = unicodedata.normalize("NFKC", sign)
    if "计" in plain:
        assert is_aside([f"合{sign}", 12.0])
    elif "总" in plain:
        assert is_aside([f"{sign}数", 12.0])
    else:
        assert is_aside([f"备注{sign}以上为2022年数据"])
