"""The telephone check (电话核查): the sheet of answers that `python -m metrics phone-sample` draws, filled in by who called.

Which words say that somebody was reached stands in data/reference/phone_check_words.csv. What is compared with the
questionnaire is the answer itself, found by its number when a version is built, never what the sheet repeats of it.
Telephone numbers, names of persons and remarks are read by nobody.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache, partial

from data.reference import table
from loaders import cells, registers, senders, tables
from loaders.cells import Column, Read
from loaders.document import Columns, Context, Document, Empty
from loaders.firms import name_key
from loaders.forms import named_year
from loaders.headings import options
from loaders.reading import Row, Sheet
from loaders.records import Records, is_blank, values
from loaders.resolvers import credit_codes
from loaders.tables import Table
from loaders.text import answered, key, normal, written
from locales import N_

KIND = "phone_check"
STAGED = ("row", "sheet", "response_id", "name_key", "credit_code", "reached", "q13_again", "q7_again", "called_on")
TYPES = {"reached": "BOOLEAN", "q13_again": "TINYINT", "q7_again": "TINYINT", "called_on": "TIMESTAMP"}
SUBJECT = "response_id"  # on one sheet only
REPEATED = N_("工作表“{first}”和“{second}”里有同一份答卷的核查结果。请只留最后一次核查的那一行")
AGAIN = {"q13_again": "q13", "q7_again": "q7"}  # what was asked again, and the question it repeats
FILLED = ("reached", *AGAIN, "called_on", "note")  # a telephone number may stand there before anybody has called
_ID = re.compile(r"(\d{1,9})-(\d{1,9})")
_PAPER = re.compile(r"小微企业质量管理体系认证提升行动|电话|核查|复核|回访|抽样|调查|结果|答卷|问卷|表")


def recognises(sheet: Sheet, context: Context = Context()) -> int:
    """How many headings of the sheet are those of a telephone check; 0 if it is none."""
    found = tables.find(sheet, KIND)
    known = set(found.columns.values()) if found else set()
    return len(known) if {"response_id", "reached"} <= known else 0


def read(sheet: Sheet, context: Context = Context()) -> Document:
    """The calls of one sheet; rows of answers that nobody has called about yet are left out, and counted."""
    found = tables.find(sheet, KIND)
    assert found
    where = {name: position for position, name in found.columns.items()}
    below = range(found.first, len(sheet.rows))
    waiting = {at for at in below if _waits(sheet.rows[at], where)}
    records = Records(KIND, sheet, found.first, found.headings, tables.asides, waiting)
    if not len(records):
        raise Empty(N_("工作表“{sheet}”里还没有核查结果。请填写“是否接通”后再导入"), sheet=sheet.name)
    if waiting:
        records.find_in_sheet("check_not_called", str(len(waiting)))
    registers.report_unread(records, found)
    by = {name: records.column(position) for position, name in found.columns.items()}
    columns = _columns(by, records)
    _check(records, where, columns)
    named = [found.unit, *(_PAPER.sub("", normal(text)) for text in (*found.above, sheet.name, context.file))]
    sender = senders.infer([text for text in named if text], context.region)
    document = records.document(columns, _year(by, [*found.above, sheet.name, context.file]), sender)
    return document._replace(subject=_subject(sheet, found, where["response_id"]))


def _waits(row: Row, where: Mapping[str, int]) -> bool:
    """Whether nobody has called about the answer of a row yet."""
    if is_blank(row) or tables.is_aside(list(row)):
        return False
    filled = {name: text for name in FILLED if name in where and (text := normal(written(row[where[name]])))}
    return not filled or (
        set(filled) <= {"reached", "note"} and _word("reached", filled.get("reached")) == "not_called"
    )


def _subject(sheet: Sheet, found: Table, position: int) -> str:
    """Which answers a sheet is about, called or not: another batch of the same sender does not replace this one."""
    numbers = [text for row in sheet.rows[found.first :] if _ID.fullmatch(text := normal(written(row[position])))]
    return f"{numbers[0]}…{numbers[-1]} ({len(numbers)})" if numbers else ""


def _year(by: Mapping[str, Column], texts: list[str]) -> int | None:
    """The round that most rows name, else the year that the file names."""
    years = Counter(filter(None, (named_year([written(cell)]) for cell in (by["year"].cells if "year" in by else ()))))
    return years.most_common(1)[0][0] if years else named_year(texts)


def _columns(by: Mapping[str, Column], records: Records) -> Columns:
    count = len(records)
    columns: Columns = {
        "response_id": by["response_id"].read(_response_id),
        "name_key": values(by.get("name"), count, _name),
        "credit_code": values(by.get("credit_code"), count, _credit_code),
        "reached": by["reached"].read(_reached),
        "called_on": values(by.get("called_on"), count, _day),
    }
    for name, question in AGAIN.items():
        columns[name] = values(by.get(name), count, partial(_again, question))
    return columns


# --- single cells


@cache
def _words(column: str) -> Mapping[str, str]:
    rows = [row for row in table("phone_check_words") if row["column"] == column]
    return {normal(row["word"]).upper(): row["meaning"] for row in rows}


def _word(column: str, text: object) -> str | None:
    """What a word means in a column, whatever remark in brackets follows it."""
    plain = normal(written(text)).upper()
    return _words(column).get(plain) or _words(column).get(re.sub(r"\([^()]*\)$", "", plain).rstrip("。.!"))


def _response_id(cell: object) -> Read:
    """The number of an answer; Excel makes dates of such numbers, and from a date nobody gets it back."""
    text = normal(written(cell))
    if not text:
        return None, "response_id_missing"
    match = _ID.fullmatch(text)
    return (f"{int(match[1])}-{int(match[2])}", "") if match else (None, "response_id_unreadable")


def _name(cell: object) -> Read:
    text = answered(cell)
    return name_key(text) if text else None, ""


def _credit_code(cell: object) -> Read:
    """A sound code, to be held against the answer's; any other says nothing."""
    code = credit_codes.normalise(written(cell))
    return code if credit_codes.is_valid(code) else None, ""


def _reached(cell: object) -> Read:
    if not normal(written(cell)):
        return None, "reached_missing"
    meaning = _word("reached", cell)
    return (meaning == "yes", "") if meaning in ("yes", "no") else (None, "reached_unknown")


def _again(question: str, cell: object) -> Read:
    """The option that was named on the telephone, by its number, its text or both; None where there was no answer."""
    text = written(cell)
    if not normal(text) or _word("answer", cell) == "none":
        return None, ""
    known = options(question)
    numbered = {f"{position}{alias}": position for alias, position in known.items()}
    numbered |= {str(position): position for position in known.values()}
    position = known.get(key(text)) or numbered.get(key(text))
    return position, "" if position else "answer_unknown"


def _day(cell: object) -> Read:
    value, rule = cells.time(cell)
    return value, "call_date_unreadable" if rule else ""


# --- what rows say of one another


def _check(records: Records, where: Mapping[str, int], columns: Columns) -> None:
    """Hold rows that contradict themselves, and those that speak of the same answer: nobody knows which one counts."""
    rows: dict[str, list[int]] = defaultdict(list)
    for index, number in enumerate(columns["response_id"]):
        if number:
            rows[number].append(index)
        if columns["reached"][index] is False and any(columns[name][index] for name in AGAIN):
            records.find(where["reached"], index, "answered_unreached", written(records.cell(where["reached"], index)))
    for same in rows.values():
        for index in same if len(same) > 1 else ():
            others = "、".join(str(records.numbers[other]) for other in same if other != index)
            records.find(where["response_id"], index, "check_repeated", others)
