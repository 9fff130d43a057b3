"""How received files are spoken of: what kind, from whom, when, and what became of them."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

import streamlit as st

from data.reference import table
from data.register import Submission
from locales import N_
from pages._parts import masking, numbers, places
from pages._parts.language import _, current

KINDS = {
    "ledger": N_("企业台账"),
    "questionnaire": N_("问卷答卷"),
    "statistics": N_("统计表（附表）"),
    "pilot": N_("试点统计表（附件3）"),
    "pilot_application": N_("试点申报"),
    "cases": N_("典型案例"),
    "recommendations": N_("推荐表"),
    "materials": N_("佐证材料"),
    "scores": N_("评分表"),
    "phone_check": N_("电话核查表"),
}
ABOUT_FIRMS = ("ledger", "questionnaire", "cases", "phone_check")
ACCEPTED = ("xlsx", "xls", "csv")


@cache
def _regions() -> frozenset[str]:
    return frozenset(row["code"] for row in table("regions") if row["status"] == "current")


@cache
def _bodies() -> dict[str, str]:
    return {row["approval_number"]: row["name"] for row in table("bodies")}


def kind(name: str | None) -> str:
    """What kind of document it is."""
    return _(KINDS[name]) if name in KINDS else name or numbers.NONE


def sender(key: str | None) -> str:
    """Who sent it, by the name of the region or of the certification body."""
    if not key:
        return numbers.NONE
    return places.region(key) if key in _regions() else _bodies().get(key, masking.text(key))


def day(moment: str) -> str:
    """A moment of the register as the reader's calendar day."""
    return _local(moment).strftime("%Y-%m-%d")


def minute(moment: str) -> str:
    """A moment of the register on the reader's clock."""
    return _local(moment).strftime("%Y-%m-%d %H:%M")


def _local(moment: str) -> datetime:
    try:
        zone = ZoneInfo(st.context.timezone or "Asia/Shanghai")
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("Asia/Shanghai")
    return datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(zone)


def state(one: Submission, counts: bool) -> str:
    """What became of a submission; `counts` tells a loaded one from one that was replaced."""
    match one.state:
        case "loaded":
            return _("已计入") if counts else _("已被替换")
        case "withdrawn":
            return _("已撤回")
        case "pending":
            return _("待确认")
        case _:
            return _("正在导入")


def files(count: int) -> str:
    """“3 个文件”."""
    if current() == "en" and count == 1:
        return "1 file"
    return _("{count} 个文件", count=numbers.count(count))
