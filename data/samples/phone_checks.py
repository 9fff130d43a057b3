"""A telephone check of Shanxi in 2022, filled in: made up like the answers it asks again, and the same every time.

The numbers of answers are those of the version it is drawn from, as they are when a bureau draws its own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from data.forms import phone_check
from data.forms.questionnaire import option_texts

YEAR, PROVINCE = 2022, "140000"
FILE = "2022年度山西省电话核查表.xlsx"
UNIT = "填报单位：山西省市场监督管理局"
CREATED = datetime(2022, 12, 9)
FIRST_DAY = datetime(2022, 11, 28)
SIZE, CALLED, REACHED, ASKED, SAME = 120, 0.9, 0.85, 0.95, 0.92  # answers, and the shares of them, one of the other

Row = dict[str, Any]


def draw(answers: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Rows of the sheet: some of these answers, in their order, with what was said on the telephone."""
    rng = Random(YEAR)
    chosen = sorted(rng.sample(range(len(answers)), min(SIZE, len(answers))))
    return [{**answers[at], **_called(rng, answers[at])} for at in chosen]


def _called(rng: Random, answer: Mapping[str, Any]) -> Row:
    """What a call adds; nothing where nobody has called yet."""
    if rng.random() > CALLED:
        return {}
    called: Row = {"called_on": f"{FIRST_DAY + timedelta(days=rng.randrange(10)):%Y/%m/%d}"}
    if rng.random() > REACHED:
        return {**called, "reached": phone_check.UNREACHED, "note": rng.choice(("无人接听", "关机", "空号", ""))}
    called["reached"] = phone_check.REACHED
    for question in ("q13", "q7"):
        if answer[question] is not None and rng.random() < ASKED:
            others = [position for position in option_texts(question) if position != answer[question]]
            called[f"{question}_again"] = answer[question] if rng.random() < SAME else rng.choice(others[:2])
    return called


def expected(rows: Sequence[Row]) -> dict[str, tuple[int, int]]:
    """What a hand counts: reached of those called, and agreeing of the questions that were asked again."""
    called = [row for row in rows if "reached" in row]
    asked = {name: [row for row in called if f"{name}_again" in row] for name in ("q13", "q7")}
    same = {name: sum(row[name] == row[f"{name}_again"] for row in of) for name, of in asked.items()}
    return {
        "reached": (sum(row["reached"] == phone_check.REACHED for row in called), len(called)),
        "agreement": (sum(same.values()), sum(map(len, asked.values()))),
        **{name: (same[name], len(asked[name])) for name in asked},
    }


def write(folder: Path, rows: Sequence[Row]) -> Path:
    """Write the sheet into a folder."""
    with xlsxwriter.Workbook(folder / FILE) as book:
        book.set_properties({"created": CREATED})
        phone_check.draw(book, rows, UNIT)
    return folder / FILE
