"""A bureau's own template, filled: its look kept, its figures ours, and sound by the schema of Office."""

import io
import re
from dataclasses import replace
from functools import cache, partial
from xml.etree import ElementTree

import docx
import pytest
from pptx.enum.chart import XL_CHART_TYPE

from data.errors import Refused
from metrics.query import Filters
from reports import assessment, drawings, pilot, summary
from reports.composition import compose, shown
from reports.content import Grid
from reports.frozen import frozen
from reports.kinds import KINDS
from reports.template import names
from reports.template.document import filled
from reports.template.values import Told, values
from reports.word.document import document
from reports.wording import plain
from tests.reports import reading
from tests.reports.checked import prose
from tests.reports.conftest import TIANJIN
from tests.reports.official.test_documents import PAYLOADS
from tests.reports.template import making
from tests.reports.test_document import faults

SHANXI = Filters.of(year=[2021], province=["140000"])
REPORTS = {
    "assessment": (assessment, TIANJIN),
    "pilot-report": (pilot, Filters.of(year=[2024], pilot=["天津地毯"])),
    "summary-report": (summary, TIANJIN),
}
W, C = reading.W, "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def material(reader):
    """What each kind of report on Tianjin is written from."""
    return cache(lambda kind: REPORTS[kind][0].material(reader, REPORTS[kind][1]))


@pytest.fixture(scope="module")
def fill(material):
    """The report of Tianjin, written into a template."""

    def fill(content: bytes, kind: str = "assessment"):
        return filled(content, material(kind), REPORTS[kind][0].OUTLINE)

    return fill


def words(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def cells(content: bytes) -> list[list[str]]:
    (table,) = docx.Document(io.BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.fixture(scope="module")
def of_tianjin(tianjin):
    """Every figure of our own report, by what was asked."""
    return {one.key: one for one in document(tianjin)[1]}


def test_a_figure_is_printed_as_in_our_own_report(fill, of_tianjin):
    made = fill(
        making.template("{{ place }}{{ year }}年满意率{{ satisfaction_rate }}，{{ satisfaction_rate.base }}家。")
    )
    rate, base = made.figures
    assert words(made.content) == [f"天津市2024年满意率{rate.printed}，{base.printed}家。"]
    assert (of_tianjin[rate.key], of_tianjin[base.key]) == (rate, base)
    assert made.notes == ()


def test_a_tag_that_word_has_broken_over_runs_is_read_and_keeps_its_look(fill):
    made = fill(making.colored("{{ satisfaction_rate }}"))
    (paragraph,) = docx.Document(io.BytesIO(made.content)).paragraphs
    (run,) = [run for run in paragraph.runs if run.text == made.figures[0].printed]
    assert (run.bold, str(run.font.color.rgb)) == (True, "C00000")


@pytest.mark.parametrize("kind", REPORTS)
def test_every_name_that_is_offered_can_be_printed(fill, kind, tmp_path):
    """Of metrics that are alike, such as the twelve aspects, the first stands for all."""
    known = names.names(REPORTS[kind][0].OUTLINE)
    alike = re.compile(r"_([2-9]|1[0-2])(_of_asked)?(\.|$)|gain_[^r]|_median")
    found = [path for path, one in names.paths(known) if one.is_printed and not alike.search(path)]
    tags = [f"{{{{ {path} }}}}" for path in found if "[]" not in path]
    for group in names.GROUPS:
        inside = [path.removeprefix(f"{group}[].") for path in found if path.startswith(f"{group}[].")]
        tags += [f"{{% for one in {group}[:2] %}}", *[f"{{{{ one.{path} }}}}" for path in inside], "{% endfor %}"]
    made = fill(making.template(*tags), kind)
    assert faults(made.content, tmp_path) == []
    assert len(made.figures) > 100
    assert not [text for text in words(made.content) if re.search(r"[{}]|Undefined|<|object at", text)]


@pytest.mark.parametrize("kind", REPORTS)
def test_sentences_and_tables_are_those_of_our_own_report(fill, material, kind):
    module, used = REPORTS[kind][0], material(kind)
    own = re.sub("（、*）", "", prose(compose(used)))
    sections = [path for path, _ in names.paths(names.names(module.OUTLINE).parts["text"])]
    made = fill(making.template(*[f"{{{{ text.{name} }}}}" for name in sections]), kind)
    texts = [text for text in words(made.content) if text not in ("", "—")]
    assert len(texts) >= 4
    sentences = [one for text in texts for one in text.removesuffix("。").split("。")]
    assert [
        one for one in sentences if re.sub("[表图附][0-9]*", "", one) not in re.sub("[表图附][0-9]*", "", own)
    ] == []
    for key, grid in shown(used).items():
        if isinstance(grid, Grid):
            columns = [f"{{{{ row[{at}] }}}}" for at in range(len(grid.heads))]
            told = fill(making.template(table=making.loop(f"tables.{key}", *columns)), kind)
            assert cells(told.content) == [[plain(cell, {}) for cell in row] for row in grid.rows]


def test_the_official_table_is_there_too(fill, tianjin):
    annex = tianjin.blocks[-1]
    made = fill(making.template(table=making.loop("tables.annex", "{{ row[0] }}", "{{ row[1] }}", "{{ row[2] }}")))
    assert cells(made.content) == [[str(at), plain(text, {}), info] for at, (text, info) in enumerate(annex.rows, 1)]


def test_each_bookmark_holds_its_figure(fill):
    texts = [
        "{{ text.企业满意度 }}",
        "{% for unit in units %}{{ unit.name }}{{ unit.satisfaction_rate }}；{% endfor %}",
    ]
    made = fill(making.template(*texts, charts=[("【aspects】", "")], header="{{ responses }}份"))
    kept = frozen(io.BytesIO(made.content))
    assert kept == made.figures
    marks = {name: text for name, text in reading.bookmarked(made.content).items() if name.startswith("_Figure")}
    assert len(marks) >= 15
    assert {name: kept[int(name.removeprefix("_Figure")) - 1].printed for name in marks} == marks
    header = next(part for name, part in reading.parts(made.content).items() if name.startswith("word/header"))
    assert f'_Figure{len(marks) + 1:05d}"'.encode() in header
    assert len(kept) == len(marks) + 1 + 12


def test_a_report_of_ours_can_be_the_template(fill, tianjin, tmp_path):
    """Its old figures and their bookmarks go, ours come."""
    opened = docx.Document(io.BytesIO(document(tianjin)[0]))
    opened.add_paragraph("{{ responses }}")
    made = fill(making.saved(opened))
    assert [one.name for one in frozen(io.BytesIO(made.content))] == ["responses"]
    assert [name for name in reading.bookmarked(made.content) if name.startswith("_Figure")] == ["_Figure00001"]
    assert faults(made.content, tmp_path) == []


def test_what_is_missing_is_a_sign_and_is_told(fill):
    made = fill(
        making.template("{{ satisfaction_rate.before }}", "{% if satisfaction_rate.before %}有{% else %}无{% endif %}")
    )
    assert words(made.content) == ["—", "无"]
    assert [note.values for note in made.notes] == [{"name": "satisfaction_rate.before"}]


def test_a_rate_of_too_few_is_not_printed(reader, spec):
    rows = "\n".join(f"a{at} | f{at} | 140000 | 140100 | 1" for at in range(12))
    answers = f"response_id | firm | province | city | q13\n{rows}\nb | g | 140000 | 140200 | 1"
    material = assessment.material(spec(answers).reader, SHANXI)
    tags = "{% for unit in units %}{{ unit.satisfaction_rate }} {% endfor %}"
    made = filled(making.template(tags), material, assessment.OUTLINE)
    assert words(made.content) == ["100.00% … "]


# --- loops and conditions


def test_rows_paragraphs_and_columns_are_repeated(fill, tmp_path):
    made = fill(
        making.template(
            "{%p for unit in units %}",
            "{{ loop.index }}. {{ unit.name }}",
            "{%p endfor %}",
            "{% if units|length > 3 %}多{% endif %}",
            "{% for unit in units[:2] %}{{ unit.name }}{% if not loop.last %}、{% endif %}{% endfor %}",
            table=[
                ["{%tc for head in tables.units.heads %}", "{{ head }}", "{%tc endfor %}"],
                ["{%tr for row in tables.units %}"],
                ["{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"],
                ["{%tr endfor %}"],
            ],
        )
    )
    *listed, many, few = words(made.content)
    assert (len(listed), listed[0], many) == (6, "1. 西青区", "多")
    assert few == "西青区、北辰区"
    assert len(cells(made.content)) == 8
    assert faults(made.content, tmp_path) == []


def test_a_table_without_rows_and_a_cell_without_text_stay_sound(fill, tmp_path):
    rows = [
        ["{%tr for unit in units %}"],
        ["{%tr if unit.name == '没有' %}"],
        ["{{ unit.name }}"],
        ["{%tr endif %}"],
        ["{%tr endfor %}"],
    ]
    made = fill(making.template("{{ place }}", table=rows))
    assert docx.Document(io.BytesIO(made.content)).tables == []
    one = fill(making.cell("{%p if place == '没有' %}", "甲", "{%p endif %}"))
    assert (cells(one.content), faults(one.content, tmp_path)) == ([[""]], [])
    assert faults(made.content, tmp_path) == []


# --- charts


def test_a_chart_of_the_bureau_keeps_its_look_and_gets_our_numbers(fill, reader, tianjin, tmp_path):
    made = fill(
        making.template("正文", charts=[("【satisfaction】各区满意率", ""), ("", "【bodies】"), ("别的图", "")])
    )
    assert faults(made.content, tmp_path) == []
    satisfaction, bodies, other = reading.books(made.content)
    assert other[1] == ("甲", 1, 4)
    own = [rows for rows in reading.books(document(tianjin)[0]) if rows[0][:2] == ("地区", "满意率")]
    assert [row[:2] for row in own[0]] == satisfaction
    charts = {
        name: ElementTree.fromstring(part)
        for name, part in reading.parts(made.content).items()
        if re.fullmatch(r"word/charts/chart\d+.xml", name)
    }
    first = charts["word/charts/chart1.xml"]
    assert (
        "".join(one.text or "" for one in first.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t"))
        == "各区满意率"
    )
    assert making.RED in ElementTree.tostring(first, "unicode")
    cached = [one.text for one in first.findall(f".//{C}cat//{C}v")]
    assert cached == [row[0] for row in satisfaction[1:]]
    assert [float(one.text or "") for one in first.findall(f".//{C}val//{C}v")] == [row[1] for row in satisfaction[1:]]
    assert {one.text for one in first.findall(f".//{C}ser//{C}f")} == {
        "'数据 Data'!$B$1", f"'数据 Data'!$A$2:$A${len(satisfaction)}", f"'数据 Data'!$B$2:$B${len(satisfaction)}",
    }  # fmt: skip
    assert len(bodies) > 2
    assert "【" not in reading.parts(made.content)["word/document.xml"].decode()


@pytest.mark.parametrize(
    "kind",
    [XL_CHART_TYPE.PIE, XL_CHART_TYPE.DOUGHNUT, XL_CHART_TYPE.LINE, XL_CHART_TYPE.BAR_CLUSTERED, XL_CHART_TYPE.AREA],
)
def test_other_charts_of_categories_are_filled_too(fill, kind, tmp_path):
    made = fill(making.template(charts=[("【aspects】", "")], kind=kind))
    assert len(reading.books(made.content)[0]) == 13
    assert faults(made.content, tmp_path) == []


def test_before_and_after_are_two_series(fill):
    made = fill(making.template(charts=[("【compared】", "")]), "pilot-report")
    assert reading.books(made.content)[0][0] == ("指标", "提升前", "提升后")


def test_a_chart_without_data_is_taken_out_and_told(spec):
    answers = "response_id | firm | province | city | q13\na | f | 140000 | 140100 | 1"
    material = assessment.material(spec(answers).reader, SHANXI)
    made = filled(making.template(charts=[("【pilots】", "")]), material, assessment.OUTLINE)
    assert words(made.content) == ["没有可作图的数据"]
    assert [note.values for note in made.notes] == [{"key": "pilots"}]


# --- what comes from files is text


MARKUP = ["{{ responses }}", "{% for %}", "<w:p>&\"'", "\x0b控制\x00符", "\ufdd00\ufdd1"]


@pytest.mark.parametrize("payload", [*PAYLOADS, *MARKUP])
def test_a_name_from_a_file_is_text(payload, material, tmp_path):
    used = material("assessment")
    bodies = used.wording.figures.groups("assisted_enterprises", "body")
    used = replace(used, names=dict.fromkeys(bodies, payload), makers={
        **used.makers, "bodies": partial(drawings.bodies, used.wording.figures, dict.fromkeys(bodies, payload)),
    })  # fmt: skip
    content = making.template("{% for body in bodies[:1] %}{{ body.name }}{% endfor %}", charts=[("【bodies】", "")])
    made = filled(content, used, assessment.OUTLINE)
    clean = re.sub("[\x00\x0b\ufdd0\ufdd1]", "", payload)
    assert words(made.content) == [clean, ""]
    assert reading.books(made.content)[0][1][0] == re.sub("[\x00\x0b]", "", payload)
    if payload in MARKUP:
        assert faults(made.content, tmp_path) == []
    assert "hyperlink" not in reading.parts(made.content)["word/_rels/document.xml.rels"].decode()


def test_a_value_gives_nothing_of_python(material):
    known = names.names(assessment.OUTLINE)
    found = values(material("assessment"), known, Told(), shown(material("assessment")))
    assert set(found) == set(known.parts)
    for value in found.values():
        assert not any(part.startswith("_") for part in value.parts)


def test_kinds_without_an_outline_have_no_template():
    assert [name for name, kind in KINDS.items() if kind.fill] == list(REPORTS)


def test_where_there_is_nothing_to_tell_no_template_helps(reader):
    with pytest.raises(Refused, match="没有帮扶企业"):
        assessment.material(reader, Filters.of(year=[2022], province=["120000"]))
