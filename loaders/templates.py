"""Fill-in templates: workbooks whose drop-downs, hints and headings are the ones that the loaders read without a question.

A template speaks Chinese whoever asks for it: it is a paper of the campaign. Its wording stands in
data/reference/template_columns.csv and template_notes.csv.
"""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from data.errors import Refused
from data.forms import phone_check as phone_sheet
from data.forms import pilot_table, score_table, statistics_table
from data.forms.statistics_table import Statistics
from data.reference import table
from loaders import (
    cases,
    issues,
    ledger,
    materials,
    phone_check,
    pilot,
    questionnaire,
    recommendations,
    scores,
    senders,
    statistics,
)
from loaders.examples import LISTS, NOTES
from loaders.resolvers import bodies
from loaders.template_fields import (
    Field,
    case_fields,
    current_regions,
    ledger_fields,
    places,
    questionnaire_fields,
    region_name,
    register_fields,
)

CAMPAIGN = "小微企业质量管理体系认证提升行动"
ROWS = 2000  # that have drop-downs
A4 = 9
WIDEST_FROZEN = 3  # columns: number, name, code
BUREAUS = {"120000": "市场监督管理委员会"}
BUREAU = "市场监督管理局"


class Ranges:
    """The lists of a workbook on a hidden sheet: one column each, however many columns offer it."""

    def __init__(self, book: xlsxwriter.Workbook):
        self._sheet = book.add_worksheet(LISTS)
        self._sheet.hide()
        self._known: dict[tuple[str, ...], str] = {}

    def of(self, options: tuple[str, ...]) -> str:
        """A reference to the options."""
        if options not in self._known:
            column = len(self._known)
            self._sheet.write_column(0, column, options)
            letter = xlsxwriter.utility.xl_col_to_name(column)
            self._known[options] = f"='{LISTS}'!${letter}$1:${letter}${len(options)}"
        return self._known[options]


def write(kind: str, path: Path | BinaryIO, *, year: int, sender: str | None = None) -> None:
    """Write the template of a kind for a sender: a region code, an approval number, or None for anybody.

    Refused where there is no such sender, where the kind is no paper of his, or where the file exists.
    """
    _refuse(kind, sender)
    if isinstance(path, Path):
        _save(path, content(kind, year=year, sender=sender))
        return
    with xlsxwriter.Workbook(path, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        KINDS[kind](book, year, sender)
        _notes(book, kind)


def _save(path: Path, made: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(made)
    except FileExistsError as error:
        raise Refused("文件“{file}”已经存在，没有改动。请换一个文件名，或先移走它", file=path) from error
    except FileNotFoundError as error:
        raise Refused("没有文件夹“{folder}”。请先建立，或换一个位置", folder=path.parent) from error


def content(kind: str, *, year: int, sender: str | None = None) -> bytes:
    """The template as the bytes of a workbook."""
    target = io.BytesIO()
    write(kind, target, year=year, sender=sender)
    return target.getvalue()


def kinds(sender: str | None) -> list[str]:
    """The kinds a sender may fill in: what a certification body reports are its firms and their answers."""
    return [kind for kind in KINDS if kind not in OF_REGIONS or sender is None or senders.is_region(sender)]


def file_name(kind: str, *, year: int, sender: str | None = None) -> str:
    """A name that says what the loaders ask of a file: whose it is, of what year, and what."""
    name = (region_name(sender) if senders.is_region(sender) else bodies.names().get(sender, sender)) if sender else ""
    return f"{year}年度{name}{TITLES[kind]}.xlsx"


def _refuse(kind: str, sender: str | None) -> None:
    if sender and sender not in current_regions() and not bodies.NUMBER.fullmatch(sender):
        raise Refused("没有报送单位“{sender}”。请写地区代码（如 140100）或认证机构批准号", sender=sender)
    if kind not in kinds(sender):
        raise Refused("“{title}”由各地区填报，认证机构不填。报送单位请写地区代码", title=TITLES[kind])


def unit_line(sender: str | None) -> str:
    """The unit line; a body's has its approval number, which says more than a name that changes."""
    if sender is None:
        return "填报单位："
    if not senders.is_region(sender):
        return f"填报单位：{bodies.names().get(sender, '')}　　批准号：{sender}"
    bureau = BUREAUS.get(sender, BUREAU)
    name = current_regions()[sender]["name"] + bureau
    return "填报单位：" + (name if senders.infer([name], None) == sender else region_name(sender) + bureau)


# --- tables to fill in, a row a firm or whatever is listed


def _ledger(book: xlsxwriter.Workbook, year: int, sender: str | None) -> None:
    title = f"{year}年度{CAMPAIGN}帮扶企业台账"
    _table(book, "帮扶企业台账", (title, unit_line(sender)), list(ledger_fields(sender)))


def _questionnaire(book: xlsxwriter.Workbook, year: int, sender: str | None) -> None:
    title = f"{year}年{CAMPAIGN}企业调查问卷（纸质答卷录入表）"
    _table(book, "纸质答卷录入表", (title, unit_line(sender)), list(questionnaire_fields(year, sender)))


def _cases(book: xlsxwriter.Workbook, year: int, sender: str | None) -> None:
    title = f"{year}年度{CAMPAIGN}优良案例推荐名单"
    _table(book, "优良案例", (title, unit_line(sender)), list(case_fields(sender)))


def _recommendations(book: xlsxwriter.Workbook, year: int, sender: str | None) -> None:
    title = f"{year}年度{CAMPAIGN}推荐认证机构名单"
    _table(book, "推荐认证机构", (title, unit_line(sender)), register_fields("recommendation_template_columns", sender))


def _materials(book: xlsxwriter.Workbook, year: int, sender: str | None) -> None:
    title = f"{year}年度{CAMPAIGN}成果材料登记表"
    _table(book, "成果材料", (title, unit_line(sender)), register_fields("material_template_columns", sender))


def _table(book: xlsxwriter.Workbook, name: str, above: Sequence[str], fields: Sequence[Field]) -> None:
    """Lines above, headings, an example row, and below it rows with drop-downs; every cell is text."""
    sheet = book.add_worksheet(name)
    ranges = Ranges(book)
    top = len(above)
    title = book.add_format({"bold": True, "font_size": 16, "align": "left", "valign": "vcenter"})
    for row, text in enumerate(above):
        sheet.write_string(row, 0, text, title if row == 0 else None)
    head = book.add_format(
        {"bold": True, "top": 2, "bottom": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    )
    example = {"num_format": "@", "italic": True, "font_color": "#6B6B6B", "bg_color": "#F2F2F2", "bottom": 4}
    shaded, text_cells = book.add_format(example), book.add_format({"num_format": "@"})
    for column, field in enumerate(fields):
        sheet.set_column(column, column, field.width, text_cells)
        sheet.write_string(top, column, field.heading, head)
        sheet.write_string(top + 1, column, field.example, shaded)
        _validate(sheet, ranges, top + 1, column, field)
    lines = max(-(-2 * len(field.heading) // field.width) for field in fields)
    sheet.set_row(0, 28)
    sheet.set_row(top, max(30, 15 * min(lines, 8)))
    _ruled(book, sheet, top + 2, len(fields))
    sheet.freeze_panes(top + 1, WIDEST_FROZEN)
    sheet.repeat_rows(0, top)
    _page(sheet)


def _validate(sheet: Worksheet, ranges: Ranges, first: int, column: int, field: Field) -> None:
    """Drop-down, length and hint of a column, from the example row down."""
    rule: dict[str, Any] = {"validate": "any"}
    if field.options:
        error = "请从下拉列表中选择。" if field.is_closed else "下拉列表里没有这一项。确认写的是全称吗？"
        kind = "stop" if field.is_closed else "warning"
        rule = {"validate": "list", "source": ranges.of(field.options), "error_type": kind, "error_message": error}
    elif field.length:
        rule = {"validate": "length", "criteria": "==", "value": field.length, "error_type": "stop"}
        rule["error_message"] = f"应当是{field.length}位。"
    if field.hint:
        rule |= {"input_title": field.heading.strip("*")[:32] if len(field.heading) < 20 else "填写说明"}
        rule |= {"input_message": field.hint}
    if rule != {"validate": "any"}:
        sheet.data_validation(first, column, first + ROWS, column, rule)


def _ruled(book: xlsxwriter.Workbook, sheet: Worksheet, first: int, width: int) -> None:
    """A hair line under every row that is filled in; blank rows are not printed."""
    line = book.add_format({"bottom": 4})
    filled = f"=COUNTA($A{first + 1}:$C{first + 1})>0"
    sheet.conditional_format(
        first, 0, first + ROWS - 1, width - 1, {"type": "formula", "criteria": filled, "format": line}
    )


# --- printed forms


def _statistics(book: xlsxwriter.Workbook, year: int, sender: str | None) -> None:
    _page(statistics_table.draw(book, Statistics(_dated(year, sender).partition("：")[2])))


def _pilot(book: xlsxwriter.Workbook, year: int, sender: str | None) -> None:
    sheet = pilot_table.draw(book, pilot_table.blank())
    sheet.write_string(0, 1, _dated(year, sender))
    _page(sheet)


def _scores(book: xlsxwriter.Workbook, year: int, sender: str | None) -> None:
    units = [region_name(code) for code in places(sender)] if sender else []
    _page(score_table.draw(book, year, unit_line(sender), units))


def _phone_check(book: xlsxwriter.Workbook, year: int, sender: str | None) -> None:
    _page(phone_sheet.draw(book, [], unit_line(sender)))


def _dated(year: int, sender: str | None) -> str:
    return f"{unit_line(sender)}　　填报时间：{year}年　月　日"


# --- what a template says besides


def _notes(book: xlsxwriter.Workbook, kind: str) -> None:
    """How to fill it in, and of every rule that may speak up: what it says and how to mend it."""
    rows = [row for row in table("template_notes") if row["kind"] == kind]
    sheet = book.add_worksheet(NOTES)
    bold = book.add_format({"bold": True, "valign": "top", "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for column, width in enumerate((7, 70, 16, 60)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, NOTES, book.add_format({"bold": True, "font_size": 16}))
    texts = [row["text"] for row in rows if row["text"]]
    for at, text in enumerate(texts, 1):
        sheet.write_number(at, 0, at, wrapped)
        sheet.merge_range(at, 1, at, 3, text, wrapped)
    top = len(texts) + 2
    checks = [_check(kind, row["rule"], at) for at, row in enumerate((r for r in rows if r["rule"]), 1)]
    for at, line in enumerate([("", "检查时可能提示", "结果", "怎样改"), *checks] if checks else []):
        for column, text in enumerate(line):
            sheet.write_string(top + at, column, text, wrapped if at else bold)
    _page(sheet)


def _check(kind: str, rule: str, number: int) -> tuple[str, str, str, str]:
    """A rule in plain words, without a value."""
    one = issues.found(kind, "", 0, "", "…", rule)
    held = "这个数先不载入" if kind in OF_FIGURES else "这一行先不载入"
    result = held if one.level == "error" else "照常载入，只作提示"
    return str(number), one.message("zh"), result, one.mend("zh")


def _page(sheet: Worksheet) -> None:
    sheet.hide_gridlines(1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


KINDS: dict[str, Callable[[xlsxwriter.Workbook, int, str | None], None]] = {
    ledger.KIND: _ledger,
    questionnaire.KIND: _questionnaire,
    statistics.KIND: _statistics,
    pilot.KIND: _pilot,
    cases.KIND: _cases,
    recommendations.KIND: _recommendations,
    materials.KIND: _materials,
    scores.KIND: _scores,
    phone_check.KIND: _phone_check,
}
OF_FIGURES = (statistics.KIND, pilot.KIND, scores.KIND)
OF_REGIONS = (*OF_FIGURES, phone_check.KIND, recommendations.KIND)
TITLES = {
    ledger.KIND: "帮扶企业台账",
    questionnaire.KIND: "企业调查问卷录入表",
    statistics.KIND: statistics_table.TITLE,
    pilot.KIND: pilot_table.TITLE,
    cases.KIND: "优良案例推荐名单",
    recommendations.KIND: "推荐认证机构名单",
    materials.KIND: "成果材料登记表",
    scores.KIND: score_table.TITLE,
    phone_check.KIND: "电话核查表",
}
