"""未填问卷企业名单: who is chased is who the answer rate says did not answer; names stay text; each firm has its own link."""

import io
import zipfile
from functools import partial

import openpyxl
import pytest

from data.digest import digest
from data.errors import Refused
from metrics.firm import find
from metrics.query import Filters, compute
from reports import personal_link
from reports.chase_up import COLUMNS, chase_up, sheet_name
from reports.kinds import KINDS
from tests.metrics.drawing import drawn, rows_of
from tests.reports.official import reading
from tests.reports.official.test_documents import PAYLOADS

TIANJIN = Filters.of(year=[2024], province=["120000"])
BASE = "https://www.wjx.cn/vm/abc.aspx"
ASSISTED = """
    firm | name | credit_code        | year | province | city   | county | body            | row | origin
    A    | 甲厂 | 91120114MA0000001X | 2024 | 120000   | 120114 |        | CNCA-R-2002-001 | 5   | ledger
    B    | 乙厂 |                    | 2024 | 120000   | 120114 |        |                 | 6   | ledger
    C    | 丙厂 |                    | 2024 | 120000   | 120117 |        | 某机构          | 7   | ledger
    D    | 丁厂 |                    | 2024 | 120000   |        |        | 某机构          | 8   | ledger
    E    | 戊厂 |                    | 2024 | 120000   | 120116 |        | CNCA-R-2002-001 | 9   | ledger
    F    | 去年 |                    | 2023 | 120000   | 120114 |        |                 | 5   | ledger
    G    | 外省 |                    | 2024 | 140000   | 140100 |        |                 | 5   | ledger
    H    | 答卷 |                    | 2024 | 130000   | 130100 |        |                 | 5   | answers
"""
ANSWERS = """
    response_id | firm | year | province | counts
    1-2         | A    | 2024 | 120000   | true
    1-3         | E    | 2024 | 120000   | true
    1-4         | C    | 2024 | 120000   | false   # not the last one of its firm
    1-5         | B    | 2023 | 120000   | true    # another round
"""


@pytest.fixture
def few(tmp_path):
    made = drawn(
        tmp_path / "few",
        rows_of(ANSWERS),
        rows_of(ASSISTED),
        body=rows_of("body | name\nCNCA-R-2002-001 | 甲认证有限公司"),
        suggestion=rows_of("about | place | subject | year\nmatch | 1-9 | C | 2024\ndouble | B | D | 2024"),
        submission=rows_of("submission | file | kind\n2 | 台账.xlsx | ledger"),
    )
    yield made.reader
    made.reader.close()


def book(reader, kind="chase-up", where=TIANJIN):
    return openpyxl.load_workbook(io.BytesIO(KINDS[kind].build(reader, where).content))


def below(sheet, columns=None):
    """The rows below the headings, by heading."""
    _, _, heads, *rows = sheet.values
    return [{head: row[at] for at, head in enumerate(heads) if head in (columns or heads)} for row in rows]


def test_by_region_each_has_a_sheet_of_those_who_did_not_answer(few):
    made = book(few)
    assert made.sheetnames == ["汇总", "武清区", "宁河区", "地区不详"]
    assert [list(row[:5]) for row in list(made["汇总"].values)[2:8]] == [
        ["地区", "台账企业（家）", "已填（家）", "未填（家）", "答卷率"],
        ["武清区", 2, 1, 1, 0.5],
        ["滨海新区", 1, 1, 0, 1],
        ["宁河区", 1, 0, 1, 0],
        ["地区不详", 1, 0, 1, 0],
        ["合计", 5, 2, 3, 0.4],
    ]
    where = ("企业名称", "统一社会信用代码", "市", "认证机构", "提示", "台账文件", "工作表", "行")
    assert [tuple(row.values()) for name in made.sheetnames[1:] for row in below(made[name], where)] == [
        ("乙厂", None, "武清区", None, None, "台账.xlsx", "台账", 6),
        ("丙厂", None, "宁河区", "某机构", "可能已填，待核对", "台账.xlsx", "台账", 7),
        ("丁厂", None, None, "某机构", None, "台账.xlsx", "台账", 8),
    ]


def test_by_body_too(few):
    made = book(few, "chase-up-body")
    assert made.sheetnames == ["汇总", "某机构", "未写明认证机构"]
    assert [list(row) for row in list(made["汇总"].values)[3:7]] == [
        ["甲认证有限公司", 2, 2, 0, 1],
        ["某机构", 2, 0, 2, 0],
        ["未写明认证机构", 1, 0, 1, 0],
        ["合计", 5, 2, 3, 0.4],
    ]
    assert [row["企业名称"] for row in below(made["某机构"])] == ["丙厂", "丁厂"]


def test_contacts_are_left_to_who_calls(few):
    rows = [row for sheet in book(few).worksheets[1:] for row in below(sheet)]
    assert {row[head] for row in rows for head in ("联系人", "联系电话", "催填记录")} == {None}
    assert any("联系人和电话不在数据里" in note.text for note in chase_up(few, TIANJIN).notes)


@pytest.mark.parametrize(("kind", "by"), [("chase-up", "city"), ("chase-up-body", "body")])
def test_all_numbers_are_those_of_the_metrics(reader, kind, by):
    built = KINDS[kind].build(reader, TIANJIN)
    for one in built.figures:
        (row,) = compute(reader, [one.name], (), Filters(one.where)).itertuples()
        assert one.number == pytest.approx(getattr(row, one.part))
    made = openpyxl.load_workbook(io.BytesIO(built.content))
    rates = compute(reader, ["response_rate"], [by], TIANJIN)
    (whole,) = compute(reader, ["response_rate"], (), TIANJIN).itertuples()
    counted = [row[1:4] for row in list(made["汇总"].values)[3 : 3 + len(rates) + 1]]
    assert sorted(counted[:-1]) == sorted(
        (row.denominator, row.numerator, row.denominator - row.numerator) for row in rates.itertuples()
    )
    assert counted[-1] == (whole.denominator, whole.numerator, whole.denominator - whole.numerator)
    names = [row["企业名称"] for sheet in made.worksheets[1:] for row in below(sheet)]
    assert len(names) == len(set(names)) == whole.denominator - whole.numerator == 52


def test_counties_below_a_city_provinces_below_the_nation(few):
    assert book(few, where=Filters.of(year=[2024], city=["120114"])).sheetnames == ["汇总", "地区不详"]
    assert book(few, where=Filters.of(year=[2024])).sheetnames == ["汇总", "天津市", "山西省"]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"year": [2024], "province": ["130000"]}, "河北省2024年没有帮扶企业台账，列不出未填问卷的企业。请先导入台账"),
        ({"province": ["120000"]}, "请指明一个年度"),
        ({"year": [2024], "industry": [17]}, "不能用“industry”筛选"),
    ],
)
def test_what_cannot_be_listed_is_refused(few, where, said):
    with pytest.raises(Refused, match=said):
        chase_up(few, Filters.of(**where))


def test_where_all_answered_there_is_the_summary_alone(few):
    assert book(few, where=Filters.of(year=[2024], city=["120116"])).sheetnames == ["汇总"]


@pytest.mark.parametrize("kind", ["chase-up", "chase-up-body"])
def test_names_of_firms_and_bodies_stay_text(kind, tmp_path):
    place = {"year": 2024, "province": "120000", "city": "120114"}
    rows = [{"firm": f"{n}", "name": name, "body": f"{n}", **place} for n, name in enumerate(PAYLOADS)]
    made = drawn(tmp_path / "store", (), rows, body=[{"body": f"{n}", "name": one} for n, one in enumerate(PAYLOADS)])
    content = KINDS[kind].build(made.reader, TIANJIN).content
    made.reader.close()
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet.rows for cell in row]
    for payload in PAYLOADS:
        found = [(cell.data_type, cell.hyperlink) for cell in cells if cell.value == payload]
        assert found
        assert set(found) == {("s", None)}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert all(name.endswith(".xml") for name in sheets)  # no relations: no links
        assert not any(b"<f>" in parts.read(name) for name in sheets)
    assert reading.faults(content, tmp_path, ".xlsx") == []


# --- the personal link


def linked(reader, text: str):
    (reader.store.path / "questionnaire.csv").write_text(f"year,link\n{text}\n", "utf-8")
    return reader


def test_without_the_bureau_s_link_the_column_is_left_out_and_it_is_said_how_to_get_it(few):
    assert list(below(book(few)["武清区"])[0]) == list(COLUMNS)
    assert any("建 questionnaire.csv" in note.text for note in chase_up(few, TIANJIN).notes)
    other = chase_up(linked(few, f"2023,{BASE}"), TIANJIN)
    assert any("建 questionnaire.csv" in note.text for note in other.notes)


def test_every_firm_has_a_link_of_its_own_by_which_it_is_found_again(few):
    made = book(linked(few, f"2024,{BASE}"))
    links = {row["企业名称"]: row["个人填报链接"] for sheet in made.worksheets[1:] for row in below(sheet)}
    assert links == {
        name: f"{BASE}?sojumpparm={digest(firm)}" for name, firm in {"乙厂": "B", "丙厂": "C", "丁厂": "D"}.items()
    }
    assert [find(few, link.partition("sojumpparm=")[2]) for link in links.values()] == ["B", "C", "D"]
    cell = next(cell for row in made["武清区"].rows for cell in row if str(cell.value).startswith("http"))
    assert (cell.data_type, cell.hyperlink) == ("s", None)


@pytest.mark.parametrize(
    ("link", "personal"),
    [
        (BASE, f"{BASE}?sojumpparm={digest('A')}"),
        (f"{BASE}#", f"{BASE}?sojumpparm={digest('A')}"),
        (f"{BASE}?source=qr", f"{BASE}?source=qr&sojumpparm={digest('A')}"),
        (f"{BASE}?sojumpparm=太原&b=", f"{BASE}?b=&sojumpparm={digest('A')}"),
    ],
)
def test_the_parameter_is_added_to_what_the_link_has(link, personal):
    assert personal_link.personal(link, "A") == personal


@pytest.mark.parametrize("link", ["www.wjx.cn/vm/abc.aspx", "javascript:alert(1)", "=1+1", "https://"])
def test_what_is_no_address_is_refused(few, link):
    with pytest.raises(Refused, match="应以 https:// 开头"):
        chase_up(linked(few, f"2024,{link}"), TIANJIN)


# --- names of sheets


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("a[b]:*?/\\c", "abc"),
        ("'引号'", "引号"),
        ("\x0b", "未填调查问卷企业名单"),
        ("汇总", "汇总(2)"),
        ("History", "History(2)"),
        ("很" * 40, "很" * 31),
        ("𠮷" * 40, "𠮷" * 15),
    ],
)
def test_sheets_have_names_that_excel_allows(name, sheet):
    assert sheet_name(name, {"汇总", "history"}) == sheet


def test_names_that_are_cut_alike_differ_nevertheless():
    named = partial(sheet_name, taken=set())
    assert [named("长" * 31 + "甲"), named("长" * 31 + "乙"), named("a"), named("A")] == [
        "长" * 31,
        "长" * 28 + "(2)",
        "a",
        "A(2)",
    ]
