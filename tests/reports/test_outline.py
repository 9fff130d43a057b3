"""What a report is made of agrees with the document that is written."""

import io

import docx
import pytest

from reports.content import Annex, Drawing, Grid, Slot
from reports.kinds import KINDS
from reports.outline import chinese, number, outline
from reports.word.document import document
from tests.reports.conftest import TIANJIN


def test_every_heading_of_the_document_in_its_order(tianjin):
    written = docx.Document(io.BytesIO(document(tianjin)[0]))
    headings = [
        (one.text, int(one.style.name[-1])) for one in written.paragraphs if one.style.name.startswith("Heading")
    ]
    found = [one for one in outline(tianjin) if one.heading[0] in "一二三四五六七八九（" or one.heading[0].isdigit()]
    assert [one.level for one in found] == [level for _, level in headings]
    assert all(one.heading.endswith(text) for one, (text, _) in zip(found, headings, strict=True))
    assert [one.heading for one in found if one.level == 1][:2] == ["一、组织发动", "二、宣传培训"]


def test_the_sections_add_up_to_the_document(tianjin):
    _, figures = document(tianjin)
    found = outline(tianjin)
    assert sum(one.figures for one in found) == len(figures)
    assert sum(one.slots for one in found) == sum(isinstance(block, Slot) for block in tianjin.blocks)
    assert sum(one.charts for one in found) == sum(isinstance(block, Drawing) for block in tianjin.blocks)
    assert sum(one.tables for one in found) == sum(isinstance(block, Grid | Annex) for block in tianjin.blocks)


def test_the_annex_is_a_section_of_its_own(tianjin):
    (annex,) = [block for block in tianjin.blocks if isinstance(block, Annex)]
    assert outline(tianjin)[-1].heading == annex.title.replace("\n", "")
    assert outline(tianjin)[-1].figures > 0


def test_what_is_built_says_what_stands_in_it(reader):
    built = KINDS["assessment"].build(reader, TIANJIN)
    assert sum(one.figures for one in built.outline) == len(built.figures)


@pytest.mark.parametrize(
    ("count", "text"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九")]
)
def test_numbers_below_a_hundred(count, text):
    assert chinese(count) == text


def test_levels_are_numbered_as_official_documents_are():
    assert [number(level, 2) for level in (1, 2, 3, 4)] == ["二、", "（二）", "2.", "（2）"]
