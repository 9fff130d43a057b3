"""Lists of recommended certification bodies."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import Refused
from data.reference import table
from loaders import kinds
from loaders.document import Context, Document
from tests.loaders import drawing
from tests.loaders.drawing import ask

FILE = "2022年太原市推荐认证机构名单.xlsx"
HEAD = "排序 | 认证机构 | 批准号 | 推荐理由"
BODIES = [(row["approval_number"], row["name"]) for row in table("bodies")][:8]
ONE = "1 | 中国质量认证中心 | CNCA-R-2002-001 | 帮扶企业多"


def read(text: str, file: str = FILE, region: str | None = None) -> Document:
    document = kinds.read([drawing.ledger(text)], Context(region, file))
    assert document.kind == "recommendations"
    assert document.in_file == document.loaded + document.held + document.ignored
    return document


def rules(document: Document) -> list[tuple[int, str, str]]:
    return [(i.row, i.value, i.rule) for i in document.issues]


def listed(count: int) -> str:
    return "\n".join(f"{n} | {name} | {number} | 好" for n, (number, name) in enumerate(BODIES[:count], 1))


def test_a_list_of_recommended_bodies():
    document = read(f"太原市推荐认证机构名单\n{HEAD}\n{ONE}\n合计 | 1家")
    assert (document.year, document.sender) == (2022, "140100")
    assert (document.loaded, document.held, document.ignored) == (1, 0, 1)
    assert {name: values[0] for name, values in document.columns.items()} == {
        "region": "140100",
        "province": "140000",
        "city": "140100",
        "county": None,
        "rank": 1,
        "body": "CNCA-R-2002-001",
        "body_name": "中国质量认证中心",
        "reason": "帮扶企业多",
        "row": 3,
        "sheet": "台账",
    }
    assert rules(document) == []


def test_a_province_compiles_the_lists_of_its_cities():
    lines = "太原市市场监督管理局 | 第一 | CNCA-R-2002-001 | 好\n大同市 | 1 | CNCA-R-2002-001 | 好\n | ② | 中国船级社质量认证有限公司 | 好"
    document = read(f"推荐单位 | 优先顺序 | 推荐认证机构 | 推荐理由\n{lines}", "2022年山西省推荐汇总.xlsx")
    assert document.columns["region"] == ["140100", "140200", "140000"]
    assert document.columns["rank"] == [1, 1, 2]


@pytest.mark.parametrize("heading", ["所在市", "市", "推荐市"])
def test_a_place_says_who_recommends(heading):
    document = read(f"{heading} | 排名 | 认证机构 | 理由\n大同市 | 1 | 中国质量认证中心 | 好")
    assert document.columns["region"] == ["140200"]


def test_where_no_recommender_is_written_the_place_says_it():
    lines = "太原市局 | 大同市 | 1 | 中国质量认证中心 | 好\n | 大同市 | 1 | 中国质量认证中心 | 好"
    document = read(f"推荐单位 | 地市 | 排序 | 认证机构 | 推荐理由\n{lines}", "2022年山西省推荐汇总.xlsx")
    assert document.columns["region"] == ["140100", "140200"]


@pytest.mark.parametrize("line", ["推荐单位：太原市市场监督管理局", "填报单位：太原市市场监管局（盖章）"])
def test_a_line_above_says_who_recommends(line):
    assert read(f"{line}\n{HEAD}\n{ONE}", "2022年推荐名单.xlsx").columns["region"] == ["140100"]


@pytest.mark.parametrize(
    ("text", "rank", "rule"),
    [
        ("1", 1, ""), ("=2", 2, ""), ("３", 3, ""), ("第四", 4, ""), ("第5名", 5, ""), ("十", 10, ""),
        ("", None, "rank_missing"), ("0", None, "rank_unreadable"), ("优先", None, "rank_unreadable"),
    ],
)  # fmt: skip
def test_places_in_the_order_of_preference(text, rank, rule):
    document = read(f"{HEAD}\n{text} | 中国质量认证中心 | | 好")
    assert document.columns["rank"] == [rank]
    assert [one for _, _, one in rules(document)] == ([rule] if rule else [])


def test_a_list_without_places_is_in_order_and_says_so():
    lines = "\n".join(
        f"{city} | {name} | 好" for city, (_, name) in zip(["太原市", "太原市", "大同市"], BODIES[:3], strict=True)
    )
    document = read(f"地市 | 认证机构 | 推荐理由\n{lines}")
    assert document.columns["rank"] == [1, 2, 1]
    assert rules(document) == [(0, "", "rank_by_order")]


@pytest.mark.parametrize(
    ("line", "rule", "value"),
    [
        ("1 | | | 好", "recommended_body_missing", ""),
        ("1 | 中国质量认证中心 | CNCA-R-2002-016 | 好", "body_number_differs", "CNCA-R-2002-016 中国质量认证中心"),
    ],
)
def test_nobody_guesses_who_is_recommended(line, rule, value):
    document = read(f"{HEAD}\n{line}\n{ONE}")
    assert (document.loaded, document.held) == (1, 1)
    assert (2, value, rule) in rules(document)


def test_a_body_on_no_list_is_kept_under_its_own_name_and_marked():
    document = read(f"{HEAD}\n1 | 某认证公司 | | 好")
    assert (document.columns["body"], document.columns["body_name"]) == (["某认证公司"], ["某认证公司"])
    assert rules(document) == [(2, "某认证公司", "recommended_body_unlisted")]


@pytest.mark.parametrize(
    ("text", "rule", "value"),
    [
        (f"{HEAD}\n{ONE}", "recommender_missing", ""),
        (f"推荐单位 | {HEAD}\n火星市 | {ONE}", "recommender_unknown", "火星市"),
        (f"推荐单位 | {HEAD}\n中国质量认证中心 | {ONE}", "recommender_unknown", "中国质量认证中心"),
        (f"推荐单位 | {HEAD}\n | {ONE}", "recommender_missing", ""),
    ],
)
def test_a_row_of_nobody_waits(text, rule, value):
    document = read(text, "2022年推荐名单.xlsx")
    assert (document.loaded, document.held) == (0, 1)
    assert rules(document) == [(2, value, rule)]


@pytest.mark.parametrize("text", [f"{HEAD}\n1 | 中国质量认证中心 | | ", "排序 | 推荐认证机构\n1 | 中国质量认证中心"])
def test_a_recommendation_without_a_reason_is_marked(text):
    document = read(text)
    assert [rule for _, _, rule in rules(document)] == ["reason_missing"]
    assert document.columns["reason"] == [None]


def test_the_same_place_and_the_same_body_twice_are_marked():
    (a, _), (b, _), *_ = BODIES
    document = read(f"{HEAD}\n1 | | {a} | 好\n1 | | {b} | 好\n3 | | {a} | 好")
    assert rules(document) == [(3, "2", "rank_repeated"), (4, "2", "recommendation_repeated")]
    assert document.loaded == 3


@pytest.mark.parametrize(
    ("count", "file", "value"),
    [
        (5, FILE, ""),
        (6, FILE, "太原市 6 > 5"),
        (6, "2024年天津市北辰区推荐名单.xlsx", "北辰区 6 > 5"),  # no notice of its own
    ],
)
def test_how_many_a_notice_allows(count, file, value):
    document = read(f"{HEAD}\n{listed(count)}", file)
    assert rules(document) == ([(0, value, "recommendations_above_limit")] if value else [])


def test_a_list_with_headings_only_is_refused():
    with pytest.raises(Refused, match="没有推荐的认证机构"):
        read(HEAD)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("案例名称 | 企业名称 | 认证机构 | 推荐单位 | 推荐理由", "cases"),
        ("企业名称 | 信用代码 | 所属行业 | 认证机构 | 推荐理由", "ledger"),
    ],
)
def test_a_list_of_firms_is_none_of_bodies(head, kind):
    line = " | ".join(["甲公司"] * (head.count("|") + 1))
    assert kinds.read([drawing.ledger(f"推荐名单\n{head}\n{line}")], Context(None, FILE)).kind == kind


CELLS = st.sampled_from(
    ["", "1", "2", "一", "x", "合计", "示例", "CNCA-R-2002-001", "中国质量认证中心", "某公司", "火星市"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_every_row_is_loaded_held_or_ignored(rows):
    sheet = drawing.ledger(f"推荐单位 | {HEAD}")
    sheet.rows.extend([*row] for row in [*rows, ("太原市", *(cell.strip() for cell in ONE.split("|")))])
    document = kinds.read([sheet], Context(None, FILE))
    assert document.in_file == len(rows) + 1
    drawing.check_accounts(document)


# --- in a version


def test_a_body_counts_once_by_its_best_place(store, tmp_path):
    drawing.load(
        store, tmp_path, FILE, f"{HEAD}\n3 | | CNCA-R-2002-001 | 晚\n1 | 某认证公司 | | 好\n2 | | CNCA-R-2002-001 | 早"
    )
    asked = 'SELECT region, year, "rank", body, reason, row FROM recommendation ORDER BY "rank"'
    assert ask(store, asked) == [
        ("140100", 2022, 1, "某认证公司", "好", 3),
        ("140100", 2022, 2, "CNCA-R-2002-001", "早", 4),
    ]
    assert ("某认证公司", "某认证公司") in ask(store, "SELECT body, name FROM body")


def test_the_newest_list_of_a_region_counts_and_the_older_is_said_to_be_left(store, tmp_path):
    drawing.load(store, tmp_path, FILE, f"{HEAD}\n{listed(2)}")
    compiled = "推荐单位 | 排序 | 认证机构 | 推荐理由"
    drawing.load(
        store,
        tmp_path,
        "2022年山西省推荐汇总.xlsx",
        f"{compiled}\n太原市 | 1 | {BODIES[2][1]} | 好\n大同市 | 1 | {BODIES[0][1]} | 好",
    )
    assert ask(store, "SELECT region, body FROM recommendation ORDER BY 1") == [
        ("140100", BODIES[2][0]),
        ("140200", BODIES[0][0]),
    ]
    assert ask(store, "SELECT row, value FROM issue WHERE rule = 'recommendation_newer' ORDER BY row") == [
        (2, BODIES[0][1]),
        (3, BODIES[1][1]),
    ]
