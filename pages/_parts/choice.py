"""One of a few, picked side by side and kept in the address; the first is the usual one."""

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from pages._parts import address


def one_of(
    key: str, widget: str, label: str, options: Mapping[str, str], visible: Literal["visible", "collapsed"] = "visible"
) -> str:
    """The option picked: `key` is that of the address, `options` say what each is called in the reader's language."""
    asked = [one for one in address.get(key) if one in options]
    usual = next(iter(options))
    st.session_state[widget] = asked[0] if asked else usual
    picked = st.segmented_control(
        label,
        list(options),
        key=widget,
        format_func=options.__getitem__,
        on_change=lambda: address.put(key, [st.session_state[widget]]),
        label_visibility=visible,
        required=True,
    )
    return picked or usual
