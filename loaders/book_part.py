"""The part of a workbook that lists its sheets, and a sheet put in front of them."""

from collections.abc import Collection, Sequence

from loaders.package import BOOK, Package
from loaders.xml_part import Edit, Element, Unusual, at, elements, quoted, rewritten, spliced, text

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")


def parts(package: Package) -> dict[str, str]:
    """The part of every sheet by the sheet's name, in the workbook's order."""
    targets = {one.key: one.part for one in package.relations(BOOK)}
    return {
        one.attributes["name"]: targets[one.related()]
        for one in at("workbook/sheets/sheet", elements(package.read(BOOK)))
    }


def put_first(
    package: Package, name: str, data: bytes, names: Sequence[tuple[str, str]], gone: Collection[str]
) -> None:
    """Put a sheet with its defined names in front, show it when the workbook is opened, and take sheets out."""
    old = parts(package)
    part = package.add("xl/worksheets/sheet{}.xml", data, SHEET)
    key = package.relate(BOOK, part, "worksheet")
    book = package.read(BOOK)
    root, *others = elements(book)
    if MAIN not in root.attributes.values():
        raise Unusual(BOOK)  # the strict form has other names
    sheets = at("workbook/sheets/sheet", others)
    number = 1 + max(int(one.attributes["sheetId"]) for one in sheets)
    own = f'<{root.prefix}sheet xmlns:r="{_RELATIONS}" name={quoted(name)} sheetId="{number}" r:id="{key}"/>'
    edits = [Edit(sheets[0].start, sheets[0].start, own.encode())]
    edits += [Edit(one.start, one.end, b"") for one in sheets if one.attributes["name"] in gone]
    edits += _view(book, root.prefix, others)
    edits += _names(book, root.prefix, others, names, [title in gone for title in old])
    package.write(BOOK, spliced(book, edits))
    for relation in package.relations(BOOK):
        if relation.part in [old[title] for title in gone]:
            package.unrelate(BOOK, relation.key)
            package.remove(relation.part)


def _view(book: bytes, prefix: str, others: list[Element]) -> list[Edit]:
    """The first sheet is shown."""
    views = at("workbook/bookViews/workbookView", others)
    if not views:
        start = at("workbook/sheets", others)[0].start
        return [Edit(start, start, f"<{prefix}bookViews><{prefix}workbookView/></{prefix}bookViews>".encode())]
    return [edit for one in views for edit in rewritten(book, one, activeTab="0", firstSheet="0")]


def _names(
    book: bytes, prefix: str, others: list[Element], new: Sequence[tuple[str, str]], is_gone: list[bool]
) -> list[Edit]:
    """Names that belong to a sheet count it by its place, which has changed."""
    edits = []
    for one in at("workbook/definedNames/definedName", others):
        place = one.attributes.get("localSheetId")
        if place is None:
            continue
        if is_gone[int(place)]:
            edits.append(Edit(one.start, one.end, b""))
        else:
            after = 1 + is_gone[: int(place)].count(False)
            edits += rewritten(book, one, localSheetId=str(after))
    lines = "".join(
        f'<{prefix}definedName name="{name}" localSheetId="0"{" hidden=" + quoted("1") if "_Filter" in name else ""}>'
        f"{text(refers)}</{prefix}definedName>"
        for name, refers in new
    ).encode()
    lists = at("workbook/definedNames", others)
    if lists:
        return [*edits, *rewritten(book, lists[0], lines)]
    end = max(one.end for one in others if one.path.count("/") == 1 and one.name in _BEFORE_NAMES)
    return [*edits, Edit(end, end, f"<{prefix}definedNames>".encode() + lines + f"</{prefix}definedNames>".encode())]
