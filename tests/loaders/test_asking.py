"""Headings nobody knows: proposed, never bound in silence; asked for once, and remembered for the same headings."""

from pathlib import Path

import pytest

from data import register
from data.errors import Refused
from data.store import Store
from loaders import asking, difference, importing, kinds, ledger
from loaders.decided import Decided, heading_set
from loaders.document import Context, Document
from tests.loaders import drawing
from tests.loaders.drawing import ask, credit_code
from tests.loaders.layouts import FILE

KNOWN = "序号 | 企业名称 | 统一社会信用代码 | 县区 | 所属行业 | 认证机构"
CODES = (credit_code(1), credit_code(2))


def drawn(head: str, *cells: str) -> str:
    """Two firms under these headings; `cells` stand in the columns after the sixth."""
    rows = (
        f"{serial} | {name}有限公司 | {code} | 小店区 | 建设业 | 中国质量认证中心"
        for serial, (name, code) in enumerate(zip("甲乙", CODES, strict=True), 1)
    )
    return "\n".join([head, *(" | ".join([row, *cells]) for row in rows)])


def read(text: str, decided: Decided = Decided()) -> Document:
    return kinds.read([drawing.ledger(text)], Context("140000", FILE, decided))


def book(folder: Path, head: str, name: str = FILE, **drawn_too: str) -> Path:
    return drawing.book(folder / name, drawing.ledger(drawn(head), **drawn_too))


# --- proposals


@pytest.mark.parametrize(
    ("known", "heading", "column"),
    [
        ("企业名称", "企业名", "name"),
        ("企业名称", "单位的名称", "name"),
        ("企业名称", "主体", "name"),  # by what stands there
        ("统一社会信用代码", "社会信用统一代码", "credit_code"),
        ("统一社会信用代码", "税号", "credit_code"),
        ("县区", "所在的县区", "county"),
        ("所属行业", "所处行业", "industry"),
        ("所属行业", "门类", "industry"),
        ("认证机构", "认证的机构", "body"),
        ("认证机构", "辅导方", "body"),
    ],
)
def test_a_column_of_weight_that_is_missing_is_asked_for_with_a_proposal(known, heading, column):
    document = read(drawn(KNOWN.replace(known, heading)))
    assert document.asks
    assert [(one.heading, one.proposal) for one in document.headings if one.column is None] == [(heading, column)]
    if column != "name":
        assert [(i.rule, i.value) for i in document.issues if i.row == 1] == [("heading_like", asking.label(column))]


@pytest.mark.parametrize("heading", ["厂房面积", "帮扶批次"])
def test_an_unknown_heading_that_is_like_nothing_is_only_reported(heading):
    document = read(drawn(f"{KNOWN} | {heading}", "300"))
    assert not document.asks
    assert [i.column for i in document.issues if i.rule == "heading_unknown"] == [heading]


def test_a_heading_like_a_column_of_no_weight_is_only_reported():
    document = read(drawn(f"{KNOWN} | 联系人的手机", "13812345678"))
    assert not document.asks
    assert [(i.column, i.value) for i in document.issues if i.rule == "heading_like"] == [("联系人的手机", "联系电话")]


def test_a_column_that_is_there_is_not_proposed_again():
    document = read(drawn(f"{KNOWN} | 所处行业", "采矿"))
    assert not document.asks
    assert [one.proposal for one in document.headings if one.heading == "所处行业"] == [None]


def test_without_a_name_any_unknown_heading_may_be_it():
    text = f"序号 | 甲方 | 信用代码 | 县区\n1 | 老王 | {CODES[0]} | 小店区"
    document = read(text)
    assert (document.asks, document.loaded) == (True, 0)
    assert [one.heading for one in document.headings if one.column is None] == ["甲方"]


@pytest.mark.parametrize("head", ["姓名 | 年龄 | 住址", "县区 | 企业数 | 培训人次"])
def test_what_is_no_ledger_is_not_asked_about(head):
    with pytest.raises(Refused, match="没有认识的标题行"):
        read(f"{head}\n甲 | 30 | 太原")


def test_a_summary_beside_a_ledger_is_not_asked_about():
    sheets = [
        drawing.ledger(drawn(KNOWN)),
        drawing.ledger("序号 | 县区 | 企业数 | 备注\n1 | 小店区 | 12 | 无", "汇总"),
    ]
    document = kinds.read(sheets, Context("140000", FILE))
    assert (document.asks, document.loaded) == (False, 2)


def test_samples_of_persons_are_masked():
    headings = read(drawn(f"{KNOWN} | 联系人 | 手机号码2", "张三", "13812345678")).headings
    assert [one.samples for one in headings[-2:]] == [["张*"], ["138****5678"]]


# --- decisions


def test_a_decision_holds_for_the_same_headings_only():
    head = KNOWN.replace("所属行业", "门类")
    said = {heading_set(head.split(" | ")): {"门类": "industry"}}
    document = read(drawn(head), Decided(said))
    assert (document.asks, document.columns["industry"]) == (False, [28, 28])
    other = read(drawn(f"{head} | 备注", "无"), Decided(said))
    assert (other.asks, other.columns["industry"]) == (True, [None, None])


def test_the_order_of_headings_does_not_matter():
    assert heading_set(["企业名称", "门类", ""]) == heading_set(["门类", "企业 名称"])


def test_a_column_nobody_needs_is_not_asked_for_again_and_not_reported():
    head = KNOWN.replace("所属行业", "门类")
    document = read(drawn(head), Decided({heading_set(head.split(" | ")): {"门类": ""}}))
    assert (document.asks, document.columns["industry"]) == (False, [None, None])
    assert "门类" not in [issue.column for issue in document.issues]


def test_what_was_said_outweighs_an_alias():
    head = f"{KNOWN} | 全名"
    text = drawn(head, "样例集团有限公司")
    document = read(text, Decided({heading_set(head.split(" | ")): {"全名": "name"}}))
    assert document.columns["name"] == ["样例集团有限公司"] * 2


def test_a_decision_tells_a_ledger_from_no_ledger():
    text = f"主体 | 税号 | 门类\n甲有限公司 | {CODES[0]} | 建设业"
    said = {"主体": "name", "税号": "credit_code", "门类": "industry"}
    sheet = drawing.ledger(text)
    assert ledger.recognises(sheet) == 0
    assert ledger.recognises(sheet, Context(decided=Decided({heading_set(list(said)): said}))) == 3


# --- from the command line


HEAD = KNOWN.replace("企业名称", "主体").replace("所属行业", "所处行业")


def test_a_file_waits_until_its_headings_are_explained(loaders, store, tmp_path):
    file = book(tmp_path, HEAD)
    done = loaders("load", file, "--json")
    (record,) = done.json
    assert (done.code, record["status"], record["rows"]) == (2, "refused", None)
    assert "主体" in record["reason"]
    unknown = {one["heading"]: one["proposal"] for one in record["headings"] if one["column"] is None}
    assert unknown == {"主体": "name", "所处行业": "industry"}
    assert record["headings"][1]["samples"] == ["甲有限公司", "乙有限公司"]
    done = loaders("headings", file, "--set", "主体=name", "--set", "所处行业=industry", "--json")
    assert {one["heading"]: one["column"] for one in done.json}["主体"] == "name"
    assert set(done.json[0]) == {"heading", "samples", "proposal", "column"}
    assert loaders("check", file, "--json").json[0]["status"] == "accepted"
    (record,) = loaders("load", file, "--json").json
    assert (record["status"], record["headings"]) == ("loaded", [])
    assert ask(store, "SELECT name, industry FROM assisted ORDER BY name") == [("乙有限公司", 28), ("甲有限公司", 28)]


def test_another_file_with_the_same_headings_is_not_asked_about(store, tmp_path):
    first = book(tmp_path, HEAD)
    (outcome,) = importing.load([first], store)
    asking.remember(store, outcome.headings, {"主体": "name", "所处行业": ""}, "王")
    second = drawing.book(tmp_path / "大同市2022年台账.xlsx", drawing.ledger(drawn(HEAD).replace("小店区", "云州区")))
    outcomes = importing.load([first, second], store)
    assert [one.status for one in outcomes] == ["loaded", "loaded"]
    assert {one.who for one in register.decisions(store, "heading")} == {"王"}


def test_a_changed_decision_is_replayed_at_the_next_build(store, tmp_path):
    file = book(tmp_path, HEAD)
    (outcome,) = importing.load([file], store)
    asking.remember(store, outcome.headings, {"主体": "name", "所处行业": ""})
    importing.load([file], store)
    assert ask(store, "SELECT DISTINCT industry FROM assisted") == [(None,)]
    asking.remember(store, outcome.headings, {"所处行业": "industry"})
    importing.rebuild(store)
    assert ask(store, "SELECT DISTINCT industry FROM assisted") == [(28,)]


def test_files_without_decisions_are_not_read_again(store, tmp_path):
    importing.load([book(tmp_path, KNOWN)], store)
    before = sorted(store.staged.iterdir())
    other = book(tmp_path, HEAD, "大同市2022年台账.xlsx")
    (outcome,) = importing.load([other], store)
    asking.remember(store, outcome.headings, {"主体": "name", "所处行业": "industry"})
    importing.load([other], store)
    assert set(before) < set(store.staged.iterdir())
    assert len(list(store.staged.iterdir())) == len(before) + 2


def test_the_difference_is_taken_from_what_was_decided(store, tmp_path):
    file = book(tmp_path, HEAD)
    (outcome,) = importing.load([file], store)
    asking.remember(store, outcome.headings, {"主体": "name", "所处行业": "industry"})
    importing.load([file], store)
    (tmp_path / "mended").mkdir()
    mended = book(tmp_path / "mended", KNOWN)
    (checked,) = importing.check([mended], Store(tmp_path / "checked"), decided=Decided.of(store))
    (old,) = register.submissions(store)
    assert checked.staged
    found = difference.of_submission(store, old, checked.staged)
    assert (found.unchanged, found.added, found.removed, found.changed) == (2, 0, 0, 0)


def test_answers_that_cannot_be_are_refused(loaders, store, tmp_path):
    file = book(tmp_path, HEAD)
    assert "没有标题“电话”" in loaders("headings", file, "--set", "电话=phone").err
    assert "有两列都说是" in loaders("headings", file, "--set", "主体=name", "--set", "所处行业=name").err
    done = loaders("headings", file, "--set", "主体=公司")
    assert (done.code, "credit_code" in done.err) == (2, True)
    assert register.decisions(store, "heading") == []
    answers = drawing.many(tmp_path / "答卷.xlsx", 3)
    assert "不是企业台账" in loaders("headings", answers).err


def test_headings_are_listed_for_a_reader(loaders, tmp_path):
    done = loaders("headings", book(tmp_path, HEAD))
    assert done.out.splitlines()[1:3] == [
        "主体\t? name\t甲有限公司 乙有限公司",
        f"统一社会信用代码\tcredit_code\t{CODES[0]} {CODES[1]}",
    ]


def test_every_column_has_a_label():
    from loaders.meanings import columns
    from pages._parts.headings import COLUMNS

    assert list(COLUMNS) == columns("ledger")
    assert all(asking.label(column) for column in COLUMNS)
