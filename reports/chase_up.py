"""催填名单: the ledger firms of a year without an answer, a sheet for each region or certification body, to chase them.

Who answered is what `response_rate` says. Contacts of persons stand in no version: the list leaves room for them and
says where in the ledgers they are.
"""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import pandas as pd

from charts.office import speakable
from data.errors import Refused
from data.warehouse import Reader
from locales import N_, translate
from metrics.lineage import firms
from metrics.query import Filters
from reports import personal_link
from reports.figure import Figures, Part
from reports.official.grid import Cell, Note, Piece, Printed, Sheet, Table
from reports.subject import UNKNOWN, Subject, called, region, subject

By = Literal["region", "body"]
RATE = "response_rate"
PARTS: tuple[Part, ...] = ("denominator", "numerator")
SUMMARY, WHOLE, WITHOUT_BODY = "汇总", "合计", "未写明认证机构"
LIST, HEADS = "未填调查问卷企业名单", ("台账企业（家）", "已填（家）", "未填（家）", "答卷率")
COLUMNS = {  # heading: width
    "序号": 5.0,
    "企业名称": 26.0,
    "统一社会信用代码": 20.0,
    "市": 9.0,
    "县（市、区）": 10.0,
    "认证机构": 18.0,
    "提示": 10.0,
    "联系人": 8.0,
    "联系电话": 12.0,
    "催填记录": 12.0,
    "台账文件": 18.0,
    "工作表": 8.0,
    "行": 5.0,
}
LINK = {"个人填报链接": 34.0}
SHORT = ("序号", "统一社会信用代码", "行")  # columns that are centred
DOUBTFUL = "可能已填，待核对"
TOP = 3  # the row of the headings
LONGEST, FORBIDDEN, TAKEN = 31, str.maketrans("", "", "[]:*?/\\"), "history"  # of the names of sheets in Excel

CONTACTS = N_("联系人和电话不在数据里，名单里留空：请按“台账文件、工作表、行”到台账里查")
ONE_YEAR = N_("只列{year}年台账里的企业；以前年度帮扶的企业也应填写问卷，不在本名单")
MAYBE = N_("有 {count} 家可能已填：有名称相近或代码不同的答卷，请先在“待核对”页核对，再催填")
WITHOUT_LINK = N_(
    "没有个人填报链接：请在数据目录建 questionnaire.csv，第一行写 year,link，"
    "下面写年度和本局在问卷星的问卷链接（如 {year},https://www.wjx.cn/vm/……），再生成一次"
)
WITH_LINK = N_(
    "个人填报链接一家一个，请勿混发：参数 sojumpparm 是企业的代号，会写进答卷的“来源详情”，导入答卷时按它认企业"
)


class Group(NamedTuple):
    """The firms of a region or body: what it is called, how many stand in the ledgers, who of them did not answer."""

    key: str | None
    name: str
    firms: int
    silent: pd.DataFrame


def chase_up(reader: Reader, where: Filters, by: By = "region") -> Table:
    """The workbook for a year, and a region or body.

    Raises Refused as `subject` does, where there is no ledger, and where the questionnaire's link is none.
    """
    about = subject(reader, where)
    figures = Figures(reader, where)
    if figures.figure(RATE) is None:
        raise Refused(
            "{place}{year}年没有帮扶企业台账，列不出未填问卷的企业。请先导入台账", place=about.name, year=about.year
        )
    dimension = "body" if by == "body" else about.units or "county"
    names = called(reader)
    groups = list(_groups(reader, where, dimension, names))
    link = personal_link.base(reader.store, about.year)
    maybe = _maybe(reader, about.year)
    notes = tuple(_notes(groups, maybe, about, link))
    return Table(
        title=title(about, by),
        sheets=(_summary(about, figures, dimension, groups, notes), *_lists(groups, maybe, names, link, about)),
        version=reader.version,
        notes=notes,
    )


def title(about: Subject, by: By) -> str:
    """What the workbook is called."""
    return f"{about.name}{LIST}（{about.year}年度{'，按认证机构' if by == 'body' else ''}）"


def _groups(reader: Reader, where: Filters, dimension: str, names: dict[str, str]) -> Iterator[Group]:
    """In code order; those whose region or body is not written come last."""
    every = firms(reader, RATE, where, "denominator")
    keys = every[dimension].astype(object).where(every[dimension].notna(), None)
    for key in [*sorted(keys.dropna().unique()), *([None] if keys.isna().any() else [])]:
        rows = every[keys.isna() if key is None else keys == key]
        unknown = WITHOUT_BODY if dimension == "body" else UNKNOWN
        name = unknown if key is None else names.get(key, key) if dimension == "body" else region(key)
        yield Group(key, name, len(rows), rows[~rows["in_numerator"].astype(bool)])


def _maybe(reader: Reader, year: int) -> set[str]:
    """The ledger firms that an answer may belong to, until somebody decides."""
    asked = "SELECT DISTINCT subject FROM suggestion WHERE about = 'match' AND year = ?"
    return {firm for (firm,) in reader.rows(asked, [year])}


def _notes(groups: list[Group], maybe: set[str], about: Subject, link: str) -> Iterator[Note]:
    yield Note(CONTACTS, {})
    yield Note(ONE_YEAR, {"year": about.year})
    if count := sum(firm in maybe for group in groups for firm in group.silent["firm"]):
        yield Note(MAYBE, {"count": count})
    yield Note(WITH_LINK, {}) if link else Note(WITHOUT_LINK, {"year": about.year})


def _summary(about: Subject, figures: Figures, dimension: str, groups: list[Group], notes: tuple[Note, ...]) -> Sheet:
    """How many stand in the ledgers, answered and did not, for each group and all."""
    heads = ("认证机构" if dimension == "body" else "地区", *HEADS)
    cells = [
        Cell(1, 1, (f"{about.name}应填与已填汇总（{about.year}年度）",), columns=len(heads), look="title"),
        Cell(2, 1, (_basis(figures),), look="line"),
        *(Cell(TOP, column, (head,), look="head") for column, head in enumerate(heads, 1)),
    ]
    lines = [(one.name, _numbers(figures, one, dimension)) for one in groups]
    lines.append((WHOLE, _figures(figures, sum(len(one.silent) for one in groups), {})))
    for row, (name, numbers) in enumerate(lines, TOP + 1):
        cells.append(Cell(row, 1, (name,)))
        cells += [Cell(row, column, (number,), look="center") for column, number in enumerate(numbers, 2)]
    for row, note in enumerate(notes, TOP + len(lines) + 1):
        cells.append(Cell(row, 1, (translate(note.text, "zh", **note.values),), columns=len(heads)))
    return Sheet(name=SUMMARY, widths=(36.0, 16.0, 14.0, 14.0, 14.0), cells=tuple(cells), head=(TOP, TOP))


def _basis(figures: Figures) -> str:
    days = figures.reader.rows("SELECT as_of FROM version WHERE as_of IS NOT NULL")
    return "，".join([*(f"答卷截至 {day}" for (day,) in days), f"数据版本 {figures.version:06d}"])


def _numbers(figures: Figures, one: Group, dimension: str) -> tuple[Piece, ...]:
    if one.key is not None:
        return _figures(figures, len(one.silent), {dimension: one.key})
    answered = one.firms - len(one.silent)
    return one.firms, answered, len(one.silent), Printed(figures.rounding.percent(answered, one.firms))


def _figures(figures: Figures, silent: int, at: dict[str, str | int]) -> tuple[Piece, ...]:
    ledger, answered = (figures.figure(RATE, part, False, **at) for part in PARTS)
    return ledger or 0, answered or 0, silent, figures.figure(RATE, "value", False, **at) or ""


def _lists(groups: list[Group], maybe: set[str], names: dict[str, str], link: str, about: Subject) -> Iterator[Sheet]:
    """The firms of each group that has any."""
    taken = {SUMMARY, TAKEN}
    columns = {**COLUMNS, **(LINK if link else {})}
    for one in groups:
        if len(one.silent):
            yield Sheet(
                name=sheet_name(one.name, taken),
                widths=tuple(columns.values()),
                cells=tuple(_firms(one, list(columns), maybe, names, link, about)),
                head=(TOP, TOP),
                wide=True,
            )


def _firms(
    one: Group, heads: list[str], maybe: set[str], names: dict[str, str], link: str, about: Subject
) -> Iterator[Cell]:
    yield Cell(1, 1, (f"{one.name}{LIST}（{about.year}年度）",), columns=len(heads), look="title")
    yield Cell(2, 1, (f"台账企业 {one.firms} 家，未填 {len(one.silent)} 家",), look="line")
    for column, head in enumerate(heads, 1):
        yield Cell(TOP, column, (head,), look="head")
    for nth, firm in enumerate(one.silent.astype(object).where(one.silent.notna(), None).to_dict("records"), 1):
        told: dict[str, Piece] = {
            "序号": nth,
            "企业名称": firm["name"] or "",
            "统一社会信用代码": firm["credit_code"] or "",
            "市": _place(firm["city"]),
            "县（市、区）": _place(firm["county"]),
            "认证机构": names.get(firm["body"], firm["body"] or ""),
            "提示": DOUBTFUL if firm["firm"] in maybe else "",
            "台账文件": firm["file"] or "",
            "工作表": firm["sheet"] or "",
            "行": _whole(firm["row"]),
            "个人填报链接": personal_link.personal(link, firm["firm"]) if link else "",
        }
        for column, head in enumerate(heads, 1):
            yield Cell(TOP + nth, column, (told.get(head, ""),), look="center" if head in SHORT else "text")


def _place(code: str | None) -> str:
    return region(code) if code else ""


def _whole(number: Any) -> Piece:
    return "" if number is None else int(number)


def sheet_name(name: str, taken: set[str]) -> str:
    """The name as Excel allows one for a sheet, unlike those that are taken, whatever their letters' case; adds it."""
    wanted = speakable(name).translate(FORBIDDEN).strip().strip("'") or LIST
    nth, found = 1, _short(wanted, "")
    while found.casefold() in taken:
        nth += 1
        found = _short(wanted, f"({nth})")
    taken.add(found.casefold())
    return found


def _short(name: str, ending: str) -> str:
    while len((name + ending).encode("utf-16-le")) > 2 * LONGEST:
        name = name[:-1]
    return name + ending
