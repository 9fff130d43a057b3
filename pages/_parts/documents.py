"""How received files are spoken of: what kind, from whom, when, and what became of them."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

import streamlit as st

from data.clock import CHINA
from data.reference import table
from data.register import Submission
from metrics.lineage import KINDS
from pages._parts import masking, numbers, places
from pages._parts.language import _, current

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
        zone = ZoneInfo(st.context.timezone) if st.context.timezone else CHINA
    except (KeyError, ValueError, OSError):
        zone = CHINA
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
