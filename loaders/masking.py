"""Names and phones of persons, as they may be seen: 张*, 138****1234."""

import re

PERSON = re.compile(r"联系人|联络人|填写人|经办人|负责人|法人|法定代表|代表人|姓名|联系方式|contact", re.IGNORECASE)
NUMBER = re.compile(r"电话|手机|联系方式|邮箱|身份证|联系人|负责人|填写人|phone|mail", re.IGNORECASE)

_MOBILE = re.compile(r"(?<![0-9A-Za-z])(1[3-9]\d)[-\s]?\d{4}[-\s]?(\d{4})(?![0-9A-Za-z])")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])([1-6]\d{2})\d{3}(?:19|20)\d{9}([\dXx])(?![0-9A-Za-z])")
_DIGITS = re.compile(r"\d[\d\-\s]{4,}\d")
_MAIL = re.compile(r"[\w.+-]+@")
_NAME = re.compile(r"[一-鿿·]{2,}|[A-Za-z]+(?:\s+[A-Za-z]+)+")


def text(value: str) -> str:
    """Any text from a file: mobile and identity numbers in it are masked."""
    return _IDENTITY.sub(r"\1****\2", _MOBILE.sub(r"\1****\2", value))


def cell(value: str, heading: str) -> str:
    """A value below a heading; columns about persons lose names, landlines and addresses as well."""
    shown = text(value)
    if NUMBER.search(heading):
        shown = _MAIL.sub(lambda found: f"{found[0][0]}****@", shown)
        shown = _DIGITS.sub(lambda found: shown_ends(found[0]), shown)
    if PERSON.search(heading):
        shown = _NAME.sub(lambda found: f"{found[0][0]}*", shown)
    return shown


def shown_ends(number: str) -> str:
    """The first three and the last two signs of a number."""
    return f"{number[:3]}****{number[-2:]}"
