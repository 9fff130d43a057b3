"""The response rate of the Shanxi sample against a workbook counted by hand: tests/golden/shanxi_2022_response_rate.xlsx.

How the count was made stands in tests/golden/make_shanxi_2022.py. The numbers compared are counted again here from the
workbook's rows; its formulas must say the same.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from data import warehouse
from data.reference import table
from data.samples import shanxi_2022
from data.store import Store
from data.warehouse import Reader
from loaders import importing
from loaders.importing import Wanted
from metrics.query import Filters, compute
from tests.golden import make_shanxi_2022 as golden
from tests.golden.make_shanxi_2022 import Firm

OF_2022 = Filters.of(year=[2022])
BY = {"code": "代码", "name": "名称"}


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    shanxi_2022.write(folder)
    return folder


@pytest.fixture(scope="module")
def reader(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The sample's ledgers and answers, loaded as a clerk would."""
    store = Store(tmp_path_factory.mktemp("golden") / "store")
    files = sorted(file for file in inbox.iterdir() if "台账" in file.name or "按文本" in file.name)
    outcomes = importing.load(files, store, Wanted(region="140000"))
    assert [outcome.status for outcome in outcomes] == ["loaded"] * 13
    opened = warehouse.open(store, warehouse.ALL)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def firms() -> list[Firm]:
    """The rows of the workbook."""
    head, *rows = openpyxl.load_workbook(golden.WORKBOOK)["企业"].iter_rows(values_only=True)
    assert head == golden.HEADINGS
    return [Firm(*row[:5], row[5] or "") for row in rows]


@pytest.fixture(scope="module")
def by_hand(firms: list[Firm]) -> dict[str, tuple[int, int]]:
    """(answered, firms) by city, and in total."""
    everyone = Counter(firm.city for firm in firms)
    answered = Counter(firm.city for firm in firms if firm.answered)
    return {**{city: (answered[city], everyone[city]) for city in everyone}, "合计": (answered.total(), len(firms))}


def test_the_workbook_is_what_a_hand_counts_in_the_sample_of_today(firms, inbox):
    assert golden.count(inbox) == firms


def test_the_summary_counts_its_rows_by_formulas(by_hand):
    (_, *formulas), (_, *values) = (
        openpyxl.load_workbook(golden.WORKBOOK, data_only=cached)["汇总"].iter_rows(values_only=True)
        for cached in (False, True)
    )
    assert all(str(cell).startswith("=") for row in formulas for cell in row[1:])
    assert {city: (answered, everyone) for city, everyone, answered, _ in values} == by_hand
    assert [share for *_, share in values] == [by_hand[city][0] / by_hand[city][1] for city, *_ in values]


def test_in_total(reader, by_hand):
    (total,) = compute(reader, ["response_rate"], where=OF_2022).itertuples()
    assert (total.numerator, total.denominator) == by_hand["合计"] == (777, 904)


def test_by_city(reader, by_hand):
    names = {row["code"]: row["name"] for row in table("regions")}
    found = compute(reader, ["response_rate"], ["city"], OF_2022)
    computed = {names[row.city]: (row.numerator, row.denominator) for row in found.itertuples()}
    assert {**computed, "合计": by_hand["合计"]} == by_hand


def test_firm_by_firm(reader, firms):
    told = reader.rows(
        "SELECT firm, name, bool_or(response_id IS NOT NULL)::INTEGER, min(how) "
        "FROM assisted LEFT JOIN match USING (firm) WHERE origin = 'ledger' GROUP BY ALL"
    )
    computed = {firm: (name, answered, BY.get(how, "")) for firm, name, answered, how in told}
    assert computed == {firm.code: (firm.name, firm.answered, firm.by) for firm in firms}
