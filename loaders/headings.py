"""Which column of a questionnaire export answers which question.

Columns are bound by the text of the question's stem, never by its number: the numbers shift after the
unnumbered items. A matrix or a question with several blanks carries its stem only in its first column, so a
heading without a stem belongs to the question before it.
"""

from functools import cache
from typing import NamedTuple

from data.reference import table
from loaders.text import key, written

LEADING = {  # the export's own columns, before the questions
    "序号": "sequence",
    "用户ID": "user",
    "提交答卷时间": "submitted_at",
    "所用时间": "seconds",
    "来源": "source",
    "来源详情": "source_detail",
    "来自IP": "ip",
    "总分": "score",
}


class Question(NamedTuple):
    """One column of a form: its question, the texts it is known by, and how its cells are read."""

    question: str
    column: str
    stem: str
    item: str
    kind: str


class Binding(NamedTuple):
    """`columns`: position → question, or the name of a leading column; then the headings that bound nothing."""

    form: int
    columns: dict[int, Question | str]
    unknown: list[int]
    repeated: list[int]

    @property
    def missing(self) -> list[Question]:
        """Questions of the form that no heading named."""
        bound = {q.column for q in self.columns.values() if isinstance(q, Question)}
        return [q for q in form(self.form) if q.column not in bound]

    @property
    def questions_bound(self) -> int:
        """How many columns are questions."""
        return sum(isinstance(q, Question) for q in self.columns.values())


@cache
def forms() -> tuple[int, ...]:
    """The years that have a form of their own, latest first."""
    return tuple(sorted({int(row["form"]) for row in table("questions")}, reverse=True))


@cache
def form(year: int) -> tuple[Question, ...]:
    """The questions of one form."""
    return tuple(
        Question(row["question"], row["column"], row["stem"], row["item"], row["kind"])
        for row in table("questions")
        if int(row["form"]) == year
    )


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


def bind_to(headings: list[object], year: int) -> Binding:
    """Bind headings to one year's form."""
    binding = Binding(year, {}, [], [])
    leading = {key(name): column for name, column in LEADING.items()}
    taken: set[str] = set()
    current: str | None = None
    for position, cell in enumerate(headings):
        heading = key(written(cell))
        if column := leading.get(heading):
            binding.columns[position] = column
            continue
        current, questions = _candidates(heading, current, year)
        free = [q for q in questions if q.column not in taken]
        if free:
            binding.columns[position] = free[0]
            taken.add(free[0].column)
        elif heading:
            (binding.repeated if questions else binding.unknown).append(position)
    return binding


def bind(headings: list[object]) -> Binding:
    """Bind headings to the form whose texts fit best; the latest form where several fit equally."""
    return max((bind_to(headings, year) for year in forms()), key=lambda binding: binding.questions_bound)
