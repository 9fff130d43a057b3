"""Ledgers in whatever layout they come: no firm is lost, none is made up, and no cell is wrong."""

from collections.abc import Sequence
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Refused
from data.reference import table
from loaders import kinds, reading
from loaders.document import Context, Document
from loaders.reading import Sheet
from tests.loaders import drawing
from tests.loaders.drawing import credit_code
from tests.loaders.layouts import FILE, LAYOUTS, Drawn, Firm, filled

QUIET = {"credit_code_missing", "region_missing", "industry_missing", "body_missing"}  # of what is not there


def firms(document: Document) -> list[tuple[Any, ...]]:
    """What was read of each firm."""
    names = ("name", "credit_code", "county", "industry", "body", "city")
    return list(zip(*(document.columns[name] for name in names), strict=True))


def expected(drawn: Sequence[Firm]) -> list[tuple[Any, ...]]:
    return [(one.name, credit_code(one.code), one.county, one.industry, one.body, one.city) for one in drawn]


def sheets_of(drawn: Drawn) -> list[reading.Sheet]:
    return [drawing.ledger(filled(text), name, merged) for name, text, merged in drawn.sheets]


def rules(document: Document) -> set[str]:
    return {issue.rule for issue in document.issues} - QUIET


def test_there_are_more_than_thirty_layouts():
    assert len(LAYOUTS) > 30


@pytest.mark.parametrize("drawn", LAYOUTS.values(), ids=LAYOUTS)
def test_every_cell_is_right(drawn):
    document = kinds.read(sheets_of(drawn), Context("140000", drawn.file))
    assert firms(document) == expected(drawn.firms)
    assert (document.in_file, document.held) == (document.loaded + document.ignored, 0)
    assert (document.ignored, rules(document), document.asks) == (drawn.ignored, set(drawn.rules), False)


@pytest.mark.parametrize("drawn", LAYOUTS.values(), ids=LAYOUTS)
def test_every_cell_is_right_in_a_workbook(drawn, tmp_path):
    file = drawing.book(tmp_path / drawn.file, *sheets_of(drawn))
    document = kinds.read(reading.sheets(file.read_bytes()), Context("140000", drawn.file))
    assert firms(document) == expected(drawn.firms)
    assert (document.ignored, document.held, document.year) == (drawn.ignored, 0, document.year)


def test_hidden_columns_are_read_as_if_they_were_not(tmp_path):
    file = tmp_path / "太原市2022年台账.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(
            (["序号", "企业名称", "信用代码", "县区"], [1, "甲食品有限公司", credit_code(1), "小店区"])
        ):
            sheet.write_row(row, 0, cells)
        sheet.set_column(2, 3, None, None, {"hidden": True})
    document = kinds.read(reading.sheets(file.read_bytes()), Context(None, file.name))
    assert firms(document) == [("甲食品有限公司", credit_code(1), "140105", None, None, "140100")]


def test_the_second_contact_of_a_firm_stands_beside_the_first():
    drawn = LAYOUTS["a firm with two contacts, its name merged over both"]
    document = kinds.read(sheets_of(drawn), Context("140000", drawn.file))
    assert document.columns["contact"] == ["张三、李四", "王五", "赵六", "钱七、孙八", "周九"]


def test_two_firms_under_one_merged_name_stay_two():
    text = "企业名称 | 信用代码 | 县区\n甲食品有限公司 | {1} | 小店区\n | {2} | 小店区"
    document = kinds.read([drawing.ledger(filled(text), merged=("A2:A3",))], Context())
    assert document.columns["credit_code"] == [credit_code(1), credit_code(2)]


def test_the_unit_below_the_table_is_its_sender():
    drawn = LAYOUTS["the sender and notes below the table"]
    assert kinds.read(sheets_of(drawn), Context(None, drawn.file)).sender == "140100"


def test_a_blank_county_among_counties_that_come_again_is_not_filled_in():
    text = "县区 | 企业名称 | 信用代码\n小店区 | 甲厂 | {1}\n | 乙厂 | {2}\n小店区 | 丙厂 | {3}\n | 丁厂 | {4}"
    document = kinds.read([drawing.ledger(filled(text))], Context("140100"))
    assert document.columns["county"] == ["140105", None, "140105", None]
    assert [issue.row for issue in document.issues if issue.rule == "region_missing"] == [3, 5]


def test_a_ditto_in_the_first_row_stands_for_nothing():
    document = kinds.read([drawing.ledger(filled("企业名称 | 信用代码 | 县区\n甲厂 | {1} | 同上"))], Context("140100"))
    assert [(i.row, i.rule) for i in document.issues if i.rule.startswith("region")] == [(2, "region_missing")]


def test_a_firm_of_which_only_the_name_is_known_is_no_separator():
    text = "企业名称 | 信用代码 | 县区\n小店区食品有限公司 | |\n市区便民店 | |\n合计机械厂 | |\n太原市福万家超市 | |\n1.老王修理铺 | |\n小店区老城区面馆 | |"
    document = kinds.read([drawing.ledger(text)], Context("140100", FILE))
    assert document.columns["name"] == [
        *("小店区食品有限公司", "市区便民店", "合计机械厂"),
        *("太原市福万家超市", "1.老王修理铺", "小店区老城区面馆"),
    ]


def test_sheets_without_a_single_firm_are_refused():
    with pytest.raises(Refused, match="只有标题，没有企业"):
        kinds.read([drawing.ledger("企业名称 | 县区 | 行业", name) for name in ("小店区", "迎泽区")], Context())


# --- any layout of the vocabulary

NAMES = {"name": "样例{}有限公司", "contact": "张三", "note": "无", "size": "小型"}
COUNTIES = {"小店区": "140105", "迎泽区": "140106", "清徐县": "140121"}
HEADINGS = {
    column: [row["heading"] for row in table("headings") if (row["kind"], row["column"]) == ("ledger", column)]
    for column in ("sequence", "name", "credit_code", "county", "industry", "body_number", "contact", "size", "note")
}
GROUPS = {"name": "企业信息", "credit_code": "企业信息", "body_number": "帮扶情况", "contact": "联系方式"}


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[list[Any]], list[tuple[Any, ...]], tuple[Any, ...]]:
    """Rows of a sheet in some layout, the firms that stand in it, and its merged ranges."""
    chosen = draw(st.lists(st.sampled_from([c for c in HEADINGS if c not in ("name", "credit_code")]), unique=True))
    columns = draw(st.permutations(["name", "credit_code", *(chosen or ["county"])]))
    pad = draw(st.integers(0, 2))
    is_grouped, is_merged = draw(st.booleans()), draw(st.booleans())
    by_separator = "county" not in columns and draw(st.booleans())
    head = [
        draw(st.sampled_from(HEADINGS[column])) + draw(st.sampled_from(["", "*", "（必填）"])) for column in columns
    ]
    width = pad + len(columns)
    rows: list[list[Any]] = [["2022年度帮扶企业台账"], [], ["填报单位：太原市市场监督管理局"]][
        : draw(st.integers(0, 3))
    ]
    merged: list[Any] = []
    if is_grouped:
        groups = [GROUPS.get(column, "") for column in columns]
        shown = [group if at == 0 or groups[at - 1] != group else "" for at, group in enumerate(groups)]
        top, rows = (
            len(rows),
            [*rows, [*[""] * pad, *(one or head[at] if not groups[at] else one for at, one in enumerate(shown))]],
        )
        rows.append([*[""] * pad, *(head[at] if groups[at] else "" for at in range(len(columns)))])
        for at in range(len(columns)) if is_merged else ():
            if not groups[at]:
                merged.append(((top, pad + at), (top + 1, pad + at)))
            elif shown[at]:
                end = next((b for b in range(at, len(columns)) if groups[b] != groups[at]), len(columns))
                merged.append(((top, pad + at), (top, pad + end - 1)))
    else:
        rows.append([*[""] * pad, *head])
    printed = rows[-1]
    found: list[tuple[Any, ...]] = []
    for county, count in draw(
        st.lists(st.tuples(st.sampled_from(list(COUNTIES)), st.integers(1, 3)), min_size=1, max_size=4)
    ):
        if by_separator:
            rows.append([*[""] * pad, county])
        for _ in range(count):
            serial = len(found) + 1
            industry = draw(st.integers(1, 39))
            values = {
                "sequence": serial, "credit_code": credit_code(serial), "county": county, "industry": industry,
                "body_number": "CNCA-R-2002-001", **{k: v.format(serial) for k, v in NAMES.items()},
            }  # fmt: skip
            rows.append([*[""] * pad, *(values[column] for column in columns)])
            found.append((
                values["name"], values["credit_code"],
                COUNTIES[county] if by_separator or "county" in columns else None,
                industry if "industry" in columns else None,
                "CNCA-R-2002-001" if "body_number" in columns else None,
                "140100",
            ))  # fmt: skip
        after = draw(st.sampled_from(["", "blank", "headings", "subtotal"]))
        if after == "headings" and not is_grouped:
            rows.append([*printed])
        elif after:
            rows.append([] if after != "subtotal" else [*[""] * pad, "小计", f"{count}家"])
    rows += [[*[""] * pad, "合计", f"{len(found)}家"], ["注：本表由市局填报。"]][: draw(st.integers(0, 2))]
    width = max(width, *map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows], found, tuple(merged)


@given(layouts())
def test_any_layout_is_read_as_it_was_written(drawn):
    rows, found, merged = drawn
    document = kinds.read([Sheet("Sheet1", rows, merged)], Context("140000", FILE))
    assert firms(document) == found
    assert document.in_file == document.loaded + document.ignored
