"""What is to be mended in the document of a case, as its notice asks."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from locales import N_, translate
from metrics.rounding import Rounding
from reports.case.notice import Notice, Part
from reports.case.reading import Case

TEXTS = {
    "too_long": N_("正文 {total} 字，超过上限 {most} 字，请压缩 {over} 字"),
    "part_missing": N_("缺“{part}”这一部分，请补写并加上小标题"),
    "part_unlike": N_("缺“{part}”这一部分。如果“{heading}”就是，请把小标题改成“{part}”"),
    "part_empty": N_("“{part}”只有小标题，没有文字，请补写"),
    "part_repeated": N_("“{part}”的小标题出现在 {count} 处，已合在一起计算，请并成一部分"),
    "order": N_("各部分的顺序是“{found}”，应为“{asked}”"),
    "share_low": N_("“{part}”占 {share}，要求约占 {asked}，请充实"),
    "share_high": N_("“{part}”占 {share}，要求约占 {asked}，请压缩"),
    "outside": N_("另有 {count} 字不在任何一部分里，没有计入正文，请归入相应的部分"),
    "no_title": N_("没有找到自拟的标题，请在文件开头单独写一行"),
    "no_units": N_("没有找到主要起草单位，请在正文之后写明1—{most}家"),
    "many_units": N_("主要起草单位有 {count} 家，最多 {most} 家，请只列主要的"),
}
SHARE = N_("{part} {share}（约 {asked}）")
HARD = {"too_long", "part_missing", "part_unlike", "part_empty"}  # what the notice leaves no room for


class Finding(NamedTuple):
    """One thing to mend; `name` is a key of TEXTS. Names of parts among the values are translated when it is said."""

    name: str
    values: dict[str, Any]

    @property
    def is_hard(self) -> bool:
        """Whether the case cannot go as it is."""
        return self.name in HARD

    def said(self, language: str) -> str:
        """The finding as a sentence."""
        values = dict(self.values)
        if "part" in values:
            values["part"] = translate(values["part"], language)
        for name in ("found", "asked"):
            if isinstance(values.get(name), tuple):
                values[name] = ("、" if language == "zh" else ", ").join(
                    translate(one, language) for one in values[name]
                )
        return translate(TEXTS[self.name], language, **values)


def check(case: Case, asked: Notice) -> list[Finding]:
    """What is to be mended, the gravest first."""
    found = [*_body(case, asked), *_frame(case, asked)]
    return sorted(found, key=lambda one: not one.is_hard)


def _body(case: Case, asked: Notice) -> Iterator[Finding]:
    if (over := case.total - asked.most) > 0:
        yield Finding("too_long", {"total": case.total, "most": asked.most, "over": over})
    written = {one.name: one for one in case.parts}
    names = [part.name for part in asked.parts]
    for name in names:
        if name in case.unlike:
            yield Finding("part_unlike", {"part": name, "heading": case.unlike[name]})
        elif name not in written:
            yield Finding("part_missing", {"part": name})
        elif written[name].is_empty:
            yield Finding("part_empty", {"part": name})
    yield from (
        Finding("part_repeated", {"part": name, "count": n}) for name, n in Counter(case.order).items() if n > 1
    )
    order = tuple(dict.fromkeys(case.order))
    if order != (right := tuple(name for name in names if name in written)):
        yield Finding("order", {"found": order, "asked": right})
    if len(written) == len(names) and not any(one.is_empty for one in case.parts):  # else shares say nothing
        for part in asked.parts:
            yield from _share(part, Fraction(written[part.name].characters, case.total))


def _share(part: Part, own: Fraction) -> Iterator[Finding]:
    if not part.least <= own <= part.most:
        name = "share_low" if own < part.least else "share_high"
        yield Finding(name, {"part": part.name, "share": percent(own), "asked": percent(part.share, 0)})


def _frame(case: Case, asked: Notice) -> Iterator[Finding]:
    """What stands around the body."""
    if case.outside > asked.outside * case.total:
        yield Finding("outside", {"count": case.outside})
    if not case.title:
        yield Finding("no_title", {})
    if not case.units:
        yield Finding("no_units", {"most": asked.most_units})
    if len(case.units) > asked.most_units:
        yield Finding("many_units", {"count": len(case.units), "most": asked.most_units})


def percent(share: Fraction, digits: int = 1) -> str:
    """A share as it is printed."""
    return Rounding(digits=digits).percent(share, 1)


def share(case: Case, name: str) -> Fraction | None:
    """The share of a part in the body, 0–1; None where it is missing."""
    return next((Fraction(one.characters, case.total) for one in case.parts if one.name == name), None)


def shares(case: Case, asked: Notice, language: str) -> str:
    """The share of every part beside the one asked, in a line."""
    said = []
    for part in asked.parts:
        own = share(case, part.name)
        values = {"part": translate(part.name, language), "asked": percent(part.share, 0)}
        said.append(translate(SHARE, language, **values, share="—" if own is None else percent(own)))
    return ("，" if language == "zh" else ", ").join(said)


def record(case: Case, asked: Notice, language: str) -> dict[str, Any]:
    """A case and what is said of it as JSON values; the share of a part that is not there is null."""
    written = {one.name: one.characters for one in case.parts}
    parts = [
        {
            "part": part.name,
            "characters": written.get(part.name),
            "share": None if (own := share(case, part.name)) is None else float(own),
            "asked": float(part.share),
        }
        for part in asked.parts
    ]
    findings = [{"name": one.name, "hard": one.is_hard, "said": one.said(language)} for one in check(case, asked)]
    about = {"title": case.title, "characters": case.total, "most": asked.most, "parts": parts}
    return {**about, "outside": case.outside, "units": list(case.units), "findings": findings}
