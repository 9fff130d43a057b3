"""Metrics and dimensions as a reader chooses them: what they are called, and what each metric may be grouped by."""

from collections import Counter
from collections.abc import Callable

import pandas as pd

from data.reference import table
from locales import N_
from metrics.core import Metric
from metrics.registry import FAMILIES, METRICS
from metrics.relations import NO_PILOT, RELATIONS
from metrics.values import WORDS
from pages._parts import places, query
from pages._parts.language import _, current
from pages._parts.query import Source

FAMILY_NAMES = {
    "participation": N_("参与"),
    "improvement": N_("提升"),
    "satisfaction": N_("满意"),
    "gains": N_("经营数据"),
    "certification": N_("认证"),
    "coverage": N_("行业覆盖"),
    "promotion": N_("组织推进"),
    "cases": N_("优良案例"),
    "registers": N_("推荐和成果"),
    "pilots": N_("区域试点"),
    "verification": N_("电话核查"),
}
# `level` is left out: the levels of one pilots' indicator are not those of another.
DIMENSIONS = {
    "year": N_("年度"),
    "province": N_("省（区、市）"),
    "city": N_("市（州、区）"),
    "county": N_("县（市、区）"),
    "region": N_("报送单位"),
    "industry": N_("行业"),
    "sector": N_("产业类别"),
    "body": N_("机构"),
    "pilot": N_("试点"),
    "certified": N_("获证情况"),
    "participation": N_("参加情况"),
    "origin": N_("企业来源"),
    "indicator": N_("试点指标"),
    "question": N_("复核的题目"),
    "material": N_("材料类型"),
}
ANSWERED = {"certified": "q3", "participation": "q5"}

Value = str | int | None


def of(metric: Metric) -> list[str]:
    """The dimensions that a metric may be grouped by."""
    return [dimension for dimension in DIMENSIONS if dimension in RELATIONS[metric.relation].dimensions]


def must(metric: Metric) -> tuple[str, ...]:
    """The dimensions whose values cannot be merged: a metric is grouped by each of them, or makes no sense."""
    reports = RELATIONS[metric.relation].reports
    return reports.only_one if reports else ()


def titles() -> dict[str, str]:
    """What every metric is called in a list of all; those of the same name say where they come from."""
    called = {name: metric.title(current()) for name, metric in METRICS.items()}
    times = Counter(called.values())
    family = {metric.name: key for key, metrics in FAMILIES.items() for metric in metrics}
    return {
        name: " · ".join((_(FAMILY_NAMES[family[name]]), title, *([_(METRICS[name].source)] * (times[title] > 1))))
        for name, title in called.items()
    }


def namer(source: Source, dimension: str) -> Callable[[Value], str]:
    """What names a value of a dimension; None, and what no list has, is unknown."""
    known = _names(source, dimension)
    return lambda value: known(value) if not (value is None or pd.isna(value)) else _("不详")


def _names(source: Source, dimension: str) -> Callable[[Value], str]:
    match dimension:
        case "province" | "city" | "county" | "region":
            return lambda code: places.region(str(code))
        case "industry":
            return lambda code: places.short_industry(int(code or 0))
        case "body":
            return _listed(query.bodies(source))
        case "pilot":
            return _listed({**query.pilots(source), NO_PILOT: _("不在试点内")})
        case "certified" | "participation":
            question = ANSWERED[dimension]
            return _listed({r["position"]: _(r["text"]) for r in table("options") if r["question"] == question})
        case "material":
            return _listed({r["material"]: _(r["label"]) for r in table("material_kinds")})
        case "indicator":
            return _listed({r["indicator"]: _measured(r) for r in table("pilot_indicators")})
        case "sector" | "origin" | "question":
            return _listed({value: _(text) for value, text in WORDS[dimension].items()})
    return lambda value: str(int(value or 0))  # a year


def _measured(row: dict[str, str]) -> str:
    """An indicator with its unit, where that is no number of things."""
    name, unit = row["name" if current() == "zh" else "name_en"], row["unit"]
    if unit == "count":
        return name
    return _("{indicator}（{unit}）", indicator=name, unit="%" if unit == "percent" else _("万元"))


def _listed(names: dict[str, str]) -> Callable[[Value], str]:
    def name(value: Value) -> str:
        code = str(int(value)) if isinstance(value, int | float) else str(value)
        return names.get(code, code)

    return name
