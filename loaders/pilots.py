"""What pilots are called, in ledgers and in their own tables: 地毯, 地毯产业区域试点, 定襄法兰专业镇."""

import re

from loaders.text import normal, written

NONE = frozenset({"", "否", "无", "不是", "空", "(空)", "没有", "暂无", "非试点", "不属于", "-", "--", "—", "——"})
UNNAMED = frozenset({"是", "有", "属于", "是试点", "√", "✓", "✔"})  # in one, nobody knows which
_BETWEEN = re.compile(r"[、，,;；/／\n\r]+")
_ENDING = re.compile(r"(?:(?:区域)?产业)?(?:区域)?试点$|专业镇$")


def tidy(name: str) -> str:
    """A name as it may be shown: NFKC, without blanks."""
    return normal(name)


def plain(name: str) -> str:
    """The name that two spellings of one pilot share: without 区域试点, 产业试点 or 专业镇 at its end."""
    return _ENDING.sub("", tidy(name))


def is_town(name: str) -> bool:
    """Whether a name says that it is a specialised town."""
    return tidy(name).endswith("专业镇")


def marks(cell: object) -> tuple[list[str] | None, str]:
    """The pilots that a cell of a ledger names, and the rule it breaks, or ''. No list says nothing; an empty one, 否."""
    pieces = [tidy(piece) for piece in _BETWEEN.split(written(cell))]
    named = [piece for piece in pieces if piece not in NONE and piece not in UNNAMED and plain(piece)]
    if named:
        return list(dict.fromkeys(named)), ""
    if any(piece not in NONE for piece in pieces):
        return None, "pilot_unnamed"
    return [] if any(pieces) else None, ""
