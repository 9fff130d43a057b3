"""An open page picks up a new data version by itself, and says so."""

import streamlit as st

from pages._parts import query
from pages._parts.language import _, literal
from pages._parts.query import Source

SECONDS = 3


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


@st.fragment(run_every=SECONDS)
def watch(newest: Source | None) -> None:
    """Look at the pointer now and then; draw the page anew only when it names another version.

    Where a link names the version shown, that line alone changes.
    """
    if query.source() != newest:
        st.rerun()
