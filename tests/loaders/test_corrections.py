"""Cells mended here: noted with a reason, replayed at every build, taken back, and no row lost."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data import register, warehouse
from data.errors import Refused
from data.register import Submission
from data.store import Store
from loaders import importing, received
from loaders.importing import Wanted
from tests.loaders import drawing
from tests.loaders.drawing import ask, credit_code
from tests.loaders.test_statistics import PRINTED

WRONG = "台账!B4"


def write(path: Path) -> Path:
    """A ledger whose second firm has a wrong code."""
    text = f"""
        太原市2024年帮扶企业台账
        企业名称 | 信用代码         | 行业
        甲       | {credit_code(1)} | 28
        乙       | 911401           | 28
        丙       | {credit_code(3)} | 样例
    """
    return drawing.book(path, drawing.ledger(text, "台账"))


def load_that(folder: Path, store: Store) -> None:
    importing.load([write(folder / "太原市台账.xlsx")], store)


@pytest.fixture
def kept(begin) -> Store:
    """A store with that ledger, 太原市台账.xlsx."""
    return begin(load_that)


def names(store: Store) -> str:
    return "".join(name for (name,) in ask(store, "SELECT name FROM assisted WHERE origin = 'ledger' ORDER BY name"))


def counts(store: Store) -> tuple[int, int, int, int]:
    (one,) = register.submissions(store)
    told = (one.rows_in_file, one.rows_loaded, one.rows_held, one.rows_ignored)
    assert ask(store, "SELECT rows_in_file, rows_loaded, rows_held, rows_ignored FROM submission") == [told]
    return told


def mend(store: Store, **cells: str) -> None:
    importing.correct(store, 1, {f"台账!{cell}": text for cell, text in cells.items()}, "电话核实", who="李四")


def test_a_held_row_goes_in_once_its_cell_is_mended(kept):
    assert (names(kept), counts(kept)) == ("丙甲", (3, 2, 1, 0))
    mend(kept, B4=credit_code(2))
    assert (names(kept), counts(kept)) == ("丙乙甲", (3, 3, 0, 0))
    assert ask(kept, "SELECT rule FROM issue") == [("industry_unknown",)]
    assert warehouse.current_version(kept) == 2


def test_a_correction_is_noted_with_what_stood_there_why_and_by_whom(kept):
    mend(kept, B4=credit_code(2))
    (one,) = register.decisions(kept, "cell")
    (file,) = register.submissions(kept)
    assert (one.place, one.subject, one.verdict) == (file.sha256, WRONG, credit_code(2))
    assert (one.before, one.reason, one.who, one.state) == ("911401", "电话核实", "李四", "holds")


def test_the_original_never_changes(kept):
    (original,) = kept.originals.iterdir()
    before = original.read_bytes()
    mend(kept, B4=credit_code(2))
    assert list(kept.originals.iterdir()) == [original]
    assert original.read_bytes() == before
    assert hashlib.sha256(before).hexdigest() == original.stem


def test_corrections_are_replayed_at_every_build(kept, tmp_path):
    mend(kept, B4=credit_code(2), C5="28")
    for folder in kept.staged.iterdir():  # as another program would find it
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    importing.rebuild(kept)
    assert (names(kept), counts(kept)) == ("丙乙甲", (3, 3, 0, 0))
    assert ask(kept, "SELECT DISTINCT industry FROM assisted") == [(28,)]
    importing.load([drawing.many(tmp_path / "答卷.xlsx", 2)], kept)
    assert names(kept) == "丙乙甲"


def test_a_firm_made_a_total_is_ignored_and_still_counted(kept):
    mend(kept, A5="合计")
    assert counts(kept) == (3, 1, 1, 1)


def test_several_cells_are_mended_in_one_version(kept):
    mend(kept, B4=credit_code(2), C5="28")
    assert ask(kept, "SELECT count(*) FROM issue") == [(0,)]
    assert warehouse.current_version(kept) == 2


def test_the_same_correction_again_changes_nothing(kept):
    for _ in range(2):
        mend(kept, B4=credit_code(2))
    assert warehouse.current_version(kept) == 2
    assert len(register.decisions(kept, "cell")) == 1


def test_a_later_correction_of_a_cell_holds(kept):
    mend(kept, B4=credit_code(2))
    mend(kept, B4=credit_code(4))
    assert ask(kept, "SELECT credit_code FROM assisted WHERE name = '乙'") == [(credit_code(4),)]
    (one,) = register.decisions(kept, "cell")
    assert (one.verdict, one.before) == (credit_code(4), "911401")


def test_taken_back_the_original_counts_again(kept):
    before = ask(kept, "SELECT * EXCLUDE (first_year) FROM assisted ORDER BY name"), ask(kept, "SELECT * FROM issue")
    mend(kept, B4=credit_code(2))
    (one,) = register.decisions(kept, "cell")
    importing.undo_correction(kept, one.decision)
    after = ask(kept, "SELECT * EXCLUDE (first_year) FROM assisted ORDER BY name"), ask(kept, "SELECT * FROM issue")
    assert after == before
    assert counts(kept) == (3, 2, 1, 0)
    assert register.decisions(kept, "cell") == []


def test_the_same_file_again_is_known_and_stays_mended(kept, tmp_path):
    mend(kept, B4=credit_code(2))
    (outcome,) = importing.load([tmp_path / "太原市台账.xlsx"], kept)
    assert (outcome.known, outcome.staged.held, names(kept)) == (True, 0, "丙乙甲")


def test_a_mended_file_from_the_sender_takes_its_place_without_our_correction(kept, tmp_path):
    mend(kept, B4=credit_code(2))
    text = f"太原市2024年帮扶企业台账\n企业名称 | 信用代码 | 行业\n丁 | {credit_code(5)} | 28"
    newer = drawing.book(tmp_path / "太原市台账（二）.xlsx", drawing.ledger(text, "台账"))
    (outcome,) = importing.load([newer], kept, Wanted(replace=True))
    assert (outcome.replaces.submission, names(kept)) == (1, "丁")


def test_what_is_read_for_the_page_has_the_corrections(kept, tmp_path):
    mend(kept, B4=credit_code(2))
    (one,) = register.submissions(kept)
    assert [issue.rule for issue in received.staged(kept, one, tmp_path).issues()] == ["industry_unknown"]
    for folder in kept.staged.iterdir():
        folder.rename(tmp_path / f"gone-{folder.name}")
    beside = tmp_path / "beside"
    beside.mkdir()
    assert [issue.rule for issue in received.staged(kept, one, beside).issues()] == ["industry_unknown"]
    assert list(kept.staged.iterdir()) == []


# --- refused: nothing is noted, nothing published


@pytest.mark.parametrize(
    ("submission", "cell", "text", "reason", "sentence"),
    [
        (9, WRONG, "甲", "核实", "报送 9 没有计入"),
        (1, "台账!Z4", "甲", "核实", "没有单元格“台账!Z4”"),
        (1, "封面!A1", "甲", "核实", "没有单元格“封面!A1”"),
        (1, "B4", "甲", "核实", "没有单元格“B4”"),
        (1, WRONG, "甲", "  ", "没有写明为什么改"),
        (1, WRONG, "甲\0", "核实", "NUL"),
        (1, "台账!A2", "别的", "核实", "没有认识的标题行"),
    ],
)
def test_what_cannot_be_mended_is_refused(kept, submission, cell, text, reason, sentence):
    with pytest.raises(Refused, match=sentence):
        importing.correct(kept, submission, {cell: text}, reason)
    assert (register.decisions(kept, "cell"), warehouse.current_version(kept)) == ([], 1)


def test_a_correction_that_would_lose_figures_is_refused(store, tmp_path):
    file = drawing.book(tmp_path / "2022年度太原市统计表.xlsx", drawing.ledger(PRINTED, "附表"))
    importing.load([file], store)
    (cell,) = ask(store, "SELECT sheet || '!' FROM statistics")[0]
    with pytest.raises(Refused, match="少读出"):
        importing.correct(store, 1, {f"{cell}B6": "196"}, "核实")
    assert register.decisions(store, "cell") == []


def test_a_withdrawn_file_is_not_mended(kept):
    importing.withdraw(kept, 1)
    with pytest.raises(Refused, match="没有计入"):
        mend(kept, B4=credit_code(2))


def test_a_correction_that_does_not_hold_cannot_be_taken_back(kept):
    with pytest.raises(Refused, match="没有改动 7"):
        importing.undo_correction(kept, 7)


# --- the command line


def told(output: str) -> list[dict[str, object]]:
    return json.loads(output)


def test_the_command_line_mends_lists_and_takes_back(kept, loaders: Callable[..., object], monkeypatch):
    monkeypatch.setenv("LOGNAME", "wangwu")
    done = loaders("correct", 1, WRONG, credit_code(2), "--reason", "执照", "--json")
    (one,) = told(done.out)
    assert {name: one[name] for name in ("correction", "submissions", "cell", "before", "value", "reason", "who")} == {
        "correction": 1,
        "submissions": [1],
        "cell": WRONG,
        "before": "911401",
        "value": credit_code(2),
        "reason": "执照",
        "who": "wangwu",
    }
    assert names(kept) == "丙乙甲"
    assert "“911401”改为" in loaders("corrections").out
    assert told(loaders("corrections", "--undo", 1, "--json").out) == []
    assert names(kept) == "丙甲"


def test_the_command_line_says_why_not(kept, loaders):
    done = loaders("correct", 1, "台账!Z9", "x", "--reason", "执照")
    assert (done.code, done.err.strip()) == (2, "文件里没有单元格“台账!Z9”。请写成 工作表!列行 的样子，例如 Sheet1!C7")


def test_a_submission_is_what_was_read(kept):
    """Counts follow what is read today, also where another program had counted otherwise."""
    (one,) = register.submissions(kept)
    register.recount(kept, [one._replace(rows_loaded=99)])
    importing.rebuild(kept)
    assert counts(kept) == (3, 2, 1, 0)
    assert isinstance(one, Submission)
