"""The rows below a ledger's headings that are no firm of their own: separators, column numbers, a firm's second line."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from loaders.reading import Row, Sheet
from loaders.resolvers import regions
from loaders.tables import Table
from loaders.text import normal, written

JOINED = ("contact", "phone", "mail", "note")  # of a firm's second line, these are added to the first
_COUNT = re.compile(r"\(?共?计?:?\d+[家户个](?:企业)?\)?")
_NUMBERED = re.compile(r"\(?[一二三四五六七八九十]{1,3}[)、.]|第[一二三四五六七八九十\d]+[批组部]")
_ORDINAL = re.compile(r"\(?[一二三四五六七八九十]{1,3}[)、.]?")
_PLACE = re.compile(r"[省市县区旗州盟]$")
_TITLE = re.compile(r"(?:台账|名单|汇总表?|明细表?|统计表)(?:\([^()]*\))?$")
_FIRM = re.compile(r"(?:公司|厂|店|社|部|中心|商行|集团|工作室|作坊|超市|门市|夜市|菜市|小区|社区)$")
_DATED = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|单位[:(].{1,4}")
_LIKE_CODE = re.compile(r"[0-9A-Za-z]{6}")
_SENTENCE = re.compile(r"[。:]$")
_SPEAKING = re.compile(rf"{_NUMBERED.pattern}|(?:{_DATED.pattern})$")
_AFTER = re.compile(r"\([^()]*\)$|共?计?:?\d+[家户个].*$")
_POSITION = re.compile(r"[甲乙丙丁戊己庚辛A-H]|\(?\d{1,2}\)?")
_HINT = re.compile(r"\(.*\)|\[.*\]|(?:请|必填|选填|例如?:|如:|填写?).*")


class Lines(NamedTuple):
    """Rows by index that are no records; separators with what they say; and the sheet, further lines taken in."""

    asides: frozenset[int]
    marks: list[tuple[int, str]]
    sheet: Sheet


def of(sheet: Sheet, table: Table) -> Lines:
    """What stands between the records of a table."""
    name = next(position for position, column in table.columns.items() if column == "name")
    wide = {(top, left) for (top, left), (bottom, right) in sheet.merged if top == bottom and right - left > 1}
    above = {normal(text) for text in table.above}
    asides, marks = set(table.repeats), []
    if table.first < table.last and _is_key(sheet.rows[table.first], name):
        asides.add(table.first)
    for index in range(table.first, table.last):
        row = sheet.rows[index]
        if len(row) - row.count("") > 2:  # nearly every row
            continue
        text = _separator(row, table.columns, name, {left for top, left in wide if top == index})
        if text is not None:
            asides.add(index)
            if text and text not in above and index not in table.repeats:
                marks.append((index, text))
    further = dict(_further_lines(sheet, table, name))
    return Lines(frozenset(asides | further.keys()), marks, _taken_in(sheet, table, further))


def _separator(row: Row, columns: dict[int, str], name: int, wide: set[int]) -> str | None:
    """What a row says that is no record; "" if it says nothing, None if it may be a record."""
    filled = [(position, cell) for position, cell in enumerate(row) if cell != ""]
    if len(filled) == 1:
        position, cell = filled[0]
        text = normal(written(cell))
        if (columns.get(position) == "sequence" and not isinstance(cell, str)) or text.isdecimal():
            return "" if columns.get(position) == "sequence" else None  # numbered for later
        if not isinstance(cell, str) or (columns.get(position) == "credit_code" and _LIKE_CODE.search(text)):
            return None
        return text if _is_label(text, position, name, position in wide) else None
    texts = {position: normal(cell) for position, cell in filled if isinstance(cell, str)}
    if len(texts) == 2:
        (first, one), (second, other) = texts.items()
        if _COUNT.fullmatch(other) and first <= name:
            return one
        if _ORDINAL.fullmatch(one) and second == name and _is_label(other, second, name, False):
            return other
    return None


def _is_label(text: str, position: int, name: int, is_wide: bool) -> bool:
    """Whether a text that stands alone in its row is no firm's."""
    if position > name and not is_wide:
        return bool(_DATED.fullmatch(text)) or text.endswith("。")
    if position < name or (is_wide and not _FIRM.search(text)):
        return True
    if _FIRM.search(text):
        return False
    return _is_place(text) or any(one.search(text) for one in (_TITLE, _SENTENCE)) or bool(_SPEAKING.match(text))


def _is_place(text: str) -> bool:
    """Whether a text is a region's name and nothing more, perhaps with a count."""
    name = _AFTER.sub("", text).strip("【】[]:")
    return bool(_PLACE.search(name)) and regions.resolve(name).status != "unknown"


def _is_key(row: Row, name: int) -> bool:
    """Whether the row right below the headings numbers the columns, or says how to fill them in."""
    texts = [normal(written(cell)) for cell in row if cell != ""]
    if len(texts) < 3 or row[name] == "":
        return False
    if all(map(_HINT.fullmatch, texts)):
        return True
    positions = texts[1:] if texts[0] in ("栏次", "列次") else texts
    if not all(map(_POSITION.fullmatch, positions)):
        return False
    numbers = [int(text.strip("()")) for text in positions if text.strip("()").isdecimal()]
    return numbers == list(range(1, len(numbers) + 1))


def _further_lines(sheet: Sheet, table: Table, name: int) -> Iterator[tuple[int, int]]:
    """Rows that go on with the firm above, whose name is merged down over them, and that firm's row."""
    code = next((position for position, column in table.columns.items() if column == "credit_code"), None)
    for (top, left), (bottom, _) in sheet.merged:
        if left != name or not table.first <= top < table.last or sheet.rows[top][left] == "":
            continue
        for index in range(top + 1, min(bottom + 1, table.last)):
            if code is None or sheet.rows[index][code] in ("", sheet.rows[top][code]):
                yield index, top


def _taken_in(sheet: Sheet, table: Table, further: dict[int, int]) -> Sheet:
    """The sheet with a second contact beside the first one."""
    if not further:
        return sheet
    rows = [*sheet.rows]
    for index, top in further.items():
        rows[top] = [*rows[top]]
        for position, column in table.columns.items():
            new = sheet.rows[index][position]
            if column in JOINED and new != "" and new != rows[top][position]:
                rows[top][position] = "、".join(filter(None, map(written, (rows[top][position], new))))
    return sheet._replace(rows=rows)
