import json

import openpyxl
import pytest

from data.forms.phone_check import FIRST, HEADINGS
from data.store import SAMPLE
from metrics import __main__ as program
from tests.programs import runs
from tests.stores import Stores


@pytest.fixture
def said(stores: Stores, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run a command on the national sample: `said("words", "--json")` is its status and what it wrote."""

    run = runs(program, monkeypatch, capsys)

    def said(*words: str) -> tuple[int, str]:
        done = run(*words, "--store", stores.national)
        return done.code, done.out

    return said


def test_words_with_the_answers_that_mention_them(said) -> None:
    status, out = said("words", "--json", "--question", "q17_text", "--where", "province=140000")
    rows = json.loads(out)
    assert status == 0
    assert all(1 < row["numerator"] <= row["denominator"] for row in rows)
    assert "内审员" in {row["word"] for row in rows}


def test_themes_by_region(said) -> None:
    status, out = said("themes", "--json", "--by", "year")
    assert status == 0
    assert {"未归类", "没有意见"} < {row["theme"] for row in json.loads(out)}


def test_quotations_of_a_theme(said) -> None:
    status, out = said("quotations", "培训与学习", "--json", "--n", "3", "--seed", "5")
    assert status == 0
    assert len(json.loads(out)) == 3


def test_an_unknown_theme_is_refused(said) -> None:
    assert said("quotations", "培训学习", "--json")[0] == 2


def test_the_sheet_of_the_phone_check_is_csv_with_headings(said) -> None:
    status, out = said("phone-sample", "--n", "40")
    lines = out.splitlines()
    assert status == 0
    assert lines[0].startswith("答卷编号,企业名称") and lines[0].endswith(
        "联系电话,是否接通,复核满意度,复核提升,核查日期,备注"
    )
    assert len(lines) == 41


def test_the_sheet_of_the_phone_check_as_a_workbook_keeps_the_numbers_as_text(said, tmp_path) -> None:
    file = tmp_path / "电话核查.xlsx"
    status, out = said("phone-sample", "--n", "40", "--out", str(file), "--json")
    sheet = openpyxl.load_workbook(file).active
    rows = list(sheet.iter_rows(min_row=FIRST + 1))
    assert (status, json.loads(out)) == (0, {"file": str(file), "answers": 40})
    assert (sheet["A2"].value, sheet.oddFooter.center.text) == ("", None)
    assert [cell.value for cell in sheet[FIRST]] == list(HEADINGS.values())
    assert len(rows) == 40
    assert {(cell.data_type, cell.number_format) for row in rows for cell in row if cell.value} == {("s", "@")}
    offered = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert '"已接通,未接通"' in offered
    assert '"1 很满意,2 比较满意,3 一般,4 不满意"' in offered
    assert said("phone-sample", "--n", "40", "--out", str(file))[0] == 2


def test_the_workbook_of_the_phone_check_says_that_its_answers_are_samples(said, stores, tmp_path, monkeypatch) -> None:
    for name, value in stores.environment(stores.nothing, stores.national).items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "示例.xlsx"
    assert said("phone-sample", "--n", "40", "--out", str(file))[0] == 0
    sheet = openpyxl.load_workbook(file).active
    assert (sheet["A2"].value, sheet.oddFooter.center.text) == (SAMPLE, SAMPLE)
    assert [cell.value for cell in sheet[FIRST]] == list(HEADINGS.values())
