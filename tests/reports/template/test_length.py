"""How long a filled template is: counted as our own report is, whatever its author's styles are called."""

import io

import docx
import pytest

from metrics.query import Filters
from reports import assessment, length
from reports.composition import compose
from reports.content import Annex
from reports.kinds import KINDS
from reports.length import count
from reports.template.document import filled
from reports.word.document import document
from tests.reports.conftest import TIANJIN
from tests.reports.template import making


@pytest.fixture(scope="module")
def material(reader):
    return assessment.material(reader, TIANJIN)


@pytest.fixture(scope="module")
def counted(material):
    """The length of a template of Tianjin's self-assessment after filling."""
    return lambda content: filled(content, material, assessment.OUTLINE).length


def styled(*paragraphs: tuple[str, str]) -> bytes:
    """Paragraphs in styles of Word."""
    document = making.blank()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    return making.saved(document)


def test_our_own_report_as_a_template_is_as_long_as_before(material, counted):
    """Its annex stands in the document with a number, a title and a line below, which are prose there."""
    about = compose(material)
    own = length.length(about)
    (annex,) = (one for one in about.blocks if isinstance(one, Annex))
    found = counted(document(about)[0])
    around = count(annex.title + annex.foot)
    assert found.annex == own.annex - around
    assert found.prose - count(annex.title) == own.prose
    assert found.most == own.most == 3000
    assert found.sections == own.sections


def test_what_is_no_prose_is_not_counted(counted):
    text = [("Normal", "十个字的一句话在这里"), ("Caption", "图1 各区满意率"), ("Normal", "【请简述做法】")]
    found = counted(styled(*text))
    assert (found.prose, found.annex, found.left) == (10, 0, 2990)
    assert counted(making.template("十个字的一句话在这里", table=[["表里的字"]], header="页眉")).prose == 10


def test_figures_and_sentences_are_counted_as_they_are_printed(counted, material):
    said = "{{ place }}满意率{{ satisfaction_rate }}"
    made = filled(making.template(said), material, assessment.OUTLINE)
    assert made.length.prose == count(docx.Document(io.BytesIO(made.content)).paragraphs[0].text) == 3 + 3 + 1


def test_the_rows_of_the_annex_count(counted, material):
    table = making.loop("tables.annex", "{{ row[0] }}", "{{ row[1] }}", "{{ row[2] }}")
    own = length.length(compose(material))
    annex = material.annex
    assert counted(making.template(table=table)).annex == own.annex - count(annex.title + annex.foot) > 0


@pytest.mark.parametrize(
    ("first", "inner", "next_one"),
    [
        (("Heading 1", "经验启示"), ("Heading 2", "一条"), ("Heading 1", "存在的问题")),
        (("Heading 2", "（五）经验启示"), ("Heading 3", "一条"), ("Heading 1", "别的")),
        (("Normal", "五、经验启示"), ("Normal", "（一）一条"), ("Normal", "六、问题")),
        (("Normal", "经验启示"), ("Normal", "1.一条"), ("Normal", "组织发动")),
    ],
)
def test_the_lessons_are_counted_wherever_their_heading_stands(counted, first, inner, next_one):
    text = ("Normal", "这里有八个汉字。")
    found = counted(styled(("Normal", "前言，见经验启示。"), first, inner, text, text, next_one, text))
    (section,) = found.sections
    assert (section.heading, section.most) == ("经验启示", 500)
    assert section.prose == count(inner[1]) + 16


def test_lessons_that_are_too_long_are_said_so(counted):
    (section,) = counted(styled(("Heading 1", "经验启示"), ("Normal", "字" * 501))).sections
    assert section.left == -1
    assert "超出上限 500 字" in section.said("zh")


def test_without_the_heading_the_section_is_not_spoken_of(counted):
    assert counted(making.template("我们有经验启示。")).sections == ()


def test_a_kind_without_a_prescribed_length_has_none_here_either(reader):
    where = Filters.of(year=[2024], pilot=["天津地毯"])
    made = KINDS["pilot-report"].fill(reader, where, making.template("一二三"))
    assert (made.length.prose, made.length.most, made.length.left) == (3, None, None)
