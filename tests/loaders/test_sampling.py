"""The samples go through the loader; what comes out equals what their scripts count by hand."""

import pytest

from data import register, warehouse
from data.samples import shanxi_2022, tianjin_2024
from data.store import Store
from loaders import sampling
from loaders.checks import version
from metrics import reconciliation
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
def store(tmp_path_factory):
    made = Store(tmp_path_factory.mktemp("samples") / "store")
    assert [outcome.refusal for outcome in sampling.prepare(made) if outcome.refusal] == []
    return made


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
    assert len(sampling.prepare(store)) == len(register.submissions(store)) == 21


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
