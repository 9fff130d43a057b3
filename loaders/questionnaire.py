"""Questionnaire exports of 问卷星: from the cells of a sheet to columns of answers and issues.

The same answers come by their texts (按文本), by option numbers (按序号) or by scores (按分数). Which of them a file
is, its cells say. Scores are read only where they are the options' numbers: else 很满意 could become 不满意.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import chain
from typing import Any

from data.digest import SHAPE
from data.errors import Refused
from data.reference import table
from data.schema import ADDED, GAINS
from loaders import cells, examples
from loaders.cells import Column
from loaders.checks import answers
from loaders.checks.thresholds import threshold
from loaders.document import Columns, Context, Document
from loaders.firms import name_keys
from loaders.headings import Binding, Blanks, Bound, Option, Question, bind, forms, options
from loaders.issues import found
from loaders.reading import Row, Sheet
from loaders.records import Records, is_blank
from loaders.resolvers import percentages
from loaders.text import answered, key, normal, written

KIND = "questionnaire"
HEADING_ROWS = 10  # a title may stand above the heading row
ENOUGH = 5  # questions that must be recognised before a sheet is a questionnaire

_OTHER = re.compile(r"(.*?)〖(.*)〗\s*$", re.DOTALL)  # the outermost brackets
_SKIP_NOTE = re.compile(r"\([^()]*跳至[^()]*\)$")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SCORES = re.compile(r"按分数|_分数_")  # in the name 问卷星 gives a download
NOT_CHOSEN = (-3, -2)  # skipped, left empty
JOINT = "┋"  # between the answers in one cell
LONGEST_LINK = 500  # characters in which the digest of a firm is looked for
MANY = 11  # signs from which on something may be what is left of a digest
_CUT = re.compile(
    rf"(?=.*\d)[0-9a-f]{{{MANY + 1},}}|\d\.\d+e\+?\d+"
)  # too long or short for a digest, or made a number
LONGEST_PERCENTAGE = 20  # characters in which a percentage is looked for behind a name


def prepare() -> None:
    """Have the resolvers read their tables, while there is nothing else to do."""
    for reader in (
        cells.industry,
        cells.body,
        lambda cell: cells.place(cell, None),
        lambda cell: _percentage(cell, False),
    ):
        reader("—")
    _industries()
    forms()


def _bindings(sheet: Sheet) -> Iterator[tuple[int, Binding]]:
    """The rows that may be the headings, up to one that names every question."""
    for index, row in enumerate(sheet.rows[:HEADING_ROWS]):
        yield index, (binding := bind(row))
        if not binding.missing:
            return


def find_headings(sheet: Sheet) -> tuple[int, Binding]:
    """The index of the heading row and what its columns are; refused where nothing is recognised."""
    index, binding = max(_bindings(sheet), key=lambda pair: pair[1].questions_bound)
    if binding.questions_bound < ENOUGH:
        raise Refused(
            "工作表“{sheet}”的前{rows}行里没有认识的标题行。请确认是问卷星“按文本”或“按序号”下载的答卷，标题行没有改动",
            sheet=sheet.name,
            rows=HEADING_ROWS,
        )
    return index, binding


def recognises(sheet: Sheet, context: Context = Context()) -> int:
    """How many headings of the sheet are questions; 0 if they are too few."""
    bound = max(binding.questions_bound for _, binding in _bindings(sheet))
    return bound if bound >= ENOUGH else 0


def read(sheet: Sheet, context: Context = Context()) -> Document:
    """Answers of one sheet; the year is the one most of them were submitted in."""
    top, binding = find_headings(sheet)
    records = Records(KIND, sheet, top + 1, [written(cell) for cell in sheet.rows[top]], _asides)
    if not len(records):
        raise Refused("工作表“{sheet}”只有标题，没有答卷。请确认导出成功后再导入", sheet=sheet.name)
    _check_headings(records, binding)
    examples.check(records, next((at for at, bound in binding.columns.items() if bound == "sequence"), None))
    columns: Columns = {name: [None] * len(records) for name in STAGED}
    in_numbers = _are_positions(records, binding, context.file)
    for position, bound in binding.columns.items():
        if isinstance(bound, str) and bound in LEADING_READERS:
            found = records.column(position).read(LEADING_READERS[bound])
            columns[bound] = [one if old is None else old for old, one in zip(columns[bound], found, strict=True)]
    for question, column in _answers(records, binding):
        _read_question(question, column, columns, context.region, in_numbers)
    for question, places in binding.options.items():
        _read_options(question, {option: records.column(place) for option, place in places.items()}, columns)
    columns["name_key"] = name_keys(columns, records)
    answers.check(records, binding, columns)
    years = Counter(time.year for time in columns["submitted_at"] if time)
    return records.document(columns, years.most_common(1)[0][0] if years else None, None)


def _asides(rows: list[Row]) -> list[int]:
    return [index for index, row in enumerate(rows) if is_blank(row) or examples.is_example(row)]


def _check_headings(records: Records, binding: Binding) -> None:
    for rule, places in (("heading_unknown", binding.unknown), ("heading_repeated", binding.repeated)):
        for position in places:
            records.find_in_heading(position, rule)
    records.issues += [
        found(KIND, records.sheet, records.first, "", question.item or question.stem, "question_missing")
        for question in binding.missing
    ]
    records.issues += [
        found(KIND, records.sheet, records.first, "", row["text"], "option_missing")
        for question, places in binding.options.items()
        for row in table("options")
        if row["question"] == question.question and int(row["position"]) not in places
    ]


def _answers(records: Records, binding: Binding) -> Iterator[tuple[Question, Column]]:
    """Every question with its column, whether it has one, shares one, or has two."""
    for position, question in binding.questions.items():
        column = records.column(position)
        if question in binding.values:
            value = records.column(binding.values[question])
            column = value.of(list(map(_named, column.cells, value.cells)))
        yield question, column
    for position, blanks in binding.blanks.items():
        column = records.column(position)
        parts = zip(*column.read(partial(_split, blanks)), strict=True)
        for question, cells_of_one in zip(blanks.questions, parts, strict=True):
            yield question, column.of(cells_of_one)


def _named(name: object, value: object) -> str:
    """The name of an indicator and its value as one text; blank where both are."""
    parts = answered(name) or "", answered(value) or ""
    return JOINT.join(parts) if any(parts) else ""


def _split(blanks: Blanks, cell: object) -> cells.Read:
    """The texts of all blanks that one cell joins; the last blank may be two, the name of an indicator and its value."""
    count = len(blanks.questions)
    if (text := answered(cell)) is None:
        return ("",) * count, ""
    parts = [answered(part) or "" for part in text.split(JOINT)]
    if len(parts) == count + 1 and blanks.questions[-1].second:
        parts[-2:] = [_named(*parts[-2:])]
    return (tuple(parts), "") if len(parts) == count else (("",) * count, "blanks_unclear")


def _read_question(question: Question, column: Column, columns: Columns, region: str | None, in_numbers: bool) -> None:
    if in_numbers and question.kind not in PERCENTAGES:  # there −2 may be a percentage
        column = column.of(["" if _number(cell) in NOT_CHOSEN else cell for cell in column.cells])
    match question.kind:
        case "firm_name":
            columns["name"] = column.read(cells.name)
        case "credit_code":
            columns["credit_code"] = column.read(cells.credit_code)
        case "region":
            columns |= cells.in_levels(column.read(lambda cell: cells.place(cell, region)))
        case "industry":
            columns["industry"] = column.read(_industry_chosen if in_numbers else cells.industry)
        case "body":
            bodies = column.read(cells.body)
            columns["body"] = [body[0] if body else None for body in bodies]
            columns["body_name"] = [body[1] if body else None for body in bodies]
        case "single":
            columns[question.column] = column.read(lambda cell: _single(question.question, cell, in_numbers))
        case "multiple":
            _read_multiple(question, column, columns)
        case "increase" | "decrease" | "indicator":
            columns[question.column] = column.read(PERCENTAGES[question.kind])
            again = Column(column.heading, column.cells, lambda *_: None)  # what is wrong was said once
            columns[f"{question.column}_text"] = again.read(cells.text)
        case "text" | "person":
            columns[question.column] = column.read(cells.text)


def _number(cell: object) -> float | None:
    """The number a cell holds, as such or as text."""
    if isinstance(cell, (int, float)):
        return float(cell)
    text = normal(cell) if isinstance(cell, str) else ""
    return float(text) if _NUMBER.fullmatch(text) else None


def _is_in_numbers(records: Records, binding: Binding) -> bool:
    """Whether most single choices are numbers; without any answer to one, whether options have their own columns."""
    single = [records.column(p).cells for p, q in binding.questions.items() if q.kind in ("single", "industry")]
    distinct = {cell for cell in set().union(*single) if answered(cell) is not None}
    if not distinct:
        return bool(binding.options)
    numbers = {cell for cell in distinct if _number(cell) is not None}
    if not numbers:
        return False
    counts = Counter(chain.from_iterable(single))
    return sum(counts[cell] for cell in numbers) * 2 > sum(counts[cell] for cell in distinct)


@cache
def _industries() -> dict[int, int]:
    """Industry by its option's position on the form."""
    return {int(row["form_position"]): int(row["code"]) for row in table("industries")}


def _choices(bound: Bound) -> set[int] | None:
    """The numbers that stand for a choice in a column; None where any number may stand."""
    match bound:
        case Option():
            return {0, 1}
        case Question(kind="single"):
            return set(options(bound.question).values())
        case Question(kind="industry"):
            return set(_industries())
        case Question(kind="multiple"):  # by option numbers it has a column for each option
            return set()
    return None


def _are_positions(records: Records, binding: Binding, file: str) -> bool:
    """Whether single choices are the options' numbers; refused where the file shows that they are scores."""
    if not _is_in_numbers(records, binding):
        return False
    is_scored = "score" in binding.columns.values()
    if is_scored and _SCORES.search(file):
        raise Refused("这是“按分数”下载的答卷，分数不一定是选项的序号。请在问卷星改用“按文本”或“按序号”下载后再导入")
    for position, bound in binding.columns.items():
        other = _other_number(records.column(position).cells, bound)
        if other is not None and (is_scored or binding.options or _SCORES.search(file)):
            raise Refused(
                "“{column}”一列里的“{value}”不是选项的序号，这像是“按分数”下载的答卷。"
                "请在问卷星改用“按文本”或“按序号”下载后再导入",
                column=records.headings[position],
                value=other,
            )
        if other is not None:  # numbers somebody typed: each is marked as no option
            return False
    return True


def _other_number(answers: Sequence[object], bound: Bound) -> str | None:
    """A number in a column of choices that stands for none of them."""
    if (choices := _choices(bound)) is None:
        return None
    numbers = ((written(cell), _number(cell)) for cell in set(answers))
    return next((cell for cell, n in numbers if n is not None and n not in choices and n not in NOT_CHOSEN), None)


def _industry_chosen(cell: object) -> cells.Read:
    """The industry at a position on the form; that is not its code."""
    number = _number(cell)
    return cells.industry(cell) if number is None else (_industries()[int(number)], "")


def _single(question: str, cell: object, in_numbers: bool) -> tuple[int | None, str]:
    if (text := answered(cell)) is None:
        return None, ""
    if in_numbers and (number := _number(cell)) is not None:
        return int(number), ""
    other = _OTHER.match(text)
    position = options(question).get(key(_SKIP_NOTE.sub("", normal(other[1] if other else text))))
    return position, "" if position else "option_unknown"


def _ticked(question: str, cell: object) -> tuple[tuple[frozenset[int], str | None] | None, str]:
    """(positions ticked, text of “other”), None where nothing was asked or answered."""
    if (text := answered(cell)) is None:
        return None, ""
    ticked, other_text, rule = set(), None, ""
    for part in text.split(JOINT):
        other = _OTHER.match(part)
        position = options(question).get(key(other[1] if other else part))
        if position is None:
            rule = "option_unknown"
            continue
        ticked.add(position)
        if other:
            other_text = other[2].strip() or None
    return (frozenset(ticked), other_text) if ticked else None, rule


def _read_multiple(question: Question, column: Column, columns: Columns) -> None:
    answers = column.read(lambda cell: _ticked(question.question, cell))
    count = max(options(question.question).values())
    for position in range(1, count + 1):
        columns[f"{question.column}_{position}"] = [None if a is None else position in a[0] for a in answers]
    columns[f"{question.column}_{count}_text"] = [a[1] if a else None for a in answers]


def _tick(cell: object) -> tuple[bool | None, str]:
    if answered(cell) is None or (number := _number(cell)) in NOT_CHOSEN:
        return False, ""
    return (bool(number), "") if number in (0, 1) else (None, "option_unknown")


def _read_options(question: Question, by: dict[int, Column], columns: Columns) -> None:
    """Options with a column each; where none is ticked the question was left blank, which is not “none of these”."""
    ticks = {option: column.read(_tick) for option, column in by.items()}
    is_answered = [any(row) for row in zip(*ticks.values(), strict=True)]
    for option, column in ticks.items():
        columns[f"{question.column}_{option}"] = [
            tick if filled else None for tick, filled in zip(column, is_answered, strict=True)
        ]


def _percentage(cell: object, falling: bool) -> tuple[float | None, str]:
    if (text := answered(cell)) is None:
        return None, ""
    return _checked(percentages.read(text, falling))


def _checked(read: percentages.Percentage) -> cells.Read:
    if read.value is not None and abs(read.value) > threshold("outlier_percent"):
        return read.value, "percentage_outlier"
    return read.value, f"percentage_{read.flag}" if read.flag else ""


def _indicator(cell: object) -> cells.Read:
    """The percentage of an indicator the firm named itself: “人均产值┋5”, “人均产值增长5%”."""
    if (text := answered(cell)) is None:
        return None, ""
    _name, joint, value = text.rpartition(JOINT)
    if joint:
        return _checked(percentages.read(value)) if answered(value) else (None, "")
    endings = (text, *(text[start:] for start in range(max(1, len(text) - LONGEST_PERCENTAGE), len(text))))
    readings = [percentages.read(ending) for ending in endings]  # “投诉率下降5%” is −5: the longest that can be read
    return _checked(next((read for read in readings if read.value is not None), readings[0]))


PERCENTAGES: dict[str, Callable[[Any], cells.Read]] = {
    "increase": lambda cell: _percentage(cell, False),
    "decrease": lambda cell: _percentage(cell, True),
    "indicator": _indicator,
}


def _link(cell: object) -> cells.Read:
    """The digest of a firm that a personal link carries, alone, as a parameter, or in a whole address.

    What else stands there is how the questionnaire was shared, or what a bureau put into its own links.
    """
    if (text := answered(cell)) is None:
        return None, ""
    if isinstance(cell, float | int):  # a number has lost the last of that many digits
        return None, "link_unclear" if abs(cell) >= 10**MANY else ""
    parts = re.split(r"[=&?#/,;:\s]", normal(text[:LONGEST_LINK]).lower())
    if given := [part for part in parts if SHAPE.fullmatch(part)]:
        return (given[-1], "") if len(set(given)) == 1 else (None, "link_unclear")
    return None, "link_unclear" if _CUT.fullmatch(parts[-1]) else ""


LEADING_READERS: dict[str, Callable[[Any], cells.Read]] = {
    "submitted_at": cells.time,
    "seconds": cells.seconds,
    "link": _link,
}

STAGED: tuple[str, ...] = (
    *(
        "row",
        "sheet",
        "submitted_at",
        "seconds",
        "link",
        "name",
        "name_key",
        "credit_code",
        "province",
        "city",
        "county",
    ),
    *("industry", "body", "body_name", "q3", "q4", "q5", "q7"),
    *(f"q8_{i}" for i in range(1, 13)),
    *(name for gain in GAINS for name in (gain, f"{gain}_text")),
    "q13",
    *(f"q{question}_{i}" for question in (14, 15) for i in range(1, 8)),
    *("q8_12_text", "q14_7_text", "q15_7_text", "q14_text", "q15_text", "q16_text", "q17_text"),
    *(column.name for column in ADDED),
    *("contact_name", "contact_phone"),
)
