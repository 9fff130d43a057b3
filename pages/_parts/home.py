"""本局: the bureau this installation belongs to. Asked once; it is the first filter and the context of names."""

import streamlit as st

from data import register, store
from pages._parts import places
from pages._parts.language import _


def code() -> str | None:
    """Its region code; None for the nation, or while nobody has answered."""
    return register.home(store.default()) or None


def ask() -> None:
    """Ask for it above the page, until somebody answers; only once there are own data."""
    own = store.default()
    if not own.has_version or register.home(own) is not None:
        return
    with st.container(key="panel_home"):
        st.header(_("本局是哪里？"))
        st.markdown(_("它是打开页面时的默认地区，也用来判断重名的地名。只问这一次。"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            province = st.selectbox(
                _("省（区、市）"),
                ["", *places.provinces()],
                format_func=lambda one: places.region(one) if one else _("全国"),
                width=240,
            )
            city = None
            if province:
                city = st.selectbox(
                    _("市（州、区）"),
                    [province, *places.cities(province)],
                    format_func=lambda one: places.whole(province) if one == province else places.region(one),
                    width=240,
                )
            st.button(_("确定"), type="primary", on_click=register.set_home, args=(own, city or province))
