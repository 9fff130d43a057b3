"""Documents of cases, drawn."""

from collections.abc import Mapping

from tests.reports.test_drafts import document

TITLE = "小轴承转出大质量：一套工序卡带来的改变"
HEADINGS = ("企业简介", "企业急需解决的质量管理问题", "提升行动主要做法", "企业质量提升成效", "启示")
SIZES = (90, 180, 1100, 360, 90)
UNITS = ("主要起草单位", "甲轴承有限公司", "乙认证（太原、大同）有限公司")


def lines(
    headings: tuple[str, ...] = tuple(f"{number}、{name}" for number, name in zip("一二三四五", HEADINGS, strict=True)),
    sizes: tuple[int, ...] = SIZES,
    front: tuple[str, ...] = (TITLE,),
    back: tuple[str, ...] = UNITS,
    instead: Mapping[int, tuple[str, ...]] = {},
) -> list[str]:
    """A case a line a paragraph, its parts of so many characters; `instead` are other lines for a part."""
    parts = [instead.get(at, (headings[at], "字" * sizes[at])) for at in range(len(headings))]
    return [*front, *(line for part in parts for line in part), *back]


def case(**more) -> bytes:
    """The same as a document of Word."""
    return document(*lines(**more))
