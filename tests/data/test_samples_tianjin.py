"""The sample inbox of Tianjin, read back and counted again without the tables of the script that wrote it."""

import re
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import uscc

from data.samples import tianjin_2024
from tests.data.test_samples_shanxi import (
    CODE,
    INDUSTRY,
    NAME,
    Record,
    answers,
    cell,
    check_people,
    check_skips,
    code,
    digests,
    files,
    industry,
    matching,
    records,
    said,
    satisfied,
    sheets,
)

DISTRICTS = ("北辰区", "武清区", "滨海新区", "宁河区", "静海区", "西青区")
PILOTS = {
    "电动自行车": {"北辰区", "武清区", "静海区", "宁河区"},
    "高端装备制造": {"滨海新区"},
    "地毯": {"武清区"},
    "汽车及零部件": {"宁河区", "滨海新区"},
}
PILOT = {"所属区域试点", "试点产业", "区域试点", "试点名称", "是否区域试点", "所属试点"}


def short(district: str) -> str:
    return district.removesuffix("新区").removesuffix("区")


def pilots(record: Record) -> set[str]:
    return set(cell(record, PILOT).split("、")) - {"", "否"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tianjin")
    tianjin_2024.write(made)
    return made


@pytest.fixture(scope="module")
def ledgers(folder: Path) -> dict[str, list[Record]]:
    return {district: records(folder / f"2024年度天津市{district}帮扶企业台账.xlsx") for district in DISTRICTS}


@pytest.fixture(scope="module")
def export(folder: Path) -> list[dict[str, str]]:
    (path,) = folder.glob("*按文本*.xlsx")
    return answers(path)


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    return tianjin_2024.expected()


@pytest.fixture(scope="module")
def tables(folder: Path) -> dict[str, list[list[Any]]]:
    """The sheet of each pilot's table."""
    return {name: sheets(folder / f"2024年天津市{name}提升行动区域试点工作统计表.xlsx")[0] for name in PILOTS}


def number(text: str) -> float:
    return float(re.search(r"：([\d.]+)", text)[1])


def test_what_is_written(folder):
    names = list(files(folder))
    assert sum("区域试点工作统计表" in name for name in names) == 4
    assert sum("帮扶企业台账" in name for name in names) == 6
    assert len(names) == 13


def test_ledger_rows(ledgers, expected):
    assert {district: len(rows) for district, rows in ledgers.items()} == expected["rows"]


def test_pilots_have_members_in_their_districts(ledgers, expected):
    homes = {pilot: {d for d, rows in ledgers.items() if any(pilot in pilots(r) for r in rows)} for pilot in PILOTS}
    assert homes == PILOTS
    everyone = [row for rows in ledgers.values() for row in rows]
    assert {pilot: sum(pilot in pilots(row) for row in everyone) for pilot in PILOTS} == expected["pilots"]
    assert sum(bool(pilots(row)) for row in everyone) == expected["pilot_firms"] < sum(expected["pilots"].values())


def test_some_firms_are_in_two_pilots(ledgers, expected):
    both = {district: sum(len(pilots(row)) == 2 for row in rows) for district, rows in ledgers.items()}
    assert both == expected["in_two_pilots"]
    assert {district for district, count in both.items() if count} == {"武清区", "宁河区", "滨海新区"}
    assert any(row["试点产业"] == "地毯、电动自行车" for row in ledgers["武清区"])


def test_every_row_is_good_and_invented(ledgers):
    for row in (row for rows in ledgers.values() for row in rows):
        assert uscc.is_valid(code(row))
        assert re.fullmatch(r"9112\d{4}YL008\d{3}[\dX][\dA-Y]", code(row))
        assert re.fullmatch(r"..样例8\d{3}.+有限公司", cell(row, NAME))
        assert industry(cell(row, INDUSTRY))
        check_people([row[column] for column in ("联系人", "企业负责人", "联系电话") if column in row])


def test_the_tables_have_the_shape_of_the_paper(tables):
    for name, rows in tables.items():
        assert rows[1][0] == "提升行动区域试点工作统计表"
        assert len([text for text in rows[2] if text]) == 18
        assert len([text for text in rows[9] if text]) == 13
        assert rows[3][0] == name
        assert [rows[index][11] for index in (3, 5, 7)] == ["产品合格率", "一次合格率", "残次品率"]
        assert all(text.startswith("提升前：") for text in rows[3][12:])
        assert all(text.startswith("提升后：") for text in rows[4][12:])


def test_a_pilot_helped_the_firms_its_ledgers_name(tables, expected):
    for name, rows in tables.items():
        total, took_part, trained, helped = rows[3][1:5]
        assert helped == expected["pilots"][name]
        assert total >= took_part >= trained >= helped


def test_rates_are_consistent(tables):
    for rows in tables.values():
        for before_or_after in (0, 1):
            passed, at_once, rejected = (number(rows[index + before_or_after][12]) for index in (3, 5, 7))
            assert at_once <= passed
            assert passed + rejected == pytest.approx(100)


def test_no_more_is_solved_than_found(tables):
    for rows in tables.values():
        assert rows[3][9] <= rows[3][8]
        assert solved_below(rows) <= rows[10][rows[9].index("梳理发现产业链供应链“痛点”问题（个）")]


def solved_below(rows: list[list[Any]]) -> float:
    return rows[10][rows[9].index("通过“提升行动”区域试点解决区域产业共性质量管理“痛点”问题（个）")]


def test_the_halves_agree_but_for_the_deliberate_fault(tables):
    ((file, number, column, _),) = tianjin_2024.FAULTS
    assert file == "2024年天津市汽车及零部件提升行动区域试点工作统计表.xlsx"
    assert (number, column) == (11, "通过“提升行动”区域试点解决区域产业共性质量管理“痛点”问题（个）")
    assert [name for name, rows in tables.items() if solved_below(rows) != rows[3][9]] == ["汽车及零部件"]


def test_one_indicator_has_no_before(tables):
    assert [name for name, rows in tables.items() if "提升前：" in rows[3]] == ["高端装备制造"]


def test_sub_levels(tables):
    for rows in tables.values():
        lower = [str(row[column]) for row in rows[10:15] for column in range(19)]
        levels = [text.split("：")[0] for text in lower if re.fullmatch(r".+：\d+", text)]
        assert {"国家级", "省级", "市级", "县级", "省级及以下", "标准", "制度", "规则", "方案"} <= set(levels)
        assert {"形成帮扶工作指南", "典型案例", "工作法", "认证机构", "产业/工业园区", "学协会", "联盟", "专家"} <= set(
            levels
        )
        assert len(levels) == 4 + 2 + 2 + 4 + 3 + 5


def test_answers_meet_the_ledgers(export, ledgers, expected):
    firms = [(code(row), cell(row, NAME), short(d)) for d, rows in ledgers.items() for row in rows]
    counted = matching(export, firms)
    assert counted == {name: expected[name] for name in counted}
    assert 290 <= counted["answers"] <= 310


def test_satisfaction(export, expected):
    (address,) = [heading for heading in export[0] if "来自IP" in heading]
    placed = [{**answer, address: said(answer, "单位名称")[:2]} for answer in export]
    assert {district: satisfied(placed, short(district)) for district in DISTRICTS} == expected["satisfied"]


def test_skips(export):
    check_skips(export)


def test_answers_are_of_invented_people(export):
    check_people([said(answer, column) for answer in export for column in ("姓名", "联系电话")])
    assert sum(not uscc.is_valid(said(answer, "统一社会信用代码")) for answer in export) == 9


def test_codes_in_ledgers_are_distinct(ledgers):
    codes = [cell(row, CODE) for rows in ledgers.values() for row in rows]
    assert len(set(codes)) == len(codes) == 350


def test_the_same_files_come_out_every_time(folder, tmp_path):
    tianjin_2024.drawn.cache_clear()
    tianjin_2024.write(tmp_path)
    assert digests(tmp_path) == digests(folder)
