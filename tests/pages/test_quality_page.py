"""数据质量 shows what `metrics.quality` counts: rows, findings and flags."""

import pytest

from data import warehouse
from data.store import Store
from metrics import quality
from metrics.query import Filters
from tests.metrics import drawing
from tests.pages.shown import plain

TIANJIN = Filters.of(year=[2024], province=["120000"])


@pytest.fixture(scope="module")
def tianjin(stores):
    reader = warehouse.open(Store(stores.tianjin), warehouse.ALL)
    yield reader
    reader.close()


@pytest.fixture
def flagged(shows, monkeypatch, tmp_path):
    """Twenty answers of two cities, three of them flagged, one twice; and a file of which a row waits."""
    answers = [
        {"firm": f"F{row}", "year": 2022, "province": "140000", "city": "140100" if row < 14 else "140200", "row": row}
        for row in range(2, 22)
    ]
    issues = [
        {"submission": 1, "sheet": "Sheet1", "row": row, "rule": rule, "level": "warning"}
        for row, rule in ((2, "answered_too_fast"), (2, "phone_shared"), (3, "phone_shared"), (20, "straight_lined"))
    ]
    issues.append({"submission": 2, "sheet": "台账", "row": 2, "rule": "credit_code_number", "level": "error"})
    head = {"year": 2022, "received_at": "2022-11-01 08:00:00"}
    counts = ("rows_in_file", "rows_loaded", "rows_held", "rows_ignored")
    files = [
        {
            **head,
            "submission": 1,
            "file": "答卷.xlsx",
            "kind": "questionnaire",
            **dict(zip(counts, (20, 20, 0, 0), strict=True)),
        },
        {
            **head,
            "submission": 2,
            "file": "张三13812345678.xlsx",
            "kind": "ledger",
            "sender": "140100",
            **dict(zip(counts, (9, 6, 1, 2), strict=True)),
        },
    ]
    drawing.publish(Store(tmp_path / "own"), 1, answers, issue=issues, submission=files)
    shows("samples")
    monkeypatch.setenv("TISHENG_STORE", str(tmp_path / "own"))
    return {"year": "2022", "region": "140000"}


def tables(shown) -> dict:
    """The tables of files and of findings."""
    found = [one.value for one in shown.test.dataframe]
    return {
        "files": next(one for one in found if "文件" in one),
        "issues": next((one for one in found if "怎样改" in one), None),
    }


def test_rows_and_findings_are_those_of_the_metrics(visit, shows, tianjin):
    shows("tianjin")
    shown = visit("quality", year="2024", region="120000")
    totals = quality.totals(tianjin, TIANJIN)
    assert not shown.test.exception
    assert shown.headline.startswith(
        f"2024年收到 {totals.files} 个文件 {totals.in_file} 行："
        f"载入 {totals.loaded} 行，待改 {totals.held} 行，忽略 {totals.ignored} 行；"
    )
    assert {key: int(value.replace(",", "")) for key, value in shown.cards.items()} == {
        key: value for key, value in totals._asdict().items() if key != "files"
    }
    files, found = tables(shown)["files"], quality.files(tianjin, TIANJIN)
    for head, column in (
        ("行数", "in_file"),
        ("载入", "loaded"),
        ("待改", "held"),
        ("忽略", "ignored"),
        ("提示", "warnings"),
    ):
        assert list(files[head]) == list(found[column])
    issues = quality.issues(tianjin, TIANJIN)
    assert list(tables(shown)["issues"]["条数"]) == list(issues["count"])


def test_rows_of_the_samples_are_all_accounted_for(visit):
    assert visit("quality", year="2021").headline == (
        "2021年收到 1 个文件 5639 行：载入 5639 行，待改 0 行，忽略 0 行；5639 份答卷没有质量提示"
    )


def test_findings_are_narrowed_by_sender_level_and_rule(visit, flagged):
    test = visit("quality", **flagged).test
    shown = lambda: next(one.value for one in test.dataframe if "怎样改" in one.value)  # noqa: E731
    assert list(shown()["级别"]) == ["错误", "提示", "提示", "提示"]
    test.multiselect(key="quality_level").select("warning").run()
    assert list(shown()["条数"]) == [2, 1, 1]
    test.multiselect(key="quality_rule").select("phone_shared").run()
    assert list(shown()["条数"]) == [2]
    test.multiselect(key="quality_sender").select("140100").run()
    assert len(shown()) == 0
    assert not test.exception


def test_doubtful_answers_are_told_by_kind_and_by_region(visit, flagged):
    shown = visit("quality", **flagged)
    assert shown.headline.endswith("；答卷质量提示 15.0%（3/20）")
    kinds = shown.tables["flags"].set_index("提示")
    assert dict(kinds["被提示的答卷"]) == {"同一联系电话": 2, "答得过快": 1, "选项全同": 1, "同一网络地址": 0}
    regions = shown.tables["regions"].set_index(["代码", "提示"])
    assert regions.loc[("140100", "至少一种"), ["被提示的答卷", "全部答卷"]].tolist() == [2, 12]
    assert regions.loc[("140100", "至少一种"), "占答卷"] == pytest.approx(200 / 12)
    few = regions.loc[("140200", "选项全同")]
    assert few[["被提示的答卷", "全部答卷"]].tolist() == [1, 8]
    assert few["占答卷"] != few["占答卷"], "a share of fewer than ten answers is not shown"


def test_telephones_in_file_names_are_masked(visit, flagged):
    shown = visit("quality", **flagged)
    assert "138****5678" in "\n".join(shown.texts)
    assert "13812345678" not in "\n".join(shown.texts)


def test_a_file_is_listed_as_a_whole_and_that_is_said(visit, flagged):
    shown = visit("quality", year="2022", region="140200")
    assert list(tables(shown)["files"]["行数"]) == [20]
    assert "有一行属于所选范围的文件整份列出" in "\n".join(shown.texts)


def test_files_know_no_pilots_and_that_is_said(visit, shows):
    shows("tianjin")
    shown = visit("quality", year="2024", region="120000", pilot="none")
    assert "文件不分试点" in "\n".join(shown.texts)


def test_nothing_received_is_said_in_words(visit):
    shown = visit("quality", year="2021", region="140000", industry="11")
    assert plain(shown.test.title[0].value) == "2021年没有收到符合条件的文件"
    assert not shown.figures
