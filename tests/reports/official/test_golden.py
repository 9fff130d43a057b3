"""附表 and 附件3 of the samples against workbooks filled in by hand, cell by cell: tests/golden/make_official.py."""

import openpyxl
import pytest

from data.samples import shanxi_2022, tianjin_2024
from metrics.query import Filters, compute
from reports.kinds import KINDS, TABLES
from tests.golden import make_official as golden
from tests.reports.official import reading

TAIYUAN = Filters.of(year=[2022], city=["140100"])
PILOTS = ("电动自行车", "高端装备制造", "地毯", "汽车及零部件")


def of(pilot: str) -> Filters:
    return Filters.of(year=[2024], pilot=[f"天津{pilot}"])


def by_hand(pilot: str):
    return openpyxl.load_workbook(golden.PILOTS)[pilot]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_workbooks_are_what_a_hand_counts_in_the_samples_of_today(tmp_path):
    for sample, count, kept in (
        (shanxi_2022, golden.statistics, golden.STATISTICS),
        (tianjin_2024, golden.pilots, golden.PILOTS),
    ):
        (inbox := tmp_path / sample.__name__).mkdir()
        sample.write(inbox)
        count(inbox, book := openpyxl.Workbook())
        for sheet in openpyxl.load_workbook(kept):
            assert reading.cells(book[sheet.title]) == reading.cells(sheet)


def test_the_statistics_table_is_that_counted_by_hand(shanxi):
    (sheet,) = reading.sheets(KINDS["statistics-table"].build(shanxi, TAIYUAN).content)
    hand = openpyxl.load_workbook(golden.STATISTICS).active
    assert reading.cells(sheet) == reading.cells(hand)
    assert reading.merged(sheet) == reading.merged(hand)


@pytest.mark.parametrize("pilot", PILOTS)
def test_the_pilot_tables_are_those_counted_by_hand(reader, pilot):
    (sheet,) = reading.sheets(KINDS["pilot-table"].build(reader, of(pilot)).content)
    assert reading.cells(sheet) == reading.cells(by_hand(pilot))
    assert reading.merged(sheet) == reading.merged(by_hand(pilot))


def test_word_says_the_same_as_excel(shanxi, reader):
    for name, opened, where, hand in (
        ("statistics-table", shanxi, TAIYUAN, openpyxl.load_workbook(golden.STATISTICS).active),
        *(("pilot-table", reader, of(pilot), by_hand(pilot)) for pilot in PILOTS),
    ):
        said = reading.words(KINDS[name].others[".docx"](opened, where).content)
        assert sorted(said) == sorted(str(value) for value in reading.cells(hand).values())


@pytest.mark.parametrize("name", TABLES)
def test_every_figure_is_what_metrics_show_says(shanxi, reader, name):
    asked = [(reader, of("地毯") if name == "pilot-table" else Filters.of(year=[2024], province=["120000"]))]
    if name not in ("pilot-table", "assessment-table"):
        asked.append((shanxi, Filters.of(year=[2022], province=["140000"])))
    for opened, where in asked:
        figures = TABLES[name][1](opened, where).figures
        assert figures
        for one in figures:
            (row,) = compute(opened, [one.name], (), Filters(one.where), one.cumulative).itertuples()
            assert one.number == pytest.approx(row.value), one
