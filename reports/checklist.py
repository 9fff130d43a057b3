"""材料清单 as a workbook: for each deadline who × material, and a line for each item with what came of it."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from data.clock import today
from data.errors import Refused
from data.warehouse import Reader
from locales import N_, translate
from metrics.handins import DONE, STATUSES, WHO, Item, Remark, checklist, left, provinces
from metrics.query import Filters
from reports.official.grid import Cell, Note, Piece, Sheet, Table
from reports.subject import LEVELS, NATION, called, region

DETAILS = "明细"
HEADS = {
    "单位类别": 12.0,
    "单位": 24.0,
    "材料": 22.0,
    "状态": 9.0,
    "截止日": 12.0,
    "期限": 14.0,
    "文件": 34.0,
    "收到日": 12.0,
    "数据版本": 10.0,
    "登记日": 12.0,
    "说明": 30.0,
    "依据": 44.0,
}
WIDE = ("单位", "材料", "文件", "说明", "依据")
TOP = 3  # the row of the headings
UNIT, MATERIAL = 26.0, 18.0  # widths of the columns of who × material
LOADED = N_("收到日是导入本系统的日期，不一定是报送的日期")
ONLY = N_("{year}年的通知和 deadlines.csv 里，只有{places}有期限；其他省（区、市）没有，不在清单里")
UNKNOWN = N_("handins.csv 里有一行认不出单位或材料，没有计入：{row}")


class Asked(NamedTuple):
    """What one deadline asks of one kind of units: the materials in their order, and each unit's items by material."""

    province: str
    who: str
    due: date
    materials: dict[str, str]
    units: dict[str, dict[str, Item]]


def asked(items: tuple[Item, ...]) -> list[Asked]:
    """The items by deadline."""

    def deadline(one: Item) -> tuple[str, str, date]:
        return one.province, one.who, one.due

    order = list(WHO)
    found = []
    every = sorted(items, key=lambda one: (one.province, order.index(one.who), one.due))
    for (province, who, due), some in groupby(every, deadline):
        materials: dict[str, str] = {}
        units: dict[str, dict[str, Item]] = {}
        for one in some:
            materials.setdefault(one.material, one.label)
            units.setdefault(one.key, {})[one.material] = one
        found.append(Asked(province, who, due, materials, units))
    return found


def short(one: Item, language: str) -> str:
    """What stands in a cell of who × material: “已报 11-05”."""
    day = (
        one.registered
        if one.status == "registered"
        else max((file.day for file in one.files if file.day), default=None)
    )
    return " ".join([translate(STATUSES[one.status], language), *([f"{day:%m-%d}"] if day else [])])


def told(one: Item, language: str) -> str:
    """What there is to say of an item."""
    sentences = [said(remark, language) for remark in one.remarks]
    return ("；" if language == "zh" else "; ").join([*sentences, *([one.note] if one.note else [])])


def until(one: Item, day: date, language: str) -> str:
    """How long there is for what is not yet done; empty for what is."""
    return "" if one.status in DONE else said(left(one.due, day), language)


def said(remark: Remark, language: str) -> str:
    """A remark in that language."""
    return translate(remark.text, language, **remark.values)


def to_hand_in(reader: Reader, where: Filters) -> Table:
    """The workbook of a year. Raises Refused as `checklist` does, and where nothing is due."""
    found, day = checklist(reader, where), today()
    about = _about(reader, where)
    if not found.items:
        raise Refused(
            "{place}{year}年没有应报材料：通知和本局的 deadlines.csv 里没有这里的期限", place=about, year=found.year
        )
    groups = asked(found.items)
    several = len({one.province for one in groups}) > 1
    return Table(
        title=f"{about}报送材料清单（{found.year}年度）",
        sheets=(*(_matrix(nth, one, day, several) for nth, one in enumerate(groups, 1)), _details(found.items, day)),
        version=reader.version,
        notes=(
            Note(LOADED, {}),
            *_only(reader, where, found.year),
            *(Note(UNKNOWN, {"row": row}) for row in found.unknown),
        ),
    )


def _only(reader: Reader, where: Filters, year: int) -> Iterator[Note]:
    """Of the nation, which provinces the list is of."""
    if not any(where.get(level) for level in LEVELS):
        yield Note(ONLY, {"year": year, "places": "、".join(map(region, provinces(reader, year)))})


def _about(reader: Reader, where: Filters) -> str:
    codes = [str(code) for level in ("province", "city", "county") for code in where.get(level)]
    names = called(reader)
    keys = [str(key) for dimension in ("body", "pilot") for key in where.get(dimension)]
    return "、".join([*map(region, codes), *(names.get(key, key) for key in keys)]) or NATION


def _matrix(nth: int, one: Asked, day: date, several: bool) -> Sheet:
    who = translate(WHO[one.who], "zh")
    place = region(one.province) if several else ""
    cells = [
        Cell(1, 1, (f"{place}{who}报送材料（{one.due} 截止）",), columns=1 + len(one.materials), look="title"),
        Cell(2, 1, (f"{day}：{said(left(one.due, day), 'zh')}",), look="line"),
        *(Cell(TOP, column, (head,), look="head") for column, head in enumerate(("单位", *one.materials.values()), 1)),
    ]
    for row, items in enumerate(one.units.values(), TOP + 1):
        cells.append(Cell(row, 1, (next(iter(items.values())).name,)))
        for column, material in enumerate(one.materials, 2):
            text = short(items[material], "zh") if material in items else ""
            cells.append(Cell(row, column, (text,), look="center"))
    widths = (UNIT, *(MATERIAL for _ in one.materials))
    return Sheet(name=f"{nth} {who}", widths=widths, cells=tuple(cells), head=(TOP, TOP), wide=len(widths) > 4)


def _details(items: tuple[Item, ...], day: date) -> Sheet:
    cells = [
        Cell(1, 1, (DETAILS,), columns=len(HEADS), look="title"),
        *(Cell(TOP, column, (head,), look="head") for column, head in enumerate(HEADS, 1)),
    ]
    for row, one in enumerate(items, TOP + 1):
        for column, (head, piece) in enumerate(zip(HEADS, _line(one, day), strict=True), 1):
            cells.append(Cell(row, column, (piece,), look="text" if head in WIDE else "center"))
    return Sheet(name=DETAILS, widths=tuple(HEADS.values()), cells=tuple(cells), head=(TOP, TOP), wide=True)


def _line(one: Item, day: date) -> Iterator[Piece]:
    yield from (translate(WHO[one.who], "zh"), one.name, one.label, translate(STATUSES[one.status], "zh"))
    yield from (str(one.due), until(one, day, "zh"))
    yield "\n".join(file.name for file in one.files)
    yield "\n".join(str(file.day or "") for file in one.files)
    yield "\n".join(f"{file.version:06d}" if file.version else "" for file in one.files)
    yield from (str(one.registered or ""), told(one, "zh"), one.source)
