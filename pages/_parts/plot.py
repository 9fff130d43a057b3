"""A chart in the browser, with the words around it: one element that stays, so a change of filter redraws, and mounts
nothing.

st.plotly_chart gives a changed figure another element: the browser takes the chart away, makes it anew, and draws it
twice.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from zlib import crc32

import orjson
import streamlit as st

from access.drawing_library import PATH
from charts.drawing import Figure
from pages._parts.language import _

HTML = """<div class="drawn">
<h2></h2><button type="button" class="menu" hidden></button><p class="sentence"></p>
<div class="room"><div class="plot" role="img" aria-busy="true"></div></div>
<p class="source"></p>
</div>"""
JS = Path(__file__).with_suffix(".js").read_text("utf-8")

_mount = st.components.v2.component("tisheng_plot", html=HTML, js=JS, isolate_styles=False)


class Packed(NamedTuple):
    """A figure as it is sent, worth keeping: JSON, and what changes when the JSON does."""

    figure: bytes
    revision: int


def packed(figure: Figure) -> Packed:
    """Pack a figure."""
    text = orjson.dumps(figure, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY)
    return Packed(text, crc32(text))


def show(
    key: str,
    drawn: Packed,
    alt: str,
    words: Mapping[str, str] = MappingProxyType({}),
    is_wide: bool = False,
    codes: Sequence[str] = (),
    on_click: Callable[[str], None] | None = None,
) -> bool:
    """Draw a figure, and say whether the reader just asked for its menu; `alt` is what a screen reader says.

    `words` are the title and the sentence above it, the source below it, the button of the menu, and the name of the
    file of its picture. One that is wide keeps its width, and scrolls in a narrow panel. `on_click` is done with the one
    of `codes` whose point the reader clicked.
    """
    rest = {
        "revision": drawn.revision,
        "alt": alt,
        "codes": codes,
        "words": dict(words),
        "isWide": is_wide,
        "library": PATH,
        "failed": _("图没有取到，请刷新页面"),
    }
    data = b'{"figure":' + drawn.figure + b"," + orjson.dumps(rest)[1:]

    def clicked() -> None:
        if on_click and (code := st.session_state[key].click) in codes:
            on_click(code)

    listening: dict[str, Any] = {"on_click_change": clicked} if on_click else {}
    return bool(_mount(key=key, data=data, **listening).get("menu"))
