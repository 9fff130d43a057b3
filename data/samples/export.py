"""A 问卷星 "按文本" export: its headings, the columns the platform adds, its marks, and the file."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

from data.forms.questionnaire import heading, option_texts, questions
from data.samples.firms import Place, short_names
from data.samples.writing import OTHER

EMPTY = "(空)"

LEADING_COLUMNS = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP")
SOURCES = (("手机提交", "直接访问"), ("微信", "N/A"), ("链接", "直接访问"))
DOCUMENTATION_NETS = ("192.0.2", "198.51.100", "203.0.113")


def headings(form: int) -> list[str]:
    """The header row; the export numbers the two unnumbered 选填题 too, which shifts what follows."""
    rows = questions(form)
    numbers = {name: number for number, name in enumerate(dict.fromkeys(row["question"] for row in rows), 1)}
    seen = Counter[str]()
    columns = list(LEADING_COLUMNS)
    for row in rows:
        seen[row["question"]] += 1
        columns.append(heading(row, numbers[row["question"]], seen[row["question"]]))
    return columns


def moments(rng: Random, count: int, first: datetime, days: int) -> list[datetime]:
    """Times of submission in order, mostly in working hours."""
    hours = {8: 6, 9: 14, 10: 16, 11: 10, 12: 4, 13: 5, 14: 13, 15: 14, 16: 11, 17: 7, 19: 3, 20: 3, 21: 2}
    drawn = rng.choices(list(hours), list(hours.values()), k=count)
    return sorted(first + timedelta(rng.randrange(days), rng.randrange(3600), hours=hour) for hour in drawn)


def leading_cells(rng: Random, place: Place, moment: datetime) -> list[str]:
    """Time, duration, source and address, as the platform adds them."""
    province, city = short_names(place)
    address = f"{rng.choice(DOCUMENTATION_NETS)}.{rng.randrange(1, 255)}"
    return [
        f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment:%M:%S}",
        f"{max(48, round(rng.lognormvariate(5.4, 0.6)))}秒",
        *rng.choices(SOURCES, (5, 4, 1))[0],
        f"{address}({province}-{province if place['province'].endswith('市') else city})",
    ]


def multiple(rng: Random, question: str, ticks: set[int], text: str = "") -> str:
    """Ticked options of one question in one cell; the last option carries its own text."""
    options = option_texts(question)
    ticked = [options[option] for option in sorted(ticks)]
    if len(options) in ticks:
        printed, phrases = OTHER[question]
        ticked[-1] = f"{printed}〖{text or rng.choice(phrases)}〗"
    return "┋".join(ticked)


def write(path: Path, form: int, answers: Sequence[list[str]], created: datetime) -> None:
    """Write the export: one sheet, all cells text; a fixed date keeps the file the same to the byte."""
    rows = [[str(number), *cells] for number, cells in enumerate(answers, 1)]
    with xlsxwriter.Workbook(path, {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        book.set_properties({"created": created})
        sheet = book.add_worksheet("Sheet1")
        for index, row in enumerate([headings(form), *rows]):
            for column, text in enumerate(row):
                sheet.write_string(index, column, text)
