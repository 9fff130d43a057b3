"""The tags of a template: which are understood, which names they may use, and the sandbox that they run in.

A tag is one of few: a name printed, a loop over rows, a condition. Every other construct of Jinja is refused before
anything runs: no call, no arithmetic, no assignment, no include. What runs sees only the values of `values.py`, whose
lists are finite; their rounds and the length of what is printed have limits.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from docx.oxml.ns import qn
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from data.errors import Refused
from locales import N_
from reports.template import gate
from reports.template.names import Name
from reports.template.values import TooMuch, Value

MOST_TAGS = 5000
LONGEST_TAG = 300
DEEPEST = 3  # loops within one another
MOST_PRINTED = 30_000_000  # characters of one part of the document with its XML; a report of 100 pages has 2 million
FILTERS = {"length": len}
COMPARED = ("eq", "ne", "lt", "lteq", "gt", "gteq")
LOOP = ("index", "first", "last", "length")
NEAR = 3

_OPEN = re.compile(r"\{\{|\{%|\{#")
_STRAY = re.compile(
    r"^\}|[%}#]\}|\{$"
)  # half a tag: what joins the runs of a tag would search the whole document for the rest
_CLOSE = {"{{": "}}", "{%": "%}", "{#": "#}"}
_RICH = re.compile(r"\{\{(?:r|p|tr|tc)\s|\{%-?\s*(?:r|colspan|cellbg|hm|vm)\b")
_PLAIN = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const),
    *(nodes.For, nodes.If, nodes.CondExpr, nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand),
    *(nodes.Filter, nodes.Slice),
)


class Problem(NamedTuple):
    """Something that has to be mended in a template: a Chinese sentence with placeholders, and their values."""

    text: str
    values: Mapping[str, Any]

    @property
    def refused(self) -> Refused:
        """The problem as the reason why nothing was written."""
        return Refused(self.text, **self.values)


class Environment(SandboxedEnvironment):
    """Runs tags that passed `problems`. Attributes and items are those of our values, never of Python objects."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.tests.clear()
        self.filters = dict(FILTERS)

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """What was printed, up to a limit."""
        done, size = list[str](), 0
        for piece in pieces:
            size += len(piece)
            if size > MOST_PRINTED:
                raise TooMuch
            done.append(piece)
        return "".join(done)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A part of a value, or what a loop knows of itself."""
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        if isinstance(obj, Value) and attribute in obj.parts:
            return obj.part(attribute)
        return self.undefined(name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A part of a value by its name, a row by its place."""
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, Value | list) and isinstance(argument, int):
            try:
                return list(obj)[argument]
            except IndexError:
                pass
        return self.undefined(name=str(argument))


def untidy(root: Any) -> Iterator[Problem]:
    """Tags that are not whole within one paragraph, or stand where no text is. These would mislead what patches the XML."""
    tags = 0
    # Read anew without python-docx, whose paragraphs and runs mean something else by `text`.
    for element in gate.parsed(etree.tostring(root)).iter(etree.Element):
        others = [*element.attrib.values(), element.tail or ""]
        others += [] if element.tag == qn("w:t") else [element.text or ""]
        if any(_OPEN.search(text) for text in others):
            yield Problem(N_("标签只能写在正文、表格、页眉页脚的文字里，不能写在域、公式或替换文字里"), {})
        if element.tag == qn("w:p"):
            text = _own_text(element)
            tags += len(_OPEN.findall(text))
            yield from _broken(text)
    if tags > MOST_TAGS:
        yield Problem(N_("模板里的标签有 {count} 个，超过 {most} 个"), {"count": tags, "most": MOST_TAGS})


def _own_text(paragraph: Any) -> str:
    """The text of a paragraph without that of text boxes in it."""
    found = (text for text in paragraph.iter(qn("w:t")) if next(text.iterancestors(qn("w:p"))) is paragraph)
    return "".join(text.text or "" for text in found)


def _broken(text: str) -> Iterator[Problem]:
    at = 0
    while True:
        opening = _OPEN.search(text, at)
        if half := _STRAY.search(text[at : opening.start()] if opening else text[at:]):
            yield _unfinished(text[max(0, at + half.start() - 20) :])
            return
        if not opening:
            return
        end = text.find(_CLOSE[opening[0]], opening.end())
        inside = text[opening.end() : end] if end >= 0 else ""
        shown = {"tag": text[opening.start() : opening.start() + 40]}
        if end < 0 or _OPEN.search(inside):
            yield _unfinished(text[opening.start() :])
            return
        if len(inside) > LONGEST_TAG:
            yield Problem(N_("标签“{tag}”过长，超过 {most} 字"), {**shown, "most": LONGEST_TAG})
        if _RICH.match(text, opening.start()):
            yield Problem(
                N_("标签“{tag}”这里不能用。只有打印名称、循环和条件三种标签，写法见 docs/templates.md"), shown
            )
        at = end + 2


def _unfinished(text: str) -> Problem:
    return Problem(
        N_("标签“{tag}”没有写完：以 {{{{ 开头的要以 }}}} 结尾，以 {{% 开头的要以 %}} 结尾，并写在同一段里"),
        {"tag": text[:40]},
    )


def problems(environment: Environment, source: str, names: Name) -> list[Problem]:
    """What is wrong with the tags of a part; `source` is its XML, patched, a paragraph a line."""
    lines = source.split("\n")
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        return [_unread(lines, error.lineno)]
    except RecursionError:
        return [Problem(N_("模板里的标签嵌套太深"), {})]
    checked = _Check(lines)
    checked.body(tree.body, dict(names.parts), 0)
    if checked.found:
        return checked.found
    try:
        environment.compile(tree)
    except Exception:  # Python has limits of its own for what is nested
        return [Problem(N_("模板里的标签嵌套太深"), {})]
    return []


def _unread(lines: list[str], number: int) -> Problem:
    return Problem(
        N_("标签的写法不对，或循环、条件没有结尾（{{% endfor %}}、{{% endif %}}），在这一段附近：{near}"),
        {"near": _near(lines, number)},
    )


def _near(lines: list[str], number: int) -> str:
    """The text of the paragraph in a line of the source, or of one above it."""
    for line in reversed(lines[:number]):
        if text := re.sub(r"<[^>]*>", "", line).strip():
            return text[:60]
    return "—"


class _Check:
    """Looks through the tags; `found` is what is wrong, in the order of the template."""

    def __init__(self, lines: list[str]):
        self.lines = lines
        self.found: list[Problem] = []

    def body(self, body: Iterable[nodes.Node], scope: Mapping[str, Name], depth: int) -> None:
        for node in body:
            if not isinstance(node, _PLAIN):
                self._not_understood(node)
            elif isinstance(node, nodes.Output):
                for one in node.nodes:
                    self._printed(one, scope)
            elif isinstance(node, nodes.If):
                self._expression(node.test, scope)
                self.body([*node.body, *node.elif_, *node.else_], scope, depth)
            elif isinstance(node, nodes.For):
                self._loop(node, scope, depth + 1)

    def _loop(self, node: nodes.For, scope: Mapping[str, Name], depth: int) -> None:
        before = len(self.found)
        rows = self._expression(node.iter, scope)
        is_plain = rows is None and len(self.found) == before  # such as the letters of a word
        if is_plain or depth > DEEPEST or node.recursive or not isinstance(node.target, nodes.Name):
            self._not_understood(node)
            return
        if rows and not rows.each:
            self._say(node, N_("“{name}”不是列表，不能循环，在这一段附近：{near}"), name=_written(node.iter))
        each = rows.each if rows and rows.each else Name()
        loop = Name(parts={part: Name() for part in LOOP}, is_printed=False)
        inside = {**scope, node.target.name: each, "loop": loop}
        if node.test:
            self._expression(node.test, inside)
        self.body([*node.body, *node.else_], inside, depth)

    def _printed(self, node: nodes.Node, scope: Mapping[str, Name]) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        of = self._expression(node, scope)
        if of and not of.is_printed:
            known = [*of.parts][:8] if of.parts else ["{% for … in … %}"]
            self._say(
                node,
                N_("“{name}”本身不能打印，要写明其中哪一项，例如：{known}"),
                name=_written(node),
                known=" ".join(f"{_written(node)}.{part}" if of.parts else part for part in known),
            )

    def _expression(self, node: nodes.Node, scope: Mapping[str, Name]) -> Name | None:
        """What an expression gives; None for a plain value, and where something was found wrong."""
        match node:
            case nodes.Name():
                return self._named(node, node.name, "", scope)
            case nodes.Getattr():
                of = self._part_of(node, node.node, scope)
                return self._named(node, node.attr, f"{_written(node.node)}.", of.parts) if of else None
            case nodes.Getitem():
                return self._item(node, scope)
            case nodes.Filter() if node.name in FILTERS and node.node and not (node.args or node.kwargs):
                of = self._part_of(node, node.node, scope)
                if of and not of.each:
                    self._not_understood(node)
            case nodes.Filter():
                self._say(node, N_("没有过滤器“{name}”。可用的有：{known}"), name=node.name, known=" ".join(FILTERS))
            case nodes.Const():
                return None
            case nodes.Compare() if any(one.op not in COMPARED for one in node.ops):
                self._not_understood(node)
            case nodes.And() | nodes.Or() | nodes.Not() | nodes.Compare() | nodes.Operand():
                for child in node.iter_child_nodes():
                    self._expression(child, scope)
            case nodes.CondExpr():
                self._expression(node.test, scope)
                for one in filter(None, (node.expr1, node.expr2)):
                    self._printed(one, scope)
            case _:
                self._not_understood(node)
        return None

    def _part_of(self, node: nodes.Node, whole: nodes.Node, scope: Mapping[str, Name]) -> Name | None:
        """What a part is taken of, which has to be a name."""
        before = len(self.found)
        of = self._expression(whole, scope)
        if of is None and len(self.found) == before:
            self._not_understood(node)
        return of

    def _item(self, node: nodes.Getitem, scope: Mapping[str, Name]) -> Name | None:
        of = self._part_of(node, node.node, scope)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._named(node, node.arg.value, f"{_written(node.node)}.", of.parts) if of else None
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, int):
            return of.each if of else None
        ends = (node.arg.start, node.arg.stop, node.arg.step) if isinstance(node.arg, nodes.Slice) else (node.arg,)
        if any(end is not None and not isinstance(end, nodes.Const) for end in ends):
            self._not_understood(node)
        return of

    def _named(self, node: nodes.Node, name: str, before: str, known: Mapping[str, Name]) -> Name | None:
        if name in known:
            return known[name]
        near = get_close_matches(name, known, n=NEAR, cutoff=0.4) or [one for one in known if name in one][:NEAR]
        self._say(
            node,
            N_("没有名称“{name}”。相近的有：{near}"),
            name=before + name,
            near=" ".join(before + one for one in near) or "—",
        )
        return None

    def _not_understood(self, node: nodes.Node) -> None:
        self._say(node, N_("这里不能用这样的标签（只有打印名称、循环和条件三种），在这一段附近：{near}"))

    def _say(self, node: nodes.Node, text: str, **values: str) -> None:
        if "{near}" in text and "near" not in values:
            values["near"] = _near(self.lines, node.lineno)
        problem = Problem(text, values)
        if problem not in self.found:
            self.found.append(problem)


def _written(node: nodes.Node) -> str:
    """A name as it stands in the template."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return f"{_written(node.node)}.{node.attr}"
        case nodes.Getitem():
            key = node.arg.value if isinstance(node.arg, nodes.Const) else "…"
            return f"{_written(node.node)}[{key}]"
        case nodes.Filter() if node.node:
            return f"{_written(node.node)}|{node.name}"
    return "…"
