"""Intervals, differences, weighted rates and tables for the public on the command line."""

import subprocess
import sys

import pytest

from data.store import ROOT, Store
from metrics import __main__ as command
from tests.metrics.drawing import publish, rows_of
from tests.programs import runs


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run a command with --json on a version of two cities; gives the exit code and the document."""
    cities = (("140100", 30, 20, 18), ("140200", 30, 4, 1), ("140300", 20, 20, 12))
    answers = [f"F{c}{n} | 140000 | {c} | {1 if n < good else 4}" for c, _, some, good in cities for n in range(some)]
    ledger = [f"F{c}{n} | 140000 | {c} | 3" for c, of, _, _ in cities for n in range(of)]
    store = Store(tmp_path)
    publish(
        store,
        1,
        rows_of("\n".join(["firm | province | city | q13", *answers])),
        rows_of("\n".join(["firm | province | city | industry", *ledger])),
    )

    ran = runs(command, monkeypatch, capsys)

    def called(*arguments):
        done = ran(*arguments, "--store", tmp_path, "--json")
        return done.code, done.json

    return called


def test_intervals(run):
    code, rows = run("intervals", "satisfaction_rate", "--by", "city")
    assert code == 0
    assert [row["population"] for row in rows] == [30, 30, 20]
    assert rows[2]["low"] == rows[2]["high"] == 0.6


def test_differences_say_how_they_were_tested(run):
    code, rows = run("differences", "satisfaction_rate", "--by", "city", "--against", "pairs")
    assert code == 0
    assert [(row["city"], row["other"]) for row in rows] == [
        ("140100", "140200"),
        ("140100", "140300"),
        ("140200", "140300"),
    ]
    assert [row["method"] for row in rows] == [
        "Fisher精确检验（期望频数不足5）",
        "两比例z检验（合并方差）",
        "Fisher精确检验（期望频数不足5）",
    ]
    assert [row["other_numerator"] for row in rows] == [1, 12, 12]


def test_a_weighted_rate_stands_beside_the_unweighted_one(run):
    code, (row,) = run("weighted", "satisfaction_rate", "--where", "province=140000", "--where", "year=2021")
    assert code == 0
    assert row["unweighted"] == 31 / 44
    assert row["value"] == pytest.approx((60 * 19 / 24 + 12) / 80)
    assert row["collapsed"] == {"city": ["140100", "140200"]}


@pytest.mark.parametrize("where", [["province=140000"], ["province=140000", "year=2021", "city=140100"]])
def test_weights_need_a_province_and_a_year(run, where):
    code, document = run("weighted", "satisfaction_rate", *(part for one in where for part in ("--where", one)))
    assert code == 2
    assert "一个省和一个年度" in document["refused"]


def test_a_table_for_the_public_hides_small_groups(run):
    code, rows = run("published", "satisfaction_rate", "--by", "city")
    assert code == 0, rows
    assert [(row["city"], row["total"], row["denominator"]) for row in rows] == [
        ("140100", "", None),
        ("140200", "", None),
        ("140300", "", 20),
        (None, "city", 44),
    ]


def test_pages_start_without_the_statistics_libraries():
    modules = ["commands.inference", "inference", "weights", "publication", "rounding"]
    lines = [*(f"import metrics.{module}" for module in modules), "import sys"]
    lines.append("print([m for m in ('scipy', 'statsmodels') if m in sys.modules])")
    ran = subprocess.run([sys.executable, "-c", "\n".join(lines)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
