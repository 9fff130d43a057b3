"""Quotas of a notice: firms and bodies of an industry, industries of a district."""

from pathlib import Path

import pytest

from data.reference import table
from data.store import Store
from loaders import importing
from loaders.importing import Wanted
from loaders.issues import rules
from tests.loaders import drawing
from tests.loaders.drawing import ask, credit_code

HEAD = "企业名称 | 信用代码 | 所在地 | 行业 | 认证机构"
DISTRICT = "填报单位：上海市黄浦区市场监督管理局 | {year}年"
BODIES = ("中国质量认证中心", "方圆标志认证集团有限公司", "华信技术检验有限公司")


def lines(count: int, industry: int = 19, district: str = "黄浦区", bodies: int = 1, first: int = 1) -> str:
    """Firms of an industry, the bodies in turn."""
    return "\n".join(
        f"样例{n}有限公司 | {credit_code(n)} | 上海市{district} | {industry} | {BODIES[n % bodies]}"
        for n in range(first, first + count)
    )


@pytest.fixture
def found(store: Store, tmp_path: Path):
    """What a quota finds in these ledgers: rule, submission, row, value."""

    def load(*ledgers: str) -> list[tuple[str, int, int, str]]:
        files = [drawing.book(tmp_path / f"{n}.xlsx", drawing.ledger(text)) for n, text in enumerate(ledgers, 1)]
        outcomes = importing.load(files, store, Wanted(region="310000"))
        assert [one.status for one in outcomes] == ["loaded"] * len(files), [str(one.refusal) for one in outcomes]
        asked = "SELECT rule, submission, row, value, level FROM issue WHERE rule LIKE 'quota%' ORDER BY ALL"
        rows = ask(store, asked)
        assert all(row[-1] == rules()[row[0]]["level"] == "warning" for row in rows)
        return [row[:-1] for row in rows]

    return load


def district(*parts: str, year: int = 2021) -> str:
    return "\n".join([DISTRICT.format(year=year), HEAD, *parts])


def test_five_firms_of_an_industry_and_two_bodies_are_enough(found):
    assert found(district(lines(5, bodies=2))) == []


def test_fewer_than_five_firms_of_an_industry(found):
    assert found(district(lines(5), lines(4, industry=28, first=6))) == [("quota_firms", 1, 8, "黄浦 建设 4 < 5")]


def test_more_than_two_bodies_of_an_industry(found):
    ((rule, _, row, value),) = found(district(lines(6, bodies=3)))
    assert (rule, row, value.split(" ", 1)[0], value[-5:]) == ("quota_bodies", 3, "黄浦", "3 > 2")


def test_more_than_two_industries_of_a_district(found):
    many = [lines(5, industry=n, first=10 * n) for n in (17, 19, 28)]
    assert found(district(*many)) == [("quota_industries", 1, 3, "黄浦 3 > 2")]


def test_a_district_that_names_no_industry(found):
    assert found(district(lines(5).replace("| 19 |", "| |"))) == [("quota_industries", 1, 3, "黄浦 0 < 1")]


@pytest.mark.parametrize("year", [2020, 2022])
def test_no_other_year_has_quotas(found, year):
    assert found(district(lines(1), year=year)) == []


def test_no_other_province_has_quotas(found):
    ledger = district(lines(1)).replace("上海市黄浦区", "天津市和平区")
    assert found(ledger) == []


def test_each_district_is_counted_by_itself(found):
    province = "填报单位：上海市市场监督管理局 | 2021年"
    ledger = "\n".join([province, HEAD, lines(3), lines(2, district="徐汇区", first=4)])
    assert [one[0::3] for one in found(ledger)] == [
        ("quota_firms", "黄浦 电和光学 3 < 5"),
        ("quota_firms", "徐汇 电和光学 2 < 5"),
    ]


def test_the_firms_of_bodies_ledgers_count_with_the_district_s(found):
    body = "\n".join(["填报单位：中国质量认证中心 | 2021年", HEAD, lines(3, first=3)])
    assert found(district(lines(2)), body) == []


def test_what_a_body_alone_reports_of_a_district_is_not_measured(found):
    assert found("\n".join(["填报单位：中国质量认证中心 | 2021年", HEAD, lines(3)])) == []


def test_a_firm_of_another_district_makes_that_one_not_reported(found):
    assert found(district(lines(5), lines(1, district="徐汇区", first=6))) == []


def test_every_quota_has_its_place_its_limit_and_its_words():
    for row in table("quotas"):
        assert row["region"] in {region["code"] for region in table("regions") if region["level"] == "province"}
        assert row["rule"] in rules()
        assert row["least"] or row["most"]
        assert row["says"]
        assert row["source"]
