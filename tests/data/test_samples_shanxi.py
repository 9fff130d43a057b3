"""The sample inbox of Shanxi, read back and counted again without the tables of the script that wrote it."""

import hashlib
import re
import unicodedata
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from stdnum.cn import uscc

from data.reference import table
from data.samples import shanxi_2022

CITIES = ("太原", "大同", "阳泉", "长治", "晋城", "朔州", "晋中", "运城", "忻州", "临汾", "吕梁")
SEQUENCE = {"序号", "编号", "No."}
NAME = {"企业名称", "单位名称", "帮扶企业名称", "组织名称", "受帮扶企业", "企业全称", "委托人名称", "获证组织名称"}
CODE = {"统一社会信用代码", "社会信用代码", "信用代码", "组织机构代码/统一信用代码"}
INDUSTRY = {
    *("所属行业", "认证行业大类", "行业编号", "行业类别", "大类名称", "行业", "所属认证行业分类", "专业代码"),
    "行业大类",
}
COUNTY = {"县（市、区）", "所在地区", "所属县区", "所在区县", "行政区划", "县区", "所属省市", "区县"}
SKIPPED = "(跳过)"

Record = dict[str, Any]


def files(folder: Path) -> dict[str, Path]:
    return {path.name: path for path in sorted(folder.iterdir())}


def digests(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files(folder).items()}


def sheets(path: Path) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]


def only(choices: set[str], headings: list[str]) -> str:
    """The one heading that is among the choices."""
    (found,) = choices & set(headings)
    return found


def headings(rows: list[list[Any]]) -> tuple[int, list[str]]:
    """Index of the first row below the headings, and the lowest heading of every column."""
    top = next(index for index, row in enumerate(rows) if SEQUENCE & set(row))
    lower = rows[top + 1]
    if not lower[rows[top].index(only(SEQUENCE, rows[top]))]:  # merged over two rows
        return top + 2, [below or above for above, below in zip(rows[top], lower, strict=True)]
    return top + 1, list(rows[top])


def records(path: Path) -> list[Record]:
    """The numbered rows of a ledger: cells by heading, the row's number as `row`."""
    found = []
    for rows in sheets(path):
        if not any(SEQUENCE & set(row) for row in rows):
            continue  # a cover
        first, names = headings(rows)
        number = names.index(only(SEQUENCE, names))
        for index, row in enumerate(rows[first:], first + 1):
            if isinstance(row[number], float):
                found.append({**dict(zip(names, row, strict=True)), "row": index})
    return found


def cell(record: Record, choices: set[str]) -> Any:
    return record[only(choices, list(record))]


def code(record: Record) -> str:
    return unicodedata.normalize("NFKC", str(cell(record, CODE)))


def industry(value: Any) -> int | None:
    """The industry a cell means, by code, by name or alias, or by both."""
    names = {row["name"]: int(row["code"]) for row in table("industries")}
    names |= {alias: int(row["code"]) for row in table("industries") for alias in row["aliases"].split("|")}
    text = str(int(value)) if isinstance(value, float) else value
    digits, _, name = text.partition(" ")
    if digits.isdecimal():
        number = int(digits)
        return number if 1 <= number <= 39 and (not name or names[name] == number) else None
    return names.get(text)


def answers(path: Path) -> list[dict[str, str]]:
    """The answers by the stem or item of their heading."""
    (rows,) = sheets(path)
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def said(answer: dict[str, str], text: str) -> str:
    """The cell of the first column whose heading contains a text."""
    return next(value for heading, value in answer.items() if text in heading)


def last_by_firm(found: list[dict[str, str]]) -> list[dict[str, str]]:
    """The answer of each firm that counts."""
    return list({said(answer, "单位名称"): answer for answer in found}.values())


def matching(found: list[dict[str, str]], firms: list[tuple[str, str, str]]) -> dict[str, Any]:
    """How answers meet firms given as (code, name, city without its suffix)."""
    codes = {code for code, _, _ in firms}
    by_name = {(name, city): code for code, name, city in firms}
    how, answering = Counter(), set()
    for answer in found:
        own, place = said(answer, "统一社会信用代码"), said(answer, "单位所在省市")
        named = [code for (name, city), code in by_name.items() if name == said(answer, "单位名称") and city in place]
        firm = own if own in codes else (named or [""])[0]
        how["code" if own in codes else "name" if firm else "none"] += 1
        answering |= {firm} - {""}
    return {
        "firms": len(codes),
        "answers": len(found),
        "answers_counted": len(last_by_firm(found)),
        "matched_by_code": how["code"],
        "matched_by_name": how["name"],
        "unmatched": how["none"],
        "response_rate": (len(answering), len(codes)),
    }


def satisfied(found: list[dict[str, str]], city: str) -> tuple[int, int]:
    local = [said(one, "整体满意程度") for one in last_by_firm(found) if city in said(one, "来自IP")]
    asked = [choice for choice in local if choice != SKIPPED]
    return sum(choice in ("很满意", "比较满意") for choice in asked), len(asked)


def check_skips(found: list[dict[str, str]]) -> None:
    """Q3 否 leads past Q4, Q7 ③ leads to Q14, and nothing else is skipped."""
    for answer in found:
        skips = {heading for heading, value in answer.items() if value == SKIPPED}
        due = {
            heading for heading in answer if "首次获得ISO9001" in heading and said(answer, "是否获得").startswith("否")
        }
        if said(answer, "提升效果如何") == "提升不太明显":
            order = list(answer)
            first = next(index for index, heading in enumerate(order) if "哪些方面获得了提升" in heading)
            last = next(index for index, heading in enumerate(order) if "整体满意程度" in heading)
            due |= set(order[first : last + 1])
        assert skips == due


def check_people(cells: list[str]) -> None:
    """Nobody has a given name, nobody a telephone."""
    assert all(re.fullmatch(r".某", text) or re.fullmatch(r"1380000\d{4}", text) for text in cells)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("shanxi")
    shanxi_2022.write(made)
    return made


@pytest.fixture(scope="module")
def ledgers(folder: Path) -> dict[str, list[Record]]:
    """The records of each city's ledger."""
    return {f"{city}市": records(folder / f"2022年度{city}市帮扶企业台账.xlsx") for city in CITIES}


@pytest.fixture(scope="module")
def body_ledger(folder: Path) -> list[Record]:
    (path,) = folder.glob("*公司帮扶企业台账（机构报送）.xlsx")
    return records(path)


@pytest.fixture(scope="module")
def export(folder: Path) -> list[dict[str, str]]:
    (path,) = folder.glob("*按文本*.xlsx")
    found = answers(path)
    assert path.name.endswith(f"_{len(found)}_{len(found)}.xlsx")
    return found


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    return shanxi_2022.expected()


@pytest.fixture(scope="module")
def firms(ledgers, body_ledger) -> list[tuple[str, str, str]]:
    """(code, name, city) of every row whose code is good."""
    found = [(code(row), cell(row, NAME), city[:2]) for city, rows in ledgers.items() for row in rows]
    found += [(code(row), cell(row, NAME), row["地市"][:2]) for row in body_ledger]
    return [firm for firm in found if uscc.is_valid(firm[0])]


def test_what_is_written(folder):
    names = list(files(folder))
    assert sum(name.endswith("市帮扶企业台账.xlsx") for name in names) == 11
    assert sum("机构报送" in name for name in names) == 1
    assert sum("统计表" in name for name in names) == 3
    assert len(names) == 16


def test_ledger_rows(ledgers, body_ledger, expected):
    assert {city: len(rows) for city, rows in ledgers.items()} == expected["rows"]
    assert len(body_ledger) == expected["body_rows"] == 75
    assert all(40 <= len(rows) <= 120 for rows in ledgers.values())
    assert sum(map(len, ledgers.values())) == 895


def test_held_rows_are_those_without_a_good_code(ledgers, expected):
    held = {city: sum(not uscc.is_valid(code(row)) for row in rows) for city, rows in ledgers.items()}
    assert held == expected["held"]


def test_no_two_ledgers_are_laid_out_alike(folder):
    layouts = set()
    for city in CITIES:
        rows = next(rows for rows in sheets(folder / f"2022年度{city}市帮扶企业台账.xlsx") if len(rows) > 5)
        layouts.add((headings(rows)[0], *headings(rows)[1]))
    assert len(layouts) == 11


def test_numbers_run_on(ledgers):
    for city, rows in ledgers.items():
        numbers = [int(cell(row, SEQUENCE)) for row in rows]
        # 晋中 has a sheet a county, each numbered from 1.
        assert numbers == list(range(1, len(rows) + 1)) or city == "晋中市"


def test_every_sheet_of_a_county_holds_its_county(folder):
    book = CalamineWorkbook.from_path(folder / "2022年度晋中市帮扶企业台账.xlsx")
    assert book.sheet_names[0] == "封面"
    for name in book.sheet_names[1:]:
        first, names = headings(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)[first:]
        assert {row[names.index("县区")] for row in rows} == {name}


def test_firms_in_both_kinds_of_ledger(ledgers, body_ledger, expected):
    of_cities = {code(row) for rows in ledgers.values() for row in rows}
    assert sum(code(row) in of_cities for row in body_ledger) == expected["in_both"] == 60


def test_the_ledgers_disagree_about_some_firms(ledgers, body_ledger, expected):
    cities = {code(row): (city, row) for city, rows in ledgers.items() for row in rows}
    pairs = [(*cities[code(row)], row) for row in body_ledger if code(row) in cities]
    own = {"北京新世纪检验认证有限公司", "CNCA-R-2002-016"}
    assert expected["disagree"] == {
        "region": sum(not same_place(city, ours, theirs) for city, ours, theirs in pairs),
        "industry": sum(industry(cell(ours, INDUSTRY)) != industry(theirs["专业代码"]) for _, ours, theirs in pairs),
        "body": sum(not own & set(map(str, ours.values())) for _, ours, _ in pairs),
    }


def same_place(city: str, ours: Record, theirs: Record) -> bool:
    """Whether a city's row and the body's name one place; a county merged down is read off the credit code."""
    named = ours["所在区县"] if "所在区县" in ours else cell(ours, COUNTY)
    codes = {row["code"]: row["name"] for row in table("regions")}
    county = codes.get(named, named) or codes[code(ours)[2:8]]
    return theirs["地市"] == city and county.endswith(theirs["区县"])


def test_industries(ledgers):
    found = Counter(industry(cell(row, INDUSTRY)) for rows in ledgers.values() for row in rows)
    assert found.pop(None) == 2
    assert len(found) >= 30


def test_pilot_and_specialised_towns(ledgers, expected):
    pilots = [row for row in ledgers["大同市"] if row["是否区域试点"] == "浑源县黄芪产业区域试点"]
    assert len(pilots) == expected["pilot_firms"] >= 10
    assert {row["是否区域试点"] for row in ledgers["大同市"]} == {"浑源县黄芪产业区域试点", "否"}
    assert {row["所在地区"] for row in pilots} == {"大同市浑源县"}
    assert {industry(row["认证行业大类"]) for row in pilots} <= {1, 13}
    towns = {"定襄法兰": ("忻州市", "所属县区", "定襄县", 17), "清徐老陈醋": ("太原市", "县（市、区）", "清徐县", 3)}
    for town, (city, column, county, trade) in towns.items():
        rows = [row for row in ledgers[city] if row["所属专业镇"] == town]
        assert len(rows) == expected["town_firms"][town] >= 10
        assert {(row[column], industry(row["所属行业"])) for row in rows} == {(county, trade)}


def test_faults_stand_where_they_are_said_to(folder):
    assert len(shanxi_2022.FAULTS) <= 12
    for file, number, column, rule in shanxi_2022.FAULTS:
        (row,) = [row for row in records(folder / file) if row["row"] == number]
        value = row[column]
        match rule:
            case "wrong check digit":
                assert re.fullmatch(r"91\d{6}YL\d{6}[\dX]\w", value) and not uscc.is_valid(value)
            case "code as a number":
                assert isinstance(value, float)
            case "empty name and code":
                assert (value, cell(row, CODE)) == ("", "")
            case "unknown county":
                assert value not in {region["name"] for region in table("regions")}
            case "industry that does not exist":
                assert industry(value) is None
            case _:
                pytest.fail(rule)


def test_nothing_else_is_faulty(folder, ledgers, body_ledger):
    faulty = {(file, row) for file, row, _, _ in shanxi_2022.FAULTS}
    counties = {row["name"] for row in table("regions") if row["parent"].startswith("14")}
    for city, rows in ledgers.items():
        for row in rows:
            if (f"2022年度{city}帮扶企业台账.xlsx", row["row"]) in faulty:
                continue
            assert uscc.is_valid(code(row))
            assert re.fullmatch(r"91\d{6}YL00[67]\d{3}[\dX][\dA-Y]", code(row))
            assert industry(cell(row, INDUSTRY))
            assert "所在区县" not in row or row["所在区县"] in counties
    assert all(uscc.is_valid(code(row)) and industry(row["专业代码"]) for row in body_ledger)


def test_firms_and_people_are_invented(ledgers, body_ledger, export):
    rows = [row for city in ledgers.values() for row in city] + body_ledger
    names = {cell(row, NAME) for row in rows} | {said(answer, "单位名称") for answer in export}
    assert all(re.fullmatch(r"..样例[67]\d{3}.+有限公司", name) for name in names - {""})
    people = ("联系人", "企业负责人", "企业联系人", "联系电话", "联系人手机", "企业联系电话")
    check_people([row[column] for row in rows for column in people if column in row])
    check_people([said(answer, column) for answer in export for column in ("姓名", "联系电话")])


def test_bodies_are_listed(ledgers):
    listed = {row["name"] for row in table("bodies")} | {row["approval_number"] for row in table("bodies")}
    columns = {
        "认证机构名称",
        "帮扶机构",
        "机构批准号",
        "批准号",
        "认证机构",
        "技术支撑机构",
        "服务机构",
        "帮扶认证机构",
    }
    found = {row[column] for rows in ledgers.values() for row in rows for column in columns & set(row)}
    assert found <= listed
    assert len(found) > 30


def test_answers_meet_the_ledgers(export, firms, expected):
    counted = matching(export, firms)
    assert counted == {name: expected[name] for name in counted}
    assert 0.84 <= counted["response_rate"][0] / counted["response_rate"][1] <= 0.88
    assert counted["answers"] - counted["answers_counted"] == 8
    assert (counted["matched_by_name"], counted["unmatched"]) == (20, 12)


def test_answers_matched_by_name_have_no_good_code(export):
    bad = [said(answer, "统一社会信用代码") for answer in export]
    assert sum(not uscc.is_valid(text) for text in bad) == 20
    assert bad.count("(空)") == 8


def test_satisfaction_differs_between_cities(export, expected):
    found = {f"{city}市": satisfied(export, city) for city in CITIES}
    assert found == expected["satisfied"]
    shares = {city: good / asked for city, (good, asked) in found.items()}
    assert min(shares, key=shares.get) == "吕梁市"
    assert max(shares, key=shares.get) == "晋城市"
    assert shares["吕梁市"] == pytest.approx(0.84, abs=0.01)
    assert shares["晋城市"] == pytest.approx(0.98, abs=0.01)


def test_skips(export):
    check_skips(export)


def test_answers_come_in_order(export):
    moments = [datetime.strptime(said(answer, "提交答卷时间"), "%Y/%m/%d %H:%M:%S") for answer in export]
    assert moments == sorted(moments)
    assert {moment.year for moment in moments} == {2022}


@pytest.mark.parametrize("city", ["太原市", "大同市", "晋城市"])
def test_statistics_table_counts_what_it_lists(folder, ledgers, city):
    (rows,) = sheets(folder / f"2022年度{city}小微企业质量管理体系认证提升行动统计表.xlsx")
    top = next(index for index, row in enumerate(rows) if row[:3] == ["编号", "统计数据", "相关信息"])
    numbers = [list(map(float, re.findall(r"：([\d.]+)", row[1]))) for row in rows[top + 1 : top + 5]]
    details = [row[2] for row in rows[top + 1 : top + 5]]
    assert re.fullmatch(r"政策措施：\d+项 财政补贴金额：[\d.]+万元", rows[top + 1][1])
    assert numbers[0][0] == len(details[0].splitlines())
    assert numbers[2][1] == len(details[2].split("；")) - details[2].count("29 ")  # its name has a ； of its own
    assert numbers[3][0] == len(re.findall(r"CNCA-RF?-\d{4}-\d+", details[3]))
    assert numbers[2][0] > len(ledgers[city])  # since the campaign began


def test_the_same_files_come_out_every_time(folder, tmp_path):
    shanxi_2022.drawn.cache_clear()
    shanxi_2022.write(tmp_path)
    assert digests(tmp_path) == digests(folder)
