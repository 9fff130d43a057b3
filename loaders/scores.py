"""Experts' scores: how many points each district or certification body was given for each assessed indicator.

Either every indicator has a column, or every score a row. One expert or several: a column, a line above the table or
the sheet's name says who. The full marks stand in the heading （满分20分）, in a row or in a column of their own.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from data.reference import table
from loaders import forms, senders, tables
from loaders.document import Context, Document, Empty
from loaders.forms import Form, Place
from loaders.meanings import meaning
from loaders.reading import Row, Sheet
from loaders.tables import Table
from loaders.text import MISSING, normal, written
from locales import N_

KIND = "scores"
STAGED = ("row", "sheet", "unit", "scheme", "indicator", "expert", "judged", "value", "full_marks", "text")
TYPES = {"value": "DOUBLE", "full_marks": "DOUBLE"}
IDENTITY = ("unit", "indicator", "expert")  # what stays the same when a score is corrected
SUBJECT = "judged"  # unit, indicator and expert: on one sheet only
REPEATED = N_("工作表“{first}”和“{second}”里有同一位专家给同一单位同一项指标的评分。请只留一份，或写明各是哪位专家的")
ENOUGH = 2  # indicators that must have a column
FULL = frozenset({"满分", "满分值", "分值", "标准分", "总分值"})  # in the column of units: the row of the full marks
AROUND = frozenset({"平均", "平均分", "平均值", "均值", "最高分", "最低分", "得分率", "排名"})  # rows that are no unit
BLANK = MISSING | {"/", "\\", "-", "--", "—", "——", "无", "缺", "未评"}
_SCORE = re.compile(r"([+-]?\d{1,6}(?:\.\d{1,6})?)分?")
_FULL = re.compile(r"(?:满分|分值)?:?(?:为|是)?(\d{1,4}(?:\.\d{1,2})?)分?")
_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_EXPERT = re.compile(r"(?:评审|评分|打分)?(?:专家|评委)(?:姓名|签名|签字)?:(.+)")
_SHEET_OF_EXPERT = re.compile(r"专家|评委")
_PAPER = re.compile(r"工作成效|提升行动|绩效|综合|定性|评估|考核|评审|专家|打分|评分|得分|汇总|表|结果|指标|内容|及")


class Given(NamedTuple):
    """A score as it stands there: where, whom it is given, for what, by whom, and out of how many points."""

    at: Place
    unit: str
    indicator: str | None
    expert: str | None
    text: str
    full_marks: float | None


def recognises(sheet: Sheet, context: Context = Context()) -> int:
    """How many headings of the sheet are those of a table of scores; 0 if it is none."""
    found = tables.find(sheet, KIND)
    known = set(found.columns.values()) if found else set()
    if "unit" not in known or (len(known & _indicators()) < ENOUGH and not {"indicator", "score"} <= known):
        return 0
    return len(known)


def read(sheet: Sheet, context: Context = Context()) -> Document:
    """The scores of one sheet; what nobody can give to one unit, indicator and expert waits to be mended."""
    found = tables.find(sheet, KIND)
    assert found
    named = [found.unit, *(_PAPER.sub("", normal(text)) for text in (*found.above, sheet.name, context.file))]
    sender = senders.infer([text for text in named if text], context.region)
    year = forms.named_year([*found.above, sheet.name, context.file])
    form = Form(KIND, sheet)
    scheme = _scheme(_named(sheet, found), year)
    given = list(_given(form, sheet, found, _of_sheet(sheet, found)))
    if not given:
        raise Empty(N_("工作表“{sheet}”只有标题，没有评分。请确认填写后再导入"), sheet=sheet.name)
    home = sender if senders.is_region(sender) else context.region
    places = [place for one in given if (place := _take(form, one, scheme, home))]
    _hold_repeated(form, places)
    _report(form, {one.indicator for one in given}, scheme)
    experts = dict.fromkeys(one.expert for one in given if one.expert)
    return form.document(STAGED, year, sender, "、".join(sorted(experts)))


# --- what is assessed


@cache
def _schemes() -> Mapping[str, dict[str, dict[str, str]]]:
    """Every scheme's indicators by their keys."""
    schemes: dict[str, dict[str, dict[str, str]]] = {}
    for row in table("assessment_indicators"):
        schemes.setdefault(row["scheme"], {})[row["indicator"]] = row
    return schemes


@cache
def _indicators() -> frozenset[str]:
    return frozenset(row["indicator"] for row in table("assessment_indicators"))


def _named(sheet: Sheet, found: Table) -> set[str]:
    """The indicators that headings or, where every score has a row, cells name."""
    columns = set(found.columns.values()) & _indicators()
    at = next((position for position, name in found.columns.items() if name == "indicator"), None)
    rows = sheet.rows[found.first :] if at is not None and not columns else []
    return columns | ({name for row in rows if (name := _indicator(written(row[at])))} if at is not None else set())


def _scheme(named: set[str], year: int | None) -> str:
    """The scheme that has most of these indicators; of several the one in force in that year, else the newest."""

    def fit(scheme: str) -> tuple[int, int, int]:
        indicators = _schemes()[scheme]
        since = int(next(iter(indicators.values()))["since"])
        return len(named & indicators.keys()), int(year is None or since <= year), since

    return max(_schemes(), key=fit)


def _indicator(text: str) -> str | None:
    found = meaning(KIND, (text,)) if text else None
    return found if found in _indicators() else None


# --- the scores as they stand there


def _of_sheet(sheet: Sheet, found: Table) -> str | None:
    """The expert of a whole sheet: a line above the table, or the sheet's name."""
    for text in found.above:
        if match := _EXPERT.match(normal(text)):
            return match[1]
    return normal(sheet.name) if _SHEET_OF_EXPERT.search(sheet.name) and "汇总" not in sheet.name else None


def _given(form: Form, sheet: Sheet, found: Table, expert: str | None) -> Iterator[Given]:
    where = {name: position for position, name in found.columns.items()}
    lines = [(number, _filled(sheet, number - 1, where)) for number in range(found.first + 1, len(sheet.rows) + 1)]
    lines = [(number, row) for number, row in lines if not tables.is_aside(row)]
    rows = [(number, row) for number, row in lines if not _labels(row) & (FULL | AROUND)]
    if not set(where) & _indicators():
        yield from _a_row_a_score(found, where, rows, expert)
        return
    for position, indicator in _columns(form, found, rows):
        heading = found.headings[position]
        full = next((row[position] for _, row in lines if _labels(row) & FULL), None)
        marks = _number(written(full)) if full is not None else _in_brackets(heading)
        for number, row in rows:
            at = Place(number, heading, position)
            who = written(row[where["expert"]]) if "expert" in where else ""
            yield Given(at, written(row[where["unit"]]), indicator, who or expert, written(row[position]), marks)


def _a_row_a_score(
    found: Table, where: Mapping[str, int], rows: list[tuple[int, Row]], expert: str | None
) -> Iterator[Given]:
    for number, row in rows:
        cells = {name: written(row[position]) for name, position in where.items()}
        at = Place(number, found.headings[where["score"]], where["score"])
        marks = _number(cells.get("full_marks", "")) or _in_brackets(
            cells["indicator"] + found.headings[where["score"]]
        )
        indicator = _indicator(cells["indicator"])
        yield Given(at, cells["unit"], indicator, cells.get("expert") or expert, cells["score"], marks)


def _columns(form: Form, found: Table, rows: list[tuple[int, Row]]) -> Iterator[tuple[int, str | None]]:
    """The columns of indicators; an unknown one that holds nothing but numbers is an indicator nobody knows."""
    for position, name in found.columns.items():
        if name in _indicators():
            yield position, name
    for position in found.unknown:
        texts = [text for _, row in rows if (text := written(row[position]))]
        if texts and all(_number(text) is not None for text in texts):
            yield position, None
        elif texts:
            form.find(Place(found.first, found.headings[position], position), "", "heading_unknown")


def _labels(row: Row) -> set[str]:
    """The first two texts of a row, where it says that it is no unit's."""
    return {normal(text) for text in [text for text in map(written, row) if text][:2]}


def _filled(sheet: Sheet, index: int, where: Mapping[str, int]) -> Row:
    """A row with the unit and the expert that are merged down over it."""
    row = [*sheet.rows[index]]
    for (top, left), (bottom, _) in sheet.merged:
        if left in (where["unit"], where.get("expert"), where.get("indicator")) and top < index <= bottom:
            row[left] = sheet.rows[top][left]
    return row


def _number(text: str) -> float | None:
    match = _SCORE.fullmatch(normal(text))
    return float(match[1]) if match else None


def _in_brackets(heading: str) -> float | None:
    """The full marks that a heading gives: 组织发动举措（满分20分）."""
    for inside in _BRACKETS.findall(normal(heading)):
        if match := _FULL.fullmatch(inside):
            return float(match[1])
    return None


# --- what becomes of them


def _take(form: Form, one: Given, scheme: str, home: str | None) -> Place | None:
    """Load a score or hold it; where it was loaded, its place."""
    known = _schemes()[scheme].get(one.indicator or "")
    marks = one.full_marks or (float(known["full_marks"]) if known and known["full_marks"] else None)
    value = _number(one.text)
    unit = senders.infer([one.unit], home) if one.unit else None
    shown, rule = one.text, ""
    if normal(one.text) in BLANK:
        rule = "score_missing"
    elif not known:
        shown, rule = one.at.label, "indicator_unknown"
    elif not unit:
        shown, rule = one.unit, "unit_unknown"
    elif value is None:
        rule = "score_unreadable"
    elif marks is None:
        shown, rule = known["name"], "full_marks_missing"
    elif not 0 <= value <= marks:
        shown, rule = f"{one.text} / {marks:g}", "score_out_of_range"
    if rule:
        form.refuse(one.at, shown, rule)
        return None
    judged = " ".join((str(unit), str(one.indicator), one.expert or ""))
    who = {"unit": unit, "scheme": scheme, "indicator": one.indicator, "expert": one.expert, "judged": judged}
    form.take(one.at, value, one.text, full_marks=marks, **who)
    return one.at


def _hold_repeated(form: Form, places: list[Place]) -> None:
    """Of two scores by the same expert for the same thing nobody knows which one counts: both wait."""
    count = Counter(row["judged"] for row in form.rows)
    taken = list(zip(form.rows, places, strict=True))
    rows: dict[str, list[int]] = defaultdict(list)
    for row, _ in taken:
        rows[row["judged"]].append(row["row"])
    form.rows[:] = [row for row, _ in taken if count[row["judged"]] == 1]
    for row, at in taken:
        if count[row["judged"]] > 1:
            others = [number for number in rows[row["judged"]] if number != at.row] or [at.row]
            form.refuse(at, "、".join(map(str, others)), "score_repeated")


def _report(form: Form, given: set[str | None], scheme: str) -> None:
    """Say which of the experts' indicators are not there, and which scores will not be used."""
    for indicator, row in _schemes()[scheme].items():
        if row["source"] == "expert" and indicator not in given:
            form.find(Place(), row["name"], "figure_missing")
        elif row["source"] != "expert" and indicator in given:
            form.find(Place(), row["name"], "score_not_used")
