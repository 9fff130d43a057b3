"""The samples go through the loader; what comes out equals what their scripts count by hand."""

import shutil

import pytest

from data import register, warehouse
from data.reference import table
from data.samples import phone_checks, registers, shanxi_2022, tianjin_2024
from data.store import Store
from loaders import sampling, staging
from loaders.checks import version
from metrics import reconciliation, scorecard
from metrics.query import Filters, compute

CODES = {  # cities of Shanxi, as the script names them
    "太原市": "140100",
    "大同市": "140200",
    "阳泉市": "140300",
    "长治市": "140400",
    "晋城市": "140500",
    "朔州市": "140600",
    "晋中市": "140700",
    "运城市": "140800",
    "忻州市": "140900",
    "临汾市": "141000",
    "吕梁市": "141100",
}


@pytest.fixture(scope="module")
def store(stores, tmp_path_factory):
    """All samples, to be written to."""
    return Store(shutil.copytree(stores.every, tmp_path_factory.mktemp("samples") / "store"))


@pytest.fixture(scope="module")
def reader(store):
    opened = warehouse.open(store, warehouse.ALL)
    yield opened
    opened.close()


def test_a_second_time_nothing_is_made(store):
    version = warehouse.current_version(store)
    assert sampling.prepare(store) == []
    assert warehouse.current_version(store) == version


def test_samples_of_another_program_are_made_anew(store):
    (store.path / "made-by").write_text("another program")
    assert len(sampling.prepare(store)) == len(register.submissions(store)) == 33


@pytest.mark.parametrize(("year", "sample"), [(2022, shanxi_2022), (2024, tianjin_2024)])
def test_the_response_rate_is_the_hand_count(reader, year, sample):
    row = compute(reader, ["response_rate"], where=Filters.of(year=[year])).iloc[0]
    assert (row["numerator"], row["denominator"]) == sample.expected()["response_rate"]


@pytest.mark.parametrize(("year", "sample"), [(2022, shanxi_2022), (2024, tianjin_2024)])
def test_answers_are_matched_as_by_hand(reader, year, sample):
    found = dict(
        reader.rows(
            "SELECT how, count(*) FROM match JOIN response USING (response_id) WHERE year = ? GROUP BY how", [year]
        )
    )
    by_hand = sample.expected()
    assert found == {
        "code": by_hand["matched_by_code"],
        "name": by_hand["matched_by_name"],
        "none": by_hand["unmatched"],
    }


@pytest.mark.parametrize(("name", "code"), CODES.items())
def test_satisfaction_of_each_city_is_the_hand_count(reader, name, code):
    where = Filters.of(year=[2022], city=[code])
    row = compute(reader, ["satisfaction_rate"], where=where).iloc[0]
    assert (row["numerator"], row["denominator"]) == shanxi_2022.expected()["satisfied"][name]


@pytest.mark.parametrize(("name", "code"), CODES.items())
def test_rows_of_each_ledger_are_all_accounted_for(store, name, code):
    one = next(s for s in register.submissions(store) if (s.sender, s.kind) == (code, "ledger"))
    by_hand = shanxi_2022.expected()
    assert (one.rows_loaded + one.rows_held, one.rows_held) == (by_hand["rows"][name], by_hand["held"][name])
    assert one.rows_in_file == one.rows_loaded + one.rows_held + one.rows_ignored


def test_a_firm_in_two_ledgers_is_assisted_once(reader):
    firms = compute(reader, ["assisted_enterprises"], where=Filters.of(year=[2022])).iloc[0]["value"]
    rows = reader.rows("SELECT count(*) FROM assisted WHERE year = 2022")[0][0]
    assert firms == rows == shanxi_2022.expected()["firms"]


def test_members_of_the_pilots_are_the_hand_count(reader):
    rows = reader.rows("SELECT name, kind, count(firm) FROM pilot JOIN pilot_member USING (pilot, year) GROUP BY ALL")
    by_hand = shanxi_2022.expected()
    assert {name: count for name, kind, count in rows if kind == "town"} == by_hand["town_firms"]
    areas = {name: count for name, kind, count in rows if kind == "area"}
    assert areas == tianjin_2024.expected()["pilots"] | {shanxi_2022.PILOT: by_hand["pilot_firms"]}


def test_firms_in_two_pilots_are_the_hand_count(reader):
    rows = reader.rows("""
        SELECT r.name, count(*) FROM assisted a JOIN region r ON r.code = a.city
        WHERE a.year = 2024 AND (SELECT count(*) FROM pilot_member m WHERE m.firm = a.firm AND m.year = 2024) = 2
        GROUP BY r.name
    """)
    by_hand = tianjin_2024.expected()
    assert dict(rows) == {district: count for district, count in by_hand["in_two_pilots"].items() if count}
    (everyone,) = reader.rows("SELECT count(DISTINCT firm) FROM pilot_member WHERE year = 2024")[0]
    assert everyone == by_hand["pilot_firms"]


def test_a_pilot_helped_as_many_firms_as_its_ledgers_name(reader):
    rows = reader.rows(
        "SELECT name, after FROM pilot_indicator JOIN pilot USING (pilot, year) WHERE indicator = 'assisted'"
    )
    assert dict(rows) == tianjin_2024.expected()["pilots"]


@pytest.mark.parametrize("name", tianjin_2024.FIGURES)
def test_figures_of_each_pilot_are_those_of_the_script(reader, name):
    report = tianjin_2024.report(name, tianjin_2024.drawn())
    rows = reader.rows(
        "SELECT indicator, before, after FROM pilot_indicator JOIN pilot USING (pilot, year) "
        "WHERE name = ? AND level IS NULL",
        [name],
    )
    found = {indicator: (before, after) for indicator, before, after in rows}
    order = [row["indicator"] for row in table("pilot_indicators")]
    counts, changes, lower = order[:10], order[10:19], order[19:]
    assert {one: found[one] for one in counts} == dict(zip(counts, [(None, n) for n in report.counts], strict=True))
    assert {one: found[one] for one in changes} == {
        one: tuple(map(in_10k_cny_or_percent, both)) for one, both in zip(changes, report.changes, strict=True)
    }
    wholes = [sum(value) if isinstance(value, tuple) else value for value in report.lower]
    assert {one: found[one] for one in lower} == dict(zip(lower, [(None, n) for n in wholes], strict=True))


def in_10k_cny_or_percent(text: str) -> float | None:
    if not text:
        return None
    return pytest.approx(float(text.rstrip("亿万元")) * (10_000 if text.endswith("亿元") else 1))


def test_the_fault_of_a_pilot_table_is_found_beside_a_number_that_may_be_a_fraction(store):
    ((file, row, column, _),) = tianjin_2024.FAULTS
    one = next(s for s in register.submissions(store) if s.file == file)
    staged = staging.read(staging.folder(store, one.sha256, one.region, one.file))
    assert staged
    assert [(i.row, i.column, i.rule, i.level) for i in staged.issues()] == [
        (5, "投诉率（%） 提升后", "percentage_fraction", "warning"),
        (row, column, "solved_differs", "warning"),
    ]


@pytest.mark.parametrize("city", shanxi_2022.STATISTICS_CITIES)
def test_statistics_of_each_city_are_those_of_the_script(reader, city):
    report = shanxi_2022.tables(shanxi_2022.drawn())[city]
    rows = reader.rows(
        "SELECT policies, subsidy_10k_cny, trained_person_times, trained_enterprises, assisted, industries, bodies "
        "FROM statistics WHERE city = ? AND year = 2022",
        [CODES[city]],
    )
    trained = (report.trained_person_times, report.trained_enterprises)
    listed = (len(report.industries), len(report.bodies))
    assert rows == [(len(report.policies), float(report.subsidy_10k_cny), *trained, report.assisted, *listed)]


def test_the_four_lists_are_the_ledger_and_the_answers_it_does_not_know(reader):
    counts = reconciliation.lists(reader, Filters.of(year=[2022]))["list"].value_counts().to_dict()
    answered, ledger = shanxi_2022.expected()["response_rate"]
    assert counts["both"] == answered
    assert counts["both"] + counts["ledger_only"] == ledger
    assert counts["response_only"] + counts.get("doubtful", 0) == shanxi_2022.expected()["answers_counted"] - answered


# What the checks find in the samples across answers, files and rows: nothing but the answers given twice.
CHECKED = {2021: {}, 2022: {"answered_again": 8}, 2024: {"answered_again": 3}}
OF_CHECKS = {*version.CHECKS, "code_region_differs", "code_organisation_digit", "skip_violated", "too_many_ticked",
             "answer_missing", "answered_too_fast", "straight_lined", "address_shared", "phone_shared",
             "submitted_impossible", "certified_after_answer", "certified_before_campaign",
             "assisted_year_differs", "percentage_outlier"}  # fmt: skip


def test_checks_find_in_the_samples_what_a_hand_counts(reader):
    found: dict[int, dict[str, int]] = {year: {} for year in CHECKED}
    counted = "SELECT s.year, rule, count(*) FROM issue JOIN submission s USING (submission) GROUP BY ALL"
    for year, rule, count in reader.rows(counted):
        if rule in OF_CHECKS:
            found[year][rule] = count
    assert found == CHECKED
    for year, sample in ((2022, shanxi_2022), (2024, tianjin_2024)):
        hand = sample.expected()
        assert found[year]["answered_again"] == hand["answers"] - hand["answers_counted"]


def test_scores_of_each_district_are_those_of_the_script(reader):
    names = {row["indicator"]: row["name"] for row in table("assessment_indicators") if row["scheme"] == "tianjin_2024"}
    rows = reader.rows(
        "SELECT r.name, indicator, sum(points), count(DISTINCT expert) FROM score s JOIN region r ON r.code = s.unit GROUP BY ALL"
    )
    assert {(name, names[one]): points for name, one, points, _ in rows} == tianjin_2024.expected()["scores"]
    assert {experts for *_, experts in rows} == {3}


def test_cases_of_each_district_are_those_of_the_script(reader):
    rows = compute(reader, ["cases_recommended", "cases_selected"], ["city"], Filters.of(year=[2024]))
    found = rows.pivot(index="city", columns="metric", values="value").to_dict("index")
    codes = {district.name: district.code for district in tianjin_2024.DISTRICTS}
    by_hand = tianjin_2024.expected()["cases"]
    assert {name: tuple(found[codes[name]].values()) for name in by_hand} == by_hand


def test_the_scorecard_of_the_sample_ranks_the_districts_that_answered(reader):
    where = Filters.of(year=[2024], province=["120000"])
    rows = scorecard.card(reader, "tianjin_2024", where).rows.set_index("unit")
    assert set(rows.index[rows["rank"].notna()]) == {district.code for district in tianjin_2024.DISTRICTS}
    assert rows.loc["120112", "missing"]  # 津南区: experts scored it, its firms sent nothing
    points = sum(given for (district, _), given in tianjin_2024.expected()["scores"].items() if district == "武清区")
    full = {"organisation": 20, "publicity": 15, "training": 15, "assistance": 50}
    shares = [rows.loc["120114", f"score_{name}"] * marks / 100 for name, marks in full.items()]
    assert sum(shares) * 3 == pytest.approx(points)


def test_the_telephone_check_is_the_hand_count(store, reader):
    by_hand = phone_checks.expected(phone_checks.draw(sampling.answers(store)))
    where = Filters.of(year=[2022])
    rows = compute(reader, ["phone_reached_rate", "phone_agreement_rate"], where=where).set_index("metric")
    found = {name: (row["numerator"], row["denominator"]) for name, row in rows.iterrows()}
    assert found == {"phone_reached_rate": by_hand["reached"], "phone_agreement_rate": by_hand["agreement"]}
    by_question = compute(reader, ["phone_agreement_rate"], ["question"], where).set_index("question")
    found = {name: (row["numerator"], row["denominator"]) for name, row in by_question.iterrows()}
    assert found == {name: by_hand[name] for name in ("q13", "q7")}
    assert 0.8 < found["q13"][0] / found["q13"][1] < 1
    assert by_hand["agreement"][1] > 100


def test_lists_of_recommended_bodies_and_materials_are_those_of_the_script(reader):
    rows = reader.rows(
        "SELECT name, count(*), count(reason) FROM recommendation JOIN region ON code = region GROUP BY 1"
    )
    counts = {name: (count, reasons) for name, count, reasons in rows}
    assert counts == {name: (count, count - (name == "大同市")) for name, count in registers.RECOMMENDING.items()}
    titles = {title for (title,) in reader.rows("SELECT title FROM material WHERE material IS NOT NULL")}
    assert titles == {title for _, title, *_ in registers.MATERIALS}
    found = reader.rows("""SELECT rule, count(*) FROM issue JOIN submission USING (submission)
        WHERE kind IN ('recommendations', 'materials') GROUP BY 1 ORDER BY 1""")
    assert found == [("reason_missing", 1), ("recommendations_above_limit", 1)]


def test_answers_nobody_has_called_about_yet_are_left_out(store):
    rows = phone_checks.draw(sampling.answers(store))
    (one,) = (one for one in register.submissions(store) if one.kind == "phone_check")
    called = sum("reached" in row for row in rows)
    assert (one.rows_in_file, one.rows_loaded, one.rows_held, one.rows_ignored) == (120, called, 0, 120 - called)
    assert (one.sender, one.year) == ("140000", 2022)
