"""Answers against the rules of the form, the calendar and one another (questionnaire exports)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from data.reference import table
from data.schema import GAINS
from loaders.checks import codes
from loaders.checks.thresholds import moment, threshold
from loaders.document import Columns
from loaders.headings import Binding, Question, form, forms, options
from loaders.records import Records
from loaders.resolvers import dates, percentages
from loaders.text import normal, written

SINGLE, MULTIPLE = ("q3", "q5", "q7", "q13"), ("q8", "q14", "q15")
AFTER_CAMPAIGN = 2  # of Q3: certified after taking part
PHONE_DIGITS = 7  # fewer are no number


class Skip(NamedTuple):
    """What follows from some options of a single choice: questions that are not asked, or must be answered."""

    question: str
    chosen: frozenset[int]
    is_skipped: bool
    asked: tuple[str, ...]


@cache
def skips(year: int) -> tuple[Skip, ...]:
    """The skips of one form (data/reference/skips.csv)."""
    return tuple(
        Skip(
            row["question"],
            frozenset(map(int, row["options"].split())),
            row["then"] == "skip",
            (*row["asked"].split(),),
        )
        for row in table("skips")
        if int(row["form"]) == year
    )


def check(records: Records, binding: Binding, columns: Columns) -> None:
    """Mark what does not fit together in the answers of one file."""
    _caps(records, binding, columns)
    for skip in skips(_form(binding, columns)):
        _skips(records, binding, columns, skip)
    _times(records, binding, columns)
    _certification(records, binding, columns)
    if (position := binding.heading_of.get("credit_code")) is not None:
        codes.check(records, position, columns)
    _speed(records, binding, columns)
    _straight_lines(records, columns)
    _sharing(records, binding, columns)


def _form(binding: Binding, columns: Columns) -> int:
    """The form that was answered: none that came out after most answers, though its headings may be the same."""
    years = Counter(time.year for time in columns["submitted_at"] if time)
    out = [form for form in forms() if years and form <= years.most_common(1)[0][0]]
    return min(binding.form, max(out, default=binding.form))


def now() -> datetime:
    """The time here."""
    return datetime.now()


def _leading(binding: Binding, name: str) -> int | None:
    return next((position for position, bound in binding.columns.items() if bound == name), None)


def _parts(question: Question) -> list[str]:
    """The staged columns of a question."""
    if question.kind != "multiple":
        return [question.column]
    return [f"{question.column}_{i}" for i in sorted(set(options(question.question).values()))]


def _caps(records: Records, binding: Binding, columns: Columns) -> None:
    for question in form(binding.form):
        if not question.most or question.column not in binding.heading_of:
            continue
        position = binding.heading_of[question.column]
        for index, ticks in enumerate(zip(*(columns[name] for name in _parts(question)), strict=True)):
            if (count := ticks.count(True)) > question.most:
                records.find(position, index, "too_many_ticked", str(count))


def _skips(records: Records, binding: Binding, columns: Columns, skip: Skip) -> None:
    if skip.question not in binding.heading_of:
        return
    rows = [index for index, chosen in enumerate(columns[skip.question]) if chosen in skip.chosen]
    answered_in = {name: _said(rows, columns, parts) for name in skip.asked if (parts := _of_question(binding, name))}
    if skip.is_skipped:
        for index in sorted(set().union(*answered_in.values())):
            numbers = "、".join(name.removeprefix("q") for name, said in answered_in.items() if index in said)
            records.find(binding.heading_of[skip.question], index, "skip_violated", numbers)
        return
    marked = {(issue.row, issue.column) for issue in records.issues}  # answered, but in no way that can be read
    for name, said in answered_in.items():
        position = _place(binding, name)
        heading = records.headings[position]
        for index in sorted(set(rows) - said):
            if (records.numbers[index], heading) not in marked:
                records.find(position, index, "answer_missing", "")


def _said(rows: list[int], columns: Columns, parts: list[str]) -> set[int]:
    """The rows among these in which something was answered; “无” in a blank is not."""
    said: set[int] = set()
    for part in parts:
        given = columns[part]
        said |= {index for index in rows if given[index] is not None and _is_said(given[index])}
    return said


def _is_said(answer: Any) -> bool:
    return not isinstance(answer, str) or percentages.read(answer) != percentages.Percentage(None)


def _of_question(binding: Binding, name: str) -> list[str]:
    """The staged columns of a question that the file has."""
    return [
        part for q in form(binding.form) if q.question == name and q.column in binding.heading_of for part in _parts(q)
    ]


def _place(binding: Binding, name: str) -> int:
    return next(binding.heading_of[q.column] for q in form(binding.form) if q.question == name)


def _times(records: Records, binding: Binding, columns: Columns) -> None:
    if (position := _leading(binding, "submitted_at")) is None:
        return
    cells = records.column(position).cells
    first, last = moment("campaign_start"), now() + timedelta(days=threshold("future"))
    times = [time for time in columns["submitted_at"] if time]
    if not times or first <= min(times) <= max(times) <= last:
        return
    for index, time in enumerate(columns["submitted_at"]):
        if time and not first <= time <= last:
            records.find(position, index, "submitted_impossible", written(cells[index]))


def _certification(records: Records, binding: Binding, columns: Columns) -> None:
    """Q4 against the day of the answer and against Q3."""
    if (position := binding.heading_of.get("q4")) is None:
        return
    start = moment("campaign_start").date()
    periods = {text: dates.read(text) for text in set(columns["q4"]) if text}
    for index, (text, time) in enumerate(zip(columns["q4"], columns["submitted_at"], strict=True)):
        if not (period := periods.get(text)):
            continue
        if time and period.first > time.date():
            records.find(position, index, "certified_after_answer", text)
        if columns["q3"][index] == AFTER_CAMPAIGN and period.last < start:
            records.find(position, index, "certified_before_campaign", text)


def _speed(records: Records, binding: Binding, columns: Columns) -> None:
    least = threshold("too_fast")
    for index, seconds in enumerate(columns["seconds"]):
        if seconds is not None and seconds < least and (position := _leading(binding, "seconds")) is not None:
            records.find(position, index, "answered_too_fast", str(seconds))


def _straight_lines(records: Records, columns: Columns) -> None:
    """All percentages alike, all single choices at one position, all ticks from the first option down."""
    fewest = int(threshold("identical_gains"))
    blanks = len(GAINS) - fewest
    for index, row in enumerate(zip(*(columns[gain] for gain in GAINS), strict=True)):
        if row.count(None) > blanks or len(set(row) - {None}) > 1:
            continue
        chosen = {columns[q][index] for q in SINGLE} - {None}
        if len(chosen) == 1 and all(_is_from_the_top(ticks) for ticks in _ticks(columns, index)):
            (value,) = set(row) - {None}
            records.find(None, index, "straight_lined", f"{value:g}%")


def _ticks(columns: Columns, index: int) -> Iterator[Sequence[bool | None]]:
    for question in MULTIPLE:
        yield [columns[f"{question}_{i}"][index] for i in range(1, max(options(question).values()) + 1)]


def _is_from_the_top(ticks: Sequence[bool | None]) -> bool:
    """Whether no option is left out above one that is ticked."""
    given = [bool(tick) for tick in ticks]
    return given == sorted(given, reverse=True)


def _sharing(records: Records, binding: Binding, columns: Columns) -> None:
    """Many firms behind one network address or telephone; how many is told, the address never is."""
    firms = [code or name for code, name in zip(columns["credit_code"], columns["name_key"], strict=True)]
    for place, reader, rule, limit in (
        (_leading(binding, "ip"), _address, "address_shared", threshold("shared_address")),
        (binding.heading_of.get("contact_phone"), _phone, "phone_shared", threshold("shared_phone")),
    ):
        if place is not None:
            _shared(records, place, firms, reader, rule, limit)


def _shared(
    records: Records, place: int, firms: list[str | None], reader: Callable[[Any], str], rule: str, limit: float
) -> None:
    said = [reader(cell) for cell in records.column(place).cells]
    often = {text for text, count in Counter(said).items() if text and count >= limit}
    by: defaultdict[str, set[str]] = defaultdict(set)
    for text, firm in zip(said, firms, strict=True):
        if firm and text in often:
            by[text].add(firm)
    for index, text in enumerate(said if by else ()):
        if len(by.get(text, ())) >= limit:
            records.find(place, index, rule, str(len(by[text])))


def _address(cell: object) -> str:
    """“1.2.3.4(山西-太原)” without the place."""
    text = written(cell)
    return text.partition("(")[0].partition("（")[0].rstrip()


def _phone(cell: object) -> str:
    text = written(cell)
    digits = text if text.isascii() and text.isdigit() else "".join(filter(str.isdigit, normal(text)))
    return digits if len(digits) >= PHONE_DIGITS else ""
