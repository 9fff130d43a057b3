"""The wording of all reports: every line can be understood, and every table and chart can be made."""

from string import Formatter

import pytest

from data.reference import table
from metrics.query import Filters
from metrics.registry import METRICS
from reports import assessment, pilot, subject, summary
from reports.composition import HEADINGS, SHOWN
from reports.figure import Figures
from reports.lists import lists
from reports.pilot_table import known
from reports.pilot_table import lists as of_table
from reports.wording import outline

REPORTS = {"assessment": assessment, "pilot": pilot, "summary": summary}
OTHERS = ("title", "subtitle", "sentence", "absent", "slot", "annex", "annex_row")
WORDS = {"place", "year", "unit_word", "districts", "first", "last"}
PARTS = {"numerator", "denominator", "before", "after", "difference", "so_far", "moved", "reason", "obstacle"}


@pytest.fixture(params=REPORTS)
def told(request):
    return REPORTS[request.param]


@pytest.fixture
def figures(reader):
    return Figures(reader, Filters.of(year=[2024]))


@pytest.fixture
def about(reader):
    return subject.subject(reader, Filters.of(year=[2024]))


def test_every_line_has_a_kind_and_words(told):
    for row in table(told.OUTLINE):
        assert row["kind"] in (*HEADINGS, *SHOWN, *OTHERS)
        assert bool(row["key"]) == (row["kind"] in (*SHOWN, "annex_row")), row
        assert row["text"], row
        assert row["most"] == "" or int(row["most"]) > 0


def test_every_field_is_known(told, figures, about):
    """A field that nobody fills would leave its sentence out of every report without a word."""
    listed = {**lists(figures, about, {}), **of_table(figures)}
    keys = {row["key"] for row in table(told.OUTLINE)}
    for row in table(told.OUTLINE):
        for text in (row["text"], row["otherwise"]):
            for field in (field for _, field, _, _ in Formatter().parse(text) if field):
                name, *parts = field.split(".")
                metric, _, indicator = name.removesuffix("]").partition("[")
                is_figure = metric in METRICS and set(parts) <= PARTS and indicator in ("", *known())
                assert field.removeprefix("@") in keys or field in WORDS or field in listed or is_figure, field


def test_every_table_and_chart_has_a_maker(told, figures, about):
    keys = [row["key"] for row in table(told.OUTLINE) if row["kind"] in SHOWN]
    assert set(told._makers(figures, about, {})) == set(keys)
    assert len(keys) == len(set(keys))


def test_a_line_is_for_those_who_need_it():
    assert {row.needs for row in outline(pilot.OUTLINE, "table")} == {"", "table"}
    assert {row.needs for row in outline(pilot.OUTLINE)} == {""}


def test_hints_ask_and_do_not_claim(told):
    for row in table(told.OUTLINE):
        if row["kind"] == "slot":
            assert row["text"].startswith("请")
            assert "{" not in row["text"]
