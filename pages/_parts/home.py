"""本局: the bureau this installation belongs to. Asked once; it is the first filter and the context of names."""

import os
from functools import lru_cache

import streamlit as st

from data import register, store
from data.store import Store
from pages._parts import places
from pages._parts.language import _
from pages._parts.settled import Settled


def code() -> str | None:
    """Its region code; None for the nation, or while nobody has answered."""
    return of_bureau.get()


of_bureau = Settled("本局, as this run of the script knows it", lambda: _answered(store.default()) or None)


def _answered(own: Store) -> str | None:
    """`register.home`, read again when the register has changed."""
    return _read(str(own.path), os.environ.get("TISHENG_HOME"), register.changed(own))


@lru_cache(10)
def _read(path: str, given: str | None, changed: tuple[int, ...]) -> str | None:
    assert changed
    return register.home(Store(path)) if given is None else given


def ask() -> None:
    """Ask for it above the page, until somebody answers; only once there are own data."""
    own = store.default()
    if not own.has_version or _answered(own) is not None:
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
