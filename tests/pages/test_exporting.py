"""本页工作簿: every chart of a page in one workbook, with the numbers that `compute` gives."""

import io
import threading

import openpyxl
import pytest
import streamlit as st

from charts.workbook import CROSSED, INDEX, NOTES
from data.reference import table
from locales import translate
from metrics.query import Filters, compute
from metrics.registry import METRICS
from pages._parts import exporting
from pages._parts.language import _, later
from tests.pages.shown import SCRIPTS

INDUSTRIES = {row["code"]: row["name_en"] for row in table("industries")}
JIANGSU = Filters.of(year=[2021], province=["320000"])


@pytest.fixture
def handed(visit, monkeypatch):
    """Visit a page; give the workbook that its button makes, made in another thread as the server does, or None."""
    given = {}
    real = st.download_button

    def button(label, data, **options):
        if options["key"] == "page_workbook":
            given.update(data=data, file_name=options["file_name"], label=label)
        return real(label, data, **options)

    monkeypatch.setattr(exporting.st, "download_button", button)

    def ask(name, **query):
        shown = visit(name, **query)
        assert not shown.test.exception
        if not [one for one in shown.test.get("download_button") if "page_workbook" in one.proto.id]:
            return None, shown
        made = []
        thread = threading.Thread(target=lambda: made.append(given["data"]()))
        thread.start()
        thread.join()
        return openpyxl.load_workbook(io.BytesIO(made[0])), shown

    ask.given = given
    return ask


def rows(sheet) -> list[list]:
    return [[cell.value for cell in row] for row in sheet]


@pytest.mark.parametrize("name", SCRIPTS)
def test_pages_with_charts_have_a_workbook_and_others_none(handed, name):
    book, shown = handed(name, year="2021")
    assert (book is not None) == bool(shown.figures)
    if book:
        (title, *_rest) = [row[1] for row in rows(book[INDEX])]
        assert title == shown.place.split(" · ")[-1]


def test_every_panel_of_the_page_has_its_sheet(handed):
    book, shown = handed("overview", year="2021", region="320000")
    listed = [row[:2] for row in rows(book[INDEX]) if row[0] and row[0][0].isdigit()]
    assert len(listed) == len(shown.figures)
    assert [name for name in book.sheetnames if not name.endswith(CROSSED)] == [
        INDEX,
        *(name for name, _ in listed),
        NOTES,
    ]
    assert {title for _, title in listed} == {words["title"] for words in shown.words.values()}
    assert handed.given["file_name"] == "总览_2021_江苏省.xlsx"


def test_its_numbers_are_computed(handed, national):
    book, _ = handed("overview", year="2021", region="320000")
    sheet = next(one for one in book if "满意率" in one.title)
    (head, *lines) = rows(sheet)[2:]
    found = {line[head.index("代码")]: line for line in lines if line[0] and str(line[0]).isdigit()}
    computed = compute(national, ["satisfaction_rate"], ["city"], JIANGSU)
    assert len(found) == computed["city"].notna().sum() > 5
    for row in computed.dropna(subset="city").to_dict("records"):
        line = dict(zip(head, found[row["city"]], strict=True))
        assert (line["分子"], line["分母"]) == (row["numerator"], row["denominator"])
        assert line["满意率"] == pytest.approx(row["value"], abs=1e-12)
    assert sheet._charts


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_filters_version_and_definitions_stand_in_words_in_the_reader_s_language(handed, lang):
    book, _ = handed("satisfaction", year="2021", industry="17", lang=lang)
    facts = {row[0]: row[1] for row in rows(book[INDEX])[:6]}
    assert facts[translate("版本", lang)] == "000001"
    assert facts[translate("地区", lang)] == translate("全国", lang)
    assert facts[translate("其他筛选", lang)] == {"zh": "基础金属及金属制品", "en": INDUSTRIES["17"]}[lang]
    notes = {row[1]: row[0] for row in rows(book[NOTES])}
    satisfaction = METRICS["satisfaction_rate"]
    assert notes[translate(satisfaction.definition, lang)] == translate(satisfaction.label, lang)


def test_metrics_of_one_definition_stand_together(handed):
    book, _ = handed("overview", year="2021")
    aspects = next(row[0] for row in rows(book[NOTES]) if "第8题" in row[1])
    assert aspects.split("、")[0] == METRICS["aspect_1"].label
    assert METRICS["aspect_12"].label in aspects.split("、")


def test_drawing_a_page_makes_no_workbook(visit, monkeypatch):
    def never(*_given):
        raise AssertionError("made without being asked for")

    monkeypatch.setattr(exporting, "collection", never)
    assert not visit("overview", year="2021").test.exception


def test_a_page_hands_out_nothing_of_the_one_before(handed):
    _book, shown = handed("overview", year="2021")
    shown.test.switch_page(SCRIPTS["methods"]).run()
    assert shown.test.session_state["drawn"] == {}


def test_work_done_later_speaks_as_the_reader_did(language):
    made = []
    work = later(lambda: made.append(_("地区")))
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert made == [translate("地区", language)]
