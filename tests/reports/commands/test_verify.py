"""`python -m reports verify` as it is called."""

import json
import subprocess
import sys

import pytest

from data.store import ROOT
from tests.reports.draft_2021 import PAIRS, TEXT


@pytest.fixture
def draft(tmp_path):
    file = tmp_path / "草稿.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_the_module_runs_as_a_program(draft, stores):
    ran = subprocess.run(
        [sys.executable, "-m", "reports", "verify", draft, "--json", "--store", stores.national],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    found = json.loads(ran.stdout)
    assert {one["printed"]: one["own"]["status"] for one in found if one["kind"] == "pair"} == PAIRS
    (first,) = [one for one in found if one["printed"] == "5498家 · 97.4%"]
    assert first["own"] == {
        "status": "truncated",
        "exact": "97.499556…%",
        "prints": "97.5%",
        "base": 5639,
        "base_from": "sentence",
        "reason": "5498 ÷ 5639",
    }
    assert (first["data"]["metric"], first["data"]["year"]) == ("satisfaction_rate", 2021)
    assert first["text"].startswith("从测评结果看")


def test_pasted_text_by_sentence_and_a_last_line_of_counts(run, stores):
    code, out, _ = run("verify", "-", "--store", stores.national, "--where", "year=2021", stdin=TEXT)
    lines = out.splitlines()
    assert code == 0
    assert any(
        line.startswith("   [截尾] 5498家 · 97.4%  5498 ÷ 5639，精确值 97.499556…%；四舍五入应为 97.5%；口径：本句写明")
        for line in lines
    )
    assert lines[-1].startswith("不一致 0 · 截尾 3 · ")


def test_a_region_without_that_figure_is_no_match(run, stores):
    asked = ["verify", "-", "--store", stores.national, "--where", "year=2021", "--where", "province=140000"]
    code, out, _ = run(*asked, "--json", stdin="满意率为97.4%")
    (found,) = json.loads(out)
    assert code == 0
    assert found["data"]["published"] is None
    assert found["data"]["prints"] != "97.4%" or found["data"]["status"] != "wrong"


def test_a_text_without_figures_is_an_empty_list(run, stores):
    code, out, _ = run("verify", "-", "--store", stores.national, "--json", stdin="没有数字。")
    assert (code, json.loads(out)) == (0, [])


def test_without_data_the_text_is_held_against_itself(run, tmp_path):
    code, out, err = run(
        "verify", "-", "--store", tmp_path / "store", "--json", stdin="5639家企业中，5498家（97.4%）。"
    )
    assert code == 0
    assert "只核对文字本身" in err
    assert [one["status"] for one in json.loads(out)] == ["unknown", "truncated"]


@pytest.mark.parametrize(
    ("file", "says"),
    [("没有.docx", "读不了文件“没有.docx”"), (".", "读不了文件")],
)
def test_what_cannot_be_read_exits_2_with_a_sentence(run, stores, file, says):
    code, out, err = run("verify", file, "--store", stores.national, "--json")
    assert code == 2
    assert says in err
    assert json.loads(out)["refused"] in err


def test_a_wrong_filter_exits_2(run, stores):
    code, _, err = run("verify", "-", "--store", stores.national, "--where", "province=山西", stdin="5家")
    assert code == 2
    assert "140000" in err
