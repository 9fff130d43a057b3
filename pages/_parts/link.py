"""复制链接: the address of what the reader sees, with the data version, to be passed on or put into a report."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from pages._parts import pinned
from pages._parts.language import _, literal
from pages._parts.query import Source


def menu(source: Source) -> None:
    """The button with the whole address behind it."""
    opened = st.popover(_("链接"), icon=":material/link:", key="copy_link", on_change="rerun")
    if not opened.open:
        return
    with opened:
        version = f"{source.version:06d}"
        st.markdown(literal(_("这个链接打开的就是现在看到的：同样的条件，数据版本 {version}", version=version)))
        st.code(whole(source), language=None, wrap_lines=True)
        st.caption(literal(_("不写版本的链接，打开时显示最新数据")))


def whole(source: Source) -> str:
    """The address of this page with everything chosen on it and the version."""
    given = {key: st.query_params.get_all(key) for key in st.query_params}
    page = urlsplit(st.context.url or "")
    query = urlencode({**given, "version": pinned.code(source)}, doseq=True)
    return page._replace(path=page.path or "/", query=query).geturl()
