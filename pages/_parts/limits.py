"""The limits of the checks, as their reference tables have them: thresholds, what the form skips, quotas of notices."""

from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from data.reference import table
from locales import N_
from pages._parts import numbers, places
from pages._parts.issue_table import ROW_HEIGHT
from pages._parts.language import _, current, listed

UNITS = {
    "day": N_("{value} 天"),
    "second": N_("{value} 秒"),
    "answer": N_("{value} 个"),
    "firm": N_("{value} 家企业"),
    "pair": N_("{value} 对"),
    "word": N_("{value} 字"),
}
QUOTAS = {
    "quota_firms": N_("一个区一个试点行业的企业"),
    "quota_bodies": N_("一个区一个试点行业的认证机构"),
    "quota_industries": N_("一个区的试点行业"),
}
THEN = {"skip": N_("不回答第 {questions} 题"), "answer": N_("要回答第 {questions} 题")}
LINES = ROW_HEIGHT["en"]  # px: sentences of any language break into lines


def thresholds() -> None:
    """What each check compares with, and why that."""
    rows = (
        {_("检查什么"): _(row["what"]), _("界限"): _limit(row), _("为什么"): _(row["why"])}
        for row in table("thresholds")
    )
    _table(rows, (460, 120, 710), ROW_HEIGHT[current()])


def _limit(row: dict[str, str]) -> str:
    match row["unit"]:
        case "date":
            return row["value"]
        case "percent":
            return numbers.percent(float(row["value"]) / 100, 0)
        case unit:
            return _(UNITS[unit], value=numbers.count(float(row["value"])))


def skips() -> None:
    """Which questions follow from an answer."""
    rows = (
        {
            _("问卷"): _("{year}年", year=row["form"]),
            _("题"): row["question"].removeprefix("q"),
            _("回答"): listed(_chosen(row)),
            _("之后"): _(THEN[row["then"]], questions=listed(_numbers(row["asked"]))),
            _("依据"): _(row["why"]),
        }
        for row in table("skips")
    )
    _table(rows, (70, 80, 560, 280, 300), ROW_HEIGHT[current()])


def _chosen(row: dict[str, str]) -> list[str]:
    """The options of a skip in the words of the form."""
    texts = {int(one["position"]): one["text"] for one in table("options") if one["question"] == row["question"]}
    return [_(texts[int(position)]) for position in row["options"].split()]


def _numbers(asked: str) -> list[str]:
    return [one.removeprefix("q") for one in asked.split()]


def quotas() -> None:
    """How many a notice asks for."""
    rows = (
        {
            _("地区"): places.region(row["region"]),
            _("年度"): row["year"],
            _("检查什么"): _(QUOTAS[row["rule"]]),
            _("界限"): _between(row["least"], row["most"]),
            _("原文"): _(row["says"]),
            _("来源"): _(row["source"]),
        }
        for row in table("quotas")
    )
    _table(rows, (80, 60, 250, 90, 400, 410), LINES)


def _between(least: str, most: str) -> str:
    if least and most:
        return f"{least}–{most}"
    return _("不少于 {value}", value=least) if least else _("不多于 {value}", value=most)


def _table(rows: Iterable[dict[str, str]], widths: Sequence[int], row_height: int) -> None:
    """Sentences are read to their end: columns have the widths they need, and higher rows break into lines."""
    frame = pd.DataFrame(rows)
    st.dataframe(
        frame,
        hide_index=True,
        height="content",
        row_height=row_height,
        column_config={name: {"width": width} for name, width in zip(frame.columns, widths, strict=True)},
    )
