"""材料清单: who has handed in what, by deadline, and what came of each item."""

from datetime import date

from charts.chart import Caption, Column, Table
from data.errors import Refused
from metrics.handins import OPEN, STATUSES, WHO, Checklist, Item, checklist, left, provinces
from pages._parts import chart_panel, documents, frame, masking, numbers, places, query
from pages._parts.filters import Selection
from pages._parts.language import _, current, listed
from pages._parts.query import Source
from reports.checklist import LOADED, ONLY, UNKNOWN, Asked, asked, said, short, told, until

UNIT = 170, 110  # px of the column of units, and on a phone
FIRST = "ledger"  # the material that the sentence begins with, where it is due


def found(source: Source, chosen: Selection) -> Checklist | str:
    """What is due of the selection, or why it cannot be said. Not kept: a bureau's own tables may change any time."""
    try:
        return checklist(query.reader(source), chosen.where)
    except Refused as refusal:
        return _(refusal.text, **refusal.values)


def only(made: Checklist, source: Source, chosen: Selection) -> str:
    """Of the nation: which provinces have deadlines, so that nobody takes the list for all of them."""
    if chosen.region:
        return ""
    known = provinces(query.reader(source), made.year)
    if not known:
        return _("{year}年的通知和 deadlines.csv 里没有任何期限", year=made.year)
    return _(ONLY, year=made.year, places=listed(map(places.region, known)))


def headline(made: Checklist, today: date) -> str:
    """How many have handed in what comes as a file, what is still missing, and how long there is."""
    if not made.items:
        return _("{year}年这里没有应报材料", year=made.year)
    who = next((one for one in WHO if any(item.who == one and item.kind for item in made.items)), "")
    items = [one for one in made.items if one.kind and one.who == who] or list(made.items)
    materials = sorted({one.material: one for one in items}, key=lambda name: name != FIRST)
    parts = [_part(nth, [one for one in items if one.material == name]) for nth, name in enumerate(materials)]
    nearest = min(items, key=lambda one: (one.due < today, abs((one.due - today).days)))
    return ("；" if current() == "zh" else "; ").join([*filter(None, parts), said(left(nearest.due, today), current())])


def _part(nth: int, items: list[Item]) -> str:
    material, lacking = _(items[0].label), sum(one.status in OPEN for one in items)
    if nth and not lacking:
        return ""
    if nth:
        return _("{material}还缺 {count} 个", material=material, count=lacking)
    came = len(items) - lacking
    return _("{total} 个单位中 {count} 个已报{material}", total=len(items), count=came, material=material)


def show(made: Checklist, today: date, source: Source, chosen: Selection) -> None:
    """A table of who × material for each deadline, then a line for each item."""
    groups = asked(made.items)
    several = len({one.province for one in groups}) > 1
    for nth, one in enumerate(groups):
        _matrix(nth, one, today, several, source, chosen)
    if made.items:
        _details(made, today, source, chosen)


def _matrix(nth: int, one: Asked, today: date, several: bool, source: Source, chosen: Selection) -> None:
    every = [item for items in one.units.values() for item in items.values()]
    words = {"who": _(WHO[one.who]), "day": str(one.due)}
    title = _("{who}：{day} 截止", **words)
    if several:
        title = f"{places.region(one.province)} · {title}"
    sentence = _(
        "{left}；{units} 个单位、{materials} 种材料，共 {count} 项，还缺 {open} 项",
        left=said(left(one.due, today), current()),
        units=numbers.count(len(one.units)),
        materials=len(one.materials),
        count=numbers.count(len(every)),
        open=numbers.count(sum(item.status in OPEN for item in every)),
    )
    columns = [Column(_("单位"), tuple(_name(next(iter(items.values())), source) for items in one.units.values()))]
    for material, label in one.materials.items():
        cells = (items.get(material) for items in one.units.values())
        columns.append(Column(_(label), tuple(short(item, current()) if item else None for item in cells)))
    made = Table(caption=_caption(title, sentence, source), columns=tuple(columns), missing=numbers.NONE)
    chart_panel.table(f"handins_{nth}", made, (), source, chosen, widths=_widths())


def _details(made: Checklist, today: date, source: Source, chosen: Selection) -> None:
    def joined(texts: list[str]) -> str:
        return "\n".join(texts) or numbers.NONE

    items = made.items
    days = tuple(str(one.registered or numbers.NONE) for one in items)
    columns = (
        Column(_("单位"), tuple(_name(one, source) for one in items)),
        Column(_("材料"), tuple(_(one.label) for one in items)),
        Column(_("状态"), tuple(_(STATUSES[one.status]) for one in items)),
        Column(_("截止日"), tuple(str(one.due) for one in items)),
        Column(_("期限"), tuple(until(one, today, current()) or numbers.NONE for one in items)),
        Column(_("文件"), tuple(joined([masking.text(file.name) for file in one.files]) for one in items)),
        Column(_("收到日"), tuple(joined([str(file.day) for file in one.files if file.day]) for one in items)),
        Column(
            _("版本"), tuple(joined([f"{file.version:06d}" for file in one.files if file.version]) for one in items)
        ),
        *([Column(_("登记日"), days)] if set(days) != {numbers.NONE} else []),
        Column(_("附注"), tuple(masking.text(told(one, current())) or numbers.NONE for one in items)),
    )
    table = Table(caption=_caption(_("逐项"), _(LOADED), source), columns=columns, missing=numbers.NONE)
    chart_panel.table("handins_items", table, (), source, chosen, widths=_widths())


def _widths() -> dict[str, int]:
    return {_("单位"): UNIT[frame.is_phone()]}


def unknown(made: Checklist) -> list[str]:
    """What is said of registered rows that name nobody or nothing that is due."""
    return [_(UNKNOWN, row=masking.text(row)) for row in made.unknown]


def _name(one: Item, source: Source) -> str:
    if one.who == "pilot":
        return query.pilots(source).get(one.key) or one.name
    return documents.sender(one.key)


def _caption(title: str, sentence: str, source: Source) -> Caption:
    return Caption(
        title=title,
        sentence=sentence,
        source=_("来源 {source}", source=_("通知规定的期限、收到的文件和本局的登记")),
        version=_("版本 {version}", version=f"{source.version:06d}"),
        note=_("示例数据") if source.is_sample else "",
    )
