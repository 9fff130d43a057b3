"""From forms and marks to statistics, pilots, their members and their indicators."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data import register
from data.store import Store
from loaders import difference, importing, staging
from loaders.importing import Outcome, Wanted
from tests.loaders import drawing, pilot_form
from tests.loaders.drawing import ask, credit_code
from tests.loaders.test_statistics import PRINTED

REPLACE = Wanted(replace=True)
CODES = {name: credit_code(number) for number, name in enumerate("甲乙丙丁", 1)}
MEMBERS = "SELECT pilot, firm, year FROM pilot_member ORDER BY year, pilot, firm"
PILOTS = "SELECT pilot, name, kind, year, province FROM pilot ORDER BY year, pilot"


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Callable[..., Outcome]:
    """Load sheets as one file: `load("甲.xlsx", sheet, …)`."""

    def loaded(name: str, *sheets: drawing.Sheet, wanted: Wanted = Wanted()) -> Outcome:
        (outcome,) = importing.load([drawing.book(tmp_path / name, *sheets)], store, wanted)
        assert outcome.refusal is None
        return outcome

    return loaded


@pytest.fixture
def ledger(load: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Load the ledger of a city: `ledger(2022, "甲 | 地毯", heading="所属区域试点")`."""

    def loaded(year: int, *firms: str, heading: str = "所属区域试点", unit: str = "太原市市场监管局") -> Outcome:
        lines = [f"{firm.split(' ')[0]} | {CODES[firm.split(' ')[0]]} | {firm.split(' | ')[1]}" for firm in firms]
        text = "\n".join([f"{year}年台账", f"填报单位：{unit}", f"企业名称 | 信用代码 | {heading}", *lines])
        return load(f"{year}{unit}台账.xlsx", drawing.ledger(text))

    return loaded


def firms(store: Store) -> list[tuple[str, str, int]]:
    names = {code: name for name, code in CODES.items()}
    return [(pilot, names[firm], year) for pilot, firm, year in ask(store, MEMBERS)]


# --- statistics


def test_a_region_has_one_row_of_figures(store, load):
    load("2022年度太原市统计表.xlsx", drawing.ledger(PRINTED, "附表"))
    wanted = ("140100", "140000", "140100", None, 2022, 3, 120.0, 1987, 443, 196, 2, 2, 1, "附表", 4)
    assert ask(store, "SELECT * FROM statistics") == [wanted]


def test_a_figure_that_is_not_filled_in_is_null(store, load):
    load("2022年度太原市统计表.xlsx", drawing.ledger(PRINTED.replace("3项", "__项"), "附表"))
    assert ask(store, "SELECT policies, assisted FROM statistics") == [(None, 196)]


def test_a_province_and_a_county_report_for_themselves(store, load):
    for count, place in enumerate(("山西省", "太原市小店区", "天津市武清区"), 1):
        load(f"2022年度{place}统计表.xlsx", drawing.ledger(PRINTED.replace("196家", f"{count}家"), "附表"))
    assert ask(store, "SELECT region, province, city, county FROM statistics ORDER BY submission") == [
        ("140000", "140000", None, None),
        ("140105", "140000", "140100", "140105"),
        ("120114", "120000", "120114", None),
    ]


def test_the_sender_given_is_the_region(store, load):
    load("附表.xlsx", drawing.ledger(PRINTED, "附表"), wanted=Wanted(year=2022, sender="140200"))
    assert ask(store, "SELECT region, city, year FROM statistics") == [("140200", "140200", 2022)]


@pytest.mark.parametrize("sender", [None, "CNCA-R-2002-001"])
def test_without_a_region_nothing_is_loaded(store, tmp_path, sender):
    file = drawing.book(tmp_path / "2022附表.xlsx", drawing.ledger(PRINTED, "附表"))
    (outcome,) = importing.load([file], store, Wanted(sender=sender))
    assert outcome.status == "refused"
    assert "--sender" in str(outcome.refusal)
    assert not store.has_version


def test_a_city_reports_itself_and_its_province_reports_it_too_the_newest_counts(store, load):
    sheets = [
        drawing.ledger(PRINTED.replace("196家", f"{count}家"), name) for name, count in (("大同市", 5), ("晋城市", 6))
    ]
    load("2022年度大同市统计表.xlsx", drawing.ledger(PRINTED, "附表"))
    load("2022年度山西省各市统计表.xlsx", *sheets)
    figures = "SELECT region, assisted, submission FROM statistics ORDER BY region"
    assert ask(store, figures) == [("140200", 5, 2), ("140500", 6, 2)]
    lost = "SELECT submission, row, value FROM issue WHERE rule = 'form_newer' AND \"column\" = 'assisted'"
    assert ask(store, lost) == [(1, 6, "196家")]
    importing.withdraw(store, 2)
    assert ask(store, figures) == [("140200", 196, 1)]
    assert ask(store, lost) == []
    importing.restore(store, 2)
    assert ask(store, figures) == [("140200", 5, 2), ("140500", 6, 2)]


def test_years_stand_side_by_side(store, load):
    for year in (2022, 2023):
        load(f"{year}年度太原市统计表.xlsx", drawing.ledger(PRINTED, "附表"))
    assert ask(store, "SELECT year FROM statistics ORDER BY year") == [(2022,), (2023,)]


def test_a_corrected_form_waits_shows_its_difference_and_replaces(store, load):
    load("2022年度太原市统计表.xlsx", drawing.ledger(PRINTED, "附表"))
    corrected = drawing.ledger(
        PRINTED.replace("196家", "201 家").replace("3项", "__项").replace("443家", "443 家"), "附表"
    )
    outcome = load("2022年度太原市统计表（更正）.xlsx", corrected)
    assert outcome.status == "pending"
    assert outcome.staged and outcome.replaces
    found = difference.of_submission(store, outcome.replaces, outcome.staged)
    assert (found.added, found.removed, found.changed, found.unchanged) == (0, 1, 1, 5)
    importing.accept(store, 2)
    assert ask(store, "SELECT policies, assisted FROM statistics") == [(None, 201)]


# --- members


def test_members_are_those_the_ledgers_mark(store, ledger):
    ledger(2022, "甲 | 地毯、玻璃", "乙 | 否", "丙 | 地毯产业区域试点", "丁 | 是")
    assert firms(store) == [("山西地毯", "甲", 2022), ("山西地毯", "丙", 2022), ("山西玻璃", "甲", 2022)]
    assert ask(store, PILOTS) == [
        ("山西地毯", "地毯产业区域试点", "area", 2022, "140000"),
        ("山西玻璃", "玻璃", "area", 2022, "140000"),
    ]


def test_a_firm_in_two_ledgers_is_one_member(store, ledger):
    ledger(2022, "甲 | 地毯")
    ledger(2022, "甲 | 地毯试点", unit="山西省市场监管局")
    assert firms(store) == [("山西地毯", "甲", 2022)]


def test_pilots_of_two_provinces_are_two(store, ledger):
    ledger(2022, "甲 | 地毯")
    ledger(2022, "乙 | 地毯", unit="天津市武清区市场监管局")
    assert firms(store) == [("天津地毯", "乙", 2022), ("山西地毯", "甲", 2022)]


@pytest.mark.parametrize(
    ("heading", "name", "kind"),
    [
        ("所属专业镇", "定襄法兰", "town"),
        ("所属区域试点", "定襄法兰专业镇", "town"),
        ("所属区域试点", "定襄法兰", "area"),
    ],
)
def test_the_kind_comes_from_the_heading_or_the_name(store, ledger, heading, name, kind):
    ledger(2022, f"甲 | {name}", heading=heading)
    assert ask(store, PILOTS) == [("山西定襄法兰", name, kind, 2022, "140000")]


def test_a_firm_that_only_answers_stays_in_its_last_pilots(store, ledger, export):
    ledger(2022, "甲 | 玻璃", "乙 | 玻璃", "丙 | 玻璃")
    ledger(2023, "甲 | 地毯", "乙 | 否", "丁 | 地毯")
    lines = [f"{name} | {CODES[name]} | 2024/11/3 8:00:00" for name in "甲乙丙"]
    importing.load([export("\n".join(["name | credit_code | submitted_at", *lines]))], store)
    assert firms(store) == [
        *[("山西玻璃", name, 2022) for name in "甲乙丙"],
        ("山西地毯", "甲", 2023),
        ("山西地毯", "丁", 2023),
        ("山西地毯", "甲", 2024),
        ("山西玻璃", "丙", 2024),
    ]
    assert [(row[0], row[3]) for row in ask(store, PILOTS)] == [
        ("山西玻璃", 2022),
        ("山西地毯", 2023),
        ("山西地毯", 2024),
        ("山西玻璃", 2024),
    ]


def test_a_firm_that_a_ledger_names_that_year_is_as_it_says(store, ledger, export):
    ledger(2022, "甲 | 玻璃")
    ledger(2023, "甲 | 否")
    importing.load([export(f"name | credit_code | submitted_at\n甲 | {CODES['甲']} | 2023/11/3 8:00:00")], store)
    assert firms(store) == [("山西玻璃", "甲", 2022)]


# --- tables of pilots


def test_a_table_and_the_marks_are_one_pilot_named_as_in_the_table(store, ledger, load):
    ledger(2024, "甲 | 地毯", unit="天津市武清区市场监管局")
    load("2024年天津市附件3.xlsx", pilot_form.sheet("地毯产业区域试点"))
    assert ask(store, PILOTS) == [("天津地毯", "地毯产业区域试点", "area", 2024, "120000")]
    assert ask(store, "SELECT DISTINCT pilot FROM pilot_indicator") == [("天津地毯",)]


def test_indicators_have_before_after_unit_and_direction(store, load):
    load("2024年天津市附件3.xlsx", pilot_form.sheet())
    wanted = "SELECT before, after, unit, better, level FROM pilot_indicator WHERE indicator = '{}' ORDER BY level"
    assert ask(store, wanted.format("output_value")) == [(286_000, 301_500, "10k_cny", "higher", None)]
    assert ask(store, wanted.format("defect_rate")) == [(6.2, 3.5, "percent", "lower", None)]
    assert ask(store, wanted.format("gdp_share")) == [(None, 1.5, "percent", "higher", None)]
    assert ask(store, wanted.format("demonstration_zones")) == [
        (None, 0, "count", "higher", "国家级"),
        (None, 1, "count", "higher", "省级及以下"),
        (None, 1, "count", "higher", None),
    ]


@pytest.mark.parametrize(
    ("cell", "whole"),
    [
        ("国家级：2 省级及以下：3", 5),
        ("7 国家级：2 省级及以下：3", 7),
        ("7", 7),
        ("国家级：2 省级及以下：", None),
        ("国家级：2 省级及以下：若干", None),
    ],
)
def test_a_whole_is_written_or_the_sum_of_all_its_sub_levels(store, load, cell, whole):
    load("2024年天津市附件3.xlsx", pilot_form.sheet(little_giants=cell))
    query = "SELECT after FROM pilot_indicator WHERE indicator = 'little_giants' AND level IS NULL"
    assert ask(store, query) == ([(whole,)] if whole is not None else [])


def test_tables_of_two_pilots_of_one_sender_do_not_replace_each_other(store, load):
    assert load("2024年天津市甲.xlsx", pilot_form.sheet("地毯")).status == "loaded"
    assert load("2024年天津市乙.xlsx", pilot_form.sheet("电动自行车")).status == "loaded"
    assert [one.subject for one in register.submissions(store)] == ["地毯", "电动自行车"]
    assert [row[0] for row in ask(store, PILOTS)] == ["天津地毯", "天津电动自行车"]


def test_a_corrected_table_of_a_pilot_waits_and_replaces(store, load):
    load("2024年天津市甲.xlsx", pilot_form.sheet("地毯"))
    outcome = load("2024年天津市乙.xlsx", pilot_form.sheet("地毯区域试点", talents=90, trained=""))
    assert outcome.status == "pending"
    assert outcome.staged and outcome.replaces
    found = difference.of_submission(store, outcome.replaces, outcome.staged)
    assert (found.added, found.removed, found.changed) == (0, 1, 1)
    importing.accept(store, 2)
    talents = "SELECT after FROM pilot_indicator WHERE indicator IN ('talents', 'trained')"
    assert ask(store, talents) == [(90,)]


def test_of_tables_from_two_senders_the_newest_counts(store, load):
    load("2024年天津市甲.xlsx", pilot_form.sheet("地毯"))
    load("2024年天津市武清区乙.xlsx", pilot_form.sheet("地毯", talents=90))
    assert ask(store, "SELECT after, submission FROM pilot_indicator WHERE indicator = 'talents'") == [(90, 2)]
    assert ask(store, "SELECT count(*), min(submission), max(submission) FROM issue WHERE rule = 'form_newer'") == [
        (54, 1, 1)
    ]


def test_a_table_without_a_province_is_a_pilot_of_its_own(store, load):
    load("2024年附件3.xlsx", pilot_form.sheet("地毯"))
    assert ask(store, PILOTS) == [("地毯", "地毯", "area", 2024, None)]


def test_every_figure_is_in_the_version_or_listed(store, load):
    outcome = load("2024年天津市附件3.xlsx", pilot_form.sheet(talents="许多"))
    (row,) = ask(store, "SELECT rows_in_file, rows_loaded, rows_held, rows_ignored FROM submission")
    assert row == (pilot_form.SLOTS, pilot_form.SLOTS - 2, 1, 1)
    assert ask(store, "SELECT count(before) + count(after) FROM pilot_indicator") == [
        (row[1] + len(pilot_form.LEVELS),)
    ]
    assert len(outcome.issues) == ask(store, "SELECT count(*) FROM issue")[0][0] == 2


def test_staged_figures_are_read_again_only_by_another_program(store, load):
    outcome = load("2022年度太原市统计表.xlsx", drawing.ledger(PRINTED, "附表"))
    assert outcome.staged
    assert staging.read(outcome.staged.folder) == outcome.staged
    importing.rebuild(store)
    assert ask(store, "SELECT count(*) FROM statistics") == [(1,)]


# --- from the command line


def test_a_form_is_loaded_checked_withdrawn_and_restored_from_the_command_line(store, loaders, tmp_path):
    file = drawing.book(tmp_path / "2024年天津市附件3.xlsx", pilot_form.sheet(talents="许多"))
    checked = loaders("check", file, "--kind", "pilot", "--json")
    loaded = loaders("load", file, "--json")
    for done, status in ((checked, "accepted"), (loaded, "loaded")):
        (found,) = done.json
        assert (done.code, found["status"], found["kind"], found["sender"], found["year"]) == (
            0,
            status,
            "pilot",
            "120000",
            2024,
        )
        assert found["rows"] == {"in_file": 55, "loaded": 53, "held": 1, "ignored": 1}
        assert {issue["rule"] for issue in found["issues"]} == {"figure_unreadable", "figure_blank"}
        assert all(issue["message"] and issue["mend"] for issue in found["issues"])
    assert loaders("withdraw", 1).code == 0
    assert ask(store, PILOTS) == []
    assert loaders("restore", 1).code == 0
    assert len(ask(store, PILOTS)) == 1


def test_the_wrong_kind_and_a_form_without_a_region_exit_2(loaders, tmp_path):
    named = drawing.book(tmp_path / "2022年太原市附表.xlsx", drawing.ledger(PRINTED, "附表"))
    nameless = drawing.book(tmp_path / "附表.xlsx", drawing.ledger(PRINTED, "附表"))
    assert loaders("load", named, "--kind", "pilot").code == 2
    refused = loaders("check", nameless, "--json", "--kind", "statistics")
    assert (refused.code, refused.json[0]["status"]) == (2, "refused")
    assert "年度" in refused.json[0]["reason"]
