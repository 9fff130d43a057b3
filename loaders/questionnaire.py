"""Questionnaire exports of 问卷星, 按文本: from the cells of a sheet to columns of answers and issues."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

from data.errors import Refused
from data.reference import table
from data.schema import GAINS
from loaders import cells
from loaders.cells import Column
from loaders.document import Columns, Context, Document
from loaders.firms import name_keys
from loaders.headings import Binding, Question, bind, forms
from loaders.issues import found
from loaders.reading import Sheet
from loaders.records import Records, is_blank
from loaders.resolvers import percentages
from loaders.text import answered, key, normal, written

KIND = "questionnaire"
HEADING_ROWS = 10  # a title may stand above the heading row
ENOUGH = 5  # questions that must be recognised before a sheet is a questionnaire

_OTHER = re.compile(r"(.*?)〖(.*)〗\s*$", re.DOTALL)  # the outermost brackets
_SKIP_NOTE = re.compile(r"\([^()]*跳至[^()]*\)$")


def prepare() -> None:
    """Have the resolvers read their tables, while there is nothing else to do."""
    for reader in (
        cells.industry,
        cells.body,
        lambda cell: cells.place(cell, None),
        lambda cell: _percentage(cell, False),
    ):
        reader("—")
    forms()


def find_headings(sheet: Sheet) -> tuple[int, Binding]:
    """The index of the heading row and what its columns are; refused where nothing is recognised."""
    tried = [(index, bind(row)) for index, row in enumerate(sheet.rows[:HEADING_ROWS])]
    index, binding = max(tried, key=lambda pair: pair[1].questions_bound)
    if binding.questions_bound < ENOUGH:
        raise Refused(
            "工作表“{sheet}”的前{rows}行里没有认识的标题行。请确认是问卷星“按文本”下载的答卷，标题行没有改动",
            sheet=sheet.name,
            rows=HEADING_ROWS,
        )
    return index, binding


def recognises(sheet: Sheet) -> int:
    """How many headings of the sheet are questions; 0 if they are too few."""
    bound = max(bind(row).questions_bound for row in sheet.rows[:HEADING_ROWS])
    return bound if bound >= ENOUGH else 0


def read(sheet: Sheet, context: Context = Context()) -> Document:
    """Answers of one sheet; the year is the one most of them were submitted in."""
    top, binding = find_headings(sheet)
    records = Records(KIND, sheet, top + 1, [written(cell) for cell in sheet.rows[top]], is_blank)
    if not len(records):
        raise Refused("工作表“{sheet}”只有标题，没有答卷。请确认导出成功后再导入", sheet=sheet.name)
    _check_headings(records, binding)
    columns: Columns = {name: [None] * len(records) for name in STAGED}
    for position, question in binding.columns.items():
        column = records.column(position)
        if isinstance(question, Question):
            _read_question(question, column, columns, context.region)
        elif question in LEADING_READERS:
            columns[question] = column.read(LEADING_READERS[question])
    columns["name_key"] = name_keys(columns, records)
    years = Counter(time.year for time in columns["submitted_at"] if time)
    return records.document(columns, years.most_common(1)[0][0] if years else None, None)


def _check_headings(records: Records, binding: Binding) -> None:
    for rule, places in (("heading_unknown", binding.unknown), ("heading_repeated", binding.repeated)):
        for position in places:
            records.find_in_heading(position, rule)
    records.issues += [
        found(KIND, records.sheet, records.first, "", question.item or question.stem, "question_missing")
        for question in binding.missing
    ]


def _read_question(question: Question, column: Column, columns: Columns, region: str | None) -> None:
    match question.kind:
        case "firm_name":
            columns["name"] = column.read(cells.name)
        case "credit_code":
            columns["credit_code"] = column.read(cells.credit_code)
        case "region":
            places = column.read(lambda cell: cells.place(cell, region))
            for level, name in enumerate(("province", "city", "county")):
                columns[name] = [place[level] if place else None for place in places]
        case "industry":
            columns["industry"] = column.read(cells.industry)
        case "body":
            bodies = column.read(cells.body)
            columns["body"] = [body[0] if body else None for body in bodies]
            columns["body_name"] = [body[1] if body else None for body in bodies]
        case "single":
            columns[question.column] = column.read(lambda cell: _single(question.question, cell))
        case "multiple":
            _read_multiple(question, column, columns)
        case "increase" | "decrease":
            columns[question.column] = column.read(lambda cell: _percentage(cell, question.kind == "decrease"))
            columns[f"{question.column}_text"] = column.read(cells.text)
        case "text" | "person":
            columns[question.column] = column.read(cells.text)


@cache
def _options(question: str) -> dict[str, int]:
    """Position by the key of every text an option is known by."""
    return {
        key(text): int(row["position"])
        for row in table("options")
        if row["question"] == question
        for text in (row["text"], *filter(None, row["aliases"].split("|")))
    }


def _single(question: str, cell: object) -> tuple[int | None, str]:
    if (text := answered(cell)) is None:
        return None, ""
    other = _OTHER.match(text)
    position = _options(question).get(key(_SKIP_NOTE.sub("", normal(other[1] if other else text))))
    return position, "" if position else "option_unknown"


def _ticked(question: str, cell: object) -> tuple[tuple[frozenset[int], str | None] | None, str]:
    """(positions ticked, text of “other”), None where nothing was asked or answered."""
    if (text := answered(cell)) is None:
        return None, ""
    ticked, other_text, rule = set(), None, ""
    for part in text.split("┋"):
        other = _OTHER.match(part)
        position = _options(question).get(key(other[1] if other else part))
        if position is None:
            rule = "option_unknown"
            continue
        ticked.add(position)
        if other:
            other_text = other[2].strip() or None
    return (frozenset(ticked), other_text) if ticked else None, rule


def _read_multiple(question: Question, column: Column, columns: Columns) -> None:
    answers = column.read(lambda cell: _ticked(question.question, cell))
    count = max(_options(question.question).values())
    for position in range(1, count + 1):
        columns[f"{question.column}_{position}"] = [None if a is None else position in a[0] for a in answers]
    columns[f"{question.column}_{count}_text"] = [a[1] if a else None for a in answers]


def _percentage(cell: object, falling: bool) -> tuple[float | None, str]:
    if (text := answered(cell)) is None:
        return None, ""
    read = percentages.read(text, falling)
    return read.value, f"percentage_{read.flag}" if read.flag else ""


LEADING_READERS: dict[str, Callable[[Any], cells.Read]] = {"submitted_at": cells.time, "seconds": cells.seconds}

STAGED: tuple[str, ...] = (
    *("row", "sheet", "submitted_at", "seconds", "name", "name_key", "credit_code", "province", "city", "county"),
    *("industry", "body", "body_name", "q3", "q4", "q5", "q7"),
    *(f"q8_{i}" for i in range(1, 13)),
    *(name for gain in GAINS for name in (gain, f"{gain}_text")),
    "q13",
    *(f"q{question}_{i}" for question in (14, 15) for i in range(1, 8)),
    *("q8_12_text", "q14_7_text", "q15_7_text", "q14_text", "q15_text", "q16_text", "q17_text"),
    *("contact_name", "contact_phone"),
)
