"""待处理: what a coordinator does next, each line with the page where it is done; and what the last versions brought."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import streamlit as st

from data import clock, own, register
from data.errors import Refused
from data.store import Store
from loaders import pending, versions
from loaders.pending import Held
from loaders.versions import File, Step
from pages._parts import documents, frame, home, numbers, panel, places, query
from pages._parts.filters import Selection
from pages._parts.kept import kept
from pages._parts.language import _, current, listed, literal
from pages._parts.query import Source

IMPORT, REVIEW, RECONCILIATION = "data/importing.py", "data/review.py", "data/reconciliation.py"
NAMED = 2  # cities, files or senders that a line names
SHOWN = 3  # versions


class Task(NamedTuple):
    """One line: what it is, what to know of it, how many, and the page where it is done."""

    key: str
    label: str
    detail: str
    number: int
    page: str


def show(source: Source, chosen: Selection) -> None:
    """The panel of what is to be done."""
    today = clock.today()
    found = tasks(source, chosen, today)
    due = _due(source, chosen, today)
    parts = [_("{count} 项", count=len(found)) if found else _("没有待处理事项")]
    if due:
        parts.append(_("最近的截止日为 {day}", day=f"{due[0].day:%m-%d}"))
    if found and source.is_sample:
        parts.append(_("示例数据只供查看"))
    with panel.opened("pending", _("待处理"), ("，" if current() == "zh" else ", ").join(parts)):
        if found or due:
            with st.container(gap=None, key="tasks"):
                for task in found:
                    _line(task)
                for one in due[:1]:
                    _line(Task("deadline", _("材料截止（天）"), _(one.due), one.days, IMPORT))


def _line(task: Task) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"task_{task.key}", gap="small"):
        st.page_link(frame.PAGES / task.page, label=f":blue[**{literal(task.label)}**]", width=128)
        st.markdown(f":gray[{literal(task.detail)}]", width="stretch")
        st.markdown(f"**{literal(numbers.count(task.number))}**", width="content")


def tasks(source: Source, chosen: Selection, today: date) -> list[Task]:
    """What waits, in the order in which it is done; nothing that has a count of 0."""
    held, missing = _held(source), _without_ledger(source, chosen)
    silent, share = _unanswered(source, chosen)
    found = [
        Task("waiting", _("待确认替换"), _("与以前的文件重复，等待确认"), _waiting(source), IMPORT),
        Task("held", _("待改的行"), _oldest(held, today), held.rows, IMPORT),
        Task("pairs", _("待确认匹配"), _("名称相近或代码不一致"), _pairs(source), REVIEW),
        Task("ledgers", _("未报台账"), _some([places.region(code) for code in missing]), len(missing), IMPORT),
        Task("silent", _("应填未填企业"), _("占台账 {share}", share=share), silent, RECONCILIATION),
        Task("flagged", _("答卷提示"), _("只提示，不删答卷"), _flagged(source, chosen), IMPORT),
    ]
    return [task for task in found if task.number]


def _oldest(held: Held, today: date) -> str:
    if held.oldest is None:
        return ""
    days = (today - clock.day(held.oldest)).days
    age = _("最早 {days} 天前", days=days) if days else _("今天收到")
    return _("{files}，{age}", files=documents.files(held.files), age=age)


def _some(names: Sequence[str]) -> str:
    return listed(names[:NAMED]) + (_("等") if len(names) > NAMED else "")


@kept
def _unanswered(source: Source, chosen: Selection) -> tuple[int, str]:
    """The ledger firms without an answer, and their share."""
    rate = query.result(source, ["response_rate"], where=chosen.where).iloc[0]
    if pd.isna(rate["value"]):
        return 0, ""
    return int(rate["denominator"] - rate["numerator"]), numbers.percent(1 - rate["value"])


def _region(chosen: Selection) -> str | None:
    return chosen.region or home.code()


def _without_ledger(source: Source, chosen: Selection) -> list[str]:
    """The units of the province, or the one unit looked at, that sent no ledger; of the nation or a county nobody's."""
    region = _region(chosen)
    if not region or places.level(region) == "county":
        return []
    cities = places.cities(region) if places.level(region) == "province" else [region]
    return _missing(source, chosen.year, tuple(cities))


def _waiting(source: Source) -> int:
    return _counted(source.path, register.changed(Store(source.path)))


@lru_cache(10)
def _counted(path: str, changed: tuple[int, ...]) -> int:
    """How many files wait; `changed` is when the register last was, because no version is made of these."""
    assert changed
    return len(pending.waiting(Store(path)))


@lru_cache(10)
def _held(source: Source) -> Held:
    return pending.held(query.reader(source))


@lru_cache(10)
def _pairs(source: Source) -> int:
    return pending.pairs(query.reader(source))


@lru_cache(200)
def _flags(source: Source, year: int, region: str | None) -> int:
    return pending.flagged(query.reader(source), year, region)


def _flagged(source: Source, chosen: Selection) -> int:
    return _flags(source, chosen.year, chosen.region)


@lru_cache(200)
def _missing(source: Source, year: int, cities: tuple[str, ...]) -> list[str]:
    return pending.without_ledger(query.reader(source), year, cities)


def _due(source: Source, chosen: Selection, today: date) -> list[pending.Deadline]:
    region = _region(chosen)
    if not region:
        return []
    try:
        rows = own.rows("deadlines", Store(source.path))
        return pending.deadlines(rows, places.province_of(region), today)
    except Refused as refusal:
        st.warning(literal(_(refusal.text, **refusal.values)))
        return []


def versions_panel(source: Source) -> None:
    """The last versions: number, day, what came in, and how many firms more."""
    found = _steps(source)
    if not found:
        return
    with st.container(key="list_versions", gap="small"):
        st.markdown(f"**{literal(_('数据版本'))}**")
        lines = [" | " * 3, "--- | --- | --- | ---:", *(" | ".join(_cells(one)) for one in found)]
        st.markdown("\n".join(f"| {line} |" for line in lines))


def _cells(one: Step) -> tuple[str, ...]:
    day, brought = literal(documents.day(str(one.built_at))[5:]), literal(_brought(one))
    more = numbers.NONE if one.more is None else literal(_("{more} 家", more=numbers.signed(one.more)))
    return f"{one.version:06d}", f":gray[{day}]", f":gray[{brought}]", more


def _brought(one: Step) -> str:
    if not one.came:
        return _("撤回 {files}", files=documents.files(len(one.went))) if one.went else _("改正或核对")
    named = list(dict.fromkeys(_file(file) for file in one.came))
    return _some(named)


def _file(file: File) -> str:
    """Who sent a ledger or table; else what it is."""
    return documents.sender(file.sender) if file.sender else documents.kind(file.kind)


def _steps(source: Source) -> list[Step]:
    kept = Store(source.path)
    if not Path(source.path).exists():
        return []
    stamp = kept.pointer.stat().st_mtime_ns if kept.pointer.exists() else 0
    return _newest(source, stamp)


@lru_cache(10)
def _newest(source: Source, changed: int) -> list[Step]:
    """The version that serves and those before it, newest first; `changed` is when the pointer was."""
    assert changed >= 0
    numbered = [one["version"] for one in register.versions(Store(source.path)) if one["version"] <= source.version]
    every = []
    for version in numbered[: SHOWN + 1]:
        try:
            every.append(query.contents(source.path, version))
        except Refused:  # an older program built it, or its file is damaged: nothing is compared with it
            break
    return versions.steps(every, is_first=len(every) <= SHOWN)[:SHOWN]
