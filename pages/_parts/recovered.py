"""What was damaged and what was done about it, until somebody says they have seen it."""

from functools import partial

import streamlit as st

from data import register, warehouse
from data.errors import Damaged
from data.store import Store
from loaders import importing, recovery
from loaders.recovery import Aside, News
from locales import N_
from pages._parts import documents, job, numbers
from pages._parts.job import Job, Said
from pages._parts.language import _, literal

UNREADABLE = N_("收件登记簿已损坏，页面上的数字不受影响。下一次导入前会修复，也可以现在就修复")


def show(own: Store) -> bool:
    """The notice, if there is one; False where the register cannot be read and nothing else can be shown."""
    is_readable = _is_readable(own)
    if wrong := _wrong(own) if is_readable else _(UNREADABLE):
        st.error(literal(wrong))
        st.button(_("现在修复"), key="repair", on_click=job.start, args=(_("正在从原件修复"), partial(_repair, own)))
    news = recovery.news(own)
    if news.told or news.files:
        st.warning(_notice(own, news))
        st.button(_("知道了，不再显示"), key="dismiss", on_click=recovery.dismiss, args=(own, news))
    return is_readable


def _is_readable(own: Store) -> bool:
    if own.register.exists():
        try:
            register.everything(own)
        except Damaged:
            return False
    return True


def _wrong(own: Store) -> str:
    """What is said of a version that is damaged still; "" if none is."""
    named, serving = warehouse.pointed_at(own), warehouse.current(own)
    if named is None or named == serving:
        return ""
    version = f"{warehouse.number(named):06d}"
    if serving is None:
        return _("数据版本 {version} 的文件已损坏或不在，也没有以前的版本可用。请现在修复", version=version)
    return _(
        "数据版本 {version} 的文件已损坏，暂用版本 {serving}。下一次导入前会从原件重新生成，也可以现在就修复",
        version=version,
        serving=f"{warehouse.number(serving):06d}",
    )


def _notice(own: Store, news: News) -> str:
    """Sentences as Markdown, one a line: what happened, what serves now, where the damaged files lie."""
    lines = [f"{documents.minute(one['at'])}：{_(one['text'], **one['values'])}" for one in news.told]
    if news.told and (version := warehouse.current_version(own)):
        lines.append(_("正在使用数据版本 {version}", version=f"{version:06d}"))
    lines += [_file(one) for one in news.files]
    return "  \n".join(map(literal, lines))


def _file(one: Aside) -> str:
    return _(
        "损坏的文件保存在“{path}”（{megabytes} MB），{days}天后的下一次导入时删除",
        path=one.path,
        megabytes=numbers.decimal(one.bytes / 1024**2),
        days=recovery.KEEP_DAYS,
    )


def _repair(own: Store, work: Job) -> list[Said]:
    importing.mend(own, work.waiting)
    return [Said(N_("已修复"), {}, True)]
