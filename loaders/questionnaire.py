"""Questionnaire exports of 问卷星, 按文本: from the cells of a sheet to columns of answers and issues."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from data.errors import Refused
from data.reference import table
from data.schema import GAINS
from loaders.headings import Binding, Question, bind, forms
from loaders.issues import Issue
from loaders.reading import Sheet
from loaders.resolvers import bodies, credit_codes, industries, percentages, regions
from loaders.text import answered, key, normal, written

KIND = "questionnaire"
HEADING_ROWS = 10  # a title may stand above the heading row
ENOUGH = 5  # questions that must be recognised before a sheet is a questionnaire

Cells = tuple[Any, ...]
Columns = dict[str, list[Any]]
_TIME = re.compile(r"(\d{4})[/\-.](\d{1,2})[/\-.](\d{1,2})(?:\s+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?")
_OTHER = re.compile(r"(.*?)〖(.*)〗\s*$", re.DOTALL)  # the outermost brackets
_SKIP_NOTE = re.compile(r"\([^()]*跳至[^()]*\)$")


class Answers(NamedTuple):
    """What one sheet holds: equally long columns of the loaded rows, its issues, and the count of every row."""

    form: int
    columns: Columns
    issues: list[Issue]
    in_file: int
    held: int
    ignored: int

    @property
    def loaded(self) -> int:
        """Rows that go in."""
        return self.in_file - self.held - self.ignored

    @property
    def year(self) -> int | None:
        """The year most answers were submitted in."""
        years = Counter(t.year for t in self.columns["submitted_at"] if t)
        return years.most_common(1)[0][0] if years else None


class Column(NamedTuple):
    """One column being read: its heading and cells, and where its findings go: (row index, rule, value)."""

    heading: str
    cells: Cells
    find: Callable[[str, int, str, str], None]

    def read(self, reader: Callable[[Any], tuple[Any, str]]) -> list[Any]:
        """Read every distinct cell once; `reader` gives a value and a rule that it breaks, or ''."""
        distinct = set(self.cells)
        _refuse_nul(self.heading, distinct)
        known = {cell: reader(cell) for cell in distinct}
        broken = {cell: rule for cell, (_, rule) in known.items() if rule}
        if broken:
            for index, cell in enumerate(self.cells):
                if cell in broken:
                    self.find(self.heading, index, broken[cell], written(cell))
        values = {cell: value for cell, (value, _) in known.items()}
        return [values[cell] for cell in self.cells]


def _refuse_nul(heading: str, cells: Iterable[Any]) -> None:
    """Exports and other programs end a text at NUL; a workbook can hold one only if it was made by hand."""
    if any(isinstance(cell, str) and "\0" in cell for cell in cells):
        raise Refused(
            "“{column}”这一列里有看不见的空字符（NUL）。请用 WPS 或 Excel 打开，重新填写后另存再导入",
            column=heading.replace("\0", ""),
        )


def prepare() -> None:
    """Have the resolvers read their tables, while there is nothing else to do."""
    for reader in (_industry, _body, lambda cell: _place(cell, None), lambda cell: _percentage(cell, False)):
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


def read(sheet: Sheet, region: str | None = None) -> Answers:
    """Answers of one sheet; `region` is the context for place names, never assigned to a row."""
    top, binding = find_headings(sheet)
    headings = [written(cell) for cell in sheet.rows[top]]
    for heading in headings:
        _refuse_nul(heading, [heading])
    below = sheet.rows[top + 1 :]
    filled = [index for index, row in enumerate(below) if any(cell != "" for cell in row)]
    if not filled:
        raise Refused("工作表“{sheet}”只有标题，没有答卷。请确认导出成功后再导入", sheet=sheet.name)
    in_file = filled[-1] + 1
    rows = [below[index] for index in filled]
    numbers = [top + 2 + index for index in filled]

    issues = _heading_issues(sheet, top, headings, binding)

    def find(heading: str, index: int, rule: str, value: str) -> None:
        issues.append(Issue(sheet.name, numbers[index], heading, value, rule))

    cells = list(zip(*rows, strict=True))
    columns = _columns({p: Column(headings[p], cells[p], find) for p in binding.columns}, binding, len(rows), region)
    columns["row"] = numbers
    columns["sheet"] = [sheet.name] * len(rows)
    _check_firms(columns, find)
    held = {issue.row for issue in issues if issue.level == "error"}
    if held:
        keep = [index for index, number in enumerate(numbers) if number not in held]
        columns = {name: [values[i] for i in keep] for name, values in columns.items()}
    return Answers(binding.form, columns, issues, in_file, len(held), in_file - len(rows))


def _heading_issues(sheet: Sheet, top: int, headings: list[str], binding: Binding) -> list[Issue]:
    found = [("heading_unknown", binding.unknown), ("heading_repeated", binding.repeated)]
    issues = [Issue(sheet.name, top + 1, headings[p], "", rule) for rule, places in found for p in places]
    return issues + [Issue(sheet.name, top + 1, "", q.item or q.stem, "question_missing") for q in binding.missing]


def _columns(bound: dict[int, Column], binding: Binding, count: int, region: str | None) -> Columns:
    """Every column the staged table has; what the file does not have is null throughout."""
    columns: Columns = {name: [None] * count for name in STAGED if name not in ("row", "sheet")}
    for position, question in binding.columns.items():
        column = bound[position]
        if isinstance(question, Question):
            _read_question(question, column, columns, region)
        elif question in LEADING_READERS:
            columns[question] = column.read(LEADING_READERS[question])
    return columns


def _read_question(question: Question, column: Column, columns: Columns, region: str | None) -> None:
    match question.kind:
        case "firm_name":
            columns["name"] = column.read(lambda cell: (answered(cell), "" if answered(cell) else "name_missing"))
        case "credit_code":
            columns["credit_code"] = column.read(_credit_code)
        case "region":
            places = column.read(lambda cell: _place(cell, region))
            for level, name in enumerate(("province", "city", "county")):
                columns[name] = [place[level] if place else None for place in places]
        case "industry":
            columns["industry"] = column.read(_industry)
        case "body":
            found = column.read(_body)
            columns["body"] = [body[0] if body else None for body in found]
            columns["body_name"] = [body[1] if body else None for body in found]
        case "single":
            columns[question.column] = column.read(lambda cell: _single(question.question, cell))
        case "multiple":
            _read_multiple(question, column, columns)
        case "increase" | "decrease":
            columns[question.column] = column.read(lambda cell: _percentage(cell, question.kind == "decrease"))
            columns[f"{question.column}_text"] = column.read(lambda cell: (answered(cell), ""))
        case "text" | "person":
            columns[question.column] = column.read(lambda cell: (answered(cell), ""))


def _credit_code(cell: object) -> tuple[str | None, str]:
    if isinstance(cell, (int, float)):
        return None, "credit_code_number"
    if (text := answered(cell)) is None:
        return None, "credit_code_missing"
    code = credit_codes.normalise(text)
    if not credit_codes.has_shape(code):
        return None, "credit_code_shape"
    return (code, "") if credit_codes.is_valid(code) else (None, "credit_code_check_digit")


def _place(cell: object, region: str | None) -> tuple[tuple[str | None, ...] | None, str]:
    if (text := answered(cell)) is None:
        return None, "region_missing"
    resolution = regions.resolve(text, region)
    if resolution.code is None:
        return None, f"region_{resolution.status}"
    code = resolution.code
    return (regions.province_of(code), regions.city_of(code), regions.county_of(code)), ""


def _industry(cell: object) -> tuple[int | None, str]:
    if (text := answered(cell)) is None:
        return None, "industry_missing"
    code = industries.resolve(text).code
    return (int(code), "") if code else (None, "industry_unknown")


def _body(cell: object) -> tuple[tuple[str, str] | None, str]:
    """(key, name): a body that is not on the list is its own key."""
    if (text := answered(cell)) is None:
        return None, "body_missing"
    resolution = bodies.resolve(text)
    if resolution.code:
        return (resolution.code, bodies.names().get(resolution.code, text)), ""
    return (normal(text), text), "body_ambiguous" if resolution.status == "ambiguous" else ""


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


def _time(cell: object) -> tuple[datetime | None, str]:
    if isinstance(cell, datetime):
        return cell, ""
    if (text := answered(cell)) is None:
        return None, ""
    if match := _TIME.fullmatch(text):
        try:
            return datetime(*(int(part) for part in match.groups(default="0"))), ""  # type: ignore[arg-type]
        except ValueError:
            return None, "time_unreadable"
    return None, "time_unreadable"


def _seconds(cell: object) -> tuple[int | None, str]:
    digits = re.match(r"\d{1,9}(?!\d)", normal(written(cell)))
    return (int(digits[0]) if digits else None), ""


LEADING_READERS: dict[str, Callable[[Any], tuple[Any, str]]] = {"submitted_at": _time, "seconds": _seconds}


def _check_firms(columns: Columns, find: Callable[[str, int, str, str], None]) -> None:
    """Normalise names and hold the rows that say neither who nor which code."""
    names = [normal(name).upper() if name else None for name in columns["name"]]
    columns["name_key"] = names
    for index, (name, code) in enumerate(zip(names, columns["credit_code"], strict=True)):
        if name is None and code is None:
            find("", index, "firm_missing", "")


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
