"""附件3: both halves of a pilot's table, found by their headings, with their sub-levels and changes."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import Refused
from data.reference import table
from loaders import kinds, pilot, pilot_headings
from loaders.document import Context, Document
from loaders.reading import Sheet
from tests.loaders import pilot_form
from tests.loaders.pilot_form import CHANGES, COUNTS, LEVELS, SLOTS

FILE = "2024年天津市地毯提升行动区域试点工作统计表.xlsx"
Found = dict[tuple[str, str | None, str], float]


def read(*sheets: Sheet, file: str = FILE) -> Document:
    return kinds.read(list(sheets), Context(None, file))


def values(document: Document) -> Found:
    assert document.in_file == document.loaded + document.held + document.ignored
    columns = (document.columns[name] for name in ("indicator", "level", "moment", "value"))
    return {(indicator, level, moment): value for indicator, level, moment, value in zip(*columns, strict=True)}


def found(document: Document) -> list[tuple[int, str, str]]:
    """Row, value and rule of every finding but the figure that the drawn form leaves blank."""
    return [(i.row, i.value, i.rule) for i in document.issues if i.rule != "figure_blank"]


def expected() -> Found:
    """The figures of the drawn form."""
    plain = {(name, None, "after"): float(value) for name, value in COUNTS.items()}
    levels = {
        (row["indicator"], level, "after"): float(value)
        for row in table("pilot_indicators")
        if row["levels"]
        for level, value in zip(row["levels"].split("|"), LEVELS[row["indicator"]], strict=True)
    }
    rates = {
        (name, None, moment): float(text.rstrip("%"))
        for name, both in CHANGES.items()
        for moment, text in zip(("before", "after"), both, strict=True)
        if text and "元" not in text
    }
    amounts = {
        ("output_value", None, "before"): 286_000.0,
        ("output_value", None, "after"): 301_500.0,
        ("export_value", None, "before"): 62_000.0,
        ("export_value", None, "after"): 66_800.0,
    }
    return {**plain, **levels, **rates, **amounts}


def test_the_form_as_printed():
    document = read(pilot_form.sheet())
    assert (document.kind, document.year, document.sender, document.subject) == ("pilot", 2024, "120000", "地毯")
    assert values(document) == expected()
    assert (document.in_file, document.held, document.ignored) == (SLOTS, 0, 1)
    assert found(document) == []


def test_the_form_flat_as_the_notice_prints_it():
    document = read(pilot_form.sheet(merged=False))
    assert values(document) == expected()
    assert found(document) == []


def test_the_form_with_nothing_filled_in_but_its_name():
    empty = dict.fromkeys(COUNTS, "") | dict.fromkeys(CHANGES, ("", ""))
    document = read(pilot_form.sheet(**empty, **{name: ("",) * len(value) for name, value in LEVELS.items()}))
    assert (document.in_file, document.loaded, document.held, document.ignored) == (SLOTS, 0, 0, SLOTS)
    assert {issue.rule for issue in document.issues} == {"figure_blank"}


def test_a_missing_before_is_marked_and_never_zero():
    document = read(pilot_form.sheet())
    (issue,) = document.issues
    assert (issue.row, issue.column, issue.rule) == (3, "区域产业占GDP比重（%） 提升前", "figure_blank")
    assert ("gdp_share", None, "before") not in values(document)


def test_headings_may_differ_in_small_words_quotes_and_order():
    rows, ranges = pilot_form.grid()
    for row in rows:
        row[1], row[2] = row[2], row[1]
    changed = {
        "“一把手”亲自部署提升行动的微企业数量（家）": '"一把手"亲自部署的小微企业数(家)',
        "解决区域产业共性质量管理“痛点”问题（个）": "解决 区域产业共性质量管理痛点\n问题数量",
        "参与提升行动区域试点培训的小微企业数量（家）": "参与“提升行动”培训的小微企业数量",
        "区域产业产值变化（万元/亿元）": "区域产业产值（万元/亿元）",
    }
    rows[1] = [changed.get(text, text) for text in rows[1]]
    document = read(Sheet("附件3", rows, tuple(ranges)))
    assert values(document) == expected()
    assert found(document) == []


def test_values_may_stand_beside_their_labels_or_all_in_one_cell():
    rows, _ = pilot_form.grid(quality_awards="国家级：0 省级：0\n市级：1 县级：2 项")
    names = [row["indicator"] for row in pilot_form.LOWER]
    at = names.index("partners")
    for row in rows[8:]:  # a column more, for the numbers of 相关方参与数量
        label, _, number = str(row[at]).partition("：")
        row[at : at + 1] = [label, number]
    for row in rows[:8]:
        row.append("")
    assert values(read(Sheet("附件3", rows))) == expected()


def test_before_and_after_may_stand_in_one_cell():
    rows, _ = pilot_form.grid()
    for column, cell in enumerate(rows[3]):
        if str(cell).startswith("提升后"):
            rows[2][column] += f" {cell}"
            rows[3][column] = ""
    assert values(read(Sheet("附件3", rows))) == expected()


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"output_value": ("28.6", "301500万元")}, "figure_without_unit"),
        ({"export_value": ("约6亿元", "66800万元")}, "figure_unreadable"),
        ({"participating": "五十二"}, "figure_unreadable"),
        ({"talents": "86人以上"}, "figure_unreadable"),
        ({"quality_awards": "国家级：0 省级：0 市级：一 县级：2"}, "figure_unreadable"),
    ],
)
def test_a_figure_that_cannot_be_read_is_held_alone(changed, rule):
    document = read(pilot_form.sheet(**changed))
    assert [(issue.rule, issue.level) for issue in document.issues if issue.rule != "figure_blank"] == [(rule, "error")]
    assert (document.held, document.ignored, document.in_file) == (1, 1, SLOTS)


def test_a_change_that_does_not_say_before_or_after_is_held():
    rows, ranges = pilot_form.grid()
    column = rows[1].index("客户满意度（%）")
    rows[2][column], rows[3][column] = "94.0", ""
    document = read(Sheet("附件3", rows, tuple(ranges)))
    assert found(document) == [(3, "94.0", "figure_without_moment")]
    assert not any(indicator == "customer_satisfaction" for indicator, _, _ in values(document))


def test_a_rate_of_quality_that_does_not_say_which_is_held():
    rows, ranges = pilot_form.grid()
    rows[2][11] = ""
    document = read(Sheet("附件3", rows, tuple(ranges)))
    assert found(document) == [(3, "93.8", "figure_without_rate"), (4, "96.5", "figure_without_rate")]
    assert ("first_pass_rate", None, "after") in values(document)


def test_the_unit_of_an_amount_is_the_one_the_file_prints():
    rows, ranges = pilot_form.grid(output_value=("28.6", "30.15"))
    heads = {
        "配套资金金额（万元）": "配套资金金额（亿元）",
        "区域产业产值变化（万元/亿元）": "区域产业产值变化（亿元）",
    }
    rows[1], rows[8] = ([heads.get(text, text) for text in row] for row in (rows[1], rows[8]))
    read_back = values(read(Sheet("附件3", rows, tuple(ranges))))
    assert (read_back["funding", None, "after"], read_back["output_value", None, "before"]) == (600_000, 286_000)


def test_a_row_of_wholes_is_no_total_row_to_be_passed_over():
    rows, ranges = pilot_form.grid()
    rows[13][3] = "合计：1"  # of 获示范区数量, beside 专家
    document = read(Sheet("附件3", rows, tuple(ranges)))
    assert values(document) == expected() | {("demonstration_zones", None, "after"): 1}


def test_headings_with_nothing_below_are_blank_figures():
    rows, _ = pilot_form.grid()
    document = read(Sheet("附件3", rows[:9]))
    assert (document.held, document.ignored) == (0, 1 + len(pilot_form.LOWER))


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"pain_points_solved": 13, "pain_points_solved_again": 13, "chain_pain_points_found": 13}, [(3, "13 / 12", "more_solved_than_found")]),
        ({"chain_pain_points_found": 8}, [(10, "9 / 8", "more_solved_than_found")]),
        ({"pain_points_solved_again": 10}, [(10, "10 / 9", "solved_differs")]),
        ({"first_pass_rate": ("94", "92")}, [(5, "94 / 93.8", "first_pass_above_pass")]),
        ({"first_pass_rate": ("88", "97")}, [(6, "97 / 96.5", "first_pass_above_pass")]),
        ({"complaint_rate": ("240", "1.3")}, [(3, "240", "rate_beyond_100")]),
        ({"participating": 135}, [(3, "135 / 134", "part_above_whole")]),
        ({"trained": 53}, [(3, "53 / 52", "part_above_whole")]),
        ({"assisted": 53}, [(3, "53 / 52", "part_above_whole")]),
        ({"leader_led": 53}, [(3, "53 / 52", "part_above_whole")]),
        ({"systems_built": 53}, [(3, "53 / 52", "part_above_whole")]),
        ({"demonstration_zones": "2 国家级：0 省级及以下：1"}, [(10, "2 / 1", "sum_differs")]),
        ({"demonstration_zones": "1 国家级：0 省级及以下：1"}, []),
        ({"demonstration_zones": "合计：1 国家级：0 省级及以下：1"}, []),
    ],
)  # fmt: skip
def test_contradictions_are_marked_and_nothing_is_held(changed, wanted):
    document = read(pilot_form.sheet(**changed))
    assert found(document) == wanted
    assert document.held == 0
    assert {issue.level for issue in document.issues} == {"warning"}


def test_a_sub_level_the_form_does_not_have_is_held():
    document = read(pilot_form.sheet(partners="认证机构：6 产业/工业园区：2 学协会：2 联盟：1 专家：14 院校：3"))
    assert (document.held, [rule for _, _, rule in found(document)]) == (1, ["figure_unreadable"])


def test_a_heading_that_means_nothing_and_one_that_is_missing_are_said():
    rows, ranges = pilot_form.grid()
    rows[1][3] = "参与活动人数"
    document = read(Sheet("附件3", rows, tuple(ranges)))
    assert [(row, rule) for row, _, rule in found(document)] == [(2, "heading_unknown"), (2, "figure_missing")]


# --- which pilot


def test_a_sheet_for_each_pilot():
    document = read(pilot_form.sheet("地毯", "一"), pilot_form.sheet("电动自行车产业区域试点", "二"))
    assert (document.subject, document.in_file) == ("地毯、电动自行车", 2 * SLOTS)
    assert set(zip(document.columns["sheet"], document.columns["pilot"], document.columns["name"], strict=True)) == {
        ("一", "地毯", "地毯"),
        ("二", "电动自行车", "电动自行车产业区域试点"),
    }


@pytest.mark.parametrize(
    "between", [[], [[""] * 19], [["附件3", *[""] * 18], ["填报单位：天津市市场监管委", *[""] * 18]]]
)
def test_tables_one_under_another(between):
    first, second = pilot_form.grid("地毯")[0], pilot_form.grid("电动自行车", assisted=31)[0]
    document = read(Sheet("附件3", [*first, *between, *second]))
    found = dict.fromkeys(["地毯", "电动自行车"], 0)
    for name in document.columns["pilot"]:
        found[name] += 1
    assert found == {"地毯": SLOTS - 1, "电动自行车": SLOTS - 1}


def test_two_pilots_over_one_lower_half_are_refused():
    rows, _ = pilot_form.grid("地毯")
    upper, _ = pilot_form.grid("电动自行车")
    with pytest.raises(Refused, match="有几个试点（地毯、电动自行车），而第15行起的下半表没有写是哪个试点的"):
        read(Sheet("附件3", [*rows[:8], *upper[2:8], *rows[8:]]))


def test_several_pilots_over_no_lower_half_are_read():
    rows, _ = pilot_form.grid("地毯")
    upper, _ = pilot_form.grid("电动自行车")
    document = read(Sheet("附件3", [*rows[:8], *upper[2:8]]))
    assert (document.subject, document.held) == ("地毯、电动自行车", 0)


def test_halves_that_both_name_their_pilots_are_matched_by_name():
    rows, _ = pilot_form.grid("地毯")
    upper, _ = pilot_form.grid("电动自行车")
    lower = [["试点产业名称", *rows[8]]]
    for name, talents in (("电动自行车", "7"), ("地毯", "8")):
        lower += [[name if nth == 0 else "", *row] for nth, row in enumerate(rows[9:])]
        lower[-5][1] = talents  # 获高新技术认定企业数量
    sheet = Sheet("附件3", [*([*row, ""] for row in (*rows[:8], *upper[2:8])), *lower])
    document = read(sheet)
    names = zip(*(document.columns[name] for name in ("pilot", "indicator", "value")), strict=True)
    found = {name: value for name, indicator, value in names if indicator == "high_tech_firms"}
    assert (found, document.in_file) == ({"地毯": 8, "电动自行车": 7}, 2 * SLOTS)


@pytest.mark.parametrize("name", ["", "试点"])
def test_a_table_without_a_name_is_refused(name):
    with pytest.raises(Refused, match="没有填写试点产业名称"):
        read(pilot_form.sheet(name))


def test_a_lower_half_alone_is_refused():
    rows, _ = pilot_form.grid()
    with pytest.raises(Refused, match="没有填写试点产业名称"):
        read(Sheet("附件3", rows[8:]))


def test_a_pilot_given_twice_is_refused():
    rows, _ = pilot_form.grid()
    with pytest.raises(Refused, match="前面已经有过"):
        read(Sheet("附件3", [*rows, *rows]))
    with pytest.raises(Refused, match="是同一个地区或试点的表"):
        read(pilot_form.sheet("地毯", "一"), pilot_form.sheet("地毯区域试点", "二"))


def test_a_pilot_of_an_unknown_province_is_marked():
    document = read(pilot_form.sheet(), file="2024年地毯附件3.xlsx")
    assert document.sender is None
    assert found(document) == [(0, "", "pilot_without_province")]


# --- headings


@pytest.mark.parametrize("half", ["upper", "lower"])
def test_no_two_headings_of_a_half_say_the_same(half):
    wanted = [row["indicator"] for row in table("pilot_indicators") if row["half"] == half]
    assert sorted({*pilot_headings._known(half).values()} - {"name", "quality"}) == sorted(wanted)


@pytest.mark.parametrize("row", table("pilot_indicators"), ids=lambda row: row["indicator"])
def test_every_heading_is_its_indicator(row: dict[str, str]):
    assert pilot_headings._known(row["half"])[pilot_headings._said(row["heading"])] == row["indicator"]


@pytest.mark.parametrize(
    "row", [row for row in table("headings") if row["kind"] == "pilot"], ids=lambda row: row["heading"]
)
def test_every_other_heading_is_its_column(row: dict[str, str]):
    assert pilot_headings._known("upper")[pilot_headings._said(row["heading"])] == row["column"]


def test_another_sheet_is_no_pilot_table():
    text = [["企业名称", "企业规模", "试点名称", "企业联系人"], ["甲", "小", "地毯", "某"]]
    assert pilot.recognises(Sheet("台账", text)) == 0


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_stands_in_the_cells_every_figure_is_accounted_for(data: Any):
    rows, ranges = pilot_form.grid()
    cells = [(r, c) for r in (*range(2, 8), *range(9, 14)) for c in range(19) if rows[r][c] != "" and (r, c) != (2, 0)]
    texts = st.one_of(
        st.text(max_size=8), st.integers(-5, 500), st.floats(), st.sampled_from(["提升前：1", "国家级：2", "合计3"])
    )
    for row, column in data.draw(st.lists(st.sampled_from(cells), max_size=6)):
        rows[row][column] = data.draw(texts)
    try:
        document = read(Sheet("附件3", rows, tuple(ranges)))
    except Refused:
        return
    assert len(values(document)) == document.loaded
    errors = sum(issue.level == "error" for issue in document.issues)
    blanks = sum(issue.rule == "figure_blank" for issue in document.issues)
    assert (document.held, document.ignored) == (errors, blanks)
