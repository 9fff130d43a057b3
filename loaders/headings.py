"""Which column of a questionnaire export answers which question.

Columns are bound by the text of the question's stem, never by its number: the numbers shift after the
unnumbered items. A matrix or a question with several blanks carries its stem only in its first column, so a
heading without a stem belongs to the question before it. Several blanks may also share one column, their texts
joined by ┋ in its cells; and “another indicator” may have two blanks, one for its name and one for its value.

By option numbers a multiple choice has a column for each option: “8、…(成本下降)” with the stem in the first one
and “8(成本下降)” after it, or, in older downloads, “第8题(成本下降)” without any stem.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from data.reference import table
from loaders.text import key, normal, written

_STEMLESS = re.compile(r"第\d+题(?=\()")
_ONLY_AN_OPTION = re.compile(r"(?:第\d+题|\d+)\((.*)\)")
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ENDING = ":*"  # what may stand after the last bracket

LEADING = {  # the export's own columns, before the questions; `link` has several names: headings.csv
    "序号": "sequence",
    "用户ID": "user",
    "提交答卷时间": "submitted_at",
    "所用时间": "seconds",
    "来源": "source",
    "来自IP": "ip",
    "总分": "score",
}


class Question(NamedTuple):
    """One column of a form: its question, the texts it is known by, and how its cells are read.

    `second` is printed at the second blank of an item that has two, a name and a value. `most` is how many options
    may be ticked, 0 for any number.
    """

    question: str
    column: str
    stem: str
    item: str
    kind: str
    second: str = ""
    most: int = 0


class Option(NamedTuple):
    """A column that says of one option of a multiple choice whether it was ticked."""

    question: Question
    position: int


class Blanks(NamedTuple):
    """A column whose cells hold all blanks of a question, joined by ┋."""

    questions: tuple[Question, ...]


class Value(NamedTuple):
    """The column of the value where an indicator's name has one of its own."""

    question: Question


Bound = Question | Option | Blanks | Value | str


class Binding(NamedTuple):
    """`columns`: position → what it is, a leading column by its name; then the headings that bound nothing."""

    form: int
    columns: dict[int, Bound]
    unknown: list[int]
    repeated: list[int]

    @property
    def questions(self) -> dict[int, Question]:
        """The columns that answer a question by themselves."""
        return {position: q for position, q in self.columns.items() if isinstance(q, Question)}

    @property
    def options(self) -> dict[Question, dict[int, int]]:
        """Of the questions with a column for each option: where each option stands."""
        found: dict[Question, dict[int, int]] = {}
        for position, bound in self.columns.items():
            if isinstance(bound, Option):
                found.setdefault(bound.question, {})[bound.position] = position
        return found

    @property
    def blanks(self) -> dict[int, Blanks]:
        """The columns that hold all blanks of a question."""
        return {position: bound for position, bound in self.columns.items() if isinstance(bound, Blanks)}

    @property
    def values(self) -> dict[Question, int]:
        """Where the value of an indicator stands, if not beside its name."""
        return {bound.question: position for position, bound in self.columns.items() if isinstance(bound, Value)}

    @property
    def heading_of(self) -> dict[str, int]:
        """The first column in which a question is answered, by the name of the answer."""
        places: dict[str, int] = {}
        for position, bound in self.columns.items():
            match bound:
                case Question():
                    places.setdefault(bound.column, position)
                case Option():
                    places.setdefault(bound.question.column, position)
                case Blanks():
                    places |= {q.column: position for q in bound.questions}
        return places

    @property
    def missing(self) -> list[Question]:
        """Questions of the form that no heading named."""
        bound = self.heading_of
        return [q for q in form(self.form) if q.column not in bound]

    @property
    def questions_bound(self) -> int:
        """How many headings name questions, those of one question's options once."""
        return len(self.questions) + len(self.options) + len(self.blanks)


@cache
def forms() -> tuple[int, ...]:
    """The years that have a form of their own, latest first."""
    return tuple(sorted({int(row["form"]) for row in table("questions")}, reverse=True))


@cache
def form(year: int) -> tuple[Question, ...]:
    """The questions of one form."""
    return tuple(
        Question(
            row["question"], row["column"], row["stem"], row["item"], row["kind"], row["second"], int(row["most"] or 0)
        )
        for row in table("questions")
        if int(row["form"]) == year
    )


@cache
def _leading() -> dict[str, str]:
    others = {row["heading"]: row["column"] for row in table("headings") if row["kind"] == "questionnaire"}
    return {key(name): column for name, column in {**LEADING, **others}.items()}


@cache
def _stems(year: int) -> tuple[tuple[str, str], ...]:
    """(key of the stem, question), longest first, so that no stem hides behind a part of itself."""
    stems = {key(q.stem): q.question for q in form(year)}
    return tuple(sorted(stems.items(), key=lambda pair: -len(pair[0])))


def _candidates(heading: str, current: str | None, year: int) -> tuple[str | None, list[Question]]:
    """The question a heading belongs to, and the columns of that question it could be."""
    named = next((q for stem, q in _stems(year) if stem in heading), None)
    question = named or current
    of_question = [q for q in form(year) if q.question == question]
    if items := [q for q in of_question if q.item and key(q.item) in heading]:
        return question, items
    if named or current is None:
        return question, [q for q in of_question if not q.item]
    return question, [q for q in form(year) if q.item and key(q.item) == heading]


@cache
def options(question: str) -> dict[str, int]:
    """Position on the form by the key of every text an option is known by."""
    return {
        key(text): int(row["position"])
        for row in table("options")
        if row["question"] == question
        for text in (row["text"], *filter(None, row["aliases"].split("|")))
    }


def bracketed(heading: str) -> str:
    """What stands in the outermost brackets at the end of a heading: “第14题(其他(请简述))” → “其他(请简述)”."""
    text = normal(heading).rstrip(_ENDING)
    if not text.endswith(")"):
        return ""
    if match := _ONLY_AN_OPTION.fullmatch(text):
        return match[1]
    depth = 0  # a stem may have brackets of its own
    for start in range(len(text) - 1, -1, -1):
        depth += (text[start] == ")") - (text[start] == "(")
        if depth == 0:
            return text[start + 1 : -1]
    return ""


def _option(heading: str, question: str | None, year: int) -> Option | None:
    """The option of a question that a heading ends with."""
    choice = _multiple(year).get(question or "")
    position = options(choice.question).get(key(bracketed(heading))) if choice else None
    return Option(choice, position) if choice and position else None


@cache
def _multiple(year: int) -> dict[str, Question]:
    """The multiple choices of a form by their number."""
    return {q.question: q for q in form(year) if q.kind == "multiple"}


def bind_to(headings: list[object], year: int) -> Binding:
    """Bind headings to one year's form."""
    return _bound(*_compared(headings), year)


def _compared(headings: list[object]) -> tuple[list[str], list[str]]:
    """Headings as they are compared: with their brackets, and their keys."""
    texts = [normal(written(cell)).rstrip(_ENDING) for cell in headings]
    return texts, [key(text) for text in texts]


def _bound(texts: list[str], keys: list[str], year: int) -> Binding:
    binding = Binding(year, {}, [], [])
    stemless: list[int] = []
    whole: dict[int, Blanks] = {}
    current: str | None = None
    for position, (text, heading) in enumerate(zip(texts, keys, strict=True)):
        if column := _leading().get(heading):
            binding.columns[position] = column
        elif _STEMLESS.match(text) and any(_option(text, q.question, year) for q in form(year)):
            stemless.append(position)
        elif heading:
            current, questions = _candidates(heading, current, year)
            if blanks := _blanks(text, current, questions, year):
                whole[position] = blanks
            elif not questions and (value := _value(heading, binding.columns.get(position - 1))):
                binding.columns[position] = value
            else:
                option = _option(text, current, year)
                _take(binding, position, [option] if option else questions)
    for position, question in _owners(texts, stemless, binding):
        option = _option(texts[position], question, year)
        _take(binding, position, [option] if option else [])
    _drop_halves(binding)
    _take_whole(binding, whole)
    return binding


def _blanks(text: str, question: str | None, named: list[Question], year: int) -> Blanks | None:
    """All blanks of a question, where a heading has several of its items, or its stem and nothing but remarks."""
    if len(named) == 1:
        return None
    of_question = tuple(q for q in form(year) if q.question == question)
    if len(of_question) < 2 or not all(q.item for q in of_question):
        return None
    stem = key(_REMARK.sub("", normal(of_question[0].stem)))
    is_whole = bool(named) or key(_REMARK.sub("", text)).endswith(stem)
    return Blanks(of_question) if is_whole else None


def _value(heading: str, before: Bound | None) -> Value | None:
    """The value of the indicator whose name the column before has."""
    is_second = isinstance(before, Question) and before.second and key(before.second) in heading
    return Value(before) if is_second and isinstance(before, Question) else None


def _take_whole(binding: Binding, whole: dict[int, Blanks]) -> None:
    """Bind columns to all blanks of a question, unless a blank has a column of its own."""
    for position, blanks in whole.items():
        if any(q.column in binding.heading_of for q in blanks.questions):
            binding.repeated.append(position)
        else:
            binding.columns[position] = blanks


def _take(binding: Binding, position: int, wanted: list[Question] | list[Option]) -> None:
    """Bind a column to the first of these that has no column yet."""
    taken = binding.columns.values()
    if free := next((one for one in wanted if one not in taken), None):
        binding.columns[position] = free
    else:
        (binding.repeated if wanted else binding.unknown).append(position)


def _drop_halves(binding: Binding) -> None:
    """Where options have columns of their own, a column of the whole question is an option that is not on the form."""
    for position, question in binding.questions.items():
        if question in binding.options:
            del binding.columns[position]
            binding.unknown.append(position)


def _owners(texts: list[str], stemless: list[int], binding: Binding) -> Iterator[tuple[int, str | None]]:
    """The question each stemless column belongs to: by its options and between which questions it stands.

    Q14 and Q15 have the same options. Where nothing stands between them their order decides; where one of them is
    missing nothing does, and the columns stay unknown.
    """
    groups: dict[str, list[int]] = {}
    for position in stemless:
        groups.setdefault(texts[position].partition("(")[0], []).append(position)
    possible = {name: _possible([texts[p] for p in group], group[0], binding) for name, group in groups.items()}
    for name, group in groups.items():
        alike = [other for other in groups if possible[other] == possible[name]]
        owner = possible[name][alike.index(name)] if len(alike) == len(possible[name]) else None
        yield from ((position, owner) for position in group)


def _possible(texts: list[str], first: int, binding: Binding) -> list[str]:
    """Multiple choices with most of these options; of several, those the form has between the columns' neighbours."""
    questions = form(binding.form)
    known = {q: sum(_option(text, q.question, binding.form) is not None for text in texts) for q in questions}
    fit = [q for q in questions if known[q] == max(known.values())]
    if len(fit) > 1:
        places = sorted((position, questions.index(q)) for position, q in binding.questions.items())
        before = max((place for place in places if place[0] < first), default=(0, -1))[1]
        after = min((place for place in places if place[0] > first), default=(0, len(questions)))[1]
        fit = [q for q in fit if before < questions.index(q) < after]
    return [q.question for q in fit]


def bind(headings: list[object]) -> Binding:
    """Bind headings to the form whose texts fit best; the latest form where several fit equally."""
    compared = _compared(headings)
    return max((_bound(*compared, year) for year in forms()), key=lambda binding: binding.questions_bound)
