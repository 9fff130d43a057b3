"""What a 退回修改表 is known by when it comes back: the name of its file and of the list of findings in it."""

import re
from pathlib import Path

from loaders.reading import Sheet

PREFIX = "退回修改_"
LIST = "问题清单"
TITLE = "退回修改 · 问题清单"  # the first cell of the list; a sender's own sheet may have the same name
_PREFIX = re.compile(r"^\s*(?:退回修改[_\s]*)+")


def name(file: str) -> str:
    """What the workbook that goes back is called; one that goes back again is called the same."""
    return f"{PREFIX}{Path(plain(file)).stem}.xlsx"


def plain(file: str) -> str:
    """The name that the file had before it was returned."""
    return _PREFIX.sub("", file) or file


def is_list(sheet: Sheet) -> bool:
    """Whether a sheet is our own list of findings."""
    return bool(sheet.rows and sheet.rows[0]) and sheet.rows[0][0] == TITLE
