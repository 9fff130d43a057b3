"""Lists of materials: guides, courses, videos, plans, press."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import Refused
from data.reference import table
from loaders import kinds
from loaders.document import Context, Document
from loaders.materials import kind_of
from tests.loaders import drawing
from tests.loaders.drawing import ask

FILE = "2022年太原市成果材料登记表.xlsx"
HEAD = "材料类型 | 材料名称 | 报送单位 | 形成时间 | 数量 | 链接"
ONE = "实施指南 | 铸造行业实施指南 | | 2022年5月 | 2份 | https://example.cn/a"


def read(text: str, file: str = FILE, region: str | None = None) -> Document:
    document = kinds.read([drawing.ledger(text)], Context(region, file))
    assert document.kind == "materials"
    assert document.in_file == document.loaded + document.held + document.ignored
    return document


def rules(document: Document) -> list[tuple[int, str, str]]:
    return [(i.row, i.value, i.rule) for i in document.issues]


def test_a_list_of_materials():
    document = read(f"太原市成果材料\n{HEAD}\n{ONE}\n合计 | 1项")
    assert (document.year, document.sender) == (2022, "140100")
    assert (document.loaded, document.held, document.ignored) == (1, 0, 1)
    assert {name: values[0] for name, values in document.columns.items()} == {
        "material": "guide",
        "title": "铸造行业实施指南",
        "title_key": "铸造行业实施指南",
        "unit": "140100",
        "province": "140000",
        "city": "140100",
        "county": None,
        "body": None,
        "made_on": "2022-05",
        "pieces": 2,
        "link": "https://example.cn/a",
        "row": 3,
        "sheet": "台账",
    }
    assert rules(document) == []


@pytest.mark.parametrize(
    ("text", "material"),
    [
        ("实施指南", "guide"), ("铸造行业指南", "guide"), ("省级标杆企业", "benchmark"), ("质量管理微课程", "course"),
        ("优良案例微视频", "video"), ("优良案例", "case"), ("试点工作方案", "plan"), ("报刊文章", "media"),
        ("媒体报道", "media"), ("政策文件", "policy"), ("宣传培训", "training"), ("其他", "other"), ("奖状", None),
    ],
)  # fmt: skip
def test_the_last_word_says_of_which_kind_it_is(text, material):
    assert kind_of(text) == material
    document = read(f"{HEAD}\n{text} | 甲 | | | | ")
    assert document.columns["material"] == [material]
    assert rules(document) == ([] if material else [(2, text, "material_kind_unknown")])


def test_every_word_names_one_kind():
    words = [
        (word, row["material"])
        for row in table("material_kinds")
        for word in (row["label"], *row["aliases"].split("|"))
    ]
    assert [word for word, material in words if kind_of(word) != material] == []
    assert len({word for word, _ in words}) == len(words)


@pytest.mark.parametrize("file", ["2022年太原市实施指南清单.xlsx", "2022年太原市实施指南.xlsx"])
def test_a_list_of_one_kind_says_so_in_its_title(file):
    document = read("序号 | 指南名称 | 完成时间\n1 | 铸造 | 2022/5/12", file)
    assert (document.sender, document.columns["material"], document.columns["made_on"]) == (
        "140100",
        ["guide"],
        ["2022-05-12"],
    )


def test_a_row_names_its_region_or_body_else_it_is_the_sender_s():
    lines = "课程 | 甲 | 小店区 | | | \n课程 | 乙 | 中国质量认证中心 | | | \n课程 | 丙 | | | | "
    document = read(f"{HEAD}\n{lines}")
    asked = zip(*(document.columns[name] for name in ("unit", "body", "city", "county")), strict=True)
    assert [*asked] == [
        ("140105", None, "140100", "140105"),
        ("CNCA-R-2002-001", "CNCA-R-2002-001", "140100", None),
        ("140100", None, "140100", None),
    ]


def test_a_body_lists_its_own():
    document = read(f"{HEAD}\n课程 | 甲 | | | | ", "2022年中国质量认证中心成果材料登记表.xlsx")
    assert (document.sender, document.columns["unit"]) == ("CNCA-R-2002-001", ["CNCA-R-2002-001"])
    assert document.columns["province"] == [None]


@pytest.mark.parametrize(("unit", "rule"), [("", "material_unit_missing"), ("火星市", "material_unit_unknown")])
def test_a_material_of_nobody_waits(unit, rule):
    document = read(f"{HEAD}\n课程 | 甲 | {unit} | | | ", "2022年成果材料登记表.xlsx")
    assert (document.loaded, document.held) == (0, 1)
    assert rules(document) == [(2, unit, rule)]


@pytest.mark.parametrize(
    ("text", "made_on"),
    [
        ("2022/11/3", "2022-11-03"),
        ("2022年11月3日", "2022-11-03"),
        ("2022.11", "2022-11"),
        ("2022年", "2022"),
        ("", None),
    ],
)
def test_a_date_says_no_more_than_is_written(text, made_on):
    assert read(f"{HEAD}\n课程 | 甲 | | {text} | | ").columns["made_on"] == [made_on]


@pytest.mark.parametrize(("text", "pieces"), [("=3", 3), ("12集", 12), ("共5期", 5), ("", None), ("若干", None)])
def test_how_many_an_entry_stands_for(text, pieces):
    document = read(f"{HEAD}\n课程 | 甲 | | | {text} | ")
    assert document.columns["pieces"] == [pieces]
    assert [rule for _, _, rule in rules(document)] == (["pieces_unreadable"] if text == "若干" else [])


def test_what_is_missing_unreadable_or_there_twice_is_marked():
    lines = " | 甲 | | | | \n课程 | | | | | \n课程 | 乙 | | 上半年 | | \n课程 | 乙。 | | | | "
    document = read(f"{HEAD}\n{lines}")
    assert rules(document) == [
        (2, "", "material_kind_missing"),
        (4, "上半年", "material_date_unreadable"),
        (3, "", "material_title_missing"),
        (5, "4", "material_repeated"),
    ]
    assert document.loaded == 4


def test_a_list_with_headings_only_is_refused():
    with pytest.raises(Refused, match="没有材料"):
        read(HEAD)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("案例名称 | 企业名称 | 所属行业 | 时间", "cases"),
        ("类型 | 企业名称 | 信用代码 | 所属行业 | 认证机构 | 时间", "ledger"),
        ("推荐单位 | 推荐认证机构 | 推荐理由 | 类型 | 日期", "recommendations"),
    ],
)
def test_other_lists_are_none_of_materials(head, kind):
    line = " | ".join(["甲公司"] * (head.count("|") + 1))
    assert kinds.read([drawing.ledger(f"{head}\n{line}", "实施指南")], Context(None, FILE)).kind == kind


CELLS = st.sampled_from(["", "1", "课程", "合计", "示例", "太原市", "中国质量认证中心", "火星市", "2022年5月", "若干"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[CELLS] * 6), min_size=1, max_size=8))
def test_every_row_is_loaded_held_or_ignored(rows):
    sheet = drawing.ledger(HEAD)
    sheet.rows.extend([*row] for row in [*rows, [cell.strip() for cell in ONE.split("|")]])
    document = kinds.read([sheet], Context(None, FILE))
    assert document.in_file == len(rows) + 1
    drawing.check_accounts(document)


# --- in a version


def test_a_material_in_two_lists_counts_once_and_the_newest_speaks(store, tmp_path):
    drawing.load(store, tmp_path, FILE, f"{HEAD}\n{ONE}\n课程 | | | | 3 | \n课程 | | | | 4 | ")
    drawing.load(
        store, tmp_path, "2022年山西省成果材料登记表.xlsx", f"{HEAD}\n实施指南 | 铸造行业 实施指南 | 太原市 | | 5 | "
    )
    asked = "SELECT unit, material, title, pieces FROM material ORDER BY title NULLS LAST, pieces"
    assert ask(store, asked) == [
        ("140100", "guide", "铸造行业 实施指南", 5),
        ("140100", "course", None, 3),
        ("140100", "course", None, 4),
    ]
