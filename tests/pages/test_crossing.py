"""The crosstab shows what `compute` gives, cell by cell and total by total."""

import io
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
import pandas as pd
import pytest

from charts.chart import Caption
from charts.workbook import CROSSED, workbook
from data import warehouse
from data.store import Store
from metrics.core import Rate
from metrics.query import Filters, compute
from metrics.registry import METRICS
from pages._parts import catalogue, crossing
from pages._parts.crossing import TOTAL, Crossed, Look
from pages._parts.query import Source

NATION = Filters.of(year=[2021])
WORDS = Caption(title="交叉")
NAMES = (str, str)


@pytest.fixture
def source(stores):
    return Source(str(stores.national), warehouse.current_version(Store(stores.national)), True)


@pytest.fixture
def tianjin(stores):
    return Source(str(stores.tianjin), warehouse.current_version(Store(stores.tianjin)), False)


def rounded(value: float) -> str:
    return str((Decimal(repr(value)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP))


def counts(rows: str) -> Crossed:
    """Firms by row and column; `T` is the total."""
    cells = {}
    for line in rows.strip().splitlines():
        row, column, value = line.split()
        keys = (TOTAL if row == "T" else row, TOTAL if column == "T" else column)
        cells[keys] = {"value": float(value), "numerator": float(value), "denominator": float("nan"), "small": False}
    keys = [sorted({pair[place] for pair in cells} - {TOTAL}) for place in (0, 1)]
    return Crossed(METRICS["assisted_enterprises"], ("city", "body"), cells, (keys[0], keys[1]))


FOUR = """
    A x 30
    A y 10
    B x 20
    B y 60
    A T 40
    B T 80
    T x 50
    T y 70
    T T 120
"""


@pytest.mark.parametrize(
    ("share", "texts"),
    [
        ("value", [["30", "10", "40"], ["20", "60", "80"], ["50", "70", "120"]]),
        ("row", [["75.0", "25.0", "100.0"], ["25.0", "75.0", "100.0"], ["41.7", "58.3", "100.0"]]),
        ("column", [["60.0", "14.3", "33.3"], ["40.0", "85.7", "66.7"], ["100.0", "100.0", "100.0"]]),
        ("total", [["25.0", "8.3", "33.3"], ["16.7", "50.0", "66.7"], ["41.7", "58.3", "100.0"]]),
    ],
)
def test_shares_of_row_column_and_total(chinese, share, texts):
    chart = crossing.heat(counts(FOUR), Look(share, {}, NAMES), WORDS)
    assert [[cell.text for cell in cells] for cells in chart.cells] == texts
    assert [name.label for name in chart.rows] == ["A", "B", "合计"]


def test_a_share_of_less_than_ten_is_not_shown(chinese):
    few = counts("A x 3\nA y 4\nB x 20\nA T 7\nB T 20\nT x 23\nT y 4\nT T 27")
    first = crossing.heat(few, Look("row", {}, NAMES), WORDS).cells[0][0]
    assert (first.text, first.value, first.numerator, first.denominator) == ("…", None, 3, 7)


def test_counts_are_tinted_by_what_the_totals_lead_one_to_expect(chinese):
    """Of 40 × 50 ÷ 120 = 16.7 there are 30; of 23.3, 10; of 33.3, 20; of 46.7, 60."""
    chart = crossing.heat(counts(FOUR), Look("value", {}, NAMES), WORDS)
    assert [[cell.tint for cell in cells] for cells in chart.cells] == [[1, -2, 0], [-1, 1, 0], [0, 0, 0]]


def test_totals_are_computed_not_added_up(chinese):
    """A firm with two bodies stands in both cells and once in the total, and the page says so."""
    twice = counts("A x 30\nA y 10\nA T 35\nT x 30\nT y 10\nT T 35")
    chart = crossing.heat(twice, Look("value", {}, NAMES), WORDS)
    assert chart.cells[0][-1].value == 35
    assert crossing.overlap(twice)
    assert not crossing.overlap(counts(FOUR))


@pytest.mark.parametrize(("name", "rows", "columns"), [("satisfaction_rate", "province", "industry")])
def test_every_rate_is_the_one_computed(chinese, source, national, name, rows, columns):
    crossed = crossing.cross(source, METRICS[name], (rows, columns), NATION)
    chart = crossing.heat(crossed, Look("value", {}, NAMES), WORDS)
    for by, at in (((rows, columns), None), ((rows,), 1), ((columns,), 0), ((), None)):
        for line in compute(national, [name], by, NATION).to_dict("records"):
            keys = [line[dimension] if dimension in by else TOTAL for dimension in (rows, columns)]
            place = [crossed.keys[i].index(k) if k != TOTAL else len(crossed.keys[i]) for i, k in enumerate(keys)]
            cell = chart.cells[place[0]][place[1]]
            assert (cell.numerator, cell.denominator) == (line["numerator"], line["denominator"]), (by, at)
            assert cell.text == ("…" if line["small"] else rounded(line["value"]))
            assert cell.count == str(int(line["denominator"]))


def test_every_metric_crosses_its_dimensions(language, tianjin):
    """Column heads differ, values are there or said to be missing; of the pairs every third, another third a metric."""
    drawn = 0
    for nth, metric in enumerate(METRICS.values()):
        allowed = catalogue.of(metric)
        for rows, columns in list(zip(allowed, [*allowed[1:], allowed[0]], strict=True))[nth % 3 :: 3]:
            if not {*catalogue.must(metric)} <= {rows, columns}:
                continue
            crossed = crossing.cross(tianjin, metric, (rows, columns), Filters.of(year=[2024]))
            names = (catalogue.namer(tianjin, rows), catalogue.namer(tianjin, columns))
            chart = crossing.heat(crossed, Look("value", {}, names), WORDS)
            assert all(cell.text for cells in chart.cells for cell in cells)
            assert crossing.finding(crossed, names)
            drawn += bool(chart.rows)
    assert drawn > 65


def test_what_there_is_no_room_for_is_in_the_workbook(chinese, source):
    crossed = crossing.cross(source, METRICS["assisted_enterprises"], ("body", "industry"), NATION)
    whole = crossing.heat(crossed, Look("value", {}, NAMES), WORDS)
    drawn = crossing.fitting(whole, crossed)
    assert (len(drawn.rows), len(drawn.columns)) == (crossing.ROWS + 1, crossing.COLUMNS + 1)
    assert drawn.cells[-1][-1] == whole.cells[-1][-1]
    assert drawn.rows[-1].label == drawn.columns[-1].label == "合计"
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(whole, [])))[CROSSED]
    assert sheet["A3"].value == "机构 × 行业 · 帮扶企业"
    assert sheet.cell(3, len(crossed.keys[1]) + 2).value == "合计"
    assert sheet.cell(len(crossed.keys[0]) + 4, len(crossed.keys[1]) + 2).value == 5639


def test_marks_stand_where_the_test_finds_a_difference(source, monkeypatch):
    found = pd.DataFrame(
        {
            "province": ["110000", "120000", "130000"],
            "p_holm": [0.01, 0.01, 0.2],
            "points": [-5.0, 4.0, 9.0],
            "small": [False, True, False],
        }
    )
    monkeypatch.setattr(crossing.query, "differing", lambda *_: found)
    crossed = Crossed(METRICS["satisfaction_rate"], ("province", "pilot"), {}, ([], []))
    assert crossing.marks(source, crossed, NATION) == {("110000", TOTAL): "▼"}


def test_only_rates_over_separate_groups_are_tested():
    tested = {name for name, metric in METRICS.items() if crossing.is_tested(metric, "province")}
    assert tested == {name for name, metric in METRICS.items() if isinstance(metric, Rate)}
    assert not crossing.is_tested(METRICS["satisfaction_rate"], "pilot")


def test_metrics_of_the_same_name_are_told_apart(language):
    titles = catalogue.titles()
    assert len(set(titles.values())) == len(titles)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"metric": "policies", "industry": "3"}, "“出台政策”没有行业这个维度"),
        ({"metric": "pilot_after", "rows": "province", "columns": "pilot"}, "请把试点指标选为行或列"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(visit, query, says):
    shown = visit("crosstab", year="2021", **query)
    assert says in shown.headline
    assert not shown.figures


def test_the_address_says_what_is_crossed(visit):
    query = {"metric": "assisted_enterprises", "rows": "industry", "columns": "province", "share": "row"}
    shown = visit("crosstab", year="2021", **query)
    assert "帮扶企业（占行合计）：行业 × 省（区、市）" in shown.words["crosstab"]["title"]


def test_codes_that_do_not_fit_give_way(visit):
    shown = visit("crosstab", year="2021", metric="nothing", rows="indicator", columns="province", share="x")
    assert not shown.test.exception
    assert "满意率：省（区、市） × 行业" in shown.words["crosstab"]["title"]


def test_years_are_compared_over_all_years(visit, national):
    shown = visit("crosstab", year="2021", rows="year", columns="sector")
    assert "含全部年度" in " ".join(shown.texts)
    assert list(dict.fromkeys(shown.tables["crosstab"]["年度"])) == ["2021", "合计"]
