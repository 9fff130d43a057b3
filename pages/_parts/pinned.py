"""The data version that a link names, shown in place of the newest.

The address bar names none: an open page and a bookmark follow the newest version by themselves. Only a link that was
copied to be passed on (`link.py`) names the one its maker saw. Samples and own data are counted apart, so `version`
is a number for own data, and "s" with a number for samples.
"""

import re
from typing import NamedTuple

import streamlit as st

from access import newest_version
from data import warehouse
from data.errors import Refused
from data.store import Store
from pages._parts import address, query
from pages._parts.language import _, listed, literal
from pages._parts.query import Source

CODE = re.compile(rf"({newest_version.SAMPLE}?)0*([1-9][0-9]{{0,8}})")


class Shown(NamedTuple):
    """The version to show, and what is said of the link: "" where it names none. Without it the newest is followed."""

    source: Source
    is_pinned: bool = False
    words: str = ""


def code(source: Source) -> str:
    """The version as a link names it."""
    return newest_version.code(source.version, source.is_sample)


def shown(newest: Source) -> Shown:
    """The version the address names, as long as it is kept; else the newest, with the reason in words."""
    given = address.get("version")
    if not given:
        return Shown(newest)
    now = {"now": f"{newest.version:06d}"}
    found = CODE.fullmatch(given[0]) if len(given) == 1 else None
    if not found:
        return Shown(
            newest,
            words=_("链接里的“{code}”不是数据版本的编号，现在显示的是当前版本 {now}", code=listed(given), **now),
        )
    asked = Source(newest.path, int(found[2]), newest.is_sample)
    values = {"version": f"{asked.version:06d}", **now}
    if found[1] and not newest.is_sample:
        words = _("链接里的是示例数据的版本 {version}。本局已有自己的数据，现在显示的是其当前版本 {now}", **values)
        return Shown(newest, words=words)
    if not found[1] and newest.is_sample:
        words = _("链接里的是本局数据的版本 {version}。这里还没有自己的数据，现在显示的是示例数据", **values)
        return Shown(newest, words=words)
    if asked.version == newest.version:
        words = _("链接指定数据版本 {version}，即当前版本；有了新版本，本页仍显示它", **values)
        return Shown(newest, True, words)
    if not warehouse.keeps(Store(asked.path), asked.version):
        return Shown(newest, words=_gone(asked, newest))
    try:
        query.reader(asked)
    except Refused as refusal:  # damaged, or built by an older program
        reason = _(refusal.text, **refusal.values)
        return Shown(
            newest,
            words=_(
                "不能显示链接里的数据版本 {version}，现在显示的是当前版本 {now}。{reason}", reason=reason, **values
            ),
        )
    return Shown(asked, True, _("正在查看数据版本 {version}（当前为 {now}）", **values))


def _gone(asked: Source, newest: Source) -> str:
    return _(
        "这里没有链接里的数据版本 {version}：只保留最近 {kept} 个，或者编号有误。现在显示的是当前版本 {now}",
        version=f"{asked.version:06d}",
        kept=warehouse.KEEP,
        now=f"{newest.version:06d}",
    )


def say(seen: Shown) -> None:
    """What the link asked for, and the way back to the newest version."""
    if not seen.words:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="pinned"):
        notice = st.info if seen.is_pinned else st.warning
        notice(literal(seen.words), width="stretch")
        words = _("看最新的") if seen.is_pinned else _("知道了")
        st.button(words, key="unpin", on_click=address.put, args=("version", []))
