"""A template filled with one report, as a .docx with its figures frozen inside; or what has to be mended in it first."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree

from data.errors import Refused
from locales import N_, translate
from reports import frozen, sample
from reports.composition import Material, shown
from reports.figure import Figure
from reports.length import Length
from reports.official.grid import Note
from reports.template import drawn, gate, tags
from reports.template.figures import Bookmarks
from reports.template.length import length
from reports.template.names import charts, names
from reports.template.tags import Environment, Problem, TooMuch
from reports.template.values import Told, values
from reports.word import page

STORIES = ("/header", "/footer", "/footnotes", "/endnotes")  # parts with text beside the body
REFILLED = N_("换上数据的图：{charts}")
_HOLDERS = [qn(f"w:{name}") for name in ("body", "tbl", "tr", "tc", "p", "r", "hdr", "ftr", "sdtContent")]
_CLOSED = [qn(f"w:{name}") for name in ("p", "r", "t", "tr", "tc", "tbl", "pPr", "rPr", "tcPr")]
_UNIQUE = [f"{{http://schemas.microsoft.com/office/word/2010/wordml}}{name}" for name in ("paraId", "textId")]


class Filled(NamedTuple):
    """A filled template: its bytes, the figures in it in the order of the document, what was left blank and why, how
    long it is."""

    content: bytes
    figures: list[Figure]
    notes: tuple[Note, ...]
    length: Length


class Checked(NamedTuple):
    """What has to be mended in a template before it can be filled, and the keys of the charts that get new data then."""

    problems: list[Problem]
    charts: tuple[str, ...]


class _Story(NamedTuple):
    """A part with text and the element to render."""

    part: Any
    root: Any

    def put(self, root: Any) -> None:
        """Replace the element."""
        if not isinstance(self.part, XmlPart):
            self.part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        elif root is not self.root and root.tag == qn("w:body"):
            self.part.element.replace(self.root, root)
        elif root is not self.root:
            self.part._element = root


def check(content: bytes, outlined: str) -> Checked:
    """Look a template through that is to be filled with the report of that outline. Raises Refused where it is none."""
    template, known = gate.opened(content), charts(outlined)
    with gate.answering():
        stories = list(_stories(template))
        problems = [one for story in stories for one in _problems(template, story, outlined)]
        keys = [one.key for story in stories for one in drawn.frames(story.root, story.part) if one.key in known]
    return Checked(problems, tuple(dict.fromkeys(keys)))


def refilled(checked: Checked, language: str) -> str:
    """Which charts get new data."""
    return translate(REFILLED, language, charts=" ".join(f"【{key}】" for key in checked.charts))


def filled(content: bytes, material: Material, outlined: str, mark: str = "") -> Filled:
    """The template filled; a mark stands at the top and in the footers. Raises Refused, with the first thing to mend,
    where it cannot be.
    """
    for problem in check(content, outlined).problems:
        raise problem.refused
    template = gate.opened(content)
    told = Told()
    made = shown(material)
    known = values(material, names(outlined), told, made)
    for story in _stories(template):
        story.put(_rendered(template, story, known))
    stories = list(_stories(template))
    marks, empty = Bookmarks(told.figures), list[str]()
    marks.begin_above([story.root for story in stories])
    for story in stories:
        _mend(story.root)
        sample.unmark(story.root)
        marks.print(story.root)
    for story in stories:
        figures, missing = drawn.fill(story.root, story.part, made)
        marks.printed += figures
        empty += missing
        story.put(story.root)
    notes = [Note(N_("“{name}”没有数据，印作“—”"), {"name": name}) for name in told.missing]
    notes += [Note(N_("图“【{key}】”没有可作图的数据，已去掉"), {"key": key}) for key in empty]
    counted = length(stories[0].root, template.docx.styles.element, material)
    if mark:
        page.mark(template.docx, mark)
    return Filled(_saved(template, marks.printed, material.version), marks.printed, tuple(notes), counted)


def _stories(template: DocxTemplate) -> Iterator[_Story]:
    """The body, then what else has text."""
    document = template.docx.part
    yield _Story(document, document.element.body)
    seen = set[str]()
    for relation in document.rels.values():
        if relation.is_external or not relation.reltype.endswith(STORIES):
            continue
        part = relation.target_part
        if part.partname not in seen:
            seen.add(part.partname)
            yield _Story(part, part.element if isinstance(part, XmlPart) else parse_xml(part.blob))


def _problems(template: DocxTemplate, story: _Story, outlined: str) -> list[Problem]:
    found = list(tags.untidy(story.root))
    if not found:
        found = tags.problems(Environment(), _source(template, story.root), names(outlined))
    return found + list(drawn.problems(story.root, story.part, charts(outlined)))


def _source(template: DocxTemplate, root: Any) -> str:
    """The XML of an element as its tags are read: each whole, a paragraph a line."""
    return _patched(template, root).replace("<w:p>", "\n<w:p>").replace("<w:p ", "\n<w:p ")


def _patched(template: DocxTemplate, root: Any) -> str:
    """The XML with its tags put together.

    Elements without content are written with an end of their own: the patterns of docxtpl look for it, and would look
    through the whole document for each that has none.
    """
    copied = gate.parsed(etree.tostring(root))
    for element in copied.iter(*_CLOSED):
        if len(element) == 0 and not element.text:
            element.text = ""
    return template.patch_xml(template.xml_to_string(copied))


def _rendered(template: DocxTemplate, story: _Story, known: dict[str, Any]) -> Any:
    source = _patched(template, story.root)
    try:
        text = template.render_xml_part(source, story.part, known, Environment())
    except TooMuch as error:
        raise Refused("模板里的循环太多，填出来的内容过长，没有写。请减少一层套一层的循环") from error
    except (TemplateError, TypeError, ValueError) as error:
        raise Refused("模板里的标签算不出结果（{reason}）。请检查列表的位置和比较", reason=str(error)[:120]) from error
    try:
        root = gate.parsed(text)
        if story.root.tag == qn("w:body"):
            root = template.fix_tables(text)
            template.fix_docpr_ids(root)
    except Exception as error:  # what was nested wrongly shows as XML, or as a table without its parts
        raise _misplaced() from error
    if any(_is_loose(one) for one in root.iter(*_HOLDERS)):
        raise _misplaced()
    return parse_xml(etree.tostring(root))


def _misplaced() -> Refused:
    return Refused(
        "模板里循环或条件的开头和结尾不在同一层：整行用 %tr 标签，整段用 %p 标签，各占一行或一段。写法见 docs/templates.md"
    )


def _is_loose(element: Any) -> bool:
    """Whether text stands beside the elements that hold text."""
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _mend(root: Any) -> None:
    """What loops and conditions leave behind: tables without rows, cells without a paragraph, numbers given twice."""
    for table in [one for one in root.iter(qn("w:tbl")) if one.find(f".//{qn('w:tr')}") is None]:
        table.getparent().replace(table, etree.Element(qn("w:p")))
    for cell in root.iter(qn("w:tc")):
        if len(cell) == 0 or cell[-1].tag not in (qn("w:p"), qn("w:sdt")):
            cell.append(etree.Element(qn("w:p")))
    seen = set[tuple[str, str]]()
    for element in root.iter(etree.Element):
        for name in _UNIQUE:
            if value := element.get(name):
                if (name, value) in seen:
                    del element.attrib[name]
                seen.add((name, value))
    _single(root, "w:bookmarkStart", "w:bookmarkEnd")


def _single(root: Any, *kinds: str) -> None:
    """Only the first bookmark of a number, where a loop has repeated it."""
    for kind in kinds:
        seen = set[str]()
        for one in [*root.iter(qn(kind))]:
            if (number := one.get(qn("w:id"))) in seen:
                one.getparent().remove(one)
            seen.add(number)


def _saved(template: DocxTemplate, figures: list[Figure], version: int) -> bytes:
    """The .docx with the figures frozen inside, and without those of the report that the template was made from."""
    document = template.docx
    taken = {str(one.partname) for one in document.part.package.iter_parts()}
    for key, relation in list(document.part.rels.items()):
        is_kept = not relation.is_external and relation.reltype == frozen.RELATION
        if is_kept and frozen.NAMESPACE.encode() in relation.target_part.blob:
            del document.part.rels[key]
    return page.saved(document, figures, version, lambda name: _free(name, taken))


def _free(name: str, taken: set[str]) -> str:
    stem, ending = name.removesuffix(".xml").rstrip("0123456789"), ".xml"
    return next(one for at in range(1, len(taken) + 2) if (one := f"{stem}{at}{ending}") not in taken)
