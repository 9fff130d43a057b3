"""Charts as pictures, PNG or SVG, made by the browser from the charts on the page: no server work, no network.

A picture has the title above and the source below, so the file says by itself what it shows.
"""

from pathlib import Path

import streamlit as st

from pages._parts.language import _

HTML = """
<button type="button" data-format="png"></button>
<button type="button" data-format="svg"></button>
<p role="alert" hidden></p>
"""
HERE = Path(__file__)

_mount = st.components.v2.component(
    "tisheng_images",
    html=HTML,
    css=HERE.with_suffix(".css").read_text("utf-8"),
    js=HERE.with_suffix(".js").read_text("utf-8"),
)


def of_panel(panel_key: str) -> None:
    """The PNG and the SVG button of the one chart in the container with this key."""
    words = {"png": _("下载 PNG 图片"), "svg": _("下载 SVG 矢量图"), "failed": _failed()}
    _mount(key=f"images_{panel_key}", data={"panel": panel_key, "words": words})


def of_page(file_name: str) -> None:
    """The buttons of a zip with every chart of the page, called `file_name`, which has no ending."""
    words = {"png": _("全部 PNG 图片（压缩包）"), "svg": _("全部 SVG 矢量图（压缩包）"), "failed": _failed()}
    _mount(key="images_of_page", data={"file": file_name, "words": words})


def _failed() -> str:
    return _("图还没有画好，请稍后再试")
