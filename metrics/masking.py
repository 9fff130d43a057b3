"""What is taken out of an open answer before anybody reads it: persons, numbers to reach or know them by, firms.

Signs are compared by what they stand for (full-width digits, ①, blanks between), and the text itself is cut, so that
what stays reads as it was written. Where it is not certain whether something names somebody, it goes: a quotation can
do without a word.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from data.reference import table

GONE = "…"
_FIRM = "\ue001"  # stands for the core of the firm's name while place and legal form are looked for
_NUMBER = "\ue000"  # stands for a number while names beside it are looked for

_GAP = r"[\W_]{0,3}"  # between the signs of a number
_SPACE = r"[^\S\n]{0,3}"  # between the signs of a name
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_DIGIT = "[0-9〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]"
_SIGN = "[0-9A-Z]"
_TOGETHER = 7  # digits that may be a telephone number

_NUMBERS = (
    rf"{_SIGN}{_GAP}{_SIGN}{_GAP}(?:[0-9O]{_GAP}){{6}}(?:{_SIGN}{_GAP}){{8,9}}{_SIGN}",  # credit code
    rf"(?=[A-Z]*[0-9])(?<!{_SIGN}){_SIGN}{{12,}}",  # one with a sign left out
    rf"[A-Z0-9._%+-]+{_SPACE}@{_SPACE}[A-Z0-9.-]+",  # e-mail
    rf"(?:微信|WECHAT|QQ|VX){_SPACE}(?:号码?)?{_SPACE}[:是为]?{_SPACE}(?P<who>[A-Z0-9_-]{{5,}})",
    rf"{_DIGIT}(?:{_GAP}{_DIGIT}){{{_TOGETHER - 1},}}X?",  # telephone, identity card, account
)
_LABELS = r"联系人|联络人|负责人|经办人|填写人|填表人|法定代表人|法人代表|法人|代表人|姓名|我叫|名叫|CONTACT|NAME"
_TITLES = (
    "先生|女士|小姐|太太|经理|总经理|副总|主任|厂长|老师|董事长|董事|董秘|书记|处长|科长|股长|所长|局长|队长|组长|主管|"
    "部长|院长|会长|社长|老板|师傅|同志|工程师|总工|教授|博士|会计|助理|秘书|总(?!体|的|之|结|是|局|量|额|部|公司)|工(?=[\\W_]|$)"
)
_BY_PHONE = r"(?:的?(?:联系)?(?:电话|手机|号码|微信|邮箱|TEL|PHONE))?"
_FULL_NAMES = ("有限责任公司", "股份有限公司", "有限公司", "股份公司", "集团公司", "专业合作社", "合作社", "家庭农场")


@lru_cache(maxsize=100_000)  # the same answers are asked for with every filter
def removed(text: str, firm: str = "") -> str:
    """The text without what names persons or firms; `firm` is the name of the firm that wrote it."""
    text = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Co"))  # signs nobody sees
    for pattern in _numbers():
        text = _cut(text, pattern, _NUMBER)
    text = _without_firm(text, firm)
    for pattern in _names():
        text = _cut(text, pattern, GONE)
    text = text.replace(_NUMBER, GONE)
    return re.sub(rf"{GONE}(?:[\W_]{{0,2}}{GONE})+", GONE, text).strip()


def says_something(text: str) -> bool:
    """Whether a word is left."""
    return re.search(rf"{_HAN}{{2}}|[A-Za-z]{{3}}", text) is not None


def plain(text: str) -> str:
    """Sign by sign what a text stands for, upper case; as long as the text."""
    return "".join(map(_plain, text))


@cache
def _plain(sign: str) -> str:
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    normal = unicodedata.normalize("NFKC", sign).upper()
    return normal if len(normal) == 1 else sign


def _cut(text: str, pattern: re.Pattern[str], mark: str) -> str:
    """The text with the mark for the pattern's group `who`, or for all it matches."""
    found, at = [], 0
    for match in pattern.finditer(plain(text)):
        start, end = match.span("who" if "who" in pattern.groupindex else 0)
        found += [text[at:start], mark]
        at = end
    return "".join([*found, text[at:]])


@cache
def _numbers() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, _NUMBERS))


@cache
def _names() -> tuple[re.Pattern[str], ...]:
    """Numbers are marked already: a name beside one is a person's."""
    surnames = [row["surname"] for row in table("surnames")]
    single = "".join(one for one in surnames if len(one) == 1)
    surname = f"(?:{'|'.join(one for one in surnames if len(one) > 1)}|[{single}])"
    given = rf"(?:{_SPACE}[{_HAN[1:-1]}某]){{1,2}}"
    latin = r"[A-Z][A-Z'.-]*(?:\s+[A-Z][A-Z'.-]*){0,3}"
    dotted = rf"{_HAN}+(?:[·•・]{_HAN}+)+"
    full = "|".join(_FULL_NAMES)
    texts = (
        rf"[{_HAN[1:-1]}A-Z0-9()]{{2,20}}(?:{full})",
        dotted,
        rf"(?:{_LABELS})(?:[\W_]*[:\s][\W_]*|{_SPACE}[是为叫]{_SPACE})(?P<who>{latin}|{_HAN}(?:{_SPACE}{_HAN}){{1,3}})",
        rf"(?:{_LABELS}|本人|我是){_SPACE}(?P<who>{surname}{given})",
        rf"(?:MR|MRS|MS|MISS|DR)\b\.?\s*(?P<who>{latin})",
        rf"(?<!百)姓(?![名氏])[\W_是为]{{0,3}}(?P<who>{_HAN}(?:{_SPACE}{_HAN}){{0,2}})",
        rf"(?P<who>{surname}(?:{_SPACE}[{_HAN[1:-1]}某]){{0,2}}?){_SPACE}(?:{_TITLES})",
        rf"(?:{_TITLES}){_SPACE}[:]?{_SPACE}(?P<who>{surname}{given})(?=[\W_]|$)",
        rf"(?P<who>{surname}{given})[\W_]{{0,3}}{_BY_PHONE}[\W_]{{0,3}}{_NUMBER}",
        rf"{_NUMBER}[\W_]{{0,3}}(?P<who>{surname}{given})(?=[\W_]|$)",
    )
    return tuple(re.compile(text) for text in texts)


def _without_firm(text: str, name: str) -> str:
    """The text without the firm's name, and without what begins as it does but for place and legal form: 宏达机械,
    宏达, 太原宏达公司."""
    whole, said = (re.sub(r"\s", "", plain(one)) for one in (name, text))
    if not any(whole[at : at + 2] in said for at in range(len(whole) - 1)):
        return text  # most do not speak of themselves by name; to look closer takes long
    core = _core(whole)
    if len(core) < 2:
        return text
    rest = ""
    for sign in reversed(core[2:]):
        rest = rf"(?:{_SPACE}{re.escape(sign)}{rest})?"
    for start in (_SPACE.join(map(re.escape, whole)), _SPACE.join(map(re.escape, core[:2])) + rest):
        text = _cut(text, re.compile(start), _FIRM)
    return _cut(text, _places_and_forms().around, GONE) if _FIRM in text else text


def _core(name: str) -> str:
    """A name without the places it begins with or has in brackets, and without its legal form."""
    of = _places_and_forms()
    shorter = of.ending.sub("", of.bracketed.sub("", name))
    return of.leading.sub("", shorter) or shorter


class _Around(NamedTuple):
    """What stands around the core of a firm's name."""

    bracketed: re.Pattern[str]
    leading: re.Pattern[str]
    ending: re.Pattern[str]
    around: re.Pattern[str]


@cache
def _places_and_forms() -> _Around:
    names = {name for row in table("regions") for name in (row["name"], row["short"]) if len(name) > 1}
    places = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    forms = "|".join(re.escape(plain(row["suffix"])) for row in table("firm_suffixes"))  # the longest stand first
    return _Around(
        re.compile(rf"\((?:{places})+\)"),
        re.compile(rf"^(?:{places})+"),
        re.compile(rf"(?:{forms})+$"),
        re.compile(rf"(?:{places})*{_FIRM}(?:{_SPACE}(?:{forms}))?"),
    )
