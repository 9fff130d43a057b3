"""What Streamlit leaves out in the browser; nothing of it is seen.

The page's language: Streamlit serves every page as English, and a voice for English would read Chinese. Where the
keyboard goes: what a button opens stands at the end of the page, many steps away, so a button that was pressed with
the keyboard takes it there, and Escape takes it back. And whether the data have a newer version: a fragment with
`run_every` would run on the server for every open page; and Streamlit drops the end of a run when the next one is asked
for in that moment, so the reader would now and then open a menu that stays empty.
"""

from pathlib import Path

import streamlit as st

from access import newest_version
from pages._parts.language import current
from pages._parts.query import Source

SECONDS = 3  # from one look for a newer version to the next

_mount = st.components.v2.component("tisheng_browser", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def tell(newest: Source | None) -> None:
    """Tell it, once a run; it runs the page anew when another version than this one serves."""
    data = {
        "lang": {"zh": "zh-CN", "en": "en"}[current()],
        "shown": newest_version.code(newest.version, newest.is_sample) if newest else "",
        "path": newest_version.PATH,
        "seconds": SECONDS,
    }
    _mount(key="told", data=data, on_newer_change=lambda: None)  # the run itself reads the newest
