"""Charts as a workbook: their numbers, a native Excel chart where one fits, and a sheet that says what they mean."""

import io
import re
from collections.abc import Callable, Sequence

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from charts import doughnut, stacks
from charts.chart import (
    Caption,
    Chart,
    Crossed,
    Doughnut,
    Dumbbells,
    Heads,
    Multiples,
    Number,
    Pair,
    RankedBars,
    Stacks,
    Table,
    Trend,
    is_empty,
)
from charts.office import SLIM
from charts.table import entries, frame
from charts.tokens import LIGHT, text_width

# One name for both languages: a formula or a link into the workbook survives a change of language.
DATA, CROSSED, NOTES, INDEX = "数据 Data", "交叉 Crosstab", "口径 Notes", "目录 Index"
UNFIT = re.compile(r"[\[\]:*?/\\']")  # what Excel does not allow in the name of a sheet
LONGEST = 31  # UTF-16 units of the name of a sheet
HEAD = 2
A4 = 9
GENERAL = "General"
WIDTH, ACROSS = 560, 9  # of a native chart in px, and in columns of the usual width
ROW = 20  # px of a row
ABREAST = 2  # of small charts


def workbook(chart: Chart | Table, notes: Sequence[tuple[str, str]]) -> bytes:
    """Return an xlsx: the numbers in full precision, and `notes` as label and value pairs on the last sheet.

    What is crossed has a sheet besides where it stands row by column, with what the numbers stand on below.

    No cell is a formula or a link, whatever a name begins with.
    """

    def fill(book: xlsxwriter.Workbook) -> None:
        _sheets(book, chart, DATA, CROSSED)
        _notes(book, notes)

    return _written(fill)


def collection(
    charts: Sequence[Chart | Table],
    facts: Sequence[tuple[str, str]],
    heads: tuple[str, str],
    notes: Sequence[tuple[str, str]],
) -> bytes:
    """Return an xlsx of several charts, each on the sheets of `workbook`, behind one that lists them.

    That one opens with `facts` as label and value pairs; `heads` stand over the sheets' names and the titles.
    """
    names = [_name(place, chart.caption.title) for place, chart in enumerate(charts, 1)]

    def fill(book: xlsxwriter.Workbook) -> None:
        _index(book, facts, heads, [(name, chart.caption) for name, chart in zip(names, charts, strict=True)])
        for place, (name, chart) in enumerate(zip(names, charts, strict=True), 1):
            _sheets(book, chart, name, f"{place} {CROSSED}")
        _notes(book, notes)

    return _written(fill)


def _written(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        fill(book)
    return target.getvalue()


def _name(place: int, title: str) -> str:
    """“2 各省满意率”: no two sheets have the same number."""
    name = f"{place} {UNFIT.sub(' ', title)}".encode("utf-16-le")[: 2 * LONGEST]
    return name.decode("utf-16-le", errors="ignore").rstrip()


def _sheets(book: xlsxwriter.Workbook, chart: Chart | Table, data: str, crossed: str) -> None:
    _data(book.add_worksheet(data), book, chart)
    if isinstance(chart, Crossed):
        _crossed(book.add_worksheet(crossed), book, chart)


def _index(
    book: xlsxwriter.Workbook,
    facts: Sequence[tuple[str, str]],
    heads: tuple[str, str],
    listed: Sequence[tuple[str, Caption]],
) -> None:
    """What the workbook is about, then its sheets with their titles and sentences."""
    sheet = book.add_worksheet(INDEX)
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    rule = book.add_format({"bold": True, "top": 2, "bottom": 1})
    _labelled(book, sheet, facts)
    top = len(facts) + 1
    for column, head in enumerate((*heads, "")):
        sheet.write_string(top, column, head, rule)
    for row, (name, caption) in enumerate(listed, top + 1):
        for column, text in enumerate((name, caption.title, caption.sentence)):
            sheet.write_string(row, column, text, wrapped)
    for column, width in enumerate((34, 44, 70)):
        sheet.set_column(column, column, width)
    _across(sheet)


def _data(sheet: Worksheet, book: xlsxwriter.Workbook, chart: Chart | Table) -> None:
    table = frame(chart)
    last = len(table.columns) - 1
    _words(book, sheet, chart.caption, last)
    _head(book, sheet, [(head, table[head]) for head in table.columns], HEAD)
    for column, head in enumerate(table.columns):
        _column(book, sheet, column, table[head], *_shown(chart, column, table[head]), HEAD)
    bottom = HEAD + len(table)
    _source(book, sheet, chart.caption, bottom + 2)
    drawn = isinstance(chart, RankedBars | Dumbbells | Trend | Doughnut) and not is_empty(chart)
    below = 0
    if isinstance(chart, RankedBars) and drawn:
        below = _bars(book, sheet, chart, list(table.columns))
    elif isinstance(chart, Dumbbells):
        below = _pairs(book, sheet, chart, list(table.columns))
    elif isinstance(chart, Trend) and drawn:
        below = _line(book, sheet, chart, list(table.columns))
    elif isinstance(chart, Doughnut) and drawn:
        below = _ring(book, sheet, chart, list(table.columns))
    _page(sheet, max(bottom + 3, below), last + (1 + ACROSS if drawn else 0))


def _words(book: xlsxwriter.Workbook, sheet: Worksheet, caption: Caption, last: int) -> None:
    """What stands above a table: title, sentence, and the unit over the last column."""
    sheet.write_string(0, 0, caption.title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, " · ".join(filter(None, (caption.sentence, caption.note))))
    sheet.write_string(1, last, caption.unit, book.add_format({"align": "right", "font_color": LIGHT.soft}))


def _source(book: xlsxwriter.Workbook, sheet: Worksheet, caption: Caption, row: int) -> None:
    """What stands below it."""
    for at, text in enumerate(filter(None, (caption.footer, caption.note)), row):
        sheet.write_string(at, 0, text, book.add_format({"font_size": 9, "font_color": LIGHT.soft}))


def _crossed(sheet: Worksheet, book: xlsxwriter.Workbook, chart: Crossed) -> None:
    """The numbers row by column, those of the whole last, then their denominators, then a native chart if one fits."""
    heads, last = chart.heads, len(chart.columns)
    _words(book, sheet, chart.caption, last)
    lines = [(row.label, cells) for row, cells in zip(chart.rows, chart.cells, strict=True)]
    if isinstance(chart, Multiples):
        lines.append((chart.key[1], chart.whole))
    labels, cells = [label for label, _ in lines], [line for _, line in lines]
    blocks = [(heads.value, chart.number_format, [[cell.value for cell in line] for line in cells])]
    if heads.denominator:
        blocks.append((heads.denominator, GENERAL, [[cell.denominator for cell in line] for line in cells]))
    names, top = pd.Series(labels, dtype="str"), HEAD
    for name, number_format, block in blocks:
        numbers = [pd.Series(values, dtype="float64") for values in zip(*block, strict=True)]
        columns = [(f"{heads.label} × {heads.across} · {name}", names)]
        columns += [(column.label, values) for column, values in zip(chart.columns, numbers, strict=True)]
        _head(book, sheet, columns, top)
        _column(book, sheet, 0, names, number_format, [""] * len(names), top)
        for at, values in enumerate(numbers, 1):
            texts = [line[at - 1].text for line in cells]
            _column(book, sheet, at, values, number_format, texts, top)
        top += len(names) + 2
    _source(book, sheet, chart.caption, top)
    right, below = last, top + 1
    if isinstance(chart, Stacks):
        below = _stacked(book, sheet, chart, top + 3)
        right = max(last, ACROSS)
    elif isinstance(chart, Multiples):
        below = _panels(book, sheet, chart, top + 3)
        right = max(last, ABREAST * ACROSS)
    _page(sheet, below, right)


def _stacked(book: xlsxwriter.Workbook, sheet: Worksheet, chart: Stacks, top: int) -> int:
    """A native chart of stacked bars below the table, one series a level; the row below it."""
    first, last = HEAD + 1, HEAD + len(chart.rows)
    bars = book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, color in enumerate(stacks.palette(chart, LIGHT), 1):
        bars.add_series(
            {
                "name": [sheet.name, HEAD, column],
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, column, last, column],
                "fill": {"color": color},
                "border": {"color": LIGHT.edge},
                "gap": 60,
            }
        )
    bars.set_title({"name": [sheet.name, 0, 0], "name_font": {"size": 12}, "overlay": False})
    bars.set_legend({"position": "bottom"})
    bars.set_y_axis({"reverse": True, "num_font": {"size": 9}, "line": {"color": LIGHT.rule}})
    grid = {"visible": True, "line": {"color": LIGHT.grid}}
    bars.set_x_axis({"min": 0, "max": 1, "num_format": "0%", "major_gridlines": grid, "label_position": "high"})
    tall = 130 + 22 * len(chart.rows)
    bars.set_size({"width": WIDTH, "height": tall})
    sheet.insert_chart(top, 0, bars, {"description": chart.caption.sentence or chart.caption.title})
    return top + tall // ROW + 1


def _panels(book: xlsxwriter.Workbook, sheet: Worksheet, chart: Multiples, top: int) -> int:
    """A native chart for each row beside the whole, below the table; the row below them all."""
    whole, last = HEAD + 1 + len(chart.rows), len(chart.columns)
    tall = 130 + 30 * last
    for place, name in enumerate(chart.rows):
        bars = book.add_chart({"type": "bar"})
        for row, color in ((HEAD + 1 + place, LIGHT.bar), (whole, LIGHT.soft)):
            bars.add_series(
                {
                    "name": [sheet.name, row, 0],
                    "categories": [sheet.name, HEAD, 1, HEAD, last],
                    "values": [sheet.name, row, 1, row, last],
                    "fill": {"color": color},
                    "border": {"color": LIGHT.edge},
                    "gap": 60,
                }
            )
        bars.set_title({"name": [sheet.name, HEAD + 1 + place, 0], "name_font": {"size": 12}, "overlay": False})
        bars.set_legend({"position": "bottom"})
        bars.set_y_axis({"reverse": True, "num_font": {"size": 9}, "line": {"color": LIGHT.rule}})
        grid = {"visible": True, "line": {"color": LIGHT.grid}}
        limits = {"min": 0, "max": chart.top, "major_gridlines": grid, "label_position": "high"}
        bars.set_x_axis({**limits, "num_format": "0%"})
        bars.set_size({"width": WIDTH, "height": tall})
        line, column = divmod(place, ABREAST)
        at = {"description": name.label, "x_offset": column * WIDTH}
        sheet.insert_chart(top + line * (tall // ROW + 1), 0, bars, at)
    return top + -(-len(chart.rows) // ABREAST) * (tall // ROW + 1)


def _head(book: xlsxwriter.Workbook, sheet: Worksheet, columns: Sequence[tuple[str, pd.Series]], top: int) -> None:
    rules = {"bold": True, "top": 2, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
    for column, (head, values) in enumerate(columns):
        text = pd.api.types.is_string_dtype(values.dtype)
        sheet.write_string(top, column, head, book.add_format({**rules, "align": "left" if text else "right"}))
        longest = max([text_width(head), *(text_width(str(cell)) for cell in values if text)])
        sheet.set_column(column, column, min(max(longest / 7 + 2, 9), 40))


def _column(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    column: int,
    values: pd.Series,
    number_format: str,
    whys: Sequence[str],
    top: int,
) -> None:
    """Texts as text, numbers as numbers; where a value is missing, the words that say why."""
    styles: list[dict[str, object]] = [{"num_format": number_format}, {"num_format": number_format, "bottom": 1}]
    numbers = [book.add_format(style) for style in styles]
    texts = [book.add_format({**style, "num_format": "@"}) for style in styles]
    gaps = [book.add_format({**style, "align": "right"}) for style in styles]
    for row, (value, why) in enumerate(zip(values, whys, strict=True), top + 1):
        last = row == top + len(values)
        if isinstance(value, str):
            sheet.write_string(row, column, value, texts[last])
        elif pd.isna(value):
            sheet.write_string(row, column, why, gaps[last])
        else:
            sheet.write_number(row, column, value, numbers[last])


def _shown(chart: Chart | Table, column: int, values: pd.Series) -> tuple[str, list[str]]:
    """The format of a column, and of each of its numbers the words that stand where there is none."""
    if isinstance(chart, Table):
        return chart.columns[column].number_format, [chart.missing] * len(values)
    heads = chart.heads
    measured = (heads.before, heads.value, heads.change, heads.low, heads.high)
    whys = [_why_missing(number, heads, values.name) for _, _, number in entries(chart)]
    return chart.number_format if values.name in measured else GENERAL, whys


def _why_missing(number: Number, heads: Heads, head: object) -> str:
    if head == heads.value:
        return number.text
    return number.change_text if isinstance(number, Pair) and head == heads.change else ""


def _bars(book: xlsxwriter.Workbook, sheet: Worksheet, chart: RankedBars, heads: list[str]) -> int:
    """A native chart beside the table; the row below it."""
    first, last = HEAD + 1, HEAD + len(chart.marks)
    label, value = heads.index(chart.heads.label), heads.index(chart.heads.value)
    named = {"fill": {"color": LIGHT.accent}, "border": {"color": LIGHT.accent_ink}}
    # Excel takes a text for 0 and would label it so.
    labels = [{"delete": True} if mark.value is None else None for mark in chart.marks]
    bars = book.add_chart({"type": "bar"})
    bars.add_series(
        {
            "name": [sheet.name, HEAD, value],
            "categories": [sheet.name, first, label, last, label],
            "values": [sheet.name, first, value, last, value],
            "fill": {"color": LIGHT.bar},
            "border": {"color": LIGHT.edge},
            "gap": 60,
            "data_labels": {"value": True, "num_format": chart.number_format, "custom": labels},
            "points": [named if mark.named else None for mark in chart.marks],
        }
    )
    # The title by reference: a title given as text becomes a formula if it begins with "=".
    bars.set_title({"name": [sheet.name, 0, 0], "name_font": {"size": 12}, "overlay": False})
    bars.set_legend({"none": True})
    bars.set_y_axis({"reverse": True, "num_font": {"size": 9}, "line": {"color": LIGHT.rule}})
    grid = {"visible": True, "line": {"color": LIGHT.grid}}
    limits = {"min": 0, "max": chart.top, "major_gridlines": grid, "label_position": "high"}
    bars.set_x_axis({**limits, "num_format": "0%" if chart.number_format.endswith("%") else chart.number_format})
    tall = 110 + 22 * len(chart.marks)
    bars.set_size({"width": WIDTH, "height": tall})
    sheet.insert_chart(HEAD, len(heads) + 1, bars, {"description": chart.caption.sentence or chart.caption.title})
    return HEAD + tall // ROW + 1


def _line(book: xlsxwriter.Workbook, sheet: Worksheet, chart: Trend, heads: list[str]) -> int:
    """A native line chart beside the table; the row below it.

    The program that writes it cannot leave out a part of a line: where not all years compare, there are points only.
    """
    first, last = HEAD + 1, HEAD + len(chart.marks)
    label, value = heads.index(chart.heads.label), heads.index(chart.heads.value)
    joined = all(mark.joined for mark in chart.marks[1:])
    line = book.add_chart({"type": "line"})
    line.add_series(
        {
            "name": [sheet.name, HEAD, value],
            "categories": [sheet.name, first, label, last, label],
            "values": [sheet.name, first, value, last, value],
            "line": {"color": LIGHT.strong, "width": 2} if joined else {"none": True},
            "marker": {"type": "circle", "size": 7, "fill": {"color": LIGHT.strong}, "border": {"color": LIGHT.strong}},
            "data_labels": {"value": True, "num_format": chart.number_format, "position": "above"},
        }
    )
    line.set_title({"name": [sheet.name, 0, 0], "name_font": {"size": 12}, "overlay": False})
    line.set_legend({"none": True})
    grid = {"visible": True, "line": {"color": LIGHT.grid}}
    low, high = chart.span
    line.set_y_axis({"min": max(low, 0), "max": high, "num_format": chart.number_format, "major_gridlines": grid})
    tall = 300
    line.set_size({"width": WIDTH, "height": tall})
    sheet.insert_chart(HEAD, len(heads) + 1, line, {"description": chart.caption.sentence or chart.caption.title})
    return HEAD + tall // ROW + 1


def _ring(book: xlsxwriter.Workbook, sheet: Worksheet, chart: Doughnut, heads: list[str]) -> int:
    """A native ring beside the table, with a key; the row below it. Slim parts have no room for a label."""
    first, last = HEAD + 1, HEAD + len(chart.marks)
    label, value = heads.index(chart.heads.label), heads.index(chart.heads.value)
    ring = book.add_chart({"type": "doughnut"})
    ring.add_series(
        {
            "name": [sheet.name, HEAD, value],
            "categories": [sheet.name, first, label, last, label],
            "values": [sheet.name, first, value, last, value],
            "points": [
                {"fill": {"color": color}, "border": {"color": LIGHT.edge}} for color in doughnut.palette(chart, LIGHT)
            ],
            "data_labels": {
                "value": True,
                "num_format": chart.number_format,
                "custom": [
                    {"delete": True} if (mark.value or 0) < SLIM else {"font": {"color": ink}}
                    for mark, ink in zip(chart.marks, doughnut.inks(chart, LIGHT), strict=True)
                ],
            },
        }
    )
    ring.set_hole_size(round(100 * doughnut.HOLE))
    ring.set_title({"name": [sheet.name, 0, 0], "name_font": {"size": 12}, "overlay": False})
    ring.set_legend({"position": "right"})
    tall = 300
    ring.set_size({"width": WIDTH, "height": tall})
    sheet.insert_chart(HEAD, len(heads) + 1, ring, {"description": chart.caption.sentence or chart.caption.title})
    return HEAD + tall // ROW + 1


def _pairs(book: xlsxwriter.Workbook, sheet: Worksheet, chart: Dumbbells, heads: list[str]) -> int:
    """Before and after as paired bars: a native chart for each group of rows, one below another; the row below all."""
    label, across = heads.index(chart.heads.label), chart.heads.across
    first, top = HEAD + 1, HEAD
    for group in (group for group in chart.groups if group.marks):
        last = first + len(group.marks) - 1
        bars = book.add_chart({"type": "bar"})
        for head, fill, edge in (
            (chart.heads.before, LIGHT.paper, LIGHT.edge),
            (chart.heads.value, LIGHT.bar, LIGHT.edge),
        ):
            column = heads.index(head)
            bars.add_series(
                {
                    "name": [sheet.name, HEAD, column],
                    "categories": [sheet.name, first, label, last, label],
                    "values": [sheet.name, first, column, last, column],
                    "fill": {"color": fill},
                    "border": {"color": edge},
                    "gap": 60,
                    "data_labels": {"value": True, "num_format": chart.number_format},
                }
            )
        named = [sheet.name, first, heads.index(across)] if across else [sheet.name, 0, 0]
        bars.set_title({"name": named, "name_font": {"size": 12}, "overlay": False})
        bars.set_legend({"position": "bottom"})
        bars.set_y_axis({"reverse": True, "num_font": {"size": 9}, "line": {"color": LIGHT.rule}})
        grid = {"visible": True, "line": {"color": LIGHT.grid}}
        bars.set_x_axis({"min": 0, "major_gridlines": grid, "label_position": "high"})
        tall = 130 + 40 * len(group.marks)
        bars.set_size({"width": WIDTH, "height": tall})
        sheet.insert_chart(top, len(heads) + 1, bars, {"description": group.name})
        first, top = last + 1, top + tall // ROW + 1
    return top


def _page(sheet: Worksheet, bottom: int, right: int) -> None:
    sheet.freeze_panes(HEAD + 1, 0)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.repeat_rows(0, HEAD)
    sheet.print_area(0, 0, bottom, right)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")


def _notes(book: xlsxwriter.Workbook, notes: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(NOTES)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    _labelled(book, sheet, notes)
    _across(sheet)


def _labelled(book: xlsxwriter.Workbook, sheet: Worksheet, pairs: Sequence[tuple[str, str]]) -> None:
    """Label and value pairs from the first row on."""
    bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for row, (label, value) in enumerate(pairs):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, value, wrapped)


def _across(sheet: Worksheet) -> None:
    """One page wide, as the other sheets are."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
