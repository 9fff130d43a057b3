"""示例数据: every document that is made of the samples says so, where a reader sees it, and no other one does."""

import io
from functools import cache

import docx
import openpyxl
import pptx
import pytest

from metrics.query import Filters
from reports.kinds import KINDS, TABLES
from reports.sample import SAMPLE, mark
from tests.reports import reading
from tests.reports.conftest import TIANJIN
from tests.reports.official import reading as official
from tests.reports.template import making

PILOT = Filters.of(year=[2024], pilot=["天津地毯"])
DOCUMENTS = [(name, ending) for name, kind in KINDS.items() for ending in kind.builds]


@pytest.fixture
def of_samples(stores, monkeypatch) -> None:
    """The store that all tests here read from is that of the samples."""
    for name, value in stores.environment(stores.nothing, stores.tianjin).items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="module")
def made(reader):
    """Each kind of document, built once of samples and once of own data."""

    @cache
    def of(name: str, ending: str, _mark: str) -> bytes:
        where = PILOT if name.startswith("pilot") else TIANJIN
        return KINDS[name].builds[ending](reader, where).content

    return lambda name, ending: of(name, ending, mark(reader))


def saying(content: bytes) -> list[str]:
    """The parts of a document that have the words."""
    return [name for name, part in reading.parts(content).items() if SAMPLE in part.decode(errors="ignore")]


@pytest.mark.parametrize(("name", "ending"), DOCUMENTS)
def test_own_data_are_not_called_samples(reader, made, name, ending):
    assert mark(reader) == ""
    assert saying(made(name, ending)) == []


@pytest.mark.usefixtures("of_samples")
@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.fill])
def test_a_report_says_so_under_its_title_and_in_both_footers(made, name):
    content = made(name, ".docx")
    document = docx.Document(io.BytesIO(content))
    said = [paragraph.style.name for paragraph in document.paragraphs if paragraph.text == SAMPLE]
    assert said == ["Subtitle"]
    assert SAMPLE in [paragraph.text for paragraph in document.paragraphs[:4]]
    section = document.sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0].text.startswith(SAMPLE)


@pytest.mark.usefixtures("of_samples")
def test_every_slide_says_so(made):
    deck = pptx.Presentation(io.BytesIO(made("deck", ".pptx")))
    said = [[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in deck.slides]
    assert len(said) > 5
    assert all(any(text.startswith(SAMPLE) for text in texts) for texts in said)
    assert any(text.endswith(SAMPLE) for text in said[0])


@pytest.mark.usefixtures("of_samples")
@pytest.mark.parametrize("name", TABLES)
def test_an_official_grid_stays_as_it_is_with_the_words_below(made, stores, name, monkeypatch):
    marked = official.sheets(made(name, ".xlsx"))
    words = made(name, ".docx")
    monkeypatch.setenv("TISHENG_SAMPLES", str(stores.nothing))
    plain = official.sheets(made(name, ".xlsx"))
    assert len(marked) == len(plain)
    for sheet, own in zip(marked, plain, strict=True):
        below = f"A{own.max_row + 1}"
        assert official.cells(sheet) == {**official.cells(own), below: SAMPLE}
        assert official.merged(sheet) == official.merged(own)
        assert sheet.oddFooter.center.text == SAMPLE
        assert sheet.print_area.endswith(f"${own.max_row + 1}")
    before = official.words(made(name, ".docx"))
    assert [text for text in official.words(words) if text != SAMPLE] == before
    assert official.words(words).count(SAMPLE) == len(plain)
    assert docx.Document(io.BytesIO(words)).sections[-1].footer.paragraphs[0].text.startswith(SAMPLE)


@pytest.mark.usefixtures("of_samples")
@pytest.mark.parametrize("name", ["chase-up", "chase-up-body", "checklist"])
def test_every_sheet_of_a_list_says_so_under_its_title(made, name):
    for sheet in openpyxl.load_workbook(io.BytesIO(made(name, ".xlsx"))):
        assert sheet["A2"].value.endswith(SAMPLE)
        assert sheet.oddFooter.center.text == SAMPLE


# --- templates


def filled(reader, template: bytes):
    return KINDS["assessment"].fill(reader, TIANJIN, template)


def sections() -> bytes:
    """A template of two sections, the first with a footer for its first page and both with even pages."""
    document = making.blank()
    document.settings.odd_and_even_pages_header_footer = True
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].footer.paragraphs[0].text = "本局页脚"
    document.add_paragraph("{{ place }}")
    document.add_section()
    document.sections[1].footer.is_linked_to_previous = False
    return making.saved(document)


@pytest.mark.usefixtures("of_samples")
def test_a_filled_template_says_so_at_the_top_and_in_every_footer(reader, tmp_path):
    told = filled(reader, sections())
    document = docx.Document(io.BytesIO(told.content))
    assert [paragraph.text for paragraph in document.paragraphs][:2] == [SAMPLE, "天津市"]
    first, second = document.sections
    assert [paragraph.text for paragraph in first.footer.paragraphs] == ["本局页脚", SAMPLE]
    for footer in (first.even_page_footer, first.first_page_footer, second.footer):
        assert [paragraph.text for paragraph in footer.paragraphs if paragraph.text] == [SAMPLE]
    assert second.even_page_footer.is_linked_to_previous
    assert told.length.prose == 3  # the words are not the author's
    assert official.faults(told.content, tmp_path, ".docx") == []


@pytest.mark.usefixtures("of_samples")
def test_a_template_made_from_a_report_on_samples_does_not_say_so_of_own_data(reader, made, stores, monkeypatch):
    report = made("assessment", ".docx")
    assert saying(report)
    twice = filled(reader, report).content
    assert [paragraph.text for paragraph in docx.Document(io.BytesIO(twice)).paragraphs].count(SAMPLE) == 1
    monkeypatch.setenv("TISHENG_SAMPLES", str(stores.nothing))
    assert saying(filled(reader, report).content) == []
