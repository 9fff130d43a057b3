"""The command line of the metrics."""

import json
import os
import subprocess
import sys

import pytest

from data import warehouse
from data.store import ROOT, Store
from metrics import __main__ as command
from metrics.registry import METRICS
from metrics.relations import RELATIONS
from tests.metrics.drawing import publish, rows_of
from tests.programs import Run, runs

FIRMS = """
    firm | year | province | industry | q13
    A    | 2021 | 140000   | 3        | 1
    B    | 2021 | 320000   |          | 3
    C    | 2022 | 140000   | 3        |
"""


@pytest.fixture
def run(monkeypatch, capsys) -> Run:
    return runs(command, monkeypatch, capsys)


MEMBERS = "pilot | firm | year\nP | A | 2021\nQ | A | 2021"
HALVES = """
    pilot | indicator | before | after
    P     | pass_rate | 95     | 98
    P     | funding   |        | 30
"""
FILED = "province | year | policies\n140000 | 2021 | 3\n140000 | 2022 | 5"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("shown"))
    others = {"pilot_member": rows_of(MEMBERS), "pilot_indicator": rows_of(HALVES), "statistics": rows_of(FILED)}
    publish(made, 1, rows_of(FIRMS), **others)
    publish(made, 2, rows_of("firm | q13\nZ | 1"))
    return made


def test_the_module_runs_as_a_program(stores):
    """In a process of its own, as `make` and scripts call it."""
    asked = ["show", "improvement_rate", "satisfaction_rate", "--json", "--store", str(stores.national)]
    ran = subprocess.run(
        [sys.executable, "-m", "metrics", *asked],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    shown = {row["metric"]: (row["numerator"], row["denominator"]) for row in json.loads(ran.stdout)}
    assert shown == {"improvement_rate": (5407, 5639), "satisfaction_rate": (5498, 5639)}


def test_list_has_every_metric_with_what_it_stands_on(run):
    ran = run("list", "--json")
    assert ran.code == 0
    assert [row["name"] for row in ran.json] == list(METRICS)
    for row in ran.json:
        assert list(row) == ["name", "label", "unit", "relation", "dimensions", "base", "definition", "source"]
        assert all(row.values()), row["name"]
        assert row["dimensions"].split(",") == list(RELATIONS[row["relation"]].dimensions)


def test_list_speaks_the_language_of_the_terminal(run, monkeypatch):
    chinese = run("list", "--json").json[0]["label"]
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    english = run("list", "--json").json[0]["label"]
    assert chinese == "帮扶企业"
    assert english.isascii()


def test_show_gives_records_with_whole_numbers_whole_and_missing_ones_null(run, store):
    ran = run("show", "satisfaction_rate", "--by", "year,industry", "--version", 1, "--json", "--store", store.path)
    assert ran.code == 0
    first, second, third = ran.json
    assert first == {
        "metric": "satisfaction_rate",
        "year": 2021,
        "industry": 3,
        "numerator": 1,
        "denominator": 1,
        "value": 1.0,
        "low": pytest.approx(0.2065, abs=1e-4),
        "high": 1.0,
        "small": True,
    }
    assert (second["industry"], second["value"]) == (None, 0.0)
    assert (third["year"], third["denominator"], third["value"], third["low"]) == (2022, 0, None, None)
    assert '"numerator": 1,' in ran.out
    assert "NaN" not in ran.out


def test_repeated_where_is_or_in_a_dimension_and_and_across(run, store):
    where = ["--where", "province=140000", "--where", "province=320000", "--where", "year=2021"]
    (row,) = run("show", "responses", *where, "--version", 1, "--json", "--store", store.path).json
    assert row["value"] == 2


def test_firms_may_be_grouped_and_filtered_by_pilot(run, store):
    asked = ["show", "responses", "--version", 1, "--json", "--store", store.path]
    rows = run(*asked, "--by", "pilot", "--where", "year=2021").json
    assert [(row["pilot"], row["value"]) for row in rows] == [("P", 1), ("Q", 1), ("none", 1)]
    (row,) = run(*asked, "--where", "pilot=none").json
    assert row["value"] == 2
    (row,) = run(*asked, "--where", "pilot=P", "--where", "pilot=Q").json
    assert row["value"] == 1


def test_pilots_are_shown_by_indicator(run, store):
    ran = run("show", "pilot_change", "--by", "pilot,indicator", "--version", 1, "--json", "--store", store.path)
    assert ran.code == 0
    assert ran.json[1] == {
        "metric": "pilot_change",
        "pilot": "P",
        "indicator": "pass_rate",
        "numerator": 3,
        "denominator": 1,
        "value": 3.0,
        "low": None,
        "high": None,
        "small": False,
    }
    assert (ran.json[0]["indicator"], ran.json[0]["value"], ran.json[0]["small"]) == ("funding", None, True)


def test_statistics_are_shown_without_adding_years_up(run, store):
    (row,) = run("show", "policies", "--version", 1, "--json", "--store", store.path).json
    assert (row["numerator"], row["denominator"], row["value"]) == (5, None, 5.0)


def test_cumulative_is_up_to_the_year_asked_or_the_newest(run, store):
    asked = ["show", "policies", "responses", "--cumulative", "--version", 1, "--json", "--store", store.path]
    assert [row["value"] for row in run(*asked).json] == [5, 3]
    assert [row["value"] for row in run(*asked, "--where", "year=2021").json] == [3, 2]
    rows = run(*asked, "--by", "year").json
    assert [(row["year"], row["value"]) for row in rows] == [(2021, 3), (2022, 5), (2021, 2), (2022, 3)]


def test_a_cumulative_figure_over_a_change_of_the_questions_is_told_to_be_one(run, store):
    asked = ["show", "satisfaction_rate", "--cumulative", "--version", 1, "--json", "--store", store.path]
    over = run(*asked)
    assert (over.code, over.json[0]["denominator"]) == (0, 2)
    assert "2022年起不再" in over.err
    assert run(*asked, "--where", "year=2021").err == ""


def test_explain_says_what_a_figure_means_and_where_it_comes_from(run, store):
    asked = ["show", "response_rate", "responses", "--by", "province", "--where", "year=2021", "--explain"]
    ran = run(*asked, "--version", 1, "--json", "--store", store.path)
    assert ran.code == 0
    assert [row["metric"] for row in ran.json["rows"]] == ["responses", "responses"]  # there is no ledger
    explained = ran.json["explanation"]
    assert explained["version"] == 1
    assert explained["values"] == [{"mark": "$1", "dimension": "year", "value": 2021}]
    assert "IN ($1)" in explained["sql"] and "UNION ALL" in explained["sql"]
    rate, count = explained["metrics"]
    assert (rate["metric"], rate["relation"], rate["base"]) == ("response_rate", "ledger", "台账企业")
    assert rate["files"] == []
    assert [(of["submission"], of["rows"]) for of in count["files"]] == [(1, 2)]


def test_explain_is_also_said_in_words(run, store):
    ran = run("show", "satisfaction_rate", "--where", "year=2021", "--explain", "--version", 1, "--store", store.path)
    for said in (
        "很满意或比较满意的企业 ÷ 回答了第13题的企业",
        "$1 = year 2021",
        "SELECT * FROM response WHERE counts",
        "#1",
    ):
        assert said in ran.out
    assert ran.out.startswith(" ")  # the figures come first


def test_the_sql_that_is_explained_gives_the_figure(run, store):
    """Whoever has the file can run it."""
    asked = ["show", "satisfaction_rate", "--where", "year=2021", "--cumulative", "--explain", "--json", "--version", 1]
    said = run(*asked, "--store", store.path).json
    reader = warehouse.open(store, warehouse.ALL, 1)
    values = [one["value"] for one in said["explanation"]["values"]]
    (row,) = reader.frame(said["explanation"]["sql"], values).to_dict("records")
    reader.close()
    assert (row["numerator"], row["denominator"]) == (1, 2)
    assert (said["rows"][0]["numerator"], said["rows"][0]["denominator"]) == (1, 2)


def test_the_firms_behind_a_figure_are_listed(run, store):
    asked = ["firms", "satisfaction_rate", "--where", "year=2021", "--version", 1, "--store", store.path]
    assert [row["firm"] for row in run(*asked, "--json").json] == ["A"]
    everyone = run(*asked, "--part", "denominator", "--json").json
    assert [(row["firm"], row["q13"], row["in_numerator"]) for row in everyone] == [("A", 1, True), ("B", 3, False)]
    of_none = run(*asked, "--part", "denominator", "--by-value", "industry=", "--json").json
    assert [row["firm"] for row in of_none] == ["B"]
    assert "Sheet1" in run(*asked).out


def test_the_rows_of_a_number_of_things_are_nested_in_json_only(run, store):
    asked = ["firms", "policies", "--version", 1, "--store", store.path]
    assert [(row["region"], row["value"]) for row in run(*asked, "--json").json] == [("140000", 5)]
    asked = ["firms", "certification_bodies", "--version", 1, "--store", store.path]
    assert run(*asked, "--json").json == []
    assert "behind" not in run(*asked).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["responses", "--part", "denominator"], "--part numerator"),
        (["responses", "--by-value", "city=太原"], "140100"),
        (["responses", "--by-value", "city"], "--by-value province=140000"),
        (["assisted_enterprises", "--by-value", "certified="], "year province"),
        (["respones"], "responses"),
    ],
)
def test_a_list_that_there_is_not_is_refused(run, store, arguments, said):
    ran = run("firms", *arguments, "--json", "--store", store.path)
    assert ran.code == 2
    assert said in ran.json["refused"]


def test_bases_gains_and_outliers_have_commands(run, store):
    given = ["--version", 1, "--json", "--store", store.path]
    assert [row["denominator"] for row in run("bases", "satisfaction_rate", *given).json] == [2, 3, 0]
    assert [row["n"] for row in run("gains", *given).json] == [0] * 10
    assert run("outliers", "cut_cost", *given).json == []
    assert run("outliers", "responses", *given).code == 2


def test_the_version_that_serves_is_shown_unless_another_is_named(run, store):
    values = [
        run("show", "responses", *version, "--json", "--store", store.path).json[0]["value"]
        for version in ([], ["--version", 2], ["--version", 1])
    ]
    assert values == [1, 1, 3]


def test_without_json_a_table_is_printed(run, store):
    ran = run("show", "satisfaction_rate", "--where", "year=2022", "--version", 1, "--store", store.path)
    assert ran.code == 0
    heads, row = ran.out.splitlines()
    assert heads.split() == ["metric", "numerator", "denominator", "value", "low", "high", "small"]
    assert row.split()[3:6] == ["—", "—", "—"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["satisfaction"], "satisfaction_rate"),
        (["responses", "--by", "provinces"], "province"),
        (["assisted_enterprises", "--by", "certified"], "year province"),
        (["responses", "--where", "provinces=140000"], "province"),
        (["responses", "--by", "pilots"], "sector body pilot"),
        (["policies", "--by", "pilot"], "year province city county region"),
        (["pilot_after", "--by", "indicators"], "--by indicator"),
        (["pilot_after", "--by", "indicator,city"], "year province pilot indicator level"),
        (["pilot_change"], "--by indicator"),
        (["pilot_change", "--where", "indicator=funding", "--where", "indicator=gdp_share"], "--by indicator"),
        (["responses", "--where", "cls=1"], "cls"),
        (["responses", "--where", "year"], "--where year=2021"),
        (["responses", "--where", "year=last"], "last"),
        (["responses", "--where", f"year={'9' * 60}"], "999"),
        (["responses", "--where", "province=999999"], "820000"),
        (["responses", "--where", "city=太原"], "140100 太原市"),
        (["responses", "--where", "industry=40"], "39"),
        (["responses", "--where", "pilot=xyz"], "none"),
        (["assisted_enterprises", "--where", "certified=1"], "year province"),
        (["first_time_share", "--cumulative"], "first_time_share"),
        (["responses", "--cumulative", "--where", "year=2021", "--where", "year=2022"], "--by year"),
        (["responses", "--version", "77"], "77"),
    ],
)
def test_what_cannot_be_answered_is_refused(run, store, arguments, said):
    ran = run("show", *arguments, "--json", "--store", store.path)
    assert ran.code == 2
    assert said in ran.err
    assert ran.json == {"refused": ran.err.strip()}


def test_a_refusal_without_json_leaves_standard_output_empty(run, store):
    ran = run("show", "satisfaction", "--store", store.path)
    assert (ran.code, ran.out) == (2, "")
    assert "satisfaction_rate" in ran.err


def test_a_command_without_a_metric_is_refused_with_its_usage(run):
    ran = run("show", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "usage: python -m metrics show" in ran.err


def test_a_store_without_a_version_is_refused(run, tmp_path):
    ran = run("show", "responses", "--json", "--store", tmp_path / "none")
    assert ran.code == 2
    assert "python -m loaders load" in ran.json["refused"]
    assert not (tmp_path / "none").exists()


def test_samples_are_said_to_be_samples_on_standard_error(run, store, tmp_path, monkeypatch):
    monkeypatch.setenv("TISHENG_STORE", str(tmp_path))
    monkeypatch.setenv("TISHENG_SAMPLES", str(store.path))
    ran = run("show", "responses", "--json")
    assert ran.json[0]["value"] == 1
    assert "示例数据" in ran.err


def test_own_data_are_not_said_to_be_samples(run, store, monkeypatch):
    monkeypatch.setenv("TISHENG_STORE", str(store.path))
    ran = run("show", "responses", "--json")
    assert ran.json[0]["value"] == 1
    assert ran.err == ""


def test_compare_gives_one_record_a_comparison_with_its_reason(run, store):
    ran = run("compare", "satisfaction_rate", "--where", "year=2021", "--where", "province=140000", *shown(store))
    assert ran.code == 0
    found = {row["kind"]: row for row in ran.json}
    assert (found["all"]["value"], found["all"]["other"], found["all"]["difference"]) == (1, 0.5, 0.5)
    assert (found["all"]["unit"], found["all"]["is_better"]) == ("points", True)
    assert (found["published"]["printed"], found["published"]["rounding"]) == ("97.4%", "truncated")
    assert found["before"]["difference"] is None and found["before"]["reason"]


def test_compare_knows_the_bureaus_own_targets(run, store):
    own = store.path / "targets.csv"
    head = "year,metric,region,each,value,scope,source"
    own.write_text(f"{head}\n2021,responses,140000,,2,year,省局方案\n", "utf-8")
    try:
        ran = run("compare", "responses", "--where", "year=2021", "--where", "province=140000", *shown(store))
        own.write_text("metric\n", "utf-8")
        assert run("compare", "responses", *shown(store)).code == 2
    finally:
        own.unlink()
    (target,) = [row for row in ran.json if row["kind"] == "target"]
    assert (target["against"], target["value"], target["other"], target["difference"]) == ("省局方案", 1, 2, 0.5)


def test_rank_gives_ranks_and_reasons(run, store):
    asked = ("rank", "satisfaction_rate", "--by", "province", "--where", "year=2021")
    ran = run(*asked, "--minimum", 1, *shown(store))
    assert [(row["province"], row["rank"], row["is_tied"]) for row in ran.json] == [
        ("140000", 1, False),
        ("320000", 2, False),
    ]
    ran = run(*asked, *shown(store))
    assert [row["rank"] for row in ran.json] == [None, None]
    assert all(row["reason"] for row in ran.json)


def test_rank_by_progress_needs_one_year(run, store):
    asked = ("rank", "responses", "--by", "industry", "--progress", *shown(store))
    assert run(*asked).code == 2
    ran = run(*asked, "--where", "year=2022")
    assert [(row["industry"], row["rank"], row["value"]) for row in ran.json] == [(3, 1, 0)]


def test_bodies_and_pilots_are_tables(run, store):
    assert run("bodies", *shown(store)).json == []
    ran = run("pilots", "--by", "province", *shown(store))
    assert ran.code == 0
    assert ran.json[-1]["unit"] is None


@pytest.mark.parametrize(
    "asked",
    [
        ("compare", "satisfactionrate"),
        ("compare", "responses", "--where", "shire=1"),
        ("compare", "responses", "--where", "year"),
        ("rank", "responses", "--by", "year"),
        ("rank", "certified_before", "--by", "province"),
        ("rank", "responses", "--by", "shire"),
        ("bodies", "--where", "indicator=x"),
        ("pilots", "--by", "body"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_a_sentence(run, store, asked):
    ran = run(*asked, *shown(store))
    assert ran.code == 2
    assert ran.json["refused"]


def shown(store):
    return ("--version", 1, "--json", "--store", store.path)


# --- the scorecard

POINTS = """
    year | province | city   | scheme       | indicator    | points
    2024 | 120000   | 120113 | tianjin_2024 | organisation | 80
    2024 | 120000   | 120114 | tianjin_2024 | organisation | 90
    2024 | 120000   | 120116 | tianjin_2024 | publicity    | 70
"""
ONLY = "publicity=0,training=0,assistance=0,effect=0,satisfaction=0"
SCORED = ("--scheme", "tianjin_2024", "--where", "year=2024", "--where", "province=120000", "--json")


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("scored"))
    publish(made, 1, score=rows_of(POINTS))
    return made


def test_the_scorecard_ranks_units(run, scored):
    ran = run("scorecard", *SCORED, "--weights", ONLY, "--store", scored.path)
    assert ran.code == 0, ran.err
    assert [(row["unit"], row["rank"], row["total"], row["holds"]) for row in ran.json] == [
        ("120114", 1, 90.0, 1.0),
        ("120113", 2, 80.0, 1.0),
        ("120116", None, None, None),
    ]
    assert [row["reason"] for row in ran.json] == ["", "", "缺少：组织发动举措"]
    assert (ran.json[0]["weight_organisation"], ran.json[0]["weight_training"]) == (1.0, 0.0)
    assert "NaN" not in ran.out


def test_the_scorecard_shows_what_its_scores_are_made_of(run, scored):
    ran = run("scorecard", *SCORED, "--weights", ONLY, "--parts", "--store", scored.path)
    assert ran.json[0] == {
        "unit": "120113",
        "component": "organisation",
        "weight": 1.0,
        "metric": "",
        "value": 80.0,
        "denominator": 1,
        "small": False,
        "score": 80.0,
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--scheme", "tianjin", "--where", "year=2024"], "tianjin_2024"),
        (["--scheme", "tianjin_2024"], "--where year=2024"),
        ([*SCORED, "--weights", "organisation"], "organisation=0.3"),
        ([*SCORED, "--weights", "publicities=1"], "publicity"),
        ([*SCORED, "--where", "pilot=P"], "pilot"),
    ],
)
def test_a_scorecard_that_cannot_be_is_refused(run, scored, arguments, said):
    ran = run("scorecard", *arguments, "--store", scored.path, *([] if "--json" in arguments else ["--json"]))
    assert ran.code == 2
    assert said in ran.json["refused"]


def test_without_spark_the_larger_engine_is_refused_and_how_to_get_it_said(run, store, monkeypatch):
    monkeypatch.setattr("metrics.spark.find_spec", lambda _: None)
    ran = run("show", "satisfaction_rate", "--engine", "spark", "--store", store.path)
    assert ran.code == 2
    assert "requirements-spark.txt" in ran.err


def test_parquet_is_refused_for_duckdb(run, store):
    ran = run("show", "satisfaction_rate", "--parquet", "somewhere", "--store", store.path)
    assert (ran.code, ran.err.strip()) == (2, "--parquet 只和 --engine spark 一起用")


def test_a_version_is_exported(run, store, tmp_path):
    ran = run("export", tmp_path / "out", "--store", store.path, "--version", 1, "--json")
    assert ran.code == 0
    assert {"relation": "response", "rows": 3} in ran.json
    assert (tmp_path / "out" / "response" / "year=2021").is_dir()


def test_nothing_of_spark_is_imported_unless_it_is_asked_for(store):
    asked = "import sys; from metrics.__main__ import main; main(); "
    asked += "print([one for one in ('pyspark', 'sqlglot') if one in sys.modules])"
    command_line = [sys.executable, "-c", asked, "show", "satisfaction_rate", "--store", str(store.path)]
    ran = subprocess.run(command_line, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"
