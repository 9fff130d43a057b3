"""The kinds of documents that can be built, by the names that the command line and the page use."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from data.warehouse import Reader
from locales import N_
from metrics.query import Filters
from reports import assessment, pilot, summary
from reports.chase_up import chase_up
from reports.checklist import to_hand_in
from reports.composition import Material, compose
from reports.figure import Figure
from reports.length import Length, length
from reports.official.assessment_table import assessment_table
from reports.official.body_list import body_list
from reports.official.grid import Note, Table, marked
from reports.official.industry_list import industry_list
from reports.official.paper import paper
from reports.official.pilot_table import pilot_table
from reports.official.statistics_table import statistics_table
from reports.official.workbook import workbook
from reports.outline import Section, outline
from reports.sample import mark
from reports.slides.deck import deck
from reports.slides.presentation import presentation
from reports.template.document import filled
from reports.word.document import document

UNFIT = str.maketrans('\\/:*?"<>|', "＼／：＊？”《》｜")  # what Windows does not allow in a file name


class Built(NamedTuple):
    """A document: its bytes, its file name with the ending, the figures printed in it, its length where one is prescribed.

    `notes` say what was left blank and why, `differences` where what was reported is not what the data say.
    `outline` is what stands in it, part by part; empty where it has no parts.
    """

    content: bytes
    file_name: str
    figures: list[Figure]
    length: Length | None = None
    notes: tuple[Note, ...] = ()
    differences: tuple[Note, ...] = ()
    outline: tuple[Section, ...] = ()


Build = Callable[[Reader, Filters], Built]
Fill = Callable[[Reader, Filters, bytes], Built]


class Kind(NamedTuple):
    """`title` is what people call it, `ending` that of its files; `build` raises Refused where nothing can be written.

    `others` are the other endings that it can have, and what builds those. `fill` writes it into a bureau's own
    template, whose names are those of the `outline`; where it cannot, there is none.
    """

    title: str
    ending: str
    build: Build
    others: Mapping[str, Build] = MappingProxyType({})
    fill: Fill | None = None
    outline: str = ""

    @property
    def builds(self) -> dict[str, Build]:
        """What builds it, by ending; the usual one first."""
        return {self.ending: self.build, **self.others}


def _words(title: str, gathered: Callable[[Reader, Filters], Material], outlined: str) -> Kind:
    """A report as a Word document, ours or a template that is filled."""

    def build(reader: Reader, where: Filters) -> Built:
        about = compose(gathered(reader, where))
        content, figures = document(about, mark(reader))
        return Built(
            content, file_name(about.title + about.subtitle, ".docx"), figures, length(about), outline=outline(about)
        )

    def fill(reader: Reader, where: Filters, template: bytes) -> Built:
        material = gathered(reader, where)
        about = compose(material)
        made = filled(template, material, outlined, mark(reader))
        name = file_name(about.title + about.subtitle, ".docx")
        return Built(made.content, name, made.figures, made.length, made.notes)

    return Kind(title, ".docx", build, fill=fill, outline=outlined)


def _table(
    table: Callable[[Reader, Filters], Table],
    write: Callable[[Table], bytes],
    ending: str,
    *,
    is_official: bool = False,
) -> Build:
    """A list, or an official table, as a file."""

    def build(reader: Reader, where: Filters) -> Built:
        made = table(reader, where)
        if words := mark(reader):
            made = marked(made, words, is_official=is_official)
        name = file_name(made.title, ending)
        return Built(write(made), name, made.figures, notes=made.notes, differences=made.differences)

    return build


def _official(title: str, table: Callable[[Reader, Filters], Table]) -> Kind:
    """An official table, which is a workbook or a Word document."""
    book, word = _table(table, workbook, ".xlsx", is_official=True), _table(table, paper, ".docx", is_official=True)
    return Kind(title, ".xlsx", book, {".docx": word})


def file_name(title: str, ending: str) -> str:
    """The name of a file about something, as every system can keep it."""
    return title.replace("\n", "").translate(UNFIT) + ending


def _slides(reader: Reader, where: Filters) -> Built:
    """The deck for leaders as a presentation."""
    about = deck(reader, where)
    content, figures = presentation(about, mark(reader))
    return Built(content, file_name(f"{about.title}（{about.subtitle}）", ".pptx"), figures)


TABLES: dict[str, tuple[str, Callable[[Reader, Filters], Table]]] = {  # the official ones, whose cells can be traced
    "statistics-table": (N_("提升行动统计表（附表）"), statistics_table),
    "pilot-table": (N_("区域试点工作统计表（附件3）"), pilot_table),
    "industry-list": (N_("帮扶企业所属行业"), industry_list),
    "body-list": (N_("帮扶企业的认证机构"), body_list),
    "assessment-table": (N_("评估内容及指标一览表（附件1）和得分"), assessment_table),
}
KINDS = {
    "assessment": _words(N_("自评报告"), assessment.material, assessment.OUTLINE),
    "pilot-report": _words(N_("区域试点自评报告"), pilot.material, pilot.OUTLINE),
    "summary-report": _words(N_("总结评估报告"), summary.material, summary.OUTLINE),
    "deck": Kind(N_("汇报幻灯片"), ".pptx", _slides),
    **{name: _official(title, table) for name, (title, table) in TABLES.items()},
    "chase-up": Kind(N_("未填问卷企业名单（按地区）"), ".xlsx", _table(chase_up, workbook, ".xlsx")),
    "chase-up-body": Kind(
        N_("未填问卷企业名单（按认证机构）"), ".xlsx", _table(partial(chase_up, by="body"), workbook, ".xlsx")
    ),
    "checklist": Kind(N_("报送材料清单"), ".xlsx", _table(to_hand_in, workbook, ".xlsx")),
}
