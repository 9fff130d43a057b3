"""待处理 and 数据版本 on the front page: what waits, where it is done, and nothing where nothing waits."""

from datetime import date
from pathlib import Path

import pytest

from data import register, warehouse
from data.register import Decision
from data.store import Store
from loaders import importing
from loaders.importing import Wanted
from metrics.query import Filters, compute
from tests.loaders.drawing import ask, credit_code, many
from tests.loaders.test_review import write
from tests.pages.shown import SCRIPTS, Shown, plain, ran

CODE_A, CODE_B, WRONG = credit_code(1), credit_code(2), credit_code(3)[:-1] + "0"
LEDGER = f"鑫源食品厂 | {CODE_A} | 太原小店区\n宏达机械厂 | {CODE_B} |\n大同机械厂 | {WRONG[:10]} |"
ANSWERS = "鑫原食品厂 | (空) | 山西太原"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("TISHENG_STORE", str(tmp_path / "own"))
    monkeypatch.setenv("TISHENG_SAMPLES", str(tmp_path / "samples"))
    monkeypatch.setenv("TISHENG_HOME", "140000")
    kept = Store(tmp_path / "own")
    assert {one.status for one in importing.load(write(tmp_path, LEDGER, ANSWERS), kept)} == {"loaded"}
    return kept


def opened(lang: str = "zh") -> Shown:
    test = ran(SCRIPTS["overview"], lang=lang)
    assert not test.exception
    return Shown(test)


def lines(shown: Shown) -> dict[str, list[str]]:
    """The texts of each line by its key."""
    return {key: [bare(one.value) for one in block.markdown] for key, block in shown._keyed("task_").items()}


def versions(shown: Shown) -> dict[str, list[str]]:
    """The cells of each line of 数据版本, by its number."""
    (table,) = [one.value for one in shown.test.markdown if "--- | ---" in one.value]
    rows = [[bare(cell.strip()) for cell in line.strip("| ").split(" | ")] for line in table.splitlines()[2:]]
    return {row[0]: row for row in rows}


def bare(markdown: str) -> str:
    return plain(markdown).removeprefix(":gray[").removesuffix("]").strip("*")


def links(shown: Shown) -> dict[str, str]:
    """The page each line leads to."""
    return {
        key: next(iter(block.children.values())).proto.page
        for key, block in shown._keyed("task_").items()
        if "_" not in key
    }


def test_every_line_says_how_many_and_leads_to_where_it_is_done(store):
    shown = opened()
    found = lines(shown)
    held = ask(store, "SELECT sum(rows_held) FROM submission")[0][0]
    firms = ask(store, "SELECT count(*) FROM assisted WHERE origin = 'ledger'")[0][0]
    assert held
    assert found["held"] == ["1 个文件，今天收到", str(held)]
    assert found["pairs"][-1] == str(ask(store, "SELECT count(*) FROM suggestion")[0][0])
    assert found["silent"] == ["占台账 100.0%", str(firms)]
    assert found["ledgers"][0].endswith("等")
    assert "太原市" not in found["ledgers"][0]
    assert {key: page for key, page in links(shown).items() if key in ("held", "pairs", "silent")} == {
        "held": "import",
        "pairs": "review",
        "silent": "reconciliation",
    }


def test_a_file_that_waits_is_seen_although_no_version_was_made(store, tmp_path):
    importing.load([many(tmp_path / "甲.xlsx", 2, first=31)], store, Wanted(sender="140200"))
    assert "waiting" not in lines(opened())
    importing.load([many(tmp_path / "乙.xlsx", 3, first=31)], store, Wanted(sender="140200"))
    assert lines(opened())["waiting"][-1] == "1"


def test_a_decided_pair_waits_no_longer(store):
    ((place, subject),) = ask(store, "SELECT place, subject FROM suggestion")
    importing.decide(store, [Decision("match", place, subject, "different", who="王某")])
    assert "pairs" not in lines(opened())


def test_a_deadline_of_the_bureaus_own_is_counted_down(store, monkeypatch):
    day = date(2099, 11, 10)
    (store.path / "deadlines.csv").write_text(
        f"region,date,who,due,source\n140000,{day},city,自评报告,省局通知\n", encoding="utf-8"
    )
    shown = opened()
    assert any("最近的截止日为 11-10" in text for text in shown.texts)
    detail, days = lines(shown)["deadline"]
    assert detail == "自评报告"
    assert int(days) == (day - date.today()).days or int(days) == (day - date.today()).days - 1


def test_a_table_of_deadlines_that_cannot_be_read_is_said(store):
    (store.path / "deadlines.csv").write_text("date\n", encoding="utf-8")
    assert any("第一行应是" in one.value for one in opened().test.warning)


@pytest.mark.parametrize(("lang", "words"), [("zh", "没有待处理事项"), ("en", "Nothing to do")])
def test_nothing_to_do_is_said_in_one_line(shows, lang, words):
    shows("samples")
    shown = opened(lang)
    assert words in shown.texts or f":gray[{words}]" in shown.texts
    assert not lines(shown)


def test_unanswered_firms_are_those_of_the_response_rate(shows, visit, stores):
    shows("tianjin")
    shown = visit(year="2024", region="120000")
    reader = warehouse.open(Store(stores.tianjin), warehouse.ALL)
    where = Filters.of(year=[2024], province=["120000"])
    (rate,) = compute(reader, ["response_rate"], where=where).to_dict("records")
    reader.close()
    assert lines(shown)["silent"][-1] == str(int(rate["denominator"] - rate["numerator"]))


def test_versions_tell_what_came_and_how_many_firms_more(store, tmp_path):
    importing.load([many(tmp_path / "甲.xlsx", 2, first=31)], store)
    found = versions(opened())
    firms = [ask(store, "SELECT count(DISTINCT firm) FROM assisted", version)[0][0] for version in (1, 2)]
    assert [*found] == ["000002", "000001"]
    _number, _day, came, more = found["000002"]
    assert came == "问卷答卷"
    assert more == f"{firms[1] - firms[0]:+d} 家".replace("+0", "±0").replace("-", "−")
    assert found["000001"][-1] == "—"
    assert [one["version"] for one in register.versions(store)] == [2, 1]
