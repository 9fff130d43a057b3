"""An open page picks up a new data version by itself, and says so."""

from pathlib import Path

import streamlit as st

from access import newest_version
from pages._parts.language import _, literal
from pages._parts.query import Source

SECONDS = 3
JS = Path(__file__).with_suffix(".js").read_text("utf-8")

_mount = st.components.v2.component("tisheng_news", js=JS)


def tell(shown: Source | None, is_pinned: bool = False) -> bool:
    """Say that this run shows another version than the one before; whether it does.

    A version that a link names is no news, nor is the newest that its reader then goes to.
    """
    if is_pinned:
        st.session_state.pop("version_shown", None)
        return False
    before: Source | None = st.session_state.get("version_shown", shown)
    st.session_state["version_shown"] = shown
    if shown is None or shown == before:
        return False
    st.toast(literal(_("数据已更新到版本 {version}", version=f"{shown.version:06d}")), duration="long")
    return True


def watch(newest: Source | None) -> None:
    """Let the browser ask now and then which version serves, and run the page anew when it is another one.

    A fragment with `run_every` would run on the server for every open page; and Streamlit drops the end of a run when
    the next one is asked for in that moment, so the reader would now and then open a menu that stays empty.
    """
    shown = newest_version.code(newest.version, newest.is_sample) if newest else ""
    data = {"shown": shown, "path": newest_version.PATH, "seconds": SECONDS}
    _mount(key="news", data=data, on_newer_change=lambda: None)  # the run itself reads the newest
