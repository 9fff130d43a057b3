"""The names that a template may use, found in the outline of its report and in the registry of metrics.

What a name stands for is in `values.py`. Nothing is listed by hand: a field of a sentence of the outline is a name, so
is every metric, the text below a heading, every table and every chart.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from string import Formatter
from types import MappingProxyType
from typing import NamedTuple

from data.reference import table
from locales import N_
from metrics.core import Metric
from metrics.registry import METRICS
from metrics.relations import RELATIONS
from reports import pilot_table
from reports.composition import HEADINGS
from reports.wording import OR, Row

# What of a metric can be printed beside its value: the name here, the field of a sentence.
PARTS = {
    "count": "numerator",
    "base": "denominator",
    "so_far": "so_far",
    "before": "before",
    "after": "after",
    "difference": "difference",
    "moved": "moved",
    "reason": "reason",
}
LABELS = {
    "count": N_("家数（分子）"),
    "base": N_("基数（分母）"),
    "so_far": N_("累计到本年"),
    "before": N_("与上年比较时，上年的数"),
    "after": N_("与上年比较时，本年的数"),
    "difference": N_("相差多少，不带正负号"),
    "moved": N_("比上年提高、下降或持平"),
    "reason": N_("不作比较的原因"),
}
MEANT = {  # of names that are neither a metric nor a part of the outline with words of its own
    "title": N_("报告标题"),
    "subtitle": N_("副标题"),
    "version": N_("数据版本"),
    "place": N_("地区、认证机构或试点的名称"),
    "year": N_("年度"),
    "unit_word": N_("下一级地区的叫法，例如“各市”"),
    "districts": N_("试点所在的地区"),
    "first": N_("最早一份答卷的日期"),
    "last": N_("最晚一份答卷的日期"),
    "units": N_("下一级地区"),
    "industries": N_("行业"),
    "bodies": N_("认证机构"),
    "pilots": N_("试点"),
}
OF_A_GROUP = ("count", "base", "so_far")  # parts of one of several, such as a city
GROUPS = {"units": "city", "industries": "industry", "bodies": "body", "pilots": "pilot"}  # by a dimension
OF_A_TABLE = ("title", "source", "note")
FOLDERS = TEXT, TABLES = "text", "tables"
WHOLE = ("title", "subtitle", "version")
ANNEX = "annex"
SENTENCES = ("sentence", "absent")  # kinds of lines that are text


class Name(NamedTuple):
    """What stands behind a name: its `parts` (after a dot), what each round of a loop over it gives, and whether it can
    be printed. `label` is a Chinese msgid, or empty."""

    label: str = ""
    parts: Mapping[str, "Name"] = MappingProxyType({})
    each: "Name | None" = None
    is_printed: bool = True


@cache
def names(outlined: str) -> Name:
    """All names that a template of the report with that outline may use, as the parts of one."""
    rows = _every(outlined)
    found = {name: Name(MEANT[name]) for name in WHOLE}
    has_indicators = any("[" in row.text for row in rows)
    for one in METRICS.values():
        if is_offered(one) or (has_indicators and one.relation == "pilot_indicator"):
            found[one.name] = _metric(one)
    for name in GROUPS:
        found[name] = Name(parts={"name": Name(), "code": Name(), **_of_groups(GROUPS[name])}, is_printed=False)
        found[name] = Name(MEANT[name], each=found[name], is_printed=False)
    for field in _fields(rows):
        name, _, part = field.partition(".")
        if part and name in METRICS and part.split(".")[0] in PARTS.values():
            continue
        if part:
            known = found.get(name, Name(is_printed=False))
            found[name] = known._replace(parts={**known.parts, part: Name()})
        else:
            found.setdefault(name, Name(MEANT.get(name, "")))
    texts = {name: Name(heading) for name, (heading, _) in sections(rows).items()}
    tables = {row.key: _table(row.text) for row in rows if row.kind == "table"}
    annex = next((row for row in rows if row.kind == "annex"), None)
    if annex:
        tables[ANNEX] = _table(annex.text)
    return Name(parts={**found, TEXT: _folder(texts), TABLES: _folder(tables)}, is_printed=False)


@cache
def charts(outlined: str) -> dict[str, str]:
    """The keys of the charts that a template may draw, with their titles."""
    return {row.key: row.text for row in _every(outlined) if row.kind == "chart"}


def section(heading: str) -> str:
    """A heading as a name: without marks that a name cannot have."""
    return re.sub(r"\W", "", heading)


def is_offered(one: Metric) -> bool:
    """Whether a metric is one number of a region or a year, without a further choice."""
    reports = RELATIONS[one.relation].reports
    return not (reports and reports.only_one)


def paths(of: Name, before: str = "") -> Iterator[tuple[str, Name]]:
    """Every printed name in full, such as `satisfaction_rate.base` or `units[].name`; loops as `units[]`."""
    for name, one in of.parts.items():
        path = f"{before}.{name}" if before else name
        if one.is_printed:
            yield path, one
        yield from paths(one, path)
        if one.each:
            yield f"{path}[]", one.each
            yield from paths(one.each, f"{path}[]")


@cache
def _every(outlined: str) -> tuple[Row, ...]:
    """The lines of an outline, whomever they are for."""
    return tuple(Row(**row) for row in table(outlined))


def sections(rows: Sequence[Row]) -> dict[str, tuple[str, list[Row]]]:
    """The lines that are sentences by the name of the heading that they stand below, with that heading."""
    found: dict[str, tuple[str, list[Row]]] = {}
    heading = ""
    for row in rows:
        if row.kind in HEADINGS:
            heading = row.text
        elif row.kind in SENTENCES and heading:
            found.setdefault(section(heading), (heading, []))[1].append(row)
    return found


def _fields(rows: Sequence[Row]) -> list[str]:
    """The fields of all sentences, without references to tables and charts."""
    found = dict[str, None]()
    for row in rows:
        if row.kind in (*SENTENCES, "title", "subtitle", "table", "chart", "annex_row"):
            for text in (row.text, *row.otherwise.split(OR)):
                found |= {
                    field: None for _, field, _, _ in Formatter().parse(text) if field and not set(field) & set("@[")
                }
    return list(found)


def _metric(one: Metric) -> Name:
    parts = {part: Name() for part in PARTS if not (part == "so_far" and one.of_one_year)}
    if one.relation == "pilot_indicator":
        indicators = {code: Name(row["name"]) for code, row in pilot_table.known().items()}
        return Name(one.label, indicators, is_printed=False)
    return Name(one.label, parts)


def _of_groups(dimension: str) -> dict[str, Name]:
    """The metrics that a group of that dimension has."""
    found = {}
    for one in METRICS.values():
        if is_offered(one) and dimension in RELATIONS[one.relation].dimensions:
            parts = {part: Name() for part in OF_A_GROUP if not (part == "so_far" and one.of_one_year)}
            found[one.name] = Name(one.label, parts)
    return found


def _table(title: str) -> Name:
    cell, heads = Name(), Name(each=Name(), is_printed=False)
    parts = {**{part: Name() for part in OF_A_TABLE}, "heads": heads}
    return Name(title, parts, Name(each=cell, is_printed=False), is_printed=False)


def _folder(parts: dict[str, Name]) -> Name:
    return Name(parts=parts, is_printed=False)
