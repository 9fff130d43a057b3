"""A page that shows another data version than before says so."""

import streamlit as st

from pages._parts.language import _, literal
from pages._parts.query import Source


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
