"""What shows only when a file is compared with all others, as the loader and its command tell it."""

import pytest

from data import register, warehouse
from data.errors import Refused
from loaders import importing, merged
from tests.loaders import drawing
from tests.loaders.drawing import ask, credit_code
from tests.loaders.test_statistics import PRINTED

CODE = credit_code(1)
CITY = f"填报单位：太原市市场监管局 | 2022年\n企业名称 | 信用代码 | 所在地 | 行业\n甲 | {CODE} | 太原市 | 28"
BODY = f"填报单位：中国质量认证中心 | 2022年\n企业名称 | 信用代码 | 所在地 | 行业\n甲 | {CODE} | 太原市 | 19"
ANSWERED = "name | credit_code | submitted_at\n甲 | {code} | 2022/11/{day} 8:00:00"


@pytest.fixture
def ledgers(tmp_path):
    """A city's and a body's ledger of one firm, in two industries."""
    return [
        drawing.book(tmp_path / f"{name}.xlsx", drawing.ledger(text)) for name, text in (("市", CITY), ("机构", BODY))
    ]


def test_what_a_file_shows_only_beside_another_one_is_in_its_outcome(store, ledgers):
    city, body = importing.load(ledgers, store)
    assert city.merged == ()
    (issue,) = body.merged
    assert (issue.sheet, issue.row, issue.column, issue.rule) == ("台账", 3, "所属行业", "ledgers_disagree")
    assert "ledgers_disagree" not in {one.rule for one in body.issues}


def test_loading_the_same_again_tells_the_same(store, ledgers):
    first = importing.load(ledgers, store)
    again = importing.load(ledgers, store)
    assert all(one.known for one in again)
    assert [one.merged for one in again] == [one.merged for one in first]


def test_a_file_that_waits_or_is_refused_was_compared_with_nothing(store, export, tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"%PDF-1.4")
    importing.load([drawing.book(tmp_path / "旧.xlsx", drawing.ledger(CITY))], store)
    newer = drawing.book(tmp_path / "新.xlsx", drawing.ledger(CITY.replace("甲", "乙")))
    waiting, refused = importing.load([newer, tmp_path / "坏.xlsx"], store)
    assert (waiting.status, waiting.merged) == ("pending", ())
    assert (refused.status, refused.merged) == ("refused", ())


def test_what_one_file_does_to_an_earlier_one_is_found_at_the_earlier_one(store, export):
    importing.load([export(ANSWERED.format(code=CODE, day=3), "甲.xlsx")], store)
    (outcome,) = importing.load([export(ANSWERED.format(code=CODE, day=4), "乙.xlsx")], store)
    assert outcome.merged == ()
    reader = warehouse.open(store, warehouse.ALL)
    (finding,) = merged.everything(reader)
    reader.close()
    assert (finding.file, finding.issue.rule, finding.issue.value) == ("甲.xlsx", "answered_again", "乙.xlsx!2")


def test_every_finding_says_when_it_was_found(store, ledgers, tmp_path):
    poor = drawing.book(
        tmp_path / "大同市.xlsx", drawing.ledger(CITY.replace("太原", "大同").replace("28", "不是行业"))
    )
    outcomes = importing.load([*ledgers, poor], store)
    told = [("file", issue.rule) for one in outcomes for issue in one.issues]
    told += [("version", issue.rule) for one in outcomes for issue in one.merged]
    assert ask(store, "SELECT found, rule FROM issue ORDER BY ALL") == sorted(told)
    assert {("file", "industry_unknown"), ("version", "ledgers_disagree")} <= set(told)


def test_the_newest_file_stands_first(store, ledgers, export):
    importing.load(ledgers, store)
    twice = "name | credit_code | submitted_at\n" + "\n".join(f"甲 | {CODE} | 2022/11/{day} 8:00:00" for day in (3, 4))
    importing.load([export(twice, "答卷.xlsx")], store)
    reader = warehouse.open(store, warehouse.ALL)
    files = [one.file for one in merged.everything(reader)]
    reader.close()
    assert files == ["答卷.xlsx", "机构.xlsx"]


def test_a_figure_is_called_as_its_form_calls_it(store, tmp_path):
    cities = [drawing.ledger(PRINTED.replace("196家", "5家"), name) for name in ("大同市", "晋城市")]
    files = {"2022年度大同市统计表.xlsx": [drawing.ledger(PRINTED, "附表")], "2022年度山西省各市统计表.xlsx": cities}
    first, second = importing.load([drawing.book(tmp_path / name, *sheets) for name, sheets in files.items()], store)
    assert second.merged == ()
    assert ("帮扶企业数量", "form_newer", "196家") in {(one.column, one.rule, one.value) for one in first.merged}


def test_a_version_of_an_older_program_keeps_nobody_from_loading(store, ledgers, monkeypatch):
    importing.load(ledgers, store)
    with monkeypatch.context() as patched:
        patched.setattr(warehouse, "open", _older)
        (city, body) = importing.load(ledgers, store)
    assert (city.known, body.known, body.merged) == (True, True, ())
    assert len(register.versions(store)) == 1


def _older(*_: object) -> None:
    raise Refused("数据版本 {version} 由旧程序生成。请运行：python -m loaders prepare", version=1)


def test_the_command_lists_both_kinds_and_says_which(loaders, ledgers):
    done = loaders("load", *ledgers, "--json")
    _city, body = done.json
    found = [(one["found"], one["rule"]) for one in body["issues"] if one["rule"] == "ledgers_disagree"]
    assert found == [("version", "ledgers_disagree")]
    assert {one["found"] for one in body["issues"] if one["rule"] != "ledgers_disagree"} <= {"file"}
    assert "没有采用" in next(one["message"] for one in body["issues"] if one["rule"] == "ledgers_disagree")
